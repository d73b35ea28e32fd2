//! A clinic that stood alone, before the arbiter of its organization.

use crate::{
    clinic::Clinic,
    world::{World, codes, record},
};
use clinic_domain::{
    arbiter::{Around, Verdict, Want, Whose, decide, lost, wanted_first},
    conflict::LostAct,
    id::{PatientId, Version},
    operation::{Change, OperationBody as B},
    patient::Patient,
    people::{Person, Role},
    tier::SubscriptionTier,
};

fn adopt(rows: Vec<Change>) -> B {
    B::Adopt { rows }
}

fn patient(it: Patient) -> Change {
    Change::Patient(Box::new(it))
}

/// The rows of another clinic's setup.
fn setup_of(clinic: &Clinic) -> Vec<Change> {
    let setup = &clinic.setup;
    let mut rows = vec![Change::Organization(setup.organization.clone())];
    rows.extend(setup.locations.iter().cloned().map(Change::Location));
    rows.extend(setup.resources.iter().cloned().map(Change::Resource));
    rows.extend(setup.types.iter().cloned().map(Change::AppointmentType));
    rows.extend(setup.templates.iter().cloned().map(Change::Template));
    rows
}

/// One with other ids.
fn newcomer() -> Clinic {
    let mut clinic = Clinic::with_ids_from(0x7777_0000, chrono_tz::America::New_York);
    clinic.provider("09:00", "17:00");
    clinic
}

/// A visit as the desk that stood alone had booked it; nothing of it is here.
fn booked(world: &mut World, patient: PatientId, wall: &str) -> Change {
    let booking = world.booking(patient, wall);
    let operation = world.operation(None, B::Book(booking));
    decide(&operation, world.ledger.scene(world.now).unwrap(), &world.ledger)
        .unwrap()
        .unwrap()
        .changes
        .remove(0)
}

#[test]
fn what_is_not_there_comes_as_it_is_and_the_organizations_own_stays() {
    let mut world = World::new();
    let other = newcomer();
    let mut rows = setup_of(&other);
    let adopted = world.done(None, adopt(rows.clone())).unwrap();
    let organization = rows.remove(0);
    assert_eq!(adopted.after, rows);
    assert!(!adopted.after.contains(&organization), "its name is its own");
    assert_eq!(world.done(None, adopt(rows)).unwrap().after, [], "once more it is not there twice");
}

#[test]
fn who_worked_at_the_desk_comes_for_the_history_and_signs_in_no_more() {
    let mut world = World::new();
    let mut clinic = newcomer();
    let namesake = Person { login: world.author.login.clone(), ..clinic.person(Role::Administrator) };
    let other = Person { login: "carla".to_owned(), ..clinic.person(Role::FrontDesk) };
    let rows = [&namesake, &other].map(|it| Change::Person(it.clone())).to_vec();
    let adopted = world.done(None, adopt(rows)).unwrap();
    let people: Vec<_> = adopted
        .after
        .iter()
        .filter_map(|it| match it {
            Change::Person(it) => Some((it.id, it.login.clone(), it.is_active)),
            _ => None,
        })
        .collect();
    let beside = format!("{}-2", namesake.login);
    assert_eq!(people, [(namesake.id, beside, false), (other.id, "carla".to_owned(), false)]);
}

#[test]
fn a_record_keeps_its_version_and_gets_another_number_only_where_its_own_is_taken() {
    let mut world = World::new();
    let ids = [1, 2, 3].map(|_| PatientId(world.clinic.id()));
    let of = |at: usize, number: &str| Patient {
        record_number: number.to_owned(),
        version: Version(4),
        ..record(ids[at])
    };
    let rows = [of(0, "100001"), of(1, "100777"), of(2, "")];
    let adopted = world.done(None, adopt(rows.map(patient).to_vec())).unwrap();
    let numbers: Vec<_> = adopted
        .after
        .iter()
        .filter_map(|it| match it {
            Change::Patient(it) => Some((it.record_number.as_str(), it.version.0)),
            _ => None,
        })
        .collect();
    assert_eq!(numbers, [("100003", 4), ("100777", 4), ("", 4)], "two were given before");
}

