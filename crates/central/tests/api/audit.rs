//! The audit trail: nothing is shown that it does not have.

use crate::centre::Centre;
use central::admin::audit::{AuditCommand, run};
use clinic_domain::people::Role;

#[tokio::test]
async fn what_the_trail_cannot_take_is_not_shown() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("ours").await;
    let token = centre.token(&clinic, Role::FrontDesk);
    let path = format!("/v1/patients/{}", clinic.patient);
    let function = "central.append_audit(uuid, uuid, uuid, text, text, text, uuid[], text, json, inet, text, \
                    timestamptz, bytea)";
    centre
        .admin
        .batch_execute(&format!("REVOKE EXECUTE ON FUNCTION {function} FROM application_user"))
        .await
        .expect("the right is gone");
    let (status, problem) = centre.get(&token, &path).await;
    assert_eq!((status, problem["code"].as_str()), (500, Some("internal")));
    assert!(!problem.to_string().contains("Ruiz"));
    centre
        .admin
        .batch_execute(&format!("GRANT EXECUTE ON FUNCTION {function} TO application_user"))
        .await
        .expect("the right is back");
    assert_eq!(centre.get(&token, &path).await.0, 200);
}

#[tokio::test]
async fn a_full_disk_under_the_second_copy_holds_back_the_answer() {
    let centre = Centre::start_with(|it| it.audit_file = Some("/dev/full".into())).await;
    let clinic = centre.clinic("ours").await;
    let path = format!("/v1/patients/{}", clinic.patient);
    let (status, problem) = centre.get(&centre.token(&clinic, Role::FrontDesk), &path).await;
    assert_eq!((status, problem["code"].as_str()), (500, Some("internal")));
    let entries = centre.admin.query("SELECT FROM central.audit_logs", &[]).await.expect("the trail");
    assert_eq!(entries.len(), 0);
}

#[tokio::test]
async fn the_second_copy_has_every_entry_and_finds_what_the_database_made_up() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("audit.jsonl");
    let centre = Centre::start_with(|it| it.audit_file = Some(file.clone())).await;
    let clinic = centre.clinic("ours").await;
    let token = centre.token(&clinic, Role::FrontDesk);
    for _ in 0..3 {
        assert_eq!(centre.get(&token, &format!("/v1/patients/{}", clinic.patient)).await.0, 200);
    }
    let verify = async |file: &std::path::Path| {
        let command = AuditCommand::Verify {
            organization: Some("ours".to_owned()),
            checkpoints: None,
            file: Some(file.to_owned()),
        };
        run(&centre.app.store, &centre.app.signer, command).await
    };
    let said = verify(&file).await.expect("a whole trail");
    assert_eq!(said, format!("{}: whole, 3 entries, 0 checkpoints\n", clinic.id));

    let lines = std::fs::read_to_string(&file).expect("the file");
    assert!(!lines.contains("Ruiz"), "ids and codes alone");
    let without = folder.path().join("without.jsonl");
    let kept: Vec<&str> = lines.lines().filter(|it| !it.is_empty()).take(2).collect();
    std::fs::write(&without, kept.join("\n")).expect("a shorter file");
    let said = verify(&without).await.expect_err("an entry that the file does not have").to_string();
    assert!(said.contains("entry 3: does not stand in the file"), "{said}");
}
