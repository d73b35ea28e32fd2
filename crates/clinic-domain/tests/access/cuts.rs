//! Records cut to what somebody sees: nothing of a hidden field is left in them.

use crate::clinic::{Clinic, date, minute};
use chrono::NaiveDate;
use clinic_domain::{
    alias::PatientAlias,
    appointment::{
        Allocation, Appointment, AppointmentStatus, CallOutcome, CancelReason, Cancellation, Confirmation,
        HistoryEntry, HistoryEvent, Requester,
    },
    attendance::{Attendance, TriageCategory},
    field_access::{Circumstances, FieldGroup, FieldRule, Narrowed, Sights, Viewer},
    field_cut::{Cut, Grouped},
    hold::Hold,
    id::{AppointmentId, CaregiverId, HoldId, OpId, PatientId, PersonId, RecallId, Version, WaitlistId},
    operation::{Buffer, Change, RuleVersion, SlotContent},
    organization::Address,
    patient::{
        Caregiver, CaregiverAuthorization, CaregiverRelation, ContactChannel, Coverage, EmergencyContact,
        LogisticsFlag, Patient, PersonalAddress, Phone, PhoneKind, Sex,
    },
    people::Role,
    recall::{Recall, RecallStatus},
    time::Instant,
    waitlist::{Urgency, WaitlistEntry, WaitlistStatus, Wish},
};
use uuid::Uuid;

const NEVER: Circumstances = Circumstances {
    is_visit_day: false,
    broke_glass: false,
    is_author: false,
    has_consent: false,
    is_own: false,
};
const TODAY: Circumstances = Circumstances { is_visit_day: true, ..NEVER };

fn sights(role: Role, narrowed: &[Narrowed], now: Circumstances) -> Sights {
    Viewer { roles: &[role], narrowed }.sights(now)
}

/// Everything that a record can say, each with a word that stands nowhere else.
fn ana(clinic: &mut Clinic) -> Patient {
    let own_provider = Some(clinic.provider("09:00", "17:00"));
    Patient {
        record_number: "100042".into(),
        family_name: "Ruiz".into(),
        given_names: "Ana".into(),
        preferred_name: "Nita".into(),
        birth_date: NaiveDate::from_ymd_opt(1980, 2, 1),
        sex: Sex::Female,
        phones: vec![Phone { number: "+1 212 555 0199".into(), kind: PhoneKind::Mobile }],
        email: "ana@example.org".into(),
        address: PersonalAddress(Address {
            lines: vec!["12 Elm Street".into()],
            city: "Springfield".into(),
            region: "NY".into(),
            postal_code: "10001".into(),
            country: "US".into(),
        }),
        language: "es".into(),
        needs_interpreter: true,
        flags: vec![LogisticsFlag::Wheelchair],
        alert: "Call daughter first".into(),
        emergency_contact: Some(EmergencyContact {
            name: "Rosa".into(),
            relation: "daughter".into(),
            phone: "+1 212 555 0177".into(),
        }),
        own_provider,
        contact_preference: ContactChannel::Sms,
        may_be_reminded: true,
        coverage: Some(Coverage {
            payer: "Aetna".into(),
            member_id: "W123456789".into(),
            valid_from: None,
            valid_to: None,
        }),
        source: Some("old|77".into()),
        ..Patient::new(PatientId(Uuid::from_u128(7)))
    }
}

fn rosa(patient: &Patient) -> Caregiver {
    Caregiver {
        id: CaregiverId(Uuid::from_u128(8)),
        version: Version::FIRST,
        patient: patient.id,
        name: "Rosa Ruiz".into(),
        phone: "+1 212 555 0177".into(),
        relation: CaregiverRelation::Child,
        authorization: CaregiverAuthorization::Full,
        may_schedule: true,
        is_active: true,
        source: None,
    }
}

