//! The demo's patients and their caregivers. Each patient is thrown from a stream of their own, so that any one can be
//! made without the others.

use super::{
    Clinic,
    dice::{Dice, Stream},
    ids::{Ids, Kind},
    kinds::Practitioner,
    names::{self, CULTURES, Culture},
    panels::Who,
    practice::{Practice, Provider},
    words::Words,
};
use chrono::{Datelike, NaiveDate, TimeDelta};
use clinic_domain::{
    id::{CaregiverId, PatientId, Version},
    organization::Address,
    patient::{
        Caregiver, CaregiverAuthorization, CaregiverRelation, ContactChannel, Coverage, EmergencyContact,
        LogisticsFlag, Patient, PersonalAddress, Phone, PhoneKind, Sex,
    },
    personal::Personal,
};

/// The first record number: six digits look like a clinic's.
pub(super) const FIRST_RECORD_NUMBER: u32 = 100_001;

/// What the book needs to know of a patient.
#[derive(Clone, Copy)]
pub(super) struct Known {
    /// Who may book for them, by number of the caregiver's row.
    pub caregiver: Option<u32>,
    /// How likely a visit is booked by the caregiver.
    pub by_caregiver: f32,
    pub may_visit: bool,
    pub channel: ContactChannel,
    has_alert: bool,
    needs_interpreter: bool,
}

impl Known {
    pub(super) const fn is(&self, who: Who) -> bool {
        match who {
            Who::Anybody => true,
            Who::WithAlert => self.has_alert,
            Who::WithInterpreter => self.needs_interpreter,
        }
    }
}

/// Makes patients in the order of their numbers.
pub(super) struct Register<'a> {
    seed: u64,
    ids: Ids,
    today: NaiveDate,
    words: &'a Words,
    practice: &'a Practice,
    /// Physicians and pediatricians of all sites, each with the place of the site.
    own: Vec<(usize, Provider)>,
    next: u32,
    next_caregiver: u32,
}

impl<'a> Register<'a> {
    pub(super) fn new(clinic: &Clinic<'a>, ids: Ids, practice: &'a Practice) -> Self {
        let today = clinic.now.local_date(clinic.zone);
        let sites = practice.sites.iter().enumerate();
        let own = sites.flat_map(|(site, it)| it.providers.iter().map(move |it| (site, *it)));
        let own = own.filter(|(_, it)| it.practitioner != Practitioner::Nurse).collect();
        Self { seed: clinic.seed, ids, today, words: clinic.words, practice, own, next: 0, next_caregiver: 0 }
    }

    /// The next patient, who acts for them, and what the book needs of them.
    pub(super) fn admit(&mut self) -> (Patient, Vec<Caregiver>, Known) {
        let number = self.next;
        self.next += 1;
        let mut dice = Dice::new(self.seed, Stream::Patient, u64::from(number));
        let (site, provider) = self.own[number as usize % self.own.len()];
        let culture = culture(&mut dice);
        let age = age(provider.practitioner, &mut dice);
        let mut patient = self.person(number, culture, age, &mut dice);
        patient.own_provider = Some(provider.id);
        patient.address = self.address(site, &mut dice);
        let caregivers = self.caregivers(&patient, culture, age, &mut dice);
        let known = Known {
            caregiver: caregivers.first().map(|_| self.next_caregiver - caregivers.len() as u32),
            by_caregiver: if age < 18 { 1.0 } else { 0.4 },
            may_visit: patient.is_active && !patient.is_deceased,
            channel: patient.contact_preference,
            has_alert: !patient.alert.expose().is_empty(),
            needs_interpreter: patient.needs_interpreter,
        };
        (patient, caregivers, known)
    }

    fn person(&self, number: u32, culture: &Culture, age: i64, dice: &mut Dice) -> Patient {
        let is_female = dice.chance(0.53);
        let given = *dice.pick(if is_female { culture.female } else { culture.male });
        let born = self.today - TimeDelta::days(age * 365 + dice.between(0, 364) + age / 4);
        let sex = if is_female { Sex::Female } else { Sex::Male };
        let speaks_it = dice.chance(culture.prefers_it);
        let is_deceased = age > 60 && dice.chance(0.02);
        Patient {
            record_number: (FIRST_RECORD_NUMBER + number).to_string(),
            family_name: family_name(culture, dice).into(),
            given_names: given_names(given, culture, is_female, dice).into(),
            preferred_name: if dice.chance(0.03) { nickname(given).into() } else { Personal::default() },
            birth_date: Some(born),
            sex: if dice.chance(0.004) { Sex::Other } else { sex },
            phones: phones(dice),
            email: if dice.chance(0.6) {
                format!("p{number}@mail.example").into()
            } else {
                Personal::default()
            },
            language: if speaks_it { culture.language } else { "en" }.to_owned(),
            needs_interpreter: speaks_it && culture.language != "en" && dice.chance(0.5),
            flags: flags(age, dice),
            alert: if dice.chance(0.04) {
                Personal::from(*dice.pick(self.words.alerts))
            } else {
                Personal::default()
            },
            emergency_contact: dice.chance(0.7).then(|| emergency_contact(culture, self.words, dice)),
            contact_preference: dice.weighted(&[
                (ContactChannel::Sms, 50),
                (ContactChannel::Phone, 30),
                (ContactChannel::Email, 17),
                (ContactChannel::None, 3),
            ]),
            may_be_reminded: dice.chance(0.9),
            coverage: dice.chance(0.94).then(|| self.coverage(age, dice)),
            is_deceased,
            is_active: !dice.chance(0.01),
            ..Patient::new(PatientId(self.ids.of(Kind::Patient, number)))
        }
    }

