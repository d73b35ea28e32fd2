//! Medical records: who reads them, what the database has of them, and what becomes of them when keys change.

use crate::centre::{Centre, Clinic};
use central::{
    config::RecordKeyConfig,
    records::{self, keys::Keks},
    security,
};
use clinic_domain::people::Role;
use serde_json::{Value, json};

async fn send(centre: &Centre, method: &str, token: &str, path: &str, body: &Value) -> (u16, Value) {
    let method = method.parse().expect("a method");
    let request = centre.http.request(method, format!("{}{path}", centre.url)).bearer_auth(token);
    let answer = request.json(body).send().await.expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.unwrap_or_default())
}

fn records_of(clinic: &Clinic) -> String {
    format!("/v1/patients/{}/medical-records", clinic.patient)
}

/// Written by the attending physician. Where it is read.
async fn written(centre: &Centre, clinic: &Clinic, is_sensitive: bool, content: &str) -> String {
    let token = centre.token(clinic, Role::AttendingPhysician);
    let body = json!({ "record_type": "note", "is_sensitive": is_sensitive, "content": content });
    let (status, record) = send(centre, "POST", &token, &records_of(clinic), &body).await;
    assert_eq!(status, 201, "{record}");
    format!("/v1/medical-records/{}", record["id"].as_str().expect("an id"))
}

async fn status(centre: &Centre, clinic: &Clinic, role: Role, path: &str) -> u16 {
    centre.get(&centre.token(clinic, role), path).await.0
}

#[tokio::test]
async fn a_record_is_read_by_who_treats_the_patient_and_lies_encrypted() {
    let centre = Centre::start().await;
    let (clinic, other) = (centre.clinic("ours").await, centre.clinic("theirs").await);
    let path = written(&centre, &clinic, false, "Blood pressure 120/80, canary-1.").await;
    for role in [Role::AttendingPhysician, Role::Specialist, Role::Nurse, Role::MedicalAssistant] {
        let (status, record) = centre.get(&centre.token(&clinic, role), &path).await;
        assert_eq!((status, record["content"].as_str()), (200, Some("Blood pressure 120/80, canary-1.")));
    }
    for role in [Role::Billing, Role::PracticeManager, Role::Administrator] {
        assert_eq!(status(&centre, &clinic, role, &path).await, 404, "{role}");
        assert_eq!(status(&centre, &clinic, role, &records_of(&clinic)).await, 403, "{role}");
    }
    assert_eq!(status(&centre, &clinic, Role::FrontDesk, &path).await, 403, "who could break the glass");
    assert_eq!(status(&centre, &other, Role::AttendingPhysician, &path).await, 404);
    let nurse = centre.token(&clinic, Role::Nurse);
    let body = json!({ "record_type": "note", "content": "x" });
    assert_eq!(send(&centre, "POST", &nurse, &records_of(&clinic), &body).await.0, 403);
    let body = json!({ "record_type": "poem", "content": "x" });
    let physician = centre.token(&clinic, Role::AttendingPhysician);
    assert_eq!(send(&centre, "POST", &physician, &records_of(&clinic), &body).await.0, 422);

    let stored = centre.admin.query_one("SELECT content FROM central.medical_records", &[]).await;
    let stored: Vec<u8> = stored.expect("the record").get(0);
    assert!(!stored.windows(6).any(|it| it == b"canary"));
}

#[tokio::test]
async fn a_row_that_was_moved_or_relabelled_does_not_open() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("ours").await;
    let path = written(&centre, &clinic, false, "The first.").await;
    let second = written(&centre, &clinic, true, "The second.").await;
    let physician = centre.token(&clinic, Role::AttendingPhysician);
    assert_eq!(centre.get(&physician, &second).await.1["content"], "The second.");
    let tampers = [
        "UPDATE central.medical_records AS one SET content = other.content \
             FROM central.medical_records AS other WHERE one.id <> other.id",
        "UPDATE central.medical_records SET is_sensitive = NOT is_sensitive",
        "UPDATE central.medical_records SET patient_id = \
             (SELECT id FROM central.users WHERE medical_record_number = '100002')",
        "UPDATE central.record_keys SET wrapped = set_byte(wrapped, 20, get_byte(wrapped, 20) # 1)",
    ];
    for tamper in tampers {
        centre
            .admin
            .batch_execute("CREATE TABLE public.saved AS TABLE central.medical_records")
            .await
            .expect("a copy");
        let keys = "CREATE TABLE public.keys AS TABLE central.record_keys";
        centre.admin.batch_execute(keys).await.expect("a copy");
        centre.admin.batch_execute(tamper).await.expect("a tamper");
        for path in [&path, &second] {
            let (status, answer) = centre.get(&physician, path).await;
            assert_eq!((status, answer["code"].as_str()), (500, Some("internal")), "{tamper}");
        }
        let restore = "DELETE FROM central.medical_records; \
                       UPDATE central.record_keys AS key SET wrapped = old.wrapped FROM public.keys AS old; \
                       INSERT INTO central.medical_records TABLE public.saved; \
                       DROP TABLE public.saved; DROP TABLE public.keys";
        centre.admin.batch_execute(restore).await.expect("as it was");
        assert_eq!(centre.get(&physician, &path).await.1["content"], "The first.");
    }
}

