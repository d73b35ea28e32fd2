//! Operations with their results, the counter that orders what they changed, and the changes themselves.

use crate::{
    audit,
    columns::{at, count, number},
    error::{StoreError, StoreResult},
    tenant::{Answers, Batch, Tenant, Value, values},
    write::Writing,
};
use clinic_domain::{
    id::{DeviceId, OpId, PersonId},
    operation::Change,
    setup::Setup,
    time::Instant,
};
use clinic_protocol::entity_json;
use tokio_postgres::Row;
use uuid::Uuid;

const LOCK_COUNTER: &str = "SELECT seq, setup_seq, floor_seq, epoch, last_record_number \
     FROM central.organization_counters WHERE organization_id = $1 FOR UPDATE";
pub(crate) const READ_COUNTER: &str = "SELECT seq, setup_seq, floor_seq, epoch, last_record_number \
     FROM central.organization_counters WHERE organization_id = $1";
const ADVANCE: &str = "UPDATE central.organization_counters SET seq = $2, setup_seq = $3, last_record_number = $4 \
     WHERE organization_id = $1";
const BEGIN_EPOCH: &str = "UPDATE central.organization_counters SET epoch = $2 WHERE organization_id = $1";
const BEGIN_COUNTER: &str =
    "INSERT INTO central.organization_counters (organization_id, epoch) VALUES ($1, $2)";
const CREATE_ORGANIZATION: &str = "INSERT INTO central.organizations (id, version, body, slug) \
     VALUES ($1, 1, $2::text::json, $3)";
const FIND: &str = "SELECT op_id, body_hash, status, result::text, seq FROM central.operations \
     WHERE organization_id = $1 AND op_id = ANY ($2)";
const RECORD: &str = "INSERT INTO central.operations \
         (organization_id, op_id, device_id, device_seq, author_id, kind, part_of, body, body_hash, status, result, \
          replaced, outcome, seq, received_at, decided_at) \
     SELECT $1, op, device, device_seq, author, kind, part_of, body, digest, status, result::json, replaced, outcome, seq, \
         received_at, decided_at \
     FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], $5::uuid[], $6::text[], $7::uuid[], $8::bytea[], $9::bytea[], \
                 $10::text[], $11::text[], $12::bytea[], $13::bytea[], $14::bigint[], $15::timestamptz[], \
                 $16::timestamptz[]) \
         AS it (op, device, device_seq, author, kind, part_of, body, digest, status, result, replaced, outcome, seq, \
                received_at, decided_at)";
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
    /// `applied`, `conflict` or `rejected`.
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

    /// What became of those of them that arrived before.
    pub fn find_operations(&self, batch: &mut Batch, ops: impl IntoIterator<Item = OpId>) -> usize {
        let ops: Vec<Uuid> = ops.into_iter().map(|it| it.0).collect();
        batch.add(FIND, values![self.organization().0, ops])
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

    /// Another history from here on: desks see by it that what they know may be gone.
    pub fn begin_epoch(&self, batch: &mut Batch, epoch: Uuid) {
        batch.add(BEGIN_EPOCH, values![self.organization().0, epoch]);
    }

    pub fn record_operations(&self, batch: &mut Batch, operations: &[Recorded<'_>]) {
        let each = || operations.iter();
        batch.add(
            RECORD,
            values![
                self.organization().0,
                each().map(|it| it.op.0).collect::<Vec<Uuid>>(),
                each().map(|it| it.device.map(|(id, _)| id.0)).collect::<Vec<Option<Uuid>>>(),
                each().map(|it| it.device.map(|(_, seq)| count(seq))).collect::<Vec<Option<i64>>>(),
                each().map(|it| it.author.0).collect::<Vec<Uuid>>(),
                each().map(|it| it.kind).collect::<Vec<&str>>(),
                each().map(|it| it.part_of.map(|op| op.0)).collect::<Vec<Option<Uuid>>>(),
                each().map(|it| it.body.to_vec()).collect::<Vec<Vec<u8>>>(),
                each().map(|it| it.digest.to_vec()).collect::<Vec<Vec<u8>>>(),
                each().map(|it| it.status).collect::<Vec<&str>>(),
                each().map(|it| it.result.clone()).collect::<Vec<String>>(),
                each().map(|it| it.replaced.clone()).collect::<Vec<Option<Vec<u8>>>>(),
                each().map(|it| it.outcome.clone()).collect::<Vec<Option<Vec<u8>>>>(),
                each().map(|it| it.seq.map(count)).collect::<Vec<Option<i64>>>(),
                each().map(|it| at(it.received_at)).collect::<Vec<_>>(),
                each().map(|it| at(it.decided_at)).collect::<Vec<_>>(),
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
        self.record_acts(batch, writing.setup, &[(writing.op, changes)], counter);
    }

    /// The same for what several operations changed, in their order. `setup` is as all of them leave it.
    pub fn record_acts(
        &self,
        batch: &mut Batch,
        setup: &Setup,
        acts: &[(OpId, &[Change])],
        counter: &mut Counter,
    ) {
        Writing::put_all(batch, self.organization(), setup, acts);
        let first = counter.seq + 1;
        let all = || acts.iter().flat_map(|(op, changes)| changes.iter().map(|it| (op.0, it)));
        for (_, changes) in acts {
            counter.seq += changes.len() as u64;
            if changes.iter().any(is_kept) {
                counter.setup_seq = counter.seq;
            }
        }
        if counter.seq >= first {
            let (kinds, rows): (Vec<&str>, Vec<Uuid>) = all().map(|(_, it)| it.object()).unzip();
            let sequence: Vec<i64> = (first..=counter.seq).map(count).collect();
            let versions: Vec<i64> = all().map(|(_, it)| count(it.version().0)).collect();
            let ops: Vec<Uuid> = all().map(|(op, _)| op).collect();
            batch.add(CHANGE, values![self.organization().0, sequence, kinds, rows, versions, ops]);
        }
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
        Ok(Counter {
            seq: number(row.get(0)),
            setup_seq: number(row.get(1)),
            floor_seq: number(row.get(2)),
            epoch: row.get(3),
            last_record_number: number(row.get(4)),
        })
    }

    pub fn known_operations(&mut self, at: usize) -> Vec<(OpId, Known)> {
        let known = |row: &Row| Known {
            body_hash: row.get(1),
            status: row.get(2),
            result: row.get(3),
            seq: row.get::<_, Option<i64>>(4).and_then(|it| u64::try_from(it).ok()),
        };
        self.take(at).iter().map(|row| (OpId(row.get(0)), known(row))).collect()
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
