//! What somebody typed, taken apart: words of a name, and digits that may be a birth date, a phone number or a
//! record number.

use super::fold;
use chrono::NaiveDate;

#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Query {
    /// Folded, longest first: the longest says most.
    pub words: Vec<String>,
    /// Everything without letters, as it was typed: "(555) 010 4711", "02/01/1980".
    pub numbers: String,
}

impl Query {
    pub fn parse(text: &str) -> Query {
        let mut query = Query::default();
        for token in text.split([' ', ',', ';', '\t']) {
            if token.chars().any(char::is_alphabetic) {
                query.words.extend(fold(token).split(' ').filter(|it| !it.is_empty()).map(str::to_owned));
            } else if token.chars().any(|it| it.is_ascii_digit()) {
                query.numbers.push_str(if query.numbers.is_empty() { "" } else { " " });
                query.numbers.push_str(token);
            }
        }
        query.words.sort_by_key(|it| std::cmp::Reverse(it.chars().count()));
        query
    }

    pub fn digits(&self) -> String {
        self.numbers.chars().filter(char::is_ascii_digit).collect()
    }

    /// How many letters and digits there are to go by.
    pub fn length(&self) -> usize {
        self.words.iter().map(|it| it.chars().count()).sum::<usize>() + self.digits().len()
    }

    /// The birth dates that the numbers may mean. Day and month stand in either order, a year of two digits in
    /// either century.
    pub fn dates(&self) -> Vec<NaiveDate> {
        let groups: Vec<&str> =
            self.numbers.split(|it: char| !it.is_ascii_digit()).filter(|it| !it.is_empty()).collect();
        let mut dates = Vec::new();
        match groups[..] {
            [year, month, day] if year.len() == 4 => dates.extend(date(year, month, day)),
            [first, second, year] => either_order(first, second, year, &mut dates),
            [run] if run.len() == 8 => {
                dates.extend(date(&run[..4], &run[4..6], &run[6..]));
                either_order(&run[..2], &run[2..4], &run[4..], &mut dates);
            }
            [run] if run.len() == 6 => either_order(&run[..2], &run[2..4], &run[4..], &mut dates),
            _ => {}
        }
        dates.sort_unstable();
        dates.dedup();
        dates
    }
}

fn either_order(first: &str, second: &str, year: &str, dates: &mut Vec<NaiveDate>) {
    let years = match year.len() {
        4 => vec![year.to_owned()],
        2 => vec![format!("19{year}"), format!("20{year}")],
        _ => return,
    };
    for year in years {
        dates.extend(date(&year, first, second));
        dates.extend(date(&year, second, first));
    }
}

/// A date that somebody living can have been born on.
fn date(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let year = year.parse().ok().filter(|it| (1850..2150).contains(it))?;
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dates(text: &str) -> Vec<String> {
        Query::parse(text).dates().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn birth_dates_are_read_in_the_forms_that_people_type() {
        for text in ["1980-02-01", "19800201", "1980/2/1"] {
            assert!(dates(text).contains(&"1980-02-01".to_owned()), "{text}");
        }
        for text in ["02/01/1980", "1.2.1980", "01021980", "01-02-1980", "2 1 1980"] {
            assert_eq!(dates(text), ["1980-01-02", "1980-02-01"], "{text}");
        }
        assert_eq!(dates("010280"), ["1980-01-02", "1980-02-01", "2080-01-02", "2080-02-01"]);
        assert_eq!(dates("1.2.80"), dates("010280"));
        assert_eq!(dates("31/01/1980"), ["1980-01-31"]);
        assert_eq!(dates("99999999"), [""; 0]);
        assert_eq!(dates("5550104711"), [""; 0]);
    }

    #[test]
    fn words_and_numbers_come_apart() {
        let query = Query::parse("de la Cruz, 555 0104");
        assert_eq!(query.words, ["cruz", "de", "la"]);
        assert_eq!((query.numbers.as_str(), query.length()), ("555 0104", 15));
        assert_eq!(Query::parse("-- ()").length(), 0);
        assert_eq!(Query::parse("María762").words, ["maria762"]);
    }

    proptest! {
        #[test]
        fn anything_typed_is_taken(text: String) {
            let query = Query::parse(&text);
            prop_assert!(query.dates().len() <= 5);
        }
    }
}
