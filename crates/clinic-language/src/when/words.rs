//! The words of the calendar and the clock: what each may be by itself. Whether it is that here is for the grammar to say.

use super::{PartOfDay, atom::Unit};
use crate::spelling::is_one_slip;
use chrono::{Month, Weekday};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    Number(u32),
    Ordinal(u32),
    Weekday {
        day: Weekday,
        many: bool,
    },
    Month(Month),
    Unit(Unit),
    Part {
        part: PartOfDay,
        many: bool,
    },
    /// Days from today.
    Near(i64),
    Tonight,
    /// Minutes from midnight: noon and its like.
    Fixed(u32),
}

/// Whether an expression may begin with such a word, though by itself it is neither a day nor a time.
pub fn is_opening(word: &str) -> bool {
    OPENING.contains(&word)
}

/// What a word of the language of dates means; typing errors of its long words are forgiven.
pub fn sense(word: &str) -> Option<Sense> {
    exact(word).or_else(|| {
        let meant = LONG.iter().find(|it| is_near(word, it))?;
        exact(meant)
    })
}

fn exact(word: &str) -> Option<Sense> {
    number(word)
        .map(Sense::Number)
        .or_else(|| ordinal(word).map(Sense::Ordinal))
        .or_else(|| weekday(word).map(|(day, many)| Sense::Weekday { day, many }))
        .or_else(|| month(word).map(Sense::Month))
        .or_else(|| unit(word).map(Sense::Unit))
        .or_else(|| of_the_day(word))
}

pub fn number(word: &str) -> Option<u32> {
    Some(match word {
        "zero" => 0,
        "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "eleven" => 11,
        "twelve" => 12,
        "thirteen" => 13,
        "fourteen" => 14,
        "fifteen" => 15,
        "sixteen" => 16,
        "seventeen" => 17,
        "eighteen" => 18,
        "nineteen" => 19,
        "twenty" => 20,
        "thirty" => 30,
        "forty" | "fourty" => 40,
        "fifty" => 50,
        "sixty" => 60,
        "seventy" => 70,
        "eighty" => 80,
        "ninety" => 90,
        _ => return None,
    })
}

pub fn ordinal(word: &str) -> Option<u32> {
    Some(match word {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" => 4,
        "fifth" => 5,
        "sixth" => 6,
        "seventh" => 7,
        "eighth" => 8,
        "ninth" => 9,
        "tenth" => 10,
        "eleventh" => 11,
        "twelfth" | "twelveth" => 12,
        "thirteenth" => 13,
        "fourteenth" => 14,
        "fifteenth" => 15,
        "sixteenth" => 16,
        "seventeenth" => 17,
        "eighteenth" => 18,
        "nineteenth" => 19,
        "twentieth" => 20,
        "thirtieth" => 30,
        _ => return None,
    })
}

fn weekday(word: &str) -> Option<(Weekday, bool)> {
    let (one, many) = match word.strip_suffix('s') {
        Some(one) if one.ends_with("day") => (one, true),
        _ => (word, false),
    };
    let day = match one {
        "monday" | "mon" => Weekday::Mon,
        "tuesday" | "tue" | "tues" => Weekday::Tue,
        "wednesday" | "wed" | "weds" | "wensday" | "wendsday" | "wednsday" => Weekday::Wed,
        "thursday" | "thu" | "thur" | "thurs" => Weekday::Thu,
        "friday" | "fri" => Weekday::Fri,
        "saturday" | "sat" => Weekday::Sat,
        "sunday" | "sun" => Weekday::Sun,
        _ => return None,
    };
    Some((day, many))
}

pub const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(word: &str) -> Option<Month> {
    Some(match word {
        "january" | "jan" => Month::January,
        "february" | "feb" | "febuary" => Month::February,
        "march" | "mar" => Month::March,
        "april" | "apr" => Month::April,
        "may" => Month::May,
        "june" | "jun" => Month::June,
        "july" | "jul" => Month::July,
        "august" | "aug" => Month::August,
        "september" | "sept" | "sep" => Month::September,
        "october" | "oct" => Month::October,
        "november" | "nov" => Month::November,
        "december" | "dec" => Month::December,
        _ => return None,
    })
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "minute" | "minutes" | "min" | "mins" => Unit::Minute,
        "hour" | "hours" | "hr" | "hrs" => Unit::Hour,
        "day" | "days" => Unit::Day,
        "week" | "weeks" | "wk" | "wks" => Unit::Week,
        "fortnight" | "fortnights" => Unit::Fortnight,
        "month" | "months" | "mo" | "mos" | "mth" | "mths" => Unit::Month,
        "quarters" => Unit::Quarter,
        "year" | "years" | "yr" | "yrs" => Unit::Year,
        _ => return None,
    })
}

