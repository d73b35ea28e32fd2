//! Opens the files of a desk with its key, and says what is wrong with them before anybody works on them.
//!
//! Invariants: nothing is written before the vault was found to be at or past its head; what an interrupted import,
//! a crash or a power cut left between the two files is made good here.

use super::{
    Finding, centre, import,
    mirror_file::{self, MirrorFile},
    readers::Readers,
    reserve::Reserve,
    session::{Session, Writer},
    writing::decode_changes,
};
use crate::{
    backup,
    cipher::{self, Key, Mode},
    error::{CacheError, Part, Witness},
    files,
    head::{HeadFile, Position, differs},
    home::Home,
    keys::{
        DeskKey,
        keyring::{KeyStore, Keyring},
        slots::{FileSalts, SlotBook},
    },
    migrate::{self, Schema},
    mirror::{self, fill_facts},
    vault::{self, Tip, audit},
};
use clinic_domain::{id::DeviceId, time::Instant};
use rusqlite::Connection;
use std::sync::Mutex;

/// What to do when the vault is behind its head.
#[derive(Clone, Copy)]
pub(super) enum Loss<'a> {
    Refuse,
    /// Somebody who may takes what is there; from here on it is another desk.
    Accept {
        device: DeviceId,
        may: &'a dyn Fn(&mirror::Reader<'_>) -> Result<bool, CacheError>,
    },
}

/// The keys of a folder, and what the person knew to get at them.
pub(super) struct Unsealed {
    pub(super) home: Home,
    pub(super) book: SlotBook,
    pub(super) key: DeskKey,
    pub(super) device_key: Option<Key>,
}

const REPLAYED_AT_ONCE: u32 = 500;
/// The folder in the data folder that keeps the last state under older tables.
pub(super) const BEFORE_UPGRADE: &str = "before-upgrade";

pub(super) struct Opened {
    pub(super) session: Session,
    /// What was lost, if that was to be accepted.
    pub(super) lost: Option<CacheError>,
    pub(super) found: Option<Finding>,
}

pub(super) fn open(unsealed: Unsealed, loss: Loss<'_>, now: Instant) -> Result<Opened, CacheError> {
    let Unsealed { home, book, key, device_key } = unsealed;
    Reserve::in_folder(home.folder()).make_room()?;
    check_salts(&home, &book)?;
    let mut vault = open_file(&home, &key, Part::Vault, Mode::Vault)?;
    let mut mirror_db = open_file(&home, &key, Part::Mirror, Mode::Mirror)?;
    let files = Files { vault: &mut vault, mirror: &mut mirror_db };
    upgrade(&home, &key, &book, files, [&migrate::VAULT, &migrate::MIRROR], now)?;
    let keyring = (book.key_store == KeyStore::Os).then(|| Keyring::of(&book.desk));
    let cursor = mirror_file::cursor(&mirror_db)?;
    let mut tip = vault::tip(&vault).map_err(|it| it.of(Part::Vault))?;
    let (head, lost) = match (compare(&home, &key, &book, keyring.as_ref(), &vault, &tip, cursor)?, loss) {
        (Compared::Good(head), _) => (head, None),
        (Compared::Bad(problem, _), Loss::Refuse) => return Err(problem),
        (Compared::Bad(problem, floor), Loss::Accept { device, may }) => {
            if !may(&mirror::Reader::new(&mirror_db))? {
                return Err(CacheError::NotAllowed);
            }
            vault::rename(&vault, device, floor)?;
            tip = vault::tip(&vault)?;
            (HeadFile::create(&home.file(Part::Head), key.head(), book.desk, &tip.position())?, Some(problem))
        }
    };
    replay(&vault, &mut mirror_db, &tip)?;
    if tip.has_centre
        && let Err(problem) = centre::put_unconfirmed_anew(&vault, &mut mirror_db, &tip)
    {
        // The next greeting of the centre does it.
        tracing::warn!(%problem, "what is unconfirmed could not be put anew");
    }
    let session = Session {
        keyring,
        device_key,
        mirror: MirrorFile::new(mirror_db, tip.seq),
        head: Mutex::new(head),
        reserve: Reserve::in_folder(home.folder()),
        marks: Mutex::default(),
        readers: Readers::open(home.file(Part::Mirror), key.file(Part::Mirror))?,
        writer: Mutex::new(Writer { vault, tip, round: 0 }),
        book: Mutex::new(book),
        home,
        key,
    };
    let found = import::repair(&session)?;
    Ok(Opened { session, lost, found })
}

