//! Whether alarming words are meant as a present danger, or denied, remembered, a topic, or a manner of speaking.

use super::words::{Break, Words};
use crate::when::MONTHS;
use std::ops::Range;

/// So far before the words a "no" still belongs to them.
const REACH_OF_NO: usize = 5;

const NO: &[&str] = &[
    "no", "not", "never", "without", "denies", "denied", "denying", "nor", "neither", "dont", "doesnt",
    "didnt", "isnt", "arent", "wasnt", "havent", "hasnt", "negative",
];
/// Behind a "not" that says something else: "not sure", "not feeling well".
const OTHER_NO: &[&str] = &[
    "sure",
    "certain",
    "know",
    "feeling",
    "feel",
    "well",
    "ok",
    "okay",
    "good",
    "right",
    "only",
    "just",
    "understand",
    "think",
    "believe",
    "one",
    "stop",
    "going",
    "better",
    "idea",
    "wait",
    "longer",
    "hang",
    "matter",
    "worried",
    "able",
];
const PERSONS: &[&str] = &[
    "i", "im", "ive", "my", "me", "mine", "myself", "he", "hes", "his", "him", "she", "shes", "her", "we",
    "our", "us", "someone", "somebody", "baby", "child", "person", "son", "daughter", "husband", "wife",
    "mom", "mum", "mother", "dad", "father", "patient", "they", "theyre",
];
const NOW: &[&str] = &["now", "again", "currently", "suddenly", "still", "tonight", "worse"];
const LONG_AGO: &[&str] = &["year", "years", "month", "months", "decade", "decades"];
const EARLIER: &[&str] = &[
    "history",
    "previous",
    "prior",
    "past",
    "childhood",
    "survivor",
    "survived",
    "recovering",
    "recovered",
    "previously",
];
/// Behind the words: they name a thing to attend, not a thing that happens.
const THINGS: &[&str] = &[
    "clinic",
    "clinics",
    "follow",
    "followup",
    "class",
    "classes",
    "meeting",
    "meetings",
    "prevention",
    "awareness",
    "screening",
    "screenings",
    "support",
    "group",
    "seminar",
    "workshop",
    "specialist",
    "specialists",
    "unit",
    "center",
    "centre",
    "program",
    "programme",
    "hotline",
    "training",
    "course",
    "survivor",
    "survivors",
    "brochure",
    "leaflet",
    "risk",
    "risks",
    "medication",
    "medications",
    "medicine",
    "meds",
    "doctor",
    "rehab",
    "rehabilitation",
    "checkup",
    "check",
    "research",
    "lecture",
    "talk",
    "recovery",
    "study",
    "foundation",
    "charity",
    "ward",
    "policy",
    "kit",
    "protocol",
    "pills",
    "prescription",
    "refill",
    "test",
    "tests",
];
/// Before the words: they are spoken about.
const ABOUT: &[&str] = &[
    "prevent",
    "prevents",
    "preventing",
    "prevention",
    "awareness",
    "leaflet",
    "brochure",
    "information",
    "article",
    "research",
    "lecture",
    "seminar",
    "class",
    "course",
    "meeting",
    "workshop",
    "screening",
    "screened",
    "screen",
    "follow",
    "followup",
    "study",
    "avoid",
    "lecture",
    "risk",
    "chances",
    "recover",
    "recovering",
    "recovery",
    "insurance",
    "vaccine",
    "movie",
    "film",
    "song",
    "book",
    "episode",
    "read",
];
const ASKING: &[&str] = &[
    "what", "whats", "how", "which", "who", "where", "when", "why", "do", "does", "are", "can", "define",
    "explain",
];
/// "Dying for a coffee", "die laughing", "a stroke of luck".
const BEHIND_A_MANNER: &[&str] = &["for", "over", "laughing", "inside", "to"];
const OF_A_MANNER: &[&str] = &[
    "laughter",
    "laughing",
    "boredom",
    "embarrassment",
    "hunger",
    "thirst",
    "heat",
    "curiosity",
    "luck",
    "genius",
    "inspiration",
    "shame",
    "cold",
    "midnight",
    "excitement",
];

/// Whether the words at a place are meant.
pub fn is_meant(words: &Words, at: &Range<usize>) -> bool {
    !(is_denied(words, at) || is_remembered(words, at) || is_topic(words, at) || is_manner(words, at))
}

fn is_denied(words: &Words, at: &Range<usize>) -> bool {
    // "No fever, cough or chest pain" is one list.
    let ends_a_list = at.start > 0 && ["or", "nor"].contains(&words.0[at.start - 1].word.as_str());
    let strength = if ends_a_list { Break::Sentence } else { Break::Part };
    let part = words.around(at, strength);
    let reach = if ends_a_list { REACH_OF_NO * 2 } else { REACH_OF_NO };
    let from = part.start.max(at.start.saturating_sub(reach));
    for place in (from..at.start).rev() {
        let word = words.0[place].word.as_str();
        if NO.contains(&word) {
            let next = words.0.get(place + 1).map_or("", |it| it.word.as_str());
            return !OTHER_NO.contains(&next);
        }
        // Another subject begins another statement: "no my husband has chest pain".
        if PERSONS.contains(&word)
            || matches!(word, "but" | "however" | "except" | "because" | "cause" | "since")
        {
            return false;
        }
    }
    let before = words.slice(from..at.start);
    before.windows(2).any(|it| matches!(it, ["ruled", "out"] | ["free", "of"]))
}

