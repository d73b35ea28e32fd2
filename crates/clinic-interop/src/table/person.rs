//! A row's patient.

use super::{
    date,
    field::TableField as F,
    name::{self, PersonTrait},
    row::Row,
    values,
};
use crate::{
    record::{Keys, PatientRecord, Reference, Target},
    report::{Reason, Warning},
};
use chrono::NaiveDate;
use clinic_domain::{
    id::PatientId,
    organization::Address,
    patient::{Coverage, EmergencyContact, Patient, PersonalAddress, Phone, PhoneKind, Sex},
    personal::Personal,
};

/// Fewer digits are no number to call.
const PHONE_DIGITS_AT_LEAST: usize = 4;

/// The patient, what they go by, and what was left out.
pub(super) fn read(row: Row<'_>) -> Result<(PatientRecord, Keys, Vec<Warning>), Reason> {
    let (family, given) = names(row);
    if family.is_empty() && given.is_empty() {
        return Err(Reason::NameMissing);
    }
    let mut warnings = Vec::new();
    let details = Patient {
        family_name: family.into(),
        given_names: given.into(),
        preferred_name: row.get(F::PreferredName).into(),
        birth_date: birth_date(row)?,
        sex: sex(row),
        phones: phones(row),
        email: Some(row.get(F::Email)).filter(|it| values::is_email(it)).unwrap_or_default().into(),
        address: PersonalAddress(address(row)),
        language: language(row, &mut warnings),
        alert: row.joined(&[F::Alert], "; ").into(),
        emergency_contact: emergency_contact(row),
        coverage: coverage(row),
        is_deceased: values::yes_or_no(row.get(F::Deceased)).unwrap_or(!is_nothing(row.get(F::Deceased))),
        is_active: values::yes_or_no(row.get(F::Active)).unwrap_or(true),
        ..Patient::new(PatientId::from_bytes([0; 16]))
    };
    let keys = keys(row, &details);
    let details = Patient { source: keys.source().map(str::to_owned), ..details };
    let own_provider = called(row.get(F::OwnProvider), Target::Provider);
    Ok((PatientRecord { details, own_provider }, keys, warnings))
}

/// Every key that a patient can be known by without a record number: the name with the birth date first, then with
/// each phone number, then with the e-mail address.
#[must_use]
pub fn keys_of(patient: &Patient) -> Vec<String> {
    let names = [patient.family_name.expose(), patient.given_names.expose()];
    let born = patient.birth_date.map(PersonTrait::BirthDate);
    let phones = patient.phones.iter().map(|it| PersonTrait::Phone(it.number.expose()));
    let email = Some(patient.email.expose()).filter(|it| !it.is_empty()).map(PersonTrait::Email);
    let traits = born.into_iter().chain(phones).chain(email);
    traits.filter_map(|it| name::person_key(names, &it)).collect()
}

/// A provider, room or place by its name.
pub(super) fn called(name: &str, target: Target) -> Option<Reference> {
    let kind = match target {
        Target::Room => "room",
        Target::Place => "location",
        _ => "provider",
    };
    let key = name::thing_key(kind, name);
    (!name.is_empty()).then(|| Reference { target, key: Some(key), display: name.into() })
}

pub(super) fn record_number_key(row: Row<'_>) -> Option<String> {
    let number = row.get(F::RecordNumber);
    (!number.is_empty()).then(|| format!("table/patient|{number}"))
}

fn keys(row: Row<'_>, details: &Patient) -> Keys {
    let mut others = keys_of(details);
    match record_number_key(row) {
        Some(number) => Keys { identifiers: vec![number], addresses: others },
        None => {
            let first = others.drain(..others.len().min(1)).collect();
            Keys { identifiers: first, addresses: others }
        }
    }
}

/// Family and given names, from their own columns or from the whole name's.
pub(super) fn names(row: Row<'_>) -> (String, String) {
    let family = row.joined(&[F::FamilyName, F::SecondFamilyName], " ");
    let given = row.joined(&[F::GivenNames, F::MiddleName], " ");
    if family.is_empty() && given.is_empty() {
        return name::parted(row.get(F::FullName), row.reading.name_order());
    }
    (family, given)
}

fn birth_date(row: Row<'_>) -> Result<Option<NaiveDate>, Reason> {
    let cell = row.get(F::BirthDate);
    if is_nothing(cell) {
        return Ok(None);
    }
    let date = date::whole(cell, row.reading.order(), row.reading.today).ok_or(Reason::DateInvalid)?;
    if date > row.reading.today { Err(Reason::DateOutOfRange) } else { Ok(Some(date)) }
}

fn sex(row: Row<'_>) -> Sex {
    row.reading.sex(row.get(F::Sex)).unwrap_or(Sex::Unknown)
}

fn phones(row: Row<'_>) -> Vec<Phone> {
    let kinds = [
        (F::MobilePhone, PhoneKind::Mobile),
        (F::HomePhone, PhoneKind::Home),
        (F::WorkPhone, PhoneKind::Work),
        (F::OtherPhone, PhoneKind::Other),
    ];
    let mut phones: Vec<Phone> = Vec::new();
    for (field, kind) in kinds {
        for number in row.all(field).filter(|it| is_number(it)) {
            if !phones.iter().any(|it| it.number.expose() == number) {
                phones.push(Phone { number: number.into(), kind });
            }
        }
    }
    phones
}

pub(super) fn is_number(cell: &str) -> bool {
    cell.bytes().filter(u8::is_ascii_digit).count() >= PHONE_DIGITS_AT_LEAST
}

fn address(row: Row<'_>) -> Address {
    Address {
        lines: row.all(F::Street).map(str::to_owned).collect(),
        city: row.get(F::City).to_owned(),
        region: row.get(F::Region).to_owned(),
        postal_code: row.get(F::PostalCode).to_owned(),
        country: row.get(F::Country).to_owned(),
    }
}

fn language(row: Row<'_>, warnings: &mut Vec<Warning>) -> String {
    let cell = row.get(F::Language);
    let language = values::language(cell);
    if language.is_none() && !cell.is_empty() {
        warnings.push(Warning::LanguageUnknown);
    }
    language.unwrap_or_default().to_owned()
}

fn emergency_contact(row: Row<'_>) -> Option<EmergencyContact> {
    let name = row.get(F::EmergencyName);
    let phone = Personal::from(row.get(F::EmergencyPhone));
    (!name.is_empty()).then(|| EmergencyContact { name: name.into(), relation: String::new(), phone })
}

fn coverage(row: Row<'_>) -> Option<Coverage> {
    let payer = row.get(F::Payer).to_owned();
    let member_id = Personal::from(row.get(F::MemberId));
    (!payer.is_empty()).then_some(Coverage { payer, member_id, valid_from: None, valid_to: None })
}

/// Blank, or a database's word for that: "0000-00-00", "NULL", "N/A", "-".
fn is_nothing(cell: &str) -> bool {
    let is_zero = cell.bytes().all(|it| matches!(it, b'0' | b'-' | b'/' | b'.' | b':' | b' '));
    is_zero || matches!(cell.to_ascii_lowercase().as_str(), "null" | "n/a" | "na" | "none")
}
