//! What every booking is decided on, of however many bookings: one statement a kind.

use super::{busy, facts, longest_before, period};
use crate::{
    columns::{at, entities},
    error::StoreResult,
    tenant::{Answers, Batch, Value, values},
};
use chrono::{DateTime, Utc};
use clinic_domain::{
    appointment::Appointment,
    arbiter::{Around, Loaded, Want, Whose},
    hold::Hold,
    id::{AppointmentId, OrganizationId, PatientId},
    time::{Instant, Period},
};
use std::collections::HashMap;
use tokio_postgres::Row;
use uuid::Uuid;

pub(super) const APPOINTMENTS: &str =
    "SELECT metadata::text FROM central.appointments WHERE organization_id = $1 AND id = ANY ($2)";
pub(super) const FACTS: &str = "SELECT id, is_active, coalesce((body ->> 'is_deceased')::boolean, false) \
     FROM central.users WHERE organization_id = $1 AND id = ANY ($2) AND user_type = 'patient'";
/// Whoever asks for the least of several looks at what is no longer held, and leaves it out.
pub(super) const STANDING_HOLDS: &str =
    "SELECT body::text FROM central.holds WHERE organization_id = $1 AND is_active AND until > $2";
pub(super) const BUSY: &str = "SELECT busy.*, it.place \
     FROM unnest($2::bigint[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[]) \
         AS it (place, resource, after, before, until) \
     CROSS JOIN LATERAL (SELECT resource_id, appointment_id, appointment_type, lane, starts_at, ends_at, \
             before_seconds, after_seconds \
         FROM central.allocations WHERE organization_id = $1 AND resource_id = it.resource \
             AND starts_at > it.after AND starts_at < it.before AND ends_at > it.until OFFSET 0) AS busy";
pub(super) const PATIENT_BUSY: &str = "SELECT visit.*, it.place \
     FROM unnest($2::bigint[], $3::uuid[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[]) \
         AS it (place, patient, after, before, until) \
     CROSS JOIN LATERAL (SELECT id, scheduled_at, ends_at \
         FROM central.appointments WHERE organization_id = $1 AND patient_id = it.patient \
             AND scheduled_at > it.after AND scheduled_at < it.before AND ends_at > it.until AND is_live OFFSET 0) \
         AS visit";

/// Wants of these kinds whose statements are under way, and where their answers stand.
#[derive(Default)]
pub(super) struct Together {
    appointments: Vec<AppointmentId>,
    facts: Vec<PatientId>,
    busy: Vec<Around>,
    patient_busy: Vec<(PatientId, Period)>,
    standing_holds: Vec<Instant>,
    /// Of each kind that is asked for.
    at: Places,
}

#[derive(Clone, Copy, Default)]
struct Places {
    appointments: Option<usize>,
    facts: Option<usize>,
    busy: Option<usize>,
    patient_busy: Option<usize>,
    holds: Option<usize>,
}

impl Together {
    /// Takes those of them that it knows how to ask, and leaves the rest.
    pub(super) fn of(wants: impl IntoIterator<Item = Want>) -> (Together, Vec<Want>) {
        let mut it = Together::default();
        let mut rest = Vec::new();
        for want in wants {
            match want {
                Want::Appointment(id) => it.appointments.push(id),
                Want::PatientFacts(Whose::Patient(id)) => it.facts.push(id),
                Want::Busy(around) => it.busy.push(around),
                Want::PatientBusy(Whose::Patient(id), period) => it.patient_busy.push((id, period)),
                Want::StandingHolds(now) => it.standing_holds.push(now),
                other => rest.push(other),
            }
        }
        (it, rest)
    }

