//! The board's data for 12 providers with 40 visits each, from the command to the JSON.

use crate::figure::{Figure, median, timed};
use clinic_domain::{
    appointment::{Allocation, Appointment, AppointmentStatus, Confirmation, Requester},
    id::{AppointmentId, OpId, PatientId, ResourceId, TemplateId, Version},
    operation::ImportCounts,
    patient::Patient,
    resource::{Resource, ResourceKind},
    schedule::{ScheduleTemplate, WeeklySession},
    time::{DayMinute, Instant, Period},
};
use desk_api::{Desk, DeskConfig, Payload, call};
use desk_app::{env::Clock, sign_in::sign_in};
use desk_cache::{CacheError, Home};
use serde_json::json;
use uuid::Uuid;

const PROVIDERS: u128 = 12;
const VISITS_EACH: u128 = 40;
const RUNS: usize = 200;
/// Monday 23 November 2026, 08:00 in New York.
const MORNING: i64 = 1_795_438_800;

pub fn busy_day() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::starting_at(Instant(MORNING + 3600));
    let desk = || Desk::new(DeskConfig { home: folder.path().to_owned(), clock }).unwrap();
    let ask = |desk: &Desk, name: &str, request: serde_json::Value| {
        call(desk, name, Payload::Json(request.to_string()), None, &|_| {}).unwrap()
    };
    let empty = desk();
    let set_up = json!({
        "organization_name": "Busy", "organization_kind": "clinic", "location_name": "Main",
        "zone": "America/New_York", "person_name": "Ada", "login": "ada",
        "password": "seven wooden ducks", "key_store": "passphrase_only"
    });
    ask(&empty, "set_up", set_up);
    empty.close();
    drop(empty);
    fill(folder.path(), clock);
    let desk = desk();
    ask(&desk, "sign_in", json!({ "login": "ada", "password": "seven wooden ducks" }));
    let setup: serde_json::Value = serde_json::from_str(&ask(&desk, "setup", json!({}))).unwrap();
    let request = json!({ "location": setup["locations"][0]["id"] });
    let bytes = ask(&desk, "day", request.clone());
    let view: serde_json::Value = serde_json::from_str(&bytes).unwrap();
    assert_eq!(view["visits"].as_array().unwrap().len() as u128, PROVIDERS * VISITS_EACH);
    let mut times: Vec<f64> = (0..RUNS).map(|_| timed(|| ask(&desk, "day", request.clone())).0).collect();
    let value = median(&mut times);
    Figure {
        name: "day_board_12x40_to_json",
        value,
        unit: "ms",
        baseline: None,
        goal: "<= 5 ms",
        met: value <= 5.0,
    }
    .print();
    desk.close();
}

fn fill(folder: &std::path::Path, clock: Clock) {
    let home = Home::claim(folder).unwrap();
    let entered = sign_in(&home, clock, "ada", "seven wooden ducks").unwrap();
    let configuration = entered.desk.configuration().unwrap();
    let (location, kind) = (configuration.setup.locations[0].id, configuration.setup.types[1].id);
    let op = OpId(Uuid::from_u128(1));
    let resources: Vec<Resource> = (0..PROVIDERS).map(|it| provider(it, location)).collect();
    let templates: Vec<ScheduleTemplate> = resources.iter().map(template).collect();
    let patients: Vec<Patient> = (0..PROVIDERS * VISITS_EACH).map(patient).collect();
    let visits: Vec<Appointment> = (0..PROVIDERS * VISITS_EACH)
        .map(|it| {
            let start = Instant(MORNING).plus_minutes(15 * (it % VISITS_EACH) as i64);
            let visit = Period::of_minutes(start, 15).unwrap();
            let resource = resources[(it / VISITS_EACH) as usize].id;
            Appointment {
                id: AppointmentId(Uuid::from_u128(10_000 + it)),
                version: Version::FIRST,
                location,
                patient: patients[it as usize].id,
                appointment_type: kind,
                visit,
                wall_start: start.wall_text(chrono_tz::America::New_York),
                status: AppointmentStatus::Booked,
                confirmation: Confirmation::NOT_ASKED,
                allocations: vec![Allocation { resource, during: visit, lane: 0 }],
                note: "".into(),
                requested_by: Requester::Patient,
                cancellation: None,
                history: Vec::new(),
                origin_op: op,
                source: None,
            }
        })
        .collect();
    let load = |bulk: &mut desk_cache::mirror::Bulk<'_>| -> Result<(), CacheError> {
        bulk.setup(&resources)?;
        bulk.setup(&templates)?;
        bulk.patients(op, &patients)?;
        bulk.appointments(&visits)?;
        bulk.batch(op, "bench", &[0; 32], &ImportCounts::default())
    };
    entered.desk.store().bulk(entered.person, clock.now(), load).unwrap();
    entered.desk.close().unwrap();
}

fn provider(n: u128, location: clinic_domain::id::LocationId) -> Resource {
    Resource {
        id: ResourceId(Uuid::from_u128(100 + n)),
        version: Version::FIRST,
        location,
        kind: ResourceKind::Provider,
        name: format!("Dr {n}"),
        initials: String::new(),
        specialty: String::new(),
        identifier: String::new(),
        position: n as u32,
        is_active: true,
        source: None,
    }
}

fn template(resource: &Resource) -> ScheduleTemplate {
    let session = |from, to| WeeklySession {
        weekday: chrono::Weekday::Mon,
        from: DayMinute(from),
        to: DayMinute(to),
        types: Vec::new(),
        overbook_lanes: 0,
    };
    ScheduleTemplate {
        id: TemplateId(resource.id.0),
        version: Version::FIRST,
        resource: resource.id,
        name: String::new(),
        valid_from: "2026-01-01".parse().unwrap(),
        valid_to: None,
        every_n_weeks: 1,
        sessions: vec![session(8 * 60, 12 * 60), session(13 * 60, 19 * 60)],
        is_active: true,
    }
}

fn patient(n: u128) -> Patient {
    let mut patient = Patient::new(PatientId(Uuid::from_u128(1_000 + n)));
    patient.family_name = format!("Family{n}").into();
    patient.given_names = "Given".into();
    patient.birth_date = Some("1980-01-01".parse().unwrap());
    patient.record_number = (200_000 + n).to_string();
    patient
}
