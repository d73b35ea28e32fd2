//! What is learnt in worlds whose chances are known, and how little is said where there is little to learn.

use crate::world::{FIRST, Law, World, ZONE, outcomes, visit, zone};
use clinic_domain::{
    appointment::AppointmentStatus,
    capacity::{
        VisitFacts,
        no_show::{
            ENOUGH, FEWEST_OUTCOMES, Features, Forecast, Kind, Model, Outcome, Past, Said, TooLittle,
            Verdict, base_rate, evaluate, forecast, judge, missed, wilson,
        },
    },
    time::Instant,
};

fn learnt(law: Law, count: u64, seed: u64) -> (World, Forecast) {
    let world = World::of(law, count, seed);
    let it = forecast(&world.visits, zone, world.now()).unwrap();
    (world, it)
}

#[test]
fn it_beats_the_base_rate_where_features_matter() {
    for seed in 1..=3 {
        let (_, it) = learnt(Law::Leanings, 16_000, seed);
        let judged = &it.evaluation;
        assert_eq!((judged.kind, judged.verdict), (Kind::Regression, Verdict::BetterThanTheBaseRate));
        assert!(judged.model.brier < judged.base_rate.brier && judged.gain > 3.0 * judged.gain_error);
        assert!(judged.model.log_loss < judged.base_rate.log_loss);
        assert!(judged.model.auc.unwrap() > 0.68, "{:?}", judged.model.auc);
        assert!(judged.model.brier <= judged.plain.brier + 2e-4, "the ridge costs next to nothing");
        assert!(judged.model.calibration_error < 0.02 && judged.model.in_the_large.abs() < 0.01);
    }
}

/// Of the visits that it had not seen, ten bins by what it said: the share that they were made with is in the interval
/// that as many visits have around what was said.
#[test]
fn its_probabilities_are_the_worlds() {
    for seed in 4..=6 {
        let world = World::of(Law::Leanings, 16_000, seed);
        let past = Past::of(&world.visits);
        let split = world.visits.len() * 3 / 4;
        let cut = world.visits[split].visit.start();
        let it = forecast(&world.visits[..split], zone, cut).unwrap();
        let mut said: Vec<(f64, f64)> = (split..world.visits.len())
            .map(|at| (it.chance(&world.visits[at], ZONE, &past).probability, world.truth[at]))
            .collect();
        said.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        let size = said.len() / 10;
        for bin in said.chunks_exact(size) {
            let mean = |of: fn(&(f64, f64)) -> f64| bin.iter().map(of).sum::<f64>() / bin.len() as f64;
            let (said, truth) = (mean(|it| it.0), mean(|it| it.1));
            let (low, high) = wilson((said * size as f64).round() as u32, size as u32);
            assert!(
                low <= truth && truth <= high,
                "said {said:.3}, made with {truth:.3} [{low:.3}, {high:.3}]"
            );
        }
    }
}

#[test]
fn it_says_so_where_nothing_is_to_be_known() {
    for seed in 1..=5 {
        let (world, it) = learnt(Law::NothingKnown, 8_000, seed);
        assert_eq!(it.evaluation.verdict, Verdict::NoBetterThanTheBaseRate);
        let chance = it.chance(&world.visits[50], ZONE, &Past::of(&world.visits));
        assert_eq!((chance.probability, chance.reasons.len()), (it.model.base_rate(), 0));
        assert!((chance.probability - 0.125).abs() < 0.02);
    }
}

#[test]
fn too_little_is_too_little() {
    let world = World::of(Law::Leanings, 400, 1);
    let kept = |count: usize| -> Vec<VisitFacts> {
        let known = world.visits.iter().filter(|it| it.status != AppointmentStatus::Cancelled);
        known.take(count).copied().collect()
    };
    let needed = FEWEST_OUTCOMES;
    let too_little = forecast(&kept(99), zone, world.now()).err();
    assert_eq!(too_little, Some(TooLittle { outcomes: 99, needed }));
    assert!(forecast(&kept(100), zone, world.now()).is_ok());
    // A day that is not closed yet says who came, and not who did not.
    let last = kept(100).last().unwrap().visit.end();
    assert!(forecast(&kept(100), zone, last.plus_minutes(24 * 60 - 1)).is_err());
    assert!(forecast(&kept(100), zone, last.plus_minutes(24 * 60)).is_ok());
}

#[test]
fn with_little_it_is_the_rate_of_the_segment_drawn_to_the_organizations() {
    // 10 of 40 missed of one type, 5 of 59 of the other: 15.5 of 100 with half a visit of either kind.
    let all = [outcomes(100, 5, 10, 40), outcomes(101, 20, 5, 59)].concat();
    assert_eq!(Kind::enough_for(&all), Kind::Segments);
    let it = Model::fit(Kind::Segments, &all);
    let of = |kind: u64, lead: i64| it.probability(&outcomes(kind, lead, 0, 1)[0].features);
    let base: f64 = 0.155;
    let of_type = (10.0 + 40.0 * base) / 80.0;
    let close = |one: f64, other: f64| assert!((one - other).abs() < 1e-12, "{one} is not {other}");
    close(it.base_rate(), base);
    close(of(100, 5), (10.0 + 40.0 * of_type) / 80.0);
    // No visit of that type was booked so far ahead; nor is there any of the third type.
    close(of(100, 50), of_type);
    close(of(102, 5), base);
    let reasons = it.reasons(&outcomes(100, 5, 0, 1)[0].features);
    assert_eq!(reasons.len(), 2, "the type and the lead time: {reasons:?}");
}

