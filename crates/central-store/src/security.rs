//! What looks wrong in the trail: how far the rules have read it, what they need to know beside it, what they raised.

use crate::{
    columns::{at, count, number},
    error::{StoreError, StoreResult},
    tenant::{Batch, Tenant, Value, values},
    trail::Trailed,
};
use clinic_domain::{
    id::{DeviceId, PatientId, PersonId, ResourceId},
    security::{SecurityEventState, SecurityRule, Severity},
    time::Instant,
};
use std::collections::{HashMap, HashSet};
use tokio_postgres::Row;
use uuid::Uuid;

const BEGIN_READING: &str =
    "INSERT INTO central.security_positions (organization_id, seq) VALUES ($1, 0) ON CONFLICT DO NOTHING";
const POSITION: &str =
    "SELECT seq FROM central.security_positions WHERE organization_id = $1 FOR UPDATE SKIP LOCKED";
const ADVANCE: &str = "UPDATE central.security_positions SET seq = $2 WHERE organization_id = $1";
const RELATED: &str = "SELECT asked.seq, asked.patient \
     FROM unnest($2::bigint[], $3::uuid[], $4::timestamptz[], $5::uuid[], $6::uuid[]) \
         AS asked (seq, patient, at, person, provider) \
     WHERE EXISTS (SELECT FROM central.appointments AS visit WHERE visit.organization_id = $1 \
             AND visit.patient_id = asked.patient \
             AND visit.scheduled_at >= asked.at - interval '30 days' \
             AND visit.scheduled_at <= asked.at + interval '30 days') \
         OR EXISTS (SELECT FROM central.appointments AS visit WHERE visit.organization_id = $1 \
             AND visit.patient_id = asked.patient AND visit.provider_id = asked.provider) \
         OR EXISTS (SELECT FROM central.waitlist_entries AS waiting WHERE waiting.organization_id = $1 \
             AND waiting.patient_id = asked.patient AND waiting.is_waiting) \
         OR EXISTS (SELECT FROM central.recalls AS recall WHERE recall.organization_id = $1 \
             AND recall.patient_id = asked.patient AND recall.is_open) \
         OR EXISTS (SELECT FROM central.users AS patient WHERE patient.organization_id = $1 \
             AND patient.id = asked.patient AND patient.created_at >= asked.at - interval '30 days' \
             AND patient.created_at <= asked.at + interval '30 days') \
         OR EXISTS (SELECT FROM central.broken_glass AS glass WHERE glass.organization_id = $1 \
             AND glass.person_id = asked.person AND glass.patient_id = asked.patient \
             AND glass.began_at <= asked.at AND asked.at < glass.ends_at)";
const FAMILY_NAMES: &str = "SELECT id, body ->> 'family_name' FROM central.users \
     WHERE organization_id = $1 AND id = ANY ($2) AND user_type = 'patient'";
const USUAL_READS: &str = "SELECT hour.user_id, max(hour.reads) FROM ( \
         SELECT user_id, count(*) AS reads FROM central.audit_logs \
         WHERE organization_id = $1 AND user_id = ANY ($2) AND seq <= $3 AND action = 'read' \
             AND cardinality(patients) = 1 AND created_at >= $4 AND created_at < $5 \
         GROUP BY user_id, date_trunc('hour', created_at)) AS hour GROUP BY hour.user_id";
const GLASS_BROKEN: &str = "SELECT person_id, count(*) FROM central.broken_glass \
     WHERE organization_id = $1 AND person_id = ANY ($2) AND began_at >= $3 GROUP BY person_id";
const RAISE: &str = "INSERT INTO central.security_events \
         (organization_id, id, rule, severity, cause, window_at, person_id, patient_id, device_id, count, audit_seq, \
          raised_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
     ON CONFLICT (organization_id, rule, cause, window_at) DO UPDATE \
         SET count = greatest(security_events.count, excluded.count), \
             audit_seq = greatest(security_events.audit_seq, excluded.audit_seq)";
macro_rules! event_columns {
    () => {
        "SELECT id, rule, severity, state, person_id, patient_id, device_id, count, audit_seq, \
             extract(epoch FROM raised_at)::bigint, handled_by, extract(epoch FROM handled_at)::bigint, note \
         FROM central.security_events WHERE organization_id = $1"
    };
}
const LIST: &str = concat!(event_columns!(), " AND id < $2 ORDER BY id DESC LIMIT $3");
const LIST_UNSETTLED: &str =
    concat!(event_columns!(), " AND id < $2 AND state <> 'closed' ORDER BY id DESC LIMIT $3");
