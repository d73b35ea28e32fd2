//! The FAQ agent: answers with what the organization wrote, or with a page that came with the desk; always with its source,
//! never in words of its own.

use crate::answer::{Agent, Answer, Card, Page as Found, Source};
use clinic_domain::office::Office;
use clinic_language::{
    retrieval::{Document, KNOWN_FROM, Library, page::Page},
    text::Text,
};

/// Everything that can be answered with; made anew when the knowledge base changed.
pub struct Knowledge {
    pub revision: u64,
    library: Library,
    entries: Vec<Entry>,
}

struct Entry {
    title: String,
    body: String,
    shipped: Option<(String, String)>,
}

impl Knowledge {
    /// The organization's own come first: where they are as near as a shipped page, they answer.
    #[must_use]
    pub fn of(office: &Office, revision: u64) -> Knowledge {
        let own = office.faq.iter().filter(|it| it.is_active).map(|it| Entry {
            title: [it.question.as_str()]
                .into_iter()
                .chain(it.keywords.iter().map(String::as_str))
                .collect::<Vec<_>>()
                .join(" · "),
            body: it.answer.clone(),
            shipped: None,
        });
        let shipped = crate::knowledge::pages().map(|it: Page| Entry {
            title: it.title,
            body: it.body,
            shipped: Some((it.source, it.date)),
        });
        let entries: Vec<Entry> = own.chain(shipped).collect();
        let library = Library::of(entries.iter().map(|it| Document { title: &it.title, body: &it.body }));
        Knowledge { revision, library, entries }
    }
}

pub(crate) fn answer(knowledge: &Knowledge, text: &Text<'_>, answer: &mut Answer) {
    let found = knowledge.library.ranked(text.original, 3);
    let best = found.first().filter(|it| it.coverage >= KNOWN_FROM);
    let Some((found, entry)) = best.and_then(|it| Some((it, knowledge.entries.get(it.document)?))) else {
        answer.step(Agent::Faq, "does_not_know", []);
        answer.cards.push(Card::DoNotKnow);
        return;
    };
    answer.step(Agent::Faq, "answers", [format!("{:.2}", found.coverage)]);
    let source = match &entry.shipped {
        None => Source::Organization,
        Some((source, date)) => Source::Shipped { source: source.clone(), date: date.clone() },
    };
    answer.cards.push(Card::Page(Found { title: entry.title.clone(), body: entry.body.clone(), source }));
}
