//! Who has signed in at the centre from this desk.

use crate::error::CacheError;
use clinic_domain::{id::PersonId, time::Instant};
use rusqlite::{Connection, OptionalExtension};
use std::fmt;
use zeroize::Zeroizing;

/// A person's session at the centre, as far as it outlasts the unlocked desk.
#[derive(Clone, PartialEq, Eq)]
pub struct CentreSignIn {
    pub person: PersonId,
    pub login: String,
    /// None when the person has to sign in anew.
    pub refresh_token: Option<Zeroizing<String>>,
    pub until: Instant,
    /// When the centre last knew the person here.
    pub confirmed_at: Instant,
}

impl fmt::Debug for CentreSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CentreSignIn").field("person", &self.person).finish_non_exhaustive()
    }
}

pub(crate) fn of(vault: &Connection, person: PersonId) -> Result<Option<CentreSignIn>, CacheError> {
    let sql = "SELECT login, refresh_token, until, confirmed_at FROM centre_sign_in WHERE person = ?1";
    let found = vault.prepare_cached(sql)?.query_row([person.as_bytes()], |row| {
        Ok(CentreSignIn {
            person,
            login: row.get(0)?,
            refresh_token: row.get::<_, Option<String>>(1)?.map(Zeroizing::new),
            until: Instant(row.get(2)?),
            confirmed_at: Instant(row.get(3)?),
        })
    });
    Ok(found.optional()?)
}

pub(crate) fn put(vault: &Connection, it: &CentreSignIn) -> Result<(), CacheError> {
    let sql = "INSERT INTO centre_sign_in (person, login, refresh_token, until, confirmed_at) VALUES (?1, ?2, ?3, ?4, ?5)
               ON CONFLICT (person) DO UPDATE SET login = excluded.login, refresh_token = excluded.refresh_token,
                   until = excluded.until, confirmed_at = excluded.confirmed_at";
    let token = it.refresh_token.as_ref().map(|it| it.as_str());
    let row = (it.person.as_bytes(), &it.login, token, it.until.0, it.confirmed_at.0);
    vault.prepare_cached(sql)?.execute(row)?;
    Ok(())
}
