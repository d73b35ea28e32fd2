//! The one window. It shows the bundled page and nothing else: every other address and every new window is
//! denied. Its title never changes, so that no task list shows a person's name.

use std::{
    fs, io,
    path::{Path, PathBuf},
};
use tauri::{Url, WebviewWindowBuilder, webview::NewWindowResponse};

pub const LABEL: &str = "main";

/// Shows the window at once, in the page's background colour: a hidden WebKitGTK window never draws a frame, so
/// waiting for the first one would wait for ever.
pub fn show(app: &tauri::App, web_data: &Path) -> anyhow::Result<()> {
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
        let folder = all.join(std::process::id().to_string());
        fs::create_dir_all(&folder)?;
        Ok(WebData { folder })
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
        assert!(left.exists() && second.folder().exists());
        second.remove();
        let ours = WebData::in_home(home.path(), true).unwrap();
        assert!(!left.exists() && ours.folder().exists());
        let folder = ours.folder().to_owned();
        ours.remove();
        assert!(!folder.exists());
    }
}
