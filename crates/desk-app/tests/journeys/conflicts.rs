//! A promise that somebody else was ahead of: seen at the desk that made it and at another, taken care of, resolved in each
//! way, taken back, and what never was a conflict let go of.

use crate::clinic::{Clinic, plain, refusals};
use clinic_domain::{
    appointment::{Appointment, AppointmentStatus, Requester},
    conflict::{BookingConflict, ConflictOutcome, ConflictState, LostAct},
    id::{AppointmentId, ConflictId, DeviceId, OpId, OrganizationId, PatientId, Version},
    operation::{Change, OperationBody, SlotContent},
    people::Role,
    refusal::Refusal,
    time::Instant,
};
use clinic_protocol::sync::{OpOutcome, OpResult, OpStatus};
use desk_app::{
    acts::Done,
    appointment::unaudited,
    book::book,
    conflicts::{
        ConflictRow, Instead, Promised, ResolveRequest, SeenConflict, claim, conflicts, count_conflicts,
        let_go, release, resolve,
    },
    people::{NewPerson, add_person},
    status::{Seen, set_note},
    undo::undo,
};
use desk_cache::{KdfCost, store::Centre};
use uuid::Uuid;

const EPOCH: Uuid = Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00ee);
const TAKEN: &str = "taken";

/// A desk of a centre. Ana's visit at 9:00 was booked here and lost to Ben's, which the centre had first.
struct Lost {
    clinic: Clinic,
    ana: PatientId,
    promised: Appointment,
    conflict: BookingConflict,
}

fn joined() -> Clinic {
    let clinic = Clinic::new();
    let centre = Centre {
        url: "https://centre.example".to_owned(),
        organization: OrganizationId(clinic.desk.ids.next()),
        slug: "lakeside".to_owned(),
        key: zeroize::Zeroizing::new([5; 32]),
    };
    let device = DeviceId(clinic.desk.ids.next());
    clinic.desk.store().join(&centre, device, Some(clinic.ada), clinic.desk.now()).unwrap();
    clinic.desk.store().hear(EPOCH, 1, &[]).unwrap();
    clinic
}

impl Lost {
    fn new() -> Lost {
        let clinic = joined();
        let ana = clinic.patient("Ruiz", "Ana", "1990-04-12").id;
        let ben = clinic.patient("Okafor", "Ben", "1985-01-30").id;
        confirm_all(&clinic, 2);
        let handle = clinic.handles(ana, 1).remove(0);
        let Done { value: promised, op } = book(&clinic.desk, clinic.ada, plain(ana, &handle)).unwrap();
        answer(&clinic, op, OpResult::of(OpStatus::Conflict, vec![TAKEN.to_owned()]));
        let early = conflicts(&clinic.desk, clinic.ada, clinic.location).unwrap();
        assert!(early.rows.is_empty() && early.refused.is_empty(), "its card comes with the next page");
        let winner =
            Appointment { id: AppointmentId(clinic.desk.ids.next()), patient: ben, ..promised.clone() };
        let conflict = conflict(&clinic, op, &promised, &winner);
        let page = vec![Change::Appointment(Box::new(winner)), Change::Conflict(Box::new(conflict.clone()))];
        hear(&clinic, 20, [ana, ben], page);
        Lost { clinic, ana, promised, conflict }
    }

    fn row(&self) -> ConflictRow {
        let mut list = conflicts(&self.clinic.desk, self.clinic.ada, self.clinic.location).unwrap();
        assert_eq!((list.rows.len(), list.refused.len()), (1, 0));
        list.rows.remove(0)
    }

    fn seen(&self) -> SeenConflict {
        SeenConflict { conflict: self.conflict.id, version: self.stands().version }
    }

    fn stands(&self) -> BookingConflict {
        let read = self.clinic.desk.store().read(|it| it.conflict(self.conflict.id));
        read.unwrap().unwrap()
    }

    fn resolve(&self, instead: Instead) -> Done<desk_app::conflicts::Resolved> {
        let request = ResolveRequest { seen: self.seen(), instead, note: "told her".into() };
        resolve(&self.clinic.desk, self.clinic.ada, request).unwrap()
    }

