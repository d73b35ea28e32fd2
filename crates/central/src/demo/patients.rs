//! Patients whom nobody is. None of them has agreed to be written to: a demo sends nothing to anybody.

use super::{Making, PATIENTS, dice, named, names, pick, practice};
use chrono::{Days, NaiveDate};
use clinic_domain::{
    id::{CaregiverId, OrganizationId, PatientId, Version},
    operation::OperationBody,
    organization::Address,
    patient::{
        Caregiver, CaregiverAuthorization, CaregiverRelation, ContactChannel, Coverage, Patient,
        PersonalAddress, Phone, PhoneKind, Sex,
    },
};

pub(super) fn id(organization: OrganizationId, number: u32) -> PatientId {
    PatientId(named(organization, &format!("patient {number}")))
}

pub(super) fn rows(making: &Making<'_>) -> Vec<(String, OperationBody)> {
    let row = |number| {
        let patient = Box::new(patient(making, number));
        (format!("patient {number}"), OperationBody::PatientCreate(patient))
    };
    (0..PATIENTS).map(row).collect()
}

/// Somebody acts for each twelfth of them.
pub(super) fn caregivers(making: &Making<'_>) -> Vec<(String, OperationBody)> {
    let row =
        |number| (format!("caregiver {number}"), OperationBody::CaregiverPut(caregiver(making, number)));
    (0..PATIENTS).filter(|it| it % 12 == 5).map(row).collect()
}

fn patient(making: &Making<'_>, number: u32) -> Patient {
    let is_female = dice("sex", number, 2) == 0;
    let given = if is_female { names::FEMALE } else { names::MALE };
    let days = Days::new(u64::try_from(dice("birth", number, 32_000)).unwrap_or_default());
    let street = pick(names::STREETS, "street", number);
    let provider = practice::PROVIDERS[dice("provider", number, practice::PROVIDERS.len())].0;
    Patient {
        family_name: (*pick(names::FAMILY, "family", number)).into(),
        given_names: (*pick(given, "given", number)).into(),
        birth_date: NaiveDate::from_ymd_opt(1936, 3, 1).and_then(|it| it.checked_add_days(days)),
        sex: if is_female { Sex::Female } else { Sex::Male },
        phones: vec![Phone { number: phone(number).as_str().into(), kind: PhoneKind::Mobile }],
        email: format!("patient{number}@harborview.example").as_str().into(),
        address: PersonalAddress(Address {
            lines: vec![format!("{} {street}", 1 + dice("house", number, 180))],
            city: "Boston".to_owned(),
            region: "MA".to_owned(),
            postal_code: format!("02{:03}", 108 + dice("postal", number, 30)),
            country: "US".to_owned(),
        }),
        language: if number % 6 == 1 { "es" } else { "en" }.to_owned(),
        needs_interpreter: number % 30 == 1,
        alert: if number % 9 == 4 { *pick(names::ALERTS, "alert", number) } else { "" }.into(),
        own_provider: Some(practice::resource(making.id, provider)),
        contact_preference: ContactChannel::Phone,
        may_be_reminded: false,
        coverage: Some(Coverage {
            payer: (*pick(names::PAYERS, "payer", number)).to_owned(),
            member_id: format!("HV{:07}", 1_000_000 + number * 7_919).as_str().into(),
            valid_from: None,
            valid_to: None,
        }),
        ..Patient::new(id(making.id, number))
    }
}

fn caregiver(making: &Making<'_>, number: u32) -> Caregiver {
    let name =
        format!("{} {}", pick(names::FEMALE, "caregiver", number), pick(names::FAMILY, "family", number));
    Caregiver {
        id: CaregiverId(named(making.id, &format!("caregiver {number}"))),
        version: Version::FIRST,
        patient: id(making.id, number),
        name: name.as_str().into(),
        phone: phone(number + PATIENTS).as_str().into(),
        relation: CaregiverRelation::Child,
        authorization: CaregiverAuthorization::Full,
        may_schedule: true,
        is_active: true,
        source: None,
    }
}

/// Of the hundred numbers that an area keeps for stories.
fn phone(number: u32) -> String {
    const AREAS: &[u16] = &[202, 212, 305, 312, 415, 503, 617, 702];
    format!("({}) 555-01{:02}", pick(AREAS, "area", number), number % 100)
}
