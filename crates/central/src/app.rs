//! What every request shares: the store, the clock, the keys, what is kept of each organization.

use crate::{
    arbitrate::Lines,
    audit::checkpoint::Signer,
    auth::{openid, password::Passwords, revocation::Revocations, secrets::Secrets, token::Tokens},
    config::Config,
    contacts::Contacts,
    heads::{Heads, Word},
    messages::Transports,
    readiness::Readiness,
    records::keys::Keks,
    shared::{Cache, Limits, Redis},
    work::Wake,
};
use anyhow::Context;
use axum::http::HeaderMap;
use central_store::{AuditFile, Circuit, Configuration, Counter, Reached, Store, StoreResult, Tenant};
use clinic_domain::{id::OrganizationId, time::Instant};
use clinic_env::{Clock, Ids};
use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

/// How long setup and people are taken as they were read: a right that was taken away is gone by then.
const CONFIGURATION_SECONDS: i64 = 30;

pub struct App {
    pub store: Store,
    pub clock: Clock,
    pub ids: Ids,
    pub tokens: Tokens,
    /// Of the audit trail's checkpoints.
    pub signer: Signer,
    pub secrets: Secrets,
    pub passwords: Passwords,
    pub revocations: Revocations,
    /// Who asks the organizations' identity providers.
    pub openid: openid::Client,
    /// What the keys of medical records are wrapped by.
    pub keks: Keks,
    pub redis: Option<Arc<Redis>>,
    pub limits: Limits,
    pub cache: Cache,
    pub config: Config,
    pub heads: Heads,
    pub wake: Wake,
    pub contacts: Contacts,
    pub readiness: Readiness,
    /// Whose operations wait to be decided.
    pub lines: Lines,
    pub transports: Transports,
    configurations: Mutex<HashMap<OrganizationId, Kept>>,
}

struct Kept {
    read_at: Instant,
    configuration: Arc<Configuration>,
}

impl App {
    /// # Errors
    /// A key or a file that the configuration names is of no use.
    pub fn new(store: Store, clock: Clock, config: Config) -> anyhow::Result<App> {
        let store = match &config.audit_file {
            Some(path) => {
                store.with_audit_file(AuditFile::open(path).context("'audit_file' cannot be opened")?)
            }
            None => store,
        };
        let redis = config.redis.as_ref().map(|it| Redis::new(it, clock)).transpose()?.map(Arc::new);
        Ok(App {
            store: store.with_circuit(clock),
            clock,
            ids: Ids::new(clock),
            tokens: Tokens::read(&config)?,
            signer: Signer::read(&config.audit_key)?,
            secrets: Secrets::read(&config)?,
            passwords: Passwords::new(&config.passwords)?,
            revocations: Revocations::default(),
            openid: openid::Client::new(config.private_identity_providers, clock)?,
            keks: Keks::read(&config.record_keys)?,
            limits: Limits::new(clock, &config.limits, redis.clone()),
            cache: Cache::new(redis.clone()),
            redis,
            transports: Transports::new(&config, clock)?,
            config,
            heads: Heads::default(),
            wake: Wake::default(),
            contacts: Contacts::default(),
            readiness: Readiness::default(),
            lines: Lines::default(),
            configurations: Mutex::default(),
        })
    }

    /// Setup and people of an organization, at most half a minute old.
    ///
    /// # Errors
    /// The database's.
    pub async fn configuration(&self, organization: OrganizationId) -> StoreResult<Arc<Configuration>> {
        let now = self.clock.now();
        if let Some(kept) = self.kept(organization, |it| now.0 - it.read_at.0 < CONFIGURATION_SECONDS) {
            return Ok(kept);
        }
        // On the heap, as it is seldom asked for: a request carries its whole future with it.
        Box::pin(async {
            let mut tenant = self.store.tenant(organization).await?;
            let configuration = self.configuration_for(&mut tenant).await?;
            tenant.rollback().await?;
            Ok(configuration)
        })
        .await
    }

    /// The one of this number, as the counter says it.
    ///
    /// # Errors
    /// The database's.
    pub async fn configuration_of(
        &self,
        organization: OrganizationId,
        setup_seq: u64,
    ) -> StoreResult<Arc<Configuration>> {
        if let Some(kept) = self.kept(organization, |it| it.configuration.setup_seq == setup_seq) {
            return Ok(kept);
        }
        let mut tenant = self.store.tenant(organization).await?;
        let configuration = self.configuration_in(&mut tenant, setup_seq).await?;
        tenant.rollback().await?;
        Ok(configuration)
    }