const OPEN: &str = "SELECT count(*), count(*) FILTER (WHERE severity = 'alarm') FROM central.security_events \
     WHERE organization_id = $1 AND state = 'open'";
const UNTOLD: &str =
    concat!(event_columns!(), " AND NOT is_told ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED");
const TOLD: &str =
    "UPDATE central.security_events SET is_told = true WHERE organization_id = $1 AND id = ANY ($2)";
const HANDLE: &str = "UPDATE central.security_events SET state = $3, handled_by = $4, handled_at = $5, note = $6 \
     WHERE organization_id = $1 AND id = $2 AND state <> 'closed' RETURNING id";

/// Somebody opened a patient's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    pub seq: u64,
    pub patient: PatientId,
    pub person: PersonId,
    /// The provider who that person is, if any.
    pub provider: Option<ResourceId>,
    pub at: Instant,
}

/// Something looks wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    pub rule: SecurityRule,
    /// What tells it from another cause of the same rule: ids and codes.
    pub cause: String,
    pub person: Option<PersonId>,
    pub patient: Option<PatientId>,
    pub device: Option<DeviceId>,
    pub count: u64,
    pub audit_seq: Option<u64>,
    /// When what set it off happened.
    pub at: Instant,
}

/// As it stands for those who watch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityEvent {
    pub id: Uuid,
    pub rule: SecurityRule,
    pub severity: Severity,
    pub state: SecurityEventState,
    pub person: Option<PersonId>,
    pub patient: Option<PatientId>,
    pub device: Option<DeviceId>,
    pub count: u64,
    pub audit_seq: Option<u64>,
    pub raised_at: Instant,
    pub handled_by: Option<PersonId>,
    pub handled_at: Option<Instant>,
    pub note: String,
}

impl Tenant {
    /// How far the rules have read; nothing while another instance reads.
    pub async fn lock_security_position(&mut self) -> StoreResult<Option<u64>> {
        let mut batch = Batch::default();
        batch.add(BEGIN_READING, values![self.organization().0]);
        let position = batch.add(POSITION, values![self.organization().0]);
        let rows = self.run(batch).await?.take(position);
        Ok(rows.first().map(|it| number(it.get(0))))
    }

    pub fn advance_security_position(&self, batch: &mut Batch, seq: u64) {
        batch.add(ADVANCE, values![self.organization().0, count(seq)]);
    }

    /// Those of the looks that have a reason in the book.
    pub async fn related(&mut self, looks: &[Look]) -> StoreResult<HashSet<(u64, PatientId)>> {
        let values: Vec<Value> = values![
            self.organization().0,
            looks.iter().map(|it| count(it.seq)).collect::<Vec<i64>>(),
            looks.iter().map(|it| it.patient.0).collect::<Vec<Uuid>>(),
            looks.iter().map(|it| at(it.at)).collect::<Vec<_>>(),
            looks.iter().map(|it| it.person.0).collect::<Vec<Uuid>>(),
            looks.iter().map(|it| it.provider.map(|it| it.0)).collect::<Vec<Option<Uuid>>>(),
        ];
        let rows = self.query(RELATED, values).await?;
        Ok(rows.iter().map(|it| (number(it.get(0)), PatientId(it.get(1)))).collect())
    }

    pub async fn family_names(&mut self, of: &[PatientId]) -> StoreResult<HashMap<PatientId, String>> {
        let ids: Vec<Uuid> = of.iter().map(|it| it.0).collect();
        let rows = self.query(FAMILY_NAMES, values![self.organization().0, ids]).await?;
        Ok(rows
            .iter()
            .map(|it| (PatientId(it.get(0)), it.get::<_, Option<_>>(1).unwrap_or_default()))
            .collect())
    }

    /// The most records that each of them opened in an hour, of those between two times and up to an entry.
    pub async fn usual_reads(
        &mut self,
        people: &[PersonId],
        up_to: u64,
        between: (Instant, Instant),
    ) -> StoreResult<HashMap<PersonId, u64>> {
        let ids: Vec<Uuid> = people.iter().map(|it| it.0).collect();
        let values = values![self.organization().0, ids, count(up_to), at(between.0), at(between.1)];
        let rows = self.query(USUAL_READS, values).await?;
        Ok(rows.iter().map(|it| (PersonId(it.get(0)), number(it.get(1)))).collect())
    }

