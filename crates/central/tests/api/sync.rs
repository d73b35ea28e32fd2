//! What desks call.

use crate::{
    arbitration::{booking, slots},
    centre::{Centre, Clinic, NOW},
};
use clinic_domain::{id::DeviceId, operation::Operation, people::Role};
use clinic_protocol::{encode_operation, entity_from_json};
use serde_json::Value;

struct Desk<'a> {
    centre: &'a Centre,
    id: DeviceId,
    token: String,
    seq: u64,
}

impl<'a> Desk<'a> {
    async fn of(centre: &'a Centre, clinic: &Clinic) -> Desk<'a> {
        let id = centre.desk(clinic).await;
        Desk { centre, id, token: centre.token_at(clinic, Role::FrontDesk, Some(id)), seq: 0 }
    }

    /// The next operation of this desk: a booking.
    fn books(&mut self, clinic: &Clinic, slot: usize, patient: usize) -> Operation {
        self.seq += 1;
        let booked = booking(self.centre, clinic, &slots(clinic)[slot], patient).operation;
        Operation { device: self.id, device_seq: self.seq, ..booked }
    }

    async fn pushes(&self, operations: &[&Operation]) -> (u16, Value) {
        let lines: Vec<Vec<u8>> = operations.iter().map(|it| encode_operation(it)).collect();
        self.pushes_lines(lines.join(&b'\n')).await
    }

    async fn pushes_lines(&self, body: Vec<u8>) -> (u16, Value) {
        let url = format!("{}/v1/sync/push", self.centre.url);
        let request = self.centre.http.post(url).bearer_auth(&self.token).body(body);
        let answer = request.header("content-type", "application/x-ndjson").send().await.expect("an answer");
        (answer.status().as_u16(), answer.json().await.expect("JSON"))
    }

    async fn gets(&self, path: &str) -> (u16, Value) {
        self.centre.get(&self.token, path).await
    }
}

fn statuses(pushed: &Value) -> Vec<&str> {
    let results = pushed["results"].as_array().expect("results");
    results.iter().map(|it| it["status"].as_str().expect("a status")).collect()
}

#[tokio::test]
async fn operations_are_settled_in_order_and_a_gap_stops_them() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("push").await;
    let mut desk = Desk::of(&centre, &clinic).await;
    let (first, second) = (desk.books(&clinic, 0, 0), desk.books(&clinic, 0, 1));
    let (third, fourth) = (desk.books(&clinic, 4, 2), desk.books(&clinic, 8, 3));
    let (status, pushed) = desk.pushes(&[&first, &second, &fourth]).await;
    assert_eq!(status, 200, "{pushed}");
    assert_eq!(statuses(&pushed), ["applied", "conflict"], "the second wants the time of the first");
    assert_eq!(pushed["expected"], 3, "the fourth waits for the third");
    let (_, again) = desk.pushes(&[&second, &third, &fourth]).await;
    assert_eq!(statuses(&again), ["conflict", "applied", "applied"]);
    assert_eq!(again["results"][0]["is_duplicate"], true);
    assert!(again.get("expected").is_none(), "{again}");
    let hello = serde_json::json!({ "client_version": "1", "schema": 1, "cursor": 0 });
    let url = format!("{}/v1/sync/hello", centre.url);
    let hello = centre.http.post(url).bearer_auth(&desk.token).json(&hello).send().await.expect("an answer");
    let hello: Value = hello.json().await.expect("JSON");
    assert_eq!(hello["device_seq"], 4, "{hello}");
}

#[tokio::test]
async fn an_operation_that_nobody_can_read_yet_is_kept_and_stops_nothing() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("newer").await;
    let mut desk = Desk::of(&centre, &clinic).await;
    let (first, newer, last) =
        (desk.books(&clinic, 0, 0), desk.books(&clinic, 4, 1), desk.books(&clinic, 8, 2));
    let text = String::from_utf8(encode_operation(&newer)).expect("text");
    let newer = text.replacen("\"kind\":\"book\"", "\"kind\":\"from_the_future\"", 1);
    assert_ne!(text, newer, "the kind stands in the operation: {text}");
    let lines = [encode_operation(&first), newer.clone().into_bytes(), encode_operation(&last)].join(&b'\n');
    let (status, pushed) = desk.pushes_lines(lines).await;
    assert_eq!((status, statuses(&pushed)), (200, vec!["applied", "deferred", "applied"]), "{pushed}");
    let sql = "SELECT body FROM central.operations WHERE status = 'deferred'";
    let kept: Vec<u8> = centre.admin.query_one(sql, &[]).await.expect("it is kept").get(0);
    assert_eq!(kept, newer.into_bytes());
}

