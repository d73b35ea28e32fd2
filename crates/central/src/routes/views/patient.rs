//! Patients and who acts for them, cut to what the caller's roles see.

use super::{
    setup::{AddressForm, yes},
    time::Day,
};
use clinic_domain::{
    field_access::FieldGroup,
    field_cut::Cut,
    id::{CaregiverId, PatientId, ResourceId, Version},
    patient::{
        Caregiver, CaregiverAuthorization, CaregiverRelation, ContactChannel, Coverage, EmergencyContact,
        LogisticsFlag, Patient, PersonalAddress, Phone, PhoneKind, Sex,
    },
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

const fn unknown() -> Sex {
    Sex::Unknown
}

const fn by_phone() -> ContactChannel {
    ContactChannel::Phone
}

/// A patient's record as the front office keeps it.
#[derive(Clone, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Patient")]
pub struct PatientForm {
    #[garde(length(chars, min = 1, max = 200))]
    pub family_name: String,
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub given_names: String,
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub preferred_name: String,
    /// Needed to tell patients apart; absent only where an import had none.
    #[serde(default)]
    pub birth_date: Option<Day>,
    #[serde(default = "unknown")]
    pub sex: Sex,
    #[serde(default)]
    #[garde(length(max = 8), dive)]
    pub phones: Vec<PhoneForm>,
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub email: String,
    #[serde(default)]
    #[garde(dive)]
    pub address: AddressForm,
    /// BCP 47.
    #[serde(default)]
    #[garde(length(chars, max = 35))]
    pub language: String,
    #[serde(default)]
    pub needs_interpreter: bool,
    #[serde(default)]
    #[garde(length(max = 8))]
    pub flags: Vec<LogisticsFlag>,
    /// A short line for the desk.
    #[serde(default)]
    #[garde(length(chars, max = 2_000))]
    pub alert: String,
    #[serde(default)]
    #[garde(dive)]
    pub emergency_contact: Option<EmergencyContactForm>,
    /// The provider whose patient this is.
    #[serde(default)]
    pub own_provider: Option<ResourceId>,
    #[serde(default = "by_phone")]
    pub contact_preference: ContactChannel,
    #[serde(default)]
    pub may_be_reminded: bool,
    #[serde(default)]
    #[garde(dive)]
    pub coverage: Option<CoverageForm>,
    #[serde(default)]
    pub is_deceased: bool,
    #[serde(default = "yes")]
    pub is_active: bool,
}

#[derive(Clone, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Phone")]
pub struct PhoneForm {
    #[garde(length(chars, min = 1, max = 64))]
    pub number: String,
    pub kind: PhoneKind,
}

impl PhoneForm {
    #[must_use]
    pub fn of(it: &Phone) -> PhoneForm {
        PhoneForm { number: it.number.expose().to_owned(), kind: it.kind }
    }
}

#[derive(Clone, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "EmergencyContact")]
pub struct EmergencyContactForm {
    #[garde(length(chars, max = 200))]
    pub name: String,
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub relation: String,
    #[serde(default)]
    #[garde(length(chars, max = 64))]
    pub phone: String,
}

#[derive(Clone, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Coverage")]
pub struct CoverageForm {
    #[garde(length(chars, min = 1, max = 200))]
    pub payer: String,
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub member_id: String,
    #[serde(default)]
    pub valid_from: Option<Day>,
    #[serde(default)]
    pub valid_to: Option<Day>,
}

impl PatientForm {
    #[must_use]
    pub fn of(it: &Patient) -> PatientForm {
        let text = |it: &clinic_domain::personal::Personal| it.expose().to_owned();
        PatientForm {
            family_name: text(&it.family_name),
            given_names: text(&it.given_names),
            preferred_name: text(&it.preferred_name),
            birth_date: it.birth_date.map(Day),
            sex: it.sex,
            phones: it.phones.iter().map(PhoneForm::of).collect(),
            email: text(&it.email),
            address: AddressForm::of(&it.address.0),
            language: it.language.clone(),
            needs_interpreter: it.needs_interpreter,
            flags: it.flags.clone(),
            alert: text(&it.alert),
            emergency_contact: it.emergency_contact.as_ref().map(|it| EmergencyContactForm {
                name: text(&it.name),
                relation: it.relation.clone(),
                phone: text(&it.phone),
            }),
            own_provider: it.own_provider,
            contact_preference: it.contact_preference,
            may_be_reminded: it.may_be_reminded,
            coverage: it.coverage.as_ref().map(|it| CoverageForm {
                payer: it.payer.clone(),
                member_id: text(&it.member_id),
                valid_from: it.valid_from.map(Day),
                valid_to: it.valid_to.map(Day),
            }),
            is_deceased: it.is_deceased,
            is_active: it.is_active,
        }
    }

    /// The record of a patient who has that id, in that version; the rest is as it stands.
    #[must_use]
    pub fn record(self, stands: Patient) -> Patient {
        let phone = |it: PhoneForm| Phone { number: it.number.into(), kind: it.kind };
        Patient {
            family_name: self.family_name.into(),
            given_names: self.given_names.into(),
            preferred_name: self.preferred_name.into(),
            birth_date: self.birth_date.map(|it| it.0),
            sex: self.sex,
            phones: self.phones.into_iter().map(phone).collect(),
            email: self.email.into(),
            address: PersonalAddress(self.address.address()),
            language: self.language,
            needs_interpreter: self.needs_interpreter,
            flags: self.flags,
            alert: self.alert.into(),
            emergency_contact: self.emergency_contact.map(|it| EmergencyContact {
                name: it.name.into(),
                relation: it.relation,
                phone: it.phone.into(),
            }),
            own_provider: self.own_provider,
            contact_preference: self.contact_preference,
            may_be_reminded: self.may_be_reminded,
            coverage: self.coverage.map(|it| Coverage {
                payer: it.payer,
                member_id: it.member_id.into(),
                valid_from: it.valid_from.map(|it| it.0),
                valid_to: it.valid_to.map(|it| it.0),
            }),
            is_deceased: self.is_deceased,
            is_active: self.is_active,
            ..stands
        }
    }
}

/// A patient as the caller sees them.
#[derive(Serialize, JsonSchema)]
pub struct PatientView {
    pub id: PatientId,
    pub version: u64,
    pub record_number: String,
    /// "Ruiz, Ana".
    pub name: String,
    #[serde(flatten)]
    pub fields: PatientForm,
    /// Groups of fields that the caller's roles do not see: they are as in an empty record.
    pub hidden: Vec<FieldGroup>,
    /// Groups of which they see enough to compare.
    pub masked: Vec<FieldGroup>,
}

impl PatientView {
    #[must_use]
    pub fn of(cut: Cut<Patient>) -> PatientView {
        let Cut { record, hidden, masked } = cut;
        PatientView {
            id: record.id,
            version: record.version.0,
            name: record.display_name().expose().to_owned(),
            fields: PatientForm::of(&record),
            record_number: record.record_number,
            hidden,
            masked,
        }
    }
}

/// What tells a patient apart from others in a list.
#[derive(Serialize, JsonSchema)]
pub struct PatientLine {
    pub id: PatientId,
    pub version: u64,
    pub record_number: String,
    /// "Ruiz, Ana".
    pub name: String,
    pub birth_date: Option<Day>,
    pub sex: Sex,
    pub is_active: bool,
}

impl PatientLine {
    #[must_use]
    pub fn of(cut: Cut<Patient>) -> PatientLine {
        let it = cut.record;
        PatientLine {
            id: it.id,
            version: it.version.0,
            name: it.display_name().expose().to_owned(),
            record_number: it.record_number,
            birth_date: it.birth_date.map(Day),
            sex: it.sex,
            is_active: it.is_active,
        }
    }
}

/// Somebody who acts for a patient.
#[derive(Clone, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Caregiver")]
pub struct CaregiverForm {
    #[garde(length(chars, min = 1, max = 200))]
    pub name: String,
    #[serde(default)]
    #[garde(length(chars, max = 64))]
    pub phone: String,
    pub relation: CaregiverRelation,
    pub authorization: CaregiverAuthorization,
    #[serde(default)]
    pub may_schedule: bool,
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl CaregiverForm {
    #[must_use]
    pub fn of(it: &Caregiver) -> CaregiverForm {
        CaregiverForm {
            name: it.name.expose().to_owned(),
            phone: it.phone.expose().to_owned(),
            relation: it.relation,
            authorization: it.authorization,
            may_schedule: it.may_schedule,
            is_active: it.is_active,
        }
    }

    #[must_use]
    pub fn record(
        self,
        id: CaregiverId,
        version: Version,
        patient: PatientId,
        source: Option<String>,
    ) -> Caregiver {
        let CaregiverForm { name, phone, relation, authorization, may_schedule, is_active } = self;
        let (name, phone) = (name.into(), phone.into());
        Caregiver {
            id,
            version,
            patient,
            name,
            phone,
            relation,
            authorization,
            may_schedule,
            is_active,
            source,
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub struct CaregiverView {
    pub id: CaregiverId,
    pub version: u64,
    pub patient: PatientId,
    #[serde(flatten)]
    pub fields: CaregiverForm,
}

impl CaregiverView {
    #[must_use]
    pub fn of(it: &Caregiver) -> CaregiverView {
        CaregiverView { id: it.id, version: it.version.0, patient: it.patient, fields: CaregiverForm::of(it) }
    }
}
