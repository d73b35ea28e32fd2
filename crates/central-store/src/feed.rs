//! What desks read: the changes after a cursor, whole kinds for a first sync, and checksums of them.

use crate::{
    columns::{at, count, number},
    error::{StoreError, StoreResult},
    tenant::{Batch, Tenant, Value, values},
};
use clinic_domain::time::Instant;
use std::collections::HashMap;
use uuid::Uuid;

/// The kinds of rows that travel to desks, with the statements that read them. One list: a kind that is not in it does not
/// compile in `write.rs` and is not known to `changes`.
macro_rules! kinds {
    ($($kind:ident = $name:literal: $table:literal ($id:literal, $body:literal $(, $only:literal)?)),+ $(,)?) => {
        /// A kind of rows that travels to desks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind { $($kind),+ }

        impl Kind {
            pub const ALL: &'static [Kind] = &[$(Kind::$kind),+];

            /// As changes name it (clinic-protocol).
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Kind::$kind => $name),+ }
            }

            const fn table(self) -> &'static str {
                match self { $(Kind::$kind => $table),+ }
            }

            const fn rows(self) -> &'static str {
                match self { $(Kind::$kind => concat!(
                    "SELECT ", $id, ", ", $body, "::text FROM central.", $table, " WHERE organization_id = $1 AND ", $id,
                    " = ANY ($2)" $(, " AND ", $only)?)),+ }
            }

            const fn chunk(self) -> &'static str {
                match self { $(Kind::$kind => concat!(
                    "SELECT ", $id, ", ", $body, "::text FROM central.", $table, " WHERE organization_id = $1 AND ", $id,
                    " > $2" $(, " AND ", $only)?, " ORDER BY ", $id, " LIMIT $3")),+ }
            }

            const fn count(self) -> &'static str {
                match self { $(Kind::$kind => concat!(
                    "SELECT count(*) FROM central.", $table, " WHERE organization_id = $1" $(, " AND ", $only)?)),+ }
            }

            const fn checksum(self) -> &'static str {
                match self { $(Kind::$kind => concat!(
                    "SELECT count(*), coalesce(bit_xor(('x' || left(encode(sha256(uuid_send(", $id,
                    ") || int8send(version)), 'hex'), 16))::bit(64)::bigint), 0) FROM central.", $table,
                    " WHERE organization_id = $1" $(, " AND ", $only)?)),+ }
            }
        }
    };
}

kinds! {
    Organization = "organization": "organizations" ("organization_id", "body"),
    Policy = "policy": "security_policies" ("organization_id", "body"),
    Location = "location": "locations" ("id", "body"),
    Resource = "resource": "resources" ("id", "body"),
    AppointmentType = "appointment_type": "appointment_types" ("id", "body"),
    Template = "template": "schedule_templates" ("id", "body"),
    Exception = "exception": "schedule_exceptions" ("id", "body"),
    Department = "department": "departments" ("id", "body"),
    Faq = "faq": "faq_entries" ("id", "body"),
    MessageTemplate = "message_template": "message_templates" ("id", "body"),
    Person = "person": "organization_users" ("id", "body"),
    Patient = "patient": "users" ("id", "body", "user_type = 'patient'"),
    Caregiver = "caregiver": "patient_caregivers" ("id", "body"),
    Alias = "patient_alias": "patient_aliases" ("id", "body"),
    Appointment = "appointment": "appointments" ("id", "metadata"),
    Hold = "hold": "holds" ("id", "body"),
    WaitlistEntry = "waitlist_entry": "waitlist_entries" ("id", "body"),
    Recall = "recall": "recalls" ("id", "body"),
    DayClose = "day_close": "day_closes" ("id", "body"),
    Conflict = "booking_conflict": "booking_conflicts" ("id", "body"),
}

const CHANGES: &str = "SELECT seq, kind, row_id FROM central.changes \
     WHERE organization_id = $1 AND seq > $2 ORDER BY seq LIMIT $3";
const VISITS_BETWEEN: &str = "SELECT id, metadata::text FROM central.appointments \
     WHERE organization_id = $1 AND scheduled_at >= $2 AND scheduled_at < $3 AND id > $4 ORDER BY id LIMIT $5";