fn visit(clinic: &mut Clinic) -> Appointment {
    let resource = clinic.provider("09:00", "17:00");
    let during = clinic.period("2026-03-02T10:00", "2026-03-02T10:30");
    let history = [
        HistoryEvent::Booked {
            overbook_reason: Some("Fell".into()),
            waives: Some(Buffer::After),
            instead_of: None,
        },
        HistoryEvent::Triaged { category: TriageCategory::Urgent },
        HistoryEvent::Called { outcome: CallOutcome::Reached, call_again: None },
        HistoryEvent::Cancelled { reason: CancelReason::PatientIll },
    ]
    .map(|what| entry(during.start(), what))
    .into();
    Appointment {
        id: AppointmentId(clinic.id()),
        version: Version::FIRST,
        location: clinic.location,
        patient: PatientId(Uuid::from_u128(7)),
        appointment_type: clinic.visit,
        visit: during,
        wall_start: "2026-03-02T10:00".into(),
        status: AppointmentStatus::Cancelled,
        confirmation: Confirmation::NOT_ASKED,
        allocations: vec![Allocation { resource, during, lane: 0 }],
        note: "Knee hurts".into(),
        requested_by: Requester::Patient,
        reminder: Some(ContactChannel::Sms),
        contact_point: "+1 212 555 0188".into(),
        attendance: Attendance {
            is_walk_in: true,
            triage: Some(TriageCategory::Urgent),
            queue_number: Some(3),
        },
        cancellation: Some(Cancellation {
            reason: CancelReason::PatientIll,
            by_patient: true,
            is_late: true,
            note: "Fever".into(),
        }),
        series: None,
        history,
        origin_op: OpId(clinic.id()),
        source: None,
    }
}

fn entry(at: Instant, what: HistoryEvent) -> HistoryEntry {
    HistoryEntry { at, by: None, requested_by: Requester::Patient, what, sequel: None, typed_at: None }
}

/// The fields that are as they were, by name.
fn left<T: Grouped + Clone + PartialEq>(cut: &T, whole: &T, empty: &T) -> Vec<FieldGroup> {
    let differs = |group: &FieldGroup| {
        let mut other = cut.clone();
        other.take(*group, empty);
        let mut given = cut.clone();
        given.take(*group, whole);
        other != *cut && given == *cut
    };
    FieldGroup::ALL.iter().copied().filter(differs).collect()
}

#[test]
fn a_patient_has_exactly_the_groups_that_the_role_sees() {
    let patient = ana(&mut Clinic::new_york());
    let empty = Patient::new(patient.id);
    let all = left(&patient, &patient, &empty);
    assert_eq!(all.len(), 7, "the patient of this test says something in every group: {all:?}");
    for &role in Role::ALL {
        for now in [NEVER, Circumstances { is_own: true, ..NEVER }] {
            let sights = sights(role, &[], now);
            let Some(Cut { record, hidden, masked }) = sights.cut_patient(patient.clone()) else {
                assert!(role == Role::Administrator || (!now.is_own && !role.is_staff()), "{role}");
                continue;
            };
            let seen = left(&record, &patient, &empty);
            assert!(masked.is_empty() && hidden.iter().all(|it| !seen.contains(it)), "{role}");
            assert_eq!(seen.len() + hidden.len(), all.len(), "{role}");
            assert_eq!((record.id, record.version), (patient.id, patient.version));
        }
    }
    let seen_by = |role| sights(role, &[], NEVER).cut_patient(patient.clone()).unwrap();
    let biller = seen_by(Role::Billing);
    assert_eq!(biller.hidden, [FieldGroup::Related, FieldGroup::Logistics, FieldGroup::Alert]);
    assert_eq!((biller.record.emergency_contact, biller.record.alert.expose()), (None, ""));
    assert_eq!(biller.record.coverage, patient.coverage);
    assert_eq!(seen_by(Role::FrontDesk).record, patient);
}

