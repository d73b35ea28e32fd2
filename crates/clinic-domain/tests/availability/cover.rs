//! That the random clinics reach what the laws are about: every rule changes an answer somewhere, and visits are
//! offered at every odd time of the calendar.

use crate::{
    clinic::date,
    world::{World, plans},
};
use chrono::{Datelike, TimeDelta};
use clinic_domain::{
    availability::{Answer, Book, Busy, Offer},
    id::ResourceId,
    resource::ResourceKind,
    schedule::{ExceptionKind as E, ExceptionScope, ScheduleException, ScheduleTemplate},
    time::{DayMinute, Instant, end_instant, local_day, start_instant},
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};

const CLINICS: usize = 1500;

/// A rule, and the world without it.
type Without = (&'static str, fn(&mut World));

const RULES: &[Without] = &[
    ("first day of templates", |it| templates(it, |it| it.valid_from = date("1999-01-04"))),
    ("last day of templates", |it| templates(it, |it| it.valid_to = None)),
    ("every n weeks", |it| templates(it, |it| it.every_n_weeks = 1)),
    ("templates in use", |it| templates(it, |it| it.is_active = true)),
    ("business hours", |it| it.clinic.setup.organization.business_hours = None),
    ("types of sessions", |it| templates(it, |it| it.sessions[0].types.clear())),
    ("lanes of sessions", |it| templates(it, |it| it.sessions[0].overbook_lanes = 0)),
    ("holidays", |it| without(it, E::Holiday)),
    ("time off", |it| without(it, E::TimeOff)),
    ("breaks", |it| without(it, E::Break)),
    ("blocks", |it| without(it, E::Block)),
    ("extra sessions", |it| without(it, E::ExtraSession)),
    ("exceptions of many days", |it| exceptions(it, |it| it.last_day = it.first_day)),
    ("hours of exceptions", |it| {
        exceptions(it, |it| (it.from, it.to) = (DayMinute::MIDNIGHT, DayMinute::END))
    }),
    ("types of extra sessions", |it| exceptions(it, |it| it.types.clear())),
    ("lanes of extra sessions", |it| exceptions(it, |it| it.overbook_lanes = 0)),
    ("exceptions in use", |it| exceptions(it, |it| it.is_active = true)),
    ("exceptions of the other site", |it| {
        let here = ExceptionScope::Location(it.clinic.location);
        let there = ExceptionScope::Location(it.elsewhere);
        exceptions(it, |it| it.scope = if it.scope == there { here } else { it.scope });
    }),
    ("resources in use", |it| it.clinic.setup.resources.iter_mut().for_each(|it| it.is_active = true)),
    ("resources of the other site", |it| {
        let here = it.clinic.location;
        it.clinic.setup.resources.iter_mut().for_each(|it| it.location = here);
    }),
    ("zone of the site", |it| {
        let (here, there) = (it.clinic.location, it.elsewhere);
        let zone = it.clinic.setup.location(there).unwrap().zone;
        it.clinic.setup.locations.iter_mut().filter(|it| it.id == here).for_each(|it| it.zone = zone);
    }),
    ("second provider", |it| keep_one(it, ResourceKind::Provider)),
    ("second room", |it| keep_one(it, ResourceKind::Room)),
    ("second piece of equipment", |it| keep_one(it, ResourceKind::Equipment)),
    ("grid", |it| it.clinic.setup.organization.settings.grid_minutes = 5),
    ("buffer before", |it| change(it, |it| it.buffer_before_minutes = 0)),
    ("buffer after", |it| change(it, |it| it.buffer_after_minutes = 0)),
    ("lanes of types", |it| change(it, |it| it.overbook_lanes = None)),
    ("notice", |it| change(it, |it| it.notice_minutes = 0)),
    ("new patients", |it| change(it, |it| it.is_new_patient = false)),
    ("any of", |it| change(it, |it| it.needs.iter_mut().for_each(|it| it.any_of.clear()))),
    ("need for a part", |it| {
        change(it, |it| it.needs.iter_mut().for_each(|it| (it.from_minute, it.minutes) = (0, 0)))
    }),
    ("booked time", |it| it.clinic.book = Book::default()),
    ("changeover", |it| it.clinic.setup.resources.iter_mut().for_each(|it| it.changeover_minutes = 0)),
    ("buffers of booked visits", |it| {
        let ids: Vec<ResourceId> = it.clinic.setup.resources.iter().map(|it| it.id).collect();
        let busy = ids.into_iter().flat_map(|id| it.clinic.book.of(id).iter().map(move |busy| (id, *busy)));
        it.clinic.book = busy.map(|(id, busy)| (id, Busy { own: busy.during, ..busy })).collect();
    }),
    ("the same person", |it| it.clinic.setup.resources.iter_mut().for_each(|it| it.same_person_as = None)),
    ("the way between locations", |it| it.clinic.setup.organization.settings.travel.clear()),
    ("moved visit", |it| it.moved = None),
    ("patient's other visits", |it| it.patient_busy.clear()),
    ("who is asked for", |it| it.asked.clear()),
    ("own provider", |it| it.own = None),
    ("now", |it| it.now = Instant(0)),
];

fn templates(world: &mut World, change: fn(&mut ScheduleTemplate)) {
    world.clinic.setup.templates.iter_mut().for_each(change);
}

fn exceptions(world: &mut World, change: impl FnMut(&mut ScheduleException)) {
    world.clinic.setup.exceptions.iter_mut().for_each(change);
}

fn without(world: &mut World, kind: E) {
    world.clinic.setup.exceptions.retain(|it| it.kind != kind);
}

fn change(world: &mut World, change: fn(&mut clinic_domain::appointment_type::AppointmentType)) {
    world.clinic.change_type(world.clinic.visit, change);
}

fn keep_one(world: &mut World, kind: ResourceKind) {
    let mut is_first = true;
    world.clinic.setup.resources.retain(|it| it.kind != kind || std::mem::take(&mut is_first));
    let known = |id: ResourceId| world.clinic.setup.resource(id).is_some();
    world.asked.retain(|it| known(*it));
}

/// What is offered, and what a click on the hour gives.
fn answers(world: &World) -> (Vec<Offer>, Vec<Answer>) {
    let hours =
        (0..40).map(|it| world.within.start().plus_minutes(it * 60)).filter(|at| *at < world.within.end());
    let ids = || world.clinic.setup.resources.iter().map(|it| it.id);
    (world.offers(), hours.flat_map(|at| ids().map(move |id| world.answer(id, at))).collect())
}

fn worlds() -> impl Iterator<Item = World> {
    let mut runner = TestRunner::deterministic();
    (0..CLINICS).map(move |_| World::of(&plans().new_tree(&mut runner).unwrap().current()))
}

#[test]
fn every_rule_changes_an_answer_somewhere() {
    let mut unmet = RULES.to_vec();
    for world in worlds() {
        if unmet.is_empty() {
            return;
        }
        let before = answers(&world);
        unmet.retain(|(_, without)| {
            let mut changed = world.clone();
            without(&mut changed);
            answers(&changed) == before
        });
    }
    assert_eq!(unmet.iter().map(|it| it.0).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn visits_are_offered_at_every_odd_time() {
    type Odd = (&'static str, fn(&World, Instant, Instant) -> bool);
    let mut unmet: Vec<Odd> = vec![
        ("over midnight", |it, start, end| {
            start.local_date(it.clinic.zone) < end.plus_seconds(-1).local_date(it.clinic.zone)
        }),
        ("across a change of clocks", |it, start, end| {
            end.wall(it.clinic.zone) - start.wall(it.clinic.zone) != TimeDelta::seconds(end.0 - start.0)
        }),
        ("on a day of another length", |it, start, _| {
            local_day(it.clinic.zone, start.local_date(it.clinic.zone)).minutes() != 24 * 60
        }),
        ("in an hour that comes twice", |it, start, _| {
            let (zone, wall) = (it.clinic.zone, start.wall(it.clinic.zone));
            start_instant(zone, wall) != end_instant(zone, wall)
        }),
        ("on 29 February", |it, start, _| {
            let day = start.local_date(it.clinic.zone);
            (day.month(), day.day()) == (2, 29)
        }),
        ("on New Year's Day", |it, start, _| start.local_date(it.clinic.zone).ordinal() == 1),
    ];
    for world in worlds() {
        let offers = world.offers();
        let visits = || offers.iter().map(|it| it.slot.visit);
        unmet.retain(|(_, is_odd)| !visits().any(|it| is_odd(&world, it.start(), it.end())));
    }
    assert_eq!(unmet.iter().map(|it| it.0).collect::<Vec<_>>(), [""; 0]);
}
