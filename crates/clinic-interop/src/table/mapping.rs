//! What a table's columns are: as a person says it, and as it was settled. Plain data.

use super::{
    date::DateOrder,
    encoding::TextEncoding,
    field::{TableField, TableSubject},
    layout::Delimiter,
    name::NameOrder,
};
use crate::record::Stated;
use chrono_tz::Tz;
use clinic_domain::{appointment::AppointmentStatus, code_enum, patient::Sex};
use std::collections::BTreeMap;

/// What somebody says about a table. What is left open is guessed.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Choices {
    pub encoding: Option<TextEncoding>,
    pub delimiter: Option<Delimiter>,
    /// The row that names the columns, from 1; 0 where the first row is data already.
    pub header_row: Option<u32>,
    pub subject: Option<TableSubject>,
    /// By the column's name; none leaves the column out.
    pub columns: BTreeMap<String, Option<TableField>>,
    pub date_order: Option<DateOrder>,
    pub name_order: Option<NameOrder>,
    /// What the words of the column mean.
    pub sexes: BTreeMap<String, Sex>,
    pub statuses: BTreeMap<String, AppointmentStatus>,
    /// The zone that times without one are in; the location's own when absent.
    pub zone: Option<Tz>,
    pub stated: Stated,
}

/// How a table is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    pub encoding: TextEncoding,
    pub delimiter: Delimiter,
    /// From 1; none where the first row is data already.
    pub header_row: Option<u32>,
    pub subject: TableSubject,
    pub columns: Vec<Column>,
    /// None where every date tells by itself.
    pub date_order: Option<DateOrder>,
    pub name_order: NameOrder,
    pub sexes: BTreeMap<String, Sex>,
    pub statuses: BTreeMap<String, AppointmentStatus>,
    pub zone: Option<Tz>,
    pub stated: Stated,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// As the table has it; "#3" for the third one without a name.
    pub name: String,
    /// None for a column that is left out.
    pub field: Option<TableField>,
}

code_enum! {
    /// What has to be said before a table can be read.
    TableGapCode {
        /// No column is a name.
        Name = "name",
        /// Nothing tells people of one name apart: no record number, birth date, phone number or e-mail address.
        Identity = "identity",
        /// No column is the day of the visit.
        Start = "start",
        /// The visits have a day and no time.
        Time = "time",
        /// Neither an end nor a length, and none was said.
        Length = "length",
        /// Visits lie ahead, no column is the provider, and none was said.
        Provider = "provider",
        /// Every date fits with the day first and with the month first.
        DateOrder = "date_order",
        /// Some words of the column mean no sex that is known.
        Sexes = "sexes",
        Statuses = "statuses",
        /// Two columns are the same and cannot both be.
        Repeated = "repeated",
        /// A column is what such a table does not have.
        WrongTable = "wrong_table",
    }
}

#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TableGap {
    pub what: TableGapCode,
    /// The columns, or the words of the file, that it is about.
    pub names: Vec<String>,
}

impl Mapping {
    #[must_use]
    pub fn has(&self, field: TableField) -> bool {
        self.columns.iter().any(|it| it.field == Some(field))
    }

    pub(crate) fn has_any(&self, fields: &[TableField]) -> bool {
        fields.iter().any(|it| self.has(*it))
    }
}
