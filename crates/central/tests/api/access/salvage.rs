//! What a desk that nobody may sign in on still had to send is kept, and decided only on an administrator's word.

use super::{Answered, Program, delete, devices, get, post, trail};
use crate::{
    arbitration::{arbitrated, booking, slots},
    centre::{Centre, Clinic},
};
use clinic_domain::{id::DeviceId, operation::Operation, people::Role};
use clinic_protocol::encode_operation;
use serde_json::{Value, json};

const SALVAGE: &str = "/v1/sync/salvage";

/// A desk that was enrolled, and the lines that it could not send before it was revoked.
pub struct Revoked {
    pub key: Program,
    pub id: String,
    pub lines: Vec<String>,
}

pub async fn revoked(centre: &Centre, clinic: &Clinic) -> Revoked {
    let key = Program::new(3);
    let id = devices::id(&devices::enrolled(centre, clinic, "main", &key).await);
    let device: DeviceId = id.parse().expect("an id");
    let line = |(at, slot): (u64, usize)| {
        let booked = booking(centre, clinic, &slots(clinic)[slot], slot).operation;
        let operation = Operation { device, device_seq: at, ..booked };
        String::from_utf8(encode_operation(&operation)).expect("text")
    };
    let lines = [(1, 0), (2, 4)].into_iter().map(line).collect();
    let administrator = centre.token(clinic, Role::Administrator);
    assert_eq!(delete(centre, &administrator, &format!("/v1/devices/{id}")).await.status, 204);
    Revoked { key, id, lines }
}

pub async fn send(centre: &Centre, desk: &Revoked, by: &Program, lines: &[String]) -> Answered {
    let proof = by.proof(SALVAGE, Some(&lines.join("\n")), centre.app.clock.now());
    let body = json!({ "organization": "main", "device": desk.id, "operations": lines, "proof": proof });
    post(centre, None, SALVAGE, body).await
}

async fn count(centre: &Centre, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM central.{table}");
    centre.admin.query_one(&sql, &[]).await.expect("a table").get(0)
}

#[tokio::test]
async fn a_revoked_desks_outbox_is_kept_sealed_and_decided_on_an_administrators_word_alone() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    let desk = revoked(&centre, &clinic).await;
    let kept = send(&centre, &desk, &desk.key, &desk.lines).await;
    assert_eq!((kept.status, &kept.body), (200, &json!({ "kept": 2, "waiting": 2 })));
    let again = send(&centre, &desk, &desk.key, &desk.lines).await;
    assert_eq!(again.body, json!({ "kept": 0, "waiting": 2 }), "sent again it lies there once");
    assert_eq!(send(&centre, &desk, &Program::new(4), &desk.lines).await.code(), (401, "proof_refused"));
    let proof = desk.key.proof(SALVAGE, Some(&desk.lines[0]), centre.app.clock.now());
    let other =
        json!({ "organization": "main", "device": desk.id, "operations": [desk.lines[1]], "proof": proof });
    assert_eq!(post(&centre, None, SALVAGE, other).await.code(), (401, "proof_refused"), "of other lines");
    let sealed =
        centre.admin.query("SELECT sealed FROM central.salvaged_operations", &[]).await.expect("the lines");
    let is_plain = |it: &[u8]| it.windows(9).any(|it| it == b"\"patient\"");
    assert!(sealed.len() == 2 && !sealed.iter().any(|it| is_plain(it.get(0))));
    assert_eq!(count(&centre, "appointments").await, 0, "nothing is decided by itself");

    let administrator = centre.token(&clinic, Role::Administrator);
    let front_desk = centre.token(&clinic, Role::FrontDesk);
    assert_eq!(get(&centre, &front_desk, "/v1/salvaged-operations").await.status, 403);
    let listed = get(&centre, &administrator, "/v1/salvaged-operations").await;
    let first = &listed.body["items"][0];
    assert_eq!(
        (&first["operation"]["kind"], &first["device"]),
        (&json!("book"), &json!(desk.id)),
        "{listed:?}"
    );
    let path = |item: &Value, act: &str| {
        format!("/v1/salvaged-operations/{}/{act}", item["id"].as_str().expect("an id"))
    };
    let applied = post(&centre, Some(&administrator), &path(first, "apply"), json!({})).await;
    assert_eq!((applied.status, &applied.body["status"]), (200, &json!("applied")), "{applied:?}");
    assert_eq!(count(&centre, "appointments").await, 1);
    let twice = post(&centre, Some(&administrator), &path(first, "apply"), json!({})).await;
    assert_eq!(twice.code(), (409, "settled"));
    let second = &listed.body["items"][1];
    assert_eq!(post(&centre, Some(&administrator), &path(second, "discard"), json!({})).await.status, 204);
    assert_eq!(get(&centre, &administrator, "/v1/salvaged-operations").await.body["items"], json!([]));
    let all = get(&centre, &administrator, "/v1/salvaged-operations?all=true").await;
    let outcomes: Vec<_> = [0, 1].map(|at| all.body["items"][at]["settled"]["outcome"].clone()).into();
    assert_eq!(outcomes, ["applied", "discarded"]);
    assert_eq!(all.body["items"][1]["operation"], Value::Null, "what stood in it is gone");
    let acts: Vec<String> = trail(&centre, &clinic).await.into_iter().map(|it| it.0).collect();
    for act in ["salvage", "apply", "discard"] {
        assert!(acts.iter().any(|it| it == act), "{act} in {acts:?}");
    }
}

#[tokio::test]
async fn what_is_refused_goes_on_waiting_and_so_does_what_nobody_can_read_yet() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("main").await;
    let desk = revoked(&centre, &clinic).await;
    let newer = desk.lines[1].replacen("\"kind\":\"book\"", "\"kind\":\"from_the_future\"", 1);
    let taken = [booking(&centre, &clinic, &slots(&clinic)[0], 7)];
    assert!(arbitrated(&centre, &clinic, &taken).await[0].is_applied());
    assert_eq!(send(&centre, &desk, &desk.key, &[desk.lines[0].clone(), newer]).await.status, 200);
    let administrator = centre.token(&clinic, Role::Administrator);
    let listed = get(&centre, &administrator, "/v1/salvaged-operations").await;
    let mut answers = Vec::new();
    for item in listed.body["items"].as_array().expect("two") {
        let path = format!("/v1/salvaged-operations/{}/apply", item["id"].as_str().expect("an id"));
        answers.push(post(&centre, Some(&administrator), &path, json!({})).await);
    }
    assert_eq!(
        (&answers[0].body["status"], &answers[0].body["reasons"]),
        (&json!("conflict"), &json!(["taken"]))
    );
    assert_eq!(answers[1].code(), (409, "unreadable"));
    let waiting = get(&centre, &administrator, "/v1/salvaged-operations").await;
    assert_eq!(waiting.body["items"].as_array().map(Vec::len), Some(2));
}
