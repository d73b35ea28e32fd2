//! Attempts to sign in, counted before anything is looked at, so that no crash and no second request at the same moment
//! gives one away.

use crate::{
    columns::{at, instant},
    tenant::{Answers, Batch, Tenant, values},
};
use clinic_domain::time::Instant;

/// All of them or, where one has to wait, none. From `free` failures on each further one doubles the wait.
const COUNT: &str = "INSERT INTO central.sign_in_attempts AS known \
         (organization_id, subject, failures, not_before, forget_at) \
     SELECT $1, counted.subject, 1, $4, $5 FROM unnest($2::bytea[]) AS counted (subject) \
     WHERE NOT EXISTS (SELECT FROM central.sign_in_attempts AS waiting \
         WHERE waiting.organization_id = $1 AND waiting.subject = ANY ($2) AND waiting.not_before > $4) \
     ORDER BY counted.subject \
     ON CONFLICT (organization_id, subject) DO UPDATE SET \
         failures = CASE WHEN known.forget_at <= $4 THEN 1 ELSE known.failures + 1 END, \
         not_before = $4 + make_interval(secs => coalesce( \
             (SELECT least($6, power(2, least(known.failures + 1 - counted.free, 20))) \
              FROM unnest($2::bytea[], $3::integer[]) AS counted (subject, free) \
              WHERE counted.subject = known.subject AND counted.free <= known.failures + 1 AND known.forget_at > $4), 0)), \
         forget_at = excluded.forget_at \
     WHERE known.not_before <= $4 \
     RETURNING known.failures, known.subject";
const WAITING: &str = "SELECT max(not_before) FROM central.sign_in_attempts \
     WHERE organization_id = $1 AND subject = ANY ($2)";
const TAKE_BACK: &str = "UPDATE central.sign_in_attempts SET failures = greatest(failures - 1, 0), not_before = $3 \
     WHERE organization_id = $1 AND subject = ANY ($2)";
const FORGIVE: &str = "DELETE FROM central.sign_in_attempts WHERE organization_id = $1 AND subject = $2";
const SWEEP: &str = "DELETE FROM central.sign_in_attempts WHERE organization_id = $1 AND subject IN \
     (SELECT subject FROM central.sign_in_attempts WHERE organization_id = $1 AND forget_at < $2 \
      LIMIT 100 FOR UPDATE SKIP LOCKED)";

/// What is counted: how many failures it has for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    pub key: [u8; 32],
    pub free: i32,
}

/// How an attempt was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// The failures of each subject, this one with them.
    Admitted(Vec<([u8; 32], i32)>),
    /// Nobody is looked at before.
    Wait(Instant),
}

pub struct CountedAt {
    counted: usize,
    waiting: usize,
    subjects: usize,
}

impl Tenant {
    /// Counts an attempt that begins now; taken back when it was no failure.
    pub fn count_attempt(
        &self,
        batch: &mut Batch,
        subjects: &[Subject],
        now: Instant,
        longest_seconds: i32,
    ) -> CountedAt {
        const FORGET_SECONDS: i64 = 24 * 60 * 60;
        let organization = self.organization().0;
        let keys: Vec<Vec<u8>> = subjects.iter().map(|it| it.key.to_vec()).collect();
        let free: Vec<i32> = subjects.iter().map(|it| it.free).collect();
        batch.add(SWEEP, values![organization, at(now)]);
        let forget = at(Instant(now.0 + FORGET_SECONDS));
        let longest = f64::from(longest_seconds);
        let counted = batch.add(COUNT, values![organization, keys.clone(), free, at(now), forget, longest]);
        let waiting = batch.add(WAITING, values![organization, keys]);
        CountedAt { counted, waiting, subjects: subjects.len() }
    }

    /// It was no failure.
    pub fn take_back_attempt(&self, batch: &mut Batch, subjects: &[[u8; 32]], now: Instant) {
        let keys: Vec<Vec<u8>> = subjects.iter().map(|it| it.to_vec()).collect();
        batch.add(TAKE_BACK, values![self.organization().0, keys, at(now)]);
    }

    /// They proved themselves: what failed before is forgotten.
    pub fn forgive(&self, batch: &mut Batch, subject: [u8; 32]) {
        batch.add(FORGIVE, values![self.organization().0, subject.to_vec()]);
    }
}

impl Answers {
    pub fn counted(&mut self, at: &CountedAt) -> Counted {
        let admitted = self.take(at.counted);
        if admitted.len() == at.subjects {
            let key = |bytes: Vec<u8>| <[u8; 32]>::try_from(bytes).unwrap_or_default();
            return Counted::Admitted(admitted.iter().map(|row| (key(row.get(1)), row.get(0))).collect());
        }
        let until = self.take(at.waiting).first().and_then(|row| row.get::<_, Option<_>>(0));
        Counted::Wait(until.map_or(Instant(0), instant))
    }
}
