//! What a patient can be found by, as keys that start with what is typed.
//!
//! | key | found by |
//! |---|---|
//! | `w` part, space, the other parts | one word of a name |
//! | `s` the end of a part from its second letter or later, space, the other parts | letters inside a name |
//! | `x` two initials, part, space, another part, space, the rest | two words of a name, in any order |
//! | `b` YYYY-MM-DD | birth date |
//! | `p` digits | a phone number from its start, with and without the country code 1 |
//! | `q` digits from the last to the first | a phone number's end |
//! | `r` folded record number | record number |
//! | `c` short code | what the patient is called by before there is a record number, and afterwards |
//!
//! The initials in front of a pair bring all names that two short words can mean together: "s j" is one range of
//! the Smiths called John, where the range of "s" alone would be a tenth of all patients. The ends of parts take the
//! place of a trigram index: looking up letters that thousands of names have cost that one 4 to 6 ms, a range that
//! ends with the eighth hit costs some microseconds.

use super::fold;
use chrono::NaiveDate;
use clinic_domain::{patient::Patient, short_code::ShortCode};

/// Parts of a name beyond these are no keys of their own; they stay behind the others, to be compared.
const PARTS_AT_MOST: usize = 8;

/// Ends of a part that are keys: letters further behind are not looked for.
const ENDS_AT_MOST: usize = 12;

/// Letters inside a name are looked for by three or more.
pub(super) const INSIDE_AT_LEAST: usize = 3;

/// Digits that make a phone number worth a key: people ask for the last four.
pub(super) const PHONE_DIGITS_AT_LEAST: usize = 4;

/// Digits of a phone number without its area.
pub(super) const WHOLE_NUMBER_AT_LEAST: usize = 7;

/// Every key of the patient, each once.
pub(in crate::mirror) fn of(patient: &Patient) -> Vec<String> {
    let mut keys = name_keys(&parts(patient));
    keys.extend(patient.birth_date.map(birth_date));
    let numbers = patient.phones.iter().map(|it| digits_of_phone(it.number.expose()));
    for number in numbers.filter(|it| it.len() >= PHONE_DIGITS_AT_LEAST) {
        keys.extend(without_country_code(&number).map(phone_start));
        keys.push(phone_end(&number));
        keys.push(phone_start(&number));
    }
    let number = fold(&patient.record_number);
    if !number.is_empty() {
        keys.push(record_number(&number));
    }
    keys.push(short_code(ShortCode::of(patient.id)));
    keys.sort_unstable();
    keys.dedup();
    keys
}

fn name_keys(parts: &[String]) -> Vec<String> {
    let mut keys = Vec::with_capacity(32);
    for (a, part) in parts.iter().enumerate().take(PARTS_AT_MOST) {
        keys.push(with_others(word(part), parts, &[a]));
        keys.extend(ends(part).map(|end| with_others(inside(end), parts, &[a])));
        for (b, other) in parts.iter().enumerate().take(PARTS_AT_MOST) {
            if a != b {
                keys.push(with_others(format!("{} {other}", pair(part, other)), parts, &[a, b]));
            }
        }
    }
    keys
}

pub(super) fn word(part: &str) -> String {
    format!("w{part}")
}

pub(super) fn inside(letters: &str) -> String {
    format!("s{letters}")
}

pub(super) fn pair(part: &str, other: &str) -> String {
    format!("x{}{}{part}", initial(part), initial(other))
}

/// The parts behind the first one of a key.
pub(super) fn other_parts(key: &str) -> impl Iterator<Item = &str> {
    key.split(' ').skip(1)
}

pub(super) fn birth_date(date: NaiveDate) -> String {
    format!("b{date}")
}

pub(super) fn phone_start(digits: &str) -> String {
    format!("p{digits}")
}

pub(super) fn phone_end(digits: &str) -> String {
    std::iter::once('q').chain(digits.chars().rev()).collect()
}

/// The ends that a number may have in the book: behind a country code a national number loses its zero.
pub(super) fn phone_ends(digits: &str) -> impl Iterator<Item = String> {
    let national = digits.strip_prefix('0').filter(|it| it.len() >= WHOLE_NUMBER_AT_LEAST);
    [Some(digits), national].into_iter().flatten().map(phone_end)
}

