//! Why a record or a file was not taken, in English.

use desk_app::import::{ImportError, ImportErrorCode, Reason, Warning};

pub fn import_reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Malformed => "It does not have the shape of its type.",
        Reason::NoResource => "The entry holds no record.",
        Reason::NestedTooDeep => "It is nested deeper than any real record.",
        Reason::NoIdentity => "It has no identifier, so a second import could not recognise it.",
        Reason::NameMissing => "It has no name.",
        Reason::RepeatedDifferently => {
            "Another record in these files has the same identifier and says something else; that one was taken."
        }
        Reason::IdentityConflict => "This identifier belongs to somebody else here.",
        Reason::ChangedHere => "Somebody here has worked on it since it was imported.",
        Reason::EnteredInError => "Its own system marks it as entered in error.",
        Reason::StatusUnknown => "Its status is not one of the standard's.",
        Reason::NotAPlaceToBook => "It is not a place where visits are booked.",
        Reason::ZoneMissing => "The file names no time zone for it. Choose one above and look again.",
        Reason::LocationMissing => "Nothing says at which location it is.",
        Reason::StartMissing => "It has no start.",
        Reason::DateOnly => "It has a date but no time.",
        Reason::OffsetMissing => "Its time has no offset from UTC, so it could be any of several times.",
        Reason::DateInvalid => "Its date or time does not exist.",
        Reason::DateOutOfRange => "Its date is too far from today to be real.",
        Reason::EndBeforeStart => "It ends before it starts.",
        Reason::LengthMissing => "It has neither an end nor a length.",
        Reason::LongerThanAVisit => "It is a stay, longer than any visit.",
        Reason::PatientMissing => "It names no patient.",
        Reason::PatientUnresolved => "Its patient is neither in these files nor here.",
        Reason::ProviderMissing => "It names no provider.",
        Reason::ProviderUnresolved => "Its provider is neither in these files nor here.",
        Reason::PatientAmbiguous => "Several people could be its patient; nobody is guessed.",
        Reason::NameAmbiguous => "Several providers or rooms here go by the name that it gives.",
        Reason::LocationUnresolved => "It names a location that this clinic does not have.",
        Reason::CellsDiffer => "It has more or fewer cells than the table has columns.",
        Reason::Undecodable => "It has letters that the chosen encoding does not have.",
        Reason::TooLong => "One of its cells is longer than the desk takes.",
        Reason::Formula => "One of its cells is a spreadsheet's formula, not a value.",
        Reason::ScheduleUnresolved => "Its schedule is neither in these files nor here.",
    }
}

pub fn table_row(row: u32, id: Option<&str>) -> String {
    match id {
        Some(id) => format!("row {row} ({id})"),
        None => format!("row {row}"),
    }
}

pub fn import_error(error: &ImportError) -> String {
    use ImportErrorCode as C;
    let sentence = match error.code {
        C::Empty => "The file is empty.",
        C::TooLarge => "The file is too large. Split it and import the parts one after the other.",
        C::UnpacksTooLarge => {
            "Unpacked, the file is too large. Split it and import the parts one after the other."
        }
        C::DamagedGzip => "The compressed file is damaged or cut off. Get it once more.",
        C::Archive => "The file is an archive. Unpack it and choose the files in it.",
        C::NotUtf8 => "The text of the file is not UTF-8. Export it as UTF-8.",
        C::TooManyRecords => {
            "The files hold more records than one import takes. Import them in several steps."
        }
        C::BrokenJson => "The file is no valid JSON: it may be cut off.",
        C::NotFhir => "The file is JSON, but no FHIR resource.",
        C::FhirDstu2 => "The file is in FHIR DSTU2. Export it as FHIR R4.",
        C::FhirR5 => "The file is in FHIR R5. Export it as FHIR R4.",
        C::FhirXml => "The file is FHIR in XML. Export it as JSON.",
        C::ClinicalDocument => "The file is a clinical document (CDA). Export the records as FHIR R4.",
        C::Hl7V2 => "The file holds HL7 version 2 messages. Export the records as FHIR R4.",
        C::ICalendar => "The file is a calendar (iCalendar). Export the visits as FHIR R4.",
        C::BrokenCsv => {
            "The table is broken: a quotation mark is not closed, or a row does not fit its header."
        }
        C::Workbook => "The file is a spreadsheet program's own. Save it there as CSV and choose that file.",
        C::NoRows => "The table names its columns and has no row below them.",
        C::MappingNeeded => "The table does not tell everything by itself. Say what its columns are.",
        C::UnknownColumn => "A column is named that the table does not have.",
        C::UnknownFormat => "The format of the file is not known.",
    };
    let place = error.facts.iter().filter_map(|(name, value)| {
        let name = match *name {
            "line" => "line",
            "column" => "column",
            "row" => "row",
            _ => return None,
        };
        Some(format!("{name} {value}"))
    });
    match place.collect::<Vec<_>>().join(", ") {
        place if place.is_empty() => sentence.to_owned(),
        place => format!("{sentence} ({place})"),
    }
}

pub fn import_warning(warning: Warning) -> &'static str {
    match warning {
        Warning::LocationAssumed => "Nothing says where it is: it was put at the first location.",
        Warning::MoreLocations => "It works at several locations: the first was taken.",
        Warning::ProviderByReference => {
            "Its provider or room is known by name only, and was added under that name."
        }
        Warning::ProviderUnknown => "A past visit without a provider.",
        Warning::OutcomeAssumed => "A past visit that was left open: it counts as held.",
        Warning::BirthDatePartial => "The day of its birth date is missing: it was left out.",
        Warning::OwnProviderUnresolved => "The patient's own provider is not known here: it was left out.",
        Warning::PayerUnresolved => "Its payer is not known: the payer's name was left out.",
        Warning::CaregiverUnresolved => "Who asked for it is not known: the patient stands for them.",
        Warning::LanguageUnknown => "The language that it names is not known: it was left out.",
        Warning::SecondCoverage => "Another coverage of the patient comes first: this one was left out.",
        Warning::Overbooked => "It is at the time of another visit: it stands beside it as an overbook.",
    }
}
