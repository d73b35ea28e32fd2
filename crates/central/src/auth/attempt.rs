//! Attempts to prove who one is. Each counts as failed from the start, in a transaction of its own, and is taken back when
//! it was none: so nothing that goes wrong on the way, and no second attempt at the same moment, gives one away.

use crate::http::{Act, Cx, Problem};
use axum::http::StatusCode;
use central_store::{
    Answers, Batch, Tenant,
    access::attempts::{Counted, CountedAt, Subject},
};
use clinic_domain::id::{DeviceId, OrganizationId, PersonId};
use std::net::IpAddr;

/// Failures that cost no wait: of an account, from a desk, from an address behind which a whole clinic may be.
const FREE_OF_ACCOUNT: i32 = 5;
const FREE_OF_DEVICE: i32 = 15;
const FREE_OF_ADDRESS: i32 = 25;
/// From here on the wait has reached a minute, and it is said that the account is locked.
const LOCKED: i32 = FREE_OF_ACCOUNT + 6;
const LONGEST_WAIT_SECONDS: i32 = 15 * 60;
/// Requests for a new password, each of which may write a mail to somebody who did not ask.
const FREE_REQUESTS_OF_ACCOUNT: i32 = 3;
const FREE_REQUESTS_OF_ADDRESS: i32 = 10;
const LONGEST_WAIT_OF_REQUESTS_SECONDS: i32 = 60 * 60;

pub struct Attempt {
    organization: OrganizationId,
    account: [u8; 32],
    others: Vec<[u8; 32]>,
    failures: i32,
}

pub struct Counting {
    subjects: Vec<Subject>,
    at: CountedAt,
}

/// Counts an attempt in the batch. Those from an enrolled desk are counted apart, so that nobody elsewhere can lock people
/// out of it.
pub fn count(cx: &Cx, tenant: &Tenant, batch: &mut Batch, login: &str, device: Option<DeviceId>) -> Counting {
    let device = device.map(|it| it.to_string()).unwrap_or_default();
    let address = cx.origin.address.map(|it| it.to_string());
    let subject = |names: &[&str], free| Subject { key: key(cx, tenant, names), free };
    let mut subjects = vec![subject(&["account", login, &device], FREE_OF_ACCOUNT)];
    if !device.is_empty() {
        subjects.push(subject(&["device", &device], FREE_OF_DEVICE));
    }
    subjects.extend(address.map(|it| subject(&["address", &it], FREE_OF_ADDRESS)));
    let at = tenant.count_attempt(batch, &subjects, cx.now, LONGEST_WAIT_SECONDS);
    Counting { subjects, at }
}

/// Counts somebody who asks for a new password, whoever that may be: each account and each address has a few for nothing.
pub fn count_request(cx: &Cx, tenant: &Tenant, batch: &mut Batch, login: &str) -> Counting {
    let account = Subject { key: key(cx, tenant, &["request", login]), free: FREE_REQUESTS_OF_ACCOUNT };
    let of = |address: IpAddr| key(cx, tenant, &["requests", &address.to_string()]);
    let address = cx.origin.address.map(|it| Subject { key: of(it), free: FREE_REQUESTS_OF_ADDRESS });
    let subjects: Vec<Subject> = [account].into_iter().chain(address).collect();
    let at = tenant.count_attempt(batch, &subjects, cx.now, LONGEST_WAIT_OF_REQUESTS_SECONDS);
    Counting { subjects, at }
}

/// What failed for an account from anywhere but enrolled desks is forgotten.
pub fn forgive(cx: &Cx, tenant: &Tenant, batch: &mut Batch, login: &str) {
    tenant.forgive(batch, key(cx, tenant, &["account", login, ""]));
}

fn key(cx: &Cx, tenant: &Tenant, names: &[&str]) -> [u8; 32] {
    let organization = tenant.organization();
    let mut parts = vec![&b"attempt"[..], organization.as_bytes()];
    parts.extend(names.iter().map(|it| it.as_bytes()));
    cx.app.secrets.mac(&parts)
}

impl Counting {
    /// # Errors
    /// `too_many_attempts`: nobody is looked at before.
    pub fn admitted(
        self,
        cx: &Cx,
        tenant: OrganizationId,
        answers: &mut Answers,
    ) -> Result<Attempt, Problem> {
        let account = self.subjects[0].key;
        match answers.counted(&self.at) {
            Counted::Admitted(counted) => Ok(Attempt {
                organization: tenant,
                account,
                others: self.subjects[1..].iter().map(|it| it.key).collect(),
                failures: counted.iter().find(|it| it.0 == account).map_or(0, |it| it.1),
            }),
            Counted::Wait(until) => {
                let seconds = u32::try_from(until.0 - cx.now.0).unwrap_or(1).max(1);
                Err(Problem::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "too_many_attempts",
                    "Too many attempts failed; wait.",
                )
                .retry(seconds))
            }
        }
    }
}

impl Attempt {
    /// It failed: the trail says why, whoever tried does not hear it.
    pub async fn fail(&self, cx: &Cx, person: Option<PersonId>, why: &'static str) -> Problem {
        let outcome = if self.failures >= LOCKED { "locked_out" } else { "refused" };
        let act = Act {
            resource_id: person.map(|it| it.to_string()),
            outcome,
            details: format!(r#"{{"reason":"{why}","failures":{}}}"#, self.failures),
            ..Act::done("sign_in", "person")
        };
        let written = async {
            let tenant = cx.app.store.tenant(self.organization).await?;
            cx.finish_as(None, tenant, Batch::default(), act).await
        };
        match written.await {
            Ok(_) => super::refused(),
            Err(problem) => problem,
        }
    }

    /// They proved themselves.
    pub fn succeed(&self, cx: &Cx, tenant: &Tenant, batch: &mut Batch) {
        tenant.forgive(batch, self.account);
        tenant.take_back_attempt(batch, &self.others, cx.now);
    }

    /// It neither failed nor proved anything yet.
    ///
    /// # Errors
    /// The database's.
    pub async fn take_back(&self, cx: &Cx) -> Result<(), Problem> {
        let tenant = cx.app.store.tenant(self.organization).await?;
        let mut batch = Batch::default();
        let all: Vec<[u8; 32]> = [&[self.account], &self.others[..]].concat();
        tenant.take_back_attempt(&mut batch, &all, cx.now);
        tenant.commit(batch).await?;
        Ok(())
    }
}
