//! Files of a review of capacity.

use super::capacity::parse;
use crate::{
    call::Call,
    dto::{
        review::{OpenReviewRequest, ReviewFormat, SaveReviewRequest, SavedReviewView},
        session::Nothing,
    },
    error::{ApiError, Fault, FileFault},
    exports::{Export, Exports},
    shape::review::review,
};
use clinic_domain::refusal::Missing;
use desk_app::capacity::review::{Format, files};
use std::{
    io::{self, ErrorKind},
    path::Path,
};

pub fn save_review(call: &Call<'_>, request: SaveReviewRequest) -> Result<SavedReviewView, ApiError> {
    let signed_in = call.signed_in()?;
    let desk = &signed_in.front;
    let configuration = desk.configuration()?;
    let review = review(&configuration.setup, call.language(), desk.now(), request.review)?;
    let format = match request.format {
        ReviewFormat::Pdf => Format::Pdf,
        ReviewFormat::Csv => Format::Csv,
    };
    let files = files(desk, signed_in.person, &parse(&request.of)?, format, &review)?;
    let exports: Vec<Export<'_>> =
        files.iter().map(|it| Export { name: &it.name, ending: it.ending, bytes: &it.bytes }).collect();
    let (written, names) = match (format, &exports[..]) {
        (Format::Pdf, [file]) => {
            let path = call.desk.exports.file(file);
            let name = path.as_ref().ok().and_then(|it| it.file_name());
            let names = name.map(|it| it.to_string_lossy().into_owned()).into_iter().collect();
            (path, names)
        }
        _ => {
            let names = exports.iter().enumerate().map(|(at, it)| Exports::name_of(at, it)).collect();
            (call.desk.exports.folder_of(&review.title, &exports), names)
        }
    };
    let path = written.map_err(|it| unwritten(call.desk.exports.folder(), &it))?;
    Ok(SavedReviewView { path: path.display().to_string(), files: names, opens: call.desk.has_browser() })
}

/// In the program that this PC has for it.
pub fn open_review(call: &Call<'_>, request: OpenReviewRequest) -> Result<Nothing, ApiError> {
    call.signed_in()?;
    let path = Path::new(&request.path);
    if !call.desk.exports.has(path) || !path.exists() {
        return Err(Fault::NotFound(Missing::File).into());
    }
    if call.desk.opens(&request.path) { Ok(Nothing {}) } else { Err(Fault::File(FileFault::NotShown).into()) }
}

fn unwritten(folder: &Path, problem: &io::Error) -> ApiError {
    tracing::warn!(kind = %problem.kind(), "a file was not written");
    let fault = match problem.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => FileFault::DiskFull,
        _ => FileFault::NotWritten { folder: folder.display().to_string() },
    };
    Fault::File(fault).into()
}
