//! The end of a day at a location: what becomes of the visits that nobody ended, the day in numbers, and who signed it off.

use crate::{
    appointment::AppointmentStatus,
    id::{DayCloseId, LocationId, PersonId, Version},
    time::{Instant, Period},
};
use chrono::NaiveDate;

/// A day can be closed for so long after it.
pub const CLOSED_WITHIN_DAYS: u64 = 14;

/// A day that somebody signed off. Signed again after a change, it is the same row, one version on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DayClose {
    pub id: DayCloseId,
    pub version: Version,
    pub location: LocationId,
    pub day: NaiveDate,
    pub at: Instant,
    pub by: PersonId,
    /// As they were when it was signed.
    pub numbers: DayNumbers,
    /// False once it was taken back.
    pub is_active: bool,
}

/// A day's visits by what became of them. Whoever was entered in error is in none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayNumbers {
    /// All that were booked for the day, whatever became of them.
    pub booked: u32,
    pub seen: u32,
    pub no_shows: u32,
    pub left: u32,
    pub cancelled: u32,
    pub cancelled_late: u32,
    /// Neither ended nor cancelled.
    pub open: u32,
    /// Of the booked, those of people who walked in.
    pub walk_ins: u32,
    /// Of the booked, those of which something was written on paper and typed in later.
    pub on_paper: u32,
}

/// What of a visit a day's numbers are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub status: AppointmentStatus,
    pub is_walk_in: bool,
    pub is_on_paper: bool,
}

impl DayNumbers {
    /// Every visit is booked and exactly one of those that say what became of it.
    #[must_use]
    pub fn of(visits: impl IntoIterator<Item = Counted>) -> DayNumbers {
        use AppointmentStatus as S;
        let mut numbers = DayNumbers::default();
        for Counted { status, is_walk_in, is_on_paper } in visits {
            let count = match status {
                S::Proposed | S::Waitlist | S::EnteredInError => continue,
                S::Fulfilled => &mut numbers.seen,
                S::NoShow => &mut numbers.no_shows,
                S::LeftWithoutBeingSeen => &mut numbers.left,
                S::Cancelled => &mut numbers.cancelled,
                S::LateCancel => &mut numbers.cancelled_late,
                S::Pending | S::Booked | S::Arrived | S::CheckedIn | S::Roomed | S::WithProvider => {
                    &mut numbers.open
                }
            };
            *count += 1;
            numbers.booked += 1;
            numbers.walk_ins += u32::from(is_walk_in);
            numbers.on_paper += u32::from(is_on_paper);
        }
        numbers
    }
}

/// What most likely became of a visit that nobody ended; none while it may still be. `grace_minutes`: how late somebody
/// may come. A person accepts it or says otherwise.
#[must_use]
pub fn likely_end(
    status: AppointmentStatus,
    visit: Period,
    now: Instant,
    grace_minutes: u16,
) -> Option<AppointmentStatus> {
    use AppointmentStatus as S;
    let is_over = visit.end() <= now;
    match status {
        S::Booked if visit.start().plus_minutes(i64::from(grace_minutes)) <= now => Some(S::NoShow),
        // Nobody ever asked who it is.
        S::Arrived if is_over => Some(S::LeftWithoutBeingSeen),
        S::CheckedIn | S::Roomed | S::WithProvider if is_over => Some(S::Fulfilled),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use AppointmentStatus as S;

    #[test]
    fn every_visit_is_booked_and_exactly_one_other_number() {
        let counted = |it: &S| {
            let is_seen = *it == S::Fulfilled;
            Counted { status: *it, is_walk_in: is_seen, is_on_paper: is_seen || *it == S::EnteredInError }
        };
        let numbers = DayNumbers::of(S::ALL.iter().map(counted));
        let DayNumbers { booked, seen, no_shows, left, cancelled, cancelled_late, open, .. } = numbers;
        assert_eq!(booked, seen + no_shows + left + cancelled + cancelled_late + open);
        assert_eq!((booked, open, numbers.walk_ins, numbers.on_paper), (11, 6, 1, 1));
    }

    #[test]
    fn a_likely_end_is_a_step_that_the_flow_has_and_comes_with_the_time() {
        let visit = Period::of_minutes(Instant(0), 30).unwrap();
        let end = |status, minute: i64| likely_end(status, visit, Instant(minute * 60), 15);
        assert_eq!((end(S::Booked, 14), end(S::Booked, 15)), (None, Some(S::NoShow)));
        assert_eq!((end(S::Roomed, 29), end(S::Roomed, 30)), (None, Some(S::Fulfilled)));
        for &status in S::ALL {
            let to = end(status, 600);
            assert!(to.is_none_or(|it| status.next().contains(&it)), "{status}");
            assert_eq!(to.is_some(), status.is_live() && status != S::Pending, "{status}");
        }
    }
}
