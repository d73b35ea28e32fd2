//! What the hub of a location says of a booking of time that is lent to it (`clinic_domain::lending`). Ids and times: no
//! patient, no type of visit, no note.
//!
//! Its word stands beside the operation and is no part of it: what was sent without it is the same when it is sent with it.

use crate::sync::Choice;
use clinic_domain::{
    appointment::Allocation,
    id::{DeviceId, OpId},
};
use serde::{Deserialize, Serialize};

/// What is signed is signed for nothing else.
const SIGNED_FOR: &[u8] = b"agentcare lent time 1\n";
/// Between an operation of a push and the hub's word of it. Compact JSON has none.
const BETWEEN: u8 = b'\t';

/// A desk asks the hub whether it may have these times for an operation of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub op: OpId,
    /// The number of the loan.
    pub number: u64,
    /// In order.
    pub times: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub op: OpId,
    pub word: HubWord,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HubWord {
    pub hub: DeviceId,
    /// The number of the loan.
    pub number: u64,
    pub says: HubSays,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HubSays {
    /// Nobody else gets the times from it: its Ed25519 signature of [`Ask::signed`], 128 hexadecimal digits.
    Confirmed(String),
    /// It gave one of them to this operation before.
    Taken(OpId),
}

impl Ask {
    #[must_use]
    pub fn new(op: OpId, number: u64, taken: &[Allocation]) -> Ask {
        let time = |it: &Allocation| Choice {
            resource: it.resource.0,
            start: it.during.start().0,
            end: it.during.end().0,
        };
        let mut times: Vec<Choice> = taken.iter().map(time).collect();
        times.sort_unstable();
        Ask { op, number, times }
    }

    /// What the hub signs, and the centre looks at.
    #[must_use]
    pub fn signed(&self) -> Vec<u8> {
        let mut text = [SIGNED_FOR, self.op.as_bytes(), &self.number.to_be_bytes()].concat();
        for Choice { resource, start, end } in &self.times {
            text.extend_from_slice(resource.as_bytes());
            text.extend_from_slice(&start.to_be_bytes());
            text.extend_from_slice(&end.to_be_bytes());
        }
        text
    }
}

impl HubWord {
    #[must_use]
    pub const fn is_confirmation(&self) -> bool {
        matches!(self.says, HubSays::Confirmed(_))
    }

    #[must_use]
    pub fn to_json(&self) -> String {
        crate::wire::json(self)
    }

    #[must_use]
    pub fn from_json(json: &str) -> Option<HubWord> {
        serde_json::from_str(json).ok()
    }
}

/// A line of a push: an operation as it was encoded, and the hub's word of it (JSON) where it said one.
#[must_use]
pub fn line(operation: &[u8], word: Option<&str>) -> Vec<u8> {
    match word {
        Some(word) => [operation, &[BETWEEN], word.as_bytes()].concat(),
        None => operation.to_vec(),
    }
}

/// The operation of a line, and the word that can be read of it.
#[must_use]
pub fn apart(line: &[u8]) -> (&[u8], Option<HubWord>) {
    match line.iter().position(|it| *it == BETWEEN) {
        Some(at) => (&line[..at], serde_json::from_slice(&line[at + 1..]).ok()),
        None => (line, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn word(says: HubSays) -> HubWord {
        HubWord { hub: DeviceId(Uuid::from_u128(7)), number: 3, says }
    }

    #[test]
    fn a_word_travels_beside_its_operation_and_changes_none_of_its_bytes() {
        let operation = br#"1{"note":"a\tb"}"#;
        for says in [HubSays::Confirmed("0f".repeat(64)), HubSays::Taken(OpId(Uuid::from_u128(9)))] {
            let word = word(says);
            let line = line(operation, Some(&word.to_json()));
            assert_eq!(apart(&line), (&operation[..], Some(word)));
        }
        assert_eq!(apart(&line(operation, None)), (&operation[..], None));
        assert_eq!(apart(b"1{}\tnonsense"), (&b"1{}"[..], None), "no word is not a wrong operation");
    }

    #[test]
    fn what_is_signed_is_another_text_for_another_operation_loan_or_time() {
        let time = |start| Choice { resource: Uuid::from_u128(1), start, end: start + 900 };
        let of = |op, number, times: &[Choice]| {
            Ask { op: OpId(Uuid::from_u128(op)), number, times: times.to_vec() }.signed()
        };
        let texts = [
            of(1, 1, &[time(0)]),
            of(2, 1, &[time(0)]),
            of(1, 2, &[time(0)]),
            of(1, 1, &[time(900)]),
            of(1, 1, &[time(0), time(900)]),
        ];
        for (at, text) in texts.iter().enumerate() {
            assert!(!texts[..at].contains(text));
        }
    }
}
