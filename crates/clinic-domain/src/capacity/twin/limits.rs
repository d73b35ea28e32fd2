//! What a replay cannot know, said beside its figures: in general, and of these data as far as they can be counted.

use super::past::Counted;

/// Fewer replayed visits than this say little of a year.
const FEW_VISITS: u32 = 2_000;
/// What concerns fewer than one in a hundred is left unsaid.
const WORTH_SAYING_PERCENT: u32 = 1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// Who asked in vain, or did not ask because it was no use, was never written down: more time may bring more patients.
    UnmetDemand,
    /// Patients call off and stay away less when they wait less. The replay leaves everybody as they were.
    BehaviourWithAccess,
    /// Whether somebody wanted a later day or had to take it is read off the book; the wished time of day, and who would have
    /// gone to another provider, are not known.
    Wishes,
    /// Rooms, devices, overbooks, groups, reserves of sessions, and moves of visits are not replayed.
    SimplerThanTheBook,
    /// Hours that were changed in place look as if they had always been so.
    PastHours {
        outside_hours: u32,
        visits: u32,
    },
    FewVisits {
        visits: u32,
    },
    /// Imports say when a visit was, not when it was asked for: such visits keep their day, and their lead is another one's.
    WithoutBookingTime {
        visits: u32,
        of: u32,
    },
    /// Booked beside others; in the replay they take a time of their own.
    Overbooks {
        visits: u32,
        of: u32,
    },
    /// Of the past, without a word on what became of them: they share others' fate.
    WithoutOutcome {
        visits: u32,
        of: u32,
    },
    /// Patients who came, without the times that say how long they were seen.
    WithoutTimes {
        visits: u32,
        of: u32,
    },
    /// Patients who came, without the time at which they arrived: they share others' punctuality.
    WithoutArrival {
        visits: u32,
        of: u32,
    },
    /// Without a provider, or joining a group.
    LeftOut {
        visits: u32,
    },
}

/// The general ones first.
pub(super) fn limits(counted: &Counted) -> Vec<Limit> {
    let &Counted { visits, came, .. } = counted;
    let mut limits =
        vec![Limit::UnmetDemand, Limit::BehaviourWithAccess, Limit::Wishes, Limit::SimplerThanTheBook];
    limits.push(Limit::PastHours { outside_hours: counted.outside_hours, visits });
    let mut say = |holds: bool, limit| limits.extend(Some(limit).filter(|_| holds));
    let matters =
        |some: u32, of: u32| some > 0 && u64::from(some) * 100 >= u64::from(of * WORTH_SAYING_PERCENT);
    say(visits < FEW_VISITS, Limit::FewVisits { visits });
    let some = counted.without_booking_time;
    say(matters(some, visits), Limit::WithoutBookingTime { visits: some, of: visits });
    say(matters(counted.overbooks, visits), Limit::Overbooks { visits: counted.overbooks, of: visits });
    let some = counted.without_outcome;
    say(matters(some, visits), Limit::WithoutOutcome { visits: some, of: visits });
    let some = came - counted.with_times;
    say(matters(some, came), Limit::WithoutTimes { visits: some, of: came });
    let some = came - counted.with_arrival;
    say(matters(some, came), Limit::WithoutArrival { visits: some, of: came });
    say(counted.left_out > 0, Limit::LeftOut { visits: counted.left_out });
    limits
}
