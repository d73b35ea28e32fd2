//! Visits, patients and what happened to them, in English.

use super::{
    super::{Act, Alert, Asker, Wording, capital},
    day, moment,
};
use chrono::NaiveDateTime;
use clinic_domain::{
    appointment::{AppointmentStatus, CallOutcome, CancelReason, ConfirmationState, HistoryEvent},
    attendance::TriageCategory,
    counter::{Asked, CardAnswer},
    patient::{CaregiverRelation, IdentityField, LogisticsFlag},
};

pub fn status(status: AppointmentStatus) -> &'static str {
    use AppointmentStatus as S;
    match status {
        S::Proposed => "proposed",
        S::Pending => "pending",
        S::Booked => "booked",
        S::Arrived => "arrived",
        S::CheckedIn => "checked in",
        S::Roomed => "in a room",
        S::WithProvider => "with the provider",
        S::Fulfilled => "done",
        S::Cancelled => "cancelled",
        S::LateCancel => "cancelled late",
        S::NoShow => "a no-show",
        S::LeftWithoutBeingSeen => "left without being seen",
        S::Waitlist => "on the waitlist",
        S::EnteredInError => "entered in error",
    }
}

pub fn asked_by(asker: &Asker<'_>) -> String {
    match asker {
        Asker::Patient => "Patient".to_owned(),
        Asker::Clinic => "Clinic".to_owned(),
        Asker::Caregiver(None) => "Caregiver".to_owned(),
        Asker::Caregiver(Some(it)) => format!("{} ({})", it.name.expose(), relation(it.relation)),
    }
}

pub fn at_request_of(asker: &Asker<'_>) -> String {
    match asker {
        Asker::Patient => "asked by the patient".to_owned(),
        Asker::Clinic => "asked by the clinic".to_owned(),
        Asker::Caregiver(_) => format!("asked by {}", asked_by(asker)),
    }
}

pub fn happened(event: &HistoryEvent, with: &Wording<'_>) -> String {
    match event {
        HistoryEvent::Booked { overbook_reason: None, .. } => "Booked".to_owned(),
        HistoryEvent::Booked { overbook_reason: Some(reason), waives: Some(_), .. } => {
            format!("Booked without the time around it: {reason}")
        }
        HistoryEvent::Booked { overbook_reason: Some(reason), .. } => format!("Overbooked: {reason}"),
        HistoryEvent::Moved { from, from_allocations, overbook_reason, waives } => {
            let who = with.provider(from_allocations).map_or_else(String::new, |it| format!(", {it}"));
            let why = match (overbook_reason, waives) {
                (Some(it), Some(_)) => format!("; without the time around it: {it}"),
                (Some(it), None) => format!("; overbooked: {it}"),
                (None, _) => String::new(),
            };
            format!("Moved from {}{who}{why}", moment(with.wall(from.start())))
        }
        HistoryEvent::Status { to, verified, .. } if verified.is_empty() => capital(status(*to)),
        HistoryEvent::Status { to, verified, .. } => {
            let compared: Vec<&str> = verified.iter().map(|it| identity(*it)).collect();
            format!("{}; compared: {}", capital(status(*to)), compared.join(", "))
        }
        HistoryEvent::Confirmation { state } => match state {
            ConfirmationState::NotAsked => "Confirmation taken back",
            ConfirmationState::Asked => "Asked to confirm",
            ConfirmationState::Confirmed => "Confirmed by the patient",
            ConfirmationState::Declined => "Declined by the patient",
        }
        .to_owned(),
        HistoryEvent::Cancelled { reason } => format!("Cancelled: {}", cancel_reason(*reason)),
        HistoryEvent::Noted => "Note changed".to_owned(),
        HistoryEvent::Called { outcome, call_again } => {
            let again =
                call_again.map_or_else(String::new, |at| format!("; again {}", moment(with.wall(at))));
            format!("Called: {}{again}", call(*outcome))
        }
        HistoryEvent::Triaged { category } => format!("Triage: {}", triage(*category)),
        HistoryEvent::Asked(it) => asked(*it),
        HistoryEvent::Transferred { .. } => "Came from another record of the patient".to_owned(),
        HistoryEvent::Imported => "Imported".to_owned(),
    }
}

