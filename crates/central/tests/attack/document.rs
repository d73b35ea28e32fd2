//! Schemathesis against the running service, by the document that the route table makes: no request that it thinks of finds
//! a fault, and no answer is another than the document says. `EXAMPLES=200` for the long run.

use crate::centre::Centre;
use central::{http::openapi, routes};
use clinic_domain::people::Role;
use std::{
    path::PathBuf,
    process::{Command, Stdio},
};

/// Places that are not asked, and why.
const LEFT_OUT: &[&str] = &[
    // It waits as long as it may for something that nobody does.
    "/v1/sync/wait",
    "/v1/sync/choices",
    // Its body is lines of operations, of which a text at random never is one.
    "/v1/sync/push",
];

/// In a merge patch null takes a field away, at any depth: the schema has no word for that. And more than an outbox may hold
/// is refused for its size before anybody counts.
const SETTINGS: &str = "\
[[operations]]
include-method = \"PATCH\"
checks.negative_data_rejection.enabled = false
[[operations]]
include-path = \"/v1/providers/bulk\"
checks.negative_data_rejection.enabled = false
[[operations]]
include-path = \"/v1/people/bulk\"
checks.negative_data_rejection.enabled = false
[[operations]]
include-path = \"/v1/sync/salvage\"
checks.negative_data_rejection.enabled = false
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_answer_is_as_the_document_says() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("documented").await;
    let desk = centre.desk(&clinic).await;
    // Somebody who may do everything.
    let roles = Role::STAFF.iter().map(|it| format!("\"{}\"", it.as_str())).collect::<Vec<_>>().join(",");
    let sql = format!(
        "UPDATE central.organization_users SET body = jsonb_set(body::jsonb, '{{roles}}', '[{roles}]')::json WHERE id = $1"
    );
    centre.admin.execute(&sql, &[&clinic.person(Role::Administrator).0]).await.expect("every role");
    let token = centre.token_at(&clinic, Role::Administrator, Some(desk));
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("openapi.json");
    std::fs::write(&file, openapi::document(&routes::table()).to_string()).expect("the document");
    std::fs::write(folder.path().join("schemathesis.toml"), SETTINGS).expect("its settings");
    let examples: u32 = std::env::var("EXAMPLES").ok().and_then(|it| it.parse().ok()).unwrap_or(3);
    let mut schemathesis = Command::new(schemathesis());
    schemathesis
        .current_dir(folder.path())
        .args(["run", "--url", &centre.url, "--phases", "coverage,fuzzing", "--seed", "7", "--workers", "2"])
        .args(["--max-examples", &examples.to_string()])
        .args(["--header", &format!("Authorization: Bearer {token}")])
        // What the document lets through, the clinic's rules may still refuse.
        .args(["--exclude-checks", "positive_data_acceptance"])
        .args(["--continue-on-failure", "--warnings", "off", "--no-color"])
        .args(LEFT_OUT.iter().flat_map(|it| ["--exclude-path", it]))
        .arg(&file)
        .stdin(Stdio::null());
    let ran = tokio::task::spawn_blocking(move || schemathesis.output()).await.expect("it ends");
    let ran = ran.expect("scripts/setup.sh test installs schemathesis");
    let said = String::from_utf8_lossy(&ran.stdout);
    println!(
        "{}",
        said.lines().rev().take(12).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n")
    );
    assert!(ran.status.success(), "{said}");
}

/// Where setup put it: beside the build.
fn schemathesis() -> PathBuf {
    let test = std::env::current_exe().expect("this test's own file");
    let target = test.ancestors().nth(3).expect("target/debug/deps");
    target.join("tools/schemathesis/bin/schemathesis")
}
