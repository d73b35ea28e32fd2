//! The lanes, driven: a thread for each, so that a call which hangs in one keeps nothing else waiting.
//!
//! Invariants: a command never waits for a lane; while nobody answers each tries at longer and longer distances; whatever
//! stands in the way of sending does not stop what is heard; ending gives up the call that is on its way, and nothing that was
//! kept. Two small ones beside them say what is being booked here and hear of what is at other desks (`lanes/choices.rs`): what
//! goes wrong in those says nothing of how the desk stands to its centre.

mod bell;
mod choices;

use crate::{
    Desk, FirstSync, HttpLink, Pace, Pull, Push, Session, Stopped, Trouble, Turn, Wire, salvage::salvage,
};
use bell::{Bell, Rung};
use choices::Chosen;
use clinic_domain::time::Instant;
use clinic_env::{Clock, random_bytes};
use clinic_protocol::sync::Choice;
use desk_cache::store::Centre;
use std::{
    fmt, io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
    time::Duration,
};
use tokio::sync::watch;

/// Whoever rests looks again after so long, whatever happens.
const LONGEST_REST: Duration = Duration::from_secs(60);

/// How the desk stands to its centre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    Connecting,
    Online,
    Offline,
    /// A person has to sign in at the centre.
    SignedOut,
    /// The roles of who is signed in there do not see the day: nothing is sent or heard until somebody else is.
    SeesNoDay,
    /// A newer version has to be installed here: what is decided is sent, and nothing is heard.
    TooOld,
    /// These files were put back and are another desk's by now: nothing is sent or heard under the name that the centre knows.
    /// What waited to be sent is where an administrator decides about it, or not yet.
    PutBack {
        is_salvaged: bool,
    },
    /// Nobody may sign in here any more; what waited to be sent is at the centre, or not yet.
    Revoked {
        is_salvaged: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    pub reach: Reach,
    /// Since when.
    pub since: Instant,
    /// The last answer.
    pub last: Option<Instant>,
    /// The last change that the centre is known to have.
    pub head: Option<u64>,
    /// When everything here was last known to be the newest.
    pub as_of: Option<Instant>,
    pub first_sync: Option<FirstSync>,
    /// Operations of this desk that the centre lost when it was set back, and that nobody can send again.
    pub lost: u64,
}

/// What the lanes have to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// The contact is another.
    Contact,
    /// Other times are being booked at other desks.
    Choices,
}

/// Who is told; from the lanes' threads.
pub type Told = Box<dyn Fn(News) + Send + Sync>;

pub use choices::ChosenElsewhere;

pub struct Lanes {
    shared: Arc<Shared>,
    end: watch::Sender<bool>,
    threads: Vec<thread::JoinHandle<()>>,
}

struct Shared {
    clock: Clock,
    told: Told,
    contact: Mutex<Contact>,
    chosen: Chosen,
    bell: Bell,
}

/// What the lanes are started with.
struct Lane<D> {
    desk: Arc<D>,
    link: HttpLink,
    shared: Arc<Shared>,
    pace: Pace,
    ended: watch::Receiver<bool>,
}

impl Lanes {
    /// # Errors
    /// The system gives no threads or sockets.
    ///
    /// `is_put_back` says that the desk is not any more the one that the centre knows.
    pub fn start<D>(
        desk: &Arc<D>,
        centre: &Centre,
        is_put_back: bool,
        session: &Arc<Session>,
        clock: Clock,
        pull: Pull,
        told: Told,
    ) -> io::Result<Lanes>
    where
        D: Desk + Send + Sync + 'static,
        D::Error: fmt::Display,
    {
        let (end, ended) = watch::channel(false);
        let contact = Contact {
            reach: if is_put_back { Reach::PutBack { is_salvaged: false } } else { Reach::Connecting },
            since: clock.now(),
            last: None,
            head: None,
            as_of: None,
            first_sync: None,
            lost: 0,
        };
        let (contact, chosen, bell) = (Mutex::new(contact), Chosen::default(), Bell::default());
        let shared = Arc::new(Shared { clock, told, contact, chosen, bell });
        let lane = || {
            let wire = Wire::to(&centre.url, ended.clone())
                .map_err(|_| io::Error::other("no way to the centre's address"))?;
            let link = HttpLink::new(wire, Arc::clone(session));
            let pace = Pace::new(u64::from_be_bytes(random_bytes()));
            let (desk, shared, ended) = (Arc::clone(desk), Arc::clone(&shared), ended.clone());
            io::Result::Ok(Lane { desk, link, shared, pace, ended })
        };
        let (sending, hearing, choosing, watching) = (lane()?, lane()?, lane()?, lane()?);
        let centre = centre.clone();
        let named = |name: &str| thread::Builder::new().name(name.into());
        let mut threads = vec![
            named("desk-push").spawn(move || sending.send(&centre))?,
            named("desk-pull").spawn(move || hearing.hear(pull))?,
        ];
        if !is_put_back {
            threads.push(named("desk-choose").spawn(move || choosing.choose())?);
            threads.push(named("desk-watch").spawn(move || watching.watch())?);
        }
        Ok(Lanes { shared, end, threads })
    }

