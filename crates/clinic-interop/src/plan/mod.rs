//! From records to domain entities: references are resolved across all files of the import and against what the
//! desk has, ids are given, and every record is accounted for. Pure: the caller looks up, applies and numbers.
//!
//! The stages run in the order in which records lean on each other: sites, resources, patients, sessions, visits.
//! Each takes the shared [`Context`], writes its verdicts into the [`Account`], and hands on a table from records to
//! ids.
//!
//! Invariants: the same batch, known rows and id source give the same plan; a second plan over what the first one
//! made adds and updates nothing; no two live visits of a plan overlap in a lane of a resource.

mod account;
mod context;
mod lanes;
mod names;
mod patients;
mod providers;
mod resources;
mod sessions;
mod sites;
mod types;
mod visits;

use crate::{
    Batch,
    report::{Made, Report},
};
use account::Account;
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Allocation, Appointment},
    appointment_type::AppointmentType,
    id::{LocationId, OpId},
    organization::Location,
    patient::{Caregiver, Patient},
    resource::{Resource, ResourceKind},
    schedule::{ScheduleException, ScheduleTemplate},
    setup::Setup,
    time::Instant,
};
use context::Context;
pub use lanes::IMPORTED_OVERBOOK;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// What the import decides where the files do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    pub now: Instant,
    /// The zone of imported locations whose file gives none; without it they are not taken.
    pub zone: Option<Tz>,
    /// Where a provider or visit belongs whose place nothing names; without it they are not taken.
    pub location: Option<LocationId>,
    /// Of new visits, until they are divided into batches.
    pub origin_op: OpId,
    /// Whether types that come from past visits only can be booked.
    pub visit_types_bookable: bool,
}

/// What the desk has already. Maps go by `source`; [`Batch::patient_keys`] and its siblings say what to look up.
#[derive(Debug)]
pub struct Known<'a> {
    pub setup: &'a Setup,
    pub patients: HashMap<String, Patient>,
    pub caregivers: HashMap<String, Caregiver>,
    pub appointments: HashMap<String, Appointment>,
    /// Keys by which the desk knows more than one patient: names with a birth date.
    pub namesakes: HashSet<String>,
    /// What live visits take up from now on: imported future visits that overlap it go into a lane.
    pub taken: Vec<Allocation>,
}

/// What applying the import would write, and the account of it. `version` is the one that was read (first for new
/// rows): whoever applies counts it up. Record numbers of new patients are blank: the arbiter gives them.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Plan {
    pub locations: Vec<Planned<Location>>,
    pub resources: Vec<Planned<Resource>>,
    pub types: Vec<Planned<AppointmentType>>,
    pub templates: Vec<Planned<ScheduleTemplate>>,
    pub exceptions: Vec<Planned<ScheduleException>>,
    pub patients: Vec<Planned<Patient>>,
    pub caregivers: Vec<Planned<Caregiver>>,
    pub appointments: Vec<Planned<Appointment>>,
    pub report: Report,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned<T> {
    pub entity: T,
    /// Not there before; otherwise the row as it will be.
    pub is_new: bool,
}

/// Plans the import of everything that was read.
pub fn plan(batch: &Batch, known: &Known<'_>, options: &Options, next_id: &mut dyn FnMut() -> Uuid) -> Plan {
    let context = Context::new(batch, known, options);
    let mut account = Account::new(&context);
    let sites = sites::plan(&context, &mut account, next_id);
    let mut resources = resources::plan(&context, &sites, &mut account, next_id);
    let mut patients = patients::plan(&context, &resources, &mut account, next_id);
    let exceptions = sessions::plan(&context, &sites, &resources, &mut account, next_id);
    let visits = visits::plan(&context, &sites, &mut resources, &mut patients, &mut account, next_id);
    resources.learn_names(&context);
    patients.link(&context, &resources, &mut account);
    let made = Made {
        patients: patients.inline,
        providers: resources.called(ResourceKind::Provider),
        rooms: resources.called(ResourceKind::Room),
        types: visits.types.iter().map(|it| it.entity.name.clone()).collect(),
    };
    Plan {
        locations: sites.planned,
        templates: resources.templates,
        resources: resources.planned,
        types: visits.types,
        exceptions,
        patients: patients.planned,
        caregivers: patients.caregivers,
        appointments: visits.planned,
        report: Report { made, ..account.close(batch) },
    }
}

impl<T: PartialEq> Planned<T> {
    /// The plan for a row that the desk has as `before`; `None` when nothing would change.
    fn update(before: &T, after: T) -> Option<Self> {
        (*before != after).then_some(Self { entity: after, is_new: false })
    }

    fn new(entity: T) -> Self {
        Self { entity, is_new: true }
    }
}
