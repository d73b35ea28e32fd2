//! Laws of every entry of this crate: whatever is typed or pasted, nothing panics, what is found stands in the text, and the
//! work hangs on a capped number of tokens of capped length, not on the length of what was pasted.

use crate::{
    acts::acts,
    emergency::{self, alarm},
    intent::{Evidence, judge},
    names::{Entry, Gazetteer, NameKind, unknown_names, visit_type_aliases},
    retrieval::{Document, Library, page::Page},
    slots::slots,
    terse,
    text::{MOST_LETTERS, MOST_TOKENS, Text},
    when::{self, Moment},
};
use chrono::{NaiveDate, NaiveTime};
use proptest::{prelude::*, sample::Index};
use std::{ops::Range, sync::LazyLock};

/// As much as somebody may paste.
const LONGEST: usize = 64 * 1024;

/// Words that the grammars act on, signs that they stumble over, and letters that take more than a byte or fold to several.
const PIECES: [&str; 40] = [
    "book",
    "cancel",
    "appointment",
    "with",
    "dr",
    "ana",
    "ruiz",
    "ruiz's",
    "monday",
    "may",
    "12",
    "noon",
    "-",
    "until",
    "3",
    ":",
    "30",
    "pm",
    "next",
    "week",
    "not",
    "chest",
    "pain",
    "what",
    "is",
    "?",
    "x",
    "fu",
    "0317",
    "ß",
    "ﬁ",
    "e\u{301}",
    "\u{200b}",
    "\u{202e}",
    "日本",
    "🏥",
    "İ",
    "\n",
    "00000000000000000000",
    "'",
];

/// Anything at all, heaps of words, and the same few over and over up to the longest text, with and without spaces.
fn strange() -> impl Strategy<Value = String> {
    let piece = || any::<Index>().prop_map(|it| *it.get(&PIECES));
    let few = prop::collection::vec(piece(), 1..6);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(piece(), 0..300).prop_map(|it| it.join(" ")),
        prop::collection::vec(piece(), 0..60).prop_map(|it| it.concat()),
        (few, any::<bool>()).prop_map(|(few, is_glued)| {
            let period = if is_glued { few.concat() } else { format!("{} ", few.join(" ")) };
            period.repeat(LONGEST / period.len())
        }),
    ]
}

fn moment() -> Moment {
    let hour = |it| NaiveTime::from_hms_opt(it, 0, 0).unwrap_or_default();
    let day = NaiveDate::from_ymd_opt(2026, 11, 26).unwrap_or_default();
    Moment { now: day.and_time(hour(10)), opens: hour(8), closes: hour(18) }
}

fn lists(more: &str) -> Gazetteer {
    let entry = |id, kind, name: &str| Entry { id, name: name.to_owned(), aliases: Vec::new(), kind };
    Gazetteer::of([
        entry(1, NameKind::Patient, "Ana Ruiz"),
        entry(2, NameKind::Provider, "Dr. Wei Chen"),
        entry(3, NameKind::VisitType, "Follow-up"),
        entry(4, NameKind::Patient, more),
        entry(5, NameKind::VisitType, more),
    ])
}

static WARNINGS: LazyLock<emergency::Lexicon> = LazyLock::new(emergency::Lexicon::shipped);

/// It is a piece of the text, and not an empty one.
fn stands(text: &str, at: &Range<usize>) -> Result<(), TestCaseError> {
    prop_assert!(text.get(at.clone()).is_some_and(|it| !it.is_empty()), "{:?}", at);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn tokens_are_few_and_short(said in strange()) {
        let text = Text::new(&said);
        prop_assert!(text.tokens.len() <= MOST_TOKENS);
        for token in &text.tokens {
            stands(&said, &token.at)?;
            // Folding may make three letters of one.
            prop_assert!(token.word.chars().count() <= 3 * MOST_LETTERS);
        }
    }

    #[test]
    fn dates_and_slots_stand_in_the_text(said in strange()) {
        let text = Text::new(&said);
        for mention in when::find(&text, &moment()) {
            stands(&said, &mention.at)?;
            prop_assert!(mention.tokens.end <= text.tokens.len() && !mention.readings.is_empty());
        }
        for (at, _) in slots(&text, &moment()) {
            stands(&said, &at)?;
        }
    }

    #[test]
    fn names_stand_in_the_text_whatever_the_lists_hold(said in strange(), before in strange(), listed in strange()) {
        let text = Text::new(&said);
        let lists = lists(&listed);
        let heard = lists.find(&text);
        for it in &heard {
            stands(&said, &it.at)?;
        }
        for it in unknown_names(&text, &heard, Some(&before)) {
            stands(&said, &it.at)?;
        }
        let _ = (lists.starting_with(&said), visit_type_aliases(&listed));
        if let Some(line) = terse::read(&text, &lists) {
            prop_assert!(line.when.iter().chain(&line.unread).all(|it| it.end <= text.tokens.len()));
        }
    }

    #[test]
    fn every_request_and_every_reply_is_judged(said in strange(), before in strange()) {
        let text = Text::new(&said);
        let judged = judge(&text, Some(&before), &Evidence::default());
        prop_assert!((0.0..=1.0).contains(&judged.sureness) && judged.intent != judged.second);
        let _ = (acts(&text, Some(&before)), acts(&text, None));
    }

    #[test]
    fn every_page_is_read_and_every_question_ranked(question in strange(), body in strange()) {
        let library = Library::of([Document { title: &question, body: &body }, Document { title: "", body: "chest pain" }]);
        let found = library.ranked(&question, 2);
        prop_assert!(found.iter().all(|it| it.document < 2 && it.score.is_finite()));
        let _ = (Page::parse(&body), emergency::Lexicon::parse(&body));
    }
}

proptest! {
    // Each case may be hundreds of pieces.
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The one reader that goes through all of a long text, for a danger may stand at its end.
    #[test]
    fn a_danger_is_heard_behind_whatever_was_said(said in strange()) {
        if let Some(found) = alarm(&Text::new(&said), &WARNINGS) {
            stands(&said, &found.words)?;
        }
        let both = format!("{said}. I have crushing chest pain.");
        prop_assert!(alarm(&Text::new(&both), &WARNINGS).is_some());
    }
}
