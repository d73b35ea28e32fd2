//! Day repair by example, and by its promises on small random days, where every way to seat everybody can be tried.

use crate::clinic::{ASKED_LONG_BEFORE, Clinic, date, need};
use clinic_domain::{
    attendance::TriageCategory,
    availability::{
        Asking, Book, BookedVisit, Busy, Cause, Disruption, Mark, Nearness, Place, Promise, RepairRequest,
        Request, Step, StepOutcome, affected, check, offers, repair,
    },
    id::{AppointmentId, PatientId, ResourceId},
    operation::SlotContent,
    refusal::Refusal,
    resource::ResourceKind::{Provider, Room},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::{Instant, Period},
};
use proptest::{collection::vec, prelude::*, sample::select};

const DAY: &str = "2035-03-06";

/// A clinic with what is booked in it.
struct Day {
    clinic: Clinic,
    promises: Vec<Promise>,
    now: Instant,
}

impl Day {
    /// A Tuesday at half past seven.
    fn of(clinic: Clinic) -> Day {
        let now = clinic.at(&format!("{DAY}T07:30"));
        Day { clinic, promises: vec![], now }
    }

    /// Books the clinic's type by the engine, a week ago.
    fn book(&mut self, provider: ResourceId, from: &str) -> &mut Promise {
        let start = self.clinic.at(&format!("{DAY}T{from}"));
        let within = Period::of_minutes(start, 240).unwrap();
        let request: Request<'_> = self.clinic.request("2000-01-01T00:00", "2000-01-02T00:00");
        let asked = Request { within, providers: &[provider], limit: 1, ..request };
        let slot = self.clinic.offers(&asked).pop().unwrap().slot;
        assert_eq!(slot.visit.start(), start, "not free");
        self.promise(slot)
    }

    fn promise(&mut self, slot: SlotContent) -> &mut Promise {
        let id = self.clinic.accept(&slot);
        let visit = BookedVisit {
            id,
            location: slot.location,
            appointment_type: slot.appointment_type,
            visit: slot.visit,
            allocations: slot.allocations,
        };
        self.promises.push(Promise {
            visit,
            patient: PatientId(self.clinic.id()),
            is_here: false,
            keeps_day: false,
            triage: None,
            booked_at: self.now.plus_minutes(-7 * 24 * 60),
            is_in_series: false,
            needs_interpreter: false,
            needs_transport: false,
            own_provider: None,
            is_new_patient: None,
            patient_busy: vec![],
            fixed: None,
        });
        self.promises.last_mut().unwrap()
    }

    fn out(&mut self, resource: ResourceId, from: &str, to: &str) -> Disruption {
        self.closed(ExceptionScope::Resource(resource), from, to)
    }

    fn closed(&mut self, scope: ExceptionScope, from: &str, to: &str) -> Disruption {
        let closure = self.clinic.except(scope, ExceptionKind::TimeOff, (DAY, DAY), (from, to)).clone();
        self.clinic.setup.exceptions.pop();
        Disruption::Closed(closure)
    }

    fn affected(&self, disruption: &Disruption) -> Vec<Promise> {
        let visits: Vec<BookedVisit> = self.promises.iter().map(|it| it.visit.clone()).collect();
        let them = affected(&self.clinic.setup, disruption, &visits, self.now);
        self.promises.iter().filter(|it| them.contains(&it.visit.id)).cloned().collect()
    }

    fn repair(&self, disruption: &Disruption) -> Vec<Step> {
        self.repair_with(disruption, &[])
    }

    fn repair_with(&self, disruption: &Disruption, picks: &[(AppointmentId, SlotContent)]) -> Vec<Step> {
        let promises = self.affected(disruption);
        let until = self.now.plus_minutes(5 * 24 * 60);
        let request = RepairRequest { disruption, promises: &promises, picks, now: self.now, until };
        repair(&self.clinic.setup, &self.clinic.book, &request)
    }

