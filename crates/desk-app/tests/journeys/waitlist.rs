//! The waitlist fills a gap: whoever fits is asked one after the other, and nobody is booked on top of somebody.

use crate::{
    clinic::{Clinic, refusals},
    merge::{merge, twice},
    recalls::due,
};
use clinic_domain::{
    appointment::{Appointment, CancelReason, Requester},
    id::{AppointmentId, PatientId, Version, WaitlistId},
    time::{DayMinute, Instant},
    waitlist::{OfferAnswer, Urgency, WaitlistEntry, WaitlistStatus, Wish},
};
use desk_app::{
    appointment::unaudited,
    cancel::{CancelRequest, cancel},
    find_offers::find_offers,
    merge_patients::separate_patient,
    patient_card::patient_card,
    recalls::put_recall,
    undo::undo,
    waitlist::{
        GapRequest, MatchRow, OfferRequest, SeenEntry, accept_offer, answer_offer, gap_matches,
        offer_waitlist, put_waitlist_entry, waitlist,
    },
};

pub fn entry(clinic: &Clinic, patient: PatientId) -> WaitlistEntry {
    WaitlistEntry {
        id: WaitlistId(clinic.desk.ids.next()),
        version: Version::FIRST,
        location: clinic.location,
        patient,
        appointment_type: clinic.kind("Follow-up").id,
        providers: Vec::new(),
        wish: Wish {
            earliest: "2026-03-02".parse().unwrap(),
            latest: None,
            weekdays: Vec::new(),
            from: DayMinute::MIDNIGHT,
            to: DayMinute::END,
            notice_minutes: 0,
        },
        urgency: Urgency::Routine,
        note: "brings the letter".into(),
        moving: None,
        since: Instant(0),
        by: clinic.ada,
        status: WaitlistStatus::Waiting,
        offers: Vec::new(),
        calls: Vec::new(),
    }
}

pub fn waits(clinic: &Clinic, wanted: &WaitlistEntry) -> WaitlistEntry {
    put_waitlist_entry(&clinic.desk, clinic.ada, wanted).unwrap().value
}

fn named(clinic: &Clinic, name: &str) -> PatientId {
    clinic.patient(name, "Kim", "1980-01-01").id
}

/// Tuesday from ten to eleven is full but for a visit that is then cancelled.
fn freed(clinic: &Clinic) -> GapRequest {
    let other = named(clinic, "Other");
    let mut wanted = clinic.offers(Some(other), 1);
    wanted.from = Some("2026-03-03T10:00:00".parse().unwrap());
    let handle = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers.remove(0).0;
    let visit = clinic.book(other, &handle).unwrap();
    let wall = |at: Instant| at.wall(chrono_tz::America::New_York);
    let gap =
        GapRequest { resource: clinic.chen, from: wall(visit.visit.start()), to: wall(visit.visit.end()) };
    cancelled(clinic, &visit);
    gap
}

fn cancelled(clinic: &Clinic, visit: &Appointment) {
    let request = CancelRequest {
        appointment: visit.id,
        seen: visit.version,
        reason: CancelReason::PatientIll,
        requested_by: Requester::Patient,
        note: "".into(),
    };
    cancel(&clinic.desk, clinic.ada, request).unwrap();
}

fn asked(clinic: &Clinic, gap: &GapRequest) -> Vec<MatchRow> {
    gap_matches(&clinic.desk, clinic.ada, gap).unwrap().rows
}

fn seen(row: &WaitlistEntry) -> SeenEntry {
    SeenEntry { entry: row.id, version: row.version }
}

fn offer(clinic: &Clinic, row: &MatchRow) -> WaitlistEntry {
    let request = OfferRequest { seen: seen(&row.row.entry), handle: row.handle.clone(), minutes: 20 };
    offer_waitlist(&clinic.desk, clinic.ada, &request).unwrap();
    on_list(clinic, row.row.entry.id).unwrap()
}

fn on_list(clinic: &Clinic, id: WaitlistId) -> Option<WaitlistEntry> {
    let list = waitlist(&clinic.desk, clinic.ada, clinic.location).unwrap();
    list.rows.into_iter().map(|it| it.entry).find(|it| it.id == id)
}

fn patients(rows: &[MatchRow]) -> Vec<PatientId> {
    rows.iter().map(|it| it.row.entry.patient).collect()
}

