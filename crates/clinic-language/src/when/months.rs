//! Days of a month, written in figures ("5/6", "2026-03-12") or with the month's name ("the 3rd of March", "Oct 2").

use super::{
    atom::Atom,
    days::is_doubtful,
    fields::{Fields, Which},
    grammar::{Found, Reader},
};
use chrono::NaiveDate;

fn year_of(number: u32, digits: usize) -> Option<i32> {
    let year = match digits {
        2 if number < 70 => number + 2000,
        2 => number + 1900,
        _ if (1900..2200).contains(&number) => number,
        _ => return None,
    };
    i32::try_from(year).ok()
}

impl Reader<'_> {
    fn figure(&self, at: usize) -> Option<(u32, usize)> {
        match self.atom(at) {
            Some(Atom::Number { value, digits }) if digits > 0 => Some((value, digits)),
            _ => None,
        }
    }

    /// A date in figures alone.
    pub fn written(&self, at: usize) -> Found<Fields> {
        let (first, digits) = self.figure(at)?;
        let is_stuck = at >= 2
            && self.is_glued(at)
            && self.any(at - 1, &["-", "/", ".", ":"])
            && self.is_glued(at - 1)
            && self.is_number(at - 2)
            && !self.ends_a_date(at - 2);
        if is_stuck || at >= 1 && self.any(at - 1, &["$", "#", "€", "£"]) {
            return None;
        }
        if digits == 8 {
            return self.day_fields(first / 10_000, first / 100 % 100, first % 100).map(|it| (it, at + 1));
        }
        if digits == 4
            && let (Some((month, 1..=2)), Some((day, 1..=2))) = (self.figure(at + 1), self.figure(at + 2))
            && !self.is_glued(at + 1)
        {
            return self.day_fields(first, month, day).map(|it| (it, at + 3));
        }
        let sign = self.word(at + 1);
        if !matches!(sign, "-" | "/" | ".") || !self.is_glued(at + 1) || !self.is_glued(at + 2) {
            return None;
        }
        let (second, second_digits) = self.figure(at + 2)?;
        let third = (self.is(at + 3, sign) && self.is_glued(at + 3) && self.is_glued(at + 4))
            .then(|| self.figure(at + 4))
            .flatten();
        let end = at + if third.is_some() { 5 } else { 3 };
        let goes_on = self.is_glued(end)
            && (self.any(end, &["/", "."]) || self.is(end, "-") && third.is_none() && sign == "-")
            && self.is_glued(end + 1)
            && self.figure(end + 1).is_some();
        let is_fraction = third.is_none() && sign == "/" && self.any(end, &["of", "cup", "inch"]);
        if goes_on || is_fraction || self.is(end, "%") {
            return None;
        }
        let fields = match (digits, second_digits, third) {
            (4, 1..=2, Some((day, 1..=2))) => self.day_fields(first, second, day),
            (1..=2, 1..=2, Some((year, digits @ (2 | 4)))) => {
                let year = year_of(year, digits)?;
                let is_day_first = first > 12 || sign == ".";
                let (month, day) = if is_day_first { (second, first) } else { (first, second) };
                let mut fields = self.day_fields(u32::try_from(year).ok()?, month, day)?;
                fields.is_numeric = !is_day_first;
                Some(fields)
            }
            (4, 1..=2, None) if sign == "-" => month_fields(year_of(first, 4)?, second),
            (1..=2, 4, None) if sign != "." => month_fields(year_of(second, 4)?, first),
            (1..=2, 1..=2, None) => self.short(at, sign, first, second),
            _ => None,
        };
        fields.map(|it| (it, end))
    }

    /// The number before a dash closes a date, so that another may begin behind it: "10/1-11/2".
    fn ends_a_date(&self, at: usize) -> bool {
        at >= 2 && self.is(at + 1, "-") && self.any(at - 1, &["/", "."])
    }

    /// Month and day without a year: "5/6"; with a dot only where it is asked for, since "4.5" is mostly a number.
    fn short(&self, at: usize, sign: &str, first: u32, second: u32) -> Option<Fields> {
        let is_asked = at > 0 && self.any(at - 1, &["on", "in", "by", "until", "before", "after", "from"]);
        if sign == "-" || sign == "." && !is_asked {
            return None;
        }
        let (month, day) = if first > 12 { (second, first) } else { (first, second) };
        NaiveDate::from_ymd_opt(2024, month, day)?;
        let is_numeric = first <= 12;
        Some(Fields { month: Some(month), number: Some(day), is_numeric, ..Fields::default() })
    }

    fn day_fields(&self, year: u32, month: u32, day: u32) -> Option<Fields> {
        let year = year_of(year, 4)?;
        NaiveDate::from_ymd_opt(year, month, day)?;
        Some(Fields { year: Some(year), month: Some(month), number: Some(day), ..Fields::default() })
    }

    /// A sign or a word that may stand between the pieces of a date.
    fn over(&self, at: usize, words: &[&str]) -> usize {
        at + usize::from(self.any(at, words))
    }

    fn day_number(&self, at: usize) -> Option<u32> {
        match self.atom(at)? {
            Atom::Number { value, digits: 0..=2 } | Atom::Ordinal { value, .. } => {
                Some(value).filter(|it| (1..=31).contains(it))
            }
            _ => None,
        }
    }

    fn year(&self, at: usize) -> Option<i32> {
        match self.atom(at)? {
            Atom::Number { value, digits: 0 | 4 } if !self.is(at + 1, ":") => year_of(value, 4),
            _ => None,
        }
    }

    fn month_name(&self, at: usize) -> Option<u32> {
        match self.atom(at)? {
            Atom::Month(month) => Some(month.number_from_month()),
            _ => None,
        }
    }

    /// A month by its name with what belongs to it; `is_sure` where nothing but a month can stand.
    pub fn month(&self, at: usize, is_sure: bool) -> Found<Fields> {
        let (which, start) = match self.which(at) {
            Some((it @ (Which::This | Which::Next | Which::Last | Which::Coming), end)) => (Some(it), end),
            _ => (None, at),
        };
        let (mut fields, end) = self.day_then_month(start).or_else(|| {
            let is_verb =
                which == Some(Which::This) && self.is(start, "may") && !self.is_free_behind(start + 1);
            let is_sure = (is_sure || which.is_some()) && !is_verb;
            self.year_then_month(start).or_else(|| self.month_then_day(start, is_sure))
        })?;
        fields.which = which;
        Some((fields, end))
    }

    /// "the 9th of June", "7 Sept 2027", "9. Dec. 2027", "11-2027-Feb".
    fn day_then_month(&self, at: usize) -> Found<Fields> {
        let at = self.over(at, &["the"]);
        let number = self.day_number(at)?;
        let mut end = self.over(at + 1, &["-", "/", ".", ","]);
        if let (Some(year), Some(month)) = (self.year(end), self.month_name(self.over(end + 1, &["-", "/"])))
        {
            let end = self.over(end + 1, &["-", "/"]) + 1;
            return self.checked(month, number, Some(year)).map(|it| (it, end));
        }
        end = self.over(end, &["day"]);
        end = self.over(end, &["of"]);
        end = self.over(end, &["the"]);
        let month = self.month_name(end)?;
        let (year, end) = self.year_behind(end + 1);
        self.checked(month, number, year).map(|it| (it, end))
    }

    /// "2027/feb/11", "2027/11/Feb", "2028 May".
    fn year_then_month(&self, at: usize) -> Found<Fields> {
        let year = self.year(at)?;
        let end = self.over(at + 1, &["-", "/"]);
        if let (Some(number), Some(month)) =
            (self.day_number(end), self.month_name(self.over(end + 1, &["-", "/"])))
        {
            let end = self.over(end + 1, &["-", "/"]) + 1;
            return self.checked(month, number, Some(year)).map(|it| (it, end));
        }
        let month = self.month_name(end)?;
        let after = self.over(end + 1, &["-", "/"]);
        if let Some(number) = self.day_number(after).filter(|_| after > end + 1) {
            return self.checked(month, number, Some(year)).map(|it| (it, after + 1));
        }
        Some((Fields { year: Some(year), month: Some(month), ..Fields::default() }, end + 1))
    }

    /// "June 9th", "Feb. 11", "May the thirtieth, 2027", "February-2027-11", "June 2028", "June".
    fn month_then_day(&self, at: usize, is_sure: bool) -> Found<Fields> {
        let Some(Atom::Month(name)) = self.atom(at) else { return None };
        let month = name.number_from_month();
        let mut end = self.over(at + 1, &["."]);
        end = self.over(end, &["-", "/", ","]);
        if let Some(year) = self.year(end) {
            let after = self.over(end + 1, &["-", "/"]);
            if let Some(number) = self.day_number(after).filter(|_| after > end + 1 && self.is_glued(after)) {
                return self.checked(month, number, Some(year)).map(|it| (it, after + 1));
            }
            return Some((Fields { year: Some(year), month: Some(month), ..Fields::default() }, end + 1));
        }
        let day_at = self.over(end, &["the"]);
        let is_clock = self.is(day_at + 1, ":") || self.is(day_at + 1, "oclock");
        if let Some(number) = self.day_number(day_at).filter(|_| !is_clock) {
            let is_other = self.is(at, "may")
                && !self.is_glued(day_at)
                && matches!(self.atom(day_at), Some(Atom::Number { digits: 0, .. }))
                && self.number(day_at) < Some(13);
            let (year, end) = self.year_behind(day_at + 1);
            return if is_other { None } else { self.checked(month, number, year).map(|it| (it, end)) };
        }
        let (year, end) = if self.any(at + 1, &["in", "of"]) && self.year(at + 2).is_some() {
            (self.year(at + 2), at + 3)
        } else {
            (None, at + 1)
        };
        let is_led = at > 0
            && self.any(
                at - 1,
                &[
                    "in", "of", "by", "until", "since", "for", "before", "after", "through", "during",
                    "till", "from", "between", "early", "late", "mid", "to", "on", "-", "and",
                ],
            )
            && !self.any(at + 1, &["i", "we", "you"]);
        let is_led = is_led || self.is_connector(at + 1) && matches!(self.atom(at + 2), Some(Atom::Month(_)));
        let is_whole = self.len() == 1;
        let is_free = !is_doubtful(name, self.word(at));
        (is_sure || is_led || is_whole || is_free || year.is_some())
            .then_some((Fields { year, month: Some(month), ..Fields::default() }, end))
    }

    fn is_free_behind(&self, at: usize) -> bool {
        matches!(self.atom(at), None | Some(Atom::Sign(_) | Atom::Number { .. } | Atom::Ordinal { .. }))
    }

    fn year_behind(&self, at: usize) -> (Option<i32>, usize) {
        let after = self.over(at, &["."]);
        let after = self.over(after, &[",", "-", "/", "of", "in"]);
        match self.year(after) {
            Some(year) => (Some(year), after + 1),
            None => (None, at),
        }
    }

    fn checked(&self, month: u32, number: u32, year: Option<i32>) -> Option<Fields> {
        NaiveDate::from_ymd_opt(year.unwrap_or(2024), month, number)?;
        Some(Fields { year, month: Some(month), number: Some(number), ..Fields::default() })
    }

    /// A day of the month without its month: "the 15th", "the 20th of next month", "on 15", "Friday 23".
    pub fn number_of_month(&self, at: usize, so_far: &Fields) -> Found<Fields> {
        let start = self.over(at, &["the"]);
        let number = self.day_number(start)?;
        let mut end = self.over(start + 1, &["day"]);
        let is_of = self.any(end, &["of", "in"]);
        end = self.over(end, &["of", "in"]);
        let skipped = self.over(end, &["the"]);
        // "on the 2nd of each month" is no day, but many.
        if is_of && self.any(end, &["each", "every"]) {
            return None;
        }
        let month = |at: usize| self.unit(at) == Some(super::atom::Unit::Month);
        let is_month = (self.which(end).is_some_and(|(_, it)| month(it) && self.is(it, "month"))
            || is_of && month(skipped))
            && (is_of || self.which(end).is_some());
        if is_month {
            let (span, end_of_month) = self.day(end, 0)?;
            if self.which(end).is_none() {
                // "the 1st of the month" is the one that comes.
                return Some((Fields { number: Some(number), ..Fields::default() }, end_of_month));
            }
            let end = end_of_month;
            return Some((Fields { number: Some(number), span: span.span, ..Fields::default() }, end));
        }
        let end = start + 1;
        let before = at.checked_sub(1).map_or("", |it| self.word(it));
        let has_weekday = so_far.weekday.is_some() && so_far.number.is_none();
        let is_day = match self.atom(start)? {
            Atom::Ordinal { is_spelled: false, .. } => {
                let is_led =
                    matches!(before, "on" | "by" | "until" | "till" | "to" | "from" | "through" | "between");
                !self.is_thing(end)
                    && (is_led
                        || self.is_alone(end)
                        || self.number(end).is_some()
                        || self.clock(end, false).is_some())
            }
            Atom::Ordinal { .. } => {
                has_weekday && !self.is_thing(end)
                    || number > 12 && self.is_alone(end)
                    || matches!(before, "on" | "the") && !self.is_thing(end) && self.is_alone(end)
            }
            _ if has_weekday => (number > 12 || start > at) && self.is_alone(end) && !self.is(end, ":"),
            _ => before == "on" && self.is_alone(end) && !self.is(end, ":"),
        };
        is_day.then_some((Fields { number: Some(number), ..Fields::default() }, end))
    }

    /// What an ordinal counts, where it is no day.
    fn is_thing(&self, at: usize) -> bool {
        const THINGS: [&str; 39] = [
            "thing",
            "floor",
            "street",
            "st",
            "avenue",
            "ave",
            "road",
            "time",
            "visit",
            "appointment",
            "one",
            "ones",
            "grade",
            "birthday",
            "option",
            "choice",
            "person",
            "child",
            "dose",
            "shot",
            "trimester",
            "opinion",
            "class",
            "patient",
            "century",
            "party",
            "degree",
            "place",
            "session",
            "attempt",
            "slot",
            "week",
            "weeks",
            "half",
            "quarter",
            "anniversary",
            "name",
            "row",
            "item",
        ];
        self.any(at, &THINGS) || matches!(self.atom(at), Some(Atom::Unit(_)))
    }
}

fn month_fields(year: i32, month: u32) -> Option<Fields> {
    NaiveDate::from_ymd_opt(year, month, 1)?;
    Some(Fields { year: Some(year), month: Some(month), ..Fields::default() })
}
