//! What a cell can be, and the words of closed lists in English and Spanish.

use super::{clock, date, row};
use chrono::NaiveDate;
use clinic_domain::{appointment::AppointmentStatus as Status, fold::fold, patient::Sex};

/// What a cell looks like, whatever its column is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Blank,
    Date,
    DateTime,
    Time,
    Number,
    Phone,
    Email,
    /// "Ruiz, Ana"
    NameWithComma,
    Words,
}

/// Fewer digits are no phone number, more are none either.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 6..=15;

impl Shape {
    pub(crate) fn of(cell: &str) -> Self {
        let cell = row::value(cell);
        if cell.is_empty() {
            return Shape::Blank;
        }
        if !cell.bytes().any(|it| it.is_ascii_digit()) {
            return match cell.split_once(',') {
                _ if is_email(cell) => Shape::Email,
                Some((family, given)) if has_letters(family) && has_letters(given) => Shape::NameWithComma,
                _ => Shape::Words,
            };
        }
        match date::read(cell, None, NaiveDate::MAX) {
            date::Read::Date(_, rest) | date::Read::Either(_, _, rest) if rest.trim().is_empty() => {
                return Shape::Date;
            }
            date::Read::Date(..) | date::Read::Either(..) if has_time(cell) => return Shape::DateTime,
            _ => {}
        }
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        if digits == cell.len() && !(7..=15).contains(&digits) {
            Shape::Number
        } else if cell.contains(':') && clock::read(cell).is_some() {
            Shape::Time
        } else if is_email(cell) {
            Shape::Email
        } else if PHONE_DIGITS.contains(&digits) && cell.chars().all(is_of_phone) {
            Shape::Phone
        } else if cell.parse::<f64>().is_ok() {
            Shape::Number
        } else {
            Shape::Words
        }
    }

    /// Whether only a row of data has it, never the names of columns.
    pub(crate) const fn is_data(self) -> bool {
        !matches!(self, Shape::Blank | Shape::Words | Shape::NameWithComma)
    }
}

/// Whether a time stands behind a date, in any order of the date.
fn has_time(cell: &str) -> bool {
    let latest = NaiveDate::MAX;
    let orders = [date::DateOrder::DayFirst, date::DateOrder::MonthFirst];
    orders.iter().any(|it| clock::moment(cell, Some(*it), latest).is_some())
}

pub(crate) fn is_email(cell: &str) -> bool {
    cell.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && !cell.contains(' ')
}

fn is_of_phone(it: char) -> bool {
    it.is_ascii_digit() || matches!(it, '+' | '-' | '.' | '(' | ')' | '/' | ' ' | 'x' | 'X' | '\u{a0}')
}

fn has_letters(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// The sex that a word means. "M" means two things, so a file has to say which.
pub(crate) fn sex(word: &str) -> Option<Sex> {
    Some(match fold(word).as_str() {
        "f" | "fem" | "female" | "femenino" | "femenina" | "mujer" | "woman" | "girl" | "w" => Sex::Female,
        "male" | "masc" | "masculino" | "hombre" | "man" | "boy" | "h" | "v" | "varon" => Sex::Male,
        "o" | "other" | "otro" | "otra" | "x" | "nonbinary" | "non binary" | "no binario" | "diverse" => {
            Sex::Other
        }
        "u" | "unk" | "unknown" | "desconocido" | "n" | "nd" | "na" | "n a" | "no consta" | "i"
        | "indeterminado" => Sex::Unknown,
        _ => return None,
    })
}

/// What "M" means beside the other words of its column; `None` when they do not tell.
pub(crate) fn sex_of_m<'a>(words: impl Iterator<Item = &'a str>) -> Option<Sex> {
    let mut meant = None;
    for word in words {
        match fold(word).as_str() {
            "h" | "v" | "hombre" | "varon" | "male" | "masculino" => return Some(Sex::Female),
            "f" | "fem" | "female" | "femenino" | "mujer" | "w" => meant = Some(Sex::Male),
            _ => {}
        }
    }
    meant
}

