//! Whatever a desk stored is decided again, from rows that are made of nothing but the changes before it: the same bytes
//! come out, one by one and many at a time. So a centre that gets the operations alone comes to the desk's own book.

mod every_kind;
#[allow(dead_code, reason = "every suite uses a part of it")]
#[path = "../../../../clinic-domain/tests/arbiter/ledger.rs"]
mod ledger;

use clinic_domain::{
    arbiter::{Ahead, Decided, Loaded, Rows, Scene, Want, decide, wanted_first},
    arbitration::Act,
    operation::{Change, Operation, OperationBody as B},
    time::Instant,
};
use clinic_protocol::encode_changes;
use desk_app::front_desk::FrontDesk;
use desk_cache::store::Receipt;
use ledger::Ledger;
use std::collections::BTreeSet;

/// As many as a desk sends at a time.
const BATCH: usize = 50;

/// Replays everything that the desk decided; the kinds that it saw.
pub fn replay(desk: &FrontDesk, said: &str) -> BTreeSet<&'static str> {
    let stored = desk.store().operations_after(0, u32::MAX).unwrap();
    let mut ledger = Ledger::default();
    let mut kinds = BTreeSet::new();
    for (operation, Receipt { changes: receipt, .. }) in &stored {
        let said = format!("{said}: {operation:?}");
        let mut before = ledger.stood(receipt);
        if let Some(scene) = ledger.scene(operation.at) {
            kinds.insert(operation.body.kind());
            let Decided { changes, mut stood } = decide(operation, scene, &ledger).unwrap().unwrap();
            assert_eq!(written(&changes), written(receipt), "{said}");
            stood.sort_by_key(Change::object);
            before.sort_by_key(Change::object);
            assert_eq!(stood, before, "{said}");
            from_what_is_loaded(operation, scene, &ledger, &changes, &said);
        }
        ledger.write(Act { operation: operation.clone(), before, after: receipt.clone() });
    }
    for size in [3, BATCH] {
        in_batches(&stored, size, said);
    }
    kinds
}

/// Nothing of a batch is written before all of it is decided.
fn in_batches(stored: &[(Operation, Receipt)], size: usize, said: &str) {
    let mut ledger = Ledger::default();
    let mut stored = stored.iter();
    while ledger.scene(Instant(0)).is_none() {
        let (operation, Receipt { changes, .. }) = stored.next().unwrap().clone();
        ledger.write(Act { operation, before: Vec::new(), after: changes });
    }
    for batch in stored.as_slice().chunks(size) {
        let mut ahead = Ahead::new(ledger.scene(batch[0].0.at).unwrap());
        for (operation, Receipt { changes, .. }) in batch {
            let decided = ahead.decide(operation, operation.at, &ledger).unwrap();
            let decided =
                decided.unwrap_or_else(|why| panic!("{said}, {size} at a time: {operation:?}: {why:?}"));
            assert_eq!(
                written(&decided.changes),
                written(changes),
                "{said}, {size} at a time: {operation:?}"
            );
            ahead.take(operation.clone(), decided);
        }
        let acts = ahead.into_acts();
        acts.into_iter().for_each(|it| ledger.write(it));
    }
}

fn written(changes: &[Change]) -> String {
    String::from_utf8(encode_changes(changes)).unwrap()
}

/// One want answered after the other gives the same; and what is wanted first is enough for nearly everything.
fn from_what_is_loaded(
    operation: &Operation,
    scene: Scene<'_>,
    ledger: &Ledger,
    changes: &[Change],
    said: &str,
) {
    let mut step_by_step = Loaded::default();
    let mut wants = Vec::new();
    let decided = loop {
        match decide(operation, scene, &step_by_step) {
            Ok(decided) => break decided.unwrap(),
            Err(want) => {
                assert!(!wants.contains(&want), "{said}: {want:?} was answered");
                load(&mut step_by_step, ledger, want.clone());
                wants.push(want);
            }
        }
    };
    assert_eq!(decided.changes, changes, "{said}");
    let mut at_once = Loaded::default();
    wanted_first(operation, scene).into_iter().for_each(|it| load(&mut at_once, ledger, it));
    // Only a row tells the rest.
    let has_more = matches!(
        operation.body,
        B::Undo { .. } | B::WaitlistOffer { .. } | B::WaitlistAnswer { .. } | B::PatientSeparate { .. }
    );
    match decide(operation, scene, &at_once) {
        Ok(decided) => assert_eq!(decided.unwrap().changes, changes, "{said}"),
        Err(Want::Busy(_)) if comes_back_to_life(operation, ledger) => {}
        Err(want) => assert!(has_more, "{said}: {want:?} was not brought"),
    }
}

