//! A table of people says the same whatever its delimiter, encoding, order of columns, names of columns and order of
//! dates: what is written is what is read, with the mapping that is guessed.
#![allow(clippy::unwrap_used, reason = "it is all tests")]

mod desk;

use chrono::NaiveDate;
use clinic_domain::{
    id::PatientId,
    organization::Address,
    patient::{Patient, PersonalAddress, Phone, PhoneKind, Sex},
};
use clinic_interop::{
    Batch, Limits, look,
    record::Body,
    table::{Choices, DateOrder, Delimiter, TableGapCode, TextEncoding},
};
use desk::TODAY;
use encoding_rs::{MACINTOSH, WINDOWS_1252};
use proptest::prelude::*;

const FAMILY: [&str; 10] = [
    "García López",
    "Muñoz",
    "O'Brien",
    "Smith",
    "De la Cruz",
    "Peña Núñez",
    "Müller",
    "Ibáñez-Vega",
    "van Dijk",
    "Lee",
];
const GIVEN: [&str; 8] = ["Ana María", "José", "Begoña", "Tomás", "Inés", "Mary Ann", "Iker", "Li"];
const CITIES: [&str; 5] = ["Logroño", "Dover", "Cádiz", "St. Mary's", ""];

#[derive(Clone, Debug)]
struct Person {
    family: &'static str,
    given: &'static str,
    born: NaiveDate,
    sex: Sex,
    phone: Option<u32>,
    has_email: bool,
    city: &'static str,
    note: String,
}

fn people() -> impl Strategy<Value = Vec<Person>> {
    let names = (prop::sample::select(&FAMILY[..]), prop::sample::select(&GIVEN[..]));
    let born = (1920..2025i32, 1..=365u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap());
    let sex = prop::sample::select(&[Sex::Female, Sex::Male][..]);
    let contact =
        (prop::option::of(1_000_000..9_999_999u32), any::<bool>(), prop::sample::select(&CITIES[..]));
    let note = "[a-z,;|\t\"\n' ]{0,30}".prop_map(|it| it.trim().to_owned());
    let person = (names, born, sex, contact, note).prop_map(
        |((family, given), born, sex, (phone, has_email, city), note)| Person {
            family,
            given,
            born,
            sex,
            phone,
            has_email,
            city,
            note,
        },
    );
    prop::collection::vec(person, 1..25)
}

/// How the old system writes.
#[derive(Clone, Debug)]
struct Style {
    delimiter: Delimiter,
    encoding: TextEncoding,
    has_mark: bool,
    is_spanish: bool,
    date: usize,
    has_short_sexes: bool,
    /// The columns, in some order; the last is none of the desk's.
    order: Vec<usize>,
    crlf: bool,
    has_quotes: bool,
}

fn styles() -> impl Strategy<Value = Style> {
    let order = Just((0..NAMES.len()).collect::<Vec<_>>()).prop_shuffle();
    let text =
        (prop::sample::select(Delimiter::ALL), prop::sample::select(TextEncoding::ALL), any::<[bool; 5]>());
    (text, 0..DATES.len(), order).prop_map(
        |((delimiter, encoding, [has_mark, is_spanish, has_short_sexes, crlf, has_quotes]), date, order)| {
            Style {
                delimiter,
                encoding,
                has_mark,
                is_spanish,
                date,
                has_short_sexes,
                order,
                crlf,
                has_quotes,
            }
        },
    )
}

/// A column's names in English and in Spanish.
const NAMES: [[&str; 2]; 10] = [
    ["MRN", "Nº Historia"],
    ["Last name", "Apellidos"],
    ["PatientFirstName", "Nombre"],
    ["Date of birth", "F. Nac."],
    ["Gender", "Sexo"],
    ["Cell phone", "Teléfono móvil"],
    ["E-mail", "Correo electrónico"],
    ["City", "Población"],
    ["Notes", "Observaciones"],
    ["Balance", "Saldo"],
];
const DATES: [&str; 6] = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%-d.%-m.%Y", "%d-%b-%Y", "%Y%m%d"];

fn cell(person: &Person, at: usize, column: usize, style: &Style) -> String {
    let is_female = person.sex == Sex::Female;
    match column {
        0 => number(at),
        1 => person.family.to_owned(),
        2 => person.given.to_owned(),
        3 => person.born.format(DATES[style.date]).to_string(),
        4 if style.has_short_sexes && style.is_spanish => if is_female { "M" } else { "H" }.to_owned(),
        4 if style.has_short_sexes => if is_female { "F" } else { "M" }.to_owned(),
        4 if style.is_spanish => if is_female { "Mujer" } else { "Hombre" }.to_owned(),
        4 => if is_female { "female" } else { "male" }.to_owned(),
        5 => person.phone.map_or_else(String::new, |it| format!("+34 6{it}")),
        6 => email(person, at),
        7 => person.city.to_owned(),
        8 => person.note.clone(),
        _ => format!("{at}.50"),
    }
}

