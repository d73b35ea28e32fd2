//! When a lane tries again: soon at first, then at longer and longer distances, and never all desks at once.

/// How long a lane rests after it failed so many times in a row.
#[derive(Debug)]
pub struct Pace {
    failures: u32,
    /// What spreads the desks: each has another number, and another one each time.
    dice: u64,
}

const FIRST_MS: u64 = 500;
const LONGEST_MS: u64 = 60_000;

impl Pace {
    #[must_use]
    pub const fn new(dice: u64) -> Pace {
        Pace { failures: 0, dice }
    }

    pub const fn went_well(&mut self) {
        self.failures = 0;
    }

    /// How many milliseconds to rest: anything between half of the distance and all of it, and not less than `at_least`.
    pub fn failed(&mut self, at_least: u64) -> u64 {
        let distance = (FIRST_MS << self.failures.min(16)).min(LONGEST_MS);
        self.failures = self.failures.saturating_add(1);
        let spread = self.roll() % (distance / 2);
        (distance / 2 + spread).max(at_least)
    }

    /// SplitMix64.
    const fn roll(&mut self) -> u64 {
        self.dice = self.dice.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let it = (self.dice ^ (self.dice >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        it ^ (it >> 31)
    }
}