#[test]
fn a_gap_is_offered_to_one_after_the_other_until_somebody_takes_it() {
    let clinic = Clinic::new();
    let (first, urgent, morning) =
        (named(&clinic, "First"), named(&clinic, "Urgent"), named(&clinic, "Early"));
    waits(&clinic, &entry(&clinic, first));
    let only_nine = Wish { to: DayMinute(9 * 60 + 30), ..entry(&clinic, morning).wish };
    waits(&clinic, &WaitlistEntry { wish: only_nine, ..entry(&clinic, morning) });
    waits(&clinic, &WaitlistEntry { urgency: Urgency::Urgent, ..entry(&clinic, urgent) });
    let gap = freed(&clinic);

    let rows = asked(&clinic, &gap);
    assert_eq!(patients(&rows), [urgent, first]);
    let offered = offer(&clinic, &rows[0]);
    // Nobody else is offered the same minutes meanwhile, nor the same person another time.
    let elsewhere = rows[1].handle.clone();
    let request = OfferRequest { seen: seen(&rows[1].row.entry), handle: elsewhere, minutes: 20 };
    assert_eq!(refusals(offer_waitlist(&clinic.desk, clinic.ada, &request)), ["held"]);
    let again = OfferRequest { seen: seen(&offered), handle: rows[0].handle.clone(), minutes: 20 };
    assert_eq!(refusals(offer_waitlist(&clinic.desk, clinic.ada, &again)), ["offer_running"]);

    let declined = answer_offer(&clinic.desk, clinic.ada, seen(&offered), OfferAnswer::Declined).unwrap();
    assert!(!declined.is_active && on_list(&clinic, offered.id).unwrap().is_waiting());
    let rows = asked(&clinic, &gap);
    assert_eq!(patients(&rows), [first]);
    let offered = offer(&clinic, &rows[0]);
    let accepted = accept_offer(&clinic.desk, clinic.ada, seen(&offered)).unwrap();
    let visit = &accepted.value.visit;
    assert_eq!((visit.patient, visit.note.expose()), (first, "brings the letter"));
    assert_eq!(visit.visit, rows[0].found.slot.visit);
    assert_eq!(on_list(&clinic, offered.id), None);
    assert!(asked(&clinic, &gap).is_empty());
    assert_eq!(refusals(accept_offer(&clinic.desk, clinic.ada, seen(&offered))), ["changed"]);

    undo(&clinic.desk, clinic.ada, accepted.op).unwrap();
    let back = on_list(&clinic, offered.id).unwrap();
    assert!(back.running(clinic.desk.now()).is_some());
}

#[test]
fn an_offer_that_nobody_answers_is_over_by_itself_and_the_next_one_is_asked() {
    let clinic = Clinic::new();
    let (first, second) = (named(&clinic, "First"), named(&clinic, "Second"));
    waits(&clinic, &entry(&clinic, first));
    let clinic = clinic.later(60);
    waits(&clinic, &entry(&clinic, second));
    let gap = freed(&clinic);
    let rows = asked(&clinic, &gap);
    assert_eq!(patients(&rows), [first, second]);
    offer(&clinic, &rows[0]);
    let clinic = clinic.later(20);
    assert_eq!(patients(&asked(&clinic, &gap)), [second]);
}

#[test]
fn who_would_come_earlier_moves_and_leaves_a_place_for_the_next() {
    let clinic = Clinic::new();
    let (late, next) = (named(&clinic, "Late"), named(&clinic, "Next"));
    let mut wanted = clinic.offers(Some(late), 1);
    wanted.from = Some("2026-03-05T15:00:00".parse().unwrap());
    let handle = find_offers(&clinic.desk, clinic.ada, &wanted).unwrap().offers.remove(0).0;
    let visit = clinic.book(late, &handle).unwrap();
    waits(&clinic, &WaitlistEntry { moving: Some(visit.id), ..entry(&clinic, late) });
    let on_thursday = Wish { earliest: "2026-03-05".parse().unwrap(), ..entry(&clinic, next).wish };
    waits(&clinic, &WaitlistEntry { wish: on_thursday, ..entry(&clinic, next) });

    let rows = asked(&clinic, &freed(&clinic));
    assert_eq!(patients(&rows), [late]);
    let offered = offer(&clinic, &rows[0]);
    let accepted = accept_offer(&clinic.desk, clinic.ada, seen(&offered)).unwrap().value;
    assert_eq!(accepted.visit.id, visit.id);
    assert_eq!(accepted.before.unwrap().visit, visit.visit);
    let stands = |id: AppointmentId| unaudited(&clinic.desk, id).unwrap().appointment.visit;
    assert_eq!(stands(visit.id), rows[0].found.slot.visit);
    let wall = |at: Instant| at.wall(chrono_tz::America::New_York);
    let left =
        GapRequest { resource: clinic.chen, from: wall(visit.visit.start()), to: wall(visit.visit.end()) };
    assert_eq!(patients(&asked(&clinic, &left)), [next]);
}

#[test]
fn a_visit_that_was_cancelled_is_not_moved_any_more() {
    let clinic = Clinic::new();
    let late = named(&clinic, "Late");
    let visit = clinic.book(late, &clinic.handles(late, 40)[39]).unwrap();
    waits(&clinic, &WaitlistEntry { moving: Some(visit.id), ..entry(&clinic, late) });
    cancelled(&clinic, &visit);
    assert!(asked(&clinic, &freed(&clinic)).is_empty());
}

