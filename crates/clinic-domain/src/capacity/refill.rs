//! What became of time that was given back.
//!
//! The rule: a time counts as filled again when visits of the same provider that were placed there after it was given
//! back and before it began, and that stand there in the end, cover at least half of its minutes. It is filled at the
//! moment at which the first of them was placed. A time that is given back twice counts twice. Only times whose beginning
//! has come are judged.

use super::{
    Asked, Released,
    columns::{Columns, covered_seconds},
};
use crate::time::Instant;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Refill<'a> {
    pub(super) released: &'a Released,
    /// When the first visit was placed in it; absent where it stayed empty.
    pub(super) filled_at: Option<Instant>,
}

impl Refill<'_> {
    /// How long it stood empty.
    pub(super) fn minutes(&self) -> Option<i64> {
        self.filled_at.map(|at| (at.0 - self.released.at.0) / 60)
    }
}

/// Of the asked days, in the order of `released`.
pub(super) fn refills<'a>(
    asked: &'a Asked,
    columns: &'a Columns,
    released: &'a [Released],
) -> impl Iterator<Item = Refill<'a>> {
    let is_asked = |it: &&Released| {
        asked.days.contains(&it.day) && it.during.start() <= asked.now && asked.scope.admits(*it)
    };
    released.iter().filter(is_asked).map(|it| refill(columns, it))
}

fn refill<'a>(columns: &Columns, released: &'a Released) -> Refill<'a> {
    let during = released.during;
    let near = columns.near(released.provider, during).iter();
    let after = near.filter_map(|it| Some((it, it.placed_at?))).filter(|(it, at)| {
        // Who moves within their own time leaves a part of it, and fills none.
        let is_later = *at > released.at || (*at == released.at && it.appointment != released.appointment);
        is_later && *at < during.start() && it.visit.overlaps(&during)
    });
    let mut filling: Vec<_> = after.map(|(it, at)| (it.visit, at)).collect();
    filling.sort_unstable();
    let covered = covered_seconds(during, filling.iter().map(|it| it.0));
    let first = filling.iter().map(|it| it.1).min();
    Refill { released, filled_at: first.filter(|_| covered * 2 >= during.seconds()) }
}
