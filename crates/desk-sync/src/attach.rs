//! A clinic that stood alone, into its organization: all of its book is sent, then the desk fetches what the organization has,
//! and is one of its desks.
//!
//! Invariants: whatever ends this, it goes on where it stopped; what the desk had is shown until the organization's rows begin
//! to come, which is not before all of it was taken in; a part that is refused stops it, so that nothing is left behind.

use crate::{
    FirstSync, HttpLink, Link, Push, Session, Stopped, Stored, Trouble, Turn,
    join::first_stage,
    pull::{after_setup, all_rows, setup_rows},
};
use clinic_domain::{id::PersonId, operation::Change, time::Instant};
use clinic_env::Clock;
use clinic_protocol::{
    SCHEMA,
    sync::{Checksum, Hello, Welcome},
};
use desk_cache::{
    CacheError, KdfCost, Store,
    store::{CentreSignIn, Progress, SignIn},
};
use std::sync::Arc;
use uuid::Uuid;

/// What the organization has, for whoever is to say yes.
pub struct There {
    /// Its name, how it is set up, and its people.
    pub rows: Vec<Change>,
    /// How many rows of each kind.
    pub counts: Vec<Checksum>,
    pub epoch: Uuid,
}

/// The person as whom the book is sent, and who opens the desk afterwards.
pub struct Arriving<'a> {
    pub person: PersonId,
    pub login: &'a str,
    /// It opens the desk afterwards.
    pub password: &'a str,
    pub session: &'a Arc<Session>,
    /// When their session there ends, by the centre's clock.
    pub session_until: Instant,
    pub cost: KdfCost,
    pub client_version: &'a str,
}

pub enum Stage<'a> {
    Sending(Progress),
    Fetching(&'a FirstSync),
}

#[derive(Debug, thiserror::Error)]
pub enum NotAttached {
    #[error("the centre: {0}")]
    Centre(#[from] Trouble),
    /// By its codes: nothing after it would hold.
    #[error("a part of the book was refused: {}", .0.join(" "))]
    Refused(Vec<String>),
    #[error("the centre cannot read the book of this version yet")]
    CentreTooOld,
    #[error("the desk's files")]
    Desk(#[from] CacheError),
}

impl From<Stopped<CacheError>> for NotAttached {
    fn from(stopped: Stopped<CacheError>) -> NotAttached {
        match stopped {
            Stopped::Centre(trouble) => NotAttached::Centre(trouble),
            Stopped::Desk(error) => NotAttached::Desk(error),
        }
    }
}

/// Asks for what a person compares before they say yes: nothing of a patient.
pub fn look_there(link: &mut HttpLink, client_version: &str) -> Result<There, Trouble> {
    let epoch = greet(link, client_version)?.epoch;
    let kinds = ["organization", "location", "resource", "appointment_type", "person"];
    let rows = all_rows(link, &kinds, epoch)?;
    let (_, counts) = link.checksums()?;
    Ok(There { rows, counts, epoch })
}

/// From wherever it stands to the end.
///
/// # Errors
/// See [`NotAttached`]; it can be begun again, and goes on.
pub fn attach(
    link: &mut HttpLink,
    store: &Store,
    clock: Clock,
    arriving: &Arriving<'_>,
    progress: &dyn Fn(Stage<'_>),
) -> Result<(), NotAttached> {
    let version = arriving.client_version;
    let welcome = loop {
        same_history(link, store, version)?;
        send(link, store, clock, progress)?;
        // Set back while it was sent, it may not have all of it.
        if let Some(welcome) = same_history(link, store, version)? {
            break welcome;
        }
    };
    if store.heard()?.epoch.is_none() {
        change_over(link, store, &welcome, arriving)?;
    } else if !store.people_with_sign_in()?.contains(&arriving.person) {
        // Another one goes on with it than who had begun.
        let own = store.read(|it| it.person(arriving.person))?.ok_or_else(unknown)?;
        store.admit_arriving(&own, &arriving.sign_in())?;
    }
    first_stage(link, store, clock, version, &|it| progress(Stage::Fetching(it)))?;
    let Arriving { person, login, session, session_until, .. } = *arriving;
    let kept = CentreSignIn {
        person,
        login: login.to_owned(),
        refresh_token: session.refresh_token(),
        until: session_until,
        confirmed_at: clock.now(),
    };
    Ok(store.finish_attaching(&kept, kept.confirmed_at)?)
}

/// The organization's rows take the place of those that stood here: how it is set up and its people at once, so that there is
/// no moment in which the desk knows nobody.
fn change_over(
    link: &mut HttpLink,
    store: &Store,
    welcome: &Welcome,
    arriving: &Arriving<'_>,
) -> Result<(), NotAttached> {
    let rows = setup_rows(link, welcome.epoch)?;
    let own = rows.iter().find_map(|row| match row {
        Change::Person(it) if it.id == arriving.person => Some(it),
        _ => None,
    });
    store.admit_arriving(own.ok_or_else(unknown)?, &arriving.sign_in())?;
    Ok(store.fetch_anew(&rows, &after_setup(welcome.epoch, welcome.head))?)
}

fn unknown() -> Trouble {
    Trouble::Unreadable("it does not know who signed in".to_owned())
}

impl Arriving<'_> {
    const fn sign_in(&self) -> SignIn<'_> {
        let Arriving { person, login, password, cost, .. } = *self;
        SignIn { person, login, password, must_change_password: false, cost }
    }
}

/// None where the centre counts in another history than the one in which it answered: then all of it waits again.
fn same_history(
    link: &mut HttpLink,
    store: &Store,
    client_version: &str,
) -> Result<Option<Welcome>, NotAttached> {
    let welcome = greet(link, client_version)?;
    let stands = store.attaching()?.map(|(it, _)| it.epoch);
    if stands == Some(welcome.epoch) {
        return Ok(Some(welcome));
    }
    store.attach_anew(welcome.epoch)?;
    Ok(None)
}

fn greet(link: &mut HttpLink, client_version: &str) -> Result<Welcome, Trouble> {
    let client_version = client_version.to_owned();
    // Everything that brings the book is kept until it has arrived.
    link.hello(&Hello { client_version, schema: SCHEMA, ..Hello::default() })
}

/// All that waits.
fn send(
    link: &mut HttpLink,
    store: &Store,
    clock: Clock,
    progress: &dyn Fn(Stage<'_>),
) -> Result<(), NotAttached> {
    let now = || clock.now();
    let desk = Stored { store, now: &now };
    let mut push = Push::default();
    loop {
        if let Some((_, stands)) = store.attaching()? {
            progress(Stage::Sending(stands));
        }
        // A visit whose time somebody else has is decided about afterwards; the rest stands on each other.
        let refused = store.refused()?.into_iter().find(|it| it.changes.is_empty());
        if let Some(refused) = refused {
            return Err(NotAttached::Refused(refused.reasons));
        }
        match push.turn(link, &desk)? {
            Turn::More => {}
            Turn::Rest if store.outbox()?.deferred > 0 => return Err(NotAttached::CentreTooOld),
            Turn::Rest => return Ok(()),
        }
    }
}
