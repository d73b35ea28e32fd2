//! The second factor as somebody shows it: a code of their app, or one of the codes that they keep for when it is lost.

use super::{code, secrets::Secrets, totp};
use central_store::{Answers, Batch, Tenant, access::credentials::Credential};
use clinic_domain::{
    id::{OrganizationId, PersonId},
    time::Instant,
};
use zeroize::Zeroizing;

/// A code that is right, not taken yet.
#[derive(Debug, PartialEq, Eq)]
pub enum Factor {
    Totp { sealed: Vec<u8>, step: i64 },
    Recovery([u8; 32]),
}

#[must_use]
pub fn seal(secrets: &Secrets, organization: OrganizationId, person: PersonId, secret: &[u8]) -> Vec<u8> {
    secrets.seal(secret, &context(&organization, &person))
}

#[must_use]
pub fn open(
    secrets: &Secrets,
    organization: OrganizationId,
    person: PersonId,
    sealed: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    secrets.open(sealed, &context(&organization, &person))
}

/// Under what it is sealed.
#[must_use]
pub fn context<'a>(organization: &'a OrganizationId, person: &'a PersonId) -> [&'a [u8]; 3] {
    [b"totp", organization.as_bytes(), person.as_bytes()]
}

/// What a code stands for. Whether a recovery code is one of theirs is known when it is taken.
#[must_use]
pub fn shown(
    secrets: &Secrets,
    organization: OrganizationId,
    known: &Credential,
    given: &str,
    now: Instant,
) -> Option<Factor> {
    let sealed = known.totp_secret.clone()?;
    if given.len() != 6 {
        return Some(Factor::Recovery(code::hash(given)));
    }
    let secret = open(secrets, organization, known.person, &sealed)?;
    Some(Factor::Totp { step: totp::step(&secret, given, now)?, sealed })
}

impl Factor {
    /// Takes it, so that nobody shows it again.
    pub fn take(&self, tenant: &Tenant, batch: &mut Batch, person: PersonId) -> usize {
        match self {
            Factor::Totp { sealed, step } => tenant.take_totp_step(batch, person, sealed.clone(), *step),
            Factor::Recovery(hash) => tenant.take_recovery_code(batch, person, *hash),
        }
    }

    /// RFC 8176.
    #[must_use]
    pub fn methods(&self) -> Vec<String> {
        let names: &[&str] = match self {
            Factor::Totp { .. } => &["otp", "mfa"],
            Factor::Recovery(_) => &["mfa"],
        };
        names.iter().map(|it| (*it).to_owned()).collect()
    }
}

/// Whether it was taken; without one there was nothing to take.
#[must_use]
pub fn is_taken(answers: &mut Answers, at: Option<usize>) -> bool {
    at.is_none_or(|at| answers.is_done(at))
}
