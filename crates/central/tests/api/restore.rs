//! The restore drill: a backup that was restored as it was, and what happens when it was not.

use crate::centre::Centre;
use clinic_domain::people::Role;
use std::{fs, os::unix::fs::PermissionsExt, process::Command};

/// Runs the drill on the centre's database; `harm` is done to what was restored before anybody looks at it.
fn drill(centre: &Centre, harm: &str) -> Result<String, String> {
    let folder = tempfile::tempdir().expect("a folder");
    let restore = folder.path().join("pg_restore");
    let script = format!(
        "#!/bin/sh\nPATH=${{PATH#*:}}\npg_restore \"$@\" && psql \"$DATABASE_ADMIN_URL dbname=$DATABASE\" -qo /dev/null -c '{harm}'\n"
    );
    fs::write(&restore, script).expect("a script");
    fs::set_permissions(&restore, fs::Permissions::from_mode(0o755)).expect("that runs");
    let path = std::env::var("PATH").expect("a path");
    let config = &centre.app.config;
    let drilled = Command::new("../../scripts/restore-drill.sh")
        .env("PATH", format!("{}:{path}", folder.path().display()))
        .env("DATABASE_ADMIN_URL", format!("{} user=postgres", config.database_url.expose()))
        .env("CENTRAL", env!("CARGO_BIN_EXE_central"))
        .env("CENTRAL_TOKEN_KEY", &config.token_key)
        .env("CENTRAL_TOKEN_PUBLIC_KEY", &config.token_public_key)
        .env("CENTRAL_AUDIT_KEY", config.audit_key.canonicalize().expect("the key is there"))
        .env("CENTRAL_SECRET_KEY", &config.secret_key)
        .env("CENTRAL_RECORD_KEYS", r#"[{ id = "first", path = "tests/fixtures/first.key" }]"#)
        .output()
        .expect("the drill runs");
    let (said, complained) =
        (String::from_utf8_lossy(&drilled.stdout), String::from_utf8_lossy(&drilled.stderr));
    if drilled.status.success() { Ok(said.into_owned()) } else { Err(complained.into_owned()) }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_proved_by_restoring_it() {
    let centre = Centre::start().await;
    for slug in ["north", "south"] {
        let clinic = centre.clinic(slug).await;
        let token = centre.token(&clinic, Role::Scheduler);
        let path = format!("/v1/patients/{}", clinic.patient);
        assert_eq!(centre.get(&token, &path).await.0, 200, "an entry of the trail");
    }
    let line = drill(&centre, "select").expect("an equal database");
    assert!(line.starts_with("restore-drill: ok at ") && line.contains("2 audit trails whole"), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restored_database_that_is_not_the_same_is_found_out() {
    let centre = Centre::start().await;
    centre.clinic("north").await;
    let open = drill(&centre, "drop policy tenant_isolation_users on central.users");
    let open = open.expect_err("a wall is missing");
    assert!(open.contains("the walls differ") && open.contains("tenant_isolation_users"), "{open}");
    let changed = drill(&centre, "update central.users set email = email || $$x$$").expect_err("rows differ");
    assert!(changed.contains("the rows differ") && changed.contains("central.users"), "{changed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_whose_records_somebody_saw_are_listed() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("north").await;
    let token = centre.token(&clinic, Role::Scheduler);
    assert_eq!(centre.get(&token, &format!("/v1/patients/{}", clinic.patient)).await.0, 200);

    let list = |who: &str| {
        let listed = Command::new("../../scripts/affected-patients.sh")
            .args(["north", "2026-05-05T00:00Z", "2026-05-06T00:00Z", who])
            .env("DATABASE_ADMIN_URL", format!("{} user=postgres", centre.app.config.database_url.expose()))
            .output()
            .expect("the list is made");
        String::from_utf8_lossy(&listed.stdout).lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    let seen = list(Role::Scheduler.as_str());
    assert!(seen.len() == 1 && seen[0].starts_with("100001,"), "{seen:?}");
    assert_eq!(list(Role::Nurse.as_str()), Vec::<String>::new());
}
