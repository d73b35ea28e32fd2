//! Whether the service can do its work, as it was found within this second: whoever watches it, however many there are, has
//! the database asked once.

use central_store::Store;
use clinic_domain::time::Instant;
use tokio::sync::Mutex;

#[derive(Default)]
pub struct Readiness(Mutex<Option<(Instant, bool)>>);

impl Readiness {
    /// Who asks while somebody is finding out waits for what they find.
    pub async fn of(&self, store: &Store, now: Instant) -> bool {
        let mut found = self.0.lock().await;
        match *found {
            Some((at, is_ready)) if at == now => is_ready,
            _ => {
                let is_ready = store.check().await.is_ok();
                *found = Some((now, is_ready));
                is_ready
            }
        }
    }
}
