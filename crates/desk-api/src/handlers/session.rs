//! Who is at the desk: set-up, sign-in, lock, passwords, the recovery code.

use crate::{
    call::Call,
    centre::Tie,
    desk::Session,
    dto::{backup::RestoreRequest, import::Progress, session::*},
    error::{ApiError, Fault, FileFault},
    shape::{invalid, preferences::read, session as shape},
    zone,
};
use clinic_domain::{
    id::PersonId,
    invalid::{Field, Problem},
    time::Instant,
};
use desk_app::{
    backup,
    error::AppError,
    front_desk::FrontDesk,
    preferences, rebuild_mirror,
    set_up::{self, Demo, SetUp},
    sign_in::{self, AtTheDesk, Recovered, Recovery},
};
use desk_cache::{CacheError, HomeStatus, KdfCost};
use std::sync::{Arc, atomic::Ordering};

pub fn status(call: &Call<'_>, _: Nothing) -> Result<DeskStatus, ApiError> {
    if let Some(signed_in) = call.desk.current() {
        return Ok(DeskStatus::Unlocked { session: Box::new(shape::view(&signed_in)?) });
    }
    Ok(match call.desk.home.status()? {
        HomeStatus::NotSetUp => DeskStatus::NotSetUp {
            keyring: shape::keyring_state(),
            was_cut_off: call.desk.home.is_cut_off(),
            zone: zone::of_this_pc().map(|it| it.name().to_owned()),
        },
        HomeStatus::Locked { key_store } | HomeStatus::Unlocked { key_store } => {
            DeskStatus::Locked { key_store: shape::key_store_kind(key_store), retry_after_seconds: 0 }
        }
    })
}

pub fn set_up(call: &Call<'_>, request: SetUpRequest) -> Result<FirstSession, ApiError> {
    let zone = request.zone.trim().parse().map_err(|_| invalid(Field::Zone, Problem::NotAZone))?;
    let language = call.language();
    let wanted = SetUp {
        organization_name: &request.organization_name,
        organization_kind: request.organization_kind,
        location_name: &request.location_name,
        zone,
        person_name: &request.person_name,
        login: &request.login,
        password: &request.password,
        key_store: shape::key_store(request.key_store),
        cost: KdfCost::calibrate()?,
        demo: request.demo.map(|it| Demo {
            size: shape::clinic_size(it),
            seed: request.demo_seed.map(u64::from),
            words: language.demo(),
        }),
        type_words: &|it| language.usual_type(it),
    };
    let progress = |done: u64, total: u64| {
        let small = |it: u64| u32::try_from(it).unwrap_or(u32::MAX);
        (call.progress)(Progress { stage: "generating".to_owned(), done: small(done), total: small(total) });
    };
    let recovered = set_up::set_up(&call.desk.home, call.desk.clock, &wanted, &progress)?;
    admit_with_code(call, recovered)
}

pub fn restore_backup(call: &Call<'_>, request: RestoreRequest) -> Result<FirstSession, ApiError> {
    let staged = call.desk.staging.all();
    let [file] = staged.as_slice() else {
        return Err(FileFault::NoBackupChosen.into());
    };
    let recovery = Recovery {
        code: &request.recovery_code,
        login: &request.login,
        new_password: &request.new_password,
        key_store: shape::key_store(request.key_store),
        cost: KdfCost::calibrate()?,
    };
    let recovered = backup::restore(&call.desk.home, call.desk.clock, &file.bytes, &recovery)?;
    call.desk.staging.clear();
    admit_with_code(call, recovered)
}

pub fn sign_in(call: &Call<'_>, request: SignInRequest) -> Result<SessionView, ApiError> {
    call.desk.lock();
    let entered = sign_in::sign_in(&call.desk.home, call.desk.clock, &request.login, &request.password)
        .map_err(|error| with_wait(error, call.desk.now()))?;
    let signed_in = admit(call, entered)?;
    shape::view(&signed_in)
}

/// An administrator's decision, audited: the files are older than what this PC remembers, and are used all the same.
pub fn accept_older_state(call: &Call<'_>, request: SignInRequest) -> Result<SessionView, ApiError> {
    call.desk.lock();
    let SignInRequest { login, password } = &request;
    let entered = sign_in::accept_older_state(&call.desk.home, call.desk.clock, login, password)
        .map_err(|error| with_wait(error, call.desk.now()))?;
    let signed_in = admit(call, entered)?;
    shape::view(&signed_in)
}