fn comes_back_to_life(operation: &Operation, ledger: &Ledger) -> bool {
    let visit = operation.body.appointment().and_then(|id| ledger.appointment(id).unwrap());
    matches!(operation.body, B::SetStatus { .. } | B::CheckIn { .. }) && visit.is_some_and(|it| !it.is_live())
}

fn load(loaded: &mut Loaded, rows: &Ledger, want: Want) {
    match want {
        Want::Appointment(id) => drop(loaded.appointments.insert(id, rows.appointment(id).unwrap())),
        Want::Patient(whose) => {
            if let Some(id) = loaded.patient_of(whose) {
                loaded.patients.insert(id, rows.patient(id).unwrap());
            }
        }
        Want::PatientFacts(whose) => {
            if let Some(id) = loaded.patient_of(whose) {
                loaded.patient_facts.insert(id, rows.patient_facts(id).unwrap());
            }
        }
        Want::Caregiver(id) => drop(loaded.caregivers.insert(id, rows.caregiver(id).unwrap())),
        Want::Hold(id) => drop(loaded.holds.insert(id, rows.hold(id).unwrap())),
        Want::WaitlistEntry(which) => {
            if let Some(id) = loaded.entry_of(which) {
                loaded.waitlist_entries.insert(id, rows.waitlist_entry(id).unwrap());
            }
        }
        Want::Recall(id) => drop(loaded.recalls.insert(id, rows.recall(id).unwrap())),
        Want::DayClose(location, day) => {
            loaded.day_closes.insert((location, day), rows.day_close(location, day).unwrap());
        }
        Want::Conflict(id) => drop(loaded.conflicts.insert(id, rows.conflict(id).unwrap())),
        Want::Alias(id) => drop(loaded.aliases.insert(id, rows.alias(id).unwrap())),
        Want::AliasesOf(id) => drop(loaded.aliases_of.insert(id, rows.aliases_of(id).unwrap())),
        Want::AppointmentsOf(id) => {
            drop(loaded.appointments_of.insert(id, rows.appointments_of(id).unwrap()))
        }
        Want::CaregiversOf(id) => drop(loaded.caregivers_of.insert(id, rows.caregivers_of(id).unwrap())),
        Want::WaitlistEntriesOf(id) => {
            loaded.waitlist_entries_of.insert(id, rows.waitlist_entries_of(id).unwrap());
        }
        Want::RecallsOf(whose) => {
            if let Some(id) = loaded.patient_of(whose) {
                loaded.recalls_of.insert(id, rows.recalls_of(id).unwrap());
            }
        }
        Want::StandingHolds(now) => {
            drop(loaded.standing_holds.insert(now, rows.standing_holds(now).unwrap()))
        }
        Want::Busy(around) => {
            let busy = rows.busy(&around.resources, around.period, around.now).unwrap();
            loaded.busy.insert(around, busy);
        }
        Want::PatientBusy(whose, period) => {
            if let Some(id) = loaded.patient_of(whose) {
                loaded.patient_busy.insert((id, period), rows.patient_busy(id, period).unwrap());
            }
        }
        Want::VisitsSeen(whose, before) => {
            if let Some(id) = loaded.patient_of(whose) {
                loaded.visits_seen.insert((id, before), rows.visits_seen(id, before).unwrap());
            }
        }
        Want::NextQueueNumber(location, day) => {
            let number = rows.next_queue_number(location, day).unwrap();
            loaded.next_queue_numbers.insert((location, day), number);
        }
        Want::NextRecordNumber => loaded.next_record_number = rows.next_record_number().unwrap(),
        Want::RecordNumbersTaken(of) => {
            let taken = rows.record_numbers_taken(&of).unwrap();
            loaded.record_numbers_taken.insert(of, taken);
        }
        Want::Act(of) => drop(loaded.acts.insert(of, rows.act(of).unwrap())),
        Want::LeftBy(op, row) => drop(loaded.left_by.insert((op, row), rows.left_by(op, row).unwrap())),
    }
}
