//! Small random clinics with every rule that the engine knows, most of them in a week in which the clocks change.

use crate::clinic::{Clinic, EVERY_DAY, date, need};
use chrono::{NaiveDate, TimeDelta, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::Allocation,
    appointment_type::Need,
    availability::{self, Answer, Asking, Busy, Occupant, Offer, OfferAt, Request, check},
    business_hours::{BusinessHours, OpenHours},
    id::{AppointmentId, AppointmentTypeId, LocationId, ResourceId},
    operation::SlotContent,
    organization::Travel,
    refusal::Refusal,
    resource::ResourceKind,
    schedule::{ExceptionKind, ExceptionScope, SessionReserve},
    time::{DayMinute, Instant, Period},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// Zones with the Monday of a week to look at, from its Friday on.
const WEEKS: [(Tz, &str); 12] = [
    (chrono_tz::America::New_York, "2035-03-05"),
    (chrono_tz::America::New_York, "2035-10-29"),
    // With a 29 February.
    (chrono_tz::America::New_York, "2036-02-25"),
    // Midnight comes twice.
    (chrono_tz::America::Havana, "2035-10-29"),
    // A minute after midnight the clocks go back into the day before.
    (chrono_tz::America::St_Johns, "2010-11-01"),
    (chrono_tz::Australia::Lord_Howe, "2035-10-01"),
    (chrono_tz::Australia::Lord_Howe, "2035-03-26"),
    // Midnight is skipped, and the last hour of a day comes twice.
    (chrono_tz::America::Sao_Paulo, "2018-10-29"),
    (chrono_tz::America::Sao_Paulo, "2018-02-12"),
    // Its Friday never was.
    (chrono_tz::Pacific::Apia, "2011-12-26"),
    (chrono_tz::Asia::Kolkata, "2035-03-05"),
    (chrono_tz::Europe::London, "2035-12-31"),
];

/// The zone of the site that nobody asks for.
const ELSEWHERE: [Tz; 3] =
    [chrono_tz::Asia::Tokyo, chrono_tz::America::Los_Angeles, chrono_tz::Asia::Kathmandu];

/// Which kinds the types can need in which way; [`needs_of`] says what each is.
pub const SHAPES: usize = 8;
/// The ones that need no provider.
pub const WITHOUT_PROVIDER: usize = 4;

#[derive(Clone, Debug)]
pub struct Plan {
    week: usize,
    grid: u8,
    /// The zone of the other site, and whether it was there first.
    elsewhere: (usize, bool),
    /// When the organization is open, as weekday and hours; what overlaps is left out.
    open: Option<Vec<(u8, (u16, u16))>>,
    resources: Vec<Who>,
    /// Whether the first provider works day and night.
    is_always_open: bool,
    sessions: Vec<Weekly>,
    exceptions: Vec<Departure>,
    /// Which resource (and perhaps another), day, from, length, lane.
    busy: Vec<(usize, Option<usize>, i64, u16, u16, u8)>,
    /// Of each of them, the minutes of its buffers at either end, in fives.
    kept_around: Vec<u16>,
    twin: Option<Twin>,
    /// How many each visit of the asked type comes with, and which of the offers are booked already.
    places: u8,
    booked: Vec<prop::sample::Index>,
    pub shape: usize,
    pub minutes: u16,
    buffers: (u16, u16),
    notice: u32,
    /// Of a session's overbooks, how many the type may have.
    overbooks: Option<u8>,
    /// Whether the type is for new patients only, and whether this one is known to be one.
    new_patients: (bool, Option<bool>),
    /// The window: from which hour of the week, how many hours, and how many minutes before it one asks.
    window: (i64, i64, i64),
    patient_busy: Vec<(i64, u16, u16)>,
    /// Which of `busy` is the visit that is moved.
    moved: Option<usize>,
    /// Who is asked for by name, and whose patient it is.
    asked: Option<usize>,
    own: Option<usize>,
}

#[derive(Clone, Debug)]
struct Who {
    kind: ResourceKind,
    is_here: bool,
    is_active: bool,
    changeover_minutes: u16,
    places: u8,
}

/// A provider who works at the other site as well.
#[derive(Clone, Debug)]
struct Twin {
    /// Whose row this is, and whether it is the one that the other names.
    who: usize,
    is_first: bool,
    travel_minutes: u16,
    /// Day, from, length, lane.
    busy: Vec<(i64, u16, u16, u8)>,
}

#[derive(Clone, Debug)]
struct Weekly {
    who: usize,
    weekday: u8,
    hours: (u16, u16),
    types: usize,
    lanes: u8,
    release_days: Option<u16>,
    /// Percent, and until how many days before.
    reserve: Option<(u8, u16)>,
    every_n_weeks: u8,
    /// First and last day, as days after the week's Monday.
    valid: (i64, Option<i64>),
    is_active: bool,
}

#[derive(Clone, Debug)]
struct Departure {
    /// A resource; else this site or the other.
    who: Result<usize, bool>,
    kind: usize,
    first_day: i64,
    more_days: i64,
    hours: (u16, u16),
    types: usize,
    lanes: u8,
    is_active: bool,
}

/// Multiples of five minutes; sessions that touch, the day's ends and the hours in which clocks change come often.
fn minutes_of_day() -> impl Strategy<Value = u16> {
    let fives = |some: std::ops::Range<u16>| some.prop_map(|it| it * 5);
    prop_oneof![Just(0), (0..24u16).prop_map(|it| it * 60), fives(0..288), fives(0..36)]
}

pub fn hours() -> impl Strategy<Value = (u16, u16)> {
    let fives = |some: std::ops::Range<u16>| some.prop_map(|it| it * 5);
    let lengths = prop_oneof![Just(1440), (1..9u16).prop_map(|it| it * 60), fives(1..60)];
    // Some end in the hour that a change of clocks repeats.
    prop_oneof![4 => (minutes_of_day(), lengths), 1 => (Just(0), fives(1..36))]
}

/// Long hours and short ones, on some of the days.
fn open() -> impl Strategy<Value = Option<Vec<(u8, (u16, u16))>>> {
    let long = ((0..11u16).prop_map(|it| it * 60), (6..25u16).prop_map(|it| it * 60));
    option::weighted(0.35, vec((4..8u8, prop_oneof![3 => long, 1 => hours()]), 3..9))
}

fn rarely() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.1)
}

