//! Which format a file is in, by what is in it; the name only tells NDJSON from JSON.

use crate::{ImportError, ImportErrorCode as Code};
use clinic_domain::code_enum;

code_enum! {
    Format {
        /// One FHIR R4 resource, a bundle included.
        FhirJson = "fhir_json",
        /// One FHIR R4 resource a line.
        FhirNdjson = "fhir_ndjson",
        SyntheaPatients = "synthea_patients",
        SyntheaProviders = "synthea_providers",
        SyntheaOrganizations = "synthea_organizations",
        SyntheaPayers = "synthea_payers",
        SyntheaEncounters = "synthea_encounters",
        /// Any other table of the set: clinical, and counted only.
        SyntheaOther = "synthea_other",
    }
}

/// The format of `bytes` (unpacked) and its text, without a byte order mark.
pub(crate) fn detect<'a>(name: &str, bytes: &'a [u8]) -> Result<(Format, &'a str), ImportError> {
    let refuse = |code| Err(ImportError::new(code));
    if let Some(code) = by_magic(bytes) {
        return refuse(code);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return refuse(Code::NotUtf8);
    };
    let start = text.trim_start();
    match start.bytes().next() {
        None => refuse(Code::Empty),
        Some(b'{') => Ok((if is_ndjson(name, text) { Format::FhirNdjson } else { Format::FhirJson }, text)),
        Some(b'[') => refuse(Code::NotFhir),
        Some(b'<') => refuse(by_xml(start)),
        Some(_) => by_first_line(start).map(|format| (format, text)),
    }
}

fn by_magic(bytes: &[u8]) -> Option<Code> {
    const ARCHIVES: &[&[u8]] =
        &[b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd"];
    if ARCHIVES.iter().any(|magic| bytes.starts_with(magic)) || bytes.get(257..262) == Some(b"ustar") {
        return Some(Code::Archive);
    }
    (bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff")).then_some(Code::NotUtf8)
}

fn by_xml(text: &str) -> Code {
    let head = text.char_indices().nth(4096).map_or(text, |(end, _)| &text[..end]);
    if head.contains("http://hl7.org/fhir") {
        Code::FhirXml
    } else if head.contains("ClinicalDocument") {
        Code::ClinicalDocument
    } else {
        Code::UnknownFormat
    }
}

fn by_first_line(text: &str) -> Result<Format, ImportError> {
    let line = text.lines().next().unwrap_or_default();
    if ["MSH|", "FHS|", "BHS|"].iter().any(|segment| line.starts_with(segment)) {
        return Err(ImportError::new(Code::Hl7V2));
    }
    if line.trim_end().eq_ignore_ascii_case("BEGIN:VCALENDAR") {
        return Err(ImportError::new(Code::ICalendar));
    }
    let columns: Vec<&str> = line.split(',').map(|it| it.trim().trim_matches('"')).collect();
    if columns.len() < 3 {
        return Err(ImportError::new(Code::UnknownFormat));
    }
    let has = |names: &[&str]| names.iter().all(|name| columns.contains(name));
    if has(&["Id", "BIRTHDATE", "FIRST", "LAST", "GENDER"]) {
        Ok(Format::SyntheaPatients)
    } else if has(&["Id", "START", "STOP", "PATIENT", "ENCOUNTERCLASS"]) {
        Ok(Format::SyntheaEncounters)
    } else if has(&["Id", "ORGANIZATION", "NAME", "SPECIALITY"]) {
        Ok(Format::SyntheaProviders)
    } else if has(&["Id", "NAME", "ADDRESS", "AMOUNT_COVERED"]) {
        Ok(Format::SyntheaPayers)
    } else if has(&["Id", "NAME", "ADDRESS", "CITY", "UTILIZATION"]) {
        Ok(Format::SyntheaOrganizations)
    } else if has(&["PATIENT", "ENCOUNTER"])
        || has(&["PATIENT", "PAYER"])
        || has(&["PATIENTID", "PROVIDERID"])
    {
        Ok(Format::SyntheaOther)
    } else {
        Err(ImportError::new(Code::UnknownCsv).with("columns", columns.len()))
    }
}

/// One value a line: the name says so, or the first line is a whole value and something follows it.
fn is_ndjson(name: &str, text: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    if name.ends_with(".ndjson") || name.ends_with(".jsonl") {
        return true;
    }
    text.trim_start().split_once('\n').is_some_and(|(first, rest)| {
        !rest.trim_start().is_empty() && serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, bytes: &[u8]) -> Result<Format, Code> {
        detect(name, bytes).map(|it| it.0).map_err(|it| it.code)
    }

    #[test]
    fn formats_are_told_by_their_content() {
        assert_eq!(of("a.json", b"\xef\xbb\xbf {\"resourceType\":\"Patient\"}"), Ok(Format::FhirJson));
        assert_eq!(of("a.json", b"{\"a\":1}\n{\"a\":2}\n"), Ok(Format::FhirNdjson));
        assert_eq!(of("a.json", b"{\n\"a\":1}\n"), Ok(Format::FhirJson));
        assert_eq!(of("A.NDJSON.gz", b"{\"a\":1}"), Ok(Format::FhirNdjson));
        assert_eq!(of("a.csv", b"Id,BIRTHDATE,FIRST,LAST,GENDER\r\n"), Ok(Format::SyntheaPatients));
        assert_eq!(of("a.csv", b"START,STOP,PATIENT,ENCOUNTER,CODE\n"), Ok(Format::SyntheaOther));
    }

    #[test]
    fn everything_else_is_refused_by_name() {
        for (bytes, code) in [
            (&b""[..], Code::Empty),
            (b" \n ", Code::Empty),
            (b"[1]", Code::NotFhir),
            (b"PK\x03\x04rest", Code::Archive),
            (b"\xff\xfe{\0", Code::NotUtf8),
            (b"\xc3(", Code::NotUtf8),
            (b"MSH|^~\\&|A", Code::Hl7V2),
            (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", Code::ICalendar),
            (b"<Patient xmlns=\"http://hl7.org/fhir\"/>", Code::FhirXml),
            (b"<ClinicalDocument/>", Code::ClinicalDocument),
            (b"name,phone,age\nx,y,z", Code::UnknownCsv),
            (b"hello", Code::UnknownFormat),
        ] {
            assert_eq!(of("file", bytes), Err(code), "{}", String::from_utf8_lossy(bytes));
        }
    }
}
