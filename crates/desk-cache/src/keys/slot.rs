//! One key slot: what a person (or the recovery code) needs to get at the desk key.

use super::{
    DeskKey, derive,
    kdf::KdfCost,
    random,
    seal::{self, PrivateKey, Sealed, Wrapped},
};
use crate::{
    bytes::{Put, Take},
    cipher::Key,
    error::{CacheError, Part},
};
use clinic_domain::id::PersonId;
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

pub(crate) type SlotId = [u8; 32];
/// The data folder's name in its keys and in the keyring: the device id that it was made with.
pub(crate) type DeskName = [u8; 16];

#[derive(Clone)]
pub(crate) struct Slot {
    pub(crate) id: SlotId,
    pub(crate) kind: SlotKind,
    pub(crate) cost: KdfCost,
    pub(crate) salt: [u8; 16],
    pub(crate) public_key: [u8; 32],
    wrapped: Wrapped,
    sealed: Sealed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SlotKind {
    Person,
    Recovery,
}

/// Whose slot it is, known once it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    pub(crate) person: PersonId,
    pub(crate) must_change_password: bool,
}

/// The desk key, and while it is being changed the one that follows it.
pub(crate) struct DeskKeys {
    pub(crate) current: DeskKey,
    pub(crate) next: Option<DeskKey>,
}

/// Names a slot without naming anybody: the salt is the folder's own.
pub(crate) fn slot_id(login_salt: &[u8; 16], login: &str) -> SlotId {
    let login = Zeroizing::new(login.trim().nfc().flat_map(char::to_lowercase).collect::<String>());
    Sha256::new()
        .chain_update(b"front-desk/login")
        .chain_update(login_salt)
        .chain_update(login.as_bytes())
        .finalize()
        .into()
}

/// The key that wraps a person's slot.
pub(crate) fn password_key(
    device_key: Option<&Key>,
    password: &str,
    cost: KdfCost,
    salt: &[u8; 16],
    desk: &DeskName,
    id: &SlotId,
) -> Result<Key, CacheError> {
    let password = Zeroizing::new(password.nfc().collect::<String>());
    let stretched = cost.stretch(password.as_bytes(), salt)?;
    Ok(match device_key {
        Some(device_key) => derive(
            &[device_key.expose(), stretched.expose()],
            &[b"front-desk/v1/keyring-and-password", desk, id],
        ),
        None => derive(&[stretched.expose()], &[b"front-desk/v1/password-only", desk, id]),
    })
}

pub(crate) fn recovery_key(code: &Key, id: &SlotId) -> Key {
    // Without the desk's name, so that the code alone opens a backup on any PC.
    derive(&[code.expose()], &[b"front-desk/v1/recovery", id])
}

/// What a new slot is made of, its wrapping key and owner apart.
pub(crate) struct Blank<'a> {
    pub(crate) desk: &'a DeskName,
    pub(crate) id: SlotId,
    pub(crate) kind: SlotKind,
    pub(crate) cost: KdfCost,
    pub(crate) salt: [u8; 16],
    pub(crate) keys: &'a DeskKeys,
}

impl Slot {
    pub(crate) fn for_person(
        desk: &DeskName,
        id: SlotId,
        device_key: Option<&Key>,
        password: &str,
        cost: KdfCost,
        owner: Owner,
        keys: &DeskKeys,
    ) -> Result<Slot, CacheError> {
        cost.check()?;
        let salt = random()?;
        let key = password_key(device_key, password, cost, &salt, desk, &id)?;
        Slot::lock(Blank { desk, id, kind: SlotKind::Person, cost, salt, keys }, &key, Some(owner))
    }

    pub(crate) fn for_recovery(desk: &DeskName, code: &Key, keys: &DeskKeys) -> Result<Slot, CacheError> {
        let id = random()?;
        let cost = KdfCost { memory_kib: 0, passes: 0 };
        let blank = Blank { desk, id, kind: SlotKind::Recovery, cost, salt: [0; 16], keys };
        Slot::lock(blank, &recovery_key(code, &id), None)
    }

