//! Who of those who wait fits into minutes that are free: not only into the same slot, but whoever's own visit, with its
//! resources and buffers, lies in the gap and the free time beside it.
//!
//! Invariants: every match is an offer of the same engine that the entry's wish, notice and providers admit, at a time
//! that its patient was not offered before; matches are in the order in which they are to be offered: the more urgent
//! first, then who fills more of the gap, the patient's own provider, who has waited longest. The same input gives the
//! same order.
//!
//! How: facts that cost nothing leave most entries out; the engine is asked once for each type; what has to be read of a
//! patient is read in the order of the best that an entry could be, until nobody who is left could come before those found.

use super::{
    asking::Asking,
    book::{Book, Busy},
    search::{Request, offers_with},
    visit::Visit,
};
use crate::{
    id::{AppointmentId, AppointmentTypeId, ResourceId, WaitlistId},
    operation::SlotContent,
    resource::ResourceKind,
    setup::Setup,
    time::{Instant, Period},
    waitlist::{Urgency, WaitlistEntry},
};
use chrono::NaiveDateTime;
use std::{cmp::Reverse, collections::HashMap, rc::Rc};

/// Nobody calls more people about one gap.
pub const MOST_MATCHES: usize = 12;
/// Each time that somebody let pass counts as if they had come so much later: little.
const PASSED_SECONDS: i64 = 24 * 3600;
/// For so many of those who could move it is said whom that would help.
const MOST_MOVES: usize = 3;

/// Free minutes of one resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    pub resource: ResourceId,
    pub during: Period,
}

/// What is known of the patient of an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PatientSide {
    /// Their live visits around the gap.
    pub busy: Vec<(AppointmentId, Period)>,
    pub own_provider: Option<ResourceId>,
    /// Whether they have no past visit; `None` where nobody has to know.
    pub is_new_patient: Option<bool>,
    /// When the visit stands that is moved if they take the time.
    pub moving: Option<Period>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    pub entry: WaitlistId,
    pub slot: SlotContent,
    /// So much of the gap it takes up.
    pub used_minutes: i64,
    pub is_own_provider: bool,
    /// What becomes possible once the visit that moves has left its old place.
    pub opens: Option<Opens>,
}

/// A longer visit than is free now, at the place that another one leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opens {
    pub entry: WaitlistId,
    pub visit: Period,
}

/// Whom to offer the gap, the first one first. `side` reads what is known of a patient; `None` leaves the entry out.
///
/// # Errors
/// What `side` fails with.
pub fn matches<E>(
    setup: &Setup,
    book: &Book,
    gap: Gap,
    entries: &[WaitlistEntry],
    now: Instant,
    mut side: impl FnMut(&WaitlistEntry) -> Result<Option<PatientSide>, E>,
) -> Result<Vec<Match>, E> {
    let mut found = Filling::of(setup, book, gap, now).found(entries, &mut side)?;
    let is_found: Vec<WaitlistId> = found.iter().map(|it| it.entry).collect();
    let moves = found.iter_mut().filter_map(|it| {
        let moving = entries.iter().find(|entry| entry.id == it.entry)?.moving?;
        Some((it, moving))
    });
    for (it, moving) in moves.take(MOST_MOVES) {
        let Some((after, left)) = moved(setup, book, moving, it) else {
            continue;
        };
        let others: Vec<WaitlistEntry> =
            entries.iter().filter(|entry| !is_found.contains(&entry.id)).cloned().collect();
        let fitting = Filling::of(setup, &after, left, now).found(&others, &mut side)?;
        let is_longer = |it: &&Match| {
            let mut its = it.slot.allocations.iter().filter(|it| it.resource == left.resource);
            its.any(|it| !left.during.contains(&it.during))
        };
        it.opens = fitting
            .iter()
            .find(is_longer)
            .map(|longer| Opens { entry: longer.entry, visit: longer.slot.visit });
    }
    Ok(found)
}

/// The book with the visit at its new place, and the minutes of its provider that it leaves.
fn moved(setup: &Setup, book: &Book, moving: AppointmentId, to: &Match) -> Option<(Book, Gap)> {
    let resource = *book.resources_of(moving).iter().find(|id| setup.is_provider(**id))?;
    let during = book.of(resource).iter().find(|it| it.is_of_visit(moving))?.during;
    let mut after = book.clone();
    after.remove(moving);
    for it in &to.slot.allocations {
        after.insert(it.resource, Busy::of_visit(moving, to.slot.appointment_type, to.slot.visit, it));
    }
    Some((after, Gap { resource, during }))
}

