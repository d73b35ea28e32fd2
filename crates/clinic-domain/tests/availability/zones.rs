//! Every change of every clock in the tz database, from 1990 to 2037: what the wall shows and what the local day is
//! around it. Where the clocks change is found by asking what they show, twice a day and then by halves; everything
//! else follows from the instant of a change and the offsets on both sides of it.

use crate::clinic::{Clinic, EVERY_DAY, date};
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::{TZ_VARIANTS, Tz};
use clinic_domain::{
    availability::{free_time, working_time},
    resource::ResourceKind,
    time::{DayMinute, Instant, Period, day_of, end_instant, local_day, start_instant},
};

/// The clocks show `before` seconds more than UTC until `at`, and `after` from then on.
#[derive(Clone, Copy, Debug)]
struct Change {
    zone: Tz,
    at: Instant,
    before: i64,
    after: i64,
}

const HALF_A_DAY: i64 = 12 * 3600;

fn offset(zone: Tz, at: i64) -> i64 {
    Instant(at).wall(zone).and_utc().timestamp() - at
}

fn changes_of(zone: Tz) -> Vec<Change> {
    let year = |of: &str| date(of).and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
    let (mut changes, mut at, end) = (vec![], year("1990-01-01"), year("2038-01-01"));
    let mut before = offset(zone, at);
    while at < end {
        let after = offset(zone, at + HALF_A_DAY);
        if after != before {
            let (mut old, mut new) = (at, at + HALF_A_DAY);
            while new - old > 1 {
                let middle = i64::midpoint(old, new);
                if offset(zone, middle) == before { old = middle } else { new = middle }
            }
            changes.push(Change { zone, at: Instant(new), before, after });
        }
        (at, before) = (at + HALF_A_DAY, after);
    }
    changes
}

/// All of them; the zones that are two names for one are looked at once.
fn changes() -> Vec<Change> {
    let mut known: Vec<Vec<(Instant, i64)>> = vec![];
    let mut all = vec![];
    for zone in TZ_VARIANTS {
        let of_zone = changes_of(zone);
        let clock: Vec<_> = of_zone.iter().map(|it| (it.at, it.after)).collect();
        if !known.contains(&clock) {
            known.push(clock);
            all.extend(of_zone);
        }
    }
    all
}

impl Change {
    /// What the wall shows `seconds` after UTC shows the instant of the change.
    fn wall(self, seconds: i64) -> NaiveDateTime {
        DateTime::from_timestamp(self.at.0 + seconds, 0).unwrap().naive_utc()
    }

    /// The days that begin or end near it.
    fn days(self) -> impl Iterator<Item = NaiveDate> {
        let first = self.wall(self.before.min(self.after)).date() - TimeDelta::days(2);
        first.iter_days().take(5)
    }
}

#[test]
fn the_wall_and_back_around_every_change() {
    let all = changes();
    assert!(all.len() > 9_000, "{}", all.len());
    for it in all {
        let Change { zone, at, before, after } = it;
        let (low, high) = (before.min(after), before.max(after));
        let once = |shown, offset| (shown, shown - offset, shown - offset);
        let within = |shown| {
            if after > before { (shown, 0, 0) } else { (shown, shown - before, shown - after) }
        };
        let middle = i64::midpoint(low, high);
        for (shown, start, end) in
            [once(low - 1, before), within(low), within(middle), within(high - 1), once(high, after)]
        {
            let wall = it.wall(shown);
            let found = (start_instant(zone, wall), end_instant(zone, wall));
            assert_eq!(found, (at.plus_seconds(start), at.plus_seconds(end)), "{it:?} {wall}");
        }
    }
}

