//! Each role calls each route: what it may not do is refused, and no answer has a field in it that the role does not see.

use crate::{
    answers::Answer,
    calls::{APART, Call, calls},
    centre::{Centre, NOW},
    ground::{Ground, query},
};
use central::http::Access;
use clinic_domain::{
    appointment::{
        Allocation, Appointment, AppointmentStatus, Confirmation, HistoryEntry, HistoryEvent, Requester,
    },
    attendance::Attendance,
    field_access::{Circumstances, FieldGroup, Sight, Viewer},
    id::{AppointmentId, CaregiverId, OpId, PatientId, Version},
    operation::Change,
    patient::{
        Caregiver, CaregiverAuthorization, CaregiverRelation, Coverage, EmergencyContact, Patient, Phone,
        PhoneKind,
    },
    people::Role,
    time::Period,
};
use serde_json::{Value, json};

/// A text of each field that is text, and the group that the field is in.
const FIELDS: &[(&str, FieldGroup)] = &[
    ("canary-family-name", FieldGroup::Identity),
    ("canary-given-names", FieldGroup::Identity),
    ("canary-preferred-name", FieldGroup::Identity),
    ("canary-record-number", FieldGroup::Identity),
    ("+1 212 555 0177", FieldGroup::Contact),
    ("canary-mail@example.org", FieldGroup::Contact),
    ("canary-city", FieldGroup::Contact),
    ("canary-contact-point", FieldGroup::Contact),
    ("canary-emergency-contact", FieldGroup::Related),
    ("canary-caregiver", FieldGroup::Related),
    ("canary-payer", FieldGroup::Coverage),
    ("canary-member-id", FieldGroup::Coverage),
    ("canary-alert", FieldGroup::Alert),
    ("canary-note", FieldGroup::ReasonText),
    ("canary-medical-record", FieldGroup::MedicalRecord),
    ("canary-protected-record", FieldGroup::ProtectedRecord),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_role_does_and_sees_what_is_its_own_to() {
    let centre = Centre::start().await;
    let mut ground = Ground::of(&centre, "roles").await;
    let protected = plant(&centre, &mut ground).await;
    let (mut wrong, mut shown) = (Vec::new(), vec![0_u32; FIELDS.len()]);
    // What only shows comes first: afterwards the texts are others.
    let (shows, acts): (Vec<Call>, Vec<Call>) = calls_of(&protected).into_iter().partition(only_shows);
    for (role, call) in each(&shows).chain(each(&acts)) {
        let viewer = Viewer { roles: &[role], narrowed: &[] };
        let answer = answer(&centre, &ground, call, role).await;
        let may = match call.access {
            Access::May(permission) => role.may(permission),
            _ => true,
        };
        if (!may && answer.status != 403) || answer.status >= 500 {
            wrong.push(format!("{role}: {} {} answers {}", call.method, call.path, answer.status));
        }
        for (at, (text, group)) in FIELDS.iter().enumerate().filter(|it| answer.raw.contains(it.1.0)) {
            shown[at] += 1;
            if viewer.may_see(*group, circumstances(role)) != Sight::Whole {
                wrong.push(format!("{role}: {} {} shows {text}", call.method, call.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let never: Vec<&str> = FIELDS.iter().zip(&shown).filter(|it| *it.1 == 0).map(|it| it.0.0).collect();
    assert_eq!(never, Vec::<&str>::new(), "shown to nobody, so that nothing was tried");
}

/// Each role with each call.
fn each(calls: &[Call]) -> impl Iterator<Item = (Role, &Call)> {
    Role::STAFF.iter().flat_map(move |role| calls.iter().map(move |it| (*role, it)))
}

fn only_shows(call: &Call) -> bool {
    call.method == "GET" || call.name.starts_with("search_") || call.name.starts_with("find_")
}

/// The visit is another day's; only the attending physician wrote records.
fn circumstances(role: Role) -> Circumstances {
    Circumstances { is_author: role == Role::AttendingPhysician, ..Circumstances::default() }
}

/// Every call but those that desks make, who get whole rows and cut them themselves; the ends of sessions come last.
fn calls_of(protected: &str) -> Vec<Call> {
    let mut calls = calls().0;
    calls.retain(|it| it.access != Access::Desk && it.access != Access::Anyone);
    calls.retain(|it| !APART.iter().any(|apart| apart.0 == it.name));
    calls.retain(|it| it.name != "break_glass");
    let read = calls.iter().find(|it| it.name == "read_medical_record").cloned();
    calls.extend(read.map(|it| Call { path: format!("/v1/medical-records/{protected}"), ..it }));
    calls
}

async fn answer(centre: &Centre, ground: &Ground, call: &Call, role: Role) -> Answer {
    let path = format!("{}{}", ground.filled_text(&call.path), query(&ground.filled(&call.query)));
    let request = centre.http.request(call.method.clone(), format!("{}{path}", centre.url));
    let request = request.bearer_auth(ground.token(centre, role));
    let request = if call.body.is_null() { request } else { request.json(&ground.filled(&call.body)) };
    Answer::of(request).await
}

/// A patient whose every text is told apart, with a caregiver, a visit and records. The id of the protected one.
async fn plant(centre: &Centre, ground: &mut Ground) -> String {
    let patient = patient(PatientId(centre.app.ids.next()));
    let caregiver = Caregiver {
        id: CaregiverId(centre.app.ids.next()),
        version: Version::FIRST,
        patient: patient.id,
        name: "canary-caregiver".into(),
        phone: "".into(),
        relation: CaregiverRelation::Child,
        authorization: CaregiverAuthorization::Full,
        may_schedule: true,
        is_active: true,
        source: None,
    };
    let visit = visit(centre, ground, patient.id);
    ground.own.insert("patient", patient.id.to_string());
    ground.own.insert("caregiver", caregiver.id.to_string());
    ground.own.insert("appointment", visit.id.to_string());
    let changes = vec![
        Change::Patient(Box::new(patient)),
        Change::Caregiver(caregiver),
        Change::Appointment(Box::new(visit)),
    ];
    ground.practice.write(centre, changes).await;
    let ordinary = record(centre, ground, false, "canary-medical-record").await;
    ground.own.insert("record", ordinary);
    record(centre, ground, true, "canary-protected-record").await
}

async fn record(centre: &Centre, ground: &Ground, is_sensitive: bool, content: &str) -> String {
    let token = ground.token(centre, Role::AttendingPhysician);
    let path = format!("/v1/patients/{}/medical-records", ground.own["patient"]);
    let body = json!({ "record_type": "note", "is_sensitive": is_sensitive, "content": content });
    let (status, record): (u16, Value) = centre.send("POST", &token, &path, &body).await;
    assert_eq!(status, 201, "{record}");
    record["id"].as_str().expect("an id").to_owned()
}

fn patient(id: PatientId) -> Patient {
    let mut patient = Patient {
        family_name: "canary-family-name".into(),
        given_names: "canary-given-names".into(),
        preferred_name: "canary-preferred-name".into(),
        record_number: "canary-record-number".into(),
        birth_date: chrono::NaiveDate::from_ymd_opt(1980, 2, 3),
        phones: vec![Phone { number: "+1 212 555 0177".into(), kind: PhoneKind::Mobile }],
        email: "canary-mail@example.org".into(),
        emergency_contact: Some(EmergencyContact {
            name: "canary-emergency-contact".into(),
            relation: "".into(),
            phone: "".into(),
        }),
        coverage: Some(Coverage {
            payer: "canary-payer".into(),
            member_id: "canary-member-id".into(),
            valid_from: None,
            valid_to: None,
        }),
        alert: "canary-alert".into(),
        ..Patient::new(id)
    };
    patient.address.0.city = "canary-city".into();
    patient
}

/// On another day.
fn visit(centre: &Centre, ground: &Ground, patient: PatientId) -> Appointment {
    let start = NOW.plus_minutes(2 * 24 * 60 + 6 * 60);
    let during = Period::of_minutes(start, 20).expect("a visit lasts");
    let imported = HistoryEntry {
        at: NOW,
        by: None,
        requested_by: Requester::Patient,
        what: HistoryEvent::Imported,
        sequel: None,
        typed_at: None,
    };
    Appointment {
        id: AppointmentId(centre.app.ids.next()),
        version: Version::FIRST,
        location: ground.id("location"),
        patient,
        appointment_type: ground.id("appointment_type"),
        visit: during,
        wall_start: start.wall_text(chrono_tz::America::New_York),
        status: AppointmentStatus::Booked,
        confirmation: Confirmation::NOT_ASKED,
        allocations: vec![Allocation { resource: ground.id("provider"), during, lane: 0 }],
        note: "canary-note".into(),
        requested_by: Requester::Patient,
        reminder: None,
        contact_point: "canary-contact-point".into(),
        attendance: Attendance::default(),
        cancellation: None,
        series: None,
        history: vec![imported],
        origin_op: OpId(centre.app.ids.next()),
        source: None,
    }
}
