//! Where an organization's chain stood, signed by a key that is not in the database. Desks keep what they got and show it
//! again: a chain that was rewritten or cut cannot contain it.
//!
//! The form is C2SP's signed note with the body of its checkpoints (origin, size, hash, one line more with the time), so
//! that other verifiers read it: <https://c2sp.org/signed-note>, <https://c2sp.org/tlog-checkpoint>.

use anyhow::Context;
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::{Engine, prelude::BASE64_STANDARD};
use central_store::{Batch, Store, StoreResult, StoredCheckpoint, chain::Hash};
use clinic_domain::{id::OrganizationId, time::Instant};
use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
use sha2::{Digest, Sha256};
use std::{fmt::Write, path::Path};

/// The name of the key in the signature's line, and the head of each chain's name.
const SIGNER: &str = "agentcare-central/audit";

/// A checkpoint is due when this many entries came after the last, or any did so long ago.
const ENTRIES: u64 = 1_000;
const SECONDS: i64 = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    pub organization: OrganizationId,
    pub seq: u64,
    pub hash: Hash,
    pub at: Instant,
}

/// Signs checkpoints, and knows its own signature again.
pub struct Signer {
    pair: Ed25519KeyPair,
}

impl Signer {
    /// From an Ed25519 key in PKCS#8, as PEM.
    ///
    /// # Errors
    /// There is none in the file.
    pub fn read(path: &Path) -> anyhow::Result<Signer> {
        let key = PrivateKeyDer::from_pem_file(path).context("the key of 'audit_key' cannot be read")?;
        let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(key.secret_der());
        Ok(Signer { pair: pair.ok().context("'audit_key' is no Ed25519 key")? })
    }

    #[must_use]
    pub fn public_key(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    #[must_use]
    pub fn sign(&self, checkpoint: &Checkpoint) -> String {
        let body = body(checkpoint);
        let mut signature = key_id(self.public_key()).to_vec();
        signature.extend_from_slice(self.pair.sign(body.as_bytes()).as_ref());
        format!("{body}\n— {SIGNER} {}\n", BASE64_STANDARD.encode(signature))
    }

    /// The checkpoint of a note that this key signed; nothing of any other text.
    #[must_use]
    pub fn verify(&self, note: &str) -> Option<Checkpoint> {
        let (body, signatures) = note.split_once("\n\n")?;
        let body = format!("{body}\n");
        let signature = signatures.strip_prefix(&format!("— {SIGNER} "))?.strip_suffix('\n')?;
        let signature = BASE64_STANDARD.decode(signature).ok()?;
        let signature = signature.strip_prefix(&key_id(self.public_key()))?;
        UnparsedPublicKey::new(&ED25519, self.public_key()).verify(body.as_bytes(), signature).ok()?;
        parse(&body)
    }
}

fn body(it: &Checkpoint) -> String {
    let hash = BASE64_STANDARD.encode(it.hash);
    format!("{SIGNER}/{}\n{}\n{hash}\n{}\n", it.organization, it.seq, it.at.0)
}

fn parse(body: &str) -> Option<Checkpoint> {
    let mut lines = body.lines();
    let origin = lines.next()?.strip_prefix(SIGNER)?.strip_prefix('/')?;
    let checkpoint = Checkpoint {
        organization: origin.parse().ok()?,
        seq: lines.next()?.parse().ok()?,
        hash: BASE64_STANDARD.decode(lines.next()?).ok()?.try_into().ok()?,
        at: Instant(lines.next()?.parse().ok()?),
    };
    // One text for one checkpoint.
    (self::body(&checkpoint) == body).then_some(checkpoint)
}

fn key_id(public_key: &[u8]) -> [u8; 4] {
    let digest =
        Sha256::new().chain_update(SIGNER).chain_update(b"\n\x01").chain_update(public_key).finalize();
    [digest[0], digest[1], digest[2], digest[3]]
}

/// The notes of a file, one after the other.
#[must_use]
pub fn notes(text: &str) -> Vec<String> {
    let mut notes = vec![String::new()];
    for line in text.lines() {
        let Some(note) = notes.last_mut() else { continue };
        if note.is_empty() && line.is_empty() {
            continue;
        }
        // Writing to a string cannot fail.
        let _ = writeln!(note, "{line}");
        if line.starts_with('—') {
            notes.push(String::new());
        }
    }
    notes.retain(|it| !it.is_empty());
    notes
}

/// Signs where each chain stands that has gone on since the last time. How many were signed.
///
/// # Errors
/// The database's.
pub async fn step(store: &Store, signer: &Signer, now: Instant) -> StoreResult<usize> {
    let mut signed = 0;
    for organization in store.active_organizations().await? {
        signed += usize::from(sign_due(store, signer, organization, now).await?.is_some());
    }
    Ok(signed)
}

/// Signs where the chain stands, if it has gone on far enough or long enough.
///
/// # Errors
/// The database's.
pub async fn sign_due(
    store: &Store,
    signer: &Signer,
    organization: OrganizationId,
    now: Instant,
) -> StoreResult<Option<StoredCheckpoint>> {
    let mut tenant = store.tenant(organization).await?;
    let head = tenant.audit_head().await?;
    let last = tenant.last_checkpoint().await?;
    let is_due = last
        .is_none_or(|it| head.seq >= it.seq + ENTRIES || (head.seq > it.seq && now.0 >= it.at.0 + SECONDS));
    let Some(hash) = head.hash.as_slice().try_into().ok().filter(|_| is_due && head.seq > 0) else {
        tenant.rollback().await?;
        return Ok(None);
    };
    let note = signer.sign(&Checkpoint { organization, seq: head.seq, hash, at: now });
    let checkpoint = StoredCheckpoint { seq: head.seq, at: now, note };
    let mut batch = Batch::default();
    tenant.put_checkpoint(&mut batch, &checkpoint);
    tenant.commit(batch).await?;
    Ok(Some(checkpoint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        Signer::read(Path::new("tests/fixtures/audit.pem")).expect("the key of the tests")
    }

    fn checkpoint() -> Checkpoint {
        Checkpoint {
            organization: OrganizationId(uuid::Uuid::from_u128(7)),
            seq: 41,
            hash: [9; 32],
            at: Instant(1_777_968_000),
        }
    }

    #[test]
    fn a_note_is_read_as_it_was_signed() {
        let note = signer().sign(&checkpoint());
        assert_eq!(signer().verify(&note), Some(checkpoint()));
        assert_eq!(notes(&format!("\n{note}\n{note}")), [note.clone(), note]);
    }

    #[test]
    fn no_changed_letter_of_a_note_is_taken() {
        let note = signer().sign(&checkpoint());
        for (at, letter) in note.char_indices() {
            let other = if letter == '7' { "8" } else { "7" };
            let mut changed = note.clone();
            changed.replace_range(at..at + letter.len_utf8(), other);
            assert_eq!(signer().verify(&changed), None, "letter {at}");
            let mut shorter = note.clone();
            shorter.replace_range(at..at + letter.len_utf8(), "");
            assert_eq!(signer().verify(&shorter), None, "without letter {at}");
        }
    }
}
