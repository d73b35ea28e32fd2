//! How somebody is here: walked in or expected, how urgent it is that they are seen, and the number they wait by.

use crate::code_enum;

code_enum! {
    /// How soon somebody who came has to be seen, most urgent first: the five steps that the Manchester, the Australasian
    /// and the Emergency Severity scales have in common, in neutral words. Said by a person; the desk never guesses it.
    TriageCategory {
        Immediate = "immediate",
        VeryUrgent = "very_urgent",
        Urgent = "urgent",
        Standard = "standard",
        NonUrgent = "non_urgent",
    }
}

/// Within how many minutes of coming each category is to be seen, in the order of the categories.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TriageTargets(pub [u16; 5]);

impl TriageTargets {
    /// Nobody's target is longer: a day.
    pub const MOST_MINUTES: u16 = 24 * 60;

    #[must_use]
    pub const fn minutes(self, category: TriageCategory) -> u16 {
        self.0[category as usize]
    }
}

/// The Manchester scale's own.
impl Default for TriageTargets {
    fn default() -> Self {
        TriageTargets([0, 10, 60, 120, 240])
    }
}

/// What a visit has of it. It belongs to one day at one location: a visit that is moved elsewhere starts anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Booked at the counter, for somebody who stood there.
    pub is_walk_in: bool,
    pub triage: Option<TriageCategory>,
    /// 1, 2, 3 ... for each location and day; the arbiter gives every number once.
    pub queue_number: Option<u32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_urgent_the_sooner() {
        let targets = TriageTargets::default();
        assert!(TriageCategory::ALL.is_sorted());
        assert!(TriageCategory::ALL.is_sorted_by_key(|it| targets.minutes(*it)));
        assert_eq!(targets.minutes(TriageCategory::Urgent), 60);
    }
}
