//! Desks that were away, and what the centre did meanwhile.

use crate::{
    centre::{Centre, Clinic, NOW},
    sync::{Desk, statuses},
};
use central::{arbitrate::digest, work};
use clinic_domain::{
    id::AppointmentId,
    operation::{Booking, Operation, OperationBody},
    personal::Personal,
};
use clinic_protocol::{encode_operation, sync::Hello};
use serde_json::Value;

const DAY: i64 = 86_400;

fn hello(cursor: u64) -> Hello {
    Hello { schema: 1, cursor, ..Hello::default() }
}

async fn number(centre: &Centre, sql: &str) -> i64 {
    centre.admin.query_one(sql, &[]).await.expect("a number").get(0)
}

/// The line of an operation as a desk of a later version writes it.
fn newer(operation: &Operation) -> Vec<u8> {
    let text = String::from_utf8(encode_operation(operation)).expect("text");
    text.replacen("\"kind\":\"book\"", "\"kind\":\"from_the_future\"", 1).into_bytes()
}

/// The centre becomes a version that reads the operation.
async fn learns(centre: &Centre, operation: &Operation) {
    let bytes = encode_operation(operation);
    let sql = "UPDATE central.deferred_operations SET body = $2, body_hash = $3 WHERE op_id = $1";
    let digest = digest(&bytes).to_vec();
    let changed = centre.admin.execute(sql, &[&operation.id.0, &bytes, &digest]).await.expect("the row");
    assert_eq!(changed, 1);
}

#[tokio::test]
async fn what_could_not_be_read_is_decided_once_in_its_order_by_a_version_that_can() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("newer").await;
    let mut desk = Desk::of(&centre, &clinic).await;
    // The second wants the time of the first; nobody ever learns to read the third.
    let (first, second) = (desk.books(&clinic, 0, 0), desk.books(&clinic, 0, 1));
    let (third, fourth) = (desk.books(&clinic, 4, 2), desk.books(&clinic, 8, 3));
    let lines = [newer(&first), newer(&second), newer(&third), encode_operation(&fourth)].join(&b'\n');
    let (_, pushed) = desk.pushes_lines(lines).await;
    assert_eq!(statuses(&pushed), ["deferred", "deferred", "deferred", "applied"], "{pushed}");
    let (_, again) = desk.pushes_lines(newer(&first)).await;
    assert_eq!((statuses(&again), &again["results"][0]["is_duplicate"]), (vec!["deferred"], &true.into()));
    assert_eq!(desk.greets(&hello(0)).await.1["deferred"], 3);
    work::each_hour(&centre.app).await.expect("the database answers");
    assert_eq!(desk.greets(&hello(0)).await.1["deferred"], 3, "it is still no version that can");

    learns(&centre, &first).await;
    learns(&centre, &second).await;
    centre.pass(3_600);
    desk.signs_in(&clinic);
    for _ in 0..2 {
        work::each_hour(&centre.app).await.expect("the database answers");
    }
    assert_eq!(desk.greets(&hello(0)).await.1["deferred"], 1);
    let (_, answered) = desk.pushes(&[&first, &second]).await;
    assert_eq!(statuses(&answered), ["applied", "conflict"]);
    assert_eq!(answered["results"][0]["is_duplicate"], true);
    let counts = "SELECT (SELECT count(*) FROM central.appointments), (SELECT count(*) FROM central.booking_conflicts), \
         (SELECT count(*) FROM central.audit_logs WHERE action = 'book'), \
         (SELECT count(*) FROM central.events WHERE type IN ('appointment_booked', 'conflict_raised')), \
         (SELECT count(*) FROM central.operations WHERE decided_at <> to_timestamp($1))";
    #[allow(clippy::cast_precision_loss)]
    let row = centre.admin.query_one(counts, &[&(NOW.0 as f64)]).await.expect("the tables");
    let counts: Vec<i64> = (0..5).map(|at| row.get(at)).collect();
    assert_eq!(counts, [2, 1, 3, 3, 0], "as if it had been decided when it came");
    let (_, page) = desk.gets("/v1/sync/changes?after=0").await;
    let changes = page["changes"].as_array().expect("changes");
    let kinds: Vec<&str> = changes.iter().rev().take(2).filter_map(|it| it["kind"].as_str()).collect();
    assert_eq!(kinds, ["booking_conflict", "appointment"], "every desk hears of it");
}

