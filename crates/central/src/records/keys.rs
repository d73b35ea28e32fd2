//! The keys of medical records: each organization has data keys of its own, wrapped by a key of the configuration, so that
//! neither the database alone nor the configuration alone opens a record.
//!
//! Invariants: a data key is never in the database in the clear; content is bound to its organization, record, patient,
//! sensitivity and key version, so that a row that was moved or relabelled does not open.

use crate::{config::RecordKeyConfig, seal::Seal};
use anyhow::{Context, bail};
use base64::{Engine, prelude::BASE64_STANDARD};
use central_store::{RecordLine, WrappedKey};
use clinic_domain::id::OrganizationId;
use std::fs;
use zeroize::Zeroizing;

/// The configuration's keys. The first wraps what is wrapped anew; the others still open what they wrapped.
pub struct Keks(Vec<(String, Seal)>);

/// A key of an organization's records.
pub struct DataKey {
    pub version: u64,
    key: Seal,
}

/// The key or what it is to open is another one.
#[derive(Debug, PartialEq, Eq)]
pub struct Unopened;

impl Keks {
    /// # Errors
    /// Names the key that cannot be read, is no key, or is named twice.
    pub fn read(configured: &[RecordKeyConfig]) -> anyhow::Result<Keks> {
        let mut keks: Vec<(String, Seal)> = Vec::new();
        for it in configured {
            let text = fs::read_to_string(&it.path);
            let text = Zeroizing::new(text.with_context(|| format!("the key '{}' cannot be read", it.id))?);
            let bytes = Zeroizing::new(BASE64_STANDARD.decode(text.trim()).unwrap_or_default());
            let key: [u8; 32] = bytes
                .as_slice()
                .try_into()
                .ok()
                .with_context(|| format!("the key '{}' has to be the base64 of 32 bytes", it.id))?;
            if keks.iter().any(|known| known.0 == it.id) {
                bail!("two keys of 'record_keys' are called '{}'", it.id);
            }
            keks.push((it.id.clone(), Seal::with(Zeroizing::new(key))));
        }
        if keks.is_empty() {
            bail!("'record_keys' names no key");
        }
        Ok(Keks(keks))
    }

    /// The name of the key that wraps now.
    #[must_use]
    pub fn current(&self) -> &str {
        self.0.first().map_or("", |it| &it.0)
    }

    /// A new data key, and as the database gets it.
    ///
    /// # Errors
    /// [`Unopened`] where there is no key to wrap with.
    pub fn make(
        &self,
        organization: OrganizationId,
        version: u64,
    ) -> Result<(DataKey, WrappedKey), Unopened> {
        let key = DataKey { version, key: Seal::with(Zeroizing::new(clinic_env::random_bytes())) };
        let wrapped = self.wrap(organization, &key)?;
        Ok((key, wrapped))
    }

    /// # Errors
    /// [`Unopened`] where there is no key to wrap with.
    pub fn wrap(&self, organization: OrganizationId, key: &DataKey) -> Result<WrappedKey, Unopened> {
        let (kek, with) = self.0.first().ok_or(Unopened)?;
        let wrapped = with.seal(&key_context(organization, key.version), key.key.key());
        Ok(WrappedKey { version: key.version, kek: kek.clone(), wrapped })
    }

    /// # Errors
    /// [`Unopened`] where the configuration does not have the key any more, or the row is another's.
    pub fn unwrap(&self, organization: OrganizationId, wrapped: &WrappedKey) -> Result<DataKey, Unopened> {
        let (_, with) = self.0.iter().find(|it| it.0 == wrapped.kek).ok_or(Unopened)?;
        let opened =
            with.open(&key_context(organization, wrapped.version), &wrapped.wrapped).ok_or(Unopened)?;
        let key: [u8; 32] = opened.as_slice().try_into().map_err(|_| Unopened)?;
        Ok(DataKey { version: wrapped.version, key: Seal::with(Zeroizing::new(key)) })
    }
}

impl DataKey {
    #[must_use]
    pub fn encrypt(&self, organization: OrganizationId, record: &RecordLine, content: &str) -> Vec<u8> {
        self.key.seal(&self.context(organization, record), content.as_bytes())
    }

