//! How fast files become records and records a plan, beside what the bare parsers need for the same bytes.
//!
//! One JSON line a figure: `{"name","value","unit","baseline","ratio","goal"}`.
#![allow(clippy::print_stdout, reason = "the figures are the output")]

use chrono::NaiveDate;
use clinic_domain::{
    id::{LocationId, OpId, OrganizationId, Version},
    organization::{Location, Organization, OrganizationKind},
    setup::Setup,
    time::Instant as At,
};
use clinic_interop::{
    Batch, Limits,
    plan::{Known, Options, plan},
};
use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
    hint::black_box,
    time::Instant,
};
use uuid::Uuid;

const PATIENTS: u32 = 50_000;
const PROVIDERS: u32 = 40;
const RUNS: usize = 3;
/// The day of `now` in the plan.
const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 10, 9).expect("a day");
const GOAL: &str = ">= 20000 resources/s";

fn main() {
    // `cargo test --all-targets` starts benches too; only `cargo bench` passes this.
    if !std::env::args().any(|it| it == "--bench") {
        return;
    }
    let bundle = bundle();
    let table = table();
    let resources = f64::from(PROVIDERS + 2 * PATIENTS);
    let scan = seconds(|| {
        let scanned: serde::de::IgnoredAny = serde_json::from_str(black_box(&bundle)).expect("valid JSON");
        black_box(scanned);
    });
    let read = seconds(|| drop(black_box(batch(&[("bundle.json", &bundle)]))));
    figure("import_read_bundle_50k_patients", resources / read, resources / scan);
    let batch_of_bundle = batch(&[("bundle.json", &bundle)]);
    let planned = seconds(|| plan_all(&batch_of_bundle, 2 * PATIENTS));
    figure("import_read_and_plan_bundle_50k_patients", resources / (read + planned), resources / scan);
    let rows = f64::from(PATIENTS);
    let scan = seconds(|| {
        let mut reader = csv::Reader::from_reader(black_box(table.as_bytes()));
        let mut cells = csv::StringRecord::new();
        while reader.read_record(&mut cells).expect("a valid table") {}
    });
    let read = seconds(|| drop(black_box(batch(&[("encounters.csv", &table)]))));
    figure("import_read_csv_50k_encounters", rows / read, rows / scan);
    any_table(rows / read);
}

/// A table of any system, guessed, read and planned, beside what Synthea's table of as many rows needs to be read.
fn any_table(synthea: f64) {
    let (people, visits) = (people(), visits());
    let rows = f64::from(PATIENTS);
    let read = seconds(|| drop(black_box(batch(&[("people.csv", &people)]))));
    figure("import_read_any_csv_50k_patients", rows / read, synthea);
    let batch_of_people = batch(&[("people.csv", &people)]);
    let planned = seconds(|| plan_all(&batch_of_people, PATIENTS));
    figure("import_read_and_plan_any_csv_50k_patients", rows / (read + planned), synthea);
    let both = [("people.csv", people.as_str()), ("visits.csv", visits.as_str())];
    let read = seconds(|| drop(black_box(batch(&both))));
    let batch_of_both = batch(&both);
    let planned = seconds(|| plan_all(&batch_of_both, 2 * PATIENTS));
    figure("import_read_and_plan_any_csv_50k_patients_and_visits", 2.0 * rows / (read + planned), synthea);
}

fn figure(name: &str, value: f64, baseline: f64) {
    let ratio = value / baseline;
    println!(
        r#"{{"name":"{name}","value":{value:.0},"unit":"resources/s","baseline":{baseline:.0},"ratio":{ratio:.3},"goal":"{GOAL}"}}"#
    );
}

/// The best of a few runs: what the machine can do, not what else it does.
#[allow(clippy::disallowed_methods, reason = "a benchmark measures the clock")]
fn seconds(mut run: impl FnMut()) -> f64 {
    let timed = (0..RUNS).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed().as_secs_f64()
    });
    timed.fold(f64::MAX, f64::min)
}

fn batch(files: &[(&str, &str)]) -> Batch {
    let mut batch = Batch::new(Limits::default(), TODAY);
    for (name, text) in files {
        batch.read(name, text.as_bytes()).expect("a valid file");
    }
    batch
}

fn plan_all(batch: &Batch, wanted: u32) {
    let location = Location {
        id: LocationId::from_bytes([2; 16]),
        version: Version::FIRST,
        name: "Here".to_owned(),
        zone: chrono_tz::America::New_York,
        address: Default::default(),
        phone: String::new(),
        numbers_arrivals: false,
        is_active: true,
        source: None,
    };
    let id = OrganizationId::from_bytes([1; 16]);
    let organization = Organization::named(id, "Bench", OrganizationKind::Clinic);
    let options = Options {
        now: At(1_760_000_000),
        zone: Some(location.zone),
        location: Some(location.id),
        origin_op: OpId::from_bytes([3; 16]),
        visit_types_bookable: false,
    };
    let (resources, types) = (Vec::new(), Vec::new());
    let (templates, exceptions) = (Vec::new(), Vec::new());
    let setup = Setup { organization, locations: vec![location], resources, types, templates, exceptions };
    let known = Known {
        setup: &setup,
        patients: HashMap::new(),
        caregivers: HashMap::new(),
        appointments: HashMap::new(),
        namesakes: HashSet::new(),
        taken: Vec::new(),
    };
    let mut last = 0;
    let mut next_id = || {
        last += 1;
        Uuid::from_u128(last)
    };
    let planned = plan(batch, &known, &options, &mut next_id);
    assert_eq!(planned.patients.len() + planned.appointments.len(), wanted as usize);
}

