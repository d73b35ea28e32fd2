//! A new desk of a centre: its files, and of the clinic what work begins with.
//!
//! Invariant: the desk exists when it is usable; whatever ends this before leaves files that nobody can open.

use crate::{
    DeskKey, Enrolled, FirstSync, HttpLink, Pull, Session, SignedIn, Stopped, Stored, Trouble, Wire,
};
use clinic_domain::time::Instant;
use clinic_env::Clock;
use desk_cache::{
    CacheError, Home, KdfCost, KeyStore, Store,
    store::{Centre, CentreSignIn, Created, NewDesk},
};
use std::sync::Arc;

/// A desk that the centre has taken in, before anybody signed in on it.
pub struct Enrolment {
    pub address: String,
    /// The organization's short name.
    pub organization: String,
    pub key: DeskKey,
    pub enrolled: Enrolled,
}

/// Who joins with it, and how the desk's files are kept.
pub struct Joining<'a> {
    pub enrolment: &'a Enrolment,
    pub signed_in: &'a SignedIn,
    pub login: &'a str,
    /// It opens the desk.
    pub password: &'a str,
    pub key_store: KeyStore,
    pub cost: KdfCost,
    pub client_version: &'a str,
}

#[derive(Debug, thiserror::Error)]
pub enum NotJoined {
    #[error("the centre: {0}")]
    Centre(#[from] Trouble),
    #[error("the desk's files")]
    Desk(#[from] CacheError),
}

impl From<Stopped<CacheError>> for NotJoined {
    fn from(stopped: Stopped<CacheError>) -> NotJoined {
        match stopped {
            Stopped::Centre(trouble) => NotJoined::Centre(trouble),
            Stopped::Desk(error) => NotJoined::Desk(error),
        }
    }
}

impl Enrolment {
    #[must_use]
    pub fn centre(&self) -> Centre {
        Centre {
            url: self.address.clone(),
            organization: self.enrolled.organization,
            slug: self.organization.clone(),
            key: self.key.seed(),
        }
    }
}

/// # Errors
/// See [`NotJoined`]; the enrolment stays good.
pub fn join(
    home: &Home,
    clock: Clock,
    joining: &Joining<'_>,
    progress: &dyn Fn(&FirstSync),
) -> Result<Created, NotJoined> {
    let Joining { enrolment, signed_in, login, password, .. } = *joining;
    let device = enrolment.enrolled.device.id;
    let wire = Wire::alone(&enrolment.address).map_err(Trouble::from)?;
    let (person, now) = (signed_in.person, clock.now());
    let new =
        NewDesk { key_store: joining.key_store, device, person, login, password, cost: joining.cost, now };
    Store::create(home, &new, |store| {
        store.join(&enrolment.centre(), device, Some(person), now)?;
        let session = Session::new(device, DeskKey::of(enrolment.key.seed()), clock, None, Box::new(|_| {}));
        session.begin(signed_in);
        let session = Arc::new(session);
        let mut link = HttpLink::new(wire, Arc::clone(&session));
        first_stage(&mut link, store, clock, joining.client_version, progress)?;
        let kept = CentreSignIn {
            person,
            login: login.to_owned(),
            refresh_token: session.refresh_token(),
            until: Instant(signed_in.session_until),
            confirmed_at: now,
        };
        Ok::<_, NotJoined>(store.put_centre_sign_in(&kept)?)
    })
}

/// Until the desk is usable.
pub(crate) fn first_stage(
    link: &mut HttpLink,
    store: &Store,
    clock: Clock,
    client_version: &str,
    progress: &dyn Fn(&FirstSync),
) -> Result<(), Stopped<CacheError>> {
    let now = || clock.now();
    let desk = Stored { store, now: &now };
    let mut pull = Pull::new(client_version);
    loop {
        pull.turn(link, &desk)?;
        match pull.first_sync(&desk).map_err(Stopped::Desk)? {
            Some(it) if !it.is_usable => progress(&it),
            _ => return Ok(()),
        }
    }
}
