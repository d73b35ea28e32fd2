//! What a search did not find, in English: what is missing, why, and what there would be instead.

use super::{
    super::Wording,
    day,
    place::outside_business_hours,
    refusal::{nearest_hours, notice_too_short, resource_kind, when},
};
use crate::dto::offer::AlternativeChange;
use chrono::NaiveDate;
use clinic_domain::{
    appointment_type::AppointmentType,
    availability::{Cause, Nearness, Obstacle, Opening, Remedy, What},
    id::{ExceptionId, ResourceId},
    operation::Buffer,
    resource::ResourceKind,
    schedule::{ExceptionScope, ScheduleException},
    time::DayMinute,
};

pub fn missing(what: What, searched_until: NaiveDate) -> String {
    match what {
        What::Any => format!("Nothing is free until {}.", day(searched_until)),
        What::OnDay(date) => format!("Nothing is free on {}.", day(date)),
        What::More => format!("Nothing more is free until {}.", day(searched_until)),
        What::Before => {
            format!("No pair of visits is free until {}: the first one has no time.", day(searched_until))
        }
    }
}

pub fn alternative(change: AlternativeChange, appointment_type: Option<&AppointmentType>) -> String {
    match (change, appointment_type) {
        (AlternativeChange::AnotherProvider, _) => "Another provider".to_owned(),
        (AlternativeChange::Later, _) => "Later".to_owned(),
        (AlternativeChange::ShorterType, Some(it)) => format!("{}, {} min", it.name, it.duration_minutes),
        (AlternativeChange::ShorterType, None) => "Shorter visit".to_owned(),
        (AlternativeChange::Overbook, _) => "Overbook".to_owned(),
    }
}

pub fn fix(remedy: &Remedy, appointment_type: Option<&AppointmentType>, with: &Wording<'_>) -> String {
    match remedy {
        Remedy::Another(ResourceKind::Provider) => "Another provider".to_owned(),
        Remedy::Another(ResourceKind::Room) => "Another room".to_owned(),
        Remedy::Another(ResourceKind::Equipment) => "Other equipment".to_owned(),
        Remedy::Overbook { .. } => "As an overbook".to_owned(),
        Remedy::WaiveBuffer { which, .. } => without(*which, appointment_type),
        Remedy::AnotherTime { minutes } if *minutes < 0 => format!("{} earlier", about(*minutes)),
        Remedy::AnotherTime { minutes } => format!("{} later", about(*minutes)),
        Remedy::ShorterType => alternative(AlternativeChange::ShorterType, appointment_type),
        Remedy::Open(Opening::Unblock(id)) => {
            format!("Take back the block “{}”", with.exception(*id).map_or("", |it| &it.reason))
        }
        Remedy::Open(Opening::ExtraSession { from, to, .. }) => {
            format!("Extra session {}–{}", from.text(), to.text())
        }
    }
}

fn without(which: Buffer, appointment_type: Option<&AppointmentType>) -> String {
    let minutes = |of: fn(&AppointmentType) -> u16| appointment_type.map_or(0, of);
    let (before, after) = (minutes(|it| it.buffer_before_minutes), minutes(|it| it.buffer_after_minutes));
    match which {
        Buffer::Before => format!("Without the {before} min before"),
        Buffer::After => format!("Without the {after} min after"),
        Buffer::Both => "Without the time before and after".to_owned(),
    }
}

/// "20 minutes", "2 h 5 min", "3 days".
fn about(minutes: i64) -> String {
    match minutes.unsigned_abs() {
        1 => "1 minute".to_owned(),
        few @ ..60 => format!("{few} minutes"),
        some @ ..1440 if some % 60 == 0 => format!("{} h", some / 60),
        some @ ..1440 => format!("{} h {} min", some / 60, some % 60),
        ..2880 => "1 day".to_owned(),
        many => format!("{} days", many / 1440),
    }
}

pub fn repair_place(nearness: Nearness, minutes_later: i64) -> String {
    let which = match nearness {
        Nearness::OtherRoom => "Another room",
        Nearness::SameProvider => "Same provider",
        Nearness::OwnProvider => "Own provider",
        Nearness::SameSpecialty => "Same specialty",
        Nearness::AnotherProvider => "Another provider",
        Nearness::AnotherDay => return "Another day".to_owned(),
    };
    match minutes_later {
        0 => format!("{which}, same time"),
        minutes if minutes < 0 => format!("{which}, {} earlier", about(minutes)),
        minutes => format!("{which}, {} later", about(minutes)),
    }
}

