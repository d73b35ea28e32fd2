//! The laws of the book and the rates of a believable clinic, over generated clinics.

use super::*;
use clinic_domain::{
    appointment::{AppointmentStatus as Status, ConfirmationState, HistoryEvent, Requester},
    availability::{Asking, Book as Taken, Busy, DayPartKind, check, rule_version, working_time},
    id::{AppointmentId, OrganizationId, PatientId, Version},
    operation::SlotContent,
    organization::OrganizationKind,
    resource::ResourceKind,
};
use std::collections::{HashMap, HashSet};

const ZONE: Tz = chrono_tz::America::New_York;
/// A Wednesday, 10:20 in New York.
const NOW: Instant = Instant(1_760_019_600 - 86_400);

struct Generated {
    setup: Setup,
    patients: Vec<Patient>,
    caregivers: Vec<Caregiver>,
    appointments: Vec<Appointment>,
}

fn organization() -> Organization {
    let id = OrganizationId::from_bytes([1; 16]);
    Organization { is_demo: true, ..Organization::named(id, "Demo", OrganizationKind::Clinic) }
}

const SOME: &[&str] = &["one", "another"];
const WORDS: Words = Words {
    alerts: &["Service dog"],
    notes: SOME,
    overbook_reasons: SOME,
    time_off_reasons: SOME,
    block_reasons: SOME,
    relations: SOME,
    room: "Room",
    exam_room: "Exam room",
    procedure_room: "Procedure room",
    procedure_cart: "Procedure cart",
    infusion_bay: "Infusion bay",
    infusion: ("Infusion", "IN"),
    class: ("Diabetes class", "DC"),
    family_medicine: "Family medicine",
    internal_medicine: "Internal medicine",
    pediatrics: "Pediatrics",
    womens_health: "Women's health",
    dermatology: "Dermatology",
    nurse_practitioner: "Nurse practitioner",
    week: "Week",
    saturdays: "Saturdays",
    weekend_clinic: "Weekend clinic",
    new_years_day: "New Year's Day",
    memorial_day: "Memorial Day",
    independence_day: "Independence Day",
    labor_day: "Labor Day",
    thanksgiving: "Thanksgiving",
    christmas_day: "Christmas Day",
};

fn type_words(_: UsualType) -> TypeWords {
    TypeWords { name: "Visit", short_code: "VI", neutral_label: "" }
}

fn made(size: ClinicSize, seed: u64) -> Generated {
    made_at(NOW, ZONE, size, seed)
}

fn made_at(now: Instant, zone: Tz, size: ClinicSize, seed: u64) -> Generated {
    let organization = organization();
    let author = PersonId::from_bytes([2; 16]);
    let clinic = Clinic {
        size,
        seed,
        now,
        zone,
        organization: &organization,
        author,
        words: &WORDS,
        type_words: &type_words,
    };
    let (mut setup, mut batches) = (None, Vec::new());
    let (mut patients, mut caregivers, mut appointments) = (Vec::new(), Vec::new(), Vec::new());
    let result: Result<(), std::convert::Infallible> = generate(&clinic, &mut |batch, chunk| {
        batches.push(batch);
        match chunk {
            Chunk::Setup(it) => setup = Some(*it),
            Chunk::People { patients: some, caregivers: others } => {
                patients.extend(some);
                caregivers.extend(others);
            }
            Chunk::Appointments(some) => {
                assert!(some.iter().all(|it| it.origin_op == batch), "rows name the batch they come with");
                appointments.extend(some);
            }
        }
        Ok(())
    });
    result.unwrap();
    assert!(batches.windows(2).all(|it| it[0] < it[1]), "each batch has an id of its own, in order");
    Generated { setup: setup.unwrap(), patients, caregivers, appointments }
}

fn both() -> [Generated; 2] {
    [made(ClinicSize::Small, 1), made(ClinicSize::Medium, 2)]
}