pub(super) fn record_number(folded: &str) -> String {
    format!("r{}", folded.replace(' ', ""))
}

pub(super) fn short_code(code: ShortCode) -> String {
    format!("c{code}")
}

/// The digits in front of an extension.
pub(super) fn digits_of_phone(number: &str) -> String {
    number.split(['x', 'X']).next().unwrap_or("").chars().filter(char::is_ascii_digit).collect()
}

fn parts(patient: &Patient) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for name in [&patient.family_name, &patient.given_names, &patient.preferred_name] {
        for part in fold(name.expose()).split(' ').filter(|it| !it.is_empty()) {
            if !parts.iter().any(|it| it == part) {
                parts.push(part.to_owned());
            }
        }
    }
    parts
}

/// The ends of a part that are looked for as letters inside it.
fn ends(part: &str) -> impl Iterator<Item = &str> {
    let letters = part.chars().count();
    let starts = part.char_indices().map(|(at, _)| at).skip(1);
    starts.take(letters.saturating_sub(INSIDE_AT_LEAST).min(ENDS_AT_MOST)).map(|at| &part[at..])
}

/// The key and behind it the parts that are not in it.
fn with_others(mut key: String, parts: &[String], but: &[usize]) -> String {
    for (_, part) in parts.iter().enumerate().filter(|(at, _)| !but.contains(at)) {
        key.push(' ');
        key.push_str(part);
    }
    key
}

fn initial(part: &str) -> &str {
    part.chars().next().map_or("", |it| &part[..it.len_utf8()])
}

/// North American numbers are written with and without the 1.
fn without_country_code(digits: &str) -> Option<&str> {
    digits.strip_prefix('1').filter(|it| it.len() == 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clinic_domain::{
        id::PatientId,
        patient::{Phone, PhoneKind},
    };

    fn patient(family: &str, given: &str) -> Patient {
        Patient {
            family_name: family.into(),
            given_names: given.into(),
            ..Patient::new(PatientId::from_bytes([1; 16]))
        }
    }

    #[test]
    fn a_name_of_two_parts_has_a_key_for_each_and_for_both_and_for_their_ends() {
        let expected = ["cDN7-GTUM", "suiz ana", "wana ruiz", "wruiz ana", "xarana ruiz", "xraruiz ana"];
        assert_eq!(of(&patient("Ruiz", "Ana")), expected);
    }

    #[test]
    fn every_pair_of_parts_is_a_key_and_repeated_parts_are_not() {
        let patient = Patient { preferred_name: "Ana".into(), ..patient("García López", "Ana") };
        let expected = [
            "cDN7-GTUM",
            "sarcia lopez ana",
            "scia lopez ana",
            "sopez garcia ana",
            "spez garcia ana",
            "srcia lopez ana",
            "wana garcia lopez",
            "wgarcia lopez ana",
            "wlopez garcia ana",
            "xagana garcia lopez",
            "xalana lopez garcia",
            "xgagarcia ana lopez",
            "xglgarcia lopez ana",
            "xlalopez ana garcia",
            "xlglopez garcia ana",
        ];
        assert_eq!(of(&patient), expected);
        assert_eq!(other_parts("xgagarcia ana lopez").collect::<Vec<_>>(), ["ana", "lopez"]);
    }

    #[test]
    fn numbers_and_dates_are_keys() {
        let phone = |number: &str| Phone { number: number.into(), kind: PhoneKind::Mobile };
        let patient = Patient {
            record_number: "MRN-42".into(),
            birth_date: NaiveDate::from_ymd_opt(1980, 2, 1),
            phones: vec![phone("+1 (555) 010-4711 x12"), phone("999")],
            ..patient("", "")
        };
        assert_eq!(
            of(&patient),
            ["b1980-02-01", "cDN7-GTUM", "p15550104711", "p5550104711", "q11740105551", "rmrn42",]
        );
    }

    #[test]
    fn long_names_do_not_explode() {
        let long = "a b c d e f g h i j k l m n o p q r s t u v w x y z";
        assert!(of(&patient(long, long)).len() <= 1 + PARTS_AT_MOST * PARTS_AT_MOST);
        assert!(of(&patient(&"ab".repeat(500), "")).len() <= 2 + ENDS_AT_MOST);
    }
}