fn mostly() -> impl Strategy<Value = bool> {
    prop::bool::weighted(0.93)
}

fn resources() -> impl Strategy<Value = Vec<Who>> {
    let some = |kind, count| {
        let places = prop_oneof![6 => Just(1u8), 1 => 2..4u8];
        let changeover = prop_oneof![2 => Just(0), 1 => (1..9u16).prop_map(|it| it * 5)];
        let one = (mostly(), mostly(), places, changeover);
        let who = move |(is_here, is_active, places, minutes)| {
            let (places, changeover_minutes) =
                if kind == ResourceKind::Provider { (1, 0) } else { (places, minutes) };
            Who { kind, is_here, is_active, changeover_minutes, places }
        };
        vec(one.prop_map(who), count)
    };
    let all = (
        some(ResourceKind::Provider, 1..4),
        some(ResourceKind::Room, 1..4),
        some(ResourceKind::Equipment, 1..3),
    );
    all.prop_map(|(providers, rooms, equipment)| [providers, rooms, equipment].concat())
}

/// Providers more often than what they need.
fn who() -> impl Strategy<Value = usize> {
    prop_oneof![2 => 0..3usize, 1 => 0..8usize]
}

fn weekly() -> impl Strategy<Value = Weekly> {
    let valid = (prop_oneof![4 => Just(-14), 1 => -7..8i64], option::weighted(0.2, 3..8i64));
    let every = prop_oneof![6 => Just(1u8), 1 => Just(2), 1 => Just(3)];
    let kept = (
        option::weighted(0.2, 0..4u16),
        option::weighted(0.25, (20..101u8, prop_oneof![3 => Just(0u16), 1 => 1..3u16])),
    );
    (who(), 4..8u8, hours(), types(), 0..3u8, kept, every, valid, mostly()).prop_map(
        |(who, weekday, hours, types, lanes, (release_days, reserve), every_n_weeks, valid, is_active)| {
            Weekly {
                who,
                weekday,
                hours,
                types,
                lanes,
                release_days,
                reserve,
                every_n_weeks,
                valid,
                is_active,
            }
        },
    )
}

