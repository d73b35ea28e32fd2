//! Whom a sentence means: words that may be a name are looked up in the clinic's records, and several records of a name are a
//! question, never a guess.

use crate::{heard::Heard, line::is_born};
use clinic_domain::{fold::fold, id::PersonId};
use clinic_language::{
    names::{self, Heard as HeardName},
    text::{Kind, Text},
    when::Mention,
};
use desk_app::{
    error::AppResult,
    find_patients::{PatientHit, find_patients},
    front_desk::FrontDesk,
};

/// What a front desk says around names. A patient may be called like one of them, and is then found in the look-up.
const AROUND: &str = include_str!("around.txt");
const MOST_NAMES: usize = 3;
const MOST_WORDS: usize = 4;

pub(crate) enum Meant {
    /// Nobody was named.
    Nobody,
    Unknown(String),
    One(Box<PatientHit>),
    Several(Vec<PatientHit>),
}

/// Words that may be patients' names, the surest first: those that a sentence calls so, then whatever nothing else explains.
pub(crate) fn named_in(
    text: &Text<'_>,
    heard: &[HeardName],
    said: &[Mention],
    previous: Option<&str>,
) -> Vec<String> {
    let mut named: Vec<String> =
        names::unknown_names(text, heard, previous).into_iter().map(|it| it.full).collect();
    let taken = |at: usize| {
        heard.iter().map(|it| &it.tokens).chain(said.iter().map(|it| &it.tokens)).any(|it| it.contains(&at))
    };
    let mut run: Vec<&str> = Vec::new();
    let mut runs: Vec<String> = Vec::new();
    for (at, token) in text.tokens.iter().enumerate() {
        let is_name =
            token.kind == Kind::Word && token.word.len() > 1 && !taken(at) && !is_around(&token.word);
        if is_name && run.len() < MOST_WORDS {
            run.push(text.piece(&token.at));
        } else if !token.is("-") {
            runs.extend((!run.is_empty()).then(|| run.join(" ")));
            run.clear();
        }
    }
    runs.extend((!run.is_empty()).then(|| run.join(" ")));
    for name in runs {
        if !named.iter().any(|it| fold(it).contains(&fold(&name))) {
            named.push(name);
        }
    }
    named.truncate(MOST_NAMES);
    named
}

/// "Dr Patel", where nobody here is called so: somebody is wished for who is not there.
pub(crate) fn unknown_doctors(text: &Text<'_>, heard: &[HeardName], said: &[Mention]) -> Vec<String> {
    let is_taken = |at: &usize| {
        heard.iter().map(|it| &it.tokens).chain(said.iter().map(|it| &it.tokens)).any(|it| it.contains(at))
    };
    let titles = text.tokens.iter().enumerate().filter(|(_, it)| it.is("dr")).map(|it| it.0);
    let behind = |at: usize| at + 1 + usize::from(text.tokens.get(at + 1).is_some_and(|it| it.is(".")));
    let names = titles.map(behind).filter(|at| !is_taken(at)).filter_map(|at| text.tokens.get(at));
    let names = names.filter(|it| it.kind == Kind::Word && it.word.len() > 1 && !is_around(&it.word));
    names.map(|it| format!("Dr {}", text.piece(&it.at))).collect()
}

fn is_around(word: &str) -> bool {
    AROUND.split_whitespace().any(|it| it == word)
}

/// Looks the names up, with the person's right to do so.
pub(crate) fn meant(desk: &FrontDesk, who: PersonId, heard: &Heard) -> AppResult<Meant> {
    for name in heard.people.iter().flat_map(|it| shorter(without_possessive(it))) {
        let mut hits = find_patients(desk, who, name)?.hits;
        hits.retain(|it| heard.born.is_none_or(|born| is_born(it.line.birth_date, born)));
        match hits.len() {
            0 => {}
            1 => return Ok(hits.pop().map_or(Meant::Nobody, |it| Meant::One(Box::new(it)))),
            _ => return Ok(Meant::Several(hits)),
        }
    }
    Ok(heard.people.first().map_or(Meant::Nobody, |it| Meant::Unknown(it.clone())))
}

/// The whole run of words, and then without a word at its end or its beginning, which may be no part of a name.
fn shorter(run: &str) -> Vec<&str> {
    let starts: Vec<usize> = std::iter::once(0).chain(run.match_indices(' ').map(|it| it.0 + 1)).collect();
    let mut all = vec![run];
    if starts.len() > 2 {
        all.push(run.rsplit_once(' ').map_or(run, |it| it.0));
        all.push(&run[starts[1]..]);
    }
    all
}

fn without_possessive(name: &str) -> &str {
    name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name)
}
