//! What a search did not find, in both languages.

use super::*;
use clinic_domain::{
    availability::{Cause, Opening, Remedy},
    id::AppointmentTypeId,
    operation::Buffer,
    schedule::{ExceptionKind, ExceptionScope},
    time::DayMinute,
};

const LOCATION: LocationId = LocationId::from_bytes([9; 16]);
const AWAY: ExceptionId = ExceptionId::from_bytes([8; 16]);

fn setup(days: (&str, &str), hours: (u16, u16), scope: ExceptionScope) -> Setup {
    let base = super::setup();
    let resource = |number: u8, name: &str| Resource {
        id: ResourceId::from_bytes([number; 16]),
        name: name.to_owned(),
        ..base.resources[0].clone()
    };
    Setup {
        resources: vec![resource(1, "Dr Chen"), resource(2, "Dr Okafor"), resource(3, "Dr Ruiz")],
        exceptions: vec![ScheduleException {
            id: AWAY,
            version: Version::FIRST,
            scope,
            kind: ExceptionKind::TimeOff,
            first_day: days.0.parse().unwrap(),
            last_day: days.1.parse().unwrap(),
            from: DayMinute(hours.0),
            to: DayMinute(hours.1),
            reason: "Lunch".to_owned(),
            types: Vec::new(),
            overbook_lanes: 0,
            is_active: true,
            source: None,
        }],
        ..base
    }
}

fn said(setup: &Setup, cause: Cause, of: &[u8]) -> [String; 2] {
    let resources = of.iter().map(|it| ResourceId::from_bytes([*it; 16])).collect();
    let obstacle = Obstacle { cause, resources };
    both(|language| {
        language.obstacle(
            &obstacle,
            &Wording { language, setup, people: &[], zone: chrono_tz::America::New_York },
        )
    })
}

#[test]
fn what_closes_is_said_with_its_days_and_hours() {
    let closed =
        |days, hours, scope| said(&setup(days, hours, scope), Cause::Closed { exception: AWAY }, &[1]);
    let (chen, day) = (ExceptionScope::Resource(ResourceId::from_bytes([1; 16])), "2026-11-24");
    let all = [
        closed((day, "2026-12-24"), (720, 765), chen),
        closed((day, day), (720, 765), chen),
        closed((day, day), (0, 1440), chen),
        closed((day, "2026-11-27"), (0, 1440), ExceptionScope::Location(LOCATION)),
    ];
    assert_eq!(
        all,
        [
            [
                "Dr Chen is not available 12:00–12:45: Lunch.",
                "Dr Chen no está disponible de 12:00 a 12:45: Lunch."
            ],
            [
                "Dr Chen is not available Tue 24 Nov 12:00–12:45: Lunch.",
                "Dr Chen no está disponible el martes 24 de noviembre de 12:00 a 12:45: Lunch."
            ],
            [
                "Dr Chen is not available Tue 24 Nov: Lunch.",
                "Dr Chen no está disponible el martes 24 de noviembre: Lunch."
            ],
            [
                "The location is closed Tue 24 Nov to Fri 27 Nov: Lunch.",
                "La sede está cerrada del martes 24 de noviembre al viernes 27 de noviembre: Lunch."
            ],
        ]
    );
}

#[test]
fn one_is_and_several_are() {
    let setup = setup(("2026-11-24", "2026-11-24"), (0, 1440), ExceptionScope::Location(LOCATION));
    let booked = |longest_free_minutes| Cause::Booked { longest_free_minutes, needed_minutes: 20 };
    let start = NearestHours::StartOn("2027-03-01".parse().unwrap());
    let session = Period::of_minutes(Instant(1_795_528_800), 240).unwrap();
    let all = [
        said(&setup, booked(10), &[1]),
        said(&setup, booked(0), &[1, 2]),
        said(&setup, booked(30), &[1, 2, 3]),
        said(&setup, Cause::NoSession { nearest: Some(start) }, &[1]),
        said(&setup, Cause::NoSession { nearest: Some(NearestHours::Session(session)) }, &[1, 2]),
        said(&setup, Cause::NeedUnmet { kind: ResourceKind::Room }, &[1]),
    ];
    assert_eq!(
        all,
        [
            [
                "Dr Chen is booked; the longest gap is 10 minutes, and 20 are needed.",
                "Dr Chen tiene otras citas; el hueco más largo es de 10 minutos y se necesitan 20."
            ],
            ["Dr Chen and Dr Okafor are booked out.", "Dr Chen y Dr Okafor tienen la agenda completa."],
            ["Dr Chen, Dr Okafor and 1 more are booked.", "Dr Chen, Dr Okafor y 1 más tienen otras citas."],
            [
                "Dr Chen has no session then; the hours start on Mon 1 Mar 2027.",
                "Dr Chen no atiende entonces; el horario empieza el lunes 1 de marzo de 2027."
            ],
            [
                "Dr Chen and Dr Okafor have no session then; the nearest session is Tue 24 Nov 09:00–13:00.",
                "Dr Chen y Dr Okafor no atienden entonces; el horario más cercano es el martes 24 de noviembre de 09:00 a 13:00."
            ],
            [
                "No room that this visit needs is free when Dr Chen is.",
                "No hay ninguna sala para esta cita cuando Dr Chen está libre."
            ],
        ]
    );
}

