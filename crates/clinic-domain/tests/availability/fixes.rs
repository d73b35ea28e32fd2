//! What would allow a visit where it is refused: by example, and against the booking check.

use crate::{
    clinic::{ASKED_LONG_BEFORE, Clinic, need},
    world::{World, plans},
};
use clinic_domain::{
    appointment_type::Modality,
    availability::{Answer, Asking, Fix, OfferAt, Opening, Remedy, Request, check, fixes, offers},
    id::ResourceId,
    operation::{Buffer, SlotContent},
    people::Permission,
    refusal::Refusal,
    resource::ResourceKind::{Equipment, Provider, Room},
    schedule::{ExceptionKind, ExceptionScope},
    time::Instant,
};
use proptest::prelude::*;

const DAY: (&str, &str) = ("2035-02-05T00:00", "2035-02-06T00:00");
const ON_DAY: (&str, &str) = ("2035-02-05", "2035-02-05");

fn told(clinic: &Clinic, at: &OfferAt<'_>) -> Vec<(String, String)> {
    let found = fixes(&clinic.setup, &clinic.book, at, None, clinic.period(DAY.0, DAY.1));
    found
        .iter()
        .map(|it| (words(&it.remedy), it.slot.visit.start().wall_text(clinic.zone)[11..].into()))
        .collect()
}

fn words(remedy: &Remedy) -> String {
    match remedy {
        Remedy::Another(kind) => format!("another {kind}"),
        Remedy::Overbook { .. } => "overbook".into(),
        Remedy::WaiveBuffer { which, .. } => format!("without {which}"),
        Remedy::AnotherTime { minutes } => format!("{minutes:+}"),
        Remedy::ShorterType => "shorter".into(),
        Remedy::Open(Opening::Unblock(_)) => "unblock".into(),
        Remedy::Open(Opening::ExtraSession { from, to, .. }) => format!("open {}-{}", from.text(), to.text()),
    }
}

fn at(clinic: &Clinic, resource: ResourceId, time: &str) -> OfferAt<'static> {
    clinic.spot(resource, clinic.at(&format!("2035-02-05T{time}")))
}

fn these(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|&(what, when)| (what.to_owned(), when.to_owned())).collect()
}

#[test]
fn a_taken_time_is_overbooked_moved_given_to_another_or_made_shorter() {
    let mut clinic = Clinic::new_york();
    let (chen, _okafor) = (clinic.provider("09:00", "17:00"), clinic.provider("09:00", "12:00"));
    let short = clinic.a_type(15);
    clinic.take(chen, "2035-02-05T09:45", "2035-02-05T10:00", 0);
    clinic.take(chen, "2035-02-05T10:15", "2035-02-05T10:45", 0);
    assert_eq!(
        told(&clinic, &at(&clinic, chen, "10:00")),
        these(&[
            ("overbook", "10:00"),
            ("another provider", "10:00"),
            ("shorter", "10:00"),
            ("-45", "09:15"),
            ("+45", "10:45"),
        ])
    );
    assert_eq!(told(&clinic, &at(&clinic, chen, "09:15")), [], "free as it is");
    clinic.change_type(short, |it| it.modality = Modality::Phone);
    let by_phone = told(&clinic, &at(&clinic, chen, "10:00"));
    assert!(by_phone.iter().all(|it| it.0 != "shorter"), "who comes to the clinic is not called instead");
    clinic.change_type(short, |it| it.modality = Modality::InPerson);
    // A visit that is moved keeps its type, and may stay where it is.
    let mut moved = at(&clinic, chen, "10:00");
    moved.asking.ignoring = Some(clinic.take(chen, "2035-02-05T11:00", "2035-02-05T12:00", 0));
    assert!(told(&clinic, &moved).iter().all(|it| it.0 != "shorter"));
}

