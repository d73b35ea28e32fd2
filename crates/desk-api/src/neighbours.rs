//! What this desk and the others show each other of what is being booked: by way of the centre, and over the local network.
//!
//! Invariants: nothing is decided by it and nobody waits for it; no patient is in it; a choice that nobody takes back ends by
//! itself.

use crate::{announcer::Announcer, hub::Hub};
use clinic_domain::{appointment::Allocation, id::DeviceId, time::Instant};
use clinic_protocol::{
    lan::{Neighbour, Shown, UNSENT},
    sync::{CHOICES, Choice, Lan as Listens, Peer},
};
use desk_app::{being_booked, front_desk::FrontDesk};
use desk_cache::{CacheError, store::Centre};
use desk_lan::{Lan, OwnDesk, Place, Seen, address_towards};
use desk_sync::{ChosenElsewhere, DeskKey, host_of};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Who shows what is being booked elsewhere.
pub const ELSEWHERE: &str = "elsewhere";
/// Nobody has a time chosen for longer without saying so again.
const LONGEST_CHOICE_MINUTES: i64 = 10;

pub struct Neighbours {
    front: Arc<FrontDesk>,
    announcer: Arc<Announcer>,
    centre: Centre,
    place: Option<Place>,
    /// Whether anybody speaks for this desk: not after the person's lease is over, and not for files that were put back.
    may_speak: AtomicBool,
    own: Arc<Mutex<Chosen>>,
    known: Mutex<Vec<Neighbour>>,
    ear: Mutex<Ear>,
    /// At the last look.
    seen: Mutex<BTreeSet<(DeviceId, Choice)>>,
}

/// What somebody has chosen here.
struct Chosen {
    choices: Vec<Choice>,
    until: Instant,
}

/// How this desk hears the others over the local network.
pub enum Ear {
    Open(Lan),
    Off,
    Failed,
    /// The program was started without a place to listen at, or nobody may speak for this desk now.
    Without,
}

impl Neighbours {
    pub fn of(
        front: &Arc<FrontDesk>,
        announcer: &Arc<Announcer>,
        centre: &Centre,
        place: Option<Place>,
        may_speak: bool,
    ) -> Result<Neighbours, CacheError> {
        let neighbours = Neighbours {
            front: Arc::clone(front),
            announcer: Arc::clone(announcer),
            centre: centre.clone(),
            place,
            may_speak: AtomicBool::new(may_speak),
            own: Arc::new(Mutex::new(Chosen { choices: Vec::new(), until: Instant(0) })),
            known: Mutex::new(front.store().neighbours()?),
            ear: Mutex::new(Ear::Without),
            seen: Mutex::default(),
        };
        neighbours.listen()?;
        Ok(neighbours)
    }

    /// Opens the ear, or closes it, as it is wanted on this PC.
    pub fn listen(&self) -> Result<(), CacheError> {
        // The port is free before it is taken again.
        self.end();
        let Some(place) = self.place.filter(|_| self.may_speak.load(Ordering::Relaxed)) else {
            return Ok(());
        };
        let ear = if self.front.store().sees_neighbours()? { self.open(place)? } else { Ear::Off };
        *lock(&self.ear) = ear;
        self.announcer.announce(vec![ELSEWHERE.to_owned()]);
        Ok(())
    }

    /// From now on, if that is new.
    pub fn speak(&self, may_speak: bool) -> Result<(), CacheError> {
        if self.may_speak.swap(may_speak, Ordering::Relaxed) == may_speak { Ok(()) } else { self.listen() }
    }

    /// For good.
    pub fn fall_silent(&self) {
        self.may_speak.store(false, Ordering::Relaxed);
        self.end();
    }

    pub fn end(&self) {
        let ear = std::mem::replace(&mut *lock(&self.ear), Ear::Without);
        drop(ear);
    }

    fn open(&self, place: Place) -> Result<Ear, CacheError> {
        let (announcer, centre) = (Arc::clone(&self.announcer), &self.centre);
        let hub = Arc::new(Hub {
            front: Arc::clone(&self.front),
            announcer: Arc::clone(&self.announcer),
            key: DeskKey::of(centre.key.clone()),
        });
        let (answering, hearing) = (Arc::clone(&hub), Arc::clone(&hub));
        let own = OwnDesk {
            device: self.front.store().device()?,
            seed: centre.key.clone(),
            shows: shows(&self.front, &self.own, hub),
            answers: Box::new(move |asks| answering.answers(asks)),
            hears: Box::new(move |by, answered| hearing.hears(by, answered)),
            told: Box::new(move || announcer.announce(vec![ELSEWHERE.to_owned()])),
        };
        let known = lock(&self.known).clone();
        Ok(Lan::start(own, place, known, self.front.clock()).map_or_else(
            |error| {
                tracing::warn!(%error, "the other desks are not seen over the local network");
                Ear::Failed
            },
            Ear::Open,
        ))
    }

