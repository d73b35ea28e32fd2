//! The page's files, under the content policy that the window has.

use super::Serving;
use axum::{
    extract::State,
    http::{HeaderName, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use std::{
    path::{Component, Path, PathBuf},
    sync::LazyLock,
};

/// The window's own policy, read from its configuration; only the address that commands go to differs.
static POLICY: LazyLock<String> = LazyLock::new(|| {
    let window = include_str!("../../../../tauri.conf.json");
    let config: serde_json::Value = serde_json::from_str(window).unwrap_or_default();
    let directives = config["app"]["security"]["csp"].as_object().into_iter().flatten();
    let policy = directives.map(|(name, sources)| match name.as_str() {
        "connect-src" => "connect-src 'self'".to_owned(),
        _ => format!("{name} {}", sources.as_str().unwrap_or("'none'")),
    });
    policy.collect::<Vec<_>>().join("; ")
});

pub async fn file(State(serving): State<Serving>, uri: Uri) -> Response {
    let Some(path) = serving.page.and_then(|folder| inside(&folder, uri.path())) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match tokio::task::spawn_blocking(move || std::fs::read(&path).map(|bytes| (kind(&path), bytes))).await {
        Ok(Ok((kind, bytes))) => (headers(kind), bytes).into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn headers(kind: &'static str) -> [(HeaderName, &'static str); 5] {
    [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_SECURITY_POLICY, POLICY.as_str()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "no-store"),
    ]
}

/// The file that a path names, never one outside of the folder. Built names need no decoding.
fn inside(folder: &Path, path: &str) -> Option<PathBuf> {
    let name = match path.trim_start_matches('/') {
        "" => "index.html",
        name => name,
    };
    let is_plain = !name.contains(['%', '\\'])
        && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    is_plain.then(|| folder.join(name))
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|it| it.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leaves_the_folder() {
        let folder = Path::new("/page");
        assert_eq!(inside(folder, "/"), Some("/page/index.html".into()));
        assert_eq!(inside(folder, "/assets/a.js"), Some("/page/assets/a.js".into()));
        for outside in ["/../etc/passwd", "/assets/../../x", "/%2e%2e/x", "/..\\x", "/./../x"] {
            assert_eq!(inside(folder, outside), None, "{outside}");
        }
        assert_eq!(inside(folder, "//etc/passwd"), Some("/page/etc/passwd".into()));
    }

    #[test]
    fn the_policy_is_the_windows() {
        let directives: Vec<&str> = POLICY.split("; ").collect();
        for expected in [
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "font-src 'self'",
            "connect-src 'self'",
        ] {
            assert!(directives.contains(&expected), "{expected} is missing in {directives:?}");
        }
    }
}
