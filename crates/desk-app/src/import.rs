//! Importing other systems' files: read, plan against what is here, look at the plan, store it in batches.
//!
//! Invariants: a preview writes nothing; an import is stored whole or not at all, because a book with half of its
//! visits shows times as free that are not; more providers than the organization's tier lets in are refused with all that
//! came with them; every record of every file is in the report; what is here already is
//! recognised by its source and not added twice.

use crate::{
    env::Ids,
    error::{AppError, AppResult},
    front_desk::FrontDesk,
};
use chrono::NaiveDate;
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Allocation, Appointment},
    arbitration::{check_all_providers, permitted},
    id::{OpId, PersonId, ResourceId, Version},
    operation::ImportCounts,
    patient::Patient,
    people::Permission,
    refusal::{Missing, Refusal},
    setup::Setup,
    time::{Instant, Period},
};
use clinic_interop::{
    Batch, Limits,
    plan::{self, Options, Plan, Planned},
    table::Choices,
};
pub use clinic_interop::{
    Format, ImportError, ImportErrorCode, Look,
    record::Stated,
    report::{FileReport, Made, Reason, RecordName, Report, Warning},
    table,
};
use desk_cache::{
    CacheError,
    mirror::{Bulk, Reader},
};
use known::known;
use sha2::{Digest, Sha256};

mod known;

/// A file as somebody chose it.
pub struct ImportFile<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
    /// What somebody says about it, if it is a table.
    pub choices: Choices,
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
    /// The last stage; it can no longer be stopped.
    Indexing,
}

/// Rows of a batch; between two of them the import looks at the watch.
const BATCH: usize = 2_000;
/// How far ahead imported visits are checked against booked ones.
const LOOK_AHEAD_MINUTES: i64 = 2 * 366 * 24 * 60;

/// What a file is and how a table would be read, or why the file is none that can be. Nothing is read into the desk.
pub fn look(desk: &FrontDesk, who: PersonId, file: &ImportFile<'_>) -> AppResult<Result<Look, ImportError>> {
    permitted(&desk.author(who)?, Permission::Import)?;
    let today = today(desk, &desk.configuration()?.setup);
    Ok(clinic_interop::look(file.name, file.bytes, &file.choices, &Limits::default(), today))
}

