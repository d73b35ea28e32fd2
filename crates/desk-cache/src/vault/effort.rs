//! What bookings cost at this desk, and who worked at it.

use crate::error::CacheError;
use clinic_domain::{
    capacity::Effort,
    id::{AppointmentTypeId, LocationId, ResourceId},
    time::{Instant, Period},
};
use rusqlite::Connection;

/// Of one booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BookingEffort {
    pub at: Instant,
    pub location: LocationId,
    pub provider: Option<ResourceId>,
    pub appointment_type: AppointmentTypeId,
    pub effort: Effort,
}

pub(crate) fn add(vault: &Connection, it: &BookingEffort) -> Result<(), CacheError> {
    vault.execute(
        "INSERT INTO booking_effort (at, location, provider, appointment_type, seconds, keystrokes)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        (
            it.at.0,
            it.location.as_bytes(),
            it.provider.as_ref().map(ResourceId::as_bytes),
            it.appointment_type.as_bytes(),
            it.effort.seconds,
            it.effort.keystrokes,
        ),
    )?;
    Ok(())
}

/// Those of a time, oldest first.
pub(crate) fn within(vault: &Connection, during: Period) -> Result<Vec<BookingEffort>, CacheError> {
    let sql = "SELECT at, location, provider, appointment_type, seconds, keystrokes FROM booking_effort
               WHERE at >= ?1 AND at < ?2 ORDER BY at, n";
    let mut statement = vault.prepare_cached(sql)?;
    let rows = statement.query_map((during.start().0, during.end().0), |row| {
        Ok(BookingEffort {
            at: Instant(row.get(0)?),
            location: LocationId::from_bytes(row.get(1)?),
            provider: row.get::<_, Option<[u8; 16]>>(2)?.map(ResourceId::from_bytes),
            appointment_type: AppointmentTypeId::from_bytes(row.get(3)?),
            effort: Effort { seconds: row.get(4)?, keystrokes: row.get(5)? },
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// How many people did anything in the hours of a time.
pub(crate) fn active_people(vault: &Connection, during: Period) -> Result<u64, CacheError> {
    let sql = "SELECT count(DISTINCT person) FROM active_hour WHERE hour BETWEEN ?1 AND ?2";
    let hours = (during.start().0.div_euclid(3600), (during.end().0 - 1).div_euclid(3600));
    Ok(vault.prepare_cached(sql)?.query_row(hours, |row| row.get::<_, i64>(0))?.unsigned_abs())
}