    /// # Errors
    /// [`Unopened`] for what was changed, moved or relabelled.
    pub fn decrypt(
        &self,
        organization: OrganizationId,
        record: &RecordLine,
        content: &[u8],
    ) -> Result<Zeroizing<String>, Unopened> {
        let opened = self.key.open(&self.context(organization, record), content).ok_or(Unopened)?;
        let text = std::str::from_utf8(&opened).map_err(|_| Unopened)?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    fn context(&self, organization: OrganizationId, record: &RecordLine) -> Vec<u8> {
        let mut context = b"agentcare record 1".to_vec();
        context.extend_from_slice(organization.as_bytes());
        context.extend_from_slice(record.id.as_bytes());
        context.extend_from_slice(record.patient.as_bytes());
        context.extend_from_slice(record.author.as_bytes());
        context.extend_from_slice(&self.version.to_be_bytes());
        context.push(u8::from(record.is_sensitive));
        context.extend_from_slice(record.record_type.as_bytes());
        context
    }
}

fn key_context(organization: OrganizationId, version: u64) -> Vec<u8> {
    let mut context = b"agentcare record key 1".to_vec();
    context.extend_from_slice(organization.as_bytes());
    context.extend_from_slice(&version.to_be_bytes());
    context
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinic_domain::{
        id::{PatientId, PersonId},
        time::Instant,
    };
    use uuid::Uuid;

    fn keks(ids: &[&str]) -> Keks {
        let key = |id: &&str| ((*id).to_owned(), Seal::with(Zeroizing::new([id.as_bytes()[0]; 32])));
        Keks(ids.iter().map(key).collect())
    }

    fn line() -> RecordLine {
        RecordLine {
            id: Uuid::from_u128(1),
            patient: PatientId(Uuid::from_u128(2)),
            provider: None,
            author: PersonId(Uuid::from_u128(3)),
            record_type: "note".to_owned(),
            is_sensitive: true,
            created_at: Instant(0),
            key_version: 1,
        }
    }

    #[test]
    fn what_is_moved_or_relabelled_does_not_open() {
        let (ours, theirs) = (OrganizationId(Uuid::from_u128(7)), OrganizationId(Uuid::from_u128(8)));
        let (key, wrapped) = keks(&["a"]).make(ours, 1).expect("a key");
        let content = key.encrypt(ours, &line(), "Anxious.");
        assert!(!content.windows(7).any(|it| it == b"Anxious"));
        let open = |organization, line: &RecordLine, content: &[u8]| {
            key.decrypt(organization, line, content).map(|it| it.to_string())
        };
        assert_eq!(open(ours, &line(), &content).as_deref(), Ok("Anxious."));
        let other = Uuid::from_u128(9);
        let moved = [
            RecordLine { id: other, ..line() },
            RecordLine { patient: PatientId(other), ..line() },
            RecordLine { author: PersonId(other), ..line() },
            RecordLine { is_sensitive: false, ..line() },
            RecordLine { record_type: "notes".to_owned(), ..line() },
        ];
        assert!(moved.iter().all(|it| open(ours, it, &content) == Err(Unopened)));
        assert_eq!(open(theirs, &line(), &content), Err(Unopened));
        for at in 0..content.len() {
            let mut flipped = content.clone();
            flipped[at] ^= 1;
            assert_eq!(open(ours, &line(), &flipped), Err(Unopened));
            assert_eq!(open(ours, &line(), &content[..at]), Err(Unopened));
        }
        assert!(keks(&["a"]).unwrap(theirs, &wrapped).is_err());
        let later = WrappedKey { version: 2, ..wrapped };
        assert!(keks(&["a"]).unwrap(ours, &later).is_err());
    }

    #[test]
    fn a_key_that_was_replaced_still_opens_and_is_wrapped_by_the_new_one() {
        let ours = OrganizationId(Uuid::from_u128(7));
        let (key, wrapped) = keks(&["a"]).make(ours, 1).expect("a key");
        let content = key.encrypt(ours, &line(), "Anxious.");
        let both = keks(&["b", "a"]);
        let anew = both.wrap(ours, &both.unwrap(ours, &wrapped).expect("its old key")).expect("a wrap");
        assert_eq!(anew.kek, "b");
        let opened = keks(&["b"]).unwrap(ours, &anew).expect("its new key").decrypt(ours, &line(), &content);
        assert_eq!(opened.map(|it| it.to_string()).as_deref(), Ok("Anxious."));
        assert!(keks(&["b"]).unwrap(ours, &wrapped).is_err());
    }
}