#[test]
fn a_mask_leaves_enough_to_compare_and_no_more() {
    let patient = ana(&mut Clinic::new_york());
    let to_mask = |group| Narrowed { role: Role::Nurse, group, to: FieldRule::Masked };
    let masks = [FieldGroup::Identity, FieldGroup::Contact, FieldGroup::Related, FieldGroup::Coverage];
    let narrowed = masks.map(to_mask);
    let sights = sights(Role::Nurse, &narrowed, NEVER);
    let Cut { record, hidden, masked } = sights.cut_patient(patient.clone()).unwrap();
    assert_eq!((masked.as_slice(), hidden.as_slice()), (&masks[..], &[][..]));
    let names = [&record.family_name, &record.given_names, &record.preferred_name];
    assert_eq!(names.map(|it| it.expose()), ["R.", "A.", ""]);
    assert_eq!((record.birth_date, record.record_number.as_str(), record.source), (None, "", None));
    assert_eq!((record.phones[0].number.expose(), record.email.expose()), ("…0199", ""));
    let PersonalAddress(address) = record.address;
    assert_eq!(
        (address.lines.len(), address.postal_code.as_str(), address.city.as_str()),
        (0, "", "Springfield")
    );
    let contact = record.emergency_contact.unwrap();
    assert_eq!((contact.name.expose(), contact.phone.expose()), ("R.", "…0177"));
    assert_eq!(record.coverage.unwrap().member_id.expose(), "…6789");

    let rosa = sights.cut_caregiver(rosa(&patient)).unwrap();
    assert_eq!((rosa.record.name.expose(), rosa.record.phone.expose()), ("R.", "…0177"));
    assert_eq!(rosa.masked, [FieldGroup::Related]);
}

#[test]
fn a_short_number_is_not_shown_by_its_last_four() {
    let mut patient = ana(&mut Clinic::new_york());
    patient.phones[0].number = "4711".into();
    let narrowed = [Narrowed { role: Role::Nurse, group: FieldGroup::Contact, to: FieldRule::Masked }];
    let cut = sights(Role::Nurse, &narrowed, NEVER).cut_patient(patient).unwrap();
    assert_eq!(cut.record.phones[0].number.expose(), "");
}

#[test]
fn a_caregiver_is_there_for_those_who_deal_with_them() {
    let patient = ana(&mut Clinic::new_york());
    let seen: Vec<Role> = Role::ALL
        .iter()
        .copied()
        .filter(|it| sights(*it, &[], NEVER).cut_caregiver(rosa(&patient)).is_some())
        .collect();
    use Role as R;
    let expected =
        [R::FrontDesk, R::Scheduler, R::MedicalAssistant, R::Nurse, R::AttendingPhysician, R::Specialist];
    assert_eq!(seen, expected);
}

#[test]
fn the_front_desk_reads_why_somebody_comes_on_the_day_they_come() {
    let visit = visit(&mut Clinic::new_york());
    let cut = |now| sights(Role::FrontDesk, &[], now).cut_appointment(visit.clone()).unwrap();
    assert_eq!(cut(TODAY), Cut { record: visit.clone(), hidden: vec![], masked: vec![] });
    let Cut { record, hidden, .. } = cut(NEVER);
    assert_eq!(hidden, [FieldGroup::ReasonText]);
    let texts = format!("{:?}", record.history.first().unwrap().what);
    assert!(!texts.contains("Fell"), "{texts}");
    let cancellation = record.cancellation.unwrap();
    assert_eq!((record.note.expose(), cancellation.note.expose()), ("", ""));
    assert_eq!(cancellation.reason, CancelReason::PatientIll);
    assert_eq!((record.visit, record.allocations), (visit.visit, visit.allocations));
}