fn of_the_day(word: &str) -> Option<Sense> {
    let part = |part, many| Some(Sense::Part { part, many });
    match word {
        "morning" | "morn" => part(PartOfDay::Morning, false),
        "mornings" => part(PartOfDay::Morning, true),
        "afternoon" | "arvo" => part(PartOfDay::Afternoon, false),
        "afternoons" => part(PartOfDay::Afternoon, true),
        "evening" | "eve" => part(PartOfDay::Evening, false),
        "evenings" => part(PartOfDay::Evening, true),
        "night" | "nite" => part(PartOfDay::Night, false),
        "lunch" | "lunchtime" => part(PartOfDay::Lunch, false),
        "today" | "todays" | "2day" => Some(Sense::Near(0)),
        "tomorrow" | "tomorrows" | "tmrw" | "tmr" | "tmrrw" | "tomo" | "tommorow" | "tomm" => {
            Some(Sense::Near(1))
        }
        "yesterday" | "yesterdays" => Some(Sense::Near(-1)),
        "tonight" | "tonite" | "tonights" => Some(Sense::Tonight),
        "noon" | "midday" | "noonish" | "noontime" => Some(Sense::Fixed(12 * 60)),
        "midnight" => Some(Sense::Fixed(0)),
        "midmorning" => Some(Sense::Fixed(10 * 60)),
        "midafternoon" => Some(Sense::Fixed(14 * 60)),
        _ => None,
    }
}

/// The words that lead in what is more than one word.
const OPENING: [&str; 104] = [
    "a",
    "an",
    "the",
    "half",
    "quarter",
    "qtr",
    "few",
    "several",
    "some",
    "couple",
    "pair",
    "another",
    "all",
    "full",
    "whole",
    "in",
    "within",
    "from",
    "between",
    "after",
    "before",
    "since",
    "until",
    "till",
    "til",
    "untill",
    "starting",
    "beginning",
    "later",
    "greater",
    "earlier",
    "less",
    "no",
    "not",
    "up",
    "prior",
    "next",
    "nxt",
    "this",
    "last",
    "previous",
    "past",
    "current",
    "coming",
    "upcoming",
    "following",
    "my",
    "right",
    "now",
    "tom",
    "eod",
    "cob",
    "daily",
    "everyday",
    "weekly",
    "biweekly",
    "fortnightly",
    "bi",
    "monthly",
    "quarterly",
    "yearly",
    "annually",
    "weekdays",
    "every",
    "each",
    "rest",
    "remainder",
    "remaining",
    "early",
    "mid",
    "late",
    "start",
    "middle",
    "end",
    "weekend",
    "wkend",
    "weekends",
    "w",
    "½",
    "1 2",
    "working",
    "work",
    "at",
    "on",
    "good",
    "new",
    "black",
    "christmas",
    "xmas",
    "easter",
    "thanksgiving",
    "boxing",
    "valentines",
    "valentine",
    "halloween",
    "independence",
    "veterans",
    "labor",
    "labour",
    "memorial",
    "presidents",
    "columbus",
    "mlk",
    "martin",
];

/// Words long enough for one slip to leave no other word of English, but for those of `OTHERS`.
const LONG: [&str; 21] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "august",
    "september",
    "october",
    "november",
    "december",
    "tomorrow",
    "yesterday",
    "morning",
    "afternoon",
    "evening",
    "tonight",
    "midnight",
];
const OTHERS: [&str; 7] = ["mourning", "moaning", "sundae", "eventing", "augusta", "auguste", "mooning"];

fn is_near(word: &str, meant: &str) -> bool {
    let is_long = word.len() >= 5 && !OTHERS.contains(&word);
    is_long && (word == meant || is_one_slip(word, meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_in_a_long_word_is_forgiven() {
        for slip in ["wendesday", "tommorrow", "tomorow", "thurday", "saterday", "septmber", "tuseday"] {
            assert!(sense(slip).is_some(), "{slip}");
        }
        for other in ["mourning", "sundae", "somebody", "may be", "remember", "match", "a", ""] {
            assert_eq!(sense(other), None, "{other}");
        }
    }
}
