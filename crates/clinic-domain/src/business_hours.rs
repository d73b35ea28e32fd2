//! When the organization is open at all, by the wall clock of each of its locations. The hours cut what sessions offer
//! ([`crate::availability`]); an organization that says nothing is bound by nothing.

use crate::time::DayMinute;
use chrono::Weekday;

/// In no order, and disjoint. A weekday without any is closed.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct BusinessHours(pub Vec<OpenHours>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenHours {
    pub weekday: Weekday,
    pub from: DayMinute,
    /// After `from`; may be the end of the day.
    pub to: DayMinute,
}

/// A part of a weekday in which the organization is closed, as long as it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedHours {
    pub weekday: Weekday,
    pub from: DayMinute,
    pub to: DayMinute,
}

impl OpenHours {
    /// From when to when both are.
    #[must_use]
    pub fn shared_with(&self, other: &OpenHours) -> Option<(DayMinute, DayMinute)> {
        let (from, to) = (self.from.max(other.from), self.to.min(other.to));
        (self.weekday == other.weekday && from < to).then_some((from, to))
    }
}

impl BusinessHours {
    /// What of a part of a weekday lies in the hours.
    pub fn within(
        &self,
        weekday: Weekday,
        from: DayMinute,
        to: DayMinute,
    ) -> impl Iterator<Item = (DayMinute, DayMinute)> + '_ {
        let part = OpenHours { weekday, from, to };
        self.0.iter().filter_map(move |it| it.shared_with(&part))
    }

    /// The closed part of the weekday that a time of it lies in; `None` where it is open then.
    #[must_use]
    pub fn closed_at(&self, weekday: Weekday, at: DayMinute) -> Option<ClosedHours> {
        let of_day = || self.0.iter().filter(move |it| it.weekday == weekday);
        if of_day().any(|it| it.from <= at && at < it.to) {
            return None;
        }
        let from = of_day().map(|it| it.to).filter(|to| *to <= at).max().unwrap_or(DayMinute::MIDNIGHT);
        let to = of_day().map(|it| it.from).filter(|from| at < *from).min().unwrap_or(DayMinute::END);
        Some(ClosedHours { weekday, from, to })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Weekday::{Mon, Sat};

    fn hours(of: &[(Weekday, u16, u16)]) -> BusinessHours {
        let open =
            |&(weekday, from, to)| OpenHours { weekday, from: DayMinute(from * 60), to: DayMinute(to * 60) };
        BusinessHours(of.iter().map(open).collect())
    }

    #[test]
    fn a_day_without_hours_is_closed_and_a_day_is_closed_around_and_between_its_hours() {
        let hours = hours(&[(Mon, 14, 18), (Mon, 8, 12)]);
        let closed = |weekday, at: u16| {
            let closed = hours.closed_at(weekday, DayMinute(at * 60))?;
            assert_eq!(closed.weekday, weekday);
            Some((closed.from.0 / 60, closed.to.0 / 60))
        };
        let all = [(Sat, 9), (Mon, 0), (Mon, 8), (Mon, 12), (Mon, 13), (Mon, 14), (Mon, 18), (Mon, 23)];
        let expected = [
            Some((0, 24)),
            Some((0, 8)),
            None,
            Some((12, 14)),
            Some((12, 14)),
            None,
            Some((18, 24)),
            Some((18, 24)),
        ];
        assert_eq!(all.map(|(weekday, at)| closed(weekday, at)), expected);
    }

    #[test]
    fn a_session_keeps_what_lies_in_the_hours_of_its_weekday() {
        let hours = hours(&[(Mon, 8, 12), (Mon, 14, 18), (Sat, 0, 24)]);
        let kept = |weekday, from: u16, to: u16| {
            let kept = hours.within(weekday, DayMinute(from * 60), DayMinute(to * 60));
            kept.map(|(from, to)| (from.0 / 60, to.0 / 60)).collect::<Vec<_>>()
        };
        assert_eq!(kept(Mon, 7, 15), [(8, 12), (14, 15)]);
        assert_eq!(kept(Mon, 12, 14), []);
        assert_eq!(kept(Sat, 7, 15), [(7, 15)]);
    }
}