fn departure() -> impl Strategy<Value = Departure> {
    let who = prop_oneof![3 => who().prop_map(Ok), 1 => any::<bool>().prop_map(Err)];
    let days = (3..8i64, prop_oneof![2 => Just(0), 1 => 1..4i64]);
    (who, 0..ExceptionKind::ALL.len(), days, hours(), types(), 0..3u8, mostly()).prop_map(
        |(who, kind, (first_day, more_days), hours, types, lanes, is_active)| Departure {
            who,
            kind,
            first_day,
            more_days,
            hours,
            types,
            lanes,
            is_active,
        },
    )
}

fn twin() -> impl Strategy<Value = Option<Twin>> {
    let busy = (4..8i64, minutes_of_day(), 1..120u16, 0..2u8);
    let one = (0..3usize, any::<bool>(), prop_oneof![1 => Just(0), 2 => 1..121u16], vec(busy, 1..5));
    option::weighted(
        0.4,
        one.prop_map(|(who, is_first, travel_minutes, busy)| Twin { who, is_first, travel_minutes, busy }),
    )
}

/// All types, the asked one, the other one, or both by name.
fn types() -> impl Strategy<Value = usize> {
    prop_oneof![6 => Just(0usize), 1 => Just(1), 1 => Just(2), 1 => Just(3)]
}

pub fn plans() -> impl Strategy<Value = Plan> {
    let place =
        (0..WEEKS.len(), select(vec![5u8, 10, 15, 20, 30, 60]), (0..ELSEWHERE.len(), any::<bool>()), open());
    let time = (resources(), prop::bool::weighted(0.6), vec(weekly(), 1..9), vec(departure(), 0..3));
    let busy = (who(), option::weighted(0.2, 0..8usize), 4..8i64, minutes_of_day(), 1..120u16, 0..3u8);
    let notice = prop_oneof![3 => Just(0u32), 1 => 0..3000u32];
    let groups = (prop_oneof![3 => Just(1u8), 1 => 2..4u8], vec(any::<prop::sample::Index>(), 0..6));
    let notice = (notice, option::weighted(0.2, 0..3u8));
    let of_type = (0..SHAPES, 1..10u16, (0..4u16, 0..4u16), notice, (rarely(), option::of(any::<bool>())));
    let window = (96..180i64, 2..40i64, -600..600i64);
    let patient = (vec((4..8i64, minutes_of_day(), 10..90u16), 0..3), option::weighted(0.3, 0..10usize));
    let asked = (option::weighted(0.1, who()), option::weighted(0.5, who()));
    let busy = (vec(busy, 0..10), vec(0..4u16, 10), twin());
    (place, time, (busy, groups), of_type, window, patient, asked).prop_map(
        |(place, time, (busy, (places, booked)), of_type, window, (patient_busy, moved), (asked, own))| {
            let (busy, kept_around, twin) = busy;
            let ((week, grid, elsewhere, open), (resources, is_always_open, sessions, exceptions)) =
                (place, time);
            let (shape, tens, buffers, (notice, overbooks), new_patients) = of_type;
            let (minutes, buffers) = (tens * 10, (buffers.0 * 5, buffers.1 * 5));
            Plan {
                week,
                grid,
                elsewhere,
                open,
                resources,
                is_always_open,
                sessions,
                exceptions,
                busy,
                kept_around,
                twin,
                places,
                booked,
                shape,
                minutes,
                buffers,
                notice,
                overbooks,
                new_patients,
                window,
                patient_busy,
                moved,
                asked,
                own,
            }
        },
    )
}

#[derive(Clone)]
pub struct World {
    pub clinic: Clinic,
    pub elsewhere: LocationId,
    pub within: Period,
    pub now: Instant,
    pub patient_busy: Vec<(AppointmentId, Period)>,
    pub moved: Option<AppointmentId>,
    pub is_new_patient: Option<bool>,
    pub asked: Vec<ResourceId>,
    pub own: Option<ResourceId>,
}

