//! Why a search finds nothing: what takes the asked time away, summed up by cause, the heaviest first.
//!
//! How: the starts from which the sessions of somebody by whom offers are listed hold the visit are sorted periods,
//! and each cause takes its share of what the causes before it have left. Only what is free in the end is looked at
//! start by start, for the patient and for everybody else whom the visit needs.

use super::{
    book::Book,
    calendar::Days,
    cause::{Cause, Obstacle, Sums},
    intervals::{covers, intersect, merge, seconds_of, subtract},
    places::Capacity,
    rules::{Rules, Sweep},
    search::{Candidate, Request, Search},
    visit::{Part, Visit},
    why_not::{closed_hours, days_to_name, nearest_hours},
};
use crate::{
    business_hours::ClosedHours,
    id::AppointmentTypeId,
    refusal::{NearestHours, Refusal},
    resource::Resource,
    schedule::{ExceptionScope, ScheduleException},
    setup::Setup,
    time::{Instant, Period},
};
use std::num::NonZeroU32;

/// What stands between a request and an offer, for a request to which [`super::offers`] finds none: at least one
/// obstacle, few of them, the one that takes most of the time first.
///
/// # Errors
/// The same refusals as [`super::offers`].
pub fn obstacles(setup: &Setup, book: &Book, request: &Request<'_>) -> Result<Vec<Obstacle>, Refusal> {
    let search = Search::of(setup, book, request)?;
    Ok(Inquiry { setup, search, sums: Sums::default() }.answer())
}

struct Inquiry<'a> {
    setup: &'a Setup,
    search: Search<'a>,
    sums: Sums,
}

impl Inquiry<'_> {
    fn answer(mut self) -> Vec<Obstacle> {
        let Search { visit, request, starts, .. } = &self.search;
        let of_type = visit.appointment_type;
        let Some(asked) = visit.starts_in(request.within) else {
            self.sums.add(Cause::WindowTooShort { needed_minutes: of_type.duration_minutes }, None, 1);
            return self.sums.heaviest();
        };
        let to_come = Period::new(asked.start().max(request.asking.now), asked.end());
        let (starts, needed_minutes) = (*starts, of_type.notice_minutes);
        self.who(asked);
        match (to_come, starts) {
            (None, _) => self.sums.add(Cause::InThePast, None, asked.seconds()),
            (Some(_), None) => {
                self.sums.add(Cause::NoticeTooShort { needed_minutes }, None, asked.seconds());
            }
            (Some(to_come), Some(starts)) => self.when(to_come, starts),
        }
        self.sums.heaviest()
    }

    /// Who is not there at all, or not for this type.
    fn who(&mut self, asked: Period) {
        let Search { visit, request, pool, .. } = &self.search;
        let (anchor, seconds) = (visit.anchor(), asked.seconds());
        let wished = if visit.has_provider() { request.providers } else { &[] };
        let is_here = |it: &&Resource| it.is_active && it.location == visit.location.id;
        for &id in wished {
            match self.setup.resource(id).filter(is_here) {
                None => self.sums.add(Cause::NotHere, Some(id), seconds),
                Some(it) if visit.roles[anchor].admits(it) => {}
                Some(_) => self.sums.add(Cause::NotForType, Some(id), seconds),
            }
        }
        for (role, candidates) in pool.by_role.iter().enumerate() {
            if candidates.is_empty() && (role != anchor || wished.is_empty()) {
                self.sums.add(Cause::NobodyThere { kind: visit.roles[role].kind }, None, seconds);
            }
        }
    }

    /// What takes the time of those who are there, from the asked starts that have not passed and from those of them
    /// that the notice leaves.
    fn when(&mut self, to_come: Period, starts: Period) {
        let Search { visit, request, book, pool, .. } = &mut self.search;
        let days = visit.days(to_come);
        pool.fill(visit, book, &days, request.asking.ignoring, &mut Sweep::default());
        let mut candidates = Vec::new();
        self.search.gather(starts, &days, &mut candidates);
        for &member in &self.search.pool.by_role[self.search.visit.anchor()] {
            let time =
                OwnTime { setup: self.setup, search: &self.search, days: &days, to_come, starts, member };
            let Left { starts: free, losses } = time.left();
            let resource = Some(time.rules().resource.id);
            losses.into_iter().for_each(|(cause, seconds)| self.sums.add(cause, resource, seconds));
            if !candidates.iter().any(|it| it.member == member) {
                let grid_minutes = self.search.visit.grid_minutes;
                self.sums.add(Cause::OffGrid { grid_minutes }, resource, seconds_of(&free));
            }
        }
        candidates.sort_unstable_by_key(|it| (it.start, it.rank));
        candidates.into_iter().for_each(|it| self.others(it, &days));
    }

    /// Why nothing is offered at a time at which whoever it would be listed by is free.
    fn others(&mut self, Candidate { start, member, .. }: Candidate, days: &Days) {
        let Search { visit, request, pool, .. } = &mut self.search;
        let seconds = i64::from(visit.grid_minutes) * 60;
        if let Some(&(appointment, during)) = request.asking.patient_busy_at(visit.at(start)).next() {
            return self.sums.add(Cause::PatientBusy { appointment, during }, None, seconds);
        }
        let missing = pool.missing(visit, days, start, (visit.anchor(), member));
        // Where the location has none of the kind at all, that is said already.
        if let Some(role) = missing.filter(|role| !pool.by_role[*role].is_empty()) {
            let resource = pool.members[member].rules.resource.id;
            self.sums.add(Cause::NeedUnmet { kind: visit.roles[role].kind }, Some(resource), seconds);
        }
    }
}