    /// "09:00 kept", "10:00 -> 10:30 same_provider", in the order in which people are called.
    fn said(&self, steps: &[Step]) -> Vec<String> {
        let wall = |at: Instant| at.wall_text(self.clinic.zone).replace(&format!("{DAY}T"), "");
        let told = |id| self.promises.iter().find(|it| it.visit.id == id).unwrap().visit.visit.start();
        let one = |step: &Step| {
            let told = wall(told(step.appointment));
            match &step.outcome {
                StepOutcome::Wait { minutes } => format!("{told} waits {minutes}"),
                StepOutcome::Move(it) => format!("{told} -> {} {}", wall(it.slot.visit.start()), it.nearness),
                StepOutcome::Nothing(Ok(_)) => format!("{told} nothing"),
                StepOutcome::Nothing(Err(refusal)) => format!("{told} {}", refusal.code()),
            }
        };
        steps.iter().map(one).collect()
    }
}

fn moved(step: &Step) -> &Place {
    match &step.outcome {
        StepOutcome::Move(it) => it,
        other => panic!("{other:?}"),
    }
}

fn specialty(day: &mut Day, resource: ResourceId, specialty: &str) {
    let it = day.clinic.setup.resources.iter_mut().find(|it| it.id == resource).unwrap();
    it.specialty = specialty.into();
}

#[test]
fn who_is_out_hands_over_to_the_same_specialty_and_own_time_comes_first() {
    let mut clinic = Clinic::new_york();
    let (chen, other) = (clinic.provider("08:00", "12:00"), clinic.provider("08:00", "12:00"));
    let alike = clinic.provider("08:00", "12:00");
    let mut day = Day::of(clinic);
    for (id, of) in [(chen, "Family"), (alike, "Family"), (other, "Skin")] {
        specialty(&mut day, id, of);
    }
    day.book(chen, "09:00");
    day.book(chen, "10:00");
    day.book(alike, "10:00");
    let out = day.out(chen, "00:00", "24:00");
    let steps = day.repair(&out);
    assert_eq!(
        day.said(&steps),
        ["09:00 -> 09:00 same_specialty", "10:00 -> 10:30 same_specialty"],
        "the nearest free time, rather later than sooner"
    );
    let later = day.out(chen, "08:00", "10:00");
    assert_eq!(day.said(&day.repair(&later)), ["09:00 -> 10:30 same_provider"]);
    assert_eq!(moved(&steps[0]).slot.allocations[0].resource, alike);
    day.promises[0].own_provider = Some(other);
    assert_eq!(day.said(&day.repair(&out))[0], "09:00 -> 09:00 own_provider");
}

#[test]
fn a_closed_room_costs_the_room_alone() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("08:00", "12:00");
    let (one, two) = (clinic.room(), clinic.room());
    clinic.change_type(clinic.visit, |it| it.needs = vec![need(Provider, &[], 0, 0), need(Room, &[], 0, 0)]);
    let mut day = Day::of(clinic);
    day.book(chen, "09:00");
    day.book(chen, "09:30");
    let closed = day.out(one, "00:00", "24:00");
    let steps = day.repair(&closed);
    assert_eq!(day.said(&steps), ["09:00 -> 09:00 other_room", "09:30 -> 09:30 other_room"]);
    assert!(steps.iter().all(|it| moved(it).slot.allocations[1].resource == two));
}

#[test]
fn a_full_day_is_seated_anew_before_anybody_loses_it() {
    let mut clinic = Clinic::new_york();
    let (chen, other) = (clinic.provider("08:00", "10:00"), clinic.provider("08:00", "10:00"));
    let long = clinic.a_type(60);
    let mut day = Day::of(clinic);
    // The short one is asked first and would like eight o'clock, where alone the long one fits.
    day.book(chen, "08:30");
    let short = day.clinic.visit;
    day.clinic.visit = long;
    day.book(chen, "09:00");
    day.clinic.visit = short;
    day.clinic.take(other, &format!("{DAY}T09:00"), &format!("{DAY}T09:30"), 0);
    day.promises[0].booked_at = Instant(0);
    day.promises[0].is_here = true;
    day.promises[1].is_here = true;
    let out = day.out(chen, "00:00", "24:00");
    assert_eq!(
        day.said(&day.repair(&out)),
        ["09:00 -> 08:00 another_provider", "08:30 -> 09:30 another_provider"]
    );
}

