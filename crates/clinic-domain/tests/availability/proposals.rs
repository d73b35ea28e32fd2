//! What a change of the hours would do is what the booking check says afterwards.

use crate::{
    clinic::{ASKED_LONG_BEFORE, Clinic, date},
    world::{World, business_hours, hours, part, plans},
};
use chrono::Weekday;
use clinic_domain::{
    appointment::Allocation,
    availability::{
        Asking, Book, BookedVisit, Compared, check, ordinary_type, propose, third_next, without_hours,
    },
    id::{AppointmentId, ResourceId},
    operation::SlotContent,
    refusal::Refusal,
    resource::ResourceKind,
    schedule::{ExceptionKind, ExceptionScope, ScheduleChange, ScheduleException, ScheduleTemplate},
    setup::Setup,
};
use proptest::{collection::vec, prelude::*};

const WEEKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

fn booked(clinic: &mut Clinic, resource: ResourceId, from: &str, to: &str) -> BookedVisit {
    let during = clinic.period(from, to);
    BookedVisit {
        id: AppointmentId(clinic.id()),
        location: clinic.location,
        appointment_type: clinic.visit,
        visit: during,
        allocations: vec![Allocation { resource, during, lane: 0 }],
    }
}

fn shortened(template: &ScheduleTemplate, to: &str) -> ScheduleTemplate {
    let mut template = template.clone();
    template.sessions.iter_mut().for_each(|it| it.to = crate::clinic::minute(to));
    template
}

#[test]
fn shorter_hours_name_who_loses_the_time_and_longer_ones_who_has_it_again() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.resource(ResourceKind::Provider);
    let standing = clinic.works(chen, &WEEKDAYS, "08:00", "16:00").clone();
    let visits = [
        booked(&mut clinic, chen, "2035-03-06T09:00", "2035-03-06T09:30"),
        booked(&mut clinic, chen, "2035-03-06T15:15", "2035-03-06T15:45"),
        booked(&mut clinic, chen, "2035-03-06T16:30", "2035-03-06T17:00"),
    ];
    let now = clinic.at("2035-03-05T08:00");
    let of = |to| propose(&clinic.setup, &ScheduleChange::Template(shortened(&standing, to)), &visits, now);
    let shorter = of("15:30");
    assert_eq!((shorter.lost, shorter.regained), (vec![visits[1].id], vec![]));
    assert_eq!(shorter.open_minutes, Compared { before: 40 * 60, after: 40 * 60 - 150 });
    let longer = of("17:00");
    assert_eq!((longer.lost, longer.regained), (vec![], vec![visits[2].id]));
    assert_eq!(without_hours(&clinic.setup, &visits), [visits[2].id]);
    let off = ScheduleTemplate { is_active: false, ..standing.clone() };
    let off = propose(&clinic.setup, &ScheduleChange::Template(off), &visits, now);
    assert_eq!((off.lost, off.open_minutes.after), (vec![visits[0].id, visits[1].id], 0));
    let ended = ScheduleTemplate { valid_to: Some(date("2035-06-30")), ..standing };
    let ended = propose(&clinic.setup, &ScheduleChange::Template(ended), &visits, now);
    assert_eq!((ended.lost, ended.open_minutes), (vec![], Compared { before: 40 * 60, after: 0 }));
}

#[test]
fn hours_every_second_week_count_half() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.resource(ResourceKind::Provider);
    let mut evening = clinic.works(chen, &[Weekday::Mon], "17:00", "19:00").clone();
    clinic.setup.templates.clear();
    clinic.works(chen, &WEEKDAYS, "08:00", "16:00");
    clinic.except(
        ExceptionScope::Resource(chen),
        ExceptionKind::TimeOff,
        ("2035-03-05", "2035-03-30"),
        ("00:00", "24:00"),
    );
    (evening.every_n_weeks, evening.valid_from) = (2, date("2035-04-02"));
    let now = clinic.at("2035-03-05T08:00");
    let proposal = propose(&clinic.setup, &ScheduleChange::Template(evening), &[], now);
    assert_eq!(proposal.open_minutes, Compared { before: 40 * 60, after: 41 * 60 });
}