/// What was asked at the counter, and the answers.
fn asked(it: Asked) -> String {
    let card = it.card.map(|it| match it {
        CardAnswer::Seen => "card seen",
        CardAnswer::NotBrought => "card not brought",
        CardAnswer::NotNeeded => "card not needed",
    });
    let said: Vec<&str> =
        it.details_confirmed.then_some("Details still correct").into_iter().chain(card).collect();
    capital(&said.join(", "))
}

const fn triage(category: TriageCategory) -> &'static str {
    match category {
        TriageCategory::Immediate => "immediate",
        TriageCategory::VeryUrgent => "very urgent",
        TriageCategory::Urgent => "urgent",
        TriageCategory::Standard => "standard",
        TriageCategory::NonUrgent => "not urgent",
    }
}

const fn call(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Reached => "reached",
        CallOutcome::NoAnswer => "no answer",
        CallOutcome::LeftMessage => "left a message",
        CallOutcome::CallBack => "to be called again",
        CallOutcome::WrongNumber => "wrong number",
    }
}

const fn identity(field: IdentityField) -> &'static str {
    match field {
        IdentityField::FullName => "full name",
        IdentityField::BirthDate => "birth date",
        IdentityField::Phone => "phone",
        IdentityField::Address => "address",
        IdentityField::RecordNumber => "record number",
        IdentityField::MemberId => "member number",
    }
}

pub fn instead_of(lost: NaiveDateTime) -> String {
    format!("; instead of {}", moment(lost))
}

pub fn booked_again(wall: Option<NaiveDateTime>) -> String {
    let time = wall.map_or_else(String::new, |it| format!(" for {}", moment(it)));
    format!("; booked again{time}")
}

pub fn alert(alert: &Alert<'_>) -> String {
    match alert {
        Alert::Deceased => "Recorded as deceased".to_owned(),
        Alert::Note(text) => (*text).to_owned(),
        Alert::NeedsInterpreter("") => "Needs an interpreter (language not recorded)".to_owned(),
        Alert::NeedsInterpreter(language) => format!("Needs an interpreter ({})", language_name(language)),
        Alert::BirthDateMissing => "Birth date missing: ask for it".to_owned(),
        Alert::CoverageEnded { payer, on } => format!("Coverage by {payer} ended on {}", day(*on)),
        Alert::Flag(flag) => match flag {
            LogisticsFlag::Wheelchair => "Wheelchair",
            LogisticsFlag::ArriveEarly => "Arrive early",
            LogisticsFlag::Fasting => "Fasting",
            LogisticsFlag::IsolationRoom => "Isolation room",
            LogisticsFlag::HardOfHearing => "Hard of hearing",
            LogisticsFlag::LowVision => "Low vision",
            LogisticsFlag::GroundFloor => "Ground floor",
            LogisticsFlag::Transport => "Transport",
        }
        .to_owned(),
    }
}

/// Of the languages that clinics meet most; a rarer one keeps what was recorded.
fn language_name(recorded: &str) -> &str {
    match recorded.split('-').next().unwrap_or(recorded) {
        "ar" => "Arabic",
        "ase" => "American Sign Language",
        "bn" => "Bengali",
        "ca" => "Catalan",
        "de" => "German",
        "en" => "English",
        "es" => "Spanish",
        "eu" => "Basque",
        "fa" => "Persian",
        "fr" => "French",
        "gl" => "Galician",
        "gu" => "Gujarati",
        "hi" => "Hindi",
        "ht" => "Haitian Creole",
        "it" => "Italian",
        "ja" => "Japanese",
        "ko" => "Korean",
        "pa" => "Punjabi",
        "pl" => "Polish",
        "pt" => "Portuguese",
        "ro" => "Romanian",
        "ru" => "Russian",
        "so" => "Somali",
        "tl" => "Tagalog",
        "tr" => "Turkish",
        "uk" => "Ukrainian",
        "ur" => "Urdu",
        "vi" => "Vietnamese",
        "zh" => "Chinese",
        _ => recorded,
    }
}

