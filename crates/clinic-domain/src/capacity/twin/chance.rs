//! Chance from a seed, so that a run can be had again.

/// splitmix64 (Steele, Lea and Flood, 2014).
#[derive(Clone, Debug)]
pub(super) struct Chance(u64);

impl Chance {
    /// One stream for each combination of these.
    pub(super) fn of(seed: u64, run: u32, stream: usize) -> Chance {
        let mut chance = Chance(seed);
        for part in [u64::from(run), stream as u64] {
            chance.0 = chance.next() ^ part;
        }
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let it = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    /// From 0 to below the bound, which is not 0: the high half of a product, without a division.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }

    /// One of these; `None` of none, after as many steps.
    pub(super) fn one_of<T: Copy>(&mut self, these: &[T]) -> Option<T> {
        let at = self.below(these.len().max(1));
        these.get(at).copied()
    }
}
