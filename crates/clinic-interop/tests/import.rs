//! Own small files in, plans and reports out.
#![allow(clippy::unwrap_used, reason = "it is all tests")]

mod desk;

use clinic_domain::{
    appointment::{AppointmentStatus as Status, CancelReason, HistoryEvent, Requester},
    patient::{CaregiverAuthorization, CaregiverRelation, PhoneKind, Sex},
    personal::Personal,
    resource::ResourceKind,
    schedule::ExceptionKind,
    time::Instant,
};
use clinic_interop::{
    Batch, Format, ImportErrorCode, Limits,
    plan::{IMPORTED_OVERBOOK, Plan},
    report::{Reason, Tally, Warning},
    table::Choices,
};
use desk::{Desk, TODAY, assert_accounted, assert_changes_nothing};

const CLINIC: &str = include_str!("fixtures/clinic.json");
const MORE: &str = include_str!("fixtures/more.ndjson");
const TABLES: [(&str, &str); 5] = [
    ("encounters.csv", include_str!("fixtures/encounters.csv")),
    ("patients.csv", include_str!("fixtures/patients.csv")),
    ("providers.csv", include_str!("fixtures/providers.csv")),
    ("organizations.csv", include_str!("fixtures/organizations.csv")),
    ("payers.csv", include_str!("fixtures/payers.csv")),
];

fn read(files: &[(&str, &str)]) -> Batch {
    let mut batch = Batch::new(Limits::default(), TODAY);
    for (name, text) in files {
        batch.read(name, text.as_bytes()).unwrap();
    }
    batch
}

fn clinic() -> Plan {
    Desk::default().plan(&read(&[("clinic.json", CLINIC)]))
}

fn reason_of(plan: &Plan, id: &str) -> Option<Reason> {
    plan.report.not_taken.iter().find(|it| it.origin.id.as_deref() == Some(id)).map(|it| it.reason)
}

fn warnings_of(plan: &Plan, id: &str) -> Vec<Warning> {
    plan.report
        .warnings
        .iter()
        .filter(|it| it.origin.id.as_deref() == Some(id))
        .map(|it| it.warning)
        .collect()
}

fn visit<'p>(plan: &'p Plan, source: &str) -> &'p clinic_domain::appointment::Appointment {
    let source = Some(source.to_owned());
    plan.appointments.iter().map(|it| &it.entity).find(|it| it.source == source).unwrap()
}

#[test]
fn every_resource_of_a_bundle_is_in_one_column() {
    let plan = clinic();
    assert_accounted(&plan.report);
    let file = &plan.report.files[0];
    assert_eq!(file.format, Some(Format::FhirJson));
    assert_eq!(file.not_for_the_desk.get("Observation"), Some(&1));
    assert_eq!(file.tallies["Location"], Tally { added: 2, folded: 1, not_taken: 1, ..Tally::default() });
    assert_eq!(file.tallies["Patient"], Tally { added: 2, not_taken: 2, ..Tally::default() });
    for (id, reason) in [
        ("home", Reason::NotAPlaceToBook),
        ("nameless", Reason::NameMissing),
        ("5", Reason::ScheduleUnresolved),
        ("stranger", Reason::ProviderUnresolved),
        ("day", Reason::DateOnly),
        ("slip", Reason::EnteredInError),
        ("stay", Reason::LongerThanAVisit),
    ] {
        assert_eq!(reason_of(&plan, id), Some(reason), "{id}");
    }
    let unnamed: Vec<_> = plan.report.not_taken.iter().filter(|it| it.origin.id.is_none()).collect();
    let unnamed: Vec<_> = unnamed.iter().map(|it| (it.origin.resource_type.as_str(), it.reason)).collect();
    assert_eq!(unnamed, [("Patient", Reason::Malformed), ("entry", Reason::NoResource)]);
}

#[test]
fn a_site_keeps_its_own_zone_and_its_rooms() {
    let plan = clinic();
    let [site] = &plan.locations[..] else { panic!("one location") };
    assert_eq!(
        (site.entity.name.as_str(), site.entity.zone),
        ("Harbour Clinic", chrono_tz::America::New_York)
    );
    assert_eq!(site.entity.source.as_deref(), Some("https://ehr.example/sites|H1"));
    assert_eq!((site.entity.address.city.as_str(), site.entity.address.country.as_str()), ("Portland", "US"));
    let room = plan.resources.iter().find(|it| it.entity.kind == ResourceKind::Room).unwrap();
    assert_eq!((room.entity.name.as_str(), room.entity.location), ("Room 4", site.entity.id));
}

