//! Staging files, looking at what they would add, importing them.

use crate::{
    call::Call,
    dto::{
        import::{ImportReport, PreviewImportRequest, Progress, StagedFileView},
        session::Nothing,
    },
    error::{ApiError, Fault, FileFault},
    shape::{import as shape, invalid},
    staging::{MAX_BYTES, StagedFile},
};
use chrono_tz::Tz;
use clinic_domain::{
    arbitration::Refused,
    invalid::{Field, Problem},
};
use desk_app::{
    error::AppResult,
    import::{self, ImportFile, Report, Stage, Watch},
};
use std::sync::Arc;

/// Keeps a file for an import or, before sign-in, for a restore. Nothing is read into the desk yet.
pub fn stage_file(call: &Call<'_>, _: Nothing) -> Result<StagedFileView, ApiError> {
    let Some((name, bytes)) = call.file.take() else {
        return Err(ApiError::missing_field("file"));
    };
    let view = shape::staged(&name, &bytes);
    if !call.desk.staging.add(name, bytes) {
        return Err(FileFault::TooMuch { mebibytes: MAX_BYTES / (1024 * 1024) }.into());
    }
    Ok(view)
}

pub fn unstage_files(call: &Call<'_>, _: Nothing) -> Result<Nothing, ApiError> {
    call.desk.staging.clear();
    Ok(Nothing {})
}

pub fn preview_import(call: &Call<'_>, request: PreviewImportRequest) -> Result<ImportReport, ApiError> {
    let signed_in = call.signed_in()?;
    watched(call, &request, |files, zone, watch| {
        import::preview(&signed_in.front, signed_in.person, files, zone, watch)
    })
}

pub fn run_import(call: &Call<'_>, request: PreviewImportRequest) -> Result<ImportReport, ApiError> {
    let signed_in = call.signed_in()?;
    let report = watched(call, &request, |files, zone, watch| {
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
    call.desk.staging.cancel();
    Ok(Nothing {})
}

fn watched(
    call: &Call<'_>,
    request: &PreviewImportRequest,
    work: impl Fn(&[ImportFile<'_>], Option<Tz>, &Watch<'_>) -> AppResult<Report>,
) -> Result<ImportReport, ApiError> {
    let zone = parse_zone(request.default_zone.as_deref())?;
    let running = call.desk.staging.begin().ok_or(Fault::ImportRunning)?;
    let staged: Vec<Arc<StagedFile>> = call.desk.staging.all();
    let files: Vec<ImportFile<'_>> =
        staged.iter().map(|it| ImportFile { name: &it.name, bytes: &it.bytes }).collect();
    let progress = |stage: Stage, done: u64, total: u64| {
        call.desk.keep_awake();
        let small = |it: u64| u32::try_from(it).unwrap_or(u32::MAX);
        (call.progress)(Progress { stage: word(stage).to_owned(), done: small(done), total: small(total) });
    };
    let is_cancelled = || running.is_cancelled();
    let watch = Watch { progress: &progress, is_cancelled: &is_cancelled };
    match work(&files, zone, &watch) {
        Ok(report) => Ok(shape::report(call.language(), &report, &staged)),
        Err(desk_app::error::AppError::Cancelled) => Ok(shape::cancelled(&staged)),
        Err(error) => Err(error.into()),
    }
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
