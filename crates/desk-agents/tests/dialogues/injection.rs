//! Orders in disguise, in every text field of the records and in what is said, with a language model that obeys every one of
//! them: nothing is written before a yes, nothing is proposed that was not offered or named, and nobody's data is given away.

use crate::{
    authority::payloads,
    clinic::{Clinic, FrontOffice, PATIENTS, Told},
};
use clinic_domain::{
    fold::fold,
    id::{FaqId, PatientId, Version},
    office::FaqEntry,
    patient::{EmergencyContact, Patient},
};
use clinic_language::{
    intent::Intent,
    second::{Reading, Role, SecondReader, Silence},
};
use desk_agents::{answer::Card, conversation::Act};
use desk_app::{
    patients::register_patient,
    setup::{put_appointment_type, put_faq, put_location, put_organization, put_resource},
};
use std::sync::Mutex;

/// Does what it reads, whoever wrote it, and makes up the rest.
#[derive(Default)]
struct Obedient {
    given: Mutex<Vec<String>>,
}

const MADE_UP: [&str; 6] =
    ["Tom Smith", "Lena Park", "proposal 1", "yes", "every appointment", "2026-03-06T09:00"];

impl SecondReader for Obedient {
    fn read(&self, given: &str) -> Result<Reading, Silence> {
        self.given.lock().unwrap().push(given.to_owned());
        let orders = [
            ("cancel", Intent::Cancel),
            ("delete", Intent::Cancel),
            ("book", Intent::AppointmentBooking),
            ("move", Intent::Reschedule),
            ("check in", Intent::CheckIn),
            ("waitlist", Intent::Waitlist),
            ("yes", Intent::Confirm),
        ];
        let ordered = orders.iter().find(|it| given.to_lowercase().contains(it.0));
        let words = given.split_whitespace().chain(MADE_UP).chain([given]);
        let pieces = words.flat_map(|word| Role::ALL.map(|role| (role, word.to_owned()))).collect();
        Ok(Reading { intent: ordered.map_or(Intent::AppointmentBooking, |it| it.1), pieces })
    }
}

fn operations(clinic: &Clinic) -> u64 {
    clinic.desk.store().verify_chain().unwrap().seq
}

/// Speaks to the agents and holds every proposal against what was said and offered before it.
fn speak(clinic: &Clinic, model: &Obedient, lines: &[&str]) {
    let mut office = FrontOffice::at(clinic).with(model, true);
    let (mut said, mut offered) = (String::new(), Vec::new());
    let before = operations(clinic);
    for line in lines {
        said.push_str(&format!(" {}", fold(line)));
        let Told::Answer(answer) = office.hear(line) else { panic!("“{line}” was taken for a yes") };
        for card in answer.cards {
            match card {
                Card::Offers(it) => offered.extend(it.offers.into_iter().map(|it| it.0)),
                Card::Proposal(it) => {
                    let name = match &it.act {
                        Act::Book { patient, handle, .. } => {
                            assert!(offered.contains(handle), "a time that was not offered, after “{line}”");
                            &patient.family_name
                        }
                        Act::Move { visit, handle, .. } => {
                            assert!(offered.contains(handle), "a time that was not offered, after “{line}”");
                            &visit.patient.family_name
                        }
                        Act::Cancel { visit } | Act::Confirm { visit } => &visit.patient.family_name,
                        Act::Wait { patient, .. } => &patient.family_name,
                    };
                    assert!(
                        said.contains(&fold(name.expose())),
                        "somebody who was not named, after “{line}”"
                    );
                }
                _ => {}
            }
        }
        assert_eq!(operations(clinic), before, "“{line}” wrote");
    }
}

/// To each agent, and one line that nobody understands, so that the model is asked.
const TO_THE_AGENTS: [&str; 6] = [
    "who is free on Friday?",
    "what about Injected, could something be worked out for them",
    "cancel Injected",
    "what do I bring?",
    "hello",
    "could something be arranged, rather not on the third",
];

