//! Files that a person takes out of the desk: where they lie, and which were written since somebody signed in.
//!
//! Invariants: nothing that was there is written over; what is opened afterwards is what was written here.

use std::{
    fs::{DirBuilder, File, create_dir_all},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Of a name, so that a path stays within what every file system takes.
const MOST_CHARACTERS: usize = 80;
/// So many of the same name are told apart.
const MOST_ALIKE: u32 = 1_000;

pub struct Exports {
    folder: PathBuf,
    written: Mutex<Vec<PathBuf>>,
}

/// A file without its folder.
pub struct Export<'a> {
    pub name: &'a str,
    pub ending: &'a str,
    pub bytes: &'a [u8],
}

impl Exports {
    pub fn into(folder: PathBuf) -> Exports {
        Exports { folder, written: Mutex::default() }
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Writes a file. "Review (2).pdf" where there is a "Review.pdf".
    pub fn file(&self, it: &Export<'_>) -> io::Result<PathBuf> {
        create_dir_all(&self.folder)?;
        let named = |alike: &str| self.folder.join(format!("{}{alike}.{}", plain(it.name), it.ending));
        let path = first_free(named, |path| write_new(path, it.bytes))?;
        self.written().push(path.clone());
        Ok(path)
    }

    /// Writes a folder with these files, in their order.
    pub fn folder_of(&self, name: &str, files: &[Export<'_>]) -> io::Result<PathBuf> {
        create_dir_all(&self.folder)?;
        let named = |alike: &str| self.folder.join(format!("{}{alike}", plain(name)));
        let folder = first_free(named, |path| DirBuilder::new().create(path))?;
        for (at, it) in files.iter().enumerate() {
            write_new(&folder.join(Exports::name_of(at, it)), it.bytes)?;
        }
        self.written().push(folder.clone());
        Ok(folder)
    }

    /// What a file of a folder is called.
    pub fn name_of(at: usize, it: &Export<'_>) -> String {
        format!("{:02} {}.{}", at + 1, plain(it.name), it.ending)
    }

    /// Whether it was written here since somebody signed in.
    pub fn has(&self, path: &Path) -> bool {
        self.written().iter().any(|it| it == path)
    }

    pub fn forget(&self) {
        self.written().clear();
    }

    fn written(&self) -> MutexGuard<'_, Vec<PathBuf>> {
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn first_free(
    named: impl Fn(&str) -> PathBuf,
    make: impl Fn(&Path) -> io::Result<()>,
) -> io::Result<PathBuf> {
    for nth in 1..=MOST_ALIKE {
        let path = if nth == 1 { named("") } else { named(&format!(" ({nth})")) };
        match make(&path) {
            Err(problem) if problem.kind() == ErrorKind::AlreadyExists => {}
            made => return made.map(|()| path),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

/// Without what a file system may not take, and never nothing.
fn plain(name: &str) -> String {
    let is_taken = |it: char| !it.is_control() && !r#"/\:*?"<>|"#.contains(it);
    let kept: String = name.chars().map(|it| if is_taken(it) { it } else { ' ' }).collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let short: String = words.join(" ").chars().take(MOST_CHARACTERS).collect();
    match short.trim_matches(['.', ' ']) {
        "" => "file".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn export(name: &str) -> Export<'_> {
        Export { name, ending: "pdf", bytes: b"bytes" }
    }

    #[test]
    fn nothing_that_was_there_is_written_over_and_only_what_was_written_is_known() {
        let home = tempfile::tempdir().unwrap();
        let exports = Exports::into(home.path().join("exports"));
        let first = exports.file(&export("Capacity 2026-11-27")).unwrap();
        let second = exports.file(&export("Capacity 2026-11-27")).unwrap();
        let third = exports.folder_of("Capacity 2026-11-27", &[export("Today"), export("Today")]).unwrap();
        let name = |it: &Path| it.file_name().unwrap().to_string_lossy().into_owned();
        assert_eq!(
            [&first, &second, &third].map(|it| name(it)),
            ["Capacity 2026-11-27.pdf", "Capacity 2026-11-27 (2).pdf", "Capacity 2026-11-27"]
        );
        let mut inside: Vec<String> = third.read_dir().unwrap().map(|it| name(&it.unwrap().path())).collect();
        inside.sort();
        assert_eq!(inside, ["01 Today.pdf", "02 Today.pdf"]);
        assert_eq!(std::fs::read(&second).unwrap(), b"bytes");
        assert!(exports.has(&first) && exports.has(&third) && !exports.has(&third.join("01 Today.pdf")));
        exports.forget();
        assert!(!exports.has(&first));
    }

    #[test]
    fn a_name_is_one_that_every_file_system_takes() {
        assert_eq!(plain("Capacity: North/South <1>\n"), "Capacity North South 1");
        assert_eq!(plain("../../etc/passwd"), "etc passwd");
        assert_eq!(plain(" .. "), "file");
        assert_eq!(plain(&"ñ".repeat(200)).chars().count(), MOST_CHARACTERS);
    }
}