#[test]
fn every_obstacle_and_every_lack_is_a_sentence_in_both_languages() {
    let setup = setup(("2026-11-24", "2026-11-24"), (0, 1440), ExceptionScope::Location(LOCATION));
    let during = Period::of_minutes(Instant(1_795_528_800), 20).unwrap();
    let appointment = AppointmentId::from_bytes([6; 16]);
    let mut causes = vec![
        Cause::NotHere,
        Cause::NotForType,
        Cause::WindowTooShort { needed_minutes: 20 },
        Cause::InThePast,
        Cause::NoticeTooShort { needed_minutes: 60 },
        Cause::OutsideBusinessHours { closed: None },
        Cause::TypeNotInSession,
        Cause::Reserved { opens: "2027-03-01".parse().unwrap() },
        Cause::Changeover,
        Cause::Elsewhere { location: LOCATION },
        Cause::OffGrid { grid_minutes: 15 },
        Cause::PatientBusy { appointment, during },
    ];
    causes.extend(
        [None, Some(NearestHours::EndedOn("2026-03-31".parse().unwrap()))]
            .map(|nearest| Cause::NoSession { nearest }),
    );
    causes.extend(ResourceKind::ALL.iter().map(|kind| Cause::NobodyThere { kind: *kind }));
    causes.extend(ResourceKind::ALL.iter().map(|kind| Cause::NeedUnmet { kind: *kind }));
    for cause in causes {
        for of in [&[1][..], &[1, 2]] {
            check(said(&setup, cause.clone(), of));
        }
    }
    let day = "2026-11-24".parse().unwrap();
    for what in [What::Any, What::OnDay(day), What::More, What::Before] {
        check(both(|language| language.missing(what, day)));
    }
}

#[test]
fn every_fix_says_what_it_changes_in_both_languages() {
    let setup = setup(("2026-11-24", "2026-11-24"), (720, 765), ExceptionScope::Location(LOCATION));
    let of_type = AppointmentType {
        id: AppointmentTypeId::from_bytes([7; 16]),
        version: Version::FIRST,
        name: "Procedure".to_owned(),
        neutral_label: String::new(),
        duration_minutes: 20,
        buffer_before_minutes: 10,
        buffer_after_minutes: 5,
        needs: AppointmentType::whole_visit_with_provider(),
        notice_minutes: 0,
        is_new_patient: false,
        follow_up_weeks: 0,
        places: 1,
        overbook_lanes: None,
        is_urgent: false,
        is_active: true,
        short_code: String::new(),
        modality: clinic_domain::appointment_type::Modality::InPerson,
        preceded_by: None,
    };
    let said = |remedy: Remedy| {
        both(|language| {
            let with = Wording { language, setup: &setup, people: &[], zone: chrono_tz::America::New_York };
            language.fix(&remedy, Some(&of_type), &with)
        })
    };
    let later = |minutes| said(Remedy::AnotherTime { minutes });
    let (day, from, to) = ("2026-11-24".parse().unwrap(), DayMinute(720), DayMinute(765));
    let session = Opening::ExtraSession { resource: ResourceId::from_bytes([1; 16]), day, from, to };
    let all = [
        said(Remedy::Another(ResourceKind::Provider)),
        said(Remedy::Another(ResourceKind::Room)),
        said(Remedy::Another(ResourceKind::Equipment)),
        said(Remedy::Overbook { because: Vec::new() }),
        said(Remedy::WaiveBuffer { which: Buffer::Before, because: Vec::new() }),
        said(Remedy::WaiveBuffer { which: Buffer::After, because: Vec::new() }),
        said(Remedy::WaiveBuffer { which: Buffer::Both, because: Vec::new() }),
        said(Remedy::ShorterType),
        later(20),
        later(-120),
        later(125),
        later(-1440),
        later(4500),
        said(Remedy::Open(Opening::Unblock(AWAY))),
        said(Remedy::Open(session)),
    ];
    assert_eq!(
        all,
        [
            ["Another provider", "Otro profesional"],
            ["Another room", "Otra sala"],
            ["Other equipment", "Otro equipo"],
            ["As an overbook", "Como sobrecupo"],
            ["Without the 10 min before", "Sin los 10 min previos"],
            ["Without the 5 min after", "Sin los 5 min posteriores"],
            ["Without the time before and after", "Sin el tiempo previo y posterior"],
            ["Procedure, 20 min", "Procedure, 20 min"],
            ["20 minutes later", "20 minutos después"],
            ["2 h earlier", "2 h antes"],
            ["2 h 5 min later", "2 h 5 min después"],
            ["1 day earlier", "1 día antes"],
            ["3 days later", "3 días después"],
            ["Take back the block “Lunch”", "Retirar el bloqueo «Lunch»"],
            ["Extra session 12:00–12:45", "Sesión adicional 12:00–12:45"],
        ]
    );
}

#[test]
fn every_change_has_a_name_in_both_languages() {
    use AlternativeChange as C;
    for change in [C::AnotherProvider, C::Later, C::ShorterType, C::Overbook] {
        let [english, spanish] = both(|language| language.alternative(change, None));
        assert_ne!(english, spanish);
    }
}
