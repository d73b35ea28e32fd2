//! The audit trail: nothing is shown that it does not have.

use crate::centre::Centre;
use base64::{Engine, prelude::BASE64_STANDARD};
use central::{
    admin::audit::{AuditCommand, run},
    audit::checkpoint,
};
use central_store::{AuditEntry, Batch, chain};
use clinic_domain::{people::Role, time::Instant};

#[tokio::test]
async fn what_the_trail_cannot_take_is_not_shown() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("ours").await;
    let token = centre.token(&clinic, Role::FrontDesk);
    let path = format!("/v1/patients/{}", clinic.patient);
    let function = "central.append_audit";
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
        run(&centre.app.store, &centre.app.signer, centre.app.clock, command).await
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

/// Signed as of now.
async fn sign(centre: &Centre) {
    centre.pass(60);
    let signed = checkpoint::step(&centre.app.store, &centre.app.signer, centre.app.clock.now()).await;
    assert_eq!(signed.expect("a checkpoint"), 1);
}

#[tokio::test]
async fn a_desk_proves_to_itself_that_what_it_holds_is_still_in_the_trail() {
    let centre = Centre::start().await;
    let (clinic, other) = (centre.clinic("ours").await, centre.clinic("theirs").await);
    let look = async || {
        let path = format!("/v1/patients/{}", clinic.patient);
        assert_eq!(centre.get(&centre.token(&clinic, Role::FrontDesk), &path).await.0, 200);
    };
    look().await;
    sign(&centre).await;
    let latest = "/v1/audit/checkpoints/latest";
    let token = || centre.token(&clinic, Role::FrontDesk);
    let (_, first) = centre.get(&token(), latest).await;
    let held = first["checkpoint"].as_str().expect("a checkpoint").to_owned();
    look().await;
    look().await;
    sign(&centre).await;
    let path = format!("{latest}?held={}", escaped(&held));
    let (status, answer) = centre.get(&token(), &path).await;
    assert_eq!((status, answer["held"]["is_contained"].as_bool()), (200, Some(true)));
    // What a desk does with it: from what it holds to what it gets, by the leaves.
    let signer = &centre.app.signer;
    let mut at = signer.verify(&held).expect("signed");
    for leaf in answer["held"]["leaves"].as_array().expect("leaves") {
        let leaf = BASE64_STANDARD.decode(leaf.as_str().expect("text")).expect("bytes");
        at.seq += 1;
        at.hash = chain::next(&at.hash, at.seq, &leaf.try_into().expect("a leaf"));
    }
    let to = signer.verify(answer["checkpoint"].as_str().expect("a checkpoint")).expect("signed");
    assert_eq!((at.seq, at.hash), (to.seq, to.hash));

    let theirs = centre.token(&other, Role::FrontDesk);
    assert_eq!(centre.get(&theirs, &path).await.0, 422, "another's checkpoint is none");
    let sql = "SELECT rule FROM central.security_events WHERE organization_id = $1";
    let raised = centre.admin.query_one(sql, &[&other.id.0]).await.expect("one event");
    assert_eq!(raised.get::<_, &str>(0), "cross_tenant");
    assert_eq!(centre.get(&token(), &format!("{latest}?held=x")).await.0, 422);

    // Somebody writes the trail anew.
    let sql = "UPDATE central.audit_logs SET hash = leaf WHERE seq = 1";
    centre.admin.batch_execute(sql).await.expect("a rewrite");
    let (status, answer) = centre.get(&token(), &path).await;
    assert_eq!((status, answer["held"]["is_contained"].as_bool()), (200, Some(false)));
    let manager = centre.token(&clinic, Role::PracticeManager);
    let (_, page) = centre.get(&manager, "/v1/security/events").await;
    assert_eq!(
        (&page["events"][0]["rule"], &page["events"][0]["severity"]),
        (&"audit_fork".into(), &"alarm".into())
    );
}

fn escaped(text: &str) -> String {
    text.bytes().map(|it| format!("%{it:02X}")).collect()
}

