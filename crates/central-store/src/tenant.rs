//! The transaction of one organization: the only way to a tenant's rows.
//!
//! Invariants: the first thing that a transaction sends is its tenant, and nothing outside a transaction is ever sent;
//! statements are constants of this crate, values travel beside them; a connection goes back to the pool only after its
//! transaction has ended, so whoever takes it next finds no tenant on it; one that was dropped on the way is closed.

use crate::{
    audit::{self, AuditEntry},
    audit_file::AuditFile,
    client::Client,
    error::{StoreError, StoreResult},
    looks::Looks,
};
use clinic_domain::id::OrganizationId;
use deadpool_postgres::Object;
use futures_util::future::{MaybeDone, maybe_done};
use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::Poll,
};
use tokio_postgres::{Row, types::ToSql};

const BEGIN: &str = "BEGIN";
const SET_TENANT: &str = "SELECT central.set_tenant_context($1)";
const COMMIT: &str = "COMMIT";
const ROLLBACK: &str = "ROLLBACK";

/// An open transaction with its tenant. Dropped before its end, it takes its connection with it.
pub struct Tenant {
    organization: OrganizationId,
    client: Option<Client>,
    /// The trail's second copy.
    file: Option<AuditFile>,
    looks: Looks,
    /// Something of it is to last, or is locked.
    has_written: bool,
    /// Nothing was sent yet: the first batch opens the transaction.
    is_new: bool,
}

pub type Value = Box<dyn ToSql + Sync + Send>;

/// Statements that travel together, in one round trip, and are carried out in this order.
#[derive(Default)]
pub struct Batch {
    steps: Vec<(&'static str, Vec<Value>)>,
    entries: Vec<AuditEntry>,
}

impl Batch {
    /// Where the rows of the statement stand in the answer.
    pub(crate) fn add(&mut self, sql: &'static str, values: Vec<Value>) -> usize {
        self.steps.push((sql, values));
        self.steps.len() - 1
    }

    /// What the trail gets, after all statements; its second copy before any of them is sent.
    pub(crate) fn note(&mut self, entry: AuditEntry) {
        self.entries.push(entry);
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty() && self.entries.is_empty()
    }
}

/// The values of a statement, in order.
macro_rules! values {
    ($($value:expr),* $(,)?) => { vec![$(Box::new($value) as $crate::tenant::Value),*] };
}
pub(crate) use values;

/// The rows of a batch, one list a statement.
#[derive(Default)]
pub struct Answers(Vec<Vec<Row>>);

impl Answers {
    pub(crate) fn take(&mut self, at: usize) -> Vec<Row> {
        std::mem::take(&mut self.0[at])
    }
}

impl Tenant {
    pub(crate) fn new(
        organization: OrganizationId,
        client: Client,
        file: Option<AuditFile>,
        looks: Looks,
    ) -> Tenant {
        Tenant { organization, client: Some(client), file, looks, has_written: false, is_new: true }
    }

    /// Whether more was done in it than to read.
    #[must_use]
    pub fn has_written(&self) -> bool {
        self.has_written
    }

    pub(crate) fn looks(&self) -> &Looks {
        &self.looks
    }

    #[must_use]
    pub fn organization(&self) -> OrganizationId {
        self.organization
    }

    pub(crate) async fn query(&mut self, sql: &'static str, values: Vec<Value>) -> StoreResult<Vec<Row>> {
        let mut batch = Batch::default();
        let at = batch.add(sql, values);
        Ok(self.run(batch).await?.take(at))
    }

    /// Sends all of it and waits for all of it: one round trip.
    pub async fn run(&mut self, batch: Batch) -> StoreResult<Answers> {
        self.send(batch, None).await
    }

    /// The last batch and the end of the transaction, in one round trip. Afterwards all of it is there for good.
    pub async fn commit(mut self, batch: Batch) -> StoreResult<Answers> {
        let answers = self.send(batch, Some(COMMIT)).await?;
        self.give_back();
        Ok(answers)
    }

    async fn send(&mut self, batch: Batch, end: Option<&'static str>) -> StoreResult<Answers> {
        let Batch { steps: asked, entries } = batch;
        if let Some(file) = self.file.as_ref().filter(|_| !entries.is_empty()) {
            file.add(self.organization, &entries).await?;
        }
        self.has_written |= !entries.is_empty() || !asked.iter().all(|(sql, _)| only_reads(sql));
        let mut steps = Vec::with_capacity(asked.len() + 4);
        if self.is_new {
            steps.push((BEGIN, Vec::new()));
            steps.push((SET_TENANT, values![self.organization.0]));
        }
        let (opening, count) = (steps.len(), asked.len());
        steps.extend(asked);
        if !entries.is_empty() {
            steps.push(audit::append_all(&entries));
        }
        steps.extend(end.map(|sql| (sql, Vec::new())));
        // From here on there may be a transaction, also where its answer is lost.
        self.is_new = false;
        let client = self.client.as_mut().ok_or(StoreError::Unavailable)?;
        let rows = client.ask(async |it| pipelined(it, &steps).await).await?;
        Ok(Answers(rows.into_iter().skip(opening).take(count).collect()))
    }

    /// Ends the transaction and leaves everything as it was.
    pub async fn rollback(mut self) -> StoreResult<()> {
        if !self.is_new {
            self.query(ROLLBACK, Vec::new()).await?;
        }
        self.give_back();
        Ok(())
    }

    /// The transaction has ended: the pool may have the connection.
    fn give_back(&mut self) {
        drop(self.client.take());
    }
}

impl Drop for Tenant {
    fn drop(&mut self) {
        if let Some(mut client) = self.client.take().filter(|_| !self.is_new) {
            client.close();
        }
    }
}

/// Whether a statement changes and locks nothing. What calls a function of ours may do both.
fn only_reads(sql: &str) -> bool {
    let asked = sql.strip_prefix("SELECT");
    asked.is_some_and(|it| !it.contains(" FOR ") && !it.starts_with(" central."))
}

/// Prepares what is not prepared yet, then sends every statement before it waits for the first answer.
async fn pipelined(client: &Object, steps: &[(&'static str, Vec<Value>)]) -> StoreResult<Vec<Vec<Row>>> {
    let mut statements = Vec::with_capacity(steps.len());
    for (sql, _) in steps {
        statements.push(client.prepare_cached(sql).await?);
    }
    let values: Vec<Vec<&(dyn ToSql + Sync)>> = steps
        .iter()
        .map(|(_, values)| values.iter().map(|it| &**it as &(dyn ToSql + Sync)).collect())
        .collect();
    let mut sent: Vec<Pin<Box<MaybeDone<_>>>> = statements
        .iter()
        .zip(&values)
        .map(|(statement, values)| Box::pin(maybe_done(client.query(statement, values))))
        .collect();
    // A statement is sent when it is first asked for its answer: all are asked in order, each time.
    poll_fn(|context| {
        let pending =
            sent.iter_mut().filter_map(|it| it.as_mut().poll(context).is_pending().then_some(())).count();
        if pending == 0 { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    // The first that failed is the reason: those after it only say that the transaction has failed.
    sent.iter_mut()
        .filter_map(|it| it.as_mut().take_output())
        .map(|it| it.map_err(StoreError::from))
        .collect()
}
