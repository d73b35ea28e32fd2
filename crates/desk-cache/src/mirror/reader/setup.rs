//! What the practice set up, the people, and how far the mirror is.

use super::{
    super::{
        apply,
        columns::Columns,
        provisional,
        statement::{all, first, statements},
    },
    Reader,
};
use crate::error::CacheError;
use clinic_domain::{
    id::{FaqId, OpId, PersonId},
    office::{Department, Office},
    operation::ImportCounts,
    organization::Organization,
    people::Person,
    policy::SecurityPolicy,
    setup::Setup,
};
use clinic_protocol::Entity;
use rusqlite::Row;
use uuid::Uuid;

statements! {
    OF_KIND = "SELECT id, body FROM setup WHERE kind = ?1";
    ONE = "SELECT id, body FROM setup WHERE kind = ?1 AND id = ?2";
    REVISION = "SELECT setup_revision FROM sync_state";
    EPOCH = "SELECT epoch FROM sync_state";
    IMPORT_BATCHES = "SELECT op_id, source, digest, patients, caregivers, appointments, setup
                      FROM import_batch ORDER BY op_id";
    IMPORT_BATCH = "SELECT patients, caregivers, appointments, setup FROM import_batch WHERE op_id = ?1";
    WITH_WORDS = "SELECT id FROM knowledge_text WHERE knowledge_text MATCH ?1 ORDER BY rank";
    COUNTS = "SELECT (SELECT count(*) FROM patient), (SELECT count(*) FROM caregiver),
                     (SELECT count(*) FROM appointment), (SELECT count(*) FROM setup)";
}

/// A bulk load: where it came from, the digest of that, and how many rows it brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportBatch {
    pub op: OpId,
    pub source: String,
    pub digest: [u8; 32],
    pub counts: ImportCounts,
}

impl Reader<'_> {
    /// All configuration; `None` before the organization was set up.
    pub fn setup(&self) -> Result<Option<Setup>, CacheError> {
        let Some(organization) = self.of_kind()?.pop() else {
            return Ok(None);
        };
        Ok(Some(Setup {
            organization,
            locations: self.of_kind()?,
            resources: self.of_kind()?,
            types: self.of_kind()?,
            templates: self.of_kind()?,
            exceptions: self.of_kind()?,
        }))
    }

    /// Another number than last time: [`Reader::setup`], [`Reader::office`] or [`Reader::people`] may answer something else.
    pub fn setup_revision(&self) -> Result<u64, CacheError> {
        Ok(first(self.conn, REVISION, [], |row| Ok(row.get(0)?))?.unwrap_or(0))
    }

    /// What stands beside the book; `None` before the organization was set up.
    pub fn office(&self) -> Result<Option<Office>, CacheError> {
        let Some(organization) = self.of_kind::<Organization>()?.pop() else {
            return Ok(None);
        };
        Ok(Some(Office {
            policy: self.of_kind()?.pop().unwrap_or_else(|| SecurityPolicy::first(organization.id)),
            departments: self.departments()?,
            faq: self.of_kind()?,
            templates: self.of_kind()?,
        }))
    }

    /// The entries of the knowledge base that have all of these words or words that begin so, the nearest first; none where
    /// nothing is asked.
    pub fn faq_with(&self, words: &str) -> Result<Vec<FaqId>, CacheError> {
        let asked = words.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty());
        let asked: Vec<String> = asked.map(|it| format!("\"{it}\"*")).collect();
        if asked.is_empty() {
            return Ok(Vec::new());
        }
        all(self.conn, WITH_WORDS, [asked.join(" ")], |row| {
            Columns::of(row, "knowledge_text", 0).id(0, FaqId::from_bytes)
        })
    }

    pub fn departments(&self) -> Result<Vec<Department>, CacheError> {
        self.of_kind()
    }

    pub fn people(&self) -> Result<Vec<Person>, CacheError> {
        self.of_kind()
    }

    pub fn person(&self, id: PersonId) -> Result<Option<Person>, CacheError> {
        let read = |row: &Row<'_>| Columns::of(row, "setup", 0).body(1);
        first(self.conn, ONE, (Person::KIND, id.as_bytes()), read)
    }

    /// `login` as it is stored: lowercase.
    pub fn person_by_login(&self, login: &str) -> Result<Option<Person>, CacheError> {
        Ok(self.people()?.into_iter().find(|it| it.login == login))
    }

    /// The number of this desk's last operation that was applied; 0 for none.
    pub fn cursor(&self) -> Result<u64, CacheError> {
        apply::cursor(self.conn)
    }

    /// The last change of the centre's that is here; 0 for none.
    pub fn received(&self) -> Result<u64, CacheError> {
        provisional::received(self.conn)
    }

    /// The history that the centre's changes are counted in; `None` while the desk is its own arbiter.
    pub fn epoch(&self) -> Result<Option<Uuid>, CacheError> {
        let epoch = first(self.conn, EPOCH, [], |row| Ok(row.get::<_, Option<[u8; 16]>>(0)?))?;
        Ok(epoch.flatten().map(Uuid::from_bytes))
    }

    /// Every bulk load whose rows are here.
    pub fn import_batches(&self) -> Result<Vec<ImportBatch>, CacheError> {
        all(self.conn, IMPORT_BATCHES, [], |row| {
            let columns = Columns::of(row, "import_batch", 0);
            let (patients, caregivers) = (columns.get(3)?, columns.get(4)?);
            let (appointments, setup) = (columns.get(5)?, columns.get(6)?);
            Ok(ImportBatch {
                op: columns.id(0, OpId::from_bytes)?,
                source: columns.get(1)?,
                digest: columns.get(2)?,
                counts: ImportCounts { patients, caregivers, appointments, setup },
            })
        })
    }

    /// The counts of a bulk load, if its rows are here.
    pub fn import_batch(&self, op: OpId) -> Result<Option<ImportCounts>, CacheError> {
        first(self.conn, IMPORT_BATCH, [op.as_bytes()], counts)
    }

    /// How many rows there are. Reads every row's key: for reports, not for screens.
    pub fn counts(&self) -> Result<ImportCounts, CacheError> {
        Ok(first(self.conn, COUNTS, [], counts)?.unwrap_or_default())
    }

    fn of_kind<E: Entity>(&self) -> Result<Vec<E>, CacheError> {
        all(self.conn, OF_KIND, [E::KIND], |row| Columns::of(row, "setup", 0).body(1))
    }
}

fn counts(row: &Row<'_>) -> Result<ImportCounts, CacheError> {
    let (patients, caregivers) = (row.get(0)?, row.get(1)?);
    Ok(ImportCounts { patients, caregivers, appointments: row.get(2)?, setup: row.get(3)? })
}