#[test]
fn a_regression_needs_enough_of_either_kind() {
    let of = |missed: u32, of: u32| Kind::enough_for(&outcomes(100, 5, missed.into(), of.into()));
    assert_eq!(of(ENOUGH.of_either, ENOUGH.outcomes), Kind::Regression);
    assert_eq!(of(ENOUGH.of_either - 1, ENOUGH.outcomes), Kind::Segments);
    assert_eq!(of(ENOUGH.of_either, ENOUGH.outcomes - 1), Kind::Segments);
    assert_eq!(of(ENOUGH.outcomes - ENOUGH.of_either + 1, ENOUGH.outcomes), Kind::Segments);
}

/// Nine visits of a type, all missed: without a ridge the next one is as good as missed, with one it is not.
#[test]
fn a_weight_of_few_visits_is_drawn_to_the_organizations_rate() {
    let all = [outcomes(100, 5, 400, 4_000), outcomes(101, 5, 9, 9)].concat();
    let rare = outcomes(101, 5, 0, 1)[0].features;
    let drawn = Model::fit(Kind::Regression, &all).probability(&rare);
    let plain = Model::fit(Kind::Plain, &all).probability(&rare);
    assert!(base_rate(&all) < drawn && drawn < 0.6 && plain > 0.95, "{drawn} and {plain}");
    // The constant is not drawn: what is said of all together is what came.
    let it = Model::fit(Kind::Regression, &all);
    let said: f64 = all.iter().map(|one| it.probability(&one.features)).sum();
    assert!((said - 409.0).abs() < 1e-3, "{said}");
}

/// With one thing to know, the regression without its ridge is the share of each group: worked out by hand.
#[test]
fn without_a_ridge_it_says_what_came_of_each_group() {
    let all = [outcomes(100, 5, 30, 100), outcomes(101, 5, 40, 400)].concat();
    let it = Model::fit(Kind::Plain, &all);
    for (kind, share) in [(100, 0.3), (101, 0.1)] {
        let said = it.probability(&outcomes(kind, 5, 0, 1)[0].features);
        assert!((said - share).abs() < 1e-4, "{said} is not {share}");
    }
}

#[test]
fn the_same_history_teaches_the_same() {
    let world = World::of(Law::Leanings, 3_000, 9);
    let once = forecast(&world.visits, zone, world.now()).unwrap();
    let mut turned = world.visits.clone();
    turned.reverse();
    assert_eq!(forecast(&turned, zone, world.now()).unwrap(), once);
}

/// The same split by hand: what is said of the later quarter is what a model says that never saw it.
#[test]
fn the_later_part_is_not_learnt_from() {
    let world = World::of(Law::Leanings, 4_000, 2);
    let judged = forecast(&world.visits, zone, world.now()).unwrap().evaluation;
    let past = Past::of(&world.visits);
    let mut visits = world.visits;
    visits.sort_by_key(|it| (it.visit.start(), it.appointment));
    let all = visits.iter().filter_map(|it| {
        let features = Features::of(it, ZONE, &past)?;
        Some((it.visit.start(), Outcome { features, missed: missed(it)? }))
    });
    let (earlier, later): (Vec<_>, Vec<_>) = all.partition(|(start, _)| *start < judged.from);
    let only = |part: Vec<(Instant, Outcome)>| -> Vec<Outcome> { part.into_iter().map(|it| it.1).collect() };
    let (earlier, later) = (only(earlier), only(later));
    assert!(later.len() * 4 >= earlier.len() + later.len() && later.len() * 3 < earlier.len() + 100);
    assert_eq!(judged.learnt_from, u32::try_from(earlier.len()).unwrap());
    let by = |model: &Model| -> Vec<Said> {
        later.iter().map(|it| (model.probability(&it.features), it.missed)).collect()
    };
    assert_eq!(judge(&by(&Model::fit(judged.kind, &earlier))), Some(judged.model));
    assert_eq!(judge(&by(&Model::fit(Kind::Plain, &earlier))), Some(judged.plain));
    let rate: Vec<Said> = later.iter().map(|it| (base_rate(&earlier), it.missed)).collect();
    assert_eq!(judge(&rate), Some(judged.base_rate));
}

#[test]
fn nothing_to_learn_from_or_to_judge_is_no_evaluation() {
    let some = outcomes(100, 5, 3, 10);
    assert!(evaluate(&[], &some, FIRST).is_none() && evaluate(&some, &[], FIRST).is_none());
    let all_came = outcomes(100, 5, 0, 200);
    let it = evaluate(&all_came, &all_came, FIRST).unwrap();
    assert_eq!((it.verdict, it.model.auc), (Verdict::NoBetterThanTheBaseRate, None));
    let features = Features::of(&visit(1, 1, FIRST, 5), ZONE, &Past::default()).unwrap();
    assert!(Model::fit(Kind::Regression, &all_came).probability(&features) > 0.0);
}
