//! Hours that contradict themselves are refused, and what was taken never does.

use crate::{
    clinic::{Clinic, EVERY_DAY, date, minute},
    world::part,
};
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use clinic_domain::{
    arbitration::{Decision, put_exception, put_template},
    id::{AppointmentTypeId, PersonId, ResourceId, TemplateId, Version},
    invalid::{Field, Problem},
    people::{Person, Role},
    refusal::Refusal,
    resource::ResourceKind,
    schedule::{ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, WeeklySession},
    time::{DayMinute, Instant, monday_of},
};
use proptest::{collection::vec, prelude::*};
use uuid::Uuid;

const TODAY: &str = "2026-11-25";

fn manager() -> Person {
    Person {
        id: PersonId(Uuid::from_u128(7)),
        version: Version::FIRST,
        login: "manager".into(),
        name: "Manager".into(),
        roles: vec![Role::PracticeManager, Role::Administrator],
        resource: None,
        department: None,
        email: String::new(),
        license_number: String::new(),
        specialties: Vec::new(),
        language: String::new(),
        is_active: true,
    }
}

fn now(clinic: &Clinic) -> Instant {
    clinic.at(&format!("{TODAY}T08:00"))
}

fn weekly(clinic: &mut Clinic, resource: ResourceId, sessions: &[(Weekday, &str, &str)]) -> ScheduleTemplate {
    let session = |&(weekday, from, to): &(Weekday, &str, &str)| {
        WeeklySession::plain(weekday, minute(from), minute(to), 0)
    };
    ScheduleTemplate {
        id: TemplateId(clinic.id()),
        version: Version::FIRST,
        resource,
        name: "Weekly".into(),
        valid_from: date("2026-01-01"),
        valid_to: None,
        every_n_weeks: 1,
        sessions: sessions.iter().map(session).collect(),
        is_active: true,
    }
}

fn put(clinic: &Clinic, wanted: &ScheduleTemplate) -> Decision<ScheduleTemplate> {
    put_template(&manager(), &clinic.setup, now(clinic), wanted)
}

fn wrong<T>(decision: Decision<T>) -> Vec<(Field, Problem)> {
    let refused = decision.err().map(|it| it.0).unwrap_or_default();
    let invalid = refused.into_iter().map(|it| match it {
        Refusal::Invalid { field, problem } => (field, problem),
        other => panic!("{other:?}"),
    });
    invalid.collect()
}

#[test]
fn everything_that_is_wrong_with_a_template_is_said_at_its_field() {
    use Weekday::{Mon, Tue};
    let mut clinic = Clinic::new_york();
    let chen = clinic.resource(ResourceKind::Provider);
    let fine = weekly(&mut clinic, chen, &[(Mon, "09:00", "12:00"), (Mon, "12:00", "17:00")]);
    assert_eq!(put(&clinic, &fine), Ok(fine.clone()), "sessions that touch do not overlap");

    let sessions =
        [(Mon, "09:00", "12:00"), (Mon, "11:00", "13:00"), (Tue, "09:00", "09:00"), (Tue, "10:00", "08:00")];
    let sessions = weekly(&mut clinic, chen, &sessions).sessions;
    let years_away = date(TODAY) + TimeDelta::days(3_654);
    let bad = ScheduleTemplate {
        sessions,
        every_n_weeks: 53,
        valid_from: years_away + TimeDelta::days(1),
        valid_to: Some(years_away),
        ..fine.clone()
    };
    let (from, to) = (minute("11:00"), minute("12:00"));
    let all = [
        (Field::EveryNWeeks, Problem::OutOfRange { least: 1, most: 52 }),
        (Field::ValidFrom, Problem::OverTenYearsAhead),
        (Field::ValidTo, Problem::OverTenYearsAhead),
        (Field::ValidTo, Problem::BeforeItsBeginning),
        (Field::Sessions, Problem::SessionsOverlap { weekday: Mon, from, to }),
        (Field::Sessions, Problem::SessionWithoutLength { weekday: Tue }),
    ];
    assert_eq!(wrong(put(&clinic, &bad)), all);
    let never = ScheduleTemplate { every_n_weeks: 0, ..fine.clone() };
    assert_eq!(wrong(put(&clinic, &never)), all[..1]);
    let ten_years = ScheduleTemplate { valid_to: Some(years_away - TimeDelta::days(1)), ..fine };
    assert!(put(&clinic, &ten_years).is_ok());
}

