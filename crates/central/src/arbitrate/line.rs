//! Operations of one organization that wait at the same time are decided together: whoever comes first is served at once,
//! and all who came meanwhile next, in their order, in one transaction. One decision of an organization is made after the
//! other anyway; like this they share its round trips and its flush.
//!
//! Invariants: nobody hears of a decision before it is there for good; one that cannot be made or stored fails alone, not
//! those that it waited with; should whoever decides for others be cut off, they wait again.

use super::{MOST_AT_ONCE, Sent, Settled, Submission, decide_and_store};
use crate::{app::App, http::Origin};
use central_store::StoreResult;
use clinic_domain::id::OrganizationId;
use futures_util::FutureExt;
use std::{
    any::Any,
    collections::{HashMap, VecDeque},
    panic::{AssertUnwindSafe, resume_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot::{self, Receiver, Sender};

/// A line an organization.
#[derive(Default)]
pub struct Lines(Mutex<HashMap<OrganizationId, Arc<Line>>>);

#[derive(Default)]
struct Line {
    waiting: Mutex<VecDeque<Waiting>>,
    turn: tokio::sync::Mutex<()>,
}

struct Waiting {
    submissions: Arc<[Submission]>,
    from: Origin,
    answer: Sender<Answer>,
}

/// Or the panic on which whoever asked goes on.
type Answer = Result<StoreResult<Vec<Settled>>, Box<dyn Any + Send>>;

/// Decides up to [`MOST_AT_ONCE`] operations of one organization, each on what the ones before it left, and stores what
/// became of them.
///
/// # Errors
/// The database's; then nothing of it is there.
pub async fn arbitrate(
    app: &App,
    organization: OrganizationId,
    submissions: impl Into<Arc<[Submission]>>,
    from: &Origin,
) -> StoreResult<Vec<Settled>> {
    let (line, submissions) = (app.lines.of(organization), submissions.into());
    let mut told = line.join(&submissions, from);
    loop {
        tokio::select! {
            biased;
            answer = &mut told => match answer {
                Ok(answer) => return answer.unwrap_or_else(|panic| resume_unwind(panic)),
                // Whoever decided was cut off. What may be there all the same is found by its id.
                Err(_) => told = line.join(&submissions, from),
            },
            _turn = line.turn.lock() => line.serve(app, organization).await,
        }
    }
}

impl Lines {
    fn of(&self, organization: OrganizationId) -> Arc<Line> {
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(lines.entry(organization).or_default())
    }
}

impl Line {
    fn join(&self, submissions: &Arc<[Submission]>, from: &Origin) -> Receiver<Answer> {
        let (answer, told) = oneshot::channel();
        let submissions = Arc::clone(submissions);
        self.waiting().push_back(Waiting { submissions, from: from.clone(), answer });
        told
    }

    /// Those before all others, as many as can be decided at once.
    fn next(&self) -> Vec<Waiting> {
        let mut waiting = self.waiting();
        waiting.retain(|it| !it.answer.is_closed());
        let mut count = 0;
        let fits = |it: &&Waiting| {
            count += it.submissions.len();
            count <= MOST_AT_ONCE
        };
        // The first is served in any case.
        let served = waiting.iter().take_while(fits).count().max(1).min(waiting.len());
        waiting.drain(..served).collect()
    }

    async fn serve(&self, app: &App, organization: OrganizationId) {
        let next = self.next();
        if next.is_empty() {
            return;
        }
        match together(app, organization, &next).await {
            Ok(Ok(all)) => next.into_iter().zip(all).for_each(|(it, settled)| it.tell(Ok(Ok(settled)))),
            Ok(Err(error)) if error.is_retryable() => {
                next.into_iter().for_each(|it| it.tell(Ok(Err(error.clone()))));
            }
            // One of them is at fault: each for itself.
            _ => {
                for it in next {
                    let answer = together(app, organization, std::slice::from_ref(&it)).await;
                    it.tell(answer.map(|result| result.map(|all| all.into_iter().flatten().collect())));
                }
            }
        }
    }

    fn waiting(&self) -> MutexGuard<'_, VecDeque<Waiting>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
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
    app: &App,
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
