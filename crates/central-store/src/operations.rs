//! Operations with their results, the counter that orders what they changed, and the changes themselves.

use crate::{
    audit,
    columns::at,
    error::{StoreError, StoreResult},
    tenant::{Answers, Batch, Tenant, Value, values},
    write::Writing,
};
use clinic_domain::{
    id::{DeviceId, OpId, PersonId},
    operation::Change,
    time::Instant,
};
use clinic_protocol::entity_json;
use uuid::Uuid;

const LOCK_COUNTER: &str = "SELECT seq, setup_seq, floor_seq, epoch, last_record_number \
     FROM central.organization_counters WHERE organization_id = $1 FOR UPDATE";
pub(crate) const READ_COUNTER: &str = "SELECT seq, setup_seq, floor_seq, epoch, last_record_number \
     FROM central.organization_counters WHERE organization_id = $1";
const ADVANCE: &str = "UPDATE central.organization_counters SET seq = $2, setup_seq = $3, last_record_number = $4 \
     WHERE organization_id = $1";
const BEGIN_COUNTER: &str =
    "INSERT INTO central.organization_counters (organization_id, epoch) VALUES ($1, $2)";
const CREATE_ORGANIZATION: &str = "INSERT INTO central.organizations (id, version, body, slug) \
     VALUES ($1, 1, $2::text::json, $3)";
const FIND: &str = "SELECT body_hash, status, result::text, seq FROM central.operations \
     WHERE organization_id = $1 AND op_id = ANY ($2)";
const RECORD: &str = "INSERT INTO central.operations \
         (organization_id, op_id, device_id, device_seq, author_id, kind, part_of, body, body_hash, status, result, \
          replaced, outcome, seq, received_at, decided_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::json, $12, $13, $14, $15, $16)";
const CHANGE: &str = "INSERT INTO central.changes (organization_id, seq, kind, row_id, version, op_id) \
     SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::uuid[], $5::bigint[], $6::uuid[])";

/// Where an organization's history stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counter {
    pub seq: u64,
    pub setup_seq: u64,
    pub floor_seq: u64,
    pub epoch: Uuid,
    pub last_record_number: u64,
}

/// An operation as it arrived, with what became of it.
pub struct Recorded<'a> {
    pub op: OpId,
    pub device: Option<(DeviceId, u64)>,
    pub author: PersonId,
    pub kind: &'static str,
    pub part_of: Option<OpId>,
    pub body: &'a [u8],
    pub digest: [u8; 32],
    /// `applied`, `conflict`, `rejected` or `deferred`.
    pub status: &'static str,
    /// A JSON object.
    pub result: String,
    /// The rows that it replaced (clinic-protocol), for what can be undone.
    pub replaced: Option<Vec<u8>>,
    /// The rows as it left them (clinic-protocol).
    pub outcome: Option<Vec<u8>>,
    pub seq: Option<u64>,
    pub received_at: Instant,
    pub decided_at: Instant,
}

/// The result that an operation got when it was sent first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub body_hash: Vec<u8>,
    pub status: String,
    pub result: String,
    pub seq: Option<u64>,
}

impl Tenant {
    /// Asks for the counter and locks it until the end of the transaction: first in everything that writes the book.
    pub fn lock_counter(&self, batch: &mut Batch) -> usize {
        batch.add(LOCK_COUNTER, self.organization_value())
    }

    /// The counter alone, as it stands.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] for an organization that is not there.
    pub async fn counter(&mut self) -> StoreResult<Counter> {
        let mut batch = Batch::default();
        let at = self.read_counter(&mut batch);
        self.run(batch).await?.counter(at)
    }

    pub fn read_counter(&self, batch: &mut Batch) -> usize {
        batch.add(READ_COUNTER, self.organization_value())
    }

    pub fn find_operation(&self, batch: &mut Batch, op: OpId) -> usize {
        batch.add(FIND, values![self.organization().0, vec![op.0]])
    }

