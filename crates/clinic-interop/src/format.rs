//! Which format a file is in, by what is in it; the name only tells NDJSON from JSON.

use crate::{ImportError, ImportErrorCode as Code, table::TableSubject};
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
        /// Any other table whose rows are patients.
        PatientTable = "patient_table",
        AppointmentTable = "appointment_table",
    }
}

impl From<TableSubject> for Format {
    fn from(subject: TableSubject) -> Self {
        match subject {
            TableSubject::Patients => Format::PatientTable,
            TableSubject::Appointments => Format::AppointmentTable,
        }
    }
}

impl Format {
    /// Whether its rows are told by a mapping, not by the format.
    #[must_use]
    pub const fn is_any_table(self) -> bool {
        matches!(self, Format::PatientTable | Format::AppointmentTable)
    }
}

/// What a file's bytes (unpacked) are, as far as their start tells.
pub(crate) enum Detected<'a> {
    /// A format with its text, without a byte order mark.
    Known(Format, &'a str),
    /// Perhaps a table; otherwise the file is refused with this.
    MaybeTable(Code),
}

pub(crate) fn detect<'a>(name: &str, bytes: &'a [u8]) -> Result<Detected<'a>, ImportError> {
    let refuse = |code| Err(ImportError::new(code));
    if let Some(code) = by_magic(bytes) {
        return refuse(code);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Ok(Detected::MaybeTable(Code::NotUtf8));
    };
    let start = text.trim_start();
    match start.bytes().next() {
        None => refuse(Code::Empty),
        Some(b'{') => Ok(Detected::Known(
            if is_ndjson(name, text) { Format::FhirNdjson } else { Format::FhirJson },
            text,
        )),
        Some(b'[') => refuse(Code::NotFhir),
        Some(b'<') => refuse(by_xml(start)),
        Some(_) => by_first_line(start).map(|format| match format {
            Some(format) => Detected::Known(format, text),
            None => Detected::MaybeTable(Code::UnknownFormat),
        }),
    }
}

fn by_magic(bytes: &[u8]) -> Option<Code> {
    const ARCHIVES: &[&[u8]] =
        &[b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf", b"\xfd7zXZ", b"BZh", b"\x28\xb5\x2f\xfd"];
    // A compound file, or a zip with the parts of a workbook among its first.
    const WORKBOOKS: &[&[u8]] = &[b"[Content_Types].xml", b"xl/", b"opendocument.spreadsheet"];
    let head = &bytes[..bytes.len().min(2048)];
    let names = |part: &&[u8]| head.windows(part.len()).any(|it| it == *part);
    let is_zip = bytes.starts_with(b"PK\x03\x04");
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") || (is_zip && WORKBOOKS.iter().any(names)) {
        return Some(Code::Workbook);
    }
    let is_archive =
        ARCHIVES.iter().any(|magic| bytes.starts_with(magic)) || bytes.get(257..262) == Some(b"ustar");
    is_archive.then_some(Code::Archive)
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

fn by_first_line(text: &str) -> Result<Option<Format>, ImportError> {
    let line = text.lines().next().unwrap_or_default();
    if ["MSH|", "FHS|", "BHS|"].iter().any(|segment| line.starts_with(segment)) {
        return Err(ImportError::new(Code::Hl7V2));
    }
    if line.trim_end().eq_ignore_ascii_case("BEGIN:VCALENDAR") {
        return Err(ImportError::new(Code::ICalendar));
    }
    let columns: Vec<&str> = line.split(',').map(|it| it.trim().trim_matches('"')).collect();
    let has = |names: &[&str]| names.iter().all(|name| columns.contains(name));
    Ok(if has(&["Id", "BIRTHDATE", "FIRST", "LAST", "GENDER"]) {
        Some(Format::SyntheaPatients)
    } else if has(&["Id", "START", "STOP", "PATIENT", "ENCOUNTERCLASS"]) {
        Some(Format::SyntheaEncounters)
    } else if has(&["Id", "ORGANIZATION", "NAME", "SPECIALITY"]) {
        Some(Format::SyntheaProviders)
    } else if has(&["Id", "NAME", "ADDRESS", "AMOUNT_COVERED"]) {
        Some(Format::SyntheaPayers)
    } else if has(&["Id", "NAME", "ADDRESS", "CITY", "UTILIZATION"]) {
        Some(Format::SyntheaOrganizations)
    } else if has(&["PATIENT", "ENCOUNTER"])
        || has(&["PATIENT", "PAYER"])
        || has(&["PATIENTID", "PROVIDERID"])
    {
        Some(Format::SyntheaOther)
    } else {
        None
    })
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
        match detect(name, bytes).map_err(|it| it.code)? {
            Detected::Known(format, _) => Ok(format),
            Detected::MaybeTable(code) => Err(code),
        }
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
            (b"PK\x03\x04\x14\0\x06\0[Content_Types].xml", Code::Workbook),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Code::Workbook),
            (b"hello", Code::UnknownFormat),
        ] {
            assert_eq!(of("file", bytes), Err(code), "{}", String::from_utf8_lossy(bytes));
        }
    }
}
