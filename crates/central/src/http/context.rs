//! Who asks, for which organization, and the one way to its rows: a transaction that ends with an audit entry.

use crate::{app::App, auth::token::Claims, http::problem::Problem};
use central_store::{Answers, AuditEntry, Batch, Configuration, Tenant};
use clinic_domain::{
    field_access::{Circumstances, Sights, Viewer},
    id::{DeviceId, OrganizationId, PatientId, PersonId},
    people::{Permission, Person},
    time::Instant,
};
use sha2::{Digest, Sha256};
use std::{
    net::IpAddr,
    ops::Deref,
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
    pub person: Member,
    pub device: Option<DeviceId>,
    pub session: Uuid,
    pub claims: Arc<Claims>,
    /// Setup and people at the time of the call: at most half a minute old.
    pub configuration: Arc<Configuration>,
}

/// One of the organization's people, as the configuration has them.
#[derive(Clone, Debug)]
pub struct Member {
    configuration: Arc<Configuration>,
    at: usize,
}

impl Member {
    #[must_use]
    pub fn of(configuration: &Arc<Configuration>, is_it: impl Fn(&Person) -> bool) -> Option<Member> {
        let at = configuration.people.iter().position(is_it)?;
        Some(Member { configuration: Arc::clone(configuration), at })
    }
}

impl Deref for Member {
    type Target = Person;

    fn deref(&self) -> &Person {
        &self.configuration.people[self.at]
    }
}

impl Caller {
    /// What the caller's roles see.
    #[must_use]
    pub fn viewer(&self) -> Viewer<'_> {
        self.configuration.office.policy.viewer(&self.person)
    }

    /// What they see of a record that nothing particular holds of.
    #[must_use]
    pub fn sights(&self) -> Sights {
        self.viewer().sights(Circumstances::default())
    }
}

/// Where a request came from.
#[derive(Clone, Debug)]
pub struct Origin {
    pub request: Uuid,
    /// The id that the caller gave to what it wants done, so that sending it twice does it once (`Idempotency-Key`).
    pub idempotency_key: Option<Uuid>,
    pub address: Option<IpAddr>,
    pub user_agent: Option<String>,
    /// An answer may come packed.
    pub takes_zstd: bool,
}

impl Origin {
    /// The service itself.
    #[must_use]
    pub const fn own(request: Uuid) -> Origin {
        Origin { request, idempotency_key: None, address: None, user_agent: None, takes_zstd: false }
    }
}

/// Whose act the trail says it was, and at which desk.
pub type Who = (PersonId, Option<DeviceId>);

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

    /// What it says beside, as codes and counts.
    #[must_use]
    pub fn saying(self, details: &serde_json::Value) -> Act {
        Act { details: details.to_string(), ..self }
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

    /// Setup and people as a transaction sees them.
    ///
    /// # Errors
    /// The database's.
    pub async fn configuration(&self, tenant: &mut Tenant) -> Result<Arc<Configuration>, Problem> {
        Ok(self.app.configuration_for(tenant).await?)
    }

    /// Setup and people as they stand now.
    ///
    /// # Errors
    /// The database's.
    pub async fn latest_configuration(&self) -> Result<Arc<Configuration>, Problem> {
        let mut tenant = self.tenant().await?;
        let configuration = self.configuration(&mut tenant).await?;
        tenant.rollback().await?;
        Ok(configuration)
    }

    /// The same call about one of several rows: with a key of its own where the call has one.
    #[must_use]
    pub fn row(&self, at: usize) -> Cx {
        let of_row = |key: Uuid| {
            let digest = Sha256::new().chain_update(key).chain_update(at.to_be_bytes()).finalize();
            let mut bytes = [0; 16];
            bytes.copy_from_slice(&digest[..16]);
            uuid::Builder::from_custom_bytes(bytes).into_uuid()
        };
        let idempotency_key = self.origin.idempotency_key.map(of_row);
        Cx { origin: Origin { idempotency_key, ..self.origin.clone() }, ..self.clone() }
    }

    /// Ends a transaction with what the trail says of it: all of it is there for good, or nothing.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish(&self, tenant: Tenant, batch: Batch, act: Act) -> Result<Answers, Problem> {
        self.finish_as(self.who(), tenant, batch, act).await
    }

    /// The same for who is not signed in, or just signs in.
    ///
    /// # Errors
    /// The database's.
    pub async fn finish_as(
        &self,
        who: Option<Who>,
        tenant: Tenant,
        mut batch: Batch,
        act: Act,
    ) -> Result<Answers, Problem> {
        let entry = self.entry_of(who, act);
        let answers = if batch.is_empty() && !tenant.has_written() {
            tenant.commit_look(entry).await?;
            Answers::default()
        } else {
            entry.append(&mut batch);
            tenant.commit(batch).await?
        };
        self.is_audited.store(true, Ordering::Relaxed);
        Ok(answers)
    }

    /// The entry that the trail gets, for who writes it with an operation of its own.
    #[must_use]
    pub fn entry(&self, act: Act) -> AuditEntry {
        self.entry_of(self.who(), act)
    }

    fn who(&self) -> Option<Who> {
        self.caller.as_ref().map(|it| (it.person.id, it.device))
    }

    fn entry_of(&self, who: Option<Who>, act: Act) -> AuditEntry {
        let Act { action, resource_type, resource_id, patients, outcome, details } = act;
        AuditEntry {
            id: self.app.ids.next(),
            user: who.map(|it| it.0),
            device: who.and_then(|it| it.1),
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
}
