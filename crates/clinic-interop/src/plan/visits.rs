//! Appointments, and encounters as past visits.

use super::{
    Account, Context, Planned, lanes,
    patients::Patients,
    resources::{Bookable, Resources},
    sites::Sites,
    types::Types,
};
use crate::{
    record::{Body, Record, Reference, Slot, Target, Visit},
    report::{Outcome, Reason, Warning},
};
use clinic_domain::{
    appointment::{
        Allocation, Appointment, AppointmentStatus, Cancellation, Confirmation, HistoryEntry, HistoryEvent,
        MAX_VISIT_MINUTES, Requester,
    },
    appointment_type::AppointmentType,
    id::{AppointmentId, LocationId, PatientId, Version},
    personal::Personal,
    time::Period,
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

pub(super) struct Visits {
    pub planned: Vec<Planned<Appointment>>,
    pub types: Vec<Planned<AppointmentType>>,
}

pub(super) fn plan(
    context: &Context<'_>,
    sites: &Sites,
    resources: &mut Resources,
    patients: &Patients,
    account: &mut Account,
    next_id: &mut dyn FnMut() -> Uuid,
) -> Visits {
    let mut types = Types::new(context);
    let mut planned: Vec<Planned<Appointment>> = Vec::new();
    // The record behind each planned visit, and the appointments that the import or the desk has.
    let mut origins: Vec<usize> = Vec::new();
    let mut settled: HashSet<usize> = HashSet::new();
    let outcomes = outcomes_of_encounters(context);
    // Encounters come second: one that was an appointment's visit is told by that appointment.
    for encounters in [false, true] {
        for (at, record) in context.leading() {
            let Body::Visit(visit) = &record.body else {
                continue;
            };
            if visit.is_encounter != encounters {
                continue;
            }
            if held_appointment(context, record, visit).is_some_and(|it| settled.contains(&it)) {
                account.decide(at, Outcome::Folded);
                continue;
            }
            let held = outcomes.get(&at).copied();
            let stage = Stage { context, sites, patients, record, visit, at, held };
            match stage.settle(resources, &mut types, account, next_id) {
                Err(reason) => account.refuse(at, reason),
                Ok(appointment) => {
                    settled.insert(at);
                    if let Some(accepted) = stage.accept(account, appointment) {
                        planned.push(accepted);
                        origins.push(at);
                    }
                }
            }
        }
    }
    for overbooked in lanes::assign(&mut planned, &context.known.taken) {
        account.warn(origins[overbooked], Warning::Overbooked);
    }
    Visits { planned, types: types.planned }
}

/// How the appointments ended that encounters were the visits of.
fn outcomes_of_encounters(context: &Context<'_>) -> HashMap<usize, AppointmentStatus> {
    let encounters = context.leading().filter_map(|(_, record)| match &record.body {
        Body::Visit(visit) => held_appointment(context, record, visit).map(|it| (it, visit.status)),
        _ => None,
    });
    encounters.collect()
}

/// The appointment record that an encounter was the visit of.
fn held_appointment(context: &Context<'_>, record: &Record, visit: &Visit) -> Option<usize> {
    context.find(record, visit.appointment.as_ref()?, |it| matches!(it, Body::Visit(it) if !it.is_encounter))
}

/// One visit on its way.
struct Stage<'s, 'a> {
    context: &'s Context<'a>,
    sites: &'s Sites,
    patients: &'s Patients,
    record: &'a Record,
    visit: &'a Visit,
    at: usize,
    /// What its encounter says that became of it.
    held: Option<AppointmentStatus>,
}

impl Stage<'_, '_> {
    /// The appointment as the files have it, under the id that it has or gets.
    fn settle(
        &self,
        resources: &mut Resources,
        types: &mut Types,
        account: &mut Account,
        next_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<Appointment, Reason> {
        let period = self.period()?;
        let patient = self.patient()?;
        let is_past = period.end() <= self.context.options.now;
        let status = self.status(is_past, account);
        let (location, actors) = self.actors(resources, is_past, status, account, next_id)?;
        let zone = self.sites.zone(self.context, location).ok_or(Reason::ZoneMissing)?;
        let is_bookable = !self.visit.is_encounter || self.context.options.visit_types_bookable;
        let cancelled = self.visit.cancel_reason.filter(|_| status == AppointmentStatus::Cancelled);
        let known = self.known();
        let appointment_type = types.of(self.visit.label.as_ref(), is_bookable, next_id);
        let requested_by = self.requested_by(account);
        let allocate = |it: &Bookable| Allocation { resource: it.id, during: period, lane: 0 };
        Ok(Appointment {
            id: known.map_or_else(|| AppointmentId(next_id()), |it| it.id),
            version: known.map_or(Version::FIRST, |it| it.version),
            location,
            patient,
            appointment_type,
            visit: period,
            wall_start: period.start().wall_text(zone),
            status,
            confirmation: Confirmation::NOT_ASKED,
            allocations: actors.iter().map(allocate).collect(),
            note: self.visit.note.clone(),
            requested_by,
            reminder: None,
            cancellation: cancelled.map(|reason| Cancellation {
                reason,
                by_patient: !reason.is_clinic(),
                is_late: false,
                note: Personal::default(),
            }),
            history: vec![HistoryEntry {
                at: self.context.options.now,
                by: None,
                requested_by,
                what: HistoryEvent::Imported,
                sequel: None,
            }],
            origin_op: self.context.options.origin_op,
            source: self.record.keys.source().map(str::to_owned),
        })
    }

    /// New, the same as the desk has, or a change of what it has; not when somebody here has worked on it.
    fn accept(&self, account: &mut Account, wanted: Appointment) -> Option<Planned<Appointment>> {
        let Some(known) = self.known() else {
            account.decide(self.at, Outcome::Added);
            return Some(Planned::new(wanted));
        };
        let lanes =
            |of: &Appointment| of.allocations.iter().map(|it| (it.resource, it.during)).collect::<Vec<_>>();
        let is_same = known.visit == wanted.visit
            && known.patient == wanted.patient
            && known.appointment_type == wanted.appointment_type
            && known.status == wanted.status
            && known.location == wanted.location
            && known.note == wanted.note
            && lanes(known) == lanes(&wanted);
        if is_same {
            account.decide(self.at, Outcome::AlreadyThere);
            return None;
        }
        if known.history.iter().any(|it| it.by.is_some()) {
            account.refuse(self.at, Reason::ChangedHere);
            return None;
        }
        account.decide(self.at, Outcome::Updated);
        let history = known.history.iter().cloned().chain(wanted.history).collect();
        let after = Appointment {
            confirmation: known.confirmation,
            history,
            origin_op: known.origin_op,
            source: known.source.clone(),
            ..wanted
        };
        Some(Planned { entity: after, is_new: false })
    }

    fn known(&self) -> Option<&Appointment> {
        let known = &self.context.known.appointments;
        self.record.keys.identifiers.iter().find_map(|it| known.get(it))
    }

    /// When it is: by its own times, else by its slots or its stated length.
    fn period(&self) -> Result<Period, Reason> {
        let slots: Vec<&Slot> = self.visit.slots.iter().filter_map(|it| self.slot(it)).collect();
        let of_slots = slots.iter().map(|it| it.start).min();
        let start = self.visit.start.or(of_slots).ok_or(Reason::StartMissing)?;
        let of_slots = slots.iter().map(|it| it.end).max().filter(|_| self.visit.start.is_none());
        let by_length = || self.visit.minutes.map(|it| start.plus_minutes(i64::from(it)));
        let end = self.visit.end.or(of_slots).or_else(by_length).ok_or(Reason::LengthMissing)?;
        let period = Period::new(start, end).ok_or(Reason::EndBeforeStart)?;
        if period.minutes() > i64::from(MAX_VISIT_MINUTES) {
            return Err(Reason::LongerThanAVisit);
        }
        Ok(period)
    }

    fn slot(&self, to: &Reference) -> Option<&Slot> {
        let at = self.context.find(self.record, to, |it| matches!(it, Body::Slot(_)))?;
        match &self.context.records[at].body {
            Body::Slot(slot) => Some(slot),
            _ => None,
        }
    }

    fn patient(&self) -> Result<PatientId, Reason> {
        let mut named = self.visit.participants.iter();
        let found = named.find_map(|it| self.patients.find(self.context, self.record, it));
        let is_named = self.visit.participants.iter().any(|it| it.target == Target::Patient);
        found.ok_or(if is_named { Reason::PatientUnresolved } else { Reason::PatientMissing })
    }

    /// What is over is not live: a visit that was left open counts as held.
    fn status(&self, is_past: bool, account: &mut Account) -> AppointmentStatus {
        let stated = self.held.unwrap_or(self.visit.status);
        if is_past && stated.is_live() {
            account.warn(self.at, Warning::OutcomeAssumed);
            return AppointmentStatus::Fulfilled;
        }
        stated
    }

    /// Where it is and whom it takes up. A past visit may do with a name, a live one needs what can be booked.
    fn actors(
        &self,
        resources: &mut Resources,
        is_past: bool,
        status: AppointmentStatus,
        account: &mut Account,
        next_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<(LocationId, Vec<Bookable>), Reason> {
        let named = &self.visit.participants;
        let mut found: Vec<Bookable> = Vec::new();
        for it in named.iter().filter_map(|it| resources.find(self.context, self.record, it)) {
            if !found.contains(&it) {
                found.push(it);
            }
        }
        let stated = named.iter().find_map(|it| self.sites.find(self.context, self.record, it));
        let location = stated.or_else(|| found.first().map(|it| it.location)).or_else(|| {
            account.warn(self.at, Warning::LocationAssumed);
            self.sites.fallback
        });
        let location = location.ok_or(Reason::LocationMissing)?;
        let is_provider = |it: &&Reference| matches!(it.target, Target::Provider | Target::Role);
        let unresolved = named.iter().filter(is_provider);
        let unresolved = unresolved.filter(|it| resources.find(self.context, self.record, it).is_none());
        let unresolved: Vec<&Reference> = unresolved.collect();
        if status.is_live() && !is_past {
            return match (unresolved.is_empty(), found.is_empty()) {
                (false, _) => Err(Reason::ProviderUnresolved),
                (true, true) => Err(Reason::ProviderMissing),
                (true, false) => Ok((location, found)),
            };
        }
        for it in unresolved {
            if let Some(made) = resources.by_reference(it, location, next_id) {
                account.warn(self.at, Warning::ProviderByReference);
                found.push(made);
            }
        }
        if found.is_empty() {
            account.warn(self.at, Warning::ProviderUnknown);
        }
        Ok((location, found))
    }

    fn requested_by(&self, account: &mut Account) -> Requester {
        let mut named = self.visit.participants.iter();
        let found = named.find_map(|it| self.patients.find_caregiver(self.context, self.record, it));
        let is_named = self.visit.participants.iter().any(|it| it.target == Target::Caregiver);
        if found.is_none() && is_named {
            account.warn(self.at, Warning::CaregiverUnresolved);
        }
        found.map_or(Requester::Patient, Requester::Caregiver)
    }
}
