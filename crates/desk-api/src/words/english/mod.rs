//! English.

mod demo;
mod fault;
mod import;
mod invalid;
mod permission;
mod place;
mod refusal;
mod search;
mod series;
mod visit;
mod waitlist;

pub use fault::fault;
pub use import::{import_error, import_reason, import_warning, table_row};
pub use refusal::refusal;
pub use search::{alternative, fix, missing, obstacle, repair_place};
pub use series::rhythm;
pub use visit::{
    alert, asked_by, at_request_of, booked_again, did, happened, instead_of, lost_because, status,
};
pub use waitlist::why_match;

use super::Span;
use chrono::{NaiveDate, NaiveDateTime, Weekday};
use clinic_domain::availability::{Joined, OfferReason};
use desk_app::{
    demo::Words,
    set_up::{TypeWords, UsualType},
};

pub fn offer_reason(reason: OfferReason) -> &'static str {
    match reason {
        OfferReason::OwnProvider => "Own provider",
        OfferReason::JoinsGroup => "Joins a group",
        OfferReason::Earliest => "Earliest",
        OfferReason::FitsGap => "Fills a gap",
        OfferReason::SameWeekday => "Same weekday",
        OfferReason::SameTimeOfDay => "Same time of day",
        OfferReason::Morning => "In the morning",
        OfferReason::Afternoon => "In the afternoon",
        OfferReason::LaterDay => "Another day",
        OfferReason::OtherProvider => "Other provider",
        OfferReason::BreaksGap => "Too near or far from the visit it belongs to",
    }
}

pub fn joins(group: Joined) -> String {
    format!("Joins {} of {}", group.booked, group.places)
}

pub fn moment(wall: NaiveDateTime) -> String {
    wall.format("%a %-d %b %H:%M").to_string()
}

pub fn day(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

pub fn usual_type(which: UsualType) -> TypeWords {
    let (name, short_code) = match which {
        UsualType::NewPatient => ("New patient", "NP"),
        UsualType::FollowUp => ("Follow-up", "FU"),
        UsualType::ShortVisit => ("Short visit", "SV"),
        UsualType::Physical => ("Physical", "PE"),
        UsualType::MinorProcedure => ("Minor procedure", "PR"),
        UsualType::NurseVisit => ("Nurse visit", "NV"),
        UsualType::Telephone => ("Telephone", "TE"),
        UsualType::Video => ("Video visit", "VV"),
    };
    let neutral_label = if which == UsualType::MinorProcedure { "Long visit" } else { "" };
    TypeWords { name, short_code, neutral_label }
}

/// What is written in a demo clinic.
pub fn demo() -> &'static Words {
    &demo::DEMO
}

pub fn not_understood(words: &str, understood: &[String]) -> String {
    let nothing = format!("“{words}” was not understood, and nothing is looked for without it.");
    if understood.is_empty() { nothing } else { format!("{nothing} Understood: {}.", understood.join(", ")) }
}

pub fn nothing_to_pick() -> &'static str {
    "There is nothing to choose from. Ask for times first."
}

pub fn back_from_browser() -> &'static str {
    "You can close this page and go back to the front desk."
}

pub fn the_desk() -> &'static str {
    "The desk"
}

/// "Monday".
fn weekday(of: Weekday) -> &'static str {
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        [of.num_days_from_monday() as usize]
}

/// "2 days".
fn span(minutes: u32) -> String {
    let (number, one, more) = match Span::of(minutes) {
        Span::Days(number) => (number, "day", "days"),
        Span::Hours(number) => (number, "hour", "hours"),
        Span::Minutes(number) => (number, "minute", "minutes"),
    };
    format!("{number} {}", if number == 1 { one } else { more })
}
