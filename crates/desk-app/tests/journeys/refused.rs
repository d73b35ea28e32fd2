//! A time that is refused: what would make it possible, taken and booked, and who may where this person may not.

use crate::clinic::{Clinic, plain, provider, refusals};
use clinic_domain::{
    appointment::{Appointment, HistoryEvent, Requester},
    availability::{Fix, Opening, Remedy},
    id::{ExceptionId, PersonId, Version},
    operation::Buffer,
    people::Role,
    refusal::Refusal,
    schedule::{ExceptionKind, ExceptionScope, ScheduleException},
    time::DayMinute,
};
use desk_app::{
    audit::audit_of_patient,
    block_time::{block_time, unblock_time},
    book::{BookRequest, book},
    offer_at::{OfferAtRequest, SpotAnswer, SpotFix, Taking, offer_at},
    people::{NewPerson, add_person},
    reschedule::{RescheduleRequest, reschedule},
    setup::put_appointment_type,
};
use desk_cache::KdfCost;

fn asked(clinic: &Clinic, who: PersonId, wall: &str, moving: Option<&Appointment>) -> SpotAnswer {
    let wanted = OfferAtRequest {
        resource: clinic.chen,
        start: wall.parse().unwrap(),
        appointment_type: clinic.kind("Follow-up").id,
        patient: None,
        moving: moving.map(|it| it.id),
        link: None,
        written_at: None,
    };
    offer_at(&clinic.desk, who, &wanted).unwrap()
}

fn fixes(answer: SpotAnswer) -> Vec<SpotFix> {
    match answer {
        SpotAnswer::Offer { .. } => panic!("offered as it is"),
        SpotAnswer::Overbook { fixes, .. } | SpotAnswer::Refused { fixes, .. } => fixes,
    }
}

/// What each changes, and when the visit would start.
fn told(fixes: &[SpotFix]) -> Vec<(&'static str, String)> {
    let told = |Fix { remedy, slot }: &Fix| {
        let what = match remedy {
            Remedy::Another(_) => "another provider",
            Remedy::Overbook { .. } => "overbook",
            Remedy::WaiveBuffer { .. } => "without buffer",
            Remedy::AnotherTime { minutes } if *minutes < 0 => "earlier",
            Remedy::AnotherTime { .. } => "later",
            Remedy::ShorterType => "shorter type",
            Remedy::Open(Opening::Unblock(_)) => "unblock",
            Remedy::Open(Opening::ExtraSession { .. }) => "extra session",
        };
        (what, slot.visit.start().wall_text(chrono_tz::America::New_York)[5..].to_owned())
    };
    fixes.iter().map(|it| told(&it.fix)).collect()
}

fn handle(fixes: &[SpotFix], wanted: impl Fn(&Remedy) -> bool) -> &str {
    let fix = fixes.iter().find(|it| wanted(&it.fix.remedy)).expect("such a fix");
    let Taking::AtOnce { handle } = &fix.taking else {
        panic!("cannot be taken at once");
    };
    handle
}

/// Nine o'clock is Ana's.
fn with_ana() -> (Clinic, Appointment) {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12").id;
    let visit = clinic.book(ana, &clinic.handles(ana, 1)[0]).unwrap();
    (clinic, visit)
}

pub fn person(clinic: &Clinic, login: &str, role: Role) -> PersonId {
    let new = NewPerson { login: login.into(), name: login.into(), roles: vec![role], resource: None };
    add_person(&clinic.desk, clinic.ada, new, KdfCost::for_tests()).unwrap().person.id
}