#[test]
fn an_entry_is_changed_withdrawn_and_refused_by_its_field() {
    let clinic = Clinic::new();
    let ana = named(&clinic, "Ana");
    let made = waits(&clinic, &entry(&clinic, ana));
    let with = |change: fn(&mut WaitlistEntry)| {
        let mut wanted = made.clone();
        change(&mut wanted);
        put_waitlist_entry(&clinic.desk, clinic.ada, &wanted)
    };
    assert_eq!(refusals(with(|it| it.wish.to = it.wish.from)), ["invalid"]);
    assert_eq!(refusals(with(|it| it.wish.latest = Some("2026-02-01".parse().unwrap()))), ["invalid"]);
    assert_eq!(refusals(with(|it| it.wish.notice_minutes = 60 * 24 * 15)), ["invalid"]);
    assert_eq!(refusals(with(|it| it.version = Version(9))), ["changed"]);
    let gone = with(|it| it.status = WaitlistStatus::Withdrawn).unwrap();
    assert_eq!(on_list(&clinic, made.id), None);
    assert_eq!(refusals(put_waitlist_entry(&clinic.desk, clinic.ada, &gone.value)), ["not_waiting"]);
    undo(&clinic.desk, clinic.ada, gone.op).unwrap();
    assert!(on_list(&clinic, made.id).is_some());
}

#[test]
fn what_somebody_waits_for_follows_when_their_record_is_merged_and_comes_back_with_an_undo() {
    let clinic = Clinic::new();
    let (kept, second) = twice(&clinic);
    let made = waits(&clinic, &entry(&clinic, second.id));
    let gap = freed(&clinic);
    offer(&clinic, &asked(&clinic, &gap)[0]);
    let merged = merge(&clinic, &kept, &second, &[]).unwrap();
    // What they think about goes along: it is booked for the record that is left.
    let running = on_list(&clinic, made.id).unwrap();
    assert_eq!((running.patient, running.running(clinic.desk.now()).is_some()), (kept.id, true));
    let taken = accept_offer(&clinic.desk, clinic.ada, seen(&running)).unwrap();
    assert_eq!(taken.value.visit.patient, kept.id);
    undo(&clinic.desk, clinic.ada, taken.op).unwrap();
    assert_eq!(refusals(undo(&clinic.desk, clinic.ada, merged.op)), ["undo_overtaken"]);

    let clinic = Clinic::new();
    let (kept, second) = twice(&clinic);
    let made = waits(&clinic, &entry(&clinic, second.id));
    let merged = merge(&clinic, &kept, &second, &[]).unwrap();
    assert_eq!(patients(&asked(&clinic, &freed(&clinic))), [kept.id]);
    undo(&clinic.desk, clinic.ada, merged.op).unwrap();
    assert_eq!(on_list(&clinic, made.id).unwrap().patient, second.id);
}

/// Weeks later the records turn out to be two people: what each waits for and is due for is their own again.
#[test]
fn separated_records_have_what_each_waits_for_and_is_due_for_again() {
    let clinic = Clinic::new();
    let (kept, second) = twice(&clinic);
    let theirs = waits(&clinic, &entry(&clinic, second.id));
    let due = put_recall(&clinic.desk, clinic.ada, &due(&clinic, second.id, "2026-09-01")).unwrap().value;
    let own = waits(&clinic, &entry(&clinic, kept.id));
    merge(&clinic, &kept, &second, &[]).unwrap();
    let offered = asked(&clinic, &freed(&clinic));
    let row = offered.iter().find(|it| it.row.entry.id == theirs.id).unwrap();
    offer(&clinic, row);

    let alias = patient_card(&clinic.desk, clinic.ada, kept.id).unwrap().aliases[0].0.clone();
    separate_patient(&clinic.desk, clinic.ada, second.id, alias.version).unwrap();
    let card = |id| patient_card(&clinic.desk, clinic.ada, id).unwrap();
    let waits_for = |id| card(id).waiting.iter().map(|it| it.entry.id).collect::<Vec<_>>();
    assert_eq!((waits_for(kept.id), waits_for(second.id)), (vec![own.id], vec![theirs.id]));
    let recalls = |id| card(id).recalls.iter().map(|it| it.recall.id).collect::<Vec<_>>();
    assert_eq!((recalls(kept.id), recalls(second.id)), (vec![], vec![due.id]));
    // And so is the time that is kept while they think.
    let running = on_list(&clinic, theirs.id).unwrap();
    let taken = accept_offer(&clinic.desk, clinic.ada, seen(&running)).unwrap().value;
    assert_eq!(taken.visit.patient, second.id);
}
