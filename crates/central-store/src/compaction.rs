//! Changes that nobody needs any more: those that a later change of the same row replaced long ago, and all of a time that no
//! desk comes back from without a first sync.
//!
//! Invariant: the floor moves before what is below it goes, and never back. Whoever reads changes looks at the floor
//! afterwards.

use crate::{
    columns::{at, count, number},
    error::StoreResult,
    tenant::{Batch, Tenant, values},
};
use clinic_domain::time::Instant;
use tokio_postgres::Row;

const MARK: &str = "INSERT INTO central.change_marks (organization_id, seq, at) \
     SELECT $1, counter.seq, $2 FROM central.organization_counters AS counter \
     WHERE counter.organization_id = $1 AND counter.seq > 0 \
         AND NOT EXISTS (SELECT FROM central.change_marks WHERE organization_id = $1 AND at > $3) \
     ON CONFLICT (organization_id, seq) DO NOTHING";
const DUE: &str = "SELECT mark.seq, mark.at <= $3, \
         coalesce((SELECT max(seq) FROM central.change_marks WHERE organization_id = $1 AND seq < mark.seq), 0) FROM central.change_marks AS mark \
     JOIN central.organization_counters AS counter ON counter.organization_id = $1 \
     WHERE mark.organization_id = $1 AND mark.at <= greatest($2, $3) \
         AND CASE WHEN mark.at <= $3 THEN mark.seq > counter.floor_seq ELSE NOT mark.is_compacted END \
     ORDER BY mark.seq";
/// Each of the changes takes those of its row before it along.
const FORGET_REPLACED: &str = "DELETE FROM central.changes AS old USING central.changes AS new \
     WHERE new.organization_id = $1 AND new.seq > $2 AND new.seq <= $3 AND old.organization_id = $1 AND old.kind = new.kind AND old.row_id = new.row_id AND old.seq < new.seq";
const COMPACTED: &str =
    "UPDATE central.change_marks SET is_compacted = true WHERE organization_id = $1 AND seq = $2";
const RAISE_FLOOR: &str = "UPDATE central.organization_counters SET floor_seq = greatest(floor_seq, $2) \
     WHERE organization_id = $1";
const FORGET_BELOW: &str = "WITH gone AS (DELETE FROM central.changes WHERE organization_id = $1 AND seq = ANY (ARRAY( \
         SELECT seq FROM central.changes WHERE organization_id = $1 AND seq <= $2 ORDER BY seq LIMIT $3)) RETURNING seq) \
     SELECT count(*) FROM gone";
const FORGET_MARKS: &str = "DELETE FROM central.change_marks WHERE organization_id = $1 AND seq < $2";

/// From when on changes are kept: the last of each row, and all of them.
#[derive(Clone, Copy, Debug)]
pub struct Ages {
    pub replaced_before: Instant,
    pub all_before: Instant,
}

/// How far the changes had come at a time that is long ago, and what of them is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub seq: u64,
    pub goes: Goes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goes {
    /// What the changes after this one, up to the mark, replaced.
    Replaced {
        since: u64,
    },
    All,
}

impl Tenant {
    /// Notes how far the changes have come, unless somebody did after `since`. The marks for which something is to be done,
    /// the oldest first.
    pub async fn mark_changes(self, now: Instant, since: Instant, ages: Ages) -> StoreResult<Vec<Mark>> {
        let (organization, mut batch) = (self.organization().0, Batch::default());
        batch.add(MARK, values![organization, at(now), at(since)]);
        let due = batch.add(DUE, values![organization, at(ages.replaced_before), at(ages.all_before)]);
        let rows = self.commit(batch).await?.take(due);
        let goes = |row: &Row| match row.get(1) {
            true => Goes::All,
            false => Goes::Replaced { since: number(row.get(2)) },
        };
        Ok(rows.iter().map(|row| Mark { seq: number(row.get(0)), goes: goes(row) }).collect())
    }

    /// Removes what these changes replaced: those after the first, up to the last.
    pub async fn forget_replaced(self, (after, to): (u64, u64)) -> StoreResult<()> {
        let mut batch = Batch::default();
        batch.add(FORGET_REPLACED, values![self.organization().0, count(after), count(to)]);
        self.commit(batch).await.map(|_| ())
    }

    /// Nothing is left of what was replaced up to the mark.
    pub async fn note_compacted(self, mark: Mark) -> StoreResult<()> {
        let mut batch = Batch::default();
        batch.add(COMPACTED, values![self.organization().0, count(mark.seq)]);
        self.commit(batch).await.map(|_| ())
    }

    /// From here on whoever is behind the mark fetches everything anew.
    pub async fn raise_floor(self, mark: Mark) -> StoreResult<()> {
        let mut batch = Batch::default();
        batch.add(RAISE_FLOOR, values![self.organization().0, count(mark.seq)]);
        self.commit(batch).await.map(|_| ())
    }

    /// Removes so many of the changes up to a mark that the floor has reached; whether there may be more.
    pub async fn forget_below(self, mark: Mark, limit: u32) -> StoreResult<bool> {
        let (organization, seq, mut batch) = (self.organization().0, count(mark.seq), Batch::default());
        let gone = batch.add(FORGET_BELOW, values![organization, seq, i64::from(limit)]);
        batch.add(FORGET_MARKS, values![organization, seq]);
        let gone = self.commit(batch).await?.take(gone);
        Ok(gone.first().is_some_and(|row| row.get::<_, i64>(0) == i64::from(limit)))
    }
}
