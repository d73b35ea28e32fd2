//! The demand of one run: the year that was, with its weeks drawn anew.
//!
//! Invariants: a draw knows no schedule, so that both schedules of a run meet the same patients; and it depends on nothing
//! but the demand, the seed and the number of the run.

use super::{
    chance::Chance,
    demand::{AS_PLANNED, Asked, Demand, Request},
    free_time::Need,
    past::Outcome,
    timetable::DAY,
};

/// A week's requests are those of a week at most so far from it: the season stays.
const NEIGHBOURING_WEEKS: usize = 4;
const WEEK: i32 = 7 * DAY;

/// A request as one run has it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    pub(super) asked: i32,
    /// Not before this minute: the wish, and the type's notice.
    pub(super) earliest: i32,
    pub(super) need: Need,
    pub(super) outcome: Outcome,
    /// Minutes from asking to the visit as it really was.
    lead: i32,
    /// In thousandths of what was planned.
    pace: u16,
    /// Minutes after the time.
    punctuality: i16,
}

/// Which week's requests each week of the run has.
pub(super) fn weeks(demand: &Demand, seed: u64, run: u32) -> Vec<usize> {
    let full = demand.days / 7;
    let mut chance = Chance::of(seed, run, usize::MAX);
    let source = |week: usize| {
        // The last week may be cut off: it stays itself.
        if week >= full {
            return week;
        }
        let first = week.saturating_sub(NEIGHBOURING_WEEKS);
        let last = (week + NEIGHBOURING_WEEKS).min(full - 1);
        first + chance.below(last - first + 1)
    };
    (0..demand.weeks()).map(source).collect()
}

/// By the time of asking. What was asked for before the year began stays as it was.
pub(super) fn draw(demand: &Demand, asked: &Asked, weeks: &[usize], chance: &mut Chance) -> Vec<Drawn> {
    let requests = &asked.requests;
    let since = |minute: i32| requests.partition_point(|it| it.asked < minute);
    let mut drawn = Vec::with_capacity(requests.len() + requests.len() / 8);
    let mut push = |it: &Request, weeks_on: i32| drawn.push(Drawn::of(demand, asked, it, weeks_on, chance));
    requests[..since(0)].iter().for_each(|it| push(it, 0));
    for (week, &source) in weeks.iter().enumerate() {
        let from = source as i32 * WEEK;
        let to = (from + WEEK).min(demand.days as i32 * DAY);
        let weeks_on = week as i32 - source as i32;
        requests[since(from)..since(to)].iter().for_each(|it| push(it, weeks_on));
    }
    drawn
}

impl Drawn {
    fn of(demand: &Demand, of: &Asked, it: &Request, weeks_on: i32, chance: &mut Chance) -> Drawn {
        let kind = usize::from(it.kind);
        let asked = it.asked + weeks_on * WEEK;
        let wished = (asked.div_euclid(DAY) + it.wished_after_days) * DAY;
        // Drawn whether needed or not: one request's luck does not depend on another's.
        let fate = chance.one_of(&of.fates[kind]).unwrap_or((Outcome::Came, it.lead));
        let (outcome, lead) = if it.outcome == Outcome::Unknown { fate } else { (it.outcome, it.lead) };
        Drawn {
            asked,
            earliest: wished.max(asked.saturating_add(demand.kinds[kind].notice)).max(0),
            need: demand.kinds[kind].need(it.kind, it.minutes),
            outcome,
            lead,
            pace: chance.one_of(&of.paces[kind]).unwrap_or(AS_PLANNED),
            punctuality: chance.one_of(&demand.punctuality).unwrap_or(0),
        }
    }

    /// When it is called off if it starts then: as long before as it really was, or where it does not stand so long, after
    /// the same share of its time.
    pub(super) fn gone(&self, start: i32) -> Option<i32> {
        let Outcome::CalledOff { before } = self.outcome else { return None };
        let (before, stands) = (i32::try_from(before).unwrap_or(i32::MAX), start - self.asked);
        let share = || i64::from(before.min(self.lead)) * i64::from(stands) / i64::from(self.lead);
        let before = if before < stands { before } else { i32::try_from(share()).unwrap_or(0) };
        Some(start - before)
    }

    /// From when on the patient can be seen, and for how long.
    pub(super) fn ready(&self, start: i32) -> (i32, i32) {
        let minutes = (i32::from(self.need.minutes) * i32::from(self.pace) + 500) / 1_000;
        (start + i32::from(self.punctuality.max(0)), minutes)
    }
}
