//! What every adapter of the door shares: how big a call may be, how a file comes with its name, how a moved clock is
//! written, and the clockwork that keeps the desk going.

use crate::{
    Desk, Language, Payload,
    error::{ApiError, Fault, FileFault},
};
use clinic_domain::time::Instant;
use desk_lan::Place;
use std::{
    io,
    net::AddrParseError,
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

/// A staged file's name travels in this header, percent-encoded UTF-8.
pub const FILE_NAME_HEADER: &str = "x-file-name";
/// What a page speaks travels in this header, as browsers write it: "es-MX,es;q=0.9,en;q=0.8".
pub const LANGUAGE_HEADER: &str = "accept-language";
const MEBIBYTE: usize = 1024 * 1024;
pub const LARGEST_FILE_BYTES: usize = 512 * MEBIBYTE;
pub const LARGEST_REQUEST_BYTES: usize = MEBIBYTE;
const TICK_EVERY: Duration = Duration::from_secs(1);

/// A request of a size that a person or a script may have written.
pub fn json_payload(request: String) -> Result<Payload, ApiError> {
    if request.len() > LARGEST_REQUEST_BYTES {
        return Err(Fault::RequestTooLarge { mebibytes: LARGEST_REQUEST_BYTES / MEBIBYTE }.into());
    }
    Ok(Payload::Json(request))
}

/// A file to stage; `name` is the content of [`FILE_NAME_HEADER`]. Only the last part of a path counts as its name.
pub fn file_payload(name: Option<&[u8]>, bytes: Vec<u8>) -> Result<Payload, ApiError> {
    if bytes.len() > LARGEST_FILE_BYTES {
        return Err(FileFault::TooLarge { mebibytes: LARGEST_FILE_BYTES / MEBIBYTE }.into());
    }
    let name = name
        .and_then(|name| percent_encoding::percent_decode(name).decode_utf8().ok())
        .and_then(|name| name.rsplit(['/', '\\']).next().map(str::to_owned))
        .filter(|name| !name.is_empty())
        .ok_or(FileFault::WithoutName)?;
    Ok(Payload::File { name, bytes })
}

/// The first language of [`LANGUAGE_HEADER`] that the desk speaks.
#[must_use]
pub fn spoken(header: Option<&[u8]>) -> Option<Language> {
    let wanted = std::str::from_utf8(header?).ok()?;
    wanted.split(',').find_map(|tag| {
        let primary = tag.trim().split(['-', '_', ';']).next()?;
        match primary.to_ascii_lowercase().as_str() {
            "en" => Some(Language::English),
            "es" => Some(Language::Spanish),
            _ => None,
        }
    })
}

/// `YYYY-MM-DDTHH:MM`, in UTC or with an offset behind it (`-05:00`, `Z`).
#[must_use]
pub fn parse_now(text: &str) -> Option<Instant> {
    let (wall, offset) = text.split_at_checked("YYYY-MM-DDTHH:MM".len())?;
    let offset = if offset.is_empty() { "Z" } else { offset };
    let at = chrono::DateTime::parse_from_rfc3339(&format!("{wall}:00{offset}")).ok()?;
    Some(Instant(at.timestamp()))
}

/// Where a desk of a centre listens for the others of its location, as `FRONT_DESK_LAN` says it: `off`, an address with its
/// port, or nothing for the usual place.
///
/// # Errors
/// The text is none of these.
pub fn parse_place(told: Option<&str>) -> Result<Option<Place>, AddrParseError> {
    match told.map(str::trim) {
        None | Some("") => Ok(Some(Place::default())),
        Some("off") => Ok(None),
        Some(address) => Ok(Some(Place { listens: address.parse()?, ..Place::default() })),
    }
}

/// The thread that ticks the desk; it ends when it is told to, not up to a second later.
pub struct Clockwork {
    stop: mpsc::Sender<()>,
    thread: thread::JoinHandle<()>,
}

impl Clockwork {
    pub fn start(desk: Arc<Desk>) -> io::Result<Clockwork> {
        let (stop, stopped) = mpsc::channel();
        let thread = thread::Builder::new().name("desk-tick".into()).spawn(move || {
            while stopped.recv_timeout(TICK_EVERY) == Err(mpsc::RecvTimeoutError::Timeout) {
                desk.tick();
            }
        })?;
        Ok(Clockwork { stop, thread })
    }

    pub fn stop(self) {
        drop(self.stop);
        if self.thread.join().is_err() {
            tracing::error!("the desk's clockwork had failed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn now_is_utc_unless_it_says_otherwise() {
        let at = |text| parse_now(text).map(|at| at.0);
        let noon = 1_795_608_000;
        assert_eq!(at("2026-11-25T12:00"), Some(noon));
        assert_eq!(at("2026-11-25T12:00Z"), Some(noon));
        assert_eq!(at("2026-11-25T07:00-05:00"), Some(noon));
        for wrong in
            ["", "2026-11-25", "2026-11-25T25:00", "2026-11-25T12:00:00", "2026-11-25T12:00 EST", "tomorrow"]
        {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_desk_listens_where_it_is_told() {
        let listens = |told| parse_place(told).map(|it| it.map(|it| it.listens.to_string()));
        assert_eq!(listens(None), Ok(Some("0.0.0.0:48321".to_owned())));
        assert_eq!(listens(Some(" 192.168.1.20:7000 ")), Ok(Some("192.168.1.20:7000".to_owned())));
        assert_eq!(listens(Some("off")), Ok(None));
        for wrong in ["on", "7000", "192.168.1.20", "desk:7000", "192.168.1.20:70000"] {
            assert!(listens(Some(wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_file_keeps_its_name_and_nothing_of_its_path() {
        let name = |header: &[u8]| match file_payload(Some(header), vec![1]) {
            Ok(Payload::File { name, bytes }) => Some((name, bytes.len())),
            _ => None,
        };
        assert_eq!(name(b"patients.csv"), Some(("patients.csv".to_owned(), 1)));
        assert_eq!(name(b"Z%C3%BCrich%202.json"), Some(("Zürich 2.json".to_owned(), 1)));
        assert_eq!(name(b"..%2F..%2Fetc%2Fpasswd"), Some(("passwd".to_owned(), 1)));
        assert_eq!(name(b"C:%5Cexport%5Ca.json"), Some(("a.json".to_owned(), 1)));
        for wrong in [&b""[..], b"folder/", b"%FF"] {
            assert_eq!(name(wrong), None);
        }
        assert!(file_payload(None, vec![]).is_err());
    }

    #[test]
    fn a_page_is_answered_in_the_first_of_its_languages_that_the_desk_speaks() {
        let first = |header: &str| spoken(Some(header.as_bytes()));
        assert_eq!(first("es-MX,es;q=0.9,en;q=0.8"), Some(Language::Spanish));
        assert_eq!(first("de-CH, de;q=0.9, en-GB;q=0.7, es;q=0.5"), Some(Language::English));
        assert_eq!(first("ES"), Some(Language::Spanish));
        for other in ["", "*", "est", "eng;q=1", "de"] {
            assert_eq!(first(other), None, "{other}");
        }
        assert_eq!((spoken(None), spoken(Some(b"\xff"))), (None, None));
    }

    #[test]
    fn requests_have_a_largest_size() {
        assert!(json_payload(" ".repeat(LARGEST_REQUEST_BYTES)).is_ok());
        assert!(json_payload(" ".repeat(LARGEST_REQUEST_BYTES + 1)).is_err());
    }
}
