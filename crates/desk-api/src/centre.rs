//! The tie between an unlocked desk and its centre: the lanes, the session that they speak in, and who hears of what came.
//!
//! Invariants: it lasts as long as the person is signed in; whatever comes is announced as if somebody had done it here; the
//! lease counts from the centre's last word about this person, and its end takes nothing away.

use crate::{
    announcer::Announcer,
    error::ApiError,
    fault::Fault,
    handlers,
    neighbours::{ELSEWHERE, Neighbours},
};
use clinic_domain::{
    appointment::Appointment,
    id::{DeviceId, PersonId},
    operation::Change,
    setup::Setup,
    time::Instant,
};
use clinic_protocol::sync::{Choice, Lan, OpOutcome, OpStatus, Peer};
use desk_app::{env::Clock, front_desk::FrontDesk};
use desk_cache::{
    CacheError,
    store::{Centre, CentreSignIn, Fetching, Heard, Outbox, SaidLent, Waiting},
};
use desk_lan::{Place, Seen};
use desk_sync::{DeskKey, Keep, Kept, Lanes, News, NotAnswered, Pull, Reach, Session, Wire};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicI64, Ordering},
    },
};
use uuid::Uuid;

pub const CLIENT_VERSION: &str = env!("CARGO_PKG_VERSION");
const DAY_SECONDS: i64 = 24 * 60 * 60;
/// What more rows than these are about is not told one by one.
const FEW: usize = 200;

pub struct Tie {
    pub centre: Centre,
    pub session: Arc<Session>,
    /// These files were put back: the centre knows the desk that they were.
    pub is_put_back: bool,
    pub neighbours: Arc<Neighbours>,
    lanes: Mutex<Option<Lanes>>,
    desk: Arc<Hearing>,
    lease: Arc<AtomicI64>,
}

impl Tie {
    /// None for a desk that belongs to no centre.
    pub fn of(
        front: &Arc<FrontDesk>,
        person: PersonId,
        announcer: &Arc<Announcer>,
        clock: Clock,
        place: Option<Place>,
    ) -> Result<Option<Tie>, ApiError> {
        let store = front.store();
        let is_attaching = store.attaching()?.is_some();
        // On its way there, the desk has one who sends: whoever takes it along.
        let Some(centre) = store.centre()?.filter(|_| !is_attaching) else { return Ok(None) };
        store.forget_confirmed(clock.now())?;
        let days = front.configuration()?.office.policy.offline_lease_days;
        let known = store.centre_sign_in(person)?;
        let until = known.as_ref().map_or(0, |it| leased_until(it.confirmed_at, days));
        let lease = Arc::new(AtomicI64::new(until));
        let keep = keep(front, person, &lease, days)?;
        let refresh = known.and_then(|it| it.refresh_token);
        let key = DeskKey::of(centre.key.clone());
        let (own, enrolled) = (store.device()?, store.enrolled_as()?);
        let (device, is_put_back) = (enrolled.unwrap_or(own), enrolled.is_some_and(|it| it != own));
        let session = Arc::new(Session::new(device, key, clock, refresh, keep));
        let may_speak = !is_put_back && clock.now() < Instant(until);
        let neighbours = Arc::new(Neighbours::of(front, announcer, &centre, place, may_speak)?);
        let desk = Arc::new(Hearing {
            front: Arc::clone(front),
            announcer: Arc::clone(announcer),
            neighbours: Arc::clone(&neighbours),
        });
        let lanes = Mutex::new(None);
        let tie = Tie { centre, session, is_put_back, neighbours, lanes, desk, lease };
        tie.run(Pull::new(CLIENT_VERSION));
        Ok(Some(tie))
    }

    /// Whether the person may go on without the centre's word.
    pub fn is_lease_over(&self, now: Instant) -> bool {
        now >= self.lease_until()
    }

    fn is_revoked(&self) -> bool {
        let reach = self.lanes().as_ref().map(|it| it.contact().reach);
        matches!(reach, Some(Reach::Revoked { .. }))
    }

    pub fn lease_until(&self) -> Instant {
        Instant(self.lease.load(Ordering::Relaxed))
    }

    /// The lanes, if the system gave threads for them.
    pub fn lanes(&self) -> MutexGuard<'_, Option<Lanes>> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Something was decided here.
    pub fn news(&self) {
        if let Some(lanes) = &*self.lanes() {
            lanes.news();
        }
        self.neighbours.news();
    }

    pub fn now(&self) {
        if let Some(lanes) = &*self.lanes() {
            lanes.now();
        }
    }

    /// Every row is fetched again; what was not sent stays.
    pub fn fetch_anew(&self) {
        self.end_lanes();
        self.run(Pull::anew(CLIENT_VERSION));
    }

