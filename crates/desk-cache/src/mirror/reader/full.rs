//! Rows with all that is known of the visit and its patient: for the work lists and for paper.

use super::{
    super::{
        columns::Columns,
        record::{self, RECORD_COLUMNS, detail_columns, record_columns},
        statement::{all, first, statements},
    },
    Reader,
    book::{overlap, settled},
    rows::{APPOINTMENT_COLUMNS, DayRow, appointment_columns, day_row, patient_columns},
};
use crate::error::CacheError;
use clinic_domain::{
    appointment::{ConfirmationStamp, HistoryEntry},
    attendance::Attendance,
    id::{AppointmentId, LocationId},
    patient::Patient,
    personal::Personal,
    time::{Instant, Period},
};
use clinic_protocol::AppointmentDetail;
use rusqlite::Row;

/// What a list shows, and what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FullRow {
    pub row: DayRow,
    /// Absent where the patient has not come yet.
    pub patient: Option<Patient>,
    pub note: Personal,
    /// Who asked the patient last, when and how.
    pub confirmation_stamp: Option<ConfirmationStamp>,
    pub attendance: Attendance,
    pub history: Vec<HistoryEntry>,
}

/// The condition follows.
macro_rules! full_rows {
    ($rest:literal) => {
        concat!(
            "SELECT ",
            appointment_columns!(),
            ", ",
            record_columns!(),
            ", ad.body FROM appointment a JOIN appointment_detail ad ON ad.row_id = a.row_id
             LEFT JOIN patient p ON p.id = a.patient LEFT JOIN patient_detail d ON d.row_id = p.row_id ",
            $rest
        )
    };
}

statements! {
    DAY_IN_FULL = full_rows!(
        "WHERE a.location = ?1 AND a.starts_at > ?2 AND a.starts_at < ?3 AND a.ends_at > ?4 ORDER BY a.starts_at"
    );
    IN_FULL = full_rows!("WHERE a.id = ?1");
    LEFT_OPEN = full_rows!(
        "WHERE a.location = ?1 AND a.starts_at >= ?2 AND a.starts_at < ?3 AND a.ends_at <= ?3 AND a.is_live
         ORDER BY a.starts_at"
    );
    NO_SHOWS = full_rows!(
        "WHERE a.location = ?1 AND a.status = 'noshow' AND a.starts_at >= ?2 AND a.starts_at < ?3
           AND NOT EXISTS (SELECT 1 FROM appointment later
                           WHERE later.patient = a.patient AND later.starts_at > a.starts_at
                             AND (later.is_live OR later.status IN ('fulfilled', 'noshow')))
         ORDER BY a.starts_at DESC"
    );
    TO_TELL = full_rows!(
        "WHERE a.id IN (SELECT appointment FROM to_tell WHERE location = ?1) AND a.starts_at >= ?2"
    );
    NEXT_EXPECTED = "SELECT starts_at FROM appointment
                     WHERE location = ?1 AND starts_at >= ?2 AND is_live ORDER BY starts_at LIMIT 1";
}

impl Reader<'_> {
    /// As [`Reader::day`], with everything.
    pub fn day_in_full(&self, location: LocationId, period: Period) -> Result<Vec<FullRow>, CacheError> {
        let (earliest, end, start) = overlap(period);
        Ok(settled(all(self.conn, DAY_IN_FULL, (location.as_bytes(), earliest, end, start), full_row)?))
    }

    /// Those of these visits that are there, in their order.
    pub fn in_full(&self, ids: &[AppointmentId]) -> Result<Vec<FullRow>, CacheError> {
        let found = ids.iter().map(|id| first(self.conn, IN_FULL, [id.as_bytes()], full_row));
        found.filter_map(Result::transpose).collect()
    }

    /// Live visits that began in the period and were over at its end.
    pub fn left_open(&self, location: LocationId, period: Period) -> Result<Vec<FullRow>, CacheError> {
        let (start, end) = (period.start().0, period.end().0);
        Ok(settled(all(self.conn, LEFT_OPEN, (location.as_bytes(), start, end), full_row)?))
    }

    /// The last no-show of each patient who has neither come nor been booked since, of those in the period; latest
    /// first.
    pub fn no_shows(&self, location: LocationId, period: Period) -> Result<Vec<FullRow>, CacheError> {
        all(self.conn, NO_SHOWS, (location.as_bytes(), period.start().0, period.end().0), full_row)
    }

    /// Visits from `from` on that the clinic moved and whose patients do not know yet.
    pub fn to_tell(&self, location: LocationId, from: Instant) -> Result<Vec<FullRow>, CacheError> {
        Ok(settled(all(self.conn, TO_TELL, (location.as_bytes(), from.0), full_row)?))
    }

    /// When the first live visit from `from` on starts.
    pub fn next_expected(&self, location: LocationId, from: Instant) -> Result<Option<Instant>, CacheError> {
        first(self.conn, NEXT_EXPECTED, (location.as_bytes(), from.0), |row| Ok(Instant(row.get(0)?)))
    }
}

fn full_row(row: &Row<'_>) -> Result<FullRow, CacheError> {
    const BODY: usize = APPOINTMENT_COLUMNS + RECORD_COLUMNS;
    let columns = Columns::of(row, "appointment", 0);
    let patient = match columns.get::<Option<i64>>(APPOINTMENT_COLUMNS + 1)? {
        Some(_) => Some(record::patient(row, APPOINTMENT_COLUMNS)?),
        None => None,
    };
    let detail: AppointmentDetail = columns.body(BODY)?;
    Ok(FullRow {
        row: day_row(row)?,
        patient,
        note: detail.note,
        confirmation_stamp: detail.confirmation_stamp,
        attendance: detail.attendance,
        history: detail.history,
    })
}

impl AsRef<DayRow> for FullRow {
    fn as_ref(&self) -> &DayRow {
        &self.row
    }
}
