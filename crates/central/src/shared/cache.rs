//! What was computed of an organization and costs more than to keep it for a while: in Redis for all instances, in the
//! process without it.
//!
//! Invariants: a key says whose it is, for which roles, what it is and of which change; whatever happens in the
//! organization makes another key, so that nothing is ever shown that does not hold any more. In Redis a value is
//! sealed, and opens under its own key alone.

use super::Redis;
use crate::{app::App, http::Caller};
use central_store::Counter;
use chrono::NaiveDate;
use clinic_domain::{
    id::{LocationId, OrganizationId},
    people::Role,
    time::Instant,
};
use serde::{Serialize, de::DeserializeOwned};
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use uuid::Uuid;

/// What says "today" is right again after so long.
const KEPT_SECONDS: u32 = 60;
/// Values that the process keeps at most.
const MOST_KEPT: usize = 1_000;

/// What is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cached {
    Statistics,
    Capacity { location: LocationId, from: NaiveDate, to: NaiveDate },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CacheKey {
    organization: OrganizationId,
    /// Each once, in order.
    roles: Vec<&'static str>,
    what: Cached,
    /// A restored database counts the same numbers once more.
    epoch: Uuid,
    seq: u64,
}

impl CacheKey {
    #[must_use]
    pub fn new(what: Cached, caller: &Caller, counter: &Counter) -> CacheKey {
        CacheKey::of(caller.organization, &caller.person.roles, what, (counter.epoch, counter.seq))
    }

    fn of(organization: OrganizationId, roles: &[Role], what: Cached, (epoch, seq): (Uuid, u64)) -> CacheKey {
        let mut roles: Vec<&'static str> = roles.iter().map(|it| it.as_str()).collect();
        roles.sort_unstable();
        roles.dedup();
        CacheKey { organization, roles, what, epoch, seq }
    }
}

/// The organization first. No part has a colon in it, so that no two keys read the same.
impl fmt::Display for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let CacheKey { organization, roles, what, epoch, seq } = self;
        write!(f, "{organization}:")?;
        match what {
            Cached::Statistics => f.write_str("statistics")?,
            Cached::Capacity { location, from, to } => write!(f, "capacity,{location},{from},{to}")?,
        }
        write!(f, ":{}:{epoch}:{seq}", roles.join(","))
    }
}

pub struct Cache {
    redis: Option<Arc<Redis>>,
    here: Mutex<HashMap<String, Kept>>,
}

struct Kept {
    organization: OrganizationId,
    until: Instant,
    value: Vec<u8>,
}

impl Cache {
    #[must_use]
    pub fn new(redis: Option<Arc<Redis>>) -> Cache {
        Cache { redis, here: Mutex::default() }
    }

    /// Something happened in the organization: what is kept of it here is of no use any more.
    pub fn drop_of(&self, organization: OrganizationId) {
        self.here().retain(|_, it| it.organization != organization);
    }

    fn here(&self) -> MutexGuard<'_, HashMap<String, Kept>> {
        self.here.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// What was kept under the key.
    pub async fn recall<T: DeserializeOwned>(&self, key: &CacheKey) -> Option<T> {
        let text = key.to_string();
        let value = match self.recall_shared(&text).await {
            Some(shared) => shared?,
            None => {
                let now = self.clock.now();
                self.cache.here().get(&text).filter(|it| now < it.until).map(|it| it.value.clone())?
            }
        };
        serde_json::from_slice(&value).ok()
    }

    /// From Redis; nothing at all where it does not answer.
    async fn recall_shared(&self, text: &str) -> Option<Option<Vec<u8>>> {
        let redis = self.cache.redis.as_ref()?;
        let sealed: Option<Vec<u8>> = redis.ask(redis::cmd("GET").arg(redis.name(text))).await?;
        let open = |sealed: Vec<u8>| self.secrets.open(&sealed, &context(text));
        Some(sealed.and_then(open).map(|it| it.to_vec()))
    }

    pub async fn remember(&self, key: &CacheKey, value: &impl Serialize) {
        let Ok(value) = serde_json::to_vec(value) else { return };
        let text = key.to_string();
        if let Some(redis) = &self.cache.redis {
            let sealed = self.secrets.seal(&value, &context(&text));
            let mut command = redis::cmd("SET");
            command.arg(redis.name(&text)).arg(sealed).arg("EX").arg(KEPT_SECONDS);
            if redis.ask::<String>(&command).await.is_some() {
                return;
            }
        }
        let now = self.clock.now();
        let mut here = self.cache.here();
        if here.len() >= MOST_KEPT {
            here.retain(|_, it| now < it.until);
        }
        if here.len() < MOST_KEPT {
            let until = now.plus_seconds(KEPT_SECONDS.into());
            here.insert(text, Kept { organization: key.organization, until, value });
        }
    }
}

fn context(text: &str) -> [&[u8]; 2] {
    [b"cache", text.as_bytes()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::subsequence};

    fn day() -> impl Strategy<Value = NaiveDate> {
        (0..3_i64).prop_map(|it| NaiveDate::default() + chrono::TimeDelta::days(it))
    }

    fn what() -> impl Strategy<Value = Cached> {
        let location = (0..3_u128).prop_map(|it| LocationId(Uuid::from_u128(it)));
        let capacity = (location, day(), day());
        prop_oneof![
            Just(Cached::Statistics),
            capacity.prop_map(|(location, from, to)| Cached::Capacity { location, from, to }),
        ]
    }

    /// Few values of each part, so that two keys often differ in one part alone.
    fn key() -> impl Strategy<Value = CacheKey> {
        let id = || (0..2_u128).prop_map(Uuid::from_u128);
        (id(), subsequence(Role::STAFF, 0..=2), what(), (id(), 0..12_u64)).prop_map(
            |(organization, roles, what, of)| CacheKey::of(OrganizationId(organization), &roles, what, of),
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn two_keys_read_the_same_only_if_they_are(one in key(), other in key()) {
            prop_assert_eq!(one == other, one.to_string() == other.to_string());
        }

        #[test]
        fn a_key_that_differs_in_one_part_reads_otherwise(one in key(), other in key()) {
            let parts = [
                CacheKey { organization: other.organization, ..one.clone() },
                CacheKey { roles: other.roles.clone(), ..one.clone() },
                CacheKey { what: other.what, ..one.clone() },
                CacheKey { epoch: other.epoch, ..one.clone() },
                CacheKey { seq: other.seq, ..one.clone() },
            ];
            for it in parts {
                prop_assert_eq!(it == one, it.to_string() == one.to_string());
            }
        }
    }

    #[test]
    fn the_order_of_roles_makes_no_other_key() {
        let of = |roles: &[Role]| {
            CacheKey::of(OrganizationId(Uuid::nil()), roles, Cached::Statistics, (Uuid::nil(), 1)).to_string()
        };
        assert_eq!(of(&[Role::Nurse, Role::Billing]), of(&[Role::Billing, Role::Nurse, Role::Nurse]));
    }
}