#[test]
fn on_a_long_day_one_moves_up_for_another() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("08:00", "15:00");
    clinic.provider("08:00", "09:30");
    clinic.provider("08:00", "14:00");
    let long = clinic.a_type(60);
    let mut day = Day::of(clinic);
    let short = day.clinic.visit;
    for half in 0..12 {
        let from = format!("{:02}:{:02}", 8 + half / 2, half % 2 * 30);
        day.book(chen, &from).booked_at = Instant(0);
    }
    day.clinic.visit = long;
    day.book(chen, "14:00");
    day.clinic.visit = short;
    day.promises.iter_mut().for_each(|it| it.is_here = true);
    let out = day.out(chen, "00:00", "24:00");
    let steps = day.repair(&out);
    assert_eq!(steps.iter().filter(|it| stays(it)).count(), 13, "{:?}", day.said(&steps));
}

#[test]
fn what_is_urgent_has_the_last_place_and_the_other_hears_why() {
    let mut clinic = Clinic::new_york();
    let (chen, other) = (clinic.provider("09:00", "10:00"), clinic.provider("09:00", "10:00"));
    let urgent = clinic.a_type(30);
    clinic.change_type(urgent, |it| it.is_urgent = true);
    clinic.take(other, &format!("{DAY}T09:30"), &format!("{DAY}T10:00"), 0);
    let mut day = Day::of(clinic);
    let ordinary = day.clinic.visit;
    day.book(chen, "09:00").needs_interpreter = true;
    day.clinic.visit = urgent;
    day.book(chen, "09:30");
    day.clinic.visit = ordinary;
    let out = day.out(chen, "00:00", "24:00");
    // What somebody saw counts more than what the type says.
    day.promises[0].triage = Some(TriageCategory::VeryUrgent);
    assert_eq!(
        day.said(&day.repair(&out)),
        ["09:00 -> 09:00 another_provider", "09:30 -> 2035-03-07T09:30 another_day"]
    );
    day.promises[0].triage = None;
    let steps = day.repair(&out);
    assert_eq!(
        day.said(&steps),
        ["09:30 -> 09:00 another_provider", "09:00 -> 2035-03-07T09:00 another_day"],
        "who comes sooner is called first"
    );
    assert_eq!((&steps[0].marks[..], &steps[1].marks[..]), (&[Mark::Urgent][..], &[Mark::Interpreter][..]));
    let why: Vec<Cause> =
        moved(&steps[1]).not_that_day.clone().unwrap().unwrap().into_iter().map(|it| it.cause).collect();
    assert!(why.iter().any(|it| matches!(it, Cause::Booked { .. })), "{why:?}");
    assert!(why.iter().any(|it| matches!(it, Cause::Closed { .. })), "{why:?}");
}

/// Each of them alone is before all that come after it: the last place of the day is theirs.
#[test]
fn a_visit_of_a_series_comes_after_who_waited_longer_and_before_who_needs_an_interpreter() {
    let mut clinic = Clinic::new_york();
    let (chen, other) = (clinic.provider("09:00", "10:00"), clinic.provider("09:00", "09:30"));
    assert_ne!(chen, other);
    let mut day = Day::of(clinic);
    day.book(chen, "09:00");
    day.book(chen, "09:30");
    let out = day.out(chen, "00:00", "24:00");
    let stays = |day: &Day| {
        let steps = day.repair(&out);
        let first = steps.iter().find(|it| stays(it)).unwrap();
        (first.appointment == day.promises[1].visit.id, first.marks.clone())
    };
    assert!(!stays(&day).0, "who comes sooner, all else being equal");
    day.promises[1].needs_transport = true;
    assert!(stays(&day).0);
    day.promises[0].needs_interpreter = true;
    assert!(!stays(&day).0, "an interpreter before transport");
    day.promises[1].is_in_series = true;
    assert_eq!(stays(&day), (true, vec![Mark::Series, Mark::Transport]), "a series before both");
    day.promises[0].booked_at = day.now.plus_minutes(-3 * 7 * 24 * 60);
    assert!(!stays(&day).0, "who has waited longer before a series");
}

