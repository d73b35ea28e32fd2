//! A small clinic to put data into and compare offers out of; every suite of this crate stands on it.

use chrono::{NaiveDate, NaiveDateTime, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::Appointment,
    appointment_type::{AppointmentType, Modality, Need},
    availability::{Answer, Asking, Book, Busy, Occupant, Offer, OfferAt, Request, offer_at, offers},
    business_hours::{BusinessHours, OpenHours},
    id::{
        AppointmentId, AppointmentTypeId, ExceptionId, LocationId, OrganizationId, PersonId, ResourceId,
        TemplateId, Version,
    },
    operation::SlotContent,
    organization::{Address, Location, Organization, OrganizationKind, OrganizationSettings},
    people::{Person, Role},
    refusal::Refusal,
    resource::{Resource, ResourceKind},
    schedule::{ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, WeeklySession},
    setup::Setup,
    time::{DayMinute, Instant, Period, start_instant},
};
use uuid::Uuid;

pub const EVERY_DAY: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

#[derive(Clone)]
pub struct Clinic {
    pub setup: Setup,
    pub book: Book,
    pub location: LocationId,
    pub zone: Tz,
    /// The type that everything asks for unless it says otherwise: 30 minutes with a provider.
    pub visit: AppointmentTypeId,
    ids: u128,
}

impl Clinic {
    /// Opens on a quarter-hour grid, with nobody in it.
    pub fn in_zone(zone: Tz) -> Clinic {
        Clinic::with_ids_from(1, zone)
    }

    /// The same, and no id of it is one of a clinic that begins elsewhere.
    pub fn with_ids_from(first: u128, zone: Tz) -> Clinic {
        let setup = Setup {
            organization: Organization {
                is_demo: true,
                settings: OrganizationSettings { grid_minutes: 15, ..OrganizationSettings::default() },
                ..Organization::named(
                    OrganizationId(Uuid::from_u128(first)),
                    "Clinic",
                    OrganizationKind::Clinic,
                )
            },
            locations: vec![],
            resources: vec![],
            types: vec![],
            templates: vec![],
            exceptions: vec![],
        };
        let (location, visit) = (LocationId(Uuid::nil()), AppointmentTypeId(Uuid::nil()));
        let mut clinic = Clinic { setup, book: Book::default(), location, zone, visit, ids: first };
        clinic.location = clinic.site(zone);
        clinic.visit = clinic.a_type(30);
        clinic
    }

    pub fn new_york() -> Clinic {
        Clinic::in_zone(chrono_tz::America::New_York)
    }

    /// One provider from nine to noon, whose sessions allow so many overbook lanes.
    pub fn with_lanes(lanes: u8) -> (Clinic, ResourceId) {
        let mut clinic = Clinic::new_york();
        let provider = clinic.provider("09:00", "12:00");
        clinic.setup.templates[0].sessions.iter_mut().for_each(|it| it.overbook_lanes = lanes);
        (clinic, provider)
    }

    /// When the organization is open.
    pub fn open(&mut self, weekdays: &[Weekday], from: &str, to: &str) {
        let (from, to) = (minute(from), minute(to));
        let hours = weekdays.iter().map(|&weekday| OpenHours { weekday, from, to });
        self.setup.organization.business_hours = Some(BusinessHours(hours.collect()));
    }