pub fn obstacle(obstacle: &Obstacle, with: &Wording<'_>) -> String {
    let who = Who::of(with, &obstacle.resources);
    let (names, is, has) = (&who.names, who.verb("is", "are"), who.verb("has", "have"));
    match &obstacle.cause {
        Cause::NotHere => format!("{names} {} not work at this location.", who.verb("does", "do")),
        Cause::NotForType => format!("{names} {} not take this visit type.", who.verb("does", "do")),
        Cause::NobodyThere { kind: ResourceKind::Provider } => {
            "Nobody at this location takes this visit type.".to_owned()
        }
        Cause::NobodyThere { kind } => {
            format!("This location has no {} for this visit type.", resource_kind(*kind))
        }
        Cause::WindowTooShort { needed_minutes } => {
            format!("The time that is left is shorter than the visit, which takes {needed_minutes} minutes.")
        }
        Cause::InThePast => "That time has passed.".to_owned(),
        Cause::NoticeTooShort { needed_minutes } => notice_too_short(*needed_minutes),
        Cause::NoSession { nearest } => {
            format!("{names} {has} no session then{}.", nearest_hours(with, *nearest))
        }
        Cause::OutsideBusinessHours { closed } => {
            closed.map_or_else(|| "The clinic is closed then.".to_owned(), outside_business_hours)
        }
        Cause::TypeNotInSession => format!("{names} {} other visit types then.", who.verb("takes", "take")),
        Cause::Closed { exception } => closed(with, &who, *exception),
        Cause::Booked { longest_free_minutes: 0, .. } => format!("{names} {is} booked out."),
        Cause::Booked { longest_free_minutes: longest, needed_minutes: needed } if longest < needed => {
            format!("{names} {is} booked; the longest gap is {longest} minutes, and {needed} are needed.")
        }
        Cause::Booked { .. } => format!("{names} {is} booked."),
        Cause::Reserved { opens } => {
            format!(
                "{names} {} the rest of the session free until {}.",
                who.verb("keeps", "keep"),
                day(*opens)
            )
        }
        Cause::Changeover => format!("{names} {is} readied between visits then."),
        Cause::Elsewhere { location } => {
            format!(
                "{names} {is} at {} then, or on the way.",
                with.place(*location).unwrap_or("another location")
            )
        }
        Cause::OffGrid { grid_minutes } => {
            format!(
                "What {names} {has} free begins between the times of visits, every {grid_minutes} minutes."
            )
        }
        Cause::NeedUnmet { kind } => {
            format!("No {} that this visit needs is free when {names} {is}.", resource_kind(*kind))
        }
        Cause::PatientBusy { during, .. } => {
            format!("The patient has another visit {}.", when(with, during))
        }
    }
}

fn closed(with: &Wording<'_>, who: &Who, exception: ExceptionId) -> String {
    let is_away = format!("{} {} not available", who.names, who.verb("is", "are"));
    let Some(it) = with.exception(exception) else {
        return format!("{is_away}.");
    };
    let who = match it.scope {
        ExceptionScope::Location(_) => "The location is closed".to_owned(),
        ExceptionScope::Resource(_) => is_away,
    };
    format!("{who} {}: {}.", when_closed(it), it.reason)
}

fn when_closed(it: &ScheduleException) -> String {
    let day = |date: NaiveDate| date.format("%a %-d %b").to_string();
    let hours = format!("{}–{}", it.from.text(), it.to.text());
    let is_all_day = it.from == DayMinute::MIDNIGHT && it.to == DayMinute::END;
    match (it.first_day == it.last_day, is_all_day) {
        (true, true) => day(it.first_day),
        (true, false) => format!("{} {hours}", day(it.first_day)),
        (false, true) => format!("{} to {}", day(it.first_day), day(it.last_day)),
        (false, false) => hours,
    }
}

/// The subject of a sentence.
struct Who {
    names: String,
    is_one: bool,
}

impl Who {
    fn of(with: &Wording<'_>, resources: &[ResourceId]) -> Who {
        let name = |id: &ResourceId| with.name(*id).unwrap_or("This resource").to_owned();
        let names = match resources {
            [] => "Nobody".to_owned(),
            [one] => name(one),
            [one, other] => format!("{} and {}", name(one), name(other)),
            [one, other, rest @ ..] => {
                format!("{}, {} and {} more", name(one), name(other), rest.len())
            }
        };
        Who { names, is_one: resources.len() < 2 }
    }

    const fn verb(&self, of_one: &'static str, of_many: &'static str) -> &'static str {
        if self.is_one { of_one } else { of_many }
    }
}
