//! The demo's book, day by day: sessions are filled, rooms given, patients chosen, and everything that happened told.

use super::{
    Clinic,
    dice::{Dice, Stream},
    fill::{Draft, Fullness, fill},
    ids::{Ids, Kind as IdKind},
    kinds::{Kind, Practitioner},
    outcome::{self, Visit},
    panels::Panels,
    practice::{Practice, Site},
    rooms::Rooms,
    scene::Scene,
    size::Figures,
    working_hours,
};
use chrono::{Datelike, NaiveDate, NaiveTime};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Allocation, Appointment, Requester},
    attendance::Attendance,
    availability::{DayPartKind, working_time},
    id::{AppointmentId, CaregiverId, OpId, PatientId, Version},
    personal::Personal,
    time::{DayMinute, Instant, Period, local_day, start_instant},
};

/// What a visit is made of.
pub(super) struct Book<'a> {
    clinic: &'a Clinic<'a>,
    practice: &'a Practice,
    ids: Ids,
    panels: Panels,
    /// By site and provider: when they are there, ascending.
    sessions: Vec<Vec<Vec<Period>>>,
    /// By site: the first of its physicians among all, and how many it has.
    physicians: Vec<(usize, usize)>,
    utilisation: f64,
    today: NaiveDate,
    made: u32,
    /// What the next visits come with.
    pub(super) batch: OpId,
}

/// Held visits come closer together than this nowhere.
const FULLEST: f64 = 0.97;
/// Of drafts there are more than of held visits: cancelled times are given out again.
const DRAFTS_PER_TIME: f64 = 1.064;
/// How quickly the booked future thins out, in days, and down to which share.
const THINNING_DAYS: f64 = 18.0;
const THINNEST: f64 = 0.3;
const NOTED: f64 = 0.05;

impl<'a> Book<'a> {
    pub(super) fn new(
        clinic: &'a Clinic<'a>,
        figures: &Figures,
        practice: &'a Practice,
        ids: Ids,
        panels: Panels,
        batch: OpId,
    ) -> Self {
        let (first, last) = working_hours::span(clinic, figures);
        let sessions = sessions(practice, clinic.zone, first, last);
        let mut before = 0;
        let physicians = practice.sites.iter().map(|site| {
            let count = site.providers.iter().filter(|it| it.practitioner != Practitioner::Nurse).count();
            before += count;
            (before - count, count)
        });
        Self {
            physicians: physicians.collect(),
            utilisation: utilisation(practice, &sessions, figures, first, last),
            today: clinic.now.local_date(clinic.zone),
            clinic,
            practice,
            ids,
            panels,
            sessions,
            made: 0,
            batch,
        }
    }

    /// The visits of one day, site by site, by start.
    pub(super) fn day(&mut self, date: NaiveDate) -> Vec<Appointment> {
        let mut visits = Vec::new();
        for site in 0..self.practice.sites.len() {
            let number = u64::try_from(date.num_days_from_ce()).unwrap_or(0) * 64 + site as u64;
            let mut dice = Dice::new(self.clinic.seed, Stream::Day, number);
            let mut drafts = self.drafts(site, date, &mut dice);
            drafts.sort_by_key(|it| (it.start, it.lane, it.provider));
            let mut rooms = Rooms::of(&self.practice.sites[site]);
            for draft in drafts {
                visits.extend(self.visit(site, date, draft, &mut rooms, &mut dice));
            }
        }
        visits
    }

    /// For a visit that comes beside those of the days.
    pub(super) fn next_id(&mut self) -> AppointmentId {
        self.made += 1;
        AppointmentId(self.ids.of(IdKind::Appointment, self.made - 1))
    }

    fn drafts(&self, site: usize, date: NaiveDate, dice: &mut Dice) -> Vec<Draft> {
        let ahead = (date - self.today).num_days();
        let booked = match ahead {
            ..=0 => 1.0,
            _ => THINNEST + (0.96 - THINNEST) * (-(ahead as f64) / THINNING_DAYS).exp(),
        };
        let fullness = Fullness { utilisation: self.utilisation, booked };
        let day = local_day(self.clinic.zone, date);
        let mut drafts = Vec::new();
        for (place, provider) in self.practice.sites[site].providers.iter().enumerate() {
            let sessions = &self.sessions[site][place];
            let from = sessions.partition_point(|it| it.start() < day.start());
            for session in sessions[from..].iter().take_while(|it| it.start() < day.end()) {
                let mut fill = |stretch: Period| {
                    fill(stretch, (place, provider.practitioner), fullness, dice, &mut drafts);
                };
                let Some(scene) = Scene::now(self.clinic.now, *session, place) else {
                    fill(*session);
                    continue;
                };
                Period::new(session.start(), scene.during.start()).map(&mut fill);
                Period::new(scene.during.end(), session.end()).map(&mut fill);
                drafts.extend(scene.drafts);
            }
        }
        drafts
    }

