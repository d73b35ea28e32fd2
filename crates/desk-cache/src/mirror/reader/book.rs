//! The book: days, what is taken up, and a patient's visits.

use super::{
    super::{
        columns::Columns,
        fact::{self, FactWeek},
        packed,
        statement::{all, first, statements},
    },
    Reader,
    rows::{DayRow, appointment_columns, day_row, patient_columns},
};
use crate::error::CacheError;
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, Confirmation, HistoryEntry, MAX_VISIT_MINUTES},
    availability::{Busy, Occupant},
    capacity::{Released, VisitFacts},
    id::{AppointmentId, AppointmentTypeId, LocationId, OpId, PatientId, ResourceId, SeriesId, Version},
    setup::Setup,
    time::{Instant, Period},
};
use clinic_protocol::AppointmentDetail;
use rusqlite::Row;
use std::ops::RangeInclusive;

/// Rows with their patients: `FROM` and the condition follow.
macro_rules! day_rows {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            appointment_columns!(),
            ", ",
            patient_columns!(),
            " FROM appointment a LEFT JOIN patient p ON p.id = a.patient ",
            $rest
        )
    };
}

statements! {
    APPOINTMENT = "SELECT a.id, a.version, a.location, a.patient, a.appointment_type, a.starts_at, a.ends_at,
                          a.wall_start, a.status, a.confirmation, a.allocations, d.origin_op, d.source, d.body
                   FROM appointment a JOIN appointment_detail d ON d.row_id = a.row_id WHERE a.id = ?1";
    DAY = day_rows!(
        "WHERE a.location = ?1 AND a.starts_at > ?2 AND a.starts_at < ?3 AND a.ends_at > ?4 ORDER BY a.starts_at"
    );
    /// The resource's bytes stand in the packed allocations: that tells before the patient's row is read.
    WITH_RESOURCE = day_rows!(
        "WHERE a.location = ?1 AND a.starts_at > ?2 AND a.starts_at < ?3 AND a.ends_at > ?4
           AND instr(a.allocations, ?5) ORDER BY a.starts_at"
    );
    NEXT_VISITS = day_rows!(
        "WHERE a.patient = ?1 AND a.starts_at >= ?2 AND a.is_live ORDER BY a.starts_at LIMIT ?3"
    );
    LAST_VISITS = day_rows!(
        "WHERE a.patient = ?1 AND a.starts_at < ?2 ORDER BY a.starts_at DESC LIMIT ?3"
    );
    SERIES = day_rows!("WHERE a.series = ?1 ORDER BY a.starts_at");
    VISITS_IN = day_rows!(
        "WHERE a.patient = ?1 AND a.starts_at > ?2 AND a.starts_at < ?3 AND a.ends_at > ?4 ORDER BY a.starts_at"
    );
    APPOINTMENTS_OF = "SELECT a.id, a.version, a.location, a.patient, a.appointment_type, a.starts_at, a.ends_at,
                              a.wall_start, a.status, a.confirmation, a.allocations, d.origin_op, d.source, d.body
                       FROM appointment a JOIN appointment_detail d ON d.row_id = a.row_id
                       WHERE a.patient = ?1 ORDER BY a.starts_at";
    HISTORIES = "SELECT a.id, d.body FROM appointment a JOIN appointment_detail d ON d.row_id = a.row_id
                 WHERE a.patient = ?1 AND a.starts_at > ?2 AND a.starts_at < ?3";
    COUNT_STATUS = "SELECT count(*) FROM appointment WHERE patient = ?1 AND status = ?2";
    HAS_VISITS = "SELECT 1 FROM appointment
                  WHERE location = ?1 AND starts_at >= ?2 AND starts_at < ?3
                    AND status NOT IN ('cancelled', 'late-cancel', 'entered-in-error')
                  LIMIT 1";
    HAS_PAST_VISIT = "SELECT 1 FROM appointment
                      WHERE patient = ?1 AND starts_at < ?2
                        AND (status = 'fulfilled' OR is_live AND status NOT IN ('pending', 'booked'))
                      LIMIT 1";
    VISITS_SEEN = "SELECT id FROM appointment
                   WHERE patient = ?1 AND starts_at < ?2
                     AND (status = 'fulfilled' OR is_live AND status NOT IN ('pending', 'booked'))";
    PATIENT_BUSY = "SELECT id, starts_at, ends_at FROM appointment
                    WHERE patient = ?1 AND starts_at > ?2 AND starts_at < ?3 AND ends_at > ?4 AND is_live
                    ORDER BY starts_at";
    LAST_QUEUE_NUMBER = "SELECT last FROM queue WHERE location = ?1 AND day = ?2";
    BUSY = "SELECT appointment, starts_at, ends_at, starts_at + before_seconds, ends_at - after_seconds, lane,
                   appointment_type
            FROM allocation
            WHERE resource = ?1 AND starts_at > ?2 AND starts_at < ?3 AND ends_at > ?4";
}

