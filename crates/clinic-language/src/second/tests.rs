use super::{Given, Known, vocabulary::Vocabulary};
use crate::{
    text::{Kind, Text},
    when::{self, Meaning, Mention, Moment},
};
use chrono::{Datelike, NaiveDate, NaiveTime};
use proptest::prelude::*;

fn moment() -> Moment {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let now = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap().and_time(time(9));
    Moment { now, opens: time(8), closes: time(18) }
}

fn given(said: &str, called: &[&str]) -> Given {
    let text = Text::new(said);
    let mentions = when::find(&text, &moment());
    let is_birth =
        |it: &Mention| it.live().any(|it| matches!(it.meaning, Meaning::Date(day) if day.year() < 2026));
    let is_called = |word: &str| called.contains(&word);
    Given::hiding(&text, &Known { names: &[], said: &mentions, is_birth: &is_birth, is_called: &is_called })
}

#[test]
fn what_is_somebodys_own_is_not_given_away() {
    for (said, is_given) in [
        ("could Zelda Quist come in a bit earlier", "could [WORD1] come in a [WORD2] earlier"),
        ("can rose come sometime on friday at 10:30", "can [NAME1] come sometime on friday at 10:30"),
        ("he was born 4/12/1990, call 555 0147", "he was born [DATE1], call [NUMBER1]"),
        ("write to zelda.quist@mail.example please", "write to [CONTACT1] please"),
        ("record 004711 wants to come", "record [NUMBER1] wants to come"),
    ] {
        assert_eq!(given(said, &["rose"]).text, is_given, "{said}");
    }
}

#[test]
fn a_piece_leads_back_to_what_was_typed() {
    let said = "could Zelda Quist see somebody on Friday at 10:30";
    let given = given(said, &[]);
    assert_eq!(given.text, "could [WORD1] see somebody on Friday at 10:30");
    let behind = |piece: &str| given.behind(piece).map(|it| &said[it]);
    assert_eq!(behind("[WORD1]"), Some("Zelda Quist"));
    assert_eq!(behind("Friday at 10:30"), Some("Friday at 10:30"));
    assert_eq!(behind("Thursday"), None);
    assert_eq!(behind("Frid"), None, "a part of a word");
    assert_eq!(behind(""), None);
}

proptest! {
    #[test]
    fn nothing_but_words_of_the_language_is_given(said in "(\\PC{0,6}[ ,.:]|book |friday |at 10|[a-z]{1,9} |[0-9]{1,7} ){0,12}") {
        let given = given(&said, &[]);
        let (text, common) = (Text::new(&said), Vocabulary::words());
        let times = when::find(&text, &moment());
        let is_time = |at: usize| times.iter().any(|it| it.tokens.contains(&at));
        for (at, token) in text.tokens.iter().enumerate() {
            let is_given = given.pieces.iter().any(|it| it.1 == token.at && given.text[it.0.clone()] == said[it.1.clone()]);
            let may_be = match token.kind {
                Kind::Sign => true,
                Kind::Number => is_time(at) && token.word.len() <= 2,
                Kind::Word => is_time(at) || common.has(&token.word),
            };
            prop_assert!(may_be || !is_given, "{} of {said}: {}", token.word, given.text);
        }
        prop_assert!(given.behind(&given.text).is_none_or(|it| it.end <= said.len()));
    }

    #[test]
    fn a_word_that_nobody_knows_never_leaves(word in "[qxz][a-z]{5,12}[qxz]", before in "(please book|can you see if|what about|tell)", after in "(on friday|at 10|, please|@mail.example)") {
        let given = given(&format!("{before} {word}{after}"), &[]);
        prop_assert!(!given.text.contains(&word), "{}", given.text);
    }
}
