//! Names that no list knows yet: what follows "my name is", what answers "your name?", and two capitalised words alone.

use super::{Heard, context, everyday::is_common};
use crate::text::{Kind, Text};
use std::ops::Range;

/// A name that nobody of the lists bears.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewName {
    /// Bytes of the sentence.
    pub at: Range<usize>,
    /// As it was said: "Ana Ruiz".
    pub full: String,
}

const MOST_WORDS: usize = 4;

/// What has to be true of the words behind a cue to be a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Proof {
    /// The cue says it.
    Cue,
    /// They begin with capitals, or are two at least.
    Shape,
    /// They begin with capitals; one is enough.
    Capital,
    /// They are two at least and begin with capitals.
    Capitals,
}

/// Cues that stand before a name, longest first.
const CUES: &[(&[&str], Proof)] = &[
    (&["name", "would", "be"], Proof::Cue),
    (&["name", "will", "be"], Proof::Cue),
    (&["full", "name"], Proof::Cue),
    (&["last", "name"], Proof::Cue),
    (&["first", "name"], Proof::Cue),
    (&["surname", "is"], Proof::Cue),
    (&["name", "should", "be"], Proof::Cue),
    (&["name", "is"], Proof::Cue),
    (&["name", "was"], Proof::Cue),
    (&["name", "of"], Proof::Cue),
    (&["name", "for"], Proof::Cue),
    (&["name", ":"], Proof::Cue),
    (&["names"], Proof::Cue),
    (&["name"], Proof::Cue),
    (&["named"], Proof::Cue),
    (&["surname"], Proof::Cue),
    (&["called"], Proof::Cue),
    (&["this", "is"], Proof::Shape),
    (&["it", "is"], Proof::Capitals),
    (&["its"], Proof::Capitals),
    (&["i", "am"], Proof::Shape),
    (&["im"], Proof::Shape),
    (&["under"], Proof::Shape),
    (&["for"], Proof::Shape),
    (&["to"], Proof::Capital),
    (&["from"], Proof::Capital),
    (&["by"], Proof::Capitals),
    (&["mr"], Proof::Cue),
    (&["mrs"], Proof::Cue),
    (&["ms"], Proof::Cue),
];

/// The names in a sentence that the lists did not hear. `previous` is the line that it answers.
#[must_use]
pub fn unknown_names(text: &Text<'_>, heard: &[Heard], previous: Option<&str>) -> Vec<NewName> {
    let is_taken = |tokens: &Range<usize>| {
        heard.iter().any(|it| it.tokens.start < tokens.end && tokens.start < it.tokens.end)
    };
    let mut names: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let Some((length, proof)) = cue_at(text, at) else {
            at += 1;
            continue;
        };
        at += length;
        if let Some(name) = run_of_names(text, at).filter(|it| proves(text, it, proof) && !is_taken(it)) {
            at = name.end;
            names.push(name);
        }
    }
    if names.is_empty() {
        names.extend(alone(text, previous).filter(|it| !is_taken(it)));
    }
    names.into_iter().map(|it| new_name(text, &it)).collect()
}

fn new_name(text: &Text<'_>, tokens: &Range<usize>) -> NewName {
    let at = text.bytes_of(tokens);
    NewName { full: text.piece(&at).split_whitespace().collect::<Vec<_>>().join(" "), at }
}

fn cue_at(text: &Text<'_>, at: usize) -> Option<(usize, Proof)> {
    let stands = |cue: &[&str]| {
        cue.iter().enumerate().all(|(n, word)| text.tokens.get(at + n).is_some_and(|it| it.is(word)))
    };
    CUES.iter().find(|(cue, _)| stands(cue)).map(|(cue, proof)| (cue.len(), *proof))
}

