//! Local days of one zone as instants.
//!
//! Invariants: days follow each other from midnight to midnight, and where midnight comes twice the first one counts;
//! the zone is asked once for each day; a day of exactly 24 hours is plain arithmetic from its
//! midnight, and only another one resolves each wall-clock time by itself.

use super::intervals::merge;
use crate::time::{DayMinute, Instant, Period, day_of, end_instant, start_instant};
use chrono::{Datelike, NaiveDate, Timelike, Weekday};
use chrono_tz::Tz;

const PLAIN_DAY_SECONDS: i64 = 24 * 3600;

/// Consecutive local days.
pub(super) struct Days {
    days: Vec<Day>,
    grid_seconds: i64,
}

pub(super) struct Day {
    pub(super) date: NaiveDate,
    pub(super) weekday: Weekday,
    zone: Tz,
    start: Instant,
    end: Instant,
    /// On a day with a change of clocks: the instants that its grid times name, ascending.
    shifted_starts: Option<Vec<Instant>>,
}

impl Days {
    /// All local days that have an instant in `period`.
    pub(super) fn of(zone: Tz, period: Period, grid_minutes: u8) -> Days {
        let grid_minutes = i64::from(grid_minutes.max(1));
        let last = day_of(zone, period.end().plus_seconds(-1));
        let mut days = Vec::new();
        let mut date = day_of(zone, period.start());
        let mut start = midnight(zone, date);
        while let Some(next) = date.succ_opt().filter(|_| date <= last) {
            let end = midnight(zone, next);
            let is_plain = end.0 - start.0 == PLAIN_DAY_SECONDS;
            let shifted_starts = (!is_plain).then(|| grid_of_shifted_day(zone, date, grid_minutes));
            days.push(Day { date, weekday: date.weekday(), zone, start, end, shifted_starts });
            (date, start) = (next, end);
        }
        Days { days, grid_seconds: grid_minutes * 60 }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Day> {
        self.days.iter()
    }

    /// The days from `first` to `last`, both included, as far as they are here.
    pub(super) fn between(&self, first: NaiveDate, last: NaiveDate) -> &[Day] {
        let Some(here) = self.days.first() else { return &[] };
        let index = |date: NaiveDate| (date - here.date).num_days().clamp(0, self.days.len() as i64) as usize;
        let (from, to) = (index(first), last.succ_opt().map_or(self.days.len(), index));
        &self.days[from..to.max(from)]
    }

    /// From the first midnight to the last.
    pub(super) fn span(&self) -> Option<Period> {
        Period::new(self.days.first()?.start, self.days.last()?.end)
    }

    /// The grid times from `first` to `last`, both included. `from_day` is where the look-up starts and is moved
    /// on: ask in ascending order.
    pub(super) fn each_start(
        &self,
        first: Instant,
        last: Instant,
        from_day: &mut usize,
        mut each: impl FnMut(Instant),
    ) {
        while self.days.get(*from_day).is_some_and(|day| day.end <= first) {
            *from_day += 1;
        }
        for day in self.days[*from_day..].iter().take_while(|day| day.start <= last) {
            if let Some(starts) = &day.shifted_starts {
                let from = starts.partition_point(|it| *it < first);
                starts[from..].iter().take_while(|it| **it <= last).for_each(|it| each(*it));
            } else {
                let (since, grid) = ((first.0 - day.start.0).max(0), self.grid_seconds);
                let mut at = day.start.0 + (since + grid - 1) / grid * grid;
                while at <= last.0 && at < day.end.0 {
                    each(Instant(at));
                    at += grid;
                }
            }
        }
    }

    /// Whether a visit may start at `at` as far as the wall clock is concerned.
    pub(super) fn is_start(&self, at: Instant) -> bool {
        let mut found = false;
        self.each_start(at, at, &mut 0, |_| found = true);
        found
    }

    pub(super) fn day_of(&self, at: Instant) -> Option<&Day> {
        self.days.get(self.days.partition_point(|day| day.end <= at)).filter(|day| day.start <= at)
    }

    /// The days on which the clocks change, each with the day before: a visit that starts then may reach into it.
    pub(super) fn around_changes(&self) -> Vec<Period> {
        let shifted = self.days.iter().filter(|it| it.is_shifted());
        let around = shifted.filter_map(|it| Period::new(it.start.plus_seconds(-PLAIN_DAY_SECONDS), it.end));
        let mut around: Vec<Period> = around.collect();
        merge(&mut around);
        around
    }

    /// Whether the clocks change on none of them.
    pub(super) fn are_plain(&self) -> bool {
        !self.days.iter().any(Day::is_shifted)
    }
}

impl Day {
    /// The part of the day between two wall-clock times; `None` where a change of clocks leaves nothing of it.
    pub(super) fn part(&self, from: DayMinute, to: DayMinute) -> Option<Period> {
        if self.shifted_starts.is_none() {
            let at = |minute: DayMinute| self.start.plus_minutes(i64::from(minute.0));
            return Period::new(at(from), at(to));
        }
        let (start, end) = (from.on(self.date), to.on(self.date));
        Period::new(start_instant(self.zone, start), end_instant(self.zone, end))
    }

    /// Whether the clocks change on it.
    pub(super) fn is_shifted(&self) -> bool {
        self.shifted_starts.is_some()
    }

    /// What the wall clock shows at an instant of this day.
    pub(super) fn wall_minute(&self, at: Instant) -> DayMinute {
        let wall = at.wall(self.zone);
        DayMinute((wall.hour() * 60 + wall.minute()) as u16)
    }
}

fn midnight(zone: Tz, date: NaiveDate) -> Instant {
    start_instant(zone, DayMinute::MIDNIGHT.on(date))
}

/// Grid times that the clocks skip name no instant; those that come twice name the first.
fn grid_of_shifted_day(zone: Tz, date: NaiveDate, grid_minutes: i64) -> Vec<Instant> {
    (0..DayMinute::END.0)
        .step_by(grid_minutes as usize)
        .map(|minute| DayMinute(minute).on(date))
        .map(|wall| (wall, start_instant(zone, wall)))
        .filter(|(wall, at)| at.wall(zone) == *wall)
        .map(|(_, at)| at)
        .collect()
}