impl World {
    pub fn of(plan: &Plan) -> World {
        let (zone, monday) = (WEEKS[plan.week].0, date(WEEKS[plan.week].1));
        let mut clinic = Clinic::in_zone(zone);
        clinic.setup.organization.settings.grid_minutes = plan.grid;
        clinic.setup.organization.business_hours = plan.open.as_deref().map(business_hours);
        let (here, elsewhere) = (clinic.location, clinic.site(ELSEWHERE[plan.elsewhere.0]));
        if plan.elsewhere.1 {
            clinic.setup.locations.reverse();
        }
        let resources: Vec<ResourceId> =
            plan.resources.iter().map(|it| it.put(&mut clinic, elsewhere)).collect();
        let nth = |index: usize| resources[index % resources.len()];
        let other = clinic.a_type(10);
        let types = [vec![], vec![clinic.visit], vec![other], vec![clinic.visit, other]];
        plan.sessions.iter().for_each(|it| it.put(&mut clinic, monday, nth(it.who), &types));
        if plan.is_always_open {
            clinic.works(nth(0), &EVERY_DAY, "00:00", "24:00");
        }
        for it in &plan.exceptions {
            let site = |is_here| ExceptionScope::Location(if is_here { here } else { elsewhere });
            it.put(
                &mut clinic,
                monday,
                it.who.map_or_else(site, |who| ExceptionScope::Resource(nth(who))),
                &types,
            );
        }
        let start = clinic.at(&format!("{monday}T00:00"));
        let during = |day: i64, from: u16, length: u16| {
            let at = start.plus_minutes(day * 24 * 60 + i64::from(from));
            Period::of_minutes(at, length.into()).unwrap()
        };
        let mut visits = vec![];
        for (&(who, also, day, from, length, lane), around) in plan.busy.iter().zip(&plan.kept_around) {
            let (during, appointment) = (during(day, from, length), AppointmentId(clinic.id()));
            let around = i64::from((around * 5).min((length - 1) / 2));
            let own = Period::new(during.start().plus_minutes(around), during.end().plus_minutes(-around));
            for it in [Some(who), also].into_iter().flatten() {
                let by = Occupant::Visit(appointment);
                let own = own.unwrap();
                clinic.book.insert(nth(it), Busy { during, own, lane, appointment_type: other, by });
            }
            visits.push((appointment, during));
        }
        if let Some(twin) = plan.twin.as_ref().filter(|it| plan.resources[it.who % resources.len()].is_twin())
        {
            twin.put(&mut clinic, (here, elsewhere), nth(twin.who), during);
        }
        let moved = plan.moved.and_then(|it| visits.get(it).copied());
        let mut patient_busy: Vec<_> = moved.into_iter().collect();
        for &(day, from, length) in &plan.patient_busy {
            patient_busy.push((AppointmentId(clinic.id()), during(day, from, length)));
        }
        plan.make_type(&mut clinic, &resources);
        let from = start.plus_minutes(plan.window.0 * 60);
        let mut world = World {
            clinic,
            elsewhere,
            within: Period::of_minutes(from, (plan.window.1 * 60) as u32).unwrap(),
            now: from.plus_minutes(plan.window.2 - i64::from(plan.notice)),
            patient_busy,
            moved: moved.map(|it| it.0),
            is_new_patient: plan.new_patients.1,
            asked: plan.asked.map(nth).into_iter().collect(),
            own: plan.own.map(nth),
        };
        plan.booked.iter().for_each(|it| world.fill(it));
        world
    }

    /// Books one of the offers for others, where several come at a time: some join whoever is there.
    fn fill(&mut self, pick: &prop::sample::Index) {
        let offers = if self.has_places() { self.offers() } else { vec![] };
        if !offers.is_empty() {
            self.clinic.accept(&pick.get(&offers).slot);
        }
    }

    /// Whether more than one may be with somebody or in something at a time.
    pub fn has_places(&self) -> bool {
        let setup = &self.clinic.setup;
        setup.resources.iter().any(|it| it.places > 1) || setup.types.iter().any(|it| it.places > 1)
    }