fn is_remembered(words: &Words, at: &Range<usize>) -> bool {
    let sentence = words.around(at, Break::Sentence);
    let part = words.around(at, Break::Part);
    if words.slice(part.clone()).iter().any(|it| NOW.contains(it)) {
        return false;
    }
    let before = words.slice(sentence.start.max(at.start.saturating_sub(5))..at.start);
    let after = words.slice(at.end..part.end.min(at.end + 7));
    if before.iter().any(|it| EARLIER.contains(it)) || is_dated(&after) || is_dated(&before) {
        return true;
    }
    // "Since the heart attack": the words after tell what is the matter now.
    let own = ["my", "the", "his", "her", "our", "a", "an", "having"];
    let is_afterwards = |from: usize| {
        before.get(from).is_some_and(|it| ["since", "after"].contains(it))
            && before.get(from + 1).is_some_and(|it| own.contains(it))
    };
    let is_event = words.slice(at.clone()).iter().any(|it| EVENTS.contains(it));
    is_event && before.len() >= 2 && is_afterwards(before.len() - 2)
        || before
            .windows(3)
            .any(|it| matches!(it, ["when", "i", "was"] | ["when", "he", "was"] | ["when", "she", "was"]))
        || before.windows(2).any(|it| matches!(it, ["used", "to"]))
}

/// What happens once and is over.
const EVENTS: &[&str] = &["attack", "stroke", "seizure", "overdose", "anaphylaxis", "overdosed", "fall"];

/// "In 2015", "last year", "three months ago", "as a child".
fn is_dated(words: &[&str]) -> bool {
    let is_year = |it: &str| {
        it.len() == 4 && (it.starts_with("19") || it.starts_with("20")) && it.parse::<u32>().is_ok()
    };
    words.windows(2).any(|it| {
        (["in", "since", "from", "during"].contains(&it[0]) && is_year(it[1]))
            || (it[0] == "last" && is_part_of_a_year(it[1]))
            || (LONG_AGO.contains(&it[0]) && it[1] == "ago")
    }) || words.windows(3).any(|it| matches!(it, ["as", "a", "child" | "kid" | "teenager"]))
        || words.contains(&"history")
}

const SEASONS: [&str; 5] = ["spring", "summer", "autumn", "fall", "winter"];

fn is_part_of_a_year(word: &str) -> bool {
    LONG_AGO.contains(&word) || SEASONS.contains(&word) || MONTHS.contains(&word)
}

fn is_topic(words: &Words, at: &Range<usize>) -> bool {
    let sentence = words.around(at, Break::Sentence);
    let part = words.around(at, Break::Part);
    let after = words.slice(at.end..part.end.min(at.end + 2));
    // "Too many pills" counts them.
    let last = words.slice(at.end.saturating_sub(1)..at.end);
    let is_open =
        last.iter().any(|it| matches!(*it, "many" | "much" | "of" | "the" | "whole" | "all" | "on"));
    let is_thing = after.first().is_some_and(|it| THINGS.contains(it)) || after == ["first", "aid"];
    if is_thing && !is_open {
        return true;
    }
    let before = words.slice(part.start.max(at.start.saturating_sub(6))..at.start);
    // "Help, I am bleeding" names a person of its own behind whatever is spoken about.
    let since_person = before
        .iter()
        .rposition(|it| ["i", "im", "ive", "he", "hes", "she", "shes", "my"].contains(it))
        .unwrap_or(0);
    if before[since_person..].iter().any(|it| ABOUT.contains(it)) {
        return true;
    }
    let whole = words.slice(sentence.clone());
    let asks =
        whole.first().is_some_and(|it| ASKING.contains(it)) && !whole.starts_with(&["what", "to", "do"]);
    asks && !whole.iter().any(|it| PERSONS.contains(it)) && !whole.iter().any(|it| NOW.contains(it))
}

fn is_manner(words: &Words, at: &Range<usize>) -> bool {
    let said = words.slice(at.clone());
    let sentence = words.around(at, Break::Sentence);
    let after = words.slice(at.end..sentence.end.min(at.end + 3));
    let before = words.slice(sentence.start.max(at.start.saturating_sub(4))..at.start);
    let is_of_death = said.iter().any(|it| matches!(*it, "die" | "dying" | "stroke"));
    let of = |it: &[&str]| it.first() == Some(&"of") && it.iter().any(|it| OF_A_MANNER.contains(it));
    if is_of_death && (of(&after) || after.first().is_some_and(|it| BEHIND_A_MANNER.contains(it))) {
        return !said.contains(&"want") || after.first() != Some(&"to");
    }
    let gives = |it: &&str| matches!(*it, "gave" | "give" | "gives" | "giving" | "almost" | "nearly");
    said.contains(&"attack") && before.iter().any(gives)
}
