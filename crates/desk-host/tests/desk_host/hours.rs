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

#[test]
fn what_the_clinic_is_comes_back_as_it_was_written_and_only_the_centre_gives_slug_and_tier() {
    let (home, _) = Home::set_up(&[]);
    let organization = || home.call("setup", &json!({})).answer["organization"].clone();
    let open = |from: &str, to: &str| json!({ "weekday": 1, "from": from, "to": to });
    let mut wanted = organization();
    assert_eq!(
        (&wanted["business_hours"], &wanted["size"], &wanted["slug"]),
        (&json!(null), &json!(null), &json!(""))
    );
    wanted["business_hours"] = json!([open("08:00", "12:00"), open("13:00", "17:00")]);
    wanted["size"] = json!("small");
    wanted["zone"] = json!("America/Chicago");
    wanted["address"]["city"] = json!("Albany");
    wanted["contact"] = json!({
        "phone": "+1 518 555 0100", "email": "desk@lakeside.example", "website": "https://lakeside.example"
    });
    let mut given = wanted.clone();
    (given["slug"], given["subscription_tier"]) = (json!("lakeside"), json!("basic"));
    let written = home.call("put_organization", &given);
    assert_eq!(written.status, 0, "{}", written.stderr);
    wanted["version"] = organization()["version"].clone();
    assert_eq!(organization(), wanted);

    for (field, value, sentence) in [
        (
            "business_hours",
            json!([open("08:00", "12:00"), open("11:00", "17:00")]),
            "Business hours: two overlap on Monday, 11:00–12:00.",
        ),
        ("business_hours", json!([open("8 am", "12:00")]), "Business hours: a time of day, like 09:30."),
        ("zone", json!("Albany"), "Time zone: a zone, like America/New_York."),
    ] {
        let mut wrong = wanted.clone();
        wrong[field] = value;
        let refused = home.call("put_organization", &wrong);
        let reason = &refused.answer["reasons"][0];
        assert_eq!(
            (refused.status, &reason["field"], &reason["sentence"]),
            (1, &json!(field), &json!(sentence))
        );
    }
    assert_eq!(organization(), wanted);
}