    pub fn request(&self) -> Request<'_> {
        let mut request: Request<'_> = self.clinic.request("2000-01-01T00:00", "2000-01-02T00:00");
        (request.within, request.asking) = (self.within, self.asking());
        (request.providers, request.own_provider) = (&self.asked, self.own);
        request
    }

    /// Whether the type is for this patient at all.
    pub fn is_admitted(&self) -> bool {
        let of_type = self.clinic.setup.appointment_type(self.clinic.visit).unwrap();
        !of_type.is_new_patient || self.is_new_patient != Some(false)
    }

    /// Everything that is offered for a request; nothing where the type is not for the patient.
    pub fn found(&self, request: &Request<'_>) -> Vec<Offer> {
        match availability::offers(&self.clinic.setup, &self.clinic.book, request) {
            Err(Refusal::NotANewPatient) => vec![],
            found => found.unwrap(),
        }
    }

    pub fn offers(&self) -> Vec<Offer> {
        self.found(&self.request())
    }

    /// Who else has the resource then.
    pub fn others(&self, it: &Allocation) -> impl Iterator<Item = &Busy> {
        let there = self.clinic.book.overlapping(it.resource, it.during);
        there.filter(|busy| self.moved.is_none_or(|id| !busy.is_of_visit(id)))
    }

    pub fn check(&self, slot: &SlotContent) -> Result<(), Vec<Refusal>> {
        check(&self.clinic.setup, &self.clinic.book, slot, &self.asking())
    }

    pub fn answer(&self, resource: ResourceId, at: Instant) -> Answer {
        self.clinic.answer(&self.spot(resource, at))
    }

    pub fn spot(&self, resource: ResourceId, at: Instant) -> OfferAt<'_> {
        OfferAt { asking: self.asking(), ..self.clinic.spot(resource, at) }
    }

    fn asking(&self) -> Asking<'_> {
        let World { now, ref patient_busy, moved: ignoring, is_new_patient, .. } = *self;
        Asking { now, patient_busy, ignoring, is_new_patient }
    }

    /// Start and own provider (or first resource) of each offer.
    pub fn listed(&self, offers: &[Offer]) -> Vec<(Instant, ResourceId)> {
        offers.iter().map(|it| (it.slot.visit.start(), self.own(&it.slot))).collect()
    }

    pub fn own(&self, slot: &SlotContent) -> ResourceId {
        let is_provider = |id| self.clinic.setup.resource(id).unwrap().kind == ResourceKind::Provider;
        let own = slot.allocations.iter().find(|it| is_provider(it.resource));
        own.unwrap_or(&slot.allocations[0]).resource
    }
}

impl Who {
    fn put(&self, clinic: &mut Clinic, elsewhere: LocationId) -> ResourceId {
        let id = clinic.resource(self.kind);
        let it = clinic.setup.resources.last_mut().unwrap();
        (it.is_active, it.changeover_minutes) = (self.is_active, self.changeover_minutes);
        it.places = self.places;
        if !self.is_here {
            it.location = elsewhere;
        }
        id
    }
}

impl Who {
    /// Whether this can be somebody who works at the other site too.
    fn is_twin(&self) -> bool {
        self.kind == ResourceKind::Provider && self.is_here
    }
}

impl Twin {
    fn put(
        &self,
        clinic: &mut Clinic,
        (here, elsewhere): (LocationId, LocationId),
        of: ResourceId,
        during: impl Fn(i64, u16, u16) -> Period,
    ) {
        let there = clinic.resource(ResourceKind::Provider);
        let rows = clinic.setup.resources.iter_mut();
        for it in rows.filter(|it| [of, there].contains(&it.id)) {
            if it.id == there {
                it.location = elsewhere;
            }
            let names = if self.is_first { (of, there) } else { (there, of) };
            it.same_person_as = (it.id == names.0).then_some(names.1);
        }
        clinic.setup.organization.settings.travel =
            vec![Travel { one: elsewhere, other: here, minutes: self.travel_minutes }];
        for &(day, from, length, lane) in &self.busy {
            let (during, by) = (during(day, from, length), Occupant::Visit(AppointmentId(clinic.id())));
            let appointment_type = clinic.visit;
            clinic.book.insert(there, Busy { during, own: during, lane, appointment_type, by });
        }
    }
}

