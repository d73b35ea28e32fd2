//! What kinds of medical records there are, and why somebody may see one beyond their role.

use crate::code_enum;

code_enum! {
    RecordType {
        Note = "note",
        Diagnosis = "diagnosis",
        Medication = "medication",
        Allergy = "allergy",
        LabResult = "lab_result",
        Imaging = "imaging",
        Procedure = "procedure",
        Referral = "referral",
        Letter = "letter",
        Other = "other",
    }
}

code_enum! {
    GlassReason {
        /// Life or health is in danger.
        Emergency = "emergency",
        /// Whoever treats the patient cannot be reached.
        Coverage = "coverage",
        /// The patient asked for it and is there.
        PatientAsked = "patient_asked",
        /// A duty of law: a court, an authority.
        Legal = "legal",
        Other = "other",
    }
}

/// How long a broken glass shows one patient's record.
pub const GLASS_MINUTES: i64 = 60;
