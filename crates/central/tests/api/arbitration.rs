//! The one path on which the book changes: whoever comes first has the time, whatever is sent twice happens once.

use crate::centre::{Centre, Clinic, NOW};
use central::{
    arbitrate::{Settled, Submission, arbitrate, digest},
    http::Origin,
};
use clinic_domain::{
    appointment::Requester,
    availability::{Book, Offer, Request, offers},
    id::{AppointmentId, DeviceId, OpId},
    operation::{Base, Booking, Operation, OperationBody, SlotContent},
    people::Role,
    personal::Personal,
};
use clinic_protocol::{encode_operation, sync::OpStatus};
use std::sync::Arc;
use uuid::Uuid;

pub static NOBODY: Origin = Origin::own(Uuid::nil());

/// The clinic's offers of a day with nobody in it.
pub fn slots(clinic: &Clinic) -> Vec<SlotContent> {
    let zone = chrono_tz::America::New_York;
    let day = NOW.local_date(zone).succ_opt().expect("a day follows");
    let within = clinic_domain::time::local_day(zone, day);
    let request = Request {
        location: clinic.location,
        appointment_type: clinic.visit,
        providers: &[],
        own_provider: None,
        within,
        asking: crate::centre::clinic::ASKED_LONG_BEFORE,
        like: None,
        limit: usize::MAX,
    };
    let offers: Vec<Offer> = offers(&clinic.setup, &Book::default(), &request).expect("offers");
    offers.into_iter().map(|it| it.slot).collect()
}

pub fn booking(centre: &Centre, clinic: &Clinic, slot: &SlotContent, patient: usize) -> Submission {
    let operation = Operation {
        id: OpId(centre.app.ids.next()),
        device: DeviceId(Uuid::nil()),
        device_seq: 0,
        author: clinic.person(Role::FrontDesk),
        at: NOW,
        written_at: None,
        part_of: None,
        base: None,
        promised_to_patient: true,
        body: OperationBody::Book(Booking {
            appointment: AppointmentId(centre.app.ids.next()),
            patient: clinic.patients[patient],
            slot: slot.clone(),
            requested_by: Requester::Patient,
            note: Personal::default(),
            overbook_reason: None,
            reminder: None,
            contact_point: Personal::default(),
            instead_of: None,
            series: None,
            walk_in: None,
        }),
    };
    let bytes = encode_operation(&operation);
    Submission { digest: digest(&bytes), bytes, operation, device: None, at: NOW, author: None }
}

pub async fn arbitrated(centre: &Centre, clinic: &Clinic, submissions: &[Submission]) -> Vec<Settled> {
    arbitrate(&centre.app, clinic.id, submissions, &NOBODY).await.expect("the database answers")
}

#[tokio::test]
async fn a_booking_is_stored_once_with_its_change_its_event_and_its_audit_entry() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("once").await;
    let it = booking(&centre, &clinic, &slots(&clinic)[3], 0);
    let first = arbitrated(&centre, &clinic, std::slice::from_ref(&it)).await;
    assert_eq!(first[0].result.status, OpStatus::Applied, "{first:?}");
    let again = arbitrated(&centre, &clinic, std::slice::from_ref(&it)).await;
    assert!(again[0].result.is_duplicate, "{again:?}");
    assert_eq!(again[0].result.seq, first[0].result.seq);

    let counts = "SELECT (SELECT count(*) FROM central.appointments), (SELECT count(*) FROM central.allocations), \
         (SELECT count(*) FROM central.operations), (SELECT count(*) FROM central.events), \
         (SELECT count(*) FROM central.audit_logs WHERE action = 'book'), \
         (SELECT count(*) FROM central.changes WHERE kind = 'appointment')";
    let row = centre.admin.query_one(counts, &[]).await.expect("the tables");
    let counts: Vec<i64> = (0..6).map(|at| row.get(at)).collect();
    assert_eq!(counts, [1, 1, 1, 1, 1, 1]);
}

#[tokio::test]
async fn what_comes_twice_at_once_happens_once() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("twice").await;
    let operation = booking(&centre, &clinic, &slots(&clinic)[0], 0).operation;
    let one = || {
        let bytes = encode_operation(&operation);
        let (operation, digest) = (operation.clone(), digest(&bytes));
        Submission { operation, bytes, digest, device: None, at: NOW, author: None }
    };
    let settled = arbitrated(&centre, &clinic, &[one(), one()]).await;
    assert_eq!(settled.len(), 2);
    assert_eq!(settled[0].result.seq, settled[1].result.seq);
    assert_eq!((settled[0].result.is_duplicate, settled[1].result.is_duplicate), (false, true));
}

