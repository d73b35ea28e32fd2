//! Takes back what an operation did, for as long as that is safe.

use crate::{
    acts::{Acts, Scene, Written},
    block_time::{Blocked, affected, location_of},
    error::{AppResult, found},
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::Appointment,
    arbitration::{self, Act, PatientFacts, UndoFacts},
    availability::Book,
    day_close::DayClose,
    hold::Hold,
    id::{AppointmentId, OpId, PersonId},
    operation::{Base, Change, OperationBody},
    patient::{Caregiver, Patient},
    recall::Recall,
    refusal::{Missing, Refusal},
    time::Period,
    waitlist::WaitlistEntry,
};

pub struct Undone {
    /// What the act was about, as it is now.
    pub record: Record,
    /// Every visit concerned, as the act had left it and as it is now.
    pub visits: Vec<Appointment>,
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
    /// A day that is not signed off any more, or as it was signed before.
    Day(DayClose),
}

/// Takes back the act, and with it those that were decided together with it.
pub fn undo(desk: &FrontDesk, who: PersonId, of: OpId) -> AppResult<Undone> {
    // Operations are final, so they are read before the transaction; the rows that they wrote are read inside.
    let mut acts = desk.store.whole_act(of)?;
    // Hours open again before visits return into them; these go back in the order in which they can.
    acts.reverse();
    acts.sort_by_key(|it| !matches!(it.operation.body, OperationBody::ExceptionPut(_)));
    let named = found(acts.iter().position(|it| it.operation.id == of), Missing::Act)?;
    let undone = desk.write_all(who, "undo", |undoing| {
        let mut visits = Vec::new();
        let mut records = Vec::new();
        for act in &acts {
            let (record, of_act) = undo_one(undoing, act)?;
            records.push(record);
            visits.extend(of_act);
        }
        Ok(Undone { record: records.swap_remove(named), visits })
    })?;
    Ok(undone.value)
}

/// The record that the act was about, and the visits concerned.
fn undo_one(undoing: &mut Acts<'_>, act: &Act) -> AppResult<(Record, Vec<Appointment>)> {
    let scene = undoing.scene();
    let rows = Rows::read(scene, act)?;
    let back = arbitration::undo(&rows.facts(scene), act)?;
    let visits: Vec<Appointment> = act.after.iter().chain(&back).filter_map(visit).cloned().collect();
    let patient = back.iter().find_map(|it| match it {
        Change::Appointment(it) => Some(it.patient),
        Change::Patient(it) => Some(it.id),
        Change::Caregiver(it) => Some(it.patient),
        Change::Hold(it) => it.patient,
        Change::WaitlistEntry(it) => Some(it.patient),
        Change::Recall(it) => Some(it.patient),
        _ => None,
    });
    let of = act.operation.id;
    undoing.take(Written {
        body: OperationBody::Undo { of },
        base: Some(Base::After(of)),
        promised_to_patient: false,
        patient,
        value: (record(scene, found(back.first(), Missing::Act)?)?, visits),
        changes: back,
    })
}

/// The rows that an undo is decided on.
struct Rows {
    current: Vec<Change>,
    book: Book,
    patient: Option<PatientFacts>,
    patient_busy: Vec<(AppointmentId, Period)>,
}

impl Rows {
    fn read(scene: &Scene<'_>, act: &Act) -> AppResult<Rows> {
        let reader = scene.reader();
        let mut rows = Rows {
            current: scene.standing(&act.after)?,
            book: Book::default(),
            patient: None,
            patient_busy: Vec::new(),
        };
        if let Some(stood) = act.stood() {
            for it in &stood.allocations {
                let resources = scene.configuration.setup.with_same_persons(vec![it.resource]);
                let busy = scene.busy(&resources, it.during)?;
                busy.into_iter().for_each(|(resource, busy)| rows.book.insert(resource, busy));
            }
            rows.patient = reader.patient_line(stood.patient)?.map(|it| it.facts());
            rows.patient_busy = scene.patient_busy(stood.patient, stood.visit)?;
        }
        Ok(rows)
    }

    fn facts<'a>(&'a self, scene: &'a Scene<'a>) -> UndoFacts<'a> {
        UndoFacts {
            setup: &scene.configuration.setup,
            current: &self.current,
            book: &self.book,
            patient: self.patient,
            patient_busy: &self.patient_busy,
            author: &scene.author,
            now: scene.now,
        }
    }
}

fn record(scene: &Scene<'_>, back: &Change) -> AppResult<Record> {
    Ok(match back {
        Change::Appointment(it) => Record::Visit(it.clone()),
        Change::Patient(it) => Record::Patient(it.clone()),
        Change::Caregiver(it) => Record::Caregiver(it.clone()),
        Change::Hold(it) => Record::Hold(it.clone()),
        Change::WaitlistEntry(it) => Record::WaitlistEntry(it.clone()),
        Change::Recall(it) => Record::Recall(it.clone()),
        Change::DayClose(it) => Record::Day(it.clone()),
        Change::Exception(it) => {
            let location = location_of(scene, it.scope)?;
            let affected = if it.is_active { affected(scene, it, location)? } else { Vec::new() };
            Record::Block(Blocked { exception: it.clone(), location, affected })
        }
        _ => return Err(Refusal::NotUndoable.into()),
    })
}

fn visit(row: &Change) -> Option<&Appointment> {
    match row {
        Change::Appointment(it) => Some(it),
        _ => None,
    }
}
