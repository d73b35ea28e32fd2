//! A table for a spreadsheet (RFC 4180): UTF-8 with a byte order mark, because Excel takes a file without one for the
//! system's old encoding.
//!
//! Invariant: no text is computed by who opens the file. OWASP's page on CSV injection names what begins a formula, and
//! that a cell may begin where a program takes another separator than the file's: a guard stands before each of these.

use super::{Body, Cell, Review, Table};
use ::csv::{QuoteStyle, Terminator, WriterBuilder};

/// How the spreadsheets of a country write numbers, which decides what separates their cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// 87.5, and cells apart by commas.
    Point,
    /// 87,5, and cells apart by semicolons.
    Comma,
}

/// The table of one section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Which section of the review, from 0.
    pub section: usize,
    pub heading: String,
    pub bytes: Vec<u8>,
}

const GUARD: char = '\'';
const MARK: &[u8] = "\u{feff}".as_bytes();

impl Dialect {
    /// By country (ISO 3166-1 alpha-2), as CLDR has the decimal mark of the languages that are spoken there: the point in
    /// English, and in the Spanish of the countries named here.
    #[must_use]
    pub fn of(country: &str) -> Dialect {
        const POINT: &[&str] = &[
            "AU", "CA", "DO", "GB", "GT", "HN", "IE", "IN", "MX", "NI", "NZ", "PA", "PE", "PH", "PR", "SV", "US",
        ];
        if POINT.contains(&country.to_uppercase().as_str()) { Dialect::Point } else { Dialect::Comma }
    }

    const fn separator(self) -> u8 {
        match self {
            Dialect::Point => b',',
            Dialect::Comma => b';',
        }
    }
}

/// One for each section that has numbers, in the review's order.
#[must_use]
pub fn files(review: &Review, dialect: Dialect) -> Vec<File> {
    let of = |(section, body, heading): (usize, &Body, &String)| {
        let bytes = write(&body.table()?, dialect);
        Some(File { section, heading: heading.clone(), bytes })
    };
    review.sections.iter().enumerate().filter_map(|(at, it)| of((at, &it.body, &it.heading))).collect()
}

/// With units in the first row, and the total last.
#[must_use]
pub fn write(table: &Table, dialect: Dialect) -> Vec<u8> {
    // Text is quoted whether it has to be or not: a program with another separator then splits less of it.
    let mut csv = WriterBuilder::new()
        .delimiter(dialect.separator())
        .terminator(Terminator::CRLF)
        .quote_style(QuoteStyle::NonNumeric)
        .from_writer(MARK.to_vec());
    // A writer into memory takes every record that is as long as the first.
    let _ = csv.write_record(table.columns.iter().map(|it| guarded(&it.title())));
    for row in table.rows.iter().chain(&table.total) {
        let cells = (0..table.columns.len()).map(|at| row.get(at).map_or_else(String::new, |it| cell(it, dialect)));
        let _ = csv.write_record(cells);
    }
    csv.into_inner().unwrap_or_default()
}

fn cell(cell: &Cell, dialect: Dialect) -> String {
    match (cell.value(), dialect) {
        (Some(value), Dialect::Point) => value.to_string(),
        (Some(value), Dialect::Comma) => value.to_string().replace('.', ","),
        (None, _) => guarded(cell.text()),
    }
}

/// With the guard before each piece that a spreadsheet could take for a formula.
fn guarded(text: &str) -> String {
    let pieces = text.split_inclusive([',', ';', '|', '\t', '\r', '\n']).enumerate();
    let guarded = |(at, it): (usize, &str)| {
        if is_formula(it, at == 0) { format!("{GUARD}{it}") } else { it.to_owned() }
    };
    pieces.map(guarded).collect()
}

/// As the piece begins once a program has trimmed it of spaces, quotes and what nobody sees.
fn is_formula(piece: &str, is_first: bool) -> bool {
    const UNSEEN: &[char] = &[' ', '"', GUARD, '\0', '\u{a0}', '\u{200b}', '\u{2060}', '\u{feff}'];
    match piece.trim_start_matches(UNSEEN).chars().next() {
        Some('\t' | '\r' | '\n') => is_first,
        // The wide forms are what a keyboard for Japanese types, and there they compute as well.
        begins => matches!(begins, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')),
    }
}