#[test]
fn nobody_is_asked_to_come_before_they_can_and_who_waits_here_comes_first() {
    let mut clinic = Clinic::new_york();
    let (chen, _) = (clinic.provider("08:00", "10:00"), clinic.provider("08:00", "09:00"));
    let mut day = Day::of(clinic);
    day.book(chen, "09:30");
    let out = day.out(chen, "09:00", "24:00");
    assert_eq!(day.said(&day.repair(&out)), ["09:30 -> 08:30 same_provider"], "an hour from now");
    day.now = day.clinic.at(&format!("{DAY}T08:00"));
    assert_eq!(day.said(&day.repair(&out)), ["09:30 -> 2035-03-07T09:30 another_day"]);
    day.promises[0].is_here = true;
    assert_eq!(day.said(&day.repair(&out)), ["09:30 -> 08:30 same_provider"]);
}

#[test]
fn what_cannot_be_moved_says_why_and_what_a_person_picked_stands() {
    let mut clinic = Clinic::new_york();
    let (chen, other) = (clinic.provider("09:00", "10:00"), clinic.provider("09:00", "10:00"));
    let mut day = Day::of(clinic);
    day.book(chen, "09:00").fixed = Some(Refusal::PatientDeceased);
    day.book(chen, "09:30");
    let out = day.out(chen, "00:00", "24:00");
    let steps = day.repair(&out);
    assert_eq!(day.said(&steps), ["09:00 patient_deceased", "09:30 -> 09:30 another_provider"]);
    let picked = steps[1].instead.iter().find(|it| it.nearness == Nearness::AnotherDay).unwrap();
    let picks = [(steps[1].appointment, picked.slot.clone())];
    assert_eq!(day.said(&day.repair_with(&out, &picks))[1], "09:30 -> 2035-03-07T09:30 another_day");
    day.clinic.setup.templates.clear();
    day.clinic.works(other, &[chrono::Weekday::Tue], "09:00", "09:30");
    day.clinic.works(chen, &[chrono::Weekday::Tue], "09:00", "10:00");
    day.clinic.take(other, &format!("{DAY}T09:00"), &format!("{DAY}T09:30"), 0);
    assert_eq!(day.said(&day.repair(&out))[1], "09:30 nothing");
}

#[test]
fn a_late_provider_works_on_until_gaps_take_it_up_and_who_would_overrun_moves() {
    let mut clinic = Clinic::new_york();
    let (chen, other) = (clinic.provider("08:00", "10:00"), clinic.provider("08:00", "12:00"));
    clinic.change_type(clinic.visit, |it| it.buffer_after_minutes = 15);
    let mut day = Day::of(clinic);
    day.now = day.clinic.at(&format!("{DAY}T08:00"));
    for from in ["08:00", "08:45"] {
        day.book(chen, from);
    }
    let late = |minutes| Disruption::Late { resource: chen, from: day.now, minutes };
    assert_eq!(day.said(&day.repair(&late(10))), ["08:00 waits 10"], "the buffer takes it up");
    assert_eq!(day.said(&day.repair(&late(25))), ["08:00 waits 25", "08:45 waits 10"]);
    let steps = day.repair(&late(65));
    assert_eq!(
        day.said(&steps),
        ["08:00 waits 65", "08:45 -> 08:45 another_provider"],
        "it would end at 10:05"
    );
    assert_eq!(moved(&steps[1]).slot.allocations[0].resource, other);
    let instead = &steps[0].instead[0];
    assert_eq!((instead.slot.visit.start(), instead.nearness), (day.now, Nearness::AnotherProvider));
    let picks = [(steps[0].appointment, instead.slot.clone())];
    assert_eq!(
        day.said(&day.repair_with(&late(65), &picks)),
        ["08:00 -> 08:00 another_provider", "08:45 waits 20"],
        "who is seen elsewhere does not hold up the line"
    );
}

