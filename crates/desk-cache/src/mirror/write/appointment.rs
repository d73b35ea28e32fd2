//! Appointments, and the allocations of the live ones.

use super::{
    super::{
        columns::{Columns, broken_row},
        fact, packed,
        statement::{first, run, statements},
    },
    naming,
};
use crate::error::CacheError;
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{Allocation, Appointment, AppointmentStatus},
    id::Version,
    time::Instant,
    worklist::{is_expected, untold_move},
};
use clinic_protocol::{AppointmentDetail, encode_entity};
use rusqlite::{Connection, ToSql, params};

statements! {
    FIND = "SELECT id, row_id, version, starts_at, allocations, wall_start FROM appointment WHERE id = ?1";
    INSERT = "INSERT INTO appointment (id, version, location, patient, appointment_type, starts_at, ends_at, wall_start,
                                       status, is_live, confirmation, has_note, waiting_since, allocations, series)
              VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
    UPDATE = "UPDATE appointment
              SET version = ?2, location = ?3, patient = ?4, appointment_type = ?5, starts_at = ?6, ends_at = ?7,
                  wall_start = ?8, status = ?9, is_live = ?10, confirmation = ?11, has_note = ?12,
                  waiting_since = ?13, allocations = ?14, series = ?15
              WHERE id = ?1";
    INSERT_DETAIL = "INSERT INTO appointment_detail (row_id, origin_op, source, body) VALUES (?1, ?2, ?3, ?4)";
    UPDATE_DETAIL = "UPDATE appointment_detail SET origin_op = ?2, source = ?3, body = ?4 WHERE row_id = ?1";
    RAISE_QUEUE_NUMBER = "INSERT INTO queue (location, day, last) VALUES (?1, ?2, ?3)
                          ON CONFLICT DO UPDATE SET last = max(last, excluded.last)";
    INSERT_ALLOCATION = "INSERT INTO allocation (resource, starts_at, appointment, lane, ends_at, appointment_type,
                                                 before_seconds, after_seconds)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                         ON CONFLICT DO UPDATE SET ends_at = max(ends_at, excluded.ends_at),
                                                   after_seconds = max(after_seconds, excluded.after_seconds)";
    INSERT_TO_TELL = "INSERT OR IGNORE INTO to_tell (appointment, location) VALUES (?1, ?2)";
    DELETE_TO_TELL = "DELETE FROM to_tell WHERE appointment = ?1";
    DELETE_ALLOCATION = "DELETE FROM allocation WHERE resource = ?1 AND starts_at = ?2 AND appointment = ?3";
}

/// Writes the appointment unless the row is here in this or a later version.
pub fn put(conn: &Connection, appointment: &Appointment) -> Result<(), CacheError> {
    let found = first(conn, FIND, [appointment.id.as_bytes()], |row| {
        let columns = Columns::of(row, "appointment", 0);
        let allocations = packed::unpack(Instant(columns.get(3)?), columns.bytes(4)?);
        let stood = Stood {
            row_id: columns.get(1)?,
            allocations: allocations.ok_or_else(|| columns.broken(4))?,
            day: columns.day(5)?,
        };
        Ok((Version(columns.get(2)?), stood))
    })?;
    match found {
        Some((version, _)) if version >= appointment.version => Ok(()),
        Some((_, stood)) => update(conn, &stood, appointment),
        None => insert(conn, appointment),
    }
}

/// Writes an appointment that is not here yet.
pub fn insert(conn: &Connection, appointment: &Appointment) -> Result<(), CacheError> {
    write_columns(conn, INSERT, appointment)?;
    let row_id = conn.last_insert_rowid();
    write_detail(conn, INSERT_DETAIL, row_id, appointment)?;
    fact::put(conn, row_id, None, appointment)?;
    insert_to_tell(conn, appointment)?;
    insert_allocations(conn, appointment)
}

/// The row as it was before.
struct Stood {
    row_id: i64,
    allocations: Vec<Allocation>,
    /// By the location's clock.
    day: NaiveDate,
}

