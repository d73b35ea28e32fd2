//! Staging files, looking at what they would add, importing them.

use crate::{
    call::Call,
    desk::SignedIn,
    dto::{
        import::{
            ImportReport, LookAtTableRequest, PreviewImportRequest, Progress, StagedFileView, TableMapping,
            TableView,
        },
        session::Nothing,
    },
    error::{ApiError, ErrorCode},
    shape::{import as shape, invalid, table},
    staging::{MAX_BYTES, StagedFile},
};
use chrono_tz::Tz;
use clinic_domain::{arbitration::Refused, refusal::Refusal};
use desk_app::{
    error::AppResult,
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
        view = shape::looked_at(view, look);
    }
    if !call.desk.staging.add(name, bytes) {
        let limit = MAX_BYTES / (1024 * 1024);
        let sentence = format!("All files together may have {limit} MiB. Import in several steps.");
        return Err(ApiError::new(ErrorCode::BadRequest, sentence));
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
    let file = file.ok_or_else(|| Refused::from(Refusal::NotFound { what: "file" }))?;
    let looked = look(&signed_in, &file.name, &file.bytes, &request.mapping)?;
    let table = looked.map_err(|it| unreadable(&it))?.table;
    Ok(table.map(|it| table::view(*it)).ok_or_else(|| invalid("file", "is not a table"))?)
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
        call.announce(["setup", "day", "patient"].map(str::to_owned));
    }
    Ok(report)
}

pub fn cancel_import(call: &Call<'_>, _: Nothing) -> Result<Nothing, ApiError> {
    call.desk.staging.cancel();
    Ok(Nothing {})
}

fn watched(
    call: &Call<'_>,
    signed_in: &SignedIn,
    request: &PreviewImportRequest,
    work: impl Fn(&[ImportFile<'_>], Option<Tz>, &Watch<'_>) -> AppResult<Report>,
) -> Result<ImportReport, ApiError> {
    let zone = parse_zone(request.default_zone.as_deref())?;
    let running = call.desk.staging.begin().ok_or_else(ApiError::busy)?;
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
        Ok(report) => with_open_tables(shape::report(&report, &staged), signed_in, &files),
        Err(desk_app::error::AppError::Cancelled) => Ok(shape::cancelled(&staged)),
        Err(error) => Err(error.into()),
    }
}

/// The staged files, each with what was said about it.
fn with_choices<'f>(
    staged: &'f [Arc<StagedFile>],
    said: &BTreeMap<String, TableMapping>,
) -> Result<Vec<ImportFile<'f>>, ApiError> {
    if said.keys().any(|name| !staged.iter().any(|it| it.name == *name)) {
        return Err(invalid("tables", "names a file that is not here").into());
    }
    let file = |it: &'f Arc<StagedFile>| -> Result<ImportFile<'f>, ApiError> {
        let choices = said.get(&it.name).map(table::choices).transpose()?.unwrap_or_default();
        Ok(ImportFile { name: &it.name, bytes: &it.bytes, choices })
    };
    staged.iter().map(file).collect()
}

/// Beside a table that waits for an answer stands what it was taken for, so that somebody can answer.
fn with_open_tables(
    mut report: ImportReport,
    signed_in: &SignedIn,
    files: &[ImportFile<'_>],
) -> Result<ImportReport, ApiError> {
    for (view, file) in report.files.iter_mut().zip(files) {
        if view.refused.as_deref() == Some(ImportErrorCode::MappingNeeded.as_str()) {
            let look = import::look(&signed_in.front, signed_in.person, file)?;
            view.table = look.ok().and_then(|it| it.table).map(|it| table::view(*it));
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

/// A file that cannot be looked at as a table; a column that it does not have is the request's own slip.
fn unreadable(refused: &ImportError) -> ApiError {
    if refused.code == ImportErrorCode::UnknownColumn {
        return invalid("columns", "names a column that the table does not have").into();
    }
    ApiError::new(ErrorCode::FileUnreadable, "The file is not a table that can be read.")
        .fact("reason", refused.code)
}

fn parse_zone(text: Option<&str>) -> Result<Option<Tz>, Refused> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(name) => {
            name.parse().map(Some).map_err(|_| invalid("default_zone", "is a zone like America/New_York"))
        }
    }
}

const fn word(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "reading",
        Stage::Planning => "planning",
        Stage::Storing => "storing",
    }
}
