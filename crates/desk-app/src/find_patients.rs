//! Patient look-up as a person types, and its audit: one entry for a look-up, not one for a key stroke.

use crate::{error::AppResult, front_desk::FrontDesk};
use chrono::NaiveDate;
use clinic_domain::{
    arbitration::permitted,
    fold::fold,
    id::{PatientId, PersonId},
    people::Permission,
    time::Instant,
};
use desk_cache::{
    AuditEntry,
    mirror::{PatientLine, Reader},
    store::Mark,
};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// Rows a look-up shows at most.
pub const MAX_HITS: usize = 8;
/// Records that are looked through for a name: who is called exactly so comes first.
const MOST_CALLED: usize = 20;
/// Letters or digits below which nothing is looked up.
pub const MIN_LETTERS: usize = 2;
/// A look-up that nobody goes on typing is over after this.
const IDLE_SECONDS: i64 = 2;
/// The same list shown again within this is the same look at it.
const SAME_LIST_SECONDS: i64 = 5 * 60;

/// A row of the look-up.
pub struct PatientHit {
    pub line: PatientLine,
    /// When the next visit starts.
    pub next_visit: Option<Instant>,
    /// How the record and its visits stand with the centre.
    pub mark: Option<Mark>,
}

pub struct Found {
    pub hits: Vec<PatientHit>,
    pub has_more: bool,
}

pub fn find_patients(desk: &FrontDesk, who: PersonId, query: &str) -> AppResult<Found> {
    permitted(&desk.author(who)?, Permission::SearchPatients)?;
    if query.chars().filter(|it| it.is_alphanumeric()).count() < MIN_LETTERS {
        return Ok(Found { hits: Vec::new(), has_more: false });
    }
    let now = desk.now();
    let (hits, has_more) = desk.read(|reader| {
        let mut lines = reader.search_patients(query, MAX_HITS + 1)?;
        let has_more = lines.len() > MAX_HITS;
        lines.truncate(MAX_HITS);
        Ok((hits_with(desk, reader, lines, now)?, has_more))
    })?;
    desk.lookups.searched(who, shape(query), &hits, now);
    Ok(Found { hits, has_more })
}

/// Whether a patient has exactly this word in the name. Nobody is shown who that is.
pub fn is_called(desk: &FrontDesk, word: &str) -> AppResult<bool> {
    let word = fold(word);
    let is_in = |it: &PatientLine| {
        let names = [&it.family_name, &it.given_names];
        names.iter().any(|it| fold(it.expose()).split(|it: char| !it.is_alphanumeric()).any(|it| it == word))
    };
    desk.read(|reader| Ok(reader.search_patients(&word, MOST_CALLED)?.iter().any(is_in)))
}

/// With what a list of patients says of each beside the record.
pub(crate) fn hits_with(
    desk: &FrontDesk,
    reader: &Reader<'_>,
    lines: Vec<PatientLine>,
    now: Instant,
) -> AppResult<Vec<PatientHit>> {
    let marks = desk.marks(reader)?;
    let hit = |line: PatientLine| {
        let next_visit = reader.next_visits(line.id, now, 1)?.first().map(|it| it.visit.start());
        Ok(PatientHit { mark: marks.of_patient(line.id), line, next_visit })
    };
    lines.into_iter().map(hit).collect()
}

/// What was typed without what it says: letters and digits by their number.
fn shape(query: &str) -> String {
    let word = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        let letters = word.chars().count() - digits;
        match (letters, digits) {
            (letters, 0) => format!("{letters} letters"),
            (0, digits) => format!("{digits} digits"),
            (letters, digits) => format!("{letters} letters {digits} digits"),
        }
    };
    query.split_whitespace().take(6).map(word).collect::<Vec<_>>().join(", ")
}

/// Looks at patients that are not written down yet, and lists that were a moment ago.
#[derive(Default)]
pub(crate) struct Lookups(Mutex<Pending>);

#[derive(Default)]
struct Pending {
    search: Option<Search>,
    lists: HashMap<(PersonId, List), Instant>,
}

/// A list of visits that somebody looked at: one entry in the trail, not one for each patient on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct List {
    pub action: &'static str,
    /// Whose list: a location's or a resource's.
    pub object: (&'static str, Uuid),
    /// Which one of them: the day, and what else tells it apart.
    pub detail: String,
}

impl List {
    pub fn of_day(action: &'static str, object: (&'static str, Uuid), date: NaiveDate) -> List {
        List { action, object, detail: date.to_string() }
    }
}

struct Search {
    who: PersonId,
    shape: String,
    shown: Vec<PatientId>,
    at: Instant,
}

impl Lookups {
    fn searched(&self, who: PersonId, shape: String, hits: &[PatientHit], at: Instant) {
        let shown = hits.iter().map(|it| it.line.id).collect();
        self.pending().search = Some(Search { who, shape, shown, at });
    }

    /// Writes a look-up down when a patient was picked from it, or when it has been idle.
    pub fn settle(&self, desk: &FrontDesk, picked: bool) -> AppResult<()> {
        let now = desk.now();
        let due = |it: &mut Search| picked || now.0 - it.at.0 >= IDLE_SECONDS;
        let Some(search) = self.pending().search.take_if(due) else {
            return Ok(());
        };
        let mut entry = desk.entry(search.who, "search_patients");
        (entry.detail, entry.patients) = (search.shape.into(), search.shown);
        desk.audit(&entry)
    }

    /// A list is one entry, however often the screen refreshes it.
    pub fn list_shown(&self, desk: &FrontDesk, who: PersonId, list: List) -> AppResult<()> {
        let now = desk.now();
        let key = (who, list);
        {
            let mut pending = self.pending();
            pending.lists.retain(|_, at| now.0 - at.0 < SAME_LIST_SECONDS);
            if pending.lists.contains_key(&key) {
                return Ok(());
            }
        }
        desk.audit(&desk.list_entry(who, &key.1))?;
        self.pending().lists.insert(key, now);
        Ok(())
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FrontDesk {
    pub(crate) fn list_entry(&self, who: PersonId, list: &List) -> AuditEntry {
        let mut entry = self.entry(who, list.action);
        (entry.object_kind, entry.object) = (list.object.0, Some(list.object.1));
        entry.detail = list.detail.as_str().into();
        entry
    }

    /// To be called about once a second: look-ups that ended are written down.
    pub fn settle_lookups(&self) -> AppResult<()> {
        self.lookups.settle(self, false)
    }
}

/// The same rows for patients that are known already: suspected duplicates.
pub fn hits_of(desk: &FrontDesk, who: PersonId, ids: &[PatientId]) -> AppResult<Vec<PatientHit>> {
    permitted(&desk.author(who)?, Permission::SearchPatients)?;
    let now = desk.now();
    let hits = desk.read(|reader| {
        hits_with(desk, reader, reader.patients(ids)?.iter().map(PatientLine::from).collect(), now)
    })?;
    desk.lookups.searched(who, "suspected duplicates".to_owned(), &hits, now);
    desk.lookups.settle(desk, true)?;
    Ok(hits)
}