fn number(at: usize) -> String {
    format!("H-{:05}", at + 1)
}

fn email(person: &Person, at: usize) -> String {
    if person.has_email { format!("p{at}@mail.example") } else { String::new() }
}

fn written(people: &[Person], style: &Style) -> Vec<u8> {
    let delimiter = match style.delimiter {
        Delimiter::Comma => b',',
        Delimiter::Semicolon => b';',
        Delimiter::Tab => b'\t',
        Delimiter::Pipe => b'|',
    };
    let mut table = csv::WriterBuilder::new()
        .delimiter(delimiter)
        .quote_style(if style.has_quotes { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary })
        .terminator(if style.crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
        .from_writer(Vec::new());
    table.write_record(style.order.iter().map(|it| NAMES[*it][usize::from(style.is_spanish)])).unwrap();
    for (at, person) in people.iter().enumerate() {
        table.write_record(style.order.iter().map(|it| cell(person, at, *it, style))).unwrap();
    }
    encoded(&String::from_utf8(table.into_inner().unwrap()).unwrap(), style)
}

fn encoded(text: &str, style: &Style) -> Vec<u8> {
    let mark = if style.has_mark { "\u{feff}" } else { "" };
    match style.encoding {
        TextEncoding::Utf8 => [mark.as_bytes(), text.as_bytes()].concat(),
        TextEncoding::Utf16Le => {
            format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        TextEncoding::Utf16Be => {
            format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect()
        }
        TextEncoding::Windows1252 => WINDOWS_1252.encode(text).0.into_owned(),
        TextEncoding::Macintosh => MACINTOSH.encode(text).0.into_owned(),
        TextEncoding::Ibm850 => text.chars().map(ibm850).collect(),
    }
}

/// The letters that stand in these tables.
fn ibm850(letter: char) -> u8 {
    const LETTERS: [(char, u8); 8] = [
        ('á', 0xa0),
        ('é', 0x82),
        ('í', 0xa1),
        ('ó', 0xa2),
        ('ú', 0xa3),
        ('ñ', 0xa4),
        ('ü', 0x81),
        ('º', 0xa7),
    ];
    let coded = LETTERS.iter().find(|(it, _)| *it == letter);
    coded.map_or_else(|| u8::try_from(letter).unwrap(), |it| it.1)
}

/// The people as the desk has them, whatever the file looked like.
fn wanted(people: &[Person]) -> Vec<Patient> {
    let patient = |(at, it): (usize, &Person)| Patient {
        family_name: it.family.into(),
        given_names: it.given.into(),
        birth_date: Some(it.born),
        sex: it.sex,
        phones: it
            .phone
            .map(|number| Phone { number: format!("+34 6{number}").into(), kind: PhoneKind::Mobile })
            .into_iter()
            .collect(),
        email: email(it, at).into(),
        address: PersonalAddress(Address { city: it.city.to_owned(), ..Address::default() }),
        alert: it.note.as_str().into(),
        source: Some(format!("table/patient|{}", number(at))),
        ..Patient::new(PatientId::from_bytes([0; 16]))
    };
    people.iter().enumerate().map(patient).collect()
}

/// What a person would answer to the only questions that such a table may leave open.
fn answers(gaps: &[TableGapCode], style: &Style) -> Choices {
    let mut choices = Choices::default();
    for gap in gaps {
        match gap {
            TableGapCode::DateOrder if style.date == 2 => choices.date_order = Some(DateOrder::MonthFirst),
            TableGapCode::DateOrder => choices.date_order = Some(DateOrder::DayFirst),
            TableGapCode::Sexes => {
                choices.sexes.insert("M".to_owned(), if style.is_spanish { Sex::Female } else { Sex::Male });
            }
            other => panic!("{other} is told by the table"),
        }
    }
    choices
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_what_is_read(mut people in people(), style in styles()) {
        // One byte a letter is told by its letters: somebody has some.
        people[0].family = "Peña Núñez";
        let bytes = written(&people, &style);
        let table = look("people.csv", &bytes, &Choices::default(), &Limits::default(), TODAY).unwrap().table.unwrap();
        prop_assert_eq!(table.mapping.delimiter, style.delimiter);
        prop_assert_eq!(table.mapping.encoding, style.encoding);
        let gaps: Vec<TableGapCode> = table.gaps.iter().map(|it| it.what).collect();
        let mut batch = Batch::new(Limits::default(), TODAY);
        batch.read_with("people.csv", &bytes, &answers(&gaps, &style), &mut |_| {}).unwrap();
        let read: Vec<&Patient> = batch.records().iter().map(|it| match &it.body {
            Body::Patient(it) => &it.details,
            other => panic!("{other:?}"),
        }).collect();
        let wanted = wanted(&people);
        prop_assert_eq!(read.len(), wanted.len());
        for (read, wanted) in read.into_iter().zip(&wanted) {
            // `Personal` does not print: say which person it is by the number.
            prop_assert!(read == wanted, "{:?}", wanted.source);
        }
    }
}
