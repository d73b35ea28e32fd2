//! Synthea's CSV tables: one row, one record. Every id is the value of the identifier that Synthea's FHIR bundles
//! carry too, so that a patient who came as a row is recognised in a bundle.

use crate::{
    Format, ImportError, ImportErrorCode as Code,
    batch::Sink,
    record::{
        Body, Keys, Moment, Organization, Origin, PatientRecord, Provider, Record, Reference, Stated, Target,
        Visit,
    },
    report::{Reason, RecordName},
    when, words,
};
use clinic_domain::{
    appointment::AppointmentStatus,
    id::PatientId,
    organization::Address,
    patient::{Patient, PersonalAddress, Sex},
    personal::Personal,
};
use csv::{ReaderBuilder, StringRecord};

/// The identifier system of everything that Synthea makes.
pub(crate) const SYSTEM: &str = "https://github.com/synthetichealth/synthea";

/// One table, its resource type in the report, and what a row is.
type RowReader = fn(&Row<'_>) -> Result<Body, Reason>;

pub(crate) fn read(format: Format, name: &str, text: &str, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let mut table = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let columns = table.headers().map_err(|_| ImportError::new(Code::BrokenCsv).with("line", 1))?.clone();
    let (resource_type, reader): (&'static str, RowReader) = match format {
        Format::SyntheaPatients => ("Patient", patient),
        Format::SyntheaProviders => ("Practitioner", provider),
        Format::SyntheaOrganizations => ("Organization", organization),
        Format::SyntheaPayers => ("Payer", payer),
        Format::SyntheaEncounters => ("Encounter", encounter),
        _ => return count_only(name, table, sink),
    };
    let mut cells = StringRecord::new();
    loop {
        match table.read_record(&mut cells) {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(_) => return Err(ImportError::new(Code::BrokenCsv).with("row", sink.next_index())),
        }
        let row = Row { columns: &columns, cells: &cells };
        let id = row.get("Id");
        let origin = Origin { file: sink.file, index: sink.next_index(), resource_type, id: Some(id.into()) };
        if cells.len() < columns.len() || id.is_empty() {
            sink.refuse(RecordName::from(&origin), Reason::Malformed)?;
            continue;
        }
        match reader(&row) {
            Err(reason) => sink.refuse(RecordName::from(&origin), reason)?,
            Ok(body) => {
                let keys = Keys { identifiers: vec![key(id)], addresses: Vec::new() };
                sink.take(Record { origin, keys, body, warnings: Vec::new() })?;
            }
        }
    }
}

/// A clinical table: its rows count under the table's name.
fn count_only(name: &str, mut table: csv::Reader<&[u8]>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name).split('.').next().unwrap_or(name);
    let mut cells = csv::ByteRecord::new();
    while table.read_byte_record(&mut cells).unwrap_or(false) {
        sink.pass_over(stem)?;
    }
    Ok(())
}

/// A row, read by column name: Synthea has added and moved columns over the years.
struct Row<'a> {
    columns: &'a StringRecord,
    cells: &'a StringRecord,
}

impl<'a> Row<'a> {
    /// The cell, or "" where the table has no such column.
    fn get(&self, name: &str) -> &'a str {
        let column = self.columns.iter().position(|it| it == name);
        column.and_then(|it| self.cells.get(it)).unwrap_or("").trim()
    }

    fn reference(&self, name: &str, target: Target) -> Option<Reference> {
        let id = self.get(name);
        (!id.is_empty()).then(|| Reference { target, key: Some(key(id)), display: Personal::default() })
    }

    fn address(&self, region: &str) -> Address {
        Address {
            lines: Some(self.get("ADDRESS"))
                .filter(|it| !it.is_empty())
                .map(str::to_owned)
                .into_iter()
                .collect(),
            city: self.get("CITY").to_owned(),
            region: self.get(region).to_owned(),
            postal_code: self.get("ZIP").to_owned(),
            country: "US".to_owned(),
        }
    }
}

fn key(id: &str) -> String {
    format!("{SYSTEM}|{id}")
}

fn patient(row: &Row<'_>) -> Result<Body, Reason> {
    let given = [row.get("FIRST"), row.get("MIDDLE")].join(" ").trim().to_owned();
    if row.get("LAST").is_empty() && given.is_empty() {
        return Err(Reason::NameMissing);
    }
    let details = Patient {
        family_name: row.get("LAST").into(),
        given_names: given.into(),
        birth_date: when::day(row.get("BIRTHDATE")),
        sex: match row.get("GENDER") {
            "F" => Sex::Female,
            "M" => Sex::Male,
            _ => Sex::Unknown,
        },
        address: PersonalAddress(row.address("STATE")),
        is_deceased: !row.get("DEATHDATE").is_empty(),
        source: Some(key(row.get("Id"))),
        ..Patient::new(PatientId::from_bytes([0; 16]))
    };
    Ok(Body::Patient(Box::new(PatientRecord { details, own_provider: None })))
}

fn provider(row: &Row<'_>) -> Result<Body, Reason> {
    let name = row.get("NAME");
    if name.is_empty() {
        return Err(Reason::NameMissing);
    }
    Ok(Body::Provider(Provider {
        name: name.to_owned(),
        initials: words::initials(name),
        specialty: row.get("SPECIALITY").to_owned(),
        identifier: String::new(),
        is_active: true,
        organization: row.reference("ORGANIZATION", Target::Organization),
    }))
}

fn organization(row: &Row<'_>) -> Result<Body, Reason> {
    organization_row(row, row.address("STATE"), false)
}

fn payer(row: &Row<'_>) -> Result<Body, Reason> {
    organization_row(row, row.address("STATE_HEADQUARTERED"), true)
}

fn organization_row(row: &Row<'_>, address: Address, is_payer: bool) -> Result<Body, Reason> {
    let name = row.get("NAME").to_owned();
    if name.is_empty() {
        return Err(Reason::NameMissing);
    }
    let phone = row.get("PHONE").to_owned();
    Ok(Body::Organization(Organization { name, phone, address, is_payer, is_active: true, part_of: None }))
}

/// Synthea writes only what has happened.
fn encounter(row: &Row<'_>) -> Result<Body, Reason> {
    let at = |name| match row.get(name) {
        "" => Ok(None),
        text => when::minute(text).map(|it| Some(Moment::At(it))),
    };
    let participants = [
        ("PATIENT", Target::Patient),
        ("PROVIDER", Target::Provider),
        ("ORGANIZATION", Target::Organization),
    ];
    Ok(Body::Visit(Box::new(Visit {
        is_encounter: true,
        status: AppointmentStatus::Fulfilled,
        cancel_reason: None,
        participants: participants
            .into_iter()
            .filter_map(|(name, target)| row.reference(name, target))
            .collect(),
        start: at("START")?,
        end: at("STOP")?,
        minutes: None,
        label: words::type_label(
            format!("http://snomed.info/sct|{}", row.get("CODE")),
            row.get("DESCRIPTION"),
        ),
        note: Personal::default(),
        slots: Vec::new(),
        appointment: None,
        payer: row.reference("PAYER", Target::Organization),
        inline: None,
        stated: Stated::default(),
    })))
}
