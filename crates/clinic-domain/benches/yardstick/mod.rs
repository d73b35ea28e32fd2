//! The yardstick clinic of the slot search: read from its file or generated in the same shape, and put into the
//! domain's types. 90 days from 2035-02-05 in America/New_York, Monday to Friday 8-12 and 13-17, an exception in
//! every second week, booked to about 70 %.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::Allocation,
    appointment_type::Modality,
    appointment_type::{AppointmentType, Need},
    availability::{Asking, Book, Busy, Request},
    id::{
        AppointmentId, AppointmentTypeId, ExceptionId, LocationId, OrganizationId, ResourceId, TemplateId,
        Version,
    },
    organization::{Address, Location, Organization, OrganizationKind, OrganizationSettings},
    resource::{Resource, ResourceKind},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, WeeklySession},
    setup::Setup,
    time::{DayMinute, Instant, Period, start_instant},
};
use serde::{Deserialize, Deserializer, de::Error};
use std::{collections::BTreeMap, fmt::Display, str::FromStr};
use uuid::Uuid;

#[derive(Deserialize)]
pub struct Clinic {
    #[serde(deserialize_with = "parsed")]
    pub tz: Tz,
    #[serde(deserialize_with = "parsed")]
    pub start: NaiveDate,
    pub days: i64,
    pub duration: u16,
    pub grid: u8,
    pub providers: Vec<Provider>,
}

#[derive(Deserialize)]
pub struct Provider {
    pub id: u32,
    /// By weekday, Monday 0: minutes of the local day.
    pub weekly: BTreeMap<u8, Hours>,
    /// What a day has instead.
    #[serde(deserialize_with = "by_date")]
    pub exceptions: BTreeMap<NaiveDate, Hours>,
    /// UTC seconds, sorted.
    pub appointments: Vec<(i64, i64)>,
}

impl Clinic {
    pub fn read(path: &str) -> Result<Clinic, Box<dyn std::error::Error>> {
        Ok(serde_json::from_reader(std::io::BufReader::new(std::fs::File::open(path)?))?)
    }

    pub fn within(&self) -> Period {
        let midnight = |date: NaiveDate| start_instant(self.tz, DayMinute::MIDNIGHT.on(date));
        let (start, end) = (midnight(self.start), midnight(self.start + TimeDelta::days(self.days)));
        Period::new(start, end).unwrap_or(Period::lasting(start, std::num::NonZeroU32::MIN))
    }
}

/// The question: every free start of the one type in the whole window.
pub fn request(clinic: &Clinic, limit: usize) -> Request<'static> {
    let within = clinic.within();
    Request {
        location: LOCATION,
        appointment_type: TYPE,
        providers: &[],
        own_provider: None,
        within,
        asking: Asking { now: within.start(), patient_busy: &[], ignoring: None, is_new_patient: None },
        like: None,
        limit,
    }
}

const LOCATION: LocationId = LocationId(Uuid::from_u128(1));
const TYPE: AppointmentTypeId = AppointmentTypeId(Uuid::from_u128(2));

/// With `rooms`, a visit needs one of them too, and every booked visit has one.
pub fn setup_and_book(clinic: &Clinic, rooms: u32) -> (Setup, Book) {
    let mut setup = empty_setup(clinic, rooms > 0);
    let mut allocations = Vec::new();
    for provider in &clinic.providers {
        let id = resource_id(ResourceKind::Provider, provider.id);
        setup.resources.push(resource(ResourceKind::Provider, provider.id));
        setup.templates.push(template(clinic, provider, id));
        setup
            .exceptions
            .extend(provider.exceptions.iter().flat_map(|(date, open)| exceptions(id, *date, open)));
        let visits = provider.appointments.iter().zip(0..);
        allocations.extend(visits.filter_map(|(&(start, end), index)| {
            let during = Period::new(Instant(start), Instant(end))?;
            Some((
                id,
                Busy::of_visit(
                    appointment_id(provider.id, index),
                    TYPE,
                    during,
                    &Allocation { resource: id, during, lane: 0 },
                ),
            ))
        }));
    }
    setup.resources.extend((1..=rooms).map(|it| resource(ResourceKind::Room, it)));
    allocations.extend(in_rooms(&allocations, rooms));
    (setup, allocations.into_iter().collect())
}

