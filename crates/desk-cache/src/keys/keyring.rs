//! What the desk keeps in the operating system's keyring: the device key, the count of wrong passwords, and a copy
//! of the head. All three lie apart from the data folder, so that a copied or restored folder does not bring them.
//!
//! The keyring belongs to the account of the operating system; two accounts on one PC are two desks.

use super::{slot::DeskName, tries::Tries};
use crate::{bytes::Take, cipher::Key, error::CacheError};
use zeroize::Zeroizing;

/// Where the device key of a desk is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyStore {
    /// In the operating system's keyring: a copy of the disk is useless without it.
    Os,
    /// Nowhere: the passwords alone protect the desk, wrong ones are counted in the data folder where they can be
    /// set back, and a restored older folder is not noticed. An administrator's explicit choice on a PC that has
    /// no keyring.
    PassphraseOnly,
}

impl KeyStore {
    /// Whether this account's keyring answers now: asked before somebody sets up a desk that needs it.
    #[must_use]
    pub fn os_answers() -> bool {
        Keyring { account: "probe".to_owned() }.get("device-key").is_ok()
    }
}

/// One desk's entries in the keyring.
pub(crate) struct Keyring {
    account: String,
}

const SERVICE: &str = "agentcare-front-desk";

impl Keyring {
    pub(crate) fn of(desk: &DeskName) -> Keyring {
        Keyring { account: uuid::Uuid::from_bytes(*desk).to_string() }
    }

    /// # Errors
    /// [`CacheError::KeyringEntryMissing`] when the keyring answers but does not know this desk.
    pub(crate) fn device_key(&self) -> Result<Key, CacheError> {
        let bytes = Zeroizing::new(self.get("device-key")?.ok_or(CacheError::KeyringEntryMissing)?);
        let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| CacheError::KeyringMissing {
            detail: "the entry of this desk has another length than a key".to_owned(),
        })?;
        Ok(Key::from_bytes(key))
    }

    pub(crate) fn put_device_key(&self, key: &Key) -> Result<(), CacheError> {
        self.put("device-key", key.expose())
    }

    pub(crate) fn tries(&self) -> Result<Tries, CacheError> {
        // An entry that cannot be read counts as none: it only slows down, it does not open anything.
        Ok(self.get("tries")?.and_then(|it| Tries::decode(&mut Take(&it))).unwrap_or_default())
    }

    pub(crate) fn put_tries(&self, tries: &Tries) -> Result<(), CacheError> {
        self.put("tries", &tries.encode())
    }

    pub(crate) fn head(&self) -> Result<Option<Vec<u8>>, CacheError> {
        self.get("head")
    }

    pub(crate) fn put_head(&self, head: &[u8]) -> Result<(), CacheError> {
        self.put("head", head)
    }

    /// Nobody opens the desk with its entries any more.
    pub(crate) fn forget(&self) -> Result<(), CacheError> {
        ["device-key", "tries", "head"].into_iter().try_for_each(|what| {
            match self.entry(what)?.delete_credential() {
                Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
                Err(error) => Err(missing(&error)),
            }
        })
    }

    fn get(&self, what: &str) -> Result<Option<Vec<u8>>, CacheError> {
        match self.entry(what)?.get_secret() {
            Ok(bytes) => Ok(Some(bytes)),
            Err(keyring::Error::NoEntry) => Ok(None),
            Err(error) => Err(missing(&error)),
        }
    }

    fn put(&self, what: &str, bytes: &[u8]) -> Result<(), CacheError> {
        self.entry(what)?.set_secret(bytes).map_err(|error| missing(&error))
    }

    fn entry(&self, what: &str) -> Result<keyring::Entry, CacheError> {
        keyring::Entry::new(SERVICE, &format!("{}/{what}", self.account)).map_err(|error| missing(&error))
    }
}

fn missing(error: &keyring::Error) -> CacheError {
    CacheError::KeyringMissing { detail: error.to_string() }
}