#[tokio::test]
async fn a_sensitive_record_is_for_its_author_and_whom_the_patient_agrees_to() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("ours").await;
    let path = written(&centre, &clinic, true, "Of grief.").await;
    let listed = async |role| centre.get(&centre.token(&clinic, role), &records_of(&clinic)).await.1;
    assert_eq!(status(&centre, &clinic, Role::AttendingPhysician, &path).await, 200);
    assert_eq!(status(&centre, &clinic, Role::Specialist, &path).await, 403);
    let line = listed(Role::Specialist).await["records"][0].clone();
    assert_eq!((line["may_open"].as_bool(), line["record_type"].as_str()), (Some(false), None));
    assert_eq!(status(&centre, &clinic, Role::Nurse, &path).await, 404, "a nurse does not hear of it");
    assert_eq!(listed(Role::Nurse).await["records"], json!([]));

    let physician = centre.token(&clinic, Role::AttendingPhysician);
    let consent =
        format!("/v1/patients/{}/record-consents/{}", clinic.patient, clinic.person(Role::Specialist));
    assert_eq!(send(&centre, "PUT", &physician, &consent, &json!({})).await.0, 204);
    assert_eq!(status(&centre, &clinic, Role::Specialist, &path).await, 200);
    assert_eq!(send(&centre, "DELETE", &physician, &consent, &json!({})).await.0, 204);
    assert_eq!(send(&centre, "DELETE", &physician, &consent, &json!({})).await.0, 404);
    assert_eq!(status(&centre, &clinic, Role::Specialist, &path).await, 403);
}

async fn break_glass(centre: &Centre, clinic: &Clinic, role: Role) -> (u16, Value) {
    let body = json!({ "patient": clinic.patient, "reason_code": "emergency", "reason": "Unconscious at the door." });
    send(centre, "POST", &centre.token(clinic, role), "/v1/break-glass", &body).await
}

#[tokio::test]
async fn a_broken_glass_shows_one_patient_for_an_hour_and_stands_in_the_trail_first() {
    let centre = Centre::start().await;
    let (clinic, other) = (centre.clinic("ours").await, centre.clinic("theirs").await);
    let path = written(&centre, &clinic, false, "Allergic to penicillin.").await;
    let sensitive = written(&centre, &clinic, true, "Of grief.").await;
    assert_eq!(status(&centre, &clinic, Role::FrontDesk, &path).await, 403);
    let (created, glass) = break_glass(&centre, &clinic, Role::FrontDesk).await;
    assert_eq!(created, 201, "{glass}");
    let (shown, record) = centre.get(&centre.token(&clinic, Role::FrontDesk), &path).await;
    assert_eq!((shown, record["content"].as_str()), (200, Some("Allergic to penicillin.")));
    assert_eq!(status(&centre, &clinic, Role::FrontDesk, &sensitive).await, 404, "not the protected ones");
    assert_eq!(status(&centre, &clinic, Role::Scheduler, &path).await, 403, "not for anybody else");
    assert_eq!(status(&centre, &other, Role::FrontDesk, &path).await, 404, "never another organization");
    assert_eq!(break_glass(&centre, &clinic, Role::Billing).await.0, 403);

    let sql = "SELECT seq, details::text FROM central.audit_logs WHERE action = $1 AND user_id = $2";
    let front_desk = clinic.person(Role::FrontDesk).0;
    let broke = centre.admin.query_one(sql, &[&"break_glass", &front_desk]).await.expect("an entry");
    let looked = centre.admin.query_one(sql, &[&"read", &front_desk]).await.expect("an entry");
    assert!(broke.get::<_, i64>(0) < looked.get::<_, i64>(0));
    assert_eq!(looked.get::<_, &str>(1), r#"{"broke_glass":true}"#);
    assert!(!broke.get::<_, &str>(1).contains("Unconscious"), "the reason's words stay out of the trail");

    centre.pass(3_599);
    assert_eq!(status(&centre, &clinic, Role::FrontDesk, &path).await, 200);
    centre.pass(1);
    assert_eq!(status(&centre, &clinic, Role::FrontDesk, &path).await, 403, "an hour is an hour");
}

#[tokio::test]
async fn a_broken_glass_is_told_at_once_and_stays_open_until_somebody_else_looked() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("ours").await;
    let (_, glass) = break_glass(&centre, &clinic, Role::Specialist).await;
    security::step(&centre.app, clinic.id).await.expect("a reading");
    let manager = centre.token(&clinic, Role::PracticeManager);
    let (_, page) = centre.get(&manager, "/v1/security/events").await;
    assert_eq!(
        (&page["events"][0]["rule"], &page["events"][0]["severity"]),
        (&json!("break_glass"), &json!("warning"))
    );
    assert_eq!(security::tell(&centre.app, clinic.id).await.expect("a telling"), 1);
    assert_eq!(security::tell(&centre.app, clinic.id).await.expect("nothing new"), 0);
    let sql =
        "SELECT count(*) FROM central.messages WHERE kind = 'security_alert' AND body NOT LIKE '%Ruiz%'";
    let told: i64 = centre.admin.query_one(sql, &[]).await.expect("the outbox").get(0);
    assert_eq!(told, 2, "the manager and the administrator");
    let (_, open) = centre.get(&manager, "/v1/break-glass").await;
    assert_eq!(open["glass"][0]["reason"], "Unconscious at the door.");

    let path = format!("/v1/break-glass/{}/review", glass["id"].as_str().expect("an id"));
    let body = json!({ "is_justified": true, "note": "The ambulance confirms it." });
    let specialist = centre.token(&clinic, Role::Specialist);
    assert_eq!(send(&centre, "POST", &specialist, &path, &body).await.0, 403);
    // Should a manager ever have broken it themselves, they still do not review it.
    let own = "UPDATE central.broken_glass SET person_id = $1";
    centre.admin.execute(own, &[&clinic.person(Role::PracticeManager).0]).await.expect("theirs");
    assert_eq!(send(&centre, "POST", &manager, &path, &body).await.0, 404);
    centre.admin.execute(own, &[&clinic.person(Role::Specialist).0]).await.expect("as it was");
    assert_eq!(send(&centre, "POST", &manager, &path, &body).await.0, 204);
    assert_eq!(send(&centre, "POST", &manager, &path, &body).await.0, 404, "reviewed once");
    assert_eq!(centre.get(&manager, "/v1/break-glass").await.1["glass"], json!([]));
    assert_eq!(
        centre.get(&manager, "/v1/break-glass?all=true").await.1["glass"][0]["review"]["is_justified"],
        true
    );
}

