//! An import's report for a person: what was added, what was not and why, in words.

use crate::{
    dto::{
        import::{
            ImportKindCount, ImportRefusal, ImportReport, ImportWarning, MadeView, PassedOver, StagedFileView,
        },
        preferences::Language,
    },
    staging::StagedFile,
};
use desk_app::import::{FileReport, Format, ImportError, Look, Made, Reason, RecordName, Report, Warning};
use std::{collections::BTreeMap, sync::Arc};

/// Refusals that travel; all are counted.
const SHOWN_REFUSALS: usize = 1_000;
/// Records of each warning that travel; all are counted.
const SHOWN_WARNED: usize = 20;

#[must_use]
pub fn staged(name: &str, bytes: &[u8]) -> StagedFileView {
    StagedFileView {
        name: name.to_owned(),
        bytes: small(bytes.len() as u64),
        format: String::new(),
        refused: None,
        refused_code: None,
        table: None,
    }
}

/// The same, with what somebody who looked at the file saw.
#[must_use]
pub fn looked_at(
    language: Language,
    view: StagedFileView,
    look: Result<Look, ImportError>,
) -> StagedFileView {
    match look {
        Ok(look) => StagedFileView {
            format: look.format.to_string(),
            table: look.table.map(|it| super::table::view(language, *it)),
            ..view
        },
        Err(it) => refused(language, view, &it),
    }
}

#[must_use]
pub fn cancelled(files: &[Arc<StagedFile>]) -> ImportReport {
    ImportReport {
        files: files.iter().map(|it| staged(&it.name, &it.bytes)).collect(),
        kinds: Vec::new(),
        refused: Vec::new(),
        refused_total: 0,
        passed_over: Vec::new(),
        made: MadeView::default(),
        warnings: Vec::new(),
        was_cancelled: true,
    }
}

#[must_use]
pub fn report(language: Language, report: &Report, files: &[Arc<StagedFile>]) -> ImportReport {
    let kinds = report.by_type().into_iter().map(|(kind, tally)| ImportKindCount {
        kind: kind.to_owned(),
        added: small(tally.added),
        changed: small(tally.updated),
        already_there: small(tally.already_there + tally.folded),
        refused: small(tally.not_taken),
    });
    let mut kinds: Vec<ImportKindCount> = kinds.collect();
    kinds.sort_by_key(|it| std::cmp::Reverse(it.added + it.changed + it.already_there + it.refused));
    let mut passed_over: BTreeMap<&str, u64> = BTreeMap::new();
    for (kind, count) in report.files.iter().flat_map(|it| &it.not_for_the_desk) {
        *passed_over.entry(kind).or_default() += count;
    }
    ImportReport {
        files: report.files.iter().zip(files).map(|(it, file)| file_view(language, it, file)).collect(),
        kinds,
        refused: report
            .not_taken
            .iter()
            .take(SHOWN_REFUSALS)
            .map(|it| refusal(language, report, &it.origin, it.reason))
            .collect(),
        refused_total: small(report.not_taken.len() as u64),
        passed_over: passed_over
            .into_iter()
            .map(|(kind, count)| PassedOver { kind: kind.to_owned(), count: small(count) })
            .collect(),
        made: made(&report.made),
        warnings: Warning::ALL.iter().filter_map(|it| warning(language, report, *it)).collect(),
        was_cancelled: false,
    }
}

fn file_view(language: Language, file: &FileReport, of: &StagedFile) -> StagedFileView {
    let view = StagedFileView {
        format: file.format.map_or_else(String::new, |it| it.to_string()),
        ..staged(&file.name, &of.bytes)
    };
    match &file.refused {
        Some(it) => refused(language, view, it),
        None => view,
    }
}

fn refused(language: Language, view: StagedFileView, error: &ImportError) -> StagedFileView {
    let (refused, refused_code) = (Some(language.import_error(error)), Some(error.code.to_string()));
    StagedFileView { refused, refused_code, ..view }
}

fn made(made: &Made) -> MadeView {
    MadeView {
        patients: small(made.patients),
        providers: made.providers.clone(),
        rooms: made.rooms.clone(),
        types: made.types.clone(),
    }
}

fn refusal(language: Language, report: &Report, origin: &RecordName, reason: Reason) -> ImportRefusal {
    ImportRefusal {
        file: file_of(report, origin).map_or_else(String::new, |it| it.name.clone()),
        record: record(language, report, origin),
        code: reason.as_str().to_owned(),
        sentence: language.import_reason(reason).to_owned(),
    }
}

/// None where nothing of the kind was assumed.
fn warning(language: Language, report: &Report, of: Warning) -> Option<ImportWarning> {
    let warned = || report.warnings.iter().filter(|it| it.warning == of).map(|it| &it.origin);
    let named = |it| {
        let file = file_of(report, it).map_or("", |it| &it.name);
        format!("{file}, {}", record(language, report, it))
    };
    let count = warned().count();
    (count > 0).then(|| ImportWarning {
        code: of.as_str().to_owned(),
        sentence: language.import_warning(of).to_owned(),
        count: small(count as u64),
        records: warned().take(SHOWN_WARNED).map(named).collect(),
    })
}

/// How a person finds it: a row as a spreadsheet counts them, else the type with its id or place.
fn record(language: Language, report: &Report, origin: &RecordName) -> String {
    let is_table = file_of(report, origin).is_some_and(|it| it.format.is_some_and(Format::is_any_table));
    match &origin.id {
        id if is_table => language.table_row(origin.index, id.as_deref()),
        Some(id) => format!("{}/{id}", origin.resource_type),
        None => format!("{} {}", origin.resource_type, origin.index + 1),
    }
}

fn file_of<'r>(report: &'r Report, origin: &RecordName) -> Option<&'r FileReport> {
    report.files.get(origin.file as usize)
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
