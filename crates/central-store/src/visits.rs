//! Appointments as lists and as counts, and how many there are of what else the figures name.

use crate::{
    columns::{at, bounded, entities, entity, number},
    error::{StoreError, StoreResult},
    tenant::{Answers, Batch, Tenant, values},
};
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus},
    id::{AppointmentId, LocationId, PatientId, ResourceId},
    organization::Location,
    time::{Instant, Period},
};
use tokio_postgres::Row;
use uuid::Uuid;

/// One statement for each index: what a list is asked for most narrowly is what it is read by; the rest is looked at row by
/// row.
macro_rules! list {
    ($name:ident, $narrow:literal) => {
        const $name: &str = concat!(
            "SELECT metadata::text FROM central.appointments WHERE organization_id = $1 AND ",
            $narrow,
            "scheduled_at >= $2 AND scheduled_at < $3 AND (scheduled_at, id) > ($4, $5) \
             AND ($6::text IS NULL OR status = $6) AND ($7::uuid IS NULL OR patient_id = $7) \
             AND ($8::uuid IS NULL OR provider_id = $8) AND ($9::uuid IS NULL OR location_id = $9) \
             ORDER BY scheduled_at, id LIMIT $10",
        );
    };
}
list!(BY_TIME, "");
list!(BY_PATIENT, "patient_id = $7 AND ");
list!(BY_PROVIDER, "provider_id = $8 AND ");
list!(BY_LOCATION, "location_id = $9 AND ");

const BY_ID: &str = "SELECT metadata::text FROM central.appointments WHERE organization_id = $1 AND id = $2";
const COUNT_OF_LOCATION: &str = "SELECT status, count(*) FROM central.appointments \
     WHERE organization_id = $1 AND location_id = $2 AND scheduled_at >= $3 AND scheduled_at < $4 GROUP BY status";
const BY_PROVIDER_AND_DAY: &str = "SELECT provider_id, (scheduled_at AT TIME ZONE $5)::date, status, count(*), \
         sum(extract(epoch FROM ends_at - scheduled_at) / 60)::bigint \
     FROM central.appointments \
     WHERE organization_id = $1 AND location_id = $2 AND scheduled_at >= $3 AND scheduled_at < $4 \
         AND provider_id IS NOT NULL \
     GROUP BY 1, 2, 3";
const COUNT_PATIENTS: &str = "SELECT count(*) FROM central.users \
     WHERE organization_id = $1 AND user_type = 'patient' AND is_active";
/// Whoever did or looked at something of which the trail has an entry.
const ACTIVE_PEOPLE: &str = "SELECT count(*) FROM central.organization_users AS person \
     WHERE person.organization_id = $1 AND person.is_active AND EXISTS ( \
         SELECT FROM central.audit_logs AS entry WHERE entry.organization_id = $1 AND entry.user_id = person.id \
             AND entry.created_at > $2)";
/// Ids of events grow with the time: from one on.
const BOOKING_TIME: &str = "SELECT avg(extract(epoch FROM visit.scheduled_at - event.at))::double precision \
     FROM central.events AS event \
     JOIN central.appointments AS visit ON visit.organization_id = event.organization_id AND visit.id = event.entity_id \
     WHERE event.organization_id = $1 AND event.id >= $2 AND event.type = 'appointment_booked' \
         AND visit.status <> 'entered-in-error'";
const COUNT_DESKS: &str =
    "SELECT count(*) FROM central.devices WHERE organization_id = $1 AND revoked_at IS NULL";

/// Asked at every look at the book: each has an index to go by.
pub(crate) const HOT: &[(&str, &str)] = &[
    ("visits by time", BY_TIME),
    ("visits by patient", BY_PATIENT),
    ("visits by provider", BY_PROVIDER),
    ("visits by location", BY_LOCATION),
    ("a visit", BY_ID),
    ("visits of a location by status", COUNT_OF_LOCATION),
    ("visits of a location by provider and day", BY_PROVIDER_AND_DAY),
    ("people who are at work", ACTIVE_PEOPLE),
    ("time from bookings to visits", BOOKING_TIME),
    ("number of patients", COUNT_PATIENTS),
    ("number of desks", COUNT_DESKS),
];

/// What of the book is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Visits {
    /// In which the visit starts.
    pub within: Period,
    pub patient: Option<PatientId>,
    pub provider: Option<ResourceId>,
    pub location: Option<LocationId>,
    pub status: Option<AppointmentStatus>,
}

