//! How a table is laid out: what parts its cells, and where its columns are named.

use super::{header::best_of_header, values::Shape};
use clinic_domain::code_enum;
use csv::{Reader, ReaderBuilder, StringRecord};

code_enum! {
    Delimiter { Comma = "comma", Semicolon = "semicolon", Tab = "tab", Pipe = "pipe" }
}

impl Delimiter {
    const fn byte(self) -> u8 {
        match self {
            Delimiter::Comma => b',',
            Delimiter::Semicolon => b';',
            Delimiter::Tab => b'\t',
            Delimiter::Pipe => b'|',
        }
    }
}

/// Rows that a delimiter is chosen by.
const LOOKED_AT: usize = 60;
/// Above the names of the columns stand a title and a date, no more.
const HEADER_AT_MOST: usize = 15;
/// The share of rows with the same number of cells that makes a table of a text.
const ALIKE: f64 = 0.8;

/// Where the cells of a text are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout {
    pub delimiter: Delimiter,
    /// The row that names the columns, from 1.
    pub header_row: Option<u32>,
    /// The columns' names, each once; "#3" is the third one without a name.
    pub names: Vec<String>,
}

/// The layout of a text, as far as `delimiter` and `header_row` (0 for none) do not say it; `None` for a text that
/// is no table.
pub(crate) fn sniff(text: &str, delimiter: Option<Delimiter>, header_row: Option<u32>) -> Option<Layout> {
    let (stated, body) = stated_delimiter(text);
    let only = delimiter.or(stated);
    let candidates = Delimiter::ALL.iter().filter(|it| only.is_none_or(|only| only == **it));
    let best = candidates
        .map(|it| Head::of(body, *it))
        .max_by(|a, b| a.score().total_cmp(&b.score()))
        .filter(|it| it.width > 1 || only.is_some())?;
    let known = best.named_row();
    let is_table = only.is_some() || known.is_some() || (best.rows.len() > 1 && best.share >= ALIKE);
    let header_row = match header_row {
        Some(0) => None,
        Some(row) => Some(row),
        None => known.or_else(|| best.row_of_words()),
    };
    is_table.then(|| best.layout(header_row))
}

/// The rows of a text, the header and what stands above it included.
pub(crate) fn rows(text: &str, delimiter: Delimiter) -> Reader<&[u8]> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(false).flexible(true).delimiter(delimiter.byte());
    builder.from_reader(body(text).as_bytes())
}

/// The text without what stands above the table for spreadsheets alone.
pub(crate) fn body(text: &str) -> &str {
    stated_delimiter(text).1
}

/// Cells up to the last that is not blank.
pub(crate) fn width(cells: &StringRecord) -> usize {
    let blank = cells.iter().rev().take_while(|it| it.trim().is_empty()).count();
    cells.len() - blank
}

/// Spreadsheets may write `sep=;` above everything.
fn stated_delimiter(text: &str) -> (Option<Delimiter>, &str) {
    let stated = text.strip_prefix("sep=").and_then(|rest| {
        let delimiter = Delimiter::ALL.iter().find(|it| rest.as_bytes().first() == Some(&it.byte()))?;
        let after = rest[1..].trim_start_matches('\r').strip_prefix('\n')?;
        Some((Some(*delimiter), after))
    });
    stated.unwrap_or((None, text))
}

/// The first rows under one delimiter.
struct Head {
    delimiter: Delimiter,
    rows: Vec<StringRecord>,
    /// The number of cells that most rows have.
    width: usize,
    /// The share of rows that have it.
    share: f64,
}

impl Head {
    fn of(text: &str, delimiter: Delimiter) -> Self {
        let rows: Vec<StringRecord> =
            rows(text, delimiter).into_records().map_while(Result::ok).take(LOOKED_AT).collect();
        let widths: Vec<usize> = rows.iter().map(StringRecord::len).collect();
        let count = |width: usize| widths.iter().filter(|it| **it == width).count();
        let width = widths.iter().copied().filter(|it| *it > 1).max_by_key(|it| (count(*it), *it));
        let width = width.unwrap_or(1);
        let share = count(width) as f64 / rows.len().max(1) as f64;
        Self { delimiter, rows, width, share }
    }

    /// High for many rows that are alike and wide.
    fn score(&self) -> f64 {
        self.share * (1.0 - 1.0 / self.width as f64)
    }

    /// The first row whose cells are names that columns have.
    fn named_row(&self) -> Option<u32> {
        let is_header = |cells: &StringRecord| {
            let named = cells.iter().filter(|it| best_of_header(it).is_some()).count();
            let enough = if width(cells) == 2 { 1 } else { 2 };
            named >= enough && is_words(cells)
        };
        position(self.rows.iter().take(HEADER_AT_MOST).position(is_header))
    }

