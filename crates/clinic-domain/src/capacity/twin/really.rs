//! What really happened, replayed from the facts: its measures, and what each request wished for.
//!
//! A patient whose visit is on a later day than the first that had time wanted that later day, or was content with it; one
//! who got the first day, or nearly, would have come earlier if there had been time. Nobody wrote down which; that is the
//! most that the book can say.

use super::{
    demand::{Demand, Kind},
    free_time::{FreeTime, Need},
    past::{Outcome, PastVisit},
    tally::Tally,
    timetable::{DAY, HORIZON_DAYS, Hours, Span, Timetable, minutes_of},
};

/// Whoever came at most so many days behind the first free one took what there was.
const CONTENT_WITHIN_DAYS: i32 = 2;
/// Each Monday at eight, third next available is looked at.
pub(super) const SAMPLED_AT_MINUTE: i32 = 8 * 60;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Gone(usize),
    Sampled,
    Asked(usize),
    Placed(usize),
}

/// For each visit the days after asking before which it was not wished for; and the measures.
pub(super) fn really(
    timetable: &Timetable,
    hours: &Hours,
    visits: &[PastVisit],
    kinds: &[Kind],
    ordinary: Option<&(Need, i32)>,
) -> (Vec<i32>, Tally) {
    let need_of = |it: &PastVisit| kinds[usize::from(it.kind)].need(it.kind, it.minutes);
    let mut free = FreeTime::of(&hours.days, timetable.grid);
    let mut busy: Vec<Vec<Span>> = vec![Vec::new(); hours.days.len()];
    let mut wishes: Vec<i32> = visits.iter().map(|it| (it.day() - it.asked.div_euclid(DAY)).max(0)).collect();
    let mut tally = Tally { open_minutes: minutes_of(&hours.days[..timetable.days]), ..Tally::default() };
    for (at, event) in events(timetable, visits) {
        match event {
            Event::Sampled => sample(&free, ordinary, at, &mut tally),
            Event::Asked(which) => {
                let it = &visits[which];
                let earliest = at.saturating_add(kinds[usize::from(it.kind)].notice);
                let first = free.first_fit(&need_of(it), at.div_euclid(DAY), earliest, HORIZON_DAYS);
                let is_content = first.is_some_and(|first| it.day() - first.0 as i32 <= CONTENT_WITHIN_DAYS);
                let is_pressed = is_content || first.is_none();
                if is_pressed && at >= 0 && !it.is_wished_there {
                    wishes[which] = 0;
                }
            }
            Event::Gone(which) | Event::Placed(which) => {
                let it = &visits[which];
                let Some(day) = usize::try_from(it.day()).ok().filter(|it| *it < busy.len()) else {
                    continue;
                };
                let taken = span_of(it, &need_of(it));
                let of_day = &mut busy[day];
                match (event, of_day.iter().position(|it| *it == taken)) {
                    (Event::Gone(_), Some(at)) => drop(of_day.remove(at)),
                    (Event::Gone(_), None) => {}
                    _ => of_day.push(taken),
                }
                free.set_busy(day, of_day);
            }
        }
    }
    note_visits(timetable, visits, &mut tally);
    note_overtime(timetable, hours, visits, &mut tally);
    (wishes, tally)
}

fn events(timetable: &Timetable, visits: &[PastVisit]) -> Vec<(i32, Event)> {
    let mut events: Vec<(i32, Event)> = sampled_at(timetable).map(|at| (at, Event::Sampled)).collect();
    for (which, it) in visits.iter().enumerate() {
        events.push((it.asked, Event::Asked(which)));
        // Imports may say that something was placed behind its end; it takes its time all the same.
        let placed = it.placed.max(it.asked).min(it.gone().unwrap_or(i32::MAX));
        events.push((placed, Event::Placed(which)));
        events.extend(it.gone().map(|at| (at.max(placed + 1), Event::Gone(which))));
    }
    events.sort_unstable();
    events
}

/// The moments at which third next available is looked at.
pub(super) fn sampled_at(timetable: &Timetable) -> impl Iterator<Item = i32> + use<> {
    use chrono::Datelike;
    let first = (7 - timetable.first.weekday().num_days_from_monday() as usize) % 7;
    (first..timetable.days).step_by(7).map(|day| day as i32 * DAY + SAMPLED_AT_MINUTE)
}

/// A provider without hours as far as one looks is away, and says nothing.
pub(super) fn sample(free: &FreeTime<'_>, ordinary: Option<&(Need, i32)>, at: i32, tally: &mut Tally) {
    let today = usize::try_from(at / DAY).unwrap_or(0);
    let Some((need, notice)) = ordinary.filter(|_| free.has_hours(today, HORIZON_DAYS)) else { return };
    tally.note_third_next(free.third_next(need, at / DAY, at + notice, HORIZON_DAYS), today);
}

fn span_of(it: &PastVisit, need: &Need) -> Span {
    let start = it.start.rem_euclid(DAY);
    let within = |at: i32| u16::try_from(at.clamp(0, DAY)).unwrap_or(0);
    Span {
        from: within(start - i32::from(need.before)),
        to: within(start + i32::from(need.minutes) + i32::from(need.after)),
    }
}

fn note_visits(timetable: &Timetable, visits: &[PastVisit], tally: &mut Tally) {
    let is_replayed = |it: &&PastVisit| it.day() < timetable.days as i32;
    for it in visits.iter().filter(is_replayed) {
        let stood = !matches!(it.outcome, Outcome::CalledOff { .. });
        tally.booked_minutes += u64::from(it.minutes) * u64::from(stood);
        tally.asked += 1;
        tally.placed += 1;
        if it.is_asked_known && it.asked >= 0 {
            let days = it.day() - it.asked.div_euclid(DAY);
            tally.leads.note(u32::try_from(days).unwrap_or(0));
        }
        if let Some(seen) = it.seen.filter(|_| it.outcome == Outcome::Came) {
            let ready = it.start + i32::from(it.punctuality.unwrap_or(0).max(0));
            tally.waits.note(u32::try_from(seen.from - ready).unwrap_or(0));
        }
    }
}

fn note_overtime(timetable: &Timetable, hours: &Hours, visits: &[PastVisit], tally: &mut Tally) {
    let mut last_out: Vec<Option<i32>> = vec![None; timetable.days];
    for it in visits.iter().filter(|it| it.outcome == Outcome::Came && it.seen.is_some()) {
        let day = usize::try_from(it.day()).ok().and_then(|day| last_out.get_mut(day));
        if let (Some(last), Some(out)) = (day, it.out) {
            *last = (*last).max(Some(out.rem_euclid(DAY)));
        }
    }
    for (out, open) in last_out.into_iter().zip(&hours.days) {
        if let (Some(out), Some(end)) = (out, open.end()) {
            tally.days_worked += 1;
            tally.overtime_minutes += u64::try_from(out - i32::from(end)).unwrap_or(0);
        }
    }
}

impl Demand {
    /// The measures of what really happened, by provider.
    #[must_use]
    pub fn really(&self) -> &[Tally] {
        &self.really
    }
}