#[test]
fn a_biller_knows_of_a_visit_and_not_why() {
    let visit = visit(&mut Clinic::new_york());
    let Cut { record, hidden, .. } =
        sights(Role::Billing, &[], TODAY).cut_appointment(visit.clone()).unwrap();
    assert_eq!(hidden, [FieldGroup::ReasonText, FieldGroup::ReasonCategory]);
    assert_eq!(record.attendance, Attendance { triage: None, ..visit.attendance });
    assert_eq!(record.cancellation.as_ref().unwrap().reason, CancelReason::Other);
    let happened: Vec<&HistoryEvent> = record.history.iter().map(|it| &it.what).collect();
    assert!(
        matches!(
            happened.as_slice(),
            [
                HistoryEvent::Booked { overbook_reason: None, waives: Some(Buffer::After), .. },
                HistoryEvent::Called { .. },
                HistoryEvent::Cancelled { reason: CancelReason::Other },
            ]
        ),
        "{happened:?}"
    );
    assert_eq!(record.contact_point, visit.contact_point);
}

#[test]
fn whoever_may_not_know_when_or_of_what_type_has_no_visit() {
    let visit = visit(&mut Clinic::new_york());
    assert_eq!(sights(Role::Administrator, &[], TODAY).cut_appointment(visit.clone()), None);
    for group in [FieldGroup::Schedule, FieldGroup::VisitType] {
        let narrowed = [Narrowed { role: Role::Billing, group, to: FieldRule::Never }];
        assert_eq!(sights(Role::Billing, &narrowed, TODAY).cut_appointment(visit.clone()), None);
    }
    let narrowed = [Narrowed { role: Role::Nurse, group: FieldGroup::Contact, to: FieldRule::Masked }];
    let cut = sights(Role::Nurse, &narrowed, TODAY).cut_appointment(visit.clone()).unwrap();
    assert_eq!(cut.record.contact_point.expose(), "…0188");
    let link = Appointment { contact_point: "https://meet.example/ana-ruiz".into(), ..visit };
    let cut = sights(Role::Nurse, &narrowed, TODAY).cut_appointment(link).unwrap();
    assert_eq!(cut.record.contact_point.expose(), "");
}

fn slot(visit: &Appointment) -> SlotContent {
    SlotContent {
        location: visit.location,
        appointment_type: visit.appointment_type,
        visit: visit.visit,
        allocations: visit.allocations.clone(),
        rules: RuleVersion(1),
        waives: None,
        hold: None,
    }
}

/// Every kind of row that is about a patient.
fn rows(clinic: &mut Clinic) -> Vec<Change> {
    let (patient, visit) = (ana(clinic), visit(clinic));
    vec![
        Change::Caregiver(rosa(&patient)),
        Change::WaitlistEntry(Box::new(entry_of(clinic, &visit))),
        Change::Recall(recall_of(clinic, &visit)),
        Change::Hold(hold_of(clinic, &visit)),
        Change::Alias(Box::new(alias_of(clinic, &patient))),
        Change::Patient(Box::new(patient)),
        Change::Appointment(Box::new(visit)),
    ]
}

fn entry_of(clinic: &mut Clinic, visit: &Appointment) -> WaitlistEntry {
    WaitlistEntry {
        id: WaitlistId(clinic.id()),
        version: Version::FIRST,
        location: visit.location,
        patient: visit.patient,
        appointment_type: visit.appointment_type,
        providers: vec![],
        wish: Wish {
            earliest: date("2026-03-01"),
            latest: None,
            weekdays: vec![],
            from: minute("08:00"),
            to: minute("18:00"),
            notice_minutes: 0,
        },
        urgency: Urgency::Urgent,
        note: "Pain at night".into(),
        moving: None,
        since: visit.visit.start(),
        by: PersonId(clinic.id()),
        status: WaitlistStatus::Waiting,
        offers: vec![],
        calls: vec![],
    }
}

fn recall_of(clinic: &mut Clinic, visit: &Appointment) -> Recall {
    Recall {
        id: RecallId(clinic.id()),
        version: Version::FIRST,
        location: visit.location,
        patient: visit.patient,
        appointment_type: visit.appointment_type,
        provider: None,
        due: date("2026-06-01"),
        window_days: 14,
        note: "Look at the scar".into(),
        status: RecallStatus::Open,
        booked: None,
        made_at: visit.visit.start(),
        by: PersonId(clinic.id()),
        calls: vec![],
    }
}