#[test]
fn a_delay_that_meets_somebody_elses_room_is_no_waiting() {
    let mut clinic = Clinic::new_york();
    let (chen, other) = (clinic.provider("08:00", "12:00"), clinic.provider("08:00", "12:00"));
    clinic.room();
    clinic.change_type(clinic.visit, |it| it.needs = vec![need(Provider, &[], 0, 0), need(Room, &[], 0, 0)]);
    let mut day = Day::of(clinic);
    day.now = day.clinic.at(&format!("{DAY}T08:00"));
    day.book(chen, "08:00");
    day.book(other, "08:30");
    let late = Disruption::Late { resource: chen, from: day.now, minutes: 15 };
    let ours = day.affected(&late);
    let request = RepairRequest {
        disruption: &late,
        promises: &ours[..1],
        picks: &[],
        now: day.now,
        until: day.now.plus_minutes(600),
    };
    let steps = repair(&day.clinic.setup, &day.clinic.book, &request);
    assert_eq!(day.said(&steps), ["08:00 -> 09:00 same_provider"]);
}

/// A small random day: providers, whether a room is needed (there is one for each provider then, or a single one), visits
/// as (provider, quarter of an hour, facts), and from which quarter on something closes.
#[derive(Clone, Debug)]
struct Plan {
    quarters: Vec<u16>,
    rooms: usize,
    visits: Vec<(usize, u16, u16, [bool; 4], i64)>,
    patients: u8,
    out_from: u16,
    /// The first provider, a room where there is one, or the location.
    closes: usize,
    late_minutes: u16,
}

fn plans(rooms: impl Strategy<Value = usize>) -> impl Strategy<Value = Plan> {
    let visit = (0..3usize, 0..10u16, 1..4u16, any::<[bool; 4]>(), 0..60i64);
    let what = (0..6u16, select(vec![0usize, 0, 1, 2]), select(vec![10u16, 25, 40]));
    (vec(4..9u16, 2..4), rooms, vec(visit, 1..9), 1..6u8, what).prop_map(
        |(quarters, rooms, visits, patients, (out_from, closes, late_minutes))| Plan {
            quarters,
            rooms,
            visits,
            patients,
            out_from,
            closes,
            late_minutes,
        },
    )
}

