//! What the practice set up beside the book: departments, what is answered to common questions, what messages say, and
//! the security policy. The availability engine asks none of it, so it is no part of [`crate::setup::Setup`].

use crate::{
    id::{DepartmentId, FaqId, PersonId, Version},
    message::{MessageChannel, MessageKind, MessageTemplate},
    operation::Change,
    policy::SecurityPolicy,
    setup::put,
    time::Instant,
};

/// So many earlier texts of an entry are kept, the latest of them.
pub const MOST_EARLIER_TEXTS: usize = 20;

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
    /// When it was written as it stands; not known of what was written before that was kept.
    pub written: Option<Written>,
    /// What it said before, the latest first.
    pub earlier: Vec<EarlierText>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    pub at: Instant,
    pub by: PersonId,
}

/// A text that an entry of the knowledge base had, so that somebody can see what was answered and go back to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierText {
    pub version: Version,
    pub question: String,
    pub answer: String,
    pub keywords: Vec<String>,
    pub language: String,
    pub written: Option<Written>,
}

impl FaqEntry {
    fn text(&self) -> (&str, &str, &[String], &str) {
        (&self.question, &self.answer, &self.keywords, &self.language)
    }

    /// As it is once somebody wrote it in the place of `stood`: a text that changed becomes an earlier one.
    #[must_use]
    pub fn written_over(self, stood: Option<&FaqEntry>, written: Written) -> FaqEntry {
        let Some(stood) = stood else {
            return FaqEntry { written: Some(written), earlier: Vec::new(), ..self };
        };
        let mut earlier = stood.earlier.clone();
        if stood.text() == self.text() {
            return FaqEntry { written: stood.written, earlier, ..self };
        }
        let FaqEntry { version, question, answer, keywords, language, .. } = stood.clone();
        let text = EarlierText { version, question, answer, keywords, language, written: stood.written };
        earlier.insert(0, text);
        earlier.truncate(MOST_EARLIER_TEXTS);
        FaqEntry { written: Some(written), earlier, ..self }
    }
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