impl Reader<'_> {
    pub fn appointment(&self, id: AppointmentId) -> Result<Option<Appointment>, CacheError> {
        first(self.conn, APPOINTMENT, [id.as_bytes()], appointment)
    }

    /// What the figures of capacity are made of: the visits of some days at all locations, whatever became of them, and the
    /// time that was given back on those days; by day.
    pub fn visit_facts(
        &self,
        setup: &Setup,
        days: &RangeInclusive<NaiveDate>,
    ) -> Result<(Vec<VisitFacts>, Vec<Released>), CacheError> {
        fact::read(self.conn, setup, days)
    }

    /// The weeks that these days are of, and how often the facts of each were written.
    pub fn fact_weeks(&self, days: &RangeInclusive<NaiveDate>) -> Result<Vec<FactWeek>, CacheError> {
        fact::weeks(self.conn, days)
    }

    /// All of a patient's visits, whatever became of them, by start.
    pub fn appointments_of(&self, patient: PatientId) -> Result<Vec<Appointment>, CacheError> {
        all(self.conn, APPOINTMENTS_OF, [patient.as_bytes()], appointment)
    }

    /// Every visit at the location that overlaps the period, whatever its status, by start.
    pub fn day(&self, location: LocationId, period: Period) -> Result<Vec<DayRow>, CacheError> {
        let (earliest, end, start) = overlap(period);
        Ok(settled(all(self.conn, DAY, (location.as_bytes(), earliest, end, start), day_row)?))
    }

    /// Of those, the visits that take up the resource.
    pub fn visits_with(
        &self,
        resource: ResourceId,
        location: LocationId,
        period: Period,
    ) -> Result<Vec<DayRow>, CacheError> {
        let (earliest, end, start) = overlap(period);
        let params = (location.as_bytes(), earliest, end, start, resource.as_bytes());
        let mut rows = settled(all(self.conn, WITH_RESOURCE, params, day_row)?);
        rows.retain(|row| row.allocations.iter().any(|it| it.resource == resource));
        Ok(rows)
    }

    /// What live appointments take up of the resources at any time in the period, and what holds keep that stand at
    /// `now`.
    pub fn busy(
        &self,
        resources: &[ResourceId],
        period: Period,
        now: Instant,
    ) -> Result<Vec<(ResourceId, Busy)>, CacheError> {
        let (earliest, end, start) = overlap(period);
        let mut busy = Vec::new();
        for &resource in resources {
            busy.extend(all(self.conn, BUSY, (resource.as_bytes(), earliest, end, start), |row| {
                let columns = Columns::of(row, "allocation", 0);
                let by = Occupant::Visit(columns.id(0, AppointmentId::from_bytes)?);
                let (during, own) = (columns.period(1)?, columns.period(3)?);
                let appointment_type = columns.id(6, AppointmentTypeId::from_bytes)?;
                Ok((resource, Busy { during, own, lane: columns.get(5)?, appointment_type, by }))
            })?);
        }
        for hold in self.standing_holds(now)? {
            let is_asked =
                |it: &(ResourceId, Busy)| resources.contains(&it.0) && it.1.during.overlaps(&period);
            busy.extend(hold.busy().filter(is_asked));
        }
        Ok(busy)
    }

    /// The patient's live visits that overlap the period.
    pub fn patient_busy(
        &self,
        patient: PatientId,
        period: Period,
    ) -> Result<Vec<(AppointmentId, Period)>, CacheError> {
        let (earliest, end, start) = overlap(period);
        all(self.conn, PATIENT_BUSY, (patient.as_bytes(), earliest, end, start), |row| {
            let columns = Columns::of(row, "appointment", 0);
            Ok((columns.id(0, AppointmentId::from_bytes)?, columns.period(1)?))
        })
    }

    /// The patient's live visits that start at `from` or later, soonest first.
    pub fn next_visits(
        &self,
        patient: PatientId,
        from: Instant,
        limit: u32,
    ) -> Result<Vec<DayRow>, CacheError> {
        all(self.conn, NEXT_VISITS, (patient.as_bytes(), from.0, limit), day_row)
    }

    /// The patient's visits that started before `before`, whatever became of them, latest first.
    pub fn last_visits(
        &self,
        patient: PatientId,
        before: Instant,
        limit: u32,
    ) -> Result<Vec<DayRow>, CacheError> {
        all(self.conn, LAST_VISITS, (patient.as_bytes(), before.0, limit), day_row)
    }

    /// Whether a visit of the location began in the period, or was to.
    pub fn has_visits(&self, location: LocationId, period: Period) -> Result<bool, CacheError> {
        let key = (location.as_bytes(), period.start().0, period.end().0);
        Ok(first(self.conn, HAS_VISITS, key, |row| Ok(row.get::<_, u8>(0)?))?.is_some())
    }

    /// What happened to the patient's visits that began in the period.
    pub fn histories_of(&self, patient: PatientId, period: Period) -> Result<Vec<HistoryEntry>, CacheError> {
        let key = (patient.as_bytes(), period.start().0, period.end().0);
        let detail = |row: &Row<'_>| Columns::of(row, "appointment", 0).body::<AppointmentDetail>(1);
        Ok(all(self.conn, HISTORIES, key, detail)?.into_iter().flat_map(|it| it.history).collect())
    }

    /// The patient's visits that overlap the period, whatever their status, by start.
    pub fn visits_of(&self, patient: PatientId, period: Period) -> Result<Vec<DayRow>, CacheError> {
        let (earliest, end, start) = overlap(period);
        let params = (patient.as_bytes(), earliest, end, start);
        Ok(settled(all(self.conn, VISITS_IN, params, day_row)?))
    }

    /// Every visit of the series, whatever became of it, by start.
    pub fn series(&self, series: SeriesId) -> Result<Vec<DayRow>, CacheError> {
        Ok(settled(all(self.conn, SERIES, [series.as_bytes()], day_row)?))
    }

    /// How many of the patient's visits ended in this status.
    pub fn count_visits(&self, patient: PatientId, status: AppointmentStatus) -> Result<u32, CacheError> {
        let count =
            first(self.conn, COUNT_STATUS, (patient.as_bytes(), status.as_str()), |row| Ok(row.get(0)?))?;
        Ok(count.unwrap_or(0))
    }

    /// One above every queue number that the location gave on that day so far.
    pub fn next_queue_number(&self, location: LocationId, day: NaiveDate) -> Result<u32, CacheError> {
        let key = (location.as_bytes(), day.to_string());
        let last: Option<u32> = first(self.conn, LAST_QUEUE_NUMBER, key, |row| Ok(row.get(0)?))?;
        Ok(last.unwrap_or(0) + 1)
    }

    /// The patient's visits that began before `before` and to which they came.
    pub fn visits_seen(&self, patient: PatientId, before: Instant) -> Result<Vec<AppointmentId>, CacheError> {
        all(self.conn, VISITS_SEEN, (patient.as_bytes(), before.0), |row| {
            Columns::of(row, "appointment", 0).id(0, AppointmentId::from_bytes)
        })
    }

    /// Whether the patient was ever seen, or is being seen: began before `before` and came.
    pub fn has_past_visit(&self, patient: PatientId, before: Instant) -> Result<bool, CacheError> {
        Ok(first(self.conn, HAS_PAST_VISIT, (patient.as_bytes(), before.0), |_| Ok(()))?.is_some())
    }
}

