//! What a password has to be, and one-time passwords that can be read over a counter.

use crate::env::random_bytes;
use zeroize::Zeroizing;

/// NIST SP 800-63B-4 asks for 15 characters where the password is the only factor; here the device key is the
/// other one, so 8 is the floor. No composition rules; the most common passwords are refused.
pub const MIN_LENGTH: usize = 8;
const MAX_LENGTH: usize = 256;

/// Passwords that lead every published list of leaked ones and are long enough to pass the length rule.
const COMMON: &[&str] = &[
    "password",
    "passw0rd",
    "password1",
    "password123",
    "12345678",
    "123456789",
    "1234567890",
    "qwertyui",
    "qwerty123",
    "qwertyuiop",
    "iloveyou",
    "sunshine",
    "princess",
    "football",
    "baseball",
    "superman",
    "trustno1",
    "welcome1",
    "welcome123",
    "letmein1",
    "abc12345",
    "abcd1234",
    "11111111",
    "00000000",
    "88888888",
    "87654321",
    "1q2w3e4r",
    "1qaz2wsx",
    "changeme",
    "frontdesk",
    "reception",
    "computer",
    "internet",
    "whatever",
    "starwars",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weakness {
    TooShort,
    TooLong,
    Common,
    /// It is the login.
    SameAsLogin,
}

pub fn check(password: &str, login: &str) -> Result<(), Weakness> {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let is_one_letter = password.chars().next().is_some_and(|first| password.chars().all(|it| it == first));
    if length < MIN_LENGTH {
        Err(Weakness::TooShort)
    } else if length > MAX_LENGTH {
        Err(Weakness::TooLong)
    } else if COMMON.contains(&lower.as_str()) || is_one_letter {
        Err(Weakness::Common)
    } else if lower == login.to_lowercase() {
        Err(Weakness::SameAsLogin)
    } else {
        Ok(())
    }
}

/// 60 random bits as three groups without letters that look alike: `K7MQ-2XPD-9RHT`.
#[must_use]
pub fn one_time() -> Zeroizing<String> {
    const LETTERS: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    let bytes = Zeroizing::new(random_bytes::<12>());
    let mut text = Zeroizing::new(String::with_capacity(14));
    for (at, byte) in bytes.iter().enumerate() {
        if at > 0 && at % 4 == 0 {
            text.push('-');
        }
        text.push(char::from(LETTERS[usize::from(byte % 32)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_refused_for_what_it_is() {
        assert_eq!(check("short", "ada"), Err(Weakness::TooShort));
        assert_eq!(check("PassWord", "ada"), Err(Weakness::Common));
        assert_eq!(check("zzzzzzzzzz", "ada"), Err(Weakness::Common));
        assert_eq!(check("Ada.Lovelace", "ada.lovelace"), Err(Weakness::SameAsLogin));
        assert_eq!(check(&"x1".repeat(200), "ada"), Err(Weakness::TooLong));
        assert_eq!(check("seven wooden ducks", "ada"), Ok(()));
    }

    #[test]
    fn one_time_passwords_differ_and_pass() {
        let (a, b) = (one_time(), one_time());
        assert_ne!(*a, *b);
        assert_eq!(a.len(), 14);
        assert_eq!(check(&a, "ada"), Ok(()));
    }
}
