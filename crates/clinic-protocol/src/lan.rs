//! What desks of one location show each other over their local network: which times are being booked, or are and wait to be
//! sent; and what a desk asks the hub of lent time, with its answers ([`crate::hub`]). Resources and times: no patient, no type
//! of visit, no note.
//!
//! A message is four bytes, big end first, that say how long it is, and the JSON of a [`Shown`]; what a version does not know it
//! passes over.

use crate::{
    hub::{Answered, Ask},
    sync::{CHOICES, Choice},
};
use clinic_domain::id::DeviceId;
use core::net::SocketAddr;
use serde::{Deserialize, Serialize};

/// The most bytes of a message's JSON.
pub const LAN_BYTES: usize = 64 * 1024;
/// The most unsent bookings that a desk shows, by resource and time: the next ones.
pub const UNSENT: usize = 512;
/// The most that a desk asks the hub at once, by operation, and the times of one: the others are asked next.
pub const ASKS: usize = 16;
pub const ASKED_TIMES: usize = 8;
/// How long an unsent booking is shown after the desk that made it was last heard.
pub const UNSENT_SECONDS: u32 = 2 * 60 * 60;

/// The longest visit.
const LONGEST_SECONDS: i64 = 24 * 60 * 60;
/// The year 3000.
const LATEST: i64 = 32_503_680_000;

/// A desk that another one of its location knows, by the centre's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    pub device: DeviceId,
    pub name: String,
    /// Ed25519.
    pub public_key: [u8; 32],
    /// Where it listens in the local network.
    pub listens: Option<SocketAddr>,
}

/// What a desk shows now, in place of what it showed before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Where this desk itself listens.
    #[serde(default)]
    pub port: u16,
    /// What somebody chooses among at it.
    pub choices: Vec<Choice>,
    /// What it has booked and the centre does not know of yet.
    #[serde(default)]
    pub unsent: Vec<Choice>,
    /// What it asks the hub, if that is who is called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Ask>,
    /// The hub's answers, to whoever called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answered: Vec<Answered>,
}

/// A message that is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotTaken {
    #[error("it is longer than {LAN_BYTES} bytes")]
    TooLong,
    #[error("it cannot be read")]
    Unreadable,
    #[error("it shows more times than a desk may")]
    TooMany,
    #[error("a time ends before it begins, or lasts longer than a day")]
    NoTime,
}

impl Shown {
    /// Its length, then itself.
    #[must_use]
    pub fn written(&self) -> Vec<u8> {
        let json = crate::wire::json(self);
        let length = u32::try_from(json.len()).unwrap_or(u32::MAX);
        [&length.to_be_bytes()[..], json.as_bytes()].concat()
    }

    /// How long what follows is.
    ///
    /// # Errors
    /// [`NotTaken::TooLong`].
    pub fn length(head: [u8; 4]) -> Result<usize, NotTaken> {
        let length = u32::from_be_bytes(head) as usize;
        if length > LAN_BYTES { Err(NotTaken::TooLong) } else { Ok(length) }
    }

    /// # Errors
    /// See [`NotTaken`]: nothing of it is taken then.
    pub fn read(json: &[u8]) -> Result<Shown, NotTaken> {
        let shown: Shown = serde_json::from_slice(json).map_err(|_| NotTaken::Unreadable)?;
        let are_many = shown.asks.len() > ASKS || shown.asks.iter().any(|it| it.times.len() > ASKED_TIMES);
        if shown.choices.len() > CHOICES
            || shown.unsent.len() > UNSENT
            || are_many
            || shown.answered.len() > ASKS
        {
            return Err(NotTaken::TooMany);
        }
        let is_time = |it: &Choice| {
            (0..=LATEST).contains(&it.start)
                && (it.start + 1..=LATEST).contains(&it.end)
                && it.end - it.start <= LONGEST_SECONDS
        };
        let asked = shown.asks.iter().flat_map(|it| &it.times);
        let mut times = shown.choices.iter().chain(&shown.unsent).chain(asked);
        if times.all(is_time) { Ok(shown) } else { Err(NotTaken::NoTime) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::{HubSays, HubWord};
    use clinic_domain::id::OpId;
    use uuid::Uuid;

    fn time(start: i64, end: i64) -> Choice {
        Choice { resource: Uuid::from_u128(7), start, end }
    }

    fn read(shown: &Shown) -> Result<Shown, NotTaken> {
        let bytes = shown.written();
        let (head, json) = bytes.split_first_chunk().unwrap();
        assert_eq!(Shown::length(*head), Ok(json.len()));
        Shown::read(json)
    }

    #[test]
    fn a_message_is_read_as_it_was_written_and_fits_when_it_is_full() {
        let last = time(LATEST - 2, LATEST - 1);
        let op = OpId(Uuid::from_u128(u128::MAX));
        let says = HubSays::Confirmed("f".repeat(128));
        let word = HubWord { hub: DeviceId(op.0), number: u64::MAX, says };
        let full = Shown {
            port: 48_321,
            choices: vec![last; CHOICES],
            unsent: vec![last; UNSENT],
            asks: vec![Ask { op, number: u64::MAX, times: vec![last; ASKED_TIMES] }; ASKS],
            answered: vec![Answered { op, word }; ASKS],
        };
        assert!(full.written().len() <= LAN_BYTES);
        assert_eq!(read(&full), Ok(full));
        let later = br#"{"port":1,"choices":[],"unsent":[],"colour":"blue"}"#;
        assert_eq!(Shown::read(later), Ok(Shown { port: 1, ..Shown::default() }));
    }

    #[test]
    fn what_is_too_much_or_no_time_is_not_taken() {
        let of = |choices, unsent| read(&Shown { port: 1, choices, unsent, ..Shown::default() });
        assert_eq!(of(vec![time(1, 2); CHOICES + 1], vec![]), Err(NotTaken::TooMany));
        assert_eq!(of(vec![], vec![time(1, 2); UNSENT + 1]), Err(NotTaken::TooMany));
        let asks = |asks| read(&Shown { asks, ..Shown::default() });
        let ask = |times| Ask { op: OpId(Uuid::nil()), number: 1, times };
        assert_eq!(asks(vec![ask(vec![]); ASKS + 1]), Err(NotTaken::TooMany));
        assert_eq!(asks(vec![ask(vec![time(1, 2); ASKED_TIMES + 1])]), Err(NotTaken::TooMany));
        assert_eq!(asks(vec![ask(vec![time(2, 1)])]), Err(NotTaken::NoTime));
        for (start, end) in [(2, 2), (3, 2), (-1, 2), (0, LONGEST_SECONDS + 1), (i64::MIN, i64::MAX)] {
            assert_eq!(of(vec![time(start, end)], vec![]), Err(NotTaken::NoTime), "{start} {end}");
        }
        for json in ["", "[]", "{}", r#"{"choices":7}"#, "\u{0}"] {
            assert_eq!(Shown::read(json.as_bytes()), Err(NotTaken::Unreadable), "{json}");
        }
        assert_eq!(Shown::length([0, 1, 0, 1]), Err(NotTaken::TooLong));
    }
}
