//! Appointments, and encounters as past visits.

use super::{
    Account, Context, Planned, lanes, names,
    patients::Patients,
    resources::{Bookable, Resources},
    sites::Sites,
    types::Types,
};
use crate::{
    record::{Body, InlinePatient, Record, Reference, Slot, Target, Visit},
    report::{Outcome, Reason, Warning},
};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{
        Allocation, Appointment, AppointmentStatus, Cancellation, Confirmation, HistoryEntry, HistoryEvent,
        MAX_VISIT_MINUTES, Requester,
    },
    appointment_type::AppointmentType,
    attendance::Attendance,
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
    patients: &mut Patients,
    account: &mut Account,
    next_id: &mut dyn FnMut() -> Uuid,
) -> Visits {
    let mut types = Types::new(context);
    let mut planned: Vec<Planned<Appointment>> = Vec::new();
    // The record behind each planned visit, and the appointments that the import or the desk has.
    let mut origins: Vec<usize> = Vec::new();
    let mut settled: HashSet<usize> = HashSet::new();
    let outcomes = outcomes_of_encounters(context);
    let locations = names::locations(context);
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
            let stage = Stage { context, sites, locations: &locations, record, visit, at, held };
            match stage.settle(resources, patients, &mut types, account, next_id) {
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
    /// The desk's own, by the names that tables have for them.
    locations: &'s HashMap<String, LocationId>,
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
        patients: &mut Patients,
        types: &mut Types,
        account: &mut Account,
        next_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<Appointment, Reason> {
        let found = self.found(resources)?;
        let location = self.location(&found, account)?;
        let zone = self.sites.zone(self.context, location).ok_or(Reason::ZoneMissing)?;
        let period = self.period(zone)?;
        let patient = self.patient(patients)?;
        let is_past = period.end() <= self.context.options.now;
        let status = self.status(is_past, account);
        let is_live = status.is_live() && !is_past;
        let actors = self.actors(resources, &found, location, is_live, account, next_id)?;
        let patient = match patient {
            Whose::Known(id) => id,
            Whose::Inline(it) => patients.add_inline(it, next_id),
        };
        let is_bookable = !is_past || self.context.options.visit_types_bookable;
        let cancelled = self.visit.cancel_reason.filter(|_| is_cancelled(status));
        let known = self.known();
        let appointment_type = types.of(self.visit, is_bookable, next_id);
        let requested_by = self.requested_by(patients, account);
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
            contact_point: Personal::default(),
            attendance: Attendance::default(),
            cancellation: cancelled.map(|reason| Cancellation {
                reason,
                by_patient: !reason.is_clinic(),
                is_late: status == AppointmentStatus::LateCancel,
                note: Personal::default(),
            }),
            series: None,
            history: vec![HistoryEntry {
                at: self.context.options.now,
                by: None,
                requested_by,
                what: HistoryEvent::Imported,
                sequel: None,
                typed_at: None,
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
    fn period(&self, zone: Tz) -> Result<Period, Reason> {
        let slots: Vec<&Slot> = self.visit.slots.iter().filter_map(|it| self.slot(it)).collect();
        let own_start = self.visit.start.map(|it| it.start(zone));
        let of_slots = slots.iter().map(|it| it.start).min();
        let start = own_start.or(of_slots).ok_or(Reason::StartMissing)?;
        let of_slots = slots.iter().map(|it| it.end).max().filter(|_| own_start.is_none());
        let minutes = self.visit.minutes.or(self.visit.stated.minutes);
        let by_length = || minutes.map(|it| start.plus_minutes(i64::from(it)));
        let own_end = self.visit.end.map(|it| it.end(zone));
        let end = own_end.or(of_slots).or_else(by_length).ok_or(Reason::LengthMissing)?;
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

    /// Whose it is: somebody known, or else the patient whom its own row describes.
    fn patient(&self, patients: &Patients) -> Result<Whose<'_>, Reason> {
        let named = &self.visit.participants;
        if let Some(id) = patients.of_visit(self.context, self.record, named)? {
            return Ok(Whose::Known(id));
        }
        let is_named = named.iter().any(|it| it.target == Target::Patient);
        let inline = self.visit.inline.as_deref().map(Whose::Inline);
        inline.ok_or(if is_named { Reason::PatientUnresolved } else { Reason::PatientMissing })
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

    /// The providers and rooms that it names and that are known; for a visit that names none, the one that whoever
    /// imports said.
    fn found(&self, resources: &Resources) -> Result<Vec<Bookable>, Reason> {
        let named = &self.visit.participants;
        if named.iter().any(|it| resources.is_ambiguous(it)) {
            return Err(Reason::NameAmbiguous);
        }
        let mut found: Vec<Bookable> = Vec::new();
        for it in named.iter().filter_map(|it| resources.find(self.context, self.record, it)) {
            if !found.contains(&it) {
                found.push(it);
            }
        }
        let stated = self.visit.stated.provider.filter(|_| !named.iter().any(is_provider));
        let stated = stated.and_then(|id| self.context.known.setup.resources.iter().find(|it| it.id == id));
        found.extend(stated.map(Bookable::of));
        Ok(found)
    }

    /// Where it is: by its own place, else where whoever imports says, else where those are whom it takes up, else
    /// where the import puts what names no place.
    fn location(&self, found: &[Bookable], account: &mut Account) -> Result<LocationId, Reason> {
        let named = &self.visit.participants;
        if let Some(location) = named.iter().find_map(|it| self.sites.find(self.context, self.record, it)) {
            return Ok(location);
        }
        if let Some(key) = named.iter().filter_map(|it| it.key.as_deref()).find(|it| names::is_location(it)) {
            return self.locations.get(key).copied().ok_or(Reason::LocationUnresolved);
        }
        let said = self.visit.stated.location.or_else(|| found.first().map(|it| it.location));
        let location = said.or_else(|| {
            account.warn(self.at, Warning::LocationAssumed);
            self.sites.fallback
        });
        location.ok_or(Reason::LocationMissing)
    }

    /// Whom it takes up, in the order in which it names them. A past visit may do with a name, a live one needs what
    /// can be booked; what a table names and nobody knows is made.
    fn actors(
        &self,
        resources: &mut Resources,
        found: &[Bookable],
        location: LocationId,
        is_live: bool,
        account: &mut Account,
        next_id: &mut dyn FnMut() -> Uuid,
    ) -> Result<Vec<Bookable>, Reason> {
        let named = &self.visit.participants;
        let cannot_be_booked = |to: &Reference| match resources.find(self.context, self.record, to) {
            Some(it) => resources.is_of_the_past(self.context, it),
            None => !names::is_name(to.key.as_deref().unwrap_or_default()),
        };
        if is_live && named.iter().any(|it| is_thing(it) && cannot_be_booked(it)) {
            return Err(Reason::ProviderUnresolved);
        }
        let mut actors: Vec<Bookable> = Vec::new();
        for to in named {
            let known = resources.find(self.context, self.record, to);
            let made = match known {
                None if is_thing(to) => resources.by_reference(to, location, is_live, next_id),
                _ => None,
            };
            if made.is_some() {
                account.warn(self.at, Warning::ProviderByReference);
            }
            actors.extend(known.or(made).filter(|it| !actors.contains(it)));
        }
        actors.extend(found.iter().filter(|it| !actors.contains(it)).copied().collect::<Vec<_>>());
        if is_live {
            actors.iter().for_each(|it| resources.enliven(self.context, *it));
        }
        match (actors.is_empty(), is_live) {
            (true, true) => return Err(Reason::ProviderMissing),
            (true, false) => account.warn(self.at, Warning::ProviderUnknown),
            _ => {}
        }
        Ok(actors)
    }

    fn requested_by(&self, patients: &Patients, account: &mut Account) -> Requester {
        let mut named = self.visit.participants.iter();
        let found = named.find_map(|it| patients.find_caregiver(self.context, self.record, it));
        let is_named = self.visit.participants.iter().any(|it| it.target == Target::Caregiver);
        if found.is_none() && is_named {
            account.warn(self.at, Warning::CaregiverUnresolved);
        }
        found.map_or(Requester::Patient, Requester::Caregiver)
    }
}

/// The patient of a visit.
enum Whose<'a> {
    Known(PatientId),
    Inline(&'a InlinePatient),
}

fn is_provider(to: &Reference) -> bool {
    matches!(to.target, Target::Provider | Target::Role)
}

/// What a visit can take up and a name can stand for.
fn is_thing(to: &Reference) -> bool {
    is_provider(to) || to.target == Target::Room
}

fn is_cancelled(status: AppointmentStatus) -> bool {
    matches!(status, AppointmentStatus::Cancelled | AppointmentStatus::LateCancel)
}
