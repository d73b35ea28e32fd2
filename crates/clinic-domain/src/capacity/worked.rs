//! How open time is used: minutes and slots of sessions, whichever visits lie in them.
//!
//! Two visits at the same time take it once, so that no share exceeds the whole: what was booked on top of others is a
//! metric of its own. Whether a visit begins on one of the days does not matter here, only where its minutes lie.

use super::{
    Asked, Figure, Metric, OpenDay, Why,
    columns::{Columns, Taken, covered_seconds},
};
use crate::time::Period;

/// Seconds and slots, summed over days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Worked {
    open: i64,
    booked: i64,
    completed: i64,
    /// Of sessions that are over.
    over: i64,
    unused: i64,
    slots: i64,
    slots_booked: i64,
}

impl Worked {
    pub(super) fn of_all(asked: &Asked, open: &[OpenDay], columns: &Columns) -> Worked {
        let mut all = Worked::default();
        for day in open.iter().filter(|it| asked.days.contains(&it.day) && asked.scope.admits(*it)) {
            day.open.iter().for_each(|open| all.add(asked, day, *open, columns));
        }
        all
    }

    fn add(&mut self, asked: &Asked, day: &OpenDay, open: Period, columns: &Columns) {
        let near = columns.near(day.provider, open);
        let [booked, completed, fills] =
            [0, 1, 2].map(|of| near.iter().filter(move |it| it.counts[of]).map(Taken::own));
        self.open += open.seconds();
        self.booked += covered_seconds(open, booked);
        self.completed += covered_seconds(open, completed);
        if open.end() <= asked.now {
            let mut taken: Vec<Period> = near.iter().map(|it| it.taken).collect();
            taken.sort_unstable();
            self.over += open.seconds();
            self.unused += open.seconds() - covered_seconds(open, taken.into_iter());
        }
        if let Some(sold) = whole_slots(asked, open) {
            self.slots += sold.seconds() / slot_seconds(asked);
            self.slots_booked += touched_slots(sold, slot_seconds(asked), fills);
        }
    }

    pub(super) fn plus(self, it: Worked) -> Worked {
        Worked {
            open: self.open + it.open,
            booked: self.booked + it.booked,
            completed: self.completed + it.completed,
            over: self.over + it.over,
            unused: self.unused + it.unused,
            slots: self.slots + it.slots,
            slots_booked: self.slots_booked + it.slots_booked,
        }
    }

    pub(super) fn figure(&self, metric: Metric) -> Figure {
        match metric {
            Metric::FillRate => share(self.slots_booked, self.slots),
            Metric::CompletedUtilisation => share(self.completed / 60, self.open / 60),
            Metric::UnfilledCapacity => share(self.unused / 60, self.over / 60),
            _ => share(self.booked / 60, self.open / 60),
        }
    }
}

fn share(part: i64, whole: i64) -> Figure {
    Figure::share(part.unsigned_abs(), whole.unsigned_abs(), Why::NoHours)
}

/// What of a session its slots take: what is left at its end is none.
pub(super) fn whole_slots(asked: &Asked, open: Period) -> Option<Period> {
    let seconds = open.seconds() / slot_seconds(asked) * slot_seconds(asked);
    Period::new(open.start(), open.start().plus_seconds(seconds))
}

fn slot_seconds(asked: &Asked) -> i64 {
    i64::from(asked.slot_minutes.max(1)) * 60
}

/// How many slots are touched by anything of `sorted`: none of them can be sold as it is any more.
fn touched_slots(sold: Period, slot: i64, sorted: impl Iterator<Item = Period>) -> i64 {
    let (mut at, mut touched) = (0, 0);
    for it in sorted.filter_map(|it| it.intersection(&sold)) {
        let from = (it.start().0 - sold.start().0) / slot;
        // Rounded up.
        let to = (it.end().0 - sold.start().0 + slot - 1) / slot;
        touched += (to - from.max(at)).max(0);
        at = at.max(to);
    }
    touched
}
