//! What happened, and how far each handler is with it.
//!
//! Invariants: an event is locked by whoever deals with it and skipped by everybody else; what a handler writes and its row
//! about it are one transaction.

use crate::{
    columns::{at, instant},
    error::StoreResult,
    store::Store,
    tenant::{Batch, Tenant, values},
};
use chrono::{DateTime, Utc};
use clinic_domain::{
    id::{OrganizationId, PersonId},
    time::Instant,
};
use tokio_postgres::Row;
use uuid::Uuid;

const PUBLISH: &str = "INSERT INTO central.events (organization_id, id, type, user_id, entity_id, data, at) \
     SELECT $1, id, type, user_id, entity_id, data::json, $7 \
     FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::uuid[], $6::text[]) AS it (id, type, user_id, entity_id, data)";
const PENDING: &str = "SELECT id, type, entity_id, data::text, at FROM central.events \
     WHERE organization_id = $1 AND NOT is_distributed ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED";
const DISTRIBUTE: &str =
    "UPDATE central.events SET is_distributed = true WHERE organization_id = $1 AND id = ANY ($2)";
const DELIVER: &str = "INSERT INTO central.event_deliveries \
         (organization_id, event_id, handler, state, attempts, due_at, code) \
     SELECT $1, * FROM unnest($2::uuid[], $3::text[], $4::text[], $5::integer[], $6::timestamptz[], $7::text[]) \
     ON CONFLICT (organization_id, event_id, handler) DO UPDATE SET state = excluded.state, \
         attempts = excluded.attempts, due_at = excluded.due_at, code = excluded.code";
const DUE: &str = "SELECT it.id, it.type, it.entity_id, it.data::text, it.at, d.handler, d.attempts \
     FROM central.event_deliveries AS d \
     JOIN central.events AS it ON it.organization_id = d.organization_id AND it.id = d.event_id \
     WHERE d.organization_id = $1 AND d.state = 'waiting' AND d.due_at <= $2 \
     ORDER BY d.due_at, d.event_id LIMIT 1 FOR UPDATE OF d SKIP LOCKED";
const FAIL: &str = "UPDATE central.event_deliveries SET state = $5, attempts = $4 + 1, due_at = $6, code = $7 \
     WHERE organization_id = $1 AND event_id = $2 AND handler = $3 AND state = 'waiting' AND attempts = $4";
const DEAD: &str = "SELECT it.id, it.type, it.entity_id, it.data::text, it.at, d.handler, d.attempts, d.code \
     FROM central.event_deliveries AS d \
     JOIN central.events AS it ON it.organization_id = d.organization_id AND it.id = d.event_id \
     WHERE d.organization_id = $1 AND d.state = 'dead' AND (d.event_id, d.handler) > ($2, $3) \
     ORDER BY d.event_id, d.handler LIMIT $4";
const RETRY: &str = "UPDATE central.event_deliveries SET state = 'waiting', attempts = 0, due_at = $4 \
     WHERE organization_id = $1 AND event_id = $2 AND handler = $3 AND state = 'dead' RETURNING event_id";
const DISCARD: &str = "UPDATE central.event_deliveries SET state = 'discarded', discarded_by = $4, discard_reason = $5 \
     WHERE organization_id = $1 AND event_id = $2 AND handler = $3 AND state = 'dead' RETURNING event_id";
const FORGET_DELIVERIES: &str = "DELETE FROM central.event_deliveries AS d USING central.events AS it \
     WHERE d.organization_id = $1 AND it.organization_id = $1 AND it.id = d.event_id AND it.at < $2 \
       AND d.state IN ('done', 'discarded')";
const FORGET_EVENTS: &str = "DELETE FROM central.events AS it \
     WHERE it.organization_id = $1 AND it.at < $2 AND it.is_distributed AND NOT EXISTS ( \
         SELECT FROM central.event_deliveries AS d WHERE d.organization_id = $1 AND d.event_id = it.id)";
const WITH_EVENTS: &str = "SELECT central.organizations_with_events($1)";
const AUDITED: &str = "SELECT id FROM central.audit_logs WHERE organization_id = $1 AND id = ANY ($2)";

/// What happened, for those who act on it afterwards.
pub struct Event {
    pub id: Uuid,
    pub kind: &'static str,
    /// Whose act it was, where somebody's.
    pub user: Option<PersonId>,
    pub entity: Uuid,
    /// A JSON object of ids, codes and versions.
    pub data: String,
}

/// An event as its handlers get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    pub id: Uuid,
    pub kind: String,
    pub entity: Uuid,
    /// A JSON object.
    pub data: String,
    pub at: Instant,
}

/// Where a handler stands with an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    pub event: Uuid,
    pub handler: &'static str,
    /// `waiting`, `done` or `dead`.
    pub state: &'static str,
    pub attempts: u32,
    pub due_at: Instant,
    /// Why it failed; empty where it did not.
    pub code: String,
}

/// What a handler failed on before and may try again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDelivery {
    pub event: Happened,
    pub handler: String,
    pub attempts: u32,
}

/// What a handler gave up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeadLetter {
    pub event: Happened,
    pub handler: String,
    pub attempts: u32,
    pub code: String,
}

impl Store {
    /// Organizations where something happened that nobody dealt with yet, or that may be tried again by now.
    pub async fn organizations_with_events(&self, by: Instant) -> StoreResult<Vec<OrganizationId>> {
        self.organizations(WITH_EVENTS, values![at(by)]).await
    }
}

