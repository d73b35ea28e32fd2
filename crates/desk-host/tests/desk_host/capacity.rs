//! What a practice manager decides with, on a demo clinic of two years: missed visits, a replayed year, files, and what
//! bookings cost.

use crate::support::{Home, Run};
use serde_json::{Value, json};

const NOW: [&str; 2] = ["--now", "2026-11-24T15:00"];

struct Practice {
    home: Home,
    setup: Value,
}

impl Practice {
    fn open() -> Practice {
        let demo = ["--demo", "small", "--zone", "America/Chicago", "--demo-seed", "7"];
        let (home, _) = Home::set_up(&[&demo[..], &NOW[..]].concat());
        let setup = home.run(&[&["call", "setup"], &NOW[..]].concat(), "").answer;
        Practice { home, setup }
    }

    fn run(&self, command: &str, request: &Value) -> Run {
        self.home.run(&[&["call", command], &NOW[..]].concat(), &request.to_string())
    }

    fn ask(&self, command: &str, request: &Value) -> Value {
        let run = self.run(command, request);
        assert_eq!(run.status, 0, "{command}: {}", run.stderr);
        run.answer
    }

    /// The hours of a provider, as they are.
    fn template(&self) -> Value {
        let resources = self.setup["resources"].as_array().unwrap();
        let provider = &resources.iter().find(|it| it["kind"] == "provider").unwrap()["id"];
        let templates = self.setup["templates"].as_array().unwrap();
        templates.iter().find(|it| it["resource"] == *provider && it["is_active"] == true).unwrap().clone()
    }
}

#[test]
fn a_year_is_replayed_with_other_hours_and_the_same_hours_change_nothing() {
    let practice = Practice::open();
    let template = practice.template();
    let same = &practice.ask("replay_template", &json!({ "template": template }))["result"];
    assert_eq!(same["runs"], 200);
    assert_eq!((&same["first_day"], &same["last_day"]), (&json!("2025-11-25"), &json!("2026-11-23")));
    let rows = same["rows"].as_array().unwrap();
    let row = |of: &Value, measure: &str| {
        of["rows"].as_array().unwrap().iter().find(|it| it["measure"] == measure).unwrap().clone()
    };
    assert_eq!(rows.len(), 8);
    for it in rows {
        assert_eq!(it["before"], it["after"], "{it}");
        assert_eq!(it["is_clear"], false);
    }
    let used = row(same, "utilisation");
    assert!(
        used["really"].as_f64().unwrap() > 20.0 && used["before"]["median"].as_f64().unwrap() > 20.0,
        "{used}"
    );
    assert_eq!(row(same, "unmet")["really"], Value::Null, "nobody wrote down who asked in vain");
    assert!(same["limits"].as_array().unwrap().iter().any(|it| it["is"] == "unmet_demand"));

    // Every session an hour shorter: less is open, and what is open is used more.
    let mut shorter = template;
    for session in shorter["sessions"].as_array_mut().unwrap() {
        let to = session["to"].as_str().unwrap();
        let hour: u32 = to[..2].parse().unwrap();
        session["to"] = json!(format!("{:02}{}", hour - 1, &to[2..]));
    }
    let less = &practice.ask("replay_template", &json!({ "template": shorter }))["result"];
    let minutes = |of: &str| less["open_minutes"][of].as_u64().unwrap();
    assert!(minutes("after") < minutes("before") && minutes("before") == same["open_minutes"]["before"]);
    let used = row(less, "utilisation");
    assert!(used["difference"]["p5"].as_f64().unwrap() > 0.0 && used["is_clear"] == true, "{used}");
    assert_eq!(row(same, "utilisation")["before"], used["before"], "the same year, the same draws");

    // What could not be saved is not replayed.
    shorter["sessions"][0]["to"] = json!("00:30");
    let refused = practice.run("replay_template", &json!({ "template": shorter }));
    assert_eq!(refused.answer["outcome"], "refused", "{}", refused.stderr);
    shorter["resource"] = json!("00000000-0000-4000-8000-000000000000");
    let nobodys = practice.run("replay_template", &json!({ "template": shorter }));
    assert_eq!(nobodys.answer["reasons"][0]["code"], "not_found", "{}", nobodys.stderr);
}

