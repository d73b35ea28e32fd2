//! Applying changes, compared with a model in memory, and every question about the book.

use super::{
    Mirror,
    clinic::{self, DAY, Dice, FIRST_DAY, location_id, patient_id, resource_id},
};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus as S, HistoryEvent},
    id::{AppointmentId, DepartmentId, FaqId, MessageTemplateId, Version},
    message::{MessageChannel, MessageKind, MessageTemplate},
    office::{Department, FaqEntry, Office},
    operation::Change,
    patient::Patient,
    people::Role,
    policy::SecurityPolicy,
    time::{Instant, Period},
};
use desk_cache::mirror::{DayRow, apply, begin_epoch};
use proptest::prelude::*;
use std::collections::BTreeMap;

const PATIENTS: u64 = 5;

#[derive(Default)]
pub(super) struct Model {
    patients: BTreeMap<u64, Patient>,
    appointments: BTreeMap<AppointmentId, Appointment>,
}

/// Changes as an arbiter or a confused centre may send them: updates, old versions, the same again.
pub(super) fn operations(seed: u64) -> (Vec<Vec<Change>>, Model) {
    let dice = &mut Dice(seed);
    let mut model = Model::default();
    let mut operations = Vec::new();
    for _ in 0..40 {
        let mut changes = Vec::new();
        for _ in 0..=dice.below(2) {
            changes.push(if dice.one_in(3) {
                patient(dice, &mut model)
            } else {
                appointment(dice, &mut model)
            });
        }
        operations.push(changes);
    }
    (operations, model)
}

fn patient(dice: &mut Dice, model: &mut Model) -> Change {
    let n = 1 + dice.below(PATIENTS);
    let mut patient = clinic::patient(n + 100 * dice.below(3));
    patient.id = patient_id(n);
    patient.record_number = format!("R{n}");
    patient.version = Version(1 + dice.below(4));
    let known = model.patients.get(&n).is_some_and(|it| it.version >= patient.version);
    if !known {
        model.patients.insert(n, patient.clone());
    }
    Change::Patient(Box::new(patient))
}

fn appointment(dice: &mut Dice, model: &mut Model) -> Change {
    let n = dice.below(12);
    let start = Instant(FIRST_DAY + dice.below(3) as i64 * DAY + dice.below(96) as i64 * 900);
    let status = S::ALL[dice.below(S::ALL.len() as u64) as usize];
    let resources = [1 + dice.below(3), 4 + dice.below(2)];
    let minutes = if dice.one_in(6) { 700 } else { 15 + dice.below(50) as u32 };
    let (patient, location) = (1 + dice.below(PATIENTS), 1 + dice.below(2));
    let mut visit = clinic::visit(n, patient, location, &resources, start, minutes, status);
    visit.version = Version(1 + dice.below(6));
    visit.allocations[1].lane = dice.below(3) as u8;
    visit.source = dice.one_in(2).then(|| format!("urn:visit|{n}"));
    let known = model.appointments.get(&visit.id).is_some_and(|it| it.version >= visit.version);
    if !known {
        model.appointments.insert(visit.id, visit.clone());
    }
    Change::Appointment(Box::new(visit))
}

/// Periods of every length around the visits, mostly cutting through some.
fn periods(dice: &mut Dice) -> Vec<Period> {
    let mut periods = Vec::new();
    for _ in 0..8 {
        let start = Instant(FIRST_DAY - DAY + dice.below(5 * 96) as i64 * 900);
        periods.push(Period::of_minutes(start, 1 + dice.below(2000) as u32).expect("some minutes"));
    }
    periods
}

fn ids(rows: &[DayRow]) -> Vec<AppointmentId> {
    rows.iter().map(|it| it.id).collect()
}

