//! One person who works at several locations: which rows may be theirs, and that their hours are at one of them at a time.
//!
//! Sessions that follow each other with less than the way between them are taken: a week is planned in half days, and
//! the engine keeps the way around each visit. Only sessions at the same time cannot be meant.

use super::{Decision, records::invalid};
use crate::{
    availability::{DayPartKind, working_time},
    invalid::{Field, Problem},
    resource::{Resource, ResourceKind},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, WeeklySession},
    setup::Setup,
    time::{DayMinute, Instant, Period, end_instant, start_instant},
};
use chrono::{Datelike, NaiveDate, TimeDelta};
use chrono_tz::Tz;

/// Two zones that change their clocks on different days are compared through a whole year.
const A_YEAR_OF_WEEKS: usize = 54;

type Then = (NaiveDate, DayMinute, DayMinute);

/// Whether the row may be of the person whom it names.
pub(super) fn check_person(setup: &Setup, now: Instant, wanted: &Resource) -> Decision<()> {
    let refused = |problem| invalid(Field::SamePersonAs, problem);
    let has_changed = setup.resource(wanted.id).is_none_or(|it| it.same_person_as != wanted.same_person_as);
    if let Some(named) = wanted.same_person_as.filter(|_| has_changed) {
        let is_provider = |it: &Resource| it.kind == ResourceKind::Provider;
        match setup.resource(named) {
            None => return refused(Problem::DoesNotExist),
            Some(it) if !is_provider(it) || !is_provider(wanted) => return refused(Problem::WrongKind),
            Some(it) if it.same_person_as.is_some() || it.id == wanted.id => {
                return refused(Problem::NamesAnother);
            }
            Some(_) => {}
        }
        if setup.resources.iter().any(|it| it.same_person_as == Some(wanted.id)) {
            return refused(Problem::NamedByOthers);
        }
    }
    let mut others = setup.same_person(wanted);
    if others.any(|it| it.location == wanted.location) {
        return refused(Problem::SameLocation);
    }
    let mut own = setup.templates.iter().filter(|it| it.is_active && it.resource == wanted.id);
    let today = now.local_date(setup.location(wanted.location).map_or(chrono_tz::UTC, |it| it.zone));
    let clash = own.find_map(|it| elsewhere_of(setup, wanted, it, today).next());
    match clash.filter(|_| has_changed) {
        Some((day, from, to)) => refused(Problem::ElsewhereThen { day, from, to }),
        None => Ok(()),
    }
}

/// The first day of each template at another location that has a session at the same time.
pub(super) fn hours_elsewhere(setup: &Setup, wanted: &ScheduleTemplate, today: NaiveDate) -> Vec<Then> {
    let resource = setup.resource(wanted.resource);
    resource.into_iter().flat_map(|it| elsewhere_of(setup, it, wanted, today)).collect()
}

/// The days of an extra session on which the person works at another location at the same time.
pub(super) fn extra_session_elsewhere(
    setup: &Setup,
    now: Instant,
    wanted: &ScheduleException,
) -> Option<Then> {
    let ExceptionScope::Resource(id) = wanted.scope else { return None };
    let resource = setup.resource(id).filter(|_| wanted.kind == ExceptionKind::ExtraSession)?;
    let zone = setup.location(resource.location)?.zone;
    let of_day = |day| during(zone, day, wanted.from, wanted.to);
    let whole = Period::new(of_day(wanted.first_day)?.start(), of_day(wanted.last_day)?.end())?;
    let others = setup.same_person(resource).flat_map(|it| working_time(setup, it.id, whole, now));
    let open = others.filter(|it| matches!(it.kind, DayPartKind::Open { .. })).map(|it| it.during);
    let open: Vec<Period> = open.collect();
    let mut days = wanted.first_day.iter_days().take_while(|it| *it <= wanted.last_day);
    let day = days.find(|it| of_day(*it).is_some_and(|it| open.iter().any(|other| other.overlaps(&it))))?;
    Some((day, wanted.from, wanted.to))
}

fn elsewhere_of<'a>(
    setup: &'a Setup,
    resource: &'a Resource,
    of: &'a ScheduleTemplate,
    since: NaiveDate,
) -> impl Iterator<Item = Then> + 'a {
    let zone = |it: &Resource| setup.location(it.location).map(|it| it.zone);
    setup.same_person(resource).flat_map(move |other| {
        let theirs = setup.templates.iter().filter(|it| it.is_active && it.resource == other.id);
        theirs.filter_map(move |it| clash((of, zone(resource)?), (it, zone(other)?), since))
    })
}

/// The first day from `since` on with a session of both at the same time.
fn clash(one: (&ScheduleTemplate, Tz), other: (&ScheduleTemplate, Tz), since: NaiveDate) -> Option<Then> {
    if one.1 == other.1 {
        return one.0.clash(other.0, since);
    }
    let first = since.max(one.0.valid_from).max(other.0.valid_from - TimeDelta::days(1));
    let weeks = usize::from(one.0.every_n_weeks.max(1)) * usize::from(other.0.every_n_weeks.max(1)) + 1;
    first.iter_days().take(weeks.max(A_YEAR_OF_WEEKS) * 7).find_map(|day| {
        let around = [-1, 0, 1].map(|days| day + TimeDelta::days(days));
        let theirs: Vec<Period> = around.iter().flat_map(|it| sessions(other, *it)).map(|it| it.1).collect();
        let mut ours = sessions(one, day);
        let (it, _) = ours.find(|(_, during)| theirs.iter().any(|it| it.overlaps(during)))?;
        Some((day, it.from, it.to))
    })
}

fn sessions(
    (of, zone): (&ScheduleTemplate, Tz),
    day: NaiveDate,
) -> impl Iterator<Item = (&WeeklySession, Period)> {
    let on = of.sessions.iter().filter(move |it| of.holds_on(day) && it.weekday == day.weekday());
    on.filter_map(move |it| Some((it, during(zone, day, it.from, it.to)?)))
}

fn during(zone: Tz, day: NaiveDate, from: DayMinute, to: DayMinute) -> Option<Period> {
    Period::new(start_instant(zone, from.on(day)), end_instant(zone, to.on(day)))
}
