//! What a desk says of itself, and is told of the centre and of its neighbours.

use crate::{
    centre::Centre,
    sync::{Desk, statuses},
};
use central::metrics;
use clinic_domain::people::Role;
use clinic_protocol::sync::{Hello, Lan, Limits};
use serde_json::{Value, json};

fn hello(version: &str) -> Hello {
    Hello { client_version: version.to_owned(), schema: 1, ..Hello::default() }
}

fn at(address: &str) -> Hello {
    let lan =
        Lan { address: address.parse().expect("an address"), port: 7070, fingerprint: Some("5f".repeat(32)) };
    Hello { lan: Some(lan), ..hello("1.4.0") }
}

#[tokio::test]
async fn desks_of_a_location_are_told_where_they_reach_each_other() {
    let centre = Centre::start().await;
    let (clinic, other) = (centre.clinic("north").await, centre.clinic("south").await);
    let (one, two) = (Desk::of(&centre, &clinic).await, Desk::of(&centre, &clinic).await);
    let (revoked, stranger) = (Desk::of(&centre, &clinic).await, Desk::of(&centre, &other).await);
    let elsewhere = Desk::of(&centre, &clinic).await;
    for desk in [&one, &revoked, &stranger, &elsewhere] {
        assert_eq!(desk.greets(&at("192.168.1.20")).await.0, 200);
    }
    let sql = "UPDATE central.devices SET revoked_at = CASE WHEN id = $1 THEN now() END, \
                   location_id = CASE WHEN id = $2 THEN NULL ELSE location_id END";
    centre.admin.execute(sql, &[&revoked.id.0, &elsewhere.id.0]).await.expect("the desks");
    let peers = async || two.greets(&hello("1.4.0")).await.1["peers"].clone();
    let lan = json!({ "address": "192.168.1.20", "port": 7070, "fingerprint": "5f".repeat(32) });
    let peer = json!({ "device": one.id, "name": "Desk 1", "public_key": "07".repeat(32), "lan": lan });
    assert_eq!(peers().await, json!([peer]));
    // An address of the world is nobody's neighbour, and a desk that moved is where it says.
    for (said, kept) in [("8.8.8.8", None), ("fd00::7", Some("fd00::7")), ("127.0.0.1", None), ("::1", None)]
    {
        assert_eq!(one.greets(&at(said)).await.0, 200);
        assert_eq!(peers().await[0]["lan"]["address"].as_str(), kept, "{said}");
    }
    let lan = json!({ "address": "nowhere", "port": 7070 });
    let nonsense = json!({ "client_version": "1", "schema": 1, "cursor": 0, "lan": lan });
    let (status, problem) = centre.post(&one.token, "/v1/sync/hello", &nonsense.to_string()).await;
    assert_eq!((status, problem["field"].as_str()), (422, Some("body.lan.address")));
}

#[tokio::test]
async fn a_desk_that_is_too_old_is_told_so_and_may_send_what_it_has() {
    let centre =
        Centre::start_with(|config| config.min_client = Some("1.4".parse().expect("a version"))).await;
    let clinic = centre.clinic("old").await;
    let mut desk = Desk::of(&centre, &clinic).await;
    for version in ["1.3.9", "", "new"] {
        let (status, problem) = desk.greets(&hello(version)).await;
        assert_eq!((status, problem["code"].as_str()), (426, Some("client_too_old")), "{version}");
        assert!(problem["title"].as_str().is_some_and(|it| it.contains("1.4 at least")), "{problem}");
    }
    let booked = desk.books(&clinic, 0, 0);
    let (status, pushed) = desk.pushes(&[&booked]).await;
    assert_eq!((status, statuses(&pushed)), (200, vec!["applied"]));
    let (status, welcome) = desk.greets(&hello("1.4.0")).await;
    assert_eq!(
        (status, welcome["min_client"].as_str(), welcome["device_seq"].as_u64()),
        (200, Some("1.4"), Some(1))
    );
    let limits: Limits = serde_json::from_value(welcome["limits"].clone()).expect("limits");
    assert_eq!(limits, Limits::default());
    assert_eq!(welcome["server_time"].as_i64(), Some(centre.app.clock.now().0));
    let trail = "SELECT count(*) FROM central.audit_logs WHERE action = 'greet' AND outcome = 'refused'";
    assert_eq!(centre.admin.query_one(trail, &[]).await.expect("the trail").get::<_, i64>(0), 3);
}

