//! What a patient is called on paper and over the phone before the centre has given the record number: `K7M-2XPR`.
//!
//! Six letters that follow from the patient's id and one that checks them, so that every desk that has the record knows its
//! code, whoever made it and whatever it is called by later. Digits and letters that look alike are left out.

use crate::id::PatientId;
use std::fmt;

/// 31 of them, which is prime: one wrong letter, or two that changed places, never check.
const LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const LENGTH: usize = 6;
const BASE: u64 = LETTERS.len() as u64;

/// The places of its letters in [`LETTERS`], without the one that checks them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortCode([u8; LENGTH]);

impl ShortCode {
    #[must_use]
    pub fn of(patient: PatientId) -> ShortCode {
        // The end of an id is what chance gave; its beginning is the time.
        let (_, mut rest) = patient.0.as_u64_pair();
        let mut places = [0; LENGTH];
        for place in &mut places {
            *place = (rest % BASE) as u8;
            rest /= BASE;
        }
        ShortCode(places)
    }

    /// As people type it: in small letters, with spaces, without its hyphen. Nothing where a letter is missing or wrong.
    #[must_use]
    pub fn parse(typed: &str) -> Option<ShortCode> {
        let mut places = Vec::with_capacity(LENGTH + 1);
        for letter in typed.bytes().filter(|it| !matches!(it, b' ' | b'-')) {
            let letter = letter.to_ascii_uppercase();
            places.push(LETTERS.iter().position(|it| *it == letter)? as u8);
        }
        let (check, places) = places.split_last()?;
        let code = ShortCode(places.try_into().ok()?);
        (code.check() == *check).then_some(code)
    }

    fn check(self) -> u8 {
        let weighed = self.0.iter().zip(1_u64..).map(|(place, weight)| u64::from(*place) * weight);
        (weighed.sum::<u64>() % BASE) as u8
    }
}

impl fmt::Display for ShortCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let letter = |place: u8| char::from(LETTERS[usize::from(place)]);
        for (at, place) in self.0.iter().copied().chain([self.check()]).enumerate() {
            if at == LENGTH / 2 {
                f.write_str("-")?;
            }
            write!(f, "{}", letter(place))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn code(id: u128) -> ShortCode {
        ShortCode::of(PatientId(Uuid::from_u128(id)))
    }

    #[test]
    fn it_is_read_as_people_type_it() {
        let text = code(0x0190_163d_8694_739b_aea5_966c_26f8_ad91).to_string();
        assert_eq!((text.len(), text.find('-')), (8, Some(3)));
        for typed in [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', ""),
            format!(" {} ", text.replace('-', " ")),
        ] {
            assert_eq!(ShortCode::parse(&typed).map(|it| it.to_string()), Some(text.clone()), "{typed}");
        }
        for no_code in ["", "K7M", "100042", "Ruiz Ana", "KKKKKKKKKKKK", "0O1-IL00"] {
            assert_eq!(ShortCode::parse(no_code), None, "{no_code}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_letter_or_two_that_changed_places_are_noticed(id: u128, at in 0..7_usize, by in 1..31_u8) {
            let text: Vec<u8> = code(id).to_string().bytes().filter(|it| *it != b'-').collect();
            let place = LETTERS.iter().position(|it| *it == text[at]).unwrap();
            let mut wrong = text.clone();
            wrong[at] = LETTERS[(place + usize::from(by)) % LETTERS.len()];
            prop_assert_eq!(ShortCode::parse(std::str::from_utf8(&wrong).unwrap()), None);
            let mut turned = text.clone();
            turned.swap(at % 6, at % 6 + 1);
            let read = ShortCode::parse(std::str::from_utf8(&turned).unwrap());
            prop_assert_eq!(read.is_some(), turned == text);
        }
    }
}
