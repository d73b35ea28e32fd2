//! What desks call.

use crate::{
    arbitration::{arbitrated, booking, slots},
    centre::{Centre, Clinic, NOW},
};
use clinic_domain::{
    conflict::BookingConflict,
    id::{AppointmentId, DeviceId},
    operation::{Operation, OperationBody},
    people::Role,
};
use clinic_protocol::{encode_operation, entity_from_json, sync::Hello};
use serde_json::{Value, json};

pub struct Desk<'a> {
    pub centre: &'a Centre,
    pub id: DeviceId,
    pub token: String,
    seq: u64,
}

impl<'a> Desk<'a> {
    pub async fn of(centre: &'a Centre, clinic: &Clinic) -> Desk<'a> {
        let id = centre.desk(clinic).await;
        Desk { centre, id, token: centre.token_at(clinic, Role::FrontDesk, Some(id)), seq: 0 }
    }

    /// Signed in once more: a token lasts five minutes.
    pub fn signs_in(&mut self, clinic: &Clinic) {
        self.token = self.centre.token_at(clinic, Role::FrontDesk, Some(self.id));
    }

    /// The next operation of this desk: a booking.
    pub fn books(&mut self, clinic: &Clinic, slot: usize, patient: usize) -> Operation {
        self.seq += 1;
        let booked = booking(self.centre, clinic, &slots(clinic)[slot], patient).operation;
        Operation { device: self.id, device_seq: self.seq, ..booked }
    }

    pub async fn pushes(&self, operations: &[&Operation]) -> (u16, Value) {
        let lines: Vec<Vec<u8>> = operations.iter().map(|it| encode_operation(it)).collect();
        self.pushes_lines(lines.join(&b'\n')).await
    }

    pub async fn pushes_lines(&self, body: Vec<u8>) -> (u16, Value) {
        let url = format!("{}/v1/sync/push", self.centre.url);
        let request = self.centre.http.post(url).bearer_auth(&self.token).body(body);
        let answer = request.header("content-type", "application/x-ndjson").send().await.expect("an answer");
        (answer.status().as_u16(), answer.json().await.expect("JSON"))
    }

    pub async fn gets(&self, path: &str) -> (u16, Value) {
        self.centre.get(&self.token, path).await
    }

    pub async fn greets(&self, hello: &Hello) -> (u16, Value) {
        let hello = serde_json::to_string(hello).expect("JSON");
        self.centre.post(&self.token, "/v1/sync/hello", &hello).await
    }
}

pub fn statuses(pushed: &Value) -> Vec<&str> {
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
    let (_, welcome) = desk.greets(&Hello { schema: 1, ..Hello::default() }).await;
    assert_eq!(welcome["device_seq"], 4, "{welcome}");
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
    let sql = "SELECT body FROM central.deferred_operations WHERE settled_at IS NULL";
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
async fn rows_come_packed_to_who_takes_them_so() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("packed").await;
    let desk = Desk::of(&centre, &clinic).await;
    let (_, plain) = desk.gets("/v1/sync/snapshot?kind=patient").await;
    let url = format!("{}/v1/sync/snapshot?kind=patient", centre.url);
    // One that hands on what came as it came.
    let http = reqwest::Client::builder().no_zstd().build().expect("a client");
    let request = http.get(url).bearer_auth(&desk.token).header("accept-encoding", "gzip, zstd");
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.headers()["content-encoding"], "zstd");
    let packed = answer.bytes().await.expect("bytes");
    let text = zstd::decode_all(&*packed).expect("it unfolds");
    assert!(packed.len() < text.len() / 4, "{} of {}", packed.len(), text.len());
    assert_eq!(serde_json::from_slice::<Value>(&text).expect("JSON"), plain);
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
async fn what_was_decided_during_an_outage_is_of_then_however_often_the_desk_greets_and_sends() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("outage").await;
    let mut desk = Desk::of(&centre, &clinic).await;
    let first = desk.books(&clinic, 0, 0);
    let second = Operation { at: NOW.plus_minutes(5), ..desk.books(&clinic, 4, 1) };
    // The network is back when both visits have begun.
    centre.pass(36 * 3_600);
    desk.token = centre.token_at(&clinic, Role::FrontDesk, Some(desk.id));
    for operation in [&first, &second] {
        let hello = json!({ "client_version": "1", "schema": 1, "cursor": 0 });
        let (status, welcome) = centre.post(&desk.token, "/v1/sync/hello", &hello.to_string()).await;
        assert_eq!(status, 200, "{welcome}");
        let (_, pushed) = desk.pushes(&[operation]).await;
        assert_eq!(statuses(&pushed), ["applied"], "{pushed}");
    }
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

/// A desk that comes back with a booking for a time that another desk has given away meanwhile.
async fn lost(centre: &Centre, clinic: &Clinic) -> (Operation, Value) {
    let (mut winner, mut loser) = (Desk::of(centre, clinic).await, Desk::of(centre, clinic).await);
    let won = winner.books(clinic, 8, 0);
    winner.pushes(&[&won]).await;
    let late = Operation { at: NOW.plus_seconds(-3_600), ..loser.books(clinic, 8, 1) };
    let (_, pushed) = loser.pushes(&[&late]).await;
    assert_eq!(statuses(&pushed), ["conflict"], "{pushed}");
    (late, pushed)
}

#[tokio::test]
async fn a_booking_that_came_too_late_is_shown_to_every_desk_with_what_won_and_three_other_times() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("late").await;
    let third = Desk::of(&centre, &clinic).await;
    let (late, pushed) = lost(&centre, &clinic).await;
    let (_, page) = third.gets("/v1/sync/changes?after=0").await;
    let change = page["changes"].as_array().expect("changes").last().cloned().expect("one");
    assert_eq!(
        (change["kind"].as_str(), &change["seq"]),
        (Some("booking_conflict"), &pushed["results"][0]["seq"])
    );
    let conflict: BookingConflict = entity_from_json(&change["row"].to_string()).expect("a conflict");
    assert_eq!((conflict.op(), conflict.patient, conflict.by), (late.id, clinic.patients[1], late.author));
    assert_eq!((conflict.device, conflict.decided_at, conflict.lost_at), (late.device, late.at, NOW));
    assert_eq!(conflict.reasons, ["taken"]);
    let won = "SELECT id FROM central.appointments";
    let won = AppointmentId(centre.admin.query_one(won, &[]).await.expect("one visit").get(0));
    assert_eq!(conflict.winners, [won]);
    // The nearest that are free: what ends when it begins, what begins when it ends, and the next on that side.
    let wished = slots(&clinic)[8].visit;
    let minutes: Vec<i64> =
        conflict.alternatives.iter().map(|it| (it.visit.start().0 - wished.start().0) / 60).collect();
    assert_eq!(minutes, [-30, 30, -45]);
    // Sent again it is answered the same, and there is one conflict.
    let counts = "SELECT (SELECT count(*) FROM central.booking_conflicts), \
         (SELECT count(*) FROM central.events WHERE type = 'conflict_raised'), \
         (SELECT count(*) FROM central.audit_logs WHERE outcome = 'conflict' AND resource_type = 'booking_conflict')";
    let row = centre.admin.query_one(counts, &[]).await.expect("the tables");
    assert_eq!([0, 1, 2].map(|at| row.get::<_, i64>(at)), [1, 1, 1]);
}

