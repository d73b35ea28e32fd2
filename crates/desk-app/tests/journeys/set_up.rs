//! A clinic from nothing: what it starts with, what it still lacks, and what closing something would touch.

use crate::clinic::{Clinic, at, provider, refusals, wanted};
use clinic_domain::{
    id::{ExceptionId, LocationId, ResourceId, Version},
    onboarding::{Onboarded, ReadyStep as S, onboarding},
    people::Role,
    resource::{Resource, ResourceKind},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::DayMinute,
};
use desk_app::{
    block_time::block_time,
    booked_ahead::{AheadRequest, booked_ahead},
    env::Clock,
    front_desk::FrontDesk,
    getting_ready::getting_ready,
    people::{NewPerson, add_person},
    set_up::{SetUp, TypeWords, set_up},
    setup::{put_location, put_resource},
    sign_in::confirm_recovery_code,
};
use desk_cache::{Home, KdfCost};

fn missing(desk: &FrontDesk, who: clinic_domain::id::PersonId) -> Vec<S> {
    let steps = getting_ready(desk, who).unwrap();
    assert_eq!(steps.len(), S::ALL.len() - 1, "a desk that stands alone enrols none");
    steps.into_iter().filter(|it| !it.1).map(|it| it.0).collect()
}

#[test]
fn a_new_clinic_is_told_what_it_lacks_until_it_lacks_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::claim(folder.path()).unwrap();
    let clock = Clock::starting_at(at("2026-03-02T13:00:00Z"));
    let made = set_up(&home, clock, &wanted(), &|_, _| {}).unwrap();
    let (desk, ada) = (made.at_the_desk.desk, made.at_the_desk.person);
    let here = desk.configuration().unwrap().setup.locations[0].id;
    let all = [S::Providers, S::Hours, S::Rooms, S::People, S::Patients, S::BackupFolder, S::RecoveryCode];
    assert_eq!(missing(&desk, ada), all);

    confirm_recovery_code(&desk, ada, &made.recovery_code).unwrap();
    let lin = resource(&desk, here, ResourceKind::Provider, "Dr Lin");
    put_resource(&desk, ada, &lin).unwrap();
    provider(&desk, ada, here, "Dr Mei Chen");
    assert_eq!(missing(&desk, ada)[..2], [S::Hours, S::Rooms], "Dr Lin has no hours");
    put_resource(&desk, ada, &Resource { is_active: false, ..lin }).unwrap();
    put_resource(&desk, ada, &resource(&desk, here, ResourceKind::Equipment, "ECG 1")).unwrap();
    let ben = NewPerson {
        login: "ben".into(),
        name: "Ben Ito".into(),
        roles: vec![Role::FrontDesk],
        resource: None,
    };
    add_person(&desk, ada, ben, KdfCost::for_tests()).unwrap();
    assert_eq!(missing(&desk, ada), [S::Patients, S::BackupFolder]);

    // The centre asks for a desk, and keeps no file of its own.
    let configuration = desk.configuration().unwrap();
    let at_centre = |desks| {
        let of = Onboarded::Centre { desks };
        let steps = onboarding(&configuration.setup, &configuration.people, true, of);
        steps.into_iter().filter(|it| !it.1).map(|it| it.0).collect::<Vec<_>>()
    };
    assert_eq!((at_centre(0), at_centre(1)), (vec![S::Desks], vec![]));
}

#[test]
fn the_usual_types_are_called_as_the_person_who_sets_up_would_call_them() {
    let folder = tempfile::tempdir().unwrap();
    let home = Home::claim(folder.path()).unwrap();
    let clock = Clock::starting_at(at("2026-03-02T13:00:00Z"));
    let words = |_| TypeWords { name: "Control", short_code: "CO", neutral_label: "" };
    let made = set_up(&home, clock, &SetUp { type_words: &words, ..wanted() }, &|_, _| {}).unwrap();
    let setup = &made.at_the_desk.desk.configuration().unwrap().setup;
    assert_eq!(setup.types.len(), 4);
    assert!(setup.types.iter().all(|it| it.name == "Control" && it.short_code == "CO"));
    assert_eq!(setup.types.iter().filter(|it| it.is_new_patient).count(), 1);
}

#[test]
fn what_is_booked_where_something_is_switched_off_is_said_before() {
    let clinic = Clinic::new();
    let patient = clinic.patient("Ruiz", "Ana", "1990-04-12").id;
    let handles = clinic.handles(patient, 1);
    let visit = clinic.book(patient, &handles[0]).unwrap();
    let of = |resource| {
        let request = AheadRequest { location: clinic.location, resource };
        booked_ahead(&clinic.desk, clinic.ada, &request).unwrap()
    };
    let day = visit.visit.start().local_date(chrono_tz::America::New_York);
    let all = of(None);
    assert_eq!((all.visits, all.last_day), (1, Some(day)));
    assert_eq!(of(Some(clinic.chen)), all);
    assert_eq!(of(Some(ResourceId(clinic.desk.ids.next()))).visits, 0);
}

#[test]
fn a_holiday_of_a_location_closes_everybody_for_all_its_days() {
    let clinic = Clinic::new();
    let before = clinic.offers(None, 1);
    let found = desk_app::find_offers::find_offers(&clinic.desk, clinic.ada, &before).unwrap();
    let first = found.offers[0].1.slot.visit.start().local_date(chrono_tz::America::New_York);
    let holiday = ScheduleException {
        id: ExceptionId(clinic.desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Location(clinic.location),
        kind: ExceptionKind::Holiday,
        first_day: first,
        last_day: first + chrono::TimeDelta::days(7),
        from: DayMinute::MIDNIGHT,
        to: DayMinute::END,
        reason: "Spring holiday".into(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    };
    block_time(&clinic.desk, clinic.ada, &holiday).unwrap();
    let found = desk_app::find_offers::find_offers(&clinic.desk, clinic.ada, &before).unwrap();
    let next = found.offers[0].1.slot.visit.start().local_date(chrono_tz::America::New_York);
    assert!(next > holiday.last_day, "{next}");
}

#[test]
fn one_location_stays_in_use() {
    let clinic = Clinic::new();
    let mut main = clinic.desk.configuration().unwrap().setup.locations[0].clone();
    let mut annex = main.clone();
    main.is_active = false;
    assert_eq!(refusals(put_location(&clinic.desk, clinic.ada, &main)), ["last_location"]);
    (annex.id, annex.name, annex.version) =
        (LocationId(clinic.desk.ids.next()), "Annex".into(), Version::FIRST);
    put_location(&clinic.desk, clinic.ada, &annex).unwrap();
    assert!(!put_location(&clinic.desk, clinic.ada, &main).unwrap().is_active);
}

fn resource(desk: &FrontDesk, location: LocationId, kind: ResourceKind, name: &str) -> Resource {
    Resource {
        id: ResourceId(desk.ids.next()),
        version: Version::FIRST,
        location,
        kind,
        name: name.to_owned(),
        initials: String::new(),
        specialty: String::new(),
        identifier: String::new(),
        join_link: String::new(),
        changeover_minutes: 0,
        same_person_as: None,
        places: 1,
        position: 0,
        is_active: true,
        source: None,
    }
}