    pub(super) fn ask(&mut self, batch: &mut Batch, organization: OrganizationId) {
        let of = organization.0;
        let mut add = |sql, is_wanted: bool, values: &dyn Fn() -> Vec<Value>| {
            is_wanted.then(|| batch.add(sql, values()))
        };
        let visits = || self.appointments.iter().map(|it| it.0).collect::<Vec<Uuid>>();
        let patients = || self.facts.iter().map(|it| it.0).collect::<Vec<Uuid>>();
        self.at = Places {
            appointments: add(APPOINTMENTS, !self.appointments.is_empty(), &|| values![of, visits()]),
            facts: add(FACTS, !self.facts.is_empty(), &|| values![of, patients()]),
            busy: add(BUSY, !self.busy.is_empty(), &|| {
                let each = self.busy.iter().zip(0..);
                let pairs =
                    each.flat_map(|(it, place)| it.resources.iter().map(move |id| (place, id.0, it.period)));
                overlapping(of, pairs)
            }),
            patient_busy: add(PATIENT_BUSY, !self.patient_busy.is_empty(), &|| {
                let each = self.patient_busy.iter().zip(0..);
                overlapping(of, each.map(|((id, period), place)| (place, id.0, *period)))
            }),
            holds: self.earliest().and_then(|now| add(STANDING_HOLDS, true, &|| values![of, at(now)])),
        };
    }

    /// Since when holds are wanted.
    fn earliest(&self) -> Option<Instant> {
        let of_busy = self.busy.iter().map(|it| it.now);
        of_busy.chain(self.standing_holds.iter().copied()).min_by_key(|it| it.0)
    }

    pub(super) fn load(self, answers: &mut Answers, loaded: &mut Loaded) -> StoreResult<()> {
        let mut rows = |at: Option<usize>| at.map(|at| answers.take(at)).unwrap_or_default();
        let found: Vec<Appointment> = entities("appointments", &rows(self.at.appointments))?;
        loaded.appointments.extend(self.appointments.into_iter().map(|id| (id, None)));
        loaded.appointments.extend(found.into_iter().map(|it| (it.id, Some(it))));
        loaded.patient_facts.extend(self.facts.into_iter().map(|id| (id, None)));
        loaded.patient_facts.extend(rows(self.at.facts).iter().map(facts).map(|it| (it.id, Some(it))));
        let holds: Vec<Hold> = entities("holds", &rows(self.at.holds))?;
        let standing = |now: Instant| holds.iter().filter(move |it| it.until.0 > now.0);
        for now in self.standing_holds {
            loaded.standing_holds.insert(now, standing(now).cloned().collect());
        }
        let mut of_resources = by_place(rows(self.at.busy), 8);
        for (around, place) in self.busy.into_iter().zip(0..) {
            let rows = of_resources.remove(&place).unwrap_or_default();
            let busy = busy(&around, &rows, standing(around.now))?;
            loaded.busy.insert(around, busy);
        }
        let mut of_patients = by_place(rows(self.at.patient_busy), 3);
        for (key, place) in self.patient_busy.into_iter().zip(0..) {
            let rows = of_patients.remove(&place).unwrap_or_default();
            loaded.patient_busy.insert(key, rows.iter().map(visit).collect::<StoreResult<_>>()?);
        }
        Ok(())
    }
}

/// Whose time overlaps a period: each with the want that it is of.
fn overlapping(of: Uuid, wanted: impl Iterator<Item = (i64, Uuid, Period)>) -> Vec<Value> {
    let (mut places, mut ids, mut times) = (Vec::new(), Vec::new(), (Vec::new(), Vec::new(), Vec::new()));
    for (place, id, period) in wanted {
        places.push(place);
        ids.push(id);
        times.0.push(longest_before(period.start()));
        times.1.push(at(period.end()));
        times.2.push(at(period.start()));
    }
    values![of, places, ids, times.0, times.1, times.2]
}

fn by_place(rows: Vec<Row>, column: usize) -> HashMap<i64, Vec<Row>> {
    let mut places: HashMap<i64, Vec<Row>> = HashMap::new();
    for row in rows {
        places.entry(row.get(column)).or_default().push(row);
    }
    places
}

pub(super) fn visit(row: &Row) -> StoreResult<(AppointmentId, Period)> {
    let (start, end): (DateTime<Utc>, DateTime<Utc>) = (row.get(1), row.get(2));
    Ok((AppointmentId(row.get(0)), period("appointments", start, end)?))
}