#[tokio::test]
async fn the_same_id_with_another_body_is_refused() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("forged").await;
    let slots = slots(&clinic);
    let it = booking(&centre, &clinic, &slots[0], 0);
    arbitrated(&centre, &clinic, std::slice::from_ref(&it)).await;
    let mut other = booking(&centre, &clinic, &slots[1], 0);
    other.operation.id = it.operation.id;
    other.bytes = encode_operation(&other.operation);
    other.digest = digest(&other.bytes);
    let settled = arbitrated(&centre, &clinic, &[other]).await;
    assert_eq!(settled[0].result.reasons, ["other_body"]);
}

#[tokio::test]
async fn of_two_in_one_batch_the_first_has_the_time() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("batch").await;
    let slots = slots(&clinic);
    let two = [booking(&centre, &clinic, &slots[0], 0), booking(&centre, &clinic, &slots[0], 1)];
    let settled = arbitrated(&centre, &clinic, &two).await;
    assert_eq!(settled[0].result.status, OpStatus::Applied);
    assert_eq!(settled[1].result.status, OpStatus::Conflict);
    assert_eq!(settled[1].result.reasons[0], "taken");
}

#[tokio::test]
async fn a_time_that_one_of_a_batch_frees_another_of_it_takes() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("freed").await;
    let slots = slots(&clinic);
    let first = booking(&centre, &clinic, &slots[0], 0);
    let OperationBody::Book(booked) = &first.operation.body else { unreachable!("it is a booking") };
    let mut moved = booking(&centre, &clinic, &slots[4], 0);
    moved.operation.base = Some(Base::After(first.operation.id));
    moved.operation.body = OperationBody::Reschedule {
        appointment: booked.appointment,
        slot: slots[4].clone(),
        requested_by: Requester::Patient,
        overbook_reason: None,
        series: None,
    };
    moved.bytes = encode_operation(&moved.operation);
    moved.digest = digest(&moved.bytes);
    let batch = [first, moved, booking(&centre, &clinic, &slots[0], 1)];
    let settled = arbitrated(&centre, &clinic, &batch).await;
    assert!(settled.iter().all(Settled::is_applied), "{settled:?}");
    let sql = "SELECT v.version, a.starts_at = v.scheduled_at FROM central.appointments v \
         JOIN central.allocations a ON a.appointment_id = v.id ORDER BY v.version";
    let rows = centre.admin.query(sql, &[]).await.expect("the book");
    let rows: Vec<(i64, bool)> = rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    assert_eq!(rows, [(1, true), (2, true)]);
    let changes = "SELECT array_agg(version ORDER BY seq) FROM central.changes WHERE kind = 'appointment'";
    let changes: Vec<i64> = centre.admin.query_one(changes, &[]).await.expect("the changes").get(0);
    assert_eq!(changes, [1, 2, 1]);
}

/// 32 writers, each on a connection of its own, all after the same times.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_hot_slot_has_one_winner_and_nobody_waits_crosswise() {
    let centre = Arc::new(Centre::start_with(|it| it.connections = 32).await);
    let clinic = Arc::new(centre.clinic("hot").await);
    let slots = Arc::new(slots(&clinic));
    let mut writers = tokio::task::JoinSet::new();
    for patient in 0..32 {
        let (centre, clinic, slots) = (Arc::clone(&centre), Arc::clone(&clinic), Arc::clone(&slots));
        writers.spawn(async move {
            let mut applied = 0;
            for slot in slots.iter().take(10) {
                let settled = arbitrated(&centre, &clinic, &[booking(&centre, &clinic, slot, patient)]).await;
                applied += usize::from(settled[0].is_applied());
            }
            applied
        });
    }
    let applied: usize = writers.join_all().await.into_iter().sum();
    let overlaps = "SELECT count(*) FROM central.allocations one JOIN central.allocations other \
         ON one.resource_id = other.resource_id AND one.lane = other.lane AND one.appointment_id < other.appointment_id \
         AND tstzrange(one.starts_at, one.ends_at) && tstzrange(other.starts_at, other.ends_at)";
    let overlaps: i64 = centre.admin.query_one(overlaps, &[]).await.expect("the book").get(0);
    let deadlocks = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()";
    let deadlocks: i64 = centre.admin.query_one(deadlocks, &[]).await.expect("the figures").get(0);
    assert_eq!((overlaps, deadlocks), (0, 0));
    // Ten quarter hours and visits of half an hour: of the ten times five can be had beside each other.
    assert!((4..=5).contains(&applied), "{applied} were booked");
    let gaps = "SELECT max(seq) - count(*) FROM central.changes";
    assert_eq!(centre.admin.query_one(gaps, &[]).await.expect("the changes").get::<_, i64>(0), 0);
}
