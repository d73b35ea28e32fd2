//! Weeks beside each other, and a day beside the same weekday of the weeks before.

use super::{
    Asked, Evidence, Figure, Metric, VisitFacts, Why, columns::Columns, measure::Tally, says::says,
    worked::Worked,
};
use crate::time::monday_of;
use chrono::{Datelike, NaiveDate, TimeDelta};

/// What a trend follows.
pub const TRENDED: [Metric; 4] = [Metric::Utilisation, Metric::NoShowRate, Metric::Visits, Metric::LeadTime];

/// A week or a day of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    figures: [Figure; TRENDED.len()],
}

impl Point {
    /// One of [`TRENDED`].
    #[must_use]
    pub fn get(&self, metric: Metric) -> Figure {
        let figure = TRENDED.iter().position(|it| *it == metric).map(|at| self.figures[at]);
        figure.unwrap_or(Figure::Unknown(Why::NotLookedUp))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    pub monday: NaiveDate,
    pub whole: Point,
    /// Monday first.
    pub days: [Point; 7],
}

/// The week of the last asked day and those before it that have an asked day, oldest first. Days that are not asked for
/// count nothing.
#[must_use]
pub fn trend(asked: &Asked, of: &Evidence<'_>) -> Vec<Week> {
    let monday = monday_of(*asked.days.start());
    let days = usize::try_from((*asked.days.end() - monday).num_days() + 1).unwrap_or(0);
    let mut weeks: Vec<[Day; 7]> = Vec::new();
    weeks.resize_with(days.div_ceil(7), Default::default);
    let place = |day: NaiveDate| usize::try_from((day - monday).num_days()).ok().map(|it| (it / 7, it % 7));
    let columns = Columns::on(&asked.days, &asked.scope, of.visits);
    for it in of.visits.iter().filter(|it| asked.has(it)) {
        if let Some((week, day)) = place(it.day) {
            weeks[week][day].add(it, asked, of);
        }
    }
    for it in of.open.iter().filter(|it| asked.days.contains(&it.day)) {
        if let Some((week, day)) = place(it.day) {
            let day = &mut weeks[week][day];
            day.worked = day.worked.plus(Worked::of_all(asked, std::slice::from_ref(it), &columns));
        }
    }
    let mondays = monday.iter_weeks();
    mondays.zip(weeks).map(|(monday, days)| week(monday, days)).collect()
}

fn week(monday: NaiveDate, days: [Day; 7]) -> Week {
    let whole = days.iter().fold(Day::default(), |so_far, it| so_far.plus(it)).point();
    Week { monday, whole, days: days.map(Day::point) }
}

/// What the same weekday of the weeks before `day` said: of those that said something the middle one, or the lower of
/// the two in the middle.
#[must_use]
pub fn usual(weeks: &[Week], day: NaiveDate, metric: Metric) -> Figure {
    let nth = day.weekday().num_days_from_monday() as usize;
    let before = weeks.iter().filter(|it| it.monday + TimeDelta::days(nth as i64) < day);
    let figures = before.map(|it| it.days[nth].get(metric));
    let mut known: Vec<(f64, Figure)> = figures.filter_map(|it| Some((it.value()?, it))).collect();
    known.sort_by(|one, other| one.0.total_cmp(&other.0));
    let middle = known.len().div_ceil(2).checked_sub(1);
    middle.map_or(Figure::Unknown(Why::Nothing), |at| known[at].1)
}

#[derive(Clone, Debug, Default)]
struct Day {
    worked: Worked,
    tallies: [Tally; TRENDED.len()],
}

impl Day {
    fn add(&mut self, it: &VisitFacts, asked: &Asked, of: &Evidence<'_>) {
        TRENDED
            .iter()
            .zip(&mut self.tallies)
            .for_each(|(metric, tally)| tally.add(says(*metric, it, asked, of)));
    }

    fn plus(mut self, it: &Day) -> Day {
        self.worked = self.worked.plus(it.worked);
        for (mine, other) in self.tallies.iter_mut().zip(&it.tallies) {
            mine.join(other);
        }
        self
    }

    fn point(self) -> Point {
        let of = |metric: Metric, tally: Tally| match metric {
            Metric::Utilisation => self.worked.figure(metric),
            _ => tally.figure(metric),
        };
        let mut figures = [Figure::Unknown(Why::NotLookedUp); TRENDED.len()];
        for (figure, (metric, tally)) in figures.iter_mut().zip(TRENDED.into_iter().zip(self.tallies)) {
            *figure = of(metric, tally);
        }
        Point { figures }
    }
}
