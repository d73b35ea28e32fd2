//! Calls to the other desks: one at a time to each of them, and none waits for another's.

use crate::{Shared, lock, talk};
use clinic_domain::id::DeviceId;
use std::{collections::HashSet, sync::Arc};
use tokio::task::JoinSet;

#[derive(Default)]
pub(crate) struct Calls {
    under_way: JoinSet<DeviceId>,
    to: HashSet<DeviceId>,
    /// There was news while they were called.
    again: HashSet<DeviceId>,
}

impl Calls {
    /// Calls every known desk whose address is known.
    pub(crate) fn all(&mut self, shared: &Arc<Shared>, is_news: bool) {
        let known: Vec<DeviceId> = lock(&shared.known).iter().map(|it| it.device).collect();
        for device in known {
            if !self.to.contains(&device) {
                self.begin(shared, device);
            } else if is_news {
                self.again.insert(device);
            }
        }
    }

    /// Waits for the end of a call; for ever where there is none.
    pub(crate) async fn ended(&mut self, shared: &Arc<Shared>) {
        match self.under_way.join_next().await {
            Some(Ok(device)) => {
                self.to.remove(&device);
                if self.again.remove(&device) {
                    self.begin(shared, device);
                }
            }
            Some(Err(error)) => {
                tracing::error!(%error, "a call to another desk failed");
                self.to.clear();
            }
            None => std::future::pending().await,
        }
    }

    fn begin(&mut self, shared: &Arc<Shared>, device: DeviceId) {
        let found = lock(&shared.known).iter().find(|it| it.device == device).cloned();
        let Some(neighbour) = found else { return };
        let addresses = lock(&shared.met).addresses(&neighbour);
        if !addresses.is_empty() {
            self.to.insert(device);
            self.under_way.spawn(talk::call(Arc::clone(shared), neighbour, addresses));
        }
    }
}