    pub fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }

    pub fn site(&mut self, zone: Tz) -> LocationId {
        let id = LocationId(self.id());
        self.setup.locations.push(Location {
            id,
            version: Version::FIRST,
            name: "Site".into(),
            zone,
            address: Address::default(),
            phone: String::new(),
            numbers_arrivals: false,
            is_active: true,
            source: None,
        });
        id
    }

    pub fn a_type(&mut self, minutes: u16) -> AppointmentTypeId {
        let id = AppointmentTypeId(self.id());
        self.setup.types.push(AppointmentType {
            id,
            version: Version::FIRST,
            name: "Type".into(),
            neutral_label: String::new(),
            duration_minutes: minutes,
            buffer_before_minutes: 0,
            buffer_after_minutes: 0,
            needs: AppointmentType::whole_visit_with_provider(),
            notice_minutes: 0,
            is_new_patient: false,
            follow_up_weeks: 0,
            overbook_lanes: None,
            is_urgent: false,
            places: 1,
            is_active: true,
            short_code: String::new(),
            modality: Modality::InPerson,
            preceded_by: None,
        });
        id
    }

    pub fn change_type(&mut self, id: AppointmentTypeId, change: impl FnOnce(&mut AppointmentType)) {
        change(self.setup.types.iter_mut().find(|it| it.id == id).unwrap());
    }

    pub fn resource(&mut self, kind: ResourceKind) -> ResourceId {
        let id = ResourceId(self.id());
        let position = self.setup.resources.len() as u32;
        self.setup.resources.push(Resource {
            id,
            version: Version::FIRST,
            location: self.location,
            kind,
            name: format!("{kind} {position}"),
            initials: String::new(),
            specialty: String::new(),
            identifier: String::new(),
            join_link: String::new(),
            changeover_minutes: 0,
            same_person_as: None,
            places: 1,
            position,
            is_active: true,
            source: None,
        });
        id
    }

    /// A provider who works every day between these times, with one overbook lane.
    pub fn provider(&mut self, from: &str, to: &str) -> ResourceId {
        let id = self.resource(ResourceKind::Provider);
        self.works(id, &EVERY_DAY, from, to);
        id
    }

    pub fn room(&mut self) -> ResourceId {
        self.resource(ResourceKind::Room)
    }

    pub fn person(&mut self, role: Role) -> Person {
        Person {
            id: PersonId(self.id()),
            version: Version::FIRST,
            login: role.to_string(),
            name: role.to_string(),
            roles: vec![role],
            resource: None,
            department: None,
            email: String::new(),
            license_number: String::new(),
            specialties: Vec::new(),
            language: String::new(),
            is_active: true,
        }
    }

    pub fn works(
        &mut self,
        resource: ResourceId,
        on: &[Weekday],
        from: &str,
        to: &str,
    ) -> &mut ScheduleTemplate {
        let (from, to) = (minute(from), minute(to));
        let sessions = on.iter().map(|&weekday| WeeklySession::plain(weekday, from, to, 1)).collect();
        let id = TemplateId(self.id());
        self.setup.templates.push(ScheduleTemplate {
            id,
            version: Version::FIRST,
            resource,
            name: "Template".into(),
            valid_from: date("1999-01-04"),
            valid_to: None,
            every_n_weeks: 1,
            sessions,
            is_active: true,
        });
        self.setup.templates.last_mut().unwrap()
    }

    pub fn except(
        &mut self,
        scope: ExceptionScope,
        kind: ExceptionKind,
        days: (&str, &str),
        hours: (&str, &str),
    ) -> &mut ScheduleException {
        let id = ExceptionId(self.id());
        self.setup.exceptions.push(ScheduleException {
            id,
            version: Version::FIRST,
            scope,
            kind,
            first_day: date(days.0),
            last_day: date(days.1),
            from: minute(hours.0),
            to: minute(hours.1),
            reason: format!("a {kind}"),
            types: vec![],
            overbook_lanes: 0,
            is_active: true,
            source: None,
        });
        self.setup.exceptions.last_mut().unwrap()
    }

    pub fn at(&self, wall: &str) -> Instant {
        start_instant(self.zone, NaiveDateTime::parse_from_str(wall, "%Y-%m-%dT%H:%M").unwrap())
    }

    pub fn period(&self, from: &str, to: &str) -> Period {
        Period::new(self.at(from), self.at(to)).unwrap()
    }

    pub fn take(&mut self, resource: ResourceId, from: &str, to: &str, lane: u8) -> AppointmentId {
        let appointment = AppointmentId(self.id());
        let during = self.period(from, to);
        let by = Occupant::Visit(appointment);
        self.book.insert(resource, Busy { during, own: during, lane, appointment_type: self.visit, by });
        appointment
    }

    /// Puts a slot into the book, as an accepted booking does.
    pub fn accept(&mut self, slot: &SlotContent) -> AppointmentId {
        let appointment = AppointmentId(self.id());
        for it in &slot.allocations {
            self.book.insert(it.resource, Busy::of_visit(appointment, slot.appointment_type, slot.visit, it));
        }
        appointment
    }

    /// What the store does with a visit's row: the book holds what is live.
    pub fn put(&mut self, visit: &Appointment) {
        self.book.remove(visit.id);
        for it in visit.allocations.iter().filter(|_| visit.is_live()) {
            self.book.insert(it.resource, Busy::of_visit(visit.id, visit.appointment_type, visit.visit, it));
        }
    }

    /// Everything in the period for the clinic's visit, asked long before.
    pub fn request(&self, from: &str, to: &str) -> Request<'static> {
        Request {
            location: self.location,
            appointment_type: self.visit,
            providers: &[],
            own_provider: None,
            within: self.period(from, to),
            asking: ASKED_LONG_BEFORE,
            like: None,
            limit: usize::MAX,
        }
    }

    pub fn offers(&self, request: &Request<'_>) -> Vec<Offer> {
        offers(&self.setup, &self.book, request).unwrap()
    }

    /// The local starts of all offers in the period.
    pub fn starts(&self, from: &str, to: &str) -> Vec<String> {
        self.walls(&self.offers(&self.request(from, to)))
    }

    pub fn walls(&self, offers: &[Offer]) -> Vec<String> {
        offers.iter().map(|it| it.slot.visit.start().wall_text(self.zone)).collect()
    }

    pub fn spot(&self, resource: ResourceId, start: Instant) -> OfferAt<'static> {
        OfferAt { resource, start, appointment_type: self.visit, asking: ASKED_LONG_BEFORE }
    }

    pub fn answer(&self, at: &OfferAt<'_>) -> Answer {
        offer_at(&self.setup, &self.book, at)
    }

    /// What a click on taken time gives, and why it is one more.
    pub fn overbook(&self, resource: ResourceId, wall: &str) -> (SlotContent, Vec<Refusal>) {
        match self.answer(&self.spot(resource, self.at(wall))) {
            Answer::Overbook { slot, because } => (slot, because),
            other => panic!("{other:?}"),
        }
    }

    /// Why a click there gives nothing.
    pub fn refusals(&self, at: &OfferAt<'_>) -> Vec<Refusal> {
        match self.answer(at) {
            Answer::Refused(refusals) => refusals,
            other => panic!("{other:?}"),
        }
    }
}

pub const ASKED_LONG_BEFORE: Asking<'static> =
    Asking { now: Instant(0), patient_busy: &[], ignoring: None, is_new_patient: None };

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn minute(text: &str) -> DayMinute {
    let (hours, minutes) = text.split_once(':').unwrap();
    DayMinute::new(hours.parse::<u16>().unwrap() * 60 + minutes.parse::<u16>().unwrap()).unwrap()
}

pub fn need(kind: ResourceKind, any_of: &[ResourceId], from_minute: u16, minutes: u16) -> Need {
    Need { kind, any_of: any_of.to_vec(), from_minute, minutes }
}
