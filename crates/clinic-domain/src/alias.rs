//! Two records of one person, made one: the merged record stays as an alias that leads to the kept one.

use crate::{
    code_enum,
    id::{AppointmentId, CaregiverId, PatientId, PersonId, RecallId, Version, WaitlistId},
    patient::{Patient, PersonalAddress},
    time::Instant,
};

/// A record that was merged, by its own id. It has no record merged into it, and neither is the kept one an alias: so
/// every alias leads to its record in one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatientAlias {
    pub id: PatientId,
    pub version: Version,
    pub kept: PatientId,
    pub at: Instant,
    pub by: PersonId,
    /// The kept record as it was before, for the day on which the two are separated again.
    pub kept_before: Box<Patient>,
    /// The fields that the kept record took from the merged one.
    pub taken: Vec<PatientField>,
    /// Whether the merged record was in use.
    pub was_active: bool,
    /// What came along.
    pub visits: Vec<AppointmentId>,
    pub caregivers: Vec<CaregiverId>,
    pub entries: Vec<WaitlistId>,
    pub recalls: Vec<RecallId>,
    /// False once the two were separated again.
    pub is_active: bool,
}

code_enum! {
    /// What of two records of one person may differ.
    PatientField {
        FamilyName = "family_name",
        GivenNames = "given_names",
        PreferredName = "preferred_name",
        BirthDate = "birth_date",
        Sex = "sex",
        Phones = "phones",
        Email = "email",
        Address = "address",
        Language = "language",
        Flags = "flags",
        Alert = "alert",
        EmergencyContact = "emergency_contact",
        OwnProvider = "own_provider",
        Reach = "reach",
        Coverage = "coverage",
        Deceased = "deceased",
    }
}

impl PatientField {
    /// Puts what `from` has into `to`.
    pub fn copy(self, from: &Patient, to: &mut Patient) {
        match self {
            PatientField::FamilyName => to.family_name.clone_from(&from.family_name),
            PatientField::GivenNames => to.given_names.clone_from(&from.given_names),
            PatientField::PreferredName => to.preferred_name.clone_from(&from.preferred_name),
            PatientField::BirthDate => to.birth_date = from.birth_date,
            PatientField::Sex => to.sex = from.sex,
            PatientField::Phones => to.phones.clone_from(&from.phones),
            PatientField::Email => to.email.clone_from(&from.email),
            PatientField::Address => to.address.clone_from(&from.address),
            PatientField::Language => {
                to.language.clone_from(&from.language);
                to.needs_interpreter = from.needs_interpreter;
            }
            PatientField::Flags => to.flags.clone_from(&from.flags),
            PatientField::Alert => to.alert.clone_from(&from.alert),
            PatientField::EmergencyContact => to.emergency_contact.clone_from(&from.emergency_contact),
            PatientField::OwnProvider => to.own_provider = from.own_provider,
            PatientField::Reach => {
                to.contact_preference = from.contact_preference;
                to.may_be_reminded = from.may_be_reminded;
            }
            PatientField::Coverage => to.coverage.clone_from(&from.coverage),
            PatientField::Deceased => to.is_deceased = from.is_deceased,
        }
    }

    /// Whether the two records say something else.
    #[must_use]
    pub fn differs(self, a: &Patient, b: &Patient) -> bool {
        let mut copy = a.clone();
        self.copy(b, &mut copy);
        copy != *a
    }

    /// Whether the record says anything.
    #[must_use]
    pub fn is_said(self, of: &Patient) -> bool {
        match self {
            PatientField::FamilyName => !of.family_name.is_empty(),
            PatientField::GivenNames => !of.given_names.is_empty(),
            PatientField::PreferredName => !of.preferred_name.is_empty(),
            PatientField::BirthDate => of.birth_date.is_some(),
            PatientField::Sex => of.sex != crate::patient::Sex::Unknown,
            PatientField::Phones => !of.phones.is_empty(),
            PatientField::Email => !of.email.is_empty(),
            PatientField::Address => of.address != PersonalAddress::default(),
            PatientField::Language => !of.language.is_empty(),
            PatientField::Flags => !of.flags.is_empty(),
            PatientField::Alert => !of.alert.is_empty(),
            PatientField::EmergencyContact => of.emergency_contact.is_some(),
            PatientField::OwnProvider => of.own_provider.is_some(),
            PatientField::Reach => true,
            PatientField::Coverage => of.coverage.is_some(),
            PatientField::Deceased => of.is_deceased,
        }
    }

    /// Whether a person would most likely take it from `merged`: the newer record's word counts, and no word never does.
    #[must_use]
    pub fn is_better_in(self, merged: &Patient, kept: &Patient) -> bool {
        let is_newer = merged.id > kept.id;
        match (self.is_said(kept), self.is_said(merged)) {
            (true, true) => is_newer,
            (kept, merged) => merged && !kept,
        }
    }
}