    /// Something was decided here.
    pub fn news(&self) {
        self.shared.bell.ring(|it| it.news += 1);
    }

    /// Whoever rests because nobody answered tries at once.
    pub fn now(&self) {
        self.shared.bell.ring(|it| it.now += 1);
    }

    /// What somebody chooses among here from now on; nothing when they stopped.
    pub fn choose(&self, choices: Vec<Choice>) {
        if self.shared.chosen.choose(choices) {
            self.news();
        }
    }

    /// What people choose among at other desks, as the centre said last.
    #[must_use]
    pub fn chosen_elsewhere(&self) -> Vec<ChosenElsewhere> {
        self.shared.chosen.elsewhere()
    }

    #[must_use]
    pub fn contact(&self) -> Contact {
        self.shared.contact().clone()
    }
}

impl Lanes {
    /// Gives up the calls that are on their way; nothing more is asked.
    pub fn end(&self) {
        self.end.send_replace(true);
        self.now();
    }
}

/// All are at rest when it is gone.
impl Drop for Lanes {
    fn drop(&mut self) {
        self.end();
        for thread in self.threads.drain(..) {
            if thread.join().is_err() {
                tracing::error!("a lane to the centre had failed");
            }
        }
    }
}

impl<D: Desk> Lane<D>
where
    D::Error: fmt::Display,
{
    fn send(mut self, centre: &Centre) {
        let mut push = Push::default();
        let mut heard = self.shared.bell.rung();
        while !*self.ended.borrow() {
            if self.shared.gives_up() {
                heard = self.give_up(centre, heard);
                continue;
            }
            match push.turn(&mut self.link, &*self.desk) {
                Ok(Turn::More) => {
                    self.pace.went_well();
                    self.shared.took();
                }
                Ok(Turn::Rest) => heard = self.shared.bell.wait(heard, LONGEST_REST, true),
                Err(stopped @ Stopped::Centre(Trouble::Revoked)) => self.stumbled(&stopped),
                Err(stopped) => heard = self.rest(&stopped, heard),
            }
        }
    }

    /// Nobody may sign in here any more: what waits to be sent goes to where an administrator decides about it.
    fn give_up(&mut self, centre: &Centre, heard: Rung) -> Rung {
        match salvage(&self.link, &*self.desk, centre, self.shared.clock) {
            Ok(()) => self.shared.salvaged(),
            Err(stopped) => tracing::warn!("what waits to be sent could not be handed over: {stopped}"),
        }
        self.shared.bell.wait(heard, LONGEST_REST, self.shared.is_put_back())
    }

    fn hear(mut self, mut pull: Pull) {
        let mut heard = self.shared.bell.rung();
        while !*self.ended.borrow() {
            if self.shared.is_put_back() {
                heard = self.shared.bell.wait(heard, LONGEST_REST, false);
                continue;
            }
            let turn = pull.turn(&mut self.link, &*self.desk);
            let first_sync = pull.first_sync(&*self.desk).ok().flatten();
            match turn {
                Ok(turn) => {
                    self.pace.went_well();
                    let now = self.shared.clock.now();
                    let is_newest = turn == Turn::Rest;
                    self.shared.answered(|it| {
                        it.head = pull.head();
                        it.first_sync = first_sync;
                        it.lost = pull.lost();
                        it.as_of = if is_newest { Some(now) } else { it.as_of };
                    });
                }
                Err(stopped) => heard = self.rest(&stopped, heard),
            }
        }
    }

    fn rest(&mut self, stopped: &Stopped<D::Error>, heard: Rung) -> Rung {
        self.stumbled(stopped);
        let distance = self.distance(match stopped {
            Stopped::Centre(trouble) => Some(trouble),
            Stopped::Desk(_) => None,
        });
        self.shared.bell.wait(heard, distance, false)
    }

    /// Until the next try.
    fn distance(&mut self, trouble: Option<&Trouble>) -> Duration {
        let at_least = match trouble {
            Some(Trouble::Busy { seconds }) => u64::from(*seconds) * 1000,
            // Trying does not help before somebody has done something.
            Some(Trouble::SignedOut | Trouble::SeesNoDay | Trouble::Revoked | Trouble::TooOld) => {
                LONGEST_REST.as_secs() * 1000
            }
            _ => 0,
        };
        Duration::from_millis(self.pace.failed(at_least))
    }

    fn stumbled(&self, stopped: &Stopped<D::Error>) {
        if *self.ended.borrow() {
            return;
        }
        match stopped {
            Stopped::Centre(trouble) => {
                if trouble == &Trouble::Revoked {
                    self.desk.revoked();
                }
                self.shared.troubled(trouble);
            }
            Stopped::Desk(error) => {
                tracing::warn!(%error, "a lane to the centre stopped at the desk's files")
            }
        }
    }
}

