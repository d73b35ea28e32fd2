//! Where a desk's data lives when nobody says otherwise.

use std::{env, path::PathBuf};

/// `$FRONT_DESK_HOME`, or the platform's data folder for this user.
#[must_use]
pub fn default_home() -> Option<PathBuf> {
    let given = |name: &str| env::var_os(name).filter(|it| !it.is_empty()).map(PathBuf::from);
    given("FRONT_DESK_HOME").or_else(|| platform_data().map(|it| it.join("agentcare-front-desk")))
}

#[cfg(windows)]
fn platform_data() -> Option<PathBuf> {
    env::var_os("LOCALAPPDATA").map(PathBuf::from)
}

#[cfg(target_os = "macos")]
fn platform_data() -> Option<PathBuf> {
    env::var_os("HOME").map(|it| PathBuf::from(it).join("Library/Application Support"))
}

#[cfg(not(any(windows, target_os = "macos")))]
fn platform_data() -> Option<PathBuf> {
    let xdg = env::var_os("XDG_DATA_HOME").map(PathBuf::from).filter(|it| it.is_absolute());
    xdg.or_else(|| env::var_os("HOME").map(|it| PathBuf::from(it).join(".local/share")))
}
