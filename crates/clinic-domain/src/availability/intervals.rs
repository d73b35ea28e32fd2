//! Sweeps over periods that are sorted by their start: the whole arithmetic of the engine.

use crate::time::Period;

/// Sorts, and joins what overlaps or touches.
pub(super) fn merge(periods: &mut Vec<Period>) {
    periods.sort_unstable();
    let mut kept = 0;
    for next in 1..periods.len() {
        let (last, it) = (periods[kept], periods[next]);
        if it.start() <= last.end() {
            // Both are not empty, so that their hull is not either.
            periods[kept] = Period::new(last.start(), last.end().max(it.end())).unwrap_or(last);
        } else {
            kept += 1;
            periods[kept] = it;
        }
    }
    periods.truncate(kept + 1);
}

/// What is left of `open` (disjoint) outside everything in `taken`, which may overlap itself. Both sorted by
/// start. `during` says which period an element takes; `None` leaves it out.
pub(super) fn subtract<T>(
    open: &[Period],
    taken: &[T],
    during: impl Fn(&T) -> Option<Period>,
    into: &mut Vec<Period>,
) {
    let mut first = 0;
    for gap in open {
        while first < taken.len() && during(&taken[first]).is_none_or(|it| it.end() <= gap.start()) {
            first += 1;
        }
        let mut at = gap.start();
        for it in taken[first..].iter().filter_map(&during) {
            if it.start() >= gap.end() {
                break;
            }
            into.extend(Period::new(at, it.start()));
            at = at.max(it.end());
        }
        into.extend(Period::new(at, gap.end()));
    }
}

/// What lies in both. Both sorted and disjoint.
pub(super) fn intersect(one: &[Period], other: &[Period]) -> Vec<Period> {
    let mut both = Vec::new();
    let (mut of_one, mut of_other) = (0, 0);
    while let (Some(a), Some(b)) = (one.get(of_one), other.get(of_other)) {
        both.extend(a.intersection(b));
        if a.end() <= b.end() { of_one += 1 } else { of_other += 1 }
    }
    both
}

/// How long they are together.
pub(super) fn seconds_of(disjoint: &[Period]) -> i64 {
    disjoint.iter().map(Period::seconds).sum()
}

/// Whether anything of `wanted` lies in one of the `sorted` and disjoint periods.
pub(super) fn overlaps_any(sorted: &[Period], wanted: &Period) -> bool {
    let before_its_end = sorted.partition_point(|it| it.start() < wanted.end());
    before_its_end > 0 && sorted[before_its_end - 1].overlaps(wanted)
}

/// Whether one of the `sorted` and disjoint periods contains the whole of `wanted`.
pub(super) fn covers(sorted: &[Period], wanted: &Period) -> bool {
    let after = sorted.partition_point(|it| it.start() <= wanted.start());
    after > 0 && sorted[after - 1].contains(wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    fn periods(of: &[(i64, i64)]) -> Vec<Period> {
        of.iter().map(|&(start, end)| Period::new(Instant(start), Instant(end)).unwrap()).collect()
    }

    #[test]
    fn what_touches_counts_as_one() {
        let mut of = periods(&[(10, 20), (0, 5), (20, 30), (25, 27), (31, 32)]);
        merge(&mut of);
        assert_eq!(of, periods(&[(0, 5), (10, 30), (31, 32)]));
    }

    #[test]
    fn a_long_period_takes_from_every_gap_that_it_reaches() {
        let (open, taken) = (periods(&[(0, 10), (20, 30), (40, 50)]), periods(&[(2, 45), (3, 4), (47, 48)]));
        let mut left = Vec::new();
        subtract(&open, &taken, |it| Some(*it), &mut left);
        assert_eq!(left, periods(&[(0, 2), (45, 47), (48, 50)]));
    }

    #[test]
    fn what_lies_in_both_ends_with_either() {
        let (one, other) = (periods(&[(0, 10), (20, 30), (40, 41)]), periods(&[(5, 22), (24, 26), (29, 50)]));
        let both = periods(&[(5, 10), (20, 22), (24, 26), (29, 30), (40, 41)]);
        assert_eq!((intersect(&one, &other), intersect(&other, &one)), (both.clone(), both.clone()));
        assert_eq!(seconds_of(&both), 11);
    }

    #[test]
    fn two_periods_do_not_cover_what_lies_across_them() {
        let sorted = periods(&[(0, 10), (11, 20)]);
        let of = |start, end| covers(&sorted, &periods(&[(start, end)])[0]);
        assert!(of(0, 10) && of(12, 20) && !of(9, 12) && !of(-1, 3) && !of(20, 21));
    }
}