/// A time in the gap that a visit of one type could have.
struct Place {
    slot: SlotContent,
    used_minutes: i64,
    start: NaiveDateTime,
    end: NaiveDateTime,
}

type Rank = (Urgency, Reverse<i64>, bool, i64, WaitlistId);

struct Filling<'a> {
    setup: &'a Setup,
    book: &'a Book,
    gap: Gap,
    now: Instant,
    by_type: HashMap<AppointmentTypeId, Rc<[Place]>>,
}

impl<'a> Filling<'a> {
    fn of(setup: &'a Setup, book: &'a Book, gap: Gap, now: Instant) -> Filling<'a> {
        Filling { setup, book, gap, now, by_type: HashMap::new() }
    }

    fn found<E>(
        &mut self,
        entries: &[WaitlistEntry],
        side: &mut impl FnMut(&WaitlistEntry) -> Result<Option<PatientSide>, E>,
    ) -> Result<Vec<Match>, E> {
        let mut candidates: Vec<(Rank, &WaitlistEntry, Rc<[Place]>)> = Vec::new();
        let fitting: Vec<&WaitlistEntry> = entries.iter().filter(|it| self.may_fit(it)).collect();
        for entry in fitting {
            let places = self.places(entry);
            if let Some(best) = places.iter().find(|it| self.is_wished(entry, it)) {
                candidates.push((self.rank(entry, best.used_minutes, true), entry, places));
            }
        }
        candidates.sort_unstable_by_key(|it| it.0);
        let mut found: Vec<(Rank, Match)> = Vec::new();
        for (best, entry, places) in candidates {
            if found.len() >= MOST_MATCHES && found[MOST_MATCHES - 1].0 < best {
                break;
            }
            let Some(it) = side(entry)?.and_then(|side| self.chosen(entry, &places, &side)) else {
                continue;
            };
            let rank = self.rank(entry, it.used_minutes, it.is_own_provider);
            let place = found.partition_point(|other| other.0 < rank);
            found.insert(place, (rank, it));
        }
        Ok(found.into_iter().take(MOST_MATCHES).map(|it| it.1).collect())
    }

    /// What can be told without the engine.
    fn may_fit(&self, entry: &WaitlistEntry) -> bool {
        let resource = self.setup.resource(self.gap.resource).filter(|it| it.location == entry.location);
        let is_wished = |it: &crate::resource::Resource| {
            it.kind != ResourceKind::Provider
                || entry.providers.is_empty()
                || entry.providers.contains(&self.gap.resource)
        };
        // A visit whose time before it reaches into the gap may start after it.
        let before = self.setup.appointment_type(entry.appointment_type);
        let before = before.map_or(0, |it| i64::from(it.buffer_before_minutes));
        let latest = self.gap.during.end().plus_minutes(before);
        entry.is_waiting()
            && resource.is_some_and(is_wished)
            && entry.running(self.now).is_none()
            // Who let these minutes pass is not asked for others beside them.
            && !entry.had(self.gap.during)
            && self.now.plus_minutes(i64::from(entry.wish.notice_minutes)) < latest
    }

    /// Where a visit like the entry's could be, the best place first.
    fn places(&mut self, entry: &WaitlistEntry) -> Rc<[Place]> {
        let of_type = entry.appointment_type;
        // What it takes up itself is free for it.
        match entry.moving.filter(|id| self.is_near(*id)) {
            Some(moving) => self.read(of_type, Some(moving)).into(),
            None => match self.by_type.get(&of_type) {
                Some(places) => Rc::clone(places),
                None => {
                    let places: Rc<[Place]> = self.read(of_type, None).into();
                    self.by_type.insert(of_type, Rc::clone(&places));
                    places
                }
            },
        }
    }

    fn is_wished(&self, entry: &WaitlistEntry, it: &Place) -> bool {
        let earliest = self.now.plus_minutes(i64::from(entry.wish.notice_minutes));
        it.slot.visit.start() >= earliest
            && entry.wish.admits(it.start, it.end)
            && !entry.had(it.slot.visit)
            && (entry.providers.is_empty()
                || it.slot.allocations.iter().any(|it| entry.providers.contains(&it.resource)))
    }

    fn is_near(&self, moving: AppointmentId) -> bool {
        let around = self.around(12 * 60);
        let is_its = |it: &Busy| it.is_of_visit(moving);
        let mut resources = self.book.resources_of(moving).iter();
        resources.any(|id| self.book.overlapping(*id, around).any(is_its))
    }

    fn around(&self, minutes: i64) -> Period {
        let (start, end) = (self.gap.during.start(), self.gap.during.end());
        Period::new(start.plus_minutes(-minutes), end.plus_minutes(minutes)).unwrap_or(self.gap.during)
    }

    /// Every offer of the engine that takes up any of the gap.
    fn read(&self, of_type: AppointmentTypeId, moving: Option<AppointmentId>) -> Vec<Place> {
        let Gap { resource, during } = self.gap;
        let Some(it) = self.setup.resource(resource) else {
            return Vec::new();
        };
        let Ok(visit) = Visit::of(self.setup, it.location, of_type) else {
            return Vec::new();
        };
        let Some(role) = visit.role_of(it) else {
            return Vec::new();
        };
        let blocked = visit.seconds() / 60
            + i64::from(visit.appointment_type.buffer_before_minutes)
            + i64::from(visit.appointment_type.buffer_after_minutes);
        let request = Request {
            location: it.location,
            appointment_type: of_type,
            providers: &[],
            own_provider: None,
            within: self.around(blocked),
            asking: Asking { now: self.now, patient_busy: &[], ignoring: moving, is_new_patient: None },
            like: None,
            limit: usize::MAX,
        };
        let offers = offers_with(self.setup, self.book, &request, (role, resource)).unwrap_or_default();
        let zone = visit.location.zone;
        let place = |slot: SlotContent| {
            let its = slot.allocations.iter().filter(|it| it.resource == resource);
            let used = its.filter_map(|it| it.during.intersection(&during)).map(|it| it.minutes()).sum();
            let (start, end) = (slot.visit.start().wall(zone), slot.visit.end().wall(zone));
            Place { slot, used_minutes: used, start, end }
        };
        let mut places: Vec<Place> =
            offers.into_iter().map(|it| place(it.slot)).filter(|it| it.used_minutes > 0).collect();
        places.sort_by_key(|it| (Reverse(it.used_minutes), it.slot.visit.start()));
        places
    }

    /// The best of the places at which the patient can be there.
    fn chosen(&self, entry: &WaitlistEntry, places: &[Place], side: &PatientSide) -> Option<Match> {
        let kind = self.setup.appointment_type(entry.appointment_type)?;
        if kind.is_new_patient && side.is_new_patient == Some(false) {
            return None;
        }
        // Without a last day, a visit is moved to an earlier time only.
        let stands = side.moving.filter(|_| entry.wish.latest.is_none());
        let can_be = |it: &Place| {
            let visit = it.slot.visit;
            let is_elsewhere =
                |busy: &&(AppointmentId, Period)| Some(busy.0) != entry.moving && busy.1.overlaps(&visit);
            self.is_wished(entry, it)
                && !side.busy.iter().any(|busy| is_elsewhere(&busy))
                && stands.is_none_or(|it| visit.start() < it.start())
                && side.moving.is_none_or(|it| it.start() != visit.start())
        };
        let Place { slot, used_minutes, .. } = places.iter().find(|it| can_be(it))?;
        let is_own = |id: ResourceId| slot.allocations.iter().any(|it| it.resource == id);
        let is_own_provider = side.own_provider.is_some_and(is_own);
        Some(Match {
            entry: entry.id,
            slot: slot.clone(),
            used_minutes: *used_minutes,
            is_own_provider,
            opens: None,
        })
    }

    fn rank(&self, entry: &WaitlistEntry, used_minutes: i64, is_own_provider: bool) -> Rank {
        let passed = i64::try_from(entry.passed(self.now)).unwrap_or(i64::MAX / PASSED_SECONDS);
        let since = entry.since.0.saturating_add(passed.saturating_mul(PASSED_SECONDS));
        (entry.urgency, Reverse(used_minutes), !is_own_provider, since, entry.id)
    }
}
