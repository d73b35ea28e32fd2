//! A small real clinic on a real encrypted store, for the journeys of this folder.

use clinic_domain::{
    appointment::Requester,
    appointment_type::AppointmentType,
    id::{LocationId, PatientId, PersonId, ResourceId, TemplateId, Version},
    organization::OrganizationKind,
    patient::Patient,
    refusal::Refusal,
    resource::{Resource, ResourceKind},
    schedule::{ScheduleTemplate, WeeklySession},
    time::{DayMinute, Instant},
};
use desk_app::{
    book::{BookRequest, book},
    env::Clock,
    error::{AppError, AppResult},
    find_offers::{FindOffers, find_offers},
    front_desk::FrontDesk,
    patients::register_patient,
    set_up::{SetUp, TypeWords, UsualType, set_up},
    setup::{put_resource, put_template},
    sign_in::sign_in,
};
use desk_cache::{Home, KdfCost, KeyStore};
use std::sync::atomic::{AtomicI64, Ordering};

pub const PASSWORD: &str = "seven wooden ducks";

pub struct Clinic {
    pub desk: FrontDesk,
    pub ada: PersonId,
    pub location: LocationId,
    pub chen: ResourceId,
    pub recovery_code: String,
    pub home: Home,
    pub folder: tempfile::TempDir,
    pub clock: Clock,
}

impl Clinic {
    /// Monday 2 March 2026, 08:00 in New York; Dr Chen works on weekdays 9 to 12 and 13 to 17, one overbook lane.
    pub fn new() -> Clinic {
        let clock = standing(at("2026-03-02T13:00:00Z"));
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(folder.path()).unwrap();
        let made = set_up(&home, clock, &wanted(), &|_, _| {}).unwrap();
        let (desk, ada) = (made.at_the_desk.desk, made.at_the_desk.person);
        let location = desk.configuration().unwrap().setup.locations[0].id;
        let chen = provider(&desk, ada, location, "Dr Mei Chen");
        let recovery_code = made.recovery_code.to_string();
        Clinic { desk, ada, location, chen, recovery_code, home, folder, clock }
    }

    /// The same desk, closed and opened again.
    pub fn reopened(self) -> Clinic {
        let clock = self.clock;
        self.reopened_by(clock)
    }

    /// The same desk so many minutes later.
    pub fn later(self, minutes: i64) -> Clinic {
        let clock = standing(self.desk.now().plus_minutes(minutes));
        self.reopened_by(clock)
    }

    /// The desk stays open meanwhile.
    pub fn clock_runs(&self, minutes: i64) {
        let Clock::Standing { at } = self.clock else { return };
        at.fetch_add(minutes * 60, Ordering::Relaxed);
    }

    /// The same desk, opened again at a later time.
    pub fn reopened_at(self, utc: &str) -> Clinic {
        self.reopened_by(standing(at(utc)))
    }

    fn reopened_by(self, clock: Clock) -> Clinic {
        let Clinic { desk, location, chen, recovery_code, home, folder, .. } = self;
        desk.close().unwrap();
        drop(desk);
        let entered = sign_in(&home, clock, "ada", PASSWORD).unwrap();
        Clinic { desk: entered.desk, ada: entered.person, location, chen, recovery_code, home, folder, clock }
    }

    pub fn kind(&self, name: &str) -> AppointmentType {
        let configuration = self.desk.configuration().unwrap();
        configuration.setup.types.iter().find(|it| it.name == name).unwrap().clone()
    }

    pub fn patient(&self, family: &str, given: &str, born: &str) -> Patient {
        register_patient(&self.desk, self.ada, &person(&self.desk, family, given, born), false).unwrap()
    }

    /// Handles of the first times for a follow-up.
    pub fn handles(&self, patient: PatientId, limit: usize) -> Vec<String> {
        let wanted = self.offers(Some(patient), limit);
        let found = find_offers(&self.desk, self.ada, &wanted).unwrap();
        found.offers.into_iter().map(|it| it.0).collect()
    }