/// An administrator's decision, audited: what the screens read is made again from a backup and the desk's own receipts.
pub fn rebuild_mirror(call: &Call<'_>, request: SignInRequest) -> Result<SessionView, ApiError> {
    // Locking lets the chosen file go.
    let staged = call.desk.staging.all();
    call.desk.lock();
    let backup = match staged.as_slice() {
        [] => None,
        [file] => Some(file.bytes.as_slice()),
        _ => return Err(FileFault::NoBackupChosen.into()),
    };
    let SignInRequest { login, password } = &request;
    let (home, clock) = (&call.desk.home, call.desk.clock);
    let entered = rebuild_mirror::rebuild_mirror(home, clock, login, password, backup)
        .map_err(|error| with_wait(error, call.desk.now()))?;
    let signed_in = admit(call, entered)?;
    shape::view(&signed_in)
}

pub fn sign_in_with_recovery(call: &Call<'_>, request: RecoverRequest) -> Result<FirstSession, ApiError> {
    call.desk.lock();
    let key_store = match call.desk.home.status()? {
        HomeStatus::NotSetUp => {
            return Err(Fault::NotSetUp.into());
        }
        HomeStatus::Locked { key_store } | HomeStatus::Unlocked { key_store } => key_store,
    };
    let recovery = Recovery {
        code: &request.recovery_code,
        login: &request.login,
        new_password: &request.new_password,
        key_store,
        cost: KdfCost::calibrate()?,
    };
    let recovered = sign_in::recover(&call.desk.home, call.desk.clock, &recovery)?;
    admit_with_code(call, recovered)
}

pub fn change_password(call: &Call<'_>, request: ChangePasswordRequest) -> Result<SessionView, ApiError> {
    let signed_in = call.desk.current().ok_or_else(ApiError::locked)?;
    let (old, new) = (&request.old_password, &request.new_password);
    // A one-time password is this desk's alone, and so is what it is changed to, until they sign in at the centre.
    let is_one_time = signed_in.must_change_password.load(Ordering::Relaxed);
    if let Some(tie) = signed_in.tie.as_ref().filter(|_| !is_one_time) {
        // Theirs is the one at the centre: another one here would be gone with the next sign-in there.
        sign_in::check_new_password(&signed_in.front, signed_in.person, old, new)?;
        tie.change_password(old, new)?;
    }
    sign_in::change_password(&signed_in.front, signed_in.person, old, new, KdfCost::calibrate()?)?;
    signed_in.must_change_password.store(false, Ordering::Relaxed);
    shape::view(&signed_in)
}

pub fn new_recovery_code(call: &Call<'_>, _: Nothing) -> Result<RecoveryCodeView, ApiError> {
    let signed_in = call.signed_in()?;
    let code = sign_in::new_recovery_code(&signed_in.front, signed_in.person)?;
    Ok(RecoveryCodeView { recovery_code: code.to_string() })
}

/// The ones before stop opening the desk.
pub fn confirm_recovery_code(
    call: &Call<'_>,
    request: ConfirmRecoveryCodeRequest,
) -> Result<Nothing, ApiError> {
    let signed_in = call.signed_in()?;
    sign_in::confirm_recovery_code(&signed_in.front, signed_in.person, &request.recovery_code)?;
    Ok(Nothing {})
}

pub fn keep_awake(call: &Call<'_>, _: Nothing) -> Result<Nothing, ApiError> {
    call.desk.keep_awake();
    Ok(Nothing {})
}

pub fn lock(call: &Call<'_>, _: Nothing) -> Result<Nothing, ApiError> {
    call.desk.lock();
    Ok(Nothing {})
}

fn admit(call: &Call<'_>, entered: AtTheDesk) -> Result<Arc<Session>, ApiError> {
    let AtTheDesk { desk, person, must_change_password } = entered;
    hand_over(call, Arc::new(desk), person, must_change_password)
}

/// The open desk to another person, or to the first.
pub(super) fn hand_over(
    call: &Call<'_>,
    front: Arc<FrontDesk>,
    person: PersonId,
    must_change_password: bool,
) -> Result<Arc<Session>, ApiError> {
    let notices = shape::notices(&front, &call.desk.home);
    let preferences = read(&preferences::preferences(&front, person)?);
    let tie = Tie::of(&front, person, call.desk.announcer(), call.desk.clock, call.desk.place())?;
    Ok(call.desk.admit(Session {
        front,
        tie,
        person,
        must_change_password: must_change_password.into(),
        notices,
        preferences: preferences.into(),
        agents: None.into(),
    }))
}

pub(super) fn admit_with_code(call: &Call<'_>, recovered: Recovered) -> Result<FirstSession, ApiError> {
    let recovery_code = recovered.recovery_code.to_string();
    let signed_in = admit(call, recovered.at_the_desk)?;
    Ok(FirstSession { recovery_code, session: shape::view(&signed_in)? })
}

/// How long to wait after too many tries, counted by the desk's own clock.
fn with_wait(error: AppError, now: Instant) -> ApiError {
    match error {
        AppError::Cache(CacheError::TooManyTries { retry_at }) => {
            let seconds = (retry_at.0 - now.0).max(0);
            ApiError::from(error).fact("retry_after_seconds", seconds)
        }
        other => other.into(),
    }
}
