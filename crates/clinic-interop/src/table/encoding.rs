//! Which encoding a table's bytes are in, and their text.
//!
//! A mark at the start decides, else valid UTF-8 is UTF-8. Of the encodings with one byte a letter that one is taken
//! in which the bytes beside plain letters are letters too: what is "José" in one is "JosŽ" or "Jos‚" in another.

use clinic_domain::code_enum;
use encoding_rs::{MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

code_enum! {
    TextEncoding {
        Utf8 = "utf-8",
        Utf16Le = "utf-16le",
        Utf16Be = "utf-16be",
        /// Western Windows; Latin-1 is a part of it.
        Windows1252 = "windows-1252",
        /// Western Mac OS before X; some spreadsheets still write it.
        Macintosh = "macintosh",
        /// Western DOS, code page 850.
        Ibm850 = "ibm850",
    }
}

/// What is looked at to choose an encoding.
const LOOKED_AT: usize = 256 * 1024;

/// The upper half of code page 850, from 0x80.
const IBM850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

pub(crate) fn sniff(bytes: &[u8]) -> TextEncoding {
    let marks: [(&[u8], TextEncoding); 3] = [
        (b"\xef\xbb\xbf", TextEncoding::Utf8),
        (b"\xff\xfe", TextEncoding::Utf16Le),
        (b"\xfe\xff", TextEncoding::Utf16Be),
    ];
    if let Some((_, encoding)) = marks.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return *encoding;
    }
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    without_mark(head).unwrap_or_else(|| if is_utf8(bytes) { TextEncoding::Utf8 } else { eight_bit(head) })
}

impl TextEncoding {
    /// The text; what the encoding does not have becomes U+FFFD.
    pub(crate) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        let standard = match self {
            TextEncoding::Utf8 => UTF_8,
            TextEncoding::Utf16Le => UTF_16LE,
            TextEncoding::Utf16Be => UTF_16BE,
            TextEncoding::Windows1252 => WINDOWS_1252,
            TextEncoding::Macintosh => MACINTOSH,
            TextEncoding::Ibm850 => {
                let upper = self.upper_half();
                let letters = bytes.iter().map(|byte| letter(*byte, &upper));
                return Cow::Owned(letters.collect());
            }
        };
        standard.decode_with_bom_removal(bytes).0
    }

    /// What the bytes from 0x80 on are, for an encoding with one byte a letter.
    fn upper_half(self) -> Vec<char> {
        let bytes: Vec<u8> = (0x80..=0xff).collect();
        match self {
            TextEncoding::Ibm850 => IBM850.chars().collect(),
            other => other.decode(&bytes).chars().collect(),
        }
    }
}

fn letter(byte: u8, upper: &[char]) -> char {
    match byte.checked_sub(0x80) {
        None => char::from(byte),
        Some(at) => upper.get(usize::from(at)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// UTF-16 without a mark: every other byte of plain letters is nothing.
fn without_mark(head: &[u8]) -> Option<TextEncoding> {
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|it| **it == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = (head.len() / 4).max(2);
    match (even > many, odd > many) {
        (false, true) => Some(TextEncoding::Utf16Le),
        (true, false) => Some(TextEncoding::Utf16Be),
        _ => None,
    }
}

/// Valid, or with so few slips among its longer letters that no other encoding can be meant.
fn is_utf8(bytes: &[u8]) -> bool {
    let (mut longer, mut slips) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        longer += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        slips += usize::from(!chunk.invalid().is_empty());
    }
    slips == 0 || longer > 4 * slips
}

fn eight_bit(head: &[u8]) -> TextEncoding {
    let encodings = [TextEncoding::Windows1252, TextEncoding::Macintosh, TextEncoding::Ibm850];
    let mut best = (TextEncoding::Windows1252, 0);
    for encoding in encodings {
        let upper = encoding.upper_half();
        let likely = head.windows(2).filter(|pair| is_likely(pair[0], pair[1], &upper)).count();
        if likely > best.1 {
            best = (encoding, likely);
        }
    }
    best.0
}

/// A letter of one byte behind a plain one, in the same case.
fn is_likely(before: u8, byte: u8, upper: &[char]) -> bool {
    let it = letter(byte, upper);
    let fits = if before.is_ascii_lowercase() { it.is_lowercase() } else { it.is_uppercase() };
    !byte.is_ascii() && before.is_ascii_alphabetic() && it.is_alphabetic() && fits
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPANISH: &str = "Apellidos;Nombre\nGarcía Núñez;José María\nMUÑOZ;Begoña\nGüell;Inés\n";

    pub(crate) fn encoded(encoding: TextEncoding, text: &str) -> Vec<u8> {
        match encoding {
            TextEncoding::Utf8 => text.as_bytes().to_vec(),
            TextEncoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            TextEncoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            one_byte => {
                let upper = one_byte.upper_half();
                let at = |c: char| upper.iter().position(|it| *it == c).map(|it| it as u8 + 0x80);
                text.chars().map(|c| if c.is_ascii() { c as u8 } else { at(c).unwrap() }).collect()
            }
        }
    }

    #[test]
    fn every_encoding_is_told_and_read() {
        for &encoding in TextEncoding::ALL {
            let bytes = encoded(encoding, SPANISH);
            assert_eq!(sniff(&bytes), encoding);
            assert_eq!(encoding.decode(&bytes), SPANISH, "{encoding}");
        }
    }

    #[test]
    fn a_mark_decides_and_is_no_text() {
        for (mark, encoding) in [
            (&b"\xef\xbb\xbf"[..], TextEncoding::Utf8),
            (b"\xff\xfe", TextEncoding::Utf16Le),
            (b"\xfe\xff", TextEncoding::Utf16Be),
        ] {
            let bytes = [mark, &encoded(encoding, "ñ")].concat();
            assert_eq!((sniff(&bytes), encoding.decode(&bytes).as_ref()), (encoding, "ñ"));
        }
    }

    #[test]
    fn one_slip_does_not_make_another_encoding() {
        let bytes = [SPANISH.as_bytes(), b"\xff;x\n"].concat();
        assert_eq!(sniff(&bytes), TextEncoding::Utf8);
        assert!(TextEncoding::Utf8.decode(&bytes).ends_with("\u{fffd};x\n"));
    }

    #[test]
    fn plain_letters_are_utf8() {
        for bytes in [&b""[..], b"a,b\n1,2\n", b"\0", b"a"] {
            assert_eq!(sniff(bytes), TextEncoding::Utf8);
        }
    }

    #[test]
    fn code_page_850_has_all_its_letters() {
        assert_eq!(IBM850.chars().count(), 128);
    }
}
