//! Staging files, looking at what they would add, importing them.

use super::SignedIn;
use crate::{
    call::Call,
    dto::{
        import::{
            ImportReport, LookAtTableRequest, PreviewImportRequest, Progress, StagedFileView, TableMapping,
            TableView,
        },
        session::Nothing,
    },
    error::{ApiError, CentreFault, Fault, FileFault},
    shape::{import as shape, invalid, table},
    staging::{MAX_BYTES, StagedFile},
};
use chrono_tz::Tz;
use clinic_domain::{
    arbitration::Refused,
    invalid::{Field, Problem},
    refusal::{Missing, Refusal},
};
use desk_app::{
    error::{AppError, AppResult},
    import::{self, ImportError, ImportErrorCode, ImportFile, Look, Report, Stage, Watch},
};
use std::{collections::BTreeMap, sync::Arc};

/// Keeps a file for an import or, before sign-in, for a restore. Nothing is read into the desk yet; whoever may
/// import is told what the file is.
pub fn stage_file(call: &Call<'_>, _: Nothing) -> Result<StagedFileView, ApiError> {
    let Some((name, bytes)) = call.file.take() else {
        return Err(ApiError::missing_field("file"));
    };
    let mut view = shape::staged(&name, &bytes);
    if let Ok(signed_in) = call.signed_in()
        && let Ok(look) = look(&signed_in, &name, &bytes, &TableMapping::default())
    {
        view = shape::looked_at(signed_in.language, view, look);
    }
    if !call.desk.staging.add(name, bytes) {
        return Err(FileFault::TooMuch { mebibytes: MAX_BYTES / (1024 * 1024) }.into());
    }
    Ok(view)
}

pub fn unstage_files(call: &Call<'_>, _: Nothing) -> Result<Nothing, ApiError> {
    call.desk.staging.clear();
    Ok(Nothing {})
}

/// A staged table under a mapping, for somebody who is about to change it.
pub fn look_at_table(call: &Call<'_>, request: LookAtTableRequest) -> Result<TableView, ApiError> {
    let signed_in = call.signed_in()?;
    let staged = call.desk.staging.all();
    let file = staged.iter().find(|it| it.name == request.file);
    let file = file.ok_or(Fault::NotFound(Missing::File))?;
    match look(&signed_in, &file.name, &file.bytes, &request.mapping)? {
        Ok(Look { table: Some(it), .. }) => Ok(table::view(signed_in.language, *it)),
        Ok(_) => Err(invalid(Field::File, Problem::WrongKind).into()),
        Err(it) if it.code == ImportErrorCode::UnknownColumn => {
            Err(invalid(Field::Columns, Problem::DoesNotExist).into())
        }
        Err(it) => Err(FileFault::NotTaken(it).into()),
    }
}

pub fn preview_import(call: &Call<'_>, request: PreviewImportRequest) -> Result<ImportReport, ApiError> {
    let signed_in = call.signed_in()?;
    watched(call, &signed_in, &request, |files, zone, watch| {
        import::preview(&signed_in.front, signed_in.person, files, zone, watch)
    })
}

pub fn run_import(call: &Call<'_>, request: PreviewImportRequest) -> Result<ImportReport, ApiError> {
    let signed_in = call.signed_in()?;
    let report = watched(call, &signed_in, &request, |files, zone, watch| {
        import::run(&signed_in.front, signed_in.person, files, zone, watch)
    })?;
    if !report.was_cancelled {
        call.desk.staging.clear();
        call.desk.backup_day.want();
        call.announce(["setup", "day", "patient"].map(str::to_owned));
    }
    Ok(report)
}

pub fn cancel_import(call: &Call<'_>, _: Nothing) -> Result<Nothing, ApiError> {
    call.desk.import.cancel();
    Ok(Nothing {})
}

fn watched(
    call: &Call<'_>,
    signed_in: &SignedIn,
    request: &PreviewImportRequest,
    work: impl Fn(&[ImportFile<'_>], Option<Tz>, &Watch<'_>) -> AppResult<Report>,
) -> Result<ImportReport, ApiError> {
    if signed_in.tie.is_some() {
        return Err(CentreFault::ImportsThere.into());
    }
    let zone = parse_zone(request.default_zone.as_deref())?;
    let running = call.desk.import.begin().ok_or(Fault::ImportRunning)?;
    let staged: Vec<Arc<StagedFile>> = call.desk.staging.all();
    let files = with_choices(&staged, &request.tables)?;
    let progress = |stage: Stage, done: u64, total: u64| {
        call.desk.keep_awake();
        let small = |it: u64| u32::try_from(it).unwrap_or(u32::MAX);
        (call.progress)(Progress { stage: word(stage).to_owned(), done: small(done), total: small(total) });
    };
    let is_cancelled = || running.is_cancelled();
    let watch = Watch { progress: &progress, is_cancelled: &is_cancelled };
    match work(&files, zone, &watch) {
        Ok(report) => {
            let view = shape::report(signed_in.language, &report, &staged);
            with_open_tables(signed_in, view, &files)
        }
        Err(AppError::Cancelled) => Ok(shape::cancelled(&staged)),
        Err(error) => Err(error.into()),
    }
}

/// The staged files, each with what was said about it.
fn with_choices<'f>(
    staged: &'f [Arc<StagedFile>],
    said: &BTreeMap<String, TableMapping>,
) -> Result<Vec<ImportFile<'f>>, Refused> {
    if said.keys().any(|name| !staged.iter().any(|it| it.name == *name)) {
        return Err(Refusal::NotFound { what: Missing::File }.into());
    }
    let file = |it: &'f Arc<StagedFile>| {
        let choices = said.get(&it.name).map(table::choices).transpose()?.unwrap_or_default();
        Ok(ImportFile { name: &it.name, bytes: &it.bytes, choices })
    };
    staged.iter().map(file).collect()
}

/// Beside a table that waits for an answer stands what it was taken for, so that somebody can answer.
fn with_open_tables(
    signed_in: &SignedIn,
    mut report: ImportReport,
    files: &[ImportFile<'_>],
) -> Result<ImportReport, ApiError> {
    for (view, file) in report.files.iter_mut().zip(files) {
        if view.refused_code.as_deref() == Some(ImportErrorCode::MappingNeeded.as_str()) {
            let look = import::look(&signed_in.front, signed_in.person, file)?;
            view.table = look.ok().and_then(|it| it.table).map(|it| table::view(signed_in.language, *it));
        }
    }
    Ok(report)
}

fn look(
    signed_in: &SignedIn,
    name: &str,
    bytes: &[u8],
    mapping: &TableMapping,
) -> Result<Result<Look, ImportError>, ApiError> {
    let file = ImportFile { name, bytes, choices: table::choices(mapping)? };
    Ok(import::look(&signed_in.front, signed_in.person, &file)?)
}

fn parse_zone(text: Option<&str>) -> Result<Option<Tz>, Refused> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(name) => name.parse().map(Some).map_err(|_| invalid(Field::DefaultZone, Problem::NotAZone)),
    }
}

const fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "reading",
        Stage::Planning => "planning",
        Stage::Storing => "storing",
        Stage::Indexing => "indexing",
    }
}
