//! A provider's free time through the replay: the booking rule of the engine as far as a replay needs it, and quick.
//!
//! A second rule beside `availability`, which is why a law holds it to that one: it knows sessions with their types, the
//! grid, notice and buffers; rooms, overbooks, groups, reserves and the patient's other visits it does not know.
//!
//! Invariants: what is free is open; `longest` is the longest free span of each day, so that a full day costs a comparison.

use super::timetable::{DAY, OpenTime, Span, joined};

/// What a visit takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Need {
    /// Its place among the types.
    pub(super) kind: u16,
    pub(super) before: u16,
    pub(super) minutes: u16,
    pub(super) after: u16,
}

impl Need {
    /// What it takes up when it starts then, buffers included.
    pub(super) fn at(&self, start: u16) -> Span {
        Span { from: start - self.before, to: start + self.minutes + self.after }
    }
}

#[derive(Clone, Debug)]
pub(super) struct FreeTime<'a> {
    open: &'a [OpenTime],
    grid: u16,
    free: Vec<Vec<Span>>,
    longest: Vec<u16>,
}

impl<'a> FreeTime<'a> {
    pub(super) fn of(open: &'a [OpenTime], grid: u16) -> FreeTime<'a> {
        let free: Vec<Vec<Span>> = open.iter().map(|it| it.all.clone()).collect();
        let longest = free.iter().map(|it| longest(it)).collect();
        FreeTime { open, grid, free, longest }
    }

    /// The first start from `earliest` (a minute after the first day's midnight) on, within so many days of it and
    /// as things stand on a day.
    pub(super) fn first_fit(
        &self,
        need: &Need,
        today: i32,
        earliest: i32,
        within_days: u16,
    ) -> Option<(usize, u16)> {
        let earliest = earliest.max(0);
        let first = usize::try_from(earliest / DAY).ok()?;
        let not_before = u16::try_from(earliest % DAY).ok()?;
        let last = self.free.len().min(first + usize::from(within_days) + 1);
        let takes = need.before + need.minutes + need.after;
        let days = self.longest.get(first..last)?.iter().enumerate();
        days.filter(|(_, longest)| takes <= **longest).find_map(|(ahead, _)| {
            let not_before = if ahead == 0 { not_before } else { 0 };
            let start = self.fit(first + ahead, need, today, not_before)?;
            Some((first + ahead, start))
        })
    }

    /// The day of the third visit that could be booked one after the other.
    pub(super) fn third_next(
        &self,
        need: &Need,
        today: i32,
        earliest: i32,
        within_days: u16,
    ) -> Option<usize> {
        let last = earliest.max(0) / DAY + i32::from(within_days);
        let (mut at, mut third) = (earliest, None);
        for _ in 0..3 {
            let left = u16::try_from(last - at.max(0) / DAY).ok()?;
            let (day, start) = self.first_fit(need, today, at, left)?;
            // The next one begins behind this one, with the buffers of both between them.
            at = i32::try_from(day).ok()? * DAY + i32::from(need.at(start).to + need.before);
            third = Some(day);
        }
        third
    }

    fn fit(&self, day: usize, need: &Need, today: i32, not_before: u16) -> Option<u16> {
        let free = &self.free[day];
        let days_ahead = usize::try_from(day as i32 - today).unwrap_or(0);
        match self.open[day].taken(need.kind, days_ahead) {
            None => free.iter().find_map(|it| self.start_in(*it, need, not_before)),
            Some(taken) => free.iter().find_map(|one| {
                taken.iter().find_map(|other| {
                    let both = Span { from: one.from.max(other.from), to: one.to.min(other.to) };
                    self.start_in(both, need, not_before)
                })
            }),
        }
    }

    fn start_in(&self, span: Span, need: &Need, not_before: u16) -> Option<u16> {
        let start = (span.from + need.before).max(not_before).next_multiple_of(self.grid);
        // A start is a minute of its day.
        (start + need.minutes + need.after <= span.to && i32::from(start) < DAY).then_some(start)
    }

    /// Takes what is free.
    pub(super) fn take(&mut self, day: usize, taken: Span) {
        let free = &mut self.free[day];
        let at = free.partition_point(|it| it.to <= taken.from);
        let of = free[at];
        let rest = Span { from: taken.to, to: of.to };
        match (of.from < taken.from, rest.from < rest.to) {
            (true, true) => {
                free[at].to = taken.from;
                free.insert(at + 1, rest);
            }
            (true, false) => free[at].to = taken.from,
            (false, true) => free[at] = rest,
            (false, false) => {
                free.remove(at);
            }
        }
        self.longest[day] = longest(free);
    }

    /// Gives back what was taken.
    pub(super) fn give_back(&mut self, day: usize, taken: Span) {
        let free = &mut self.free[day];
        let at = free.partition_point(|it| it.to < taken.from);
        let touches_before = free.get(at).is_some_and(|it| it.to == taken.from);
        let after = at + usize::from(touches_before);
        let to = free.get(after).filter(|it| it.from == taken.to).map(|it| it.to);
        match (touches_before, to) {
            (true, Some(to)) => {
                free[at].to = to;
                free.remove(after);
            }
            (true, None) => free[at].to = taken.to,
            (false, Some(_)) => free[at].from = taken.from,
            (false, None) => free.insert(at, taken),
        }
        self.longest[day] = longest(free);
    }

    /// What is left of a day beside what really took its time, which may overlap itself and lie outside the hours.
    pub(super) fn set_busy(&mut self, day: usize, busy: &[Span]) {
        let mut left = Vec::new();
        let busy = joined(busy.to_vec());
        for open in &self.open[day].all {
            let mut at = open.from;
            for it in busy.iter().filter(|it| it.from < open.to && open.from < it.to) {
                if at < it.from {
                    left.push(Span { from: at, to: it.from });
                }
                at = it.to;
            }
            if at < open.to {
                left.push(Span { from: at, to: open.to });
            }
        }
        self.longest[day] = longest(&left);
        self.free[day] = left;
    }

    /// Whether the provider works at all in the time in which one would look.
    pub(super) fn has_hours(&self, day: usize, within_days: u16) -> bool {
        let last = self.open.len().min(day + usize::from(within_days) + 1);
        self.open.get(day..last).is_some_and(|days| days.iter().any(|it| !it.all.is_empty()))
    }
}

fn longest(free: &[Span]) -> u16 {
    free.iter().map(|it| it.to - it.from).max().unwrap_or(0)
}
