//! The knowledge base: the organization's own entries, and the pages that came with the desk.

use super::appointment::StampView;
use clinic_domain::id::{FaqId, Version};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One question with its answer.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FaqEntryView {
    /// Absent for a new one.
    pub id: Option<FaqId>,
    pub version: Version,
    pub question: String,
    pub answer: String,
    /// Other words under which it is looked for.
    pub keywords: Vec<String>,
    /// BCP 47, like `en`.
    pub language: String,
    pub is_active: bool,
}

/// A page that came with the desk. An entry of the organization with its title stands in its place; one that is not in use
/// hides it.
#[derive(Clone, Debug, Serialize, TS)]
pub struct StarterPageView {
    pub title: String,
    pub body: String,
    /// `policy`, `preparation`, `prevention`.
    pub kind: String,
    pub source: String,
    /// `YYYY-MM-DD`: when it was written or last checked.
    pub date: String,
    pub tags: Vec<String>,
    pub is_replaced: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct KnowledgeView {
    pub entries: Vec<FaqEntryView>,
    pub starters: Vec<StarterPageView>,
}

/// A file with entries: Markdown (one page) or CSV (`question`, `answer`, `keywords`, `language`).
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReadKnowledgeFileRequest {
    pub name: String,
    pub text: String,
}

/// What stands in it. Nothing is kept yet.
#[derive(Clone, Debug, Serialize, TS)]
pub struct KnowledgeFileView {
    pub entries: Vec<FaqEntryView>,
    pub problems: Vec<KnowledgeProblemView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct KnowledgeProblemView {
    /// From 1.
    pub line: u32,
    /// `no_question`, `no_answer`, `not_a_row`, `no_column`.
    pub code: String,
}

/// Words of entries that are looked for.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FindKnowledgeRequest {
    pub words: String,
}

/// The organization's own entries with all of the words, each by how it begins; the nearest first.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FoundKnowledgeView {
    pub entries: Vec<FaqId>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct KnowledgeHistoryRequest {
    pub entry: FaqId,
}

/// When an entry was written, and what it said before.
#[derive(Clone, Debug, Serialize, TS)]
pub struct KnowledgeHistoryView {
    /// By the first location's clock; absent where that was not kept.
    pub written: Option<StampView>,
    /// The latest first, and no more than the last 20.
    pub earlier: Vec<EarlierTextView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct EarlierTextView {
    pub version: Version,
    pub question: String,
    pub answer: String,
    pub keywords: Vec<String>,
    pub language: String,
    pub written: Option<StampView>,
}