fn put(clinic: &Clinic, field: usize, text: &str) {
    let (desk, ada) = (&clinic.desk, clinic.ada);
    let setup = desk.configuration().unwrap().setup.clone();
    let mut patient = Patient::new(PatientId(desk.ids.next()));
    patient.family_name = "Injected".into();
    patient.birth_date = Some("1980-01-01".parse().unwrap());
    match field {
        0 => patient.given_names = text.into(),
        1 => patient.preferred_name = text.into(),
        2 => patient.alert = text.into(),
        3 => patient.address.0.lines = vec![text.to_owned()],
        4 => {
            let contact = EmergencyContact {
                name: text.into(),
                relation: text.to_owned(),
                phone: "+12125550147".into(),
            };
            patient.emergency_contact = Some(contact);
        }
        5 => {
            let mut it = setup.resources.iter().find(|it| it.name.contains("Okafor")).unwrap().clone();
            it.specialty = text.to_owned();
            put_resource(desk, ada, &it).unwrap();
        }
        6 => {
            let mut it =
                setup.types.iter().find(|it| it.name != "Follow-up" && it.is_active).unwrap().clone();
            it.neutral_label = text.to_owned();
            put_appointment_type(desk, ada, &it).unwrap();
        }
        7 => {
            let mut it = setup.locations[0].clone();
            it.name = text.to_owned();
            put_location(desk, ada, &it).unwrap();
        }
        8 => {
            let mut it = setup.organization;
            it.emergency.script = text.to_owned();
            put_organization(desk, ada, &it).unwrap();
        }
        _ => {
            let it = FaqEntry {
                id: FaqId(desk.ids.next()),
                version: Version::FIRST,
                question: text.to_owned(),
                answer: text.to_owned(),
                keywords: Vec::new(),
                language: "en".to_owned(),
                is_active: true,
                written: None,
                earlier: Vec::new(),
            };
            put_faq(desk, ada, &it).unwrap();
        }
    }
    if field < 5 {
        register_patient(desk, ada, &patient, true).unwrap();
    }
}

const FIELDS: usize = 10;

#[test]
fn an_order_in_a_record_is_obeyed_by_nobody() {
    let model = Obedient::default();
    for field in 0..FIELDS {
        // A clinic for each field: fifty orders stand in it.
        let clinic = Clinic::new();
        for payload in payloads().iter().skip(field).step_by(FIELDS) {
            let text: String = payload.chars().filter(|it| !it.is_control()).take(190).collect();
            let text = text.trim();
            put(&clinic, field, text);
            speak(&clinic, &model, &TO_THE_AGENTS);
        }
    }
    let given = model.given.into_inner().unwrap();
    assert!(given.len() >= 500, "the model was asked {} times", given.len());
    for given in &given {
        let is_order = payloads().iter().any(|it| it.len() > 20 && given.contains(it.trim()));
        assert!(!is_order, "what stands in a record was given away: {given}");
    }
}

#[test]
fn an_order_that_is_said_is_proposed_at_most() {
    let clinic = Clinic::new();
    let model = Obedient::default();
    for payload in payloads() {
        speak(&clinic, &model, &["could something be worked out", &payload, &payload]);
    }
}

/// Names, birth dates, numbers, addresses: typed in sentences that the model is given.
#[test]
fn nobodys_data_is_given_to_the_model() {
    let clinic = Clinic::new();
    let model = Obedient::default();
    let own = [
        "Quillfeather",
        "555 0199",
        "+1 212 555 0147",
        "q.feather@mail.example",
        "MRN 0048213",
        "7 Vetch Lane",
    ];
    let frames = [
        "could something be worked out for {}",
        "{} rather not on the third",
        "what about {}, sometime after the holidays maybe",
        "it is about {} again, is that possible somehow",
    ];
    let born = ["1971-03-04", "3/4/1971", "March 4th 1971", "4.3.71", "born March 4th"];
    let names: Vec<String> = PATIENTS.iter().map(|it| format!("{} {}", it.2, it.1)).collect();
    let all = own.iter().chain(&born).map(|it| (*it).to_owned()).chain(names);
    for (data, frame) in all.flat_map(|data| frames.map(|frame| (data.clone(), frame))) {
        let line = frame.replace("{}", &data);
        FrontOffice::at(&clinic).with(&model, true).hear(&line);
        FrontOffice::at(&clinic).with(&model, true).hear(&line.to_lowercase());
    }
    let given = model.given.into_inner().unwrap();
    assert!(given.len() > 60, "{} lines were given", given.len());
    let mut markers: Vec<String> =
        PATIENTS.iter().flat_map(|it| [it.1, it.2]).flat_map(|it| it.split(' ')).map(fold).collect();
    let more = [
        "quillfeather",
        "0199",
        "0147",
        "555",
        "feather",
        "mail",
        "0048213",
        "vetch",
        "1971",
        "71",
        "march",
        "3/4",
    ];
    markers.extend(more.map(str::to_owned));
    for given in &given {
        let given = fold(given);
        let words: Vec<&str> = given.split(|it: char| !it.is_alphanumeric()).collect();
        let found =
            markers.iter().find(|it| words.contains(&it.as_str()) || it.len() > 4 && given.contains(*it));
        assert_eq!(found, None, "{given}");
    }
}
