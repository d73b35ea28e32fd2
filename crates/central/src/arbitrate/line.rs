//! Operations of one organization that wait at the same time are decided together: whoever comes first is served at once,
//! and all who came meanwhile next, in their order, in one transaction. One decision of an organization is made after the
//! other anyway; like this they share its round trips and its flush.
//!
//! Invariants: nobody hears of a decision before it is there for good; one that cannot be made or stored fails alone, not
//! those that it waited with; who went away while they waited is not decided about.

use super::{MOST_AT_ONCE, Sent, Settled, Submission, decide_and_store};
use crate::{app::App, http::Origin};
use central_store::{StoreError, StoreResult};
use clinic_domain::id::OrganizationId;
use futures_util::FutureExt;
use std::{
    any::Any,
    collections::{HashMap, VecDeque},
    panic::{AssertUnwindSafe, resume_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;

/// Who waits, by organization: its line is there while somebody serves it.
#[derive(Default)]
pub struct Lines(Mutex<HashMap<OrganizationId, VecDeque<Waiting>>>);

struct Waiting {
    submissions: Vec<Submission>,
    from: Origin,
    answer: oneshot::Sender<Answer>,
}

/// Or the panic on which whoever asked goes on.
type Answer = Result<StoreResult<Vec<Settled>>, Box<dyn Any + Send>>;

/// Decides up to [`MOST_AT_ONCE`] operations of one organization, each on what the ones before it left, and stores what
/// became of them.
///
/// # Errors
/// The database's; then nothing of it is there.
pub async fn arbitrate(
    app: &Arc<App>,
    organization: OrganizationId,
    submissions: Vec<Submission>,
    from: &Origin,
) -> StoreResult<Vec<Settled>> {
    let (answer, told) = oneshot::channel();
    if app.lines.join(organization, Waiting { submissions, from: from.clone(), answer }) {
        // On its own: those behind are served also when whoever came first goes away.
        tokio::spawn(serve(Arc::clone(app), organization));
    }
    match told.await {
        Ok(Ok(result)) => result,
        Ok(Err(panic)) => resume_unwind(panic),
        Err(_) => Err(StoreError::Unavailable),
    }
}

impl Lines {
    /// Whether nobody serves the line yet.
    fn join(&self, organization: OrganizationId, it: Waiting) -> bool {
        let mut lines = self.all();
        let is_first = !lines.contains_key(&organization);
        lines.entry(organization).or_default().push_back(it);
        is_first
    }

    /// As many as can be decided at once; with nobody left the line is gone.
    fn next(&self, organization: OrganizationId) -> Vec<Waiting> {
        let mut lines = self.all();
        let Some(line) = lines.get_mut(&organization) else { return Vec::new() };
        line.retain(|it| !it.answer.is_closed());
        let mut count = 0;
        let fits = |it: &&Waiting| {
            count += it.submissions.len();
            count <= MOST_AT_ONCE
        };
        let fitting = line.iter().take_while(fits).count();
        // The first is served in any case.
        let next: Vec<Waiting> = line.drain(..fitting.max(1).min(line.len())).collect();
        if next.is_empty() {
            lines.remove(&organization);
        }
        next
    }

    fn all(&self) -> MutexGuard<'_, HashMap<OrganizationId, VecDeque<Waiting>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn serve(app: Arc<App>, organization: OrganizationId) {
    loop {
        let waiting = app.lines.next(organization);
        if waiting.is_empty() {
            return;
        }
        match together(&app, organization, &waiting).await {
            Ok(Ok(all)) => {
                waiting.into_iter().zip(all).for_each(|(it, settled)| it.tell(Ok(Ok(settled))));
            }
            Ok(Err(error)) if error.is_retryable() => {
                waiting.into_iter().for_each(|it| it.tell(Ok(Err(error.clone()))));
            }
            // One of them is at fault: each for itself.
            _ => {
                for it in waiting {
                    let answer = together(&app, organization, std::slice::from_ref(&it)).await;
                    it.tell(answer.map(|result| result.map(|all| all.into_iter().flatten().collect())));
                }
            }
        }
    }
}

impl Waiting {
    fn sent(&self) -> impl Iterator<Item = Sent<'_>> {
        self.submissions.iter().map(|submission| Sent { submission, from: &self.from })
    }

    fn tell(self, answer: Answer) {
        // Who does not wait any more gets no answer.
        let _ = self.answer.send(answer);
    }
}

/// What became of each one's operations.
async fn together(
    app: &Arc<App>,
    organization: OrganizationId,
    waiting: &[Waiting],
) -> Result<StoreResult<Vec<Vec<Settled>>>, Box<dyn Any + Send>> {
    let sent: Vec<Sent<'_>> = waiting.iter().flat_map(Waiting::sent).collect();
    let decided = AssertUnwindSafe(decide_and_store(app, organization, &sent)).catch_unwind().await?;
    Ok(decided.map(|settled| {
        let mut settled = settled.into_iter();
        waiting.iter().map(|it| settled.by_ref().take(it.submissions.len()).collect()).collect()
    }))
}
