//! A small real clinic on a real encrypted store, and its front desk that speaks to the agents.

use chrono::Weekday;
use clinic_domain::{
    appointment::Requester,
    id::{LocationId, PatientId, PersonId, ResourceId, TemplateId, Version},
    organization::OrganizationKind,
    patient::Patient,
    resource::{Resource, ResourceKind},
    schedule::{ScheduleTemplate, WeeklySession},
    time::{DayMinute, Instant},
};
use clinic_language::second::SecondReader;
use desk_agents::{
    Second, Understood,
    answer::Answer,
    conversation::Conversation,
    faq::Knowledge,
    heard::Lists,
    suggest,
    supervisor::{self, Agreed, Clinic as Agents, Lexicon},
};
use desk_app::{
    book::{BookRequest, book},
    env::Clock,
    find_offers::{FindOffers, find_offers},
    front_desk::{Configuration, FrontDesk},
    patient_card::patient_card,
    patients::register_patient,
    set_up::{SetUp, TypeWords, UsualType, set_up},
    setup::{put_resource, put_template},
};
use desk_cache::{Home, KdfCost, KeyStore};
use std::{cell::RefCell, collections::BTreeMap, rc::Rc, sync::atomic::AtomicI64};

/// Monday 2 March 2026, 08:00 in New York.
const NOW: &str = "2026-03-02T13:00:00Z";

pub struct Clinic {
    pub desk: FrontDesk,
    pub ada: PersonId,
    pub location: LocationId,
    pub providers: BTreeMap<&'static str, ResourceId>,
    pub patients: BTreeMap<&'static str, PatientId>,
    /// Made anew when the setup changed.
    knowledge: RefCell<Option<Rc<Knowledge>>>,
    _folder: tempfile::TempDir,
}

/// Who is known: two of them by the same name.
pub const PATIENTS: [(&str, &str, &str, &str); 7] = [
    ("ana", "Ruiz", "Ana", "1990-04-12"),
    ("tom", "Smith", "Tom", "1976-04-12"),
    ("maria", "Santos", "Maria", "1988-01-05"),
    ("maria2", "Santos", "Maria", "1951-09-30"),
    ("lena", "Fischer-Braun", "Lena", "2001-07-19"),
    ("jose", "Muñoz", "José", "1969-12-24"),
    ("kim", "O'Brien", "Kimberly", "1995-02-28"),
];

/// Who is booked already, with whom, when.
const BOOKED: [(&str, &str, &str); 4] = [
    ("ana", "chen", "2026-03-03T15:00"),
    ("tom", "okafor", "2026-03-02T10:00"),
    ("lena", "chen", "2026-03-04T09:00"),
    ("lena", "chen", "2026-03-11T09:00"),
];

impl Clinic {
    pub fn new() -> Clinic {
        let at: chrono::DateTime<chrono::Utc> = NOW.parse().unwrap();
        let clock = Clock::Standing { at: Box::leak(Box::new(AtomicI64::new(at.timestamp()))) };
        let folder = tempfile::tempdir().unwrap();
        let home = Home::claim(folder.path()).unwrap();
        let made = set_up(&home, clock, &wanted(), &|_, _| {}).unwrap();
        let (desk, ada) = (made.at_the_desk.desk, made.at_the_desk.person);
        let location = desk.configuration().unwrap().setup.locations[0].id;
        let mut clinic = Clinic {
            desk,
            ada,
            location,
            providers: BTreeMap::new(),
            patients: BTreeMap::new(),
            knowledge: RefCell::default(),
            _folder: folder,
        };
        for (key, name, specialty) in
            [("chen", "Dr Mei Chen", "Family medicine"), ("okafor", "Dr Sam Okafor", "Pediatrics")]
        {
            let id = clinic.provider(name, specialty);
            clinic.providers.insert(key, id);
        }
        for (key, family, given, born) in PATIENTS {
            let mut patient = Patient::new(PatientId(clinic.desk.ids.next()));
            (patient.family_name, patient.given_names) = (family.into(), given.into());
            patient.birth_date = Some(born.parse().unwrap());
            let patient = register_patient(&clinic.desk, ada, &patient, true).unwrap();
            clinic.patients.insert(key, patient.id);
        }
        BOOKED.iter().for_each(|(who, with, wall)| clinic.book(who, with, wall));
        clinic
    }

