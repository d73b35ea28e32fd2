//! How each of the staff gets in, for who looks after them: what they have, never what it is.

use crate::{
    columns::{at, instant, number},
    error::StoreResult,
    tenant::{Tenant, values},
};
use chrono::{DateTime, Utc};
use clinic_domain::{id::PersonId, time::Instant};
use tokio_postgres::Row;
use uuid::Uuid;

const ACCOUNTS: &str = "SELECT person.id, known.password IS NOT NULL, known.totp_secret IS NOT NULL, \
         open.sessions, open.refreshed_at, invited.expires_at, invited.made_by, \
         EXISTS (SELECT FROM central.identities AS bound WHERE bound.organization_id = $1 AND bound.person_id = person.id) \
     FROM central.organization_users AS person \
     LEFT JOIN central.credentials AS known ON known.organization_id = person.organization_id AND known.person_id = person.id \
     LEFT JOIN LATERAL (SELECT count(*) AS sessions, max(refreshed_at) AS refreshed_at FROM central.sessions AS session \
         WHERE session.organization_id = $1 AND session.person_id = person.id AND session.ended_at IS NULL \
             AND session.expires_at > $2) AS open ON true \
     LEFT JOIN LATERAL (SELECT code.expires_at, code.made_by FROM central.one_time_codes AS code \
         WHERE code.organization_id = $1 AND code.person_id = person.id AND code.kind = 'invitation' \
             AND code.used_at IS NULL ORDER BY code.expires_at DESC LIMIT 1) AS invited ON true \
     WHERE person.organization_id = $1 ORDER BY person.id";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    pub person: PersonId,
    pub has_password: bool,
    pub has_second_factor: bool,
    /// At the organization's identity provider.
    pub has_identity: bool,
    pub open_sessions: u64,
    /// The last sign of life of those.
    pub seen_at: Option<Instant>,
    pub invitation: Option<WaitingInvitation>,
}

/// Not used yet, whether or not it is still good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WaitingInvitation {
    pub expires_at: Instant,
    pub made_by: Option<PersonId>,
}

impl Tenant {
    pub async fn accounts(&mut self, now: Instant) -> StoreResult<Vec<Account>> {
        let rows = self.query(ACCOUNTS, values![self.organization().0, at(now)]).await?;
        Ok(rows.iter().map(account).collect())
    }
}

fn account(row: &Row) -> Account {
    let expires_at: Option<DateTime<Utc>> = row.get(5);
    let made_by = row.get::<_, Option<Uuid>>(6).map(PersonId);
    Account {
        person: PersonId(row.get(0)),
        has_password: row.get(1),
        has_second_factor: row.get(2),
        has_identity: row.get(7),
        open_sessions: number(row.get(3)),
        seen_at: row.get::<_, Option<DateTime<Utc>>>(4).map(instant),
        invitation: expires_at.map(|it| WaitingInvitation { expires_at: instant(it), made_by }),
    }
}
