//! Refresh tokens, and what becomes of one that is sent.
//!
//! A token is its session, a generation, and a MAC over both: it can be computed again, so that nothing of it lies in the
//! database and a lost answer can be given once more; and one that the service never gave is told from a stolen one.

use super::{proof::Refused, secrets::Secrets};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use central_store::access::sessions::Session;
use clinic_domain::{id::OrganizationId, time::Instant};
use uuid::Uuid;

/// How long the token before the newest answers with the newest again.
const GRACE_SECONDS: i64 = 120;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefreshToken {
    pub organization: OrganizationId,
    pub session: Uuid,
    pub generation: u64,
}

impl RefreshToken {
    #[must_use]
    pub fn text(&self, secrets: &Secrets) -> String {
        let mac = secrets.mac(&self.parts(&self.generation.to_be_bytes()));
        let bytes = [
            &self.organization.as_bytes()[..],
            self.session.as_bytes(),
            &self.generation.to_be_bytes(),
            &mac,
        ]
        .concat();
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// `None` for whatever the service did not give.
    #[must_use]
    pub fn parse(text: &str, secrets: &Secrets) -> Option<RefreshToken> {
        let bytes: [u8; 72] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        let (organization, rest) = bytes.split_first_chunk::<16>()?;
        let (session, rest) = rest.split_first_chunk::<16>()?;
        let (generation, mac) = rest.split_first_chunk::<8>()?;
        let token = RefreshToken {
            organization: OrganizationId::from_bytes(*organization),
            session: Uuid::from_bytes(*session),
            generation: u64::from_be_bytes(*generation),
        };
        secrets.is_mac(mac, &token.parts(generation)).then_some(token)
    }

    fn parts<'a>(&'a self, generation: &'a [u8; 8]) -> [&'a [u8]; 4] {
        [b"refresh", self.organization.as_bytes(), self.session.as_bytes(), generation]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The next token.
    Rotate,
    /// The answer was lost: the newest once more.
    Again,
    /// Somebody has what was not given to them: the session ends.
    Stolen,
    /// The session ends, or has ended, by itself.
    Over(&'static str),
    /// The request is not what it has to be; the session stays.
    Refused,
}

/// `proved`: whether the request was signed with the session's key. `idle_seconds`: after so long without a refresh it is
/// over.
#[must_use]
pub fn decide(
    session: &Session,
    generation: u64,
    proved: Result<(), Refused>,
    idle_seconds: i64,
    now: Instant,
) -> Decision {
    if session.ended_at.is_some() {
        return Decision::Over("ended");
    }
    match proved {
        Err(Refused::Forged) => return Decision::Stolen,
        Err(Refused::Wrong) => return Decision::Refused,
        Ok(()) => {}
    }
    let since = now.0 - session.refreshed_at.0;
    if now >= session.expires_at {
        return Decision::Over("absolute_limit");
    }
    if since > idle_seconds {
        return Decision::Over("idle");
    }
    if generation == session.generation {
        Decision::Rotate
    } else if generation + 1 == session.generation && since <= GRACE_SECONDS {
        Decision::Again
    } else {
        Decision::Stolen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinic_domain::id::PersonId;

    fn session() -> Session {
        Session {
            id: Uuid::from_bytes([1; 16]),
            person: PersonId::from_bytes([2; 16]),
            device: None,
            public_key: [3; 32],
            methods: vec!["pwd".to_owned()],
            mfa_at: None,
            generation: 7,
            began_at: Instant(0),
            refreshed_at: Instant(1_000),
            expires_at: Instant(10_000),
            ended_at: None,
        }
    }

    #[test]
    fn what_becomes_of_a_token() {
        let (idle, proved) = (900, Ok(()));
        let at = |generation, proved, now| decide(&session(), generation, proved, idle, Instant(now));
        assert_eq!(at(7, proved, 1_500), Decision::Rotate);
        assert_eq!(at(6, proved, 1_120), Decision::Again);
        assert_eq!(at(6, proved, 1_121), Decision::Stolen);
        assert_eq!(at(5, proved, 1_000), Decision::Stolen);
        assert_eq!(at(7, Err(Refused::Forged), 1_000), Decision::Stolen);
        assert_eq!(at(7, Err(Refused::Wrong), 1_000), Decision::Refused);
        assert_eq!(at(7, proved, 1_900), Decision::Rotate);
        assert_eq!(at(7, proved, 1_901), Decision::Over("idle"));
        let ended = Session { ended_at: Some(Instant(5)), ..session() };
        assert_eq!(decide(&ended, 7, Err(Refused::Forged), idle, Instant(1_000)), Decision::Over("ended"));
        let old = Session { expires_at: Instant(1_000), ..session() };
        assert_eq!(decide(&old, 7, proved, idle, Instant(1_000)), Decision::Over("absolute_limit"));
    }

    #[test]
    fn a_token_that_was_not_given_is_none() {
        let secrets = Secrets::from_text(&Secrets::new_text()).unwrap();
        let token = RefreshToken {
            organization: OrganizationId::from_bytes([1; 16]),
            session: Uuid::from_bytes([2; 16]),
            generation: 3,
        };
        let text = token.text(&secrets);
        assert_eq!(RefreshToken::parse(&text, &secrets), Some(token));
        let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
        for bit in 0..bytes.len() * 8 {
            let mut changed = bytes.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(RefreshToken::parse(&URL_SAFE_NO_PAD.encode(changed), &secrets), None, "bit {bit}");
        }
    }
}
