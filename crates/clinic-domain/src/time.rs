//! Time: UTC seconds and half-open periods, and the walk between a location's wall clock and instants.
//!
//! Invariants: a [`Period`] is never reversed, nor empty but for the local day of a date that its zone left out (Samoa's
//! 30 December 2011). A wall-clock time that a change of clocks skips is the
//! first instant after the gap; one that happens twice is the first for a start and the second for an end.

use chrono::{
    DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, TimeZone,
};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::num::NonZeroU32;

/// Seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

impl Instant {
    #[must_use]
    pub const fn plus_minutes(self, minutes: i64) -> Instant {
        Instant(self.0 + minutes * 60)
    }

    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Instant {
        Instant(self.0 + seconds)
    }

    /// What the clock on the wall of a place in `zone` shows.
    #[must_use]
    pub fn wall(self, zone: Tz) -> NaiveDateTime {
        let utc = self.utc();
        utc + TimeDelta::seconds(i64::from(zone.offset_from_utc_datetime(&utc).fix().local_minus_utc()))
    }

    #[must_use]
    pub fn local_date(self, zone: Tz) -> NaiveDate {
        self.wall(zone).date()
    }

    /// `YYYY-MM-DDTHH:MM`: the wall-clock intent that is stored and shown beside the instant.
    #[must_use]
    pub fn wall_text(self, zone: Tz) -> String {
        self.wall(zone).format("%Y-%m-%dT%H:%M").to_string()
    }

    fn utc(self) -> NaiveDateTime {
        DateTime::from_timestamp(self.0, 0).map_or(NaiveDateTime::MIN, |at| at.naive_utc())
    }
}

/// `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Period {
    start: Instant,
    end: Instant,
}

impl Period {
    #[must_use]
    pub fn new(start: Instant, end: Instant) -> Option<Period> {
        (start < end).then_some(Period { start, end })
    }

    /// `minutes` of elapsed time from `start`; `None` for none.
    #[must_use]
    pub fn of_minutes(start: Instant, minutes: u32) -> Option<Period> {
        Period::new(start, start.plus_minutes(i64::from(minutes)))
    }

    /// `seconds` of elapsed time from `start`.
    #[must_use]
    pub const fn lasting(start: Instant, seconds: NonZeroU32) -> Period {
        Period { start, end: start.plus_seconds(seconds.get() as i64) }
    }

    #[must_use]
    pub const fn start(&self) -> Instant {
        self.start
    }

    #[must_use]
    pub const fn end(&self) -> Instant {
        self.end
    }

    #[must_use]
    pub const fn seconds(&self) -> i64 {
        self.end.0 - self.start.0
    }

    /// Whole ones.
    #[must_use]
    pub const fn minutes(&self) -> i64 {
        self.seconds() / 60
    }

    #[must_use]
    pub fn overlaps(&self, other: &Period) -> bool {
        self.start < other.end && other.start < self.end
    }

    #[must_use]
    pub fn contains(&self, other: &Period) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    #[must_use]
    pub fn intersection(&self, other: &Period) -> Option<Period> {
        Period::new(self.start.max(other.start), self.end.min(other.end))
    }
}

/// Minutes after local midnight as the wall clock counts them: 0 to 1440 (the end of the day).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DayMinute(pub u16);

impl DayMinute {
    pub const MIDNIGHT: DayMinute = DayMinute(0);
    pub const END: DayMinute = DayMinute(24 * 60);

    #[must_use]
    pub fn new(minute: u16) -> Option<DayMinute> {
        (minute <= Self::END.0).then_some(DayMinute(minute))
    }

    /// The wall-clock time of this minute on `date`; the end of the day is the next midnight.
    #[must_use]
    pub fn on(self, date: NaiveDate) -> NaiveDateTime {
        date.and_time(NaiveTime::MIN) + TimeDelta::minutes(i64::from(self.0))
    }

