//! When resources work, written row by row: weekly templates and the exceptions to them. The one place that says what
//! contradicts itself.
//!
//! Invariant: of the templates of one resource, or of one person at several locations, that were taken here, no two have a
//! session at the same time on any day from the day on which the later one was written. A row is switched off whatever it says, and as it stands.

use super::{
    Decision, Refused, permitted,
    persons::{extra_session_elsewhere, hours_elsewhere},
    records::{Put, needed},
};
use crate::{
    id::AppointmentTypeId,
    invalid::{Field, Problem},
    people::{Permission, Person},
    refusal::Refusal,
    schedule::{MOST_DAYS_AHEAD, ScheduleException, ScheduleTemplate, WeeklySession},
    setup::Setup,
    time::Instant,
};
use chrono::{NaiveDate, TimeDelta};

/// A session is not released, and its reserve not given free, more than a year before its day.
const MOST_DAYS_BEFORE: u16 = 366;

pub fn put_template(
    author: &Person,
    setup: &Setup,
    now: Instant,
    wanted: &ScheduleTemplate,
) -> Decision<ScheduleTemplate> {
    permitted(author, Permission::EditSetup)?;
    let current = setup.templates.iter().find(|it| it.id == wanted.id);
    let version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    if let Some(current) = current.filter(|_| !wanted.is_active) {
        return Ok(ScheduleTemplate { version, is_active: false, ..current.clone() });
    }
    let zone = setup.resource(wanted.resource).and_then(|it| setup.location(it.location)).map(|it| it.zone);
    let today = now.local_date(zone.unwrap_or(chrono_tz::UTC));
    let named_before = current.into_iter().flat_map(|it| &it.sessions).flat_map(|it| &it.types);
    let named = wanted.sessions.iter().flat_map(|it| &it.types);
    let mut problems = Problems::default();
    problems.add_if(zone.is_none(), Field::Resource, Problem::DoesNotExist);
    let is_in_turn = (1..=52).contains(&wanted.every_n_weeks);
    problems.add_if(!is_in_turn, Field::EveryNWeeks, Problem::OutOfRange { least: 1, most: 52 });
    problems
        .add_days([(Field::ValidFrom, Some(wanted.valid_from)), (Field::ValidTo, wanted.valid_to)], today);
    problems.add_sessions(&wanted.sessions);
    problems.add_types(setup, named, named_before);
    if problems.0.is_empty() {
        problems.add_other_hours(setup, wanted, today);
    }
    problems.none_in(ScheduleTemplate { version, ..wanted.clone() })
}

/// A block, time off, a holiday or an extra session. It never fails on visits that are booked already.
pub fn put_exception(
    author: &Person,
    setup: &Setup,
    now: Instant,
    wanted: &ScheduleException,
) -> Decision<ScheduleException> {
    permitted(author, Permission::BlockTime)?;
    let current = setup.exceptions.iter().find(|it| it.id == wanted.id);
    let version = Put { current: current.map(|it| it.version), seen: wanted.version }.next()?;
    if let Some(current) = current.filter(|_| !wanted.is_active) {
        return Ok(ScheduleException { version, is_active: false, ..current.clone() });
    }
    needed(Field::Reason, &wanted.reason)?;
    // Yesterday's block is still history somewhere west of here; anything older is a slip.
    let yesterday = now.plus_minutes(-2 * 24 * 60).local_date(chrono_tz::UTC);
    let mut problems = Problems::default();
    let days = [(Field::FirstDay, Some(wanted.first_day)), (Field::LastDay, Some(wanted.last_day))];
    problems.add_days(days, now.local_date(chrono_tz::UTC));
    problems.add_if(wanted.to <= wanted.from, Field::To, Problem::NotAfterItsBeginning);
    problems.add_if(
        current.is_none() && wanted.first_day <= wanted.last_day && wanted.last_day < yesterday,
        Field::LastDay,
        Problem::InThePast,
    );
    problems.add_types(setup, wanted.types.iter(), current.into_iter().flat_map(|it| &it.types));
    if let Some((day, from, to)) =
        extra_session_elsewhere(setup, now, wanted).filter(|_| problems.0.is_empty())
    {
        problems.add(Field::From, Problem::ElsewhereThen { day, from, to });
    }
    problems.none_in(ScheduleException { version, ..wanted.clone() })
}