    /// Ana's visits that take up time.
    fn visits(&self) -> Vec<Appointment> {
        let read = self.clinic.desk.store().read(|it| it.next_visits(self.ana, Instant(0), 10));
        let ids = read.unwrap().into_iter().map(|it| it.id);
        let all = ids.map(|id| unaudited(&self.clinic.desk, id).unwrap().appointment);
        all.filter(|it| it.status.is_live()).collect()
    }
}

fn confirm_all(clinic: &Clinic, from: u64) {
    let store = clinic.desk.store();
    let waiting = store.queued(100).unwrap();
    let answers =
        waiting.iter().zip(from..).map(|(it, seq)| OpOutcome { op: it.op, result: OpResult::applied(seq) });
    assert!(store.keep_answers(0, &answers.collect::<Vec<_>>(), clinic.desk.now()).unwrap());
}

/// A page of the centre's that has these patients too.
fn hear<const N: usize>(clinic: &Clinic, to: u64, patients: [PatientId; N], mut page: Vec<Change>) {
    let store = clinic.desk.store();
    let read = patients.map(|id| store.read(|it| it.patient(id)).unwrap().unwrap());
    page.extend(read.into_iter().map(|it| Change::Patient(Box::new(it))));
    store.hear(EPOCH, to, &page).unwrap();
}

fn answer(clinic: &Clinic, op: OpId, result: OpResult) {
    let kept = clinic.desk.store().keep_answers(0, &[OpOutcome { op, result }], clinic.desk.now());
    assert!(kept.unwrap());
}

/// As the centre writes it down.
fn conflict(clinic: &Clinic, op: OpId, promised: &Appointment, winner: &Appointment) -> BookingConflict {
    let slot = slot_of(clinic, op);
    BookingConflict {
        id: ConflictId(op.0),
        version: Version::FIRST,
        location: promised.location,
        patient: promised.patient,
        appointment: promised.id,
        lost: LostAct::Booking,
        starts_at: promised.visit.start(),
        slot: Some(slot),
        requested_by: Requester::Patient,
        note: "knee".into(),
        is_promised: true,
        reasons: vec![TAKEN.to_owned()],
        by: clinic.ada,
        device: clinic.desk.store().device().unwrap(),
        decided_at: clinic.desk.now(),
        lost_at: clinic.desk.now(),
        winners: vec![winner.id],
        alternatives: Vec::new(),
        claim: None,
        resolution: None,
    }
}

fn slot_of(clinic: &Clinic, op: OpId) -> SlotContent {
    let acts = clinic.desk.store().whole_act(op).unwrap();
    match &acts[0].operation.body {
        OperationBody::Book(it) => it.slot.clone(),
        other => panic!("not a booking: {other:?}"),
    }
}

#[test]
fn the_card_says_whom_to_call_what_won_and_what_else_there_is() {
    let lost = Lost::new();
    let row = lost.row();
    assert_eq!((row.is_urgent, row.is_of_here, row.conflict.state()), (true, true, ConflictState::Open));
    assert_eq!(row.patient.as_ref().map(|it| it.id), Some(lost.ana));
    assert_eq!(row.winners[0].1.as_ref().map(|it| it.family_name.expose()), Some("Okafor"));
    assert_eq!(row.alternatives.len(), 3);
    assert!(
        row.alternatives.iter().all(|it| it.1.slot.visit != lost.promised.visit),
        "somebody else has that time"
    );
    assert!(matches!(row.promised, Some(Promised::Overbook(..))), "there is a lane beside what won");
    let counts = count_conflicts(&lost.clinic.desk, lost.clinic.ada, lost.clinic.location).unwrap();
    assert_eq!((counts.open, counts.urgent, counts.refused), (1, 1, 0));
}

#[test]
fn a_time_that_was_taken_since_is_not_offered() {
    let lost = Lost::new();
    let free = lost.row().alternatives.remove(0);
    let cleo = lost.clinic.patient("Sand", "Cleo", "1970-07-01").id;
    lost.clinic.book(cleo, &free.0).unwrap();
    let offered = lost.row().alternatives;
    assert_eq!(offered.len(), 3);
    assert!(offered.iter().all(|it| it.1.slot.visit != free.1.slot.visit));
}