#[tokio::test]
async fn what_a_desk_pulls_is_what_was_decided_and_nothing_of_another_organization() {
    let centre = Centre::start().await;
    let (clinic, other) = (centre.clinic("pull").await, centre.clinic("elsewhere").await);
    let (mut desk, mut stranger) = (Desk::of(&centre, &clinic).await, Desk::of(&centre, &other).await);
    let (_, before) = desk.gets("/v1/sync/changes?after=0").await;
    let head = before["head"].as_u64().expect("a head");
    assert_eq!(before["to"].as_u64(), Some(head));
    let theirs = stranger.books(&other, 0, 0);
    stranger.pushes(&[&theirs]).await;
    let ours = desk.books(&clinic, 0, 0);
    desk.pushes(&[&ours]).await;
    let (_, page) = desk.gets(&format!("/v1/sync/changes?after={head}")).await;
    let changes = page["changes"].as_array().expect("changes");
    assert_eq!(changes.len(), 1, "{page}");
    let visit: clinic_domain::appointment::Appointment =
        entity_from_json(&changes[0]["row"].to_string()).expect("a visit");
    assert_eq!((visit.patient, visit.origin_op), (clinic.patients[0], ours.id));
    assert_eq!(visit.visit, slots(&clinic)[0].visit);
}

#[tokio::test]
async fn a_cursor_of_another_history_or_ahead_of_this_one_is_told_to_begin_anew() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("anew").await;
    let desk = Desk::of(&centre, &clinic).await;
    let code = async |path: &str| {
        let (status, problem) = desk.gets(path).await;
        (status, problem["code"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(code("/v1/sync/changes?after=100000").await, (410, "ahead_of_head".to_owned()));
    let path = format!("/v1/sync/changes?after=0&epoch={}", uuid::Uuid::nil());
    assert_eq!(code(&path).await, (410, "other_epoch".to_owned()));
    let sql = "UPDATE central.organization_counters SET floor_seq = 5";
    centre.admin.execute(sql, &[]).await.expect("the counter");
    assert_eq!(code("/v1/sync/changes?after=4").await, (410, "compacted".to_owned()));
}

#[tokio::test]
async fn a_first_sync_brings_every_row_once_and_its_checksums_agree() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("first").await;
    centre.clinic("beside").await;
    let desk = Desk::of(&centre, &clinic).await;
    let mut patients = Vec::new();
    let mut after = String::new();
    loop {
        let (status, chunk) = desk.gets(&format!("/v1/sync/snapshot?kind=patient&limit=7{after}")).await;
        assert_eq!(status, 200, "{chunk}");
        patients.extend(
            chunk["rows"].as_array().expect("rows").iter().map(|it| it["id"].as_str().map(str::to_owned)),
        );
        match chunk["next"].as_str() {
            Some(next) => after = format!("&after={next}"),
            None => break,
        }
    }
    let mut expected: Vec<Option<String>> = clinic.patients.iter().map(|it| Some(it.to_string())).collect();
    expected.sort();
    assert_eq!(patients, expected);
    let (_, checksums) = desk.gets("/v1/sync/verify").await;
    let kinds = checksums["kinds"].as_array().expect("kinds");
    let patients = kinds.iter().find(|it| it["kind"] == "patient").expect("patients");
    let digest = clinic.patients.iter().fold(0_u64, |sum, id| {
        let bytes = [&id.as_bytes()[..], &1_u64.to_be_bytes()].concat();
        sum ^ u64::from_be_bytes(central::arbitrate::digest(&bytes)[..8].try_into().expect("8 bytes"))
    });
    assert_eq!(patients["count"], 40);
    assert_eq!(patients["digest"], format!("{digest:016x}"));
}

#[tokio::test]
async fn whoever_waits_is_told_when_something_changes() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("wait").await;
    let mut desk = Desk::of(&centre, &clinic).await;
    let (_, before) = desk.gets("/v1/sync/changes?after=0").await;
    let booked = desk.books(&clinic, 0, 0);
    let path = format!("/v1/sync/wait?after={}", before["head"]);
    let operations = [&booked];
    let (waited, pushed) = tokio::join!(desk.gets(&path), desk.pushes(&operations));
    assert_eq!(statuses(&pushed.1), ["applied"]);
    assert_eq!(waited.1["head"], pushed.1["results"][0]["seq"]);
}

#[tokio::test]
async fn a_desk_whose_clock_is_wrong_by_years_books_as_every_other() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("clock").await;
    let mut desk = Desk::of(&centre, &clinic).await;
    let year = 365 * 86_400;
    let late = Operation { at: NOW.plus_seconds(year), ..desk.books(&clinic, 0, 0) };
    let early = Operation { at: NOW.plus_seconds(-year), ..desk.books(&clinic, 4, 1) };
    let (_, pushed) = desk.pushes(&[&late, &early]).await;
    assert_eq!(statuses(&pushed), ["applied", "applied"], "{pushed}");
}

#[tokio::test]
async fn nobody_syncs_without_a_desk_and_no_desk_sends_for_another() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("whose").await;
    let (desk, mut other) = (Desk::of(&centre, &clinic).await, Desk::of(&centre, &clinic).await);
    let (status, _) = centre.get(&centre.token(&clinic, Role::FrontDesk), "/v1/sync/changes?after=0").await;
    assert_eq!(status, 403);
    let theirs = other.books(&clinic, 0, 0);
    let (status, problem) = desk.pushes(&[&theirs]).await;
    assert_eq!((status, problem["code"].as_str()), (409, Some("other_desk")));
    let (status, problem) = desk.pushes_lines(b"no operation".to_vec()).await;
    assert_eq!((status, problem["field"].as_str()), (422, Some("body.0")));
}
