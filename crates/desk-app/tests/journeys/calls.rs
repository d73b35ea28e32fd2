//! Attempts to reach a patient about a visit to come: kept, ordered, shown on the card, taken back, refused.

use crate::{
    clinic::{Clinic, refusals},
    lists::entries,
    recalls::due,
    waitlist::{entry, waits},
};
use chrono::NaiveDateTime;
use clinic_domain::{
    appointment::{Appointment, CallOutcome},
    call::CallSubject,
    id::Version,
    recall::RecallStatus,
    waitlist::WaitlistStatus,
    worklist::{ToComeList, WorkList},
};
use desk_app::{
    acts::Done,
    error::AppResult,
    log_call::{CallRequest, Called, log_call},
    patient_card::patient_card,
    recalls::put_recall,
    undo::undo,
    waitlist::{Waitlist, print_waitlist, put_waitlist_entry, waitlist},
    worklist::{WorkRequest, worklist},
};

pub fn call(
    clinic: &Clinic,
    about: CallSubject,
    seen: Version,
    outcome: CallOutcome,
    call_again: Option<NaiveDateTime>,
) -> AppResult<Done<Called>> {
    log_call(&clinic.desk, clinic.ada, &CallRequest { about, seen, outcome, call_again })
}

pub fn call_about_visit(
    clinic: &Clinic,
    visit: &Appointment,
    outcome: CallOutcome,
    call_again: Option<NaiveDateTime>,
) -> AppResult<Appointment> {
    let Done { value, .. } = call(clinic, CallSubject::Visit(visit.id), visit.version, outcome, call_again)?;
    let Called::Visit(visit) = value else { panic!("not a visit") };
    Ok(*visit)
}

fn lists(clinic: &Clinic) -> Waitlist {
    waitlist(&clinic.desk, clinic.ada, clinic.location).unwrap()
}

/// Half an hour from now, on the clinic's clock.
fn soon(clinic: &Clinic) -> NaiveDateTime {
    let zone = clinic.desk.configuration().unwrap().setup.locations[0].zone;
    clinic.desk.now().plus_minutes(30).wall(zone)
}

#[test]
fn who_is_due_is_called_again_when_it_is_time_and_the_card_keeps_every_attempt() {
    let clinic = Clinic::new();
    let [ana, ben] = ["Abbot", "Baker"].map(|it| clinic.patient(it, "Ana", "1990-04-12").id);
    let put = |patient, day| put_recall(&clinic.desk, clinic.ada, &due(&clinic, patient, day)).unwrap().value;
    let (first, second) = (put(ana, "2026-03-03"), put(ben, "2026-03-05"));
    let about = CallSubject::Recall(second.id);
    let again = Some(soon(&clinic));
    let on_list = |clinic: &Clinic| lists(clinic).recalls.iter().map(|it| it.recall.id).collect::<Vec<_>>();

    assert_eq!(refusals(call(&clinic, about, second.version, CallOutcome::CallBack, None)), ["invalid"]);
    call(&clinic, about, second.version, CallOutcome::CallBack, again).unwrap();
    assert_eq!(refusals(call(&clinic, about, second.version, CallOutcome::NoAnswer, None)), ["changed"]);
    assert_eq!(on_list(&clinic), [first.id, second.id]);
    let clinic = clinic.later(31);
    assert_eq!(on_list(&clinic), [second.id, first.id], "it is time");
    let seen = lists(&clinic).recalls[0].recall.version;
    call(&clinic, about, seen, CallOutcome::LeftMessage, None).unwrap();
    assert_eq!(on_list(&clinic), [first.id, second.id]);

    // Whatever is changed of the recall, what was tried stays.
    let clinic = clinic.reopened();
    let mut changed = lists(&clinic).recalls[1].recall.clone();
    (changed.calls, changed.status) = (Vec::new(), RecallStatus::Withdrawn);
    let gone = put_recall(&clinic.desk, clinic.ada, &changed).unwrap().value;
    let settled = call(&clinic, about, gone.version, CallOutcome::Reached, None);
    assert_eq!(refusals(settled), ["recall_settled"]);
    let card = patient_card(&clinic.desk, clinic.ada, ben).unwrap();
    let tried: Vec<_> = card.calls.iter().map(|it| (it.list, it.call.outcome, it.call.by)).collect();
    let of = |outcome| (ToComeList::Recalls, outcome, clinic.ada);
    assert_eq!(tried, [of(CallOutcome::LeftMessage), of(CallOutcome::CallBack)]);
}

#[test]
fn who_waits_and_is_to_be_called_again_comes_before_who_waits_longest() {
    let clinic = Clinic::new();
    let [ana, ben] = ["Abbot", "Baker"].map(|it| clinic.patient(it, "Ana", "1990-04-12").id);
    let longest = waits(&clinic, &entry(&clinic, ana));
    let other = waits(&clinic, &entry(&clinic, ben));
    let about = CallSubject::WaitlistEntry(other.id);
    let slip = call(&clinic, about, other.version, CallOutcome::WrongNumber, None).unwrap();
    undo(&clinic.desk, clinic.ada, slip.op).unwrap();
    assert!(lists(&clinic).rows[1].entry.calls.is_empty());
    let seen = lists(&clinic).rows[1].entry.version;
    call(&clinic, about, seen, CallOutcome::NoAnswer, Some(soon(&clinic))).unwrap();
    let on_list = |clinic: &Clinic| lists(clinic).rows.iter().map(|it| it.entry.id).collect::<Vec<_>>();
    assert_eq!(on_list(&clinic), [longest.id, other.id]);
    let clinic = clinic.later(31);
    assert_eq!(on_list(&clinic), [other.id, longest.id]);

    let mut changed = lists(&clinic).rows[0].entry.clone();
    (changed.calls, changed.status) = (Vec::new(), WaitlistStatus::Withdrawn);
    let gone = put_waitlist_entry(&clinic.desk, clinic.ada, &changed).unwrap().value;
    assert_eq!(gone.calls.len(), 1);
    assert_eq!(refusals(call(&clinic, about, gone.version, CallOutcome::Reached, None)), ["not_waiting"]);
}

#[test]
fn the_tabs_count_who_waits_and_who_is_due_and_each_printing_is_written_down() {
    let clinic = Clinic::new();
    let [ana, ben] = ["Abbot", "Baker"].map(|it| clinic.patient(it, "Ana", "1990-04-12").id);
    let of_tabs = || {
        let request = WorkRequest { location: clinic.location, list: WorkList::Arrivals, date: None };
        let counts = worklist(&clinic.desk, clinic.ada, &request).unwrap().to_come;
        (counts.waiting, counts.recalls)
    };
    assert_eq!(of_tabs(), (0, 0));
    waits(&clinic, &entry(&clinic, ana));
    for (patient, day) in [(ana, "2026-03-05"), (ben, "2026-04-07"), (ben, "2026-09-02")] {
        put_recall(&clinic.desk, clinic.ada, &due(&clinic, patient, day)).unwrap();
    }
    let shown = lists(&clinic);
    assert_eq!(of_tabs(), (1, 2));
    assert_eq!((shown.rows.len(), shown.recalls.len()), (1, 2), "the same as the lists themselves");

    let print = |list| print_waitlist(&clinic.desk, clinic.ada, clinic.location, list).unwrap();
    assert_eq!(print(ToComeList::Recalls).recalls.len(), 2);
    assert_eq!((print(ToComeList::Waitlist).rows.len(), print(ToComeList::Waitlist).rows.len()), (1, 1));
    assert_eq!(entries(&clinic, "print_worklist"), 3);
}
