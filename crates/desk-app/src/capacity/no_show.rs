//! How likely visits are missed, by this desk's own history: learnt once a day, for whoever is to be reminded first and for one
//! more visit where nobody waits long for it.

use super::{DAYS_AHEAD, known::Known};
use crate::{error::AppResult, find_patients::List, front_desk::FrontDesk};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use clinic_domain::{
    arbitration::permitted,
    capacity::{
        Scope, VisitFacts,
        no_show::{
            Extra, Forecast, Past, ToRemind, TooLittle, extra_visits, forecast, is_to_come, whom_to_remind,
        },
    },
    id::{AppointmentId, LocationId, PersonId},
    invalid::{Field, Problem},
    people::Permission,
    refusal::Refusal,
    setup::Setup,
    time::Instant,
};
use desk_cache::{mirror::DayRow, store::Marks};
use std::sync::{Arc, Mutex, PoisonError};

/// So far back is learnt from.
const HISTORY_DAYS: i64 = 2 * 365;
/// More visits of a day than these are not named.
const MOST_VISITS: usize = 500;

/// What was learnt today.
#[derive(Default)]
pub(crate) struct Kept(Mutex<Option<Arc<Learnt>>>);

struct Learnt {
    day: NaiveDate,
    forecast: Forecast,
    past: Past,
}

pub struct Missed {
    pub today: NaiveDate,
    pub forecast: Result<Forecast, TooLittle>,
    pub extra: Vec<Extra>,
}

/// What is known of missed visits, and what follows for the days ahead.
pub fn no_show(desk: &FrontDesk, who: PersonId, scope: &Scope) -> AppResult<Missed> {
    permitted(&desk.author(who)?, Permission::ViewReports)?;
    let known = Known::of(desk, None)?;
    let (today, setup) = (known.today, &known.configuration.setup);
    let learnt = match learnt(desk)? {
        Ok(learnt) => learnt,
        Err(too_little) => return Ok(Missed { today, forecast: Err(too_little), extra: Vec::new() }),
    };
    let ahead = clinic_domain::capacity::no_show::Known {
        setup,
        forecast: &learnt.forecast,
        past: &learnt.past,
        visits: &known.facts.visits,
        now: desk.now(),
    };
    let days = today + TimeDelta::days(1)..=today + TimeDelta::days(DAYS_AHEAD - 1);
    let mut extra = extra_visits(&ahead, &known.usual_types, &days);
    extra.retain(|it| scope.admits(it));
    Ok(Missed { today, forecast: Ok(learnt.forecast.clone()), extra })
}

pub struct Reminders {
    pub now: Instant,
    pub day: NaiveDate,
    /// Whether the order says anything.
    pub is_believed: bool,
    /// Each booked visit of the day with what is said of it: nothing without a forecast.
    pub visits: Vec<(DayRow, Option<ToRemind>)>,
    pub marks: Arc<Marks>,
}

/// The booked visits of a day, the likeliest to be missed first; by start where nothing is known.
pub fn reminders(
    desk: &FrontDesk,
    who: PersonId,
    scope: &Scope,
    day: Option<NaiveDate>,
) -> AppResult<Reminders> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let (now, configuration) = (desk.now(), desk.configuration()?);
    let setup = &configuration.setup;
    let today = now.local_date(setup.first_zone());
    let day = day.unwrap_or(today + TimeDelta::days(1));
    if !(0..=DAYS_AHEAD).contains(&(day - today).num_days()) {
        let problem = if day < today { Problem::InThePast } else { Problem::OverTwoWeeksAhead };
        return Err(Refusal::Invalid { field: Field::Date, problem }.into());
    }
    let (mut facts, _) = desk.read(|reader| Ok(reader.visit_facts(setup, &(day..=day))?))?;
    facts.retain(|it| scope.admits(it));
    let learnt = learnt(desk)?;
    let listed = match &learnt {
        Ok(it) => {
            let listed = whom_to_remind(&it.forecast, &it.past, &facts, |id| zone_of(setup, id), now);
            listed.into_iter().map(|it| (it.appointment, Some(it))).collect()
        }
        Err(_) => by_start(&facts, now),
    };
    let ids: Vec<AppointmentId> = listed.iter().map(|it| it.0).take(MOST_VISITS).collect();
    let (rows, marks) = desk.read(|reader| Ok((reader.visits(&ids)?, desk.marks(reader)?)))?;
    let list = List::of_day("view_reminders", ("organization", setup.organization.id.0), day);
    desk.lookups.list_shown(desk, who, list)?;
    let visits = listed.into_iter().filter_map(|(id, said)| {
        let row = rows.iter().find(|row| row.id == id)?;
        Some((row.clone(), said))
    });
    let is_believed = learnt.is_ok_and(|it| it.forecast.is_believed());
    Ok(Reminders { now, day, is_believed, visits: visits.collect(), marks })
}

fn by_start(facts: &[VisitFacts], now: Instant) -> Vec<(AppointmentId, Option<ToRemind>)> {
    let mut to_come: Vec<&VisitFacts> = facts.iter().filter(|it| is_to_come(it, now)).collect();
    to_come.sort_unstable_by_key(|it| (it.visit.start(), it.appointment));
    to_come.into_iter().map(|it| (it.appointment, None)).collect()
}

/// Once a day; anew each time as long as there is too little.
fn learnt(desk: &FrontDesk) -> AppResult<Result<Arc<Learnt>, TooLittle>> {
    let (now, configuration) = (desk.now(), desk.configuration()?);
    let setup = &configuration.setup;
    let day = now.local_date(setup.first_zone());
    // Whoever asks meanwhile waits for the same answer.
    let mut kept = desk.forecast.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(learnt) = kept.as_ref().filter(|it| it.day == day) {
        return Ok(Ok(Arc::clone(learnt)));
    }
    let days = day - TimeDelta::days(HISTORY_DAYS)..=day;
    let (visits, _) = desk.read(|reader| Ok(reader.visit_facts(setup, &days)?))?;
    let forecast = match forecast(&visits, |id| zone_of(setup, id), now) {
        Ok(forecast) => forecast,
        Err(too_little) => return Ok(Err(too_little)),
    };
    let learnt = Arc::new(Learnt { day, forecast, past: Past::of(&visits) });
    *kept = Some(Arc::clone(&learnt));
    Ok(Ok(learnt))
}

fn zone_of(setup: &Setup, location: LocationId) -> Option<Tz> {
    setup.location(location).map(|it| it.zone)
}
