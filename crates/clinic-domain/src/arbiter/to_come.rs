//! For visits to come: holds, who waits, who is due.

use super::{Case, Decided, Rows, Ruling, asked, found, is_new};
use crate::{
    arbitration::{self, HoldFacts, unchanged},
    availability::Book,
    hold::Hold,
    id::{AppointmentId, PatientId, WaitlistId},
    operation::{Change, SlotContent},
    recall::Recall,
    refusal::Missing,
    time::Period,
    waitlist::{OfferAnswer, WaitlistEntry},
};

/// The rows that a hold is decided on.
#[derive(Default)]
struct HoldRows {
    book: Book,
    /// How many others of the location stand.
    standing: usize,
    patient_busy: Vec<(AppointmentId, Period)>,
}

impl<R: Rows> Case<'_, R> {
    pub(super) fn put_hold(&self, wanted: &Hold) -> Ruling<Decided, R> {
        let current = asked(self.rows.hold(wanted.id))?;
        let version = self.seen(("hold", wanted.id.0))?;
        // Whoever waits is offered a time by an operation of its own.
        let wanted = Hold { version, entry: None, ..wanted.clone() };
        let rows = match wanted.is_active {
            true => {
                let kept = current.as_ref().unwrap_or(&wanted);
                self.hold_rows(kept, kept.patient)?
            }
            // What is released needs no place.
            false => HoldRows::default(),
        };
        let hold = arbitration::put_hold(&self.hold_facts(&rows, None), current.as_ref(), &wanted)?;
        Ok(Decided::put(current.map(Change::Hold), Change::Hold(hold)))
    }

    pub(super) fn put_waitlist_entry(&self, wanted: &WaitlistEntry) -> Ruling<Decided, R> {
        found(asked(self.rows.patient_facts(wanted.patient))?, Missing::Patient)?;
        let current = asked(self.rows.waitlist_entry(wanted.id))?;
        let version = self.seen(("waitlist_entry", wanted.id.0))?;
        let entry = arbitration::put_waitlist_entry(
            self.author,
            self.scene.setup,
            self.scene.now,
            current.as_ref(),
            &WaitlistEntry { version, ..wanted.clone() },
        )?;
        Ok(Decided::put(current.map(waits), waits(entry)))
    }

    pub(super) fn offer_waitlist(&self, id: WaitlistId, wanted: &Hold) -> Ruling<Decided, R> {
        let before = self.current_entry(id)?;
        is_new(asked(self.rows.hold(wanted.id))?.as_ref())?;
        let rows = self.hold_rows(wanted, Some(before.patient))?;
        let facts = self.hold_facts(&rows, before.moving);
        let (hold, entry) = arbitration::offer_waitlist(&facts, &before, wanted)?;
        let mut decided = Decided::put(Some(waits(before)), waits(entry));
        decided.changes.push(Change::Hold(hold));
        Ok(decided)
    }

    pub(super) fn answer_offer(&self, id: WaitlistId, answer: OfferAnswer) -> Ruling<Decided, R> {
        let before = self.current_entry(id)?;
        let hold = match before.offers.last() {
            Some(offer) => asked(self.rows.hold(offer.hold))?,
            None => None,
        };
        let hold = found(hold, Missing::Hold)?;
        let (entry, released) = arbitration::answer_offer(self.author, &before, &hold, answer)?;
        let mut decided = Decided::put(Some(waits(before)), waits(entry));
        if let Some(released) = released {
            decided.replace(Change::Hold(hold), Change::Hold(released));
        }
        Ok(decided)
    }

    pub(super) fn put_recall(&self, wanted: &Recall) -> Ruling<Decided, R> {
        found(asked(self.rows.patient_facts(wanted.patient))?, Missing::Patient)?;
        let current = asked(self.rows.recall(wanted.id))?;
        let version = self.seen(("recall", wanted.id.0))?;
        let recall = arbitration::put_recall(
            self.author,
            self.scene.setup,
            self.scene.now,
            current.as_ref(),
            &Recall { version, ..wanted.clone() },
        )?;
        Ok(Decided::put(current.map(Change::Recall), Change::Recall(recall)))
    }

    /// What a visit of the patient in this slot settles: the hold that kept it, with the entry of the waitlist that it was
    /// offered to, and what the patient was due for.
    pub(super) fn take_up(
        &self,
        decided: &mut Decided,
        slot: &SlotContent,
        patient: PatientId,
        visit: AppointmentId,
    ) -> Ruling<(), R> {
        let hold = match slot.hold {
            Some(id) => asked(self.rows.hold(id))?,
            None => None,
        };
        if let Some(hold) = hold {
            let entry = match hold.entry {
                Some(id) => asked(self.rows.waitlist_entry(id))?,
                None => None,
            };
            let (released, booked) = arbitration::take_up(&hold, entry.as_ref(), patient)?;
            if let Some(released) = released {
                decided.replace(Change::Hold(hold), Change::Hold(released));
            }
            if let Some((entry, booked)) = entry.zip(booked) {
                decided.replace(waits(entry), waits(booked));
            }
        }
        let recalls = self.recalls_of(patient)?;
        let settled = arbitration::settled(self.scene.setup, &recalls, slot, visit);
        decided.replace_recalls(recalls, settled);
        Ok(())
    }

    pub(super) fn recalls_of(&self, patient: PatientId) -> Ruling<Vec<Recall>, R> {
        let mut recalls = asked(self.rows.recalls_of(patient))?;
        recalls.sort_unstable_by_key(|it| it.id);
        Ok(recalls)
    }

    /// The entry, unless somebody changed it since the person saw it.
    pub(super) fn current_entry(&self, id: WaitlistId) -> Ruling<WaitlistEntry, R> {
        let entry = found(asked(self.rows.waitlist_entry(id))?, Missing::WaitlistEntry)?;
        unchanged(entry.version, self.seen(("waitlist_entry", id.0))?)?;
        Ok(entry)
    }

    fn hold_rows(&self, wanted: &Hold, patient: Option<PatientId>) -> Ruling<HoldRows, R> {
        let standing = asked(self.rows.standing_holds(self.scene.now))?;
        let is_other = |it: &&Hold| it.slot.location == wanted.slot.location && it.id != wanted.id;
        if let Some(id) = patient {
            found(asked(self.rows.patient_facts(id))?, Missing::Patient)?;
        }
        Ok(HoldRows {
            standing: standing.iter().filter(is_other).count(),
            book: self.book_around(&wanted.slot)?,
            patient_busy: match patient {
                Some(id) => self.patient_busy(id, wanted.slot.visit)?,
                None => Vec::new(),
            },
        })
    }

    fn hold_facts<'f>(&'f self, rows: &'f HoldRows, moving: Option<AppointmentId>) -> HoldFacts<'f> {
        HoldFacts {
            setup: self.scene.setup,
            book: &rows.book,
            standing: rows.standing,
            patient_busy: &rows.patient_busy,
            moving,
            author: self.author,
            now: self.scene.now,
        }
    }
}

impl Decided {
    /// `after` are some of `before`, one version on.
    pub(super) fn replace_recalls(&mut self, before: Vec<Recall>, after: Vec<Recall>) {
        let is_replaced = |it: &Recall| after.iter().any(|after| after.id == it.id);
        self.stood.extend(before.into_iter().filter(is_replaced).map(Change::Recall));
        self.changes.extend(after.into_iter().map(Change::Recall));
    }
}

fn waits(it: WaitlistEntry) -> Change {
    Change::WaitlistEntry(Box::new(it))
}
