//! What schema 1 ever wrote decodes for ever: the bytes under `fixtures/v1`, one file per kind, never edited.

mod sample;

use chrono::NaiveDate;
use clinic_domain::{
    appointment::{Appointment, CancelReason, HistoryEntry, HistoryEvent},
    business_hours::BusinessHours,
    call::{Call, CallAttempt, CallSubject},
    day_close::{DayClose, DayNumbers},
    operation::{Base, Buffer, Change, Operation, OperationBody, SlotContent},
    organization::{Address, Contact, Organization, OrganizationSize},
    patient::{Patient, Phone, PhoneKind, Sex},
    people::Person,
    recall::Recall,
    tier::SubscriptionTier,
    waitlist::WaitlistEntry,
};
use clinic_protocol::{
    AppointmentDetail, Entity, decode_changes, decode_entity, decode_operation, encode_changes,
    encode_entity, encode_operation,
};
use sample::{Sample, Seed, every_body, every_change, operation};
use std::{collections::BTreeSet, fs, mem::discriminant, path::Path};

fn folder() -> &'static Path {
    Path::new("tests/fixtures/v1")
}

/// The fixture's bytes; a kind without one fails with bytes that can be kept as its fixture.
fn fixture(name: &str, fresh: &[u8]) -> Vec<u8> {
    fs::read(folder().join(name))
        .unwrap_or_else(|_| panic!("keep this as fixtures/v1/{name}:\n{}", String::from_utf8_lossy(fresh)))
}

#[test]
fn every_kind_has_a_fixture_that_decodes_and_writes_the_same_bytes_again() {
    let mut seen = BTreeSet::new();
    let seed = &mut Seed(1);
    for body in every_body(seed) {
        let name = format!("operation-{}.json", body.kind());
        let bytes = fixture(&name, &encode_operation(&operation(seed, body)));
        assert_eq!(encode_operation(&decode_operation(&bytes).unwrap()), bytes, "{name}");
        seen.insert(name);
    }
    for change in every_change(seed) {
        let fresh = encode_changes(&[change]);
        let kind = String::from_utf8_lossy(&fresh).split('"').nth(3).unwrap().to_owned();
        let name = format!("change-{kind}.json");
        let bytes = fixture(&name, &fresh);
        assert_eq!(encode_changes(&decode_changes(&bytes).unwrap()), bytes, "{name}");
        seen.insert(name);
    }
    seen.insert(entity::<AppointmentDetail>(seed));
    seen.insert(entity::<SlotContent>(seed));
    // What came to a kind later, in bytes of its own.
    let bytes = fixture("slot-waives.json", &waiving(seed));
    let slot = decode_entity::<SlotContent>(&bytes).unwrap();
    assert_eq!((slot.waives, encode_entity(&slot)), (Some(Buffer::After), bytes));
    seen.insert("slot-waives.json".to_owned());
    let bytes = fixture("slot-hold.json", &held(seed));
    let slot = decode_entity::<SlotContent>(&bytes).unwrap();
    assert_eq!((slot.hold.is_some(), encode_entity(&slot)), (true, bytes));
    seen.insert("slot-hold.json".to_owned());
    let bytes = fixture("change-appointment-waives.json", &booked_and_moved_waiving(seed));
    let changes = decode_changes(&bytes).unwrap();
    assert_eq!((waived(&changes), encode_changes(&changes)), (vec![Buffer::Before, Buffer::Both], bytes));
    seen.insert("change-appointment-waives.json".to_owned());
    from_paper(seed, &mut seen);
    for (name, attempt) in attempts(seed) {
        let bytes = fixture(name, &encode_operation(&operation(seed, OperationBody::LogCall(attempt))));
        let read = decode_operation(&bytes).unwrap();
        let OperationBody::LogCall(CallAttempt { about, .. }) = &read.body else { panic!("{name}") };
        assert_eq!(discriminant(about), discriminant(&attempt.about), "{name}");
        assert_eq!(encode_operation(&read), bytes, "{name}");
        seen.insert(name.to_owned());
    }
    let bytes = fixture("change-organization-hours.json", &with_hours(seed));
    let changes = decode_changes(&bytes).unwrap();
    let [Change::Organization(read)] = &changes[..] else { panic!("{changes:?}") };
    let is_whole = read.size.is_some() && read.zone.is_some() && read.subscription_tier.is_some();
    assert!(is_whole && !read.slug.is_empty() && !read.contact.email.is_empty());
    assert_eq!(read.business_hours.as_ref().map(|it| it.0.len()), Some(2));
    assert_eq!(encode_changes(&changes), bytes);
    seen.insert("change-organization-hours.json".to_owned());
    let bytes = fixture("change-to-come-calls.json", &called(seed));
    let changes = decode_changes(&bytes).unwrap();
    assert_eq!((calls(&changes), encode_changes(&changes)), (vec![1, 1], bytes));
    seen.insert("change-to-come-calls.json".to_owned());
    let bytes = fixture("change-person-department.json", &in_a_department(seed));
    let changes = decode_changes(&bytes).unwrap();
    let [Change::Person(person)] = &changes[..] else { panic!("another change") };
    assert_eq!((person.department.is_some(), person.specialties.len()), (true, 2));
    assert_eq!((person.email.as_str(), person.license_number.as_str()), ("nia@clinic.example", "RN-4711"));
    assert_eq!(encode_changes(&changes), bytes);
    seen.insert("change-person-department.json".to_owned());
    let bytes = fixture("change-person-language.json", &who_reads_spanish(seed));
    let changes = decode_changes(&bytes).unwrap();
    let [Change::Person(person)] = &changes[..] else { panic!("another change") };
    assert_eq!((person.language.as_str(), encode_changes(&changes)), ("es-MX", bytes));
    seen.insert("change-person-language.json".to_owned());

    let kept: BTreeSet<_> =
        fs::read_dir(folder()).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(kept, seen);
}