#[test]
fn a_provider_has_its_role_number_and_hours() {
    let plan = clinic();
    let provider = plan.resources.iter().find(|it| it.entity.name == "Dr. Defne Öztürk").unwrap();
    assert_eq!(
        (provider.entity.initials.as_str(), provider.entity.identifier.as_str()),
        ("DÖ", "1999999984")
    );
    assert_eq!(provider.entity.specialty, "Family medicine");
    assert_eq!(provider.entity.source.as_deref(), Some("http://hl7.org/fhir/sid/us-npi|1999999984"));
    let [hours] = &plan.templates[..] else { panic!("one template") };
    assert_eq!(hours.entity.resource, provider.entity.id);
    let hours: Vec<_> =
        hours.entity.sessions.iter().map(|it| (it.weekday, it.from.text(), it.to.text())).collect();
    let half_day = |day| (day, "08:30".to_owned(), "12:00".to_owned());
    assert_eq!(hours, [half_day(chrono::Weekday::Mon), half_day(chrono::Weekday::Wed)]);
}

#[test]
fn a_patient_comes_whole_and_without_state_numbers() {
    let plan = clinic();
    let it = &plan.patients[0].entity;
    assert_eq!((it.family_name.expose(), it.given_names.expose()), ("Núñez89", "María José"));
    assert_eq!(it.preferred_name.expose(), "Majo");
    assert_eq!(it.birth_date, chrono::NaiveDate::from_ymd_opt(1984, 2, 29));
    assert_eq!((it.sex, it.language.as_str(), it.needs_interpreter), (Sex::Female, "es", true));
    let phones: Vec<_> = it.phones.iter().map(|it| (it.number.expose(), it.kind)).collect();
    assert_eq!(phones, [("555 0102", PhoneKind::Mobile)]);
    assert_eq!(it.email.expose(), "majo@mail.example");
    assert_eq!(
        (it.address.0.lines.as_slice(), it.address.0.country.as_str()),
        (&["2 Elm".to_owned()][..], "US")
    );
    assert_eq!(it.source.as_deref(), Some("https://ehr.example/mrn|100042"));
    let contact = it.emergency_contact.as_ref().unwrap();
    assert_eq!((contact.name.expose(), contact.phone.expose()), ("Iker Núñez", "555 0104"));
    let coverage = it.coverage.as_ref().unwrap();
    assert_eq!((coverage.payer.as_str(), coverage.member_id.expose()), ("Northern Mutual", "M-1"));
    assert_eq!(coverage.valid_to, chrono::NaiveDate::from_ymd_opt(2026, 12, 31));
    assert_eq!(warnings_of(&plan, "c2"), [Warning::SecondCoverage]);
    let provider = plan.resources.iter().find(|it| it.entity.name == "Dr. Defne Öztürk").unwrap();
    assert_eq!(it.own_provider, Some(provider.entity.id));
    let other = &plan.patients[1].entity;
    assert_eq!((other.family_name.expose(), other.birth_date, other.is_deceased), ("Only Text", None, true));
    assert_eq!(warnings_of(&plan, "b"), [Warning::BirthDatePartial]);
    let batch = read(&[("clinic.json", CLINIC)]);
    assert!(!format!("{:?}", batch.records()).contains("000-00-0000"), "a social security number was kept");
    assert!(!format!("{:?}", batch.records()).contains("Núñez"), "a name prints");
}

#[test]
fn a_caregiver_may_do_what_their_relation_allows() {
    let plan = clinic();
    let [it] = &plan.caregivers[..] else { panic!("one caregiver") };
    assert_eq!((it.entity.name.expose(), it.entity.phone.expose()), ("Ane Ibarra", "555 0105"));
    assert_eq!((it.entity.relation, it.entity.may_schedule), (CaregiverRelation::Parent, true));
    assert_eq!(it.entity.authorization, CaregiverAuthorization::Limited);
    assert_eq!(it.entity.patient, plan.patients[0].entity.id);
}