impl Shared {
    fn contact(&self) -> MutexGuard<'_, Contact> {
        self.contact.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The centre took what was sent. It does so of a desk that is too old for it, too.
    fn took(&self) {
        if self.contact().reach != Reach::TooOld {
            self.answered(|_| {});
        }
    }

    fn answered(&self, more: impl FnOnce(&mut Contact)) {
        let was_online = {
            let mut contact = self.contact();
            let before = contact.clone();
            let now = self.clock.now();
            contact.last = Some(now);
            if contact.reach != Reach::Online {
                (contact.reach, contact.since) = (Reach::Online, now);
            }
            more(&mut contact);
            let is_told = before.reach != contact.reach
                || before.first_sync != contact.first_sync
                || before.lost != contact.lost;
            if !is_told {
                return;
            }
            before.reach == Reach::Online
        };
        if !was_online {
            // What one lane found answering, the other need not wait to find.
            self.bell.ring(|it| it.now += 1);
        }
        (self.told)(News::Contact);
    }

    /// Whether what waits to be sent is handed over rather than sent. What a desk decides that was put back is handed over too,
    /// as it comes.
    fn gives_up(&self) -> bool {
        matches!(self.contact().reach, Reach::Revoked { is_salvaged: false } | Reach::PutBack { .. })
    }

    fn is_put_back(&self) -> bool {
        matches!(self.contact().reach, Reach::PutBack { .. })
    }

    fn salvaged(&self) {
        let reach = match self.contact().reach {
            Reach::PutBack { .. } => Reach::PutBack { is_salvaged: true },
            _ => Reach::Revoked { is_salvaged: true },
        };
        self.contact().reach = reach;
        (self.told)(News::Contact);
    }

    fn troubled(&self, trouble: &Trouble) {
        let reach = match trouble {
            Trouble::Revoked => Reach::Revoked { is_salvaged: false },
            Trouble::SignedOut => Reach::SignedOut,
            Trouble::SeesNoDay => Reach::SeesNoDay,
            Trouble::TooOld => Reach::TooOld,
            // It answers, and what it says is dealt with.
            Trouble::Gone | Trouble::Busy { .. } => return,
            Trouble::Unreachable | Trouble::Unreadable(_) => Reach::Offline,
        };
        {
            let mut contact = self.contact();
            let is_over = matches!(contact.reach, Reach::Revoked { .. } | Reach::PutBack { .. });
            if contact.reach == reach || is_over {
                return;
            }
            tracing::info!(?reach, "the centre: {trouble}");
            (contact.reach, contact.since) = (reach, self.clock.now());
        }
        if trouble == &Trouble::Revoked {
            self.bell.ring(|it| it.now += 1);
        }
        (self.told)(News::Contact);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};

    fn shared(told: &'static AtomicUsize) -> Shared {
        static AT: AtomicI64 = AtomicI64::new(0);
        let contact = Contact {
            reach: Reach::Connecting,
            since: Instant(0),
            last: None,
            head: None,
            as_of: None,
            first_sync: None,
            lost: 0,
        };
        Shared {
            clock: Clock::Standing { at: &AT },
            told: Box::new(move |_| {
                told.fetch_add(1, Ordering::Relaxed);
            }),
            contact: Mutex::new(contact),
            chosen: Chosen::default(),
            bell: Bell::default(),
        }
    }

    #[test]
    fn a_desk_that_is_too_old_says_so_although_the_centre_takes_what_it_sends() {
        static TOLD: AtomicUsize = AtomicUsize::new(0);
        let shared = shared(&TOLD);
        shared.troubled(&Trouble::TooOld);
        shared.took();
        assert_eq!((shared.contact().reach, TOLD.load(Ordering::Relaxed)), (Reach::TooOld, 1));
        // A version that the centre works with is greeted.
        shared.answered(|_| {});
        assert_eq!(shared.contact().reach, Reach::Online);
        shared.took();
        assert_eq!(shared.contact().reach, Reach::Online);
    }

    #[test]
    fn a_desk_that_was_put_back_hands_over_and_never_comes_online() {
        static TOLD: AtomicUsize = AtomicUsize::new(0);
        let shared = shared(&TOLD);
        shared.contact().reach = Reach::PutBack { is_salvaged: false };
        shared.troubled(&Trouble::Unreachable);
        assert!(shared.gives_up() && shared.is_put_back());
        shared.salvaged();
        assert_eq!(shared.contact().reach, Reach::PutBack { is_salvaged: true });
        assert!(shared.gives_up(), "what is decided afterwards is handed over too");
    }
}