/// The bounds of a search for overlaps: starts after the first, starts before the second, ends after the third.
/// No visit is longer than [`MAX_VISIT_MINUTES`], so nothing that started earlier reaches into the period.
pub(super) fn overlap(period: Period) -> (i64, i64, i64) {
    let (start, end) = (period.start(), period.end());
    (start.plus_minutes(-i64::from(MAX_VISIT_MINUTES)).0 - 1, end.0, start.0)
}

/// The index gives them by start; visits that start together still have to be put in an order that stays.
pub(super) fn settled<R: AsRef<DayRow>>(mut rows: Vec<R>) -> Vec<R> {
    rows.sort_by_key(|it| (it.as_ref().visit.start(), it.as_ref().id));
    rows
}

pub(super) fn appointment(row: &Row<'_>) -> Result<Appointment, CacheError> {
    let columns = Columns::of(row, "appointment", 0);
    let visit = columns.period(5)?;
    let detail: AppointmentDetail = columns.body(13)?;
    Ok(Appointment {
        id: columns.id(0, AppointmentId::from_bytes)?,
        version: Version(columns.get(1)?),
        location: columns.id(2, LocationId::from_bytes)?,
        patient: columns.id(3, PatientId::from_bytes)?,
        appointment_type: columns.id(4, AppointmentTypeId::from_bytes)?,
        visit,
        wall_start: columns.get(7)?,
        status: columns.code(8)?,
        confirmation: Confirmation { state: columns.code(9)?, stamp: detail.confirmation_stamp },
        allocations: packed::unpack(visit.start(), columns.bytes(10)?).ok_or_else(|| columns.broken(10))?,
        note: detail.note,
        requested_by: detail.requested_by,
        reminder: detail.reminder,
        contact_point: detail.contact_point,
        attendance: detail.attendance,
        cancellation: detail.cancellation,
        series: detail.series,
        history: detail.history,
        origin_op: columns.id(11, OpId::from_bytes)?,
        source: columns.get(12)?,
    })
}
