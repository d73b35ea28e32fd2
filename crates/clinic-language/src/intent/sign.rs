//! The signs that the words of a request are of, and how a request looks in them.

use super::{
    Evidence,
    lexicon::{Reading, signs},
};
use crate::text::Text;

signs! {
    "lexicon.txt",
    Book "book", Make "make", Cancel "cancel", Remove "remove", Cannot "cannot", Move "move", Change "change",
    Appointment "appointment", Event "event", Calendar "calendar", Reservation "reservation", Room "room", Care "care",
    See "see", Find "find", Want "want", Free "free", Own "own", Show "show", My "my", Thing "thing", Instead "instead",
    Hours "hours", Pick "pick", Weather "weather", Foreign "foreign", Reminder "reminder", Health "health",
    Insurance "insurance", Vaccine "vaccine", FactSheet "factsheet", Policy "policy", OtherInsurance "nonhealthplan",
    Greeting "greeting", Thanks "thanks", Bye "bye", Bot "bot", LookUp "lookup", Chart "chart",
    Waitlist "waitlist", Arrive "arrive", Leave "leave", Confirm "confirm", Unwell "unwell", When "when",
    Errand "errand", Trade "trade", There "there", Topic "topic", Failed "failed", Clock "clock",
    Agenda "agenda", HowTo "howto", MakeIt "makeit",
    Empty "empty", Reschedule "reschedule", Rule "rule", Elsewhere "elsewhere",
}

/// A request as the rules look at it.
pub struct View {
    pub reading: Reading,
    signs: u64,
    /// It begins as a question does, or ends as one.
    pub asks: bool,
    /// It begins with a question word: what, when, who, where, which, why, how.
    pub asks_what: bool,
    /// "... to Friday", "... to 3 pm".
    pub to_when: bool,
    /// It says "I" or "my".
    pub is_own: bool,
    /// It names an hour.
    pub at_clock: bool,
    /// The system spoke before.
    pub goes_on: bool,
    /// "Check Ana in": the verb with who it is between its halves.
    pub checks_in: bool,
    /// "Somebody who fixes ...", "someone to paint ...": a person is meant by what they do.
    pub by_trade: bool,
    /// The system spoke of somebody to go to.
    pub offered: bool,
    /// What the system said is that something did not come about.
    pub failed: bool,
}

impl View {
    pub fn of(text: &Text<'_>, previous: Option<&str>, evidence: &Evidence) -> View {
        let reading = LEXICON.reading(text);
        let mut signs = reading.signs;
        let before = previous.map(|it| LEXICON.reading(&Text::new(it)));
        let said = |sign: Sign| before.as_ref().is_some_and(|it| it.signs & sign.bit() != 0);
        let (failed, offered) = (said(Sign::Failed), said(Sign::Care));
        let holds_clock = holds_clock(&reading.words);
        let at_clock = holds_clock || evidence.times > 0 || signs & Sign::Clock.bit() != 0;
        let names_day =
            reading.words.iter().skip(1).any(|it| matches!(it.as_str(), "st" | "nd" | "rd" | "th"));
        if evidence.dates > 0 || evidence.times > 0 || holds_clock || names_day {
            signs |= Sign::When.bit();
        }
        if evidence.people > 0 {
            signs |= Sign::Care.bit();
        }
        let opening = opening(&reading.words);
        let passed_on = passed_on(&reading.words);
        let asks_what = is_question_word(opening) || passed_on.is_some_and(is_question_word);
        let asks = reading.asks || asks_what || is_asking_verb(opening) || passed_on.is_some();
        let to_when = leads_to_when(&reading);
        let is_own = reading
            .words
            .iter()
            .any(|it| matches!(it.as_str(), "i" | "im" | "id" | "ive" | "my" | "we" | "our"));
        View {
            signs,
            asks,
            asks_what,
            to_when,
            is_own,
            at_clock,
            checks_in: checks_in(&reading.words),
            by_trade: is_by_trade(&reading.words),
            goes_on: previous.is_some(),
            offered,
            failed,
            reading,
        }
    }

    pub fn has(&self, sign: Sign) -> bool {
        self.signs & sign.bit() != 0
    }

    pub fn any(&self, signs: &[Sign]) -> bool {
        signs.iter().any(|it| self.has(*it))
    }

    /// A phrase of the sign is among the first words.
    pub fn begins(&self, sign: Sign) -> bool {
        let begin = self.reading.words.iter().take_while(|it| is_filler(it)).count();
        self.reading.first(sign.bit()).is_some_and(|it| it <= begin)
    }

    pub fn length(&self) -> usize {
        self.reading.words.len()
    }
}