#[test]
fn the_same_seed_makes_the_same_clinic_and_another_another() {
    let (one, same, other) =
        (made(ClinicSize::Small, 5), made(ClinicSize::Small, 5), made(ClinicSize::Small, 6));
    assert!(one.setup == same.setup && one.patients == same.patients && one.caregivers == same.caregivers);
    assert!(one.appointments == same.appointments);
    assert!(one.appointments != other.appointments && one.patients != other.patients);
}

#[test]
fn the_figures_are_the_sizes() {
    for (size, providers, rooms, patients, a_day) in
        [(ClinicSize::Small, 3, 6, 15_000, 60.0), (ClinicSize::Medium, 10, 22, 50_000, 250.0)]
    {
        let it = made(size, 3);
        // The bay is beside them.
        let alone = || it.setup.resources.iter().filter(|it| it.places == 1);
        let count = |kind| alone().filter(|it| it.kind == kind).count();
        assert_eq!((count(ResourceKind::Provider), count(ResourceKind::Room)), (providers, rooms));
        assert_eq!(it.patients.len(), patients);
        let mut days: HashMap<_, usize> = HashMap::new();
        let past = it.appointments.iter().filter(|it| it.visit.end() < NOW.plus_minutes(-24 * 60));
        past.for_each(|it| *days.entry(it.visit.start().local_date(ZONE)).or_default() += 1);
        let mut counts: Vec<usize> = days.into_values().collect();
        counts.sort_unstable();
        let usual = counts[counts.len() * 6 / 10] as f64;
        assert!((0.8..1.25).contains(&(usual / a_day)), "{usual} visits on a usual day");
        let last = it.appointments.iter().map(|it| it.visit.start()).max().unwrap();
        assert!((50..=61).contains(&((last.0 - NOW.0) / 86_400)));
        let first = it.appointments.iter().map(|it| it.visit.start()).min().unwrap();
        assert!((390..=397).contains(&((NOW.0 - first.0) / 86_400)));
    }
}

#[test]
fn no_two_visits_that_took_place_or_will_overlap_in_a_lane() {
    for it in both() {
        // Held visits took up their resources then as live ones do now.
        let counts =
            |it: &&Appointment| it.is_live() || matches!(it.status, Status::Fulfilled | Status::NoShow);
        let comes_alone = |of: &Appointment| {
            it.setup.appointment_type(of.appointment_type).is_some_and(|it| it.places == 1)
        };
        let has_one_place = |id| it.setup.resource(id).is_some_and(|it| it.places == 1);
        let alone = it.appointments.iter().filter(counts).filter(|it| comes_alone(it));
        let mut taken: Vec<_> =
            alone.flat_map(|it| &it.allocations).filter(|it| has_one_place(it.resource)).collect();
        taken.sort_by_key(|it| (it.resource, it.lane, it.during));
        for pair in taken.windows(2) {
            let is_same = (pair[0].resource, pair[0].lane) == (pair[1].resource, pair[1].lane);
            assert!(!is_same || !pair[0].during.overlaps(&pair[1].during), "{pair:?}");
        }
    }
}

#[test]
fn nobody_has_two_visits_at_once() {
    for it in both() {
        let mut visits: Vec<_> = it.appointments.iter().filter(|it| it.is_live()).collect();
        visits.sort_by_key(|it| (it.patient, it.visit));
        assert!(
            visits.windows(2).all(|it| it[0].patient != it[1].patient || !it[0].visit.overlaps(&it[1].visit))
        );
    }
}