#[test]
fn who_takes_care_of_it_is_seen_and_hands_it_back() {
    let lost = Lost::new();
    let (desk, ada) = (&lost.clinic.desk, lost.clinic.ada);
    let stale = lost.seen();
    let claimed = claim(desk, ada, stale).unwrap();
    assert_eq!(claimed.value.claim.map(|it| it.by), Some(ada));
    assert_eq!(refusals(claim(desk, ada, stale)), [Refusal::Changed.code()]);
    assert_eq!(release(desk, ada, lost.seen()).unwrap().value.state(), ConflictState::Open);
    undo(desk, ada, claimed.op).map(|_| ()).unwrap_err();
}

#[test]
fn another_time_is_booked_and_the_promise_is_gone_in_one_act() {
    let lost = Lost::new();
    let (handle, offer) = lost.row().alternatives.remove(0);
    let done = lost.resolve(Instead::Time { handle, overbook_reason: None });
    let resolution = done.value.conflict.resolution.as_ref().unwrap();
    assert_eq!((resolution.outcome, resolution.act), (ConflictOutcome::Moved, Some(done.op)));
    let visits = lost.visits();
    assert_eq!(visits.len(), 1, "the lost one is not in the book any more");
    assert_eq!((visits[0].visit, visits[0].note.expose()), (offer.slot.visit, "knee"));
    assert_eq!(lost.clinic.desk.store().outbox().unwrap().undecided, 0);
    let waiting = lost.clinic.desk.store().queued(10).unwrap();
    assert_eq!(waiting.len(), 2, "the centre gets the booking and what became of the conflict");
    assert_eq!(waiting[0].op, done.op);

    let undone = undo(&lost.clinic.desk, lost.clinic.ada, done.op).unwrap();
    assert!(undone.reopens_conflict);
    assert_eq!(lost.stands().state(), ConflictState::Open);
    assert_eq!(lost.visits(), []);
}

#[test]
fn the_promised_time_is_kept_beside_what_won() {
    let lost = Lost::new();
    let Some(Promised::Overbook(handle, because)) = lost.row().promised else { panic!("no overbook") };
    assert_eq!(because[0].code(), TAKEN);
    let overbook_reason = Some("was promised".to_owned());
    let done = lost.resolve(Instead::Time { handle, overbook_reason });
    assert_eq!(done.value.conflict.resolution.unwrap().outcome, ConflictOutcome::Overbooked);
    let visits = lost.visits();
    assert_eq!((visits.len(), visits[0].visit, visits[0].allocations[0].lane), (1, lost.promised.visit, 1));
}

#[test]
fn a_place_on_the_waitlist_is_for_what_was_promised() {
    let lost = Lost::new();
    let done = lost.resolve(Instead::Waitlist);
    assert_eq!(done.value.conflict.resolution.unwrap().outcome, ConflictOutcome::Waitlisted);
    let entry = done.value.entry.unwrap();
    assert_eq!((entry.patient, entry.providers), (lost.ana, vec![lost.clinic.chen]));
    assert_eq!(lost.visits(), []);
}

#[test]
fn what_won_stands_and_the_patient_knows() {
    let lost = Lost::new();
    let done = lost.resolve(Instead::Nothing);
    let resolution = done.value.conflict.resolution.unwrap();
    assert_eq!((resolution.outcome, resolution.act), (ConflictOutcome::GivenUp, None));
    assert_eq!(resolution.note.expose(), "told her");
    assert_eq!(lost.visits(), []);
    let list = conflicts(&lost.clinic.desk, lost.clinic.ada, lost.clinic.location).unwrap();
    assert!(list.rows.is_empty() && list.refused.is_empty());
}

#[test]
fn what_cannot_be_done_leaves_the_promise_where_it_was() {
    let lost = Lost::new();
    let stale = SeenConflict { version: Version(7), ..lost.seen() };
    let (handle, _) = lost.row().alternatives.remove(0);
    let instead = Instead::Time { handle, overbook_reason: None };
    let request = ResolveRequest { seen: stale, instead, note: "".into() };
    let refused = resolve(&lost.clinic.desk, lost.clinic.ada, request).map(|_| ());
    assert_eq!(refusals(refused), [Refusal::Changed.code()]);
    assert_eq!(lost.visits().len(), 1);
    assert_eq!(lost.clinic.desk.store().outbox().unwrap().undecided, 1);
}

