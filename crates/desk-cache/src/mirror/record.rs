//! A patient's whole record as columns: those of `patient`, which lists read too, and the rest in `patient_detail`.
//!
//! A list stands as text with a line for each entry. So an entry has no line break; one that came with a break gets a
//! space in its place.

use super::{
    columns::Columns,
    reader::rows::{PATIENT_COLUMNS, patient_line},
    statement::run,
};
use crate::error::CacheError;
use clinic_domain::{
    id::{OpId, ResourceId},
    organization::Address,
    patient::{Coverage, EmergencyContact, Patient, PersonalAddress, Phone},
};
use rusqlite::{Connection, Row, params};
use std::str::FromStr;

/// The columns of `patient_detail d` that nothing but a patient has, as [`write_detail`] binds them from `?4` on.
macro_rules! detail_columns {
    () => {
        "preferred_name, phones, email, address_lines, city, region, postal_code, country, language, flags,
         alert, contact_name, contact_relation, contact_phone, own_provider, contact_preference, may_be_reminded, payer,
         member_id, valid_from, valid_to"
    };
}
pub(super) use detail_columns;

/// The values of [`detail_columns`].
macro_rules! detail_values {
    () => {
        "?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24"
    };
}
pub(super) use detail_values;

/// The columns of a whole record, of `patient p` and `patient_detail d`, as [`patient`] reads them.
macro_rules! record_columns {
    () => {
        concat!(patient_columns!(), ", d.source, ", detail_columns!())
    };
}
pub(super) use record_columns;

/// How many columns [`record_columns`] names.
pub(super) const RECORD_COLUMNS: usize = PATIENT_COLUMNS + 22;

pub(super) fn write_detail(
    conn: &Connection,
    sql: &str,
    row_id: i64,
    origin: Option<OpId>,
    it: &Patient,
) -> Result<usize, CacheError> {
    let Address { lines, city, region, postal_code, country } = &it.address.0;
    let (contact, coverage) = (it.emergency_contact.as_ref(), it.coverage.as_ref());
    let row = params![
        row_id,
        origin.as_ref().map(OpId::as_bytes),
        it.source,
        it.preferred_name.expose(),
        joined(it.phones.iter().map(|it| format!("{} {}", it.kind, it.number.expose()))),
        it.email.expose(),
        joined(lines),
        city,
        region,
        postal_code,
        country,
        it.language,
        joined(it.flags.iter().map(|it| it.as_str())),
        it.alert.expose(),
        contact.map(|it| it.name.expose()),
        contact.map(|it| it.relation.as_str()),
        contact.map(|it| it.phone.expose()),
        it.own_provider.as_ref().map(ResourceId::as_bytes),
        it.contact_preference.as_str(),
        it.may_be_reminded,
        coverage.map(|it| it.payer.as_str()),
        coverage.map(|it| it.member_id.expose()),
        coverage.and_then(|it| it.valid_from).map(|it| it.to_string()),
        coverage.and_then(|it| it.valid_to).map(|it| it.to_string()),
    ];
    run(conn, sql, row)
}

/// From [`record_columns`], starting at column `at`.
pub(super) fn patient(row: &Row<'_>, at: usize) -> Result<Patient, CacheError> {
    let columns = Columns::of(row, "patient", at);
    let line = patient_line(row, at)?;
    let at = |column: usize| at + PATIENT_COLUMNS + column;
    Ok(Patient {
        id: line.id,
        version: line.version,
        record_number: line.record_number,
        family_name: line.family_name,
        given_names: line.given_names,
        preferred_name: columns.personal(at(1))?,
        birth_date: line.birth_date,
        sex: line.sex,
        phones: entries(&columns, at(2), |line| {
            let (kind, number) = line.split_once(' ')?;
            Some(Phone { number: number.into(), kind: kind.parse().ok()? })
        })?,
        email: columns.personal(at(3))?,
        address: PersonalAddress(Address {
            lines: entries(&columns, at(4), |line| Some(line.to_owned()))?,
            city: columns.get(at(5))?,
            region: columns.get(at(6))?,
            postal_code: columns.get(at(7))?,
            country: columns.get(at(8))?,
        }),
        language: columns.get(at(9))?,
        needs_interpreter: line.needs_interpreter,
        flags: entries(&columns, at(10), |line| FromStr::from_str(line).ok())?,
        alert: columns.personal(at(11))?,
        emergency_contact: contact(&columns, at(12))?,
        own_provider: columns.get::<Option<[u8; 16]>>(at(15))?.map(ResourceId::from_bytes),
        contact_preference: columns.code(at(16))?,
        may_be_reminded: columns.get(at(17))?,
        coverage: coverage(&columns, at(18))?,
        is_deceased: line.is_deceased,
        is_active: line.is_active,
        source: columns.get(at(0))?,
    })
}

fn contact(columns: &Columns<'_>, at: usize) -> Result<Option<EmergencyContact>, CacheError> {
    if columns.is_absent(at) {
        return Ok(None);
    }
    let (name, relation) = (columns.personal(at)?, columns.get(at + 1)?);
    Ok(Some(EmergencyContact { name, relation, phone: columns.personal(at + 2)? }))
}

fn coverage(columns: &Columns<'_>, at: usize) -> Result<Option<Coverage>, CacheError> {
    if columns.is_absent(at) {
        return Ok(None);
    }
    let (valid_from, valid_to) = (columns.date(at + 2)?, columns.date(at + 3)?);
    Ok(Some(Coverage { payer: columns.get(at)?, member_id: columns.personal(at + 1)?, valid_from, valid_to }))
}

fn joined(entries: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    let entries = entries.into_iter().map(|it| it.as_ref().replace('\n', " "));
    entries.collect::<Vec<_>>().join("\n")
}

fn entries<T>(
    columns: &Columns<'_>,
    at: usize,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, CacheError> {
    let lines = columns.text(at)?.split('\n').filter(|it| !it.is_empty());
    lines.map(|line| read(line).ok_or_else(|| columns.broken(at))).collect()
}
