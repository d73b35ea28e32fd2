//! The outbox: what is to be said to patients and people, and what became of it.
//!
//! Invariants: what is being sent is marked so before it is sent, and nobody else takes it; a key is written once.

use crate::{
    columns::{at, count, entity, instant, number},
    error::StoreResult,
    store::Store,
    tenant::{Batch, Tenant, Value, values},
};
use chrono::{DateTime, Utc};
use clinic_domain::{
    appointment::Appointment,
    id::{AppointmentId, LocationId, OrganizationId, PatientId, PersonId},
    patient::Patient,
    personal::Personal,
    time::Instant,
};
use tokio_postgres::Row;
use uuid::Uuid;

/// The columns of a message, in the order of [`message`].
macro_rules! message {
    () => {
        "id, kind, channel, language, patient_id, person_id, appointment_id, starts_at, location_id, previous_start, \
         address, subject, body, state, code, attempts, due_at, expires_at, sent_at, created_at"
    };
}

const VISITS: &str =
    "SELECT metadata::text FROM central.appointments WHERE organization_id = $1 AND id = ANY ($2)";
const LOCK_VISITS: &str = "SELECT metadata::text FROM central.appointments \
     WHERE organization_id = $1 AND id = ANY ($2) ORDER BY id FOR NO KEY UPDATE";
const PATIENTS: &str = "SELECT body::text FROM central.users \
     WHERE organization_id = $1 AND id = ANY ($2) AND user_type = 'patient'";
const OF_VISITS: &str = concat!(
    "SELECT ",
    message!(),
    " FROM central.messages WHERE organization_id = $1 AND appointment_id = ANY ($2) ORDER BY id"
);
const BY_ID: &str =
    concat!("SELECT ", message!(), " FROM central.messages WHERE organization_id = $1 AND id = $2");
/// Who wants no messages, or to be called, is no trouble.
const IN_TROUBLE: &str = concat!(
    "SELECT ",
    message!(),
    " FROM central.messages WHERE organization_id = $1 AND state IN ('failed', 'refused', 'unreachable') \
     AND code NOT IN ('no_consent', 'not_wanted', 'prefers_phone', 'prefers_post') AND (created_at, id) > ($2, $3) ORDER BY created_at, id LIMIT $4"
);
const CLAIM: &str = concat!(
    "UPDATE central.messages SET state = 'sending', lease_until = $3 WHERE organization_id = $1 AND id IN ( \
         SELECT id FROM central.messages WHERE organization_id = $1 AND state = 'waiting' AND due_at <= $2 \
         ORDER BY due_at LIMIT $4 FOR UPDATE SKIP LOCKED) RETURNING ",
    message!()
);
const GIVE_UP_INTERRUPTED: &str = "UPDATE central.messages SET state = 'failed', code = 'interrupted', lease_until = NULL \
     WHERE organization_id = $1 AND state = 'sending' AND lease_until <= $2";
const WRITE: &str = "INSERT INTO central.messages \
         (organization_id, id, key, kind, channel, language, patient_id, person_id, appointment_id, starts_at, location_id, \
          previous_start, address, subject, body, state, code, due_at, expires_at, created_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20) \
     ON CONFLICT (organization_id, key) DO NOTHING";
/// What stood in a message to a person goes with the end of its way.
const SETTLE: &str = "UPDATE central.messages SET state = $3, code = $4, attempts = $5, due_at = $6, sent_at = $7, \
         address = CASE WHEN $8 = '' THEN address ELSE $8 END, lease_until = NULL, \
         subject = CASE WHEN $3 IN ('waiting', 'failed') THEN subject ELSE '' END, \
         body = CASE WHEN $3 IN ('waiting', 'failed') THEN body ELSE '' END \
     WHERE organization_id = $1 AND id = $2";
const DROP: &str = "UPDATE central.messages SET state = 'dropped', code = $3, subject = '', body = '' \
     WHERE organization_id = $1 AND id = ANY ($2) AND state IN ('waiting', 'failed', 'refused', 'unreachable') RETURNING id";
const RETRY: &str = "UPDATE central.messages SET state = 'waiting', code = '', attempts = 0, due_at = $3 \
     WHERE organization_id = $1 AND id = $2 AND state IN ('failed', 'refused', 'unreachable') AND expires_at > $3 RETURNING id";
