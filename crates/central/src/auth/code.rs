//! Codes that people copy from one screen to another: Crockford's base 32, without letters that look alike.

use clinic_env::random_bytes;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters in a group.
const GROUP: usize = 4;

/// 128 random bits: an invitation, a new password, a desk.
#[must_use]
pub fn one_time() -> Zeroizing<String> {
    grouped(&random_bytes::<16>())
}

/// 80 random bits: what opens where a second factor is lost.
#[must_use]
pub fn recovery() -> Zeroizing<String> {
    grouped(&random_bytes::<10>())
}

/// What is kept of a code that somebody typed, however they wrote it. Codes are random and long: a plain hash keeps them.
#[must_use]
pub fn hash(code: &str) -> [u8; 32] {
    let meant = |letter: char| match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let plain: Zeroizing<String> =
        Zeroizing::new(code.chars().filter(|it| it.is_ascii_alphanumeric()).map(meant).collect());
    Sha256::digest(plain.as_bytes()).into()
}

fn grouped(bytes: &[u8]) -> Zeroizing<String> {
    let letters = Zeroizing::new(spelled(bytes));
    let groups: Vec<&str> = (0..letters.len()).step_by(GROUP).map(|at| group(&letters, at)).collect();
    Zeroizing::new(groups.join("-"))
}

fn group(letters: &str, at: usize) -> &str {
    &letters[at..letters.len().min(at + GROUP)]
}

/// Five bits a letter, the rest of the last one zero.
pub(super) fn spelled(bytes: &[u8]) -> String {
    let bit = |at: usize| bytes.get(at / 8).is_some_and(|byte| byte & (0x80 >> (at % 8)) != 0);
    let letter = |from: usize| (from..from + 5).fold(0, |value, at| value << 1 | usize::from(bit(at)));
    (0..bytes.len() * 8).step_by(5).map(|from| char::from(LETTERS[letter(from)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        let code = one_time();
        assert_eq!(code.len(), 26 + 6);
        assert_eq!(recovery().len(), 16 + 3);
        assert_eq!(hash(&code), hash(&code.to_lowercase().replace('-', " ")));
        assert_eq!(hash("1O0"), hash("lo0"));
        assert_ne!(hash(&code), hash(&one_time()));
    }

    #[test]
    fn letters_stand_for_their_bits() {
        assert_eq!(spelled(&[0, 0, 0, 0, 0]), "00000000");
        assert_eq!(spelled(&[255; 5]), "ZZZZZZZZ");
        assert_eq!(spelled(&[0b0000_1000, 0b0100_0000]), "1100");
    }
}
