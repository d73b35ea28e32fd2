//! Refusals in English.

use super::{
    super::Wording, day, invalid::invalid, moment, permission::may, place, series, span, visit, waitlist,
};
use chrono::NaiveDate;
use clinic_domain::{
    id::ResourceId,
    refusal::{Missing, NearestHours, Refusal},
    resource::ResourceKind,
    time::Period,
};

pub fn refusal(refusal: &Refusal, with: &Wording<'_>) -> String {
    use Refusal as R;
    let name = |id: &ResourceId| with.name(*id).unwrap_or("This resource");
    let hours = |period: &Period| hours(with, period);
    match refusal {
        R::OutsideSessions { resource, nearest, .. } => {
            format!("{} does not work then{}.", name(resource), nearest_hours(with, *nearest))
        }
        R::OutsideBusinessHours { closed } => place::outside_business_hours(*closed),
        R::Closed { resource, during, reason } => {
            format!("{} is not available {}: {reason}.", name(resource), hours(during))
        }
        R::Taken { resource, during, .. } => format!("{} is booked {}.", name(resource), hours(during)),
        R::Held { resource, during, held } => waitlist::held(name(resource), &hours(during), held, with),
        R::Lent { resource, during, until } => {
            lent(name(resource), &hours(during), &moment(with.wall(*until)))
        }
        R::Places(it) => place::no_place(*it, with),
        R::TypeNotInSession { resource, during, opens } => {
            let until = opens.map_or_else(String::new, |it| format!(" until {}", day(it)));
            format!("{} takes other appointment types only {}{until}.", name(resource), hours(during))
        }
        R::Reserved { resource, session, opens } => {
            format!("{} keeps the rest of {} free until {}.", name(resource), hours(session), day(*opens))
        }
        R::Changeover { resource, during } => place::changeover(name(resource), &hours(during)),
        R::Elsewhere { resource, location, during, wanted, travel_minutes } => place::elsewhere(
            (name(resource), with.place(*location).unwrap_or("another location")),
            [during, wanted],
            *travel_minutes,
            with,
        ),
        R::NeedUnmet { kind, during } => {
            format!("No {} that this visit needs is free {}.", resource_kind(*kind), hours(during))
        }
        R::InThePast { start } => format!("{} has passed.", moment(with.wall(*start))),
        R::NoticeTooShort { needed_minutes } => notice_too_short(*needed_minutes),
        R::OffGrid { grid_minutes } => format!("Visits start every {grid_minutes} minutes."),
        R::NothingBefore { appointment_type } => {
            nothing_before(with.type_name(*appointment_type).unwrap_or("This visit"))
        }
        R::NoSuchDay { last_day, day } => no_such_day(*last_day, *day),
        R::OverbookNotAllowed { resource } => {
            format!("{} takes no overbooked visits of this type in this session.", name(resource))
        }
        R::OverbookLanesFull { resource, limit } => {
            format!("{} has {limit} overbooked at that time already, the most allowed.", name(resource))
        }
        R::OverbookReasonMissing => "Say why this is overbooked.".to_owned(),
        R::BufferReasonMissing => "Say why the time around the visit is left out.".to_owned(),
        R::PatientBusy { during, .. } => format!("The patient has another visit {}.", hours(during)),
        R::PatientInactive => "This record is not active any more; open it to see why.".to_owned(),
        R::PatientDeceased => "The record says that the patient has died.".to_owned(),
        R::NotANewPatient => "This type is for new patients, and this patient has been here.".to_owned(),
        R::CaregiverMayNotSchedule { .. } => {
            "This caregiver may not make appointments for the patient.".to_owned()
        }
        R::CaregiverInactive { .. } => "This caregiver does not act for the patient any more.".to_owned(),
        R::CaregiverOfAnotherPatient { .. } => "This caregiver acts for another patient.".to_owned(),
        R::StatusDoesNotAllow { from, to: Some(to) } => {
            format!("A visit that is {} cannot become {}.", visit::status(*from), visit::status(*to))
        }
        R::StatusDoesNotAllow { from, to: None } => {
            format!("A visit that is {} cannot be changed this way.", visit::status(*from))
        }
        R::ToCome(it) => waitlist::refusal(*it),
        R::IdentityNotVerified { needed } => format!(
            "Make sure who it is: compare {needed} details of the record with what the patient says, then check in."
        ),
        R::VisitNotToday => "This visit is on a later day.".to_owned(),
        R::NotPermitted { permission } => format!("Your roles do not allow you to {}.", may(*permission)),
        R::Changed => "Somebody changed this in the meantime; look again.".to_owned(),
        R::NotFound { what } => format!("This {} does not exist any more.", missing(*what)),
        R::Invalid { field, problem } => invalid(*field, *problem),
        R::LoginTaken => "Somebody signs in with this name already.".to_owned(),
        R::LastAdministrator => "One administrator has to remain.".to_owned(),
        R::OwnAdministrator => "Another administrator has to take this role from you.".to_owned(),
        R::RoleAboveOwn { .. } => {
            "This role is above your own: you can neither give it nor take it away.".to_owned()
        }
        R::TierLimit { tier, of, limit } => place::tier_limit(*tier, *of, *limit),
        R::LastLocation => "One location has to stay in use.".to_owned(),
        R::PlanOvertaken { start } => plan_overtaken(&moment(with.wall(*start))),
        R::NotUndoable => "This cannot be undone; change it back by hand.".to_owned(),
        R::UndoTooLate { limit_minutes } => {
            format!("Only what was done in the last {limit_minutes} minutes can be undone.")
        }
        R::UndoOvertaken => "Something was done here since; it can no longer be undone.".to_owned(),
        R::PatientMerged => "This record was merged into another one: use that one.".to_owned(),
        R::HasMergedRecords => {
            "Others were merged into this record: keep it, or separate them first.".to_owned()
        }
        R::NotMerged => "This record is not merged into another one.".to_owned(),
        R::DuplicateSuspected { patients } => duplicates(patients.len()),
    }
}