#[test]
fn the_engine_would_book_every_future_visit_where_it_stands() {
    for it in both() {
        let live: Vec<_> = it.appointments.iter().filter(|it| it.is_live()).collect();
        let mut book = Taken::default();
        for visit in &live {
            for it in &visit.allocations {
                book.insert(it.resource, Busy::of_visit(visit.id, visit.appointment_type, visit.visit, it));
            }
        }
        let overbooked: HashSet<_> =
            live.iter().filter(|it| it.lane() > 0).map(|it| it.visit.start()).collect();
        let future = live.iter().filter(|it| it.visit.start() > NOW.plus_minutes(2 * 24 * 60));
        let mut checked = 0;
        for visit in future.filter(|it| it.lane() > 0 || !overbooked.contains(&it.visit.start())) {
            let resources: Vec<ResourceId> = visit.allocations.iter().map(|it| it.resource).collect();
            let slot = SlotContent {
                location: visit.location,
                appointment_type: visit.appointment_type,
                visit: visit.visit,
                allocations: visit.allocations.clone(),
                rules: rule_version(&it.setup, visit.appointment_type, &resources),
                waives: None,
                hold: None,
            };
            let asking =
                Asking { now: NOW, patient_busy: &[], ignoring: Some(visit.id), is_new_patient: None };
            assert_eq!(check(&it.setup, &book, &slot, &asking), Ok(()), "{visit:?}");
            checked += 1;
        }
        assert!(checked > 500, "only {checked} visits checked");
    }
}

#[test]
fn a_class_fills_and_a_bay_has_several_at_a_time() {
    for it in both() {
        let of = |name: &str| -> Vec<&Appointment> {
            let kind = it.setup.types.iter().find(|it| it.name == name).unwrap();
            it.appointments.iter().filter(|it| it.appointment_type == kind.id).collect()
        };
        let (class, bay) = (of("Diabetes class"), of("Infusion"));
        assert_eq!((class.len(), bay.len()), (7, 3));
        assert!(class[..5].iter().all(|it| it.allocations == class[0].allocations));
        assert!(bay.windows(2).all(|it| it[0].visit.overlaps(&it[1].visit) && it[0].visit != it[1].visit));
    }
}

#[test]
fn every_visit_lies_in_a_session_of_its_provider() {
    // Ahead of Greenwich and behind it, by hours and by halves, north and south of where summer is.
    for zone in
        [ZONE, chrono_tz::Asia::Kolkata, chrono_tz::Australia::Lord_Howe, chrono_tz::Pacific::Honolulu]
    {
        visits_lie_in_sessions(zone);
    }
}

fn visits_lie_in_sessions(zone: Tz) {
    let it = made_at(NOW, zone, ClinicSize::Small, 9);
    assert!(it.setup.locations.iter().all(|it| it.zone == zone));
    let mut open: HashMap<ResourceId, Vec<Period>> = HashMap::new();
    let (first, last) = (NOW.plus_minutes(-400 * 24 * 60), NOW.plus_minutes(70 * 24 * 60));
    for resource in it.setup.resources.iter().filter(|it| it.kind == ResourceKind::Provider) {
        let parts = working_time(&it.setup, resource.id, Period::new(first, last).unwrap(), first);
        let parts = parts.into_iter().filter(|it| matches!(it.kind, DayPartKind::Open { .. }));
        open.insert(resource.id, parts.map(|it| it.during).collect());
    }
    for visit in &it.appointments {
        let with = &visit.allocations[0];
        assert!(open[&with.resource].iter().any(|it| it.contains(&with.during)), "{visit:?}");
        assert_eq!(visit.wall_start, visit.visit.start().wall_text(zone));
        let kind = it.setup.appointment_type(visit.appointment_type).unwrap();
        assert_eq!(visit.allocations.len(), kind.needs.len());
    }
}

