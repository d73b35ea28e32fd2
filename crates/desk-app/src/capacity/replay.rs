//! Last year with other hours of a provider: the capacity twin, on this desk's own visits. Nothing is written.

use crate::{
    error::{AppError, AppResult, found},
    front_desk::FrontDesk,
};
use chrono::{NaiveDate, TimeDelta};
use chrono_tz::Tz;
use clinic_domain::{
    arbitration::{permitted, put_template},
    availability::Compared,
    capacity::twin::{Demand, RUNS, Report, Run, Timetable, as_of, run, summary},
    id::{PersonId, ResourceId},
    people::Permission,
    refusal::Missing,
    schedule::{ScheduleChange, ScheduleTemplate},
    setup::Setup,
};
use std::{
    io,
    num::NonZero,
    ops::RangeInclusive,
    sync::{
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc,
    },
    thread,
};

/// A year back, so that every weekday is there as often as another.
const DAYS: i64 = 364;
/// What is booked further ahead than this fills no week of the year.
const BOOKED_AHEAD_DAYS: i64 = 3 * 365;
/// The same question has the same answer.
const SEED: u64 = 0x2026;

/// How far it is, and whether the person still wants it.
pub struct Watch<'a> {
    /// Runs that are done, of all.
    pub progress: &'a dyn Fn(u32, u32),
    pub is_cancelled: &'a dyn Fn() -> bool,
}

pub struct Replayed {
    pub provider: ResourceId,
    pub days: RangeInclusive<NaiveDate>,
    /// Minutes of working time on these days.
    pub open_minutes: Compared<u64>,
    pub report: Report,
}

/// The year up to yesterday under the schedule as it is and with the template as it would be saved.
///
/// # Errors
/// A refusal of the template; [`AppError::Cancelled`].
pub fn replay(
    desk: &FrontDesk,
    who: PersonId,
    template: &ScheduleTemplate,
    watch: &Watch<'_>,
) -> AppResult<Replayed> {
    let author = desk.author(who)?;
    permitted(&author, Permission::ViewReports)?;
    let now = desk.now();
    let (configuration, template, facts, days) = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        found(setup.resource(template.resource).filter(|it| setup.is_provider(it.id)), Missing::Resource)?;
        let template = put_template(&author, setup, now, template)?;
        let today = now.local_date(zone_of(setup, template.resource));
        let first = today - TimeDelta::days(DAYS);
        let (facts, _) = reader.visit_facts(setup, &(first..=today + TimeDelta::days(BOOKED_AHEAD_DAYS)))?;
        Ok((configuration, template, facts, first..=today - TimeDelta::days(1)))
    })?;
    let setup = &configuration.setup;
    let (provider, valid_from) = (template.resource, template.valid_from);
    let proposed = setup.with(&ScheduleChange::Template(template));
    let proposed =
        as_of(&proposed, &[provider], valid_from.max(*days.end() + TimeDelta::days(1)), *days.start());
    let before = Timetable::of(setup, &[provider], &days);
    let after = before.under(&proposed);
    let demand = Demand::of(setup, &before, &facts, now);
    let runs = runs(&demand, Compared { before: &before, after: &after }, watch)?;
    Ok(Replayed {
        provider,
        days,
        open_minutes: Compared { before: before.open_minutes(), after: after.open_minutes() },
        report: summary(&demand, &runs, None),
    })
}

fn zone_of(setup: &Setup, provider: ResourceId) -> Tz {
    let location = setup.resource(provider).and_then(|it| setup.location(it.location));
    location.map_or(Tz::UTC, |it| it.zone)
}

/// On every core but one, which the window draws with. A run depends on its number alone, and their order does not matter.
fn runs(demand: &Demand, schedules: Compared<&Timetable>, watch: &Watch<'_>) -> AppResult<Vec<Run>> {
    let (next, is_given_up) = (AtomicU32::new(0), AtomicBool::new(false));
    let (tell, told) = mpsc::channel();
    let work = |tell: mpsc::Sender<Run>| {
        while !is_given_up.load(Ordering::Relaxed) {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            if nth >= RUNS || tell.send(run(demand, schedules, SEED, nth)).is_err() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..threads() {
            let (work, tell) = (&work, tell.clone());
            thread::Builder::new().name("replay".to_owned()).spawn_scoped(scope, move || work(tell))?;
        }
        drop(tell);
        let mut runs = Vec::new();
        for run in told {
            runs.push(run);
            (watch.progress)(u32::try_from(runs.len()).unwrap_or(RUNS), RUNS);
            if (watch.is_cancelled)() {
                is_given_up.store(true, Ordering::Relaxed);
                return Ok(Err(AppError::Cancelled));
            }
        }
        Ok(Ok(runs))
    })
    .map_err(|it: io::Error| AppError::NoThread(it))?
}

fn threads() -> usize {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    cores.saturating_sub(1).max(1)
}
