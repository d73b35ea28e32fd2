//! Series: the days of a pattern by a plain reading of the calendar, and many visits at once by the naive truth.

use crate::{
    clinic::{Clinic, date},
    laws::clinics,
    oracle,
    world::{WITHOUT_PROVIDER, World, plans},
};
use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use clinic_domain::{
    availability::{Asking, Fit, NoSuchDay, Occurrences, Request, Wish, occurrences},
    id::AppointmentId,
    invalid::{Field, Problem},
    operation::SlotContent,
    refusal::Refusal,
    resource::ResourceKind,
    schedule::MOST_DAYS_AHEAD,
    series::{Ending, MOST_OCCURRENCES, Nth, Pattern, Repeat, Turn},
    time::{Instant, Period},
};
use proptest::{collection::vec, prelude::*, sample::select};

const TODAY: &str = "2035-01-01";

fn weekdays() -> impl Strategy<Value = Vec<Weekday>> {
    let days = vec(0..7u8, 1..5).prop_map(|mut days| {
        days.sort_unstable();
        days.dedup();
        days.into_iter().map(|it| Weekday::try_from(it).unwrap()).collect()
    });
    days.boxed()
}

fn patterns() -> impl Strategy<Value = Pattern> {
    prop_oneof![
        (1..6u8, weekdays())
            .prop_map(|(every_n_weeks, weekdays)| Pattern::Weekly { every_n_weeks, weekdays }),
        (1..5u8, prop_oneof![1..=31u8, 28..=31u8])
            .prop_map(|(every_n_months, day)| Pattern::MonthlyByDate { every_n_months, day }),
        (1..5u8, select(Nth::ALL), 0..7u8).prop_map(|(every_n_months, nth, weekday)| {
            let weekday = Weekday::try_from(weekday).unwrap();
            Pattern::MonthlyByWeekday { every_n_months, nth, weekday }
        }),
    ]
}

fn repeats() -> impl Strategy<Value = Repeat> {
    let ending = prop_oneof![(1..=30u16).prop_map(Ok), (0..400i64).prop_map(Err::<u16, i64>),];
    (0..500i64, patterns(), ending).prop_map(|(days, pattern, ending)| {
        let first_day = date(TODAY) + TimeDelta::days(days);
        let ending = match ending {
            Ok(count) => Ending::After { count },
            Err(days) => Ending::Until { day: first_day + TimeDelta::days(days) },
        };
        Repeat { first_day, pattern, ending }
    })
}

/// Whether a day is one of the pattern's, by what the words say.
fn is_of(pattern: &Pattern, first: NaiveDate, day: NaiveDate) -> bool {
    let months = |it: NaiveDate| it.year() * 12 + it.month0() as i32;
    match pattern {
        Pattern::Weekly { every_n_weeks, weekdays } => {
            // 1 January of the year 1 was a Monday.
            let week = |it: NaiveDate| (it.num_days_from_ce() - 1) / 7;
            weekdays.contains(&day.weekday()) && (week(day) - week(first)) % i32::from(*every_n_weeks) == 0
        }
        Pattern::MonthlyByDate { every_n_months, day: wanted } => {
            day.day() == u32::from(*wanted) && (months(day) - months(first)) % i32::from(*every_n_months) == 0
        }
        Pattern::MonthlyByWeekday { every_n_months, nth, weekday } => {
            let is_nth = match nth {
                Nth::Last => (day + TimeDelta::weeks(1)).month() != day.month(),
                _ => (day.day() as usize - 1) / 7 == Nth::ALL.iter().position(|it| it == nth).unwrap(),
            };
            day.weekday() == *weekday
                && is_nth
                && (months(day) - months(first)) % i32::from(*every_n_months) == 0
        }
    }
}

fn days(turns: &[Turn]) -> Vec<NaiveDate> {
    let on = |it: &Turn| match it {
        Turn::On(day) => Some(*day),
        Turn::Without { .. } => None,
    };
    turns.iter().filter_map(on).collect()
}