#[test]
fn a_session_names_types_that_are_in_use_or_that_it_named_before() {
    let mut clinic = Clinic::new_york();
    let (chen, retired) = (clinic.resource(ResourceKind::Provider), clinic.a_type(20));
    clinic.change_type(retired, |it| it.is_active = false);
    let mut wanted = weekly(&mut clinic, chen, &[(Weekday::Mon, "09:00", "12:00")]);
    wanted.sessions[0].types = vec![clinic.visit, retired, AppointmentTypeId(Uuid::from_u128(99_999))];
    let unknown = (Field::AppointmentType, Problem::DoesNotExist);
    let gone = (Field::AppointmentType, Problem::NoLongerInUse);
    assert_eq!(wrong(put(&clinic, &wanted)), [gone, unknown]);
    wanted.sessions[0].types.pop();
    clinic.setup.templates.push(wanted.clone());
    wanted.sessions[0].to = minute("13:00");
    assert!(put(&clinic, &wanted).is_ok());
}

#[test]
fn two_templates_clash_on_the_first_day_on_which_both_hold() {
    use Weekday::{Mon, Wed};
    let mut clinic = Clinic::new_york();
    let (chen, lin) = (clinic.resource(ResourceKind::Provider), clinic.resource(ResourceKind::Provider));
    let standing = weekly(&mut clinic, chen, &[(Mon, "08:00", "12:00"), (Wed, "08:00", "12:00")]);
    clinic.setup.templates.push(ScheduleTemplate {
        valid_to: Some(date("2027-01-31")),
        every_n_weeks: 2,
        valid_from: date("2026-11-23"),
        ..standing.clone()
    });
    let mut wanted = weekly(&mut clinic, chen, &[(Mon, "11:00", "13:00"), (Wed, "12:00", "17:00")]);
    let clash = |day, from, to| {
        let problem = Problem::OtherHoursThen { day: date(day), from: minute(from), to: minute(to) };
        vec![(Field::Sessions, problem)]
    };
    // The week of today, a Wednesday, and every other one; its Monday has passed.
    assert_eq!(wrong(put(&clinic, &wanted)), clash("2026-12-07", "11:00", "12:00"));
    (wanted.every_n_weeks, wanted.valid_from) = (3, date("2026-11-16"));
    assert_eq!(
        wrong(put(&clinic, &wanted)),
        clash("2026-12-07", "11:00", "12:00"),
        "weeks 0, 2, 4 and -1, 2, 5"
    );
    (wanted.every_n_weeks, wanted.valid_from) = (2, date("2026-11-30"));
    assert!(put(&clinic, &wanted).is_ok(), "every other week, in turn");
    (wanted.every_n_weeks, wanted.valid_from) = (1, date("2027-02-01"));
    assert!(put(&clinic, &wanted).is_ok(), "one after the other");
    let of_lin = ScheduleTemplate { resource: lin, valid_from: date("2026-01-01"), ..wanted.clone() };
    assert!(put(&clinic, &of_lin).is_ok(), "another provider");
    clinic.setup.templates[0].is_active = false;
    wanted.valid_from = date("2026-01-01");
    assert!(put(&clinic, &wanted).is_ok(), "the other one is switched off");
}

#[test]
fn a_row_is_switched_off_as_it_stands_whatever_it_says() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.resource(ResourceKind::Provider);
    let mut standing = clinic.works(chen, &EVERY_DAY, "09:00", "08:00").clone();
    clinic.setup.templates[0].every_n_weeks = 0;
    (standing.is_active, standing.name) = (false, "Otherwise".into());
    let off = put(&clinic, &standing).unwrap();
    assert_eq!((off.is_active, off.every_n_weeks, off.name.as_str()), (false, 0, "Template"));
    assert_eq!(off.version, Version(2));
    let scope = ExceptionScope::Resource(chen);
    let mut closed =
        clinic.except(scope, ExceptionKind::Block, ("1999-01-04", "1999-01-03"), ("09:00", "08:00")).clone();
    closed.is_active = false;
    assert!(put_exception(&manager(), &clinic.setup, now(&clinic), &closed).is_ok());
}

