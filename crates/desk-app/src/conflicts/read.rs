//! The list of promises that could not be kept: whom to call, what won, and what the patient can have instead, by the book as
//! it is now.

use crate::{
    error::{AppError, AppResult, found},
    find_offers::{FindOffers, book_around, find_offers},
    find_patients::List,
    front_desk::FrontDesk,
};
use clinic_domain::{
    appointment::{Appointment, MAX_VISIT_MINUTES},
    arbitration::permitted,
    availability::{self, Answer, Asking, Offer, OfferAt},
    conflict::{BookingConflict, LostAct, MOST_ALTERNATIVES},
    id::{ConflictId, DeviceId, LocationId, PersonId},
    operation::{Change, OperationBody, SlotContent},
    patient::Patient,
    people::{Permission, Person},
    refusal::{Missing, Refusal},
    setup::Setup,
    time::{Instant, Period},
};
use desk_cache::{
    mirror::{PatientLine, Reader},
    store::RefusedOperation,
};
use std::cmp::Reverse;

/// What nobody has resolved by so long before its start is urgent.
const URGENT_MINUTES: i64 = 24 * 60;

pub struct Conflicts {
    pub location: LocationId,
    pub now: Instant,
    /// By when the visit was to begin, promises to patients first.
    pub rows: Vec<ConflictRow>,
    /// What was refused of this desk's operations beside them: no other desk knows of it.
    pub refused: Vec<RefusedRow>,
}

pub struct ConflictRow {
    pub conflict: BookingConflict,
    pub is_urgent: bool,
    /// Decided at this desk.
    pub is_of_here: bool,
    pub patient: Option<Patient>,
    /// The visit as it stands here; for a lost booking, what this desk shows of it.
    pub visit: Option<Appointment>,
    /// What was there first.
    pub winners: Vec<(Appointment, Option<PatientLine>)>,
    /// Times that are free now, those that were free when it lost first.
    pub alternatives: Vec<(String, Offer)>,
    /// Whether the promised time can be had after all; none for what had no time.
    pub promised: Option<Promised>,
}

pub enum Promised {
    Free(String),
    Overbook(String, Vec<Refusal>),
    Refused(Vec<Refusal>),
}

pub struct RefusedRow {
    pub refused: RefusedOperation,
    pub patient: Option<PatientLine>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ConflictCounts {
    pub open: usize,
    pub urgent: usize,
    pub refused: usize,
}

/// Audited as a list.
pub fn conflicts(desk: &FrontDesk, who: PersonId, location: LocationId) -> AppResult<Conflicts> {
    let author = desk.author(who)?;
    permitted(&author, Permission::ViewDay)?;
    let (now, here) = (desk.now(), desk.store.device()?);
    let undecided = desk.store.refused()?;
    let mut list = desk.read(|reader| {
        let configuration = desk.configuration_at(reader)?;
        let setup = &configuration.setup;
        found(setup.location(location), Missing::Location)?;
        let look = Look { desk, reader, setup, author: &author, now, here };
        let mut open = reader.open_conflicts(location)?;
        open.sort_by_key(|it| (it.starts_at, Reverse(it.is_promised), it.id));
        let rows = open.into_iter().map(|it| look.row(it)).collect::<AppResult<Vec<_>>>()?;
        Ok(Conflicts { location, now, rows, refused: look.refused(undecided)? })
    })?;
    if author.may(Permission::Book) {
        list.rows.iter_mut().try_for_each(|it| fill_up(desk, who, it))?;
    }
    let shown =
        List { action: "view_worklist", object: ("location", location.0), detail: "conflicts".to_owned() };
    desk.lookups.list_shown(desk, who, shown)?;
    Ok(list)
}

/// How much of it there is, without a look at anybody.
pub fn count_conflicts(desk: &FrontDesk, who: PersonId, location: LocationId) -> AppResult<ConflictCounts> {
    permitted(&desk.author(who)?, Permission::ViewDay)?;
    let undecided = desk.store.refused()?;
    let now = desk.now();
    desk.read(|reader| {
        let open = reader.open_conflicts(location)?;
        Ok(ConflictCounts {
            open: open.len(),
            urgent: open.iter().filter(|it| is_urgent(it, now)).count(),
            refused: beside_conflicts(reader, undecided)?.len(),
        })
    })
}

fn is_urgent(it: &BookingConflict, now: Instant) -> bool {
    it.starts_at <= now.plus_minutes(URGENT_MINUTES)
}

/// What was refused and is no conflict that every desk sees, or will see with the next page.
fn beside_conflicts(
    reader: &Reader<'_>,
    undecided: Vec<RefusedOperation>,
) -> AppResult<Vec<RefusedOperation>> {
    let mut beside = Vec::new();
    for it in undecided {
        if !(it.is_conflict && is_kept(&it.operation.body))
            && reader.conflict(ConflictId(it.operation.id.0))?.is_none()
        {
            beside.push(it);
        }
    }
    Ok(beside)
}

/// Of these the centre keeps a conflict when somebody else was first.
const fn is_kept(body: &OperationBody) -> bool {
    use OperationBody as B;
    matches!(
        body,
        B::Book(_) | B::Reschedule { .. } | B::Cancel { .. } | B::SetStatus { .. } | B::CheckIn { .. }
    )
}

struct Look<'a> {
    desk: &'a FrontDesk,
    reader: &'a Reader<'a>,
    setup: &'a Setup,
    author: &'a Person,
    now: Instant,
    here: DeviceId,
}

