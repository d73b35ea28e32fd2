//! What a search did not find, in words for the phone: what is missing, why, and what there would be instead.

use super::{
    offer::{provider_and_rest, resource_name},
    sentence::{Wording, kind_word, notice_sentence},
    time::{spoken, spoken_date},
};
use crate::dto::{
    offer::{AlternativeChange, AlternativeView},
    refusal::RefusalView,
};
use chrono::NaiveDate;
use clinic_domain::{
    availability::{Alternative, Cause, Obstacle},
    id::{ExceptionId, ResourceId},
    operation::SlotContent,
    resource::ResourceKind,
    schedule::{ExceptionScope, ScheduleException},
    time::DayMinute,
};
use desk_app::missing_offers::{Missing, What};

/// First what is missing, then why.
#[must_use]
pub fn reasons(wording: Wording<'_>, missing: &Missing, searched_until: NaiveDate) -> Vec<RefusalView> {
    let (code, sentence) = match missing.what {
        What::Any => ("nothing_free", format!("Nothing is free until {}.", spoken_date(searched_until))),
        What::OnDay(day) => ("nothing_that_day", format!("Nothing is free on {}.", spoken_date(day))),
        What::More => {
            ("nothing_more", format!("Nothing more is free until {}.", spoken_date(searched_until)))
        }
    };
    let view = |code: &str, sentence| RefusalView { code: code.to_owned(), sentence, field: None };
    let why = missing.obstacles.iter().map(|it| view(it.cause.code(), sentence_of(wording, it)));
    [view(code, sentence)].into_iter().chain(why).collect()
}

#[must_use]
pub fn alternatives(wording: Wording<'_>, missing: &Missing) -> Vec<AlternativeView> {
    missing.alternatives.iter().filter_map(|it| alternative(wording, it)).collect()
}

fn alternative(wording: Wording<'_>, alternative: &Alternative) -> Option<AlternativeView> {
    let of_type = |slot: &SlotContent| match wording.setup.appointment_type(slot.appointment_type) {
        Some(it) => format!("{}, {} min", it.name, it.duration_minutes),
        None => "Shorter visit".to_owned(),
    };
    let (change, words, slot) = match alternative {
        Alternative::AnotherProvider(it) => {
            (AlternativeChange::AnotherProvider, "Another provider".to_owned(), &it.slot)
        }
        Alternative::Later(it) => (AlternativeChange::Later, "Later".to_owned(), &it.slot),
        Alternative::ShorterType(it) => (AlternativeChange::ShorterType, of_type(&it.slot), &it.slot),
        Alternative::Overbook { slot, .. } => (AlternativeChange::Overbook, "Overbook".to_owned(), slot),
    };
    let resources: Vec<ResourceId> = slot.allocations.iter().map(|it| it.resource).collect();
    let resource = provider_and_rest(wording.setup, &resources).0.or(resources.first().copied())?;
    let resource_name = resource_name(wording.setup, resource);
    let start = slot.visit.start();
    Some(AlternativeView {
        change,
        label: format!("{words}: {}, {resource_name}", spoken(start, wording.zone)),
        appointment_type: slot.appointment_type,
        resource,
        resource_name,
        wall_start: start.wall_text(wording.zone),
    })
}

fn sentence_of(wording: Wording<'_>, obstacle: &Obstacle) -> String {
    let who = Who::of(wording, &obstacle.resources);
    let (names, is, has) = (&who.names, who.verb("is", "are"), who.verb("has", "have"));
    match &obstacle.cause {
        Cause::NotHere => format!("{names} {} not work at this location.", who.verb("does", "do")),
        Cause::NotForType => format!("{names} {} not take this visit type.", who.verb("does", "do")),
        Cause::NobodyThere { kind: ResourceKind::Provider } => {
            "Nobody at this location takes this visit type.".to_owned()
        }
        Cause::NobodyThere { kind } => {
            format!("This location has no {} for this visit type.", kind_word(*kind))
        }
        Cause::WindowTooShort { needed_minutes } => {
            format!("The time that is left is shorter than the visit, which takes {needed_minutes} minutes.")
        }
        Cause::InThePast => "That time has passed.".to_owned(),
        Cause::NoticeTooShort { needed_minutes } => notice_sentence(*needed_minutes),
        Cause::NoSession { nearest } => {
            format!("{names} {has} no session then{}.", wording.nearest(*nearest))
        }
        Cause::TypeNotInSession => format!("{names} {} other visit types then.", who.verb("takes", "take")),
        Cause::Closed { exception } => closed(wording, &who, *exception),
        Cause::Booked { longest_free_minutes: longest, needed_minutes: needed } => match longest {
            0 => format!("{names} {is} booked out."),
            _ if longest < needed => {
                format!(
                    "{names} {is} booked; the longest gap is {longest} minutes, and {needed} are needed."
                )
            }
            _ => format!("{names} {is} booked."),
        },
        Cause::OffGrid { grid_minutes } => {
            format!(
                "What {names} {has} free begins between the times of visits, every {grid_minutes} minutes."
            )
        }
        Cause::NeedUnmet { kind } => {
            format!("No {} that this visit needs is free when {names} {is}.", kind_word(*kind))
        }
        Cause::PatientBusy { during, .. } => {
            format!("The patient has another visit {}.", wording.when(during))
        }
    }
}

