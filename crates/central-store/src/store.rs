//! The pool of connections, and what a database must be before anything is asked of it.

use crate::{
    audit_file::AuditFile,
    circuit::{Circuit, Patience},
    client::Client,
    error::{StoreError, StoreResult},
    link::link,
    looks::Looks,
    migrate::expected,
    tenant::{Tenant, Value, values},
};
use clinic_domain::id::OrganizationId;
use clinic_env::Clock;
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod, Runtime, Timeouts};
use std::{cmp::Ordering, time::Duration};
use tokio_postgres::{Row, error::SqlState};

const ORGANIZATION_BY_SLUG: &str = "SELECT central.organization_by_slug($1)";
const ACTIVE_ORGANIZATIONS: &str = "SELECT central.active_organizations()";
const FITNESS: &str = "SELECT rolsuper OR rolbypassrls, current_setting('server_version_num')::int, \
     EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid) FROM pg_roles WHERE rolname = current_user";

const STEPS_TAKEN: &str = "SELECT version, checksum FROM public.refinery_schema_history ORDER BY version";

/// How long a statement may take, wait for another's lock, and a transaction lie idle. Plans are those that the tests look
/// at: made once for all values, and by an index of the organization whatever the tables held when they were made, so that
/// a database that was empty yesterday is not read from end to end today.
const SESSION: &str = "-c statement_timeout=15s -c lock_timeout=2s -c idle_in_transaction_session_timeout=5s \
     -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off";

#[derive(Clone)]
pub struct Store {
    pool: Pool,
    circuit: Circuit,
    file: Option<AuditFile>,
    looks: Looks,
}

/// What a service has with its database, whose pool a new connection costs two seconds at most.
const PATIENCE: Patience = Patience { silences: 5, rest_seconds: 3 };

/// How busy the pool is.
#[derive(Clone, Copy, Debug)]
pub struct PoolState {
    pub open: usize,
    pub idle: usize,
    pub waiting: usize,
}

impl Store {
    /// `url` in the form of libpq, as the application's role. Connects when something is asked for the first time.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] for a URL that is none, or leads to another machine in the clear.
    pub fn new(url: &str, connections: usize, wait: Duration) -> StoreResult<Store> {
        let (mut config, tls) = link(url)?;
        config.options(SESSION).application_name("agentcare-central");
        let manager = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        let pool = Pool::builder(Manager::from_config(config, tls, manager))
            .max_size(connections)
            .timeouts(Timeouts { wait: Some(wait), create: Some(wait), recycle: Some(wait) })
            .runtime(Runtime::Tokio1)
            .build()
            .map_err(|_| StoreError::Unfit("the pool of connections cannot be made"))?;
        let circuit = Circuit::new("database", Clock::System, Patience::ENDLESS);
        Ok(Store { pool, circuit, file: None, looks: Looks::default() })
    }

    /// With a database that is left alone for a while when it does not answer.
    #[must_use]
    pub fn with_circuit(self, clock: Clock) -> Store {
        Store { circuit: Circuit::new("database", clock, PATIENCE), ..self }
    }

    #[must_use]
    pub fn circuit(&self) -> &Circuit {
        &self.circuit
    }

    /// With a second copy of the audit trail.
    #[must_use]
    pub fn with_audit_file(self, file: AuditFile) -> Store {
        Store { file: Some(file), ..self }
    }

    /// Looks whether the wall between organizations stands for the role that this store connects as.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] says what is wrong.
    pub async fn check(&self) -> StoreResult<()> {
        let row = self.single(FITNESS, Vec::new()).await?;
        let (passes_walls, version, owns_tables): (bool, i32, bool) = (row.get(0), row.get(1), row.get(2));
        if passes_walls {
            return Err(StoreError::Unfit(
                "the service connects as a role that row-level security does not bind",
            ));
        }
        if owns_tables {
            return Err(StoreError::Unfit("the service connects as a role that owns tables"));
        }
        if !has_fixed_statistics(version) {
            return Err(StoreError::Unfit(
                "PostgreSQL is older than its fixes of row-level security: 15.14, 16.10 or 17.6",
            ));
        }
        Ok(())
    }

