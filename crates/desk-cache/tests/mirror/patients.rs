//! Finding patients: by what is typed, by what an import knows, and by who may be the same.

use super::{
    Mirror,
    clinic::{self, Dice, patient_id},
};
use clinic_domain::{
    id::{PatientId, Version},
    operation::Change,
    organization::Address,
    patient::{ContactChannel, EmergencyContact, LogisticsFlag, Patient, PersonalAddress, Phone, PhoneKind},
};
use desk_cache::mirror::{Sourced, fold};
use proptest::prelude::*;

/// Every field, and once all that may be absent is.
#[test]
fn a_record_is_read_as_it_was_written() {
    let phone = |number: &str, kind| Phone { number: number.into(), kind };
    let whole = Patient {
        preferred_name: "Bob".into(),
        phones: vec![phone("+1 555 010 4711", PhoneKind::Mobile), phone("", PhoneKind::Other)],
        address: PersonalAddress(Address {
            lines: vec!["Flat 2".into(), "17 Main Street".into()],
            ..clinic::patient(1).address.0
        }),
        flags: vec![LogisticsFlag::Fasting, LogisticsFlag::Wheelchair],
        alert: "Call the daughter first".into(),
        emergency_contact: Some(EmergencyContact {
            name: "Eva".into(),
            relation: "daughter".into(),
            phone: "555 0102".into(),
        }),
        contact_preference: ContactChannel::Post,
        source: Some("urn:p|1".into()),
        ..clinic::patient(1)
    };
    let mut mirror = mirror(std::slice::from_ref(&whole));
    assert_eq!(mirror.reader().patient(whole.id).unwrap(), Some(whole.clone()));
    let bare = Patient { version: Version(2), ..Patient::new(whole.id) };
    mirror.apply_next(&[Change::Patient(Box::new(bare.clone()))]);
    assert_eq!(mirror.reader().patient(bare.id).unwrap(), Some(bare));
    let whole = Patient { version: Version(3), ..whole };
    mirror.apply_next(&[Change::Patient(Box::new(whole.clone()))]);
    assert_eq!(mirror.reader().patient(whole.id).unwrap(), Some(whole));
}

/// A line for each entry: a line break within one would make two of it.
#[test]
fn a_line_break_in_an_address_or_a_number_becomes_a_space() {
    let mut patient = with_phone(named(1, "Ruiz", "Ana"), "555\n0104711");
    patient.address.0.lines = vec!["17 Main Street\nFlat 2".into()];
    let read = mirror(&[patient]).reader().patient(patient_id(1)).unwrap().unwrap();
    assert_eq!(read.address.0.lines, ["17 Main Street Flat 2"]);
    assert_eq!(read.phones[0].number.expose(), "555 0104711");
}

fn mirror(patients: &[Patient]) -> Mirror {
    Mirror::of(&[patients.iter().map(|it| Change::Patient(Box::new(it.clone()))).collect()])
}

fn named(n: u64, family: &str, given: &str) -> Patient {
    let record_number = (100_000 + n).to_string();
    Patient {
        record_number,
        family_name: family.into(),
        given_names: given.into(),
        ..Patient::new(patient_id(n))
    }
}

fn born(patient: Patient, date: &str) -> Patient {
    Patient { birth_date: Some(date.parse().expect("a date")), ..patient }
}

fn with_phone(patient: Patient, number: &str) -> Patient {
    Patient { phones: vec![Phone { number: number.into(), kind: PhoneKind::Mobile }], ..patient }
}

/// The numbers of the patients found, in their order.
fn found(mirror: &Mirror, query: &str) -> Vec<u64> {
    let hits = mirror.reader().search_patients(query, 8).expect("an answer");
    hits.iter().map(|it| number(it.id)).collect()
}

fn number(id: PatientId) -> u64 {
    (0..10_000).find(|it| patient_id(*it) == id).expect("one of ours")
}