/// The first word that is not a mere opening.
fn opening(words: &[String]) -> &str {
    words.iter().map(String::as_str).find(|it| !is_filler(it)).unwrap_or("")
}

/// The word that begins the question in "tell me if ...", "can you ask Ana when ...".
fn passed_on(words: &[String]) -> Option<&str> {
    let is_polite =
        |it: &str| is_filler(it) || matches!(it, "can" | "could" | "would" | "will" | "you" | "do");
    let mut words = words.iter().map(String::as_str).skip_while(|it| is_polite(it));
    let asks = words.next().is_some_and(|it| matches!(it, "tell" | "ask" | "know"));
    words.take(3).find(|it| asks && (is_question_word(it) || matches!(*it, "if" | "whether")))
}

fn is_filler(word: &str) -> bool {
    matches!(
        word,
        "ok" | "okay"
            | "so"
            | "well"
            | "and"
            | "then"
            | "hi"
            | "hello"
            | "hey"
            | "please"
            | "great"
            | "thanks"
            | "also"
            | "alright"
            | "yes"
            | "no"
            | "actually"
            | "oh"
            | "now"
            | "kindly"
            | "just"
            | "yeah"
            | "sure"
            | "good"
            | "nice"
            | "perfect"
            | "but"
            | "thank"
            | "you"
            | "cool"
            | "awesome"
            | "hmm"
            | "um"
            | "uh"
            | "right"
            | "fine"
    )
}

fn is_question_word(word: &str) -> bool {
    matches!(
        word,
        "what"
            | "whats"
            | "when"
            | "whens"
            | "who"
            | "whos"
            | "where"
            | "wheres"
            | "which"
            | "why"
            | "how"
            | "hows"
            | "whose"
    )
}

fn is_asking_verb(word: &str) -> bool {
    matches!(
        word,
        "do" | "does"
            | "did"
            | "is"
            | "are"
            | "am"
            | "was"
            | "were"
            | "has"
            | "have"
            | "can"
            | "could"
            | "will"
            | "would"
            | "any"
            | "should"
            | "may"
    )
}

/// "10:30", "3pm" and "5th" without a word of the list beside them.
fn holds_clock(words: &[String]) -> bool {
    let is_number = |it: &String| it.len() <= 2 && it.bytes().all(|it| it.is_ascii_digit());
    words.windows(2).any(|it| {
        is_number(&it[0])
            && (matches!(it[1].as_str(), "am" | "pm" | "p" | "a" | "oclock")
                || it[1].len() == 2 && it[1].bytes().all(|it| it.is_ascii_digit()))
            || matches!(it[0].as_str(), "at" | "around" | "by") && (is_number(&it[1]) || is_hour(&it[1]))
    })
}

fn is_hour(word: &str) -> bool {
    matches!(
        word,
        "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "eleven"
            | "twelve"
    )
}

fn checks_in(words: &[String]) -> bool {
    let ends = |at: usize| words.get(at).is_none_or(|it| matches!(it.as_str(), "for" | "please" | "now"));
    let closes = |at: usize| words.get(at).is_some_and(|it| it == "in") && ends(at + 1);
    words.iter().enumerate().any(|(at, it)| it == "check" && (at + 2..at + 5).any(closes))
}

/// What anybody at a clinic does says nothing of their trade.
fn is_by_trade(words: &[String]) -> bool {
    const PEOPLE: [&str; 5] = ["somebody", "someone", "anybody", "anyone", "people"];
    const BETWEEN: [&str; 8] = ["who", "that", "to", "can", "could", "will", "would", "might"];
    const ANYBODYS: [&str; 22] = [
        "is", "are", "has", "have", "does", "do", "sees", "see", "treats", "treat", "takes", "take",
        "speaks", "speak", "helps", "help", "knows", "know", "works", "work", "look", "check",
    ];
    words.windows(2).enumerate().any(|(at, it)| {
        let does = words[at + 1..].iter().find(|it| !BETWEEN.contains(&it.as_str()));
        PEOPLE.contains(&it[0].as_str())
            && BETWEEN[..3].contains(&it[1].as_str())
            && does.is_some_and(|it| !ANYBODYS.contains(&it.as_str()))
    })
}

fn leads_to_when(reading: &Reading) -> bool {
    let when = |at: usize| {
        reading
            .hits
            .iter()
            .any(|it| it.signs & Sign::When.bit() != 0 && it.words.start <= at && at < it.words.end)
            || reading.words.get(at).is_some_and(|it| it.bytes().all(|it| it.is_ascii_digit()))
    };
    let to = |it: &str| matches!(it, "to" | "for" | "at" | "on" | "until" | "till" | "as");
    reading.words.iter().enumerate().any(|(at, it)| to(it) && (at + 1..at + 5).any(when))
}
