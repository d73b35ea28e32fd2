//! Passwords: hashed with Argon2id whose cost stands in the hash, looked at by few at a time, and for people who do not
//! exist as long as for those who do.

use crate::{config::PasswordConfig, http::Problem};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use clinic_env::random_bytes;
use std::{sync::Arc, time::Duration};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use zeroize::Zeroizing;

/// How long somebody waits until it is their turn.
const PATIENCE: Duration = Duration::from_secs(5);

pub struct Passwords {
    cost: Params,
    /// Each hash takes its memory: so many at once.
    gate: Arc<Semaphore>,
    /// Of no password that anybody knows.
    decoy: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verified {
    Wrong,
    /// With a hash at today's cost, if the one that is kept costs less.
    Right {
        raised: Option<String>,
    },
}

impl Passwords {
    /// # Errors
    /// The cost is none that Argon2 takes.
    pub fn new(config: &PasswordConfig) -> anyhow::Result<Passwords> {
        let cost = Params::new(config.memory_kib, config.passes, 1, None)
            .map_err(|error| anyhow::anyhow!("configuration key 'passwords': {error}"))?;
        let decoy =
            hash(&cost, &random_bytes::<32>()).ok_or_else(|| anyhow::anyhow!("Argon2 does not work"))?;
        Ok(Passwords { cost, gate: Arc::new(Semaphore::new(config.at_once)), decoy })
    }

    /// `known` is the hash that is kept, if there is such a person and they have a password.
    ///
    /// # Errors
    /// Too many are being looked at.
    pub async fn verify(&self, given: &str, known: Option<&str>) -> Result<Verified, Problem> {
        let (given, cost) = (Zeroizing::new(given.to_owned()), self.cost.clone());
        let (kept, is_known) = (known.unwrap_or(&self.decoy).to_owned(), known.is_some());
        self.at_work(move || {
            if !is_of(&given, &kept) || !is_known {
                return Verified::Wrong;
            }
            Verified::Right {
                raised: is_cheaper(&kept, &cost).then(|| hash(&cost, given.as_bytes())).flatten(),
            }
        })
        .await
    }

    /// # Errors
    /// Too many are being looked at.
    pub async fn hash(&self, password: &str) -> Result<String, Problem> {
        let (password, cost) = (Zeroizing::new(password.to_owned()), self.cost.clone());
        self.at_work(move || hash(&cost, password.as_bytes())).await?.ok_or_else(Problem::internal)
    }

    /// On a thread that may take its time; the place is given back by the work itself, also when nobody waits any more.
    async fn at_work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let place = tokio::time::timeout(PATIENCE, Arc::clone(&self.gate).acquire_owned()).await;
        let place: OwnedSemaphorePermit = place
            .ok()
            .and_then(Result::ok)
            .ok_or_else(|| Problem::busy("Too many people sign in just now; try again."))?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(place);
            done
        });
        done.await.map_err(|_| Problem::internal())
    }
}

fn argon2(cost: &Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, cost.clone())
}

fn hash(cost: &Params, password: &[u8]) -> Option<String> {
    let hashed = argon2(cost).hash_password_with_salt(password, &random_bytes::<16>());
    hashed.ok().map(|it| it.to_string())
}

/// At the cost that stands in the hash.
fn is_of(password: &str, hash: &str) -> bool {
    let Ok(hash) = PasswordHash::new(hash) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &hash).is_ok()
}

fn is_cheaper(hash: &str, than: &Params) -> bool {
    let known = PasswordHash::new(hash).ok().and_then(|it| Params::try_from(&it).ok());
    known.is_none_or(|it| it.m_cost() < than.m_cost() || it.t_cost() < than.t_cost())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passwords(memory_kib: u32) -> Passwords {
        Passwords::new(&PasswordConfig { memory_kib, passes: 1, at_once: 1 }).unwrap()
    }

    #[tokio::test]
    async fn a_password_is_known_by_its_hash_which_grows_with_the_cost() {
        let (cheap, dear) = (passwords(64), passwords(128));
        let kept = cheap.hash("seven wooden ducks").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{kept}");
        assert_eq!(
            cheap.verify("seven wooden ducks", Some(&kept)).await,
            Ok(Verified::Right { raised: None })
        );
        assert_eq!(cheap.verify("seven wooden duck", Some(&kept)).await, Ok(Verified::Wrong));
        let Ok(Verified::Right { raised: Some(raised) }) =
            dear.verify("seven wooden ducks", Some(&kept)).await
        else {
            panic!("a cheaper hash is raised")
        };
        assert!(raised.starts_with("$argon2id$v=19$m=128,"), "{raised}");
        assert_eq!(
            dear.verify("seven wooden ducks", Some(&raised)).await,
            Ok(Verified::Right { raised: None })
        );
    }

    #[tokio::test]
    async fn nobody_has_the_password_of_who_does_not_exist() {
        assert_eq!(passwords(64).verify("", None).await, Ok(Verified::Wrong));
    }
}
