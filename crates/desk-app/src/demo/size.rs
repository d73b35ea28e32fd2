//! How large the demo clinics are (the volumes that the product is designed for).

/// A demo clinic's size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClinicSize {
    Small,
    Medium,
    Large,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Figures {
    pub locations: usize,
    pub providers: usize,
    pub rooms: usize,
    /// Booked on an ordinary weekday, later cancelled ones included.
    pub visits_a_day: f64,
    pub patients: u32,
    pub past_days: i64,
    pub future_days: i64,
}

impl ClinicSize {
    pub(super) const fn figures(self) -> Figures {
        /// 13 months.
        const YEAR_AND_MONTH: i64 = 396;
        const FUTURE_DAYS: i64 = 60;
        match self {
            ClinicSize::Small => Figures {
                locations: 1,
                providers: 3,
                rooms: 6,
                visits_a_day: 60.0,
                patients: 15_000,
                past_days: YEAR_AND_MONTH,
                future_days: FUTURE_DAYS,
            },
            ClinicSize::Medium => Figures {
                locations: 2,
                providers: 10,
                rooms: 22,
                visits_a_day: 250.0,
                patients: 50_000,
                past_days: YEAR_AND_MONTH,
                future_days: FUTURE_DAYS,
            },
            // Five years: a million appointments kept.
            ClinicSize::Large => Figures {
                locations: 4,
                providers: 40,
                rooms: 90,
                visits_a_day: 900.0,
                patients: 200_000,
                past_days: 5 * 365 + 1,
                future_days: FUTURE_DAYS,
            },
        }
    }
}