/// Visits of a provider on a day of the location that stand in one status.
#[derive(Clone, Copy, Debug)]
pub struct DayCount {
    pub provider: ResourceId,
    pub day: NaiveDate,
    pub status: AppointmentStatus,
    pub visits: u64,
    /// Of the visits themselves, without buffers.
    pub minutes: u64,
}

/// How many visits of a period stand in each status.
pub type ByStatus = Vec<(AppointmentStatus, u64)>;

impl Tenant {
    /// In the order of time, after a place.
    pub async fn visits(
        &mut self,
        wanted: &Visits,
        after: Option<(Instant, AppointmentId)>,
        limit: usize,
    ) -> StoreResult<Vec<Appointment>> {
        let sql = match wanted {
            Visits { patient: Some(_), .. } => BY_PATIENT,
            Visits { provider: Some(_), .. } => BY_PROVIDER,
            Visits { location: Some(_), .. } => BY_LOCATION,
            _ => BY_TIME,
        };
        let (start, end) = (wanted.within.start(), wanted.within.end());
        // Before the first of all.
        let (since, id) = after.map_or((start.plus_seconds(-1), Uuid::nil()), |(it, id)| (it, id.0));
        let values = values![
            self.organization().0,
            at(start),
            at(end),
            at(since),
            id,
            wanted.status.map(AppointmentStatus::as_str),
            wanted.patient.map(|it| it.0),
            wanted.provider.map(|it| it.0),
            wanted.location.map(|it| it.0),
            bounded(limit),
        ];
        let rows = self.query(sql, values).await?;
        entities("appointments", &rows)
    }

    pub async fn visit(&mut self, id: AppointmentId) -> StoreResult<Option<Appointment>> {
        let rows = self.query(BY_ID, values![self.organization().0, id.0]).await?;
        rows.first().map(|row| entity("appointments", row.get(0))).transpose()
    }

    pub async fn visits_by_day(&mut self, location: &Location, within: Period) -> StoreResult<Vec<DayCount>> {
        let values = values![
            self.organization().0,
            location.id.0,
            at(within.start()),
            at(within.end()),
            location.zone.name()
        ];
        let rows = self.query(BY_PROVIDER_AND_DAY, values).await?;
        let count = |row: &Row| {
            Ok(DayCount {
                provider: ResourceId(row.get(0)),
                day: row.get(1),
                status: status(row.get(2))?,
                visits: number(row.get(3)),
                minutes: number(row.get(4)),
            })
        };
        rows.iter().map(count).collect()
    }

    pub fn count_visits(&self, batch: &mut Batch, location: LocationId, within: Period) -> usize {
        let values = values![self.organization().0, location.0, at(within.start()), at(within.end())];
        batch.add(COUNT_OF_LOCATION, values)
    }

    /// Enrolled, and not revoked.
    pub fn count_desks(&self, batch: &mut Batch) -> usize {
        batch.add(COUNT_DESKS, values![self.organization().0])
    }

    pub fn count_patients(&self, batch: &mut Batch) -> usize {
        batch.add(COUNT_PATIENTS, values![self.organization().0])
    }

    /// How many of the people have been at work since then.
    pub fn count_active_people(&self, batch: &mut Batch, since: Instant) -> usize {
        batch.add(ACTIVE_PEOPLE, values![self.organization().0, at(since)])
    }

    /// From the booking to the visit, of those that were booked since then.
    pub fn mean_booking_time(&self, batch: &mut Batch, since: Instant) -> usize {
        let millis = u64::try_from(since.0).unwrap_or_default() * 1_000;
        let first = uuid::Builder::from_unix_timestamp_millis(millis, &[0; 10]).into_uuid();
        batch.add(BOOKING_TIME, values![self.organization().0, first])
    }
}

impl Answers {
    /// Seconds; absent where there was nothing to take the mean of.
    pub fn mean_seconds(&mut self, at: usize) -> Option<f64> {
        self.take(at).first().and_then(|row| row.get(0))
    }

    /// # Errors
    /// [`StoreError::Unreadable`] for a status that this version does not know.
    pub fn by_status(&mut self, at: usize) -> StoreResult<ByStatus> {
        let rows = self.take(at);
        rows.iter().map(|row| Ok((status(row.get(0))?, number(row.get(1))))).collect()
    }

    pub fn count(&mut self, at: usize) -> u64 {
        let rows = self.take(at);
        rows.first().map_or(0, |row| number(row.get(0)))
    }
}

fn status(text: &str) -> StoreResult<AppointmentStatus> {
    text.parse().map_err(|_| StoreError::Unreadable { table: "appointments" })
}
