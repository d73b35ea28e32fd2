//! The naive truth: minute by minute, every choice of resources tried. Slow, short, and written from the rules,
//! not from the engine.

use chrono::{NaiveDate, Timelike};
use chrono_tz::Tz;
use clinic_domain::{
    appointment_type::AppointmentType,
    availability::{Asking, Book, Busy, Cause, Obstacle, Occupant, Request},
    business_hours::ClosedHours,
    id::{AppointmentTypeId, ExceptionId, LocationId, ResourceId},
    refusal::NearestHours,
    resource::{Resource, ResourceKind},
    schedule::{ExceptionScope, ScheduleException, WeeklySession},
    setup::Setup,
    time::{DayMinute, Instant, Period, day_of, end_instant, monday_of, start_instant},
};
use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    rc::Rc,
};

/// Start and own provider (or first resource) of everything that is free.
pub fn offers(setup: &Setup, book: &Book, request: &Request<'_>) -> BTreeSet<(Instant, ResourceId)> {
    let truth = Truth::of(setup, book, request);
    let mut found = BTreeSet::new();
    for at in minutes(request.within).filter(|at| truth.admits_patient() && truth.is_on_grid(*at)) {
        let by = truth.listed_by();
        let candidates = setup.resources.iter().map(|it| it.id);
        let mut free = candidates.filter(|it| truth.can_start(at, by, *it));
        if truth.of_type.needs[by].kind == ResourceKind::Provider {
            found.extend(free.map(|it| (at, it)));
        } else {
            found.extend(free.next().map(|it| (at, it)));
        }
    }
    found
}

/// Whether an obstacle is true, by looking at every minute of the asked time.
pub fn holds(setup: &Setup, book: &Book, request: &Request<'_>, obstacle: &Obstacle) -> bool {
    let unbound = without_business_hours(setup);
    let (truth, unbound) = (Truth::of(setup, book, request), Truth::of(&unbound, book, request));
    let (by, starts) = (truth.listed_by(), truth.starts());
    let bookable = || starts.iter().copied().filter(|at| *at >= truth.earliest());
    let resources: Vec<&Resource> =
        obstacle.resources.iter().map(|it| setup.resource(*it).unwrap()).collect();
    let of_each =
        |holds: &dyn Fn(&Resource) -> bool| !resources.is_empty() && resources.iter().all(|it| holds(it));
    let in_session = |it: &Resource, at| truth.is_in_session(it, at, Some(truth.of_type.id));
    let at_some_time = |holds: &dyn Fn(&Resource, Instant) -> bool| {
        of_each(&|it| bookable().any(|at| in_session(it, at) && holds(it, at)))
    };
    let hits = |at, is_hit: &dyn Fn(Period) -> bool| truth.parts(by, at).into_iter().any(is_hit);
    let is_free = |it: &Resource, at| truth.is_free_from(it, at);
    match obstacle.cause {
        Cause::NotHere => of_each(&|it| !it.is_active || it.location != request.location),
        Cause::NotForType => of_each(&|it| !truth.may_take(by, it)),
        Cause::NobodyThere { kind } => truth.has_nobody(kind),
        Cause::WindowTooShort { needed_minutes } => {
            needed_minutes == truth.of_type.duration_minutes && starts.is_empty()
        }
        Cause::InThePast => truth.to_come().next().is_none(),
        Cause::NoticeTooShort { needed_minutes } => {
            needed_minutes == truth.of_type.notice_minutes && truth.to_come().any(|at| at < truth.earliest())
        }
        Cause::NoSession { nearest } => {
            of_each(&|it| unbound.never_works(it)) && resources.iter().any(|it| truth.has_near(it, nearest))
        }
        Cause::OutsideBusinessHours { closed } => of_each(&|it| truth.is_cut(&unbound, it, closed)),
        Cause::TypeNotInSession => {
            of_each(&|it| bookable().any(|at| truth.is_in_session(it, at, None) && !in_session(it, at)))
        }
        Cause::Closed { exception } => {
            at_some_time(&|it, at| hits(at, &|during| truth.is_closed_by(it, exception, during)))
        }
        Cause::Booked { longest_free_minutes, needed_minutes } => {
            at_some_time(&|it, at| hits(at, &|during| truth.is_booked(it, during)))
                && truth.has_gaps(&resources, longest_free_minutes, needed_minutes)
        }
        Cause::Reserved { opens } => {
            at_some_time(&|it, at| truth.takes_of_what_is_kept(it.id, at))
                && resources.iter().any(|it| truth.kept(it.id).iter().any(|kept| kept.opens == opens))
        }
        Cause::Changeover => at_some_time(&|it, at| hits(at, &|during| truth.is_readied(it, at, during))),
        Cause::Elsewhere { location } => {
            at_some_time(&|it, at| hits(at, &|during| truth.is_elsewhere(it, during, Some(location))))
        }
        Cause::OffGrid { grid_minutes } => {
            grid_minutes == setup.organization.settings.grid_minutes
                && of_each(&|it| bookable().any(|at| is_free(it, at)))
                && of_each(&|it| !bookable().any(|at| truth.is_grid_start_of(it, at) && is_free(it, at)))
        }
        Cause::NeedUnmet { kind } => {
            let others = truth.of_type.needs.iter().enumerate().filter(|it| it.0 != by);
            others.into_iter().any(|it| it.1.kind == kind)
                && at_some_time(&|it, at| {
                    let is_asked = truth.is_grid_start_of(it, at) && truth.is_patient_free(at);
                    is_asked && is_free(it, at) && !truth.can_be_staffed(at, by, it.id)
                })
        }
        Cause::PatientBusy { appointment, during } => {
            resources.is_empty()
                && request.asking.patient_busy.contains(&(appointment, during))
                && bookable().any(|at| truth.is_on_grid(at) && during.overlaps(&truth.visit(at)))
        }
    }
}