/// Providers, patients, and a past visit of each, with about the fields that an exporter writes.
fn bundle() -> String {
    let mut text = r#"{"resourceType":"Bundle","type":"collection","entry":["#.to_owned();
    for at in 0..PROVIDERS {
        let _ = write!(
            text,
            r#"{{"fullUrl":"urn:uuid:prov-{at}","resource":{{"resourceType":"Practitioner","id":"prov-{at}","identifier":[{{"system":"http://hl7.org/fhir/sid/us-npi","value":"{at}"}}],"active":true,"name":[{{"family":"Provider{at}","given":["Given"],"prefix":["Dr."]}}]}}}},"#
        );
    }
    for at in 0..PATIENTS {
        let (year, month, day) = (1930 + at % 90, 1 + at % 12, 1 + at % 28);
        let provider = at % PROVIDERS;
        let _ = write!(
            text,
            r#"{{"fullUrl":"urn:uuid:pat-{at}","resource":{{"resourceType":"Patient","id":"pat-{at}","meta":{{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"]}},"text":{{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Generated for the benchmark</div>"}},"extension":[{{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-race","extension":[{{"url":"text","valueString":"Unknown"}}]}},{{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace","valueAddress":{{"city":"Salem","state":"Oregon","country":"US"}}}}],"identifier":[{{"system":"https://bench.example","value":"pat-{at}"}},{{"type":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"MR","display":"Medical Record Number"}}],"text":"Medical Record Number"}},"system":"https://mrn.example","value":"{at}"}}],"name":[{{"use":"official","family":"Family{at}","given":["Given{day}","Middle"],"prefix":["Ms."]}}],"telecom":[{{"system":"phone","value":"555-0{at}","use":"home"}}],"gender":"female","birthDate":"{year}-{month:02}-{day:02}","address":[{{"line":["{at} Main Street"],"city":"Salem","state":"OR","postalCode":"97301","country":"US"}}],"maritalStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/v3-MaritalStatus","code":"S"}}],"text":"Never Married"}},"communication":[{{"language":{{"coding":[{{"system":"urn:ietf:bcp:47","code":"en-US","display":"English"}}],"text":"English"}}}}]}},"request":{{"method":"POST","url":"Patient"}}}},"#
        );
        let comma = if at + 1 < PATIENTS { "," } else { "" };
        let _ = write!(
            text,
            r#"{{"fullUrl":"urn:uuid:enc-{at}","resource":{{"resourceType":"Encounter","id":"enc-{at}","identifier":[{{"use":"official","system":"https://bench.example","value":"enc-{at}"}}],"status":"finished","class":{{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"AMB"}},"type":[{{"coding":[{{"system":"http://snomed.info/sct","code":"185345009","display":"Encounter for symptom"}}],"text":"Encounter for symptom"}}],"subject":{{"reference":"urn:uuid:pat-{at}","display":"Given{day} Family{at}"}},"participant":[{{"individual":{{"reference":"Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|{provider}","display":"Dr. Given Provider{provider}"}}}}],"period":{{"start":"2022-{month:02}-{day:02}T10:00:00-08:00","end":"2022-{month:02}-{day:02}T10:30:00-08:00"}}}},"request":{{"method":"POST","url":"Encounter"}}}}{comma}"#
        );
    }
    text + "]}"
}

fn table() -> String {
    let mut text = "Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,PAYER,ENCOUNTERCLASS,CODE,DESCRIPTION,BASE_ENCOUNTER_COST,TOTAL_CLAIM_COST,PAYER_COVERAGE,REASONCODE,REASONDESCRIPTION\n".to_owned();
    for at in 0..PATIENTS {
        let (month, day) = (1 + at % 12, 1 + at % 28);
        let _ = writeln!(
            text,
            "enc-{at},2022-{month:02}-{day:02}T10:00:00Z,2022-{month:02}-{day:02}T10:15:00Z,pat-{at},org-1,prov-1,pay-1,ambulatory,185345009,Encounter for symptom,146.76,874.17,830.46,,"
        );
    }
    text
}

fn people() -> String {
    let mut text = "Nº Historia;Apellidos;Nombre;F. Nac.;Sexo;Teléfono móvil;Correo electrónico;Dirección;Población;C.P.;Aseguradora;Nº póliza;Observaciones\n".to_owned();
    for at in 0..PATIENTS {
        let (year, month, day) = (1930 + at % 90, 1 + at % 12, 1 + at % 28);
        let sex = if at % 2 == 0 { "M" } else { "H" };
        let _ = writeln!(
            text,
            "{at};Apellido{at} Núñez;María José;{day:02}/{month:02}/{year};{sex};600 {at:06};p{at}@correo.example;\"C/ Mayor, {at}\";Logroño;26001;Mutua Ejemplo;P-{at};"
        );
    }
    text
}

fn visits() -> String {
    let mut text = "Fecha;Hora;Duración;Nº Historia;Profesional;Tipo de cita;Sala;Estado;Motivo\n".to_owned();
    for at in 0..PATIENTS {
        let (month, day, hour) = (1 + at % 12, 1 + at % 28, 8 + at % 10);
        let (provider, room) = (at % PROVIDERS, at % 20);
        let _ = writeln!(
            text,
            "{day:02}/{month:02}/2022;{hour:02}:30;20;{at};Dra. Profesional{provider};Revisión;Consulta {room};Atendida;Control"
        );
    }
    text
}
