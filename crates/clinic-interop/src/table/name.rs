//! Names of people and of what is booked: taken apart, and as keys that hold over files.
//!
//! Invariant: a key is the same for every spelling and order of a name, and stays so: keys are stored.

use chrono::NaiveDate;
use clinic_domain::{code_enum, fold::fold};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

code_enum! {
    /// What comes first in a full name without a comma, and how many family names people have.
    NameOrder {
        /// "Ana María Ruiz"
        GivenFirst = "given_first",
        /// "Ana María Ruiz Soto"
        GivenFirstTwoFamily = "given_first_two_family",
        /// "Ruiz Ana María"
        FamilyFirst = "family_first",
        /// "Ruiz Soto Ana María"
        FamilyFirstTwoFamily = "family_first_two_family",
    }
}

/// Words that belong to the family name behind them.
const PARTICLES: &[&str] = &[
    "da", "das", "de", "del", "della", "den", "der", "des", "di", "dos", "du", "el", "la", "las", "le",
    "los", "mc", "san", "santa", "st", "ten", "ter", "van", "vda", "vom", "von", "y", "zu",
];

/// Titles in front of a name.
const TITLES: &[&str] = &[
    "d", "dna", "doctor", "doctora", "dr", "dra", "lic", "miss", "mr", "mrs", "ms", "mx", "prof", "sr",
    "sra", "srta",
];

/// Family and given names of a full name. With a comma the family names come first, whatever the order.
pub(crate) fn parted(full: &str, order: NameOrder) -> (String, String) {
    if let Some((family, given)) = full.split_once(',') {
        return (spaced(family.split_whitespace()), spaced(given.split_whitespace()));
    }
    let words: Vec<&str> = without_titles(full).collect();
    let units = units(&words);
    let family_names = match order {
        NameOrder::GivenFirst | NameOrder::FamilyFirst => 1,
        NameOrder::GivenFirstTwoFamily | NameOrder::FamilyFirstTwoFamily if units.len() > 2 => 2,
        NameOrder::GivenFirstTwoFamily | NameOrder::FamilyFirstTwoFamily => 1,
    };
    match order {
        NameOrder::GivenFirst | NameOrder::GivenFirstTwoFamily => {
            let (given, family) = units.split_at(units.len().saturating_sub(family_names));
            (spaced(family), spaced(given))
        }
        NameOrder::FamilyFirst | NameOrder::FamilyFirstTwoFamily => {
            let (family, given) = units.split_at(family_names.min(units.len()));
            (spaced(family), spaced(given))
        }
    }
}

/// The key of whoever has this name and was born on that day; names in any order are the same.
pub(crate) fn person_key(names: [&str; 2], told_apart_by: &PersonTrait<'_>) -> Option<String> {
    let folded = fold(&names.join(" "));
    let mut words: Vec<&str> = folded.split(' ').filter(|it| !it.is_empty()).collect();
    words.sort_unstable();
    let told = match told_apart_by {
        PersonTrait::BirthDate(date) => format!("b{date}"),
        PersonTrait::Phone(number) => {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            format!("p{digits}")
        }
        PersonTrait::Email(address) => format!("e{}", address.trim().to_lowercase()),
    };
    (!words.is_empty()).then(|| format!("{PERSON}{}", digest([words.join(" ").as_str(), &told])))
}

/// What tells people of one name apart.
pub(crate) enum PersonTrait<'a> {
    BirthDate(NaiveDate),
    Phone(&'a str),
    Email(&'a str),
}

/// Keys of people whom no record number names.
pub(crate) const PERSON: &str = "table/person|";

/// A provider's or room's key: its name in one spelling, without titles.
pub(crate) fn thing_key(kind: &str, name: &str) -> String {
    let words = thing_words(name).join(" ");
    format!("table/{kind}|{}", if words.is_empty() { name.trim() } else { &words })
}

/// The words of a provider's or room's name, sorted, without titles: "Chen, Dr. Mei" and "Mei Chen" are the same.
pub(crate) fn thing_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = without_titles(name).map(fold).collect();
    words =
        words.iter().flat_map(|it| it.split(' ')).filter(|it| !it.is_empty()).map(str::to_owned).collect();
    words.sort_unstable();
    words
}