/// The status that a word means.
pub(crate) fn status(word: &str) -> Option<Status> {
    let folded = fold(word);
    let known = STATUSES.iter().find(|(_, words)| lists(words, &folded)).map(|(status, _)| *status);
    known.or_else(|| word.trim().to_lowercase().parse().ok())
}

const STATUSES: &[(Status, &str)] = &[
    (
        Status::Booked,
        "active, activa, agendada, agendado, asignada, booked, citada, citado, confirmada, \
         confirmado, confirmed, made, new, not confirmed, open, pendiente, programada, programado, \
         reservada, reserved, scheduled, sin confirmar, unconfirmed, vigente",
    ),
    (Status::Pending, "pending, tentative, provisional, por confirmar"),
    (Status::Proposed, "proposed, requested, propuesta, solicitada"),
    (Status::Arrived, "arrived, llegada, llego, presente, here, in lobby, recepcionado"),
    (
        Status::CheckedIn,
        "checked in, check in, checkedin, admitido, admitida, en espera, en sala de espera, \
         in waiting room",
    ),
    (Status::Roomed, "roomed, in room, en consulta"),
    (Status::WithProvider, "with provider, in progress, in session, en curso, siendo atendido"),
    (
        Status::Fulfilled,
        "asistio, atendida, atendido, attended, billed, charge entered, checked out, check out, \
         closed, completada, completado, complete, completed, cumplida, done, efectuada, facturada, \
         finalizada, finalizado, finished, fulfilled, kept, realizada, realizado, seen, terminada",
    ),
    (
        Status::Cancelled,
        "anulada, anulado, aplazada, cancel, canceled, cancelada, cancelado, cancelled, \
         cancelled by clinic, cancelled by patient, canceled by patient, rescheduled, reprogramada, \
         moved, cambiada",
    ),
    (
        Status::LateCancel,
        "late cancel, late cancellation, late cancelled, cancelada tarde, cancelacion tardia",
    ),
    (
        Status::NoShow,
        "ausente, did not attend, dna, falta, missed, n s, no acude, no acudio, no asiste, \
         no asistio, no presentado, no se presento, no show, noshow, ns, fallida",
    ),
    (Status::LeftWithoutBeingSeen, "left without being seen, lwbs, left, walked out, se fue, abandono"),
    (Status::Waitlist, "waitlist, wait list, waiting list, lista de espera"),
    (Status::EnteredInError, "entered in error, error, deleted, eliminada, eliminado, borrada, void"),
];

fn lists(words: &str, word: &str) -> bool {
    words.split(", ").any(|it| it == word)
}

/// A yes or a no, in the words that tables have for it.
pub(crate) fn yes_or_no(word: &str) -> Option<bool> {
    Some(match fold(word).as_str() {
        "1" | "y" | "yes" | "t" | "true" | "s" | "si" | "x" | "a" | "active" | "activo" | "activa"
        | "alta" | "current" => true,
        "0" | "n" | "no" | "f" | "false" | "i" | "inactive" | "inactivo" | "inactiva" | "baja"
        | "archived" => false,
        _ => return None,
    })
}

/// BCP 47 for a language's name or code.
pub(crate) fn language(word: &str) -> Option<&'static str> {
    let folded = fold(word);
    let first = folded.split(' ').next().unwrap_or_default();
    let known = |word: &str| LANGUAGES.iter().find(|(code, names)| *code == word || lists(names, word));
    known(&folded).or_else(|| known(first)).map(|(code, _)| *code)
}

