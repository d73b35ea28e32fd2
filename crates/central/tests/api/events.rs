//! Events reach their handlers once, whatever fails and whoever is cut off in the middle.

use crate::centre::{Centre, Clinic};
use central::{
    events::{self, MOST_ATTEMPTS, Stepped, Written},
    http::Act,
    work,
};
use central_store::{AuditEntry, Batch};
use clinic_domain::{
    id::OpId,
    operation::{Change, OperationBody},
    patient::Patient,
    people::Role,
};
use std::{
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};
use uuid::Uuid;

#[path = "../../../clinic-protocol/tests/sample/mod.rs"]
#[allow(dead_code)] // Its other half is of the protocol's own tests.
mod sample;

#[test]
fn every_kind_of_operation_has_an_event_and_every_row_exactly_one() {
    let seed = &mut sample::Seed(7);
    let changes = sample::every_change(seed);
    for body in sample::every_body(seed) {
        let alone = events::events_of(&body, &[]);
        assert_eq!(alone.len(), 1, "{}", body.kind());
        let events = events::events_of(&body, &changes);
        if matches!(body, OperationBody::Adopt { .. }) {
            assert_eq!(events.len(), 1, "a clinic that comes along is one event");
            continue;
        }
        for change in &changes {
            let (kind, id) = change.object();
            let of_row = events.iter().filter(|it| it.entity == id && it.version.is_some());
            assert_eq!(of_row.count(), 1, "{} of {kind}", body.kind());
        }
        assert!(events.iter().any(|it| it.event == alone[0].event), "{}", body.kind());
    }
}

impl Centre {
    /// The patient's record was changed, and the trail has it or not.
    async fn happens(&self, clinic: &Clinic, is_audited: bool) {
        let patient = Patient::new(clinic.patient);
        let (body, changes) =
            (OperationBody::PatientPatch(Box::new(patient.clone())), [Change::Patient(Box::new(patient))]);
        let entry = self.entry();
        let it = Written {
            op: OpId(self.app.ids.next()),
            events: events::events_of(&body, &changes),
            user: None,
            audit: entry.id,
        };
        let tenant = self.app.store.tenant(clinic.id).await.expect("a connection");
        let mut batch = Batch::default();
        tenant.publish(&mut batch, self.app.clock.now(), &events::published(&self.app.ids, it));
        if is_audited {
            entry.append(&mut batch);
        }
        tenant.commit(batch).await.expect("an event");
    }

    fn entry(&self) -> AuditEntry {
        let Act { action, resource_type, details, .. } = Act::done("change", "patient");
        AuditEntry {
            id: self.app.ids.next(),
            user: None,
            device: None,
            action,
            resource_type,
            resource_id: None,
            patients: Vec::new(),
            outcome: "done",
            details,
            ip_address: None,
            user_agent: None,
            at: self.app.clock.now(),
        }
    }

    async fn step(&self, clinic: &Clinic) -> Stepped {
        events::step(&self.app, clinic.id).await.expect("the database answers")
    }

    /// Handler, state, attempts and code of every delivery.
    async fn deliveries(&self) -> Vec<(String, String, i32, String)> {
        let sql =
            "SELECT handler, state, attempts, code FROM central.event_deliveries ORDER BY event_id, handler";
        let rows = self.admin.query(sql, &[]).await.expect("the deliveries");
        rows.iter().map(|it| (it.get(0), it.get(1), it.get(2), it.get(3))).collect()
    }

    async fn is_each_delivered_once(&self, events: usize) -> bool {
        let deliveries = self.deliveries().await;
        deliveries.len() == events * events::Handler::ALL.len()
            && deliveries.iter().all(|(_, state, attempts, _)| (state.as_str(), *attempts) == ("done", 1))
    }
}

#[tokio::test]
async fn an_event_goes_to_every_handler_and_is_done_with() {
    let centre = Centre::start().await;
    let (ours, theirs) = (centre.clinic("ours").await, centre.clinic("theirs").await);
    centre.happens(&ours, true).await;
    assert_eq!(centre.step(&theirs).await, Stepped::default());
    assert_eq!(centre.step(&ours).await, Stepped { events: 1, again: 0, failed: 0 });
    assert_eq!(centre.step(&ours).await, Stepped::default());
    assert!(centre.is_each_delivered_once(1).await, "{:?}", centre.deliveries().await);
    let event = centre.admin.query_one("SELECT type, entity_id FROM central.events", &[]).await.expect("one");
    assert_eq!((event.get(0), event.get::<_, Uuid>(1)), ("patient_changed", ours.patient.0));
}