#[tokio::test]
async fn a_conflict_is_claimed_handed_back_and_resolved_by_a_booking() {
    let centre = Centre::start().await;
    let (clinic, other) = (centre.clinic("queue").await, centre.clinic("elsewhere").await);
    let (late, _) = lost(&centre, &clinic).await;
    let desk = centre.token(&clinic, Role::FrontDesk);
    let path = format!("/v1/conflicts/{}", late.id);
    let act = async |token: &str, act: &str, body: Value| {
        centre.post(token, &format!("{path}/{act}"), &body.to_string()).await
    };
    let (status, page) = centre.get(&desk, "/v1/conflicts").await;
    let shown = &page["items"][0];
    assert_eq!((status, shown["patient_name"].as_str()), (200, Some("Ruiz, Ana 2")), "{page}");
    assert_eq!(
        (shown["decided"]["device_name"].as_str(), shown["state"].as_str()),
        (Some("Desk 1"), Some("open"))
    );
    assert_eq!(centre.get(&centre.token(&other, Role::FrontDesk), &path).await.0, 404);

    let (status, claimed) = act(&desk, "claim", json!({ "version": 1 })).await;
    assert_eq!((status, claimed["claim"]["by_name"].as_str()), (200, Some("Sam front_desk")), "{claimed}");
    let scheduler = centre.token(&clinic, Role::Scheduler);
    let (status, problem) = act(&scheduler, "claim", json!({ "version": 1 })).await;
    assert_eq!((status, problem["code"].as_str()), (409, Some("changed")), "somebody has it");
    assert_eq!(act(&desk, "release", json!({ "version": 2 })).await.1["state"], "open");
    let biller = centre.token(&clinic, Role::Billing);
    assert_eq!(act(&biller, "claim", json!({ "version": 3 })).await.0, 403);

    let moved = json!({ "version": 3, "outcome": "moved" });
    let (status, problem) = act(&desk, "resolve", moved.clone()).await;
    assert_eq!((status, problem["code"].as_str()), (404, Some("not_found")), "by nothing");
    // Taken from the conflict itself: the first of its other times.
    let offer = &shown["alternatives"][0]["offer"];
    let body = json!({ "patient": clinic.patients[1], "offer": offer });
    let key = centre.app.ids.next();
    let request = centre.http.post(format!("{}/v1/appointments", centre.url)).bearer_auth(&desk);
    let booked =
        request.header("idempotency-key", key.to_string()).json(&body).send().await.expect("an answer");
    assert_eq!(booked.status(), 201, "{:?}", booked.text().await);
    let resolved = json!({ "version": 3, "outcome": "moved", "operation": key, "note": "Called her." });
    let (status, it) = act(&desk, "resolve", resolved).await;
    assert_eq!(
        (status, it["state"].as_str(), &it["resolution"]["operation"]),
        (200, Some("resolved"), &json!(key))
    );
    assert_eq!(
        act(&desk, "release", json!({ "version": 4 })).await.1["code"],
        "changed",
        "what is resolved stays so"
    );
    assert_eq!(centre.get(&desk, "/v1/conflicts").await.1["items"], json!([]));
    assert_eq!(centre.get(&desk, "/v1/conflicts?all=true").await.1["items"][0]["version"], 4);
}

