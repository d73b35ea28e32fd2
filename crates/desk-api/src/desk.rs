//! The door of one desk: who is signed in, when it locks, and what it tells its listeners.
//!
//! Invariant: nothing is open while nobody is signed in. Locking takes the open desk out; a call that is under
//! way finishes on its own hold of it, and the last hold flushes and forgets the keys.

use crate::{
    announcer::{Announcer, Listener},
    backup_day::BackupDay,
    centre::Tie,
    dto::{
        preferences::{Language, Preferences},
        session::Notice,
    },
    error::ApiError,
    exports::Exports,
    handlers::{agent::Agents, day_tag, waitlist_tag},
    long_work::LongWork,
    staging::Staging,
};
use clinic_domain::{
    id::{DeviceId, PersonId},
    time::Instant,
};
use desk_app::{env::Clock, freed, front_desk::FrontDesk};
use desk_cache::{Home, store::Attaching};
use desk_lan::Place;
use desk_model::Endpoint;
use desk_sync::{Away, Enrolment, Reach};
use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};
use zeroize::Zeroizing;

/// Without input for so long, work that everybody would wait for may run.
const QUIET_SECONDS: i64 = 60;
/// Without input for so long, what is likely to be asked next is worked out, and so often.
const PAUSE_SECONDS: i64 = 2;
const AHEAD_EVERY_SECONDS: i64 = 60;

pub struct DeskConfig {
    pub home: PathBuf,
    pub clock: Clock,
}

pub struct Desk {
    pub(crate) home: Home,
    pub(crate) clock: Clock,
    pub(crate) staging: Staging,
    pub(crate) import: LongWork,
    pub(crate) replay: LongWork,
    pub(crate) exports: Exports,
    pub(crate) backup_day: BackupDay,
    /// The language model that is asked; made when somebody speaks to the agents first.
    pub(crate) model: Mutex<Option<Arc<Endpoint>>>,
    announcer: Arc<Announcer>,
    /// Where it listens for the other desks of its location.
    place: Option<Place>,
    enrolled: Mutex<Option<Arc<Enrolment>>>,
    arrival: Mutex<Option<Arc<Arrival>>>,
    visitor: Mutex<Option<Arc<Visitor>>>,
    away: Mutex<Option<Arc<Away>>>,
    browser: Option<Browser>,
    signed_in: RwLock<Option<Arc<Session>>>,
    last_input: AtomicI64,
    /// When capacity was worked out while nobody waited.
    ahead_at: AtomicI64,
}

/// Has this PC's browser open an address; says whether it was told to.
pub type Browser = Box<dyn Fn(&str) -> bool + Send + Sync>;

/// Somebody signed in at the centre whom this desk does not know yet, or not any more, until it lets them in.
pub(crate) struct Visitor {
    pub signed_in: desk_sync::SignedIn,
    pub login: String,
    /// The one that they have there; absent for who came by the browser.
    pub password: Option<Zeroizing<String>>,
}

/// Somebody signed in at an organization that the clinic goes into, until the desk locks.
pub(crate) struct Arrival {
    pub to: Attaching,
    /// It opens this desk afterwards.
    pub password: Zeroizing<String>,
    pub session: Arc<desk_sync::Session>,
    pub session_until: Instant,
}

/// A person at the unlocked desk, until it locks.
pub struct Session {
    pub(crate) front: Arc<FrontDesk>,
    /// Absent for a desk that is its own arbiter.
    pub(crate) tie: Option<Tie>,
    pub(crate) person: PersonId,
    pub(crate) must_change_password: AtomicBool,
    pub(crate) notices: Vec<Notice>,
    pub(crate) preferences: Mutex<Preferences>,
    /// Made when somebody speaks to them first.
    pub(crate) agents: Mutex<Option<Agents>>,
}

impl Session {
    pub(crate) fn preferences(&self) -> Preferences {
        self.liked().clone()
    }

    pub(crate) fn language(&self) -> Option<Language> {
        self.liked().language
    }