#[test]
fn the_rates_are_believable() {
    for it in both() {
        let past: Vec<_> =
            it.appointments.iter().filter(|it| it.visit.end() < NOW.plus_minutes(-24 * 60)).collect();
        assert!(past.iter().all(|it| !it.is_live()));
        let share = |which: &dyn Fn(&&&Appointment) -> bool| {
            past.iter().filter(which).count() as f64 / past.len() as f64
        };
        let cancelled = share(&|it| matches!(it.status, Status::Cancelled | Status::LateCancel));
        assert!((0.08..0.12).contains(&cancelled), "{cancelled} cancelled");
        let no_show = share(&|it| it.status == Status::NoShow);
        assert!((0.05..0.07).contains(&no_show), "{no_show} did not come");
        let moved = share(&|it| it.history.iter().any(|it| matches!(it.what, HistoryEvent::Moved { .. })));
        assert!((0.05..0.09).contains(&moved), "{moved} moved");
        let confirmed = share(&|it| it.confirmation.state == ConfirmationState::Confirmed);
        assert!((0.3..0.7).contains(&confirmed), "{confirmed} confirmed");
        let overbooked = share(&|it| it.lane() > 0);
        assert!((0.001..0.03).contains(&overbooked), "{overbooked} overbooked");
        let by_caregiver = share(&|it| matches!(it.requested_by, Requester::Caregiver(_)));
        assert!((0.05..0.6).contains(&by_caregiver), "{by_caregiver} asked for by caregivers");
        let coded = past.iter().filter(|it| it.cancellation.is_some()).count() as f64 / past.len() as f64;
        assert!((coded - cancelled).abs() < f64::EPSILON, "a cancellation without its reason");
    }
}

#[test]
fn today_stands_as_it_would_at_this_time_of_day() {
    for it in both() {
        let today = NOW.local_date(ZONE);
        let visits = it.appointments.iter().filter(|it| it.visit.start().local_date(ZONE) == today);
        let visits: Vec<_> = visits.filter(|it| it.cancellation.is_none()).collect();
        assert!(visits.len() > 30, "{} visits today", visits.len());
        for visit in &visits {
            match visit.status {
                Status::Fulfilled | Status::NoShow | Status::LeftWithoutBeingSeen => {
                    assert!(visit.visit.end() <= NOW, "{visit:?}");
                }
                Status::Booked => assert!(visit.visit.end() > NOW, "{visit:?}"),
                _ => assert!(
                    visit.visit.end() > NOW && visit.visit.start() < NOW.plus_minutes(20),
                    "{visit:?}"
                ),
            }
        }
        let here = visits.iter().filter(|it| it.is_live() && it.status != Status::Booked).count();
        assert!(here > 0, "nobody is in the house");
    }
}

/// Wednesday, Saturday, the Sunday after, and Thanksgiving, each at twenty past ten.
const MORNINGS: [Instant; 4] = [
    NOW,
    NOW.plus_minutes(3 * 24 * 60),
    NOW.plus_minutes(4 * 24 * 60),
    // Winter time has begun.
    NOW.plus_minutes(50 * 24 * 60 + 60),
];

#[test]
fn whoever_opens_the_demo_finds_a_clinic_at_work() {
    for (seed, now) in (20..).zip(MORNINGS) {
        for size in [ClinicSize::Small, ClinicSize::Medium] {
            let it = made_at(now, ZONE, size, seed);
            let providers = it.setup.resources.iter().filter(|it| it.kind == ResourceKind::Provider);
            for provider in providers.clone() {
                let hour = Period::of_minutes(now.plus_minutes(-20), 60).unwrap();
                let there = working_time(&it.setup, provider.id, hour, hour.start());
                let closes = there.iter().find(|it| !matches!(it.kind, DayPartKind::Open { .. }));
                assert!(!there.is_empty() && closes.is_none(), "{} is away: {there:?}", provider.name);
            }
            let near = |it: &&Appointment| {
                it.is_live() && (it.visit.start().0 - now.0).abs() <= 30 * 60 && it.visit.end() > now
            };
            let near: Vec<&Appointment> = it.appointments.iter().filter(near).collect();
            let count = |which: &dyn Fn(&Appointment) -> bool| near.iter().filter(|it| which(it)).count();
            let is_busy = |it: &Appointment| matches!(it.status, Status::Roomed | Status::WithProvider);
            assert_eq!(count(&is_busy), providers.count(), "each provider has somebody");
            assert!(count(&|it| it.status == Status::CheckedIn) >= 2);
            assert!(count(&|it| it.status == Status::Arrived && it.lane() == 1) >= 1, "nobody is fitted in");
            let is_late =
                |it: &Appointment| it.status == Status::Booked && it.visit.start() <= now.plus_minutes(-20);
            assert!(count(&is_late) >= 1, "nobody is late");
            assert!(count(&|it| it.confirmation.state == ConfirmationState::Confirmed) >= 3);
            let people: HashMap<PatientId, &Patient> = it.patients.iter().map(|it| (it.id, it)).collect();
            assert!(count(&|it| !people[&it.patient].alert.expose().is_empty()) >= 1, "no alert");
            assert!(count(&|it| people[&it.patient].needs_interpreter) >= 1, "no interpreter");
        }
    }
}