impl Model {
    fn ids(&self, keep: impl Fn(&Appointment) -> bool) -> Vec<AppointmentId> {
        let mut kept: Vec<_> = self.appointments.values().filter(|it| keep(it)).collect();
        kept.sort_by_key(|it| (it.visit.start(), it.id));
        kept.iter().map(|it| it.id).collect()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn records_read_back_in_their_highest_version(seed: u64) {
        let (operations, model) = operations(seed);
        let mirror = Mirror::of(&operations);
        for n in 1..=PATIENTS {
            prop_assert_eq!(mirror.reader().patient(patient_id(n)).unwrap(), model.patients.get(&n).cloned());
        }
        for (id, expected) in &model.appointments {
            prop_assert_eq!(mirror.reader().appointment(*id).unwrap(), Some(expected.clone()));
        }
        prop_assert_eq!(mirror.reader().cursor().unwrap(), operations.len() as u64);
    }

    #[test]
    fn lists_show_what_the_records_say(seed: u64) {
        let (operations, model) = operations(seed);
        let mirror = Mirror::of(&operations);
        let reader = mirror.reader();
        for period in periods(&mut Dice(seed)) {
            for location in 1..=2 {
                let rows = reader.day(location_id(location), period).unwrap();
                let here = |it: &Appointment| it.location == location_id(location) && it.visit.overlaps(&period);
                prop_assert_eq!(ids(&rows), model.ids(here));
                for row in rows {
                    let it = &model.appointments[&row.id];
                    prop_assert_eq!(
                        (row.version, row.visit, row.status, row.confirmation, &row.allocations, &row.wall_start),
                        (it.version, it.visit, it.status, it.confirmation.state, &it.allocations, &it.wall_start)
                    );
                    prop_assert_eq!((row.has_note, row.patient.id, row.lane()), (!it.note.is_empty(), it.patient, it.lane()));
                    let patient = model.patients.values().find(|known| known.id == it.patient);
                    prop_assert_eq!(row.patient.family_name, patient.map(|it| it.family_name.clone()).unwrap_or_default());
                }
            }
            for n in 1..=PATIENTS {
                let of = |it: &Appointment| it.patient == patient_id(n) && it.visit.overlaps(&period);
                prop_assert_eq!(ids(&reader.visits_of(patient_id(n), period).unwrap()), model.ids(of));
                let busy = reader.patient_busy(patient_id(n), period).unwrap();
                let mut busy: Vec<_> = busy.into_iter().map(|(id, visit)| (visit.start(), id)).collect();
                busy.sort();
                let busy: Vec<_> = busy.into_iter().map(|(_, id)| id).collect();
                prop_assert_eq!(busy, model.ids(|it| of(it) && it.is_live()));
            }
        }
    }

    #[test]
    fn the_book_is_the_live_allocations(seed: u64) {
        let (operations, model) = operations(seed);
        let mirror = Mirror::of(&operations);
        let resources: Vec<_> = (1..=5).map(resource_id).collect();
        for period in periods(&mut Dice(seed)) {
            let busy = mirror.reader().busy(&resources, period, Instant(0)).unwrap();
            let mut found: Vec<_> =
                busy.iter().map(|(resource, it)| (*resource, it.during, it.own, it.lane, it.appointment().unwrap())).collect();
            let mut expected: Vec<_> = model.appointments.values().filter(|it| it.is_live())
                .flat_map(|it| it.allocations.iter().map(|a| {
                    (a.resource, a.during, a.during.intersection(&it.visit).unwrap_or(a.during), a.lane, it.id)
                }))
                .filter(|(_, during, ..)| during.overlaps(&period))
                .collect();
            found.sort();
            expected.sort();
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_patients_visits_are_told_before_and_after(seed: u64, hour in 0..72_i64, limit in 1..4_u32) {
        let (operations, model) = operations(seed);
        let mirror = Mirror::of(&operations);
        let now = Instant(FIRST_DAY + hour * 3600);
        for n in 1..=PATIENTS {
            let patient = patient_id(n);
            let next = ids(&mirror.reader().next_visits(patient, now, limit).unwrap());
            let expected = model.ids(|it| it.patient == patient && it.visit.start() >= now && it.is_live());
            prop_assert_eq!(next.len(), expected.len().min(limit as usize));
            prop_assert!(next.iter().all(|it| expected.contains(it)));
            let last = ids(&mirror.reader().last_visits(patient, now, limit).unwrap());
            let expected = model.ids(|it| it.patient == patient && it.visit.start() < now);
            prop_assert_eq!(last.len(), expected.len().min(limit as usize));
            let start = |id: &AppointmentId| model.appointments[id].visit.start();
            prop_assert_eq!(last.first().map(start), expected.iter().map(start).max());
        }
    }
}

#[test]
fn a_gap_is_refused_and_what_was_applied_changes_nothing() {
    let mut mirror = Mirror::of(&[vec![Change::Patient(Box::new(clinic::patient(1)))]]);
    let tx = mirror.conn.transaction().unwrap();
    let error = apply(&tx, 3, &[]).unwrap_err();
    assert_eq!(error.code(), "out_of_order");
    let other = Patient { version: Version(9), ..clinic::patient(1) };
    apply(&tx, 1, &[Change::Patient(Box::new(other))]).unwrap();
    tx.commit().unwrap();
    assert_eq!(mirror.reader().patient(patient_id(1)).unwrap(), Some(clinic::patient(1)));
    assert_eq!(mirror.reader().cursor().unwrap(), 1);
}

#[test]
fn another_history_starts_where_it_says() {
    let mut mirror = Mirror::of(&[vec![], vec![]]);
    assert_eq!(mirror.reader().epoch().unwrap(), None);
    let epoch = uuid::Uuid::from_bytes([9; 16]);
    let tx = mirror.conn.transaction().unwrap();
    begin_epoch(&tx, epoch, 40).unwrap();
    apply(&tx, 3, &[]).unwrap();
    tx.commit().unwrap();
    let reader = mirror.reader();
    assert_eq!((reader.epoch().unwrap(), reader.received().unwrap()), (Some(epoch), 40));
    assert_eq!(reader.cursor().unwrap(), 3, "this desk counts on");
}

#[test]
fn setup_is_one_snapshot_with_a_revision() {
    let mut mirror = Mirror::empty();
    assert_eq!(mirror.reader().setup().unwrap(), None);
    let admin = clinic::person(1, Role::Administrator);
    mirror.apply_next(&[
        Change::Organization(clinic::organization()),
        Change::Location(clinic::location(1)),
        Change::Resource(clinic::resource(1, 1)),
        Change::Resource(clinic::resource(2, 1)),
        Change::Person(admin.clone()),
    ]);
    let setup = mirror.reader().setup().unwrap().unwrap();
    assert_eq!(setup.organization, clinic::organization());
    assert_eq!(setup.resources, [clinic::resource(1, 1), clinic::resource(2, 1)]);
    assert_eq!(mirror.reader().people().unwrap(), std::slice::from_ref(&admin));
    assert_eq!(mirror.reader().person_by_login("person1").unwrap(), Some(admin.clone()));
    assert_eq!(mirror.reader().person(admin.id).unwrap(), Some(admin));

    let before = mirror.reader().setup_revision().unwrap();
    mirror.apply_next(&[
        Change::Resource(clinic::resource(1, 1)),
        Change::Patient(Box::new(clinic::patient(1))),
    ]);
    assert_eq!(mirror.reader().setup_revision().unwrap(), before);
    let renamed =
        clinic_domain::resource::Resource { version: Version(2), name: "X".into(), ..clinic::resource(1, 1) };
    mirror.apply_next(&[Change::Resource(renamed)]);
    assert!(mirror.reader().setup_revision().unwrap() > before);
}

#[test]
fn what_stands_beside_the_book_is_read_as_one_and_moves_the_revision() {
    let mut mirror = Mirror::empty();
    assert_eq!(mirror.reader().office().unwrap(), None);
    let organization = clinic::organization();
    let first = SecurityPolicy::first(organization.id);
    mirror.apply_next(&[Change::Organization(organization)]);
    let office = mirror.reader().office().unwrap().unwrap();
    let nothing = (&office.departments[..], &office.faq[..], &office.templates[..]);
    assert_eq!((&office.policy, nothing), (&first, (&[][..], &[][..], &[][..])));

    let department = Department {
        id: DepartmentId::from_bytes([1; 16]),
        version: Version(1),
        name: "Cardiology".into(),
        is_active: true,
    };
    let question = FaqEntry {
        id: FaqId::from_bytes([2; 16]),
        version: Version(1),
        question: "Where can I park?".into(),
        answer: "Behind the house.".into(),
        keywords: vec!["car".into()],
        language: "en".into(),
        is_active: true,
        written: None,
        earlier: Vec::new(),
    };
    let template = MessageTemplate {
        id: MessageTemplateId::from_bytes([3; 16]),
        version: Version(1),
        kind: MessageKind::Reminder,
        channel: MessageChannel::Sms,
        language: "es".into(),
        subject: String::new(),
        body: "{date} {time}".into(),
        is_active: true,
    };
    let policy = SecurityPolicy { version: Version(1), idle_minutes: 10, ..first };
    let before = mirror.reader().setup_revision().unwrap();
    mirror.apply_next(&[
        Change::Policy(policy.clone()),
        Change::Department(department.clone()),
        Change::Faq(question.clone()),
        Change::MessageTemplate(template.clone()),
    ]);
    let written = Office {
        policy: policy.clone(),
        departments: vec![department],
        faq: vec![question],
        templates: vec![template],
    };
    assert_eq!(mirror.reader().office().unwrap(), Some(written));
    assert!(mirror.reader().setup_revision().unwrap() > before);
    let stricter = SecurityPolicy { version: Version(2), idle_minutes: 5, ..policy };
    mirror.apply_next(&[Change::Policy(stricter.clone())]);
    assert_eq!(mirror.reader().office().unwrap().unwrap().policy, stricter);
}

#[test]
fn waiting_starts_when_the_patient_comes() {
    let start = Instant(FIRST_DAY);
    let mut visit = clinic::visit(1, 1, 1, &[1], start, 20, S::CheckedIn);
    let event = |at, from, to| {
        let what = HistoryEvent::Status { from, to, verified: Vec::new() };
        clinic_domain::appointment::HistoryEntry { at: Instant(at), what, ..visit.history[0].clone() }
    };
    let history = vec![
        event(10, S::Booked, S::Arrived),
        event(20, S::Arrived, S::Booked),
        event(30, S::Booked, S::Arrived),
        event(40, S::Arrived, S::CheckedIn),
    ];
    visit.history = history;
    let mirror = Mirror::of(&[vec![Change::Appointment(Box::new(visit.clone()))]]);
    let row = |mirror: &Mirror| mirror.reader().day(location_id(1), visit.visit).unwrap().swap_remove(0);
    assert_eq!(row(&mirror).waiting_since, Some(Instant(30)));

    let mirror = Mirror::of(&[vec![Change::Appointment(Box::new(Appointment {
        status: S::Roomed,
        ..visit.clone()
    }))]]);
    assert_eq!(row(&mirror).waiting_since, None);
}

#[test]
fn a_past_visit_is_one_that_took_place() {
    let now = Instant(FIRST_DAY + DAY);
    for (status, counts) in
        [(S::Fulfilled, true), (S::WithProvider, true), (S::NoShow, false), (S::Booked, false)]
    {
        let visit = clinic::visit(1, 1, 1, &[1], Instant(FIRST_DAY), 20, status);
        let mirror = Mirror::of(&[vec![Change::Appointment(Box::new(visit))]]);
        assert_eq!(mirror.reader().has_past_visit(patient_id(1), now).unwrap(), counts, "{status}");
        assert!(!mirror.reader().has_past_visit(patient_id(1), Instant(FIRST_DAY)).unwrap());
        assert_eq!(mirror.reader().count_visits(patient_id(1), status).unwrap(), 1);
    }
}

#[test]
fn an_allocation_too_long_for_the_overlap_search_is_refused_by_name() {
    let visit = clinic::visit(1, 1, 1, &[1], Instant(FIRST_DAY), 12 * 60, S::Booked);
    let mut mirror = Mirror::empty();
    let tx = mirror.conn.transaction().unwrap();
    let error = apply(&tx, 1, &[Change::Appointment(Box::new(visit.clone()))]).unwrap_err();
    assert!(error.to_string().contains(&visit.id.to_string()), "{error}");
    assert_eq!(error.code(), "broken_row");
}

#[test]
fn a_broken_row_is_named_and_not_shown() {
    let mirror = Mirror::of(&[
        vec![Change::Patient(Box::new(Patient { family_name: "Marker".into(), ..clinic::patient(1) }))],
        vec![Change::Appointment(Box::new(clinic::visit(1, 1, 1, &[1], Instant(FIRST_DAY), 20, S::Booked)))],
    ]);
    let conn = &mirror.conn;
    let day = Period::of_minutes(Instant(FIRST_DAY), 60).unwrap();
    for (break_it, table, id) in [
        ("UPDATE patient SET birth_date = 'Marker'", "patient", patient_id(1).to_string()),
        ("UPDATE appointment SET status = 'Marker'", "appointment", clinic::appointment_id(1).to_string()),
        ("UPDATE appointment SET allocations = x'01'", "appointment", clinic::appointment_id(1).to_string()),
    ] {
        conn.execute_batch(&format!("SAVEPOINT s; {break_it}")).unwrap();
        let error = mirror.reader().day(location_id(1), day).unwrap_err().to_string();
        assert!(error.contains(table) && error.contains(&id) && !error.contains("Marker"), "{error}");
        conn.execute_batch("ROLLBACK TO s; RELEASE s").unwrap();
    }
    for column in ["phones", "flags", "contact_preference", "valid_from"] {
        conn.execute_batch(&format!("SAVEPOINT s; UPDATE patient_detail SET {column} = 'Marker'")).unwrap();
        let error = mirror.reader().patient(patient_id(1)).unwrap_err().to_string();
        assert!(error.contains(&patient_id(1).to_string()) && !error.contains("Marker"), "{error}");
        assert!(error.contains(column), "{error}");
        conn.execute_batch("ROLLBACK TO s; RELEASE s").unwrap();
    }
}