const FORGET_TEXTS: &str = "UPDATE central.messages SET subject = '', body = '' \
     WHERE organization_id = $1 AND state IN ('failed', 'refused', 'unreachable') AND expires_at <= $2 AND body <> ''";
const LINK: &str = "INSERT INTO central.answer_links (organization_id, token_hash, message_id, expires_at) \
     VALUES ($1, $2, $3, $4)";
const FORGET_LINKS: &str = "DELETE FROM central.answer_links WHERE organization_id = $1 AND expires_at <= $2";
const BY_LINK: &str = concat!(
    "SELECT ",
    message!(),
    " FROM central.messages WHERE organization_id = $1 AND id = (SELECT message_id FROM central.answer_links \
         WHERE organization_id = $1 AND token_hash = $2 AND expires_at > $3)"
);
const ANSWERS: &str = "SELECT message_id, act, at FROM central.answers \
     WHERE organization_id = $1 AND message_id = ANY ($2) ORDER BY at";
const ANSWER: &str = "INSERT INTO central.answers (organization_id, message_id, act, op_id, channel, at) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (organization_id, message_id, act) DO NOTHING";
const ANSWERED: &str = "UPDATE central.messages SET state = 'answered', code = $3 \
     WHERE organization_id = $1 AND id = $2 AND state IN ('sent', 'answered')";
const SETTINGS: &str = "SELECT version, body::text FROM central.message_settings WHERE organization_id = $1";
const PUT_SETTINGS: &str = "INSERT INTO central.message_settings (organization_id, version, body) \
     SELECT $1, $2::bigint + 1, $3::text::json \
     WHERE $2 = 0 OR EXISTS (SELECT FROM central.message_settings AS seen WHERE seen.organization_id = $1) ON CONFLICT (organization_id) DO UPDATE \
     SET version = excluded.version, body = excluded.body WHERE message_settings.version = $2::bigint RETURNING version";
const WITH_MESSAGES: &str = "SELECT central.organizations_with_messages($1)";
const BY_HASH: &str = "SELECT central.organization_by_link($1)";
const TO_NUMBER: &str = "SELECT organization_id, message_id FROM central.messages_to_number($1, $2)";
const OUTBOX: &str = "SELECT waiting, overdue, oldest_seconds, in_trouble FROM central.platform_outbox($1)";

/// A message as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: Uuid,
    pub kind: String,
    pub channel: Option<String>,
    pub language: String,
    pub patient: Option<PatientId>,
    pub person: Option<PersonId>,
    pub appointment: Option<AppointmentId>,
    pub starts_at: Option<Instant>,
    pub location: Option<LocationId>,
    pub previous_start: Option<Instant>,
    pub address: Personal,
    pub subject: Personal,
    pub body: Personal,
    pub state: String,
    pub code: String,
    pub attempts: u32,
    pub due_at: Instant,
    pub expires_at: Instant,
    pub sent_at: Option<Instant>,
    pub created_at: Instant,
}

/// What an attempt to send came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub message: Uuid,
    pub state: &'static str,
    pub code: String,
    pub attempts: u32,
    pub due_at: Instant,
    pub sent_at: Option<Instant>,
    /// Where it went.
    pub address: Personal,
}

/// What a patient said to a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub message: Uuid,
    pub act: String,
    pub at: Instant,
}

/// How the outboxes of all organizations stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outbox {
    pub waiting: i64,
    pub overdue: i64,
    pub oldest_seconds: f64,
    pub in_trouble: i64,
}

impl Store {
    /// Organizations with something to send by now.
    pub async fn organizations_with_messages(&self, by: Instant) -> StoreResult<Vec<OrganizationId>> {
        self.organizations(WITH_MESSAGES, values![at(by)]).await
    }

    /// Whose link it is, by its hash.
    pub async fn organization_by_link(&self, hash: &[u8; 32]) -> StoreResult<Option<OrganizationId>> {
        let row = self.single(BY_HASH, values![hash.to_vec()]).await?;
        Ok(row.get::<_, Option<Uuid>>(0).map(OrganizationId))
    }