#[test]
fn a_move_that_lost_is_made_to_another_time_from_where_the_visit_stands() {
    let lost = Lost::new();
    let clinic = &lost.clinic;
    let cleo = clinic.patient("Sand", "Cleo", "1970-07-01").id;
    let handle = clinic.handles(cleo, 1).remove(0);
    let booked = clinic.book(cleo, &handle).unwrap();
    let of_move = BookingConflict {
        id: ConflictId(clinic.desk.ids.next()),
        lost: LostAct::Move,
        appointment: booked.id,
        patient: cleo,
        starts_at: booked.visit.start().plus_minutes(600),
        device: DeviceId(clinic.desk.ids.next()),
        ..lost.conflict.clone()
    };
    clinic.desk.store().hear(EPOCH, 21, &[Change::Conflict(Box::new(of_move.clone()))]).unwrap();
    let list = conflicts(&clinic.desk, clinic.ada, clinic.location).unwrap();
    let row = list.rows.into_iter().find(|it| it.conflict.id == of_move.id).unwrap();
    assert!(!row.is_of_here);
    let (handle, offer) = row.alternatives.into_iter().next().unwrap();
    let seen = SeenConflict { conflict: of_move.id, version: of_move.version };
    let instead = Instead::Time { handle, overbook_reason: None };
    let done = resolve(&clinic.desk, clinic.ada, ResolveRequest { seen, instead, note: "".into() }).unwrap();
    assert_eq!(done.value.conflict.resolution.unwrap().outcome, ConflictOutcome::Moved);
    let now = unaudited(&clinic.desk, booked.id).unwrap().appointment;
    assert_eq!((now.visit, now.status), (offer.slot.visit, AppointmentStatus::Booked));
}

#[test]
fn what_was_refused_and_is_no_conflict_is_read_and_let_go_of() {
    let lost = Lost::new();
    let clinic = &lost.clinic;
    let cleo = clinic.patient("Sand", "Cleo", "1970-07-01").id;
    let handle = clinic.handles(cleo, 1).remove(0);
    let visit = clinic.book(cleo, &handle).unwrap();
    confirm_all(clinic, 21);
    hear(clinic, 30, [cleo], vec![Change::Appointment(Box::new(visit.clone()))]);
    let seen = Seen { appointment: visit.id, version: visit.version };
    let noted = set_note(&clinic.desk, clinic.ada, seen, "wheelchair".into()).unwrap();
    answer(clinic, noted.op, OpResult::of(OpStatus::Conflict, vec!["changed".to_owned()]));
    let list = conflicts(&clinic.desk, clinic.ada, clinic.location).unwrap();
    assert_eq!(list.refused.len(), 1);
    assert_eq!(list.refused[0].refused.operation.id, noted.op);
    assert_eq!(list.refused[0].patient.as_ref().map(|it| it.id), Some(cleo));
    let_go(&clinic.desk, clinic.ada, noted.op).unwrap();
    let now = unaudited(&clinic.desk, visit.id).unwrap().appointment;
    assert_eq!(now.note.expose(), "", "the centre's book holds");
    assert_eq!(refusals(let_go(&clinic.desk, clinic.ada, noted.op)), ["not_found"]);
}

#[test]
fn who_may_not_book_sees_the_list_and_settles_nothing() {
    let lost = Lost::new();
    let new = NewPerson {
        name: "Bil Ling".to_owned(),
        login: "bil".to_owned(),
        roles: vec![Role::Billing],
        resource: None,
    };
    let added = add_person(&lost.clinic.desk, lost.clinic.ada, new, KdfCost::for_tests()).unwrap();
    let bil = added.person.id;
    let refused = claim(&lost.clinic.desk, bil, lost.seen()).map(|_| ());
    assert_eq!(refusals(refused), ["not_permitted"]);
    assert_eq!(conflicts(&lost.clinic.desk, bil, lost.clinic.location).unwrap().rows.len(), 1);
}
