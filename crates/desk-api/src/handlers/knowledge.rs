//! The knowledge base, for those who keep it.

use super::zone_or_first;
use crate::{
    call::Call,
    dto::{
        appointment::StampView,
        knowledge::{
            EarlierTextView, FaqEntryView, FindKnowledgeRequest, FoundKnowledgeView, KnowledgeFileView,
            KnowledgeHistoryRequest, KnowledgeHistoryView, KnowledgeProblemView, KnowledgeView,
            ReadKnowledgeFileRequest, StarterPageView,
        },
        refusal::Outcome,
        session::Nothing,
    },
    error::ApiError,
};
use clinic_domain::{
    id::{FaqId, Version},
    office::{FaqEntry, Written},
    refusal::{Missing, Refusal},
};
use clinic_language::retrieval::page::Page;
use desk_agents::faq::{is_replaced, starters};
use desk_app::{
    error::AppError,
    knowledge::{self, entries, find, read_file},
    setup::put_faq,
};

pub fn knowledge(call: &Call<'_>, _: Nothing) -> Result<KnowledgeView, ApiError> {
    let signed_in = call.signed_in()?;
    let own = entries(&signed_in.front, signed_in.person)?;
    let starter = |it: Page| StarterPageView {
        is_replaced: is_replaced(&it.title, &own),
        kind: it.kind.code().to_owned(),
        title: it.title,
        body: it.body,
        source: it.source,
        date: it.date,
        tags: it.tags,
    };
    Ok(KnowledgeView { entries: own.iter().map(view).collect(), starters: starters().map(starter).collect() })
}

pub fn find_knowledge(
    call: &Call<'_>,
    request: FindKnowledgeRequest,
) -> Result<FoundKnowledgeView, ApiError> {
    let signed_in = call.signed_in()?;
    Ok(FoundKnowledgeView { entries: find(&signed_in.front, signed_in.person, &request.words)? })
}

pub fn knowledge_history(
    call: &Call<'_>,
    request: KnowledgeHistoryRequest,
) -> Result<KnowledgeHistoryView, ApiError> {
    let signed_in = call.signed_in()?;
    let own = entries(&signed_in.front, signed_in.person)?;
    let entry = own.iter().find(|it| it.id == request.entry);
    let entry = entry.ok_or(AppError::from(Refusal::NotFound { what: Missing::KnowledgeEntry }))?;
    let configuration = signed_in.front.configuration()?;
    let zone = zone_or_first(&configuration.setup, None);
    let stamp = |it: Written| StampView {
        wall_at: it.at.wall_text(zone),
        by: configuration.person(it.by).map_or_else(String::new, |it| it.name.clone()),
    };
    let earlier = entry.earlier.iter().map(|it| EarlierTextView {
        version: it.version,
        question: it.question.clone(),
        answer: it.answer.clone(),
        keywords: it.keywords.clone(),
        language: it.language.clone(),
        written: it.written.map(stamp),
    });
    Ok(KnowledgeHistoryView { written: entry.written.map(stamp), earlier: earlier.collect() })
}

pub fn put_knowledge_entry(call: &Call<'_>, entry: FaqEntryView) -> Result<Outcome<FaqEntryView>, ApiError> {
    let signed_in = call.signed_in()?;
    let wanted = FaqEntry {
        id: entry.id.unwrap_or_else(|| FaqId(signed_in.front.ids.next())),
        version: entry.version,
        question: entry.question,
        answer: entry.answer,
        keywords: entry.keywords,
        language: entry.language,
        is_active: entry.is_active,
        written: None,
        earlier: Vec::new(),
    };
    let result = put_faq(&signed_in.front, signed_in.person, &wanted);
    if result.is_ok() {
        call.announce(["setup".to_owned()]);
    }
    signed_in.outcome(result.map(|it| view(&it)))
}

/// What stands in a file; nothing is kept.
pub fn read_knowledge_file(
    call: &Call<'_>,
    request: ReadKnowledgeFileRequest,
) -> Result<KnowledgeFileView, ApiError> {
    let signed_in = call.signed_in()?;
    let (drafts, problems) = read_file(&signed_in.front, signed_in.person, &request.name, &request.text)?;
    let entries = drafts.into_iter().map(|it| FaqEntryView {
        id: None,
        version: Version::FIRST,
        question: it.question,
        answer: it.answer,
        keywords: it.keywords,
        language: it.language,
        is_active: true,
    });
    let problem = |it: knowledge::file::Problem| KnowledgeProblemView {
        line: u32::try_from(it.line).unwrap_or(u32::MAX),
        code: it.why.code().to_owned(),
    };
    Ok(KnowledgeFileView {
        entries: entries.collect(),
        problems: problems.into_iter().map(problem).collect(),
    })
}

fn view(it: &FaqEntry) -> FaqEntryView {
    FaqEntryView {
        id: Some(it.id),
        version: it.version,
        question: it.question.clone(),
        answer: it.answer.clone(),
        keywords: it.keywords.clone(),
        language: it.language.clone(),
        is_active: it.is_active,
    }
}
