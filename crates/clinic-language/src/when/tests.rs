//! Sentences in, meanings out.

#![allow(clippy::unwrap_used, reason = "a test that cannot unwrap has failed")]

use super::*;

/// A Thursday morning.
pub(super) fn moment() -> Moment {
    at("2026-11-26T10:15:00")
}

pub(super) fn at(now: &str) -> Moment {
    let hour = |it| NaiveTime::from_hms_opt(it, 0, 0).unwrap();
    Moment { now: now.parse().unwrap(), opens: hour(8), closes: hour(18) }
}

fn print(meaning: &Meaning) -> String {
    let date = |it: &NaiveDate| it.format("%m-%d").to_string();
    let time = |it: &NaiveTime| it.format("%H:%M").to_string();
    let both = |it: &NaiveDateTime| it.format("%m-%d %H:%M").to_string();
    fn ends<T>(from: &Option<T>, to: &Option<T>, print: impl Fn(&T) -> String) -> String {
        let one = |it: &Option<T>| it.as_ref().map(&print).unwrap_or_default();
        format!("{}..{}", one(from), one(to))
    }
    match meaning {
        Meaning::Date(it) => date(it),
        Meaning::Time(it) => time(it),
        Meaning::DateTime(it) => both(it),
        Meaning::Dates { from, to } => ends(from, to, date),
        Meaning::Times { from, to } => ends(from, to, time),
        Meaning::DateTimes { from, to } => ends(from, to, both),
        Meaning::Length { seconds } => format!("{seconds}s"),
        Meaning::Every { freq, interval, days, at } => {
            let days: Vec<String> = days.iter().map(ToString::to_string).collect();
            let at = at.as_ref().map(time).unwrap_or_default();
            format!("{freq:?}/{interval} {} {at}", days.join(",")).trim_end().to_owned()
        }
    }
}

/// The best meanings of a sentence, one behind the other.
fn said(sentence: &str) -> String {
    let best = |it: &Mention| print(&it.readings.first().unwrap().meaning);
    find(&Text::new(sentence), &moment()).iter().map(best).collect::<Vec<_>>().join(" | ")
}

fn check(rows: &[(&str, &str)]) {
    for (sentence, meaning) in rows {
        assert_eq!(said(sentence), *meaning, "{sentence}");
    }
}

#[test]
fn days_by_name() {
    check(&[
        ("could we do tomorow", "11-27"),
        ("what about wendesday", "12-02"),
        ("next Tuesday please", "12-01"),
        ("this friday would do", "11-27"),
        ("Saturday this week if you can", "11-28"),
        ("the day after tomorrow, maybe", "11-28"),
        ("two weeks from Thursday", "12-17"),
        ("a week on Friday", "12-04"),
        ("in 3 mo", "02-26"),
        ("she was here two weeks ago", "11-12"),
        ("the first Monday of next month", "12-07"),
        ("last Friday of December", "12-25"),
        ("the Friday after Thanksgiving", "11-27"),
        ("the week of December 8th", "12-07..12-14"),
        ("early next week", "11-30..12-02"),
        ("next weekend", "12-05..12-07"),
        ("Saturday coming", "11-28"),
    ]);
}

#[test]
fn days_of_a_month() {
    check(&[
        ("on the twenty third", "12-23"),
        ("the 5th of January, 2027", "01-05"),
        ("Jan 5", "01-05"),
        ("5/6", "05-06"),
        ("25/12", "12-25"),
        ("2026-12-03", "12-03"),
        ("December the first at quarter past 9", "12-01 09:15"),
        ("Tues Dec 1st 3:15 PM", "12-01 15:15"),
        ("Dec 14-16", "12-14..12-17"),
        ("from the 3rd to the 9th of December", "12-03..12-10"),
    ]);
}

#[test]
fn times_of_the_clock() {
    check(&[
        ("half past three", "15:30"),
        ("quarter to 4", "15:45"),
        ("a quarter past 9 in the morning", "09:15"),
        ("at 1115", "11:15"),
        ("10a", "10:00"),
        ("tmrw 2p", "11-27 14:00"),
        ("thu am", "12-03 08:00..12-03 12:00"),
        ("evening 5 would suit me", "17:00"),
        ("nine fifty pm", "21:50"),
        ("4 25 p.m.", "16:25"),
        ("noon on Friday", "11-27 12:00"),
        ("2 hours after 3pm", "17:00"),
        ("at 9 40 please", "09:40"),
        ("the 9:30AM I would take", "09:30"),
        ("in half an hour", "11-26 10:45"),
    ]);
}

#[test]
fn spans() {
    check(&[
        ("from 2 to 4", "14:00..16:00"),
        ("Tuesday between 9 and 11:30", "12-01 09:00..12-01 11:30"),
        ("9-11am on Monday", "11-30 09:00..11-30 11:00"),
        ("after 3", "15:00.."),
        ("before noon tomorrow", "..11-27 12:00"),
        ("Monday through Wednesday", "11-30..12-03"),
        ("only until Friday", "..11-28"),
        ("tomorrow from 9:30 for 2 hours", "11-27 09:30..11-27 11:30"),
        ("the next 3 days", "11-27..11-30"),
        ("from the 28th to the 4th of January", "12-28..01-05"),
    ]);
}

#[test]
fn lengths_and_recurrences() {
    check(&[
        ("a 45 minute visit", "2700s"),
        ("for an hour and a half", "5400s"),
        ("every other Tuesday at 3", "Weekly/2 Tue 15:00"),
        ("Mondays and Wednesdays", "Weekly/1 Mon,Wed"),
        ("every 6 weeks on Friday", "Weekly/6 Fri"),
        ("each month or so", "Monthly/1"),
    ]);
}

#[test]
fn what_is_no_date() {
    for sentence in [
        "may I ask you something",
        "this may hurt",
        "a second opinion",
        "he sat down",
        "march over to the desk",
        "version 2.5 costs $12",
        "a 1:1 talk",
        "wait a minute",
        "good morning",
        "room 12 on the 3rd floor",
        "1.5 mg of it",
        "call 555-1234",
        "ask Tom about it",
        "make it 4 to 6 children",
        "from 4 to 6 children",
        "a weekend away",
        "which day of the week",
        "two adults and 3 children",
        "",
    ] {
        assert_eq!(said(sentence), "", "{sentence}");
    }
}

#[test]
fn what_is_open_stays_open() {
    let live = |sentence: &str| -> Vec<String> {
        let mentions = find(&Text::new(sentence), &moment());
        mentions[0].live().map(|it| print(&it.meaning)).collect()
    };
    assert_eq!(live("next Friday"), ["12-04", "11-27"]);
    assert_eq!(live("5/6"), ["05-06", "06-05"]);
    assert_eq!(live("at 7"), ["19:00", "07:00"]);
    assert_eq!(live("at 3"), ["15:00"]);
    assert_eq!(live("2w"), ["1209600s", "12-10"]);
}

#[test]
fn a_day_and_a_time_that_were_said_apart_belong_together() {
    let both = |sentence: &str| {
        together(&find(&Text::new(sentence), &moment())).map(|it| print(&it.meaning)).unwrap_or_default()
    };
    assert_eq!(both("Is 2:30 pm free? I mean the coming Monday."), "11-30 14:30");
    assert_eq!(both("Now, please book me in at 4."), "16:00");
    assert_eq!(both("hello"), "");
}

#[test]
fn a_mention_stands_where_it_says() {
    let sentence = "Können wir at 3 pm on Friday?";
    let mentions = find(&Text::new(sentence), &moment());
    assert_eq!(&sentence[mentions[0].at.clone()], "3 pm on Friday");
}
