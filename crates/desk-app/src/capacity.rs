//! What a practice manager opens every morning: how the days before went, what the days ahead hold, and which visits are
//! behind each number. Nobody's record is read before a person asks whose visits they are.
//!
//! What the figures are made of is read once and kept, with what was answered, until the book, the setup or the clock has moved
//! on: a filter is arithmetic over what is there.

mod coming;
mod facts;
mod known;
pub mod no_show;
pub mod replay;
pub mod review;
mod together;
mod work;

use crate::{
    error::{AppResult, found},
    find_patients::List,
    front_desk::FrontDesk,
};
use chrono::{NaiveDate, TimeDelta};
use clinic_domain::{
    arbitration::permitted,
    capacity::{
        Asked, Cell, Evidence, Figure, Headcount, Measures, Metric, Need, Scope, Swept, ThirdNext, Week,
        drill, measure, trend, usual,
    },
    id::{AppointmentId, PersonId, ResourceId},
    invalid::{Field, Problem},
    people::Permission,
    refusal::{Missing, Refusal},
    time::{Instant, monday_of},
};
use desk_cache::mirror::DayRow;
use known::Known;
use std::{ops::RangeInclusive, sync::Arc};
use together::{Pieces, together};
use work::Work;

pub(crate) use known::Kept;

/// So far the room looks back and ahead, today not counted among the days before.
pub const WEEKS_BACK: i64 = 13;
pub const DAYS_AHEAD: i64 = 14;
/// A year of figures at a time.
const MOST_DAYS: i64 = 366;
/// So many weeks back are read by anything: two years and the weeks that they begin and end in.
const PACKED_WEEKS: i64 = 106;
const PACKED_AT_A_TIME: usize = 8;
const SWEPT_AT_A_TIME: usize = 4_096;
/// More visits than these are counted only.
const MOST_VISITS: usize = 500;

#[derive(Clone, Debug, Default)]
pub struct CapacityRequest {
    pub scope: Scope,
    /// Of the figures; the last 13 weeks up to yesterday when absent.
    pub days: Option<RangeInclusive<NaiveDate>>,
}

#[derive(Debug, PartialEq)]
pub struct Capacity {
    pub today: NaiveDate,
    pub now: Instant,
    pub days: RangeInclusive<NaiveDate>,
    pub measures: Measures,
    pub yesterday: Measures,
    pub of_today: Measures,
    /// Of today and the days ahead, by provider and day.
    pub cells: Vec<Cell>,
    /// Oldest first; the last one is this week up to today.
    pub weeks: Vec<Week>,
    /// What the same weekday usually says, beside what today says, for what a trend follows.
    pub usual: Vec<(Metric, Figure)>,
    pub third_next: Vec<ThirdNext>,
    /// Of the whole practice, whatever is filtered.
    pub needs: Vec<Need>,
}

pub fn capacity(desk: &FrontDesk, who: PersonId, request: &CapacityRequest) -> AppResult<Arc<Capacity>> {
    permitted(&desk.author(who)?, Permission::ViewReports)?;
    is_a_period(request)?;
    let known = Known::of(desk, request.days.as_ref())?;
    let days = asked_days(request, known.today);
    known.answered(request.scope, &days, || answer(desk, &known, request.scope, &days))
}

/// What is asked for first when somebody opens the room, worked out while nobody waits, and some of the weeks that are over
/// packed. Nothing for whoever may not see it. Whether there is more to pack.
pub fn ahead(desk: &FrontDesk, who: PersonId) -> AppResult<bool> {
    if !desk.author(who)?.may(Permission::ViewReports) {
        return Ok(false);
    }
    let today = capacity(desk, who, &CapacityRequest::default())?.today;
    let this_week = monday_of(today);
    let over = this_week - TimeDelta::weeks(PACKED_WEEKS)..=this_week - TimeDelta::days(1);
    Ok(desk.store().pack_facts(&over, PACKED_AT_A_TIME)?)
}

fn answer(
    desk: &FrontDesk,
    known: &Known,
    scope: Scope,
    days: &RangeInclusive<NaiveDate>,
) -> AppResult<Capacity> {
    let (today, now) = (known.today, desk.now());
    let third_next = known.third_next(scope.appointment_type);
    let asked = |days| Asked { days, scope, today, now, slot_minutes: known.slot_minutes };
    let measured = |days: RangeInclusive<NaiveDate>| {
        let work = Work::of(desk, known, &scope, &days)?;
        AppResult::Ok(measure(&asked(days), &known.evidence(&third_next, &work)))
    };
    let work = Work::of(desk, known, &scope, days)?;
    let (of_days, evidence) = (asked(days.clone()), known.evidence(&third_next, &work));
    // The asked days may be a year.
    let parts = Pieces::of(known.facts.visits.chunks(SWEPT_AT_A_TIME));
    let sweep = || {
        let mut swept = Swept::default();
        parts.taken().for_each(|it| swept.add(&of_days, &evidence, it));
        swept
    };
    let (helped, (beside, mut swept)) =
        together(|| Ok(sweep()), || Ok((beside(known, scope, now, &third_next, &measured)?, sweep())))?;
    swept.join(helped);
    let Beside { yesterday, of_today, cells, weeks, needs } = beside;
    let usual = clinic_domain::capacity::TRENDED.iter().map(|it| (*it, usual(&weeks, today, *it))).collect();
    Ok(Capacity {
        today,
        now,
        days: days.clone(),
        measures: swept.measures(&of_days, &evidence),
        yesterday,
        of_today,
        cells,
        weeks,
        usual,
        needs,
        third_next: third_next.iter().filter(|it| scope.admits(*it)).copied().collect(),
    })
}

