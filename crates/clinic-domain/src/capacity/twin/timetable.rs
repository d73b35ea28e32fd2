//! The time that a schedule gives, in minutes of the wall clock: what the replay books into.
//!
//! Invariants: the spans of a day are sorted and apart; what touches is one, as in the engine. A session across midnight
//! is two, and no visit lies across. On a day on which the clocks change, a session that the change lies in is as long as
//! the wall shows it.

use crate::{
    availability::{DayPartKind, working_time},
    id::{AppointmentTypeId, ResourceId},
    setup::Setup,
    time::{DayMinute, Period, local_day, monday_of},
};
use chrono::{NaiveDate, TimeDelta, Timelike};
use chrono_tz::Tz;
use std::ops::RangeInclusive;

/// How far ahead a time is looked for, and the most that third next available says.
pub const HORIZON_DAYS: u16 = 90;
pub(super) const DAY: i32 = DayMinute::END.0 as i32;
/// Before any session is released to every type.
const LONG_BEFORE_DAYS: i64 = u16::MAX as i64 + 1;

/// `[from, to)` in minutes after midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Span {
    pub(super) from: u16,
    pub(super) to: u16,
}

/// When some providers work, through the replayed days and the horizon behind them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    pub(super) first: NaiveDate,
    /// How many days are replayed.
    pub(super) days: usize,
    pub(super) grid: u16,
    pub(super) types: Vec<AppointmentTypeId>,
    pub(super) providers: Vec<Hours>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hours {
    pub(super) provider: ResourceId,
    pub(super) zone: Tz,
    pub(super) days: Vec<OpenTime>,
}

/// The working time of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OpenTime {
    pub(super) all: Vec<Span>,
    /// As things stand so many days ahead, or less: ascending, the last without end.
    stages: Vec<(u16, Taken)>,
}

/// What is taken: everything, or for each type other spans, where some sessions take certain types only.
type Taken = Option<Vec<Vec<Span>>>;

impl Timetable {
    /// The hours of these providers on the days to replay, as the engine sees them now, with the types that sessions take
    /// and their releases. Whom the setup does not have is left out.
    #[must_use]
    pub fn of(setup: &Setup, providers: &[ResourceId], days: &RangeInclusive<NaiveDate>) -> Timetable {
        let known = providers.iter().filter_map(|&provider| {
            let zone = setup.location(setup.resource(provider)?.location)?.zone;
            Some((provider, zone))
        });
        let types = setup.types.iter().map(|it| it.id).collect();
        let length = usize::try_from((*days.end() - *days.start()).num_days() + 1).unwrap_or(0);
        let mut timetable = Timetable {
            first: *days.start(),
            days: length,
            grid: u16::from(setup.organization.settings.grid_minutes.max(1)),
            types,
            providers: known.map(|(provider, zone)| Hours { provider, zone, days: Vec::new() }).collect(),
        };
        timetable.fill(setup);
        timetable
    }

    /// The same providers, types and days under another setup.
    #[must_use]
    pub fn under(&self, other: &Setup) -> Timetable {
        let mut timetable = self.clone();
        timetable.fill(other);
        timetable
    }

    /// Minutes of working time on the replayed days.
    #[must_use]
    pub fn open_minutes(&self) -> u64 {
        self.providers.iter().map(|it| minutes_of(&it.days[..self.days])).sum()
    }

    fn fill(&mut self, setup: &Setup) {
        let length = self.days + usize::from(HORIZON_DAYS);
        for hours in &mut self.providers {
            let long_before = self.first - TimeDelta::days(LONG_BEFORE_DAYS);
            let last = self.first + TimeDelta::days(length as i64 - 1);
            let mut parts = vec![Vec::new(); length];
            read(setup, hours, self.first, self.first..=last, long_before, &mut parts);
            hours.days = parts.iter().map(|it| OpenTime::of(it, &self.types)).collect();
            for ahead in releases(setup, hours.provider) {
                let mut parts = vec![Vec::new(); length];
                for day in self.first.iter_days().take(length) {
                    let seen_on = day - TimeDelta::days(ahead.into());
                    read(setup, hours, self.first, day..=day, seen_on, &mut parts);
                }
                for (day, parts) in hours.days.iter_mut().zip(parts) {
                    day.stages.insert(0, (ahead, taken(&parts, &self.types)));
                }
            }
        }
    }
}

pub(super) fn minutes_of(days: &[OpenTime]) -> u64 {
    days.iter().flat_map(|it| &it.all).map(|it| u64::from(it.to - it.from)).sum()
}