#[tokio::test]
async fn a_push_for_a_place_that_there_is_not_is_refused_and_fails_nothing_beside_it() {
    let centre = Centre::start().await;
    let (clinic, other) = (centre.clinic("ours").await, centre.clinic("theirs").await);
    let mut desk = Desk::of(&centre, &clinic).await;
    let (mut foreign, ours) = (desk.books(&clinic, 0, 0), desk.books(&clinic, 4, 1));
    if let OperationBody::Book(it) = &mut foreign.body {
        it.slot.location = other.location;
    }
    let (status, pushed) = desk.pushes(&[&foreign, &ours]).await;
    assert_eq!((status, pushed["results"][1]["status"].as_str()), (200, Some("applied")), "{pushed}");
    assert_ne!(pushed["results"][0]["status"], "applied");
    let count = centre.admin.query_one("SELECT count(*) FROM central.booking_conflicts", &[]).await;
    assert_eq!(count.expect("the table").get::<_, i64>(0), 0);
}

#[tokio::test]
async fn whoever_asks_by_the_api_hears_at_once_and_leaves_no_conflict() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("online").await;
    let slots = slots(&clinic);
    let (one, other) = (booking(&centre, &clinic, &slots[0], 0), booking(&centre, &clinic, &slots[0], 1));
    let settled = arbitrated(&centre, &clinic, &[one, other]).await;
    assert_eq!(settled[1].result.reasons[0], "taken");
    let count = centre
        .admin
        .query_one("SELECT count(*) FROM central.booking_conflicts", &[])
        .await
        .expect("the table");
    assert_eq!(count.get::<_, i64>(0), 0);
}
