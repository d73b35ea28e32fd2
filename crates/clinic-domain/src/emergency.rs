//! What the front desk does when words of danger are heard. The words come with the desk and are
//! the organization's to change; what is said and the number are its own.

use crate::code_enum;
use chrono::NaiveDate;

code_enum! {
    /// What the words are of, most urgent first.
    EmergencyGroup {
        CallEmergencyNumber = "call_emergency_number",
        SelfHarm = "self_harm",
        Pregnancy = "pregnancy",
        SameDay = "same_day",
    }
}

/// What the organization made of the list that came with the desk.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct EmergencyPlan {
    /// What whoever is at the desk says and does; empty for what came with the desk.
    pub script: String,
    /// The number to be called; empty where none is shown.
    pub number: String,
    pub added: Vec<EmergencyWords>,
    /// Names of shipped concepts that stop nothing here.
    pub left_out: Vec<String>,
    /// The clinician who went through the words as they stand.
    pub review: Option<EmergencyReview>,
}

/// Words that stop everything else when they are said one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmergencyWords {
    pub group: EmergencyGroup,
    pub words: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmergencyReview {
    pub by: String,
    pub on: NaiveDate,
}

impl EmergencyPlan {
    /// Whether both look for the same words.
    #[must_use]
    pub fn has_words_of(&self, other: &EmergencyPlan) -> bool {
        self.added == other.added && self.left_out == other.left_out
    }
}

/// Letters, digits and what stands between words; at least one letter.
#[must_use]
pub fn are_plain_words(text: &str) -> bool {
    let is_plain = |it: char| it.is_alphanumeric() || [' ', '\'', '’', '-'].contains(&it);
    text.chars().any(char::is_alphabetic) && text.chars().all(is_plain)
}