    /// The first whole row, when it has words only where the rows below have values too.
    fn row_of_words(&self) -> Option<u32> {
        let at = self.rows.iter().take(HEADER_AT_MOST).position(|it| it.len() == self.width)?;
        let first = &self.rows[at];
        let below = self.rows.get(at + 1..).unwrap_or_default();
        let is_header = is_words(first) && width(first) > 1 && below.iter().any(|it| !is_words(it));
        position(Some(at).filter(|_| is_header))
    }

    fn layout(self, header_row: Option<u32>) -> Layout {
        let header = header_row.and_then(|row| self.rows.get(row as usize - 1));
        let columns = header.map_or(self.width, width).max(1);
        let mut names: Vec<String> = Vec::with_capacity(columns);
        for column in 0..columns {
            let cell = header.and_then(|it| it.get(column)).unwrap_or_default();
            let name = cell.split_whitespace().collect::<Vec<_>>().join(" ");
            let is_new = !name.is_empty() && !names.contains(&name);
            names.push(if is_new { name } else { format!("{name} #{}", column + 1).trim_start().to_owned() });
        }
        Layout { delimiter: self.delimiter, header_row, names }
    }
}

/// Nothing that only a row of data has: a date, a number, an e-mail address.
fn is_words(cells: &StringRecord) -> bool {
    cells.iter().all(|it| !Shape::of(it).is_data())
}

fn position(at: Option<usize>) -> Option<u32> {
    at.and_then(|it| u32::try_from(it + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<(Delimiter, Option<u32>, Vec<String>)> {
        sniff(text, None, None).map(|it| (it.delimiter, it.header_row, it.names))
    }

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|it| (*it).to_owned()).collect()
    }

    #[test]
    fn the_delimiter_is_what_rows_have_alike() {
        let people = names(&["Name", "DOB"]);
        for (text, delimiter) in [
            ("Name,DOB\n\"Ruiz, Ana\",1980-01-02\n", Delimiter::Comma),
            ("Name;DOB\nRuiz, Ana;1980-01-02\nCosta, Eva;1980-01-02\n", Delimiter::Semicolon),
            ("Name\tDOB\nRuiz, Ana\t1980-01-02\n", Delimiter::Tab),
            ("Name|DOB\nRuiz, Ana|1980-01-02\n", Delimiter::Pipe),
            ("sep=;\r\nName;DOB\nRuiz, Ana;1980-01-02\n", Delimiter::Semicolon),
        ] {
            assert_eq!(of(text), Some((delimiter, Some(1), people.clone())), "{text}");
        }
    }

    #[test]
    fn quoted_lines_are_one_cell() {
        let text = "Name,Note,DOB\nAna,\"first;\nsecond; third\n\",1980-01-02\n";
        assert_eq!(of(text).unwrap().0, Delimiter::Comma);
        assert_eq!(rows(text, Delimiter::Comma).records().count(), 2);
    }

    #[test]
    fn the_names_may_stand_below_a_title_or_nowhere() {
        let (_, header, columns) =
            of("Patient list\n\nElm Street Clinic,,\nLast name,First name,DOB\nRuiz,Ana,1980-01-02\n")
                .unwrap();
        assert_eq!((header, columns), (Some(3), names(&["Last name", "First name", "DOB"])));
        let (_, header, columns) = of("Ruiz,Ana,1980-01-02\nCosta,Eva,1981-01-02\n").unwrap();
        assert_eq!((header, columns), (None, names(&["#1", "#2", "#3"])));
        let (_, header, _) = of("alpha,beta\nRuiz,1980-01-02\n").unwrap();
        assert_eq!(header, Some(1));
    }

    #[test]
    fn a_name_stands_for_one_column() {
        let (_, _, columns) = of("Name,Phone,,Phone,DOB,,\nAna,1,2,3,1980-01-02,,\n").unwrap();
        assert_eq!(columns, names(&["Name", "Phone", "#3", "Phone #4", "DOB"]));
    }

    #[test]
    fn texts_are_no_tables() {
        for text in
            ["hello", "Dear clinic,", "Dear clinic,\nplease book, if you can, a time.\nYours,\nAna", ""]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_said_holds() {
        let layout = sniff("a;b,c\n1;2,3\n", Some(Delimiter::Comma), Some(0)).unwrap();
        assert_eq!((layout.delimiter, layout.header_row), (Delimiter::Comma, None));
        assert_eq!(layout.names, ["#1", "#2"]);
        let layout = sniff("title\na;b\n1;2\n", Some(Delimiter::Semicolon), Some(2)).unwrap();
        assert_eq!(layout.names, ["a", "b"]);
    }
}