fn hold_of(clinic: &mut Clinic, visit: &Appointment) -> Hold {
    Hold {
        id: HoldId(clinic.id()),
        version: Version::FIRST,
        slot: slot(visit),
        patient: Some(visit.patient),
        entry: None,
        note: "Asks the daughter".into(),
        until: visit.visit.start(),
        by: PersonId(clinic.id()),
        is_active: true,
    }
}

fn alias_of(clinic: &mut Clinic, kept: &Patient) -> PatientAlias {
    PatientAlias {
        id: PatientId(clinic.id()),
        version: Version::FIRST,
        kept: kept.id,
        at: Instant(0),
        by: PersonId(clinic.id()),
        kept_before: Box::new(kept.clone()),
        taken: vec![],
        was_active: true,
        visits: vec![],
        caregivers: vec![],
        entries: vec![],
        recalls: vec![],
        is_active: true,
    }
}

#[test]
fn rows_are_sent_as_far_as_somebody_sees_them() {
    let rows = rows(&mut Clinic::new_york());
    let sent = |role, now| {
        let sights = sights(role, &[], now);
        rows.iter().cloned().map(|it| sights.cut_change(it)).collect::<Vec<_>>()
    };
    assert_eq!(sent(Role::FrontDesk, TODAY), rows.iter().cloned().map(Some).collect::<Vec<_>>());
    assert!(sent(Role::Administrator, TODAY).iter().all(Option::is_none));
    assert!(sent(Role::Patient, TODAY).iter().all(Option::is_none), "another's rows");

    let [caregiver, entry, recall, hold, alias, patient, visit] = &sent(Role::Billing, TODAY)[..] else {
        panic!("as many as before")
    };
    assert_eq!(*caregiver, None);
    let Some(Change::Patient(patient)) = patient else { panic!("{patient:?}") };
    let Some(Change::Alias(alias)) = alias else { panic!("{alias:?}") };
    assert_eq!((patient.emergency_contact.as_ref(), &alias.kept_before), (None, patient));
    let Some(Change::Appointment(visit)) = visit else { panic!("{visit:?}") };
    let Some(Change::WaitlistEntry(entry)) = entry else { panic!("{entry:?}") };
    let Some(Change::Recall(recall)) = recall else { panic!("{recall:?}") };
    let Some(Change::Hold(hold)) = hold else { panic!("{hold:?}") };
    let notes = [&visit.note, &entry.note, &recall.note, &hold.note];
    assert_eq!(notes.map(|it| it.expose()), [""; 4]);
    assert_eq!((entry.urgency, recall.due, hold.is_active), (Urgency::Routine, date("2026-06-01"), true));
    let nurse = &sent(Role::Nurse, NEVER)[1];
    assert!(matches!(nurse, Some(Change::WaitlistEntry(it)) if it.urgency == Urgency::Urgent));
}

#[test]
fn what_is_about_no_patient_is_sent_to_everybody() {
    let location = Change::Location(Clinic::new_york().setup.locations[0].clone());
    for role in Role::ALL {
        assert_eq!(sights(*role, &[], NEVER).cut_change(location.clone()), Some(location.clone()));
    }
}

#[test]
fn what_somebody_was_not_shown_they_cannot_change() {
    let stands = ana(&mut Clinic::new_york());
    let narrowed = [Narrowed { role: Role::Scheduler, group: FieldGroup::Coverage, to: FieldRule::Masked }];
    let sights = sights(Role::Scheduler, &narrowed, NEVER);
    let mut wanted = sights.cut_patient(stands.clone()).unwrap().record;
    wanted.family_name = "Ruiz Gómez".into();
    let expected = Patient { family_name: "Ruiz Gómez".into(), ..stands.clone() };
    assert_eq!(sights.uncut(wanted, &stands), expected);
    let manager = self::sights(Role::PracticeManager, &[], NEVER);
    let shown = manager.cut_patient(stands.clone()).unwrap().record;
    assert_eq!((shown.emergency_contact.clone(), manager.uncut(shown, &stands)), (None, stands));
}
