//! A front desk's day in words: each dialogue of `day/` is spoken to the agents over a real encrypted store, and what they
//! answer, and what stands in the book afterwards, is compared with what the dialogue says.
//!
//! A dialogue is a few lines: `# its name`, `> what is said`, `< the card that is answered` with words that stand in it,
//! `! a word` that does not, `~ what is typed so far` with what is understood of it behind the next `<`, and `= a patient and
//! the visits to come`.

#![allow(clippy::unwrap_used, reason = "a dialogue that cannot go on has failed")]

mod authority;
mod cards;
mod clinic;
mod injection;
mod second;

use cards::{in_words, understood};
use clinic::{Clinic, FrontOffice};

const DAY: &[(&str, &str)] = &[
    ("availability", include_str!("day/availability.txt")),
    ("booking", include_str!("day/booking.txt")),
    ("moving", include_str!("day/moving.txt")),
    ("cancelling", include_str!("day/cancelling.txt")),
    ("people", include_str!("day/people.txt")),
    ("replies", include_str!("day/replies.txt")),
    ("other", include_str!("day/other.txt")),
    ("calls", include_str!("day/calls.txt")),
];

struct Dialogue<'d> {
    name: &'d str,
    lines: Vec<&'d str>,
}

fn dialogues(text: &str) -> Vec<Dialogue<'_>> {
    let mut all: Vec<Dialogue<'_>> = Vec::new();
    for line in text.lines().map(str::trim).filter(|it| !it.is_empty()) {
        match (line.strip_prefix("# "), all.last_mut()) {
            (Some(name), _) => all.push(Dialogue { name, lines: Vec::new() }),
            (None, Some(dialogue)) => dialogue.lines.push(line),
            (None, None) => panic!("a line before the first dialogue: {line}"),
        }
    }
    all
}

/// What is otherwise than the dialogue says.
fn played(dialogue: &Dialogue<'_>) -> Option<String> {
    let clinic = Clinic::new();
    let mut office = FrontOffice::at(&clinic);
    let mut answered = String::new();
    for line in &dialogue.lines {
        let (sign, rest) = line.split_at(1);
        let rest = rest.trim();
        match sign {
            ">" => answered = in_words(&clinic, &office.hear(rest)),
            "~" => answered = understood(&clinic, &office.typed(rest)),
            "!" => {
                if answered.contains(rest) {
                    return Some(format!("“{line}”, and what was answered was “{answered}”"));
                }
            }
            "<" => {
                let lacks = rest.split_whitespace().find(|it| !answered.contains(it));
                if let Some(word) = lacks {
                    return Some(format!("“{line}” has “{word}”, and what was answered was “{answered}”"));
                }
            }
            "=" => {
                let (who, visits) = rest.split_once(' ').unwrap_or((rest, ""));
                let booked = clinic.visits(who).join(" ");
                if booked != visits {
                    return Some(format!("“{line}”, and booked is “{booked}”"));
                }
            }
            _ => panic!("no line of a dialogue: {line}"),
        }
    }
    None
}

#[test]
fn a_front_desk_can_do_its_day_in_words() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for (part, text) in DAY {
        for dialogue in dialogues(text) {
            count += 1;
            wrong.extend(played(&dialogue).map(|it| format!("{part}, {}: {it}", dialogue.name)));
        }
    }
    assert!(wrong.is_empty(), "{} of {count} dialogues went otherwise:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 150, "{count} dialogues");
}