    pub fn advance_counter(&self, batch: &mut Batch, counter: &Counter) {
        batch.add(
            ADVANCE,
            values![
                self.organization().0,
                count(counter.seq),
                count(counter.setup_seq),
                count(counter.last_record_number)
            ],
        );
    }

    pub fn record_operation(&self, batch: &mut Batch, it: Recorded<'_>) {
        batch.add(
            RECORD,
            values![
                self.organization().0,
                it.op.0,
                it.device.map(|(id, _)| id.0),
                it.device.map(|(_, seq)| count(seq)),
                it.author.0,
                it.kind,
                it.part_of.map(|op| op.0),
                it.body.to_vec(),
                it.digest.to_vec(),
                it.status,
                it.result,
                it.replaced,
                it.outcome,
                it.seq.map(count),
                at(it.received_at),
                at(it.decided_at),
            ],
        );
    }

    /// Numbers the changes after the counter, moves it on and writes the rows.
    pub fn record_changes(
        &self,
        batch: &mut Batch,
        writing: &Writing<'_>,
        changes: &[Change],
        counter: &mut Counter,
    ) {
        changes.iter().for_each(|it| writing.put(batch, it));
        let first = counter.seq + 1;
        let (kinds, rows): (Vec<&str>, Vec<Uuid>) = changes.iter().map(Change::object).unzip();
        let sequence: Vec<i64> = (first..).take(changes.len()).map(count).collect();
        counter.seq += sequence.len() as u64;
        if changes.iter().any(is_kept) {
            counter.setup_seq = counter.seq;
        }
        let versions: Vec<i64> = changes.iter().map(|it| count(it.version().0)).collect();
        let ops = vec![writing.op.0; changes.len()];
        batch.add(CHANGE, values![self.organization().0, sequence, kinds, rows, versions, ops]);
    }

    /// An organization with nothing in it yet: its row, its counter, its audit chain.
    pub fn create_organization(
        &self,
        batch: &mut Batch,
        organization: &clinic_domain::organization::Organization,
        slug: &str,
        epoch: Uuid,
    ) {
        let id = organization.id.0;
        batch.add(CREATE_ORGANIZATION, values![id, entity_json(organization), slug.to_owned()]);
        batch.add(BEGIN_COUNTER, values![id, epoch]);
        audit::begin_chain(batch, organization.id);
    }

    fn organization_value(&self) -> Vec<Value> {
        values![self.organization().0]
    }
}

impl Answers {
    /// # Errors
    /// [`StoreError::Unfit`] for an organization that is not there.
    pub fn counter(&mut self, at: usize) -> StoreResult<Counter> {
        let rows = self.take(at);
        let row = rows.first().ok_or(StoreError::Unfit("the organization has no counter"))?;
        let number = |at| u64::try_from(row.get::<_, i64>(at)).unwrap_or_default();
        Ok(Counter {
            seq: number(0),
            setup_seq: number(1),
            floor_seq: number(2),
            epoch: row.get(3),
            last_record_number: number(4),
        })
    }

    pub fn known_operation(&mut self, at: usize) -> Option<Known> {
        self.take(at).first().map(|row| Known {
            body_hash: row.get(0),
            status: row.get(1),
            result: row.get(2),
            seq: row.get::<_, Option<i64>>(3).and_then(|it| u64::try_from(it).ok()),
        })
    }
}

/// Whether what is kept of an organization between transactions is another now.
fn is_kept(change: &Change) -> bool {
    let is_office = matches!(
        change,
        Change::Policy(_) | Change::Department(_) | Change::Faq(_) | Change::MessageTemplate(_)
    );
    change.is_setup() || is_office || matches!(change, Change::Person(_))
}

/// Counts stay far below what a bigint holds.
fn count(of: u64) -> i64 {
    i64::try_from(of).unwrap_or(i64::MAX)
}
