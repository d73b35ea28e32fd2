//! How visits repeat, in Spanish.

use super::weekday;
use chrono::Weekday;
use clinic_domain::series::{Nth, Pattern};

pub fn rhythm(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Weekly { every_n_weeks, weekdays } => {
            let days: Vec<String> = weekdays.iter().map(|it| weekdays_of(*it)).collect();
            match every_n_weeks {
                1 => format!("todos los {}", list(&days)),
                n => format!("cada {n} semanas los {}", list(&days)),
            }
        }
        Pattern::MonthlyByDate { every_n_months, day } => months(*every_n_months, &format!("el día {day}")),
        Pattern::MonthlyByWeekday { every_n_months, nth, weekday: of } => {
            months(*every_n_months, &format!("el {} {}", which(*nth), weekday(*of)))
        }
    }
}

fn months(every_n: u8, on: &str) -> String {
    if every_n == 1 { format!("{on} de cada mes") } else { format!("{on} cada {every_n} meses") }
}

fn which(nth: Nth) -> &'static str {
    match nth {
        Nth::First => "primer",
        Nth::Second => "segundo",
        Nth::Third => "tercer",
        Nth::Fourth => "cuarto",
        Nth::Last => "último",
    }
}

/// Of the seven, two have a plural of their own.
fn weekdays_of(day: Weekday) -> String {
    let plural = if matches!(day, Weekday::Sat | Weekday::Sun) { "s" } else { "" };
    format!("{}{plural}", weekday(day))
}

fn list(items: &[String]) -> String {
    match items {
        [most @ .., last] if !most.is_empty() => format!("{} y {last}", most.join(", ")),
        _ => items.concat(),
    }
}
