//! Looks are written together: what a transaction only read changes nothing, so that whoever comes to write the trail first
//! writes the entries of all who wait in that organization, and one flush serves them all.
//!
//! Invariant: nobody is told that their look stands in the trail before the transaction with it has been committed. Should
//! whoever writes for others be cut off, the others hear that it failed.

use crate::{
    audit::AuditEntry,
    error::{StoreError, StoreResult},
    tenant::{Batch, Tenant},
};
use clinic_domain::id::OrganizationId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot::{self, error::TryRecvError};

/// A queue an organization.
#[derive(Clone, Default)]
pub(crate) struct Looks(Arc<Mutex<HashMap<OrganizationId, Arc<Queue>>>>);

#[derive(Default)]
pub(crate) struct Queue {
    waiting: Mutex<Vec<Waiting>>,
    turn: tokio::sync::Mutex<()>,
}

struct Waiting {
    entry: AuditEntry,
    written: oneshot::Sender<StoreResult<()>>,
}

impl Looks {
    pub(crate) fn queue(&self, of: OrganizationId) -> Arc<Queue> {
        let mut queues = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(queues.entry(of).or_default())
    }
}

impl Queue {
    fn waiting(&self) -> MutexGuard<'_, Vec<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Everybody who waits still: as many at most as there are connections, since each holds one.
    fn take(&self) -> Vec<Waiting> {
        let mut all = std::mem::take(&mut *self.waiting());
        all.retain(|it| !it.written.is_closed());
        all
    }
}

impl Tenant {
    /// Ends a transaction that only read, when its entry stands in the trail.
    ///
    /// # Errors
    /// The entry does not stand there: nothing of what was read may be shown.
    pub async fn commit_look(self, entry: AuditEntry) -> StoreResult<()> {
        debug_assert!(!self.has_written());
        let queue = self.looks().queue(self.organization());
        let (written, mut told) = oneshot::channel();
        queue.waiting().push(Waiting { entry, written });
        let turn = queue.turn.lock().await;
        match told.try_recv() {
            Ok(result) => {
                drop(turn);
                self.rollback().await?;
                result
            }
            Err(TryRecvError::Closed) => Err(StoreError::Unavailable),
            Err(TryRecvError::Empty) => {
                let all = queue.take();
                let mut batch = Batch::default();
                all.iter().for_each(|it| it.entry.append(&mut batch));
                let result = self.commit(batch).await.map(|_| ());
                tell(all, &result);
                result
            }
        }
    }
}

fn tell(all: Vec<Waiting>, result: &StoreResult<()>) {
    for it in all {
        // Who does not wait any more gets no answer.
        let _ = it.written.send(result.clone());
    }
}
