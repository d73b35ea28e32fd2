//! The demo clinic: a whole practice out of a seed, relative to today, marked as demo data everywhere. What waits, is
//! due and repeats in it is done by the desk's own acts ([`to_come`]), once it is there.
//!
//! [`generate`] is pure: the same clinic gives the same rows, in chunks, ids included. [`load`] puts them into the
//! store. Generating keeps to the laws of the book (no two live visits of a resource overlap in a lane, every visit
//! lies in a session) by construction: a session is filled forwards, rooms are given out forwards.

mod book;
mod dice;
mod fill;
mod groups;
mod ids;
mod kinds;
mod names;
mod outcome;
mod panels;
mod patients;
mod practice;
mod rooms;
mod scene;
mod size;
pub(crate) mod to_come;
mod words;
mod working_hours;

use crate::{
    error::AppResult,
    front_desk::FrontDesk,
    set_up::{TypeWords, UsualType},
};
use book::Book;
use chrono_tz::Tz;
use clinic_domain::{
    appointment::Appointment,
    id::{OpId, PersonId, ResourceId},
    operation::ImportCounts,
    organization::Organization,
    patient::{Caregiver, Patient},
    setup::Setup,
    time::{Instant, Period},
};
use desk_cache::mirror::Bulk;
use kinds::Practitioner;
use panels::Panels;
use patients::{Known, Register};
use practice::Practice;
use sha2::{Digest, Sha256};
pub use size::ClinicSize;
pub use words::Words;

/// What a demo clinic is made from; the same values make the same clinic.
pub struct Clinic<'a> {
    pub size: ClinicSize,
    pub seed: u64,
    pub now: Instant,
    /// Of all its locations.
    pub zone: Tz,
    /// Exists already, with the first person.
    pub organization: &'a Organization,
    pub author: PersonId,
    /// In the language of the person who makes it.
    pub words: &'a Words,
    pub type_words: &'a dyn Fn(UsualType) -> TypeWords,
}

/// The rows of a batch, in the order in which they may be stored: what others refer to comes first.
pub enum Chunk {
    /// Everything but the organization.
    Setup(Box<Setup>),
    People {
        patients: Vec<Patient>,
        caregivers: Vec<Caregiver>,
    },
    Appointments(Vec<Appointment>),
}

/// What the batches came from, for the audit trail.
const SOURCE: &str = "demo clinic";
/// Rows in a chunk, about.
const CHUNK: usize = 2_000;
/// The booked future that a demo must still have.
const FRESH_DAYS: i64 = 14;
const DAY_MINUTES: i64 = 24 * 60;

/// Generates the clinic and puts it into the bulk load.
pub fn load(clinic: &Clinic<'_>, bulk: &mut Bulk<'_>, progress: &dyn Fn(u64, u64)) -> AppResult<()> {
    let digest = digest(clinic);
    let figures = clinic.size.figures();
    let days = (figures.past_days + figures.future_days) as f64 * 5.0 / 7.0;
    let total = u64::from(figures.patients) + (figures.visits_a_day * days) as u64;
    let mut done = 0;
    generate(clinic, &mut |batch, chunk| -> AppResult<()> {
        let counts = put(bulk, batch, &chunk)?;
        bulk.batch(batch, SOURCE, &digest, &counts)?;
        done += u64::from(counts.patients) + u64::from(counts.appointments);
        progress(done.min(total), total);
        Ok(())
    })?;
    progress(total, total);
    Ok(())
}