    fn lock(blank: Blank<'_>, key: &Key, owner: Option<Owner>) -> Result<Slot, CacheError> {
        let private = PrivateKey::random()?;
        let mut slot = Slot {
            id: blank.id,
            kind: blank.kind,
            cost: blank.cost,
            salt: blank.salt,
            public_key: private.public(),
            wrapped: Wrapped { nonce: [0; 12], ciphertext: Vec::new() },
            sealed: Sealed { ephemeral: [0; 32], ciphertext: Vec::new() },
        };
        let inside = Put::default().raw(private.expose());
        let inside = match owner {
            Some(owner) => inside.raw(owner.person.as_bytes()).u8(owner.must_change_password.into()),
            None => inside,
        };
        let inside = Zeroizing::new(inside.done());
        slot.wrapped = seal::wrap(key, &inside, &slot.context(blank.desk))?;
        slot.sealed = slot.seal(blank.desk, blank.keys)?;
        Ok(slot)
    }

    /// `None` when the key is not the slot's: with a good check sum, a wrong password.
    pub(crate) fn open(&self, desk: &DeskName, key: &Key) -> Option<(PrivateKey, Option<Owner>)> {
        let inside = seal::unwrap(key, &self.wrapped, &self.context(desk))?;
        let mut take = Take(&inside);
        let private = PrivateKey::from_bytes(take.array()?);
        let owner = match self.kind {
            SlotKind::Recovery => None,
            SlotKind::Person => Some(Owner {
                person: PersonId::from_bytes(take.array()?),
                must_change_password: take.u8()? != 0,
            }),
        };
        Some((private, owner))
    }

    pub(crate) fn keys(&self, desk: &DeskName, private: &PrivateKey) -> Result<DeskKeys, CacheError> {
        let broken = || CacheError::damaged(Part::Slots, "a slot opens, but the key in it does not");
        let inside = seal::unseal(private, &self.sealed, &self.context(desk)).ok_or_else(broken)?;
        let mut take = Take(&inside);
        let mut key = || take.array().map(|it| DeskKey::from_key(Key::from_bytes(it)));
        Ok(DeskKeys { current: key().ok_or_else(broken)?, next: key() })
    }

    /// The same slot with other keys inside; nobody's password is needed for it.
    pub(crate) fn reseal(&self, desk: &DeskName, keys: &DeskKeys) -> Result<Slot, CacheError> {
        Ok(Slot { sealed: self.seal(desk, keys)?, ..self.clone() })
    }

    fn seal(&self, desk: &DeskName, keys: &DeskKeys) -> Result<Sealed, CacheError> {
        let mut inside = Zeroizing::new(Vec::with_capacity(64));
        inside.extend_from_slice(keys.current.expose());
        if let Some(next) = &keys.next {
            inside.extend_from_slice(next.expose());
        }
        seal::seal(&self.public_key, &inside, &self.context(desk))
    }

    /// Everything readable of the slot, so that no part of it can be moved to another one.
    fn context(&self, desk: &DeskName) -> Vec<u8> {
        let start = Put::default().raw(b"front-desk/v1/slot").raw(desk);
        self.put_open_part(start).done()
    }

    fn put_open_part(&self, put: Put) -> Put {
        let kind = match self.kind {
            SlotKind::Person => 1,
            SlotKind::Recovery => 2,
        };
        let put = put.raw(&self.id).u8(kind).u32(self.cost.memory_kib).u32(self.cost.passes);
        put.raw(&self.salt).raw(&self.public_key)
    }

    pub(crate) fn encode(&self, put: Put) -> Put {
        let put = self.put_open_part(put).raw(&self.wrapped.nonce).sized(&self.wrapped.ciphertext);
        put.raw(&self.sealed.ephemeral).sized(&self.sealed.ciphertext)
    }

    pub(crate) fn decode(take: &mut Take<'_>) -> Option<Slot> {
        let id = take.array()?;
        let kind = match take.u8()? {
            1 => SlotKind::Person,
            2 => SlotKind::Recovery,
            _ => return None,
        };
        let cost = KdfCost { memory_kib: take.u32()?, passes: take.u32()? };
        let (salt, public_key) = (take.array()?, take.array()?);
        let wrapped = Wrapped { nonce: take.array()?, ciphertext: take.sized()?.to_vec() };
        let sealed = Sealed { ephemeral: take.array()?, ciphertext: take.sized()?.to_vec() };
        Some(Slot { id, kind, cost, salt, public_key, wrapped, sealed })
    }
}