#[test]
fn free_slots_open_sessions_and_busy_ones_block_unless_a_visit_explains_them() {
    let plan = clinic();
    let all = plan.exceptions.iter().map(|it| &it.entity);
    let all: Vec<_> = all
        .map(|it| (it.kind, it.first_day.to_string(), it.from.text(), it.to.text(), it.reason.as_str()))
        .collect();
    let day = |it: &str| it.to_owned();
    assert_eq!(
        all,
        [
            (ExceptionKind::ExtraSession, day("2035-03-12"), day("09:00"), day("10:00"), "Imported session"),
            (ExceptionKind::Block, day("2035-03-12"), day("23:00"), day("24:00"), "On call"),
            (ExceptionKind::Block, day("2035-03-13"), day("00:00"), day("01:00"), "On call"),
        ]
    );
}

#[test]
fn a_future_visit_takes_up_everybody_and_one_beside_it_gets_a_lane() {
    let plan = clinic();
    let it = visit(&plan, "https://ehr.example/visits|V1");
    assert_eq!((it.status, it.wall_start.as_str()), (Status::Booked, "2035-03-12T10:00"));
    assert_eq!((it.visit.minutes(), it.allocations.len(), it.lane()), (30, 2, 0));
    assert_eq!(it.requested_by, Requester::Caregiver(plan.caregivers[0].entity.id));
    assert_eq!(it.note.expose(), "Bring the letter");
    let kind = plan.types.iter().find(|kind| kind.entity.id == it.appointment_type).unwrap();
    assert_eq!((kind.entity.name.as_str(), kind.entity.is_active), ("Follow up", true));
    let beside = visit(&plan, "https://ehr.example/fhir/Appointment/beside");
    assert_eq!((beside.lane(), beside.visit.minutes()), (1, 30));
    let reason = Some(IMPORTED_OVERBOOK.to_owned());
    assert_eq!(
        beside.history[0].what,
        HistoryEvent::Booked { overbook_reason: reason, waives: None, instead_of: None }
    );
    assert_eq!(warnings_of(&plan, "beside"), [Warning::Overbooked]);
}

#[test]
fn an_imported_visit_gives_way_to_what_the_desk_has() {
    let first = clinic();
    let taken = visit(&first, "https://ehr.example/visits|V1").allocations[0];
    let mut desk = Desk::default().after(&first);
    desk.appointments.clear();
    desk.taken = vec![taken];
    let second = desk.plan(&read(&[("clinic.json", CLINIC)]));
    assert_eq!(visit(&second, "https://ehr.example/visits|V1").lane(), 1);
    assert_eq!(visit(&second, "https://ehr.example/fhir/Appointment/beside").lane(), 2);
}

#[test]
fn the_past_is_not_live() {
    let plan = clinic();
    let cancelled = visit(&plan, "https://ehr.example/fhir/Appointment/cancelled");
    let cancellation = cancelled.cancellation.as_ref().unwrap();
    assert_eq!(
        (cancelled.status, cancellation.reason),
        (Status::Cancelled, CancelReason::ProviderUnavailable)
    );
    assert!(!cancellation.by_patient);
    assert_eq!(visit(&plan, "https://ehr.example/fhir/Appointment/left-open").status, Status::Fulfilled);
    assert_eq!(warnings_of(&plan, "left-open"), [Warning::OutcomeAssumed]);
    assert_eq!(visit(&plan, "https://ehr.example/fhir/Appointment/held").status, Status::Fulfilled);
    assert_eq!(warnings_of(&plan, "held"), []);
    assert!(plan.appointments.iter().all(|it| it.entity.source.as_deref() != Some("Encounter/of-held")));
    assert!(plan.appointments.iter().all(|it| it.entity.visit.end() > desk::NOW || !it.entity.is_live()));
}

#[test]
fn a_provider_known_by_reference_is_kept_by_name_until_its_record_comes() {
    let plan = clinic();
    let past = visit(&plan, "https://ehr.example/fhir/Encounter/elsewhere");
    assert_eq!(past.visit.start(), Instant(1_688_457_600));
    assert_eq!(past.visit.minutes(), 30);
    let named = plan.resources.iter().find(|it| it.entity.id == past.allocations[0].resource).unwrap();
    assert_eq!((named.entity.name.as_str(), named.entity.is_active), ("Dr. By Name", false));
    let warnings = warnings_of(&plan, "elsewhere");
    assert_eq!(warnings, [Warning::LocationAssumed, Warning::ProviderByReference]);
    let record = r#"{"resourceType":"Practitioner","id":"z","identifier":[{"system":"https://staff.example","value":"5"}],
        "name":[{"family":"Name","given":["By"]}]}"#;
    let later = Desk::default().after(&plan).plan(&read(&[("p.json", record)]));
    let [known] = &later.resources[..] else { panic!("one update") };
    assert_eq!((known.entity.id, known.is_new, known.entity.is_active), (named.entity.id, false, true));
}

