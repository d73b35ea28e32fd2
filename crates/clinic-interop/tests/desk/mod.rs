//! A desk for tests: what it has, what an import would make of it.
#![allow(dead_code, reason = "each test target uses its part")]

use chrono::NaiveDate;
use clinic_domain::{
    appointment::{Allocation, Appointment},
    id::{LocationId, OpId, OrganizationId, Version},
    organization::{Location, Organization, OrganizationKind},
    patient::{Caregiver, Patient},
    setup::Setup,
    time::Instant,
};
use clinic_interop::{
    Batch,
    plan::{Known, Options, Plan, Planned, plan},
    report::Report,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// 2025-10-09T08:53:20Z: before this is the past.
pub const NOW: Instant = Instant(1_760_000_000);
pub const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2025, 10, 9).unwrap();

pub struct Desk {
    pub setup: Setup,
    pub patients: HashMap<String, Patient>,
    pub caregivers: HashMap<String, Caregiver>,
    pub appointments: HashMap<String, Appointment>,
    pub namesakes: HashSet<String>,
    pub taken: Vec<Allocation>,
    pub options: Options,
    last_id: u128,
}

impl Default for Desk {
    /// One location in Los Angeles and nothing else.
    fn default() -> Self {
        let here = Location {
            id: LocationId::from_bytes([2; 16]),
            version: Version::FIRST,
            name: "Here".to_owned(),
            zone: chrono_tz::America::Los_Angeles,
            address: Default::default(),
            phone: String::new(),
            numbers_arrivals: false,
            is_active: true,
            source: None,
        };
        let id = OrganizationId::from_bytes([1; 16]);
        let organization = Organization::named(id, "Test", OrganizationKind::Clinic);
        let options = Options {
            now: NOW,
            zone: Some(chrono_tz::America::Los_Angeles),
            location: Some(here.id),
            origin_op: OpId::from_bytes([3; 16]),
            visit_types_bookable: false,
        };
        let setup = Setup {
            organization,
            locations: vec![here],
            resources: Vec::new(),
            types: Vec::new(),
            templates: Vec::new(),
            exceptions: Vec::new(),
        };
        Self {
            setup,
            patients: HashMap::new(),
            caregivers: HashMap::new(),
            appointments: HashMap::new(),
            namesakes: HashSet::new(),
            taken: Vec::new(),
            options,
            last_id: 1000,
        }
    }
}

impl Desk {
    pub fn plan(&self, batch: &Batch) -> Plan {
        let known = Known {
            setup: &self.setup,
            patients: self.patients.clone(),
            caregivers: self.caregivers.clone(),
            appointments: self.appointments.clone(),
            namesakes: self.namesakes.clone(),
            taken: self.taken.clone(),
        };
        let mut last = self.last_id;
        let mut next_id = || {
            last += 1;
            Uuid::from_u128(last)
        };
        plan(batch, &known, &self.options, &mut next_id)
    }

    /// The desk with a plan applied: what is new is there, what is updated stands as it is.
    pub fn after(mut self, plan: &Plan) -> Self {
        put(&mut self.setup.locations, &plan.locations, |it| it.id);
        put(&mut self.setup.resources, &plan.resources, |it| it.id);
        put(&mut self.setup.types, &plan.types, |it| it.id);
        put(&mut self.setup.templates, &plan.templates, |it| it.id);
        put(&mut self.setup.exceptions, &plan.exceptions, |it| it.id);
        put_by_source(&mut self.patients, &plan.patients, |it| it.source.clone());
        put_by_source(&mut self.caregivers, &plan.caregivers, |it| it.source.clone());
        put_by_source(&mut self.appointments, &plan.appointments, |it| it.source.clone());
        self.last_id += 1_000_000_000;
        self
    }
}

/// Every resource of every file stands in exactly one column.
pub fn assert_accounted(report: &Report) {
    for file in &report.files {
        let passed_over: u64 = file.not_for_the_desk.values().sum();
        assert_eq!(file.total().total() + passed_over, file.read, "{}", file.name);
    }
    let not_taken: u64 = report.files.iter().map(|it| it.total().not_taken).sum();
    assert_eq!(report.not_taken.len() as u64, not_taken);
}

/// A second import of the same files over what the first one made.
pub fn assert_changes_nothing(plan: &Plan) {
    assert_accounted(&plan.report);
    for (kind, tally) in plan.report.by_type() {
        assert_eq!((tally.added, tally.updated), (0, 0), "{kind}");
    }
    assert_eq!((&plan.locations[..], &plan.resources[..]), (&[][..], &[][..]));
    assert_eq!((&plan.types[..], &plan.templates[..]), (&[][..], &[][..]));
    assert_eq!((&plan.exceptions[..], &plan.patients[..]), (&[][..], &[][..]));
    assert_eq!((&plan.caregivers[..], &plan.appointments[..]), (&[][..], &[][..]));
}

fn put<T: Clone, I: PartialEq>(rows: &mut Vec<T>, planned: &[Planned<T>], id: fn(&T) -> I) {
    for it in planned {
        match rows.iter_mut().find(|row| id(row) == id(&it.entity)) {
            Some(row) => *row = it.entity.clone(),
            None => rows.push(it.entity.clone()),
        }
    }
}

fn put_by_source<T: Clone>(
    rows: &mut HashMap<String, T>,
    planned: &[Planned<T>],
    source: fn(&T) -> Option<String>,
) {
    rows.extend(planned.iter().filter_map(|it| source(&it.entity).map(|key| (key, it.entity.clone()))));
}
