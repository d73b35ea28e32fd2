//! One provider's session, filled from its start to its end: each visit begins when the provider is free again, after
//! a gap now and then. In the ordinary lane nothing can overlap, because time only moves on.

use super::{
    dice::Dice,
    kinds::{Kind, Practitioner},
    panels::Who,
};
use clinic_domain::{
    appointment::AppointmentStatus as Status,
    time::{Instant, Period},
};

/// A visit that is going to be: what, when, in which lane.
#[derive(Clone, Copy, Debug)]
pub(super) struct Draft {
    /// The provider's place at the site.
    pub provider: usize,
    pub kind: Kind,
    pub start: Instant,
    pub lane: u8,
    pub is_cancelled: bool,
    /// How it stands by now, where that is not thrown.
    pub stands: Option<Status>,
    pub who: Who,
}

/// What decides how full a session gets.
#[derive(Clone, Copy)]
pub(super) struct Fullness {
    /// Share of open time that is booked when nothing is left over: below 1.
    pub utilisation: f64,
    /// Share of those visits that are booked already: 1 in the past, less and less in the future.
    pub booked: f64,
}

/// Every tenth visit is cancelled in the end ...
const CANCELLED: f64 = 0.106;
/// ... and most of their times are given to somebody else.
const REFILLED: f64 = 0.6;
/// A session that gets one more visit beside another.
const OVERBOOKED: f64 = 0.12;

impl Draft {
    /// What the patient is told.
    pub(super) fn minutes(&self) -> u32 {
        u32::from(self.kind.of().minutes)
    }

    /// When the room is taken, cleaning included.
    pub(super) fn in_room(&self) -> Option<Period> {
        let of = self.kind.of();
        let taken = u32::from(of.minutes + of.buffer_after);
        Period::of_minutes(self.start, taken).filter(|_| of.in_room)
    }

    /// When the provider is taken.
    pub(super) fn with_provider(&self) -> Option<Period> {
        let of = self.kind.of();
        let from = self.start.plus_minutes(i64::from(of.provider_from));
        Period::of_minutes(from, u32::from(of.provider_taken()))
    }
}

pub(super) fn fill(
    session: Period,
    (provider, practitioner): (usize, Practitioner),
    fullness: Fullness,
    dice: &mut Dice,
    drafts: &mut Vec<Draft>,
) {
    let first = drafts.len();
    let gap = practitioner.mean_minutes() * (1.0 - fullness.utilisation) / fullness.utilisation;
    let mut free_from = session.start();
    loop {
        free_from = free_from.plus_minutes(grid(dice.exponential(gap)));
        let kind = dice.weighted(practitioner.mix());
        let Some(draft) = fitting(session, free_from, provider, kind).or_else(|| {
            let shorter = if practitioner == Practitioner::Nurse { Kind::NurseVisit } else { Kind::Short };
            fitting(session, free_from, provider, shorter)
        }) else {
            break;
        };
        free_from = draft.with_provider().map_or(session.end(), |it| it.end());
        if !dice.chance(fullness.booked) {
            continue;
        }
        let is_cancelled = dice.chance(CANCELLED);
        drafts.push(Draft { is_cancelled, ..draft });
        if is_cancelled && dice.chance(REFILLED) {
            drafts.push(draft);
        }
    }
    if dice.chance(OVERBOOKED) && practitioner != Practitioner::Nurse {
        overbook(session, first, dice, drafts);
    }
}

/// A short visit beside one that is booked.
fn overbook(session: Period, first: usize, dice: &mut Dice, drafts: &mut Vec<Draft>) {
    if drafts.len() == first {
        return;
    }
    let beside = drafts[first + dice.below((drafts.len() - first) as u32) as usize];
    let wanted = Draft { kind: Kind::Short, lane: 1, is_cancelled: false, ..beside };
    let fits = wanted.with_provider().is_some_and(|it| session.contains(&it));
    if fits && !beside.is_cancelled && beside.kind == Kind::FollowUp {
        drafts.push(wanted);
    }
}

/// The visit whose provider part begins when the provider is free, if all of it lies in the session.
fn fitting(session: Period, free_from: Instant, provider: usize, kind: Kind) -> Option<Draft> {
    let before = i64::from(kind.of().provider_from);
    let start = free_from.plus_minutes(-before).max(session.start());
    let draft =
        Draft { provider, kind, start, lane: 0, is_cancelled: false, stands: None, who: Who::Anybody };
    let taken = i64::from(kind.of().minutes + kind.of().buffer_after);
    (start.plus_minutes(taken) <= session.end()).then_some(draft)
}

/// Minutes on the grid of five.
fn grid(minutes: f64) -> i64 {
    (minutes / 5.0).round() as i64 * 5
}
