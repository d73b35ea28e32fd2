//! The knowledge base, for those who keep it.

use super::SignedIn;
use crate::{
    call::Call,
    dto::{
        knowledge::{
            FaqEntryView, KnowledgeFileView, KnowledgeProblemView, KnowledgeView, ReadKnowledgeFileRequest,
            StarterPageView,
        },
        refusal::Outcome,
        session::Nothing,
    },
    error::ApiError,
};
use clinic_domain::{
    arbitration::permitted,
    id::{FaqId, Version},
    invalid::{Field, Problem},
    office::FaqEntry,
    people::Permission,
    refusal::Refusal,
};
use clinic_language::retrieval::page::Page;
use desk_agents::faq::{is_replaced, starters};
use desk_app::{error::AppError, setup::put_faq};

const MOST_BYTES: usize = 2_000_000;

pub fn knowledge(call: &Call<'_>, _: Nothing) -> Result<KnowledgeView, ApiError> {
    let signed_in = call.signed_in()?;
    allowed(&signed_in, Permission::ViewKnowledge)?;
    let configuration = signed_in.front.configuration()?;
    let own = &configuration.office.faq;
    let starter = |it: Page| StarterPageView {
        is_replaced: is_replaced(&it.title, own),
        kind: it.kind.code().to_owned(),
        title: it.title,
        body: it.body,
        source: it.source,
        date: it.date,
        tags: it.tags,
    };
    Ok(KnowledgeView { entries: own.iter().map(view).collect(), starters: starters().map(starter).collect() })
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
    allowed(&signed_in, Permission::ManageKnowledge)?;
    if request.text.len() > MOST_BYTES {
        return Err(AppError::from(Refusal::Invalid { field: Field::File, problem: Problem::TooLong }).into());
    }
    let (drafts, problems) = desk_app::knowledge_file::read(&request.name, &request.text);
    let entries = drafts.into_iter().map(|it| FaqEntryView {
        id: None,
        version: Version::FIRST,
        question: it.question,
        answer: it.answer,
        keywords: it.keywords,
        language: it.language,
        is_active: true,
    });
    let problem = |it: desk_app::knowledge_file::Problem| KnowledgeProblemView {
        line: u32::try_from(it.line).unwrap_or(u32::MAX),
        code: it.why.code().to_owned(),
    };
    Ok(KnowledgeFileView {
        entries: entries.collect(),
        problems: problems.into_iter().map(problem).collect(),
    })
}

fn allowed(signed_in: &SignedIn, permission: Permission) -> Result<(), ApiError> {
    let author = signed_in.front.author(signed_in.person)?;
    permitted(&author, permission).map_err(|it| AppError::from(it).into())
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