#[test]
fn missed_visits_are_judged_beside_the_base_rate_and_everybody_booked_is_on_the_list() {
    let practice = Practice::open();
    let known = practice.ask("no_show", &json!({}));
    let forecast = &known["forecast"];
    assert_eq!(forecast["is"], "learnt");
    let number = |name: &str| forecast[name].as_f64().unwrap();
    assert!(number("learnt_from") > 1_000.0 && number("judged") > 300.0);
    assert!(number("base_rate") > 0.01 && number("base_rate") < 0.3);
    assert!((number("base_brier") - number("brier") - number("gain")).abs() < 1e-9);
    let bins = forecast["bins"].as_array().unwrap();
    let judged: f64 = bins.iter().map(|it| it["visits"].as_f64().unwrap()).sum();
    assert!((judged - number("judged")).abs() < 0.5 && bins.len() > 1);

    let day = json!({ "day": "2026-11-25" });
    let list = practice.ask("whom_to_remind", &day);
    assert_eq!((&list["day"], &list["is_believed"]), (&json!("2026-11-25"), &forecast["is_believed"]));
    let listed = list["visits"].as_array().unwrap();
    let mut chances: Vec<f64> = listed.iter().map(|it| it["probability"].as_f64().unwrap()).collect();
    assert!(chances.is_sorted_by(|one, next| one >= next));
    chances.dedup();
    assert!(
        chances.len() == 1 || forecast["is_believed"] == true,
        "one rate for everybody, or a believed model"
    );
    let locations = practice.setup["locations"].as_array().unwrap();
    let booked: usize = locations
        .iter()
        .map(|it| {
            let visits =
                practice.ask("day", &json!({ "location": it["id"], "date": "2026-11-25" }))["visits"].clone();
            let is_booked = |it: &&Value| it["status"] == "booked" || it["status"] == "pending";
            visits.as_array().unwrap().iter().filter(is_booked).count()
        })
        .sum();
    assert!(booked > 10);
    assert_eq!(listed.len(), booked, "whoever is booked is on the list");

    for wrong in ["2026-11-23", "2026-12-09", "tomorrow"] {
        let run = practice.run("whom_to_remind", &json!({ "day": wrong }));
        assert_eq!((run.status, run.error["field"].as_str()), (1, Some("date")), "{}", run.stderr);
    }
}

#[test]
fn a_desk_without_history_says_that_there_is_too_little() {
    let (home, _) = Home::set_up(&["--location", "Main Street", "--zone", "America/Chicago"]);
    let known = home.call("no_show", &json!({}));
    assert_eq!(known.status, 0, "{}", known.stderr);
    assert_eq!(known.answer["forecast"], json!({ "is": "too_little", "outcomes": 0, "needed": 100 }));
    assert_eq!(known.answer["extra"], json!([]));
    assert_eq!(home.call("whom_to_remind", &json!({})).answer["visits"], json!([]));
}

fn review(title: &str) -> Value {
    let number = json!({ "is": "number", "value": 87.5, "text": "87.5 %" });
    json!({
        "title": title, "place": "All locations", "period": "1 to 23 Nov 2026",
        "made": "Made by Ana", "page": "Page {page} of {pages}",
        "sections": [
            { "heading": "All figures", "note": "", "body": { "is": "figures", "columns": ["Figure", "Value", "What it is"],
              "figures": [
                { "label": "=Fill rate", "value": number, "note": "of the open slots" },
                { "label": "Same-day access", "value": { "is": "text", "text": "not known" }, "note": "not written down" },
              ] } },
            { "heading": "What needs a decision", "note": "", "body": { "is": "words", "words": [{ "lead": "Work the list", "text": "3 visits" }] } },
        ],
    })
}

#[test]
fn a_review_is_saved_as_a_document_and_as_tables_that_compute_nothing() {
    let practice = Practice::open();
    let saved = |format: &str| {
        practice.ask(
            "save_review",
            &json!({ "of": {}, "format": format, "review": review("Capacity 2026-11-24") }),
        )
    };
    let document = saved("pdf");
    let path = std::path::PathBuf::from(document["path"].as_str().unwrap());
    assert_eq!(document["files"], json!(["Capacity 2026-11-24.pdf"]));
    assert!(path.starts_with(practice.home.path("home")));
    assert!(std::fs::read(&path).unwrap().starts_with(b"%PDF-"));
    assert_eq!(saved("pdf")["files"], json!(["Capacity 2026-11-24 (2).pdf"]), "nothing is written over");

    let tables = saved("csv");
    assert_eq!(tables["files"], json!(["01 All figures.csv"]));
    let folder = std::path::PathBuf::from(tables["path"].as_str().unwrap());
    let table = std::fs::read_to_string(folder.join("01 All figures.csv")).unwrap();
    assert!(table.starts_with('\u{feff}') && table.contains("\"'=Fill rate\",87.5,"), "{table}");

    let mut too_much = review("Capacity");
    let section = too_much["sections"][0].clone();
    too_much["sections"].as_array_mut().unwrap().extend(std::iter::repeat_n(section, 30));
    let refused = practice.run("save_review", &json!({ "of": {}, "format": "pdf", "review": too_much }));
    assert_eq!((refused.status, refused.error["field"].as_str()), (1, Some("file")), "{}", refused.stderr);
    let elsewhere = practice.run("open_review", &json!({ "path": "/etc/hostname" }));
    assert_eq!((elsewhere.status, elsewhere.error["code"].as_str()), (1, Some("not_found")));
}