/// What says that it was on paper, each in bytes of its own.
fn from_paper(seed: &mut Seed, seen: &mut BTreeSet<String>) {
    let bytes = fixture("operation-cancel-written.json", &written(seed));
    let read = decode_operation(&bytes).expect("it decodes");
    assert_eq!((read.written_at.is_some(), encode_operation(&read)), (true, bytes));
    seen.insert("operation-cancel-written.json".to_owned());
    let bytes = fixture("change-appointment-typed.json", &typed(seed));
    let changes = decode_changes(&bytes).expect("it decodes");
    let [Change::Appointment(visit)] = &changes[..] else { panic!("another change") };
    assert!(visit.history.iter().all(HistoryEntry::is_from_paper));
    assert_eq!(encode_changes(&changes), bytes);
    seen.insert("change-appointment-typed.json".to_owned());
    let bytes = fixture("change-day_close-paper.json", &signed_with_paper(seed));
    let changes = decode_changes(&bytes).expect("it decodes");
    let [Change::DayClose(day)] = &changes[..] else { panic!("another change") };
    assert_eq!((day.numbers.on_paper, encode_changes(&changes)), (7, bytes));
    seen.insert("change-day_close-paper.json".to_owned());
}

/// A record that travels in no operation or change of its own.
fn entity<E: Entity + Sample>(seed: &mut Seed) -> String {
    let name = format!("{}.json", E::KIND);
    let bytes = fixture(&name, &encode_entity(&E::sample(seed)));
    assert_eq!(encode_entity(&decode_entity::<E>(&bytes).expect(&name)), bytes, "{name}");
    name
}

fn waiving(seed: &mut Seed) -> Vec<u8> {
    encode_entity(&SlotContent { waives: Some(Buffer::After), ..SlotContent::sample(seed) })
}

fn held(seed: &mut Seed) -> Vec<u8> {
    let hold = Some(Sample::sample(seed));
    encode_entity(&SlotContent { hold, ..SlotContent::sample(seed) })
}

/// Written on paper, and typed in an hour later.
fn written(seed: &mut Seed) -> Vec<u8> {
    let body = OperationBody::Cancel {
        appointment: Sample::sample(seed),
        reason: CancelReason::PatientIll,
        note: Sample::sample(seed),
        requested_by: Sample::sample(seed),
    };
    let operation = operation(seed, body);
    let written_at = Some(operation.at.plus_minutes(-60));
    encode_operation(&Operation { written_at, ..operation })
}

fn typed(seed: &mut Seed) -> Vec<u8> {
    let typed_at = Some(Sample::sample(seed));
    let history = vec![HistoryEntry { typed_at, ..HistoryEntry::sample(seed) }];
    encode_changes(&[Change::Appointment(Box::new(Appointment { history, ..Appointment::sample(seed) }))])
}

fn signed_with_paper(seed: &mut Seed) -> Vec<u8> {
    let numbers = DayNumbers { on_paper: 7, ..DayNumbers::sample(seed) };
    encode_changes(&[Change::DayClose(DayClose { numbers, ..DayClose::sample(seed) })])
}