#[tokio::test]
async fn who_looked_at_this_patient_is_answered_and_the_question_is_in_the_trail() {
    let centre = Centre::start().await;
    let (clinic, other) = (centre.clinic("ours").await, centre.clinic("theirs").await);
    for (role, patient) in [(Role::FrontDesk, 0), (Role::Nurse, 0), (Role::FrontDesk, 1)] {
        let path = format!("/v1/patients/{}", clinic.patients[patient]);
        assert_eq!(centre.get(&centre.token(&clinic, role), &path).await.0, 200);
        centre.pass(60);
    }
    let manager = centre.token(&clinic, Role::PracticeManager);
    let path = format!("/v1/audit/patients/{}", clinic.patient);
    let (status, page) = centre.get(&manager, &path).await;
    assert_eq!(status, 200);
    let said: Vec<(&str, &str, bool)> = page["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .map(|it| {
            let text = |of: &str| it[of].as_str().expect("text");
            (text("person_name"), text("says"), it["has_visit"].as_bool().expect("known"))
        })
        .collect();
    assert_eq!(said, [("Sam nurse", "read_patient", false), ("Sam front_desk", "read_patient", false)]);
    let (_, page) = centre.get(&manager, &path).await;
    assert_eq!(page["entries"][0]["says"], "inquire_audit_trail");
    let (_, page) = centre.get(&manager, &format!("{path}?limit=1")).await;
    let next = page["next"].as_u64().expect("another page");
    let (_, page) = centre.get(&manager, &format!("{path}?limit=1&before={next}")).await;
    assert_eq!(page["entries"][0]["seq"].as_u64().map(|it| it < next), Some(true));
    let (_, page) =
        centre.get(&manager, &format!("{path}?from=2030-01-01T00:00:00Z&to=2031-01-01T00:00:00Z")).await;
    assert_eq!(page["entries"], serde_json::json!([]));

    let (_, page) =
        centre.get(&manager, &format!("/v1/audit/people/{}", clinic.person(Role::FrontDesk))).await;
    assert_eq!(page["entries"].as_array().map(Vec::len), Some(2));
    assert_eq!(centre.get(&centre.token(&clinic, Role::FrontDesk), &path).await.0, 403);
    let theirs = centre.token(&other, Role::PracticeManager);
    assert_eq!(centre.get(&theirs, &path).await.0, 404);
    assert_eq!(centre.get(&theirs, "/v1/audit/entries").await.1["entries"], serde_json::json!([]));
}

#[tokio::test]
async fn the_trail_leaves_as_fhir_audit_events() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("ours").await;
    let path = format!("/v1/patients/{}", clinic.patient);
    assert_eq!(centre.get(&centre.token(&clinic, Role::Nurse), &path).await.0, 200);
    let manager = centre.token(&clinic, Role::PracticeManager);
    let (status, bundle) = centre.get(&manager, "/v1/audit/export").await;
    assert_eq!((status, bundle["resourceType"].as_str()), (200, Some("Bundle")));
    let event = &bundle["entry"][0]["resource"];
    assert_eq!(event["resourceType"], "AuditEvent");
    assert_eq!((&event["action"], &event["outcome"]), (&"R".into(), &"0".into()));
    assert_eq!(event["subtype"][0]["code"], "read");
    assert_eq!(event["agent"][0]["who"]["display"], "Sam nurse");
    assert_eq!(event["entity"][0]["what"]["reference"], format!("Patient/{}", clinic.patient));
    assert!(!bundle.to_string().contains("Ruiz"), "no patient's name");
}

#[tokio::test]
async fn the_service_can_add_to_the_trail_and_nothing_else() {
    let centre = Centre::start().await;
    let sql = "SELECT name, privilege FROM unnest(ARRAY['audit_logs', 'audit_patients', 'audit_pruned', 'audit_heads', \
                   'audit_checkpoints']) AS name, \
               unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER', 'REFERENCES']) AS privilege \
               WHERE has_table_privilege('application_user', 'central.' || name, privilege) ORDER BY 1, 2";
    let rows = centre.admin.query(sql, &[]).await.expect("the catalog");
    let may: Vec<(&str, &str)> = rows.iter().map(|it| (it.get(0), it.get(1))).collect();
    assert_eq!(may, [("audit_checkpoints", "INSERT"), ("audit_heads", "INSERT")]);
}

/// So many entries of a day.
async fn entries_of(centre: &Centre, clinic: &crate::centre::Clinic, at: i64, many: usize) {
    let mut batch = Batch::default();
    for _ in 0..many {
        let entry = AuditEntry {
            id: centre.app.ids.next(),
            user: Some(clinic.person(Role::Nurse)),
            device: None,
            action: "read",
            resource_type: "patient",
            resource_id: Some(clinic.patient.to_string()),
            patients: vec![clinic.patient],
            outcome: "done",
            details: "{}".to_owned(),
            ip_address: None,
            user_agent: None,
            at: Instant(at),
        };
        entry.append(&mut batch);
    }
    let tenant = centre.app.store.tenant(clinic.id).await.expect("a connection");
    tenant.commit(batch).await.expect("entries");
}

