//! Getting to the unlocked desk: with a password, or with the printed recovery code.

use crate::{
    env::{Clock, Ids},
    error::{AppError, AppResult, found},
    front_desk::FrontDesk,
    password,
};
use clinic_domain::{
    id::{DeviceId, PersonId},
    invalid::{Field, Problem},
    people::Person,
    refusal::{Missing, Refusal},
};
use desk_cache::{
    CacheError, Home, KdfCost, KeyStore, RecoveryCode, Store,
    mirror::Reader,
    store::{SignIn, Unlocked},
};
use zeroize::Zeroizing;

/// A person at the unlocked desk.
pub struct AtTheDesk {
    pub desk: FrontDesk,
    pub person: PersonId,
    pub must_change_password: bool,
}

pub fn sign_in(home: &Home, clock: Clock, login: &str, password: &str) -> AppResult<AtTheDesk> {
    let login = login.trim().to_lowercase();
    let unlocked = Store::unlock(home, &login, password, clock.now())?;
    let desk = FrontDesk::new(unlocked.store, clock);
    let person = unlocked.signed_in.person;
    if !desk.read(|reader| Ok(reader.setup()?.is_some()))? && desk.store.position()?.seq == 0 {
        // An earlier version left such a desk when setting up was cut off: nothing was ever entered into it.
        desk.close()?;
        home.begin_again(clock.now())?;
        return Err(CacheError::NotSetUp.into());
    }
    // A slot outlives its person only when something was cut off between the two; patients have none.
    if desk.configuration()?.person(person).is_none_or(|it| !it.may_sign_in()) {
        return Err(CacheError::WrongPassword { tries_left: 0 }.into());
    }
    Ok(AtTheDesk { desk, person, must_change_password: unlocked.signed_in.must_change_password })
}

/// Signs an administrator in to a desk whose files are older than what this PC remembers, as a new device. What was
/// lost stands in the audit trail.
pub fn accept_older_state(home: &Home, clock: Clock, login: &str, password: &str) -> AppResult<AtTheDesk> {
    let login = login.trim().to_lowercase();
    let device = DeviceId(Ids::new(clock).next());
    let now = clock.now();
    Ok(at_the_desk(Store::accept_older_state(home, &login, password, device, now, is_administrator)?, clock))
}

pub(crate) fn at_the_desk(unlocked: Unlocked, clock: Clock) -> AtTheDesk {
    let Unlocked { store, signed_in, .. } = unlocked;
    let desk = FrontDesk::new(store, clock);
    AtTheDesk { desk, person: signed_in.person, must_change_password: signed_in.must_change_password }
}

/// By the people of this mirror.
pub(crate) fn is_administrator(mirror: &Reader<'_>, who: PersonId) -> Result<bool, CacheError> {
    let person = mirror.person(who)?;
    Ok(person.is_some_and(|it| it.is_administrator()))
}

pub struct Recovery<'a> {
    pub code: &'a str,
    pub login: &'a str,
    pub new_password: &'a str,
    /// Where the device's half of the key is to be from now on.
    pub key_store: KeyStore,
    pub cost: KdfCost,
}

/// A person who got in by the recovery code, and the next code to print.
pub struct Recovered {
    pub at_the_desk: AtTheDesk,
    pub recovery_code: Zeroizing<String>,
}

/// Opens the desk with the recovery code and gives one person a new password; everybody else keeps theirs, unless
/// the keyring was lost.
pub fn recover(home: &Home, clock: Clock, recovery: &Recovery<'_>) -> AppResult<Recovered> {
    let login = recovery.login.trim().to_lowercase();
    password::check(recovery.new_password, &login).map_err(AppError::WeakPassword)?;
    let code = RecoveryCode::parse(recovery.code)?;
    let recovered = Store::unlock_with_recovery(home, &code, recovery.key_store, clock.now())?;
    give_first_person(recovered.store, recovered.recovery_code.text(), clock, &login, recovery)
}

/// After the recovery code or a restored backup: the person who holds the code gets a password.
pub(crate) fn give_first_person(
    store: Store,
    recovery_code: Zeroizing<String>,
    clock: Clock,
    login: &str,
    recovery: &Recovery<'_>,
) -> AppResult<Recovered> {
    let desk = FrontDesk::new(store, clock);
    let person = person_by_login(&desk, login)?;
    let sign_in = SignIn {
        person: person.id,
        login,
        password: recovery.new_password,
        cost: recovery.cost,
        must_change_password: false,
    };
    desk.store.put_sign_in(&sign_in, Some(person.id), desk.now())?;
    let at_the_desk = AtTheDesk { desk, person: person.id, must_change_password: false };
    Ok(Recovered { at_the_desk, recovery_code })
}

/// Whether it could be the person's next one, wherever it is kept.
pub fn check_new_password(desk: &FrontDesk, who: PersonId, old: &str, new: &str) -> AppResult<()> {
    password::check(new, &desk.author(who)?.login).map_err(AppError::WeakPassword)?;
    if old == new {
        return Err(Refusal::Invalid { field: Field::NewPassword, problem: Problem::SameAsBefore }.into());
    }
    Ok(())
}

pub fn change_password(
    desk: &FrontDesk,
    who: PersonId,
    old: &str,
    new: &str,
    cost: KdfCost,
) -> AppResult<()> {
    check_new_password(desk, who, old, new)?;
    let person = desk.author(who)?;
    Ok(desk.store.change_password(&person.login, old, new, cost, desk.now())?)
}

/// A new recovery code, to be printed; the one before stays valid until this one is confirmed.
pub fn new_recovery_code(desk: &FrontDesk, who: PersonId) -> AppResult<Zeroizing<String>> {
    clinic_domain::arbitration::permitted(
        &desk.author(who)?,
        clinic_domain::people::Permission::ManageBackups,
    )?;
    Ok(desk.store.new_recovery_code(Some(who), desk.now())?.text())
}

/// The person has the new code on paper: the ones before stop opening the desk.
pub fn confirm_recovery_code(desk: &FrontDesk, who: PersonId, code: &str) -> AppResult<()> {
    Ok(desk.store.confirm_recovery_code(&RecoveryCode::parse(code)?, Some(who), desk.now())?)
}

fn person_by_login(desk: &FrontDesk, login: &str) -> AppResult<Person> {
    let configuration = desk.configuration()?;
    found(configuration.people.iter().find(|it| it.login == login && it.is_active).cloned(), Missing::Person)
}
