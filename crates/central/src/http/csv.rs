//! Tables for a spreadsheet (RFC 4180). A cell never begins as a formula does: who opens the file runs nothing.

use super::route::Answer;
use super::schema::{Answered, Described};
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// With so many columns.
pub struct Csv<const COLUMNS: usize>(csv::Writer<Vec<u8>>);

impl<const COLUMNS: usize> Csv<COLUMNS> {
    #[must_use]
    pub fn new(header: [&str; COLUMNS]) -> Csv<COLUMNS> {
        let mut csv =
            Csv(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new()));
        csv.row(header.map(str::to_owned));
        csv
    }

    pub fn row(&mut self, cells: [String; COLUMNS]) {
        // A writer into memory takes every record that is as long as the header, and the compiler counts them.
        let _ = self.0.write_record(cells.map(plain));
    }
}

/// With an apostrophe before it where a spreadsheet would compute it.
fn plain(cell: String) -> String {
    match cell.trim_start_matches(' ').chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n') => format!("'{cell}"),
        _ => cell,
    }
}

impl<const COLUMNS: usize> Described for Csv<COLUMNS> {
    const ANSWERED: Answered =
        Answered { status: 200, media_type: "text/csv", schema: Some(|it| it.subschema_for::<String>()) };
}

impl<const COLUMNS: usize> Answer for Csv<COLUMNS> {
    fn into_response(self) -> Response {
        let headers =
            [(header::CONTENT_TYPE, "text/csv; charset=utf-8"), (header::CONTENT_DISPOSITION, "attachment")];
        (StatusCode::OK, headers, self.0.into_inner().unwrap_or_default()).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_as_a_formula_and_quotes_stand_where_they_have_to() {
        let mut csv = Csv::new(["name", "note"]);
        csv.row(["=HYPERLINK(\"x\")".to_owned(), "Ruiz, Ana".to_owned()]);
        csv.row([" +1".to_owned(), "-2\tx".to_owned()]);
        csv.row(["@SUM(A1)".to_owned(), "plain".to_owned()]);
        let text = String::from_utf8(csv.0.into_inner().unwrap()).unwrap();
        let expected =
            "name,note\r\n\"'=HYPERLINK(\"\"x\"\")\",\"Ruiz, Ana\"\r\n' +1,'-2\tx\r\n'@SUM(A1),plain\r\n";
        assert_eq!(text, expected);
    }
}
