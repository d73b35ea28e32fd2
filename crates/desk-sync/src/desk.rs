//! What syncing needs of a desk.

use clinic_domain::{operation::Change, time::Instant};
use clinic_protocol::sync::OpOutcome;
use desk_cache::{
    CacheError, Store,
    store::{Fetching, Heard, Outbox, Waiting},
};
use uuid::Uuid;

/// The desk's files, or what stands for them where the lanes are tried out. Each call is durable when it returns.
pub trait Desk {
    type Error;

    /// What waits to be sent, in the order in which it was decided.
    fn queued(&self, limit: u32) -> Result<Vec<Waiting>, Self::Error>;

    fn keep_answers(&self, answers: &[OpOutcome]) -> Result<(), Self::Error>;

    /// What was confirmed waits again: the centre does not know of it any more.
    fn queue_again(&self) -> Result<(), Self::Error>;

    /// How many operations stand where.
    fn outbox(&self) -> Result<Outbox, Self::Error>;

    /// What the centre could not read waits again: it has decided some of it.
    fn queue_deferred(&self) -> Result<(), Self::Error>;

    fn heard(&self) -> Result<Heard, Self::Error>;

    /// What the centre says up to its number `to`.
    fn hear(&self, epoch: Uuid, to: u64, said: &[Change]) -> Result<(), Self::Error>;

    /// How far a first sync has come, while there is one.
    fn fetching(&self) -> Result<Option<Fetching>, Self::Error>;

    /// From here on the centre's rows are fetched anew.
    fn fetch_anew(&self, begin: &Fetching) -> Result<(), Self::Error>;

    /// Rows of a first sync, and how far it has come with them; none when it is complete.
    fn fetched(&self, rows: &[Change], next: Option<&Fetching>) -> Result<(), Self::Error>;
}

/// A desk's store, by its own clock.
pub struct Stored<'s> {
    pub store: &'s Store,
    pub now: &'s dyn Fn() -> Instant,
}

impl Desk for Stored<'_> {
    type Error = CacheError;

    fn queued(&self, limit: u32) -> Result<Vec<Waiting>, CacheError> {
        self.store.queued(limit)
    }

    fn keep_answers(&self, answers: &[OpOutcome]) -> Result<(), CacheError> {
        self.store.keep_answers(answers, (self.now)())
    }

    fn queue_again(&self) -> Result<(), CacheError> {
        self.store.queue_again()
    }

    fn outbox(&self) -> Result<Outbox, CacheError> {
        self.store.outbox()
    }

    fn queue_deferred(&self) -> Result<(), CacheError> {
        self.store.queue_deferred()
    }

    fn heard(&self) -> Result<Heard, CacheError> {
        self.store.heard()
    }

    fn hear(&self, epoch: Uuid, to: u64, said: &[Change]) -> Result<(), CacheError> {
        self.store.hear(epoch, to, said)
    }

    fn fetching(&self) -> Result<Option<Fetching>, CacheError> {
        self.store.fetching()
    }

    fn fetch_anew(&self, begin: &Fetching) -> Result<(), CacheError> {
        self.store.fetch_anew(begin)
    }

    fn fetched(&self, rows: &[Change], next: Option<&Fetching>) -> Result<(), CacheError> {
        self.store.fetched(rows, next)
    }
}
