//! What a password has to be: long enough, and none that everybody tries first. No composition rules (NIST SP 800-63B).

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

/// `minimum` in characters.
pub fn check(password: &str, login: &str, minimum: usize) -> Result<(), Weakness> {
    let length = password.chars().count();
    let lower = password.to_lowercase();
    let is_one_letter = password.chars().next().is_some_and(|first| password.chars().all(|it| it == first));
    if length < minimum {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_refused_for_what_it_is() {
        let check = |password: &str, login| check(password, login, 8);
        assert_eq!(check("short", "ada"), Err(Weakness::TooShort));
        assert_eq!(check("PassWord", "ada"), Err(Weakness::Common));
        assert_eq!(check("zzzzzzzzzz", "ada"), Err(Weakness::Common));
        assert_eq!(check("Ada.Lovelace", "ada.lovelace"), Err(Weakness::SameAsLogin));
        assert_eq!(check(&"x1".repeat(200), "ada"), Err(Weakness::TooLong));
        assert_eq!(check("seven wooden ducks", "ada"), Ok(()));
    }
}