/// The day, and who is out.
fn day_of(plan: &Plan) -> (Day, ResourceId) {
    let mut clinic = Clinic::new_york();
    let hour = |quarters: u16| format!("{:02}:{:02}", 9 + quarters / 4, quarters % 4 * 15);
    let providers: Vec<ResourceId> =
        plan.quarters.iter().map(|it| clinic.provider("09:00", &hour(*it))).collect();
    for _ in 0..plan.rooms {
        clinic.room();
    }
    let mut needs = vec![need(Provider, &[], 0, 0)];
    needs.extend((plan.rooms > 0).then(|| need(Room, &[], 0, 0)));
    let types: Vec<_> = (1..4u16).map(|quarters| clinic.a_type(quarters * 15)).collect();
    for (nth, &id) in types.iter().enumerate() {
        let needs = needs.clone();
        clinic.change_type(id, |it| (it.needs, it.is_urgent) = (needs, nth == 2));
    }
    let patients: Vec<PatientId> = (0..plan.patients).map(|_| PatientId(clinic.id())).collect();
    let mut day = Day::of(clinic);
    for &(who, quarter, length, [is_here, needs_interpreter, needs_transport, is_in_series], weeks) in
        &plan.visits
    {
        let start = day.clinic.at(&format!("{DAY}T{}", hour(quarter)));
        let patient = patients[weeks as usize % patients.len()];
        let busy: Vec<_> = day
            .promises
            .iter()
            .filter(|it| it.patient == patient)
            .map(|it| (it.visit.id, it.visit.visit))
            .collect();
        let request: Request<'_> = day.clinic.request("2000-01-01T00:00", "2000-01-02T00:00");
        let asked = Request {
            appointment_type: types[usize::from(length) - 1],
            providers: &[providers[who % providers.len()]],
            within: Period::of_minutes(start, u32::from(length) * 15).unwrap(),
            asking: Asking { patient_busy: &busy, ..ASKED_LONG_BEFORE },
            ..request
        };
        let Some(offer) = day.clinic.offers(&asked).pop() else { continue };
        let now = day.now;
        let it = day.promise(offer.slot);
        (it.is_here, it.needs_interpreter, it.needs_transport, it.is_in_series) =
            (is_here, needs_interpreter, needs_transport, is_in_series);
        (it.patient, it.booked_at) = (patient, now.plus_minutes(-weeks * 5 * 24 * 60));
    }
    let all: Vec<_> = day.promises.iter().map(|it| (it.patient, (it.visit.id, it.visit.visit))).collect();
    for it in &mut day.promises {
        let others = all.iter().filter(|other| other.0 == it.patient && other.1.0 != it.visit.id);
        it.patient_busy = others.map(|it| it.1).collect();
    }
    (day, providers[0])
}

fn closure_of(day: &mut Day, plan: &Plan, provider: ResourceId) -> Disruption {
    let from = format!("{:02}:{:02}", 9 + plan.out_from / 4, plan.out_from % 4 * 15);
    let room = day.clinic.setup.resources.iter().find(|it| it.kind == Room).map(|it| it.id);
    match plan.closes {
        1 => day.out(room.unwrap_or(provider), &from, "24:00"),
        2 => day.closed(ExceptionScope::Location(day.clinic.location), &from, "24:00"),
        _ => day.out(provider, &from, "24:00"),
    }
}

/// Asks as the plan asks.
fn asking<'a>(day: &Day, promise: &Promise, busy: &'a [(AppointmentId, Period)]) -> Asking<'a> {
    Asking { now: day.now, patient_busy: busy, ignoring: Some(promise.visit.id), is_new_patient: None }
}

/// The places of a visit on the day in the book, as far as its patient can come.
fn that_day(
    day: &Day,
    setup: &clinic_domain::setup::Setup,
    book: &Book,
    promise: &Promise,
    busy: &[(AppointmentId, Period)],
) -> Vec<SlotContent> {
    let request: Request<'_> = day.clinic.request(&format!("{DAY}T07:30"), "2035-03-07T00:00");
    let asked = Request {
        appointment_type: promise.visit.appointment_type,
        asking: asking(day, promise, busy),
        ..request
    };
    let told = promise.visit.visit.start();
    let can_come = |it: Instant| promise.is_here || it >= told || it >= day.now.plus_minutes(60);
    let found = offers(setup, book, &asked).unwrap().into_iter().map(|it| it.slot);
    found.filter(|it| can_come(it.visit.start())).collect()
}

/// Whether all can be seated on the day, whichever way: every one is tried.
fn can_all_stay(
    day: &Day,
    setup: &clinic_domain::setup::Setup,
    book: &Book,
    left: &[Promise],
    seated: &[(PatientId, Period)],
) -> bool {
    let Some((promise, rest)) = left.split_first() else { return true };
    let mut busy = promise.patient_busy.clone();
    busy.extend(
        seated
            .iter()
            .filter(|it| it.0 == promise.patient)
            .map(|it| (AppointmentId::from_bytes([9; 16]), it.1)),
    );
    that_day(day, setup, book, promise, &busy).into_iter().any(|slot| {
        let mut book = book.clone();
        put(&mut book, &slot, rest.len() as u8);
        let mut seated = seated.to_vec();
        seated.push((promise.patient, slot.visit));
        can_all_stay(day, setup, &book, rest, &seated)
    })
}

