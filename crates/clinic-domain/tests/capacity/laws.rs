//! On books of all sorts: the figures are those of the reference, and the visits behind a number are as many as it says.

use crate::{
    clinic::Clinic,
    practice::{Rows, appointment, at, called_off, location, monday, of_type, patient, provider, visit},
    reference::{expected, sessions},
};
use chrono::TimeDelta;
use clinic_domain::{
    appointment::AppointmentStatus,
    capacity::{
        Asked, Attended, Evidence, Figure, Metric, OpenDay, OwnProviders, Released, Scope, Swept, VisitFacts,
        drill, measure,
    },
    resource::ResourceKind,
    time::Period,
};
use proptest::{collection::vec, option, prelude::*, sample::select};

const DAYS: i64 = 4;

fn day() -> impl Strategy<Value = i64> {
    0..DAYS
}

/// In the hours around those of the sessions; lengths of five minutes to an hour.
fn hours() -> impl Strategy<Value = (i64, i64)> {
    (80..160_i64, 1..13_i64).prop_map(|(from, fives)| (from * 5, (from + fives) * 5))
}

fn a_status() -> impl Strategy<Value = AppointmentStatus> {
    use AppointmentStatus as S;
    let common = select(vec![S::Booked, S::Fulfilled, S::Fulfilled, S::NoShow, S::LateCancel]);
    prop_oneof![common, select(S::ALL.to_vec())]
}

prop_compose! {
    fn a_visit()(
        who in 0..3_u128,
        kind in 1..3_u128,
        of_patient in 1..6_u128,
        day in day(),
        (from, to) in hours(),
        around in (-3..4_i64, -3..4_i64),
        (lane, bumps) in (0..3_u8, 0..2_u8),
        status in a_status(),
        (is_walk_in, is_of_series, by_clinic) in (any::<bool>(), any::<bool>(), any::<bool>()),
        (booked, placed) in (option::of(0..40_i64), option::of(0..900_i64)),
        steps in (option::of(-20..40_i64), option::of(0..60_i64), option::of(0..60_i64), option::of(10..90_i64)),
    ) -> VisitFacts {
        let date = monday() + TimeDelta::days(day);
        let during = Period::new(at(date, from), at(date, to)).unwrap();
        let taken = Period::new(at(date, from - around.0 * 5), at(date, to + around.1 * 5));
        let step = |after: Option<i64>| after.map(|it| at(date, from + it));
        let is_off = matches!(status, AppointmentStatus::Cancelled | AppointmentStatus::LateCancel);
        VisitFacts {
            provider: Some(who).filter(|it| *it > 0).map(provider),
            location: location(who.max(1)),
            appointment_type: of_type(kind),
            patient: patient(of_patient),
            taken: taken.unwrap_or(during),
            lane,
            bumps,
            status,
            is_walk_in,
            is_of_series,
            booked_on: booked.map(|it| date - TimeDelta::days(it)),
            placed_at: placed.map(|it| at(date, from - it)),
            attended: Attended {
                arrived_at: step(steps.0),
                roomed_at: step(steps.1),
                with_provider_at: step(steps.2),
                out_at: step(steps.3),
            },
            called_off: Some(called_off(at(date, from - 60), by_clinic)).filter(|_| is_off),
            ..visit(0, date, during)
        }
    }
}

prop_compose! {
    fn a_release()(
        who in 1..3_u128,
        kind in 1..3_u128,
        of in 0..30_u128,
        day in day(),
        (from, to) in hours(),
        before in 1..900_i64,
    ) -> Released {
        let date = monday() + TimeDelta::days(day);
        Released {
            provider: provider(who),
            location: location(who),
            appointment_type: of_type(kind),
            appointment: appointment(of),
            during: Period::new(at(date, from), at(date, to)).unwrap(),
            day: date,
            at: at(date, from - before),
        }
    }
}

prop_compose! {
    /// Of a provider's day: two sessions, one, or none.
    fn an_open_day()(
        parts in vec((1..20_i64, 1..40_i64), 0..3)
    ) -> Vec<(i64, i64)> {
        let mut from = 80;
        parts.iter().map(|(after, fives)| {
            let start = from + after;
            from = start + fives;
            (start * 5, from * 5)
        }).collect()
    }
}

prop_compose! {
    pub fn rows()(
        mut visits in vec(a_visit(), 0..30),
        released in vec(a_release(), 0..8),
        days in vec(an_open_day(), 2 * DAYS as usize),
        own in vec(option::of(1..3_u128), 5),
        is_one_person in any::<bool>(),
        orphans in vec(0..30_u128, 0..6),
    ) -> Rows {
        for (id, it) in (0..).zip(&mut visits) {
            it.appointment = appointment(id);
        }
        let open = days.iter().zip(0..).filter(|it| !it.0.is_empty()).map(|(parts, nth)| {
            let date = monday() + TimeDelta::days(nth % DAYS);
            let who = 1 + nth as u128 / DAYS as u128;
            let open = parts.iter().map(|it| Period::new(at(date, it.0), at(date, it.1)).unwrap());
            OpenDay { provider: provider(who), location: location(who), day: date, open: open.collect() }
        });
        let mut clinic = Clinic::in_zone(chrono_tz::UTC);
        let row = clinic.resource(ResourceKind::Provider);
        let person = clinic.setup.resources.iter_mut().find(|it| it.id == row).unwrap();
        (person.id, person.same_person_as) = (provider(2), is_one_person.then(|| provider(1)));
        let own = own.iter().zip(1..).filter_map(|(own, of)| Some((patient(of), provider((*own)?))));
        Rows {
            own_providers: OwnProviders::new(&clinic.setup, own),
            orphans: orphans.into_iter().map(appointment).collect(),
            open: open.collect(),
            visits,
            released,
        }
    }
}