    /// The newest message of each organization that waits for an answer from a number.
    pub async fn messages_to_number(
        &self,
        number: &str,
        now: Instant,
    ) -> StoreResult<Vec<(OrganizationId, Uuid)>> {
        let rows = self.across(TO_NUMBER, values![number.to_owned(), at(now)]).await?;
        Ok(rows.iter().map(|row| (OrganizationId(row.get(0)), row.get(1))).collect())
    }

    pub async fn outbox(&self, now: Instant) -> StoreResult<Outbox> {
        let row = self.single(OUTBOX, values![at(now)]).await?;
        Ok(Outbox {
            waiting: row.get(0),
            overdue: row.get(1),
            oldest_seconds: row.get(2),
            in_trouble: row.get(3),
        })
    }
}

impl Tenant {
    /// The same, locked until the end of the transaction.
    pub async fn lock_visits(&mut self, ids: Vec<Uuid>) -> StoreResult<Vec<Appointment>> {
        let rows = self.query(LOCK_VISITS, values![self.organization().0, ids]).await?;
        Ok(rows.iter().filter_map(|row| entity("appointments", row.get(0)).ok()).collect())
    }

    /// A row that cannot be read is left out.
    pub async fn visits_by_id(&mut self, ids: Vec<Uuid>) -> StoreResult<Vec<Appointment>> {
        let rows = self.query(VISITS, values![self.organization().0, ids]).await?;
        Ok(rows.iter().filter_map(|row| entity("appointments", row.get(0)).ok()).collect())
    }

    /// A row that cannot be read is left out.
    pub async fn patients(&mut self, ids: Vec<Uuid>) -> StoreResult<Vec<Patient>> {
        let rows = self.query(PATIENTS, values![self.organization().0, ids]).await?;
        Ok(rows.iter().filter_map(|row| entity("users", row.get(0)).ok()).collect())
    }

    /// Oldest first.
    pub async fn messages_of_visits(&mut self, visits: Vec<Uuid>) -> StoreResult<Vec<Message>> {
        self.messages(OF_VISITS, values![self.organization().0, visits]).await
    }

    pub async fn message(&mut self, id: Uuid) -> StoreResult<Option<Message>> {
        Ok(self.messages(BY_ID, values![self.organization().0, id]).await?.pop())
    }

    /// Those that did not arrive, after `(created_at, id)`.
    pub async fn messages_in_trouble(
        &mut self,
        after: (Instant, Uuid),
        most: u32,
    ) -> StoreResult<Vec<Message>> {
        let values = values![self.organization().0, at(after.0), after.1, i64::from(most)];
        self.messages(IN_TROUBLE, values).await
    }

    /// Marks what is due as being sent, until `lease_until`.
    pub async fn claim_messages(
        &mut self,
        now: Instant,
        lease_until: Instant,
        most: u32,
    ) -> StoreResult<Vec<Message>> {
        let mut batch = Batch::default();
        batch.add(GIVE_UP_INTERRUPTED, values![self.organization().0, at(now)]);
        batch.add(FORGET_LINKS, values![self.organization().0, at(now)]);
        let values = values![self.organization().0, at(now), at(lease_until), i64::from(most)];
        let claimed = batch.add(CLAIM, values);
        let rows = self.run(batch).await?.take(claimed);
        Ok(rows.iter().map(message).collect())
    }

    /// Nothing happens where the key was written before.
    pub fn write_message(&self, batch: &mut Batch, key: String, it: &Message) {
        batch.add(
            WRITE,
            values![
                self.organization().0,
                it.id,
                key,
                it.kind.clone(),
                it.channel.clone(),
                it.language.clone(),
                it.patient.map(|it| it.0),
                it.person.map(|it| it.0),
                it.appointment.map(|it| it.0),
                it.starts_at.map(at),
                it.location.map(|it| it.0),
                it.previous_start.map(at),
                it.address.expose().to_owned(),
                it.subject.expose().to_owned(),
                it.body.expose().to_owned(),
                it.state.clone(),
                it.code.clone(),
                at(it.due_at),
                at(it.expires_at),
                at(it.created_at),
            ],
        );
    }

    pub fn settle_message(&self, batch: &mut Batch, it: &Settled) {
        let attempts = i32::try_from(it.attempts).unwrap_or(i32::MAX);
        batch.add(
            SETTLE,
            values![
                self.organization().0,
                it.message,
                it.state,
                it.code.clone(),
                attempts,
                at(it.due_at),
                it.sent_at.map(at),
                it.address.expose().to_owned(),
            ],
        );
    }

