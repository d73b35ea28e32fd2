//! Importing other systems' files: read, plan against what is here, look at the plan, store it as one batch.
//!
//! Invariants: a preview writes nothing; an import is stored whole or not at all; every record of every file is in
//! the report; what is here already is recognised by its source and not added twice.

use crate::{
    error::{AppError, AppResult},
    front_desk::FrontDesk,
};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::Allocation,
    arbitration::permitted,
    id::{AppointmentId, CaregiverId, OpId, PatientId, PersonId, ResourceId, Version},
    operation::ImportCounts,
    patient::Patient,
    people::Permission,
    setup::Setup,
    time::{Instant, Period},
};
use clinic_interop::{
    Batch, Limits,
    plan::{self, Known, Options, Plan, Planned},
};
pub use clinic_interop::{
    ImportError, ImportErrorCode,
    report::{FileReport, Reason, RecordName, Report},
};
use desk_cache::mirror::{Bulk, Reader, Sourced};
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// A file as somebody chose it.
pub struct ImportFile<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// How far an import is, and whether the person still wants it.
pub struct Watch<'a> {
    pub progress: &'a dyn Fn(Stage, u64, u64),
    pub is_cancelled: &'a dyn Fn() -> bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Reading,
    Planning,
    Storing,
}

/// Rows stored between two looks at the watch.
const CHUNK: usize = 2_000;
/// How far ahead imported visits are checked against booked ones.
const LOOK_AHEAD_MINUTES: i64 = 2 * 366 * 24 * 60;

