//! Patients and caregivers: record to view and back.

use super::{
    invalid,
    time::{date_text, parse_optional_date},
};
use crate::dto::{
    patient::{CaregiverView, CoverageView, EmergencyContactView, PatientView, PhoneView},
    setup::AddressView,
};
use clinic_domain::{
    arbitration::Refused,
    id::{CaregiverId, PatientId, Version},
    invalid::{Field, Problem},
    organization::Address,
    patient::{Caregiver, Coverage, EmergencyContact, Patient, PersonalAddress, Phone},
    personal::Personal,
    short_code::ShortCode,
};

#[must_use]
pub fn view(patient: &Patient) -> PatientView {
    PatientView {
        id: Some(patient.id),
        version: Some(patient.version),
        record_number: patient.record_number.clone(),
        short_code: short_code(patient.id, &patient.record_number),
        family_name: clear(&patient.family_name),
        given_names: clear(&patient.given_names),
        preferred_name: clear(&patient.preferred_name),
        birth_date: patient.birth_date.map(date_text),
        sex: patient.sex,
        phones: phone_views(patient),
        email: clear(&patient.email),
        address: address_view(&patient.address.0),
        language: patient.language.clone(),
        needs_interpreter: patient.needs_interpreter,
        flags: patient.flags.clone(),
        alert: clear(&patient.alert),
        emergency_contact: patient.emergency_contact.as_ref().map(|it| EmergencyContactView {
            name: clear(&it.name),
            relation: it.relation.clone(),
            phone: clear(&it.phone),
        }),
        own_provider: patient.own_provider,
        contact_preference: patient.contact_preference,
        may_be_reminded: patient.may_be_reminded,
        coverage: patient.coverage.as_ref().map(|it| CoverageView {
            payer: it.payer.clone(),
            member_id: clear(&it.member_id),
            valid_from: it.valid_from.map(date_text),
            valid_to: it.valid_to.map(date_text),
        }),
        is_deceased: patient.is_deceased,
        is_active: patient.is_active,
    }
}

/// What the patient is called by where there is no record number yet.
#[must_use]
pub fn short_code(patient: PatientId, record_number: &str) -> Option<String> {
    record_number.is_empty().then(|| ShortCode::of(patient).to_string())
}

#[must_use]
pub fn phone_views(patient: &Patient) -> Vec<PhoneView> {
    patient.phones.iter().map(|it| PhoneView { number: clear(&it.number), kind: it.kind }).collect()
}

/// The record that a view describes; `new_id` for one that is to be registered.
pub fn parse(view: PatientView, new_id: PatientId) -> Result<Patient, Refused> {
    let coverage = view
        .coverage
        .map(|it| {
            Ok::<_, Refused>(Coverage {
                payer: it.payer.trim().to_owned(),
                member_id: trimmed(&it.member_id),
                valid_from: parse_optional_date(Field::CoverageValidFrom, it.valid_from.as_deref())?,
                valid_to: parse_optional_date(Field::CoverageValidTo, it.valid_to.as_deref())?,
            })
        })
        .transpose()?;
    Ok(Patient {
        id: view.id.unwrap_or(new_id),
        version: view.version.unwrap_or(Version::FIRST),
        record_number: view.record_number,
        family_name: trimmed(&view.family_name),
        given_names: trimmed(&view.given_names),
        preferred_name: trimmed(&view.preferred_name),
        birth_date: parse_optional_date(Field::BirthDate, view.birth_date.as_deref())?,
        sex: view.sex,
        phones: view
            .phones
            .iter()
            .filter(|it| !it.number.trim().is_empty())
            .map(|it| Phone { number: trimmed(&it.number), kind: it.kind })
            .collect(),
        email: trimmed(&view.email),
        address: PersonalAddress(parse_address(view.address)),
        language: view.language.trim().to_owned(),
        needs_interpreter: view.needs_interpreter,
        flags: view.flags,
        alert: trimmed(&view.alert),
        emergency_contact: view.emergency_contact.map(|it| EmergencyContact {
            name: trimmed(&it.name),
            relation: it.relation,
            phone: trimmed(&it.phone),
        }),
        own_provider: view.own_provider,
        contact_preference: view.contact_preference,
        may_be_reminded: view.may_be_reminded,
        coverage,
        is_deceased: view.is_deceased,
        is_active: view.is_active,
        source: None,
    })
}

#[must_use]
pub fn caregiver_view(caregiver: &Caregiver) -> CaregiverView {
    CaregiverView {
        id: Some(caregiver.id),
        version: Some(caregiver.version),
        patient: caregiver.patient,
        name: clear(&caregiver.name),
        phone: clear(&caregiver.phone),
        relation: caregiver.relation,
        authorization: caregiver.authorization,
        may_schedule: caregiver.may_schedule,
        is_active: caregiver.is_active,
    }
}

pub fn parse_caregiver(view: &CaregiverView, new_id: CaregiverId) -> Result<Caregiver, Refused> {
    if view.name.trim().is_empty() {
        return Err(invalid(Field::Name, Problem::Needed));
    }
    Ok(Caregiver {
        id: view.id.unwrap_or(new_id),
        version: view.version.unwrap_or(Version::FIRST),
        patient: view.patient,
        name: trimmed(&view.name),
        phone: trimmed(&view.phone),
        relation: view.relation,
        authorization: view.authorization,
        may_schedule: view.may_schedule,
        is_active: view.is_active,
        source: None,
    })
}

#[must_use]
pub fn address_view(address: &Address) -> AddressView {
    AddressView {
        lines: address.lines.clone(),
        city: address.city.clone(),
        region: address.region.clone(),
        postal_code: address.postal_code.clone(),
        country: address.country.clone(),
    }
}

#[must_use]
pub fn parse_address(view: AddressView) -> Address {
    Address {
        lines: view.lines,
        city: view.city,
        region: view.region,
        postal_code: view.postal_code,
        country: view.country,
    }
}

fn clear(text: &Personal) -> String {
    text.expose().to_owned()
}

fn trimmed(text: &str) -> Personal {
    Personal::new(text.trim())
}
