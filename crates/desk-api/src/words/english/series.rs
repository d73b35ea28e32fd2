//! How visits repeat, in English.

use super::weekday;
use clinic_domain::series::{Nth, Pattern};

pub fn rhythm(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Weekly { every_n_weeks, weekdays } => {
            let days: Vec<&str> = weekdays.iter().map(|it| weekday(*it)).collect();
            match every_n_weeks {
                1 => format!("every {}", list(&days)),
                n => format!("every {n} weeks on {}", list(&days)),
            }
        }
        Pattern::MonthlyByDate { every_n_months, day } => {
            format!("{} on the {}", months(*every_n_months), ordinal(*day))
        }
        Pattern::MonthlyByWeekday { every_n_months, nth, weekday: of } => {
            format!("{} on the {} {}", months(*every_n_months), which(*nth), weekday(*of))
        }
    }
}

fn months(every_n: u8) -> String {
    if every_n == 1 { "every month".to_owned() } else { format!("every {every_n} months") }
}

fn which(nth: Nth) -> &'static str {
    match nth {
        Nth::First => "first",
        Nth::Second => "second",
        Nth::Third => "third",
        Nth::Fourth => "fourth",
        Nth::Last => "last",
    }
}

/// "31st".
pub(super) fn ordinal(day: u8) -> String {
    let ending = match (day % 100, day % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{day}{ending}")
}

fn list(items: &[&str]) -> String {
    match items {
        [most @ .., last] if !most.is_empty() => format!("{} and {last}", most.join(", ")),
        _ => items.concat(),
    }
}
