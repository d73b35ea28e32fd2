//! The yardsticks, against hand-worked numbers and against their definitions.

use clinic_domain::capacity::no_show::{Said, judge, wilson};
use proptest::prelude::*;

fn close(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-9, "{one} is not {other}");
}

#[test]
fn three_visits_by_hand() {
    let it = judge(&[(0.8, true), (0.4, false), (0.4, true)]).unwrap();
    // 0.04 + 0.16 + 0.36 of three.
    close(it.brier, 0.56 / 3.0);
    // The kept visit lies below one missed one, and beside the other.
    close(it.auc.unwrap(), 0.75);
    close(it.log_loss, -(0.8_f64.ln() + 0.6_f64.ln() + 0.4_f64.ln()) / 3.0);
    close(it.in_the_large, 1.6 / 3.0 - 2.0 / 3.0);
    assert_eq!((it.count, it.missed, it.bins.len()), (3, 2, 2));
    // 0.4 was said of two of which one was missed, 0.8 of one that was.
    close(it.calibration_error, (2.0 * 0.1 + 1.0 * 0.2) / 3.0);
}

#[test]
fn nothing_is_said_of_nothing_and_no_order_of_equals() {
    assert_eq!(judge(&[]), None);
    assert_eq!(judge(&[(0.3, true), (0.2, true)]).unwrap().auc, None);
    close(judge(&[(0.3, true), (0.3, false), (0.3, false)]).unwrap().auc.unwrap(), 0.5);
}

#[test]
fn the_base_rate_is_one_bin_that_is_right() {
    let all: Vec<Said> = (0..100).map(|at| (0.2, at % 5 == 0)).collect();
    let it = judge(&all).unwrap();
    close(it.brier, 0.2 * 0.8);
    close(it.calibration_error, 0.0);
    assert_eq!(it.bins.iter().map(|it| (it.count, it.missed)).collect::<Vec<_>>(), [(100, 20)]);
}

#[test]
fn a_hundred_different_ones_are_ten_bins() {
    let all: Vec<Said> = (0..100).map(|at| (f64::from(at) / 100.0, at >= 50)).collect();
    let it = judge(&all).unwrap();
    assert_eq!(it.bins.iter().map(|it| it.count).collect::<Vec<_>>(), [10; 10]);
    close(it.bins[3].said, 0.345);
    assert_eq!((it.bins[4].missed, it.bins[5].missed), (0, 10));
}

#[test]
fn wilsons_interval_as_in_the_books() {
    // 81 of 263 (Newcombe 1998, table I): 0.2553 to 0.3662; 0 of 20: 0 to 0.1611.
    let rounded = |(low, high): (f64, f64)| ((low * 1e4).round() / 1e4, (high * 1e4).round() / 1e4);
    assert_eq!(rounded(wilson(81, 263)), (0.2553, 0.3662));
    assert_eq!(rounded(wilson(0, 20)), (0.0, 0.1611));
    assert_eq!(wilson(0, 0), (0.0, 1.0));
}

proptest! {
    #[test]
    fn the_area_is_the_share_of_pairs_in_order(
        // Few different ones, so that many are equal.
        all in proptest::collection::vec((0_u8..8, any::<bool>()), 1..60)
    ) {
        let said: Vec<Said> = all.iter().map(|(tenths, missed)| (f64::from(*tenths) / 10.0, *missed)).collect();
        let (mut won, mut pairs) = (0.0, 0.0);
        for (one, _) in said.iter().filter(|(_, missed)| *missed) {
            for (other, _) in said.iter().filter(|(_, missed)| !missed) {
                won += if one > other { 1.0 } else if one == other { 0.5 } else { 0.0 };
                pairs += 1.0;
            }
        }
        match judge(&said).unwrap().auc {
            Some(auc) => prop_assert!((auc - won / pairs).abs() < 1e-9),
            None => prop_assert!(pairs == 0.0),
        }
    }

    #[test]
    fn every_visit_is_in_one_bin_and_equals_are_together(
        all in proptest::collection::vec((0_u8..40, any::<bool>()), 1..200)
    ) {
        let said: Vec<Said> = all.iter().map(|(it, missed)| (f64::from(*it) / 40.0, *missed)).collect();
        let it = judge(&said).unwrap();
        prop_assert!(it.bins.len() <= 10);
        prop_assert_eq!(it.bins.iter().map(|it| it.count).sum::<u32>(), it.count);
        prop_assert_eq!(it.bins.iter().map(|it| it.missed).sum::<u32>(), it.missed);
        prop_assert!(it.bins.is_sorted_by(|one, other| one.said < other.said));
        prop_assert!(it.bins.iter().all(|it| it.at_least <= it.came && it.came <= it.at_most));
        prop_assert!(it.calibration_error >= it.in_the_large.abs() - 1e-9);
    }
}