#[tokio::test]
async fn what_was_decided_while_a_desk_was_cut_off_is_decided_then_though_it_greets_first() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("away").await;
    let mut desk = Desk::of(&centre, &clinic).await;
    let before = desk.books(&clinic, 8, 0);
    desk.pushes(&[&before]).await;
    let day = 30 * 3_600;
    let offline = Operation { at: NOW.plus_seconds(60), ..desk.books(&clinic, 0, 1) };
    let backdated = Operation { at: NOW.plus_seconds(-day), ..desk.books(&clinic, 4, 2) };
    // The visit has begun by now.
    centre.pass(day);
    desk.signs_in(&clinic);
    assert_eq!(desk.greets(&hello(0)).await.0, 200);
    let (_, pushed) = desk.pushes(&[&offline, &backdated]).await;
    assert_eq!(statuses(&pushed), ["applied", "applied"], "{pushed}");
    let sql = "SELECT max(extract(epoch FROM decided_at))::bigint FROM central.operations";
    assert_eq!(number(&centre, sql).await, NOW.0 + 60, "and nothing before what was decided before it");
}

/// A note on a visit that was booked.
fn noted(desk: &mut Desk<'_>, clinic: &Clinic, of: &Operation, note: &str, at: i64) -> Operation {
    let OperationBody::Book(Booking { appointment, .. }) = &of.body else { panic!("no booking") };
    let body = OperationBody::SetNote {
        appointment: AppointmentId(appointment.0),
        note: Personal::new(note.to_owned()),
    };
    let base = Some(clinic_domain::operation::Base::After(of.id));
    Operation { body, base, at: NOW.plus_seconds(at), ..desk.books(clinic, 0, 0) }
}

#[tokio::test]
async fn a_desk_that_comes_back_after_months_fetches_anew_and_a_first_sync_reads_on() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("months").await;
    let mut desk = Desk::of(&centre, &clinic).await;
    let days_pass = async |days: i64| {
        for _ in 0..days {
            centre.pass(DAY);
            work::each_hour(&centre.app).await.expect("the database answers");
        }
    };
    work::each_hour(&centre.app).await.expect("the database answers");
    let cursor = desk.gets("/v1/sync/changes?after=0").await.1["head"].as_u64().expect("a head");
    let booked = desk.books(&clinic, 0, 0);
    assert_eq!(statuses(&desk.pushes(&[&booked]).await.1), ["applied"]);
    days_pass(1).await;
    desk.signs_in(&clinic);
    let note = noted(&mut desk, &clinic, &booked, "Brings her mother.", DAY);
    assert_eq!(statuses(&desk.pushes(&[&note]).await.1), ["applied"]);

    // A month later the booking's own change is gone: the note's has the visit as it stands.
    let of_visits = "SELECT count(*) FROM central.changes WHERE kind = 'appointment'";
    days_pass(29).await;
    assert_eq!(number(&centre, of_visits).await, 2);
    days_pass(3).await;
    assert_eq!(number(&centre, of_visits).await, 1);
    desk.signs_in(&clinic);
    let (status, page) = desk.gets(&format!("/v1/sync/changes?after={cursor}")).await;
    assert_eq!(
        (status, page["changes"].as_array().map(Vec::len), page["to"].as_u64()),
        (200, Some(1), Some(cursor + 2))
    );

    // And after three everything of that time.
    days_pass(60).await;
    desk.signs_in(&clinic);
    let (status, problem) = desk.gets(&format!("/v1/sync/changes?after={}", cursor - 1)).await;
    assert_eq!((status, problem["code"].as_str()), (410, Some("compacted")), "{problem}");
    assert_eq!(number(&centre, "SELECT count(*) FROM central.changes").await, 0);
    let (_, welcome) = desk.greets(&hello(cursor)).await;
    let floor = welcome["floor"].as_u64().expect("a floor");
    assert_eq!((floor, welcome["head"].as_u64()), (cursor + 2, Some(cursor + 2)));
    let (status, page) = desk.gets(&format!("/v1/sync/changes?after={floor}")).await;
    assert_eq!(
        (status, &page["changes"]),
        (200, &Value::Array(Vec::new())),
        "whoever has everything reads on"
    );

    // A first sync begins; what happens while it goes on is kept for as long as it may take.
    let (_, chunk) = desk.gets("/v1/sync/snapshot?kind=patient&limit=7").await;
    let begun = chunk["head"].as_u64().expect("a head");
    let late = noted(&mut desk, &clinic, &booked, "Comes alone.", 93 * DAY);
    let late = Operation { base: None, ..late };
    assert_eq!(desk.pushes(&[&late]).await.1["results"].as_array().map(Vec::len), Some(1));
    days_pass(80).await;
    desk.signs_in(&clinic);
    let (_, welcome) = desk.greets(&hello(begun)).await;
    assert!(welcome["floor"].as_u64() <= Some(begun), "{welcome}");
    assert_eq!(desk.gets(&format!("/v1/sync/changes?after={begun}")).await.0, 200);
}
