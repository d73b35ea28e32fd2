//! A row's visit.

use super::{
    clock, date,
    field::TableField as F,
    name::digest,
    person::{self, called, record_number_key},
    row::Row,
};
use crate::{
    record::{InlinePatient, Keys, Moment, Reference, Target, TypeLabel, Visit},
    report::{Reason, Warning},
    words,
};
use clinic_domain::{
    appointment::{AppointmentStatus, CancelReason},
    personal::Personal,
    time::{end_instant, start_instant},
};

/// The visit, what it goes by, and what was left out of its patient.
pub(super) fn read(row: Row<'_>) -> Result<(Visit, Keys, Vec<Warning>), Reason> {
    let start = start(row)?;
    let end = end(row, start)?;
    let status = status(row)?;
    let (inline, warnings) = inline(row)?;
    let patients = patients(row, inline.as_deref());
    if patients.is_empty() {
        let (family, given) = person::names(row);
        let is_named = !family.is_empty() || !given.is_empty();
        return Err(if is_named { Reason::NoIdentity } else { Reason::PatientMissing });
    }
    let things = [(F::Provider, Target::Provider), (F::Room, Target::Room), (F::Location, Target::Place)];
    let things = things.into_iter().filter_map(|(field, target)| called(row.get(field), target));
    let keys = keys(row, &patients, start);
    let cancelled = matches!(status, AppointmentStatus::Cancelled | AppointmentStatus::LateCancel);
    let visit = Visit {
        is_encounter: false,
        status,
        cancel_reason: cancelled.then_some(CancelReason::Other),
        participants: patients.into_iter().chain(things).collect(),
        inline,
        start: Some(in_zone(row, start, true)),
        end: end.map(|it| in_zone(row, it, false)),
        minutes: minutes(row)?,
        label: label(row),
        note: row.joined(&[F::Reason, F::Note], "; ").into(),
        slots: Vec::new(),
        appointment: None,
        payer: None,
        stated: row.reading.mapping.stated,
    };
    Ok((visit, keys, warnings))
}

fn start(row: Row<'_>) -> Result<Moment, Reason> {
    let (cell, order, latest) = (row.get(F::Start), row.reading.order(), row.reading.latest_visit);
    if cell.is_empty() {
        return Err(Reason::StartMissing);
    }
    if let Some(moment) = clock::moment(cell, order, latest).filter(|_| row.get(F::StartTime).is_empty()) {
        return Ok(moment);
    }
    // Beside a column with the time the day may carry one of its own; the column counts.
    let date::Read::Date(day, _) = date::read(cell, order, latest) else {
        return Err(Reason::DateInvalid);
    };
    match row.get(F::StartTime) {
        "" => Err(Reason::DateOnly),
        time => clock::read(time).and_then(|it| clock::at(day, it)).ok_or(Reason::DateInvalid),
    }
}

/// A time on the day of the start, or a day with a time; a day alone tells nothing.
fn end(row: Row<'_>, start: Moment) -> Result<Option<Moment>, Reason> {
    let (cell, order, latest) = (row.get(F::End), row.reading.order(), row.reading.latest_visit);
    if cell.is_empty() || date::whole(cell, order, latest).is_some() {
        return Ok(None);
    }
    if let Some(moment) = clock::moment(cell, order, latest) {
        return Ok(Some(moment));
    }
    let time = clock::read(cell).ok_or(Reason::DateInvalid)?;
    match start {
        Moment::Wall(wall) => Ok(clock::at(wall.date(), time)),
        // A start with its offset says nothing of the day on the wall.
        Moment::At(_) => Err(Reason::OffsetMissing),
    }
}

/// A time without an offset is in the zone that was said for the table.
fn in_zone(row: Row<'_>, moment: Moment, is_start: bool) -> Moment {
    match (moment, row.reading.zone()) {
        (Moment::Wall(wall), Some(zone)) if is_start => Moment::At(start_instant(zone, wall)),
        (Moment::Wall(wall), Some(zone)) => Moment::At(end_instant(zone, wall)),
        (moment, _) => moment,
    }
}

fn minutes(row: Row<'_>) -> Result<Option<u32>, Reason> {
    match row.get(F::Duration) {
        "" => Ok(None),
        cell => clock::minutes(cell).map(Some).ok_or(Reason::LengthMissing),
    }
}

fn status(row: Row<'_>) -> Result<AppointmentStatus, Reason> {
    match row.get(F::Status) {
        "" => Ok(AppointmentStatus::Booked),
        word => match row.reading.status(word) {
            None => Err(Reason::StatusUnknown),
            Some(AppointmentStatus::EnteredInError) => Err(Reason::EnteredInError),
            Some(status) => Ok(status),
        },
    }
}

fn label(row: Row<'_>) -> Option<TypeLabel> {
    words::type_label(String::new(), row.get(F::VisitType))
}

/// The row's own patient, when it names one and tells them from others of that name; a number alone describes nobody.
fn inline(row: Row<'_>) -> Result<(Option<Box<InlinePatient>>, Vec<Warning>), Reason> {
    match person::read(row) {
        Ok((patient, keys, warnings)) if !person::keys_of(&patient.details).is_empty() => {
            Ok((Some(Box::new(InlinePatient { keys, patient })), warnings))
        }
        Ok(_) | Err(Reason::NameMissing) => Ok((None, Vec::new())),
        Err(reason) => Err(reason),
    }
}

/// What the row calls its patient, the surest first. A birth date tells namesakes apart who share a phone.
fn patients(row: Row<'_>, inline: Option<&InlinePatient>) -> Vec<Reference> {
    let (family, given) = person::names(row);
    let display = Personal::new([given, family].join(" ").trim());
    let others = inline.map_or_else(Vec::new, |it| {
        let most = if it.patient.details.birth_date.is_some() { 1 } else { usize::MAX };
        person::keys_of(&it.patient.details).into_iter().take(most).collect()
    });
    let keys = record_number_key(row).into_iter().chain(others);
    keys.map(|key| Reference { target: Target::Patient, key: Some(key), display: display.clone() }).collect()
}

/// The old system's number; else patient, start and provider, which no two visits share.
fn keys(row: Row<'_>, patients: &[Reference], start: Moment) -> Keys {
    let number = row.get(F::VisitNumber);
    if !number.is_empty() {
        return Keys { identifiers: vec![format!("table/visit|{number}")], addresses: Vec::new() };
    }
    let patient = patients.first().and_then(|it| it.key.as_deref()).unwrap_or_default();
    let start = match start {
        Moment::At(instant) => instant.0.to_string(),
        Moment::Wall(wall) => wall.to_string(),
    };
    let provider = called(row.get(F::Provider), Target::Provider).and_then(|it| it.key).unwrap_or_default();
    let digest = digest([patient, &start, &provider]);
    Keys { identifiers: vec![format!("table/visit-of|{digest}")], addresses: Vec::new() }
}
