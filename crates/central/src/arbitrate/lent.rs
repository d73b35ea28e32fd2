//! Time that is lent to a location is its desks' to give away: nobody else gets it meanwhile, and of them nobody whom the hub
//! said no to, while what it gave the time to is not here.
//!
//! A desk of the location that says nothing of the hub is decided as ever, first come: it reached the centre, and the hub may be
//! switched off.

use super::Submission;
use crate::lending::is_confirmed;
use central_store::{Answers, Batch, Tenant};
use clinic_domain::{appointment::Allocation, id::OpId, lending::Lent, refusal::Refusal, time::Instant};
use clinic_protocol::hub::{Ask, HubSays};
use std::collections::{BTreeSet, HashSet};

/// What of the times that operations would take up is lent, and what is here of what hubs gave them to.
pub struct LentTimes {
    lent: Vec<(Lent, Option<Vec<u8>>)>,
    here: HashSet<OpId>,
}

/// Where the answers stand, of what there is to ask.
pub struct AskedLent {
    lent: Option<usize>,
    here: Option<usize>,
}

impl AskedLent {
    pub fn ask<'a>(
        tenant: &Tenant,
        batch: &mut Batch,
        sent: impl Iterator<Item = &'a Submission> + Clone,
    ) -> AskedLent {
        let taken = sent.clone().flat_map(|it| it.operation.body.takes());
        let resources: BTreeSet<_> = taken.map(|it| it.resource.0).collect();
        let given: Vec<OpId> = sent.filter_map(given_to).collect();
        AskedLent {
            lent: (!resources.is_empty()).then(|| tenant.find_lent(batch, resources.into_iter().collect())),
            here: (!given.is_empty()).then(|| tenant.find_operations(batch, given)),
        }
    }

    pub fn answered(&self, answers: &mut Answers) -> LentTimes {
        let here = self.here.map(|at| answers.known_operations(at)).unwrap_or_default();
        LentTimes {
            lent: self.lent.map(|at| answers.lent(at)).unwrap_or_default(),
            here: here.into_iter().map(|(op, _)| op).collect(),
        }
    }
}

impl LentTimes {
    pub fn refuses(&self, it: &Submission, now: Instant) -> Option<Refusal> {
        let taken = it.operation.body.takes();
        let (lent, key, taken_up) = self.lent.iter().find_map(|(lent, key)| {
            let is_it = |it: &&Allocation| it.resource == lent.resource && it.during.overlaps(&lent.during);
            let taken_up = taken.iter().find(is_it).filter(|_| lent.loan.binds(now))?;
            Some((lent, key, taken_up))
        })?;
        let loan = lent.loan;
        let word = it.device.as_ref().and_then(|it| it.hub.as_ref());
        let word = word.filter(|it| (it.hub, it.number) == (loan.hub, loan.number));
        let is_theirs = it.device.as_ref().and_then(|it| it.location) == Some(lent.location);
        let may_have_it = match word.map(|it| &it.says) {
            Some(HubSays::Confirmed(signature)) => {
                let ask = Ask::new(it.operation.id, loan.number, taken);
                is_theirs || is_confirmed(&ask, key.as_deref(), signature)
            }
            Some(HubSays::Taken(by)) => is_theirs && self.here.contains(by),
            None => is_theirs,
        };
        let (resource, during) = (taken_up.resource, taken_up.during);
        (!may_have_it).then_some(Refusal::Lent { resource, during, until: loan.expires_at })
    }
}

fn given_to(it: &Submission) -> Option<OpId> {
    match it.device.as_ref()?.hub.as_ref()?.says {
        HubSays::Taken(by) => Some(by),
        HubSays::Confirmed(_) => None,
    }
}
