//! Why a whole file is refused: one code somebody can act on, with facts that name no person.

use clinic_domain::code_enum;

code_enum! {
    ImportErrorCode {
        Empty = "empty",
        /// Larger than the limit, as it lies on disk.
        TooLarge = "file_too_large",
        /// Larger than the limit once unpacked.
        UnpacksTooLarge = "unpacks_too_large",
        DamagedGzip = "damaged_gzip",
        /// A zip, 7z, xz, bzip2 or tar file: to be unpacked first.
        Archive = "archive",
        NotUtf8 = "not_utf8",
        TooManyRecords = "too_many_records",
        BrokenJson = "broken_json",
        /// JSON, but no FHIR resource.
        NotFhir = "not_fhir",
        FhirDstu2 = "fhir_dstu2",
        FhirR5 = "fhir_r5",
        FhirXml = "fhir_xml",
        /// A clinical document (CDA).
        ClinicalDocument = "clinical_document",
        Hl7V2 = "hl7_v2",
        ICalendar = "icalendar",
        BrokenCsv = "broken_csv",
        /// A spreadsheet program's own file: to be saved as CSV first.
        Workbook = "workbook",
        /// A table that names its columns and has nothing below them.
        NoRows = "no_rows",
        /// A table whose columns cannot all be told: somebody has to say what they are. Facts: what is open.
        MappingNeeded = "mapping_needed",
        /// A column was named that the table does not have.
        UnknownColumn = "unknown_column",
        UnknownFormat = "unknown_format",
    }
}

/// A file that is not imported. `facts` are numbers and names of fields or types, never a value of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code}")]
pub struct ImportError {
    pub code: ImportErrorCode,
    pub facts: Vec<(&'static str, String)>,
}

impl ImportError {
    pub(crate) fn new(code: ImportErrorCode) -> Self {
        Self { code, facts: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.facts.push((name, value.to_string()));
        self
    }

    /// The parser's message may quote the file; only its place is kept.
    pub(crate) fn broken_json(error: &serde_json::Error) -> Self {
        Self::new(ImportErrorCode::BrokenJson).with("line", error.line()).with("column", error.column())
    }
}
