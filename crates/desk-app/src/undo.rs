//! Takes back what an operation did, for as long as that is safe.

use crate::{
    acts::Acts,
    block_time::{Blocked, affected, place_of},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::Appointment,
    arbitration::Act,
    conflict::BookingConflict,
    day_close::DayClose,
    hold::Hold,
    id::{OpId, PersonId},
    operation::{Base, Change, OperationBody},
    patient::{Caregiver, Patient},
    recall::Recall,
    refusal::{Missing, Refusal},
    waitlist::WaitlistEntry,
};

pub struct Undone {
    /// What the act was about, as it is now.
    pub record: Record,
    /// Every visit concerned, as the act had left it and as it is now.
    pub visits: Vec<Appointment>,
    /// A conflict is open again, or in the hands that had it before.
    pub reopens_conflict: bool,
}

pub enum Record {
    Visit(Box<Appointment>),
    Patient(Box<Patient>),
    Caregiver(Caregiver),
    /// A block that is taken back, or one that closes again; then with the visits inside.
    Block(Blocked),
    Hold(Hold),
    WaitlistEntry(Box<WaitlistEntry>),
    Recall(Recall),
    Conflict(Box<BookingConflict>),
    /// A day that is not signed off any more, or as it was signed before.
    Day(DayClose),
}

/// Takes back the act, and with it those that were decided together with it.
pub fn undo(desk: &FrontDesk, who: PersonId, of: OpId) -> AppResult<Undone> {
    // Operations are final, so that their order can be found before the transaction.
    let mut acts = desk.store.whole_act(of)?;
    // Hours open again before visits return into them; these go back in the order in which they can.
    acts.reverse();
    acts.sort_by_key(|it| !matches!(it.operation.body, OperationBody::ExceptionPut(_)));
    let named = found(acts.iter().position(|it| it.operation.id == of), Missing::Act)?;
    let undone = desk.write(who, "undo", |undoing| {
        let mut visits = Vec::new();
        let mut records = Vec::new();
        for act in &acts {
            let (record, of_act) = undo_one(undoing, act)?;
            records.push(record);
            visits.extend(of_act);
        }
        let reopens_conflict = records.iter().any(|it| matches!(it, Record::Conflict(_)));
        Ok(Undone { record: records.swap_remove(named), visits, reopens_conflict })
    })?;
    Ok(undone.value)
}

/// The record that the act was about, and the visits concerned.
fn undo_one(undoing: &mut Acts<'_>, act: &Act) -> AppResult<(Record, Vec<Appointment>)> {
    let of = act.operation.id;
    let back = undoing.decide(OperationBody::Undo { of }, Some(Base::After(of)))?.after.clone();
    let visits = act.after.iter().chain(&back).filter_map(Change::visit).cloned().collect();
    Ok((record(undoing, found(back.into_iter().next(), Missing::Act)?)?, visits))
}

fn record(undoing: &Acts<'_>, back: Change) -> AppResult<Record> {
    Ok(match back {
        Change::Appointment(it) => Record::Visit(it),
        Change::Patient(it) => Record::Patient(it),
        Change::Caregiver(it) => Record::Caregiver(it),
        Change::Hold(it) => Record::Hold(it),
        Change::WaitlistEntry(it) => Record::WaitlistEntry(it),
        Change::Recall(it) => Record::Recall(it),
        Change::Conflict(it) => Record::Conflict(it),
        Change::DayClose(it) => Record::Day(it),
        Change::Exception(exception) => {
            let location = place_of(undoing.scene().setup, exception.scope)?;
            let affected =
                if exception.is_active { affected(undoing, &exception, location)? } else { Vec::new() };
            Record::Block(Blocked { exception, location, affected })
        }
        _ => return Err(Refusal::NotUndoable.into()),
    })
}