/// 128 bits of SHA-256 over the parts, as hexadecimal digits.
pub(crate) fn digest<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut text = String::with_capacity(32);
    for byte in &hash.finalize()[..16] {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The words without titles; a name that is a title alone keeps it.
fn without_titles(name: &str) -> impl Iterator<Item = &str> {
    let is_title = |word: &str| TITLES.contains(&fold(word).as_str());
    let only_titles = name.split_whitespace().all(is_title);
    name.split_whitespace().filter(move |it| only_titles || !is_title(it))
}

/// Words with the particles in front of them, and with "y" between two of them, as one.
fn units<'a>(words: &[&'a str]) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut begun: Vec<&'a str> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let folded = fold(word);
        begun.push(word);
        let is_last = at + 1 == words.len();
        if is_last || !PARTICLES.contains(&folded.as_str()) {
            let unit = spaced(begun.drain(..));
            match units.last_mut() {
                Some(last) if unit.to_lowercase().starts_with("y ") && unit.len() > 2 => {
                    last.push(' ');
                    last.push_str(&unit);
                }
                _ => units.push(unit),
            }
        }
    }
    units
}

fn spaced<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    let mut text = String::new();
    for word in words {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word.as_ref());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(full: &str, order: NameOrder) -> String {
        let (family, given) = parted(full, order);
        format!("{family}, {given}")
    }

    #[test]
    fn a_comma_parts_a_name() {
        for &order in NameOrder::ALL {
            assert_eq!(of(" García  López , Ana María", order), "García López, Ana María");
        }
    }

    #[test]
    fn without_a_comma_the_order_parts_it() {
        use NameOrder as O;
        for (full, order, wanted) in [
            ("Ana Ruiz", O::GivenFirst, "Ruiz, Ana"),
            ("Mary Ann O'Neil", O::GivenFirst, "O'Neil, Mary Ann"),
            ("Dr. Ludwig van Beethoven", O::GivenFirst, "van Beethoven, Ludwig"),
            ("Ana García López", O::GivenFirstTwoFamily, "García López, Ana"),
            ("Ana Ruiz", O::GivenFirstTwoFamily, "Ruiz, Ana"),
            ("María José de la Cruz Vega", O::GivenFirstTwoFamily, "de la Cruz Vega, María José"),
            ("Sra. Ana Ortega y Gasset Ruiz", O::GivenFirstTwoFamily, "Ortega y Gasset Ruiz, Ana"),
            ("Ruiz Ana María", O::FamilyFirst, "Ruiz, Ana María"),
            ("de la Cruz Vega María José", O::FamilyFirstTwoFamily, "de la Cruz Vega, María José"),
            ("Ruiz", O::GivenFirst, "Ruiz, "),
            ("Ruiz", O::FamilyFirstTwoFamily, "Ruiz, "),
            ("Dr.", O::GivenFirst, "Dr., "),
            ("Ana de", O::GivenFirst, "de, Ana"),
            ("", O::GivenFirst, ", "),
        ] {
            assert_eq!(of(full, order), wanted, "{full}");
        }
    }

    #[test]
    fn a_person_is_the_same_in_every_spelling() {
        let born = PersonTrait::BirthDate(NaiveDate::from_ymd_opt(1980, 3, 4).unwrap());
        let key = person_key(["García López", "Ana"], &born);
        assert_eq!(key, person_key(["GARCIA", "Ana  Lopez"], &born));
        assert_eq!(key.as_deref(), Some("table/person|77bbf81ba32cb9e2b386c8cfebdeae5b"), "keys are stored");
        let other = PersonTrait::BirthDate(NaiveDate::from_ymd_opt(1980, 4, 3).unwrap());
        assert_ne!(key, person_key(["García López", "Ana"], &other));
        let phone = |number| person_key(["Ruiz", "Ana"], &PersonTrait::Phone(number));
        assert_eq!(phone("(555) 010-1234"), phone("5550101234"));
        assert_eq!(person_key(["", " "], &born), None);
    }

    #[test]
    fn a_provider_is_the_same_with_and_without_a_title() {
        assert_eq!(thing_key("provider", "Dr. Mei Chen"), "table/provider|chen mei");
        assert_eq!(thing_key("provider", "CHEN, Mei"), "table/provider|chen mei");
        assert_eq!(thing_key("room", "Consulta 2"), "table/room|2 consulta");
        assert_eq!(thing_key("provider", "Dra."), "table/provider|dra");
    }
}