#[tokio::test]
async fn what_happened_without_an_entry_in_the_trail_ends_as_a_dead_letter_and_keeps_nobody_waiting() {
    let centre = Centre::start().await;
    let (ours, theirs) = (centre.clinic("ours").await, centre.clinic("theirs").await);
    centre.happens(&ours, false).await;
    centre.happens(&ours, true).await;
    assert_eq!(centre.step(&ours).await, Stepped { events: 2, again: 0, failed: 1 });
    for attempt in 2..=MOST_ATTEMPTS {
        assert_eq!(centre.step(&ours).await, Stepped::default(), "not before its time");
        // Longer than any delay.
        centre.pass(3600);
        assert_eq!(centre.step(&ours).await, Stepped { events: 0, again: 1, failed: 1 }, "{attempt}");
    }
    centre.pass(100_000);
    assert_eq!(centre.step(&ours).await, Stepped::default(), "it is dead");

    let administrator = centre.token(&ours, Role::Administrator);
    let path = "/v1/events/dead-letters";
    let (status, list) = centre.get(&administrator, path).await;
    let letter = &list["dead_letters"][0];
    assert_eq!((status, list["dead_letters"].as_array().map(Vec::len)), (200, Some(1)));
    assert_eq!(
        (letter["handler"].as_str(), letter["code"].as_str()),
        (Some("audit"), Some("no_audit_entry"))
    );
    assert_eq!((letter["type"].as_str(), letter["attempts"].as_u64()), (Some("patient_changed"), Some(8)));
    assert_eq!(centre.get(&centre.token(&ours, Role::FrontDesk), path).await.0, 403);
    let (_, strangers) = centre.get(&centre.token(&theirs, Role::Administrator), path).await;
    assert_eq!(strangers["dead_letters"].as_array().map(Vec::len), Some(0));

    let letter = format!("{path}/{}/audit", letter["event"].as_str().expect("an id"));
    let stranger = centre.token(&theirs, Role::Administrator);
    assert_eq!(centre.post(&stranger, &format!("{letter}/retry"), "{}").await.0, 404);
    assert_eq!(centre.post(&administrator, &format!("{letter}/retry"), "{}").await.0, 204);
    assert_eq!(centre.step(&ours).await, Stepped { events: 0, again: 1, failed: 1 });
    for _ in 1..MOST_ATTEMPTS {
        centre.pass(3600);
        centre.step(&ours).await;
    }
    let discard = format!("{letter}/discard");
    let administrator = centre.token(&ours, Role::Administrator);
    assert_eq!(centre.post(&administrator, &discard, "{}").await.0, 422, "a reason is needed");
    assert_eq!(centre.post(&administrator, &discard, r#"{"reason": "written by hand"}"#).await.0, 204);
    let (_, list) = centre.get(&administrator, path).await;
    assert_eq!(list["dead_letters"].as_array().map(Vec::len), Some(0));
}

#[tokio::test]
async fn a_handler_that_cannot_write_fails_alone_and_does_it_later() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("clinic").await;
    centre.happens(&clinic, true).await;
    let admin = &centre.admin;
    admin.execute("REVOKE INSERT ON central.figures FROM application_user", &[]).await.expect("no grant");
    let stepped = centre.step(&clinic).await;
    assert_eq!((stepped.events, stepped.failed), (1, 1));
    let deliveries = centre.deliveries().await;
    let of = |handler: &str| deliveries.iter().find(|it| it.0 == handler).expect("a delivery").clone();
    assert_eq!(of("audit").1, "done");
    let (_, state, attempts, code) = of("metrics");
    assert_eq!((state.as_str(), attempts, code.as_str()), ("waiting", 1, "refused_by_database"));
    admin.execute("GRANT INSERT ON central.figures TO application_user", &[]).await.expect("a grant");
    centre.pass(60);
    assert_eq!(centre.step(&clinic).await, Stepped { events: 0, again: 1, failed: 0 });
    assert!(centre.deliveries().await.iter().all(|it| it.1 == "done"));
}

#[tokio::test]
async fn two_that_work_at_once_deal_with_each_event_once() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("clinic").await;
    for _ in 0..250 {
        centre.happens(&clinic, true).await;
    }
    let (one, other) = tokio::join!(centre.step(&clinic), centre.step(&clinic));
    assert_eq!((one.events + other.events, one.failed + other.failed), (250, 0));
    assert!(centre.is_each_delivered_once(250).await);
}

#[tokio::test]
async fn nothing_is_lost_or_done_twice_where_work_is_cut_off() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("clinic").await;
    let mut cut_off = 0;
    for polls in 1..60 {
        centre.happens(&clinic, true).await;
        cut_off += usize::from(cut(events::step(&centre.app, clinic.id), polls).await);
    }
    assert!(cut_off > 10, "{cut_off} of 59 were cut off before their end");
    work::round(&centre.app).await.expect("the database answers");
    assert!(centre.is_each_delivered_once(59).await);
}

/// Drops the future after so many polls; whether it had not ended.
async fn cut<F: Future>(future: F, polls: usize) -> bool {
    let mut future = pin!(future);
    let mut left = polls;
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(false),
        Poll::Pending if left == 0 => Poll::Ready(true),
        Poll::Pending => {
            left -= 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn what_is_settled_is_forgotten_after_a_month_and_dead_letters_stay() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("clinic").await;
    centre.happens(&clinic, true).await;
    centre.happens(&clinic, false).await;
    centre.step(&clinic).await;
    centre.pass(31 * 86_400);
    work::each_minute(&centre.app).await.expect("the database answers");
    let sql = "SELECT count(*) FROM central.events";
    let left: i64 = centre.admin.query_one(sql, &[]).await.expect("a count").get(0);
    assert_eq!(left, 1, "the one that a handler could not deal with");
}