fn put(book: &mut Book, slot: &SlotContent, nth: u8) {
    for it in &slot.allocations {
        let appointment = AppointmentId::from_bytes([nth + 100; 16]);
        book.insert(it.resource, Busy::of_visit(appointment, slot.appointment_type, slot.visit, it));
    }
}

/// Every place of the plan in the book as it is, with all the others of the plan: checked by the booking's own check.
fn holds(
    day: &Day,
    disruption: &Disruption,
    promises: &[Promise],
    steps: &[Step],
) -> Result<(), TestCaseError> {
    let setup = disruption.applied_to(&day.clinic.setup);
    prop_assert_eq!(steps.len(), promises.len());
    for (nth, step) in steps.iter().enumerate() {
        let promise = promises.iter().find(|it| it.visit.id == step.appointment);
        let promise = promise.expect("a visit that is not affected");
        let (mut book, mut busy) = (day.clinic.book.clone(), promise.patient_busy.clone());
        for (other, it) in steps.iter().enumerate().filter(|it| it.0 != nth) {
            if let StepOutcome::Move(place) = &it.outcome {
                put(&mut book, &place.slot, other as u8);
                let of = promises.iter().find(|of| of.visit.id == it.appointment).unwrap();
                busy.extend((of.patient == promise.patient).then_some((it.appointment, place.slot.visit)));
            }
        }
        for place in step.places() {
            prop_assert_eq!(check(&setup, &book, &place.slot, &asking(day, promise, &busy)), Ok(()));
        }
    }
    Ok(())
}

/// Whether a visit of the plan is on its own day.
fn stays(step: &Step) -> bool {
    match &step.outcome {
        StepOutcome::Move(it) => it.nearness != Nearness::AnotherDay,
        StepOutcome::Wait { .. } => true,
        StepOutcome::Nothing(_) => false,
    }
}

/// The order of promises, in the words of the module.
fn outranks(day: &Day, one: &Promise, other: &Promise) -> bool {
    let is_urgent =
        |it: &Promise| day.clinic.setup.appointment_type(it.visit.appointment_type).unwrap().is_urgent;
    let weeks = |it: &Promise| (day.now.0 - it.booked_at.0) / (7 * 24 * 3600);
    let rank = |it: &Promise| {
        let needs = (it.is_in_series, it.needs_interpreter, it.needs_transport);
        (it.is_here, is_urgent(it), weeks(it), needs)
    };
    rank(one) > rank(other)
}

