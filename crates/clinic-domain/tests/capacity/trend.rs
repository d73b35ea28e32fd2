//! Weeks and weekdays, which are nothing but the figures of their days.

use crate::{
    laws::{a_question, rows},
    practice::{Rows, asked, in_words, monday, period, visit},
};
use chrono::{Days, NaiveDate, TimeDelta};
use clinic_domain::capacity::{Asked, Metric, TRENDED, measure, trend, usual};
use proptest::prelude::*;

proptest! {
    #[test]
    fn a_point_is_the_measure_of_its_days(rows in rows(), asked in a_question()) {
        let evidence = rows.evidence();
        let weeks = trend(&asked, &evidence);
        let whole = weeks.iter().map(|it| (it.monday, it.monday + Days::new(6), it.whole));
        let days = weeks.iter().flat_map(|week| {
            (0..7_i64).zip(week.days).map(|(nth, point)| (week.monday + TimeDelta::days(nth), point))
        });
        for (first, last, point) in whole.chain(days.map(|(day, point)| (day, day, point))) {
            let within = first.max(*asked.days.start())..=last.min(*asked.days.end());
            let measures = measure(&Asked { days: within, ..asked.clone() }, &evidence);
            for metric in TRENDED {
                prop_assert_eq!((first, metric, point.get(metric)), (first, metric, measures.get(metric)));
            }
        }
    }
}

/// So many visits of an hour on each Monday of five weeks, and a Tuesday between.
fn mondays(counts: &[i64]) -> Rows {
    let mut rows = Rows::default();
    for (nth, count) in counts.iter().enumerate() {
        let day = week(nth);
        let hours =
            (9..9 + count).map(|hour| period(day, &format!("{hour}:00"), &format!("{}:00", hour + 1)));
        rows.visits.extend(hours.map(|during| visit(nth as u128, day, during)));
    }
    let tuesday = monday().succ_opt().unwrap();
    rows.visits.push(visit(99, tuesday, period(tuesday, "09:00", "10:00")));
    rows
}

fn week(nth: usize) -> NaiveDate {
    monday() + TimeDelta::weeks(nth as i64)
}

#[test]
fn a_monday_is_compared_with_the_mondays_before_it() {
    let rows = mondays(&[7, 2, 4, 3, 9]);
    let weeks = trend(&Asked { days: monday()..=week(4), ..asked() }, &rows.evidence());
    assert_eq!(weeks.len(), 5);
    assert_eq!(in_words(weeks[0].whole.get(Metric::Visits)), "8", "seven on Monday and one on Tuesday");
    assert_eq!(in_words(weeks[4].days[0].get(Metric::Visits)), "9");
    let before = |nth| in_words(usual(&weeks, week(nth), Metric::Visits));
    assert_eq!(before(4), "3", "of 2, 3, 4 and 7 the lower one of the two in the middle");
    assert_eq!(before(3), "4", "of 2, 4 and 7");
    assert_eq!(before(0), "unknown: nothing");
    assert_eq!(in_words(usual(&weeks, week(4), Metric::Utilisation)), "unknown: nothing", "no hours at all");
}

#[test]
fn weeks_begin_on_monday_whenever_the_question_does() {
    let rows = mondays(&[3, 2]);
    let wednesday = monday() + TimeDelta::days(2);
    let weeks = trend(&Asked { days: wednesday..=week(1), ..asked() }, &rows.evidence());
    assert_eq!(weeks.iter().map(|it| it.monday).collect::<Vec<_>>(), [monday(), week(1)]);
    assert_eq!(in_words(weeks[0].whole.get(Metric::Visits)), "0", "nobody asked for Monday and Tuesday");
}
