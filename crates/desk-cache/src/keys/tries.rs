//! The limit on wrong passwords: five tries, then 30 seconds that double, and after ten only the recovery code or
//! another person's unlock.
//!
//! A try counts before the password is checked, so that killing the program in between forgets nothing. It slows
//! down a person at the desk; against a thief with a copy of the disk stand Argon2id and the device key.

use crate::{
    bytes::{Put, Take},
    error::CacheError,
};
use clinic_domain::time::Instant;

#[derive(Clone, Default, Debug, PartialEq, Eq)]
pub(crate) struct Tries(Vec<Counted>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Counted {
    /// The first bytes of the slot id, known or not: an unknown login is counted like any other.
    login: [u8; 8],
    count: u32,
    last: Instant,
}

const FREE: u32 = 5;
const LOCKED: u32 = 10;
const FIRST_WAIT_SECONDS: i64 = 30;
/// A keyring entry on Windows holds 2,560 bytes. The oldest login gives way.
const REMEMBERED: usize = 32;

impl Tries {
    /// Counts a try; refuses it while the login has to wait. Returns how many are left after this one.
    pub(crate) fn begin(&mut self, slot_id: &[u8; 32], now: Instant) -> Result<u32, CacheError> {
        let login: [u8; 8] = slot_id.first_chunk().copied().unwrap_or_default();
        let at = self.0.iter().position(|it| it.login == login);
        let count = at.map_or(0, |at| self.0[at].count);
        if count >= LOCKED {
            return Err(CacheError::LockedOut);
        }
        if let Some(at) = at {
            let last = self.0[at].last;
            let wait = wait_seconds(count);
            // A clock that was set back must not make the wait longer than it is.
            if wait > 0 && now < last.plus_seconds(wait) && now >= last {
                return Err(CacheError::TooManyTries { retry_at: last.plus_seconds(wait) });
            }
            self.0.remove(at);
        }
        if self.0.len() == REMEMBERED {
            self.0.remove(0);
        }
        self.0.push(Counted { login, count: count + 1, last: now });
        Ok(LOCKED - count - 1)
    }

    /// Somebody has shown that they may unlock this desk: everybody starts over. Returns what was counted.
    pub(crate) fn clear(&mut self) -> u32 {
        self.0.drain(..).map(|it| it.count).sum()
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let start = Put::default().u8(self.0.len() as u8);
        self.0.iter().fold(start, |put, it| put.raw(&it.login).u32(it.count).i64(it.last.0)).done()
    }

    /// `None` when the bytes are not what [`Tries::encode`] wrote.
    pub(crate) fn decode(take: &mut Take<'_>) -> Option<Tries> {
        let length = take.u8()?;
        let read = |take: &mut Take<'_>| {
            Some(Counted { login: take.array()?, count: take.u32()?, last: Instant(take.i64()?) })
        };
        (0..length).map(|_| read(take)).collect::<Option<Vec<_>>>().map(Tries)
    }
}

fn wait_seconds(count: u32) -> i64 {
    if count < FREE { 0 } else { FIRST_WAIT_SECONDS << (count - FREE).min(10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: [u8; 32] = [7; 32];

    #[test]
    fn five_tries_then_waits_that_double_then_locked() {
        let mut tries = Tries::default();
        let mut now = Instant(1000);
        for left in (5..10).rev() {
            assert_eq!(tries.begin(&WHO, now).unwrap(), left);
        }
        for (wait, left) in [(30, 4), (60, 3), (120, 2), (240, 1), (480, 0)] {
            let refused = tries.begin(&WHO, now.plus_seconds(wait - 1)).unwrap_err();
            assert!(
                matches!(refused, CacheError::TooManyTries { retry_at } if retry_at == now.plus_seconds(wait))
            );
            now = now.plus_seconds(wait);
            assert_eq!(tries.begin(&WHO, now).unwrap(), left);
        }
        assert!(matches!(tries.begin(&WHO, now.plus_seconds(1_000_000)), Err(CacheError::LockedOut)));
        assert_eq!(tries.begin(&[8; 32], now).unwrap(), 9);
        assert_eq!(tries.clear(), 11);
        assert_eq!(tries.begin(&WHO, now).unwrap(), 9);
    }

    #[test]
    fn a_clock_that_was_set_back_does_not_lock_anybody_out() {
        let mut tries = Tries::default();
        for _ in 0..5 {
            tries.begin(&WHO, Instant(1_000_000)).unwrap();
        }
        assert_eq!(tries.begin(&WHO, Instant(10)).unwrap(), 4);
    }

    #[test]
    fn the_counts_survive_their_encoding_and_stay_small() {
        let mut tries = Tries::default();
        for login in 0..40u8 {
            tries.begin(&[login; 32], Instant(i64::from(login))).unwrap();
        }
        let bytes = tries.encode();
        assert!(bytes.len() < 1024);
        assert_eq!(Tries::decode(&mut Take(&bytes)), Some(tries));
        assert_eq!(Tries::decode(&mut Take(&bytes[..bytes.len() - 1])), None);
    }
}
