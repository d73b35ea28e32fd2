//! Laws that hold for any sentence and any moment.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use super::{
    tests::{at, moment},
    *,
};
use chrono::{Datelike, Days, Timelike};
use proptest::prelude::*;

/// A date in twenty ways.
fn ways(day: NaiveDate) -> Vec<String> {
    let (d, month, short) = (day.day(), day.format("%B"), day.format("%b"));
    let (y, m) = (day.year(), day.month());
    let suffix = match d {
        1 | 21 | 31 => "st",
        2 | 22 => "nd",
        3 | 23 => "rd",
        _ => "th",
    };
    let weekday = day.format("%A");
    vec![
        format!("{month} {d}, {y}"),
        format!("{month} {d} {y}"),
        format!("{month} {d}{suffix}, {y}"),
        format!("{month} the {d}{suffix} {y}"),
        format!("the {d}{suffix} of {month} {y}"),
        format!("{d}{suffix} {month} {y}"),
        format!("{d} {month} {y}"),
        format!("{d} {short} {y}"),
        format!("{short} {d} {y}"),
        format!("{short}. {d}, {y}"),
        format!("{short}-{d}-{y}"),
        format!("{d}-{short}-{y}"),
        format!("{d}/{short}/{y}"),
        format!("{weekday}, {month} {d}, {y}"),
        format!("{weekday} the {d}{suffix} of {month} {y}"),
        format!("{y}-{m:02}-{d:02}"),
        format!("{y}/{m}/{d}"),
        format!("{m}/{d}/{y}"),
        format!("{m:02}-{d:02}-{y}"),
        format!("{d:02}.{m:02}.{y}"),
    ]
}

/// A time of the day in twenty-odd ways.
fn ways_of_time(time: NaiveTime) -> Vec<String> {
    let (is_pm, hour) = time.hour12();
    let (minute, half) = (time.minute(), if is_pm { "pm" } else { "am" });
    let letter = &half[..1];
    let next = hour % 12 + 1;
    let hours =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let spelled = hours[hour as usize - 1];
    let part = match time.hour() {
        0..12 => "morning",
        12..18 => "afternoon",
        18..21 => "evening",
        _ => "night",
    };
    let loud = half.to_uppercase();
    let mut ways = vec![
        format!("{hour}:{minute:02} {half}"),
        format!("{hour}:{minute:02}{half}"),
        format!("{hour}:{minute:02} {letter}.m."),
        format!("{hour}:{minute:02}{letter}.m."),
        format!("{hour}:{minute:02} {letter}. m."),
        format!("{hour}:{minute:02} {loud}"),
        format!("{hour}:{minute:02}{loud}"),
        format!("{hour}:{minute:02}{letter}"),
        format!("{hour:02}:{minute:02} {half}"),
        format!("{hour}.{minute:02} {half}"),
        format!("{hour} {minute:02} {half}"),
        format!("{hour}{minute:02} {half}"),
        format!("{hour}{minute:02}{half}"),
        format!("at {hour}:{minute:02} {half}"),
        format!("around {hour}:{minute:02} {half}"),
        format!("{hour}:{minute:02} in the {part}"),
        format!("{:02}:{minute:02}", time.hour()),
        format!("{:02}:{minute:02}h", time.hour()),
    ];
    if minute > 0 {
        ways.push(format!("{minute} past {hour} {half}"));
        ways.push(format!("{minute} minutes past {hour} {half}"));
        ways.push(format!("{minute} after {spelled} {half}"));
    }
    match minute {
        0 => ways.extend([
            format!("{hour} {half}"),
            format!("{hour}{letter}"),
            format!("{spelled} o'clock in the {part}"),
            format!("{spelled} {half}"),
        ]),
        15 => ways.extend([
            format!("a quarter past {spelled} in the {part}"),
            format!("quarter after {hour} {half}"),
        ]),
        30 => ways.extend([format!("half past {hour} {half}"), format!("{spelled} thirty {half}")]),
        31.. if hour != 11 => ways.extend([
            format!("{} minutes to {next} {half}", 60 - minute),
            format!("{} minutes before {next} {half}", 60 - minute),
        ]),
        _ => {}
    }
    ways
}