const LANGUAGES: &[(&str, &str)] = &[
    ("en", "eng, english, ingles"),
    ("es", "spa, spanish, espanol, castellano"),
    ("ca", "cat, catalan, valenciano"),
    ("gl", "glg, galician, gallego"),
    ("eu", "eus, baq, basque, euskera, vasco"),
    ("fr", "fra, fre, french, frances"),
    ("pt", "por, portuguese, portugues"),
    ("it", "ita, italian, italiano"),
    ("de", "deu, ger, german, aleman"),
    ("nl", "nld, dut, dutch, neerlandes, holandes"),
    ("pl", "pol, polish, polaco"),
    ("ro", "ron, rum, romanian, rumano"),
    ("ru", "rus, russian, ruso"),
    ("uk", "ukr, ukrainian, ucraniano"),
    ("el", "ell, gre, greek, griego"),
    ("tr", "tur, turkish, turco"),
    ("ar", "ara, arabic, arabe"),
    ("fa", "fas, per, persian, farsi, persa"),
    ("he", "heb, hebrew, hebreo"),
    ("hi", "hin, hindi"),
    ("ur", "urd, urdu"),
    ("pa", "pan, punjabi"),
    ("bn", "ben, bengali"),
    ("gu", "guj, gujarati"),
    ("ta", "tam, tamil"),
    ("zh", "zho, chi, chinese, chino, mandarin, cantonese"),
    ("ja", "jpn, japanese, japones"),
    ("ko", "kor, korean, coreano"),
    ("vi", "vie, vietnamese, vietnamita"),
    ("th", "tha, thai, tailandes"),
    ("tl", "tgl, fil, tagalog, filipino"),
    ("hmn", "hmong"),
    ("so", "som, somali"),
    ("am", "amh, amharic"),
    ("sw", "swa, swahili"),
    ("ht", "hat, haitian, haitian creole, creole, haitiano, criollo haitiano"),
    ("nv", "nav, navajo"),
    ("qu", "que, quechua"),
    ("ay", "aym, aymara"),
    ("gn", "grn, guarani"),
    ("nah", "nahuatl"),
    ("ase", "american sign language, asl"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_look_like_what_they_are() {
        for (cell, shape) in [
            ("", Shape::Blank),
            (" \t", Shape::Blank),
            ("1980-03-04", Shape::Date),
            ("04/03/1980", Shape::Date),
            ("4 mar 1980", Shape::Date),
            ("04/03/2025 10:00", Shape::DateTime),
            ("2025-03-04T10:00:00Z", Shape::DateTime),
            ("9:30 AM", Shape::Time),
            ("10042", Shape::Number),
            ("12.5", Shape::Number),
            ("555-010-1234", Shape::Phone),
            ("+34 600 123 456", Shape::Phone),
            ("600123456", Shape::Phone),
            ("ana@mail.example", Shape::Email),
            ("ana.2@mail.example", Shape::Email),
            ("Ruiz, Ana", Shape::NameWithComma),
            ("Ana Ruiz", Shape::Words),
            ("12 Main St", Shape::Words),
            ("MRN-1042", Shape::Words),
        ] {
            assert_eq!(Shape::of(cell), shape, "{cell}");
        }
    }

    #[test]
    fn m_means_what_the_words_beside_it_leave() {
        assert_eq!(sex("M"), None);
        assert_eq!(sex_of_m(["M", "F"].into_iter()), Some(Sex::Male));
        assert_eq!(sex_of_m(["M", "H"].into_iter()), Some(Sex::Female));
        assert_eq!(sex_of_m(["M", "V", "F"].into_iter()), Some(Sex::Female));
        assert_eq!(sex_of_m(["M", "U"].into_iter()), None);
    }

    #[test]
    fn words_of_closed_lists() {
        assert_eq!(status("No asistió"), Some(Status::NoShow));
        assert_eq!(status("CHECKED-IN"), Some(Status::CheckedIn));
        assert_eq!(status("left-without-being-seen"), Some(Status::LeftWithoutBeingSeen));
        assert_eq!(status("Z9"), None);
        assert_eq!(language("Español"), Some("es"));
        assert_eq!(language("es-MX"), Some("es"));
        assert_eq!(language("Klingon"), None);
        assert_eq!(
            (yes_or_no("Sí"), yes_or_no("Baja"), yes_or_no("perhaps")),
            (Some(true), Some(false), None)
        );
    }

    #[test]
    fn every_status_is_its_own_word_and_no_word_has_two() {
        for &it in Status::ALL {
            assert_eq!(status(it.as_str()), Some(it), "{it}");
        }
        let mut words: Vec<&str> = STATUSES.iter().flat_map(|(_, words)| words.split(", ")).collect();
        let all = words.len();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}
