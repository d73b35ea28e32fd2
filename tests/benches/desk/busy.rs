//! The busy clinic: 12 providers with 40 visits each on every day, of two weeks for what is drawn and walked through.

use crate::large;
use clinic_domain::{
    appointment::{Allocation, Appointment, AppointmentStatus, Confirmation, Requester},
    attendance::Attendance,
    id::{AppointmentId, AppointmentTypeId, LocationId, OpId, PatientId, ResourceId, TemplateId, Version},
    operation::ImportCounts,
    patient::Patient,
    resource::{Resource, ResourceKind},
    schedule::{ScheduleTemplate, WeeklySession},
    time::{DayMinute, Instant, Period},
};
use desk_api::{Desk, DeskConfig, Payload, call};
use desk_app::{env::Clock, sign_in::sign_in};
use desk_cache::{CacheError, Home};
use serde_json::Value;
use std::path::{Path, PathBuf};
use uuid::Uuid;

pub const VISITS_A_DAY: u128 = PROVIDERS * VISITS_EACH;
const PROVIDERS: u128 = 12;
const VISITS_EACH: u128 = 40;
const TWO_WEEKS: u128 = 14;
/// Monday 23 November 2026, 08:00 in New York.
const MORNING: i64 = 1_795_438_800;

/// An hour into its first day.
pub fn clock() -> Clock {
    Clock::starting_at(Instant(MORNING + 3600))
}

pub fn desk(folder: &Path) -> Desk {
    Desk::new(DeskConfig { home: folder.to_owned(), clock: clock() }).unwrap()
}

pub fn ask(desk: &Desk, name: &str, request: &Value) -> String {
    call(desk, name, Payload::Json(request.to_string()), None, &|_| {}).unwrap()
}

/// Made anew each time, and left there for the page's own benchmarks.
pub fn folder() -> PathBuf {
    folder_of("busy-clinic", TWO_WEEKS)
}

pub fn folder_of(name: &str, days: u128) -> PathBuf {
    let folder = large::bench_data().join(name);
    let _ = std::fs::remove_dir_all(&folder);
    large::set_up(&folder, clock(), "Busy", None);
    fill(&folder, days);
    folder
}

fn fill(folder: &Path, days: u128) {
    let home = Home::claim(folder).unwrap();
    let entered = sign_in(&home, clock(), "ada", large::PASSWORD).unwrap();
    let configuration = entered.desk.configuration().unwrap();
    let (location, kind) = (configuration.setup.locations[0].id, configuration.setup.types[1].id);
    let op = OpId(Uuid::from_u128(1));
    let resources: Vec<Resource> = (0..PROVIDERS).map(|it| provider(it, location)).collect();
    let templates: Vec<ScheduleTemplate> = resources.iter().map(template).collect();
    let patients: Vec<Patient> = (0..VISITS_A_DAY).map(patient).collect();
    let visits: Vec<Appointment> =
        (0..days * VISITS_A_DAY).map(|it| visit(it, op, (location, kind), &resources, &patients)).collect();
    let load = |bulk: &mut desk_cache::mirror::Bulk<'_>| -> Result<(), CacheError> {
        bulk.setup(&resources)?;
        bulk.setup(&templates)?;
        bulk.patients(op, &patients)?;
        bulk.appointments(&visits)?;
        bulk.batch(op, "bench", &[0; 32], &ImportCounts::default())
    };
    entered.desk.store().bulk(entered.person, clock().now(), load).unwrap();
    entered.desk.close().unwrap();
}

fn visit(
    n: u128,
    op: OpId,
    (location, kind): (LocationId, AppointmentTypeId),
    resources: &[Resource],
    patients: &[Patient],
) -> Appointment {
    let (day, of_day) = (n / VISITS_A_DAY, n % VISITS_A_DAY);
    let start = Instant(MORNING).plus_minutes((day * 24 * 60 + 15 * (of_day % VISITS_EACH)) as i64);
    let visit = Period::of_minutes(start, 15).unwrap();
    let resource = resources[(of_day / VISITS_EACH) as usize].id;
    // Another patient each day at the same time, so that a new day is seen to be one.
    let patient = patients[((of_day + 7 * day) % VISITS_A_DAY) as usize].id;
    Appointment {
        id: AppointmentId(Uuid::from_u128(10_000 + n)),
        version: Version::FIRST,
        location,
        patient,
        appointment_type: kind,
        visit,
        wall_start: start.wall_text(chrono_tz::America::New_York),
        status: AppointmentStatus::Booked,
        confirmation: Confirmation::NOT_ASKED,
        allocations: vec![Allocation { resource, during: visit, lane: 0 }],
        note: "".into(),
        requested_by: Requester::Patient,
        reminder: None,
        contact_point: "".into(),
        attendance: Attendance::default(),
        cancellation: None,
        series: None,
        history: Vec::new(),
        origin_op: op,
        source: None,
    }
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
        join_link: String::new(),
        places: 1,
        changeover_minutes: 0,
        same_person_as: None,
        position: n as u32,
        is_active: true,
        source: None,
    }
}

fn template(resource: &Resource) -> ScheduleTemplate {
    let session = |weekday, from, to| WeeklySession::plain(weekday, DayMinute(from), DayMinute(to), 0);
    ScheduleTemplate {
        id: TemplateId(resource.id.0),
        version: Version::FIRST,
        resource: resource.id,
        name: String::new(),
        valid_from: "2026-01-01".parse().unwrap(),
        valid_to: None,
        every_n_weeks: 1,
        sessions: (0..7)
            .filter_map(|it| chrono::Weekday::try_from(it).ok())
            .flat_map(|day| [session(day, 8 * 60, 12 * 60), session(day, 13 * 60, 19 * 60)])
            .collect(),
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
