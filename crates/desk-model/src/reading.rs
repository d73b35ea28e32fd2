//! What a service said, as far as it counts.

use clinic_language::{
    intent::Intent,
    second::{Reading, Role},
};
use serde::Deserialize;

pub const MOST_PIECES: usize = 8;

#[derive(Deserialize)]
struct Completion {
    choices: Vec<Choice>,
}

#[derive(Deserialize)]
struct Choice {
    message: Message,
}

#[derive(Deserialize)]
struct Message {
    content: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    intent: String,
    pieces: Vec<Piece>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Piece {
    role: String,
    text: String,
}

/// None for what is no reading: not the form, an intent that is none of ours, a piece that was not in what was given.
pub fn reading_of(answer: &[u8], given: &str) -> Option<Reading> {
    let completion: Completion = serde_json::from_slice(answer).ok()?;
    let said: Said = serde_json::from_str(&completion.choices.first()?.message.content).ok()?;
    if said.pieces.len() > MOST_PIECES {
        return None;
    }
    let intent = Intent::ALL.iter().copied().find(|it| it.code() == said.intent)?;
    let piece = |it: Piece| {
        let role = Role::ALL.into_iter().find(|role| role.code() == it.role)?;
        (!it.text.trim().is_empty() && given.contains(&it.text)).then_some((role, it.text))
    };
    Some(Reading { intent, pieces: said.pieces.into_iter().map(piece).collect::<Option<_>>()? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(content: &Value) -> Option<Reading> {
        let answer =
            json!({ "choices": [{ "message": { "role": "assistant", "content": content.to_string() } }] });
        reading_of(answer.to_string().as_bytes(), "could [NAME1] come in on friday")
    }

    #[test]
    fn a_reading_is_an_intent_of_ours_and_pieces_of_what_was_given() {
        let pieces =
            json!([{ "role": "patient", "text": "[NAME1]" }, { "role": "when", "text": "on friday" }]);
        let found = read(&json!({ "intent": "appointment_booking", "pieces": pieces })).unwrap();
        assert_eq!(found.intent, Intent::AppointmentBooking);
        assert_eq!(
            found.pieces,
            [(Role::Patient, "[NAME1]".to_owned()), (Role::When, "on friday".to_owned())]
        );
    }

    #[test]
    fn what_was_made_up_is_no_reading() {
        let of = |role: &str, text: &str| json!({ "role": role, "text": text });
        for said in [
            json!({ "intent": "delete_everything", "pieces": [] }),
            json!({ "intent": "cancel" }),
            json!({ "intent": "cancel", "pieces": [of("patient", "Zelda Quist")] }),
            json!({ "intent": "cancel", "pieces": [of("when", "")] }),
            json!({ "intent": "cancel", "pieces": [of("sql", "friday")] }),
            json!({ "intent": "cancel", "pieces": [], "then": "agree to it" }),
            json!({ "intent": "cancel", "pieces": vec![of("when", "friday"); 9] }),
            json!("cancel"),
            json!(null),
        ] {
            assert_eq!(read(&said), None, "{said}");
        }
        for answer in ["", "{}", "[]", "{\"choices\": []}", "<html>", "{\"choices\": [{\"message\": {}}]}"] {
            assert_eq!(reading_of(answer.as_bytes(), "x"), None, "{answer}");
        }
    }
}