pub fn did(act: Act) -> &'static str {
    match act {
        Act::OpenedRecord => "opened the record",
        Act::OpenedVisit => "opened a visit",
        Act::LookedAtTrail => "looked at this trail",
        Act::SawInLookUp => "saw the name in a look-up",
        Act::Booked => "booked a visit",
        Act::Moved => "moved a visit",
        Act::Cancelled => "cancelled a visit",
        Act::ChangedStatus => "changed a visit's status",
        Act::NotedConfirmation => "noted the patient's confirmation",
        Act::ChangedNote => "changed a visit's note",
        Act::Called => "noted a call",
        Act::Registered => "registered the patient",
        Act::ChangedRecord => "changed the record",
        Act::ChangedCaregiver => "changed a caregiver",
        Act::Held => "held a time",
        Act::ChangedWaitlist => "changed the waitlist",
        Act::OfferedTime => "offered a time",
        Act::AnsweredOffer => "noted the answer to an offer",
        Act::ChangedRecall => "changed a recall",
        Act::Merged => "merged another record into this one",
        Act::Separated => "separated a record from this one",
        Act::Undid => "undid a change",
        Act::Imported => "imported the record",
        Act::SettledConflict => "took care of a promise that could not be kept",
        Act::LetGo => "let go of a change that was not accepted",
        Act::ChangedSetup => "changed the settings",
    }
}

pub fn lost_because(code: &str) -> &'static str {
    match code {
        "lent" => {
            "This time is lent to its location, whose hub gave it to somebody else or had not said yes."
        }
        "taken" | "held" | "full" => "Somebody else had this time first.",
        "changed" | "undo_overtaken" => "Somebody else changed it first.",
        "status_does_not_allow" => "Something else had happened to the visit first.",
        "patient_busy" => "The patient has another visit at this time.",
        "patient_merged" => "The patient's record was merged into another one.",
        "closed" => "The time was closed meanwhile.",
        "outside_sessions" | "outside_business_hours" | "type_not_in_session" | "reserved" => {
            "The hours changed meanwhile."
        }
        "in_the_past" | "notice_too_short" => "The time had passed when it arrived.",
        "not_found" => "What it was about is not there.",
        "not_permitted" => "The right to do this was taken away.",
        _ => "It did not fit the centre's book any more.",
    }
}

fn relation(relation: CaregiverRelation) -> &'static str {
    match relation {
        CaregiverRelation::Parent => "parent",
        CaregiverRelation::Guardian => "guardian",
        CaregiverRelation::Spouse => "spouse",
        CaregiverRelation::Child => "child",
        CaregiverRelation::Sibling => "sibling",
        CaregiverRelation::Friend => "friend",
        CaregiverRelation::ProfessionalCarer => "professional carer",
        CaregiverRelation::Other => "other",
    }
}

fn cancel_reason(reason: CancelReason) -> &'static str {
    match reason {
        CancelReason::PatientRequest => "patient's request",
        CancelReason::PatientIll => "patient ill",
        CancelReason::PatientTransport => "no transport",
        CancelReason::PatientForgot => "patient forgot",
        CancelReason::PatientDeceased => "patient deceased",
        CancelReason::NoLongerNeeded => "no longer needed",
        CancelReason::ProviderUnavailable => "provider unavailable",
        CancelReason::ClinicClosed => "clinic closed",
        CancelReason::EquipmentFailure => "equipment failure",
        CancelReason::BookedInError => "booked in error",
        CancelReason::Other => "other",
    }
}