const PATIENTS_BETWEEN: &str = "SELECT id, body::text FROM central.users \
     WHERE organization_id = $1 AND user_type = 'patient' AND id > $4 AND id IN \
         (SELECT patient_id FROM central.appointments \
          WHERE organization_id = $1 AND scheduled_at >= $2 AND scheduled_at < $3) \
     ORDER BY id LIMIT $5";

/// A change with the row as it stands now; without one where the row is gone.
pub struct Changed {
    pub seq: u64,
    pub kind: Kind,
    pub id: Uuid,
    pub body: Option<String>,
}

impl Kind {
    /// What is asked about kinds, for the test that has every statement understood.
    #[must_use]
    pub fn statements() -> Vec<&'static str> {
        let of = |it: &Kind| [it.rows(), it.chunk(), it.count(), it.checksum()];
        Kind::ALL.iter().flat_map(of).collect()
    }

    #[must_use]
    pub fn parse(name: &str) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|it| it.as_str() == name)
    }
}

impl Tenant {
    /// Up to so many changes after the cursor.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] for a change of a kind that nobody knows.
    pub async fn changes_after(&mut self, cursor: u64, limit: u32) -> StoreResult<Vec<Changed>> {
        let cursor = count(cursor);
        let rows = self.query(CHANGES, values![self.organization().0, cursor, i64::from(limit)]).await?;
        let mut changes = Vec::with_capacity(rows.len());
        let mut ids: HashMap<Kind, Vec<Uuid>> = HashMap::new();
        for row in &rows {
            let kind = Kind::parse(row.get(1)).ok_or(StoreError::Unreadable { table: "changes" })?;
            let seq = number(row.get(0));
            ids.entry(kind).or_default().push(row.get(2));
            changes.push(Changed { seq, kind, id: row.get(2), body: None });
        }
        let mut batch = Batch::default();
        let asked: Vec<(Kind, usize)> = ids
            .into_iter()
            .map(|(kind, ids)| (kind, batch.add(kind.rows(), values![self.organization().0, ids])))
            .collect();
        let mut answers = self.run(batch).await?;
        let mut bodies: HashMap<(Kind, Uuid), String> = HashMap::new();
        for (kind, at) in asked {
            bodies.extend(answers.take(at).iter().map(|row| ((kind, row.get(0)), row.get(1))));
        }
        for it in &mut changes {
            it.body = bodies.get(&(it.kind, it.id)).cloned();
        }
        Ok(changes)
    }

    /// Rows of a kind by id, after one of them; `between` cuts visits, and the patients of visits, to a period.
    pub async fn chunk(
        &mut self,
        kind: Kind,
        after: Uuid,
        between: Option<(Instant, Instant)>,
        limit: u32,
    ) -> StoreResult<Vec<(Uuid, String)>> {
        let organization = self.organization().0;
        let limit = i64::from(limit);
        let window = match kind {
            Kind::Appointment => Some(VISITS_BETWEEN),
            Kind::Patient => Some(PATIENTS_BETWEEN),
            _ => None,
        };
        let (sql, values): (&'static str, Vec<Value>) = match (between, window) {
            (Some((from, to)), Some(sql)) => (sql, values![organization, at(from), at(to), after, limit]),
            _ => (kind.chunk(), values![organization, after, limit]),
        };
        let rows = self.query(sql, values).await?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
    }

    pub async fn count(&mut self, kind: Kind) -> StoreResult<u64> {
        let rows = self.query(kind.count(), values![self.organization().0]).await?;
        Ok(rows.first().map_or(0, |row| number(row.get(0))))
    }

    /// How many rows of the kind there are, and what they come to.
    pub async fn checksum(&mut self, kind: Kind) -> StoreResult<(u64, u64)> {
        let rows = self.query(kind.checksum(), values![self.organization().0]).await?;
        let row = rows.first().ok_or(StoreError::Unreadable { table: kind.table() })?;
        let count = number(row.get(0));
        Ok((count, row.get::<_, i64>(1).cast_unsigned()))
    }
}