#[test]
fn a_holiday_takes_every_providers_time_and_gives_it_back() {
    let mut clinic = Clinic::new_york();
    let (chen, room) = (clinic.provider("09:00", "12:00"), clinic.room());
    clinic.provider("09:00", "11:00");
    let mut visit = booked(&mut clinic, chen, "2035-03-06T09:00", "2035-03-06T09:30");
    visit.allocations.push(Allocation { resource: room, ..visit.allocations[0] });
    let scope = ExceptionScope::Location(clinic.location);
    let days = ("2035-03-05", "2035-03-06");
    let holiday = clinic.except(scope, ExceptionKind::Holiday, days, ("00:00", "24:00")).clone();
    let now = clinic.at("2035-03-06T08:00");
    let taken_back = ScheduleException { is_active: false, ..holiday.clone() };
    let visits = [visit];
    let back = propose(&clinic.setup, &ScheduleChange::Exception(taken_back), &visits, now);
    assert_eq!((back.lost.len(), back.regained.len()), (0, 1));
    assert_eq!(back.open_minutes, Compared { before: 0, after: 300 }, "today only: yesterday has passed");
    clinic.setup.exceptions.clear();
    let close = propose(&clinic.setup, &ScheduleChange::Exception(holiday), &visits, now);
    assert_eq!((close.lost, close.regained), (vec![visits[0].id], vec![]));
}

#[test]
fn what_is_not_in_use_at_the_location_supports_nothing() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "12:00");
    let visits = [booked(&mut clinic, chen, "2035-03-06T09:00", "2035-03-06T09:30")];
    assert_eq!(without_hours(&clinic.setup, &visits), []);
    clinic.setup.resources[0].is_active = false;
    assert_eq!(without_hours(&clinic.setup, &visits), [visits[0].id]);
    clinic.setup.resources[0].is_active = true;
    clinic.setup.resources[0].location = clinic.site(chrono_tz::America::New_York);
    assert_eq!(without_hours(&clinic.setup, &visits), [visits[0].id]);
}

#[test]
fn the_third_next_time_is_the_third_visit_that_could_be_booked() {
    let mut clinic = Clinic::new_york();
    clinic.provider("09:00", "12:00");
    let day = clinic.request("2035-03-06T00:00", "2035-03-07T00:00");
    let third = |clinic: &Clinic| {
        let third = third_next(&clinic.setup, &clinic.book, &day).unwrap();
        third.map(|it| it.wall_text(clinic.zone))
    };
    assert_eq!(third(&clinic).as_deref(), Some("2035-03-06T10:00"));
    clinic.provider("09:00", "12:00");
    assert_eq!(third(&clinic).as_deref(), Some("2035-03-06T09:30"), "two at nine");
    clinic.setup.templates.iter_mut().for_each(|it| it.sessions.truncate(0));
    assert_eq!(third(&clinic), None);
}

#[test]
fn the_ordinary_type_is_the_one_that_is_booked_most() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "12:00");
    let (first, other) = (clinic.visit, clinic.a_type(20));
    let mut visits: Vec<_> = ["09:00", "10:00", "11:00"]
        .map(|at| booked(&mut clinic, chen, &format!("2035-03-06T{at}"), "2035-03-06T12:00"))
        .into();
    visits[1].appointment_type = other;
    visits[2].appointment_type = other;
    assert_eq!(ordinary_type(&clinic.setup, Some(chen), &visits), Some(other));
    assert_eq!(ordinary_type(&clinic.setup, Some(chen), &[]), Some(first));
    clinic.change_type(other, |it| it.is_active = false);
    assert_eq!(ordinary_type(&clinic.setup, None, &visits), Some(first));
}

