//! Bytes as hexadecimal digits, as keys, signatures and digests travel.

#[must_use]
pub fn hex_of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Of an even number of hexadecimal digits.
#[must_use]
pub fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || !hex.bytes().all(|it| it.is_ascii_hexdigit()) {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_digits_come_back_as_their_bytes() {
        assert_eq!(bytes_of(&hex_of(&[0, 15, 255])), Some(vec![0, 15, 255]));
        for text in ["0", "0g", "éé", "+1"] {
            assert_eq!(bytes_of(text), None, "{text}");
        }
    }
}