impl Tenant {
    /// Together with the changes that they are about, and of one time.
    pub fn publish(&self, batch: &mut Batch, when: Instant, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        let each = || events.iter();
        batch.add(
            PUBLISH,
            values![
                self.organization().0,
                each().map(|it| it.id).collect::<Vec<Uuid>>(),
                each().map(|it| it.kind).collect::<Vec<&str>>(),
                each().map(|it| it.user.map(|it| it.0)).collect::<Vec<Option<Uuid>>>(),
                each().map(|it| it.entity).collect::<Vec<Uuid>>(),
                each().map(|it| it.data.clone()).collect::<Vec<String>>(),
                at(when),
            ],
        );
    }

    /// The oldest events that nobody has dealt with; locked until the end of the transaction.
    pub async fn pending_events(&mut self, most: u32) -> StoreResult<Vec<Happened>> {
        let rows = self.query(PENDING, values![self.organization().0, i64::from(most)]).await?;
        Ok(rows.iter().map(happened).collect())
    }

    /// What became of events at their first round.
    pub fn distribute(&self, batch: &mut Batch, deliveries: &[Delivery]) {
        let mut events: Vec<Uuid> = deliveries.iter().map(|it| it.event).collect();
        events.sort_unstable();
        events.dedup();
        self.deliver(batch, deliveries);
        batch.add(DISTRIBUTE, values![self.organization().0, events]);
    }

    pub fn deliver(&self, batch: &mut Batch, deliveries: &[Delivery]) {
        let each = || deliveries.iter();
        batch.add(
            DELIVER,
            values![
                self.organization().0,
                each().map(|it| it.event).collect::<Vec<Uuid>>(),
                each().map(|it| it.handler).collect::<Vec<&str>>(),
                each().map(|it| it.state).collect::<Vec<&str>>(),
                each().map(|it| count(it.attempts)).collect::<Vec<i32>>(),
                each().map(|it| at(it.due_at)).collect::<Vec<DateTime<Utc>>>(),
                each().map(|it| it.code.clone()).collect::<Vec<String>>(),
            ],
        );
    }

    /// One that is due, locked until the end of the transaction.
    pub async fn due_delivery(&mut self, by: Instant) -> StoreResult<Option<DueDelivery>> {
        let rows = self.query(DUE, values![self.organization().0, at(by)]).await?;
        Ok(rows.first().map(|row| DueDelivery {
            event: happened(row),
            handler: row.get(5),
            attempts: number(row.get(6)),
        }))
    }

    /// Notes that an attempt failed whose transaction is gone, unless somebody else has tried since.
    pub fn fail_delivery(&self, batch: &mut Batch, before: &DueDelivery, after: &Delivery) {
        batch.add(
            FAIL,
            values![
                self.organization().0,
                after.event,
                after.handler,
                count(before.attempts),
                after.state,
                at(after.due_at),
                after.code.clone()
            ],
        );
    }

    /// After `(event, handler)`, in their order.
    pub async fn dead_letters(&mut self, after: (Uuid, String), most: u32) -> StoreResult<Vec<DeadLetter>> {
        let (event, handler) = after;
        let values = values![self.organization().0, event, handler, i64::from(most)];
        let rows = self.query(DEAD, values).await?;
        Ok(rows
            .iter()
            .map(|row| DeadLetter {
                event: happened(row),
                handler: row.get(5),
                attempts: number(row.get(6)),
                code: row.get(7),
            })
            .collect())
    }

    /// Whether there was such a dead letter.
    pub async fn retry_dead_letter(
        &mut self,
        event: Uuid,
        handler: &'static str,
        now: Instant,
    ) -> StoreResult<bool> {
        let rows = self.query(RETRY, values![self.organization().0, event, handler, at(now)]).await?;
        Ok(!rows.is_empty())
    }

    /// Whether there was such a dead letter.
    pub async fn discard_dead_letter(
        &mut self,
        event: Uuid,
        handler: &'static str,
        by: PersonId,
        reason: &str,
    ) -> StoreResult<bool> {
        let values = values![self.organization().0, event, handler, by.0, reason.to_owned()];
        Ok(!self.query(DISCARD, values).await?.is_empty())
    }

    /// Removes what happened before and is settled.
    pub fn forget_events(&self, batch: &mut Batch, before: Instant) {
        batch.add(FORGET_DELIVERIES, values![self.organization().0, at(before)]);
        batch.add(FORGET_EVENTS, values![self.organization().0, at(before)]);
    }

    /// Which of these entries the trail has.
    pub async fn audited(&mut self, entries: Vec<Uuid>) -> StoreResult<Vec<Uuid>> {
        let rows = self.query(AUDITED, values![self.organization().0, entries]).await?;
        Ok(rows.iter().map(|row| row.get(0)).collect())
    }
}

fn happened(row: &Row) -> Happened {
    Happened {
        id: row.get(0),
        kind: row.get(1),
        entity: row.get(2),
        data: row.get(3),
        at: instant(row.get(4)),
    }
}

fn count(attempts: u32) -> i32 {
    i32::try_from(attempts).unwrap_or(i32::MAX)
}

fn number(attempts: i32) -> u32 {
    u32::try_from(attempts).unwrap_or_default()
}