impl Look<'_> {
    fn row(&self, conflict: BookingConflict) -> AppResult<ConflictRow> {
        let reader = self.reader;
        let winners = conflict.winners.iter().map(|id| reader.appointment(*id));
        let winners = winners.filter_map(Result::transpose).map(|it| {
            let it = it?;
            Ok((reader.patient_line(it.patient)?, it))
        });
        let winners = winners.map(|it: AppResult<_>| it.map(|(patient, visit)| (visit, patient)));
        Ok(ConflictRow {
            is_urgent: is_urgent(&conflict, self.now),
            is_of_here: conflict.device == self.here,
            patient: reader.patient(conflict.patient)?,
            visit: reader.appointment(conflict.appointment)?,
            winners: winners.collect::<AppResult<_>>()?,
            alternatives: self.still_free(&conflict)?,
            promised: conflict.slot.as_ref().map(|it| self.promised(&conflict, it)).transpose()?.flatten(),
            conflict,
        })
    }

    /// Of the times that were free when it lost, those that are free now.
    fn still_free(&self, conflict: &BookingConflict) -> AppResult<Vec<(String, Offer)>> {
        let mut free = Vec::new();
        for slot in &conflict.alternatives {
            let is_free = self.asked(conflict, slot, |book, asking| {
                availability::check(self.setup, book, slot, asking).is_ok()
            })?;
            if is_free {
                free.push((self.desk.seal.seal(slot), Offer::of(slot.clone())));
            }
        }
        Ok(free)
    }

    fn promised(&self, conflict: &BookingConflict, slot: &SlotContent) -> AppResult<Option<Promised>> {
        let Some(resource) = self.setup.own_provider(&slot.allocations) else { return Ok(None) };
        let answer = self.asked(conflict, slot, |book, asking| {
            let at = OfferAt {
                resource,
                start: slot.visit.start(),
                appointment_type: slot.appointment_type,
                asking: *asking,
            };
            availability::offer_at(self.setup, book, &at)
        })?;
        Ok(Some(match answer {
            Answer::Offer(offer) => Promised::Free(self.desk.seal.seal(&offer.slot)),
            Answer::Overbook { slot, because } if self.author.may(Permission::Overbook) => {
                Promised::Overbook(self.desk.seal.seal(&slot), because)
            }
            Answer::Overbook { because: reasons, .. } | Answer::Refused(reasons) => {
                Promised::Refused(reasons)
            }
        }))
    }

    /// The lost visit itself is in nobody's way.
    fn asked<T>(
        &self,
        conflict: &BookingConflict,
        slot: &SlotContent,
        ask: impl FnOnce(&availability::Book, &Asking<'_>) -> T,
    ) -> AppResult<T> {
        let around = found(Period::of_minutes(slot.visit.start(), MAX_VISIT_MINUTES), Missing::Time)?;
        let book = book_around(self.reader, self.setup, slot.location, around, self.now)?;
        let patient_busy = self.reader.patient_busy(conflict.patient, around)?;
        let is_new_patient = !self.reader.has_past_visit(conflict.patient, self.now)?;
        let asking = Asking {
            now: self.now,
            patient_busy: &patient_busy,
            ignoring: Some(conflict.appointment),
            is_new_patient: Some(is_new_patient),
        };
        Ok(ask(&book, &asking))
    }

    fn refused(&self, undecided: Vec<RefusedOperation>) -> AppResult<Vec<RefusedRow>> {
        let with_patient = |refused: RefusedOperation| {
            let patient = refused.changes.iter().find_map(Change::patient);
            let patient = patient.map(|id| self.reader.patient_line(id)).transpose()?.flatten();
            Ok(RefusedRow { refused, patient })
        };
        beside_conflicts(self.reader, undecided)?.into_iter().map(with_patient).collect()
    }
}

/// Up to the usual number of times, by a search from the promised one on.
fn fill_up(desk: &FrontDesk, who: PersonId, row: &mut ConflictRow) -> AppResult<()> {
    let conflict = &row.conflict;
    let Some(slot) = conflict.slot.as_ref().filter(|_| row.alternatives.len() < MOST_ALTERNATIVES) else {
        return Ok(());
    };
    let configuration = desk.configuration()?;
    let zone = found(configuration.setup.location(slot.location), Missing::Location)?.zone;
    let wanted = FindOffers {
        location: slot.location,
        appointment_type: slot.appointment_type,
        providers: configuration.setup.own_provider(&slot.allocations).into_iter().collect(),
        patient: Some(conflict.patient),
        moving: row.visit.as_ref().filter(|_| conflict.lost != LostAct::Step).map(|it| it.id),
        like: None,
        link: None,
        from: Some(conflict.starts_at.max(desk.now()).wall(zone)),
        until: None,
        limit: Some(MOST_ALTERNATIVES),
    };
    // A location, a type or a patient that is not there any more has none.
    let offers = match find_offers(desk, who, &wanted) {
        Ok(found) => found.offers,
        Err(AppError::Refused(_)) => return Ok(()),
        Err(error) => return Err(error),
    };
    for (handle, offer) in offers {
        let has = row.alternatives.iter().any(|it| it.1.slot.visit == offer.slot.visit);
        if !has && row.alternatives.len() < MOST_ALTERNATIVES {
            row.alternatives.push((handle, offer));
        }
    }
    Ok(())
}
