//! Desks with real files and a centre in memory that forgets replies, is cut off, and is set back: whatever happens, in the
//! end everybody has everything, once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on stops there")]

mod centre;
mod desk;

use centre::{Centre, Fault};
use desk::Desk;
use desk_sync::{Pace, Stopped, Trouble};
use proptest::prelude::*;

#[derive(Clone, Copy, Debug)]
enum Step {
    Register {
        desk: usize,
    },
    Push {
        desk: usize,
        fault: Fault,
    },
    Pull {
        desk: usize,
        fault: Fault,
    },
    Restart {
        desk: usize,
    },
    /// The centre loses the last third of what it has.
    SetBack,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let desk = 0..2_usize;
    let fault = prop_oneof![4 => Just(Fault::None), 1 => Just(Fault::CutOff), 1 => Just(Fault::LostReply)];
    let step = prop_oneof![
        4 => desk.clone().prop_map(|desk| Step::Register { desk }),
        3 => (desk.clone(), fault.clone()).prop_map(|(desk, fault)| Step::Push { desk, fault }),
        6 => (desk.clone(), fault).prop_map(|(desk, fault)| Step::Pull { desk, fault }),
        1 => desk.prop_map(|desk| Step::Restart { desk }),
        1 => Just(Step::SetBack),
    ];
    prop::collection::vec(step, 1..50)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn in_the_end_everybody_has_everything_once(steps in steps()) {
        let mut centre = Centre::new();
        let mut desks = vec![Desk::new(1), Desk::new(2)];
        let mut registered = Vec::new();
        for step in steps {
            match step {
                Step::Register { desk } => registered.push(desks[desk].register()),
                Step::Push { desk, fault } => drop(desks[desk].push(&mut centre, fault)),
                Step::Pull { desk, fault } => drop(desks[desk].pull(&mut centre, fault)),
                Step::Restart { desk } => desks[desk].restart(),
                Step::SetBack => centre.set_back(),
            }
            // What somebody was told is there stays there, on the desk that told them.
            for desk in &desks {
                prop_assert!(desk.own().iter().all(|it| desk.has(*it)));
            }
        }
        // Long enough for whoever was in the middle of something.
        for _ in 0..8 {
            for desk in &mut desks {
                desk.settle(&mut centre);
            }
        }
        registered.sort();
        prop_assert_eq!(centre.patients(), registered.clone());
        for desk in &desks {
            prop_assert!(registered.iter().all(|it| desk.has(*it)));
            prop_assert_eq!(desk.waiting(), 0);
        }
    }
}

#[test]
fn a_refused_operation_stops_none_after_it() {
    let (mut centre, mut desk) = (Centre::new(), Desk::new(1));
    desk.settle(&mut centre);
    let refused = desk.register();
    centre.refuse(refused);
    let taken = desk.register();
    desk.settle(&mut centre);
    assert_eq!(centre.patients(), [taken]);
    assert_eq!((desk.waiting(), desk.undecided()), (0, 1));
    assert!(desk.has(refused), "nobody has decided what becomes of it");
}

#[test]
fn what_the_centre_could_not_read_is_asked_for_again_when_a_version_that_can_has_decided_it() {
    let (mut centre, mut desk) = (Centre::new(), Desk::new(1));
    desk.settle(&mut centre);
    let newer = desk.register();
    centre.cannot_read(newer);
    let after = desk.register();
    desk.settle(&mut centre);
    assert_eq!((centre.patients(), desk.deferred()), (vec![after], 1));
    desk.restart();
    desk.settle(&mut centre);
    assert_eq!(desk.deferred(), 1, "nothing was decided: it is not asked for");
    centre.learn_to_read();
    desk.restart();
    desk.settle(&mut centre);
    assert_eq!(centre.patients(), [newer, after]);
    assert_eq!((desk.waiting(), desk.deferred(), desk.has(newer)), (0, 0, true));
}

#[test]
fn an_answer_of_another_history_than_the_desks_is_not_kept() {
    let (mut centre, mut desk) = (Centre::new(), Desk::new(1));
    desk.settle(&mut centre);
    desk.register();
    centre.set_back();
    assert!(matches!(desk.push(&mut centre, Fault::None), Err(Stopped::Centre(Trouble::Gone))));
    assert_eq!(desk.waiting(), 1, "it was answered, and waits until the desk knows by whom");
    desk.settle(&mut centre);
    assert_eq!((desk.waiting(), centre.patients()), (0, desk.own().to_vec()));
}