    /// The person's password at the centre becomes another one.
    pub fn change_password(&self, old: &str, new: &str) -> Result<(), ApiError> {
        let wire = Wire::alone(&self.centre.url)?;
        match self.session.change_password(&wire, old, new) {
            Err(NotAnswered::Call(it)) if it.has_code("sign_in_refused") => Err(Fault::WrongPassword.into()),
            answer => answer.map_err(Into::into),
        }
    }

    /// What another desk of the location is called, as the centre said it last.
    pub fn desk_name(&self, desk: DeviceId) -> Option<String> {
        self.neighbours.known().into_iter().find(|it| it.device == desk).map(|it| it.name)
    }

    /// What the person has chosen here and not booked yet, from now on.
    pub fn choose(&self, choices: Vec<Choice>) {
        self.neighbours.choose(choices.clone());
        if let Some(lanes) = &*self.lanes() {
            lanes.choose(choices);
        }
    }

    /// What is being booked at other desks, the earliest first.
    pub fn being_booked(&self) -> Vec<Seen> {
        let chosen = self.lanes().as_ref().map(Lanes::chosen_elsewhere);
        self.neighbours.times(chosen.unwrap_or_default())
    }

    /// About once a second: choices end by the clock, and the person's word for this desk does.
    pub fn tick(&self, now: Instant) {
        let may_speak = !self.is_put_back && !self.is_lease_over(now) && !self.is_revoked();
        if let Err(error) = self.neighbours.speak(may_speak) {
            tracing::warn!(%error, "the other desks are not seen over the local network");
        }
        if self.neighbours.is_choice_over() {
            self.choose(Vec::new());
        }
        self.neighbours.tell_what_is_gone(&self.being_booked());
    }

    pub fn end(&self) {
        self.end_lanes();
        self.neighbours.end();
    }

    fn end_lanes(&self) {
        // Nobody waits for the lanes while they end.
        let lanes = self.lanes().take();
        drop(lanes);
    }

    fn run(&self, pull: Pull) {
        let announcer = Arc::clone(&self.desk.announcer);
        let told = Box::new(move |news| {
            let tag = match news {
                News::Contact => "sync",
                News::Choices => ELSEWHERE,
            };
            announcer.announce(vec![tag.to_owned()]);
        });
        let clock = self.desk.front.clock();
        let (centre, session) = (&self.centre, &self.session);
        match Lanes::start(&self.desk, centre, self.is_put_back, session, clock, pull, told) {
            Ok(lanes) => *self.lanes() = Some(lanes),
            Err(error) => tracing::error!(%error, "the desk goes on without its centre"),
        }
    }
}

/// From the centre's last word about a person.
fn leased_until(from: Instant, days: u16) -> i64 {
    from.plus_seconds(i64::from(days) * DAY_SECONDS).0
}

/// What outlasts the open desk of the person's session at the centre.
fn keep(
    front: &Arc<FrontDesk>,
    person: PersonId,
    lease: &Arc<AtomicI64>,
    lease_days: u16,
) -> Result<Keep, ApiError> {
    let login = front.author(person)?.login;
    let (front, lease) = (Arc::clone(front), Arc::clone(lease));
    Ok(Box::new(move |kept| {
        let store = front.store();
        let written = match kept {
            Kept::Next { refresh_token, until } => {
                let confirmed_at = front.now();
                lease.store(leased_until(confirmed_at, lease_days), Ordering::Relaxed);
                let (login, refresh_token, until) = (login.clone(), Some(refresh_token.clone()), *until);
                store.put_centre_sign_in(&CentreSignIn { person, login, refresh_token, until, confirmed_at })
            }
            Kept::Over => store.centre_sign_in(person).and_then(|it| match it {
                Some(it) => store.put_centre_sign_in(&CentreSignIn { refresh_token: None, ..it }),
                None => Ok(()),
            }),
        };
        if let Err(error) = written {
            tracing::warn!(%error, "the session at the centre could not be kept");
        }
    }))
}

/// The desk as the lanes see it: whatever they change is told to who shows it.
struct Hearing {
    front: Arc<FrontDesk>,
    announcer: Arc<Announcer>,
    neighbours: Arc<Neighbours>,
}

impl desk_sync::Desk for Hearing {
    type Error = CacheError;

    fn queued(&self, limit: u32) -> Result<Vec<Waiting>, CacheError> {
        self.front.store().queued(limit)
    }

    fn round(&self) -> Result<u64, CacheError> {
        self.front.store().round()
    }

    fn keep_answers(&self, round: u64, answers: &[OpOutcome]) -> Result<bool, CacheError> {
        if !self.front.store().keep_answers(round, answers, self.front.now())? {
            return Ok(false);
        }
        // What was not sent yet is marked so, wherever it shows.
        let mut tags = vec!["sync", "day"];
        let is_refused = |it: &OpOutcome| matches!(it.result.status, OpStatus::Conflict | OpStatus::Rejected);
        tags.extend(answers.iter().any(is_refused).then_some("conflicts"));
        self.announcer.announce(tags.into_iter().map(str::to_owned).collect());
        Ok(true)
    }