proptest! {
    #![proptest_config(clinics(2))]

    #[test]
    fn the_days_of_a_series_are_those_that_the_words_say(repeat in repeats()) {
        let all = repeat.first_day.iter_days().take(MOST_DAYS_AHEAD as usize);
        let mut truth: Vec<_> = all.filter(|day| is_of(&repeat.pattern, repeat.first_day, *day)).collect();
        match repeat.ending {
            Ending::After { count } => truth.truncate(count.into()),
            Ending::Until { day } => truth.retain(|it| *it <= day),
        }
        match repeat.turns(date(TODAY)) {
            Ok(turns) => {
                prop_assert_eq!(days(&turns), truth);
                prop_assert!(turns.is_sorted_by(|one, next| one.near() < next.near()));
            }
            Err(refusal) => {
                let Refusal::Invalid { problem, .. } = refusal else { panic!("{refusal:?}") };
                let is_right = match problem {
                    Problem::NeverHappens => truth.is_empty(),
                    Problem::AtMost { .. } => truth.len() > MOST_OCCURRENCES,
                    Problem::OverTenYearsAhead => matches!(repeat.ending, Ending::After { count } if truth.len() <= count.into()),
                    _ => false,
                };
                prop_assert!(is_right, "{problem:?}");
            }
        }
    }

    /// Each wish in its turn, with those before it in the book; and whatever is chosen fits together.
    #[test]
    fn a_series_fits_where_the_naive_truth_has_it_free(
        plan in plans(),
        wishes in vec((any::<prop::sample::Index>(), 0..40i64), 1..7),
        picks in vec(any::<prop::sample::Index>(), 7),
    ) {
        let mut world = World::of(&plan);
        if plan.shape == WITHOUT_PROVIDER || !world.is_admitted() {
            return Ok(());
        }
        world.moved = None;
        let grid = i64::from(world.clinic.setup.organization.settings.grid_minutes);
        let providers: Vec<_> = world.clinic.setup.resources.iter().filter(|it| it.kind == ResourceKind::Provider).map(|it| it.id).collect();
        let wishes: Vec<Wish> = wishes.iter().map(|(who, steps)| Wish {
            appointment_type: world.clinic.visit,
            resource: providers[who.index(providers.len())],
            start: world.within.start().plus_minutes(steps * grid),
            impossible: None,
            moving: None,
        }).collect();
        let wanted = Occurrences {
            location: world.clinic.location,
            wishes: &wishes,
            asking: world.request().asking,
        };
        let fits = occurrences(&world.clinic.setup, world.clinic.book.clone(), &wanted).unwrap();
        prop_assert_eq!(fits.len(), wishes.len());
        for (wish, fit) in wishes.iter().zip(&fits) {
            let truth = is_free(&world, wish);
            match fit {
                Fit::Fits(slot) => {
                    prop_assert!(truth && slot.visit.start() == wish.start && world.own(slot) == wish.resource);
                    take(&mut world, slot)?;
                }
                Fit::Not { reasons, .. } => prop_assert!(!truth && !reasons.is_empty()),
            }
        }
        for (fit, pick) in fits.iter().zip(picks) {
            if let Fit::Not { alternatives, .. } = fit {
                prop_assert!(alternatives.len() <= 3);
                if !alternatives.is_empty() {
                    take(&mut world, &alternatives[pick.index(alternatives.len())])?;
                }
            }
        }
    }
}

fn is_free(world: &World, wish: &Wish) -> bool {
    let minutes = world.clinic.setup.appointment_type(world.clinic.visit).unwrap().duration_minutes;
    let providers = [wish.resource];
    let request = Request {
        providers: &providers,
        within: Period::of_minutes(wish.start, minutes.into()).unwrap(),
        ..world.request()
    };
    oracle::offers(&world.clinic.setup, &world.clinic.book, &request).contains(&(wish.start, wish.resource))
}

/// Books it, as the arbiter does: checked again, then in the book.
fn take(world: &mut World, slot: &SlotContent) -> Result<(), TestCaseError> {
    prop_assert_eq!(world.check(slot), Ok(()));
    let id = world.clinic.accept(slot);
    world.patient_busy.push((id, slot.visit));
    Ok(())
}

fn weekly(first_day: &str, ending: Ending) -> Repeat {
    let pattern = Pattern::Weekly { every_n_weeks: 1, weekdays: vec![Weekday::Mon] };
    Repeat { first_day: date(first_day), pattern, ending }
}

#[test]
fn a_month_without_the_day_is_told_and_not_counted() {
    let pattern = Pattern::MonthlyByDate { every_n_months: 1, day: 31 };
    let repeat = Repeat { first_day: date("2035-01-31"), pattern, ending: Ending::After { count: 3 } };
    let without = |last: &str| Turn::Without { last_day: date(last), day: 31 };
    let on = |day: &str| Turn::On(date(day));
    assert_eq!(
        repeat.turns(date(TODAY)).unwrap(),
        [on("2035-01-31"), without("2035-02-28"), on("2035-03-31"), without("2035-04-30"), on("2035-05-31")]
    );
}