#[test]
fn names_are_found_by_parts_in_any_order_without_accents_and_case() {
    let mirror = mirror(&[
        named(1, "García López", "María José"),
        named(2, "Müller", "Jürgen"),
        named(3, "O'Brien", "Siobhán"),
        Patient { preferred_name: "Bob".into(), ..named(4, "Smith-Jones", "Robert") },
    ]);
    for query in [
        "garcia",
        "GARCÍA",
        "lo",
        "lopez garcia",
        "maria g",
        "garc mar",
        "jose lopez",
        "lop jos",
        "maria garcia lopez",
        "lopez jose garcia m",
        "ga ma",
        "g m",
    ] {
        assert_eq!(found(&mirror, query), [1], "{query}");
    }
    for (query, expected) in [
        ("mull", 2),
        ("muller j", 2),
        ("Müller, Jürgen", 2),
        ("obrien", 3),
        ("o'br", 3),
        ("O’Brien s", 3),
        ("jones", 4),
        ("bob smith", 4),
        ("robert bob", 4),
        ("smith-jones", 4),
        ("jones smith", 4),
    ] {
        assert_eq!(found(&mirror, query), [expected], "{query}");
    }
    for query in ["", "g", "'", "garcia x", "jo jo", "mullerx"] {
        assert_eq!(found(&mirror, query), [0; 0], "{query}");
    }
}

#[test]
fn letters_inside_a_name_are_found_after_its_starts() {
    let mirror = mirror(&[named(1, "Hausmann", "Ana"), named(2, "Mannheim", "Eva"), named(3, "Mann", "Ida")]);
    assert_eq!(found(&mirror, "mann"), [3, 2, 1]);
    assert_eq!(found(&mirror, "ausm"), [1]);
    assert_eq!(found(&mirror, "usman ana"), [1]);
    assert_eq!(found(&mirror, "heim ev"), [2]);
    assert_eq!(found(&mirror, "ann ida"), [3]);
    assert_eq!(found(&mirror, "usman eva"), [0; 0]);
    assert_eq!(found(&mirror, "\"aus* OR"), [0; 0]);
}

#[test]
fn birth_dates_phones_and_record_numbers_are_found_as_people_type_them() {
    let mirror = mirror(&[
        with_phone(born(named(1, "Ruiz", "Ana"), "1980-02-01"), "+1 (555) 010-4711"),
        with_phone(born(named(2, "Ruiz", "Eva"), "1980-01-02"), "0171 2345678"),
        with_phone(born(named(3, "Costa", "Ana"), "1999-12-31"), "+49 171 9998888"),
    ]);
    for query in ["02/01/1980", "1.2.1980", "010280", "01021980", "01-02-80"] {
        assert_eq!(found(&mirror, query), [2, 1], "{query}");
    }
    for (query, expected) in [
        ("1980-02-01", 1),
        ("31.12.1999", 3),
        ("123199", 3),
        ("4711", 1),
        ("0104711", 1),
        ("(555) 010 4711", 1),
        ("555010", 1),
        ("+1 555", 1),
        ("5678", 2),
        ("01712345678", 2),
        ("0171 9998888", 3),
        ("+491719", 3),
        ("100003", 3),
        ("ruiz 010280 eva", 2),
        ("ana 31/12/1999", 3),
        ("4711 ruiz", 1),
    ] {
        assert_eq!(found(&mirror, query), [expected], "{query}");
    }
    assert_eq!(found(&mirror, "0711"), [0; 0]);
    assert_eq!(found(&mirror, "0000"), [0; 0]);
    assert_eq!(found(&mirror, "10000"), [1, 2, 3]);
    assert_eq!(found(&mirror, "costa 4711"), [0; 0]);
}

#[test]
fn what_is_typed_in_full_comes_first_and_no_more_than_asked() {
    let mut patients: Vec<_> = (1..30).map(|n| named(n, &format!("Leeds{n}"), "Ann")).collect();
    patients.push(named(77, "Lee", "Zoe"));
    let mirror = mirror(&patients);
    assert_eq!(found(&mirror, "lee")[0], 77);
    assert_eq!(found(&mirror, "lee").len(), 8);
    assert_eq!(mirror.reader().search_patients("lee", 31).unwrap().len(), 30);
}

