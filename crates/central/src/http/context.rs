//! Who asks, for which organization, and the one way to its rows: a transaction that ends with an audit entry.

use crate::{app::App, http::problem::Problem};
use central_store::{Answers, AuditEntry, Batch, Configuration, Tenant};
use clinic_domain::{
    id::{DeviceId, OrganizationId, PatientId},
    people::{Permission, Person},
    time::Instant,
};
use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use uuid::Uuid;

/// Somebody who has signed in, as their roles stand now.
#[derive(Clone, Debug)]
pub struct Caller {
    pub organization: OrganizationId,
    pub person: Person,
    pub device: Option<DeviceId>,
    pub session: Uuid,
    pub is_mfa_verified: bool,
    /// Setup and people at the time of the call: at most half a minute old.
    pub configuration: Arc<Configuration>,
}

/// Where a request came from.
#[derive(Clone, Debug)]
pub struct Origin {
    pub request: Uuid,
    /// The id that the caller gave to what it wants done, so that sending it twice does it once (`Idempotency-Key`).
    pub idempotency_key: Option<Uuid>,
    pub address: Option<IpAddr>,
    pub user_agent: Option<String>,
}

/// What a handler has: the service, who asks, and when.
#[derive(Clone)]
pub struct Cx {
    pub app: Arc<App>,
    pub origin: Origin,
    pub now: Instant,
    caller: Option<Arc<Caller>>,
    pub(crate) is_audited: Arc<AtomicBool>,
}

/// What the trail says of a call; who, from where and when come from the call itself.
#[derive(Clone, Debug)]
pub struct Act {
    pub action: &'static str,
    pub resource_type: &'static str,
    pub resource_id: Option<String>,
    pub patients: Vec<PatientId>,
    pub outcome: &'static str,
    /// A JSON object of codes and names of fields.
    pub details: String,
}

impl Act {
    #[must_use]
    pub fn done(action: &'static str, resource_type: &'static str) -> Act {
        Act {
            action,
            resource_type,
            resource_id: None,
            patients: Vec::new(),
            outcome: "done",
            details: "{}".to_owned(),
        }
    }

    #[must_use]
    pub fn on(self, id: impl ToString) -> Act {
        Act { resource_id: Some(id.to_string()), ..self }
    }

    #[must_use]
    pub fn about(self, patients: impl IntoIterator<Item = PatientId>) -> Act {
        Act { patients: patients.into_iter().collect(), ..self }
    }
}

impl Cx {
    pub(super) fn new(app: Arc<App>, origin: Origin, caller: Option<Arc<Caller>>) -> Cx {
        let now = app.clock.now();
        Cx { app, origin, now, caller, is_audited: Arc::default() }
    }

    /// # Errors
    /// [`Problem::not_signed_in`] on a route that anyone may call.
    pub fn caller(&self) -> Result<&Caller, Problem> {
        self.caller.as_deref().ok_or_else(Problem::not_signed_in)
    }

    /// # Errors
    /// [`Problem::not_signed_in`] on a route that anyone may call.
    pub fn organization(&self) -> Result<OrganizationId, Problem> {
        Ok(self.caller()?.organization)
    }

    /// # Errors
    /// [`Problem::not_permitted`] when the caller's roles do not allow it.
    pub fn may(&self, permission: Permission) -> Result<(), Problem> {
        if self.caller()?.person.may(permission) { Ok(()) } else { Err(Problem::not_permitted()) }
    }

    /// A transaction of the caller's organization.
    ///
    /// # Errors
    /// Nobody has signed in, or the database is busy.
    pub async fn tenant(&self) -> Result<Tenant, Problem> {
        let organization = self.caller()?.organization;
        Ok(self.app.store.tenant(organization).await?)
    }

    /// Ends a transaction with what the trail says of it: all of it is there for good, or nothing.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish(&self, tenant: Tenant, mut batch: Batch, act: Act) -> Result<Answers, Problem> {
        self.entry(act).append(&mut batch);
        let answers = tenant.commit(batch).await?;
        self.is_audited.store(true, Ordering::Relaxed);
        Ok(answers)
    }

    /// The entry that the trail gets, for who writes it with an operation of its own.
    #[must_use]
    pub fn entry(&self, act: Act) -> AuditEntry {
        let Act { action, resource_type, resource_id, patients, outcome, details } = act;
        AuditEntry {
            id: self.app.ids.next(),
            user: self.caller.as_ref().map(|it| it.person.id),
            device: self.caller.as_ref().and_then(|it| it.device),
            action,
            resource_type,
            resource_id,
            patients,
            outcome,
            details,
            ip_address: self.origin.address,
            user_agent: self.origin.user_agent.clone(),
            at: self.now,
        }
    }

    pub(super) fn is_audited(&self) -> bool {
        self.is_audited.load(Ordering::Relaxed)
    }
}
