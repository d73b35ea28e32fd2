//! One run: a drawn year goes through both schedules.
//!
//! Invariants: every request is placed, unmet or beyond; no two visits of a provider overlap; a run is a function of the
//! demand, the schedules, the seed and its number, so that runs may be done anywhere and in any order.

use super::{
    chance::Chance,
    demand::{Asked, Demand},
    draw::{Drawn, draw, weeks},
    free_time::FreeTime,
    past::Outcome,
    queue::{Patient, see},
    really::{sample, sampled_at},
    tally::Tally,
    timetable::{DAY, HORIZON_DAYS, Hours, Span, Timetable, minutes_of},
};
use crate::{availability::Compared, id::ResourceId};
use std::{cmp::Reverse, collections::BinaryHeap};

/// The tallies of one run by provider, as [`Demand::providers`].
pub type Run = Compared<Vec<Tally>>;

/// A visit of a run, in minutes of the wall clock after the first day's midnight: what the laws look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunVisit {
    pub provider: ResourceId,
    /// Its place among the setup's types.
    pub kind: u16,
    pub asked: i32,
    /// Before this it is not wished for.
    pub earliest: i32,
    /// `None`: unmet, or beyond.
    pub start: Option<i32>,
    pub minutes: u16,
    pub called_off_at: Option<i32>,
}

/// Run number `run` of a seed. Both schedules are of the same providers and days as the demand.
#[must_use]
pub fn run(demand: &Demand, schedules: Compared<&Timetable>, seed: u64, run: u32) -> Run {
    let weeks = weeks(demand, seed, run);
    let mut result = Run { before: Vec::new(), after: Vec::new() };
    for (at, asked) in demand.providers.iter().enumerate() {
        let drawn = draw(demand, asked, &weeks, &mut Chance::of(seed, run, at));
        let tally = |it: &Timetable| Year::of(it, &it.providers[at]).replay(asked, &drawn, |_, _| ());
        result.before.push(tally(schedules.before));
        result.after.push(tally(schedules.after));
    }
    result
}

/// The visits of a run under one schedule, in the order in which they were asked for.
#[must_use]
pub fn run_visits(demand: &Demand, schedule: &Timetable, seed: u64, run: u32) -> Vec<RunVisit> {
    let weeks = weeks(demand, seed, run);
    let mut visits = Vec::new();
    for (at, asked) in demand.providers.iter().enumerate() {
        let drawn = draw(demand, asked, &weeks, &mut Chance::of(seed, run, at));
        let hours = &schedule.providers[at];
        Year::of(schedule, hours).replay(asked, &drawn, |it, start| {
            visits.push(RunVisit {
                provider: hours.provider,
                kind: it.need.kind,
                asked: it.asked,
                earliest: it.earliest,
                start,
                minutes: it.need.minutes,
                called_off_at: start.and_then(|start| it.gone(start)),
            });
        });
    }
    visits
}

/// A provider's year as it is being replayed.
struct Year<'a> {
    timetable: &'a Timetable,
    hours: &'a Hours,
    free: FreeTime<'a>,
    /// What will be called off: when, on which day, and what time that gives back.
    to_be_gone: BinaryHeap<Reverse<(i32, usize, Span)>>,
    /// Who comes, by day.
    came: Vec<(usize, Patient)>,
    tally: Tally,
}

impl<'a> Year<'a> {
    fn of(timetable: &'a Timetable, hours: &'a Hours) -> Year<'a> {
        let open_minutes = minutes_of(&hours.days[..timetable.days]);
        Year {
            timetable,
            hours,
            free: FreeTime::of(&hours.days, timetable.grid),
            to_be_gone: BinaryHeap::new(),
            came: Vec::new(),
            tally: Tally { open_minutes, ..Tally::default() },
        }
    }

    fn replay(mut self, asked: &Asked, drawn: &[Drawn], mut note: impl FnMut(&Drawn, Option<i32>)) -> Tally {
        let mut samples = sampled_at(self.timetable).peekable();
        for it in drawn {
            while let Some(at) = samples.next_if(|at| *at <= it.asked) {
                self.look(asked, at);
            }
            self.give_back(it.asked);
            note(it, self.place(it));
        }
        samples.for_each(|at| self.look(asked, at));
        self.work();
        self.tally
    }

    fn look(&mut self, asked: &Asked, at: i32) {
        self.give_back(at);
        sample(&self.free, asked.ordinary.as_ref(), at, &mut self.tally);
    }

    fn give_back(&mut self, until: i32) {
        while self.to_be_gone.peek().is_some_and(|it| it.0.0 <= until) {
            if let Some(Reverse((_, day, span))) = self.to_be_gone.pop() {
                self.free.give_back(day, span);
            }
        }
    }

    /// The first time that fits; when the visit starts.
    fn place(&mut self, it: &Drawn) -> Option<i32> {
        self.tally.asked += 1;
        let Some((day, start)) =
            self.free.first_fit(&it.need, it.asked.div_euclid(DAY), it.earliest, HORIZON_DAYS)
        else {
            let last = it.earliest / DAY + i32::from(HORIZON_DAYS);
            let is_cut = usize::try_from(last).is_ok_and(|last| last >= self.hours.days.len());
            if is_cut {
                self.tally.beyond += 1
            } else {
                self.tally.unmet += 1
            }
            return None;
        };
        self.tally.placed += 1;
        let span = it.need.at(start);
        self.free.take(day, span);
        let at = day as i32 * DAY + i32::from(start);
        let gone = it.gone(at);
        self.to_be_gone.extend(gone.map(|gone| Reverse((gone, day, span))));
        if day < self.timetable.days {
            if it.asked >= 0 {
                self.tally.leads.note((at / DAY - it.asked / DAY).unsigned_abs());
            }
            if gone.is_none() {
                self.tally.booked_minutes += u64::from(it.need.minutes);
            }
            if it.outcome == Outcome::Came {
                let (ready, minutes) = it.ready(at);
                self.came.push((day, Patient { ready, minutes }));
            }
        }
        Some(at)
    }

    /// Every day with its patients.
    fn work(&mut self) {
        self.came.sort_unstable();
        let tally = &mut self.tally;
        for of_day in self.came.chunk_by(|one, next| one.0 == next.0) {
            let day = of_day[0].0;
            let patients: Vec<Patient> = of_day.iter().map(|it| it.1).collect();
            let out = see(&patients, |wait| tally.waits.note(wait.unsigned_abs()));
            if let Some((out, end)) = out.zip(self.hours.days[day].end()) {
                let over = out - (day as i32 * DAY + i32::from(end));
                tally.days_worked += 1;
                tally.overtime_minutes += u64::try_from(over).unwrap_or(0);
            }
        }
    }
}