#[tokio::test]
async fn what_need_not_be_kept_goes_and_the_chain_is_whole_without_it() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("ours").await;
    // 28 April and 2 May 2020: the month that begins six years before this one is kept whole.
    entries_of(&centre, &clinic, 1_588_032_000, 10).await;
    entries_of(&centre, &clinic, 1_588_377_600, 5).await;
    sign(&centre).await;
    let verify = async || {
        let command = AuditCommand::Verify { organization: None, checkpoints: None, file: None };
        run(&centre.app.store, &centre.app.signer, centre.app.clock, command)
            .await
            .map_err(|it| it.to_string())
    };
    let admin_url = format!(
        "{} dbname={}",
        std::env::var("DATABASE_ADMIN_URL").expect("a cluster"),
        centre
            .admin
            .query_one("SELECT current_database()::text", &[])
            .await
            .expect("a name")
            .get::<_, &str>(0)
    );
    let prune = async |months| {
        let command = AuditCommand::Prune { admin_url: admin_url.clone(), months, file: None };
        run(&centre.app.store, &centre.app.signer, centre.app.clock, command)
            .await
            .map_err(|it| it.to_string())
    };
    assert!(prune(71).await.is_err(), "six years at least");
    assert_eq!(prune(72).await, Ok(format!("{}: 10 entries gone\n", clinic.id)));
    assert_eq!(prune(72).await, Ok(format!("{}: 0 entries gone\n", clinic.id)));
    assert_eq!(verify().await, Ok(format!("{}: whole, 16 entries, 1 checkpoints\n", clinic.id)));
    let left = "SELECT count(*) FROM central.audit_patients";
    assert_eq!(centre.admin.query_one(left, &[]).await.expect("a count").get::<_, i64>(0), 5);

    // One more is taken away in the same way, and nothing says so.
    let sql = "INSERT INTO central.audit_pruned SELECT organization_id, seq, leaf, hash FROM central.audit_logs \
                   WHERE seq = 11; \
               DELETE FROM central.audit_logs WHERE seq = 11; DELETE FROM central.audit_patients WHERE seq = 11";
    centre.admin.batch_execute(sql).await.expect("a tamper");
    let said = verify().await.expect_err("an entry went in silence");
    assert!(said.contains("entry 11: was pruned, and no entry says so"), "{said}");
}

#[tokio::test]
async fn looks_that_come_together_are_written_together_and_each_stands_in_the_trail() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("ours").await;
    let (token, url) =
        (centre.token(&clinic, Role::FrontDesk), format!("{}/v1/patients/{}", centre.url, clinic.patient));
    let looks = || {
        let mut looks = tokio::task::JoinSet::new();
        for _ in 0..64 {
            looks.spawn(centre.http.get(&url).bearer_auth(&token).send());
        }
        looks
    };
    let statuses = looks().join_all().await;
    assert!(statuses.into_iter().all(|it| it.expect("an answer").status() == 200));
    let sql = "SELECT count(*), count(DISTINCT xmin::text) FROM central.audit_logs";
    let row = centre.admin.query_one(sql, &[]).await.expect("the trail");
    assert_eq!(row.get::<_, i64>(0), 64);
    assert!(row.get::<_, i64>(1) < 64, "some shared a transaction");

    // Whoever wrote for others is cut off: the others hear of it, and whoever comes next goes on.
    let mut cut = looks();
    let _ = cut.join_next().await;
    cut.shutdown().await;
    assert_eq!(centre.get(&token, &format!("/v1/patients/{}", clinic.patient)).await.0, 200);

    // Together they fail as well.
    let sql = "REVOKE INSERT ON central.audit_logs FROM audit_writer";
    centre.admin.batch_execute(sql).await.expect("the right is gone");
    let statuses = looks().join_all().await;
    assert!(statuses.into_iter().all(|it| it.expect("an answer").status() == 500));
    let command = AuditCommand::Verify { organization: None, checkpoints: None, file: None };
    run(&centre.app.store, &centre.app.signer, centre.app.clock, command).await.expect("a whole trail");
}