#[test]
fn of_other_providers_the_own_one_comes_first() {
    let mut clinic = Clinic::new_york();
    let [chen, okafor, ruiz] = [(); 3].map(|()| clinic.provider("09:00", "17:00"));
    clinic.take(chen, "2035-02-05T10:00", "2035-02-05T10:30", 0);
    let another = |own| {
        let (at, day) = (at(&clinic, chen, "10:00"), clinic.period(DAY.0, DAY.1));
        let found = fixes(&clinic.setup, &clinic.book, &at, own, day);
        let it = found.into_iter().find(|it| it.remedy == Remedy::Another(Provider)).unwrap();
        it.slot.allocations[0].resource
    };
    assert_eq!([None, Some(okafor), Some(ruiz)].map(another), [okafor, okafor, ruiz]);
}

#[test]
fn what_needs_a_permission_says_which() {
    let permission = |it: Remedy| it.permission();
    assert_eq!(permission(Remedy::Overbook { because: vec![] }), Some(Permission::Overbook));
    let unblock = Opening::Unblock(clinic_domain::id::ExceptionId::from_bytes([1; 16]));
    assert_eq!(permission(Remedy::Open(unblock)), Some(Permission::BlockTime));
    assert_eq!(permission(Remedy::Another(Room)), None);
}

#[test]
fn a_taken_room_gives_way_to_another_at_that_very_time() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "10:00");
    let (small, large) = (clinic.room(), clinic.room());
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 0, 0)));
    clinic.take(small, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    let found =
        fixes(&clinic.setup, &clinic.book, &at(&clinic, small, "09:00"), None, clinic.period(DAY.0, DAY.1));
    let Fix { remedy: Remedy::Another(Room), slot } = &found[0] else {
        panic!("not another room: {found:?}");
    };
    assert_eq!(slot.allocations[1].resource, large);
    let moved = found.iter().find(|it| it.remedy == Remedy::AnotherTime { minutes: 30 }).unwrap();
    assert_eq!(moved.slot.allocations[1].resource, small, "the room that was pointed at stays");
    clinic.take(large, "2035-02-05T09:00", "2035-02-05T09:30", 0);
    assert!(told(&clinic, &at(&clinic, small, "09:00")).iter().all(|it| !it.0.starts_with("another")));
}

#[test]
fn a_visit_that_only_its_buffer_keeps_out_goes_without_it() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "17:00");
    clinic.change_type(clinic.visit, |it| {
        (it.buffer_before_minutes, it.buffer_after_minutes) = (10, 5);
    });
    clinic.take(chen, "2035-02-05T10:00", "2035-02-05T10:30", 0);
    let waived = |clinic: &Clinic, time| {
        let (at, day) = (at(clinic, chen, time), clinic.period(DAY.0, DAY.1));
        let found = fixes(&clinic.setup, &clinic.book, &at, None, day);
        assert!(found.iter().skip(1).all(|it| it.slot.waives.is_none()));
        let first = found.into_iter().next()?;
        let Remedy::WaiveBuffer { which, because } = first.remedy else { return None };
        assert!(!because.is_empty());
        assert_eq!(check(&clinic.setup, &clinic.book, &first.slot, &ASKED_LONG_BEFORE), Ok(()));
        Some((which, first.slot.allocations[0].during))
    };
    let before = waived(&clinic, "10:30").unwrap();
    assert_eq!(before, (Buffer::Before, clinic.period("2035-02-05T10:30", "2035-02-05T11:05")));
    let after = waived(&clinic, "09:30").unwrap();
    assert_eq!(after, (Buffer::After, clinic.period("2035-02-05T09:20", "2035-02-05T10:00")));
    clinic.take(chen, "2035-02-05T11:00", "2035-02-05T11:30", 0);
    let both = waived(&clinic, "10:30").unwrap();
    assert_eq!(both, (Buffer::Both, clinic.period("2035-02-05T10:30", "2035-02-05T11:00")));
    assert_eq!(waived(&clinic, "10:15"), None, "the visit itself does not fit");
    // At the end of the hours it is the same; what is free as it is has none to leave out.
    assert_eq!(waived(&clinic, "16:30").unwrap().0, Buffer::After);
    clinic.change_type(clinic.visit, |it| it.buffer_before_minutes = 0);
    assert_eq!(waived(&clinic, "11:30"), None);
}