proptest! {
    /// Whatever is taken of a plan fits, nobody else is touched, and no visit leaves its day for one that was promised less.
    #[test]
    fn a_plan_holds_whatever_of_it_is_taken(plan in plans(select(vec![0usize, 1, 3]))) {
        let (mut day, chen) = day_of(&plan);
        let out = closure_of(&mut day, &plan, chen);
        let promises = day.affected(&out);
        let steps = day.repair(&out);
        holds(&day, &out, &promises, &steps)?;
        prop_assert_eq!(&steps, &day.repair(&out));
        // What a person picks stands, and the rest still fits around it.
        let other = steps.iter().find_map(|it| Some((it.appointment, it.instead.last()?.slot.clone())));
        if let Some((appointment, slot)) = other {
            let steps = day.repair_with(&out, &[(appointment, slot.clone())]);
            holds(&day, &out, &promises, &steps)?;
            let picked = steps.iter().find(|it| it.appointment == appointment).unwrap();
            prop_assert_eq!(&moved(picked).slot, &slot);
        }
        let setup = out.applied_to(&day.clinic.setup);
        for lost in steps.iter().filter(|it| !stays(it)) {
            let promise = promises.iter().find(|it| it.visit.id == lost.appointment).unwrap();
            let less = steps.iter().enumerate().filter(|(_, it)| {
                let other = promises.iter().find(|of| of.visit.id == it.appointment).unwrap();
                stays(it) && outranks(&day, promise, other)
            });
            for (without, _) in less {
                let (mut book, mut busy) = (day.clinic.book.clone(), promise.patient_busy.clone());
                for (nth, it) in steps.iter().enumerate().filter(|it| it.0 != without) {
                    if let StepOutcome::Move(place) = &it.outcome {
                        put(&mut book, &place.slot, nth as u8);
                        let of = promises.iter().find(|of| of.visit.id == it.appointment).unwrap();
                        busy.extend((of.patient == promise.patient).then_some((it.appointment, place.slot.visit)));
                    }
                }
                let places = that_day(&day, &setup, &book, promise, &busy);
                prop_assert!(places.is_empty(), "{:?} lost to {:?}", promise, steps[without]);
            }
        }
    }

    /// All keep their day where there is any way at all.
    #[test]
    fn all_stay_where_all_can(plan in plans(select(vec![0usize, 1]))) {
        let (mut day, chen) = day_of(&plan);
        let out = closure_of(&mut day, &plan, chen);
        let promises = day.affected(&out);
        prop_assume!(promises.len() <= 4);
        let can = can_all_stay(&day, &out.applied_to(&day.clinic.setup), &day.clinic.book, &promises, &[]);
        prop_assert_eq!(day.repair(&out).iter().all(stays), can);
    }

    /// Where rooms are readied, no place is given out that comes too near to another one.
    #[test]
    fn a_plan_keeps_the_changeover_between_its_places(plan in plans(select(vec![1usize, 2]))) {
        let (mut day, provider) = day_of(&plan);
        let rooms = day.clinic.setup.resources.iter_mut().filter(|it| it.kind == Room);
        rooms.for_each(|it| it.changeover_minutes = 15);
        let out = closure_of(&mut day, &plan, provider);
        let promises = day.affected(&out);
        let steps = day.repair(&out);
        holds(&day, &out, &promises, &steps)?;
    }

    /// Lateness moves nobody who still fits, and lets nobody wait in whose room or hours the delay does not fit.
    #[test]
    fn a_late_line_is_seen_in_its_order_and_ends_in_time(plan in plans(select(vec![0usize, 2]))) {
        let (mut day, chen) = day_of(&plan);
        day.now = day.clinic.at(&format!("{DAY}T09:00"));
        let late = Disruption::Late { resource: chen, from: day.now, minutes: plan.late_minutes };
        let of_chen = |it: &Promise| it.visit.allocations[0].resource == chen;
        day.promises.retain(of_chen);
        let promises = day.affected(&late);
        let steps = day.repair(&late);
        holds(&day, &late, &promises, &steps)?;
        let mut waiting: Vec<Period> = vec![];
        let end = day.clinic.setup.templates[0].sessions[0].to;
        for step in &steps {
            let promise = promises.iter().find(|it| it.visit.id == step.appointment).unwrap();
            let StepOutcome::Wait { minutes } = step.outcome else { continue };
            let told = promise.visit.visit;
            let start = told.start().plus_minutes(minutes.into());
            let seen = Period::of_minutes(start, told.minutes() as u32).unwrap();
            prop_assert!(start >= day.now.plus_minutes(plan.late_minutes.into()));
            prop_assert!(waiting.iter().all(|it| !it.overlaps(&seen)), "two at once");
            let wall = seen.end().wall_text(day.clinic.zone);
            prop_assert!(wall <= format!("{DAY}T{}", end.text()), "after hours: {}", wall);
            waiting.push(seen);
        }
    }
}

/// Who is left is told the truth: a place that exists is not called none.
#[test]
fn closures_of_other_days_touch_nothing() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("08:00", "12:00");
    let mut day = Day::of(clinic);
    day.book(chen, "09:00");
    let Disruption::Closed(closure) = day.out(chen, "00:00", "24:00") else { unreachable!() };
    let tomorrow = date("2035-03-07");
    let elsewhere = ScheduleException { first_day: tomorrow, last_day: tomorrow, ..closure };
    assert_eq!(day.repair(&Disruption::Closed(elsewhere)), []);
}
