//! Hours that contradict themselves, at the door: by field and in the person's language, and nothing is stored.

use crate::support::Home;
use serde_json::{Value, json};

fn preferences(language: &str) -> Value {
    json!({
        "language": language, "theme": "system", "contrast": "system", "density": "comfortable", "boards": [],
        "keys": {}, "single_letter_keys": true, "hides_getting_ready": false
    })
}

#[test]
fn hours_that_contradict_themselves_are_refused_in_both_languages_and_not_stored() {
    let (home, _) = Home::set_up(&[]);
    let location = home.call("setup", &json!({})).answer["locations"][0]["id"].clone();
    let chen = home.call(
        "put_resource",
        &json!({
            "id": null, "version": null, "location": location, "kind": "provider", "name": "Dr Mei Chen",
            "initials": "MC", "specialty": "", "identifier": "", "position": 0, "is_active": true
        }),
    );
    let chen = &chen.answer["result"]["id"];
    let session = |from: &str, to: &str| json!({ "weekday": 1, "from": from, "to": to, "types": [], "overbook_lanes": 0 });
    let template = |sessions: &[Value]| {
        json!({
            "id": null, "version": null, "resource": chen, "name": "Weekly hours", "valid_from": "2026-01-01",
            "valid_to": null, "every_n_weeks": 1, "sessions": sessions, "is_active": true
        })
    };
    let stands = home.call("put_template", &template(&[session("08:00", "12:00")]));
    assert_eq!(stands.status, 0, "{}", stands.stderr);
    let overlapping = template(&[session("13:00", "17:00"), session("16:00", "18:00")]);
    let clashing = template(&[session("11:00", "15:00")]);
    for (language, overlap, clash) in [
        (
            "en",
            "Sessions: two overlap on Monday, 16:00–17:00.",
            "Sessions: other hours hold at the same time on Mon",
        ),
        (
            "es",
            "Horarios: dos se solapan el lunes, 16:00–17:00.",
            "Horarios: hay otro horario a la misma hora el lunes",
        ),
    ] {
        assert_eq!(home.call("put_preferences", &preferences(language)).status, 0);
        let proposed = json!({ "change": { "template": clashing } });
        for (command, request, sentence) in [
            ("put_template", &overlapping, overlap),
            ("put_template", &clashing, clash),
            ("propose_template", &proposed, clash),
        ] {
            let refused = home.call(command, request);
            let reason = &refused.answer["reasons"][0];
            let said = reason["sentence"].as_str().unwrap_or_default();
            assert!(said.starts_with(sentence), "{said} {}", refused.stderr);
            assert_eq!((refused.status, &reason["field"]), (1, &json!("sessions")));
        }
    }
    let templates = home.call("setup", &json!({})).answer["templates"].clone();
    assert_eq!(templates.as_array().map(Vec::len), Some(1));
}
