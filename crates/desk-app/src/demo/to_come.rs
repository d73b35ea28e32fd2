//! Who waits and who is due at the demo clinic, what is offered, what repeats and what belongs together. These are the desk's own acts, done in
//! the weeks before: so they hold by the rules that hold for everybody.

use super::Words;
use crate::{
    book::BookRequest,
    book_series::{BookSeries, book_series},
    env::Clock,
    error::AppResult,
    find_offers::{FindOffers, find_offers},
    front_desk::FrontDesk,
    recalls::put_recall,
    series::{PlannedFit, PreviewSeries, preview_series},
    together::{First, book_pair},
    waitlist::{
        GapRequest, OfferRequest, SeenEntry, gap_matches, offer_waitlist, put_waitlist_entry, waitlist,
    },
};
use chrono::{Datelike, Days, NaiveDate, Weekday};
use clinic_domain::{
    appointment::Requester,
    appointment_type::{AppointmentType, Preceding},
    id::{LocationId, PatientId, PersonId, RecallId, Version, WaitlistId},
    personal::Personal,
    recall::{Recall, RecallStatus},
    series::{Ending, Pattern},
    setup::Setup,
    time::{DayMinute, Instant, Period},
    waitlist::{Urgency, WaitlistEntry, WaitlistStatus, Wish},
    worklist::is_expected,
};
use desk_cache::mirror::DayRow;
use std::collections::HashSet;

const DAY_MINUTES: i64 = 24 * 60;
const NOON: DayMinute = DayMinute(12 * 60);
/// How long they have to think about what they are offered.
const THINKS_MINUTES: u16 = 45;
const REPEATS: u16 = 4;

/// Somebody on the waitlist: since how many days, and what they wish.
struct Waits {
    days: i64,
    urgency: Urgency,
    weekdays: &'static [Weekday],
    mornings: bool,
    /// They would give up the visit that they have.
    moves: bool,
}

#[rustfmt::skip]
const WAITING: &[Waits] = &[
    Waits { days: 12, urgency: Urgency::Routine, weekdays: &[], mornings: false, moves: true },
    Waits { days: 9, urgency: Urgency::Routine, weekdays: &[Weekday::Mon, Weekday::Wed], mornings: true, moves: false },
    Waits { days: 5, urgency: Urgency::Soon, weekdays: &[], mornings: false, moves: true },
    Waits { days: 3, urgency: Urgency::Routine, weekdays: &[], mornings: true, moves: false },
    Waits { days: 1, urgency: Urgency::Soon, weekdays: &[], mornings: false, moves: false },
];
/// In how many days the recalls are due.
const DUE: [i64; 4] = [-6, -1, 4, 20];
/// When they were noted.
const NOTED_DAYS: i64 = 60;

pub(crate) fn add(desk: &mut FrontDesk, who: PersonId, words: &Words) -> AppResult<()> {
    let (now, setup) = (desk.now(), desk.configuration()?.setup.clone());
    let Some(location) = setup.locations.first() else { return Ok(()) };
    let today = now.local_date(location.zone);
    let scene = Scene { who, now, today, setup: &setup, location: location.id, words };
    let mut later = scene.visits(desk, (8, 21), |it| is_expected(it.status))?.into_iter();
    let mut before = scene.visits(desk, (-70, -40), |it| !is_expected(it.status))?.into_iter();
    at(desk, now.plus_minutes(-NOTED_DAYS * DAY_MINUTES), |desk| {
        DUE.iter().zip(&mut before).try_for_each(|(days, row)| scene.recall(desk, &row, *days))
    })?;
    for (waits, row) in WAITING.iter().zip(&mut later) {
        at(desk, now.plus_minutes(-waits.days * DAY_MINUTES), |desk| scene.entry(desk, waits, &row))?;
    }
    scene.offer(desk)?;
    before.next().map_or(Ok(()), |row| scene.series(desk, row.patient.id))?;
    before.next().map_or(Ok(()), |row| scene.pair(desk, row.patient.id))
}