prop_compose! {
    pub fn a_question()(
        (first, more, today) in (day(), 0..DAYS, -1..DAYS),
        scope in (option::of(1..3_u128), option::of(1..3_u128), option::of(1..3_u128)),
        minute in 300..900_i64,
        slot_minutes in select(vec![5_u16, 10, 15, 20, 30, 45]),
    ) -> Asked {
        let date = |nth| monday() + TimeDelta::days(nth);
        Asked {
            days: date(first)..=date(first + more),
            scope: Scope {
                location: scope.0.map(location),
                provider: scope.1.map(provider),
                appointment_type: scope.2.map(of_type),
            },
            today: date(today),
            now: at(date(today), minute),
            slot_minutes,
        }
    }
}

proptest! {
    #[test]
    fn every_figure_is_that_of_the_slow_reference(rows in rows(), asked in a_question()) {
        let evidence = rows.evidence();
        let measures = measure(&asked, &evidence);
        for &metric in Metric::ALL {
            let (said, slow) = (measures.get(metric), expected(metric, &asked, &evidence));
            prop_assert_eq!((metric, said), (metric, slow));
        }
    }

    #[test]
    fn as_many_visits_are_behind_a_number_as_it_says(rows in rows(), asked in a_question()) {
        let evidence = rows.evidence();
        let measures = measure(&asked, &evidence);
        for (metric, figure) in measures.all() {
            let behind = drill(metric, &asked, &evidence);
            let (part, whole) = (behind.part.len() as u64, (behind.part.len() + behind.rest.len()) as u64);
            match (metric, figure) {
                (Metric::FillRate, Figure::Share { part: slots, .. }) => {
                    prop_assert_eq!(slots == 0, part == 0);
                    prop_assert!(slots as usize <= minutes_of(&behind.part, &asked, &evidence));
                }
                (Metric::Utilisation | Metric::CompletedUtilisation, Figure::Share { part: said, .. }) => {
                    let minutes = minutes_of(&behind.part, &asked, &evidence);
                    prop_assert_eq!((metric, minutes), (metric, said as usize));
                }
                (Metric::UnfilledCapacity, _) => prop_assert_eq!(whole, 0, "empty time is no visit"),
                (_, Figure::Share { part: said, whole: of }) => prop_assert_eq!((metric, part, whole), (metric, said, of)),
                (_, Figure::Spread { of, .. }) => prop_assert_eq!((metric, part), (metric, of)),
                (Metric::Overbooked, Figure::Amount(minutes)) => {
                    let all = evidence.visits.iter().filter(|it| behind.part.contains(&it.appointment));
                    prop_assert_eq!(all.map(|it| it.own().minutes() as u64).sum::<u64>(), minutes);
                }
                (_, Figure::Amount(count)) => prop_assert_eq!((metric, part, whole), (metric, count, count)),
                (Metric::AppointmentsToday, Figure::Unknown(_)) => prop_assert_eq!(part, 0),
                (_, Figure::Unknown(_)) => prop_assert_eq!((metric, part), (metric, 0)),
                (_, Figure::Mean { .. }) => prop_assert!(false, "no booking was timed"),
            }
        }
    }

    /// The order of the rows, and rows of other places and days, change nothing.
    #[test]
    fn rows_may_come_in_any_order(rows in rows(), asked in a_question()) {
        let mut turned = rows.clone();
        turned.visits.reverse();
        turned.released.reverse();
        turned.open.reverse();
        prop_assert_eq!(measure(&asked, &rows.evidence()), measure(&asked, &turned.evidence()));
        let place = asked.scope.of_any_type();
        turned.visits.retain(|it| place.admits(it));
        turned.open.retain(|it| asked.scope.admits(it));
        turned.released.retain(|it| asked.scope.admits(it));
        prop_assert_eq!(measure(&asked, &rows.evidence()), measure(&asked, &turned.evidence()));
    }

    /// By as many as there are, each with the parts that they come to.
    #[test]
    fn visits_may_be_swept_in_parts(rows in rows(), asked in a_question(), length in 1..8_usize, sweepers in 1..4_usize) {
        let evidence = rows.evidence();
        let mut all: Vec<Swept> = (0..sweepers).map(|_| Swept::default()).collect();
        for (nth, part) in evidence.visits.chunks(length).enumerate() {
            all[nth % sweepers].add(&asked, &evidence, part);
        }
        let swept = all.into_iter().reduce(|mut one, other| {
            one.join(other);
            one
        });
        prop_assert_eq!(swept.unwrap().measures(&asked, &evidence), measure(&asked, &evidence));
    }
}

/// The minutes of the asked sessions in which one of the visits is with its provider.
fn minutes_of(visits: &[clinic_domain::id::AppointmentId], asked: &Asked, of: &Evidence<'_>) -> usize {
    let those: Vec<_> = of.visits.iter().filter(|it| visits.contains(&it.appointment)).collect();
    let minutes = sessions(asked, of)
        .flat_map(|(day, open)| (open.start().0..open.end().0).step_by(60).map(move |at| (day.provider, at)));
    let is_taken = |(provider, at): &(_, i64)| {
        those
            .iter()
            .any(|it| it.provider == Some(*provider) && (it.own().start().0..it.own().end().0).contains(at))
    };
    minutes.filter(is_taken).count()
}
