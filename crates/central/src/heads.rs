//! How far each organization's changes have come, for those who wait for the next one.

use clinic_domain::id::OrganizationId;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};
use tokio::sync::watch;

#[derive(Default)]
pub struct Heads(Mutex<HashMap<OrganizationId, watch::Sender<u64>>>);

impl Heads {
    /// Something changed: whoever waits is told.
    pub fn moved(&self, organization: OrganizationId, seq: u64) {
        let heads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(head) = heads.get(&organization) {
            head.send_if_modified(|it| std::mem::replace(it, seq.max(*it)) < seq);
        }
    }

    /// From the last change that this instance has heard of on.
    pub fn watch(&self, organization: OrganizationId) -> watch::Receiver<u64> {
        let mut heads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        heads.entry(organization).or_insert_with(|| watch::Sender::new(0)).subscribe()
    }
}