#[test]
fn histories_run_forwards_and_by_the_table_of_statuses() {
    let it = made(ClinicSize::Small, 4);
    for visit in &it.appointments {
        assert!(matches!(visit.history[0].what, HistoryEvent::Booked { .. }));
        assert!(visit.history.windows(2).all(|it| it[0].at <= it[1].at), "{visit:?}");
        assert!(visit.history.iter().all(|it| it.at <= NOW.plus_minutes(1)), "{visit:?}");
        assert_eq!(visit.version, Version(visit.history.len() as u64));
        assert_eq!(
            visit.lane() > 0,
            matches!(&visit.history[0].what, HistoryEvent::Booked { overbook_reason: Some(_), .. })
        );
        let mut status = Status::Booked;
        for entry in &visit.history {
            if let HistoryEvent::Status { from, to, .. } = entry.what {
                assert!(from == status && from.next().contains(&to), "{from} to {to}");
                status = to;
            }
        }
        assert!(status == visit.status || visit.cancellation.is_some());
    }
}

#[test]
fn people_are_many_and_refer_to_each_other() {
    let it = made(ClinicSize::Small, 8);
    let families: HashSet<_> = it.patients.iter().map(|it| it.family_name.expose()).collect();
    assert!(families.len() > 150, "{} family names", families.len());
    let numbers: HashSet<_> = it.patients.iter().map(|it| &it.record_number).collect();
    assert_eq!(numbers.len(), it.patients.len());
    assert!(it.patients.iter().any(|it| !it.family_name.expose().is_ascii()));
    let by_id: HashMap<PatientId, &Patient> = it.patients.iter().map(|it| (it.id, it)).collect();
    assert_eq!(by_id.len(), it.patients.len());
    let caregivers: HashMap<_, _> = it.caregivers.iter().map(|it| (it.id, it.patient)).collect();
    assert_eq!(caregivers.len(), it.caregivers.len());
    let ids: HashSet<AppointmentId> = it.appointments.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), it.appointments.len());
    let mut seen = HashSet::new();
    for visit in &it.appointments {
        let patient = by_id[&visit.patient];
        assert!(patient.is_active && !patient.is_deceased);
        if let Requester::Caregiver(id) = visit.requested_by {
            assert_eq!(caregivers[&id], visit.patient);
        }
        let kind = it.setup.appointment_type(visit.appointment_type).unwrap();
        assert!(!kind.is_new_patient || !seen.contains(&visit.patient), "a new patient who was here before");
        seen.insert(visit.patient);
    }
    let cared_for: HashSet<_> = it.caregivers.iter().map(|it| it.patient).collect();
    let today = NOW.local_date(ZONE);
    let age = |it: &Patient| it.birth_date.and_then(|born| today.years_since(born));
    let children: Vec<_> = it.patients.iter().filter(|it| age(it).is_some_and(|it| it < 17)).collect();
    assert!(children.len() > 500 && children.iter().all(|it| cared_for.contains(&it.id)));
}

#[test]
fn it_stops_where_the_receiver_does() {
    let organization = organization();
    let clinic = Clinic {
        size: ClinicSize::Small,
        seed: 1,
        now: NOW,
        zone: ZONE,
        organization: &organization,
        author: PersonId::from_bytes([2; 16]),
        words: &WORDS,
        type_words: &type_words,
    };
    let mut chunks = 0;
    let stopped = generate(&clinic, &mut |_, _| {
        chunks += 1;
        if chunks == 3 { Err("enough") } else { Ok(()) }
    });
    assert_eq!((stopped, chunks), (Err("enough"), 3));
}