    pub fn offers(&self, patient: Option<PatientId>, limit: usize) -> FindOffers {
        FindOffers {
            location: self.location,
            appointment_type: self.kind("Follow-up").id,
            providers: Vec::new(),
            patient,
            moving: None,
            like: None,
            link: None,
            from: None,
            until: None,
            limit: Some(limit),
        }
    }

    pub fn book(
        &self,
        patient: PatientId,
        handle: &str,
    ) -> AppResult<clinic_domain::appointment::Appointment> {
        book(&self.desk, self.ada, plain(patient, handle)).map(|it| it.value)
    }
}

/// The codes of the reasons why it was refused.
pub fn refusals<T>(result: AppResult<T>) -> Vec<&'static str> {
    match result {
        Err(AppError::Refused(refused)) => refused.0.iter().map(Refusal::code).collect(),
        Err(other) => panic!("failed instead of refusing: {other}"),
        Ok(_) => panic!("was not refused"),
    }
}

pub fn wanted() -> SetUp<'static> {
    SetUp {
        organization_name: "Lakeside Clinic",
        organization_kind: OrganizationKind::Clinic,
        location_name: "Main Street",
        zone: chrono_tz::America::New_York,
        person_name: "Ada Brown",
        login: "ada",
        password: PASSWORD,
        key_store: KeyStore::PassphraseOnly,
        cost: KdfCost::for_tests(),
        demo: None,
        type_words: &|it| {
            let (name, short_code) = match it {
                UsualType::NewPatient => ("New patient", "NP"),
                UsualType::FollowUp => ("Follow-up", "FU"),
                UsualType::ShortVisit => ("Short visit", "SV"),
                UsualType::Physical => ("Physical", "PE"),
                _ => ("Not of a new clinic", "--"),
            };
            TypeWords { name, short_code, neutral_label: "" }
        },
    }
}

pub fn plain(patient: PatientId, handle: &str) -> BookRequest {
    BookRequest {
        handle: handle.to_owned(),
        patient,
        requested_by: Requester::Patient,
        note: None,
        overbook_reason: None,
        reminder: None,
        contact_point: None,
        instead_of: None,
        walk_in: None,
        effort: None,
    }
}

pub fn person(desk: &FrontDesk, family: &str, given: &str, born: &str) -> Patient {
    let mut patient = Patient::new(PatientId(desk.ids.next()));
    patient.family_name = family.into();
    patient.given_names = given.into();
    patient.birth_date = Some(born.parse().unwrap());
    patient
}

pub fn provider(desk: &FrontDesk, who: PersonId, location: LocationId, name: &str) -> ResourceId {
    let resource = Resource {
        id: ResourceId(desk.ids.next()),
        version: Version::FIRST,
        location,
        kind: ResourceKind::Provider,
        name: name.to_owned(),
        initials: String::new(),
        specialty: "Family medicine".to_owned(),
        identifier: String::new(),
        join_link: String::new(),
        changeover_minutes: 0,
        same_person_as: None,
        places: 1,
        position: 1,
        is_active: true,
        source: None,
    };
    put_resource(desk, who, &resource).unwrap();
    let weekdays = [chrono::Weekday::Mon, chrono::Weekday::Tue, chrono::Weekday::Wed, chrono::Weekday::Thu];
    let session = |weekday, from, to| WeeklySession::plain(weekday, DayMinute(from), DayMinute(to), 1);
    let template = ScheduleTemplate {
        id: TemplateId(desk.ids.next()),
        version: Version::FIRST,
        resource: resource.id,
        name: "Weekdays".to_owned(),
        valid_from: "2026-01-01".parse().unwrap(),
        valid_to: None,
        every_n_weeks: 1,
        sessions: weekdays
            .into_iter()
            .flat_map(|day| [session(day, 9 * 60, 12 * 60), session(day, 13 * 60, 17 * 60)])
            .collect(),
        is_active: true,
    };
    put_template(desk, who, &template).unwrap();
    resource.id
}

fn standing(at: Instant) -> Clock {
    Clock::Standing { at: Box::leak(Box::new(AtomicI64::new(at.0))) }
}

pub fn at(utc: &str) -> Instant {
    Instant(chrono::DateTime::parse_from_rfc3339(utc).unwrap().timestamp())
}