/// A day that lies ahead in ways that leave out its year.
fn ways_without_year(day: NaiveDate) -> Vec<String> {
    let (d, m, month, short, weekday) =
        (day.day(), day.month(), day.format("%B"), day.format("%b"), day.format("%A"));
    vec![
        format!("{month} {d}"),
        format!("{short} {d}"),
        format!("{d} {month}"),
        format!("{d}-{short}"),
        format!("{weekday}, {month} {d}"),
        format!("{weekday} {d} {short}"),
        format!("{m}/{d}"),
    ]
}

fn time_of_day() -> impl Strategy<Value = NaiveTime> {
    (0_u32..24 * 60).prop_map(|it| NaiveTime::from_hms_opt(it / 60, it % 60, 0).unwrap())
}

fn day_of_years() -> impl Strategy<Value = NaiveDate> {
    (0_u64..4000).prop_map(|it| NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + Days::new(it))
}

/// The sentence has one mention, and its best reading is this.
fn means(sentence: &str, moment: &Moment, meaning: &Meaning) -> Result<(), TestCaseError> {
    let mentions = find(&Text::new(sentence), moment);
    prop_assert_eq!(mentions.len(), 1, "{}", sentence);
    prop_assert_eq!(&mentions[0].readings[0].meaning, meaning, "{}", sentence);
    Ok(())
}

/// Expressions that hang on today and on the weekdays, none on a month or a year.
const RELATIVE: [&str; 36] = [
    "today",
    "tomorrow",
    "yesterday",
    "tonight",
    "the day after tomorrow",
    "the day before yesterday",
    "this week",
    "next week",
    "last week",
    "the week after next",
    "this weekend",
    "next weekend",
    "monday",
    "this friday",
    "next friday",
    "last tuesday",
    "the coming wednesday",
    "thursday this week",
    "sunday next week",
    "in two weeks",
    "in 3 days",
    "in a fortnight",
    "two weeks from thursday",
    "a week from tomorrow",
    "a week on friday",
    "10 days from now",
    "2 fridays ago",
    "5 days ago",
    "from monday to thursday",
    "until saturday",
    "the next 3 days",
    "within a week",
    "early next week",
    "in 90 minutes",
    "in 36 hours",
    "two hours ago",
];
const BEHIND: [&str; 8] = [
    "",
    " at 3",
    " at 10:30",
    " in the morning",
    " evening",
    " after 2 pm",
    " between 9 and 11",
    " before noon",
];

