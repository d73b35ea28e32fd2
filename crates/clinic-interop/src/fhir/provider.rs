//! Practitioner and PractitionerRole.

use super::{
    Draft,
    keys::{keys, reference, references},
    person,
    wire::{self, Concept, Flag, HumanName, Identifier, Many, Period, Pointer, Text, flag, text},
};
use crate::{
    record::{Body, Hours, Provider, Role, Target},
    report::Reason,
    when, words,
};
use chrono::Weekday;
use clinic_domain::time::DayMinute;

wire::wire! {
    WirePractitioner {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, active: Option<Flag<'a>>, name: Many<HumanName<'a>>,
        qualification: Many<Qualification<'a>>,
    }
    Qualification { code: Option<Concept<'a>> }
    WireRole {
        id: Option<Text<'a>>, identifier: Many<Identifier<'a>>, active: Option<Flag<'a>>, period: Option<Period<'a>>,
        practitioner: Option<Pointer<'a>>, organization: Option<Pointer<'a>>, code: Many<Concept<'a>>,
        specialty: Many<Concept<'a>>, location: Many<Pointer<'a>>, available_time: Many<AvailableTime<'a>>,
    }
    AvailableTime {
        days_of_week: Many<Text<'a>>, all_day: Option<Flag<'a>>, available_start_time: Option<Text<'a>>,
        available_end_time: Option<Text<'a>>,
    }
}

pub(super) fn practitioner(wire: &WirePractitioner<'_>, full_url: Option<&str>) -> Draft {
    let keys = keys("Practitioner", &wire.id, &wire.identifier, full_url);
    let name = person::best_name(&wire.name).map(person::full_name).unwrap_or_default();
    let specialty =
        wire.qualification.first().and_then(|it| it.code.as_ref()).map(Concept::words).unwrap_or("");
    // The number that reads best on a form is the one that identifies it, without its system.
    let identifier = keys.source().and_then(|it| it.split_once('|')).map_or("", |(_, value)| value);
    let body = Provider {
        initials: words::initials(&name),
        specialty: specialty.to_owned(),
        identifier: identifier.to_owned(),
        is_active: flag(wire.active, true),
        organization: None,
        name,
    };
    let body = if body.name.is_empty() { Err(Reason::NameMissing) } else { Ok(Body::Provider(body)) };
    Draft::new(&wire.id, keys, body)
}

pub(super) fn role(wire: &WireRole<'_>, full_url: Option<&str>) -> Draft {
    let words =
        |concepts: &[Concept<'_>]| concepts.first().map(|it| it.words().to_owned()).unwrap_or_default();
    let specialty = words(&wire.specialty);
    let role = Role {
        provider: wire.practitioner.as_ref().and_then(|it| reference(it, Target::Provider)),
        places: references(&wire.location, Target::Place),
        organization: wire.organization.as_ref().and_then(|it| reference(it, Target::Organization)),
        specialty: if specialty.is_empty() { words(&wire.code) } else { specialty },
        is_active: flag(wire.active, true),
        valid_from: wire.period.as_ref().and_then(|it| when::day(text(&it.start))),
        valid_to: wire.period.as_ref().and_then(|it| when::day(text(&it.end))),
        hours: wire.available_time.iter().flat_map(hours).collect(),
    };
    Draft::new(&wire.id, keys("PractitionerRole", &wire.id, &wire.identifier, full_url), Ok(Body::Role(role)))
}

/// The weekly sessions of one line of hours; hours that end before they start are none.
fn hours(wire: &AvailableTime<'_>) -> Vec<Hours> {
    let (from, to) = if flag(wire.all_day, false) {
        (Some(DayMinute::MIDNIGHT), Some(DayMinute::END))
    } else {
        (clock(text(&wire.available_start_time)), clock(text(&wire.available_end_time)))
    };
    let (Some(from), Some(to)) = (from, to) else {
        return Vec::new();
    };
    let days = wire.days_of_week.iter().filter_map(|it| it.as_str().parse::<Weekday>().ok());
    if from < to { days.map(|weekday| Hours { weekday, from, to }).collect() } else { Vec::new() }
}

/// `hh:mm[:ss]`; the seconds do not count.
fn clock(text: &str) -> Option<DayMinute> {
    let (hour, rest) = text.split_once(':')?;
    let minute: u16 = rest.get(..2)?.parse().ok()?;
    let hour: u16 = hour.parse().ok().filter(|it| *it <= 24)?;
    DayMinute::new(hour * 60 + minute)
}
