//! An act that is taken back.

use super::{Case, Decided, Rows, Ruling, asked, found};
use crate::{
    appointment::Appointment,
    arbitration::{self, PatientFacts, UndoFacts},
    availability::Book,
    id::{AppointmentId, OpId},
    operation::Change,
    refusal::Missing,
    setup::Setup,
    time::Period,
};

/// Around the place that a visit goes back to.
#[derive(Default)]
struct Place {
    book: Book,
    patient: Option<PatientFacts>,
    patient_busy: Vec<(AppointmentId, Period)>,
}

impl<R: Rows> Case<'_, R> {
    /// What the operation was based on is the act: that nothing later touched it is the undo's own rule.
    pub(super) fn undo(&self, of: OpId) -> Ruling<Decided, R> {
        let act = found(asked(self.rows.act(of))?, Missing::Act)?;
        let mut current = Vec::new();
        for row in &act.after {
            current.extend(asked(standing(row, self.rows, self.scene.setup))?);
        }
        let place = act.stood().map(|it| self.place_of(it)).transpose()?.unwrap_or_default();
        let facts = UndoFacts {
            setup: self.scene.setup,
            current: &current,
            book: &place.book,
            patient: place.patient,
            patient_busy: &place.patient_busy,
            author: self.author,
            now: self.scene.now,
        };
        let changes = arbitration::undo(&facts, &act)?;
        Ok(Decided { changes, stood: current })
    }

    fn place_of(&self, stood: &Appointment) -> Ruling<Place, R> {
        Ok(Place {
            book: self.book_of(stood)?,
            patient: asked(self.rows.patient_facts(stood.patient))?,
            patient_busy: self.patient_busy(stood.patient, stood.visit)?,
        })
    }
}

/// The same record as it stands now, of the kinds that an undo puts back; none of others.
///
/// # Errors
/// Whatever the holder of the rows fails with.
pub fn standing<R: Rows>(row: &Change, rows: &R, setup: &Setup) -> Result<Option<Change>, R::Error> {
    let exceptions = &setup.exceptions;
    Ok(match row {
        Change::Appointment(it) => rows.appointment(it.id)?.map(|it| Change::Appointment(Box::new(it))),
        Change::Patient(it) => rows.patient(it.id)?.map(|it| Change::Patient(Box::new(it))),
        Change::Alias(it) => rows.alias(it.id)?.map(|it| Change::Alias(Box::new(it))),
        Change::WaitlistEntry(it) => {
            rows.waitlist_entry(it.id)?.map(|it| Change::WaitlistEntry(Box::new(it)))
        }
        Change::Caregiver(it) => rows.caregiver(it.id)?.map(Change::Caregiver),
        Change::Hold(it) => rows.hold(it.id)?.map(Change::Hold),
        Change::Recall(it) => rows.recall(it.id)?.map(Change::Recall),
        Change::DayClose(it) => rows.day_close(it.location, it.day)?.map(Change::DayClose),
        Change::Conflict(it) => rows.conflict(it.id)?.map(|it| Change::Conflict(Box::new(it))),
        Change::Exception(it) => {
            exceptions.iter().find(|row| row.id == it.id).cloned().map(Change::Exception)
        }
        Change::Organization(_)
        | Change::Location(_)
        | Change::Resource(_)
        | Change::AppointmentType(_)
        | Change::Template(_)
        | Change::Person(_)
        | Change::Policy(_)
        | Change::Department(_)
        | Change::Faq(_)
        | Change::MessageTemplate(_) => None,
    })
}
