//! What a password has to be, and one-time passwords that can be read over a counter.

use crate::env::random_bytes;
use clinic_domain::password::{self, Weakness};
use zeroize::Zeroizing;

/// NIST SP 800-63B-4 asks for 15 characters where the password is the only factor; here the device key is the
/// other one, so 8 is the floor.
pub const MIN_LENGTH: usize = 8;

pub fn check(password: &str, login: &str) -> Result<(), Weakness> {
    password::check(password, login, MIN_LENGTH)
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
    fn one_time_passwords_differ_and_pass() {
        let (a, b) = (one_time(), one_time());
        assert_ne!(*a, *b);
        assert_eq!(a.len(), 14);
        assert_eq!(check(&a, "ada"), Ok(()));
    }
}
