//! What the practice set up beside the book: departments, what is answered to common questions, what messages say, and
//! the security policy. The availability engine asks none of it, so it is no part of [`crate::setup::Setup`].

use crate::{
    id::{DepartmentId, FaqId, Version},
    message::{MessageChannel, MessageKind, MessageTemplate},
    operation::Change,
    policy::SecurityPolicy,
    setup::put,
};

/// Inactive rows stay: people and past messages refer to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    pub policy: SecurityPolicy,
    pub departments: Vec<Department>,
    pub faq: Vec<FaqEntry>,
    pub templates: Vec<MessageTemplate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Department {
    pub id: DepartmentId,
    pub version: Version,
    pub name: String,
    pub is_active: bool,
}

/// One question of the knowledge base with its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaqEntry {
    pub id: FaqId,
    pub version: Version,
    pub question: String,
    pub answer: String,
    /// Other words under which it is looked for.
    pub keywords: Vec<String>,
    /// BCP 47.
    pub language: String,
    pub is_active: bool,
}

impl Office {
    /// With the row as it was decided; what is no row of the office changes nothing.
    pub fn take(&mut self, change: &Change) {
        match change {
            Change::Policy(it) => self.policy = it.clone(),
            Change::Department(it) => put(&mut self.departments, it, |row| row.id == it.id),
            Change::Faq(it) => put(&mut self.faq, it, |row| row.id == it.id),
            Change::MessageTemplate(it) => put(&mut self.templates, it, |row| row.id == it.id),
            _ => {}
        }
    }

    /// What a message says in a patient's language, or in another one where nobody wrote it in theirs.
    #[must_use]
    pub fn template(
        &self,
        kind: MessageKind,
        channel: MessageChannel,
        language: &str,
    ) -> Option<&MessageTemplate> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or("").to_owned();
        let fits =
            self.templates.iter().filter(|it| it.is_active && (it.kind, it.channel) == (kind, channel));
        fits.min_by_key(|it| (it.language != language, primary(&it.language) != primary(language), it.id))
    }
}

/// Whether it has the form of a language's code: "en", "es-MX".
#[must_use]
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or("");
    (2..=3).contains(&first.len())
        && first.bytes().all(|it| it.is_ascii_lowercase())
        && parts.all(|it| (2..=8).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_alphanumeric()))
        && tag.len() <= 35
}