#[test]
fn an_answer_of_the_old_history_is_not_kept_when_the_new_one_begins_between_the_look_and_the_keeping() {
    let (mut centre, mut desk) = (Centre::new(), Desk::new(1));
    desk.settle(&mut centre);
    desk.register();
    // The other lane meets a centre that was set back while this one has an answer of before in its hands.
    let answer = desk.push_while_a_new_history_begins(&mut centre);
    assert!(matches!(answer, Err(Stopped::Centre(Trouble::Gone))), "{answer:?}");
    assert_eq!(desk.waiting(), 1, "it is sent again");
    centre.set_back();
    desk.settle(&mut centre);
    assert_eq!((desk.waiting(), centre.patients()), (0, desk.own().to_vec()));
}

#[test]
fn a_desk_that_nobody_named_yet_is_asked_about_when_its_first_conflict_arrives() {
    let (mut centre, mut desk) = (Centre::new(), Desk::new(1));
    desk.settle(&mut centre);
    let greetings = centre.greetings;
    let stranger = centre.raise_conflict_of(7);
    assert!(desk.peers().is_empty());
    centre.name_desk(stranger, "Room 2");
    desk.pull_all(&mut centre);
    assert_eq!(desk.peers(), ["Room 2"]);
    assert_eq!(centre.greetings, greetings + 1);
    // Whom the centre does not name is asked about once.
    centre.raise_conflict_of(8);
    centre.raise_conflict_of(8);
    desk.pull_all(&mut centre);
    assert_eq!(centre.greetings, greetings + 2);
}

#[test]
fn the_mirror_goes_on_while_nothing_can_be_sent() {
    let (mut centre, mut one, mut other) = (Centre::new(), Desk::new(1), Desk::new(2));
    one.settle(&mut centre);
    other.settle(&mut centre);
    let stuck = one.register();
    assert!(matches!(one.push(&mut centre, Fault::CutOff), Err(Stopped::Centre(Trouble::Unreachable))));
    let news = other.register();
    other.settle(&mut centre);
    one.pull_all(&mut centre);
    assert!(one.has(news) && one.has(stuck));
    assert_eq!(one.waiting(), 1);
}

#[test]
fn what_is_far_behind_is_fetched_anew_and_keeps_what_waits() {
    let (mut centre, mut one, mut other) = (Centre::new(), Desk::new(1), Desk::new(2));
    one.settle(&mut centre);
    let known: Vec<_> = (0..30).map(|_| other.register()).collect();
    other.settle(&mut centre);
    centre.compact();
    let own = one.register();
    one.settle(&mut centre);
    assert!(known.iter().all(|it| one.has(*it)) && one.has(own));
    assert_eq!(centre.patients().len(), 31);
}

#[test]
fn a_first_sync_goes_on_where_it_stopped() {
    let (mut centre, mut one, mut other) = (Centre::new(), Desk::new(1), Desk::new(2));
    let all: Vec<_> = (0..30).map(|_| other.register()).collect();
    other.settle(&mut centre);
    // Chunks are of seven rows here; the desk is started anew after each of them.
    for _ in 0..30 {
        for _ in 0..2 {
            one.pull(&mut centre, Fault::None).unwrap();
        }
        one.restart();
    }
    assert!(all.iter().all(|it| one.has(*it)));
    assert!(centre.chunks_of_patients <= 10, "{} chunks", centre.chunks_of_patients);
}

#[test]
fn a_lane_rests_longer_each_time_and_not_as_long_as_others() {
    let mut pace = Pace::new(1);
    let rests: Vec<u64> = (0..12).map(|_| pace.failed(0)).collect();
    for (at, rest) in rests.iter().enumerate() {
        let distance = (500_u64 << at).min(60_000);
        assert!((distance / 2..=distance).contains(rest), "{rest} of {distance}");
    }
    assert!(pace.failed(120_000) >= 120_000, "the centre said when");
    pace.went_well();
    assert!(pace.failed(0) <= 500);
    assert_ne!(Pace::new(2).failed(0), Pace::new(3).failed(0));
}