fn closed(wording: Wording<'_>, who: &Who, exception: ExceptionId) -> String {
    let Some(it) = wording.setup.exceptions.iter().find(|it| it.id == exception) else {
        return format!("{} {} not available.", who.names, who.verb("is", "are"));
    };
    let who = match it.scope {
        ExceptionScope::Location(_) => "The location is closed".to_owned(),
        ExceptionScope::Resource(_) => format!("{} {} not available", who.names, who.verb("is", "are")),
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
    fn of(wording: Wording<'_>, resources: &[ResourceId]) -> Who {
        let name = |id: &ResourceId| wording.name(*id).to_owned();
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

#[cfg(test)]
mod tests {
    use super::*;
    use clinic_domain::{
        id::{LocationId, OrganizationId, Version},
        organization::{Organization, OrganizationKind, OrganizationSettings},
        refusal::NearestHours,
        resource::Resource,
        schedule::ExceptionKind,
        setup::Setup,
        time::{Instant, Period},
    };

    const LOCATION: LocationId = LocationId::from_bytes([9; 16]);
    const AWAY: ExceptionId = ExceptionId::from_bytes([8; 16]);

    fn setup(days: (&str, &str), hours: (u16, u16), scope: ExceptionScope) -> Setup {
        let resource = |number: u8, name: &str| Resource {
            id: ResourceId::from_bytes([number; 16]),
            version: Version::FIRST,
            location: LOCATION,
            kind: ResourceKind::Provider,
            name: name.to_owned(),
            initials: String::new(),
            specialty: String::new(),
            identifier: String::new(),
            position: 1,
            is_active: true,
            source: None,
        };
        Setup {
            organization: Organization {
                id: OrganizationId::from_bytes([1; 16]),
                version: Version::FIRST,
                name: "Lakeside".to_owned(),
                kind: OrganizationKind::Clinic,
                is_demo: false,
                settings: OrganizationSettings::default(),
            },
            locations: Vec::new(),
            resources: vec![resource(1, "Dr Chen"), resource(2, "Dr Okafor"), resource(3, "Dr Ruiz")],
            types: Vec::new(),
            templates: Vec::new(),
            exceptions: vec![ScheduleException {
                id: AWAY,
                version: Version::FIRST,
                scope,
                kind: ExceptionKind::TimeOff,
                first_day: days.0.parse().unwrap(),
                last_day: days.1.parse().unwrap(),
                from: DayMinute(hours.0),
                to: DayMinute(hours.1),
                reason: "Lunch".to_owned(),
                types: Vec::new(),
                overbook_lanes: 0,
                is_active: true,
                source: None,
            }],
        }
    }

    fn said(setup: &Setup, cause: Cause, of: &[u8]) -> String {
        let wording = Wording { setup, zone: chrono_tz::America::New_York };
        let resources = of.iter().map(|it| ResourceId::from_bytes([*it; 16])).collect();
        sentence_of(wording, &Obstacle { cause, resources })
    }

    #[test]
    fn what_closes_is_said_with_its_days_and_hours() {
        let closed =
            |days, hours, scope| said(&setup(days, hours, scope), Cause::Closed { exception: AWAY }, &[1]);
        let (chen, day) = (ExceptionScope::Resource(ResourceId::from_bytes([1; 16])), "2026-11-24");
        let all = [
            closed((day, "2026-12-24"), (720, 765), chen),
            closed((day, day), (720, 765), chen),
            closed((day, day), (0, 1440), chen),
            closed((day, "2026-11-27"), (0, 1440), ExceptionScope::Location(LOCATION)),
        ];
        assert_eq!(
            all,
            [
                "Dr Chen is not available 12:00–12:45: Lunch.",
                "Dr Chen is not available Tue 24 Nov 12:00–12:45: Lunch.",
                "Dr Chen is not available Tue 24 Nov: Lunch.",
                "The location is closed Tue 24 Nov to Fri 27 Nov: Lunch.",
            ]
        );
    }

    #[test]
    fn one_is_and_several_are() {
        let setup = setup(("2026-11-24", "2026-11-24"), (0, 1440), ExceptionScope::Location(LOCATION));
        let booked = |longest_free_minutes| Cause::Booked { longest_free_minutes, needed_minutes: 20 };
        let start = NearestHours::StartOn("2027-03-01".parse().unwrap());
        let session = Period::of_minutes(Instant(1_795_528_800), 240).unwrap();
        let all = [
            said(&setup, booked(10), &[1]),
            said(&setup, booked(0), &[1, 2]),
            said(&setup, booked(30), &[1, 2, 3]),
            said(&setup, Cause::NoSession { nearest: Some(start) }, &[1]),
            said(&setup, Cause::NoSession { nearest: Some(NearestHours::Session(session)) }, &[1, 2]),
            said(&setup, Cause::NeedUnmet { kind: ResourceKind::Room }, &[1]),
        ];
        assert_eq!(
            all,
            [
                "Dr Chen is booked; the longest gap is 10 minutes, and 20 are needed.",
                "Dr Chen and Dr Okafor are booked out.",
                "Dr Chen, Dr Okafor and 1 more are booked.",
                "Dr Chen has no session then; the hours start on Mon 1 Mar 2027.",
                "Dr Chen and Dr Okafor have no session then; the nearest session is Tue 24 Nov 09:00–13:00.",
                "No room that this visit needs is free when Dr Chen is.",
            ]
        );
    }
}