#[test]
fn local_days_follow_each_other_without_a_second_between_around_every_change() {
    for it in changes() {
        let zone = it.zone;
        let (mut last, mut long) = (None, 0);
        for day in it.days() {
            let during = local_day(zone, day);
            assert_eq!(last.unwrap_or(during.start()), during.start(), "{it:?} {day}");
            last = Some(during.end());
            long += during.seconds();
            if during.seconds() == 0 {
                // It never was: the clocks skip all of it.
                assert_eq!((during.start(), it.wall(it.before).date()), (it.at, day), "{it:?}");
                continue;
            }
            for at in [during.start(), it.at.plus_seconds(-1), it.at, during.end().plus_seconds(-1)] {
                let is_within = during.start() <= at && at < during.end();
                assert_eq!(day_of(zone, at) == day, is_within, "{it:?} {day} {at:?}");
                let comes_again = at.local_date(zone) < day_of(zone, at);
                assert!(!comes_again || (it.after < it.before && at >= it.at), "{it:?} {at:?}");
            }
            assert_eq!(during.start().local_date(zone), day, "{it:?}");
        }
        assert_eq!(long, 5 * 24 * 3600 + it.before - it.after, "{it:?}");
    }
}

/// Through the night, from the first midnight to the last: three sessions a day that touch where the clocks change.
#[test]
fn sessions_that_fill_the_day_lose_no_minute_and_count_none_twice_around_every_change() {
    for it in changes() {
        let mut clinic = Clinic::in_zone(it.zone);
        let provider = clinic.resource(ResourceKind::Provider);
        let [one, other] = [it.wall(it.before), it.wall(it.after)].map(minute_of);
        let mut borders = [DayMinute::MIDNIGHT, one, other, DayMinute::END];
        borders.sort_unstable();
        for it in borders.windows(2).filter(|it| it[0] < it[1]) {
            works(&mut clinic, it[0], it[1]);
        }
        let days: Vec<Period> = it.days().map(|day| local_day(it.zone, day)).collect();
        let all = Period::new(days[0].start(), days[4].end()).unwrap();
        assert_eq!(free_time(&clinic.setup, &clinic.book, provider, all), [all], "{it:?}");
        let of_days = days.iter().map(|day| free_time(&clinic.setup, &clinic.book, provider, *day));
        assert_eq!(of_days.flatten().map(|it| it.seconds()).sum::<i64>(), all.seconds(), "{it:?}");
    }
}

/// A session of an hour that begins, ends or lies where the clocks change.
#[test]
fn a_session_is_what_its_wall_clock_times_name_around_every_change() {
    for it in changes() {
        let mut clinic = Clinic::in_zone(it.zone);
        let provider = clinic.resource(ResourceKind::Provider);
        let turns = [it.before, it.after].map(|offset| minute_of(it.wall(offset)).0);
        for (from, to) in turns
            .into_iter()
            .flat_map(|at| [(at, at + 60), (at.max(60) - 60, at), (at.max(30) - 30, at + 30)])
        {
            let (from, to) = (DayMinute(from), DayMinute(to.min(DayMinute::END.0)));
            if from >= to {
                continue;
            }
            clinic.setup.templates.clear();
            works(&mut clinic, from, to);
            // A day that never was has no period to ask about.
            for (day, within) in
                it.days().map(|day| (day, local_day(it.zone, day))).filter(|it| it.1.seconds() > 0)
            {
                let found = working_time(&clinic.setup, provider, within, within.start());
                let found: Vec<_> = found.into_iter().map(|it| it.during).collect();
                assert_eq!(
                    found,
                    Vec::from_iter(named(it.zone, day, from, to)),
                    "{it:?} {day} {from:?} {to:?}"
                );
            }
        }
    }
}

/// The part of a local day between the first pass of one time and the second of another, as far as that is of the day.
fn named(zone: Tz, day: NaiveDate, from: DayMinute, to: DayMinute) -> Option<Period> {
    let passes = [end_instant, start_instant].map(|pass| pass(zone, to.on(day)));
    let end = passes.into_iter().find(|it| *it <= local_day(zone, day).end())?;
    Period::new(start_instant(zone, from.on(day)), end)
}

/// The first provider, every day of these years.
fn works(clinic: &mut Clinic, from: DayMinute, to: DayMinute) {
    let provider = clinic.setup.resources[0].id;
    clinic.works(provider, &EVERY_DAY, &from.text(), &to.text()).valid_from = date("1989-01-02");
}

/// The whole minute that a wall shows.
fn minute_of(wall: NaiveDateTime) -> DayMinute {
    let since_midnight = wall.time().signed_duration_since(chrono::NaiveTime::MIN);
    DayMinute(u16::try_from(since_midnight.num_minutes()).unwrap())
}