fn put(clinic: &Clinic, kind: ExceptionKind, hours: (u16, u16)) -> ExceptionId {
    let day = "2026-03-02".parse().unwrap();
    let exception = ScheduleException {
        id: ExceptionId(clinic.desk.ids.next()),
        version: Version::FIRST,
        scope: ExceptionScope::Resource(clinic.chen),
        kind,
        first_day: day,
        last_day: day,
        from: DayMinute(hours.0),
        to: DayMinute(hours.1),
        reason: "Staff meeting".into(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    };
    block_time(&clinic.desk, clinic.ada, &exception).unwrap().value.exception.id
}

#[test]
fn a_fix_is_taken_and_booked_and_stands_in_the_trail() {
    let (clinic, _) = with_ana();
    provider(&clinic.desk, clinic.ada, clinic.location, "Dr Sam Okafor");
    let found = fixes(asked(&clinic, clinic.ada, "2026-03-02T09:00:00", None));
    assert_eq!(
        told(&found),
        [
            ("overbook", "03-02T09:00".to_owned()),
            ("later", "03-02T09:20".to_owned()),
            ("another provider", "03-02T09:00".to_owned())
        ]
    );
    let bo = clinic.patient("Lund", "Bo", "1971-01-30").id;
    let later = handle(&found, |it| matches!(it, Remedy::AnotherTime { .. }));
    let booked = clinic.book(bo, later).unwrap();
    assert_eq!((booked.lane(), booked.allocations[0].resource), (0, clinic.chen));
    assert_eq!(booked.visit.start().wall_text(chrono_tz::America::New_York), "2026-03-02T09:20");
    let trail = audit_of_patient(&clinic.desk, clinic.ada, bo, None).unwrap();
    assert!(trail.rows.iter().any(|it| it.action == "book" && it.actor == Some(clinic.ada)));
    // The overbook is the same as the one that the click itself answers: with a reason, which the history keeps.
    let cy = clinic.patient("Amsel", "Cy", "1980-05-05").id;
    let beside = handle(&found, |it| matches!(it, Remedy::Overbook { .. }));
    assert_eq!(refusals(clinic.book(cy, beside)), ["overbook_reason_missing"]);
    let request = BookRequest { overbook_reason: Some("walk-in".into()), ..plain(cy, beside) };
    let visit = book(&clinic.desk, clinic.ada, request).unwrap().value;
    let why = Some("walk-in".to_owned());
    assert_eq!(
        visit.history[0].what,
        HistoryEvent::Booked { overbook_reason: why, waives: None, instead_of: None }
    );
}

#[test]
fn a_move_to_a_taken_time_goes_to_the_nearest_free_one_and_counts_its_own_as_free() {
    let (clinic, ana) = with_ana();
    let bo = clinic.patient("Lund", "Bo", "1971-01-30").id;
    let visit = clinic.book(bo, &clinic.handles(bo, 1)[0]).unwrap();
    assert_eq!(visit.visit.start(), ana.visit.end());
    let found = fixes(asked(&clinic, clinic.ada, "2026-03-02T09:00:00", Some(&visit)));
    let later = handle(&found, |it| matches!(it, Remedy::AnotherTime { minutes: 20 }));
    assert!(told(&found).iter().all(|it| it.0 != "shorter type"));
    let request = RescheduleRequest {
        appointment: visit.id,
        seen: visit.version,
        handle: later.to_owned(),
        requested_by: Requester::Patient,
        overbook_reason: None,
    };
    let moved = reschedule(&clinic.desk, clinic.ada, request).unwrap().value;
    assert_eq!((moved.now.visit, moved.now.lane()), (visit.visit, 0));
}

#[test]
fn who_may_not_is_told_who_may() {
    let (clinic, _) = with_ana();
    let bea = person(&clinic, "bea", Role::Scheduler);
    let by = |found: &[SpotFix]| match &found[0].taking {
        Taking::Granted { by } => by.clone(),
        Taking::AtOnce { .. } | Taking::AfterOpening => panic!("a scheduler may"),
    };
    let nine = || fixes(asked(&clinic, bea, "2026-03-02T09:00:00", None));
    // Ada, who set the desk up, is administrator, practice manager and front desk. Nobody here is a physician.
    assert_eq!(told(&nine())[0].0, "overbook");
    assert_eq!(by(&nine()), [Role::PracticeManager, Role::FrontDesk]);
    person(&clinic, "cleo", Role::Specialist);
    assert_eq!(by(&nine()), [Role::PracticeManager, Role::FrontDesk, Role::Specialist]);
    let blocked = put(&clinic, ExceptionKind::Block, (13 * 60, 17 * 60));
    let found = fixes(asked(&clinic, bea, "2026-03-02T14:00:00", None));
    let unblock = found.iter().find(|it| it.fix.remedy == Remedy::Open(Opening::Unblock(blocked))).unwrap();
    assert!(matches!(&unblock.taking, Taking::Granted { by } if by.contains(&Role::PracticeManager)));
}

#[test]
fn closed_time_is_opened_first_and_is_then_free() {
    let (clinic, _) = with_ana();
    let is_free = |wall| matches!(asked(&clinic, clinic.ada, wall, None), SpotAnswer::Offer { .. });
    let blocked = put(&clinic, ExceptionKind::Block, (14 * 60, 15 * 60));
    let found = fixes(asked(&clinic, clinic.ada, "2026-03-02T14:20:00", None));
    let opening =
        found.iter().find(|it| it.fix.remedy == Remedy::Open(Opening::Unblock(blocked))).expect("unblock");
    assert!(matches!(opening.taking, Taking::AfterOpening));
    unblock_time(&clinic.desk, clinic.ada, blocked).unwrap();
    assert!(is_free("2026-03-02T14:20:00"));
    // At lunch there is no session: an extra one is what it takes.
    let found = fixes(asked(&clinic, clinic.ada, "2026-03-02T12:20:00", None));
    let session = found.iter().find_map(|it| match it.fix.remedy {
        Remedy::Open(Opening::ExtraSession { from, to, .. }) => Some((from.0, to.0)),
        _ => None,
    });
    assert_eq!(session, Some((12 * 60 + 20, 12 * 60 + 40)));
    put(&clinic, ExceptionKind::ExtraSession, session.unwrap());
    assert!(is_free("2026-03-02T12:20:00"));
}

#[test]
fn the_past_and_a_free_weekend_are_answered_too() {
    let (clinic, _) = with_ana();
    // Monday 08:00 now.
    let SpotAnswer::Refused { reasons, fixes: found } =
        asked(&clinic, clinic.ada, "2026-02-26T10:00:00", None)
    else {
        panic!("the past was offered");
    };
    assert_eq!(reasons.iter().map(Refusal::code).collect::<Vec<_>>(), ["in_the_past"]);
    assert_eq!(told(&found), [("later", "03-02T09:20".to_owned())]);
    // From Friday to Sunday nobody works: the next time is looked for further on.
    let saturday = fixes(asked(&clinic, clinic.ada, "2026-03-07T10:00:00", None));
    let monday = ("later", "03-09T09:00".to_owned());
    assert_eq!(told(&saturday), [("extra session", "03-07T10:00".to_owned()), monday]);
}

#[test]
fn a_buffer_is_left_out_by_who_may_with_a_reason_that_the_history_keeps() {
    let (clinic, ana) = with_ana();
    let mut of_type = clinic.kind("Follow-up");
    of_type.buffer_before_minutes = 10;
    put_appointment_type(&clinic.desk, clinic.ada, &of_type).unwrap();
    let bea = person(&clinic, "bea", Role::Scheduler);
    let at = "2026-03-02T09:20:00";
    let found = fixes(asked(&clinic, clinic.ada, at, None));
    let waives = |it: &Remedy| matches!(it, Remedy::WaiveBuffer { which: Buffer::Before, .. });
    let handle = handle(&found, waives);
    let by_scheduler = fixes(asked(&clinic, bea, at, None));
    assert!(
        matches!(&by_scheduler[0], SpotFix { fix, taking: Taking::Granted { .. } } if waives(&fix.remedy))
    );
    let bo = clinic.patient("Lund", "Bo", "1971-01-30").id;
    let with = |who, reason: Option<&str>| {
        let overbook_reason = reason.map(str::to_owned);
        book(&clinic.desk, who, BookRequest { overbook_reason, ..plain(bo, handle) })
    };
    assert_eq!(refusals(with(clinic.ada, Some(" "))), ["buffer_reason_missing"]);
    assert_eq!(refusals(with(bea, Some("a short one"))), ["not_permitted"]);
    let visit = with(clinic.ada, Some("a short one")).unwrap().value;
    assert_eq!((visit.visit.start(), visit.allocations[0].during), (ana.visit.end(), visit.visit));
    let HistoryEvent::Booked { overbook_reason, waives, .. } = &visit.history[0].what else {
        panic!("not booked");
    };
    assert_eq!((overbook_reason.as_deref(), *waives), (Some("a short one"), Some(Buffer::Before)));
    // The store keeps it.
    let clinic = clinic.reopened();
    let kept = clinic.desk.store().read(|it| it.appointment(visit.id)).unwrap().unwrap();
    assert_eq!(kept.history, visit.history);
}