fn without_business_hours(setup: &Setup) -> Setup {
    let mut setup = setup.clone();
    setup.organization.business_hours = None;
    setup
}

/// Whether a visit with the resource, listed by its first need, would lie in closed hours that a session holds otherwise.
pub fn is_cut(
    setup: &Setup,
    book: &Book,
    request: &Request<'_>,
    (resource, during): (ResourceId, Period),
    closed: ClosedHours,
) -> bool {
    let (resource, always_open) = (setup.resource(resource).unwrap(), without_business_hours(setup));
    let (truth, unbound) = (Truth::of(setup, book, request), Truth::of(&always_open, book, request));
    truth.is_in(closed, during)
        && minutes(during).all(|at| unbound.has_session(resource, at, None))
        && !minutes(during).all(|at| truth.has_session(resource, at, None))
}

/// All periods that the resource is taken up in a visit at `at` in the first of its needs.
pub fn parts_of(
    setup: &Setup,
    book: &Book,
    request: &Request<'_>,
    resource: &Resource,
    at: Instant,
) -> Vec<Period> {
    let truth = Truth::of(setup, book, request);
    let need = (0..truth.of_type.needs.len()).find(|it| truth.may_take(*it, resource));
    need.map_or_else(Vec::new, |it| truth.parts(it, at))
}

struct Truth<'a> {
    setup: &'a Setup,
    book: &'a Book,
    request: &'a Request<'a>,
    zone: Tz,
    of_type: &'a AppointmentType,
    /// Whether a resource is open in a minute, once somebody asked.
    open: RefCell<HashMap<(ResourceId, Instant), bool>>,
    /// What its sessions keep free, once somebody asked.
    kept: RefCell<HashMap<ResourceId, Rc<Vec<Kept>>>>,
}

/// A session that keeps something free.
struct Kept {
    minutes: BTreeSet<Instant>,
    /// Those of them in which somebody is booked.
    booked: BTreeSet<Instant>,
    percent: u8,
    opens: NaiveDate,
}

