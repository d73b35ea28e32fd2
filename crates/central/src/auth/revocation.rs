//! Sessions that ended while their access tokens are still good: known here at once, to the other instances a second later
//! (`heads`), and within half a minute whatever happens.

use super::token::LONGEST_SECONDS;
use central_store::{Reached, Store, StoreResult};
use clinic_domain::{id::OrganizationId, time::Instant};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;

const KEPT_SECONDS: i64 = 30;
/// Clocks of instances differ.
const MARGIN_SECONDS: i64 = 120;
/// By so much less where they are kept in step, as they should be.
const STEP_SECONDS: i64 = 2;

#[derive(Default)]
pub struct Revocations {
    kept: Mutex<HashMap<OrganizationId, Kept>>,
}

#[derive(Clone)]
struct Kept {
    read_at: Instant,
    ended: Arc<HashSet<Uuid>>,
}

impl Revocations {
    /// # Errors
    /// The database's.
    pub async fn is_ended(
        &self,
        store: &Store,
        organization: OrganizationId,
        session: Uuid,
        now: Instant,
    ) -> StoreResult<bool> {
        let kept = self.all().get(&organization).filter(|it| now.0 - it.read_at.0 < KEPT_SECONDS).cloned();
        if let Some(kept) = kept {
            return Ok(kept.ended.contains(&session));
        }
        // On the heap, as it is seldom asked for: a request carries its whole future with it.
        let ended = Box::pin(async {
            let mut tenant = store.tenant(organization).await?;
            let since = Instant(now.0 - LONGEST_SECONDS - MARGIN_SECONDS);
            let ended: HashSet<Uuid> = tenant.sessions_ended_since(since).await?.into_iter().collect();
            tenant.rollback().await?;
            StoreResult::Ok(ended)
        })
        .await?;
        let is_ended = ended.contains(&session);
        self.all().insert(organization, Kept { read_at: now, ended: Arc::new(ended) });
        Ok(is_ended)
    }

    /// Something ended here: the next request looks.
    pub fn forget(&self, organization: OrganizationId) {
        self.all().remove(&organization);
    }

    #[must_use]
    pub fn has(&self, organization: OrganizationId) -> bool {
        self.all().contains_key(&organization)
    }

    /// Whose ends are taken as they were read.
    #[must_use]
    pub fn kept(&self, now: Instant) -> Vec<OrganizationId> {
        self.all().iter().filter(|(_, it)| now.0 - it.read_at.0 < KEPT_SECONDS).map(|(id, _)| *id).collect()
    }

    /// What was read before the last session ended holds no longer.
    pub fn forget_before(&self, reached: &Reached) {
        let Some(ended_at) = reached.ended_at else { return };
        let mut all = self.all();
        if all.get(&reached.organization).is_some_and(|it| it.read_at.0 <= ended_at.0 + STEP_SECONDS) {
            all.remove(&reached.organization);
        }
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<OrganizationId, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
