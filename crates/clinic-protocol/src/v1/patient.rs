//! Patients and caregivers.

use crate::{
    error::DecodeError,
    v1::setup::AddressV1,
    wire::{Wire, wire},
};
use chrono::NaiveDate;
use clinic_domain::{
    alias::{PatientAlias, PatientField},
    id::{AppointmentId, CaregiverId, PatientId, PersonId, RecallId, ResourceId, Version, WaitlistId},
    patient::{
        Caregiver, CaregiverAuthorization, CaregiverRelation, ContactChannel, Coverage, EmergencyContact,
        LogisticsFlag, Patient, PersonalAddress, Phone, PhoneKind, Sex,
    },
    personal::Personal,
    time::Instant,
};

wire! {
    PatientV1 for Patient {
        required { id: PatientId, version: Version, sex: Sex, contact_preference: ContactChannel, is_active: bool }
        optional {
            record_number: String,
            family_name: Personal,
            given_names: Personal,
            preferred_name: Personal,
            birth_date: Option<NaiveDate>,
            phones: Vec<Phone>,
            email: Personal,
            address: PersonalAddress,
            language: String,
            needs_interpreter: bool,
            flags: Vec<LogisticsFlag>,
            alert: Personal,
            emergency_contact: Option<EmergencyContact>,
            own_provider: Option<ResourceId>,
            may_be_reminded: bool,
            coverage: Option<Coverage>,
            is_deceased: bool,
            source: Option<String>,
        }
    }

    PhoneV1 for Phone {
        required { number: Personal, kind: PhoneKind }
        optional {}
    }

    EmergencyContactV1 for EmergencyContact {
        required {}
        optional { name: Personal, relation: String, phone: Personal }
    }

    CoverageV1 for Coverage {
        required { payer: String }
        optional { member_id: Personal, valid_from: Option<NaiveDate>, valid_to: Option<NaiveDate> }
    }

    CaregiverV1 for Caregiver {
        required {
            id: CaregiverId,
            version: Version,
            patient: PatientId,
            relation: CaregiverRelation,
            authorization: CaregiverAuthorization,
            may_schedule: bool,
            is_active: bool,
        }
        optional { name: Personal, phone: Personal, source: Option<String> }
    }

    PatientAliasV1 for PatientAlias {
        required {
            id: PatientId,
            version: Version,
            kept: PatientId,
            at: Instant,
            by: PersonId,
            kept_before: Box<Patient>,
            is_active: bool,
        }
        optional {
            taken: Vec<PatientField>,
            was_active: bool,
            visits: Vec<AppointmentId>,
            caregivers: Vec<CaregiverId>,
            entries: Vec<WaitlistId>,
            recalls: Vec<RecallId>,
        }
    }
}

impl Wire for PersonalAddress {
    type Form = AddressV1;

    fn form(&self) -> AddressV1 {
        self.0.form()
    }

    fn read(form: AddressV1) -> Result<Self, DecodeError> {
        form.try_into().map(PersonalAddress)
    }
}
