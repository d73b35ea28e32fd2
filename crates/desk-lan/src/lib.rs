//! Desks of one location see each other over their local network, whether the centre answers or not: what is being booked at
//! each of them, and what is booked there and not sent yet.
//!
//! Invariants: nothing is said to anybody, and nothing taken from anybody, who does not hold a key that the centre named; what
//! is said has no patient in it ([`Shown`]); whoever calls has bounded time, bytes and places; nothing here decides anything,
//! and no command waits for it. What is asked of the hub of lent time goes with what is shown, and its answer comes back with
//! what it shows; who asks and who answers is told by whoever starts it.
//!
//! Each desk keeps a port open and calls the others: at once when what it shows is something else, and now and then otherwise.
//! One call is one message each way ([`talk`]).

mod calls;
mod hints;
mod identity;
mod listening;
mod place;
mod seen;
mod talk;
#[cfg(test)]
mod tests;

use clinic_domain::{id::DeviceId, time::Instant};
use clinic_env::Clock;
use clinic_protocol::{
    hub::{Answered, Ask},
    lan::{Neighbour, Shown},
};
use identity::Identity;
use seen::Met;
use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};
use tokio::sync::{Notify, watch};
use zeroize::Zeroizing;

pub use place::{DEFAULT_PORT, Place, address_towards};
pub use seen::Seen;

/// What this desk shows the others, whenever there is news and now and then; on a thread of its own.
pub type Shows = Box<dyn Fn() -> Shown + Send + Sync>;
/// Who is told that something else is seen of the others.
pub type Told = Box<dyn Fn() + Send + Sync>;
/// What this desk, as the hub, answers a known desk that asks.
pub type Answers = Box<dyn Fn(&[Ask]) -> Vec<Answered> + Send + Sync>;
/// Who is told what a known desk answered.
pub type Hears = Box<dyn Fn(&Neighbour, Vec<Answered>) + Send + Sync>;

/// A desk among its neighbours.
pub struct OwnDesk {
    pub device: DeviceId,
    /// Of its Ed25519 key.
    pub seed: Zeroizing<[u8; 32]>,
    pub shows: Shows,
    pub told: Told,
    pub answers: Answers,
    pub hears: Hears,
}

/// A desk's ear and voice in its local network, until it is dropped.
pub struct Lan {
    shared: Arc<Shared>,
    end: watch::Sender<bool>,
    thread: Option<thread::JoinHandle<()>>,
}

struct Shared {
    own: OwnDesk,
    clock: Clock,
    listens: SocketAddr,
    identity: Identity,
    known: Mutex<Vec<Neighbour>>,
    met: Mutex<Met>,
    /// What this desk shows, as it was when somebody looked last.
    shown: Mutex<Shown>,
    news: Notify,
    refused: AtomicU64,
}

impl Lan {
    /// # Errors
    /// The address cannot be listened at, or the system gives no threads.
    pub fn start(own: OwnDesk, place: Place, known: Vec<Neighbour>, clock: Clock) -> io::Result<Lan> {
        let listener = std::net::TcpListener::bind(place.listens)?;
        listener.set_nonblocking(true)?;
        let identity = Identity::of(&own.seed).map_err(io::Error::other)?;
        let shared = Arc::new(Shared {
            own,
            clock,
            listens: listener.local_addr()?,
            identity,
            known: Mutex::new(known),
            met: Mutex::default(),
            shown: Mutex::default(),
            news: Notify::new(),
            refused: AtomicU64::new(0),
        });
        let (end, ended) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let running = Arc::clone(&shared);
        let run = move || {
            let ran = runtime.block_on(listening::run(running, listener, place.is_announced, ended));
            if let Err(error) = ran {
                tracing::error!(%error, "the other desks are not seen over the local network");
            }
        };
        let thread = Some(thread::Builder::new().name("desk-lan".into()).spawn(run)?);
        Ok(Lan { shared, end, thread })
    }

    /// From here on these desks and no others. What was seen of others is forgotten.
    pub fn know(&self, known: Vec<Neighbour>) {
        let is_other = {
            let mut before = lock(&self.shared.known);
            let is_other = *before != known;
            *before = known;
            is_other
        };
        if is_other {
            let known = lock(&self.shared.known).clone();
            lock(&self.shared.met).forget_others(&known);
            (self.shared.own.told)();
        }
    }

    /// What this desk shows may be something else.
    pub fn news(&self) {
        self.shared.news.notify_one();
    }

    /// What the others show, as far as it still counts.
    #[must_use]
    pub fn seen(&self) -> Vec<Seen> {
        lock(&self.shared.met).seen(self.shared.clock.now())
    }

    /// When each of the others was heard last.
    #[must_use]
    pub fn heard(&self) -> Vec<(DeviceId, Instant)> {
        lock(&self.shared.met).heard()
    }

    #[must_use]
    pub fn listens(&self) -> SocketAddr {
        self.shared.listens
    }

    /// How many callers, and messages of known ones, were not taken.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.shared.refused.load(Ordering::Relaxed)
    }
}

impl Drop for Lan {
    fn drop(&mut self) {
        self.end.send_replace(true);
        if self.thread.take().is_some_and(|it| it.join().is_err()) {
            tracing::error!("the desk's ear in the local network had failed");
        }
    }
}

impl Shared {
    /// Looks at what this desk shows. Whether that is something else.
    fn look(&self) -> bool {
        let shown = Shown { port: self.listens.port(), ..(self.own.shows)() };
        let before = std::mem::replace(&mut *lock(&self.shown), shown.clone());
        before != shown
    }

    /// The desk that holds this key (a SubjectPublicKeyInfo), if the centre named it.
    fn holder_of(&self, key: &[u8]) -> Option<DeviceId> {
        lock(&self.known).iter().find(|it| identity::spki(&it.public_key).as_ref() == key).map(|it| it.device)
    }

    /// Takes what a known desk shows, in place of what it showed before. `from` is where it listens.
    fn see(&self, device: DeviceId, shown: Shown, from: SocketAddr) {
        let is_known = lock(&self.known).iter().any(|it| it.device == device);
        if is_known && lock(&self.met).see(device, shown, from, self.clock.now()) {
            (self.own.told)();
        }
    }

    /// Written down at the first, the second, the fourth and so on: a caller who goes on does not fill the log.
    fn refuse(&self, from: SocketAddr, why: &talk::Failed) {
        let refused = self.refused.fetch_add(1, Ordering::Relaxed) + 1;
        if refused.is_power_of_two() {
            tracing::warn!(%from, refused, "not taken from the local network: {why}");
        }
    }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
