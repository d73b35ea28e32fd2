//! Chance out of a seed: the same seed and stream throw the same numbers on every machine.
//!
//! SplitMix64 (Steele, Lea, Flood: "Fast Splittable Pseudorandom Number Generators", 2014). Nothing secret is made
//! with it.

pub(super) struct Dice(u64);

/// What a stream of throws is for: one does not disturb the other.
#[derive(Clone, Copy)]
pub(super) enum Stream {
    Setup = 1,
    Patient = 2,
    Day = 4,
    Visit = 5,
}

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Dice {
    pub(super) fn new(seed: u64, stream: Stream, number: u64) -> Self {
        // Mixed twice: states that lie a step apart would throw the same numbers, one throw later.
        Self(mixed(mixed(seed ^ mixed(stream as u64)) ^ mixed(!number)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mixed(self.0)
    }

    /// 0 to `bound - 1`; 0 for a bound of 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        // The upper half of a product: at most `bound - 1`.
        ((u64::from(self.next() as u32) * u64::from(bound)) >> 32) as u32
    }

    /// `from` to `to`, both included.
    pub(super) fn between(&mut self, from: i64, to: i64) -> i64 {
        from + i64::from(self.below(u32::try_from(to - from + 1).unwrap_or(1)))
    }

    /// 0 up to 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    pub(super) fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// Waiting times: mostly short, sometimes long.
    pub(super) fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.share()).ln()
    }

    pub(super) fn pick<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len() as u32) as usize]
    }

    /// One of the values, by weight.
    pub(super) fn weighted<T: Copy>(&mut self, of: &[(T, u32)]) -> T {
        let total = of.iter().map(|it| it.1).sum();
        let mut left = self.below(total);
        for (value, weight) in of {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        of[0].0
    }
}

fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throws_are_even_repeatable_and_apart() {
        let throw = |seed, stream, number| {
            let mut dice = Dice::new(seed, stream, number);
            (0..6_000).map(|_| dice.below(6)).collect::<Vec<_>>()
        };
        let throws = throw(7, Stream::Day, 1);
        for face in 0..6 {
            let count = throws.iter().filter(|it| **it == face).count();
            assert!((850..1150).contains(&count), "{face} came {count} times");
        }
        assert_eq!(throws, throw(7, Stream::Day, 1));
        assert_ne!(throws, throw(7, Stream::Day, 2));
        assert_ne!(throws, throw(7, Stream::Visit, 1));
        assert_ne!(throws, throw(8, Stream::Day, 1));
        for number in 0..20 {
            let (one, next) = (throw(7, Stream::Patient, number), throw(7, Stream::Patient, number + 1));
            assert!(
                (0..20).all(|shift| one[shift..shift + 50] != next[..50]),
                "streams are the same, shifted"
            );
        }
    }

    #[test]
    fn ranges_hold_their_ends() {
        let mut dice = Dice::new(1, Stream::Setup, 0);
        let throws: Vec<i64> = (0..1000).map(|_| dice.between(-2, 2)).collect();
        assert_eq!((throws.iter().min(), throws.iter().max()), (Some(&-2), Some(&2)));
        assert_eq!(dice.below(0), 0);
        let mean = (0..10_000).map(|_| dice.exponential(5.0)).sum::<f64>() / 10_000.0;
        assert!((4.7..5.3).contains(&mean), "{mean}");
        let heavy = (0..1000).filter(|_| dice.weighted(&[("a", 9), ("b", 1)]) == "a").count();
        assert!((860..940).contains(&heavy), "{heavy}");
    }
}
