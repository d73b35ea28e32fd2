//! Setting up a desk: keys, files, the first person.

use super::{
    Store,
    open::{self, Loss, Unsealed},
    unlock::entry,
};
use crate::{
    cipher::{self, Key, Mode},
    error::{CacheError, Part},
    files,
    head::HeadFile,
    home::Home,
    keys::{
        DeskKey,
        kdf::KdfCost,
        keyring::{KeyStore, Keyring},
        random, random_key,
        recovery::RecoveryCode,
        slot::{DeskKeys, Owner, Slot, slot_id},
        slots::{FileSalts, SlotBook},
        tries::Tries,
    },
    migrate,
    vault::{
        self, audit,
        people::{self, SlotRow},
    },
};
use clinic_domain::{
    id::{DeviceId, PersonId},
    personal::Personal,
    time::Instant,
};

/// A desk to be set up, with its first person.
pub struct NewDesk<'a> {
    pub key_store: KeyStore,
    pub device: DeviceId,
    pub person: PersonId,
    pub login: &'a str,
    pub password: &'a str,
    pub cost: KdfCost,
    pub now: Instant,
}

pub struct Created {
    pub store: Store,
    /// To be printed and locked away; it is shown this once.
    pub recovery_code: RecoveryCode,
}

impl Store {
    /// Sets up a desk in an empty folder, with what `first` puts into it. The key slots are written last: whatever
    /// ends this before, a kill included, leaves files that nobody can ever open, and the next set-up clears them.
    ///
    /// # Errors
    /// Whatever `first` answers; [`CacheError::AlreadySetUp`]; [`CacheError::KeyringMissing`] before anything was
    /// written.
    pub fn create<E: From<CacheError>>(
        home: &Home,
        new: &NewDesk<'_>,
        first: impl FnOnce(&Store) -> Result<(), E>,
    ) -> Result<Created, E> {
        let (store, recovery_code) = make(home, new)?;
        first(&store)?;
        store.session()?.get().save_slots()?;
        home.finish_set_up()?;
        Ok(Created { store, recovery_code })
    }
}

/// A desk that is open here and now and never again: until its slots are saved, its key is in this memory alone.
fn make(home: &Home, new: &NewDesk<'_>) -> Result<(Store, RecoveryCode), CacheError> {
    let occupied = home.occupy()?;
    if home.is_set_up() {
        return Err(CacheError::AlreadySetUp);
    }
    let desk = *new.device.as_bytes();
    let device_key = make_device_key(new.key_store, &Keyring::of(&desk))?;
    home.begin_set_up()?;
    let keys = DeskKeys { current: DeskKey::random()?, next: None };
    let login_salt = random()?;
    let recovery_code = RecoveryCode::random()?;
    let owner = Owner { person: new.person, must_change_password: false };
    let id = slot_id(&login_salt, new.login);
    let slots = vec![
        Slot::for_person(&desk, id, device_key.as_ref(), new.password, new.cost, owner, &keys)?,
        Slot::for_recovery(&desk, recovery_code.key(), &keys)?,
    ];
    let files = vec![make_databases(home, &keys.current, new, &slots)?];
    let (key_store, tries) = (new.key_store, Tries::default());
    let book = SlotBook { generation: 0, desk, key_store, login_salt, files, tries, slots };
    let unsealed = Unsealed { home: home.clone(), book, key: keys.current, device_key };
    let opened = open::open(unsealed, Loss::Refuse, new.now)?;
    Ok((Store::start(home.clone(), occupied, opened)?, recovery_code))
}

/// A new device key, and proof that the keyring gives it back.
pub(crate) fn make_device_key(key_store: KeyStore, keyring: &Keyring) -> Result<Option<Key>, CacheError> {
    if key_store == KeyStore::PassphraseOnly {
        return Ok(None);
    }
    let key = random_key()?;
    keyring.put_device_key(&key)?;
    if keyring.device_key()?.expose() != key.expose() {
        return Err(CacheError::KeyringMissing {
            detail: "it does not give back what was put into it".to_owned(),
        });
    }
    Ok(Some(key))
}

fn make_databases(
    home: &Home,
    key: &DeskKey,
    new: &NewDesk<'_>,
    slots: &[Slot],
) -> Result<FileSalts, CacheError> {
    let (vault_path, mirror_path) = (home.file(Part::Vault), home.file(Part::Mirror));
    let mut mirror = cipher::create(&mirror_path, &key.file(Part::Mirror), Mode::Mirror)?;
    migrate::migrate(&mut mirror, &migrate::MIRROR)?;
    drop(mirror);
    let mut vault = cipher::create(&vault_path, &key.file(Part::Vault), Mode::Vault)?;
    migrate::migrate(&mut vault, &migrate::VAULT)?;
    let transaction = vault.transaction()?;
    vault::found(&transaction, new.device)?;
    for slot in slots {
        let person = (slot.id == slots[0].id).then_some(new.person);
        people::put(&transaction, &SlotRow::of(slot, person))?;
    }
    let mut tip = vault::tip(&transaction)?;
    let entry = entry(new.now, Some(new.person), "desk_created", Personal::default());
    audit::append(&transaction, &mut tip, &entry, None)?;
    transaction.commit()?;
    drop(vault);
    HeadFile::create(&home.file(Part::Head), key.head(), *new.device.as_bytes(), &tip.position())?;
    Ok(FileSalts { vault: files::salt_of(&vault_path)?, mirror: files::salt_of(&mirror_path)? })
}
