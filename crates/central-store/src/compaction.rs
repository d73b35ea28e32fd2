//! Changes that nobody needs any more: those that a later change of the same row replaced long ago, and all of a time that no
//! desk comes back from without a first sync.
//!
//! Invariant: the floor moves before what is below it goes, and never back. Whoever reads changes looks at the floor
//! afterwards.

use crate::{
    columns::at,
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
const DUE: &str = "SELECT mark.seq, mark.at <= $3 FROM central.change_marks AS mark \
     JOIN central.organization_counters AS counter ON counter.organization_id = $1 \
     WHERE mark.organization_id = $1 AND mark.at <= greatest($2, $3) \
         AND CASE WHEN mark.at <= $3 THEN mark.seq > counter.floor_seq ELSE NOT mark.is_compacted END \
     ORDER BY mark.seq";
/// Each change since the mark before takes those of its row before it along.
const FORGET_REPLACED: &str = "DELETE FROM central.changes AS old USING central.changes AS new \
     WHERE new.organization_id = $1 AND new.seq <= $2 AND new.seq > coalesce( \
             (SELECT max(seq) FROM central.change_marks WHERE organization_id = $1 AND seq < $2 AND is_compacted), 0) \
         AND old.organization_id = $1 AND old.kind = new.kind AND old.row_id = new.row_id AND old.seq < new.seq";
const COMPACTED: &str =
    "UPDATE central.change_marks SET is_compacted = true WHERE organization_id = $1 AND seq = $2";
const RAISE_FLOOR: &str = "UPDATE central.organization_counters SET floor_seq = greatest(floor_seq, $2) \
     WHERE organization_id = $1";
const FORGET_BELOW: &str = "DELETE FROM central.changes WHERE organization_id = $1 AND seq <= $2";
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
    /// What later changes of the same rows replaced.
    Replaced,
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
        let mark = |row: &Row| Mark {
            seq: u64::try_from(row.get::<_, i64>(0)).unwrap_or_default(),
            goes: if row.get(1) { Goes::All } else { Goes::Replaced },
        };
        Ok(rows.iter().map(mark).collect())
    }

    /// Removes what later changes replaced, up to the mark.
    pub async fn forget_replaced(self, mark: Mark) -> StoreResult<()> {
        let (organization, seq, mut batch) = (self.organization().0, count(mark.seq), Batch::default());
        batch.add(FORGET_REPLACED, values![organization, seq]);
        batch.add(COMPACTED, values![organization, seq]);
        self.commit(batch).await.map(|_| ())
    }

    /// From here on whoever is behind the mark fetches everything anew.
    pub async fn raise_floor(self, mark: Mark) -> StoreResult<()> {
        let mut batch = Batch::default();
        batch.add(RAISE_FLOOR, values![self.organization().0, count(mark.seq)]);
        self.commit(batch).await.map(|_| ())
    }

    /// Removes all changes up to a mark that the floor has reached.
    pub async fn forget_below(self, mark: Mark) -> StoreResult<()> {
        let (organization, seq, mut batch) = (self.organization().0, count(mark.seq), Batch::default());
        batch.add(FORGET_BELOW, values![organization, seq]);
        batch.add(FORGET_MARKS, values![organization, seq]);
        self.commit(batch).await.map(|_| ())
    }
}

fn count(of: u64) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}
