//! The FAQ agent: answers with what the organization wrote, or with a page that came with the desk; always with its source,
//! never in words of its own.

use crate::answer::{Agent, Answer, Card, Page as Found, Source};
use clinic_domain::{
    fold::fold,
    office::{FaqEntry, Office},
};
use clinic_language::{
    retrieval::{Document, KNOWN_FROM, Library, page::Page},
    text::Text,
};

pub use crate::knowledge::pages as starters;

/// From here on a page answers although the sentence did not look like a question for us.
const SURELY_KNOWN_FROM: f32 = 0.8;

/// Everything that can be answered with; made anew when the knowledge base changed.
pub struct Knowledge {
    pub revision: u64,
    library: Library,
    entries: Vec<Entry>,
}

struct Entry {
    title: String,
    /// Other words under which it is looked for.
    tags: Vec<String>,
    body: String,
    shipped: Option<(String, String)>,
}

/// An entry of the organization with the title of a shipped page stands in its place, or hides it where it is not in use.
#[must_use]
pub fn is_replaced(title: &str, own: &[FaqEntry]) -> bool {
    own.iter().any(|it| fold(&it.question) == fold(title))
}

impl Knowledge {
    /// The organization's own come first: where they are as near as a shipped page, they answer.
    #[must_use]
    pub fn of(office: &Office, revision: u64) -> Knowledge {
        let own = office.faq.iter().filter(|it| it.is_active).map(|it| Entry {
            title: it.question.clone(),
            tags: it.keywords.clone(),
            body: it.answer.clone(),
            shipped: None,
        });
        let shipped = starters().filter(|it| !is_replaced(&it.title, &office.faq)).map(|it: Page| Entry {
            title: it.title,
            tags: it.tags,
            body: it.body,
            shipped: Some((it.source, it.date)),
        });
        let entries: Vec<Entry> = own.chain(shipped).collect();
        let titles: Vec<String> =
            entries.iter().map(|it| format!("{} {}", it.title, it.tags.join(" "))).collect();
        let documents = entries.iter().zip(&titles).map(|(it, title)| Document { title, body: &it.body });
        let library = Library::of(documents);
        Knowledge { revision, library, entries }
    }

    fn best(&self, text: &Text<'_>, from: f32) -> Option<(&Entry, f32)> {
        let found = self.library.ranked(text.original, 1).into_iter().find(|it| it.coverage >= from)?;
        Some((self.entries.get(found.document)?, found.coverage))
    }
}

/// Whether it answers: a question always, though it may not know; anything else where a page is very near.
pub(crate) fn answer(knowledge: &Knowledge, text: &Text<'_>, is_question: bool, answer: &mut Answer) -> bool {
    let from = if is_question { KNOWN_FROM } else { SURELY_KNOWN_FROM };
    let Some((entry, coverage)) = knowledge.best(text, from) else {
        if is_question {
            answer.step(Agent::Faq, "does_not_know", []);
            answer.cards.push(Card::DoNotKnow);
        }
        return is_question;
    };
    answer.step(Agent::Faq, "answers", [format!("{coverage:.2}")]);
    let source = match &entry.shipped {
        None => Source::Organization,
        Some((source, date)) => Source::Shipped { source: source.clone(), date: date.clone() },
    };
    answer.cards.push(Card::Page(Found { title: entry.title.clone(), body: entry.body.clone(), source }));
    true
}