#[test]
fn a_changed_patient_is_found_by_the_new_and_no_longer_by_the_old() {
    let before = with_phone(born(named(1, "Ruiz", "Ana"), "1980-02-01"), "555 0104711");
    let mut after = with_phone(born(named(1, "Costa", "Ana"), "1981-03-02"), "555 0109999");
    after.version = Version(2);
    let mut mirror = mirror(&[before]);
    mirror.apply_next(&[Change::Patient(Box::new(after.clone()))]);
    for query in ["ruiz", "ana ruiz", "1980-02-01", "4711", "uiz"] {
        assert_eq!(found(&mirror, query), [0; 0], "{query}");
    }
    for query in ["costa", "ana co", "1981-03-02", "9999", "osta"] {
        assert_eq!(found(&mirror, query), [1], "{query}");
    }
    let keys = |mirror: &Mirror| -> i64 {
        mirror.conn.query_row("SELECT count(*) FROM search_key", [], |row| row.get(0)).unwrap()
    };
    assert_eq!(keys(&mirror), keys(&self::mirror(&[after])));
}

#[test]
fn two_short_words_are_found_where_either_range_is_long() {
    let mut patients: Vec<_> = (1..=2500).map(|n| named(n, "Mabry", "Jon")).collect();
    patients.push(named(3001, "Mazur", "Jzyk"));
    let mirror = mirror(&patients);
    assert_eq!(found(&mirror, "ma jz"), [3001]);
    assert_eq!(found(&mirror, "jz ma"), [3001]);
}

/// The definition: every word starts a part of its own, whichever.
fn matches(patient: &Patient, words: &[&str]) -> bool {
    let name = fold(&format!("{} {}", patient.family_name.expose(), patient.given_names.expose()));
    let mut parts: Vec<&str> = name.split(' ').collect();
    parts.sort_unstable();
    parts.dedup();
    let mut words = words.to_vec();
    words.sort_by_key(|it| std::cmp::Reverse(it.chars().count()));
    words.iter().all(|word| {
        let at = parts.iter().position(|it| it.starts_with(word));
        at.map(|at| parts.remove(at)).is_some()
    })
}