pub(super) fn open_file(
    home: &Home,
    key: &DeskKey,
    part: Part,
    mode: Mode,
) -> Result<Connection, CacheError> {
    let path = home.file(part);
    if !path.exists() {
        return Err(CacheError::missing(part, path));
    }
    cipher::open(&path, &key.file(part), mode).map_err(|it| it.of(part))
}

/// A file of another desk and a damaged one both fail to open with our key; their salts tell them apart.
fn check_salts(home: &Home, book: &SlotBook) -> Result<(), CacheError> {
    let Some(FileSalts { vault, mirror }) = book.files.first() else {
        return Err(CacheError::damaged(Part::Slots, "they name no database"));
    };
    let mut foreign = Vec::new();
    for (part, expected) in [(Part::Vault, vault), (Part::Mirror, mirror)] {
        let path = home.file(part);
        if !path.exists() {
            return Err(CacheError::missing(part, path));
        }
        if differs(&files::salt_of(&path)?, expected) {
            foreign.push(part);
        }
    }
    match foreign.as_slice() {
        [] => Ok(()),
        [part] => Err(CacheError::ForeignFile { part: *part }),
        // Both databases agree with each other and not with the slots.
        _ => Err(CacheError::ForeignFile { part: Part::Slots }),
    }
}

struct Files<'a> {
    vault: &'a mut Connection,
    mirror: &'a mut Connection,
}

/// Brings both files to this program's tables; what they were before is backed up first.
fn upgrade(
    home: &Home,
    key: &DeskKey,
    book: &SlotBook,
    files: Files<'_>,
    [vault_schema, mirror_schema]: [&Schema; 2],
    now: Instant,
) -> Result<(), CacheError> {
    let Files { vault, mirror } = files;
    if migrate::lacks(vault, vault_schema)? || migrate::lacks(mirror, mirror_schema)? {
        backup::write(&home.join(BEFORE_UPGRADE), &backup::Source { vault, mirror, book, key }, now)?;
    }
    migrate::migrate(vault, vault_schema).map_err(|it| it.of(Part::Vault))?;
    migrate::migrate(mirror, mirror_schema).map_err(|it| it.of(Part::Mirror))?;
    fill_facts(mirror)
}

enum Compared {
    Good(HeadFile),
    /// What is wrong, and the last number that is not to be given out again.
    Bad(CacheError, u64),
}

/// The vault against everybody who remembers how far it was.
fn compare(
    home: &Home,
    key: &DeskKey,
    book: &SlotBook,
    keyring: Option<&Keyring>,
    vault: &Connection,
    tip: &Tip,
    cursor: u64,
) -> Result<Compared, CacheError> {
    // What the mirror has seen is not given out again; it takes its numbers without gaps.
    let floor = tip.seq.max(cursor);
    let (head, at) = match HeadFile::open(&home.file(Part::Head), key.head(), book.desk) {
        Ok(found) => found,
        Err(problem @ (CacheError::Damaged { .. } | CacheError::ForeignFile { .. })) => {
            return Ok(Compared::Bad(problem, floor));
        }
        Err(other) => return Err(other),
    };
    let kept = match keyring {
        Some(keyring) => keyring.head()?.and_then(|it| head.unseal(&it)),
        None => None,
    };
    for (witness, position) in [(Witness::HeadFile, Some(at)), (Witness::Keyring, kept)] {
        if let Some(position) = position
            && !reaches(vault, &position)?
        {
            let problem = CacheError::BehindHead { vault: tip.entries, head: position.entries, witness };
            return Ok(Compared::Bad(problem, floor));
        }
    }
    if cursor > tip.seq {
        let problem = CacheError::BehindHead { vault: tip.seq, head: cursor, witness: Witness::Mirror };
        return Ok(Compared::Bad(problem, floor));
    }
    Ok(Compared::Good(head))
}

/// Whether the vault's history contains the position: as far, and the same up to there.
fn reaches(vault: &Connection, position: &Position) -> Result<bool, CacheError> {
    Ok(audit::hash_at(vault, position.entries).map_err(|it| it.of(Part::Vault))? == Some(position.hash))
}