    fn provider(&self, name: &str, specialty: &str) -> ResourceId {
        let resource = Resource {
            id: ResourceId(self.desk.ids.next()),
            version: Version::FIRST,
            location: self.location,
            kind: ResourceKind::Provider,
            name: name.to_owned(),
            initials: String::new(),
            specialty: specialty.to_owned(),
            identifier: String::new(),
            join_link: String::new(),
            changeover_minutes: 0,
            same_person_as: None,
            places: 1,
            position: 1,
            is_active: true,
            source: None,
        };
        put_resource(&self.desk, self.ada, &resource).unwrap();
        let session = |day, from, to| WeeklySession::plain(day, DayMinute(from), DayMinute(to), 1);
        let days = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];
        let template = ScheduleTemplate {
            id: TemplateId(self.desk.ids.next()),
            version: Version::FIRST,
            resource: resource.id,
            name: "Weekdays".to_owned(),
            valid_from: "2026-01-01".parse().unwrap(),
            valid_to: None,
            every_n_weeks: 1,
            sessions: days
                .into_iter()
                .flat_map(|day| [session(day, 9 * 60, 12 * 60), session(day, 13 * 60, 17 * 60)])
                .collect(),
            is_active: true,
        };
        put_template(&self.desk, self.ada, &template).unwrap();
        resource.id
    }

    /// A follow-up, at exactly that time.
    pub fn book(&self, who: &str, with: &str, wall: &str) {
        let wall: chrono::NaiveDateTime = format!("{wall}:00").parse().unwrap();
        let kinds = &self.desk.configuration().unwrap().setup;
        let wanted = FindOffers {
            location: self.location,
            appointment_type: kinds.types.iter().find(|it| it.name == "Follow-up").unwrap().id,
            providers: vec![self.providers[with]],
            patient: Some(self.patients[who]),
            moving: None,
            like: None,
            link: None,
            from: Some(wall),
            until: None,
            limit: Some(1),
        };
        let (handle, offer) = find_offers(&self.desk, self.ada, &wanted).unwrap().offers.remove(0);
        assert_eq!(offer.slot.visit.start().wall(chrono_tz::America::New_York), wall);
        let request = BookRequest {
            handle,
            patient: self.patients[who],
            requested_by: Requester::Patient,
            note: None,
            overbook_reason: None,
            reminder: None,
            contact_point: None,
            instead_of: None,
            walk_in: None,
            effort: None,
        };
        book(&self.desk, self.ada, request).unwrap();
    }

    fn knowledge(&self, configuration: &Configuration) -> Rc<Knowledge> {
        let mut kept = self.knowledge.borrow_mut();
        let is_new = kept.as_ref().is_none_or(|it| it.revision != configuration.revision);
        let made = || Rc::new(Knowledge::of(&configuration.office, configuration.revision));
        if is_new { kept.insert(made()).clone() } else { kept.get_or_insert_with(made).clone() }
    }

    /// The starts of a patient's visits to come, soonest first.
    pub fn visits(&self, who: &str) -> Vec<String> {
        let card = patient_card(&self.desk, self.ada, self.patients[who]).unwrap();
        card.next.iter().map(|it| it.wall_start.clone()).collect()
    }
}

/// The agents at the front desk, with one conversation.
pub struct FrontOffice<'c> {
    clinic: &'c Clinic,
    lists: Lists,
    knowledge: Rc<Knowledge>,
    lexicon: Lexicon,
    second: Option<Second<'c>>,
    conversation: Conversation,
}

pub enum Told {
    Answer(Answer),
    Agreed(Agreed),
}

impl<'c> FrontOffice<'c> {
    pub fn at(clinic: &'c Clinic) -> FrontOffice<'c> {
        let configuration = clinic.desk.configuration().unwrap();
        FrontOffice {
            clinic,
            lists: Lists::of(&configuration.setup, configuration.revision),
            knowledge: clinic.knowledge(&configuration),
            lexicon: Lexicon::shipped(),
            second: None,
            conversation: Conversation::at(clinic.location),
        }
    }

    /// The same, with a language model.
    pub fn with(mut self, reader: &'c dyn SecondReader, is_redacting: bool) -> Self {
        self.second = Some(Second { reader, is_redacting });
        self
    }

    pub fn hear(&mut self, said: &str) -> Told {
        let FrontOffice { clinic, lists, knowledge, lexicon, second, conversation } = self;
        let agents =
            Agents { desk: &clinic.desk, who: clinic.ada, lists, knowledge, lexicon, second: *second };
        let answer = supervisor::hear(&agents, conversation, said).unwrap();
        match answer.agrees_to {
            Some(number) => Told::Agreed(supervisor::agree(&agents, conversation, number).unwrap()),
            None => Told::Answer(answer),
        }
    }

    /// What is understood while it is typed.
    pub fn typed(&self, so_far: &str) -> Understood {
        let FrontOffice { clinic, lists, knowledge, lexicon, second, conversation } = self;
        let agents =
            Agents { desk: &clinic.desk, who: clinic.ada, lists, knowledge, lexicon, second: *second };
        suggest(&agents, conversation, so_far).unwrap().understood
    }

    /// Yes to a proposal by its number, as the button has it.
    pub fn agree(&mut self, number: u32) -> Agreed {
        let FrontOffice { clinic, lists, knowledge, lexicon, second, conversation } = self;
        let agents =
            Agents { desk: &clinic.desk, who: clinic.ada, lists, knowledge, lexicon, second: *second };
        supervisor::agree(&agents, conversation, number).unwrap()
    }
}

fn wanted() -> SetUp<'static> {
    SetUp {
        organization_name: "Lakeside Clinic",
        organization_kind: OrganizationKind::Clinic,
        location_name: "Main Street",
        zone: chrono_tz::America::New_York,
        person_name: "Ada Brown",
        login: "ada",
        password: "seven wooden ducks",
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

/// When it is, for what is said of a card.
pub fn wall(at: Instant) -> String {
    at.wall_text(chrono_tz::America::New_York)
}
