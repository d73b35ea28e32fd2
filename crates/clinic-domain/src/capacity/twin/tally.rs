//! What is counted in a replay, and in what really happened: sums, so that providers add up.

use super::timetable::HORIZON_DAYS;
use crate::code_enum;

/// How often each whole number was met, up to a highest one that stands for all above it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    of: Vec<u32>,
    total: u64,
    sum: u64,
}

const HIGHEST: usize = 1_000;

/// Of one provider, or of several together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub open_minutes: u64,
    /// Of visits that were not called off before they began; whoever did not come was booked.
    pub booked_minutes: u64,
    pub asked: u32,
    pub placed: u32,
    /// Nothing was free within the horizon.
    pub unmet: u32,
    /// Wished for or looked for behind the end of the timetable.
    pub beyond: u32,
    /// Behind the end of the last session, and on how many days somebody was seen.
    pub overtime_minutes: u64,
    pub days_worked: u32,
    /// Calendar days to the third next available time, a week each.
    pub(super) third_next: Counts,
    /// Minutes between the appointed time, or arriving later than that, and being seen.
    pub(super) waits: Counts,
    /// Calendar days from asking to the visit.
    pub(super) leads: Counts,
}

code_enum! {
    /// What is compared.
    Measure {
        /// Calendar days to the third next available time, on average over weeks and providers; 90 stands for more.
        ThirdNextDays = "third_next_days",
        /// Booked minutes of the open minutes, in percent.
        Utilisation = "utilisation",
        /// Minutes behind the end of the last session, on average over the provider's days.
        OvertimeMinutes = "overtime_minutes",
        WaitMedianMinutes = "wait_median_minutes",
        WaitP90Minutes = "wait_p90_minutes",
        /// Calendar days from asking to the visit.
        LeadMedianDays = "lead_median_days",
        LeadP90Days = "lead_p90_days",
        /// Requests for which nothing was free within the horizon, in percent.
        Unmet = "unmet",
    }
}

impl Counts {
    pub(super) fn note(&mut self, value: u32) {
        let at = usize::try_from(value).unwrap_or(HIGHEST).min(HIGHEST);
        if self.of.len() <= at {
            self.of.resize(at + 1, 0);
        }
        self.of[at] += 1;
        self.total += 1;
        self.sum += at as u64;
    }

    fn add(&mut self, other: &Counts) {
        if self.of.len() < other.of.len() {
            self.of.resize(other.of.len(), 0);
        }
        self.of.iter_mut().zip(&other.of).for_each(|(one, other)| *one += other);
        self.total += other.total;
        self.sum += other.sum;
    }

    pub(super) fn mean(&self) -> Option<f64> {
        (self.total > 0).then(|| self.sum as f64 / self.total as f64)
    }

    /// The least value that at least so many percent do not exceed.
    pub(super) fn percentile(&self, percent: u64) -> Option<f64> {
        let wanted = (self.total * percent).div_ceil(100).max(1);
        let mut so_far = 0;
        let found = self.of.iter().position(|count| {
            so_far += u64::from(*count);
            so_far >= wanted
        });
        found.map(|it| it as f64)
    }
}

impl Tally {
    pub(super) fn add(&mut self, other: &Tally) {
        self.open_minutes += other.open_minutes;
        self.booked_minutes += other.booked_minutes;
        self.asked += other.asked;
        self.placed += other.placed;
        self.unmet += other.unmet;
        self.beyond += other.beyond;
        self.overtime_minutes += other.overtime_minutes;
        self.days_worked += other.days_worked;
        self.third_next.add(&other.third_next);
        self.waits.add(&other.waits);
        self.leads.add(&other.leads);
    }

    /// Sums of several.
    #[must_use]
    pub fn together<'a>(all: impl IntoIterator<Item = &'a Tally>) -> Tally {
        let mut sum = Tally::default();
        all.into_iter().for_each(|it| sum.add(it));
        sum
    }

    /// `None` where there is nothing to measure.
    #[must_use]
    pub fn measure(&self, measure: Measure) -> Option<f64> {
        let share = |of: u64, all: u64| (all > 0).then(|| of as f64 / all as f64);
        match measure {
            Measure::ThirdNextDays => self.third_next.mean(),
            Measure::Utilisation => share(100 * self.booked_minutes, self.open_minutes),
            Measure::OvertimeMinutes => share(self.overtime_minutes, self.days_worked.into()),
            Measure::WaitMedianMinutes => self.waits.percentile(50),
            Measure::WaitP90Minutes => self.waits.percentile(90),
            Measure::LeadMedianDays => self.leads.percentile(50),
            Measure::LeadP90Days => self.leads.percentile(90),
            Measure::Unmet => share(100 * u64::from(self.unmet), self.asked.into()),
        }
    }

    pub(super) fn note_third_next(&mut self, day: Option<usize>, today: usize) {
        let days = day.map_or(u32::from(HORIZON_DAYS), |day| u32::try_from(day - today).unwrap_or(0));
        let days = days.min(u32::from(HORIZON_DAYS));
        self.third_next.note(days);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_least_value_that_so_many_do_not_exceed() {
        let mut counts = Counts::default();
        assert_eq!((counts.percentile(50), counts.mean()), (None, None));
        [4, 0, 9, 2_000, 4, 1, 7, 8, 2, 3].into_iter().for_each(|it| counts.note(it));
        // 0 1 2 3 4 4 7 8 9 1000
        assert_eq!(
            [1, 50, 60, 61, 90, 91, 100].map(|it| counts.percentile(it)),
            [0, 4, 4, 7, 9, 1_000, 1_000].map(|it| Some(f64::from(it)))
        );
    }
}