fn empty_setup(clinic: &Clinic, with_room: bool) -> Setup {
    let settings = OrganizationSettings { grid_minutes: clinic.grid, ..OrganizationSettings::default() };
    let mut needs = AppointmentType::whole_visit_with_provider();
    if with_room {
        needs.push(Need { kind: ResourceKind::Room, any_of: Vec::new(), from_minute: 0, minutes: 0 });
    }
    Setup {
        organization: Organization {
            is_demo: true,
            settings,
            ..Organization::named(OrganizationId(Uuid::from_u128(3)), "Yardstick", OrganizationKind::Clinic)
        },
        locations: vec![Location {
            id: LOCATION,
            version: Version::FIRST,
            name: "Main street".to_owned(),
            zone: clinic.tz,
            address: Address::default(),
            phone: String::new(),
            numbers_arrivals: false,
            is_active: true,
            source: None,
        }],
        resources: Vec::new(),
        types: vec![AppointmentType {
            id: TYPE,
            version: Version::FIRST,
            name: "Visit".to_owned(),
            neutral_label: String::new(),
            duration_minutes: clinic.duration,
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            needs,
            notice_minutes: 0,
            is_new_patient: false,
            follow_up_weeks: 0,
            overbook_lanes: None,
            is_urgent: false,
            places: 1,
            is_active: true,
            short_code: "VI".to_owned(),
            modality: Modality::InPerson,
            preceded_by: None,
        }],
        templates: Vec::new(),
        exceptions: Vec::new(),
    }
}

fn resource(kind: ResourceKind, number: u32) -> Resource {
    Resource {
        id: resource_id(kind, number),
        version: Version::FIRST,
        location: LOCATION,
        kind,
        name: format!("{kind} {number}"),
        initials: String::new(),
        specialty: String::new(),
        identifier: String::new(),
        join_link: String::new(),
        changeover_minutes: 0,
        same_person_as: None,
        places: 1,
        position: number,
        is_active: true,
        source: None,
    }
}

fn template(clinic: &Clinic, provider: &Provider, id: ResourceId) -> ScheduleTemplate {
    let session = |day: u8, &(from, to): &(u16, u16)| {
        let weekday = Weekday::try_from(day).ok()?;
        let (from, to) = (DayMinute(from), DayMinute(to));
        Some(WeeklySession::plain(weekday, from, to, 1))
    };
    let sessions =
        provider.weekly.iter().flat_map(|(&day, of)| of.iter().filter_map(move |it| session(day, it)));
    ScheduleTemplate {
        id: TemplateId(Uuid::from_u128(u128::from(provider.id))),
        version: Version::FIRST,
        resource: id,
        name: "Week".to_owned(),
        valid_from: clinic.start,
        valid_to: None,
        every_n_weeks: 1,
        sessions: sessions.collect(),
        is_active: true,
    }
}

/// A day with other hours: an extra session for each of them, and closed around them.
fn exceptions(resource: ResourceId, date: NaiveDate, open: &[(u16, u16)]) -> Vec<ScheduleException> {
    let mut closed_from = 0;
    let mut parts = Vec::new();
    for &(from, to) in open {
        parts.extend([(ExceptionKind::TimeOff, closed_from, from), (ExceptionKind::ExtraSession, from, to)]);
        closed_from = to;
    }
    parts.push((ExceptionKind::TimeOff, closed_from, DayMinute::END.0));
    let exception = |(kind, from, to)| ScheduleException {
        id: ExceptionId(Uuid::from_u128(
            (u128::from(date.num_days_from_ce() as u32) << 64) | u128::from(from),
        )),
        version: Version::FIRST,
        scope: ExceptionScope::Resource(resource),
        kind,
        first_day: date,
        last_day: date,
        from: DayMinute(from),
        to: DayMinute(to),
        reason: "Other hours".to_owned(),
        types: Vec::new(),
        overbook_lanes: 0,
        is_active: true,
        source: None,
    };
    parts.into_iter().filter(|it| it.1 < it.2).map(exception).collect()
}

/// The visits in the first room that is free for each.
fn in_rooms(visits: &[(ResourceId, Busy)], rooms: u32) -> Vec<(ResourceId, Busy)> {
    let mut visits: Vec<Busy> = visits.iter().map(|it| it.1).collect();
    visits.sort_by_key(|it| it.during);
    let mut free_from = vec![Instant(i64::MIN); rooms as usize];
    let mut taken = Vec::new();
    for busy in visits {
        if let Some(room) = free_from.iter().position(|it| *it <= busy.during.start()) {
            free_from[room] = busy.during.end();
            taken.push((resource_id(ResourceKind::Room, room as u32 + 1), busy));
        }
    }
    taken
}

fn resource_id(kind: ResourceKind, number: u32) -> ResourceId {
    ResourceId(Uuid::from_u128((kind as u128) << 64 | u128::from(number)))
}

fn appointment_id(provider: u32, index: u32) -> AppointmentId {
    AppointmentId(Uuid::from_u128(u128::from(provider) << 64 | u128::from(index)))
}

fn parsed<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(from: D) -> Result<T, D::Error> {
    String::deserialize(from)?.parse().map_err(D::Error::custom)
}

type Hours = Vec<(u16, u16)>;

fn by_date<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<NaiveDate, Hours>, D::Error> {
    let texts = BTreeMap::<String, Hours>::deserialize(from)?;
    texts.into_iter().map(|(date, hours)| Ok((date.parse().map_err(D::Error::custom)?, hours))).collect()
}
