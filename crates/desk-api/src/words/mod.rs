//! Everything that the desk says to people, in every language that it speaks: a file a language and a matter, each a
//! match over a closed list, so that a sentence that is missing in one of them does not compile.
//!
//! What a person reads first is in the language of the session; codes, ids and numbers stand beside it and are the
//! same in all. What people typed themselves (names, notes, reasons) is passed on as it is.

mod english;
mod spanish;

use crate::{
    dto::{offer::AlternativeChange, preferences::Language, refusal::RefusalView},
    fault::Fault,
};
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Allocation, AppointmentStatus, HistoryEvent},
    appointment_type::AppointmentType,
    arbitration::Refused,
    availability::{Joined, Nearness, Obstacle, OfferReason, Remedy, What},
    id::{AppointmentTypeId, ExceptionId, LocationId, PersonId, ResourceId},
    patient::{Caregiver, LogisticsFlag},
    people::Person,
    refusal::Refusal,
    schedule::ScheduleException,
    series::Pattern,
    setup::Setup,
    time::{Instant, Period},
    waitlist::Urgency,
};
use desk_app::{
    demo::Words,
    import::{ImportError, Reason, Warning},
    set_up::{TypeWords, UsualType},
};

/// What is said in every language: each has a function of this name.
macro_rules! said {
    ($($(#[$doc:meta])* $name:ident($($what:ident: $type:ty),*) -> $text:ty;)+) => {
        impl Language {
            $($(#[$doc])* #[must_use] pub fn $name(self, $($what: $type),*) -> $text {
                match self {
                    Language::English => english::$name($($what),*),
                    Language::Spanish => spanish::$name($($what),*),
                }
            })+
        }
    };
}

said! {
    /// A whole sentence for each refusal: what stands in the way, with the facts, in words for the phone.
    refusal(refusal: &Refusal, with: &Wording<'_>) -> String;
    /// A sentence or two: what happened and what to do.
    fault(fault: &Fault) -> String;
    /// What a search did not find.
    missing(what: What, searched_until: NaiveDate) -> String;
    /// Why it did not.
    obstacle(obstacle: &Obstacle, with: &Wording<'_>) -> String;
    /// What would have to be asked for instead: "Another provider", "Follow-up, 20 min".
    alternative(change: AlternativeChange, appointment_type: Option<&AppointmentType>) -> String;
    /// What would make a refused time possible: "20 minutes later", "Another provider".
    fix(remedy: &Remedy, appointment_type: Option<&AppointmentType>, with: &Wording<'_>) -> String;
    /// A place that a repair plan gives to a visit: "Same provider, 20 minutes later".
    repair_place(nearness: Nearness, minutes_later: i64) -> String;
    /// How visits repeat: "every Tuesday", "every 2 months on the last Friday".
    rhythm(pattern: &Pattern) -> String;
    offer_reason(reason: OfferReason) -> &'static str;
    joins(group: Joined) -> String;
    /// Why somebody who waits is offered a gap, and when: a few short sentences.
    why_match(facts: &MatchFacts, with: &Wording<'_>) -> String;
    /// "Tue 3 Mar 15:00".
    moment(wall: NaiveDateTime) -> String;
    /// "Tue 3 Mar 2026".
    day(date: NaiveDate) -> String;
    status(status: AppointmentStatus) -> &'static str;
    asked_by(asker: &Asker<'_>) -> String;
    /// "asked by the patient", "asked by Rosa Ruiz (parent)": goes on after who did it.
    at_request_of(asker: &Asker<'_>) -> String;
    happened(event: &HistoryEvent, with: &Wording<'_>) -> String;
    /// Goes on after what happened: "; instead of Tue 3 Mar 15:00".
    instead_of(lost: NaiveDateTime) -> String;
    /// "; booked again for Thu 5 Mar 10:00".
    booked_again(wall: Option<NaiveDateTime>) -> String;
    alert(alert: &Alert<'_>) -> String;
    did(act: Act) -> &'static str;
    /// Why the centre could not take what a desk had decided, by the code of the refusal.
    lost_because(code: &str) -> &'static str;
    /// Words that the agents could make nothing of, and what they understood beside them.
    not_understood(words: &str, understood: &[String]) -> String;
    /// One of several was taken, and none are shown.
    nothing_to_pick() -> &'static str;
    /// What the browser shows when somebody comes back from signing in in it.
    back_from_browser() -> &'static str;
    /// Who did what nobody asked for.
    the_desk() -> &'static str;
    /// What is written in a demo clinic.
    demo() -> &'static Words;
    /// What the types of a new clinic and of the demo are called.
    usual_type(which: UsualType) -> TypeWords;
    import_reason(reason: Reason) -> &'static str;
    import_warning(warning: Warning) -> &'static str;
    /// Where a record stands in a table, with the old system's number for it.
    table_row(row: u32, id: Option<&str>) -> String;
    import_error(error: &ImportError) -> String;
}

/// What sentences need beside the fact: the language, names, and the clock on the wall of the location.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    pub language: Language,
    pub setup: &'a Setup,
    pub people: &'a [Person],
    pub zone: Tz,
}

/// What speaks for offering a gap to somebody who waits.
pub struct MatchFacts {
    pub used_minutes: i64,
    pub gap_minutes: i64,
    pub is_own_provider: bool,
    pub urgency: Urgency,
    /// Since they wait.
    pub days: u32,
    /// Who else could then have the place that this one leaves, and when.
    pub opens: Option<(String, Period)>,
}

/// Who asked for something.
pub enum Asker<'a> {
    Patient,
    Clinic,
    /// The record is there unless it went with a file that was imported anew.
    Caregiver(Option<&'a Caregiver>),
}

/// What the desk should see at once when a patient is picked.
pub enum Alert<'a> {
    Deceased,
    /// As somebody wrote it.
    Note(&'a str),
    /// The patient's language, empty where it is not recorded.
    NeedsInterpreter(&'a str),
    BirthDateMissing,
    CoverageEnded {
        payer: &'a str,
        on: NaiveDate,
    },
    Flag(LogisticsFlag),
}

/// What a person did with a patient's record, as the audit trail tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    OpenedRecord,
    OpenedVisit,
    LookedAtTrail,
    SawInLookUp,
    Booked,
    Moved,
    Cancelled,
    ChangedStatus,
    NotedConfirmation,
    ChangedNote,
    Called,
    Registered,
    ChangedRecord,
    ChangedCaregiver,
    Held,
    ChangedWaitlist,
    OfferedTime,
    AnsweredOffer,
    ChangedRecall,
    Merged,
    Separated,
    Undid,
    Imported,
    SettledConflict,
    LetGo,
    /// Anything of how the clinic is set up.
    ChangedSetup,
}

impl Act {
    /// By its code in the trail; none for what concerns no patient.
    #[must_use]
    pub fn of(code: &str) -> Option<Act> {
        Some(match code {
            "view_patient" => Act::OpenedRecord,
            "view_appointment" => Act::OpenedVisit,
            "view_audit" => Act::LookedAtTrail,
            "search_patients" => Act::SawInLookUp,
            "book" => Act::Booked,
            "reschedule" | "repair" => Act::Moved,
            "cancel" => Act::Cancelled,
            "set_status" | "check_in" | "set_triage" | "close_day" => Act::ChangedStatus,
            "set_confirmation" => Act::NotedConfirmation,
            "set_note" => Act::ChangedNote,
            "log_call" => Act::Called,
            "patient_create" => Act::Registered,
            "patient_patch" => Act::ChangedRecord,
            "caregiver_put" => Act::ChangedCaregiver,
            "hold_put" => Act::Held,
            "waitlist_put" => Act::ChangedWaitlist,
            "waitlist_offer" => Act::OfferedTime,
            "waitlist_answer" => Act::AnsweredOffer,
            "recall_put" => Act::ChangedRecall,
            "patient_merge" => Act::Merged,
            "patient_separate" => Act::Separated,
            "undo" => Act::Undid,
            "settle_conflict" | "conflict_claim" | "conflict_release" | "conflict_resolve" => {
                Act::SettledConflict
            }
            "let_go" => Act::LetGo,
            "import_batch" | "adopt" => Act::Imported,
            _ => return None,
        })
    }
}

impl Wording<'_> {
    #[must_use]
    pub fn views(&self, refused: &Refused) -> Vec<RefusalView> {
        refused.0.iter().map(|it| self.view(it)).collect()
    }

    #[must_use]
    pub fn view(&self, refusal: &Refusal) -> RefusalView {
        let field = match refusal {
            Refusal::Invalid { field, .. } => Some(field.as_str().to_owned()),
            _ => None,
        };
        let sentence = self.language.refusal(refusal, self);
        RefusalView { code: refusal.code().to_owned(), sentence, field }
    }

    fn type_name(&self, id: AppointmentTypeId) -> Option<&str> {
        self.setup.appointment_type(id).map(|it| it.name.as_str())
    }

    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&str> {
        self.people.iter().find(|it| it.id == id).map(|it| it.name.as_str())
    }

    fn place(&self, id: LocationId) -> Option<&str> {
        self.setup.location(id).map(|it| it.name.as_str())
    }

    fn name(&self, id: ResourceId) -> Option<&str> {
        self.setup.resource(id).map(|it| it.name.as_str())
    }

    #[must_use]
    pub fn exception(&self, id: ExceptionId) -> Option<&ScheduleException> {
        self.setup.exceptions.iter().find(|it| it.id == id)
    }

    /// The visit's own provider, by name.
    fn provider(&self, allocations: &[Allocation]) -> Option<&str> {
        self.name(self.setup.own_provider(allocations)?)
    }

    fn wall(&self, at: Instant) -> NaiveDateTime {
        at.wall(self.zone)
    }

    /// The two ends as the clock on the wall shows them: `HH:MM`.
    fn clock(&self, period: &Period) -> [String; 2] {
        [period.start(), period.end()].map(|at| self.wall(at).format("%H:%M").to_string())
    }
}

/// The first letter as at the beginning of a sentence.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A number of minutes in the largest unit that it fills without a rest.
enum Span {
    Days(u32),
    Hours(u32),
    Minutes(u32),
}

impl Span {
    fn of(minutes: u32) -> Span {
        match minutes {
            whole if whole > 0 && whole.is_multiple_of(24 * 60) => Span::Days(whole / (24 * 60)),
            whole if whole > 0 && whole.is_multiple_of(60) => Span::Hours(whole / 60),
            rest => Span::Minutes(rest),
        }
    }
}

#[cfg(test)]
mod tests;