#[test]
fn a_visit_takes_its_place_where_nobody_has_it_and_loses_to_who_does() {
    let mut world = World::new();
    let [ana, ben] = world.patients;
    let [first, late] = [ana, ben].map(|it| booked(&mut world, it, "2026-03-02T10:00"));
    let adopted = world.done(None, adopt(vec![first.clone()])).unwrap();
    assert_eq!(adopted.after, std::slice::from_ref(&first));
    assert_eq!(world.done(None, adopt(vec![first.clone()])).unwrap().after, [], "it is there");

    let operation = world.operation(None, adopt(vec![late.clone()]));
    let scene = world.ledger.scene(world.now).unwrap();
    let refused = decide(&operation, scene, &world.ledger).unwrap().unwrap_err();
    assert_eq!(refused.verdict(), Verdict::Conflict);
    let conflict = lost(&operation, &refused, scene, &world.ledger).unwrap().unwrap();
    assert_eq!((conflict.lost, conflict.patient), (LostAct::Booking, ben));
    assert_eq!(conflict.slot.unwrap().visit, late.visit().unwrap().visit);
    assert_eq!(conflict.winners, [first.visit().unwrap().id]);
    assert_eq!(conflict.alternatives.len(), 3);
}

#[test]
fn what_stands_on_nothing_is_refused_and_so_is_who_may_not() {
    let mut world = World::new();
    let ana = world.patients[0];
    let mut stranger = booked(&mut world, ana, "2026-03-02T10:00");
    if let Change::Appointment(it) = &mut stranger {
        it.patient = PatientId(world.clinic.id());
    }
    assert_eq!(codes(world.done(None, adopt(vec![stranger]))), ["not_found"]);
    let templates = newcomer().setup.templates.into_iter().map(Change::Template).collect();
    assert_eq!(codes(world.done(None, adopt(templates))), ["not_found"]);
    world.author.roles = vec![Role::FrontDesk];
    let author = world.author.clone();
    world.ledger.write_row(Change::Person(author));
    assert_eq!(codes(world.done(None, adopt(Vec::new()))), ["not_permitted"]);
}

#[test]
fn more_providers_than_the_tier_lets_in_do_not_come() {
    let mut world = World::new();
    let mut organization = world.ledger.scene(world.now).unwrap().setup.organization.clone();
    organization.subscription_tier = Some(SubscriptionTier::Basic);
    world.ledger.write_row(Change::Organization(organization));
    let mut other = newcomer();
    for _ in 0..3 {
        other.provider("09:00", "17:00");
    }
    assert_eq!(codes(world.done(None, adopt(setup_of(&other)))), ["tier_limit"]);
}

#[test]
fn all_that_a_page_is_decided_on_is_asked_for_at_first() {
    let mut world = World::new();
    let ana = world.patients[0];
    let visit = booked(&mut world, ana, "2026-03-02T10:00");
    let id = PatientId(world.clinic.id());
    let operation = world.operation(None, adopt(vec![patient(record(id)), visit.clone()]));
    let scene = world.ledger.scene(world.now).unwrap();
    let (visit, now) = (visit.visit().unwrap(), world.now);
    let resources = visit.allocations.iter().map(|it| it.resource).collect();
    let around = Around { resources, period: visit.allocations[0].during, now };
    let wanted = [
        Want::RecordNumbersTaken(vec!["7".to_owned()]),
        Want::NextRecordNumber,
        Want::PatientFacts(Whose::Patient(id)),
        Want::PatientFacts(Whose::Patient(ana)),
        Want::Appointment(visit.id),
        Want::Busy(around),
    ];
    assert_eq!(wanted_first(&operation, scene), wanted);
}
