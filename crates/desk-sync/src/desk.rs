//! What syncing needs of a desk.

use clinic_domain::{id::DeviceId, operation::Change, time::Instant};
use clinic_protocol::{
    hex::bytes_of,
    lan::Neighbour,
    sync::{Lan, OpOutcome, Peer},
};
use desk_cache::{
    CacheError, Store,
    store::{Fetching, Heard, Outbox, SaidLent, Waiting},
};
use std::net::SocketAddr;
use uuid::Uuid;

/// The desk's files, or what stands for them where the lanes are tried out. Each call is durable when it returns.
pub trait Desk {
    type Error;

    /// What waits to be sent, in the order in which it was decided.
    fn queued(&self, limit: u32) -> Result<Vec<Waiting>, Self::Error>;

    /// Another one whenever what was answered waits again.
    fn round(&self) -> Result<u64, Self::Error>;

    /// Keeps what was answered to what was sent in a round. False where that round is over: nothing of it is kept then.
    fn keep_answers(&self, round: u64, answers: &[OpOutcome]) -> Result<bool, Self::Error>;

    /// What was confirmed waits again, and a new round begins: the centre does not know of it any more.
    fn queue_again(&self) -> Result<(), Self::Error>;

    /// The number from which on operations can still be sent.
    fn kept_from(&self) -> Result<u64, Self::Error>;

    /// How many operations stand where.
    fn outbox(&self) -> Result<Outbox, Self::Error>;

    /// What the centre could not read waits again: it has decided some of it.
    fn queue_deferred(&self) -> Result<(), Self::Error>;

    fn heard(&self) -> Result<Heard, Self::Error>;

    /// What the centre says up to its number `to`.
    fn hear(&self, epoch: Uuid, to: u64, said: &[Change]) -> Result<(), Self::Error>;

    /// How far a first sync has come, while there is one.
    fn fetching(&self) -> Result<Option<Fetching>, Self::Error>;

    /// From here on the centre's rows are fetched anew, from `begin`; `rows` are those before.
    fn fetch_anew(&self, rows: &[Change], begin: &Fetching) -> Result<(), Self::Error>;

    /// Rows of a first sync, and how far it has come with them; none when it is complete.
    fn fetched(&self, rows: &[Change], next: Option<&Fetching>) -> Result<(), Self::Error>;

    /// Where the other desks of the location reach this one, where they do.
    fn listens(&self) -> Option<Lan> {
        None
    }

    /// The other desks of the location, as the centre names them now.
    fn know(&self, _peers: &[Peer]) -> Result<(), Self::Error> {
        Ok(())
    }

    /// What the centre lends to the location.
    fn put_lent(&self, _said: &SaidLent) -> Result<(), Self::Error> {
        Ok(())
    }

    /// The number of a loan that this desk gives back.
    fn returned_loan(&self) -> Result<Option<u64>, Self::Error> {
        Ok(None)
    }

    /// Nobody may sign in here any more.
    fn revoked(&self) {}
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

    fn round(&self) -> Result<u64, CacheError> {
        self.store.round()
    }

    fn keep_answers(&self, round: u64, answers: &[OpOutcome]) -> Result<bool, CacheError> {
        self.store.keep_answers(round, answers, (self.now)())
    }

    fn queue_again(&self) -> Result<(), CacheError> {
        self.store.queue_again()
    }

    fn kept_from(&self) -> Result<u64, CacheError> {
        self.store.kept_from()
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

    fn fetch_anew(&self, rows: &[Change], begin: &Fetching) -> Result<(), CacheError> {
        self.store.fetch_anew(rows, begin)
    }

    fn fetched(&self, rows: &[Change], next: Option<&Fetching>) -> Result<(), CacheError> {
        self.store.fetched(rows, next)
    }

    fn know(&self, peers: &[Peer]) -> Result<(), CacheError> {
        self.store.put_neighbours(&neighbours(peers))
    }

    fn put_lent(&self, said: &SaidLent) -> Result<(), CacheError> {
        self.store.put_lent(said, (self.now)())
    }

    fn returned_loan(&self) -> Result<Option<u64>, CacheError> {
        self.store.returned_loan((self.now)())
    }
}

/// As the desk keeps them; one whose key cannot be read is not known.
#[must_use]
pub fn neighbours(peers: &[Peer]) -> Vec<Neighbour> {
    let known = peers.iter().filter_map(|it| {
        Some(Neighbour {
            device: DeviceId(it.device),
            name: it.name.clone(),
            public_key: bytes_of(&it.public_key)?.try_into().ok()?,
            listens: it.lan.as_ref().map(|lan| SocketAddr::from((lan.address, lan.port))),
        })
    });
    let mut known: Vec<_> = known.collect();
    known.sort_by(|a, b| (&a.name, a.device).cmp(&(&b.name, b.device)));
    known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbour_is_known_by_its_key_and_not_without_one() {
        let peer = |name: &str, public_key: &str| Peer {
            device: Uuid::from_u128(1),
            name: name.to_owned(),
            public_key: public_key.to_owned(),
            lan: Some(Lan { address: [192, 168, 1, 20].into(), port: 48_321, fingerprint: None }),
        };
        let key = "0f".repeat(32);
        let known = neighbours(&[
            peer("Desk 2", &key),
            peer("a", "0f"),
            peer("b", &"xy".repeat(32)),
            peer("c", &"é".repeat(32)),
        ]);
        let expected = Neighbour {
            device: DeviceId(Uuid::from_u128(1)),
            name: "Desk 2".to_owned(),
            public_key: [15; 32],
            listens: Some(([192, 168, 1, 20], 48_321).into()),
        };
        assert_eq!(known, [expected]);
    }
}