/// What it is, which one, its times, and whether it is on.
type Sketch = (u8, prop::sample::Index, (u16, u16), bool);

fn sketches() -> impl Strategy<Value = Sketch> {
    (0..5u8, any::<prop::sample::Index>(), hours(), prop::bool::weighted(0.8))
}

fn change(world: &World, (what, nth, hours, is_active): &Sketch) -> ScheduleChange {
    let setup = &world.clinic.setup;
    let (from, to) = part(*hours);
    if *what == 0 {
        // The days of the window, from Friday on.
        let open = business_hours(&[(4, *hours), (5, *hours), (6, *hours), (7, *hours)]);
        ScheduleChange::BusinessHours(Some(open).filter(|_| *is_active))
    } else if *what < 3 || setup.exceptions.is_empty() {
        let mut row = nth.get(&setup.templates).clone();
        row.is_active = *is_active;
        row.sessions.iter_mut().for_each(|it| (it.from, it.to) = (from, to));
        ScheduleChange::Template(row)
    } else {
        let mut row = nth.get(&setup.exceptions).clone();
        (row.is_active, row.from, row.to) = (*is_active, from, to);
        ScheduleChange::Exception(row)
    }
}

/// What the booking check says against it, as far as hours are concerned.
fn is_supported(setup: &Setup, slot: &SlotContent) -> bool {
    let is_of_hours = |it: &Refusal| {
        matches!(
            it,
            Refusal::OutsideSessions { .. }
                | Refusal::OutsideBusinessHours { .. }
                | Refusal::Closed { .. }
                | Refusal::TypeNotInSession { .. }
        )
    };
    // On the day itself every session that is to be released is.
    let then = Asking { now: slot.visit.start(), ..ASKED_LONG_BEFORE };
    let refused = check(setup, &Book::default(), slot, &then).err().unwrap_or_default();
    !refused.iter().any(is_of_hours)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn who_loses_or_regains_the_time_is_whom_the_check_would_refuse_or_take(
        plan in plans(),
        first in sketches(),
        second in sketches(),
        picks in vec(any::<prop::sample::Index>(), 1..12),
    ) {
        let mut world = World::of(&plan);
        let offers = world.offers();
        prop_assume!(!offers.is_empty());
        let slots: Vec<SlotContent> = picks.iter().map(|it| it.get(&offers).slot.clone()).collect();
        let visits: Vec<BookedVisit> = slots.iter().enumerate().map(|(nth, slot)| BookedVisit {
            id: AppointmentId::from_bytes([nth as u8; 16]),
            location: slot.location,
            appointment_type: slot.appointment_type,
            visit: slot.visit,
            allocations: slot.allocations.clone(),
        }).collect();
        prop_assert_eq!(without_hours(&world.clinic.setup, &visits), vec![]);
        world.clinic.setup = world.clinic.setup.with(&change(&world, &first));
        let wanted = change(&world, &second);
        let now = world.within.start();
        let proposal = propose(&world.clinic.setup, &wanted, &visits, now);
        let (before, after) = (&world.clinic.setup, world.clinic.setup.with(&wanted));
        let turned = |from: &Setup, to: &Setup| -> Vec<AppointmentId> {
            let turned = slots.iter().zip(&visits);
            turned.filter(|it| is_supported(from, it.0) && !is_supported(to, it.0)).map(|it| it.1.id).collect()
        };
        prop_assert_eq!(proposal.lost, turned(before, &after));
        prop_assert_eq!(proposal.regained, turned(&after, before));
    }

    #[test]
    fn a_change_of_nothing_proposes_nothing(plan in plans()) {
        let world = World::of(&plan);
        let row = ScheduleChange::Template(world.clinic.setup.templates[0].clone());
        let proposal = propose(&world.clinic.setup, &row, &[], world.within.start());
        prop_assert_eq!(proposal.open_minutes.before, proposal.open_minutes.after);
    }
}