impl Weekly {
    fn put(&self, clinic: &mut Clinic, monday: NaiveDate, who: ResourceId, types: &[Vec<AppointmentTypeId>]) {
        let weekday = Weekday::try_from(self.weekday % 7).unwrap();
        let it = clinic.works(who, &[weekday], "00:00", "24:00");
        it.valid_from = monday + TimeDelta::days(self.valid.0);
        it.valid_to = self.valid.1.map(|days| monday + TimeDelta::days(days.max(self.valid.0)));
        (it.every_n_weeks, it.is_active) = (self.every_n_weeks, self.is_active);
        let session = &mut it.sessions[0];
        (session.from, session.to) = part(self.hours);
        (session.types, session.overbook_lanes) = (types[self.types].clone(), self.lanes);
        session.release_days = self.release_days;
        session.reserve = self.reserve.map(|(percent, until_days)| SessionReserve { percent, until_days });
    }
}

impl Departure {
    fn put(
        &self,
        clinic: &mut Clinic,
        monday: NaiveDate,
        scope: ExceptionScope,
        types: &[Vec<AppointmentTypeId>],
    ) {
        let first = monday + TimeDelta::days(self.first_day);
        let last = first + TimeDelta::days(self.more_days);
        let days = (first.to_string(), last.to_string());
        let it = clinic.except(scope, ExceptionKind::ALL[self.kind], (&days.0, &days.1), ("00:00", "24:00"));
        (it.from, it.to) = part(self.hours);
        (it.types, it.overbook_lanes, it.is_active) = (types[self.types].clone(), self.lanes, self.is_active);
    }
}

impl Plan {
    fn make_type(&self, clinic: &mut Clinic, resources: &[ResourceId]) {
        let needs = needs_of(self, resources);
        clinic.change_type(clinic.visit, |it| {
            it.duration_minutes = self.minutes;
            (it.buffer_before_minutes, it.buffer_after_minutes) = self.buffers;
            (it.notice_minutes, it.is_new_patient) = (self.notice, self.new_patients.0);
            it.overbook_lanes = self.overbooks;
            it.needs = needs;
            it.places = self.places;
        });
    }
}

pub fn business_hours(open: &[(u8, (u16, u16))]) -> BusinessHours {
    let mut hours = BusinessHours::default();
    for &(weekday, open) in open {
        let (from, to) = part(open);
        let it = OpenHours { weekday: Weekday::try_from(weekday % 7).unwrap(), from, to };
        if from < to && hours.0.iter().all(|other| it.shared_with(other).is_none()) {
            hours.0.push(it);
        }
    }
    hours
}

pub fn part((from, length): (u16, u16)) -> (DayMinute, DayMinute) {
    (DayMinute(from), DayMinute((from + length).min(1440)))
}

fn needs_of(plan: &Plan, resources: &[ResourceId]) -> Vec<Need> {
    use ResourceKind::{Equipment, Provider, Room};
    let of_kind =
        |kind| plan.resources.iter().zip(resources).filter(move |it| it.0.kind == kind).map(|it| *it.1);
    let last = |kind| of_kind(kind).next_back().unwrap_or(resources[0]);
    let providers: Vec<_> = of_kind(Provider).take(2).collect();
    match plan.shape {
        0 => vec![need(Provider, &[], 0, 0)],
        1 => vec![need(Provider, &[], 0, 0), need(Room, &[], 0, 0)],
        2 => vec![need(Room, &[last(Room), resources[0]], 0, 0), need(Provider, &[], 5, plan.minutes - 5)],
        3 => vec![need(Provider, &[], 0, 5), need(Room, &[], 0, 0), need(Provider, &[], plan.minutes - 5, 5)],
        WITHOUT_PROVIDER => vec![need(Room, &[], 0, 0), need(Room, &[last(Room)], 0, 0)],
        5 => vec![need(Equipment, &[], 5, 5), need(Provider, &providers, 0, 0)],
        6 => vec![need(Provider, &[], 0, 0), need(Provider, &[], 0, 5)],
        _ => vec![
            need(Provider, &[], 0, 0),
            need(Equipment, &[], 0, 0),
            need(Equipment, &[last(Equipment)], 5, 0),
        ],
    }
}