    /// Looks whether the schema is the one that this program was made for. Asked once, before anything else: what runs goes
    /// on while a newer one is put beneath it.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] says whether it is older or newer, and what to do.
    pub async fn check_schema(&self) -> StoreResult<()> {
        let client = self.pool.get().await?;
        let rows = client.query(STEPS_TAKEN, &[]).await.map_err(|error| match error.code() {
            Some(code) if ABSENT.contains(&code) => StoreError::Unfit(OLDER),
            _ => error.into(),
        })?;
        let taken: Vec<(i32, String)> = rows.iter().map(|it| (it.get(0), it.get(1))).collect();
        compare(&taken, &expected())
    }

    /// A transaction of one organization; it begins with the first thing that is asked in it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when no connection is free in time.
    pub async fn tenant(&self, organization: OrganizationId) -> StoreResult<Tenant> {
        let client = Client::connect(&self.pool, &self.circuit).await?;
        Ok(Tenant::new(organization, client, self.file.clone(), self.looks.clone()))
    }

    pub async fn organization_by_slug(&self, slug: &str) -> StoreResult<Option<OrganizationId>> {
        let row = self.single(ORGANIZATION_BY_SLUG, values![slug.to_owned()]).await?;
        Ok(row.get::<_, Option<_>>(0).map(OrganizationId))
    }

    /// For what the service does by itself, an organization at a time.
    pub async fn active_organizations(&self) -> StoreResult<Vec<OrganizationId>> {
        self.organizations(ACTIVE_ORGANIZATIONS, Vec::new()).await
    }

    /// Ids of organizations, which one of the few functions that look across them gives.
    pub(crate) async fn organizations(
        &self,
        sql: &'static str,
        values: Vec<Value>,
    ) -> StoreResult<Vec<OrganizationId>> {
        Ok(self.across(sql, values).await?.iter().map(|it| OrganizationId(it.get(0))).collect())
    }

    /// The one row of one of them.
    pub(crate) async fn single(&self, sql: &'static str, values: Vec<Value>) -> StoreResult<Row> {
        self.across(sql, values).await?.pop().ok_or(StoreError::Unfit("a sum over all has no row"))
    }

    pub(crate) async fn across(&self, sql: &'static str, values: Vec<Value>) -> StoreResult<Vec<Row>> {
        Client::connect(&self.pool, &self.circuit).await?.query(sql, &values).await
    }

    #[must_use]
    pub fn pool_state(&self) -> PoolState {
        let status = self.pool.status();
        PoolState { open: status.size, idle: status.available, waiting: status.waiting }
    }

    pub fn close(&self) {
        self.pool.close();
    }
}

/// There is no list of steps, or nobody may read it yet.
const ABSENT: &[&SqlState] = &[&SqlState::UNDEFINED_TABLE, &SqlState::INSUFFICIENT_PRIVILEGE];
const OLDER: &str =
    "the database's schema is older than this program: run 'central migrate' of this version first";
const NEWER: &str = "the database's schema is newer than this program: start the version of 'central' that brought it up to date";
const OTHER: &str =
    "the database's schema was made by other steps than this program's: this is not its database";

fn compare(taken: &[(i32, String)], expected: &[(i32, String)]) -> StoreResult<()> {
    let last = |it: &[(i32, String)]| it.last().map(|it| it.0);
    match last(taken).cmp(&last(expected)) {
        Ordering::Less => Err(StoreError::Unfit(OLDER)),
        Ordering::Greater => Err(StoreError::Unfit(NEWER)),
        Ordering::Equal if taken != expected => Err(StoreError::Unfit(OTHER)),
        Ordering::Equal => Ok(()),
    }
}

/// CVE-2025-8713: statistics of rows behind a policy could be read.
fn has_fixed_statistics(version: i32) -> bool {
    match version / 10_000 {
        15 => version >= 150_014,
        16 => version >= 160_010,
        17 => version >= 170_006,
        major => major > 17,
    }
}
