//! Days and minutes as they are counted: most are small, so that how often each occurs is kept instead of each.

use super::{Figure, Why};

/// Two days in minutes: a visit takes no longer, and hardly anybody books so many days ahead.
const SMALL: usize = 2 * 24 * 60;

/// Numbers that are not negative.
#[derive(Clone, Debug, Default)]
pub(super) struct Values {
    /// How often each occurs, up to the largest of the small ones that does.
    small: Vec<u32>,
    large: Vec<i64>,
    pub(super) count: u64,
}

impl Values {
    pub(super) fn add(&mut self, it: i64) {
        self.count += 1;
        match usize::try_from(it) {
            Ok(at) if at < SMALL => {
                if at >= self.small.len() {
                    self.small.resize(at + 1, 0);
                }
                self.small[at] += 1;
            }
            _ => self.large.push(it),
        }
    }

    pub(super) fn join(&mut self, other: &Values) {
        self.small.resize(self.small.len().max(other.small.len()), 0);
        self.small.iter_mut().zip(&other.small).for_each(|(mine, other)| *mine += other);
        self.large.extend(&other.large);
        self.count += other.count;
    }

    pub(super) fn sum(&self) -> u64 {
        let small = self.small.iter().zip(0..).map(|(times, it)| u64::from(*times) * it);
        small.sum::<u64>() + self.large.iter().map(|it| it.unsigned_abs()).sum::<u64>()
    }

    /// By nearest rank: the smallest value that at least half, or nine tenths, of all do not exceed.
    pub(super) fn spread(mut self, otherwise: Why) -> Figure {
        self.large.sort_unstable();
        let [median, p90] = [5, 9].map(|tenths| self.ranked((self.count * tenths).div_ceil(10)));
        match median.zip(p90) {
            Some((median, p90)) => Figure::Spread { median, p90, of: self.count },
            None => Figure::Unknown(otherwise),
        }
    }

    /// The value of that rank, 1 for the smallest, with the large ones sorted.
    fn ranked(&self, rank: u64) -> Option<i64> {
        let mut below = 0;
        for (times, value) in self.small.iter().zip(0..) {
            below += u64::from(*times);
            if rank > 0 && below >= rank {
                return Some(value);
            }
        }
        self.large.get(usize::try_from(rank.checked_sub(below + 1)?).ok()?).copied()
    }
}

impl FromIterator<i64> for Values {
    fn from_iter<I: IntoIterator<Item = i64>>(all: I) -> Values {
        let mut values = Values::default();
        all.into_iter().for_each(|it| values.add(it));
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(values: &[i64]) -> Figure {
        values.iter().copied().collect::<Values>().spread(Why::Nothing)
    }

    #[test]
    fn the_middle_and_the_ninth_of_ten_are_values_that_occur() {
        assert_eq!(spread(&[]), Figure::Unknown(Why::Nothing));
        assert_eq!(spread(&[7]), Figure::Spread { median: 7, p90: 7, of: 1 });
        assert_eq!(spread(&[9, 1]), Figure::Spread { median: 1, p90: 9, of: 2 });
        assert_eq!(spread(&[5, 1, 9]), Figure::Spread { median: 5, p90: 9, of: 3 });
        assert_eq!(spread(&[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]), Figure::Spread { median: 5, p90: 9, of: 10 });
    }

    #[test]
    fn large_values_stand_behind_the_small_ones() {
        assert_eq!(spread(&[9_000, 3, 8_000]), Figure::Spread { median: 8_000, p90: 9_000, of: 3 });
        assert_eq!(spread(&[9_000, 3, 0]), Figure::Spread { median: 3, p90: 9_000, of: 3 });
        let (mut one, other): (Values, Values) =
            ([1, 9_000].into_iter().collect(), [4, 1].into_iter().collect());
        one.join(&other);
        assert_eq!(one.sum(), 9_006);
        assert_eq!(one.spread(Why::Nothing), Figure::Spread { median: 1, p90: 9_000, of: 4 });
    }
}
