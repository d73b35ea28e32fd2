//! What the rows of a table are, and what a column can be.

use clinic_domain::code_enum;

code_enum! {
    /// What the rows of a table are.
    TableSubject { Patients = "patients", Appointments = "appointments" }
}

code_enum! {
    TableField {
        // The patient, in both tables
        /// The number under which the old system has the patient.
        RecordNumber = "record_number",
        /// Given and family names in one.
        FullName = "full_name",
        FamilyName = "family_name",
        SecondFamilyName = "second_family_name",
        GivenNames = "given_names",
        MiddleName = "middle_name",
        PreferredName = "preferred_name",
        BirthDate = "birth_date",
        Sex = "sex",
        MobilePhone = "mobile_phone",
        HomePhone = "home_phone",
        WorkPhone = "work_phone",
        OtherPhone = "other_phone",
        Email = "email",
        Street = "street",
        City = "city",
        Region = "region",
        PostalCode = "postal_code",
        Country = "country",
        Language = "language",
        Payer = "payer",
        MemberId = "member_id",
        OwnProvider = "own_provider",
        EmergencyName = "emergency_name",
        EmergencyPhone = "emergency_phone",
        /// A short line for the desk.
        Alert = "alert",
        Active = "active",
        Deceased = "deceased",
        // The visit
        /// The number under which the old system has the visit.
        VisitNumber = "visit_number",
        /// Its day, with or without the time.
        Start = "start",
        /// Its time, where that stands in a column of its own.
        StartTime = "start_time",
        /// A time, or a day with a time.
        End = "end",
        Duration = "duration",
        VisitType = "visit_type",
        Provider = "provider",
        Room = "room",
        Location = "location",
        Status = "status",
        Reason = "reason",
        Note = "note",
    }
}

impl TableField {
    /// Whether a table about `subject` has such a column.
    #[must_use]
    pub fn is_of(self, subject: TableSubject) -> bool {
        match subject {
            TableSubject::Patients => !self.is_of_visit(),
            TableSubject::Appointments => {
                self.is_of_visit()
                    || !matches!(self, TableField::OwnProvider | TableField::Active | TableField::Deceased)
            }
        }
    }

    /// Fields of the visit stand behind those of the patient.
    pub(crate) fn is_of_visit(self) -> bool {
        self >= TableField::VisitNumber
    }

    /// Whether it may be as long as people like to write.
    pub(crate) const fn is_note(self) -> bool {
        matches!(self, TableField::Alert | TableField::Note | TableField::Reason)
    }

    /// Whether several columns may be it; their values stand one after the other.
    #[must_use]
    pub const fn may_repeat(self) -> bool {
        use TableField as F;
        matches!(
            self,
            F::MobilePhone
                | F::HomePhone
                | F::WorkPhone
                | F::OtherPhone
                | F::Street
                | F::Alert
                | F::Note
                | F::Reason
        )
    }
}