    /// How often each of them broke the glass since then.
    pub async fn glass_broken(
        &mut self,
        people: &[PersonId],
        since: Instant,
    ) -> StoreResult<HashMap<PersonId, u64>> {
        let ids: Vec<Uuid> = people.iter().map(|it| it.0).collect();
        let rows = self.query(GLASS_BROKEN, values![self.organization().0, ids, at(since)]).await?;
        Ok(rows.iter().map(|it| (PersonId(it.get(0)), number(it.get(1)))).collect())
    }

    /// One row a rule, a cause and a window: raised twice, it is the same.
    pub fn raise(&self, batch: &mut Batch, id: Uuid, alarm: &Alarm, now: Instant) {
        let window = alarm.rule.window_seconds();
        let window_at = Instant(alarm.at.0.div_euclid(window) * window);
        batch.add(
            RAISE,
            values![
                self.organization().0,
                id,
                alarm.rule.as_str(),
                alarm.rule.severity().as_str(),
                alarm.cause.clone(),
                at(window_at),
                alarm.person.map(|it| it.0),
                alarm.patient.map(|it| it.0),
                alarm.device.map(|it| it.0),
                count(alarm.count),
                alarm.audit_seq.map(count),
                at(now),
            ],
        );
    }

    /// Newest first, those before an id.
    pub async fn security_events(
        &mut self,
        are_all: bool,
        before: Uuid,
        most: i64,
    ) -> StoreResult<Vec<SecurityEvent>> {
        let sql = if are_all { LIST } else { LIST_UNSETTLED };
        let rows = self.query(sql, values![self.organization().0, before, most]).await?;
        rows.iter().map(event).collect()
    }

    /// Those that nobody was told of yet, for this transaction alone.
    /// Those that nobody has taken on, and the alarms among them.
    pub async fn open_security_events(&mut self) -> StoreResult<(u64, u64)> {
        let rows = self.query(OPEN, values![self.organization().0]).await?;
        Ok(rows.first().map_or((0, 0), |row| (number(row.get(0)), number(row.get(1)))))
    }

    pub async fn untold_security_events(&mut self, most: i64) -> StoreResult<Vec<SecurityEvent>> {
        let rows = self.query(UNTOLD, values![self.organization().0, most]).await?;
        rows.iter().map(event).collect()
    }

    pub fn told(&self, batch: &mut Batch, events: &[Uuid]) {
        batch.add(TOLD, values![self.organization().0, events.to_vec()]);
    }

    /// False for what is closed or not there.
    pub async fn handle_security_event(
        &mut self,
        id: Uuid,
        to: SecurityEventState,
        by: PersonId,
        now: Instant,
        note: &str,
    ) -> StoreResult<bool> {
        let values = values![self.organization().0, id, to.as_str(), by.0, at(now), note.to_owned()];
        Ok(!self.query(HANDLE, values).await?.is_empty())
    }
}

fn event(row: &Row) -> StoreResult<SecurityEvent> {
    let unreadable = || StoreError::Unreadable { table: "security_events" };
    let code = |at: usize| row.get::<_, &str>(at);
    Ok(SecurityEvent {
        id: row.get(0),
        rule: code(1).parse().map_err(|_| unreadable())?,
        severity: code(2).parse().map_err(|_| unreadable())?,
        state: code(3).parse().map_err(|_| unreadable())?,
        person: row.get::<_, Option<_>>(4).map(PersonId),
        patient: row.get::<_, Option<_>>(5).map(PatientId),
        device: row.get::<_, Option<_>>(6).map(DeviceId),
        count: number(row.get(7)),
        audit_seq: row.get::<_, Option<_>>(8).map(number),
        raised_at: Instant(row.get(9)),
        handled_by: row.get::<_, Option<_>>(10).map(PersonId),
        handled_at: row.get::<_, Option<_>>(11).map(Instant),
        note: row.get(12),
    })
}

/// Whether somebody opened one patient's record.
impl Trailed {
    #[must_use]
    pub fn look(&self) -> Option<(PersonId, PatientId)> {
        let is_look = self.action == "read" && self.outcome == "done";
        match (self.user, self.patients.as_slice()) {
            (Some(person), [patient]) if is_look => Some((person, *patient)),
            _ => None,
        }
    }
}
