//! A table for a spreadsheet (RFC 4180): UTF-8 with a byte order mark, because Excel takes a file without one for the
//! system's old encoding.
//!
//! Invariant: no text is computed by who opens the file. OWASP's page on CSV injection names what begins a formula, and
//! that a cell may begin where a program takes another separator than the file's: a guard stands before each of these.

use super::{Body, Cell, Review, Table};

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
const MARK: char = '\u{feff}';

impl Dialect {
    /// By country (ISO 3166-1 alpha-2), as CLDR has the decimal mark of the languages that are spoken there: the point in
    /// English, and in the Spanish of the countries named here.
    #[must_use]
    pub fn of(country: &str) -> Dialect {
        const POINT: &[&str] = &[
            "AU", "CA", "DO", "GB", "GT", "HN", "IE", "IN", "MX", "NI", "NZ", "PA", "PE", "PH", "PR", "SV",
            "US",
        ];
        if POINT.contains(&country.to_uppercase().as_str()) { Dialect::Point } else { Dialect::Comma }
    }

    const fn separator(self) -> char {
        match self {
            Dialect::Point => ',',
            Dialect::Comma => ';',
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

/// With units in the first row, and the total last. Text is quoted whether it has to be or not, so that a program with another
/// separator splits less of it; numbers never are, so that they stay numbers.
#[must_use]
pub fn write(table: &Table, dialect: Dialect) -> Vec<u8> {
    let mut file = String::from(MARK);
    let names = table.columns.iter().map(|it| quoted(&it.title().replace('\n', " ")));
    line(&mut file, names, dialect);
    for row in table.rows.iter().chain(&table.total) {
        let of = |at| row.get(at).map_or_else(String::new, |it| cell(it, dialect));
        line(&mut file, (0..table.columns.len()).map(of), dialect);
    }
    file.into_bytes()
}

fn line(file: &mut String, cells: impl Iterator<Item = String>, dialect: Dialect) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            file.push(dialect.separator());
        }
        file.push_str(&cell);
    }
    file.push_str("\r\n");
}

fn cell(cell: &Cell, dialect: Dialect) -> String {
    match (cell.value(), dialect) {
        (Some(value), Dialect::Point) => value.to_string(),
        (Some(value), Dialect::Comma) => value.to_string().replace('.', ","),
        (None, _) => quoted(cell.text()),
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", guarded(text).replace('"', "\"\""))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::{Align, Column, Number};
    use proptest::prelude::*;

    fn table(name: &str, cells: Vec<Cell>) -> Table {
        let column = Column { name: name.to_owned(), unit: "%".to_owned(), align: Align::Left };
        Table { columns: vec![column], rows: cells.into_iter().map(|it| vec![it]).collect(), total: None }
    }

    fn number(value: f64) -> Cell {
        Cell::Number(Number { value, text: "words".to_owned() })
    }

    fn read(bytes: &[u8], dialect: Dialect) -> Vec<String> {
        let bytes = bytes.strip_prefix(MARK.to_string().as_bytes()).expect("a byte order mark");
        let reader = ::csv::ReaderBuilder::new()
            .delimiter(u8::try_from(dialect.separator()).unwrap())
            .has_headers(false)
            .from_reader(bytes)
            .into_records();
        reader.map(|it| it.unwrap().get(0).unwrap().to_owned()).collect()
    }

    #[test]
    fn numbers_stay_numbers_and_texts_are_never_computed() {
        let cells = vec![
            number(-3.5),
            number(1_250_000.0),
            number(f64::NAN),
            Cell::Text("-3.5".to_owned()),
            Cell::Text("a \"b\"".to_owned()),
        ];
        let table = table("=Rate", cells);
        let text = |dialect| String::from_utf8(write(&table, dialect)).unwrap();
        assert_eq!(
            text(Dialect::Point),
            "\u{feff}\"'=Rate (%)\"\r\n-3.5\r\n1250000\r\n\"words\"\r\n\"'-3.5\"\r\n\"a \"\"b\"\"\"\r\n"
        );
        assert!(text(Dialect::Comma).contains("\r\n-3,5\r\n"));
    }

    #[test]
    fn each_beginning_of_a_formula_is_guarded_also_behind_what_a_program_trims_or_splits_at() {
        for it in
            ["=1", "+1", "-1", "@A1", "\t=1", "\r=1", " =1", "\"=1", "'=1", "\u{feff}=1", "\u{a0}@x", "＝1"]
        {
            assert_eq!(guarded(it).chars().next(), Some(GUARD), "{it:?}");
        }
        assert_eq!(guarded("a;=1+1;b"), "a;'=1+1;b");
        for it in ["", "Ruiz, Ana", "a-b = c", "O’Brien", "2026-11-27", "one\r\ntwo\n\nthree"] {
            assert_eq!(guarded(it), it);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back_with_nothing_but_guards_and_no_cell_begins_a_formula(
            texts in prop::collection::vec("([-=+@'\" ,;|\t\r\n]|\\PC|[a-c])*", 1..6),
            is_comma: bool,
        ) {
            let dialect = if is_comma { Dialect::Comma } else { Dialect::Point };
            let cells = texts.iter().map(|it| Cell::Text(it.clone())).collect();
            let back = read(&write(&table("x", cells), dialect), dialect);
            prop_assert_eq!(back.len(), texts.len() + 1);
            for (text, back) in texts.iter().zip(&back[1..]) {
                let mut left = text.chars().peekable();
                for it in back.chars() {
                    if left.next_if_eq(&it).is_none() {
                        prop_assert_eq!(it, GUARD);
                    }
                }
                prop_assert_eq!(left.next(), None);
                for piece in back.split([',', ';', '|', '\t', '\r', '\n']) {
                    let begins = piece.trim_start_matches([' ', '"']).chars().next();
                    prop_assert!(!matches!(begins, Some('=' | '+' | '-' | '@')), "{:?}", back);
                }
                prop_assert!(!back.starts_with(['\t', '\r', '\n']));
            }
        }
    }
}
