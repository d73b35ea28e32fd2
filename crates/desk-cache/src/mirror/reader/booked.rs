//! What is booked, as far as hours are concerned: who comes stays unread until a person asks.

use super::{
    super::{
        columns::Columns,
        packed,
        statement::{all, first, statements},
    },
    Reader,
    book::overlap,
    rows::{DayRow, appointment_columns, day_row, patient_columns},
};
use crate::error::CacheError;
use clinic_domain::{
    availability::BookedVisit,
    id::{AppointmentId, AppointmentTypeId, LocationId, ResourceId},
    time::Period,
};
use rusqlite::Row;

/// The condition follows.
macro_rules! booked {
    ($rest:literal) => {
        concat!(
            "SELECT a.id, a.location, a.appointment_type, a.starts_at, a.ends_at, a.allocations FROM ",
            $rest,
            " AND a.status IN ('pending', 'booked')"
        )
    };
}

statements! {
    BOOKED_WITH = booked!(
        "allocation x JOIN appointment a ON a.id = x.appointment
         WHERE x.resource = ?1 AND x.starts_at > ?2 AND x.starts_at < ?3 AND x.ends_at > ?4"
    );
    BOOKED_AT = booked!(
        "appointment a WHERE a.location = ?1 AND a.starts_at > ?2 AND a.starts_at < ?3 AND a.ends_at > ?4"
    );
    VISIT = concat!(
        "SELECT ",
        appointment_columns!(),
        ", ",
        patient_columns!(),
        " FROM appointment a LEFT JOIN patient p ON p.id = a.patient WHERE a.id = ?1"
    );
}

impl Reader<'_> {
    /// Visits of patients who are still expected that take up the resource at any time in the period, by start.
    pub fn booked_with(&self, resource: ResourceId, period: Period) -> Result<Vec<BookedVisit>, CacheError> {
        let (earliest, end, start) = overlap(period);
        Ok(in_order(all(self.conn, BOOKED_WITH, (resource.as_bytes(), earliest, end, start), booked)?))
    }

    /// Those of a whole location.
    pub fn booked_at(&self, location: LocationId, period: Period) -> Result<Vec<BookedVisit>, CacheError> {
        let (earliest, end, start) = overlap(period);
        Ok(in_order(all(self.conn, BOOKED_AT, (location.as_bytes(), earliest, end, start), booked)?))
    }

    /// The visits as lists show them, those that are there.
    pub fn visits(&self, ids: &[AppointmentId]) -> Result<Vec<DayRow>, CacheError> {
        let found = ids.iter().map(|id| first(self.conn, VISIT, [id.as_bytes()], day_row));
        found.filter_map(Result::transpose).collect()
    }
}

/// A visit may take up a resource more than once.
fn in_order(mut visits: Vec<BookedVisit>) -> Vec<BookedVisit> {
    visits.sort_unstable_by_key(|it| (it.visit.start(), it.id));
    visits.dedup_by_key(|it| it.id);
    visits
}

fn booked(row: &Row<'_>) -> Result<BookedVisit, CacheError> {
    let columns = Columns::of(row, "appointment", 0);
    let visit = columns.period(3)?;
    Ok(BookedVisit {
        id: columns.id(0, AppointmentId::from_bytes)?,
        location: columns.id(1, LocationId::from_bytes)?,
        appointment_type: columns.id(2, AppointmentTypeId::from_bytes)?,
        visit,
        allocations: packed::unpack(visit.start(), columns.bytes(5)?).ok_or_else(|| columns.broken(5))?,
    })
}
