//! Slot handles: the content of a slot as text that only this process can have made.
//!
//! The text is opaque to everyone. The key is drawn at start and lives in memory: a handle from yesterday, from
//! another desk or from somebody's imagination does not open.

use crate::env::random_bytes;
use clinic_domain::operation::SlotContent;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

const MAC_BYTES: usize = 16;

pub struct SlotSeal {
    key: [u8; 32],
}

impl Default for SlotSeal {
    fn default() -> Self {
        SlotSeal { key: random_bytes() }
    }
}

impl SlotSeal {
    #[must_use]
    pub fn seal(&self, slot: &SlotContent) -> String {
        let content = clinic_protocol::encode_entity(slot);
        let mut text = hex(&self.mac(&content));
        text.push_str(&hex(&content));
        text
    }

    /// The slot that a handle of this process stands for; `None` for any other text.
    #[must_use]
    pub fn open(&self, handle: &str) -> Option<SlotContent> {
        let bytes = unhex(handle)?;
        let (mac, content) = bytes.split_at_checked(MAC_BYTES)?;
        let mut check = Hmac::<Sha256>::new_from_slice(&self.key).ok()?;
        check.update(content);
        check.verify_truncated_left(mac).ok()?;
        clinic_protocol::decode_entity(content).ok()
    }

    fn mac(&self, content: &[u8]) -> [u8; MAC_BYTES] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.key).expect("HMAC takes keys of any length");
        mac.update(content);
        let mut short = [0; MAC_BYTES];
        short.copy_from_slice(&mac.finalize().into_bytes()[..MAC_BYTES]);
        short
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|it| [DIGITS[usize::from(it >> 4)], DIGITS[usize::from(it & 15)]])
        .map(char::from)
        .collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|it| u8::try_from(it).ok());
    digits.chunks_exact(2).map(|pair| Some(value(pair[0])? << 4 | value(pair[1])?)).collect()
}