/// Makes the clinic and hands it over chunk by chunk, each with the id of its batch; stops where the receiver does.
pub fn generate<E>(
    clinic: &Clinic<'_>,
    on_chunk: &mut dyn FnMut(OpId, Chunk) -> Result<(), E>,
) -> Result<(), E> {
    let figures = clinic.size.figures();
    let ids = ids::Ids::new(clinic.seed, clinic.now);
    let practice = practice::set_up(clinic, &figures, ids);
    let mut batches = Batches { ids, given: 0 };
    on_chunk(batches.give(), Chunk::Setup(Box::new(practice.setup.clone())))?;
    let known = people(clinic, figures.patients, ids, &practice, &mut |it| on_chunk(batches.give(), it))?;
    let providers = practice.sites.iter().flat_map(|it| &it.providers);
    let physicians = providers.filter(|it| it.practitioner != Practitioner::Nurse).count();
    let panels = Panels::new(known, physicians);
    let mut book = Book::new(clinic, &figures, &practice, ids, panels, batches.give());
    let (first, last) = working_hours::span(clinic, &figures);
    let mut visits = Vec::with_capacity(CHUNK * 2);
    let mut near = Vec::new();
    let soon = clinic.now.plus_minutes(groups::AHEAD_DAYS * DAY_MINUTES);
    for date in first.iter_days().take_while(|it| *it <= last) {
        let of_day = book.day(date);
        let is_near = |it: &&Appointment| clinic.now <= it.visit.end() && it.visit.start() < soon;
        near.extend(of_day.iter().filter(is_near).cloned());
        visits.extend(of_day);
        if visits.len() >= CHUNK {
            on_chunk(book.batch, Chunk::Appointments(std::mem::take(&mut visits)))?;
            book.batch = batches.give();
        }
    }
    visits.extend(groups::book(clinic, &practice.setup, &practice.groups, &mut book, &near));
    if visits.is_empty() { Ok(()) } else { on_chunk(book.batch, Chunk::Appointments(visits)) }
}

/// Of what the clinic is made from.
fn digest(clinic: &Clinic<'_>) -> [u8; 32] {
    let Clinic { size, seed, now, zone, .. } = clinic;
    Sha256::digest(format!("{size:?} {seed} {} {zone}", now.0)).into()
}

/// Whether the booked future is nearly used up (under 14 days).
pub fn is_stale(desk: &FrontDesk) -> AppResult<bool> {
    let configuration = desk.configuration()?;
    let resources: Vec<ResourceId> = configuration.setup.resources.iter().map(|it| it.id).collect();
    let from = desk.now().plus_minutes(FRESH_DAYS * DAY_MINUTES);
    // A week holds a working day, whatever holidays there are.
    let Some(week) = Period::of_minutes(from, 7 * 24 * 60) else {
        return Ok(true);
    };
    desk.read(|reader| Ok(reader.busy(&resources, week, desk.now())?.is_empty()))
}

fn people<E>(
    clinic: &Clinic<'_>,
    count: u32,
    ids: ids::Ids,
    practice: &Practice,
    on_chunk: &mut dyn FnMut(Chunk) -> Result<(), E>,
) -> Result<Vec<Known>, E> {
    let mut register = Register::new(clinic, ids, practice);
    let mut known = Vec::with_capacity(count as usize);
    while known.len() < count as usize {
        let rows = CHUNK.min(count as usize - known.len());
        let (mut patients, mut caregivers) = (Vec::with_capacity(rows), Vec::new());
        for _ in 0..rows {
            let (patient, theirs, seen) = register.admit();
            patients.push(patient);
            caregivers.extend(theirs);
            known.push(seen);
        }
        on_chunk(Chunk::People { patients, caregivers })?;
    }
    Ok(known)
}

/// The ids of a clinic's batches.
struct Batches {
    ids: ids::Ids,
    given: u32,
}

impl Batches {
    fn give(&mut self) -> OpId {
        let number = self.given;
        self.given += 1;
        OpId(self.ids.of(ids::Kind::Batch, number))
    }
}

/// How many rows that were.
fn put(bulk: &mut Bulk<'_>, batch: OpId, chunk: &Chunk) -> AppResult<ImportCounts> {
    let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    let mut counts = ImportCounts::default();
    match chunk {
        Chunk::Setup(setup) => counts.setup = count(put_setup(setup, bulk)?),
        Chunk::People { patients, caregivers } => {
            bulk.patients(batch, patients)?;
            bulk.caregivers(batch, caregivers)?;
            (counts.patients, counts.caregivers) = (count(patients.len()), count(caregivers.len()));
        }
        Chunk::Appointments(appointments) => {
            bulk.appointments(appointments)?;
            counts.appointments = count(appointments.len());
        }
    }
    Ok(counts)
}

/// The number of rows.
fn put_setup(setup: &Setup, bulk: &mut Bulk<'_>) -> AppResult<usize> {
    bulk.setup(&setup.locations)?;
    bulk.setup(&setup.resources)?;
    bulk.setup(&setup.types)?;
    bulk.setup(&setup.templates)?;
    bulk.setup(&setup.exceptions)?;
    let rules = setup.types.len() + setup.templates.len() + setup.exceptions.len();
    Ok(setup.locations.len() + setup.resources.len() + rules)
}

#[cfg(test)]
mod tests;