    /// From now on; what outlasts the session is the store's.
    pub(crate) fn prefer(&self, preferences: Preferences) {
        *self.liked() = preferences;
    }

    fn liked(&self) -> MutexGuard<'_, Preferences> {
        self.preferences.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Desk {
    /// Claims the data folder for this process and opens nothing yet.
    pub fn new(config: DeskConfig) -> Result<Desk, ApiError> {
        Ok(Desk {
            home: Home::claim(&config.home)?,
            clock: config.clock,
            staging: Staging::default(),
            import: LongWork::default(),
            replay: LongWork::default(),
            exports: Exports::into(config.home.join("exports")),
            backup_day: BackupDay::default(),
            model: Mutex::new(None),
            announcer: Arc::default(),
            place: None,
            enrolled: Mutex::new(None),
            arrival: Mutex::new(None),
            visitor: Mutex::new(None),
            away: Mutex::new(None),
            browser: None,
            signed_in: RwLock::new(None),
            last_input: AtomicI64::new(0),
            ahead_at: AtomicI64::new(0),
        })
    }

    /// A desk of a centre that sees the others of its location over the local network, too.
    #[must_use]
    pub fn listening(self, place: Place) -> Desk {
        Desk { place: Some(place), ..self }
    }

    /// A desk whose people sign in in the browser of this PC, where their organization wants that.
    #[must_use]
    pub fn with_browser(self, browser: Browser) -> Desk {
        Desk { browser: Some(browser), ..self }
    }

    /// A desk whose files for people lie in this folder, and not in its own one.
    #[must_use]
    pub fn exporting_to(self, folder: PathBuf) -> Desk {
        Desk { exports: Exports::into(folder), ..self }
    }

    pub fn subscribe(&self, listener: Listener) {
        self.announcer.subscribe(listener);
    }

    /// To be called about once a second: auto-lock, look-ups that ended, holds that ran out, the daily backup.
    pub fn tick(&self) {
        let Some(signed_in) = self.current() else { return };
        if self.give_up_if_revoked(&signed_in) {
            return;
        }
        let idle_seconds = self.now().0 - self.last_input.load(Ordering::Relaxed);
        let limit =
            signed_in.front.configuration().map_or(5, |it| it.setup.organization.settings.auto_lock_minutes);
        if idle_seconds >= i64::from(limit) * 60 {
            tracing::info!("locked after {limit} minutes without input");
            self.lock();
            return;
        }
        if let Err(error) = signed_in.front.settle_lookups() {
            tracing::warn!(%error, "a look-up could not be written to the audit trail");
        }
        self.holds_run_out(&signed_in);
        if let Some(tie) = &signed_in.tie {
            tie.tick(self.now());
        }
        self.backup_day.run_if_due(&signed_in);
        if idle_seconds >= PAUSE_SECONDS {
            self.work_ahead(&signed_in);
        }
        if idle_seconds >= QUIET_SECONDS
            && let Err(error) = desk_app::people::rekey_if_due(&signed_in.front)
        {
            tracing::warn!(%error, "the desk key could not be changed");
        }
    }

    fn work_ahead(&self, signed_in: &Session) {
        let (now, last) = (self.now().0, self.ahead_at.load(Ordering::Relaxed));
        if (0..AHEAD_EVERY_SECONDS).contains(&(now - last)) {
            return;
        }
        match desk_app::capacity::ahead(&signed_in.front, signed_in.person) {
            Ok(true) => return,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "capacity was not worked out ahead"),
        }
        self.ahead_at.store(now, Ordering::Relaxed);
    }

    /// A hold that is over is nobody's act: the clock says so to whoever shows its time.
    fn holds_run_out(&self, signed_in: &Session) {
        match freed::holds_run_out(&signed_in.front)
            .and_then(|over| Ok((over, signed_in.front.configuration()?)))
        {
            Ok((over, configuration)) => over.iter().for_each(|it| {
                let location = it.slot.location;
                let day = day_tag(&configuration.setup, location, it.slot.visit.start());
                self.announce(vec![day, waitlist_tag(location)]);
            }),
            Err(error) => tracing::warn!(%error, "the holds that ran out could not be read"),
        }
    }

