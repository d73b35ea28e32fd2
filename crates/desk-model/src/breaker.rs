//! When a service is left alone: after some failures in a row, and longer each time it fails again.

use clinic_domain::time::Instant;

/// So many failures in a row, and it rests.
const MOST_FAILURES: u32 = 3;
const FIRST_REST_SECONDS: i64 = 30;
const LONGEST_REST_SECONDS: i64 = 15 * 60;

#[derive(Debug, Default)]
pub struct Breaker {
    failures: u32,
    rests_until: Option<Instant>,
}

impl Breaker {
    /// Until when it is left alone; none where it may be asked.
    pub fn rests(&self, now: Instant) -> Option<Instant> {
        // A clock that was put back does not make it rest longer than the longest rest.
        self.rests_until.filter(|it| now < *it && it.0 - now.0 <= LONGEST_REST_SECONDS)
    }

    pub fn went_well(&mut self) {
        *self = Breaker::default();
    }

    pub fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        if let Some(more) = self.failures.checked_sub(MOST_FAILURES) {
            let rest = (FIRST_REST_SECONDS << more.min(8)).min(LONGEST_REST_SECONDS);
            self.rests_until = Some(Instant(now.0 + rest));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_left_alone_after_three_failures_and_longer_after_each_more() {
        let mut breaker = Breaker::default();
        let mut now = Instant(1_000);
        for _ in 0..2 {
            breaker.failed(now);
            assert_eq!(breaker.rests(now), None);
        }
        for rest in [30, 60, 120, 240, 480, 900, 900] {
            breaker.failed(now);
            assert_eq!(breaker.rests(now), Some(Instant(now.0 + rest)));
            now = Instant(now.0 + rest);
            assert_eq!(breaker.rests(now), None, "one call is let through");
        }
        breaker.went_well();
        breaker.failed(now);
        assert_eq!(breaker.rests(now), None);
    }

    #[test]
    fn a_clock_that_is_put_back_ends_a_rest() {
        let mut breaker = Breaker::default();
        (0..3).for_each(|_| breaker.failed(Instant(1_000_000)));
        assert_eq!(breaker.rests(Instant(0)), None);
    }
}