#[test]
fn a_provider_whom_one_visit_calls_by_name_is_the_one_of_all_visits_that_refer_to_it() {
    let files = CLINIC.replace("Practitioner/p1", "Practitioner?identifier=https://staff.example%7C5");
    let batch = read(&[("clinic.json", &files)]);
    let desk = Desk::default();
    let plan = desk.plan(&batch);
    let past = visit(&plan, "https://ehr.example/fhir/Appointment/cancelled");
    let named = plan.resources.iter().find(|it| it.entity.id == past.allocations[0].resource).unwrap();
    assert_eq!(named.entity.name, "Dr. By Name");
    assert_changes_nothing(&desk.after(&plan).plan(&batch));
}

#[test]
fn nobody_is_booked_with_a_provider_of_whom_only_past_visits_tell() {
    let files = CLINIC.replace("Practitioner/nobody", "Practitioner?identifier=https://staff.example%7C5");
    let batch = read(&[("clinic.json", &files)]);
    let desk = Desk::default();
    let plan = desk.plan(&batch);
    assert_eq!(reason_of(&plan, "stranger"), Some(Reason::ProviderUnresolved));
    let again = desk.after(&plan).plan(&batch);
    assert_eq!(reason_of(&again, "stranger"), Some(Reason::ProviderUnresolved));
    assert_changes_nothing(&again);
}

#[test]
fn a_role_that_is_held_by_a_role_ends_nowhere_and_does_not_overflow_the_stack() {
    let of_itself = CLINIC.replace("\"Practitioner/p1\"", "\"PractitionerRole/pr1\"");
    let plan = Desk::default().plan(&read(&[("clinic.json", &of_itself)]));
    assert_accounted(&plan.report);
    assert_eq!(reason_of(&plan, "beside"), Some(Reason::ProviderUnresolved));
}

#[test]
fn lines_are_read_one_by_one_and_bundles_within_bundles() {
    let plan = Desk::default().plan(&read(&[("more.ndjson", MORE)]));
    assert_accounted(&plan.report);
    let names: Vec<_> = plan.patients.iter().map(|it| it.entity.family_name.expose()).collect();
    assert_eq!(names, ["Abe604", "Inner"]);
    let waiting = visit(&plan, "Appointment/x");
    assert_eq!((waiting.status, waiting.patient), (Status::Waitlist, plan.patients[0].entity.id));
    assert_eq!(plan.report.not_taken.len(), 1);
    assert_eq!(
        (plan.report.not_taken[0].origin.index, plan.report.not_taken[0].reason),
        (2, Reason::Malformed)
    );
}

#[test]
fn tables_make_a_clinic() {
    let plan = Desk::default().plan(&read(&TABLES));
    assert_accounted(&plan.report);
    assert_eq!(plan.patients.len(), 2);
    let it = &plan.patients[0].entity;
    assert_eq!((it.family_name.expose(), it.given_names.expose()), ("O'Neil, Jr.", "Ann12"));
    assert_eq!(it.coverage.as_ref().map(|it| it.payer.as_str()), Some("Late Payer"));
    assert!(plan.patients[1].entity.is_deceased);
    let [clinic] = &plan.locations[..] else { panic!("one location") };
    assert_eq!(plan.resources[0].entity.location, clinic.entity.id);
    assert_eq!(plan.appointments.len(), 2);
    let [kind] = &plan.types[..] else { panic!("one code, one type") };
    assert_eq!((kind.entity.name.as_str(), kind.entity.duration_minutes), ("Encounter for symptom", 15));
    assert!(!kind.entity.is_active, "a type of past visits is not bookable unasked");
    for (id, reason) in [
        ("e3", Reason::LongerThanAVisit),
        ("e4", Reason::PatientUnresolved),
        ("e5", Reason::DateOnly),
        ("pat-3", Reason::Malformed),
    ] {
        assert_eq!(reason_of(&plan, id), Some(reason), "{id}");
    }
}

#[test]
fn a_second_import_changes_nothing() {
    for files in [&[("clinic.json", CLINIC)][..], &[("more.ndjson", MORE)], &TABLES] {
        let batch = read(files);
        let desk = Desk::default();
        let first = desk.plan(&batch);
        assert_changes_nothing(&desk.after(&first).plan(&batch));
    }
}

