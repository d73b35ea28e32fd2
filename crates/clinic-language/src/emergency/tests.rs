#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

use super::*;
use clinic_domain::emergency::{EmergencyPlan, EmergencyWords};
use proptest::prelude::*;
use std::sync::LazyLock;

const SOURCE: &str = include_str!("lexicon.txt");
static SHIPPED: LazyLock<Lexicon> = LazyLock::new(Lexicon::shipped);

fn group_of(said: &str) -> Option<EmergencyGroup> {
    alarm(&Text::new(said), &SHIPPED).map(|it| it.group)
}

/// The sentences of a block of `alarms.txt`: a group's code or `none` in brackets, then one sentence a line.
fn sentences() -> Vec<(Option<EmergencyGroup>, &'static str)> {
    let mut all = Vec::new();
    let mut group = None;
    for line in include_str!("alarms.txt").lines().filter(|it| !it.is_empty() && !it.starts_with('#')) {
        match line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            Some(code) => group = EmergencyGroup::ALL.iter().copied().find(|it| it.as_str() == code),
            None => all.push((group, line)),
        }
    }
    all
}

#[test]
fn the_shipped_list_is_read_whole() {
    assert_eq!(Lexicon::parse(SOURCE).err(), None);
    assert_eq!(Lexicon::shipped_concepts().count(), SHIPPED.concepts().len());
    for group in EmergencyGroup::ALL.iter().copied() {
        assert!(SHIPPED.concepts().iter().any(|it| it.group == group), "{group:?}");
    }
}

#[test]
fn the_organization_adds_words_and_leaves_some_out() {
    let words = |group, words: &str| EmergencyWords { group, words: words.to_owned() };
    let plan = EmergencyPlan {
        added: vec![
            words(EmergencyGroup::SameDay, "Can't swallow"),
            words(EmergencyGroup::SelfHarm, "blue-code"),
        ],
        left_out: vec!["chest pain".to_owned()],
        ..EmergencyPlan::default()
    };
    let changed = Lexicon::of(&plan);
    let group = |said: &str| alarm(&Text::new(said), &changed).map(|it| it.group);
    assert_eq!(group("he can not swallow"), Some(EmergencyGroup::SameDay));
    assert_eq!(group("it is a blue code"), Some(EmergencyGroup::SelfHarm));
    assert_eq!(group("there is no blue code"), None, "what is denied is no danger");
    assert_eq!(group("she has chest pain"), None);
    assert_eq!(group("he is not breathing"), Some(EmergencyGroup::CallEmergencyNumber));
    assert_eq!(
        alarm(&Text::new("she has chest pain"), &SHIPPED).map(|it| it.concept),
        Some("chest pain".to_owned())
    );
}

#[test]
fn sentences_alarm_or_do_not() {
    let all = sentences();
    assert!(all.len() >= 150);
    let wrong: Vec<_> = all.iter().filter(|(group, said)| group_of(said) != *group).collect();
    let shown: Vec<String> =
        wrong.iter().map(|(group, said)| format!("{said}: {:?}, not {group:?}", group_of(said))).collect();
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn the_alarm_shows_the_words_that_raised_it() {
    let said = "Can I book for Monday? Also I can’t breathe.";
    let found = alarm(&Text::new(said), &SHIPPED).unwrap();
    assert_eq!(&said[found.words], "can’t breathe");
    assert_eq!(found.concept, "trouble breathing");
}

#[test]
fn an_alarm_at_the_end_of_a_long_text_is_found() {
    let said = format!("{} my chest hurts", "I was telling you about the weather. ".repeat(300));
    let found = alarm(&Text::new(&said), &SHIPPED).unwrap();
    assert_eq!(&said[found.words], "chest hurts");
}

#[test]
fn a_bad_line_is_named() {
    for (line, why) in [
        ("chest pain", Why::NoPhrases),
        ("urgent: x = y", Why::UnknownGroup),
        ("same_day: = y", Why::NoName),
        ("same_day: x = @y", Why::UnknownSet),
        ("same_day: x = y ; ", Why::BadPhrase),
        ("same_day: x = .. y", Why::BadPhrase),
        ("same_day: x = *", Why::BadPhrase),
    ] {
        let text = format!("# own\n\n{line}\n");
        assert_eq!(Lexicon::parse(&text).err(), Some(LexiconProblem { line: 3, why }), "{line}");
    }
}

#[test]
fn a_clinic_may_write_its_own_list() {
    let own = Lexicon::parse("same_day: rash = new rash; itch* & all over").unwrap();
    let found = |said| alarm(&Text::new(said), &own).map(|it| it.concept);
    assert_eq!(found("there is a new rash").as_deref(), Some("rash"));
    assert_eq!(found("itching, all over my arm").as_deref(), Some("rash"));
    assert_eq!(found("my arm is itching"), None);
}

proptest! {
    #[test]
    fn any_text_is_heard(said: String, list: String) {
        let _ = alarm(&Text::new(&said), &SHIPPED);
        let _ = Lexicon::parse(&list);
    }

    #[test]
    fn what_is_said_afterwards_takes_no_alarm_away(
        which in any::<prop::sample::Index>(),
        after in "[A-Z][a-z]{2,8}( [a-z]{2,8}){0,6}[.?!]",
    ) {
        let alarming: Vec<_> = sentences().into_iter().filter(|it| it.0.is_some()).collect();
        let (group, said) = which.get(&alarming);
        let both = format!("{said}. {after}");
        prop_assert!(group_of(&both).is_some_and(|it| Some(it) <= *group), "{}", both);
    }

    #[test]
    fn loud_or_quiet_is_the_same(which in any::<prop::sample::Index>()) {
        let all = sentences();
        let (_, said) = which.get(&all);
        prop_assert_eq!(group_of(&said.to_uppercase()), group_of(said));
    }
}