/// Everything that is wrong with a row.
#[derive(Default)]
struct Problems(Vec<Refusal>);

impl Problems {
    fn none_in<T>(self, row: T) -> Decision<T> {
        if self.0.is_empty() { Ok(row) } else { Err(Refused(self.0)) }
    }

    fn add(&mut self, field: Field, problem: Problem) {
        let refusal = Refusal::Invalid { field, problem };
        if !self.0.contains(&refusal) {
            self.0.push(refusal);
        }
    }

    fn add_if(&mut self, is_wrong: bool, field: Field, problem: Problem) {
        if is_wrong {
            self.add(field, problem);
        }
    }

    /// A first and a last day.
    fn add_days(&mut self, [first, last]: [(Field, Option<NaiveDate>); 2], today: NaiveDate) {
        let most = today + TimeDelta::days(MOST_DAYS_AHEAD);
        for (field, day) in [first, last] {
            self.add_if(day.is_some_and(|it| it > most), field, Problem::OverTenYearsAhead);
        }
        let is_reversed = first.1.zip(last.1).is_some_and(|(first, last)| last < first);
        self.add_if(is_reversed, last.0, Problem::BeforeItsBeginning);
    }

    fn add_sessions(&mut self, sessions: &[WeeklySession]) {
        for (at, one) in sessions.iter().enumerate() {
            let weekday = one.weekday;
            self.add_if(one.to <= one.from, Field::Sessions, Problem::SessionWithoutLength { weekday });
            let days = Problem::OutOfRange { least: 0, most: MOST_DAYS_BEFORE };
            let is_far = |it: u16| it > MOST_DAYS_BEFORE;
            self.add_if(one.release_days.is_some_and(is_far), Field::ReleaseDays, days);
            self.add_if(one.reserve.is_some_and(|it| is_far(it.until_days)), Field::Reserve, days);
            let is_share = one.reserve.is_none_or(|it| (1..=100).contains(&it.percent));
            self.add_if(!is_share, Field::Reserve, Problem::OutOfRange { least: 1, most: 100 });
            for (from, to) in sessions[..at].iter().filter_map(|it| one.shared_with(it)) {
                self.add(Field::Sessions, Problem::SessionsOverlap { weekday, from, to });
            }
        }
    }

    /// A type that went out of use stays where it is named already.
    fn add_types<'a>(
        &mut self,
        setup: &Setup,
        named: impl Iterator<Item = &'a AppointmentTypeId>,
        named_before: impl Iterator<Item = &'a AppointmentTypeId> + Clone,
    ) {
        for id in named {
            match setup.appointment_type(*id) {
                None => self.add(Field::AppointmentType, Problem::DoesNotExist),
                Some(it) => {
                    let is_new = !it.is_active && named_before.clone().all(|before| before != id);
                    self.add_if(is_new, Field::AppointmentType, Problem::NoLongerInUse);
                }
            }
        }
    }

    /// The first day of each other template of the resource that contradicts this one.
    fn add_other_hours(&mut self, setup: &Setup, wanted: &ScheduleTemplate, today: NaiveDate) {
        let is_other =
            |it: &&ScheduleTemplate| it.is_active && it.resource == wanted.resource && it.id != wanted.id;
        for (day, from, to) in
            setup.templates.iter().filter(is_other).filter_map(|it| wanted.clash(it, today))
        {
            self.add(Field::Sessions, Problem::OtherHoursThen { day, from, to });
        }
        for (day, from, to) in hours_elsewhere(setup, wanted, today) {
            self.add(Field::Sessions, Problem::ElsewhereThen { day, from, to });
        }
    }
}