    fn queue_again(&self) -> Result<(), CacheError> {
        self.front.store().queue_again()
    }

    fn kept_from(&self) -> Result<u64, CacheError> {
        self.front.store().kept_from()
    }

    fn outbox(&self) -> Result<Outbox, CacheError> {
        self.front.store().outbox()
    }

    fn queue_deferred(&self) -> Result<(), CacheError> {
        self.front.store().queue_deferred()
    }

    fn heard(&self) -> Result<Heard, CacheError> {
        self.front.store().heard()
    }

    fn hear(&self, epoch: Uuid, to: u64, said: &[Change]) -> Result<(), CacheError> {
        let before = self.before(said);
        self.front.store().hear(epoch, to, said)?;
        self.tell(said, &before);
        Ok(())
    }

    fn fetching(&self) -> Result<Option<Fetching>, CacheError> {
        self.front.store().fetching()
    }

    fn fetch_anew(&self, rows: &[Change], begin: &Fetching) -> Result<(), CacheError> {
        self.front.store().fetch_anew(rows, begin)?;
        self.tell(rows, &[]);
        Ok(())
    }

    fn fetched(&self, rows: &[Change], next: Option<&Fetching>) -> Result<(), CacheError> {
        self.front.store().fetched(rows, next)?;
        self.tell(rows, &[]);
        Ok(())
    }

    fn listens(&self) -> Option<Lan> {
        self.neighbours.listens()
    }

    fn know(&self, peers: &[Peer]) -> Result<(), CacheError> {
        self.neighbours.know(peers)
    }

    fn put_lent(&self, said: &SaidLent) -> Result<(), CacheError> {
        self.front.store().put_lent(said, self.front.now())
    }

    fn returned_loan(&self) -> Result<Option<u64>, CacheError> {
        self.front.store().returned_loan(self.front.now())
    }

    fn revoked(&self) {
        self.neighbours.fall_silent();
        if let Err(error) = self.front.store().end_loan() {
            tracing::warn!(%error, "what is lent to this location could not be let go of");
        }
    }
}

impl Hearing {
    /// The visits as they stand: the boards that they leave show them too.
    fn before(&self, said: &[Change]) -> Vec<Appointment> {
        if said.len() > FEW {
            return Vec::new();
        }
        let visits = said.iter().filter_map(|it| match it {
            Change::Appointment(it) => Some(it.id),
            _ => None,
        });
        let read = self.front.store().read(|reader| {
            visits.filter_map(|id| reader.appointment(id).transpose()).collect::<Result<_, CacheError>>()
        });
        read.unwrap_or_default()
    }

    fn tell(&self, said: &[Change], before: &[Appointment]) {
        // Without a setup nobody shows anything yet.
        let Ok(configuration) = self.front.configuration() else { return };
        let mut tags = BTreeSet::from(["sync".to_owned()]);
        if said.len() > FEW {
            tags.extend(["setup", "people", "day", "patient", "waitlist", "conflicts"].map(str::to_owned));
        } else {
            let setup = &configuration.setup;
            tags.extend(said.iter().flat_map(|it| tags_of(setup, it)));
            tags.extend(before.iter().flat_map(|it| handlers::visit_tags(setup, it)));
        }
        self.announcer.announce(tags.into_iter().collect());
    }
}

/// Who shows what changed.
fn tags_of(setup: &Setup, change: &Change) -> Vec<String> {
    use handlers::{day_tags, patient_tag, visit_tags, waitlist_tag};
    match change {
        Change::Appointment(it) => visit_tags(setup, it),
        Change::Patient(it) => vec![patient_tag(it.id)],
        Change::Caregiver(it) => vec![patient_tag(it.patient)],
        Change::Alias(it) => vec![patient_tag(it.id), patient_tag(it.kept), "waitlist".to_owned()],
        Change::Hold(it) => {
            let slot = &it.slot;
            let days = day_tags(setup, slot.location, &slot.allocations, slot.visit.start());
            days.into_iter().chain([waitlist_tag(slot.location)]).collect()
        }
        Change::WaitlistEntry(it) => vec![waitlist_tag(it.location), patient_tag(it.patient)],
        Change::Recall(it) => vec![waitlist_tag(it.location), patient_tag(it.patient)],
        Change::DayClose(it) => vec![format!("day:{}:{}", it.location, it.day)],
        Change::Conflict(it) => vec!["conflicts".to_owned(), patient_tag(it.patient)],
        Change::Person(_) => vec!["people".to_owned(), "session".to_owned()],
        Change::Organization(_)
        | Change::Location(_)
        | Change::Resource(_)
        | Change::AppointmentType(_)
        | Change::Template(_)
        | Change::Exception(_)
        | Change::Policy(_)
        | Change::Department(_)
        | Change::Faq(_)
        | Change::MessageTemplate(_) => vec!["setup".to_owned(), "day".to_owned()],
    }
}