#[test]
fn what_no_series_can_be_is_refused_with_its_field() {
    let refused = |repeat: Repeat| match repeat.turns(date(TODAY)).unwrap_err() {
        Refusal::Invalid { field, problem } => (field, problem),
        other => panic!("{other:?}"),
    };
    let after = |count| weekly("2035-01-01", Ending::After { count });
    let until = |day: &str| weekly("2035-01-08", Ending::Until { day: date(day) });
    let of = |pattern| Repeat { pattern, ..after(5) };
    let out_of_range = |most| Problem::OutOfRange { least: 1, most };
    for (repeat, field, problem) in [
        (after(0), Field::Count, out_of_range(104)),
        (after(105), Field::Count, out_of_range(104)),
        (after(10_000), Field::Count, out_of_range(104)),
        (until("2035-01-07"), Field::Until, Problem::BeforeItsBeginning),
        (until("2045-01-02"), Field::Until, Problem::OverTenYearsAhead),
        (until("2037-01-05"), Field::Until, Problem::AtMost { most: 104 }),
        (weekly("2045-01-02", Ending::After { count: 1 }), Field::FirstDay, Problem::OverTenYearsAhead),
        (of(Pattern::Weekly { every_n_weeks: 1, weekdays: vec![] }), Field::Weekdays, Problem::OneNeeded),
        (
            of(Pattern::Weekly { every_n_weeks: 0, weekdays: vec![Weekday::Mon] }),
            Field::EveryNWeeks,
            out_of_range(52),
        ),
        (of(Pattern::MonthlyByDate { every_n_months: 25, day: 1 }), Field::EveryNMonths, out_of_range(24)),
        (of(Pattern::MonthlyByDate { every_n_months: 1, day: 32 }), Field::Day, out_of_range(31)),
        // Once a year, in February.
        (
            Repeat {
                first_day: date("2035-02-01"),
                ..of(Pattern::MonthlyByDate { every_n_months: 12, day: 30 })
            },
            Field::Pattern,
            Problem::NeverHappens,
        ),
        // Once a year: twelve of them take longer.
        (
            Repeat {
                ending: Ending::After { count: 12 },
                ..of(Pattern::MonthlyByDate { every_n_months: 12, day: 2 })
            },
            Field::Count,
            Problem::OverTenYearsAhead,
        ),
    ] {
        assert_eq!(refused(repeat.clone()), (field, problem), "{repeat:?}");
    }
    assert_eq!(until("2036-12-29").turns(date(TODAY)).unwrap().len(), MOST_OCCURRENCES);
}

#[test]
fn an_occurrence_that_cannot_be_has_alternatives_near_it() {
    let mut clinic = Clinic::new_york();
    let (chen, okafor) = (clinic.provider("09:00", "12:00"), clinic.provider("09:00", "12:00"));
    let nine = |day: &str| clinic.at(&format!("{day}T09:00"));
    let wish = |day: &str| Wish {
        appointment_type: clinic.visit,
        resource: chen,
        start: nine(day),
        impossible: None,
        moving: None,
    };
    let no_such_day = NoSuchDay { last_day: date("2035-02-28"), day: 31 };
    let wishes = [wish("2035-02-05"), Wish { impossible: Some(no_such_day), ..wish("2035-02-28") }];
    let fits = ask(&clinic, &wishes, &[]);
    assert!(matches!(&fits[0], Fit::Fits(slot) if slot.visit.start() == wishes[0].start));
    let Fit::Not { reasons, alternatives } = &fits[1] else { panic!("fits on the 31st of February") };
    assert_eq!(reasons, &[Refusal::NoSuchDay { last_day: date("2035-02-28"), day: 31 }]);
    let told: Vec<_> = alternatives
        .iter()
        .map(|it| (it.visit.start().wall_text(clinic.zone), it.allocations[0].resource))
        .collect();
    let expected = [("2035-02-28T09:00", chen), ("2035-02-28T09:00", okafor), ("2035-03-01T09:00", chen)];
    assert_eq!(told, expected.map(|(wall, who)| (wall.to_owned(), who)));
}

/// Monday's visit goes where Tuesday's still stands unless Tuesday's moves first.
#[test]
fn visits_of_a_series_move_into_each_others_places() {
    let mut clinic = Clinic::new_york();
    let chen = clinic.provider("09:00", "09:30");
    let days = ["2035-02-05", "2035-02-06", "2035-02-07"];
    let visits: Vec<(AppointmentId, Period)> = days
        .iter()
        .map(|day| {
            let (from, to) = (format!("{day}T09:00"), format!("{day}T09:30"));
            (clinic.take(chen, &from, &to, 0), clinic.period(&from, &to))
        })
        .collect();
    let wish = |at: usize| Wish {
        appointment_type: clinic.visit,
        resource: chen,
        start: visits[at].1.start().plus_minutes(24 * 60),
        impossible: None,
        moving: Some(visits[at].0),
    };
    let last_first = ask(&clinic, &[wish(2), wish(1), wish(0)], &visits);
    assert!(last_first.iter().all(|it| matches!(it, Fit::Fits(_))));
    let first_first = ask(&clinic, &[wish(0), wish(1), wish(2)], &visits);
    let is_in_the_way = |reason: &Refusal| matches!(reason, Refusal::PatientBusy { appointment, .. } if *appointment == visits[1].0);
    assert!(matches!(&first_first[0], Fit::Not { reasons, .. } if reasons.iter().any(is_in_the_way)));
    assert!(matches!(&first_first[2], Fit::Fits(_)));
}

fn ask(clinic: &Clinic, wishes: &[Wish], busy: &[(AppointmentId, Period)]) -> Vec<Fit> {
    let asking = Asking { now: Instant(0), patient_busy: busy, ignoring: None, is_new_patient: None };
    let wanted = Occurrences { location: clinic.location, wishes, asking };
    occurrences(&clinic.setup, clinic.book.clone(), &wanted).unwrap()
}