    fn address(&self, site: usize, dice: &mut Dice) -> PersonalAddress {
        let home = &self.practice.setup.locations[site].address;
        let street = format!("{} {}", dice.between(1, 480), dice.pick(names::STREETS));
        let flat = dice.chance(0.3).then(|| format!("Apt {}", dice.between(1, 60)));
        PersonalAddress(Address {
            lines: [Some(street), flat].into_iter().flatten().collect(),
            ..home.clone()
        })
    }

    fn coverage(&self, age: i64, dice: &mut Dice) -> Coverage {
        let payer = if age >= 65 && dice.chance(0.7) { names::PAYERS[5] } else { *dice.pick(names::PAYERS) };
        let year = self.today.year() - i32::from(dice.chance(0.3));
        Coverage {
            payer: payer.to_owned(),
            member_id: format!("M{:09}", dice.below(1_000_000_000)).into(),
            valid_from: NaiveDate::from_ymd_opt(year, 1, 1),
            valid_to: if dice.chance(0.1) {
                NaiveDate::from_ymd_opt(self.today.year(), 12, 31)
            } else {
                None
            },
        }
    }

    /// Parents of children, grown children or spouses of some of the old.
    fn caregivers(
        &mut self,
        patient: &Patient,
        culture: &Culture,
        age: i64,
        dice: &mut Dice,
    ) -> Vec<Caregiver> {
        let count = match age {
            0..18 => 1 + usize::from(dice.chance(0.2)),
            75.. => usize::from(dice.chance(0.35)),
            _ => 0,
        };
        let with_relation = |_| {
            let relation = match age {
                0..18 => CaregiverRelation::Parent,
                _ => *dice.pick(&[
                    CaregiverRelation::Child,
                    CaregiverRelation::Child,
                    CaregiverRelation::Spouse,
                ]),
            };
            let given = given_name(culture, 0.6, dice);
            let is_full = age < 18 || dice.chance(0.3);
            let number = self.next_caregiver;
            self.next_caregiver += 1;
            Caregiver {
                id: CaregiverId(self.ids.of(Kind::Caregiver, number)),
                version: Version::FIRST,
                patient: patient.id,
                name: format!("{given} {}", patient.family_name.expose()).into(),
                phone: phone_number(dice).into(),
                relation,
                authorization: if is_full {
                    CaregiverAuthorization::Full
                } else {
                    CaregiverAuthorization::Limited
                },
                may_schedule: true,
                is_active: true,
                source: None,
            }
        };
        (0..count).map(with_relation).collect()
    }
}

fn culture(dice: &mut Dice) -> &'static Culture {
    let total = CULTURES.iter().map(|it| it.weight).sum();
    let mut left = dice.below(total);
    let found = CULTURES.iter().find(|it| {
        let is_here = left < it.weight;
        left = left.saturating_sub(it.weight);
        is_here
    });
    found.unwrap_or(&CULTURES[0])
}

fn age(practitioner: Practitioner, dice: &mut Dice) -> i64 {
    if practitioner == Practitioner::Pediatrician {
        return dice.between(0, 17);
    }
    let (from, to) =
        dice.weighted(&[((5, 17), 6), ((18, 39), 27), ((40, 64), 38), ((65, 79), 20), ((80, 96), 9)]);
    dice.between(from, to)
}

/// Some names come from another culture's list: people marry.
fn family_name(own: &Culture, dice: &mut Dice) -> &'static str {
    let from = if dice.chance(0.08) { culture(dice) } else { own };
    dice.pick::<&str>(from.family)
}

fn given_names(first: &str, culture: &Culture, is_female: bool, dice: &mut Dice) -> String {
    if !dice.chance(0.25) {
        return first.to_owned();
    }
    let second = *dice.pick(if is_female { culture.female } else { culture.male });
    if second == first { first.to_owned() } else { format!("{first} {second}") }
}

fn given_name(culture: &Culture, female: f64, dice: &mut Dice) -> &'static str {
    let is_female = dice.chance(female);
    dice.pick::<&str>(if is_female { culture.female } else { culture.male })
}

/// The first syllable or so.
fn nickname(given: &str) -> String {
    given.chars().take(3).collect()
}

fn phones(dice: &mut Dice) -> Vec<Phone> {
    let mut phones = vec![Phone { number: phone_number(dice).into(), kind: PhoneKind::Mobile }];
    if dice.chance(0.35) {
        let kind = *dice.pick(&[PhoneKind::Home, PhoneKind::Home, PhoneKind::Work]);
        phones.push(Phone { number: phone_number(dice).into(), kind });
    }
    phones
}

/// 555 is no exchange that rings.
fn phone_number(dice: &mut Dice) -> String {
    format!("({}) 555-{:04}", dice.pick(&[339, 413, 508, 617, 774, 781, 857, 978]), dice.below(10_000))
}

fn flags(age: i64, dice: &mut Dice) -> Vec<LogisticsFlag> {
    let some = [
        (LogisticsFlag::Wheelchair, if age > 70 { 0.08 } else { 0.01 }),
        (LogisticsFlag::HardOfHearing, if age > 70 { 0.08 } else { 0.005 }),
        (LogisticsFlag::LowVision, if age > 70 { 0.04 } else { 0.005 }),
        (LogisticsFlag::ArriveEarly, 0.02),
        (LogisticsFlag::Transport, if age > 70 { 0.05 } else { 0.01 }),
    ];
    some.into_iter().filter(|(_, share)| dice.chance(*share)).map(|(flag, _)| flag).collect()
}

fn emergency_contact(culture: &Culture, words: &Words, dice: &mut Dice) -> EmergencyContact {
    let given = given_name(culture, 0.5, dice);
    EmergencyContact {
        name: format!("{given} {}", family_name(culture, dice)).into(),
        relation: (*dice.pick(words.relations)).to_owned(),
        phone: phone_number(dice).into(),
    }
}