#[tokio::test]
async fn a_centre_that_lost_what_a_desk_let_go_of_goes_on_with_what_the_desk_can_send() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("set-back").await;
    let mut desk = Desk::of(&centre, &clinic).await;
    let decided: Vec<_> = (0..3).map(|at| desk.books(&clinic, at, at)).collect();
    // It was restored to a day before the first two, which the desk does not keep any more.
    let (_, pushed) = desk.pushes(&[&decided[2]]).await;
    assert_eq!((pushed["expected"].as_u64(), statuses(&pushed)), (Some(1), Vec::new()));
    let kept = Hello { kept_from: 3, ..hello("1.4.0") };
    let told = async || {
        let (_, welcome) = desk.greets(&kept).await;
        (welcome["lost"].as_u64(), welcome["device_seq"].as_u64())
    };
    assert_eq!(told().await, (Some(2), Some(2)));
    let (_, pushed) = desk.pushes(&[&decided[2]]).await;
    assert_eq!(statuses(&pushed), ["applied"]);
    assert_eq!(told().await, (Some(0), Some(3)), "it is said once");
    let trail = "SELECT count(*) FROM central.audit_logs WHERE action = 'greet' AND details::text LIKE '%operations_lost%'";
    assert_eq!(centre.admin.query_one(trail, &[]).await.expect("the trail").get::<_, i64>(0), 1);
}

#[tokio::test]
async fn administrators_see_how_far_each_desk_is_behind_and_what_it_has_to_send() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("behind").await;
    let (mut busy, away) = (Desk::of(&centre, &clinic).await, Desk::of(&centre, &clinic).await);
    let booked = busy.books(&clinic, 0, 0);
    let (_, pushed) = busy.pushes(&[&booked]).await;
    let head = pushed["results"][0]["seq"].as_u64().expect("a number");
    away.greets(&Hello { cursor: head - 1, waiting: 23, ..hello("1.4.0") }).await;
    busy.greets(&Hello { cursor: head - 1, ..hello("1.4.0") }).await;
    // One that waits for news says how far it is without greeting again.
    assert_eq!(busy.gets("/v1/sync/changes?after=0").await.0, 200);
    let path = format!("/v1/sync/wait?after={head}");
    let waiting = busy.gets(&path);
    tokio::select! {
        biased;
        _ = waiting => unreachable!("nothing happens"),
        () = async {
            let sql = "SELECT FROM central.devices WHERE id = $1 AND cursor_seq = $2";
            let (id, head) = (busy.id.0, i64::try_from(head).expect("a number"));
            while centre.admin.query_opt(sql, &[&id, &head]).await.expect("the desks").is_none() {}
        } => {}
    }
    let list = async || centre.get(&centre.token(&clinic, Role::Administrator), "/v1/devices").await;
    let (status, desks) = list().await;
    assert_eq!(status, 200, "{desks}");
    let of = |desk: &Desk<'_>| -> Value {
        let all = desks.as_array().expect("desks");
        all.iter().find(|it| it["id"] == json!(desk.id)).expect("it is there").clone()
    };
    let figures = |it: &Value| (it["changes_behind"].clone(), it["operations_waiting"].clone());
    assert_eq!(figures(&of(&busy)), (json!(0), json!(0)));
    assert_eq!(figures(&of(&away)), (json!(1), json!(23)));
    assert_eq!(of(&away)["client_version"], "1.4.0");

    centre.pass(86_401);
    let page = metrics::page(&centre.app).await;
    for figure in [
        "devices_behind 1",
        "changes_behind 1",
        "devices_silent 2",
        "devices_waiting 1",
        "operations_waiting 23",
    ] {
        assert!(page.contains(&format!("\nagentcare_{figure}\n")), "{figure} of {page}");
    }
    assert!(!page.contains(&away.id.to_string()));
}
