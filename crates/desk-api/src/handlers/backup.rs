//! Backups of the desk.

use super::SignedIn;
use crate::{
    call::Call,
    dto::{
        backup::{BackupView, SetBackupFolderRequest},
        session::Nothing,
    },
    error::ApiError,
    shape::time::utc_text,
};
use desk_app::backup;

pub fn backup_status(call: &Call<'_>, _: Nothing) -> Result<BackupView, ApiError> {
    view(call, &call.signed_in()?, None)
}

pub fn set_backup_folder(call: &Call<'_>, request: SetBackupFolderRequest) -> Result<BackupView, ApiError> {
    let signed_in = call.signed_in()?;
    backup::set_folder(&signed_in.front, signed_in.person, &request.folder)?;
    view(call, &signed_in, None)
}

pub fn back_up_now(call: &Call<'_>, _: Nothing) -> Result<BackupView, ApiError> {
    let signed_in = call.signed_in()?;
    let make = || backup::back_up_now(&signed_in.front, signed_in.person);
    let report = call.desk.backup_day.make(make)?;
    view(call, &signed_in, Some(report.path.display().to_string()))
}

fn view(call: &Call<'_>, signed_in: &SignedIn, last_file: Option<String>) -> Result<BackupView, ApiError> {
    let state = backup::state(&signed_in.front, signed_in.person)?;
    Ok(BackupView {
        folder: state.folder.map(|it| it.display().to_string()),
        last_at: state.last_at.map(utc_text),
        last_file,
        last_problem: call.desk.backup_day.problem().map(|it| it.said_in(signed_in.language).sentence),
    })
}
