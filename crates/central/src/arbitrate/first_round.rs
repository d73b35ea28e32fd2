//! What one round trip brings of all that a decision needs.

use super::{
    Sent, again,
    lent::{AskedLent, LentTimes},
    scene,
};
use crate::app::App;
use central_store::{Answers, Asked, Batch, Tenant};
use clinic_domain::{arbiter::wanted_first, id::OpId};
use clinic_protocol::sync::OpResult;
use std::collections::{HashMap, HashSet};

/// What the first round trip asks: the lock, whether the operations are known, and what they are decided on.
pub struct FirstRound {
    pub batch: Batch,
    pub counter_at: usize,
    known_at: usize,
    pub asked: Asked,
    lent: AskedLent,
}

impl FirstRound {
    pub fn ask(app: &App, tenant: &Tenant, sent: &[Sent<'_>]) -> FirstRound {
        let mut batch = Batch::default();
        let counter_at = tenant.lock_counter(&mut batch);
        let known_at = tenant.find_operations(&mut batch, sent.iter().map(Sent::op));
        // By the setup as it was last read: should it be another by now, what is missing is asked for later.
        let configuration = app.last_configuration(tenant.organization());
        let mut wants = Vec::new();
        if let Some(configuration) = configuration {
            let first = |it: &Sent<'_>| {
                wanted_first(&it.submission.operation, scene(&configuration, it.submission.at))
            };
            let mut seen = HashSet::new();
            wants.extend(sent.iter().flat_map(first).filter(|it| seen.insert(it.clone())));
        }
        let asked = tenant.ask(&mut batch, wants);
        let lent = AskedLent::ask(tenant, &mut batch, sent.iter().map(|it| it.submission));
        FirstRound { batch, counter_at, known_at, asked, lent }
    }

    pub fn lent(&self, answers: &mut Answers) -> LentTimes {
        self.lent.answered(answers)
    }

    /// The results of those that were sent before.
    pub fn known(&self, answers: &mut Answers, sent: &[Sent<'_>]) -> HashMap<OpId, OpResult> {
        let known = answers.known_operations(self.known_at).into_iter().map(|(op, before)| {
            // The first of them: one that came twice at once is compared with it.
            let sent = sent.iter().find(|it| it.op() == op);
            let is_same = sent.is_some_and(|it| before.body_hash == it.submission.digest);
            (op, again(OpResult::from_json(&before.result), is_same))
        });
        known.collect()
    }
}