#[test]
fn an_exception_has_a_length_and_lies_in_this_decade() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.resource(ResourceKind::Provider);
    let (scope, kind) = (ExceptionScope::Resource(chen), ExceptionKind::ExtraSession);
    let fine = clinic.except(scope, kind, ("2026-12-05", "2026-12-05"), ("09:00", "12:00")).clone();
    clinic.setup.exceptions.clear();
    let put =
        |wanted: ScheduleException| wrong(put_exception(&manager(), &clinic.setup, now(&clinic), &wanted));
    assert_eq!(put(fine.clone()), []);
    let to = fine.from;
    assert_eq!(put(ScheduleException { to, ..fine.clone() }), [(Field::To, Problem::NotAfterItsBeginning)]);
    let (first_day, last_day) = (date("2026-12-06"), date("2026-12-05"));
    let reversed = ScheduleException { first_day, last_day, ..fine.clone() };
    assert_eq!(put(reversed), [(Field::LastDay, Problem::BeforeItsBeginning)]);
    let last_day = date("2062-12-05");
    let slip = ScheduleException { last_day, ..fine.clone() };
    assert_eq!(put(slip), [(Field::LastDay, Problem::OverTenYearsAhead)]);
    let types = vec![AppointmentTypeId(Uuid::from_u128(99_999))];
    let unknown = ScheduleException { types, ..fine };
    assert_eq!(put(unknown), [(Field::AppointmentType, Problem::DoesNotExist)]);
}

/// Which weeks, from which day for how many days, and weekday, from and length of each session.
type Sketch = (u8, i64, Option<i64>, Vec<(u8, u16, u16)>);

fn sketches() -> impl Strategy<Value = Sketch> {
    let sessions = vec((0..7u8, (0..48u16).prop_map(|it| it * 30), (0..12u16).prop_map(|it| it * 30)), 1..4);
    (0..5u8, -40..90i64, prop::option::of(-5..120i64), sessions)
}

fn template(
    clinic: &mut Clinic,
    chen: ResourceId,
    (weeks, from, length, sessions): &Sketch,
) -> ScheduleTemplate {
    let valid_from = date(TODAY) + TimeDelta::days(*from);
    let mut template = weekly(clinic, chen, &[]);
    (template.every_n_weeks, template.valid_from) = (*weeks, valid_from);
    template.valid_to = length.map(|it| valid_from + TimeDelta::days(it));
    let session = |&(weekday, from, length): &(u8, u16, u16)| {
        let (from, to) = part((from, length));
        let weekday = Weekday::try_from(weekday).unwrap();
        WeeklySession::plain(weekday, from, to, 0)
    };
    template.sessions = sessions.iter().map(session).collect();
    template
}

/// The sessions of a day, counted week by week from the template's first one.
fn on(template: &ScheduleTemplate, day: NaiveDate) -> Vec<(DayMinute, DayMinute)> {
    let mut monday = monday_of(template.valid_from);
    while monday + TimeDelta::days(6) < day {
        monday += TimeDelta::days(7 * i64::from(template.every_n_weeks));
    }
    let is_valid = template.valid_from <= day && template.valid_to.is_none_or(|last| day <= last);
    let of_day =
        template.sessions.iter().filter(|it| it.weekday == day.weekday() && is_valid && monday <= day);
    of_day.map(|it| (it.from, it.to)).collect()
}

fn overlap(sessions: &[(DayMinute, DayMinute)]) -> bool {
    let mut sorted = sessions.to_vec();
    sorted.sort_unstable();
    sorted.windows(2).any(|it| it[1].0 < it[0].1)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn what_was_taken_never_overlaps_and_a_clash_is_real_and_the_first(sketches in vec(sketches(), 2..7)) {
        let mut clinic = Clinic::new_york();
        let chen = clinic.resource(ResourceKind::Provider);
        let two_years = || date(TODAY).iter_days().take(731);
        for sketch in &sketches {
            let wanted = template(&mut clinic, chen, sketch);
            match put(&clinic, &wanted) {
                Ok(taken) => clinic.setup.templates.push(taken),
                refused => for (_, problem) in wrong(refused) {
                    if let Problem::OtherHoursThen { day, .. } = problem {
                        let clashes = |it: &ScheduleTemplate, day| {
                            overlap(&[on(it, day), on(&wanted, day)].concat())
                        };
                        let is_first = |it: &&ScheduleTemplate| {
                            clashes(it, day) && two_years().take_while(|it| *it < day).all(|day| !clashes(it, day))
                        };
                        prop_assert!(clinic.setup.templates.iter().any(|it| is_first(&it)));
                    }
                },
            }
        }
        for day in two_years() {
            let sessions: Vec<_> = clinic.setup.templates.iter().flat_map(|it| on(it, day)).collect();
            prop_assert!(!overlap(&sessions), "{day}: {sessions:?}");
            prop_assert!(sessions.iter().all(|it| it.0 < it.1));
        }
    }
}
