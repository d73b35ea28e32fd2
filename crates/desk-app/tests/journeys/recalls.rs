//! Who is due for a visit: settled by booking it, open again when that visit is lost.

use crate::clinic::{Clinic, refusals};
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{CancelReason, Requester},
    id::{PatientId, RecallId, Version},
    recall::{LONGEST_WINDOW_DAYS, Recall, RecallStatus},
    time::Instant,
};
use desk_app::{
    cancel::{CancelRequest, cancel},
    recalls::put_recall,
    undo::undo,
    waitlist::waitlist,
};

pub fn due(clinic: &Clinic, patient: PatientId, day: &str) -> Recall {
    Recall {
        id: RecallId(clinic.desk.ids.next()),
        version: Version::FIRST,
        location: clinic.location,
        patient,
        appointment_type: clinic.kind("Follow-up").id,
        provider: None,
        due: day.parse::<NaiveDate>().unwrap(),
        window_days: 7,
        note: "blood pressure".into(),
        status: RecallStatus::Open,
        booked: None,
        made_at: Instant(0),
        by: clinic.ada,
        calls: Vec::new(),
    }
}

fn on_list(clinic: &Clinic) -> Vec<RecallId> {
    let list = waitlist(&clinic.desk, clinic.ada, clinic.location).unwrap();
    list.recalls.iter().map(|it| it.recall.id).collect()
}

#[test]
fn booking_what_was_due_settles_it_and_losing_that_visit_opens_it_again() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12").id;
    let recall = put_recall(&clinic.desk, clinic.ada, &due(&clinic, ana, "2026-03-05")).unwrap().value;
    let far = put_recall(&clinic.desk, clinic.ada, &due(&clinic, ana, "2026-09-02")).unwrap().value;
    assert_eq!(on_list(&clinic), [recall.id]);

    let visit = clinic.book(ana, &clinic.handles(ana, 1)[0]).unwrap();
    assert!(on_list(&clinic).is_empty());
    let cancelling = CancelRequest {
        appointment: visit.id,
        seen: visit.version,
        reason: CancelReason::PatientIll,
        requested_by: Requester::Patient,
        note: "".into(),
    };
    cancel(&clinic.desk, clinic.ada, cancelling).unwrap();
    let clinic = clinic.reopened();
    assert_eq!(on_list(&clinic), [recall.id]);
    // In half a year it is due all the same.
    let clinic = clinic.reopened_at("2026-08-25T13:00:00Z");
    assert_eq!(on_list(&clinic), [recall.id, far.id]);
}

#[test]
fn a_recall_is_changed_withdrawn_and_taken_back() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12").id;
    let made = put_recall(&clinic.desk, clinic.ada, &due(&clinic, ana, "2026-03-20")).unwrap();
    let withdrawn = Recall { status: RecallStatus::Withdrawn, ..made.value.clone() };
    let gone = put_recall(&clinic.desk, clinic.ada, &withdrawn).unwrap();
    assert!(on_list(&clinic).is_empty());
    assert_eq!(refusals(put_recall(&clinic.desk, clinic.ada, &gone.value)), ["recall_settled"]);
    undo(&clinic.desk, clinic.ada, gone.op).unwrap();
    assert_eq!(on_list(&clinic), [made.value.id]);
}

#[test]
fn a_recall_that_cannot_be_is_refused_by_its_field() {
    let clinic = Clinic::new();
    let ana = clinic.patient("Ruiz", "Ana", "1990-04-12").id;
    let wrong = [
        due(&clinic, ana, "2026-03-01"),
        due(&clinic, ana, "2036-12-01"),
        Recall { window_days: LONGEST_WINDOW_DAYS + 1, ..due(&clinic, ana, "2026-05-01") },
    ];
    for recall in wrong {
        assert_eq!(refusals(put_recall(&clinic.desk, clinic.ada, &recall)), ["invalid"]);
    }
    let nobody = due(&clinic, PatientId(clinic.desk.ids.next()), "2026-05-01");
    assert!(put_recall(&clinic.desk, clinic.ada, &nobody).is_err());
    assert!(on_list(&clinic).is_empty());
}