/// Lets the desk's clock show another time meanwhile.
fn at<T>(desk: &mut FrontDesk, then: Instant, act: impl FnOnce(&FrontDesk) -> AppResult<T>) -> AppResult<T> {
    let clock = std::mem::replace(&mut desk.clock, Clock::starting_at(then));
    let done = act(desk);
    desk.clock = clock;
    done
}

struct Scene<'a> {
    who: PersonId,
    now: Instant,
    today: NaiveDate,
    setup: &'a Setup,
    location: LocationId,
    words: &'a Words,
}

impl Scene<'_> {
    /// A visit of each patient who has such a one between those days from today, by start.
    fn visits(
        &self,
        desk: &FrontDesk,
        (first, last): (i64, i64),
        is_wanted: impl Fn(&DayRow) -> bool,
    ) -> AppResult<Vec<DayRow>> {
        let on = |days: i64| self.now.plus_minutes(days * DAY_MINUTES);
        let Some(period) = Period::new(on(first), on(last)) else { return Ok(Vec::new()) };
        let mut rows = desk.read(|reader| Ok(reader.day(self.location, period)?))?;
        let mut seen = HashSet::new();
        rows.retain(|it| is_wanted(it) && self.is_ordinary(it) && seen.insert(it.patient.id));
        Ok(rows)
    }

    /// Neither for new patients only nor a thing of hours.
    fn is_ordinary(&self, row: &DayRow) -> bool {
        let kind = self.setup.appointment_type(row.appointment_type);
        kind.is_some_and(|it| !it.is_new_patient && !it.is_urgent && it.duration_minutes <= 30)
    }

    fn recall(&self, desk: &FrontDesk, row: &DayRow, days: i64) -> AppResult<()> {
        let recall = Recall {
            id: RecallId(desk.ids.next()),
            version: Version::FIRST,
            location: self.location,
            patient: row.patient.id,
            appointment_type: row.appointment_type,
            provider: self.setup.own_provider(&row.allocations),
            due: self.today + chrono::TimeDelta::days(days),
            window_days: 14,
            note: self.note(days.unsigned_abs()),
            status: RecallStatus::Open,
            booked: None,
            made_at: self.now,
            by: self.who,
            calls: Vec::new(),
        };
        put_recall(desk, self.who, &recall).map(|_| ())
    }

    fn entry(&self, desk: &FrontDesk, it: &Waits, row: &DayRow) -> AppResult<()> {
        let entry = WaitlistEntry {
            id: WaitlistId(desk.ids.next()),
            version: Version::FIRST,
            location: self.location,
            patient: row.patient.id,
            appointment_type: row.appointment_type,
            providers: Vec::new(),
            wish: Wish {
                earliest: self.today,
                latest: (!it.moves).then(|| self.today + Days::new(30)),
                weekdays: it.weekdays.to_vec(),
                from: DayMinute::MIDNIGHT,
                to: if it.mornings { NOON } else { DayMinute::END },
                notice_minutes: 30,
            },
            urgency: it.urgency,
            note: self.note(it.days.unsigned_abs()),
            moving: it.moves.then_some(row.id),
            since: self.now,
            by: self.who,
            status: WaitlistStatus::Waiting,
            offers: Vec::new(),
            calls: Vec::new(),
        };
        put_waitlist_entry(desk, self.who, &entry).map(|_| ())
    }

    /// The first gap that serves somebody is kept for the first of them.
    fn offer(&self, desk: &FrontDesk) -> AppResult<()> {
        let Some(gap) = waitlist(desk, self.who, self.location)?.gaps.into_iter().map(|it| it.gap).next()
        else {
            return Ok(());
        };
        let Some(zone) = self.setup.location(self.location).map(|it| it.zone) else { return Ok(()) };
        let wall = |at: Instant| at.wall(zone);
        let request =
            GapRequest { resource: gap.resource, from: wall(gap.during.start()), to: wall(gap.during.end()) };
        let Some(first) = gap_matches(desk, self.who, &request)?.rows.into_iter().next() else {
            return Ok(());
        };
        let seen = SeenEntry { entry: first.row.entry.id, version: first.row.entry.version };
        let request = OfferRequest { seen, handle: first.handle, minutes: THINKS_MINUTES };
        offer_waitlist(desk, self.who, &request).map(|_| ())
    }

    /// The same time every week, as far as it is free.
    fn series(&self, desk: &FrontDesk, patient: PatientId) -> AppResult<()> {
        let Some(wanted) = self.search(patient) else { return Ok(()) };
        let Some((handle, offer)) = find_offers(desk, self.who, &wanted)?.offers.into_iter().next() else {
            return Ok(());
        };
        let Some(zone) = self.setup.location(self.location).map(|it| it.zone) else { return Ok(()) };
        let weekday = offer.slot.visit.start().local_date(zone).weekday();
        let pattern = Pattern::Weekly { every_n_weeks: 1, weekdays: vec![weekday] };
        let ending = Ending::After { count: REPEATS };
        let wanted = PreviewSeries { handle, patient, pattern: pattern.clone(), ending };
        let planned = preview_series(desk, self.who, &wanted)?.1.into_iter();
        let handles = planned.filter_map(|it| match it.fit {
            PlannedFit::Fits(it) => Some(it.handle),
            PlannedFit::Not { alternatives, .. } => alternatives.into_iter().next().map(|it| it.handle),
        });
        let request = BookSeries {
            handles: handles.collect(),
            pattern,
            patient,
            requested_by: Requester::Patient,
            note: Personal::default(),
            reminder: None,
            contact_point: Personal::default(),
        };
        book_series(desk, self.who, &request).map(|_| ())
    }

    /// The nurse first, then the provider within four hours.
    fn pair(&self, desk: &FrontDesk, patient: PatientId) -> AppResult<()> {
        let is_nurses = |it: &&AppointmentType| it.needs.first().is_some_and(|it| !it.any_of.is_empty());
        let first = self.setup.types.iter().find(is_nurses).map(|it| it.id);
        let Some((wanted, appointment_type)) = self.search(patient).zip(first) else { return Ok(()) };
        let link = Some(Preceding { appointment_type, min_gap_minutes: 0, max_gap_minutes: 4 * 60 });
        let found = find_offers(desk, self.who, &FindOffers { link, ..wanted })?;
        let Some(((first, _), (handle, _))) = found.firsts.into_iter().zip(found.offers).next() else {
            return Ok(());
        };
        let request = BookRequest {
            handle,
            patient,
            requested_by: Requester::Patient,
            note: None,
            overbook_reason: None,
            reminder: None,
            contact_point: None,
            instead_of: None,
            walk_in: None,
            effort: None,
        };
        book_pair(desk, self.who, First { handle: &first, link }, request).map(|_| ())
    }

    /// The first time in a week for the ordinary visit.
    fn search(&self, patient: PatientId) -> Option<FindOffers> {
        let kind = self.setup.types.iter().find(|it| !it.is_new_patient)?;
        Some(FindOffers {
            location: self.location,
            appointment_type: kind.id,
            providers: Vec::new(),
            patient: Some(patient),
            moving: None,
            like: None,
            link: None,
            from: Some((self.today + Days::new(7)).and_time(chrono::NaiveTime::MIN)),
            until: None,
            limit: Some(1),
        })
    }

    fn note(&self, nth: u64) -> Personal {
        let notes = self.words.notes;
        let place = usize::try_from(nth).unwrap_or(0) % (notes.len() * 2).max(1);
        Personal::from(notes.get(place).copied().unwrap_or_default())
    }
}