/// The time of one of those by whom offers are listed, as starts of the visit: sorted and disjoint periods.
struct OwnTime<'a> {
    setup: &'a Setup,
    search: &'a Search<'a>,
    days: &'a Days,
    /// The asked starts that have not passed.
    to_come: Period,
    /// Those of them that the notice leaves.
    starts: Period,
    member: usize,
}

impl OwnTime<'_> {
    fn left(&self) -> Left {
        let Search { visit, .. } = self.search;
        let (rules, of_type) = (self.rules(), visit.appointment_type);
        let (unbound, in_hours) = (rules.unbound(), self.in_sessions(rules, None));
        let starts = unbound.map_or_else(|| in_hours.clone(), |it| self.in_sessions(&it, None));
        let mut left = Left { starts, losses: Vec::new() };
        if left.starts.is_empty() {
            left.losses.push((Cause::NoSession { nearest: self.nearest_hours() }, self.to_come.seconds()));
            return left;
        }
        left.keep(
            &in_hours,
            Cause::OutsideBusinessHours { closed: self.closed_hours(&left.starts, &in_hours) },
        );
        let too_soon = Period::new(self.to_come.start(), self.starts.start());
        left.lose(too_soon.as_slice(), Cause::NoticeTooShort { needed_minutes: of_type.notice_minutes });
        left.keep(&self.in_sessions(rules, Some(of_type.id)), Cause::TypeNotInSession);
        let mut closures: Vec<(&ScheduleException, Period)> = Vec::new();
        rules.each_closure(self.days, |it, during| closures.push((it, during)));
        closures.sort_by_key(|it| matches!(it.0.scope, ExceptionScope::Resource(_)));
        for closure in closures.chunk_by(|one, other| one.0.id == other.0.id) {
            let reaching = self.reaching(closure.iter().map(|it| it.1));
            left.lose(&reaching, Cause::Closed { exception: closure[0].0.id });
        }
        left.lose(&self.taken(), self.booked());
        let parts = &visit.roles[visit.anchor()].parts;
        let distances = self.search.pool.members[self.member].distances.clone().unwrap_or_default();
        left.lose(&self.reaching_with(Part::own_seconds, distances.changeover), Cause::Changeover);
        for (location, taken) in distances.elsewhere {
            left.lose(&self.reaching(taken.into_iter()), Cause::Elsewhere { location });
        }
        for it in &self.search.pool.members[self.member].reserved {
            left.lose(&it.starts(parts), Cause::Reserved { opens: it.opens });
        }
        left
    }

    fn rules(&self) -> &Rules<'_> {
        &self.search.pool.members[self.member].rules
    }

    /// The closed hours that take the starts outside of `in_hours`, where it is the same ones everywhere.
    fn closed_hours(&self, starts: &[Period], in_hours: &[Period]) -> Option<ClosedHours> {
        let (visit, hours) = (&self.search.visit, self.rules().business_hours?);
        let mut cut = Vec::new();
        subtract(starts, in_hours, |it| Some(*it), &mut cut);
        let ends = cut.iter().flat_map(|it| [it.start(), it.end().plus_seconds(-1)]);
        let parts = &visit.roles[visit.anchor()].parts;
        let closed = |start| parts.iter().find_map(|it| closed_hours(self.days, hours, it.at(start)));
        let mut all = ends.map(closed);
        let first = all.next()??;
        all.all(|it| it == Some(first)).then_some(first)
    }

    /// The starts from which sessions for the type (`None`: for any) hold the visit.
    fn in_sessions(&self, rules: &Rules<'_>, wanted: Option<AppointmentTypeId>) -> Vec<Period> {
        let visit = &self.search.visit;
        let mut open = Vec::new();
        rules.open(self.days, wanted, &mut open);
        let mut starts = vec![self.to_come];
        for part in &visit.roles[visit.anchor()].parts {
            let holding = |it: &Period| {
                Period::new(it.start().plus_seconds(-part.from), it.end().plus_seconds(1 - part.to()))
            };
            starts = intersect(&starts, &open.iter().filter_map(holding).collect::<Vec<_>>());
        }
        self.by_the_wall(starts, rules, wanted)
    }

    /// Around a change of clocks only the grid times at which the wall shows a session are left.
    fn by_the_wall(
        &self,
        starts: Vec<Period>,
        rules: &Rules<'_>,
        wanted: Option<AppointmentTypeId>,
    ) -> Vec<Period> {
        let changes = self.days.around_changes();
        if changes.is_empty() {
            return starts;
        }
        let visit = &self.search.visit;
        let mut kept = Vec::new();
        subtract(&starts, &changes, |it| Some(*it), &mut kept);
        for change in changes {
            self.days.each_start(change.start(), change.end().plus_seconds(-1), &mut 0, |start| {
                let start_alone = Period::lasting(start, NonZeroU32::MIN);
                if covers(&starts, &start_alone)
                    && rules.may_start(self.days, visit.anchor_starts(start), wanted)
                {
                    kept.push(start_alone);
                }
            });
        }
        merge(&mut kept);
        kept
    }

    /// The starts from which the visit reaches into what others take up, and joins nobody there.
    fn taken(&self) -> Vec<Period> {
        let Search { visit, request, book, pool, .. } = self.search;
        let member = &pool.members[self.member];
        let busy = self.days.span().map_or(&[][..], |span| book.near(member.rules.resource.id, span));
        let busy = busy.iter().filter(|it| it.counts(request.asking.ignoring)).map(|it| it.during);
        let places = Capacity::of(member.rules.resource);
        if places.are_one() && !visit.is_of_group() {
            return self.reaching(busy);
        }
        let mut taken = self.reaching(places.full(busy).into_iter());
        let parts = &visit.roles[visit.anchor()].parts;
        let of_groups = member.groups.starts().map(|at| at.plus_seconds(-parts[0].from));
        let may_join =
            |start: &Instant| parts.iter().all(|part| member.groups.admit(part.at(*start), &member.free));
        let joining = of_groups.filter(may_join).map(|start| Period::lasting(start, NonZeroU32::MIN));
        let mut rest = Vec::new();
        merge(&mut taken);
        subtract(&taken, &joining.collect::<Vec<_>>(), |it| Some(*it), &mut rest);
        rest
    }

    /// The starts from which the visit reaches into one of the periods, by start.
    fn reaching(&self, into: impl Iterator<Item = Period>) -> Vec<Period> {
        self.reaching_with(|part, _| (part.from, part.to()), into)
    }

    /// With some seconds of its parts.
    fn reaching_with(
        &self,
        seconds: impl Fn(Part, &Visit<'_>) -> (i64, i64),
        into: impl IntoIterator<Item = Period>,
    ) -> Vec<Period> {
        let visit = &self.search.visit;
        let parts = visit.roles[visit.anchor()].parts.iter().map(|part| seconds(*part, visit));
        let parts: Vec<(i64, i64)> = parts.collect();
        let mut starts = Vec::new();
        for it in into {
            starts.extend(parts.iter().filter_map(|(from, to)| {
                Period::new(it.start().plus_seconds(1 - to), it.end().plus_seconds(-from))
            }));
        }
        starts.sort_unstable();
        starts
    }

    fn booked(&self) -> Cause {
        let Search { visit, request, pool, .. } = self.search;
        let asked = Period::new(self.starts.start(), request.within.end());
        let free = pool.members[self.member].free.iter();
        let free = free.filter_map(|it| asked.and_then(|asked| it.intersection(&asked)));
        let parts = visit.roles[visit.anchor()].parts.iter();
        Cause::Booked {
            longest_free_minutes: free.map(|it| it.minutes()).max().unwrap_or(0),
            needed_minutes: parts.map(|it| i64::from(it.seconds.get()) / 60).max().unwrap_or(0),
        }
    }

    /// What they have next to the asked time, from now on.
    fn nearest_hours(&self) -> Option<NearestHours> {
        let Search { visit, request, .. } = self.search;
        let asked = Period::new(self.to_come.start(), request.within.end())?;
        let days = days_to_name(visit, asked);
        let rules = Rules::of(self.setup, &[self.rules().resource], &days).pop()?;
        let rules = rules.seen_from(request.asking.now.local_date(visit.location.zone));
        nearest_hours(visit, &rules, asked, Some(request.asking.now))
    }
}

/// The starts that the causes so far have left, and how many seconds of starts each took.
struct Left {
    starts: Vec<Period>,
    losses: Vec<(Cause, i64)>,
}

impl Left {
    /// Whatever starts in `taken`, sorted by start, is lost.
    fn lose(&mut self, taken: &[Period], cause: Cause) {
        let mut rest = Vec::new();
        subtract(&self.starts, taken, |it| Some(*it), &mut rest);
        self.set(rest, cause);
    }

    /// Whatever starts outside `these` is lost.
    fn keep(&mut self, these: &[Period], cause: Cause) {
        self.set(intersect(&self.starts, these), cause);
    }

    fn set(&mut self, rest: Vec<Period>, cause: Cause) {
        self.losses.push((cause, seconds_of(&self.starts) - seconds_of(&rest)));
        self.starts = rest;
    }
}
