//! Import: stage files, look at what they would add, run, read the report.

use clinic_domain::{
    appointment::AppointmentStatus,
    id::{AppointmentTypeId, LocationId, ResourceId},
    patient::Sex,
};
use desk_app::import::table::{
    DateOrder, Delimiter, NameOrder, TableField, TableGap, TableSubject, TextEncoding,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

#[derive(Clone, Debug, Serialize, TS)]
pub struct StagedFileView {
    pub name: String,
    pub bytes: u32,
    /// "fhir_json", "synthea_patients", "patient_table"; empty when refused, and before anybody has signed in.
    pub format: String,
    /// Why the file as a whole is not taken, in a sentence.
    pub refused: Option<String>,
    /// The same as a code.
    pub refused_code: Option<String>,
    /// How a table would be read; in a report only for one that is not taken until somebody says more.
    pub table: Option<TableView>,
}

/// How a table is to be read. In a request what is absent is guessed; in an answer nothing is left to guess.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
#[ts(optional_fields = nullable)]
pub struct TableMapping {
    pub encoding: Option<TextEncoding>,
    pub delimiter: Option<Delimiter>,
    /// The row that names the columns, from 1; 0 where the first row is data already.
    pub header_row: Option<u32>,
    pub subject: Option<TableSubject>,
    /// What a column is, by its name; null leaves it out.
    #[ts(as = "Option<BTreeMap<String, Option<TableField>>>")]
    pub columns: BTreeMap<String, Option<TableField>>,
    /// Which comes first where digits do not tell; null where they all do.
    pub date_order: Option<DateOrder>,
    pub name_order: Option<NameOrder>,
    /// What the words of the column mean.
    #[ts(as = "Option<BTreeMap<String, Sex>>")]
    pub sexes: BTreeMap<String, Sex>,
    #[ts(as = "Option<BTreeMap<String, AppointmentStatus>>")]
    pub statuses: BTreeMap<String, AppointmentStatus>,
    /// The zone that times without one are in: IANA. The location's own when absent.
    pub zone: Option<String>,
    /// For visits that name none.
    pub location: Option<LocationId>,
    pub provider: Option<ResourceId>,
    pub appointment_type: Option<AppointmentTypeId>,
    pub minutes: Option<u32>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct TableView {
    pub mapping: TableMapping,
    /// What has to be said first; empty for a table that can be read.
    pub gaps: Vec<TableGap>,
    pub columns: Vec<TableColumnView>,
    /// What a column of such a table can be.
    pub fields: Vec<TableField>,
    /// The first five.
    pub first_rows: Vec<TableRowView>,
    /// How many rows of data there are.
    pub rows: u32,
    /// The first date that could be two; none where every date tells by itself.
    pub two_dates: Option<TwoDatesView>,
    /// The words that stand in the columns of these closed lists.
    pub sexes: Vec<String>,
    pub statuses: Vec<String>,
}

/// A date as it stands in the table, and both that it could be: YYYY-MM-DD.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TwoDatesView {
    pub text: String,
    pub day_first: String,
    pub month_first: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct TableColumnView {
    /// "#3" for the third one without a name.
    pub name: String,
    pub field: Option<TableField>,
    /// What else it may be, the likeliest first.
    pub alternatives: Vec<TableField>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct TableRowView {
    /// Its place in the file, from 1.
    pub row: u32,
    pub cells: Vec<TableCellView>,
    /// Why it would not be taken, in a sentence.
    pub problem: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct TableCellView {
    pub text: String,
    /// What it is taken for, where that is not the text: a date as YYYY-MM-DD, the code of a closed list.
    pub understood: Option<String>,
    /// It cannot be what its column is.
    pub is_wrong: bool,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LookAtTableRequest {
    /// A staged file, by its name.
    pub file: String,
    #[serde(default)]
    pub mapping: TableMapping,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PreviewImportRequest {
    /// Zone for imported locations that name none: IANA. The first location's when absent.
    #[serde(default)]
    pub default_zone: Option<String>,
    /// What was said about staged tables, by the file's name. One that leaves nothing open needs nothing said.
    #[serde(default)]
    #[ts(as = "Option<BTreeMap<String, TableMapping>>", optional)]
    pub tables: BTreeMap<String, TableMapping>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ImportReport {
    pub files: Vec<StagedFileView>,
    /// By kind, in the order of a person's interest: patients first.
    pub kinds: Vec<ImportKindCount>,
    /// Every record that was not taken and why; the first thousand, `refused_total` counts all.
    pub refused: Vec<ImportRefusal>,
    pub refused_total: u32,
    /// What is in the files but not for the front desk: "Observation: 1,204".
    pub passed_over: Vec<PassedOver>,
    /// What records name and neither the files nor the desk have: added too.
    pub made: MadeView,
    /// What was assumed or left out of records that were taken, by kind.
    pub warnings: Vec<ImportWarning>,
    /// Stopped by the person: nothing was stored, and nothing is counted here.
    pub was_cancelled: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ImportKindCount {
    /// "patients", "caregivers", "providers", "rooms", "locations", "appointments", "past_visits", ...
    pub kind: String,
    pub added: u32,
    pub changed: u32,
    pub already_there: u32,
    pub refused: u32,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ImportRefusal {
    pub file: String,
    /// "Appointment/123", "row 17".
    pub record: String,
    pub code: String,
    pub sentence: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct ImportWarning {
    pub code: String,
    pub sentence: String,
    pub count: u32,
    /// The first of them: "patients.csv, row 17".
    pub records: Vec<String>,
}

#[derive(Clone, Debug, Default, Serialize, TS)]
pub struct MadeView {
    /// Patients whom only a visit's own row describes.
    pub patients: u32,
    pub providers: Vec<String>,
    pub rooms: Vec<String>,
    pub types: Vec<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct PassedOver {
    pub kind: String,
    pub count: u32,
}

/// Sent while long work runs.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Progress {
    /// "reading", "planning", "storing", "indexing", "generating".
    pub stage: String,
    pub done: u32,
    /// 0 where nobody can say how far it is.
    pub total: u32,
}