    /// The same for a transaction that knows by the counter which one holds.
    ///
    /// # Errors
    /// The database's.
    pub async fn configuration_in(
        &self,
        tenant: &mut Tenant,
        setup_seq: u64,
    ) -> StoreResult<Arc<Configuration>> {
        let organization = tenant.organization();
        let (now, same) = (self.clock.now(), |it: &Kept| it.configuration.setup_seq == setup_seq);
        let configuration = match self.kept(organization, same) {
            Some(kept) => kept,
            None => Arc::new(tenant.configuration(setup_seq).await?),
        };
        let kept = Kept { read_at: now, configuration: Arc::clone(&configuration) };
        self.all_kept().insert(organization, kept);
        Ok(configuration)
    }

    /// As it was last read, however long ago: for guesses that are checked later.
    #[must_use]
    pub fn last_configuration(&self, organization: OrganizationId) -> Option<Arc<Configuration>> {
        self.kept(organization, |_| true)
    }

    /// The same for a transaction that does not know yet.
    ///
    /// # Errors
    /// The database's.
    pub async fn configuration_for(&self, tenant: &mut Tenant) -> StoreResult<Arc<Configuration>> {
        let setup_seq = tenant.counter().await?.setup_seq;
        self.configuration_in(tenant, setup_seq).await
    }

    /// An organization's book, setup or people changed: whoever waits for it here, and the other instances, are told.
    pub fn moved(&self, organization: OrganizationId, counter: &Counter) {
        let Counter { seq, setup_seq, .. } = *counter;
        self.heads.moved(organization, seq);
        self.cache.drop_of(organization);
        self.tell(Word::Moved { organization, seq, setup_seq });
        self.wake.wake();
    }

    /// People of an organization choose among other times: whoever waits for it is told.
    pub fn chose(&self, organization: OrganizationId, revision: u64) {
        self.heads.chose(organization, revision);
        self.tell(Word::Chose { organization });
    }

    /// Sessions of an organization ended before their time: the next request of each is refused.
    pub fn sessions_ended(&self, organization: OrganizationId) {
        self.revocations.forget(organization);
        self.tell(Word::Ended { organization });
    }

    fn tell(&self, word: Word) {
        if self.redis.is_some() {
            self.heads.tell(word);
        }
    }

    /// Those whose setup and people are taken as they were read.
    #[must_use]
    pub fn organizations_kept(&self) -> Vec<OrganizationId> {
        let now = self.clock.now().0;
        let is_taken = |it: &Kept| now - it.read_at.0 < CONFIGURATION_SECONDS;
        self.all_kept().iter().filter(|(_, it)| is_taken(it)).map(|(id, _)| *id).collect()
    }

    /// Whether another instance changed setup or people since.
    #[must_use]
    pub fn has_other_setup(&self, organization: OrganizationId, setup_seq: u64) -> bool {
        self.last_configuration(organization).is_some_and(|it| it.setup_seq != setup_seq)
    }

    pub fn forget_outdated(&self, reached: &Reached) {
        if self.has_other_setup(reached.organization, reached.setup_seq) {
            self.forget_configuration(reached.organization);
        }
    }

    /// What the service depends on, each with whether it is left alone for now.
    #[must_use]
    pub fn dependencies(&self) -> Vec<(&'static str, bool)> {
        let of = |it: &Circuit| (it.name(), it.is_open());
        let mut all = vec![of(self.store.circuit())];
        all.extend(self.redis.as_ref().map(|it| of(it.circuit())));
        all.extend(self.transports.circuits().map(of));
        all.push(("openid", self.openid.left_alone() > 0));
        all
    }

    /// What was read before holds no longer.
    pub fn forget_configuration(&self, organization: OrganizationId) {
        self.all_kept().remove(&organization);
    }

    fn kept(&self, of: OrganizationId, holds: impl Fn(&Kept) -> bool) -> Option<Arc<Configuration>> {
        self.all_kept().get(&of).filter(|it| holds(it)).map(|it| Arc::clone(&it.configuration))
    }

    fn all_kept(&self) -> std::sync::MutexGuard<'_, HashMap<OrganizationId, Kept>> {
        self.configurations.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[must_use]
    pub fn stopwatch(&self) -> std::time::Instant {
        #[allow(clippy::disallowed_methods)] // How long an answer took decides nothing.
        std::time::Instant::now()
    }

    /// Who called: the peer, or whom a proxy that the configuration names says it speaks for.
    #[must_use]
    pub fn trusted_address(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.config.proxies.contains(&peer) {
            return peer;
        }
        let forwarded = headers.get("x-forwarded-for").and_then(|it| it.to_str().ok());
        // The last hop is the one that our own proxy saw.
        forwarded.and_then(|it| it.rsplit(',').next()?.trim().parse().ok()).unwrap_or(peer)
    }
}
