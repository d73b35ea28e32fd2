//! Dates as tables write them: digits in any order, with names of months in English or Spanish.
//!
//! Invariant: a date whose day and month could change places is read only under a stated order.

use chrono::{Datelike, NaiveDate};
use clinic_domain::{code_enum, fold::fold};

code_enum! {
    /// Which comes first where digits alone do not tell.
    DateOrder { DayFirst = "day_first", MonthFirst = "month_first" }
}

/// What came of reading a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Read<'a> {
    /// The date, and what stands behind it.
    Date(NaiveDate, &'a str),
    /// Two dates fit: with the day first, and with the month first.
    Either(NaiveDate, NaiveDate, &'a str),
    Nothing,
}

/// Years that people who come to a clinic, and their visits, are from.
const YEARS: std::ops::RangeInclusive<i32> = 1850..=2200;

/// The date at the start of `text`. A year of two digits is the last one up to `latest`.
pub(crate) fn read(text: &str, order: Option<DateOrder>, latest: NaiveDate) -> Read<'_> {
    let tokens = tokens(text);
    let tokens = without_weekday(&tokens);
    let Some(parts) = written_out(tokens).or_else(|| digits(tokens)).or_else(|| run_together(tokens)) else {
        return Read::Nothing;
    };
    let rest = &text[parts.end..];
    let date = |year: Year, month, day| NaiveDate::from_ymd_opt(year.full(latest, month, day)?, month, day);
    let one = |it: Option<NaiveDate>| it.map_or(Read::Nothing, |it| Read::Date(it, rest));
    match parts.order {
        Order::Known { year, month, day } => one(date(year, month, day)),
        Order::Unknown { first, second, year } => {
            match (order, date(year, second, first), date(year, first, second)) {
                (Some(DateOrder::DayFirst), it, _) | (Some(DateOrder::MonthFirst), _, it) => one(it),
                (None, Some(a), Some(b)) if a != b => Read::Either(a, b, rest),
                (None, a, b) => one(a.or(b)),
            }
        }
    }
}

/// The date that is all of `text`.
pub(crate) fn whole(text: &str, order: Option<DateOrder>, latest: NaiveDate) -> Option<NaiveDate> {
    match read(text, order, latest) {
        Read::Date(date, rest) if rest.trim().is_empty() || is_midnight(rest) => Some(date),
        _ => None,
    }
}

