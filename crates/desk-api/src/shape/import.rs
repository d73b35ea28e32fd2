//! An import's report for a person: what was added, what was not and why, in words.

use crate::{
    dto::import::{ImportKindCount, ImportRefusal, ImportReport, MadeView, PassedOver, StagedFileView},
    staging::StagedFile,
};
use desk_app::import::{FileReport, Format, ImportError, Look, Made, Reason, RecordName, Report};
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
        table: None,
    }
}

/// The same, with what somebody who looked at the file saw.
#[must_use]
pub fn looked_at(view: StagedFileView, look: Result<Look, ImportError>) -> StagedFileView {
    match look {
        Ok(look) => StagedFileView {
            format: look.format.to_string(),
            table: look.table.map(|it| super::table::view(*it)),
            ..view
        },
        Err(refused) => StagedFileView { refused: Some(refused.to_string()), ..view },
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
        was_cancelled: true,
    }
}

#[must_use]
pub fn report(report: &Report, files: &[Arc<StagedFile>]) -> ImportReport {
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
        files: report.files.iter().zip(files).map(|(it, file)| file_view(it, file)).collect(),
        kinds,
        refused: report
            .not_taken
            .iter()
            .take(SHOWN_REFUSALS)
            .map(|it| refusal(report, &it.origin, it.reason))
            .collect(),
        refused_total: small(report.not_taken.len() as u64),
        passed_over: passed_over
            .into_iter()
            .map(|(kind, count)| PassedOver { kind: kind.to_owned(), count: small(count) })
            .collect(),
        made: made(&report.made),
        was_cancelled: false,
    }
}

fn file_view(file: &FileReport, staged: &StagedFile) -> StagedFileView {
    StagedFileView {
        name: file.name.clone(),
        bytes: small(staged.bytes.len() as u64),
        format: file.format.map_or_else(String::new, |it| it.to_string()),
        refused: file.refused.as_ref().map(ToString::to_string),
        table: None,
    }
}

fn made(made: &Made) -> MadeView {
    MadeView {
        patients: small(made.patients),
        providers: made.providers.clone(),
        rooms: made.rooms.clone(),
        types: made.types.clone(),
    }
}

fn refusal(report: &Report, origin: &RecordName, reason: Reason) -> ImportRefusal {
    let file = report.files.get(origin.file as usize);
    let is_table = file.is_some_and(|it| it.format.is_some_and(Format::is_any_table));
    let record = match &origin.id {
        // Where a person finds it in a spreadsheet.
        Some(id) if is_table => format!("row {} ({id})", origin.index),
        None if is_table => format!("row {}", origin.index),
        Some(id) => format!("{}/{id}", origin.resource_type),
        None => format!("{} {}", origin.resource_type, origin.index + 1),
    };
    let file = file.map_or_else(String::new, |it| it.name.clone());
    ImportRefusal { file, record, code: reason.as_str().to_owned(), sentence: sentence(reason).to_owned() }
}

const fn sentence(reason: Reason) -> &'static str {
    match reason {
        Reason::Malformed => "It does not have the shape of its type.",
        Reason::NoResource => "The entry holds no record.",
        Reason::NestedTooDeep => "It is nested deeper than any real record.",
        Reason::NoIdentity => "It has no identifier, so a second import could not recognise it.",
        Reason::NameMissing => "It has no name.",
        Reason::RepeatedDifferently => {
            "Another record in these files has the same identifier and says something else; that one was taken."
        }
        Reason::IdentityConflict => "This identifier belongs to somebody else here.",
        Reason::ChangedHere => "Somebody here has worked on it since it was imported.",
        Reason::EnteredInError => "Its own system marks it as entered in error.",
        Reason::StatusUnknown => "Its status is not one of the standard's.",
        Reason::NotAPlaceToBook => "It is not a place where visits are booked.",
        Reason::ZoneMissing => "The file names no time zone for it. Choose one above and look again.",
        Reason::LocationMissing => "Nothing says at which location it is.",
        Reason::StartMissing => "It has no start.",
        Reason::DateOnly => "It has a date but no time.",
        Reason::OffsetMissing => "Its time has no offset from UTC, so it could be any of several times.",
        Reason::DateInvalid => "Its date or time does not exist.",
        Reason::DateOutOfRange => "Its date is too far from today to be real.",
        Reason::EndBeforeStart => "It ends before it starts.",
        Reason::LengthMissing => "It has neither an end nor a length.",
        Reason::LongerThanAVisit => "It is a stay, longer than any visit.",
        Reason::PatientMissing => "It names no patient.",
        Reason::PatientUnresolved => "Its patient is neither in these files nor here.",
        Reason::ProviderMissing => "It names no provider.",
        Reason::PatientAmbiguous => "Several people could be its patient; nobody is guessed.",
        Reason::NameAmbiguous => "Several providers here go by the name that it gives.",
        Reason::LocationUnresolved => "It names a location that this clinic does not have.",
        Reason::CellsDiffer => "It has more or fewer cells than the table has columns.",
        Reason::Undecodable => "It has letters that the chosen encoding does not have.",
        Reason::TooLong => "One of its cells is longer than the desk takes.",
        Reason::ProviderUnresolved => "Its provider is neither in these files nor here.",
        Reason::ScheduleUnresolved => "Its schedule is neither in these files nor here.",
    }
}

fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