pub fn preview(
    desk: &FrontDesk,
    who: PersonId,
    files: &[ImportFile<'_>],
    zone: Option<Tz>,
    watch: &Watch<'_>,
) -> AppResult<Report> {
    permitted(&desk.author(who)?, Permission::Import)?;
    Ok(planned(desk, files, zone, watch)?.report)
}

pub fn run(
    desk: &FrontDesk,
    who: PersonId,
    files: &[ImportFile<'_>],
    zone: Option<Tz>,
    watch: &Watch<'_>,
) -> AppResult<Report> {
    permitted(&desk.author(who)?, Permission::Import)?;
    let mut plan = planned(desk, files, zone, watch)?;
    count_up(&mut plan);
    let rows = rows(&plan);
    if rows > 0 {
        let source = files.iter().map(|it| it.name).collect::<Vec<_>>().join(", ");
        let digest = digest(files);
        desk.store().bulk(who, desk.now(), |bulk| {
            Storing { bulk, ids: &desk.ids, source, digest, watch, done: 0, rows }.store(&plan)
        })?;
    }
    Ok(plan.report)
}

fn planned(
    desk: &FrontDesk,
    files: &[ImportFile<'_>],
    zone: Option<Tz>,
    watch: &Watch<'_>,
) -> AppResult<Plan> {
    let configuration = desk.configuration()?;
    files.iter().try_for_each(|it| check_stated(&configuration.setup, &it.choices.stated))?;
    let mut batch = Batch::new(Limits::default(), today(desk, &configuration.setup));
    let total: u64 = files.iter().map(|it| it.bytes.len() as u64).sum();
    let mut read = 0;
    for file in files {
        check(watch)?;
        (watch.progress)(Stage::Reading, read, total);
        // A refused file stands in the report; the others are taken.
        let _refused = batch.read_with(file.name, file.bytes, &file.choices, &mut |_| {});
        read += file.bytes.len() as u64;
    }
    (watch.progress)(Stage::Planning, 0, 0);
    check(watch)?;
    let now = desk.now();
    desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        let first_location = setup.locations.iter().find(|it| it.is_active);
        let options = Options {
            now,
            zone: zone.or(first_location.map(|it| it.zone)),
            location: first_location.map(|it| it.id),
            origin_op: OpId(desk.ids.next()),
            visit_types_bookable: false,
        };
        let known = known(reader, setup, &batch, taken(reader, setup, now)?)?;
        let mut plan = plan::plan(&batch, &known, &options, &mut || desk.ids.next());
        check_all_providers(setup, &entities(&plan.resources)).map_err(Refusal::from)?;
        number(reader, &mut plan.patients)?;
        Ok(plan)
    })
}

/// The day at the first location.
fn today(desk: &FrontDesk, setup: &Setup) -> NaiveDate {
    let zone = setup.locations.iter().find(|it| it.is_active).map_or(Tz::UTC, |it| it.zone);
    desk.now().local_date(zone)
}

/// What somebody says of all rows has to be there.
fn check_stated(setup: &Setup, stated: &Stated) -> AppResult<()> {
    let is_missing = |what, is_missing| if is_missing { Err(Refusal::NotFound { what }) } else { Ok(()) };
    let (resources, types) = (&setup.resources, &setup.types);
    is_missing(Missing::Location, stated.location.is_some_and(|it| setup.location(it).is_none()))?;
    is_missing(Missing::Resource, stated.provider.is_some_and(|id| !resources.iter().any(|it| it.id == id)))?;
    let appointment_type = stated.appointment_type;
    is_missing(
        Missing::AppointmentType,
        appointment_type.is_some_and(|id| !types.iter().any(|it| it.id == id)),
    )?;
    Ok(())
}

fn taken(reader: &Reader<'_>, setup: &Setup, now: Instant) -> AppResult<Vec<Allocation>> {
    let resources: Vec<ResourceId> = setup.resources.iter().map(|it| it.id).collect();
    let Some(ahead) = Period::new(now, now.plus_minutes(LOOK_AHEAD_MINUTES)) else {
        return Ok(Vec::new());
    };
    let busy = reader.busy(&resources, ahead, now)?;
    Ok(busy
        .into_iter()
        .map(|(resource, it)| Allocation { resource, during: it.during, lane: it.lane })
        .collect())
}

/// The arbiter gives new patients their record numbers.
fn number(reader: &Reader<'_>, patients: &mut [Planned<Patient>]) -> AppResult<()> {
    let first = reader.next_record_number()?;
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

/// How many rows the plan would write.
fn rows(plan: &Plan) -> usize {
    setup_rows(plan) + plan.patients.len() + plan.caregivers.len() + plan.appointments.len()
}

fn setup_rows(plan: &Plan) -> usize {
    let places = plan.locations.len() + plan.resources.len() + plan.types.len();
    places + plan.templates.len() + plan.exceptions.len()
}

/// A plan on its way into the book, one batch after the other, each an operation of its own.
struct Storing<'a, 't> {
    bulk: &'a mut Bulk<'t>,
    ids: &'a Ids,
    source: String,
    /// Of the files: the batches of one import have it in common.
    digest: [u8; 32],
    watch: &'a Watch<'a>,
    done: usize,
    rows: usize,
}

impl Storing<'_, '_> {
    fn store(mut self, plan: &Plan) -> AppResult<()> {
        let setup = setup_rows(plan);
        if setup > 0 {
            let counts = ImportCounts { setup: count(setup), ..ImportCounts::default() };
            self.batch(setup, counts, |bulk, _| put_setup(bulk, plan))?;
        }
        for rows in plan.patients.chunks(BATCH) {
            let counts = ImportCounts { patients: count(rows.len()), ..ImportCounts::default() };
            self.batch(rows.len(), counts, |bulk, op| bulk.patients(op, &entities(rows)))?;
        }
        for rows in plan.caregivers.chunks(BATCH) {
            let counts = ImportCounts { caregivers: count(rows.len()), ..ImportCounts::default() };
            self.batch(rows.len(), counts, |bulk, op| bulk.caregivers(op, &entities(rows)))?;
        }
        for rows in plan.appointments.chunks(BATCH) {
            let counts = ImportCounts { appointments: count(rows.len()), ..ImportCounts::default() };
            self.batch(rows.len(), counts, |bulk, op| bulk.appointments(&visits_of(op, rows)))?;
        }
        (self.watch.progress)(Stage::Storing, self.done as u64, self.rows as u64);
        check(self.watch)?;
        (self.watch.progress)(Stage::Indexing, 0, 0);
        Ok(())
    }

    fn batch(
        &mut self,
        rows: usize,
        counts: ImportCounts,
        put: impl FnOnce(&mut Bulk<'_>, OpId) -> Result<(), CacheError>,
    ) -> AppResult<()> {
        (self.watch.progress)(Stage::Storing, self.done as u64, self.rows as u64);
        check(self.watch)?;
        let op = OpId(self.ids.next());
        put(self.bulk, op)?;
        self.bulk.batch(op, &self.source, &self.digest, &counts)?;
        self.done += rows;
        Ok(())
    }
}

fn put_setup(bulk: &mut Bulk<'_>, plan: &Plan) -> Result<(), CacheError> {
    bulk.setup(&entities(&plan.locations))?;
    bulk.setup(&entities(&plan.resources))?;
    bulk.setup(&entities(&plan.types))?;
    bulk.setup(&entities(&plan.templates))?;
    bulk.setup(&entities(&plan.exceptions))
}

/// New visits came with this batch; a changed one with the batch that brought it.
fn visits_of(batch: OpId, rows: &[Planned<Appointment>]) -> Vec<Appointment> {
    let visit = |it: &Planned<Appointment>| match it.is_new {
        true => Appointment { origin_op: batch, ..it.entity.clone() },
        false => it.entity.clone(),
    };
    rows.iter().map(visit).collect()
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
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
