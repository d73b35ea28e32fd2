//! A home of its own for each test, and the real program run on it: encrypted files, no keyring.

use serde_json::{Value, json};
use std::{
    ffi::OsStr,
    io::Write,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

pub const PASSWORD: &str = "correct horse battery";

pub struct Home {
    pub folder: tempfile::TempDir,
}

/// What a run printed and how it ended.
pub struct Run {
    pub status: i32,
    /// The answer; null when there is none.
    pub answer: Value,
    /// The coded error; null when there is none.
    pub error: Value,
    pub stderr: String,
}

impl Home {
    pub fn empty() -> Home {
        let home = Home { folder: tempfile::tempdir().unwrap() };
        std::fs::write(home.path("password"), format!("{PASSWORD}\n")).unwrap();
        home
    }

    pub fn set_up(more: &[&str]) -> (Home, Run) {
        let home = Home::empty();
        let mut arguments =
            vec!["init", "--organization", "Elm Street Clinic", "--user", "Ana", "--no-keyring"];
        arguments.extend(more);
        let run = home.run(&arguments, "");
        assert_eq!(run.status, 0, "{}", run.stderr);
        (home, run)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program on this home, with the password in a file.
    pub fn command<A: AsRef<OsStr>>(&self, arguments: &[A]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_desk-host"));
        command.env("FRONT_DESK_HOME", self.path("home")).env_remove("FRONT_DESK_LOG");
        command.arg("--password-file").arg(self.path("password")).args(arguments);
        command
    }

    pub fn run<A: AsRef<OsStr>>(&self, arguments: &[A], stdin: &str) -> Run {
        finish(self.command(arguments), stdin)
    }

    pub fn call(&self, command: &str, request: &Value) -> Run {
        self.run(&["call", command], &request.to_string())
    }
}

pub fn finish(mut command: Command, stdin: &str) -> Run {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(stderr).unwrap();
    let error = stderr.lines().rev().find_map(|line| serde_json::from_str::<Value>(line).ok());
    Run {
        status: status.code().unwrap(),
        answer: if stdout.is_empty() { Value::Null } else { serde_json::from_slice(&stdout).unwrap() },
        error: error.unwrap_or_default(),
        stderr,
    }
}

/// A FHIR bundle with many patients.
pub fn bundle_of_many(count: u32) -> String {
    let entry = |n: u32| {
        json!({ "resource": {
            "resourceType": "Patient",
            "id": format!("p{n}"),
            "identifier": [{ "system": "urn:mrn", "value": format!("M{n}") }],
            "name": [{ "family": format!("Family{n}"), "given": ["Odile"] }],
            "birthDate": "1975-04-12",
        }})
    };
    json!({ "resourceType": "Bundle", "type": "collection", "entry": (0..count).map(entry).collect::<Vec<_>>() })
        .to_string()
}

/// A FHIR bundle with one patient, in the shape that Synthea writes.
pub fn bundle_of(given: &str, family: &str) -> String {
    let id = "0b5c1f6e-6f0e-4f0e-9d53-0a6f6a3f2a10";
    json!({
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [{
            "fullUrl": format!("urn:uuid:{id}"),
            "resource": {
                "resourceType": "Patient",
                "id": id,
                "identifier": [{ "system": "https://github.com/synthetichealth/synthea", "value": id }],
                "name": [{ "use": "official", "family": family, "given": [given] }],
                "telecom": [{ "system": "phone", "value": "555-816-5120", "use": "home" }],
                "gender": "female",
                "birthDate": "1984-02-29",
            },
            "request": { "method": "POST", "url": "Patient" },
        }],
    })
    .to_string()
}
