//! What the service's own secret key does: seals what the database keeps and must not know, and computes what nobody else
//! can compute. One key for each purpose comes out of it (HKDF-SHA256).
//!
//! Another key takes its place while everybody works: the new one seals and computes, those that were before still open and
//! recognise, until everything is sealed anew.

use crate::{config::Config, seal::Seal};
use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD};
use clinic_env::random_bytes;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::{fs, path::Path};
use zeroize::Zeroizing;

type Key = Zeroizing<[u8; 32]>;

pub struct Secrets {
    current: Derived,
    old: Vec<Derived>,
}

struct Derived {
    seals: Seal,
    computes: Key,
}

/// What becomes of something sealed when it is to lie under the current key.
#[derive(Debug, PartialEq, Eq)]
pub enum Resealed {
    /// It does already.
    AsItIs,
    Anew(Vec<u8>),
    /// No key opens it.
    Unopened,
}

impl Secrets {
    /// # Errors
    /// A key of the configuration is none.
    pub fn read(config: &Config) -> anyhow::Result<Secrets> {
        let one = |key: &'static str, path: &Path| {
            let text =
                fs::read_to_string(path).with_context(|| format!("a key of '{key}' cannot be read"))?;
            Derived::from_text(&Zeroizing::new(text))
                .with_context(|| format!("a key of '{key}' is not 32 bytes in base64"))
        };
        let old = config.old_secret_keys.iter().map(|it| one("old_secret_keys", it));
        Ok(Secrets {
            current: one("secret_key", &config.secret_key)?,
            old: old.collect::<anyhow::Result<_>>()?,
        })
    }

    /// From 32 random bytes in base64.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Secrets> {
        Some(Secrets { current: Derived::from_text(text)?, old: Vec::new() })
    }

    /// A key for [`Secrets::from_text`].
    #[must_use]
    pub fn new_text() -> Zeroizing<String> {
        Zeroizing::new(STANDARD.encode(Zeroizing::new(random_bytes::<32>())))
    }

    /// It opens in the same context alone.
    #[must_use]
    pub fn seal(&self, plain: &[u8], context: &[&[u8]]) -> Vec<u8> {
        self.current.seals.seal(&joined(context), plain)
    }

    #[must_use]
    pub fn open(&self, sealed: &[u8], context: &[&[u8]]) -> Option<Zeroizing<Vec<u8>>> {
        let context = joined(context);
        self.all().find_map(|it| it.seals.open(&context, sealed))
    }

    #[must_use]
    pub fn reseal(&self, sealed: &[u8], context: &[&[u8]]) -> Resealed {
        if self.current.seals.open(&joined(context), sealed).is_some() {
            return Resealed::AsItIs;
        }
        let opened = self.open(sealed, context);
        opened.map_or(Resealed::Unopened, |it| Resealed::Anew(self.seal(&it, context)))
    }

    /// HMAC-SHA256 over the parts, each with its length before it.
    #[must_use]
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.current.keyed(parts).finalize().into_bytes().into()
    }

    /// In constant time.
    #[must_use]
    pub fn is_mac(&self, mac: &[u8], parts: &[&[u8]]) -> bool {
        self.all().any(|it| it.keyed(parts).verify_slice(mac).is_ok())
    }

    fn all(&self) -> impl Iterator<Item = &Derived> {
        std::iter::once(&self.current).chain(&self.old)
    }
}

impl Derived {
    fn from_text(text: &str) -> Option<Derived> {
        let key = Zeroizing::new(STANDARD.decode(text.trim()).ok()?);
        let key: Key = Zeroizing::new(key.as_slice().try_into().ok()?);
        Some(Derived {
            seals: Seal::with(derived(&key, b"central/v1/seal")),
            computes: derived(&key, b"central/v1/mac"),
        })
    }

    fn keyed(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.computes[..]);
        let mut mac = mac.expect("HMAC takes keys of any length");
        mac.update(&joined(parts));
        mac
    }
}

fn derived(key: &Key, purpose: &[u8]) -> Key {
    let mut out = Zeroizing::new([0; 32]);
    // Expanding fails only beyond 255 blocks; this is one.
    let expanded = Hkdf::<Sha256>::new(None, &key[..]).expand(purpose, out.as_mut());
    debug_assert!(expanded.is_ok());
    out
}

/// So that no two lists of parts have the same bytes.
fn joined(parts: &[&[u8]]) -> Vec<u8> {
    let length = |it: &[u8]| u64::try_from(it.len()).unwrap_or(u64::MAX).to_be_bytes();
    parts.iter().flat_map(|it| [&length(it)[..], it].concat()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_in_the_same_context_alone() {
        let (ours, other) =
            (Secrets::from_text(&Secrets::new_text()), Secrets::from_text(&Secrets::new_text()));
        let (ours, other) = (ours.unwrap(), other.unwrap());
        let sealed = ours.seal(b"plain", &[b"totp", b"ada"]);
        assert_eq!(ours.open(&sealed, &[b"totp", b"ada"]).unwrap().as_slice(), b"plain");
        assert!(ours.open(&sealed, &[b"totp", b"bo"]).is_none());
        assert!(ours.open(&sealed, &[b"totpada"]).is_none());
        assert!(other.open(&sealed, &[b"totp", b"ada"]).is_none());
        assert!(ours.open(&sealed[..11], &[b"totp", b"ada"]).is_none());
    }

    #[test]
    fn a_key_that_was_replaced_still_opens_and_recognises_and_seals_no_more() {
        let (new, old) = (Secrets::new_text(), Secrets::new_text());
        let before = Secrets::from_text(&old).unwrap();
        let both = Secrets {
            current: Derived::from_text(&new).unwrap(),
            old: vec![Derived::from_text(&Secrets::new_text()).unwrap(), Derived::from_text(&old).unwrap()],
        };
        let after = Secrets::from_text(&new).unwrap();
        let (sealed, mac) = (before.seal(b"plain", &[b"totp"]), before.mac(&[b"token"]));
        assert_eq!(both.open(&sealed, &[b"totp"]).unwrap().as_slice(), b"plain");
        assert!(both.is_mac(&mac, &[b"token"]) && both.mac(&[b"token"]) == after.mac(&[b"token"]));
        let Resealed::Anew(anew) = both.reseal(&sealed, &[b"totp"]) else {
            panic!("it lies under the old one")
        };
        assert_eq!(after.open(&anew, &[b"totp"]).unwrap().as_slice(), b"plain");
        assert!(before.open(&anew, &[b"totp"]).is_none());
        assert_eq!(both.reseal(&anew, &[b"totp"]), Resealed::AsItIs);
        assert_eq!(both.reseal(&anew, &[b"other"]), Resealed::Unopened);
        assert!(after.open(&sealed, &[b"totp"]).is_none() && !after.is_mac(&mac, &[b"token"]));
    }

    #[test]
    fn a_mac_is_of_its_parts_and_of_their_borders() {
        let secrets = Secrets::from_text(&Secrets::new_text()).unwrap();
        let mac = secrets.mac(&[b"ab", b"c"]);
        assert!(secrets.is_mac(&mac, &[b"ab", b"c"]));
        assert!(!secrets.is_mac(&mac, &[b"a", b"bc"]));
        assert!(!secrets.is_mac(&mac[..31], &[b"ab", b"c"]));
    }

    #[test]
    fn a_key_is_32_bytes_of_base64() {
        assert!(Secrets::from_text("c2hvcnQ=").is_none());
        assert!(Secrets::from_text("not base64").is_none());
    }
}