#[test]
fn closed_time_is_opened_by_the_one_act_that_is_enough() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "12:00");
    clinic.change_type(clinic.visit, |it| it.buffer_after_minutes = 5);
    assert_eq!(
        told(&clinic, &at(&clinic, chen, "12:00")),
        these(&[("-45", "11:15"), ("open 12:00-12:35", "12:00")]),
        "the buffer has to fit into the hours"
    );
    assert_eq!(
        told(&clinic, &at(&clinic, chen, "11:45")),
        these(&[("-30", "11:15"), ("open 11:45-12:20", "11:45")])
    );
    let scope = ExceptionScope::Resource(chen);
    let hours = ("10:00", "11:00");
    clinic.except(scope, ExceptionKind::Block, ON_DAY, hours);
    let unblocked = ("unblock".to_owned(), "10:15".to_owned());
    assert!(told(&clinic, &at(&clinic, chen, "10:15")).contains(&unblocked));
    // A pause, time off and a holiday are somebody else's to change; so is what was imported.
    for kind in [ExceptionKind::Break, ExceptionKind::TimeOff, ExceptionKind::Holiday] {
        clinic.setup.exceptions[0].kind = kind;
        let found = told(&clinic, &at(&clinic, chen, "10:15"));
        assert_eq!(found, these(&[("+45", "11:00"), ("-60", "09:15")]));
    }
    clinic.setup.exceptions[0].kind = ExceptionKind::Block;
    clinic.setup.exceptions[0].source = Some("fhir|1".into());
    assert!(!told(&clinic, &at(&clinic, chen, "10:15")).contains(&unblocked));
    clinic.setup.exceptions[0].source = None;
    // Somebody has the time as well: opening it is not enough.
    clinic.take(chen, "2035-02-05T10:00", "2035-02-05T11:00", 0);
    assert!(!told(&clinic, &at(&clinic, chen, "10:15")).contains(&unblocked));
}

#[test]
fn until_midnight_is_one_session_and_over_it_is_none() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "12:00");
    let opened =
        |time| told(&clinic, &at(&clinic, chen, time)).into_iter().map(|it| it.0).collect::<Vec<_>>();
    assert_eq!(opened("23:30"), ["open 23:30-24:00", "-720"]);
    assert_eq!(opened("23:45"), ["-735"]);
}

#[test]
fn the_past_the_notice_and_the_patient_leave_only_another_time() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "17:00");
    clinic.provider("09:00", "17:00");
    let ask =
        |clinic: &Clinic, asking: Asking<'_>| told(clinic, &OfferAt { asking, ..at(clinic, chen, "10:00") });
    let now = clinic.at("2035-02-05T13:00");
    let past = Asking { now, ..ASKED_LONG_BEFORE };
    assert_eq!(ask(&clinic, past), these(&[("+180", "13:00")]));
    let busy = [(
        clinic_domain::id::AppointmentId::from_bytes([7; 16]),
        clinic.period("2035-02-05T10:00", "2035-02-05T11:00"),
    )];
    let elsewhere = Asking { patient_busy: &busy, ..ASKED_LONG_BEFORE };
    assert_eq!(ask(&clinic, elsewhere), these(&[("-30", "09:30"), ("+60", "11:00")]));
    clinic.change_type(clinic.visit, |it| it.notice_minutes = 60);
    let soon = Asking { now: clinic.at("2035-02-05T09:30"), ..ASKED_LONG_BEFORE };
    assert_eq!(ask(&clinic, soon), these(&[("+30", "10:30")]));
    assert_eq!(
        told(&clinic, &at(&clinic, chen, "10:05")),
        these(&[("-5", "10:00"), ("+10", "10:15")]),
        "off the grid"
    );
}

