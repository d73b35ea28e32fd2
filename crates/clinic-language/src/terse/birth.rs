//! A birth date in digits, behind a name.

/// What of a birth date was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BirthPart {
    Day {
        month: u32,
        day: u32,
    },
    /// The year within its century, 0 to 99.
    Date {
        month: u32,
        day: u32,
        year_of_century: u32,
    },
    Year(u32),
}

/// MMDD, MMDDYY or a year; `None` for other digits. Four digits that can be a day are one.
pub fn read(digits: &str) -> Option<BirthPart> {
    let number: u32 = digits.parse().ok()?;
    let day_of = |number: u32| {
        let (month, day) = (number / 100, number % 100);
        let most = match month {
            2 => 29,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        ((1..=12).contains(&month) && (1..=most).contains(&day)).then_some((month, day))
    };
    match digits.len() {
        4 => match day_of(number) {
            Some((month, day)) => Some(BirthPart::Day { month, day }),
            None => (1880..2100).contains(&number).then_some(BirthPart::Year(number)),
        },
        6 => day_of(number / 100).map(|(month, day)| BirthPart::Date {
            month,
            day,
            year_of_century: number % 100,
        }),
        _ => None,
    }
}
