//! Patients and the caregivers who act for them.

use crate::{
    code_enum,
    id::{CaregiverId, PatientId, ResourceId, Version},
    organization::Address,
    personal::Personal,
};
use chrono::NaiveDate;

/// The first record number of an organization is one above this: six digits, so that all look alike.
pub const RECORD_NUMBERS_ABOVE: u32 = 100_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Patient {
    pub id: PatientId,
    pub version: Version,
    /// Given by the arbiter, shown to people: "100042".
    pub record_number: String,
    pub family_name: Personal,
    pub given_names: Personal,
    /// What the patient is called, where it differs.
    pub preferred_name: Personal,
    /// Absent only for imported records that had none.
    pub birth_date: Option<NaiveDate>,
    pub sex: Sex,
    pub phones: Vec<Phone>,
    pub email: Personal,
    pub address: PersonalAddress,
    /// BCP 47, empty where unknown.
    pub language: String,
    pub needs_interpreter: bool,
    pub flags: Vec<LogisticsFlag>,
    /// A short line for the desk, shown when the patient is picked: "Call daughter first".
    pub alert: Personal,
    pub emergency_contact: Option<EmergencyContact>,
    /// The provider whose patient this is.
    pub own_provider: Option<ResourceId>,
    pub contact_preference: ContactChannel,
    pub may_be_reminded: bool,
    pub coverage: Option<Coverage>,
    pub is_deceased: bool,
    pub is_active: bool,
    /// The identifier in the file it was imported from, `system|value`.
    pub source: Option<String>,
}

/// A patient with nothing but an id: the start of every registration and import.
impl Patient {
    #[must_use]
    pub fn new(id: PatientId) -> Self {
        Self {
            id,
            version: Version::FIRST,
            record_number: String::new(),
            family_name: Personal::default(),
            given_names: Personal::default(),
            preferred_name: Personal::default(),
            birth_date: None,
            sex: Sex::Unknown,
            phones: Vec::new(),
            email: Personal::default(),
            address: PersonalAddress::default(),
            language: String::new(),
            needs_interpreter: false,
            flags: Vec::new(),
            alert: Personal::default(),
            emergency_contact: None,
            own_provider: None,
            contact_preference: ContactChannel::Phone,
            may_be_reminded: false,
            coverage: None,
            is_deceased: false,
            is_active: true,
            source: None,
        }
    }

    /// The record number, where it is one that the arbiter counts: a longer one came with an import.
    #[must_use]
    pub fn counted_record_number(&self) -> Option<u32> {
        self.record_number.parse().ok().filter(|_| self.record_number.len() <= 9)
    }

    /// Whether the record has something to compare.
    #[must_use]
    pub fn has(&self, field: IdentityField) -> bool {
        match field {
            IdentityField::FullName => !self.family_name.is_empty(),
            IdentityField::BirthDate => self.birth_date.is_some(),
            IdentityField::Phone => !self.phones.is_empty(),
            IdentityField::Address => self.address != PersonalAddress::default(),
            IdentityField::RecordNumber => !self.record_number.is_empty(),
            IdentityField::MemberId => self.coverage.as_ref().is_some_and(|it| !it.member_id.is_empty()),
        }
    }

    /// Whether somebody has to be sent for.
    #[must_use]
    pub fn needs_transport(&self) -> bool {
        self.flags.contains(&LogisticsFlag::Transport)
    }

    /// "Ruiz, Ana".
    #[must_use]
    pub fn display_name(&self) -> Personal {
        match (self.family_name.expose(), self.given_names.expose()) {
            (family, "") => family.into(),
            ("", given) => given.into(),
            (family, given) => format!("{family}, {given}").into(),
        }
    }
}

/// The sex used to tell patients apart at the desk (FHIR administrative gender).
pub use sex::Sex;
mod sex {
    crate::code_enum! { Sex { Female = "female", Male = "male", Other = "other", Unknown = "unknown" } }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    pub number: Personal,
    pub kind: PhoneKind,
}

code_enum! { PhoneKind { Mobile = "mobile", Home = "home", Work = "work", Other = "other" } }

code_enum! {
    /// What of a record can be compared with what somebody at the counter says, to know who it is.
    IdentityField {
        FullName = "full_name",
        BirthDate = "birth_date",
        Phone = "phone",
        Address = "address",
        RecordNumber = "record_number",
        MemberId = "member_id",
    }
}

/// An address of a person: like [`Address`], but it does not print.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PersonalAddress(pub Address);

impl std::fmt::Debug for PersonalAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("‹address›")
    }
}

code_enum! {
    /// What the front office has to arrange; nothing clinical.
    LogisticsFlag {
        Wheelchair = "wheelchair",
        ArriveEarly = "arrive_early",
        Fasting = "fasting",
        IsolationRoom = "isolation_room",
        HardOfHearing = "hard_of_hearing",
        LowVision = "low_vision",
        GroundFloor = "ground_floor",
        Transport = "transport",
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmergencyContact {
    pub name: Personal,
    pub relation: String,
    pub phone: Personal,
}

code_enum! { ContactChannel { Phone = "phone", Sms = "sms", Email = "email", Post = "post", None = "none" } }

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub payer: String,
    pub member_id: Personal,
    pub valid_from: Option<NaiveDate>,
    pub valid_to: Option<NaiveDate>,
}

/// Somebody who acts for a patient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caregiver {
    pub id: CaregiverId,
    pub version: Version,
    pub patient: PatientId,
    pub name: Personal,
    pub phone: Personal,
    pub relation: CaregiverRelation,
    pub authorization: CaregiverAuthorization,
    pub may_schedule: bool,
    pub is_active: bool,
    /// The identifier in the file it was imported from, `system|value`.
    pub source: Option<String>,
}

code_enum! {
    CaregiverRelation {
        Parent = "parent",
        Guardian = "guardian",
        Spouse = "spouse",
        Child = "child",
        Sibling = "sibling",
        Friend = "friend",
        ProfessionalCarer = "professional_carer",
        Other = "other",
    }
}

code_enum! {
    CaregiverAuthorization {
        /// May speak for the patient in everything (parent of a minor, guardian).
        Full = "full",
        /// May deal with appointments and papers.
        Limited = "limited",
        /// To be called in an emergency only.
        EmergencyOnly = "emergency_only",
    }
}
