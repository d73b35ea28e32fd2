//! Which encoding a table's bytes are in, and their text.
//!
//! A mark at the start decides, else valid UTF-8 is UTF-8. Of the encodings with one byte a letter that one is taken
//! which makes words: what is "José" in one is "JosŽ" or "Jos‚" in another.

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
    let mut best = (TextEncoding::Windows1252, i64::MIN);
    for encoding in [TextEncoding::Windows1252, TextEncoding::Macintosh, TextEncoding::Ibm850] {
        let likely = likeliness(&encoding.decode(head));
        if likely > best.1 {
            best = (encoding, likely);
        }
    }
    best.0
}

/// What Spanish, French, German, Italian and Portuguese write their names with: likelier than "ß" or "ƒ".
const COMMON: &str = "áéíóúñüçàèìòùâêîôûäëïöãõºªÁÉÍÓÚÑÜÇÄÖ";

/// How much a text reads as words: for each letter that is not plain, and against what stands in a word by mistake.
fn likeliness(text: &str) -> i64 {
    let words: i64 = text.split(|it: char| !it.is_alphabetic()).map(word).sum();
    let letters: Vec<char> = text.chars().collect();
    let breaks: i64 = letters.windows(3).map(|it| i64::from(breaks_a_word(it))).sum();
    words - 2 * breaks
}

/// "Núñez", "ñandú" and "PEÑA" are words; "MŸller" is none.
fn word(word: &str) -> i64 {
    let has_late_capital = word.chars().skip(1).any(char::is_uppercase);
    let has_one_case = !has_late_capital || !word.contains(char::is_lowercase);
    let longer = word.chars().filter(|it| !it.is_ascii());
    let weight: i64 = longer.map(|it| if COMMON.contains(it) { 2 } else { 1 }).sum();
    if has_one_case { weight } else { -weight }
}

/// A sign between two letters that is no apostrophe: "Mu§oz".
fn breaks_a_word(three: &[char]) -> bool {
    let &[before, it, after] = three else { return false };
    before.is_alphabetic()
        && after.is_alphabetic()
        && !it.is_ascii()
        && !it.is_alphabetic()
        && it != '\u{2019}'
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

    /// A letter behind a capital was no evidence: what had no other was taken for Windows.
    #[test]
    fn a_single_name_tells_its_encoding() {
        let one_byte = [TextEncoding::Windows1252, TextEncoding::Macintosh, TextEncoding::Ibm850];
        for text in ["Müller", "Peña Núñez", "Nº Historia", "Ángel Gómez", "MUÑOZ", "Cádiz"] {
            for encoding in one_byte {
                let bytes = encoded(encoding, text);
                assert_eq!(sniff(&bytes).decode(&bytes), text, "{encoding}");
            }
        }
    }

    #[test]
    fn an_apostrophe_of_windows_is_no_letter() {
        for text in ["O\u{2019}Brien", "D\u{2019}Angelo Peña"] {
            let bytes = encoded(TextEncoding::Windows1252, text);
            assert_eq!(sniff(&bytes), TextEncoding::Windows1252, "{text}");
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