#[test]
fn words_find_exactly_whom_the_definition_names() {
    let patients: Vec<_> = (1..=600).map(clinic::patient).collect();
    let mirror = mirror(&patients);
    let dice = &mut Dice(1);
    for _ in 0..400 {
        let someone = &patients[dice.below(600) as usize];
        let name = fold(&format!("{} {}", someone.given_names.expose(), someone.family_name.expose()));
        let words: Vec<&str> = name.split(' ').take(1 + dice.below(3) as usize).collect();
        let words: Vec<&str> =
            words.iter().map(|it| it.get(..1 + dice.below(5) as usize).unwrap_or(it)).collect();
        let query = words.join(" ");
        if query.replace(' ', "").len() < 2 {
            continue;
        }
        let hits = mirror.reader().search_patients(&query, 700).unwrap();
        let mut hits: Vec<_> = hits.iter().map(|it| it.id).collect();
        let mut expected: Vec<_> = patients.iter().filter(|it| matches(it, &words)).map(|it| it.id).collect();
        // Letters inside names may add to what the starts of names give.
        hits.retain(|id| patients.iter().any(|it| it.id == *id && matches(it, &words)));
        hits.sort();
        expected.sort();
        assert_eq!(hits, expected, "{query}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn anything_can_be_typed(query in ".{0,24}", digits in "[0-9 ./-]{0,12}") {
        let mirror = mirror(&[clinic::patient(1)]);
        for query in [query.clone(), digits.clone(), format!("{query} {digits}")] {
            prop_assert!(mirror.reader().search_patients(&query, 8).unwrap().len() <= 1);
        }
    }
}

#[test]
fn record_numbers_go_up_by_one() {
    let mut mirror = mirror(&[]);
    assert_eq!(mirror.reader().next_record_number().unwrap(), 100_001);
    mirror.apply_next(&[
        Change::Patient(Box::new(named(41, "A", "B"))),
        Change::Patient(Box::new(Patient { record_number: "4711000000000000".into(), ..named(2, "C", "D") })),
        Change::Patient(Box::new(Patient { record_number: "MRN-7".into(), ..named(3, "E", "F") })),
    ]);
    assert_eq!(mirror.reader().next_record_number().unwrap(), 100_042);
}

#[test]
fn two_patients_never_share_a_record_number() {
    let mut mirror = mirror(&[named(1, "A", "B")]);
    let other = Patient { record_number: named(1, "", "").record_number, ..named(2, "C", "D") };
    let tx = mirror.conn.transaction().unwrap();
    let error = desk_cache::mirror::apply(&tx, 2, &[Change::Patient(Box::new(other))]).unwrap_err();
    assert!(error.to_string().contains(&patient_id(2).to_string()), "{error}");
}

#[test]
fn who_may_be_the_same_person() {
    let ana = with_phone(born(named(1, "Ruiz", "Ana María"), "1980-02-01"), "+1 555 010 4711");
    let mirror = mirror(&[
        Patient { source: Some("urn:x|1".into()), ..ana.clone() },
        born(named(2, "Schneider", "Karl"), "1980-02-01"),
        with_phone(named(3, "Costa", "Eva"), "555 999 1234"),
    ]);
    let suspects = |wanted: &Patient| -> Vec<u64> {
        mirror.reader().duplicates_of(wanted).unwrap().iter().map(|it| number(it.id)).collect()
    };
    for (wanted, expected) in [
        (born(named(9, "RUIZ", "Ana"), "1980-02-01"), vec![1]),
        (born(named(9, "Ana", "Ruíz"), "1980-02-01"), vec![1]),
        (born(named(9, "Schnieder", "Karl"), "1980-02-01"), vec![2]),
        (born(named(9, "Ruiz", "Ana"), "1980-02-02"), vec![]),
        (born(named(9, "Nobody", "Else"), "1980-02-01"), vec![]),
        (with_phone(born(named(9, "Married", "Ann"), "1980-02-01"), "5550104711"), vec![1]),
        (with_phone(born(named(9, "Costa", "Eva"), "1990-01-01"), "(555) 999-1234"), vec![3]),
        (with_phone(born(named(9, "Costa", "Carla"), "1990-01-01"), "(555) 999-1234"), vec![]),
        (Patient { source: Some("urn:x|1".into()), ..named(9, "Else", "Somebody") }, vec![1]),
        (ana.clone(), vec![]),
    ] {
        assert_eq!(
            suspects(&wanted),
            expected,
            "{} {}",
            wanted.family_name.expose(),
            wanted.given_names.expose()
        );
    }
}

#[test]
fn records_are_recognised_by_the_identifier_they_came_with() {
    let source = |it: &str| Some(it.to_owned());
    let patient = Patient { source: source("urn:p|1"), version: Version(3), ..clinic::patient(1) };
    let caregiver =
        clinic_domain::patient::Caregiver { source: source("urn:c|1"), ..clinic::caregiver(1, 1) };
    let start = clinic_domain::time::Instant(clinic::FIRST_DAY);
    let mut visit =
        clinic::visit(1, 1, 1, &[1], start, 20, clinic_domain::appointment::AppointmentStatus::Booked);
    visit.source = source("urn:v|1");
    let mirror = Mirror::of(&[vec![
        Change::Patient(Box::new(patient.clone())),
        Change::Caregiver(caregiver.clone()),
        Change::Appointment(Box::new(visit.clone())),
        Change::Location(clinic::location(1)),
    ]]);
    let find = |kind, source: &str| mirror.reader().find_by_source(kind, source).unwrap();
    assert_eq!(find(Sourced::Patient, "urn:p|1"), Some((patient.id.0, Version(3))));
    assert_eq!(find(Sourced::Caregiver, "urn:c|1"), Some((caregiver.id.0, Version(1))));
    assert_eq!(find(Sourced::Appointment, "urn:v|1"), Some((visit.id.0, Version(1))));
    assert_eq!(find(Sourced::Location, "urn:site|1"), Some((clinic::location(1).id.0, Version(1))));
    assert_eq!(find(Sourced::Resource, "urn:site|1"), None);
    assert_eq!(find(Sourced::Patient, "urn:v|1"), None);
    assert_eq!(mirror.reader().caregivers_of(patient.id).unwrap(), std::slice::from_ref(&caregiver));
    assert_eq!(mirror.reader().caregiver(caregiver.id).unwrap(), Some(caregiver));
    assert_eq!(mirror.reader().patients(&[patient_id(2), patient.id]).unwrap(), [patient]);
}
