//! Who appears in the story. Every name and every free text has a syllable that no library, no word list and no other
//! test has, so that one search finds any of them wherever it should not be.

use anyhow::{Context, Result};
use std::{
    env, fs,
    path::{Path, PathBuf, absolute},
    process::Command,
};

/// The syllables that are looked for afterwards, in small letters.
pub const MARKERS: [&str; 2] = ["quillfeath", "zyxwum"];

pub const PERSON: &str = "Ada Zyxwumby";
pub const LOGIN: &str = "zyxwumda";
pub const PASSWORD: &str = "Zyxwum and 7 grey herons";

/// A text for a free field: the field's name tells where a trace came from.
pub fn marked(field: &str) -> String {
    format!("Zyxwum {field}")
}

/// The files to import and the patient among them that the visits are for.
pub struct Cast {
    pub files: Vec<PathBuf>,
    pub patients: usize,
    /// The family name, which nobody else in the clinic has: lists and cards put it in different places.
    pub family: String,
    pub typed: String,
    pub born: String,
}

impl Cast {
    /// Our own file in Synthea's shape; with the shared data there, Synthea's own files beside it, and then the
    /// visits are for Synthea's patient.
    pub fn gather(folder: &Path) -> Result<Cast> {
        let own = absolute("window/fixtures/clinic.json")?;
        let mut cast = Cast {
            files: vec![own],
            patients: 1,
            family: "Quillfeather".to_owned(),
            typed: "quillf".to_owned(),
            born: "1984".to_owned(),
        };
        let shared =
            env::var_os("AGENTCARE_SHARED").map_or_else(|| PathBuf::from("../../shared"), PathBuf::from);
        let real = shared.join("eval/real/synthea-fhir");
        if !real.is_dir() {
            return Ok(cast);
        }
        for name in ["hospitalInformation", "practitionerInformation", "patient-01"] {
            cast.files.push(unpacked(&real.join(format!("{name}.json.gz")), folder)?);
        }
        cast.patients = 2;
        (cast.family, cast.typed, cast.born) =
            ("Vela532".to_owned(), "vela532".to_owned(), "2021".to_owned());
        Ok(cast)
    }

    /// What the driver types into a file picker.
    pub fn files_as_keys(&self) -> String {
        self.files.iter().map(|file| file.to_string_lossy()).collect::<Vec<_>>().join("\n")
    }
}

fn unpacked(file: &Path, folder: &Path) -> Result<PathBuf> {
    let output = Command::new("gzip").arg("-dc").arg(file).output().context("gzip is missing")?;
    let name = file.file_stem().context("a file without a name")?;
    let plain = folder.join(name);
    fs::write(&plain, output.stdout)?;
    Ok(plain)
}
