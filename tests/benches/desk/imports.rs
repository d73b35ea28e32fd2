//! Whole imports, from the staged bytes to the stored rows.

use crate::figure::{Figure, timed};
use desk_api::{Clock, Desk, DeskConfig, Payload, call};
use serde_json::{Value, json};
use std::{fmt::Write as _, fs, path::PathBuf};

const GOAL: &str = ">= 20000 resources/s parsed and stored";
const PATIENTS: u32 = 50_000;

/// Synthea's tables, where the shared data lies beside the clone.
pub fn synthea_tables() {
    let shared =
        std::env::var_os("AGENTCARE_SHARED").map_or_else(|| PathBuf::from("../../shared"), PathBuf::from);
    let Ok(listed) = fs::read_dir(shared.join("eval/real/synthea-csv")) else {
        eprintln!("no Synthea tables beside the clone: their import is not measured");
        return;
    };
    let files = listed.map(|it| it.unwrap().path()).filter(|it| it.extension().is_some_and(|it| it == "gz"));
    let files: Vec<(String, Vec<u8>)> = files
        .map(|it| (it.file_name().unwrap().to_string_lossy().into_owned(), fs::read(&it).unwrap()))
        .collect();
    import("import_synthea_csv", files);
}

pub fn bundle_of_50_000_patients() {
    import("import_bundle_50k_patients", vec![("bundle.json".to_owned(), bundle().into_bytes())]);
}

fn import(name: &str, files: Vec<(String, Vec<u8>)>) {
    let folder = tempfile::tempdir().unwrap();
    let desk = Desk::new(DeskConfig { home: folder.path().to_owned(), clock: Clock::System }).unwrap();
    let ask = |name: &str, request: Value| -> Value {
        serde_json::from_str(&call(&desk, name, Payload::Json(request.to_string()), None, &|_| {}).unwrap())
            .unwrap()
    };
    ask(
        "set_up",
        json!({
            "organization_name": "Import", "organization_kind": "clinic", "location_name": "Main",
            "zone": "America/New_York", "person_name": "Ada", "login": "ada",
            "password": "seven wooden ducks", "key_store": "passphrase_only"
        }),
    );
    for (name, bytes) in files {
        call(&desk, "stage_file", Payload::File { name, bytes }, None, &|_| {}).unwrap();
    }
    let (took, report) = timed(|| ask("run_import", json!({})));
    let count = |it: &Value| {
        ["added", "changed", "already_there", "refused"]
            .iter()
            .map(|key| it[key].as_f64().unwrap())
            .sum::<f64>()
    };
    let taken: f64 = report["kinds"].as_array().unwrap().iter().map(count).sum();
    let passed: f64 =
        report["passed_over"].as_array().unwrap().iter().map(|it| it["count"].as_f64().unwrap()).sum();
    let value = (taken + passed) / (took / 1000.0);
    Figure { name, value, unit: "resources/s", baseline: None, goal: GOAL, met: value >= 20_000.0 }.print();
    desk.close();
}

fn bundle() -> String {
    let mut text = String::from(r#"{"resourceType":"Bundle","type":"collection","entry":["#);
    for n in 0..PATIENTS {
        let comma = if n == 0 { "" } else { "," };
        let _ = write!(
            text,
            r#"{comma}{{"fullUrl":"urn:uuid:p{n}","resource":{{"resourceType":"Patient","id":"p{n}","identifier":[{{"system":"urn:mrn","value":"M{n}"}}],"name":[{{"use":"official","family":"Family{}","given":["Given{}","Middle"]}}],"gender":"female","birthDate":"19{:02}-0{}-1{}","telecom":[{{"system":"phone","value":"555-01{:05}"}}],"address":[{{"line":["{n} Main Street"],"city":"Springfield","state":"MA","postalCode":"01101"}}]}}}}"#,
            n % 9_973,
            n % 1_013,
            n % 90 + 10,
            n % 9 + 1,
            n % 9,
            n
        );
    }
    text.push_str("]}");
    text
}