#[test]
fn a_changed_record_updates_and_keeps_what_only_the_desk_knows() {
    let mut desk = Desk::default().after(&clinic());
    let key = "https://ehr.example/mrn|100042";
    let known = desk.patients.get_mut(key).unwrap();
    known.alert = Personal::from("Call the daughter first");
    known.record_number = "12".to_owned();
    let changed = CLINIC.replace("555 0102", "555 0199");
    let plan = desk.plan(&read(&[("clinic.json", &changed)]));
    assert_accounted(&plan.report);
    let [patient] = &plan.patients[..] else { panic!("one update") };
    assert!(!patient.is_new);
    assert_eq!(patient.entity.phones[0].number.expose(), "555 0199");
    assert_eq!(
        (patient.entity.alert.expose(), patient.entity.record_number.as_str()),
        ("Call the daughter first", "12")
    );
    assert_eq!(plan.report.by_type()["Patient"].updated, 1);
}

#[test]
fn a_visit_that_somebody_worked_on_here_is_left_alone() {
    let mut desk = Desk::default().after(&clinic());
    let moved = CLINIC.replace("2035-03-12T14:15:00Z", "2035-03-12T15:15:00Z");
    let batch = read(&[("clinic.json", &moved)]);
    let source = "https://ehr.example/fhir/Appointment/beside";
    let plan = desk.plan(&batch);
    assert_eq!((visit(&plan, source).lane(), visit(&plan, source).history.len()), (0, 2));
    let known = desk.appointments.get_mut(source).unwrap();
    known.history[0].by = Some(clinic_domain::id::PersonId::from_bytes([9; 16]));
    assert_eq!(reason_of(&desk.plan(&batch), "beside"), Some(Reason::ChangedHere));
}

#[test]
fn somebody_else_under_the_same_number_is_not_overwritten() {
    let desk = Desk::default().after(&Desk::default().plan(&read(&TABLES)));
    let other = TABLES[1]
        .1
        .replace("Ann12", "Zoe")
        .replace("O'Neil, Jr.", "Zander")
        .replace("1990-03-04", "1977-07-07");
    let plan = desk.plan(&read(&[("patients.csv", &other)]));
    assert_eq!(reason_of(&plan, "pat-1"), Some(Reason::IdentityConflict));
    assert!(plan.patients.is_empty());
}

#[test]
fn a_repeated_record_counts_once() {
    let changed = TABLES[1].1.replace("1 Main St", "9 Main St");
    let again = [TABLES[1], TABLES[1], ("changed.csv", &changed)];
    let plan = Desk::default().plan(&read(&again));
    assert_accounted(&plan.report);
    assert_eq!(plan.patients.len(), 2);
    assert_eq!(plan.report.files[1].tallies["Patient"].already_there, 2);
    assert_eq!(reason_of(&plan, "pat-1"), Some(Reason::RepeatedDifferently));
}

#[test]
fn the_same_local_id_in_two_files_is_two_people() {
    let file = |family: &str, mrn: &str, hour: u8| {
        format!(
            r#"{{"resourceType":"Bundle","type":"searchset","entry":[
            {{"resource":{{"resourceType":"Patient","id":"1","identifier":[{{"system":"m","value":"{mrn}"}}],"name":[{{"family":"{family}"}}]}}}},
            {{"resource":{{"resourceType":"Encounter","id":"{mrn}","status":"finished","subject":{{"reference":"Patient/1"}},
              "period":{{"start":"2020-01-01T{hour}:00:00Z","end":"2020-01-01T{hour}:30:00Z"}}}}}}]}}"#
        )
    };
    let (one, two) = (file("One", "11", 10), file("Two", "22", 11));
    let plan = Desk::default().plan(&read(&[("1.json", &one), ("2.json", &two)]));
    let patient_of = |source: &str| visit(&plan, source).patient;
    assert_eq!(patient_of("Encounter/11"), plan.patients[0].entity.id);
    assert_eq!(patient_of("Encounter/22"), plan.patients[1].entity.id);
}

#[test]
fn without_a_zone_or_a_place_nothing_is_guessed() {
    let mut desk = Desk::default();
    desk.options.zone = None;
    desk.options.location = None;
    let plan = desk.plan(&read(&TABLES));
    assert_eq!(reason_of(&plan, "org-1"), Some(Reason::ZoneMissing));
    assert_eq!(reason_of(&plan, "prov-1"), Some(Reason::LocationMissing));
    assert_eq!(reason_of(&plan, "e1"), Some(Reason::LocationMissing));
    assert_eq!(plan.patients.len(), 2);
    // The clinic that states its zone needs none.
    let plan = desk.plan(&read(&[("clinic.json", CLINIC)]));
    assert_eq!(plan.locations.len(), 1);
}

