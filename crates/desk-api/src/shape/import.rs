//! An import's report for a person: what was added, what was not and why, in words.

use crate::{
    dto::{
        import::{ImportKindCount, ImportRefusal, ImportReport, PassedOver, StagedFileView},
        preferences::Language,
    },
    staging::StagedFile,
};
use desk_app::import::{FileReport, Reason, RecordName, Report};
use std::{collections::BTreeMap, sync::Arc};

/// Refusals that travel; all are counted.
const SHOWN_REFUSALS: usize = 1_000;

#[must_use]
pub fn staged(name: &str, bytes: &[u8]) -> StagedFileView {
    StagedFileView {
        name: name.to_owned(),
        bytes: small(bytes.len() as u64),
        format: String::new(),
        refused: None,
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
        was_cancelled: false,
    }
}

fn file_view(language: Language, file: &FileReport, staged: &StagedFile) -> StagedFileView {
    StagedFileView {
        name: file.name.clone(),
        bytes: small(staged.bytes.len() as u64),
        format: file.format.map_or_else(String::new, |it| it.to_string()),
        refused: file.refused.as_ref().map(|it| language.import_error(it)),
    }
}

fn refusal(language: Language, report: &Report, origin: &RecordName, reason: Reason) -> ImportRefusal {
    let file = report.files.get(origin.file as usize).map_or_else(String::new, |it| it.name.clone());
    let record = match &origin.id {
        Some(id) => format!("{}/{id}", origin.resource_type),
        None => format!("{} {}", origin.resource_type, origin.index + 1),
    };
    ImportRefusal {
        file,
        record,
        code: reason.as_str().to_owned(),
        sentence: language.import_reason(reason).to_owned(),
    }
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