/// The record keys of a configuration that names these files.
fn keks(ids: &[&str]) -> Keks {
    let key =
        |id: &&str| RecordKeyConfig { id: (*id).into(), path: format!("tests/fixtures/{id}.key").into() };
    Keks::read(&ids.iter().map(key).collect::<Vec<_>>()).expect("keys")
}

#[tokio::test]
async fn keys_change_while_everybody_works_and_a_change_that_was_cut_off_goes_on() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("ours").await;
    let mut paths = Vec::new();
    for number in 0..230 {
        paths.push(written(&centre, &clinic, number % 3 == 0, &format!("Record {number}.")).await);
    }
    let store = &centre.app.store;
    let now = centre.app.clock.now();
    let first = keks(&["first"]);
    assert_eq!(records::rotate(store, &first, clinic.id, &centre.app.ids, now).await.expect("a key"), 2);
    // One step is done, the next is cut off in its middle.
    assert_eq!(records::step(store, &first, clinic.id).await.expect("a step").records, 100);
    let cut =
        tokio::time::timeout(std::time::Duration::from_millis(2), records::step(store, &first, clinic.id));
    let _ = cut.await;
    paths.push(written(&centre, &clinic, false, "Record 230.").await);
    let versions = async || -> Vec<(i64, String)> {
        let rows =
            centre.admin.query("SELECT version, kek FROM central.record_keys ORDER BY version", &[]).await;
        rows.expect("the keys").iter().map(|it| (it.get(0), it.get(1))).collect()
    };
    assert_eq!(versions().await.len(), 2, "an old key stays as long as a record lies under it");
    let both = keks(&["second", "first"]);
    let renewed = records::renew(store, &both, clinic.id).await.expect("the rest");
    assert_eq!((renewed.keys_wrapped, renewed.keys_dropped), (2, 1));
    assert_eq!(versions().await, [(2, "second".to_owned())]);
    // From here on the first key of the configuration is not needed any more.
    let second = keks(&["second"]);
    for (number, path) in paths.iter().enumerate() {
        let id = path.rsplit('/').next().expect("an id").parse().expect("an id");
        let mut tenant = store.tenant(clinic.id).await.expect("a connection");
        let record = tenant.record(id).await.expect("a read").expect("a record");
        assert_eq!(record.line.key_version, 2);
        let content = records::content(&mut tenant, &second, &record).await.expect("it opens");
        assert_eq!(content, format!("Record {number}."));
        tenant.rollback().await.expect("an end");
    }
}