/// Which order a name such as "Birth date (dd/mm/yyyy)" states.
pub(crate) fn stated_order(name: &str) -> Option<DateOrder> {
    let letters = fold(name).replace(' ', "");
    let states = |order: &str| ["yy", "aa"].iter().any(|year| letters.contains(&format!("{order}{year}")));
    match (states("ddmm"), states("mmdd")) {
        (true, false) => Some(DateOrder::DayFirst),
        (false, true) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// Databases write dates with an empty time.
fn is_midnight(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    !rest.is_empty() && rest.bytes().all(|it| matches!(it, b'0' | b':' | b'.' | b'Z'))
}

#[derive(Clone, Copy)]
struct Year {
    number: i32,
    is_short: bool,
}

impl Year {
    fn full(self, latest: NaiveDate, month: u32, day: u32) -> Option<i32> {
        if !self.is_short {
            return YEARS.contains(&self.number).then_some(self.number);
        }
        let century = latest.year() - latest.year().rem_euclid(100);
        let year = century + self.number;
        let is_later = (year, month, day) > (latest.year(), latest.month(), latest.day());
        Some(if is_later { year - 100 } else { year })
    }
}

enum Order {
    Known { year: Year, month: u32, day: u32 },
    Unknown { first: u32, second: u32, year: Year },
}

struct Parts {
    order: Order,
    /// Where the date ends in the text.
    end: usize,
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Digits(&'a str),
    Word(&'a str),
    Sign(char),
}

type Placed<'a> = (Token<'a>, usize);

/// More tokens than any date has.
const TOKENS_AT_MOST: usize = 12;

/// Digits, words and signs with the places where they end; blanks only part them.
fn tokens(text: &str) -> Vec<Placed<'_>> {
    let mut tokens = Vec::with_capacity(TOKENS_AT_MOST);
    let mut rest = text;
    while let Some(first) = rest.chars().next().filter(|_| tokens.len() < TOKENS_AT_MOST) {
        let until = |is_other: fn(char) -> bool| rest.find(is_other).unwrap_or(rest.len());
        let (token, length) = match first {
            it if it.is_whitespace() => {
                rest = rest.trim_start();
                continue;
            }
            '0'..='9' => {
                let end = until(|it| !it.is_ascii_digit());
                (Token::Digits(&rest[..end]), end)
            }
            it if it.is_alphabetic() => {
                let end = until(|it| !it.is_alphabetic());
                (Token::Word(&rest[..end]), end)
            }
            sign => (Token::Sign(sign), sign.len_utf8()),
        };
        rest = &rest[length..];
        tokens.push((token, text.len() - rest.len()));
    }
    tokens
}

fn without_weekday<'t, 'a>(tokens: &'t [Placed<'a>]) -> &'t [Placed<'a>] {
    // "mar" is a month.
    const DAYS: [&str; 14] =
        ["mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "martes", "mie", "jue", "vie", "sab", "dom"];
    let is_weekday = |word: &str| DAYS.iter().any(|it| fold(word).starts_with(it));
    match tokens {
        [(Token::Word(word), _), (Token::Sign(',' | '.'), _), rest @ ..] if is_weekday(word) => rest,
        [(Token::Word(word), _), rest @ ..] if is_weekday(word) => rest,
        all => all,
    }
}

/// "4 de marzo de 1980", "04-MAR-80", "March 4, 1980".
fn written_out(tokens: &[Placed<'_>]) -> Option<Parts> {
    let mut parts = tokens.iter().filter(|(token, _)| match token {
        Token::Sign(sign) => !matches!(sign, '-' | '/' | '.' | ','),
        Token::Word(word) => !matches!(*word, "de" | "del" | "of" | "th" | "st" | "nd" | "rd"),
        Token::Digits(_) => true,
    });
    let (first, second, third) = (parts.next()?, parts.next()?, parts.next()?);
    let (day, name, last, end) = match (first.0, second.0, third.0) {
        (Token::Digits(day), Token::Word(name), Token::Digits(year)) => (day, name, year, third.1),
        (Token::Word(name), Token::Digits(day), Token::Digits(year)) => (day, name, year, third.1),
        _ => return None,
    };
    let order = match (number(day)?, day.len()) {
        (year, 4) => Order::Known { year: full_year(year)?, month: month(name)?, day: number(last)? },
        (day, _) => Order::Known { year: year(last)?, month: month(name)?, day },
    };
    Some(Parts { order, end })
}

/// "1980-03-04", "4/3/1980", "3.4.80".
fn digits(tokens: &[Placed<'_>]) -> Option<Parts> {
    let [
        (Token::Digits(a), _),
        (Token::Sign(sign), _),
        (Token::Digits(b), _),
        (Token::Sign(other), _),
        (Token::Digits(c), end),
        ..,
    ] = tokens
    else {
        return None;
    };
    if sign != other || !matches!(sign, '/' | '-' | '.') {
        return None;
    }
    let order = if a.len() == 4 {
        Order::Known { year: year(a)?, month: number(b)?, day: number(c)? }
    } else {
        Order::Unknown { first: number(a)?, second: number(b)?, year: year(c)? }
    };
    Some(Parts { order, end: *end })
}

/// "19800304", "04031980".
fn run_together(tokens: &[Placed<'_>]) -> Option<Parts> {
    let [(Token::Digits(all), end), ..] = tokens else { return None };
    if all.len() != 8 {
        return None;
    }
    let (month, day) = (number(&all[4..6])?, number(&all[6..])?);
    let is_year_first = (1..=12).contains(&month) && (1..=31).contains(&day);
    let order = match year(&all[..4])? {
        year if is_year_first && YEARS.contains(&year.number) => Order::Known { year, month, day },
        _ => {
            Order::Unknown { first: number(&all[..2])?, second: number(&all[2..4])?, year: year(&all[4..])? }
        }
    };
    Some(Parts { order, end: *end })
}

fn year(text: &str) -> Option<Year> {
    match text.len() {
        2 => Some(Year { number: i32::try_from(number(text)?).ok()?, is_short: true }),
        4 => full_year(number(text)?),
        _ => None,
    }
}

fn full_year(number: u32) -> Option<Year> {
    Some(Year { number: i32::try_from(number).ok()?, is_short: false })
}

fn number(text: &str) -> Option<u32> {
    text.parse().ok().filter(|_| text.len() <= 4)
}

fn month(word: &str) -> Option<u32> {
    const MONTHS: [&[&str]; 12] = [
        &["january", "enero"],
        &["february", "febrero"],
        &["march", "marzo"],
        &["april", "abril"],
        &["may", "mayo"],
        &["june", "junio"],
        &["july", "julio"],
        &["august", "agosto"],
        &["september", "septiembre", "setiembre"],
        &["october", "octubre"],
        &["november", "noviembre"],
        &["december", "diciembre"],
    ];
    let folded = fold(word);
    let means = |names: &&[&str]| folded.len() >= 3 && names.iter().any(|it| it.starts_with(&folded));
    let at = MONTHS.iter().position(means)?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
    }

    fn of(text: &str, order: Option<DateOrder>) -> Option<String> {
        whole(text, order, day("2025-10-09")).map(|it| it.to_string())
    }

    #[test]
    fn dates_that_tell_by_themselves() {
        for text in [
            "1980-03-14",
            "1980/3/14",
            "1980.03.14",
            "19800314",
            "14031980",
            "03141980",
            "14/03/1980",
            "3/14/1980",
            "14-3-80",
            "14 / 03 / 1980",
            "14.03.1980",
            "14 Mar 1980",
            "14-MAR-1980",
            "14-mar-80",
            "14 de marzo de 1980",
            "March 14, 1980",
            "Mar 14 1980",
            "14th March 1980",
            "Friday, March 14, 1980",
            "viernes, 14 de marzo de 1980",
            "1980-Mar-14",
            "1980-03-14T00:00:00",
            "14/03/1980 0:00:00",
            " 14/03/1980 ",
        ] {
            assert_eq!(of(text, None).as_deref(), Some("1980-03-14"), "{text}");
        }
    }

    #[test]
    fn two_dates_fit_until_the_order_is_said() {
        let either = read("04/03/1980", None, day("2025-10-09"));
        assert_eq!(either, Read::Either(day("1980-03-04"), day("1980-04-03"), ""));
        assert_eq!(of("04/03/1980", Some(DateOrder::DayFirst)).as_deref(), Some("1980-03-04"));
        assert_eq!(of("04/03/1980", Some(DateOrder::MonthFirst)).as_deref(), Some("1980-04-03"));
        assert_eq!(of("04/04/1980", None).as_deref(), Some("1980-04-04"));
        assert_eq!(of("14/03/1980", Some(DateOrder::MonthFirst)), None);
    }

    #[test]
    fn a_short_year_is_the_last_one_that_can_be_meant() {
        for (text, date) in
            [("31/12/24", "2024-12-31"), ("31/12/25", "1925-12-31"), ("31/12/26", "1926-12-31")]
        {
            assert_eq!(of(text, None).as_deref(), Some(date), "{text}");
        }
    }

    #[test]
    fn what_is_no_date() {
        for text in [
            "",
            "x",
            "14",
            "14/03",
            "1980",
            "32/01/1980",
            "29/02/1981",
            "14/13/1980",
            "0/0/0000",
            "00000000",
            "14/03/1980 x",
            "1/2/3",
            "99999999",
            "14 Foo 1980",
            "14/03-1980",
            "0001-01-01",
            "é4/03/1980",
        ] {
            assert_eq!(of(text, None), None, "{text}");
        }
    }

    #[test]
    fn the_rest_is_what_stands_behind() {
        for (text, rest) in [
            ("14/03/2025 9:30", " 9:30"),
            ("2025-03-14T09:30:00", "T09:30:00"),
            ("Mar 14, 2025, 9:30 AM", ", 9:30 AM"),
        ] {
            assert_eq!(read(text, None, day("2030-01-01")), Read::Date(day("2025-03-14"), rest), "{text}");
        }
    }

    #[test]
    fn a_name_may_state_the_order() {
        for (name, order) in [
            ("DOB (mm/dd/yyyy)", Some(DateOrder::MonthFirst)),
            ("Fecha nac. DD-MM-AAAA", Some(DateOrder::DayFirst)),
            ("dob_mmddyyyy", Some(DateOrder::MonthFirst)),
            ("fecha ddmmaa", Some(DateOrder::DayFirst)),
            ("birth date", None),
            ("date yyyy-mm-dd", None),
            ("comment", None),
        ] {
            assert_eq!(stated_order(name), order, "{name}");
        }
    }
}
