//! Feasts that people name days by: "the Friday after Thanksgiving", "Labor Day 2027 weekend".

use super::{
    calendar::{self, Feast, Span, plus_days},
    fields::{Fields, Which},
    grammar::{Found, Reader},
};
use chrono::Weekday;

impl Reader<'_> {
    /// A feast of this year or of the one that is named, the next one where it is not.
    pub fn feast(&self, at: usize) -> Found<Fields> {
        let (which, start) = self.which(at).map_or((None, at), |(it, end)| (Some(it), end));
        let (feast, end) = self.feast_name(start)?;
        let today = self.moment.now.date();
        let year =
            self.number(end).filter(|it| (1900..2200).contains(it)).and_then(|it| i32::try_from(it).ok());
        let end = end + usize::from(year.is_some());
        let day = match (year, which) {
            (Some(year), _) => feast.of(year),
            (None, Some(Which::Last | Which::Past)) => feast.before(today),
            (None, Some(Which::Next)) if start > at && self.is(start - 1, "following") => {
                feast.from(today).and_then(|it| feast.from(plus_days(it, 1)))
            }
            _ => feast.from(today),
        }?;
        match self.weekend_word(end) {
            Some(end) => {
                let from = calendar::on_or_after(plus_days(day, -3), Weekday::Sat);
                Some((Fields::span(Span { from, to: plus_days(day, 1).max(plus_days(from, 2)) }), end))
            }
            None => Some((Fields::span(Span::day(day)), end)),
        }
    }

    fn feast_name(&self, at: usize) -> Found<Feast> {
        let fixed = |month, day| Feast::Fixed { month, day };
        let monday = |month, n| Feast::Nth { month, weekday: Weekday::Mon, n, then: 0 };
        let thanks = |then| Feast::Nth { month: 11, weekday: Weekday::Thu, n: 4, then };
        let day = |end: usize| end + usize::from(self.is(end, "day"));
        let next = self.word(at + 1);
        Some(match self.word(at) {
            "christmas" | "xmas" if next == "eve" => (fixed(12, 24), at + 2),
            "christmas" | "xmas" => (fixed(12, 25), day(at + 1)),
            "boxing" if next == "day" => (fixed(12, 26), at + 2),
            "new" if self.any(at + 1, &["year", "years"]) && self.is(at + 2, "eve") => {
                (fixed(12, 31), at + 3)
            }
            "new" if self.any(at + 1, &["year", "years"]) && self.is(at + 2, "day") => (fixed(1, 1), at + 3),
            "valentines" | "valentine" if next == "day" => (fixed(2, 14), at + 2),
            "halloween" => (fixed(10, 31), at + 1),
            "independence" if next == "day" => (fixed(7, 4), at + 2),
            "veterans" if next == "day" => (fixed(11, 11), at + 2),
            "thanksgiving" => (thanks(0), day(at + 1)),
            "black" if self.any(at + 1, &["friday"]) => (thanks(1), at + 2),
            "labor" | "labour" if next == "day" => (monday(9, 1), at + 2),
            "memorial" if next == "day" => (monday(5, -1), at + 2),
            "presidents" if next == "day" => (monday(2, 3), at + 2),
            "columbus" if next == "day" => (monday(10, 2), at + 2),
            "mlk" => {
                let end = at + 1 + usize::from(self.is(at + 1, "jr"));
                let end = end + usize::from(self.is(end, "."));
                self.is(end, "day").then_some((monday(1, 3), end + 1))?
            }
            "martin" if next == "luther" && self.any(at + 2, &["king", "kings"]) => {
                let end = at + 3 + usize::from(self.any(at + 3, &["jr", "s"]));
                self.is(end, "day").then_some((monday(1, 3), end + 1))?
            }
            "easter" if self.any(at + 1, &["mon", "monday"]) => (Feast::Easter { then: 1 }, at + 2),
            "easter" => {
                (Feast::Easter { then: 0 }, at + 1 + usize::from(self.any(at + 1, &["sunday", "sun"])))
            }
            "good" if self.is(at + 1, "friday") => (Feast::Easter { then: -2 }, at + 2),
            _ => return None,
        })
    }
}
