//! The daily backup, beside the work, and one after every import: at most one at a time, tried again an hour after a
//! failure.

use crate::{desk::Session, error::ApiError};
use clinic_domain::time::Instant;
use desk_app::backup;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

const RETRY_AFTER_SECONDS: i64 = 60 * 60;

#[derive(Default)]
pub struct BackupDay {
    last: Mutex<Last>,
    /// Held while a backup is made: two at once would write the same file.
    turn: Mutex<()>,
}

#[derive(Default)]
struct Last {
    tried_at: Option<Instant>,
    problem: Option<ApiError>,
    /// An import brought rows that only the mirror has: no receipt could make them again.
    is_wanted: bool,
}

impl BackupDay {
    /// Runs on the desk's clockwork thread: calls go on meanwhile.
    pub fn run_if_due(&self, session: &Arc<Session>) {
        let desk = &session.front;
        let now = desk.now();
        if self.last().tried_at.is_some_and(|at| now.0 - at.0 < RETRY_AFTER_SECONDS) {
            return;
        }
        // A person's own backup is being made: look again when it is done.
        let _turn = match self.turn.try_lock() {
            Ok(turn) => turn,
            Err(TryLockError::Poisoned(turn)) => turn.into_inner(),
            Err(TryLockError::WouldBlock) => return,
        };
        if !self.last().is_wanted && !matches!(backup::is_due(desk), Ok(true)) {
            return;
        }
        let was_wanted = {
            let mut last = self.last();
            last.tried_at = Some(now);
            // What is imported while this one is made wants another.
            std::mem::take(&mut last.is_wanted)
        };
        let outcome = backup::back_up_daily(desk);
        if let Err(error) = &outcome {
            tracing::warn!(%error, "the daily backup failed");
        }
        let mut last = self.last();
        last.is_wanted |= was_wanted && outcome.is_err();
        last.problem = outcome.err().map(ApiError::from);
    }

    /// Does not wait for the day to be over: what was imported is to be in a backup soon.
    pub fn want(&self) {
        let mut last = self.last();
        (last.is_wanted, last.tried_at) = (true, None);
    }

    #[must_use]
    pub fn problem(&self) -> Option<ApiError> {
        self.last().problem.clone()
    }

    /// A backup that a person asked for, after one that is under way.
    pub fn make<T, E>(&self, back_up: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let made = back_up()?;
        let mut last = self.last();
        (last.is_wanted, last.problem) = (false, None);
        Ok(made)
    }

    fn last(&self) -> MutexGuard<'_, Last> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Desk, DeskConfig, Payload, call};
    use desk_app::env::Clock;
    use serde_json::{Value, json};
    use std::path::Path;

    fn ask(desk: &Desk, name: &str, request: Value) -> Value {
        let answer = call(desk, name, Payload::Json(request.to_string()), None, &|_| {}).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    fn backups(folder: &Path) -> usize {
        std::fs::read_dir(folder).unwrap().count()
    }

    #[test]
    fn what_was_imported_is_backed_up_without_waiting_for_the_next_day() {
        let folder = tempfile::tempdir().unwrap();
        let (home, backups_in) = (folder.path().join("home"), folder.path().join("backups"));
        std::fs::create_dir(&backups_in).unwrap();
        let desk = Desk::new(DeskConfig { home, clock: Clock::System }).unwrap();
        let set_up = json!({
            "organization_name": "Elm Street", "organization_kind": "clinic", "location_name": "Main",
            "zone": "America/New_York", "person_name": "Ada", "login": "ada", "password": "seven wooden ducks",
            "key_store": "passphrase_only",
        });
        ask(&desk, "set_up", set_up);
        ask(&desk, "set_backup_folder", json!({ "folder": backups_in }));
        desk.tick();
        desk.tick();
        assert_eq!(backups(&backups_in), 1, "the first of the day");
        let patient = json!({
            "resourceType": "Patient", "id": "p1", "identifier": [{ "system": "urn:mrn", "value": "M1" }],
            "name": [{ "family": "Quillfeather", "given": ["Odile"] }], "birthDate": "1975-04-12",
        });
        let file = Payload::File { name: "one.json".to_owned(), bytes: patient.to_string().into_bytes() };
        call(&desk, "stage_file", file, None, &|_| {}).unwrap();
        let report = ask(&desk, "run_import", json!({}));
        assert_eq!(report["kinds"][0]["added"], 1, "{report}");
        desk.tick();
        desk.tick();
        assert_eq!(backups(&backups_in), 2, "one more, once");
        desk.close();
    }
}
