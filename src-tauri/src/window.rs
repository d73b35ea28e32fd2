//! The one window. It shows the bundled page and nothing else: every other address and every new window is
//! denied. Its title never changes, so that no task list shows a person's name.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    io,
    path::{Path, PathBuf},
};
use tauri::{
    AppHandle, Manager, Url, WebviewWindowBuilder, Wry, plugin::TauriPlugin, webview::NewWindowResponse,
};
use tauri_plugin_window_state::StateFlags;

pub const LABEL: &str = "main";

/// A second start on the same home brings this window to the front and ends; a desk on another home is another desk.
pub fn one_for_each_home(home: &Path) -> TauriPlugin<Wry> {
    let mut digest = DefaultHasher::new();
    home.hash(&mut digest);
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(format!("com.agentcare.front-desk.h{:016x}", digest.finish()))
        .callback(|app, _, _| bring_to_front(app))
        .build()
}

/// Where the window stood and how large it was. Visibility is not restored: a hidden window would stay hidden.
pub fn kept_in_place() -> TauriPlugin<Wry> {
    tauri_plugin_window_state::Builder::default()
        .with_state_flags(StateFlags::all() & !StateFlags::VISIBLE)
        .build()
}

fn bring_to_front(app: &AppHandle) {
    let Some(window) = app.get_webview_window(LABEL) else { return };
    if let Err(failure) = window.unminimize().and_then(|()| window.set_focus()) {
        tracing::warn!(%failure, "the window did not come to the front");
    }
}

/// Shows the window at once, in the page's background colour: a hidden WebKitGTK window never draws a frame, so
/// waiting for the first one would wait for ever.
pub fn show(app: &tauri::App, web_data: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(web_data)?;
    let config = app
        .config()
        .app
        .windows
        .iter()
        .find(|window| window.label == LABEL)
        .ok_or_else(|| anyhow::anyhow!("the configuration names no window {LABEL}"))?;
    WebviewWindowBuilder::from_config(app, config)?
        .data_directory(web_data.to_owned())
        .on_navigation(is_our_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    Ok(())
}

fn is_our_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // The form that the same address has in Windows' web view.
        "http" | "https" => cfg!(windows) && url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

/// The folder for what the web view writes by itself (caches, storage). It belongs to one run: removed at the
/// end, and, when a run could not remove it, by the next one.
pub struct WebData {
    folder: PathBuf,
}

impl WebData {
    /// `is_ours` says that this process holds the home; only then is what older runs left behind removed.
    pub fn in_home(home: &Path, is_ours: bool) -> io::Result<WebData> {
        let all = home.join("webview");
        if is_ours {
            remove(&all)?;
        }
        Ok(WebData { folder: all.join(std::process::id().to_string()) })
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn remove(self) {
        if let Err(failure) = remove(&self.folder) {
            tracing::warn!(%failure, "the web view's folder stays until the next start");
        }
    }
}

fn remove(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(failure) if failure.kind() == io::ErrorKind::NotFound => Ok(()),
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bundled_page_is_shown() {
        for (url, expected) in [
            ("tauri://localhost/", true),
            ("tauri://localhost/index.html#day", true),
            ("tauri://elsewhere/", false),
            ("https://example.org/", false),
            ("file:///etc/passwd", false),
            ("about:blank", false),
            ("data:text/html,hello", false),
            ("javascript:alert(1)", false),
            ("http://tauri.localhost.example.org/", false),
        ] {
            assert_eq!(is_our_page(&url.parse().unwrap()), expected, "{url}");
        }
    }

    #[test]
    fn what_an_older_run_left_goes_only_when_the_home_is_ours() {
        let home = tempfile::tempdir().unwrap();
        let left = home.path().join("webview/1/cache");
        fs::create_dir_all(&left).unwrap();
        let second = WebData::in_home(home.path(), false).unwrap();
        fs::create_dir_all(second.folder()).unwrap();
        second.remove();
        assert!(left.exists());
        let ours = WebData::in_home(home.path(), true).unwrap();
        assert!(!left.exists());
        fs::create_dir_all(ours.folder()).unwrap();
        let folder = ours.folder().to_owned();
        ours.remove();
        assert!(!folder.exists());
    }
}
