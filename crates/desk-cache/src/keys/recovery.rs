//! The recovery code: 256 random bits that an administrator prints and locks away.
//!
//! It is strong enough to be a key by itself, so no keyring and no slow derivation stand in front of it: it opens
//! the desk when the keyring is gone, and any backup on any PC. In print: 52 signs of Crockford's base32 and 4 of
//! check sum, in 14 groups of 4; O, I and L are read as the digits they look like.

use super::random_key;
use crate::{cipher::Key, error::CacheError};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Shown once, to be printed. It neither copies nor prints itself.
pub struct RecoveryCode(Key);

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_SIGNS: usize = 52;
const CHECK_SIGNS: usize = 4;
const GROUP: usize = 4;

impl RecoveryCode {
    pub(crate) fn random() -> Result<RecoveryCode, CacheError> {
        random_key().map(RecoveryCode)
    }

    pub(crate) const fn key(&self) -> &Key {
        &self.0
    }

    /// As it is printed: `XXXX-XXXX-…`.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        let signs = signs(self.0.expose());
        let mut text = Zeroizing::new(String::with_capacity(signs.len() / GROUP * (GROUP + 1)));
        for (at, sign) in signs.iter().enumerate() {
            if at > 0 && at % GROUP == 0 {
                text.push('-');
            }
            text.push(char::from(ALPHABET[usize::from(*sign)]));
        }
        text
    }

    /// Reads what a person typed from paper.
    ///
    /// # Errors
    /// [`CacheError::MistypedRecoveryCode`] when it cannot be a code: said before it is tried.
    pub fn parse(typed: &str) -> Result<RecoveryCode, CacheError> {
        let mut values = Zeroizing::new(Vec::with_capacity(CODE_SIGNS + CHECK_SIGNS));
        for sign in typed.chars().filter(|it| !it.is_whitespace() && !"-–_.".contains(*it)) {
            values.push(value(sign).ok_or(CacheError::MistypedRecoveryCode)?);
        }
        if values.len() != CODE_SIGNS + CHECK_SIGNS {
            return Err(CacheError::MistypedRecoveryCode);
        }
        let mut bytes = Zeroizing::new([0u8; 32]);
        for (bit, byte) in (0..256).map(|bit| (bit, bit / 8)) {
            let set = values[bit / 5] >> (4 - bit % 5) & 1;
            bytes[byte] |= set << (7 - bit % 8);
        }
        if signs(&bytes).as_slice() != values.as_slice() {
            return Err(CacheError::MistypedRecoveryCode);
        }
        Ok(RecoveryCode(Key::from_bytes(*bytes)))
    }
}

/// Five bits a sign, the last four of the 52nd empty, then 20 bits of SHA-256.
fn signs(bytes: &[u8; 32]) -> Zeroizing<Vec<u8>> {
    let mut signs = Zeroizing::new(vec![0; CODE_SIGNS + CHECK_SIGNS]);
    put_bits(&mut signs[..CODE_SIGNS], bytes, 256);
    let digest = Sha256::new().chain_update(b"front-desk/recovery-code").chain_update(bytes).finalize();
    put_bits(&mut signs[CODE_SIGNS..], &digest, CHECK_SIGNS * 5);
    signs
}

fn put_bits(signs: &mut [u8], bytes: &[u8], bits: usize) {
    for bit in 0..bits {
        signs[bit / 5] |= (bytes[bit / 8] >> (7 - bit % 8) & 1) << (4 - bit % 5);
    }
}

fn value(sign: char) -> Option<u8> {
    let sign = match sign.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().position(|it| char::from(*it) == sign).and_then(|at| u8::try_from(at).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_printed_can_be_typed(bytes: [u8; 32]) {
            let printed = RecoveryCode(Key::from_bytes(bytes)).text();
            prop_assert_eq!(printed.len(), 14 * 4 + 13);
            let typed = printed.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l");
            let read = RecoveryCode::parse(&typed).unwrap();
            prop_assert_eq!(read.0.expose(), &bytes);
        }

        #[test]
        fn a_slip_of_one_sign_is_noticed(bytes: [u8; 32], at in 0usize..56, by in 1u8..32) {
            let printed = RecoveryCode(Key::from_bytes(bytes)).text();
            let mut signs: Vec<char> = printed.chars().filter(|it| *it != '-').collect();
            let slipped = (value(signs[at]).unwrap() + by) % 32;
            signs[at] = char::from(ALPHABET[usize::from(slipped)]);
            let refused = RecoveryCode::parse(&signs.iter().collect::<String>()).map(|_| ()).unwrap_err();
            prop_assert_eq!(refused.code(), "mistyped_recovery_code");
        }
    }

    #[test]
    fn what_is_no_code_at_all_is_said() {
        for typed in ["", "ABCD", "ABCD-U", &"0".repeat(55), &"0".repeat(57)] {
            assert!(RecoveryCode::parse(typed).is_err());
        }
    }
}