/// The setup with every week of a year as the weeks from `day` on are: the templates of these providers that hold then hold
/// `since` already, and those that have ended are gone. A template that begins next month is replayed against last year so.
#[must_use]
pub fn as_of(setup: &Setup, providers: &[ResourceId], day: NaiveDate, since: NaiveDate) -> Setup {
    let mut setup = setup.clone();
    setup.templates.retain(|it| !providers.contains(&it.resource) || it.valid_to.is_none_or(|to| day <= to));
    for it in setup.templates.iter_mut().filter(|it| providers.contains(&it.resource)) {
        let turn = i64::from(it.every_n_weeks.max(1));
        // Whole turns back, so that each keeps its weeks.
        let weeks = (monday_of(it.valid_from) - monday_of(since)).num_weeks();
        if it.valid_from <= day && weeks >= 0 {
            let turns = weeks / turn + 1;
            it.valid_from = monday_of(it.valid_from) - TimeDelta::weeks(turns * turn);
        }
    }
    setup
}

impl OpenTime {
    fn of(parts: &[Part], types: &[AppointmentTypeId]) -> OpenTime {
        let all = joined(parts.iter().map(|it| it.0).collect());
        OpenTime { all, stages: vec![(u16::MAX, taken(parts, types))] }
    }

    /// The end of the last session.
    pub(super) fn end(&self) -> Option<u16> {
        self.all.last().map(|it| it.to)
    }

    /// What a type may take, as things stand so many days ahead; `None` for everything.
    pub(super) fn taken(&self, kind: u16, days_ahead: usize) -> Option<&[Span]> {
        let stage = self.stages.iter().find(|it| days_ahead <= usize::from(it.0))?;
        let by_type = stage.1.as_ref()?;
        Some(by_type.get(usize::from(kind)).map_or(&[], Vec::as_slice))
    }
}

/// A session's part of a day, and the types that it takes; none for all.
type Part = (Span, Vec<AppointmentTypeId>);

fn taken(parts: &[Part], types: &[AppointmentTypeId]) -> Taken {
    let of_type = |id| {
        let takes = parts.iter().filter(|it| it.1.is_empty() || it.1.contains(id));
        joined(takes.map(|it| it.0).collect())
    };
    parts.iter().any(|it| !it.1.is_empty()).then(|| types.iter().map(of_type).collect())
}

/// How many days before its sessions are released, from the longest to the shortest.
fn releases(setup: &Setup, provider: ResourceId) -> Vec<u16> {
    let sessions = setup.templates.iter().filter(|it| it.resource == provider).flat_map(|it| &it.sessions);
    let mut days: Vec<u16> = sessions.filter_map(|it| it.release_days).collect();
    days.sort_unstable_by(|one, other| other.cmp(one));
    days.dedup();
    days
}

/// The working time of some days, as it is seen on a day.
fn read(
    setup: &Setup,
    hours: &Hours,
    first: NaiveDate,
    days: RangeInclusive<NaiveDate>,
    seen_on: NaiveDate,
    into: &mut [Vec<Part>],
) {
    let day = |it: NaiveDate| local_day(hours.zone, it);
    let Some(within) = Period::new(day(*days.start()).start(), day(*days.end()).end()) else { return };
    for part in working_time(setup, hours.provider, within, day(seen_on).start()) {
        let DayPartKind::Open { types, .. } = part.kind else { continue };
        for (day, span) in spans(part.during, hours.zone, first) {
            if let Some(of_day) = usize::try_from(day).ok().and_then(|it| into.get_mut(it)) {
                of_day.push((span, types.clone()));
            }
        }
    }
}

/// A period by days after the first, as the wall shows it.
fn spans(during: Period, zone: Tz, first: NaiveDate) -> impl Iterator<Item = (i32, Span)> {
    let (from, to) =
        (wall_minute(during.start().wall(zone), first), wall_minute(during.end().wall(zone), first));
    (from.div_euclid(DAY)..=(to - 1).div_euclid(DAY)).filter_map(move |day| {
        let within = |at: i32| u16::try_from((at - day * DAY).clamp(0, DAY)).ok();
        let span = Span { from: within(from)?, to: within(to)? };
        (span.from < span.to).then_some((day, span))
    })
}

/// Minutes of the wall clock after the first day's midnight.
pub(super) fn wall_minute(wall: chrono::NaiveDateTime, first: NaiveDate) -> i32 {
    let days = i32::try_from((wall.date() - first).num_days()).unwrap_or(0);
    days * DAY + i32::try_from(wall.num_seconds_from_midnight() / 60).unwrap_or(0)
}

/// Sorts, and joins what overlaps or touches.
pub(super) fn joined(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    spans.dedup_by(|next, last| {
        let touches = next.from <= last.to;
        if touches {
            last.to = last.to.max(next.to);
        }
        touches
    });
    spans
}
