//! The rules of templates, exceptions, rule versions and the board's view of them.

use crate::clinic::{ASKED_LONG_BEFORE, Clinic, EVERY_DAY, date, need};
use chrono::Weekday;
use clinic_domain::{
    availability::{DayPartKind, check, free_time, offers, rule_version, working_time},
    invalid::{Field, Problem},
    operation::RuleVersion,
    refusal::Refusal,
    resource::ResourceKind::{Provider, Room},
    schedule::{ExceptionKind, ExceptionScope},
};

#[test]
fn a_template_holds_from_its_first_day_to_its_last() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.resource(Provider);
    let template = clinic.works(provider, &EVERY_DAY, "09:00", "09:30");
    (template.valid_from, template.valid_to) = (date("2035-02-05"), Some(date("2035-02-06")));
    assert_eq!(
        clinic.starts("2035-02-01T00:00", "2035-02-10T00:00"),
        ["2035-02-05T09:00", "2035-02-06T09:00"]
    );
}

#[test]
fn every_second_week_counts_from_the_week_of_the_first_day() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.resource(Provider);
    let template = clinic.works(provider, &[Weekday::Mon, Weekday::Fri], "09:00", "09:30");
    // A Wednesday: the Friday of the same week is in.
    (template.valid_from, template.every_n_weeks) = (date("2035-02-07"), 2);
    assert_eq!(
        clinic.starts("2035-02-01T00:00", "2035-03-03T00:00"),
        ["2035-02-09T09:00", "2035-02-19T09:00", "2035-02-23T09:00"]
    );
}

#[test]
fn nobody_works_without_a_template_but_a_room_is_there() {
    let mut clinic = Clinic::new_york();
    clinic.resource(Provider);
    let room = clinic.room();
    assert!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00").is_empty());
    clinic.change_type(clinic.visit, |it| it.needs = vec![need(Room, &[], 0, 0)]);
    assert_eq!(clinic.starts("2035-02-05T09:00", "2035-02-05T10:00").len(), 3);
    // With a template it keeps its hours.
    clinic.works(room, &EVERY_DAY, "09:00", "09:30");
    assert_eq!(clinic.starts("2035-02-05T00:00", "2035-02-06T00:00"), ["2035-02-05T09:00"]);
}

#[test]
fn what_is_inactive_does_not_count() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "09:30");
    let window = ("2035-02-05T00:00", "2035-02-06T00:00");
    clinic.works(provider, &EVERY_DAY, "10:00", "10:30").is_active = false;
    let days = ("2035-02-05", "2035-02-05");
    clinic
        .except(ExceptionScope::Resource(provider), ExceptionKind::Block, days, ("00:00", "24:00"))
        .is_active = false;
    assert_eq!(clinic.starts(window.0, window.1), ["2035-02-05T09:00"]);
    clinic.setup.resources[0].is_active = false;
    assert!(clinic.starts(window.0, window.1).is_empty());
    clinic.change_type(clinic.visit, |it| it.is_active = false);
    let refused = offers(&clinic.setup, &clinic.book, &clinic.request(window.0, window.1));
    assert_eq!(
        refused,
        Err(Refusal::Invalid { field: Field::AppointmentType, problem: Problem::NoLongerInUse })
    );
}

#[test]
fn a_type_that_cannot_be_is_refused_by_name() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    let field = |clinic: &Clinic| match offers(
        &clinic.setup,
        &clinic.book,
        &clinic.request("2035-02-05T00:00", "2035-02-06T00:00"),
    ) {
        Err(Refusal::Invalid { field, .. }) => field,
        other => panic!("{other:?}"),
    };
    clinic.change_type(clinic.visit, |it| it.needs.push(need(Room, &[], 25, 10)));
    assert_eq!(field(&clinic), Field::Needs);
    clinic.change_type(clinic.visit, |it| it.needs.clear());
    assert_eq!(field(&clinic), Field::Needs);
    clinic.change_type(clinic.visit, |it| it.duration_minutes = 0);
    assert_eq!(field(&clinic), Field::DurationMinutes);
    clinic.change_type(clinic.visit, |it| it.duration_minutes = 13 * 60);
    assert_eq!(field(&clinic), Field::DurationMinutes);
}

#[test]
fn a_search_of_more_than_two_years_is_refused_not_cut() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    let refused =
        offers(&clinic.setup, &clinic.book, &clinic.request("2035-01-01T00:00", "2038-01-01T00:00"));
    assert!(matches!(refused, Err(Refusal::Invalid { field: Field::Within, .. })));
}

#[test]
fn a_type_for_new_patients_is_for_them_only() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "09:30");
    clinic.change_type(clinic.visit, |it| it.is_new_patient = true);
    let mut request = clinic.request("2035-02-05T00:00", "2035-02-06T00:00");
    let slot = clinic.offers(&request)[0].slot.clone();
    request.asking.is_new_patient = Some(false);
    assert_eq!(offers(&clinic.setup, &clinic.book, &request), Err(Refusal::NotANewPatient));
    let mut asking = ASKED_LONG_BEFORE;
    asking.is_new_patient = Some(false);
    assert_eq!(check(&clinic.setup, &clinic.book, &slot, &asking), Err(vec![Refusal::NotANewPatient]));
}

