//! A class that fills and a bay with several chairs: booked by the engine itself, in what the others leave free.

use super::{Clinic, book::Book, practice::Numbers};
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, Confirmation, HistoryEntry, HistoryEvent, Requester},
    appointment_type::{AppointmentType, Modality, Need},
    attendance::Attendance,
    availability::{self, Asking, Busy, Request, offers},
    id::{AppointmentTypeId, LocationId, PatientId, ResourceId, Version},
    operation::SlotContent,
    personal::Personal,
    resource::{Resource, ResourceKind},
    setup::Setup,
    time::{Instant, Period},
};
use std::collections::{HashMap, HashSet};

/// How far ahead visits have to be known for [`book`].
pub(super) const AHEAD_DAYS: i64 = 17;
const DAY_MINUTES: i64 = 24 * 60;
const CLASS_PLACES: u8 = 8;
const CHAIRS: u8 = 4;
/// How many come to this week's class, to next week's, and to the bay.
const COMING: [usize; 3] = [5, 2, 3];
/// From one who comes to the bay to the next.
const BETWEEN_MINUTES: i64 = 15;

pub(super) struct Groups {
    location: LocationId,
    class: AppointmentTypeId,
    infusion: AppointmentTypeId,
}

/// The bay and what is done in it, and the class.
pub(super) fn set_up(
    clinic: &Clinic<'_>,
    location: LocationId,
    setup: &mut Setup,
    numbers: &mut Numbers,
) -> Groups {
    let (words, bay) = (clinic.words, ResourceId(numbers.next()));
    setup.resources.push(Resource {
        id: bay,
        version: Version::FIRST,
        location,
        kind: ResourceKind::Room,
        name: words.infusion_bay.to_owned(),
        initials: String::new(),
        specialty: String::new(),
        identifier: String::new(),
        join_link: String::new(),
        places: CHAIRS,
        changeover_minutes: 0,
        same_person_as: None,
        // After all other rooms.
        position: 5_000,
        is_active: true,
        source: None,
    });
    let mut add = |(name, short_code): (&str, &str), duration_minutes, places, needs| {
        let id = AppointmentTypeId(numbers.next());
        setup.types.push(AppointmentType {
            id,
            version: Version::FIRST,
            name: name.to_owned(),
            neutral_label: String::new(),
            duration_minutes,
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            needs,
            notice_minutes: 0,
            is_new_patient: false,
            follow_up_weeks: 0,
            places,
            overbook_lanes: None,
            is_urgent: false,
            is_active: true,
            short_code: short_code.to_owned(),
            modality: Modality::InPerson,
            preceded_by: None,
        });
        id
    };
    let class = add(words.class, 45, CLASS_PLACES, AppointmentType::whole_visit_with_provider());
    // Whoever starts it goes on to others.
    let start = Need { kind: ResourceKind::Provider, any_of: Vec::new(), from_minute: 0, minutes: 5 };
    let chair = Need { kind: ResourceKind::Room, any_of: vec![bay], from_minute: 0, minutes: 0 };
    let infusion = add(words.infusion, 60, 1, vec![start, chair]);
    Groups { location, class, infusion }
}

/// The next two classes and a day in the bay. `near` are all visits of the next [`AHEAD_DAYS`].
pub(super) fn book(
    clinic: &Clinic<'_>,
    setup: &Setup,
    groups: &Groups,
    book: &mut Book<'_>,
    near: &[Appointment],
) -> Vec<Appointment> {
    let live = near.iter().filter(|it| it.is_live());
    let taken = live.clone().flat_map(|visit| {
        visit
            .allocations
            .iter()
            .map(|it| (it.resource, Busy::of_visit(visit.id, visit.appointment_type, visit.visit, it)))
    });
    let mut days: HashMap<PatientId, HashSet<NaiveDate>> = HashMap::new();
    for it in live.clone() {
        days.entry(it.patient).or_default().insert(it.visit.start().local_date(clinic.zone));
    }
    let patients = live.map(|it| it.patient).collect();
    let mut making =
        Making { clinic, setup, groups, taken: taken.collect(), patients, days, made: Vec::new() };
    let from = |days: i64| clinic.now.plus_minutes(days * DAY_MINUTES);
    for (at, first_day) in [2, 9].into_iter().enumerate() {
        if let Some(class) = making.first(groups.class, from(first_day)) {
            (0..COMING[at]).for_each(|_| making.come(&class, book));
        }
    }
    let mut next = from(2);
    for _ in 0..COMING[2] {
        let Some(slot) = making.first(groups.infusion, next) else { break };
        making.come(&slot, book);
        next = slot.visit.start().plus_minutes(BETWEEN_MINUTES);
    }
    making.made
}

struct Making<'a> {
    clinic: &'a Clinic<'a>,
    setup: &'a Setup,
    groups: &'a Groups,
    taken: availability::Book,
    /// Who may come, in an order that stays.
    patients: Vec<PatientId>,
    /// On which days they are here anyway.
    days: HashMap<PatientId, HashSet<NaiveDate>>,
    made: Vec<Appointment>,
}

impl Making<'_> {
    fn first(&self, appointment_type: AppointmentTypeId, from: Instant) -> Option<SlotContent> {
        let request = Request {
            location: self.groups.location,
            appointment_type,
            providers: &[],
            own_provider: None,
            within: Period::new(from, from.plus_minutes(7 * DAY_MINUTES))?,
            asking: Asking { now: self.clinic.now, patient_busy: &[], ignoring: None, is_new_patient: None },
            like: None,
            limit: 1,
        };
        Some(offers(self.setup, &self.taken, &request).ok()?.pop()?.slot)
    }

    /// The next one who is not here on that day comes.
    fn come(&mut self, slot: &SlotContent, book: &mut Book<'_>) {
        let zone = self.clinic.zone;
        let date = slot.visit.start().local_date(zone);
        let is_away = |it: &PatientId| self.days.get(it).is_none_or(|days| !days.contains(&date));
        let Some(patient) = self.patients.iter().copied().find(is_away) else { return };
        self.days.entry(patient).or_default().insert(date);
        let id = book.next_id();
        for it in &slot.allocations {
            self.taken.insert(it.resource, Busy::of_visit(id, slot.appointment_type, slot.visit, it));
        }
        self.made.push(Appointment {
            id,
            version: Version::FIRST,
            location: slot.location,
            patient,
            appointment_type: slot.appointment_type,
            visit: slot.visit,
            wall_start: slot.visit.start().wall_text(zone),
            status: AppointmentStatus::Booked,
            confirmation: Confirmation::NOT_ASKED,
            allocations: slot.allocations.clone(),
            note: Personal::default(),
            requested_by: Requester::Patient,
            reminder: None,
            contact_point: Personal::default(),
            attendance: Attendance::default(),
            cancellation: None,
            series: None,
            history: vec![HistoryEntry {
                at: self.clinic.now.plus_minutes(-3 * DAY_MINUTES),
                by: Some(self.clinic.author),
                requested_by: Requester::Patient,
                what: HistoryEvent::Booked { overbook_reason: None, waives: None, instead_of: None },
                sequel: None,
                typed_at: None,
            }],
            origin_op: book.batch,
            source: None,
        });
    }
}