    /// Of messages that did not arrive and are of no use any more.
    pub fn forget_texts(&self, batch: &mut Batch, now: Instant) {
        batch.add(FORGET_TEXTS, values![self.organization().0, at(now)]);
    }

    pub fn drop_messages(&self, batch: &mut Batch, ids: Vec<Uuid>, code: &'static str) {
        batch.add(DROP, values![self.organization().0, ids, code]);
    }

    /// Whether it was one that had not gone out.
    pub async fn cancel_message(&mut self, id: Uuid) -> StoreResult<bool> {
        let values = values![self.organization().0, vec![id], "cancelled"];
        Ok(!self.query(DROP, values).await?.is_empty())
    }

    /// Whether it was one that did not arrive and may still go.
    pub async fn retry_message(&mut self, id: Uuid, now: Instant) -> StoreResult<bool> {
        Ok(!self.query(RETRY, values![self.organization().0, id, at(now)]).await?.is_empty())
    }

    pub fn link(&self, batch: &mut Batch, hash: &[u8; 32], message: Uuid, expires_at: Instant) {
        batch.add(LINK, values![self.organization().0, hash.to_vec(), message, at(expires_at)]);
    }

    /// The message of a link that still holds.
    pub async fn message_by_link(&mut self, hash: &[u8; 32], now: Instant) -> StoreResult<Option<Message>> {
        let values = values![self.organization().0, hash.to_vec(), at(now)];
        Ok(self.messages(BY_LINK, values).await?.pop())
    }

    /// Oldest first.
    pub async fn answers_to(&mut self, messages: Vec<Uuid>) -> StoreResult<Vec<Answer>> {
        let rows = self.query(ANSWERS, values![self.organization().0, messages]).await?;
        let answer = |row: &Row| Answer { message: row.get(0), act: row.get(1), at: instant(row.get(2)) };
        Ok(rows.iter().map(answer).collect())
    }

    /// The answer, and the state of its message.
    pub fn answer(&self, batch: &mut Batch, it: &Answer, op: clinic_domain::id::OpId, channel: &'static str) {
        let organization = self.organization().0;
        batch.add(ANSWER, values![organization, it.message, it.act.clone(), op.0, channel, at(it.at)]);
        batch.add(ANSWERED, values![organization, it.message, it.act.clone()]);
    }

    /// Version and JSON; none while nobody wrote any.
    pub async fn message_settings(&mut self) -> StoreResult<Option<(u64, String)>> {
        let rows = self.query(SETTINGS, values![self.organization().0]).await?;
        Ok(rows.first().map(|row| (number(row.get(0)), row.get(1))))
    }

    /// Whether they were still in the version that was seen; 0 for none.
    pub async fn put_message_settings(&mut self, seen: u64, json: String) -> StoreResult<bool> {
        let seen = count(seen);
        Ok(!self.query(PUT_SETTINGS, values![self.organization().0, seen, json]).await?.is_empty())
    }

    async fn messages(&mut self, sql: &'static str, values: Vec<Value>) -> StoreResult<Vec<Message>> {
        Ok(self.query(sql, values).await?.iter().map(message).collect())
    }
}

fn message(row: &Row) -> Message {
    let time = |at: usize| row.get::<_, Option<DateTime<Utc>>>(at).map(instant);
    Message {
        id: row.get(0),
        kind: row.get(1),
        channel: row.get(2),
        language: row.get(3),
        patient: row.get::<_, Option<_>>(4).map(PatientId),
        person: row.get::<_, Option<_>>(5).map(PersonId),
        appointment: row.get::<_, Option<_>>(6).map(AppointmentId),
        starts_at: time(7),
        location: row.get::<_, Option<_>>(8).map(LocationId),
        previous_start: time(9),
        address: Personal::new(row.get::<_, String>(10)),
        subject: Personal::new(row.get::<_, String>(11)),
        body: Personal::new(row.get::<_, String>(12)),
        state: row.get(13),
        code: row.get(14),
        attempts: u32::try_from(row.get::<_, i32>(15)).unwrap_or_default(),
        due_at: instant(row.get(16)),
        expires_at: instant(row.get(17)),
        sent_at: time(18),
        created_at: instant(row.get(19)),
    }
}
