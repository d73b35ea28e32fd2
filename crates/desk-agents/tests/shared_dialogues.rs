//! Whole booking dialogues of other people's clinics, spoken to the agents over a real store: each line is answered, nothing is
//! written but what was proposed and agreed to. Reports itself as ignored where the data is absent; a target of its own,
//! without the test harness, because whether there is data is known at run time only.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "all of it is tests, and it prints its own lines"
)]

#[allow(dead_code, reason = "the dialogues of the project's own use more of it")]
#[path = "dialogues/clinic.rs"]
mod clinic;
#[allow(dead_code, reason = "one test needs no list of them")]
#[path = "../../../tests/unharnessed.rs"]
mod unharnessed;

use clinic::{Clinic, FrontOffice, Told};
use desk_agents::{
    answer::{Card, What},
    supervisor::Agreed,
};
use serde::Deserialize;
use std::{collections::VecDeque, fs, path::PathBuf, process::ExitCode};

#[derive(Deserialize)]
struct Dialogue {
    id: String,
    turns: Vec<Turn>,
}

#[derive(Deserialize)]
struct Turn {
    speaker: String,
    /// A call of the wizard has none.
    #[serde(default)]
    text: String,
}

fn main() -> ExitCode {
    let shared = std::env::var_os("AGENTCARE_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from("../../../shared"));
    let Ok(text) = fs::read_to_string(shared.join("eval/nlu/dialogues.jsonl")) else {
        return unharnessed::closes(0, 0, 1);
    };
    let clinic = Clinic::new();
    let mut problems = Vec::new();
    let (mut dialogues, mut lines, mut proposed) = (0, 0, 0);
    for line in text.lines().filter(|it| !it.trim().is_empty()) {
        let dialogue: Dialogue = serde_json::from_str(line).unwrap();
        dialogues += 1;
        let said = dialogue
            .turns
            .iter()
            .filter(|it| it.speaker == "user" && !it.text.is_empty())
            .map(|it| it.text.as_str());
        lines += said.clone().count();
        match played(&clinic, said) {
            Ok(count) => proposed += count,
            Err(problem) => problems.push(format!("{}: {problem}", dialogue.id)),
        }
    }
    println!("{dialogues} dialogues, {lines} lines, {proposed} proposals");
    problems.iter().for_each(|it| println!("{it}"));
    let is_good = problems.is_empty() && dialogues > 0;
    unharnessed::closes(usize::from(is_good), usize::from(!is_good), 0)
}

/// How many proposals were made; what went wrong.
fn played<'l>(clinic: &Clinic, said: impl Iterator<Item = &'l str>) -> Result<usize, String> {
    let operations = || clinic.desk.store().verify_chain().unwrap().seq;
    let mut office = FrontOffice::at(clinic);
    let (mut proposals, mut is_proposed) = (0, false);
    let mut lines: VecDeque<&str> = said.collect();
    while let Some(line) = lines.pop_front() {
        let before = operations();
        match office.hear(line) {
            Told::Answer(answer) => {
                if answer.cards.is_empty() {
                    return Err(format!("“{line}” was not answered"));
                }
                if operations() != before {
                    return Err(format!("“{line}” wrote"));
                }
                is_proposed = answer.cards.iter().any(|it| matches!(it, Card::Proposal(_)));
                proposals += usize::from(is_proposed);
                // Whom it is for stands in none of the dialogues, and our front desk asks.
                if answer.cards.iter().any(|it| matches!(it, Card::Missing(What::Patient))) {
                    lines.push_front("Ana Ruiz");
                }
            }
            Told::Agreed(agreed) => {
                if !is_proposed {
                    return Err(format!("“{line}” agreed to nothing that was shown last"));
                }
                is_proposed = false;
                let done = u64::from(matches!(agreed, Agreed::Done { .. }));
                if operations() != before + done {
                    return Err(format!("“{line}” wrote more than was proposed"));
                }
            }
        }
    }
    Ok(proposals)
}
