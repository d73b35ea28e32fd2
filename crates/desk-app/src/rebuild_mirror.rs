//! Making the mirror again when it is damaged or gone: an administrator's decision, at sign-in.

use crate::{
    backup::in_a_file,
    env::Clock,
    error::AppResult,
    sign_in::{AtTheDesk, at_the_desk, is_administrator},
};
use desk_cache::{Home, Store};
use std::path::Path;

/// Signs an administrator in with a new mirror, made from `backup` or else from the newest one that is found, and from
/// the receipts after it. Nothing that was decided at this desk is lost; the damaged file is kept.
pub fn rebuild_mirror(
    home: &Home,
    clock: Clock,
    login: &str,
    password: &str,
    backup: Option<&[u8]>,
) -> AppResult<AtTheDesk> {
    let login = login.trim().to_lowercase();
    let rebuild = |file: Option<&Path>| {
        Store::rebuild_mirror(home, &login, password, file, clock.now(), is_administrator)
    };
    let unlocked = match backup {
        Some(bytes) => in_a_file(home, bytes, |file| rebuild(Some(file)))?,
        None => rebuild(None)?,
    };
    Ok(at_the_desk(unlocked, clock))
}
