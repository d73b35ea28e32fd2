//! Who sits where on a day: the best free place, then one that others make free by moving up, then all of them anew.

use super::plan::{Plan, planned};
use crate::{
    appointment::Allocation,
    availability::{Answer, OfferAt, nearness::is_too_near, offer_at},
    id::{AppointmentId, ResourceId},
    operation::SlotContent,
};

impl Plan<'_> {
    /// The best place on its own day that is still free.
    pub(super) fn seat(&mut self, at: usize) -> bool {
        let found = (0..self.options[at].len()).find_map(|option| self.fitting(at, option));
        found.map(|slot| self.place(at, slot)).is_some()
    }

    /// Its best place from which whoever holds it can go elsewhere that day, or can once others make room for them. Nothing
    /// changes where nobody can.
    pub(super) fn make_room(&mut self, at: usize, kept: &[usize], steps: usize, tries: &mut usize) -> bool {
        for option in 0..self.options[at].len() {
            let Some(holders) = self.holders(at, option, kept).filter(|_| *tries > 0) else { continue };
            *tries -= 1;
            let stood = self.standing(kept);
            holders.iter().for_each(|it| self.leave(*it));
            if let Some(slot) = self.fitting(at, option) {
                self.place(at, slot);
                let others: Vec<usize> = kept.iter().copied().filter(|it| !holders.contains(it)).collect();
                let mut left = holders.into_iter();
                if left.all(|it| self.seat(it) || steps > 1 && self.make_room(it, &others, steps - 1, tries))
                {
                    return true;
                }
                self.leave(at);
            }
            self.restore(stood);
        }
        false
    }

    /// Who holds the place, if it is only held by some of these.
    fn holders(&self, at: usize, option: usize, kept: &[usize]) -> Option<Vec<usize>> {
        let (slot, Ok(places)) = (&self.options[at][option], &self.places[at]) else { return None };
        let (own, id) = (places.own_of(slot), self.request.promises[at].visit.id);
        let parts = slot.allocations.iter().filter(|it| it.resource == own);
        // Nobody leaves a group, or a bay, for somebody else.
        if !parts.clone().all(|it| self.places_of(at, it).is_some_and(|it| it.are_one())) {
            return None;
        }
        let taken = parts.flat_map(|it| self.book.overlapping(own, it.during));
        // What is held for somebody does not move.
        let taken: Option<Vec<AppointmentId>> = taken.map(|it| it.appointment()).collect();
        let taken = taken?.into_iter().filter(|it| *it != id);
        let elsewhere = self.planned_of_patient(at).filter(|it| it.1.overlaps(&slot.visit));
        let mut holders = Vec::new();
        for it in taken.chain(elsewhere.map(|it| planned(it.0))) {
            let holder =
                kept.iter().copied().find(|of| planned(self.request.promises[*of].visit.id) == it)?;
            if !holders.contains(&holder) {
                holders.push(holder);
            }
        }
        Some(holders).filter(|it| !it.is_empty())
    }

    /// Where these stand in the plan.
    fn standing(&self, kept: &[usize]) -> Vec<(usize, Option<SlotContent>)> {
        kept.iter().map(|at| (*at, self.fates[*at].slot().cloned())).collect()
    }

    fn restore(&mut self, stood: Vec<(usize, Option<SlotContent>)>) {
        let changed: Vec<_> =
            stood.into_iter().filter(|(at, slot)| self.fates[*at].slot() != slot.as_ref()).collect();
        changed.iter().for_each(|(at, _)| self.leave(*at));
        for (at, slot) in changed {
            if let Some(slot) = slot {
                self.place(at, slot);
            }
        }
    }

    /// All these and one more on their own days, whichever way; nothing changes where that cannot be.
    pub(super) fn seat_anew(&mut self, kept: &[usize], at: usize, looks: usize) -> bool {
        if self.options[at].is_empty() {
            return false;
        }
        let stood = self.standing(kept);
        kept.iter().for_each(|at| self.leave(*at));
        let mut left: Vec<usize> = kept.iter().copied().chain([at]).collect();
        let mut looks = looks;
        let is_seated = self.seat_all(&mut left, &mut looks);
        if !is_seated {
            self.restore(stood);
        }
        is_seated
    }

    /// Whoever has the fewest places left is seated first; where nobody has any, the last one tries the next.
    fn seat_all(&mut self, left: &mut Vec<usize>, looks: &mut usize) -> bool {
        let count = |at: usize| (0..self.options[at].len()).filter(|it| self.is_free(at, *it)).count();
        let narrowest = (0..left.len()).min_by_key(|it| count(left[*it]));
        let Some(narrowest) = narrowest else { return true };
        let at = left.swap_remove(narrowest);
        for option in 0..self.options[at].len() {
            let cost: usize = left.iter().map(|it| self.options[*it].len()).sum();
            if *looks < cost {
                break;
            }
            let Some(slot) = self.fitting(at, option) else { continue };
            *looks -= cost;
            self.place(at, slot);
            if self.seat_all(left, looks) {
                return true;
            }
            self.leave(at);
        }
        left.push(at);
        false
    }

    /// The place as it can be had now: where only its room is gone, with another one.
    fn fitting(&self, at: usize, option: usize) -> Option<SlotContent> {
        let (slot, Ok(places)) = (&self.options[at][option], &self.places[at]) else { return None };
        if !self.is_free(at, option) {
            return None;
        }
        let (own, is_gone) = (places.own_of(slot), |it: &Allocation| self.is_taken(at, slot, it));
        if !places.is_of_group() && !slot.allocations.iter().any(is_gone) {
            return Some(slot.clone());
        }
        let busy = self.patient_busy(at);
        let asked = OfferAt {
            resource: own,
            start: slot.visit.start(),
            appointment_type: slot.appointment_type,
            asking: places.asking(&busy),
        };
        match offer_at(self.setup, &self.book, &asked) {
            Answer::Offer(it) => Some(it.slot),
            Answer::Overbook { .. } | Answer::Refused(_) => None,
        }
    }

    /// Whether the one by whom it is listed is free, and the patient.
    fn is_free(&self, at: usize, option: usize) -> bool {
        let (slot, Ok(places)) = (&self.options[at][option], &self.places[at]) else { return false };
        let own: ResourceId = places.own_of(slot);
        let is_gone = slot.allocations.iter().any(|it| it.resource == own && self.is_taken(at, slot, it));
        !is_gone && !self.is_patient_elsewhere(at, slot.visit)
    }

    fn is_taken(&self, at: usize, slot: &SlotContent, it: &Allocation) -> bool {
        let own = self.request.promises[at].visit.id;
        let others = self.book.overlapping(it.resource, it.during).filter(|busy| !busy.is_of_visit(own));
        !self.has_place(at, it, others)
            || is_too_near(self.setup, &self.book, it, slot.visit, |busy| !busy.is_of_visit(own))
    }
}