    /// What somebody has chosen here from now on.
    pub fn choose(&self, choices: Vec<Choice>) {
        let until = self.front.now().plus_minutes(LONGEST_CHOICE_MINUTES);
        *lock(&self.own) = Chosen { choices, until };
        self.news();
    }

    /// Something was decided or chosen here.
    pub fn news(&self) {
        if let Ear::Open(lan) = &*lock(&self.ear) {
            lan.news();
        }
    }

    /// Whether somebody has had a time chosen for so long that it does not count any more.
    pub fn is_choice_over(&self) -> bool {
        let own = lock(&self.own);
        !own.choices.is_empty() && own.until <= self.front.now()
    }

    /// What is being booked at other desks, the earliest first. Whoever is heard both ways counts once.
    pub fn times(&self, at_the_centre: Vec<ChosenElsewhere>) -> Vec<Seen> {
        let now = self.front.now();
        let chosen = at_the_centre.into_iter().filter(|it| now < it.until).map(|it| Seen {
            device: it.device,
            choice: it.choice,
            is_booked: false,
            until: it.until,
        });
        let nearby = match &*lock(&self.ear) {
            Ear::Open(lan) => lan.seen(),
            _ => Vec::new(),
        };
        let mut times: BTreeMap<(DeviceId, Choice), Seen> = BTreeMap::new();
        for it in chosen.chain(nearby) {
            let known = times.entry((it.device, it.choice)).or_insert(it);
            *known =
                Seen { is_booked: known.is_booked || it.is_booked, until: known.until.max(it.until), ..it };
        }
        let mut times: Vec<Seen> = times.into_values().collect();
        times.sort_by_key(|it| (it.choice.start, it.choice.resource));
        times
    }

    /// What the clock alone took away is told as well.
    pub fn tell_what_is_gone(&self, now: &[Seen]) {
        let now: BTreeSet<_> = now.iter().map(|it| (it.device, it.choice)).collect();
        let before = std::mem::replace(&mut *lock(&self.seen), now.clone());
        if !before.is_subset(&now) {
            self.announcer.announce(vec![ELSEWHERE.to_owned()]);
        }
    }

    /// Where the others reach this desk.
    pub fn listens(&self) -> Option<Listens> {
        let Ear::Open(lan) = &*lock(&self.ear) else { return None };
        let at = lan.listens();
        let address = match at.ip() {
            it if it.is_unspecified() => address_towards(&host_of(&self.centre.url)?)?,
            it => it,
        };
        Some(Listens { address, port: at.port(), fingerprint: None })
    }

    /// These are the other desks of the location from now on.
    pub fn know(&self, peers: &[Peer]) -> Result<(), CacheError> {
        let known = desk_sync::neighbours(peers);
        self.front.store().put_neighbours(&known)?;
        lock(&self.known).clone_from(&known);
        if let Ear::Open(lan) = &*lock(&self.ear) {
            lan.know(known);
        }
        Ok(())
    }

    pub fn known(&self) -> Vec<Neighbour> {
        lock(&self.known).clone()
    }

    pub fn ear(&self) -> MutexGuard<'_, Ear> {
        lock(&self.ear)
    }
}

/// What the others are shown: what is chosen here, and what is booked and not sent yet; with what the hub is asked.
fn shows(front: &Arc<FrontDesk>, own: &Arc<Mutex<Chosen>>, hub: Arc<Hub>) -> desk_lan::Shows {
    let (front, own) = (Arc::clone(front), Arc::clone(own));
    Box::new(move || {
        let unsent = being_booked::unsent(&front).unwrap_or_else(|error| {
            tracing::debug!(%error, "what is not sent yet could not be read");
            Vec::new()
        });
        let unsent = unsent.iter().map(choice).take(UNSENT).collect();
        let own = lock(&own);
        let choices = if front.now() < own.until { own.choices.clone() } else { Vec::new() };
        Shown { choices, unsent, asks: hub.asks(), ..Shown::default() }
    })
}

/// What taking these up shows the others.
pub fn choices(taken: &[Allocation]) -> Vec<Choice> {
    taken.iter().map(choice).take(CHOICES).collect()
}

fn choice(it: &Allocation) -> Choice {
    Choice { resource: it.resource.0, start: it.during.start().0, end: it.during.end().0 }
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