#[test]
fn a_resource_that_the_type_cannot_take_has_no_fix() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "17:00");
    let ecg = clinic.resource(Equipment);
    assert_eq!(told(&clinic, &at(&clinic, ecg, "10:00")), []);
    let gone = clinic.provider("09:00", "17:00");
    clinic.setup.resources.last_mut().unwrap().is_active = false;
    assert_eq!(told(&clinic, &at(&clinic, gone, "10:00")), []);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(96) })]

    #[test]
    fn every_fix_can_be_booked_and_what_is_free_has_none(plan in plans(), step in 1..8usize) {
        let world = World::of(&plan);
        let (setup, book) = (&world.clinic.setup, &world.clinic.book);
        let anybody = Request { providers: &[], ..world.request() };
        let free = world.listed(&offers(setup, book, &anybody).unwrap_or_default());
        for at in (world.within.start().0..world.within.end().0).step_by(step * 1500).map(Instant) {
            for resource in &setup.resources {
                let spot = world.spot(resource.id, at);
                let found = fixes(setup, book, &spot, None, world.within);
                let is_free = matches!(world.answer(resource.id, at), Answer::Offer(_));
                prop_assert!(!is_free || found.is_empty());
                for Fix { remedy, slot } in &found {
                    let opened = match remedy {
                        Remedy::Open(opening) => opening.opened(setup),
                        _ => setup.clone(),
                    };
                    prop_assert_eq!(check(&opened, book, slot, &spot.asking), Ok(()));
                    // Only what opens time needs it opened.
                    let is_closed = |it: &Refusal| {
                        use Refusal as R;
                        matches!(it, R::OutsideSessions { .. } | R::OutsideBusinessHours { .. } | R::Closed { .. })
                    };
                    let as_it_is = check(setup, book, slot, &spot.asking);
                    match remedy {
                        Remedy::Open(_) => prop_assert!(as_it_is.is_err_and(|it| it.iter().all(is_closed))),
                        _ => prop_assert_eq!(as_it_is, Ok(())),
                    }
                    if slot.waives.is_some() {
                        let unsaid = SlotContent { waives: None, ..slot.clone() };
                        prop_assert_eq!(check(setup, book, &unsaid, &spot.asking), Err(vec![Refusal::Changed]));
                    }
                    prop_assert_eq!(slot.waives.is_some(), matches!(remedy, Remedy::WaiveBuffer { .. }));
                    let has = |it: &Fix| it.slot.allocations.iter().any(|it| it.resource == resource.id);
                    prop_assert_eq!(has(&Fix { remedy: remedy.clone(), slot: slot.clone() }), !matches!(remedy, Remedy::Another(_)));
                    let is_overbook = slot.allocations.iter().any(|it| it.lane > 0);
                    prop_assert_eq!(is_overbook, matches!(remedy, Remedy::Overbook { .. }));
                    let moved = (slot.visit.start().0 - at.0) / 60;
                    match remedy {
                        Remedy::AnotherTime { minutes } => prop_assert!(*minutes == moved && moved != 0),
                        _ => prop_assert_eq!(moved, 0),
                    }
                }
                let is_here = resource.location == world.clinic.location;
                if resource.kind == Provider && is_here && !is_free {
                    nearest(&free, &found, resource.id, at)?;
                }
            }
        }
    }
}

/// The times before and after are the nearest that the search has.
fn nearest(
    free: &[(Instant, ResourceId)],
    found: &[Fix],
    resource: ResourceId,
    at: Instant,
) -> Result<(), TestCaseError> {
    let own = || free.iter().filter(|it| it.1 == resource).map(|it| it.0);
    let moved = |wanted: fn(i64) -> bool| {
        let minutes = |it: &Fix| match it.remedy {
            Remedy::AnotherTime { minutes } if wanted(minutes) => Some(it.slot.visit.start()),
            _ => None,
        };
        found.iter().find_map(minutes)
    };
    prop_assert_eq!(moved(|it| it < 0), own().filter(|it| *it < at).max());
    prop_assert_eq!(moved(|it| it > 0), own().filter(|it| *it > at).min());
    Ok(())
}