/// The words from a place on that can be parts of one name.
fn run_of_names(text: &Text<'_>, start: usize) -> Option<Range<usize>> {
    let start = start
        + text.tokens[start.min(text.tokens.len())..]
            .iter()
            .take(2)
            .take_while(|it| is_between(&it.word))
            .count();
    let is_capital =
        |at: usize| text.piece(&text.tokens[at].at).chars().next().is_some_and(char::is_uppercase);
    let mut end = start;
    let mut words = 0;
    while let Some(token) = text.tokens.get(end) {
        let joins = matches!(token.word.as_str(), "-" | ".")
            && words > 0
            && token.is_glued
            && text.tokens.get(end + 1).is_some_and(|it| it.kind == Kind::Word)
            && (token.is("-") || text.tokens[end - 1].word.len() == 1);
        if joins {
            end += 1;
            continue;
        }
        let is_name =
            token.kind == Kind::Word && !is_common(&token.word) && !context::is_of_a_house(&token.word);
        let goes_on_alike = words == 0 || is_capital(end) || !is_capital(start) || is_particle(&token.word);
        if !is_name
            || !goes_on_alike
            || words == MOST_WORDS
            || (words > 0 && token.is_glued && !text.tokens[end - 1].is("-") && !text.tokens[end - 1].is("."))
        {
            break;
        }
        words += 1;
        end += 1;
    }
    (words > 0).then_some(start..end)
}

fn is_between(word: &str) -> bool {
    matches!(word, ":" | "\"" | "'" | "is" | "the" | "-" | "," | "mr" | "mrs" | "ms")
}

fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "la" | "van" | "von" | "der" | "den" | "del" | "da" | "di" | "bin" | "al" | "el" | "st"
    )
}

fn proves(text: &Text<'_>, tokens: &Range<usize>, proof: Proof) -> bool {
    let words: Vec<&str> = tokens
        .clone()
        .map(|it| &text.tokens[it])
        .filter(|it| it.kind == Kind::Word)
        .map(|it| text.piece(&it.at))
        .collect();
    let is_capital =
        words.iter().all(|it| it.chars().next().is_some_and(char::is_uppercase) || is_particle(it));
    let ends_there =
        text.tokens.get(tokens.end).is_none_or(|it| it.kind == Kind::Sign || is_common(&it.word));
    // "the name Eye checkup appointment": of which kind it is, not whose.
    let is_kind = text.tokens.get(tokens.end).is_some_and(|it| {
        matches!(it.word.as_str(), "appointment" | "visit" | "event" | "meeting" | "reservation" | "booking")
    });
    match proof {
        _ if is_kind => false,
        Proof::Cue => true,
        // "for the main hall": people bear no article.
        _ if tokens.start > 0 && text.tokens[tokens.start - 1].is("the") => false,
        Proof::Shape => is_capital || (words.len() == 2 && ends_there),
        Proof::Capital => is_capital,
        Proof::Capitals => is_capital && words.len() > 1,
    }
}

/// A line that is a name and nothing else, or one with "here" or "is my name" behind it.
fn alone(text: &Text<'_>, previous: Option<&str>) -> Option<Range<usize>> {
    let asks = previous.is_some_and(|it| {
        let asked = Text::new(it);
        asked.tokens.iter().any(|it| matches!(it.word.as_str(), "name" | "names" | "who" | "whom"))
    });
    let fillers = text
        .tokens
        .iter()
        .take_while(|it| {
            matches!(it.word.as_str(), "yes" | "sure" | "ok" | "okay" | "hi" | "hello" | "," | "." | "!")
        })
        .count();
    let name = run_of_names(text, fillers)?;
    let rest: Vec<&str> = text.tokens[name.end..]
        .iter()
        .filter(|it| it.kind != Kind::Sign)
        .map(|it| it.word.as_str())
        .collect();
    let count = text.tokens[name.clone()].iter().filter(|it| it.kind == Kind::Word).count();
    let says_so = rest.first() == Some(&"here") || rest.windows(2).any(|it| it == ["my", "name"]);
    let is_whole =
        rest.is_empty() && (asks || (count > 1 && count < 4 && proves(text, &name, Proof::Capitals)));
    (says_so || is_whole || (asks && rest.first() == Some(&"please"))).then_some(name)
}
