//! What sessions keep free until their day is near, and which visits would take of it.
//!
//! A session that keeps a share back takes an ordinary visit of its resource only as long as everything that is booked in
//! it stays within the rest of its minutes; overbooks neither count nor are stopped. It binds the visit's own provider. What
//! is shared are minutes, not places: a group takes its minutes once, however many come.

use super::{
    book::Book,
    calendar::Days,
    intervals::{merge, seconds_of, subtract},
    rules::Rules,
    visit::Part,
};
use crate::{
    id::AppointmentId,
    refusal::Refusal,
    time::{Instant, Period},
};
use chrono::NaiveDate;

/// A session that keeps something back.
#[derive(Clone, Debug)]
pub(super) struct Reserved {
    pub(super) session: Period,
    /// What ordinary visits may take of it,
    given_seconds: i64,
    /// and have taken: sorted and disjoint.
    booked: Vec<Period>,
    /// From this day on nothing is kept back.
    pub(super) opens: NaiveDate,
}

impl Reserved {
    /// The sessions of these days that keep something back. The visit that is being moved takes up nothing.
    pub(super) fn of(
        rules: &Rules<'_>,
        book: &Book,
        days: &Days,
        ignoring: Option<AppointmentId>,
    ) -> Vec<Reserved> {
        let mut all = Vec::new();
        if !rules.templates.iter().flat_map(|it| &it.sessions).any(|it| it.reserve.is_some()) {
            return all;
        }
        rules.each_session(days, |it| {
            let Some((kept, opens)) = it.reserve else { return };
            let busy = book.overlapping(rules.resource.id, it.during);
            let ordinary = busy.filter(|busy| busy.lane == 0 && busy.counts(ignoring));
            let mut booked: Vec<Period> =
                ordinary.filter_map(|busy| busy.during.intersection(&it.during)).collect();
            merge(&mut booked);
            let given_seconds = it.during.seconds() * i64::from(100 - kept.percent.min(100)) / 100;
            all.push(Reserved { session: it.during, given_seconds, booked, opens });
        });
        all
    }

    /// Whether a visit at `start` would take of what is kept back.
    pub(super) fn is_taken_by(&self, parts: &[Part], start: Instant) -> bool {
        let inside: Vec<Period> =
            parts.iter().filter_map(|part| part.at(start).intersection(&self.session)).collect();
        // Who joins a group takes no minutes that are not taken.
        let mut more = Vec::new();
        subtract(&inside, &self.booked, |it| Some(*it), &mut more);
        let seconds = seconds_of(&more);
        seconds > 0 && seconds + seconds_of(&self.booked) > self.given_seconds
    }

    pub(super) fn refusal(&self, resource: crate::id::ResourceId) -> Refusal {
        Refusal::Reserved { resource, session: self.session, opens: self.opens }
    }

    /// The starts from which a visit would take of what is kept back: sorted, minute by minute.
    pub(super) fn starts(&self, parts: &[Part]) -> Vec<Period> {
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return Vec::new() };
        let from = self.session.start().plus_seconds(-last.to());
        let to = self.session.end().plus_seconds(-first.from);
        let minutes = (from.0.div_euclid(60)..=to.0.div_euclid(60)).map(|it| Instant(it * 60));
        let taking = minutes.filter(|at| self.is_taken_by(parts, *at));
        let mut starts: Vec<Period> = taking.filter_map(|at| Period::of_minutes(at, 1)).collect();
        merge(&mut starts);
        starts
    }
}
