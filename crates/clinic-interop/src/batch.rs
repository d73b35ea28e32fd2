//! The files of one import, read one after another. A refused file leaves no record behind.

use crate::{
    Format, ImportError, ImportErrorCode, fhir,
    format::{Detected, detect},
    record::{Body, Record, Reference, Target},
    report::{FileReport, NotTaken, Reason, RecordName, Report},
    synthea,
    table::{self, Choices, TableRead},
    unpack,
};
use chrono::NaiveDate;
use clinic_domain::patient::Patient;
use std::collections::BTreeMap;

/// Everything that the files of one import say.
#[derive(Debug)]
pub struct Batch {
    limits: Limits,
    today: NaiveDate,
    pub(crate) records: Vec<Record>,
    /// The account so far: what reading alone has decided.
    pub(crate) report: Report,
}

/// What a file may cost. The defaults hold the whole-patient exports of a large clinic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub file_bytes: u64,
    pub unpacked_bytes: u64,
    /// Resources or rows of all files together.
    pub records: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 1 << 30, unpacked_bytes: 1 << 30, records: 5_000_000 }
    }
}

/// How far reading has come in the current file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub file: u32,
    /// Resources or rows of this file so far.
    pub read: u64,
}

/// How many resources pass between two calls for progress.
const PROGRESS_EVERY: u64 = 1024;

impl Batch {
    /// `today` tells what lies ahead, and which century two digits of a year mean.
    #[must_use]
    pub fn new(limits: Limits, today: NaiveDate) -> Self {
        Self { limits, today, records: Vec::new(), report: Report::default() }
    }

    /// Reads one file, plain or gzipped. A refused file stands in the report with its reason.
    pub fn read(&mut self, name: &str, bytes: &[u8]) -> Result<(), ImportError> {
        self.read_with(name, bytes, &Choices::default(), &mut |_| {})
    }

    /// Reads one file; a table as `choices` say.
    pub fn read_with(
        &mut self,
        name: &str,
        bytes: &[u8],
        choices: &Choices,
        on_progress: &mut dyn FnMut(Progress),
    ) -> Result<(), ImportError> {
        let file = u32::try_from(self.report.files.len()).unwrap_or(u32::MAX);
        let marks = (self.records.len(), self.report.not_taken.len());
        self.report.files.push(FileReport {
            name: name.to_owned(),
            format: None,
            refused: None,
            tallies: BTreeMap::new(),
            not_for_the_desk: BTreeMap::new(),
            read: 0,
        });
        let read_before = self.read_so_far();
        let mut sink = Sink { batch: self, file, read_before, on_progress };
        let result = read_into(name, bytes, choices, &mut sink);
        if let Err(refused) = &result {
            self.records.truncate(marks.0);
            self.report.not_taken.truncate(marks.1);
            if let Some(report) = self.report.file(file) {
                report.refused = Some(refused.clone());
                report.tallies.clear();
                report.not_for_the_desk.clear();
                report.read = 0;
            }
        }
        result
    }

    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// What reading alone has decided: refused files, records without the shape of their type, counts.
    #[must_use]
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// Keys of patients that the import has or refers to: what to look up before planning.
    pub fn patient_keys(&self) -> impl Iterator<Item = &str> {
        self.keys_of(Target::Patient, |body| matches!(body, Body::Patient(_)))
    }

    /// People whom these files know by name alone, each with the key that stands for them: to be looked for among
    /// the desk's own, who go by the keys that [`table::keys_of`] gives.
    pub fn people(&self) -> impl Iterator<Item = (&str, &Patient)> {
        let by_name = |key: &&str| key.starts_with(table::PERSON);
        self.records.iter().flat_map(move |record| {
            let (keys, patient): (Vec<&str>, Option<&Patient>) = match &record.body {
                Body::Patient(it) => (record.keys.source().into_iter().collect(), Some(&it.details)),
                Body::Visit(it) => {
                    let keys = it.participants.iter().filter_map(|it| it.key.as_deref()).collect();
                    (keys, it.inline.as_ref().map(|it| &it.patient.details))
                }
                _ => (Vec::new(), None),
            };
            keys.into_iter()
                .filter(by_name)
                .zip(std::iter::repeat(patient))
                .filter_map(|(key, it)| Some((key, it?)))
        })
    }

    pub fn caregiver_keys(&self) -> impl Iterator<Item = &str> {
        self.keys_of(Target::Caregiver, |body| matches!(body, Body::Caregiver(_)))
    }

    pub fn appointment_keys(&self) -> impl Iterator<Item = &str> {
        self.keys_of(Target::Visit, |body| matches!(body, Body::Visit(_)))
    }

    fn keys_of(&self, target: Target, is_kind: fn(&Body) -> bool) -> impl Iterator<Item = &str> {
        let own = self.records.iter().filter(move |it| is_kind(&it.body)).flat_map(|it| &it.keys.identifiers);
        let referred = self.records.iter().flat_map(|it| it.body.references());
        let referred = referred.filter(move |it| it.target == target).filter_map(|it| it.key.as_ref());
        own.chain(referred).map(String::as_str)
    }

