//! Why there is no place for a visit where others are, before, beside or after it.

use super::{super::Wording, refusal::hours, weekday};
use clinic_domain::{
    business_hours::ClosedHours,
    id::ResourceId,
    refusal::NoPlace,
    tier::{Limited, SubscriptionTier},
    time::{DayMinute, Period},
};

/// "The clinic opens at 08:00 on Mondays."
pub(super) fn outside_business_hours(closed: ClosedHours) -> String {
    let (day, from, to) = (weekday(closed.weekday), closed.from.text(), closed.to.text());
    match (closed.from, closed.to) {
        (DayMinute::MIDNIGHT, DayMinute::END) => format!("The clinic is closed on {day}s."),
        (DayMinute::MIDNIGHT, _) => format!("The clinic opens at {to} on {day}s."),
        (_, DayMinute::END) => format!("The clinic closes at {from} on {day}s."),
        _ => format!("The clinic is closed {from}–{to} on {day}s."),
    }
}

pub(super) fn tier_limit(tier: SubscriptionTier, of: Limited, limit: u16) -> String {
    let tier = match tier {
        SubscriptionTier::Basic => "basic",
        SubscriptionTier::Professional => "professional",
        SubscriptionTier::Enterprise => "enterprise",
    };
    let what = match of {
        Limited::Desks => "desks",
        Limited::Providers => "providers",
    };
    format!("The {tier} subscription has {limit} {what}, and they are in use.")
}

pub(super) fn changeover(name: &str, hours: &str) -> String {
    format!("{name} is readied between two visits {hours}.")
}

/// Where the person is, and how long the way takes where only that is in the way.
pub(super) fn elsewhere(
    (who, place): (&str, &str),
    [during, wanted]: [&Period; 2],
    travel_minutes: u16,
    with: &Wording<'_>,
) -> String {
    let [start, end] = with.clock(during);
    if during.overlaps(wanted) {
        format!("{who} is at {place} {start}–{end}.")
    } else if during.end() <= wanted.start() {
        format!("{who} is at {place} until {end} and needs {travel_minutes} minutes to get here.")
    } else {
        format!("{who} is at {place} from {start} on and needs {travel_minutes} minutes to get there.")
    }
}

pub(super) fn no_place(why: NoPlace, with: &Wording<'_>) -> String {
    let name = |id: ResourceId| with.name(id).unwrap_or("This resource");
    match why {
        NoPlace::Full { resource, during, booked, places } => {
            format!("{} is full {}: {booked} of {places} are booked.", name(resource), hours(with, &during))
        }
        NoPlace::OtherStart { resource, during, appointment_type } => {
            let of_type = with.type_name(appointment_type).unwrap_or("A group");
            let [start, end] = with.clock(&during);
            format!("{of_type} with {} is {start}–{end}: it is joined at {start} only.", name(resource))
        }
        NoPlace::Apart { resource, during } => {
            format!("The group of {} is not with {}.", hours(with, &during), name(resource))
        }
    }
}