/// Applies the receipts that the mirror has not seen: the vault was durable before, the mirror is not.
pub(super) fn replay(vault: &Connection, mirror: &mut Connection, tip: &Tip) -> Result<(), CacheError> {
    loop {
        let cursor = mirror_file::cursor(mirror)?;
        if cursor >= tip.seq {
            return Ok(());
        }
        let missing =
            vault::operations::after(vault, cursor, REPLAYED_AT_ONCE).map_err(|it| it.of(Part::Vault))?;
        if missing.is_empty() {
            let detail = format!("it is at {cursor} and the operations after that are not in the vault");
            return Err(CacheError::damaged(Part::Mirror, detail));
        }
        let mut batch = Vec::with_capacity(missing.len());
        for (seq, operation) in missing {
            import::check_present(mirror, &operation)?;
            batch.push((seq, decode_changes(&operation.changes)?));
        }
        mirror_file::apply_all(mirror, &batch).map_err(|problem| match problem {
            // What lies between was lost with an older state that somebody accepted.
            CacheError::OutOfOrder { expected, .. } => CacheError::damaged(
                Part::Mirror,
                format!("operation {expected} is neither in it nor in the vault"),
            ),
            other => other.of(Part::Mirror),
        })?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{KdfCost, Store, store::NewDesk};
    use clinic_domain::id::PersonId;

    const NEXT_VAULT: Schema = Schema { part: Part::Vault, steps: &NEXT_STEPS };
    const NEXT_STEPS: [&str; migrate::VAULT.steps.len() + 1] = {
        let mut steps = ["ALTER TABLE desk ADD COLUMN colour TEXT"; migrate::VAULT.steps.len() + 1];
        let mut at = 0;
        while at < migrate::VAULT.steps.len() {
            steps[at] = migrate::VAULT.steps[at];
            at += 1;
        }
        steps
    };

    #[test]
    fn older_tables_are_backed_up_before_they_are_changed() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(folder.path()).unwrap();
        let new = NewDesk {
            key_store: KeyStore::PassphraseOnly,
            device: DeviceId::from_bytes([3; 16]),
            person: PersonId::from_bytes([1; 16]),
            login: "ana",
            password: "secret",
            cost: KdfCost::for_tests(),
            now: Instant(5),
        };
        let created = Store::create::<CacheError>(&home, &new, |_| Ok(())).unwrap();
        let pass = created.store.session().unwrap();
        let session = pass.get();
        let mut vault = open_file(&home, &session.key, Part::Vault, Mode::Vault).unwrap();
        let mut mirror = open_file(&home, &session.key, Part::Mirror, Mode::Mirror).unwrap();
        let mut run = |schemas| {
            let files = Files { vault: &mut vault, mirror: &mut mirror };
            upgrade(&home, &session.key, &session.book(), files, schemas, Instant(9)).unwrap();
        };
        run([&migrate::VAULT, &migrate::MIRROR]);
        assert!(!home.join(BEFORE_UPGRADE).exists(), "nothing was older");
        // As it was before desks had a centre: what is not there yet is not asked for.
        vault
            .execute_batch(
                "DROP TABLE outbox; DROP TABLE centre; DROP TABLE centre_sign_in; DROP TABLE enrolled;
                 DROP TABLE neighbour; DROP TABLE attaching; DROP TABLE loan; DROP TABLE lent_time;
                 DROP TABLE confirmed_time; DROP TABLE language_model;
                 DROP TABLE booking_effort; DROP TRIGGER person_was_active; DROP TABLE active_hour; PRAGMA user_version = 3",
            )
            .unwrap();
        let mut run = |schemas| {
            let files = Files { vault: &mut vault, mirror: &mut mirror };
            upgrade(&home, &session.key, &session.book(), files, schemas, Instant(7)).unwrap();
        };
        run([&migrate::VAULT, &migrate::MIRROR]);
        std::fs::remove_dir_all(home.join(BEFORE_UPGRADE)).unwrap();
        run([&NEXT_VAULT, &migrate::MIRROR]);
        assert_eq!(migrate::version(&vault).unwrap(), NEXT_VAULT.known());
        let kept = std::fs::read_dir(home.join(BEFORE_UPGRADE)).unwrap().next().unwrap().unwrap().path();
        let elsewhere = tempfile::tempdir().unwrap();
        let other = Home::claim(elsewhere.path()).unwrap();
        let to = crate::store::RestoreAs {
            key_store: KeyStore::PassphraseOnly,
            device: DeviceId::from_bytes([7; 16]),
            now: Instant(9),
        };
        Store::restore(&kept, &other, &created.recovery_code, to).unwrap().store.verify().unwrap();
    }
}