/// Calls about something else than a visit.
fn attempts(seed: &mut Seed) -> [(&'static str, CallAttempt); 2] {
    let attempt = CallAttempt::sample(seed);
    let (recall, entry) = (Sample::sample(seed), Sample::sample(seed));
    [
        ("operation-log_call-recall.json", CallAttempt { about: CallSubject::Recall(recall), ..attempt }),
        (
            "operation-log_call-waitlist.json",
            CallAttempt { about: CallSubject::WaitlistEntry(entry), ..attempt },
        ),
    ]
}

/// An organization of which everything is known.
fn with_hours(seed: &mut Seed) -> Vec<u8> {
    let organization = Organization {
        slug: "lakeside".into(),
        size: Some(OrganizationSize::Small),
        address: Address { city: "Albany".into(), ..Address::default() },
        contact: Contact {
            phone: "+1 518 555 0100".into(),
            email: "desk@lakeside.example".into(),
            website: "https://lakeside.example".into(),
        },
        business_hours: Some(BusinessHours(vec![Sample::sample(seed), Sample::sample(seed)])),
        zone: Some(Sample::sample(seed)),
        subscription_tier: Some(SubscriptionTier::Basic),
        ..Organization::sample(seed)
    };
    encode_changes(&[Change::Organization(organization)])
}

fn called(seed: &mut Seed) -> Vec<u8> {
    let calls = vec![Call::sample(seed)];
    let entry = WaitlistEntry { calls: calls.clone(), ..WaitlistEntry::sample(seed) };
    let recall = Recall { calls, ..Recall::sample(seed) };
    encode_changes(&[Change::WaitlistEntry(Box::new(entry)), Change::Recall(recall)])
}

fn calls(changes: &[Change]) -> Vec<usize> {
    let calls = changes.iter().map(|it| match it {
        Change::WaitlistEntry(it) => it.calls.len(),
        Change::Recall(it) => it.calls.len(),
        _ => 0,
    });
    calls.collect()
}

fn who_reads_spanish(seed: &mut Seed) -> Vec<u8> {
    encode_changes(&[Change::Person(Person { language: "es-MX".into(), ..Person::sample(seed) })])
}

fn in_a_department(seed: &mut Seed) -> Vec<u8> {
    let person = Person {
        department: Some(Sample::sample(seed)),
        email: "nia@clinic.example".into(),
        license_number: "RN-4711".into(),
        specialties: vec!["Cardiology".into(), "Dialysis".into()],
        ..Person::sample(seed)
    };
    encode_changes(&[Change::Person(person)])
}

fn booked_and_moved_waiving(seed: &mut Seed) -> Vec<u8> {
    let (reason, mut visit) = (Some("a short one".to_owned()), Appointment::sample(seed));
    let booked = HistoryEvent::Booked {
        overbook_reason: reason.clone(),
        waives: Some(Buffer::Before),
        instead_of: None,
    };
    let moved = HistoryEvent::Moved {
        from: visit.visit,
        from_allocations: Vec::new(),
        overbook_reason: reason,
        waives: Some(Buffer::Both),
    };
    visit.history = [booked, moved].map(|what| HistoryEntry { what, ..HistoryEntry::sample(seed) }).into();
    encode_changes(&[Change::Appointment(Box::new(visit))])
}

fn waived(changes: &[Change]) -> Vec<Buffer> {
    let [Change::Appointment(visit)] = changes else { return Vec::new() };
    let waived = visit.history.iter().filter_map(|it| match it.what {
        HistoryEvent::Booked { waives, .. } | HistoryEvent::Moved { waives, .. } => waives,
        _ => None,
    });
    waived.collect()
}

#[test]
fn the_bytes_mean_what_they_say() {
    let bytes = br#"1{"id":"0190163d-8694-739b-aea5-966c26f8ad91","device":"0190163d-8694-739b-aea5-966c26f8ad92","device_seq":7,"author":"0190163d-8694-739b-aea5-966c26f8ad93","at":1718000000,"base":{"version":3},"promised_to_patient":true,"kind":"patient_patch","body":{"id":"0190163d-8694-739b-aea5-966c26f8ad94","version":3,"sex":"female","contact_preference":"phone","is_active":true,"record_number":"100042","family_name":"Ruiz","given_names":"Ana","birth_date":"1980-02-01","phones":[{"number":"+1 555 0100","kind":"mobile"}]}}"#;
    let id = |last: &str| format!("0190163d-8694-739b-aea5-966c26f8ad{last}");
    let patient = Patient {
        version: clinic_domain::id::Version(3),
        sex: Sex::Female,
        record_number: "100042".into(),
        family_name: "Ruiz".into(),
        given_names: "Ana".into(),
        birth_date: NaiveDate::from_ymd_opt(1980, 2, 1),
        phones: vec![Phone { number: "+1 555 0100".into(), kind: PhoneKind::Mobile }],
        ..Patient::new(id("94").parse().unwrap())
    };
    let expected = Operation {
        id: id("91").parse().unwrap(),
        device: id("92").parse().unwrap(),
        device_seq: 7,
        author: id("93").parse().unwrap(),
        at: clinic_domain::time::Instant(1_718_000_000),
        written_at: None,
        base: Some(Base::Version(clinic_domain::id::Version(3))),
        part_of: None,
        promised_to_patient: true,
        body: OperationBody::PatientPatch(Box::new(patient)),
    };
    assert_eq!(decode_operation(bytes).as_ref(), Ok(&expected));
    assert_eq!(String::from_utf8(encode_operation(&expected)).unwrap(), String::from_utf8_lossy(bytes));
}