fn update(conn: &Connection, stood: &Stood, appointment: &Appointment) -> Result<(), CacheError> {
    for it in &stood.allocations {
        let key = (it.resource.as_bytes(), it.during.start().0, appointment.id.as_bytes());
        run(conn, DELETE_ALLOCATION, key)?;
    }
    write_columns(conn, UPDATE, appointment)?;
    write_detail(conn, UPDATE_DETAIL, stood.row_id, appointment)?;
    fact::put(conn, stood.row_id, Some(stood.day), appointment)?;
    run(conn, DELETE_TO_TELL, [appointment.id.as_bytes()])?;
    insert_to_tell(conn, appointment)?;
    insert_allocations(conn, appointment)
}

fn write_columns(conn: &Connection, sql: &str, it: &Appointment) -> Result<(), CacheError> {
    let allocations = packed::pack(it.visit.start(), &it.allocations)
        .ok_or_else(|| broken_row("appointment", it.id.to_string(), "an allocation far from the visit"))?;
    let row: [&dyn ToSql; 15] = [
        it.id.as_bytes(),
        &it.version.0,
        it.location.as_bytes(),
        it.patient.as_bytes(),
        it.appointment_type.as_bytes(),
        &it.visit.start().0,
        &it.visit.end().0,
        &it.wall_start,
        &it.status.as_str(),
        &it.is_live(),
        &it.confirmation.state.as_str(),
        &!it.note.is_empty(),
        &waiting_since(it).map(|at| at.0),
        &allocations,
        &it.series.as_ref().map(|it| it.id.as_bytes()),
    ];
    naming("appointment", it.id.as_bytes(), run(conn, sql, row.as_slice())).map(|_| ())
}

fn write_detail(conn: &Connection, sql: &str, row_id: i64, it: &Appointment) -> Result<(), CacheError> {
    let detail = AppointmentDetail {
        note: it.note.clone(),
        requested_by: it.requested_by,
        reminder: it.reminder,
        contact_point: it.contact_point.clone(),
        attendance: it.attendance,
        confirmation_stamp: it.confirmation.stamp,
        cancellation: it.cancellation.clone(),
        series: it.series.clone(),
        history: it.history.clone(),
    };
    run(conn, sql, params![row_id, it.origin_op.as_bytes(), it.source, encode_entity(&detail)])?;
    if let (Some(number), Some((day, _))) = (it.attendance.queue_number, it.wall_start.split_once('T')) {
        run(conn, RAISE_QUEUE_NUMBER, (it.location.as_bytes(), day, number))?;
    }
    Ok(())
}

fn insert_allocations(conn: &Connection, appointment: &Appointment) -> Result<(), CacheError> {
    if !appointment.is_live() {
        return Ok(());
    }
    for it in &appointment.allocations {
        let written = insert_allocation(conn, appointment, it);
        naming("allocation", appointment.id.as_bytes(), written)?;
    }
    Ok(())
}

fn insert_allocation(
    conn: &Connection,
    appointment: &Appointment,
    it: &Allocation,
) -> Result<usize, CacheError> {
    let (start, end) = (it.during.start().0, it.during.end().0);
    let (before, after) = (appointment.visit.start().0 - start, end - appointment.visit.end().0);
    let (id, of_type) = (appointment.id.as_bytes(), appointment.appointment_type.as_bytes());
    let row = (it.resource.as_bytes(), start, id, it.lane, end, of_type, before.max(0), after.max(0));
    run(conn, INSERT_ALLOCATION, row)
}

fn insert_to_tell(conn: &Connection, it: &Appointment) -> Result<(), CacheError> {
    if is_expected(it.status) && untold_move(&it.history).is_some() {
        run(conn, INSERT_TO_TELL, (it.id.as_bytes(), it.location.as_bytes()))?;
    }
    Ok(())
}

/// When the patient came, while nobody has seen them yet.
fn waiting_since(appointment: &Appointment) -> Option<Instant> {
    use AppointmentStatus as S;
    if !matches!(appointment.status, S::Arrived | S::CheckedIn) {
        return None;
    }
    appointment.arrived_at()
}