/// "15:00–15:20".
pub(super) fn hours(with: &Wording<'_>, period: &Period) -> String {
    let [start, end] = with.clock(period);
    format!("{start}–{end}")
}

/// "Tue 3 Mar 15:00–15:20".
pub(super) fn when(with: &Wording<'_>, period: &Period) -> String {
    format!("{} {}", with.wall(period.start()).format("%a %-d %b"), hours(with, period))
}

/// Goes on after who does not work: "; the nearest session is Tue 3 Mar 09:00–12:00".
pub(super) fn nearest_hours(with: &Wording<'_>, nearest: Option<NearestHours>) -> String {
    match nearest {
        Some(NearestHours::Session(it)) => format!("; the nearest session is {}", when(with, &it)),
        Some(NearestHours::StartOn(date)) => format!("; the hours start on {}", day(date)),
        Some(NearestHours::EndedOn(date)) => format!("; the hours ended on {}", day(date)),
        None => String::new(),
    }
}

fn plan_overtaken(moment: &str) -> String {
    format!(
        "The book has changed since this plan was made: {moment} does not fit any more. Nothing was changed."
    )
}

pub(super) fn notice_too_short(needed_minutes: u32) -> String {
    format!("This type has to be booked {} ahead.", span(needed_minutes))
}

fn nothing_before(name: &str) -> String {
    format!("{name} comes first, and nothing of it is free in time before this.")
}

fn no_such_day(last_day: NaiveDate, day: u8) -> String {
    format!("{} has no {}.", last_day.format("%B %Y"), series::ordinal(day))
}

fn duplicates(count: usize) -> String {
    match count {
        1 => "A record may be the same person; look at it first.".to_owned(),
        _ => format!("{count} records may be the same person; look at them first."),
    }
}

pub(super) fn resource_kind(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Provider => "provider",
        ResourceKind::Room => "room",
        ResourceKind::Equipment => "equipment",
    }
}

pub(super) fn missing(what: Missing) -> &'static str {
    match what {
        Missing::Act => "act",
        Missing::Appointment => "visit",
        Missing::AppointmentType => "appointment type",
        Missing::Block => "block",
        Missing::Caregiver => "caregiver",
        Missing::Conflict => "decision that lost",
        Missing::File => "file",
        Missing::Hold => "hold",
        Missing::Location => "location",
        Missing::Offer => "offer",
        Missing::Organization => "organization",
        Missing::Patient => "patient",
        Missing::Person => "person",
        Missing::KnowledgeEntry => "entry",
        Missing::Recall => "recall",
        Missing::Resource => "resource",
        Missing::Time => "time",
        Missing::WaitlistEntry => "entry of the waitlist",
    }
}

fn lent(name: &str, hours: &str, until: &str) -> String {
    format!(
        "{name} is lent {hours} to the desks of the location, until {until} at the latest: they book this time."
    )
}