#[test]
fn other_versions_are_refused_as_a_whole() {
    let patient = r#"{"resourceType":"Patient","id":"1","name":[{"family":"R4"}]}"#;
    for (resource, code) in [
        (r#"{"resourceType":"Patient","name":[{"family":["Two","Parts"]}]}"#, ImportErrorCode::FhirDstu2),
        (r#"{"resourceType":"Practitioner","name":{"family":["X"]}}"#, ImportErrorCode::FhirDstu2),
        (r#"{"resourceType":"Schedule","actor":{"reference":"Practitioner/1"}}"#, ImportErrorCode::FhirDstu2),
        (r#"{"resourceType":"Encounter","class":"outpatient"}"#, ImportErrorCode::FhirDstu2),
        (r#"{"resourceType":"Encounter","class":[{"text":"x"}]}"#, ImportErrorCode::FhirR5),
    ] {
        let mut batch = read(&[("good.json", patient)]);
        let bundle = format!(
            r#"{{"resourceType":"Bundle","entry":[{{"resource":{patient}}},{{"resource":{resource}}}]}}"#
        );
        assert_eq!(batch.read("old.json", bundle.as_bytes()).unwrap_err().code, code, "{resource}");
        assert_eq!(batch.records().len(), 1, "the refused file left a record");
        let plan = Desk::default().plan(&batch);
        assert_accounted(&plan.report);
        assert_eq!(plan.report.files[1].refused.as_ref().map(|it| it.code), Some(code));
    }
}

#[test]
fn broken_and_foreign_json_is_refused() {
    for (text, code) in [
        (
            r#"{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"Patient""#,
            ImportErrorCode::BrokenJson,
        ),
        (r#"{"resourceType":"Patient","id":"1"} trailing"#, ImportErrorCode::BrokenJson),
        (r#"{"resourceType":"Bundle","entry":[1]}"#, ImportErrorCode::BrokenJson),
        (r#"{"patients":[]}"#, ImportErrorCode::NotFhir),
    ] {
        let refused = Batch::new(Limits::default(), TODAY).read("x.json", text.as_bytes()).unwrap_err();
        assert_eq!(refused.code, code, "{text}");
    }
}

#[test]
fn limits_hold() {
    let limits = Limits { records: 3, ..Limits::default() };
    let refused = Batch::new(limits, TODAY).read("clinic.json", CLINIC.as_bytes()).unwrap_err();
    assert_eq!(refused.code, ImportErrorCode::TooManyRecords);
    let limits = Limits { file_bytes: 10, ..Limits::default() };
    let refused = Batch::new(limits, TODAY).read("clinic.json", CLINIC.as_bytes()).unwrap_err();
    assert_eq!(refused.code, ImportErrorCode::TooLarge);
    let mut nested = r#"{"resourceType":"Patient","id":"deep","name":[{"family":"Deep"}]}"#.to_owned();
    for _ in 0..10 {
        nested = format!(r#"{{"resourceType":"Bundle","entry":[{{"resource":{nested}}}]}}"#);
    }
    let plan = Desk::default().plan(&read(&[("nested.json", &nested)]));
    assert_eq!(plan.report.not_taken[0].reason, Reason::NestedTooDeep);
    let long =
        format!(r#"{{"resourceType":"Patient","id":"1","name":[{{"family":"{}"}}]}}"#, "x".repeat(20_000));
    let plan = Desk::default().plan(&read(&[("long.json", &long)]));
    assert_eq!(plan.report.not_taken[0].reason, Reason::Malformed);
}

#[test]
fn progress_is_told_while_reading() {
    let row = |at: u32| format!("p{at},1990-01-01,Ann,Lee,F\n");
    let table = "Id,BIRTHDATE,FIRST,LAST,GENDER\n".to_owned() + &(0..5000).map(row).collect::<String>();
    let mut seen = Vec::new();
    let mut batch = Batch::new(Limits::default(), TODAY);
    batch
        .read_with("patients.csv", table.as_bytes(), &Choices::default(), &mut |it| seen.push(it.read))
        .unwrap();
    assert_eq!(seen, [1024, 2048, 3072, 4096]);
    assert_eq!(batch.patient_keys().count(), 5000);
}
