//! What desks of one location show each other over their local network: which times are being booked, or are and wait to be
//! sent. Resources and times: no patient, no type of visit, no note.
//!
//! A message is four bytes, big end first, that say how long it is, and the JSON of a [`Shown`]; what a version does not know it
//! passes over.

use crate::sync::{CHOICES, Choice};
use clinic_domain::id::DeviceId;
use core::net::SocketAddr;
use serde::{Deserialize, Serialize};

/// The most bytes of a message's JSON.
pub const LAN_BYTES: usize = 64 * 1024;
/// The most unsent bookings that a desk shows, by resource and time: the next ones.
pub const UNSENT: usize = 512;
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
        if shown.choices.len() > CHOICES || shown.unsent.len() > UNSENT {
            return Err(NotTaken::TooMany);
        }
        let is_time = |it: &Choice| {
            (0..=LATEST).contains(&it.start)
                && (it.start + 1..=LATEST).contains(&it.end)
                && it.end - it.start <= LONGEST_SECONDS
        };
        let mut times = shown.choices.iter().chain(&shown.unsent);
        if times.all(is_time) { Ok(shown) } else { Err(NotTaken::NoTime) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let full = Shown {
            port: 48_321,
            choices: vec![time(LATEST - 2, LATEST - 1); CHOICES],
            unsent: vec![time(LATEST - 2, LATEST - 1); UNSENT],
        };
        assert!(full.written().len() <= LAN_BYTES);
        assert_eq!(read(&full), Ok(full));
        let later = br#"{"port":1,"choices":[],"unsent":[],"colour":"blue"}"#;
        assert_eq!(Shown::read(later), Ok(Shown { port: 1, ..Shown::default() }));
    }

    #[test]
    fn what_is_too_much_or_no_time_is_not_taken() {
        let of = |choices, unsent| read(&Shown { port: 1, choices, unsent });
        assert_eq!(of(vec![time(1, 2); CHOICES + 1], vec![]), Err(NotTaken::TooMany));
        assert_eq!(of(vec![], vec![time(1, 2); UNSENT + 1]), Err(NotTaken::TooMany));
        for (start, end) in [(2, 2), (3, 2), (-1, 2), (0, LONGEST_SECONDS + 1), (i64::MIN, i64::MAX)] {
            assert_eq!(of(vec![time(start, end)], vec![]), Err(NotTaken::NoTime), "{start} {end}");
        }
        for json in ["", "[]", "{}", r#"{"choices":7}"#, "\u{0}"] {
            assert_eq!(Shown::read(json.as_bytes()), Err(NotTaken::Unreadable), "{json}");
        }
        assert_eq!(Shown::length([0, 1, 0, 1]), Err(NotTaken::TooLong));
    }
}
