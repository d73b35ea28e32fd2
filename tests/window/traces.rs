//! What is left in clear in the files of a run: names in any letter case, as UTF-8 or UTF-16.

use crate::cast::MARKERS;
use anyhow::Result;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The files below `folder` that have a marker in their content or name.
pub fn left_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for file in files_below(folder)? {
        let name = file.to_string_lossy().to_lowercase();
        // What is removed while it is looked at holds nothing any more.
        let content = fs::read(&file).unwrap_or_default().to_ascii_lowercase();
        if MARKERS.iter().any(|marker| name.contains(marker) || holds(&content, marker)) {
            found.push(file);
        }
    }
    Ok(found)
}

/// How many files a search looks at: a search of nothing proves nothing.
pub fn count(folder: &Path) -> Result<usize> {
    Ok(files_below(folder)?.len())
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            files.extend(files_below(&entry.path())?);
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(files)
}

fn holds(content: &[u8], marker: &str) -> bool {
    let wide: Vec<u8> = marker.bytes().flat_map(|byte| [byte, 0]).collect();
    [marker.as_bytes(), &wide].iter().any(|form| memchr::memmem::find(content, form).is_some())
}
