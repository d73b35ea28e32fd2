//! Holds that stand, people who wait, people who are due.

use super::{
    super::{
        columns::Columns,
        statement::{all, first, statements},
    },
    Reader,
};
use crate::error::CacheError;
use chrono::NaiveDate;
use clinic_domain::{
    hold::Hold,
    id::{HoldId, LocationId, PatientId, RecallId, WaitlistId},
    recall::Recall,
    time::Instant,
    waitlist::WaitlistEntry,
};

statements! {
    HOLD = "SELECT id, body FROM hold WHERE id = ?1";
    STANDING = "SELECT id, body FROM hold WHERE is_active AND until > ?1";
    RUN_OUT = "SELECT id, body FROM hold WHERE is_active AND until > ?1 AND until <= ?2";
    ENTRY = "SELECT id, body FROM waitlist_entry WHERE id = ?1";
    WAITING = "SELECT id, body FROM waitlist_entry WHERE location = ?1 AND is_waiting";
    ENTRIES_OF = "SELECT id, body FROM waitlist_entry WHERE patient = ?1";
    COUNT_WAITING = "SELECT count(*) FROM waitlist_entry WHERE location = ?1 AND is_waiting";
    COUNT_DUE = "SELECT count(*) FROM recall WHERE location = ?1 AND from_day <= ?2 AND is_open";
    RECALL = "SELECT id, body FROM recall WHERE id = ?1";
    DUE = "SELECT id, body FROM recall WHERE location = ?1 AND from_day <= ?2 AND is_open ORDER BY from_day";
    RECALLS_OF = "SELECT id, body FROM recall WHERE patient = ?1";
}

impl Reader<'_> {
    pub fn hold(&self, id: HoldId) -> Result<Option<Hold>, CacheError> {
        first(self.conn, HOLD, [id.as_bytes()], |row| Columns::of(row, "hold", 0).body(1))
    }

    /// Every hold that keeps its time at that moment, by what it keeps.
    pub fn standing_holds(&self, now: Instant) -> Result<Vec<Hold>, CacheError> {
        let mut holds: Vec<Hold> =
            all(self.conn, STANDING, [now.0], |row| Columns::of(row, "hold", 0).body(1))?;
        holds.sort_by_key(|it| (it.slot.visit, it.id));
        Ok(holds)
    }

    /// Every hold that ended by itself after the first moment and by the second.
    pub fn holds_run_out(&self, after: Instant, by: Instant) -> Result<Vec<Hold>, CacheError> {
        all(self.conn, RUN_OUT, [after.0, by.0], |row| Columns::of(row, "hold", 0).body(1))
    }

    pub fn waitlist_entry(&self, id: WaitlistId) -> Result<Option<WaitlistEntry>, CacheError> {
        first(self.conn, ENTRY, [id.as_bytes()], |row| Columns::of(row, "waitlist_entry", 0).body(1))
    }

    /// Everybody who waits at the location, longest first.
    pub fn waiting(&self, location: LocationId) -> Result<Vec<WaitlistEntry>, CacheError> {
        let entry = |row: &rusqlite::Row<'_>| Columns::of(row, "waitlist_entry", 0).body(1);
        let mut entries: Vec<WaitlistEntry> = all(self.conn, WAITING, [location.as_bytes()], entry)?;
        entries.sort_by_key(|it| (it.since, it.id));
        Ok(entries)
    }

    pub fn waitlist_entries_of(&self, patient: PatientId) -> Result<Vec<WaitlistEntry>, CacheError> {
        let entry = |row: &rusqlite::Row<'_>| Columns::of(row, "waitlist_entry", 0).body(1);
        all(self.conn, ENTRIES_OF, [patient.as_bytes()], entry)
    }

    pub fn recall(&self, id: RecallId) -> Result<Option<Recall>, CacheError> {
        first(self.conn, RECALL, [id.as_bytes()], |row| Columns::of(row, "recall", 0).body(1))
    }

    /// Who can be booked for what they are due for by that day, soonest first.
    pub fn recalls_due(&self, location: LocationId, by: NaiveDate) -> Result<Vec<Recall>, CacheError> {
        let recall = |row: &rusqlite::Row<'_>| Columns::of(row, "recall", 0).body(1);
        let mut due: Vec<Recall> = all(self.conn, DUE, (location.as_bytes(), by.to_string()), recall)?;
        due.sort_by_key(|it| (it.due, it.id));
        Ok(due)
    }

    pub fn count_waiting(&self, location: LocationId) -> Result<u32, CacheError> {
        let count = first(self.conn, COUNT_WAITING, [location.as_bytes()], |row| Ok(row.get(0)?))?;
        Ok(count.unwrap_or(0))
    }

    pub fn count_due(&self, location: LocationId, by: NaiveDate) -> Result<u32, CacheError> {
        let key = (location.as_bytes(), by.to_string());
        Ok(first(self.conn, COUNT_DUE, key, |row| Ok(row.get(0)?))?.unwrap_or(0))
    }

    pub fn recalls_of(&self, patient: PatientId) -> Result<Vec<Recall>, CacheError> {
        let recall = |row: &rusqlite::Row<'_>| Columns::of(row, "recall", 0).body(1);
        all(self.conn, RECALLS_OF, [patient.as_bytes()], recall)
    }
}