    /// The visit of a draft; none when no room is free or nobody is left to come.
    fn visit(
        &mut self,
        site: usize,
        date: NaiveDate,
        draft: Draft,
        rooms: &mut Rooms,
        dice: &mut Dice,
    ) -> Option<Appointment> {
        let allocations = allocations(&self.practice.sites[site], &draft, rooms)?;
        let patient = self.patient(site, date, &draft, dice)?;
        let during = Period::of_minutes(draft.start, draft.minutes())?;
        let known = self.panels.known(patient);
        let by_caregiver = known.caregiver.filter(|_| dice.chance(f64::from(known.by_caregiver)));
        let requested_by = by_caregiver.map_or(Requester::Patient, |it| {
            Requester::Caregiver(CaregiverId(self.ids.of(IdKind::Caregiver, it)))
        });
        let overbook_reason =
            (draft.lane > 0).then(|| (*dice.pick(self.clinic.words.overbook_reasons)).to_owned());
        let number = self.made;
        self.made += 1;
        let outcome = outcome::of(
            &Visit {
                during,
                allocations: &allocations,
                is_cancelled: draft.is_cancelled,
                stands: draft.stands,
                overbook_reason,
                now: self.clinic.now,
                by: self.clinic.author,
                requested_by,
                channel: known.channel,
            },
            &mut Dice::new(self.clinic.seed, Stream::Visit, u64::from(number)),
        );
        let note = if dice.chance(NOTED) {
            Personal::from(*dice.pick(self.clinic.words.notes))
        } else {
            Personal::default()
        };
        Some(Appointment {
            id: AppointmentId(self.ids.of(IdKind::Appointment, number)),
            version: Version(outcome.history.len() as u64),
            location: self.practice.sites[site].location,
            patient: PatientId(self.ids.of(IdKind::Patient, patient)),
            appointment_type: self.practice.types[draft.kind as usize],
            visit: during,
            wall_start: wall_start(self.clinic.zone, date, draft.start),
            status: outcome.status,
            confirmation: outcome.confirmation,
            allocations,
            note,
            requested_by,
            reminder: None,
            contact_point: Personal::default(),
            attendance: Attendance::default(),
            cancellation: outcome.cancellation,
            series: None,
            history: outcome.history,
            origin_op: self.batch,
            source: None,
        })
    }

    /// The physician's own patient; the nurse sees those of any physician of the site.
    fn patient(&mut self, site: usize, date: NaiveDate, draft: &Draft, dice: &mut Dice) -> Option<u32> {
        let (first, count) = self.physicians[site];
        let is_nurse =
            self.practice.sites[site].providers[draft.provider].practitioner == Practitioner::Nurse;
        let place = if is_nurse { dice.below(count as u32) as usize } else { draft.provider };
        self.panels.pick(first + place, (draft.kind, draft.who), date.num_days_from_ce(), dice)
    }
}

/// What it takes up, in the order of the type's needs. A cancelled visit takes up nothing that others could have.
fn allocations(site: &Site, draft: &Draft, rooms: &mut Rooms) -> Option<Vec<Allocation>> {
    let provider = site.providers[draft.provider].id;
    let with_provider = Allocation { resource: provider, during: draft.with_provider()?, lane: draft.lane };
    let Some(during) = draft.in_room() else {
        return Some(vec![with_provider]);
    };
    let in_room = |resource| Allocation { resource, during, lane: 0 };
    let mut all = vec![with_provider];
    match draft.kind {
        Kind::Procedure if draft.is_cancelled => {
            all.extend(site.procedure_rooms.first().map(|it| in_room(*it)));
            all.extend(site.carts.first().map(|it| in_room(*it)));
        }
        Kind::Procedure => {
            let (room, cart) = rooms.procedure_room(during)?;
            all.extend([in_room(room), in_room(cart)]);
        }
        _ if draft.is_cancelled => {
            let own = draft.provider * 2 % site.exam_rooms.len();
            all.push(in_room(site.exam_rooms[own]));
        }
        _ => all.push(in_room(rooms.exam_room(draft.provider, during)?)),
    }
    Some(all)
}

/// When every provider is there, as the one engine sees it.
fn sessions(practice: &Practice, zone: Tz, first: NaiveDate, last: NaiveDate) -> Vec<Vec<Vec<Period>>> {
    let within = Period::new(local_day(zone, first).start(), local_day(zone, last).end());
    let open = |it: &super::practice::Provider| {
        let parts = within
            .map(|within| working_time(&practice.setup, it.id, within, within.start()))
            .unwrap_or_default();
        let parts = parts.into_iter().filter(|it| matches!(it.kind, DayPartKind::Open { .. }));
        parts.map(|it| it.during).collect::<Vec<Period>>()
    };
    practice.sites.iter().map(|site| site.providers.iter().map(open).collect()).collect()
}

/// How full sessions must be for the size's visits a day.
fn utilisation(
    practice: &Practice,
    sessions: &[Vec<Vec<Period>>],
    figures: &Figures,
    first: NaiveDate,
    last: NaiveDate,
) -> f64 {
    let weekdays =
        first.iter_days().take_while(|it| *it <= last).filter(|it| it.weekday().num_days_from_monday() < 5);
    let wanted = figures.visits_a_day * weekdays.count() as f64;
    let places = practice.sites.iter().zip(sessions).flat_map(|(site, open)| site.providers.iter().zip(open));
    let possible = places.map(|(provider, open)| {
        let minutes: i64 = open.iter().map(Period::minutes).sum();
        minutes as f64 / provider.practitioner.mean_minutes() * DRAFTS_PER_TIME
    });
    (wanted / possible.sum::<f64>()).min(FULLEST)
}

/// Visits of a day are in the zone's ordinary hours: the wall clock runs evenly from midnight or noon on.
fn wall_start(zone: Tz, date: NaiveDate, start: Instant) -> String {
    let noon = start_instant(zone, date.and_time(NaiveTime::MIN) + chrono::TimeDelta::hours(12));
    let minute = 12 * 60 + (start.0 - noon.0) / 60;
    let text = u16::try_from(minute).ok().and_then(DayMinute::new).map(DayMinute::text);
    text.map_or_else(|| start.wall_text(zone), |it| format!("{date}T{it}"))
}