impl<'a> Truth<'a> {
    fn of(setup: &'a Setup, book: &'a Book, request: &'a Request<'a>) -> Truth<'a> {
        let zone = setup.location(request.location).unwrap().zone;
        Truth {
            setup,
            book,
            request,
            zone,
            of_type: setup.appointment_type(request.appointment_type).unwrap(),
            open: RefCell::default(),
            kept: RefCell::default(),
        }
    }

    /// Whether a visit can start at a time on the grid, listed by this resource.
    fn can_start(&self, at: Instant, by: usize, resource: ResourceId) -> bool {
        let Request { within, providers, .. } = *self.request;
        let is_provider = self.of_type.needs[by].kind == ResourceKind::Provider;
        within.contains(&self.visit(at))
            && at >= self.earliest()
            && (!is_provider || providers.is_empty() || providers.contains(&resource))
            && self.is_patient_free(at)
            && self.works_by_the_wall(self.setup.resource(resource).unwrap(), at, Some(self.of_type.id))
            && !self.takes_of_what_is_kept(resource, at)
            && self.can_be_staffed(at, by, resource)
    }

    fn admits_patient(&self) -> bool {
        !self.of_type.is_new_patient || self.request.asking.is_new_patient != Some(false)
    }

    /// The need whose resource offers are listed by.
    fn listed_by(&self) -> usize {
        self.of_type.needs.iter().position(|it| it.kind == ResourceKind::Provider).unwrap_or(0)
    }

    /// Every minute at which the visit would lie in the window.
    fn starts(&self) -> Vec<Instant> {
        minutes(self.request.within).take_while(|at| self.request.within.contains(&self.visit(*at))).collect()
    }

    fn visit(&self, at: Instant) -> Period {
        Period::of_minutes(at, self.of_type.duration_minutes.into()).unwrap()
    }

    fn earliest(&self) -> Instant {
        self.request.asking.now.plus_minutes(self.of_type.notice_minutes.into())
    }

    fn is_on_grid(&self, at: Instant) -> bool {
        let wall = at.wall(self.zone);
        let of_day = wall.hour() * 60 + wall.minute();
        of_day.is_multiple_of(u32::from(self.setup.organization.settings.grid_minutes))
            && wall.second() == 0
            && start_instant(self.zone, wall) == at
    }

    fn is_grid_start_of(&self, resource: &Resource, at: Instant) -> bool {
        self.is_on_grid(at) && self.works_by_the_wall(resource, at, Some(self.of_type.id))
    }

    fn is_patient_free(&self, at: Instant) -> bool {
        let Asking { patient_busy, ignoring, .. } = self.request.asking;
        patient_busy.iter().all(|it| Some(it.0) == ignoring || !it.1.overlaps(&self.visit(at)))
    }

    fn may_take(&self, need: usize, resource: &Resource) -> bool {
        let need = &self.of_type.needs[need];
        let is_listed = need.any_of.is_empty() || need.any_of.contains(&resource.id);
        let is_here = resource.is_active && resource.location == self.request.location;
        is_here && resource.kind == need.kind && is_listed
    }

    /// Whether a need of the kind has nobody who could take it.
    fn has_nobody(&self, kind: ResourceKind) -> bool {
        (0..self.of_type.needs.len()).any(|need| {
            self.of_type.needs[need].kind == kind
                && !self.setup.resources.iter().any(|it| self.may_take(need, it))
        })
    }

    /// Every way to give each need a resource.
    fn can_be_staffed(&self, at: Instant, by: usize, resource: ResourceId) -> bool {
        let needs = &self.of_type.needs;
        let joined = self.joined(at, resource);
        let mut ways: Vec<Vec<ResourceId>> = vec![vec![]];
        for index in 0..needs.len() {
            let candidates = self
                .setup
                .resources
                .iter()
                .filter(|it| self.may_take(index, it) && (index != by || it.id == resource));
            let able: Vec<_> = candidates.filter(|it| self.can_take(it, index, at, &joined)).collect();
            ways = ways
                .iter()
                .flat_map(|way| able.iter().map(|it| [&way[..], &[it.id]].concat()))
                .filter(|way| {
                    (0..index).all(|other| self.is_same(other, index) == (way[other] == way[index]))
                })
                .collect();
        }
        !ways.is_empty()
    }

    /// Whom a visit at `at` would join with the resource as its own: nobody where that is free anyway.
    fn joined(&self, at: Instant, resource: ResourceId) -> Vec<Occupant> {
        let parts = self.parts(self.listed_by(), at);
        let own = self.setup.resource(resource).unwrap();
        if self.of_type.places == 1 || parts.iter().all(|it| minutes(*it).all(|at| self.is_free_at(own, at)))
        {
            return vec![];
        }
        parts.iter().flat_map(|it| self.beginning(resource, it.start())).collect()
    }

    /// Those of the type who begin something with the resource then, in the ordinary lane.
    fn beginning(&self, resource: ResourceId, at: Instant) -> Vec<Occupant> {
        let there = self.there(resource, at).into_iter();
        let begin = there.filter(|it| self.is_of_type(it) && it.lane == 0 && it.during.start() == at);
        begin.map(|it| it.by).collect()
    }

    /// Whether the resource can be had for a need, beside those who are joined where somebody is.
    fn can_take(&self, resource: &Resource, need: usize, at: Instant, joined: &[Occupant]) -> bool {
        let during = self.taken_by(need, at);
        if joined.is_empty() {
            return self.is_free(resource, at, during);
        }
        let parts = self.parts(need, at);
        let is_theirs =
            |it: &Period| self.beginning(resource.id, it.start()).iter().any(|it| joined.contains(it));
        parts.iter().any(is_theirs)
            && !self.is_booked(resource, during)
            && minutes(during).all(|at| self.is_open(resource, at))
            && !self.is_readied(resource, at, during)
            && !self.is_elsewhere(resource, during, None)
    }

    fn is_of_type(&self, it: &Busy) -> bool {
        it.appointment_type == self.of_type.id
    }

    /// Everybody who is with the resource at that minute, in whichever lane.
    fn there(&self, resource: ResourceId, at: Instant) -> Vec<&Busy> {
        let counts = |it: &&Busy| self.request.asking.ignoring.is_none_or(|id| !it.is_of_visit(id));
        let is_then = |it: &&Busy| it.during.start() <= at && at < it.during.end();
        self.book.of(resource).iter().filter(counts).filter(is_then).collect()
    }

    /// Whether two needs are one resource that goes and comes back.
    fn is_same(&self, one: usize, other: usize) -> bool {
        let (a, b) = (&self.of_type.needs[one], &self.of_type.needs[other]);
        let (from, to) = (self.minutes_of(one), self.minutes_of(other));
        a.kind == b.kind && a.any_of == b.any_of && (from.1 <= to.0 || to.1 <= from.0)
    }

    fn minutes_of(&self, index: usize) -> (i64, i64) {
        let need = &self.of_type.needs[index];
        let end =
            if need.minutes == 0 { self.of_type.duration_minutes } else { need.from_minute + need.minutes };
        (need.from_minute.into(), end.into())
    }

    /// Buffers stand before the first and after the last part of the same resource.
    fn taken_by(&self, index: usize, at: Instant) -> Period {
        let (mut from, mut to) = self.minutes_of(index);
        let others: Vec<_> =
            (0..self.of_type.needs.len()).filter(|it| *it != index && self.is_same(*it, index)).collect();
        if others.iter().all(|it| self.minutes_of(*it).0 > from) {
            from -= i64::from(self.of_type.buffer_before_minutes);
        }
        if others.iter().all(|it| self.minutes_of(*it).0 < self.minutes_of(index).0) {
            to += i64::from(self.of_type.buffer_after_minutes);
        }
        Period::new(at.plus_minutes(from), at.plus_minutes(to)).unwrap()
    }

    /// All periods that the resource of a need is taken up in a visit at `at`.
    fn parts(&self, by: usize, at: Instant) -> Vec<Period> {
        let needs = 0..self.of_type.needs.len();
        needs.filter(|it| *it == by || self.is_same(*it, by)).map(|it| self.taken_by(it, at)).collect()
    }

    /// Whether a visit at `at`, with the resource as its own, would take of what a session keeps free.
    fn takes_of_what_is_kept(&self, resource: ResourceId, at: Instant) -> bool {
        let parts = self.parts(self.listed_by(), at);
        self.kept(resource).iter().any(|it| {
            let mut inside: BTreeSet<Instant> = parts.iter().copied().flat_map(minutes).collect();
            inside.retain(|at| it.minutes.contains(at) && !it.booked.contains(at));
            let inside = inside.len();
            let given = it.minutes.len() * 60 * (100 - usize::from(it.percent)) / 100;
            inside > 0 && (it.booked.len() + inside) * 60 > given
        })
    }

    /// Whether a visit that would be listed by the resource could start then, as far as its own time goes.
    fn is_free_from(&self, resource: &Resource, at: Instant) -> bool {
        let joined = self.joined(at, resource.id);
        let mut needs = (0..self.of_type.needs.len())
            .filter(|it| *it == self.listed_by() || self.is_same(*it, self.listed_by()));
        !self.takes_of_what_is_kept(resource.id, at)
            && needs.all(|it| self.can_take(resource, it, at, &joined))
    }

    fn kept(&self, resource: ResourceId) -> Rc<Vec<Kept>> {
        let mut known = self.kept.borrow_mut();
        Rc::clone(known.entry(resource).or_insert_with(|| Rc::new(self.look_for_kept(resource))))
    }

    fn look_for_kept(&self, resource: ResourceId) -> Vec<Kept> {
        let counts =
            |it: &&Busy| it.lane == 0 && self.request.asking.ignoring.is_none_or(|id| !it.is_of_visit(id));
        let booked = || self.book.of(resource).iter().filter(counts).map(|it| it.during);
        let Request { within, asking, .. } = *self.request;
        let today = asking.now.local_date(self.zone);
        let around = Period::new(within.start().plus_minutes(-48 * 60), within.end().plus_minutes(48 * 60));
        let around: Vec<Instant> = minutes(around.unwrap()).collect();
        let mut date = day_of(self.zone, within.start()) - chrono::TimeDelta::days(1);
        let mut all = vec![];
        while date <= day_of(self.zone, within.end()) + chrono::TimeDelta::days(1) {
            for it in self.weekly_on(resource, date) {
                let opens = it.reserve.map(|kept| date - chrono::TimeDelta::days(kept.until_days.into()));
                if let Some(opens) = opens.filter(|opens| today < *opens) {
                    let of_it = around.iter().filter(|at| self.covers(date, it.from, it.to, **at));
                    let minutes: BTreeSet<Instant> = of_it.copied().collect();
                    let mut booked: BTreeSet<Instant> = booked().flat_map(self::minutes).collect();
                    booked.retain(|at| minutes.contains(at));
                    all.push(Kept { minutes, booked, percent: it.reserve.unwrap().percent, opens });
                }
            }
            date += chrono::TimeDelta::days(1);
        }
        all
    }

    /// As a part of a visit that starts at `at`.
    fn is_free(&self, resource: &Resource, at: Instant, during: Period) -> bool {
        minutes(during).all(|at| self.is_free_at(resource, at))
            && !self.is_readied(resource, at, during)
            && !self.is_elsewhere(resource, during, None)
    }

    /// Whether an ordinary visit is in the room within a changeover of the time that the visit at `at` is in it.
    fn is_readied(&self, resource: &Resource, at: Instant, during: Period) -> bool {
        let visit = self.visit(at);
        let own: Vec<Instant> =
            minutes(during).filter(|at| visit.start() <= *at && *at < visit.end()).collect();
        let (Some(first), Some(last)) = (own.first(), own.last()) else { return false };
        let needed = if resource.places > 1 { 0 } else { i64::from(resource.changeover_minutes) };
        let near = Period::new(first.plus_minutes(-needed), last.plus_minutes(needed + 1)).unwrap();
        let others = self.others(resource.id).filter(|it| it.lane == 0 && !it.during.overlaps(&during));
        let others: Vec<Period> = others.map(|it| it.own).collect();
        needed > 0 && minutes(near).any(|at| others.iter().any(|it| it.start() <= at && at < it.end()))
    }

    /// Whether the person has anything elsewhere (or at that location) from which they would not be here in time.
    fn is_elsewhere(&self, resource: &Resource, during: Period, at_location: Option<LocationId>) -> bool {
        let person = |it: &Resource| it.same_person_as.unwrap_or(it.id);
        let rows = self.setup.resources.iter().filter(|it| {
            it.id != resource.id
                && person(it) == person(resource)
                && at_location.is_none_or(|location| it.location == location)
        });
        rows.into_iter().any(|row| {
            let ways = self.setup.organization.settings.travel.iter();
            let mut ways = ways.filter(|it| {
                [it.one, it.other].contains(&row.location) && [it.one, it.other].contains(&resource.location)
            });
            let way = ways.next().map_or(0, |it| i64::from(it.minutes));
            let near =
                Period::new(during.start().plus_minutes(-way), during.end().plus_minutes(way)).unwrap();
            minutes(near)
                .any(|at| self.others(row.id).any(|it| it.during.start() <= at && at < it.during.end()))
        })
    }

    /// What takes the resource up, but for the visit that is moved.
    fn others(&self, resource: ResourceId) -> impl Iterator<Item = &Busy> {
        let ignoring = self.request.asking.ignoring;
        let busy = self.book.of(resource).iter();
        busy.filter(move |it| ignoring.is_none_or(|id| !it.is_of_visit(id)))
    }

    fn is_free_at(&self, resource: &Resource, at: Instant) -> bool {
        self.there(resource.id, at).len() < usize::from(resource.places) && self.is_open(resource, at)
    }

    fn is_booked(&self, resource: &Resource, during: Period) -> bool {
        minutes(during).any(|at| !self.admits(resource, during.start(), at))
    }

    /// Whether at that minute there is a place for one more who begins at `start`.
    fn admits(&self, resource: &Resource, start: Instant, at: Instant) -> bool {
        let there = self.there(resource.id, at);
        let ordinary: Vec<_> = there.iter().filter(|it| it.lane == 0).collect();
        let is_group = !ordinary.is_empty()
            && ordinary.iter().all(|it| self.is_of_type(it) && it.during.start() == start);
        let group = there.iter().filter(|it| self.is_of_type(it)).count();
        there.len() < usize::from(resource.places) || is_group && group < usize::from(self.of_type.places)
    }

    /// The longest time without a break that the resource has free for the type within the bookable window.
    fn longest_free_minutes(&self, resource: &Resource) -> i64 {
        let Request { within, .. } = *self.request;
        let (mut longest, mut so_far) = (0, 0);
        for at in Period::new(within.start().max(self.earliest()), within.end()).into_iter().flat_map(minutes)
        {
            so_far = if self.is_free_at(resource, at) { so_far + 1 } else { 0 };
            longest = longest.max(so_far);
        }
        longest
    }

    /// Whether so much is the longest that one of them has free, and so much the most that the visit takes of one.
    fn has_gaps(&self, of: &[&Resource], longest_minutes: i64, needed_minutes: i64) -> bool {
        let longest = of.iter().map(|it| self.longest_free_minutes(it)).max();
        let parts = self.parts(self.listed_by(), self.request.asking.now);
        longest == Some(longest_minutes) && parts.iter().map(Period::minutes).max() == Some(needed_minutes)
    }

    fn is_open(&self, resource: &Resource, at: Instant) -> bool {
        let look = || {
            let closes = |it: &ScheduleException| self.closes(it, resource, at);
            self.has_session(resource, at, Some(self.of_type.id)) && !self.setup.exceptions.iter().any(closes)
        };
        *self.open.borrow_mut().entry((resource.id, at)).or_insert_with(look)
    }

    fn has_session(&self, resource: &Resource, at: Instant, of_type: Option<AppointmentTypeId>) -> bool {
        let on = |date| {
            let mut sessions = self.sessions_on(resource.id, date, of_type);
            sessions.any(|(from, to)| self.covers(date, from, to, at))
        };
        !self.keeps_hours(resource) || self.days_around(at).any(on)
    }

    fn is_closed_by(&self, resource: &Resource, exception: ExceptionId, during: Period) -> bool {
        let exception = self.setup.exceptions.iter().find(|it| it.id == exception).unwrap();
        minutes(during).any(|at| self.closes(exception, resource, at))
    }

    fn closes(&self, exception: &ScheduleException, resource: &Resource, at: Instant) -> bool {
        let it = exception;
        let concerns = it.scope == ExceptionScope::Resource(resource.id)
            || it.scope == ExceptionScope::Location(resource.location);
        let is_then = |date: NaiveDate| {
            it.first_day <= date && date <= it.last_day && self.covers(date, it.from, it.to, at)
        };
        it.is_active && it.kind.closes() && concerns && self.days_around(at).any(is_then)
    }

    /// The starts that are asked for and have not passed.
    fn to_come(&self) -> impl Iterator<Item = Instant> {
        self.starts().into_iter().filter(|at| *at >= self.request.asking.now)
    }

    /// Whether no session holds the visit at any time to come.
    fn never_works(&self, resource: &Resource) -> bool {
        !self.to_come().any(|at| self.is_on_grid(at) && self.is_in_session(resource, at, None))
    }

    /// Whether only the business hours keep the visit out of sessions at some time to come; those closed hours, where they
    /// are named.
    fn is_cut(&self, unbound: &Truth<'_>, resource: &Resource, closed: Option<ClosedHours>) -> bool {
        let parts = |at| self.parts(self.listed_by(), at).into_iter();
        self.to_come().any(|at| {
            unbound.is_in_session(resource, at, None)
                && !self.is_in_session(resource, at, None)
                && closed.is_none_or(|it| parts(at).any(|during| self.is_in(it, during)))
        })
    }

    /// Whether any of `during` lies in hours that are closed from their first to their last minute.
    fn is_in(&self, closed: ClosedHours, during: Period) -> bool {
        let hours = &self.setup.organization.business_hours.as_ref().unwrap().0;
        let of_day = || hours.iter().filter(|it| it.weekday == closed.weekday);
        let is_open = |minute: u16| of_day().any(|it| it.from.0 <= minute && minute < it.to.0);
        (closed.from.0..closed.to.0).all(|it| !is_open(it))
            && minutes(during).any(|at| {
                let wall = at.wall(self.zone);
                let minute = (wall.hour() * 60 + wall.minute()) as u16;
                chrono::Datelike::weekday(&day_of(self.zone, at)) == closed.weekday
                    && (closed.from.0..closed.to.0).contains(&minute)
            })
    }

    fn days_around(&self, at: Instant) -> impl Iterator<Item = NaiveDate> + use<> {
        let today = at.local_date(self.zone);
        (-1..=1).map(move |days| today + chrono::TimeDelta::days(days))
    }

    fn covers(&self, date: NaiveDate, from: DayMinute, to: DayMinute, at: Instant) -> bool {
        // What the clocks repeat after the next midnight has come is of the next day.
        let midnight = start_instant(self.zone, DayMinute::END.on(date));
        let [first, second] = [start_instant, end_instant].map(|pass| pass(self.zone, to.on(date)));
        let end = if second <= midnight { second } else { first };
        start_instant(self.zone, from.on(date)) <= at && at < end
    }

    /// Whether sessions (for the type, or for any) hold a visit that starts at `at`, by the wall clock too.
    fn is_in_session(&self, resource: &Resource, at: Instant, of_type: Option<AppointmentTypeId>) -> bool {
        let mut parts = self.parts(self.listed_by(), at).into_iter();
        self.works_by_the_wall(resource, at, of_type)
            && parts.all(|during| minutes(during).all(|at| self.has_session(resource, at, of_type)))
    }

    /// Whether the resource has next to the asked time what is said.
    fn has_near(&self, resource: &Resource, nearest: Option<NearestHours>) -> bool {
        let mut templates =
            self.setup.templates.iter().filter(|it| it.is_active && it.resource == resource.id);
        match nearest {
            None => true,
            Some(NearestHours::Session(it)) => {
                self.is_open(resource, it.start())
                    && self.is_open(resource, it.end().plus_minutes(-1))
                    && it.end() > self.request.asking.now
            }
            Some(NearestHours::StartOn(day)) => templates.any(|it| it.valid_from == day),
            Some(NearestHours::EndedOn(day)) => templates.any(|it| it.valid_to == Some(day)),
        }
    }

    fn keeps_hours(&self, resource: &Resource) -> bool {
        let has_template = self.setup.templates.iter().any(|it| it.is_active && it.resource == resource.id);
        resource.kind == ResourceKind::Provider || has_template
    }

    /// Whether a session is on at the wall-clock time at which a visit that starts at `at` first wants the resource.
    fn works_by_the_wall(
        &self,
        resource: &Resource,
        at: Instant,
        of_type: Option<AppointmentTypeId>,
    ) -> bool {
        let first = self.of_type.needs[self.listed_by()].from_minute;
        let wanted = at.plus_minutes(first.into());
        let wall = wanted.wall(self.zone);
        let minute = (wall.hour() * 60 + wall.minute()) as u16;
        let mut sessions = self.sessions_on(resource.id, day_of(self.zone, wanted), of_type);
        !self.keeps_hours(resource) || sessions.any(|(from, to)| from.0 <= minute && minute < to.0)
    }

    /// Sessions and extra sessions of a local day that take the type, or any.
    fn sessions_on(
        &self,
        resource: ResourceId,
        date: NaiveDate,
        of_type: Option<AppointmentTypeId>,
    ) -> impl Iterator<Item = (DayMinute, DayMinute)> {
        let takes = move |types: &[_]| types.is_empty() || of_type.is_none_or(|it| types.contains(&it));
        let location = self.setup.resource(resource).unwrap().location;
        let ahead = (date - self.request.asking.now.local_date(self.zone)).num_days();
        let is_released =
            move |it: &WeeklySession| it.release_days.is_some_and(|days| i64::from(days) >= ahead);
        let weekly = self.weekly_on(resource, date).into_iter();
        let weekly = weekly.filter(move |it| is_released(it) || takes(&it.types));
        let extra = self.setup.exceptions.iter().filter(move |it| {
            let is_here = it.scope == ExceptionScope::Resource(resource)
                || it.scope == ExceptionScope::Location(location);
            let is_extra = it.is_active && !it.kind.closes() && is_here && takes(&it.types);
            is_extra && it.first_day <= date && date <= it.last_day
        });
        weekly.map(|it| (it.from, it.to)).chain(extra.map(|it| (it.from, it.to)))
    }

    fn weekly_on(&self, resource: ResourceId, date: NaiveDate) -> Vec<WeeklySession> {
        let templates = self.setup.templates.iter().filter(move |it| {
            let weeks = (monday_of(date) - monday_of(it.valid_from)).num_days() / 7;
            it.is_active
                && it.resource == resource
                && it.valid_from <= date
                && it.valid_to.is_none_or(|last| date <= last)
                && weeks % i64::from(it.every_n_weeks) == 0
        });
        let sessions = templates.flat_map(|it| &it.sessions);
        let sessions = sessions.filter(move |it| it.weekday == chrono::Datelike::weekday(&date));
        sessions.flat_map(|it| self.in_business_hours(it)).collect()
    }

    /// What the organization's hours leave of a session.
    fn in_business_hours(&self, session: &WeeklySession) -> Vec<WeeklySession> {
        let Some(hours) = &self.setup.organization.business_hours else { return vec![session.clone()] };
        let of_day = hours.0.iter().filter(|it| it.weekday == session.weekday);
        let cut = of_day.map(|it| WeeklySession {
            from: session.from.max(it.from),
            to: session.to.min(it.to),
            ..session.clone()
        });
        cut.filter(|it| it.from < it.to).collect()
    }
}

/// Whether a visit that the resource would be listed by takes of what its sessions keep free.
pub fn is_kept(setup: &Setup, book: &Book, request: &Request<'_>, resource: ResourceId, at: Instant) -> bool {
    Truth::of(setup, book, request).takes_of_what_is_kept(resource, at)
}

/// Whether a part of an ordinary visit would lie within a changeover of another one.
pub fn is_readied(
    setup: &Setup,
    book: &Book,
    request: &Request<'_>,
    resource: ResourceId,
    (visit, during): (Instant, Period),
) -> bool {
    Truth::of(setup, book, request).is_readied(setup.resource(resource).unwrap(), visit, during)
}

fn minutes(of: Period) -> impl Iterator<Item = Instant> {
    (0..).map(move |it| of.start().plus_minutes(it)).take_while(move |at| *at < of.end())
}