#[test]
fn rule_versions_follow_the_rules_and_nothing_else() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    let other = clinic.provider("09:00", "10:00");
    clinic.works(provider, &[Weekday::Mon], "12:00", "13:00");
    let version = |clinic: &Clinic| rule_version(&clinic.setup, clinic.visit, &[provider]);
    let first = version(&clinic);
    let offer = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"));
    assert_eq!(offer[0].slot.rules, first);
    assert_ne!(rule_version(&clinic.setup, clinic.visit, &[other]), first);
    clinic.setup.templates.reverse();
    clinic.setup.resources[0].name = "Dr Chen".into();
    clinic.setup.templates.iter_mut().for_each(|it| it.name = "Renamed".into());
    let somebody_else = ExceptionScope::Resource(other);
    clinic.except(somebody_else, ExceptionKind::Block, ("2035-02-05", "2035-02-05"), ("09:00", "10:00"));
    assert_eq!(version(&clinic), first);
    clinic.setup.templates[0].sessions[0].overbook_lanes = 2;
    let second = version(&clinic);
    assert_ne!(second, first);
    clinic.change_type(clinic.visit, |it| it.duration_minutes = 45);
    assert_ne!(version(&clinic), second);
}

#[test]
fn another_rule_version_refuses_only_if_the_answer_changed() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    let slot = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"))[0].slot.clone();
    let checked = |clinic: &Clinic, slot| check(&clinic.setup, &clinic.book, slot, &ASKED_LONG_BEFORE);
    let mut from_elsewhere = slot.clone();
    from_elsewhere.rules = RuleVersion(7);
    assert_eq!(checked(&clinic, &from_elsewhere), Ok(()));
    clinic.works(provider, &EVERY_DAY, "10:00", "11:00");
    assert_eq!(checked(&clinic, &slot), Ok(()));
    clinic.except(
        ExceptionScope::Resource(provider),
        ExceptionKind::Block,
        ("2035-02-05", "2035-02-05"),
        ("09:15", "09:30"),
    );
    let during = clinic.period("2035-02-05T09:15", "2035-02-05T09:30");
    let closed = Refusal::Closed { resource: provider, during, reason: "a block".into() };
    assert_eq!(checked(&clinic, &slot), Err(vec![closed]));
    clinic.change_type(clinic.visit, |it| it.duration_minutes = 45);
    assert_eq!(checked(&clinic, &slot), Err(vec![Refusal::Changed]));
}

#[test]
fn a_slot_that_was_tampered_with_is_not_booked() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "10:00");
    let (room, other) = (clinic.room(), clinic.provider("09:00", "10:00"));
    clinic.change_type(clinic.visit, |it| {
        it.needs = vec![need(Provider, &[provider], 0, 0), need(Room, &[], 0, 0)]
    });
    let slot = clinic.offers(&clinic.request("2035-02-05T00:00", "2035-02-06T00:00"))[0].slot.clone();
    let checked = |slot: &_| check(&clinic.setup, &clinic.book, slot, &ASKED_LONG_BEFORE);
    assert_eq!(checked(&slot), Ok(()));
    let refused = Err(vec![Refusal::Changed]);
    let mut it = slot.clone();
    it.visit = clinic.period("2035-02-05T09:00", "2035-02-05T09:15");
    assert_eq!(checked(&it), refused);
    let mut it = slot.clone();
    it.allocations[0].resource = other;
    assert_eq!(checked(&it), refused);
    let mut it = slot.clone();
    it.allocations[0].during = clinic.period("2035-02-05T09:30", "2035-02-05T10:00");
    assert_eq!(checked(&it), refused);
    let mut it = slot.clone();
    it.allocations.pop();
    assert_eq!(checked(&it), refused);
    let mut it = slot;
    it.allocations[1].lane = 2;
    assert_eq!(checked(&it), Err(vec![Refusal::OverbookLanesFull { resource: room, limit: 1 }]));
}

#[test]
fn the_board_sees_sessions_closures_and_what_is_free() {
    let mut clinic = Clinic::new_york();
    let provider = clinic.provider("09:00", "12:00");
    clinic.except(
        ExceptionScope::Resource(provider),
        ExceptionKind::Break,
        ("2035-02-05", "2035-02-05"),
        ("10:00", "10:15"),
    );
    clinic.take(provider, "2035-02-05T09:00", "2035-02-05T09:20", 0);
    clinic.take(provider, "2035-02-05T11:30", "2035-02-05T12:00", 1);
    let within = clinic.period("2035-02-05T00:00", "2035-02-05T11:45");
    let parts: Vec<_> = working_time(&clinic.setup, provider, within, within.start())
        .into_iter()
        .map(|it| {
            let kind = match it.kind {
                DayPartKind::Open { overbook_lanes, .. } => format!("open {overbook_lanes}"),
                DayPartKind::Closed { kind, reason, .. } => format!("{kind}: {reason}"),
            };
            (it.during.start().wall_text(clinic.zone), it.during.minutes(), kind)
        })
        .collect();
    assert_eq!(
        parts,
        [
            ("2035-02-05T09:00".into(), 60, "open 1".into()),
            ("2035-02-05T10:00".into(), 15, "break: a break".into()),
            ("2035-02-05T10:15".into(), 90, "open 1".into()),
        ]
    );
    let free = free_time(&clinic.setup, &clinic.book, provider, within);
    assert_eq!(
        free,
        [
            clinic.period("2035-02-05T09:20", "2035-02-05T10:00"),
            clinic.period("2035-02-05T10:15", "2035-02-05T11:30"),
        ]
    );
    let clipped = clinic.period("2035-02-05T09:30", "2035-02-05T10:30");
    assert_eq!(
        free_time(&clinic.setup, &clinic.book, provider, clipped),
        [
            clinic.period("2035-02-05T09:30", "2035-02-05T10:00"),
            clinic.period("2035-02-05T10:15", "2035-02-05T10:30"),
        ]
    );
}