    fn read_so_far(&self) -> u64 {
        self.report.files.iter().map(|it| it.read).sum()
    }
}

fn read_into(name: &str, bytes: &[u8], choices: &Choices, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let (limits, today) = (sink.batch.limits, sink.batch.today);
    let plain = unpack::plain(bytes, &limits)?;
    match detect(name, &plain)? {
        Detected::Known(format, text) => {
            sink.is(format);
            match format {
                Format::FhirJson => fhir::read_json(text, sink),
                Format::FhirNdjson => fhir::read_lines(text, sink),
                _ => synthea::read(format, name, text, sink),
            }
        }
        Detected::MaybeTable(otherwise) => {
            let (encoding, text) = table::decode(&plain, choices);
            let settled = table::settle(encoding, &text, choices, today)?;
            let settled = settled.ok_or_else(|| ImportError::new(otherwise))?;
            sink.is(settled.mapping.subject.into());
            table::read(&text, &settled, today, sink)
        }
    }
}

/// What a file is, before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    pub format: Format,
    /// For a table: how it would be read.
    pub table: Option<Box<TableRead>>,
}

/// Looks at one file, plain or gzipped; at a table as `choices` say.
pub fn look(
    name: &str,
    bytes: &[u8],
    choices: &Choices,
    limits: &Limits,
    today: NaiveDate,
) -> Result<Look, ImportError> {
    let plain = unpack::plain(bytes, limits)?;
    match detect(name, &plain)? {
        Detected::Known(format, _) => Ok(Look { format, table: None }),
        Detected::MaybeTable(otherwise) => {
            let table = table::view(&plain, choices, today)?.ok_or_else(|| ImportError::new(otherwise))?;
            Ok(Look { format: table.mapping.subject.into(), table: Some(Box::new(table)) })
        }
    }
}

/// Where readers put what they find: exactly one call for each resource or row.
pub(crate) struct Sink<'a> {
    batch: &'a mut Batch,
    pub(crate) file: u32,
    read_before: u64,
    on_progress: &'a mut dyn FnMut(Progress),
}

impl Sink<'_> {
    fn is(&mut self, format: Format) {
        if let Some(report) = self.batch.report.file(self.file) {
            report.format = Some(format);
        }
    }

    pub(crate) fn take(&mut self, record: Record) -> Result<(), ImportError> {
        self.batch.records.push(record);
        self.count()
    }

    pub(crate) fn refuse(&mut self, origin: RecordName, reason: Reason) -> Result<(), ImportError> {
        if let Some(report) = self.batch.report.file(self.file) {
            report.tallies.entry(origin.resource_type.clone()).or_default().not_taken += 1;
        }
        self.batch.report.not_taken.push(NotTaken { origin, reason });
        self.count()
    }

    pub(crate) fn pass_over(&mut self, resource_type: &str) -> Result<(), ImportError> {
        if let Some(report) = self.batch.report.file(self.file) {
            match report.not_for_the_desk.get_mut(resource_type) {
                Some(count) => *count += 1,
                None => drop(report.not_for_the_desk.insert(resource_type.to_owned(), 1)),
            }
        }
        self.count()
    }

    /// The number that the next resource will have.
    pub(crate) fn next_index(&self) -> u32 {
        let read = self.batch.report.files.get(self.file as usize).map_or(0, |it| it.read);
        u32::try_from(read + 1).unwrap_or(u32::MAX)
    }

    fn count(&mut self) -> Result<(), ImportError> {
        let Some(report) = self.batch.report.file(self.file) else {
            return Ok(());
        };
        report.read += 1;
        let read = report.read;
        if self.read_before + read > self.batch.limits.records {
            let refused = ImportError::new(ImportErrorCode::TooManyRecords);
            return Err(refused.with("limit", self.batch.limits.records));
        }
        if read % PROGRESS_EVERY == 0 {
            (self.on_progress)(Progress { file: self.file, read });
        }
        Ok(())
    }
}

impl Body {
    /// Every reference of the record, whatever it is for.
    pub(crate) fn references(&self) -> Vec<&Reference> {
        match self {
            Body::Place(it) => given([&it.part_of, &it.managed_by]),
            Body::Organization(it) => given([&it.part_of]),
            Body::Provider(it) => given([&it.organization]),
            Body::Role(it) => it.places.iter().chain(&it.provider).chain(&it.organization).collect(),
            Body::Patient(it) => given([&it.own_provider]),
            Body::Caregiver(it) => given([&it.patient]),
            Body::Coverage(it) => given([&it.beneficiary, &it.payer]),
            Body::Schedule(it) => it.actors.iter().collect(),
            Body::Slot(it) => given([&it.schedule]),
            Body::Visit(it) => {
                it.participants.iter().chain(&it.slots).chain(&it.appointment).chain(&it.payer).collect()
            }
        }
    }
}

fn given<const N: usize>(optional: [&Option<Reference>; N]) -> Vec<&Reference> {
    optional.into_iter().flatten().collect()
}