pub fn preview(
    desk: &FrontDesk,
    who: PersonId,
    files: &[ImportFile<'_>],
    zone: Option<Tz>,
    watch: &Watch<'_>,
) -> AppResult<Report> {
    permitted(&desk.author(who)?, Permission::Import)?;
    Ok(planned(desk, files, zone, watch)?.plan.report)
}

pub fn run(
    desk: &FrontDesk,
    who: PersonId,
    files: &[ImportFile<'_>],
    zone: Option<Tz>,
    watch: &Watch<'_>,
) -> AppResult<Report> {
    permitted(&desk.author(who)?, Permission::Import)?;
    let Prepared { mut plan, op } = planned(desk, files, zone, watch)?;
    count_up(&mut plan);
    let counts = counts(&plan);
    if counts == ImportCounts::default() {
        return Ok(plan.report);
    }
    let source = files.iter().map(|it| it.name).collect::<Vec<_>>().join(", ");
    desk.store().bulk(who, desk.now(), |bulk| -> AppResult<()> {
        store(bulk, op, &plan, watch)?;
        Ok(bulk.batch(op, &source, &digest(files), &counts)?)
    })?;
    Ok(plan.report)
}

struct Prepared {
    plan: Plan,
    op: OpId,
}

fn planned(
    desk: &FrontDesk,
    files: &[ImportFile<'_>],
    zone: Option<Tz>,
    watch: &Watch<'_>,
) -> AppResult<Prepared> {
    let mut batch = Batch::new(Limits::default());
    let total: u64 = files.iter().map(|it| it.bytes.len() as u64).sum();
    let mut read = 0;
    for file in files {
        check(watch)?;
        (watch.progress)(Stage::Reading, read, total);
        // A refused file stands in the report; the others are taken.
        let _refused = batch.read(file.name, file.bytes);
        read += file.bytes.len() as u64;
    }
    (watch.progress)(Stage::Planning, 0, 1);
    check(watch)?;
    let op = OpId(desk.ids.next());
    let now = desk.now();
    let plan = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let first_location = setup.locations.iter().find(|it| it.is_active);
        let options = Options {
            now,
            zone: zone.or(first_location.map(|it| it.zone)),
            location: first_location.map(|it| it.id),
            origin_op: op,
            visit_types_bookable: false,
        };
        let known = known(reader, setup, &batch, now)?;
        let mut plan = plan::plan(&batch, &known, &options, &mut || desk.ids.next());
        number(reader, &mut plan.patients)?;
        Ok(plan)
    })?;
    Ok(Prepared { plan, op })
}

fn known<'a>(reader: &Reader<'_>, setup: &'a Setup, batch: &Batch, now: Instant) -> AppResult<Known<'a>> {
    let mut patients = HashMap::new();
    for key in batch.patient_keys() {
        if let Some((id, _)) = reader.find_by_source(Sourced::Patient, key)?
            && let Some(patient) = reader.patient(PatientId(id))?
        {
            patients.insert(key.to_owned(), patient);
        }
    }
    let mut caregivers = HashMap::new();
    for key in batch.caregiver_keys() {
        if let Some((id, _)) = reader.find_by_source(Sourced::Caregiver, key)?
            && let Some(caregiver) = reader.caregiver(CaregiverId(id))?
        {
            caregivers.insert(key.to_owned(), caregiver);
        }
    }
    let mut appointments = HashMap::new();
    for key in batch.appointment_keys() {
        if let Some((id, _)) = reader.find_by_source(Sourced::Appointment, key)?
            && let Some(appointment) = reader.appointment(AppointmentId(id))?
        {
            appointments.insert(key.to_owned(), appointment);
        }
    }
    Ok(Known { setup, patients, caregivers, appointments, taken: taken(reader, setup, now)? })
}

fn taken(reader: &Reader<'_>, setup: &Setup, now: Instant) -> AppResult<Vec<Allocation>> {
    let resources: Vec<ResourceId> = setup.resources.iter().map(|it| it.id).collect();
    let Some(ahead) = Period::new(now, now.plus_minutes(LOOK_AHEAD_MINUTES)) else {
        return Ok(Vec::new());
    };
    let busy = reader.busy(&resources, ahead)?;
    Ok(busy
        .into_iter()
        .map(|(resource, it)| Allocation { resource, during: it.during, lane: it.lane })
        .collect())
}

/// The arbiter gives new patients their record numbers.
fn number(reader: &Reader<'_>, patients: &mut [Planned<Patient>]) -> AppResult<()> {
    let first: u64 = reader.next_record_number()?.parse().unwrap_or(1);
    for (number, patient) in (first..).zip(patients.iter_mut().filter(|it| it.is_new)) {
        patient.entity.record_number = number.to_string();
    }
    Ok(())
}

/// Rows that change what is here are one version on.
fn count_up(plan: &mut Plan) {
    fn up<T>(rows: &mut [Planned<T>], version: impl Fn(&mut T) -> &mut Version) {
        for row in rows.iter_mut().filter(|it| !it.is_new) {
            let version = version(&mut row.entity);
            *version = version.next();
        }
    }
    up(&mut plan.locations, |it| &mut it.version);
    up(&mut plan.resources, |it| &mut it.version);
    up(&mut plan.types, |it| &mut it.version);
    up(&mut plan.templates, |it| &mut it.version);
    up(&mut plan.exceptions, |it| &mut it.version);
    up(&mut plan.patients, |it| &mut it.version);
    up(&mut plan.caregivers, |it| &mut it.version);
    up(&mut plan.appointments, |it| &mut it.version);
}

fn counts(plan: &Plan) -> ImportCounts {
    let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    let setup = plan.locations.len() + plan.resources.len() + plan.types.len();
    ImportCounts {
        patients: count(plan.patients.len()),
        caregivers: count(plan.caregivers.len()),
        appointments: count(plan.appointments.len()),
        setup: count(setup + plan.templates.len() + plan.exceptions.len()),
    }
}

fn store(bulk: &mut Bulk<'_>, op: OpId, plan: &Plan, watch: &Watch<'_>) -> AppResult<()> {
    bulk.setup(&entities(&plan.locations))?;
    bulk.setup(&entities(&plan.resources))?;
    bulk.setup(&entities(&plan.types))?;
    bulk.setup(&entities(&plan.templates))?;
    bulk.setup(&entities(&plan.exceptions))?;
    let total = plan.patients.len() + plan.caregivers.len() + plan.appointments.len();
    let mut done = 0;
    let mut step = |rows: usize| {
        (watch.progress)(Stage::Storing, done as u64, total as u64);
        done += rows;
        check(watch)
    };
    for chunk in plan.patients.chunks(CHUNK) {
        step(chunk.len())?;
        bulk.patients(op, &entities(chunk))?;
    }
    for chunk in plan.caregivers.chunks(CHUNK) {
        step(chunk.len())?;
        bulk.caregivers(op, &entities(chunk))?;
    }
    for chunk in plan.appointments.chunks(CHUNK) {
        step(chunk.len())?;
        bulk.appointments(&entities(chunk))?;
    }
    step(0)
}

fn entities<T: Clone>(rows: &[Planned<T>]) -> Vec<T> {
    rows.iter().map(|it| it.entity.clone()).collect()
}

fn check(watch: &Watch<'_>) -> AppResult<()> {
    if (watch.is_cancelled)() { Err(AppError::Cancelled) } else { Ok(()) }
}

fn digest(files: &[ImportFile<'_>]) -> [u8; 32] {
    let mut digest = Sha256::new();
    for file in files {
        digest.update((file.bytes.len() as u64).to_be_bytes());
        digest.update(file.bytes);
    }
    digest.finalize().into()
}