    /// Flushes and locks: the end of the process.
    pub fn close(&self) {
        self.lock();
    }

    pub(crate) fn now(&self) -> Instant {
        self.clock.now()
    }

    pub(crate) fn current(&self) -> Option<Arc<Session>> {
        self.signed_in.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn keep_awake(&self) {
        self.last_input.store(self.now().0, Ordering::Relaxed);
    }

    pub(crate) fn admit(&self, session: Session) -> Arc<Session> {
        let session = Arc::new(session);
        self.keep_awake();
        *self.signed_in.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&session));
        self.announce(vec!["session".to_owned()]);
        session
    }

    pub(crate) fn lock(&self) {
        let left = self.signed_in.write().unwrap_or_else(PoisonError::into_inner).take();
        self.staging.clear();
        self.exports.forget();
        self.arrival().take();
        self.visitor().take();
        self.send_away(None);
        if let Some(signed_in) = left {
            if let Some(tie) = &signed_in.tie {
                tie.end();
            }
            if let Err(error) = signed_in.front.close() {
                tracing::warn!(%error, "closing the desk");
            }
            self.announce(vec!["session".to_owned()]);
        }
    }

    /// Whatever an act changed; and where it set time free, that it did.
    pub(crate) fn announce(&self, mut tags: Vec<String>) {
        if self.current().is_some_and(|it| freed::has_freed(&it.front)) {
            tags.push("freed".to_owned());
        }
        if let Some(tie) = self.current().as_ref().and_then(|it| it.tie.as_ref()) {
            tie.news();
            tags.push("sync".to_owned());
        }
        self.announcer.announce(tags);
    }

    /// What the centre took in, until somebody joins with it.
    pub(crate) fn enrolled(&self) -> MutexGuard<'_, Option<Arc<Enrolment>>> {
        self.enrolled.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn arrival(&self) -> MutexGuard<'_, Option<Arc<Arrival>>> {
        self.arrival.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn visitor(&self) -> MutexGuard<'_, Option<Arc<Visitor>>> {
        self.visitor.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who signs in in the browser right now.
    pub(crate) fn away(&self) -> Option<Arc<Away>> {
        self.away.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// In place of who was away before: nobody waits for them any longer.
    pub(crate) fn send_away(&self, next: Option<Away>) {
        let mut away = self.away.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = away.take() {
            before.give_up();
        }
        *away = next.map(Arc::new);
    }

    pub(crate) fn has_browser(&self) -> bool {
        self.browser.is_some()
    }

    /// In the browser, or in the program that this PC has for such a file.
    pub(crate) fn opens(&self, address: &str) -> bool {
        self.browser.as_ref().is_some_and(|open| open(address))
    }

    /// What another desk of this location is called; None where nobody said.
    pub fn desk_name(&self, desk: DeviceId) -> Option<String> {
        self.current()?.tie.as_ref()?.desk_name(desk)
    }

    pub(crate) const fn place(&self) -> Option<Place> {
        self.place
    }

    pub(crate) const fn announcer(&self) -> &Arc<Announcer> {
        &self.announcer
    }

    /// What a revoked desk still had to send is at the centre: from here on nobody opens it.
    fn give_up_if_revoked(&self, signed_in: &Session) -> bool {
        let reach = signed_in.tie.as_ref().and_then(|it| it.lanes().as_ref().map(|it| it.contact().reach));
        if reach != Some(Reach::Revoked { is_salvaged: true }) {
            return false;
        }
        tracing::warn!("this desk was revoked: its keys are destroyed");
        self.lock();
        if let Err(error) = self.home.destroy_keys(self.now()) {
            tracing::error!(%error, "the keys of a revoked desk could not be destroyed");
        }
        true
    }
}