fn shifted(meaning: &Meaning, weeks: u64) -> Meaning {
    let day = |it: NaiveDate| it + Days::new(7 * weeks);
    let both = |it: NaiveDateTime| it + Days::new(7 * weeks);
    match meaning {
        Meaning::Date(it) => Meaning::Date(day(*it)),
        Meaning::DateTime(it) => Meaning::DateTime(both(*it)),
        Meaning::Dates { from, to } => Meaning::Dates { from: from.map(day), to: to.map(day) },
        Meaning::DateTimes { from, to } => Meaning::DateTimes { from: from.map(both), to: to.map(both) },
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn a_date_is_read_back_however_it_is_written(day in day_of_years(), now in day_of_years()) {
        let moment = Moment { now: now.and_time(moment().now.time()), ..moment() };
        for way in ways(day) {
            means(&format!("please book it for {way}"), &moment, &Meaning::Date(day))?;
        }
    }

    #[test]
    fn a_date_without_a_year_lies_ahead(now in day_of_years(), ahead in 1_u64..300) {
        let day = now + Days::new(ahead);
        let moment = Moment { now: now.and_time(moment().now.time()), ..moment() };
        for way in ways_without_year(day) {
            means(&format!("please book it for {way}"), &moment, &Meaning::Date(day))?;
        }
    }

    #[test]
    fn a_time_is_read_back_however_it_is_written(time in time_of_day()) {
        for way in ways_of_time(time) {
            means(&format!("please book it for {way}"), &moment(), &Meaning::Time(time))?;
        }
    }

    #[test]
    fn a_day_and_a_time_are_read_back_in_either_order(
        day in day_of_years(),
        time in time_of_day(),
        which in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
    ) {
        let (day_said, time_said) = (ways(day), ways_of_time(time));
        let (day_said, time_said) = (which.get(&day_said), other.get(&time_said));
        let meaning = Meaning::DateTime(day.and_time(time));
        for sentence in [
            format!("please book it for {day_said} {time_said}"),
            format!("please book it for {day_said} at {time_said}"),
            format!("can we do {time_said} on {day_said}?"),
        ] {
            means(&sentence, &moment(), &meaning)?;
        }
    }

    #[test]
    fn weeks_later_all_that_is_relative_is_as_many_weeks_later(
        now in day_of_years(),
        clock in time_of_day(),
        weeks in 0_u64..200,
        which in any::<prop::sample::Index>(),
        behind in any::<prop::sample::Index>(),
    ) {
        let sentence = format!("could we do {}{}?", which.get(&RELATIVE), behind.get(&BEHIND));
        let text = Text::new(&sentence);
        let here = Moment { now: now.and_time(clock), ..moment() };
        let there = Moment { now: here.now + Days::new(7 * weeks), ..here };
        let meanings = |moment: &Moment, weeks: u64| -> Vec<Vec<Meaning>> {
            let mentions = find(&text, moment);
            mentions.iter().map(|it| it.readings.iter().map(|it| shifted(&it.meaning, weeks)).collect()).collect()
        };
        let later = meanings(&there, 0);
        prop_assert!(!later.is_empty(), "{}", sentence);
        prop_assert_eq!(meanings(&here, weeks), later, "{}", sentence);
    }

    #[test]
    fn no_sentence_is_too_strange(sentence: String) {
        no_wonder(&sentence)?;
    }

    #[test]
    fn no_heap_of_words_is_too_strange(words in proptest::collection::vec(0usize..WORDS.len(), 0..300)) {
        let words: Vec<&str> = words.iter().map(|it| WORDS[*it]).collect();
        no_wonder(&words.join(" "))?;
        no_wonder(&words.concat())?;
    }
}

const WORDS: [&str; 48] = [
    "next", "last", "the", "first", "week", "of", "a", "day", "after", "from", "to", "-", "between", "and",
    "monday", "march", "31", "st", "2026", "/", ":", "99999999", "12", "half", "past", "in", "every",
    "other", "3000", "years", "months", "ago", "before", "pm", "tonight", "noon", "easter", "until",
    "within", "few", "this", "may", ".", "30", "sunday", "now", "at", "0",
];

/// Whatever was said: mentions in order, apart from each other, none without a reading, the best one first.
fn no_wonder(sentence: &str) -> Result<(), TestCaseError> {
    for now in ["2026-11-26T10:15:00", "2024-02-29T23:59:00"] {
        let mut end = 0;
        for it in find(&Text::new(sentence), &at(now)) {
            prop_assert!(end <= it.at.start && it.at.start < it.at.end);
            end = it.at.end;
            prop_assert!(!it.readings.is_empty());
            prop_assert!(it.readings.is_sorted_by_key(|it| it.cost));
        }
    }
    Ok(())
}

/// How often at most a place is tried as the beginning of something, for each word of a sentence.
const MOST_TRIES: usize = 64;

fn work_is_bounded(sentence: &str) -> Result<(), TestCaseError> {
    let text = Text::new(sentence);
    grammar::TRIED.set(0);
    let mentions = find(&text, &moment());
    let most = MOST_TRIES * text.tokens.len();
    prop_assert!(mentions.len() <= text.tokens.len());
    prop_assert!(grammar::TRIED.get() <= most, "{} tries, {}", grammar::TRIED.get(), sentence);
    Ok(())
}

proptest! {
    #[test]
    fn the_same_words_over_and_over_are_bounded_work(
        period in proptest::collection::vec(any::<prop::sample::Index>(), 1..7),
        joint in any::<prop::sample::Index>(),
    ) {
        let words: Vec<&str> = period.iter().map(|it| *it.get(&WORDS)).collect();
        let joint = joint.get(&["-", "to", "and", "until", "from", "on", ",", ""]);
        work_is_bounded(&format!("{} {joint} ", words.join(" ")).repeat(256))?;
    }
}

#[test]
fn lists_of_spans_are_bounded_work() {
    for period in [
        "next ",
        "a week from ",
        "the day after ",
        "from 2 to ",
        "monday-",
        "every other ",
        "the first monday of ",
        "Dec 1 noon - ",
        "friday at noon until ",
        "monday 9 to monday ",
    ] {
        work_is_bounded(&period.repeat(10_000)).unwrap();
    }
}