    /// `HH:MM`.
    #[must_use]
    pub fn text(self) -> String {
        format!("{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

/// The instant at which something starts that the wall clock puts at `wall`.
#[must_use]
pub fn start_instant(zone: Tz, wall: NaiveDateTime) -> Instant {
    resolve(zone, wall, Pick::First)
}

/// The instant at which something ends that the wall clock puts at `wall`.
#[must_use]
pub fn end_instant(zone: Tz, wall: NaiveDateTime) -> Instant {
    resolve(zone, wall, Pick::Second)
}

/// The local day as instants, from its first midnight to the next day's: 23, 24, 25 or, with a half-hour change, 23.5
/// or 24.5 hours.
#[must_use]
pub fn local_day(zone: Tz, date: NaiveDate) -> Period {
    let start = start_instant(zone, DayMinute::MIDNIGHT.on(date));
    let end = start_instant(zone, DayMinute::END.on(date));
    Period { start, end }
}

/// The date whose [`local_day`] an instant lies in: the one on the wall, but where clocks go back over a midnight, the
/// end of the old day that comes again is of the new one already.
#[must_use]
pub fn day_of(zone: Tz, at: Instant) -> NaiveDate {
    let date = at.local_date(zone);
    let next = date.succ_opt().filter(|next| start_instant(zone, DayMinute::MIDNIGHT.on(*next)) <= at);
    next.unwrap_or(date)
}

/// Monday of the week that `date` is in.
#[must_use]
pub fn monday_of(date: NaiveDate) -> NaiveDate {
    date - TimeDelta::days(i64::from(date.weekday().num_days_from_monday()))
}

#[derive(Clone, Copy)]
enum Pick {
    First,
    Second,
}

fn resolve(zone: Tz, wall: NaiveDateTime, pick: Pick) -> Instant {
    match (zone.offset_from_local_datetime(&wall), pick) {
        (LocalResult::Single(offset), _)
        | (LocalResult::Ambiguous(offset, _), Pick::First)
        | (LocalResult::Ambiguous(_, offset), Pick::Second) => {
            Instant(wall.and_utc().timestamp() - i64::from(offset.fix().local_minus_utc()))
        }
        (LocalResult::None, _) => first_instant_after_gap(zone, wall),
    }
}

/// A skipped wall-clock time lies in a gap; the first valid instant is where the offset changes. Found by
/// bisecting the day around it, because the zone data has no look-up by local time.
fn first_instant_after_gap(zone: Tz, wall: NaiveDateTime) -> Instant {
    let naive = wall.and_utc().timestamp();
    let offset_at = |at: i64| zone.offset_from_utc_datetime(&Instant(at).utc()).fix().local_minus_utc();
    let (mut before, mut after) = (naive - 36 * 3600, naive + 36 * 3600);
    // Two changes within three days do not happen; the wanted one is the jump that skips `wall`.
    let skips = |at: i64| at + i64::from(offset_at(at)) > naive;
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if skips(middle) { after = middle } else { before = middle }
    }
    Instant(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
    }

    #[test]
    fn a_skipped_time_is_the_first_instant_after_the_gap() {
        let zone = chrono_tz::America::New_York;
        let at = start_instant(zone, wall("2035-03-11T02:30"));
        assert_eq!(at.wall_text(zone), "2035-03-11T03:00");
        let half = chrono_tz::Australia::Lord_Howe;
        let at = start_instant(half, wall("2035-10-07T02:10"));
        assert_eq!(at.wall_text(half), "2035-10-07T02:30");
    }

    #[test]
    fn a_repeated_time_is_the_first_for_a_start_and_the_second_for_an_end() {
        let zone = chrono_tz::Europe::London;
        let start = start_instant(zone, wall("2035-10-28T01:30"));
        let end = end_instant(zone, wall("2035-10-28T01:30"));
        assert_eq!(end.0 - start.0, 3600);
    }

    #[test]
    fn a_day_that_loses_midnight_starts_at_one() {
        let zone = chrono_tz::America::Sao_Paulo;
        let date = NaiveDate::from_ymd_opt(2018, 11, 4).unwrap();
        let day = local_day(zone, date);
        assert_eq!(day.start().wall_text(zone), "2018-11-04T01:00");
        assert_eq!(day.minutes(), 23 * 60);
    }

    #[test]
    fn an_evening_that_comes_again_after_midnight_is_of_the_new_day() {
        // A minute after midnight the clocks went back to 23:01.
        let zone = chrono_tz::America::St_Johns;
        let midnight = start_instant(zone, wall("2010-11-07T00:00"));
        let again = midnight.plus_minutes(30);
        assert_eq!(again.wall_text(zone), "2010-11-06T23:30");
        assert_eq!(day_of(zone, again), NaiveDate::from_ymd_opt(2010, 11, 7).unwrap());
        assert_eq!(day_of(zone, midnight.plus_seconds(-1)), NaiveDate::from_ymd_opt(2010, 11, 6).unwrap());
    }
}