/// What the room shows whichever days are asked for.
struct Beside {
    yesterday: Measures,
    of_today: Measures,
    cells: Vec<Cell>,
    weeks: Vec<Week>,
    needs: Vec<Need>,
}

fn beside(
    known: &Known,
    scope: Scope,
    now: Instant,
    third_next: &[ThirdNext],
    measured: &impl Fn(RangeInclusive<NaiveDate>) -> AppResult<Measures>,
) -> AppResult<Beside> {
    let today = known.today;
    let days = today - TimeDelta::weeks(WEEKS_BACK)..=today;
    let asked = Asked { days, scope, today, now, slot_minutes: known.slot_minutes };
    let weeks = trend(&asked, &known.evidence(third_next, &Work::default()));
    Ok(Beside {
        yesterday: measured(today.pred_opt().map_or(today..=today, |it| it..=it))?,
        of_today: measured(today..=today)?,
        cells: known.cells(&scope, now),
        weeks,
        needs: known.needs().to_vec(),
    })
}

/// Which number somebody wants to see behind.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    Metric(Metric),
    /// The visits of a provider's day.
    Cell {
        provider: ResourceId,
        day: NaiveDate,
    },
}

pub struct BehindNumber {
    pub now: Instant,
    /// As many as there are.
    pub part: usize,
    pub rest: usize,
    /// Those of the part and then the others, by start, as far as they are named.
    pub visits: Vec<DayRow>,
    /// How many of the named ones are of the part.
    pub named: usize,
    pub marks: Arc<desk_cache::store::Marks>,
}

/// The visits behind a number, by the predicate that counted it.
pub fn behind(
    desk: &FrontDesk,
    who: PersonId,
    request: &CapacityRequest,
    number: Number,
) -> AppResult<BehindNumber> {
    let author = desk.author(who)?;
    permitted(&author, Permission::ViewReports)?;
    permitted(&author, Permission::ViewDay)?;
    is_a_period(request)?;
    let (known, now) = (Known::of(desk, request.days.as_ref())?, desk.now());
    let (today, scope) = (known.today, request.scope);
    let days = asked_days(request, today);
    let (detail, part, rest) = match number {
        Number::Metric(metric) => {
            let third_next = known.third_next(scope.appointment_type);
            let detail = format!("{metric} {} {}", days.start(), days.end());
            let asked = Asked { days, scope, today, now, slot_minutes: known.slot_minutes };
            let behind = drill(metric, &asked, &known.evidence(&third_next, &Work::default()));
            (detail, behind.part, behind.rest)
        }
        Number::Cell { provider, day } => {
            let setup = &known.configuration.setup;
            found(setup.resource(provider).filter(|it| setup.is_provider(it.id)), Missing::Resource)?;
            let those = known.facts.visits.iter().filter(|it| Cell::is_of(provider, day, &scope, it));
            (format!("{provider} {day}"), those.map(|it| it.appointment).collect(), Vec::new())
        }
    };
    let named: Vec<AppointmentId> = part.iter().chain(&rest).copied().take(MOST_VISITS).collect();
    let (visits, marks) = desk.read(|reader| Ok((reader.visits(&named)?, desk.marks(reader)?)))?;
    let list = List { action: "view_capacity", object: ("organization", known.organization()), detail };
    desk.lookups.list_shown(desk, who, list)?;
    let named = part.len().min(MOST_VISITS);
    Ok(BehindNumber { now, part: part.len(), rest: rest.len(), visits, named, marks })
}

/// Before anything is read for it.
fn is_a_period(request: &CapacityRequest) -> AppResult<()> {
    let Some(days) = &request.days else { return Ok(()) };
    let length = (*days.end() - *days.start()).num_days() + 1;
    let problem = match length {
        ..1 => Problem::NotAfterItsBeginning,
        1..=MOST_DAYS => return Ok(()),
        _ => Problem::TooLong,
    };
    Err(Refusal::Invalid { field: Field::LastDay, problem }.into())
}

fn asked_days(request: &CapacityRequest, today: NaiveDate) -> RangeInclusive<NaiveDate> {
    let usual = || today - TimeDelta::weeks(WEEKS_BACK)..=today - TimeDelta::days(1);
    request.days.clone().unwrap_or_else(usual)
}

impl Known {
    fn evidence<'a>(&'a self, third_next: &'a [ThirdNext], work: &'a Work) -> Evidence<'a> {
        Evidence {
            visits: &self.facts.visits,
            released: &self.facts.released,
            open: &self.open,
            own_providers: self.own_providers(),
            orphans: Some(&self.orphans),
            third_next: Some(third_next),
            efforts: work.efforts.as_deref(),
            people: Headcount {
                active_users: work.active_users,
                providers: Some(self.providers()),
                patients: Some(self.patients()),
            },
        }
    }
}
