//! One-time codes: hashed, for one purpose, used once.

use crate::{
    columns::at,
    error::StoreResult,
    tenant::{Answers, Batch, Tenant, values},
};
use clinic_domain::{
    code_enum,
    id::{LocationId, PersonId},
    time::Instant,
};
use uuid::Uuid;

/// Of codes for a person only the newest works.
const WITHDRAW: &str = "UPDATE central.one_time_codes SET used_at = $3 \
     WHERE organization_id = $1 AND person_id = $2 AND used_at IS NULL";
const WITHDRAW_INVITATION: &str = "UPDATE central.one_time_codes SET used_at = $3 \
     WHERE organization_id = $1 AND person_id = $2 AND kind = 'invitation' AND used_at IS NULL RETURNING true";
const PUT: &str = "INSERT INTO central.one_time_codes \
         (organization_id, code_hash, kind, person_id, device_name, location_id, made_by, expires_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
const TAKE: &str = "UPDATE central.one_time_codes SET used_at = $4 \
     WHERE organization_id = $1 AND code_hash = $2 AND kind = ANY ($3) AND used_at IS NULL AND expires_at > $4 \
     RETURNING person_id, device_name, location_id, made_by, kind";

const PERSON_OF: &str = "SELECT person_id FROM central.one_time_codes \
     WHERE organization_id = $1 AND code_hash = $2 AND kind = ANY ($3) AND used_at IS NULL AND expires_at > $4";

code_enum! {
    CodeKind {
        Invitation = "invitation",
        Password = "password",
        Device = "device",
    }
}

/// What a code is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    Invitation(PersonId),
    /// A new password in place of a forgotten one.
    Password(PersonId),
    Device {
        name: String,
        location: Option<LocationId>,
    },
}

pub struct NewCode {
    pub hash: [u8; 32],
    pub purpose: Purpose,
    pub made_by: Option<PersonId>,
    pub expires_at: Instant,
}

/// A code that was used just now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedCode {
    pub kind: CodeKind,
    pub person: Option<PersonId>,
    pub device_name: Option<String>,
    pub location: Option<LocationId>,
    pub made_by: Option<PersonId>,
}

impl Tenant {
    pub fn put_code(&self, batch: &mut Batch, code: NewCode, now: Instant) {
        let (kind, person, device_name, location) = match code.purpose {
            Purpose::Invitation(person) => (CodeKind::Invitation, Some(person.0), None, None),
            Purpose::Password(person) => (CodeKind::Password, Some(person.0), None, None),
            Purpose::Device { name, location } => (CodeKind::Device, None, Some(name), location),
        };
        if let Some(person) = person {
            batch.add(WITHDRAW, values![self.organization().0, person, at(now)]);
        }
        batch.add(
            PUT,
            values![
                self.organization().0,
                code.hash.to_vec(),
                kind.as_str(),
                person,
                device_name,
                location.map(|it| it.0),
                code.made_by.map(|it| it.0),
                at(code.expires_at),
            ],
        );
    }

    /// Answers a row if one was waiting, too old or not.
    pub fn withdraw_invitation(&self, batch: &mut Batch, person: PersonId, now: Instant) -> usize {
        batch.add(WITHDRAW_INVITATION, values![self.organization().0, person.0, at(now)])
    }

    /// Whom a code is for, while it is good; it stays so.
    pub async fn person_of_code(
        &mut self,
        hash: [u8; 32],
        kinds: &[CodeKind],
        now: Instant,
    ) -> StoreResult<Option<PersonId>> {
        let kinds: Vec<&str> = kinds.iter().map(|it| it.as_str()).collect();
        let rows =
            self.query(PERSON_OF, values![self.organization().0, hash.to_vec(), kinds, at(now)]).await?;
        Ok(rows.first().and_then(|row| row.get::<_, Option<Uuid>>(0)).map(PersonId))
    }

    /// Uses it up. Answers a row if it was good; of two who try at once, one gets it.
    pub fn take_code(&self, batch: &mut Batch, hash: [u8; 32], kinds: &[CodeKind], now: Instant) -> usize {
        let kinds: Vec<&str> = kinds.iter().map(|it| it.as_str()).collect();
        batch.add(TAKE, values![self.organization().0, hash.to_vec(), kinds, at(now)])
    }
}

impl Answers {
    pub fn used_code(&mut self, at: usize) -> Option<UsedCode> {
        let rows = self.take(at);
        let row = rows.first()?;
        Some(UsedCode {
            kind: row.get::<_, &str>(4).parse().ok()?,
            person: row.get::<_, Option<Uuid>>(0).map(PersonId),
            device_name: row.get(1),
            location: row.get::<_, Option<Uuid>>(2).map(LocationId),
            made_by: row.get::<_, Option<Uuid>>(3).map(PersonId),
        })
    }
}
