//! The operations of one transaction, each decided on what the ones before it left.

use crate::{
    env::Ids,
    error::{AppResult, found},
    front_desk::{Configuration, FrontDesk},
    rows::DeskRows,
};
use chrono::NaiveDateTime;
use clinic_domain::{
    appointment::Appointment,
    arbiter::{Ahead, Object, Rows, Scene, standing},
    arbitration::Act,
    availability::{self, Gap, Standing},
    capacity::Effort,
    id::{AppointmentId, DeviceId, LocationId, OpId, PersonId, Version},
    operation::{Base, Change, Operation, OperationBody},
    refusal::Missing,
    time::{Instant, start_instant},
};
use desk_cache::{BookingEffort, CacheError, mirror::Reader, store::Writing};

/// Above it nobody was booking: the desk was left.
const LONGEST_BOOKING_SECONDS: u32 = 3600;

/// What a use case does inside the writing transaction: it says what a person decided, and the arbiter decides.
pub(crate) struct Acts<'w> {
    rows: DeskRows<'w>,
    configuration: &'w Configuration,
    ahead: Ahead<'w>,
    ids: &'w Ids,
    who: PersonId,
    pub now: Instant,
    /// When it was written down, where it comes from paper.
    written_at: Option<Instant>,
    device: DeviceId,
    device_seq: u64,
    /// The id of the next operation.
    next: Option<OpId>,
}

impl<'w> Acts<'w> {
    /// `first` will be the first operation.
    pub(crate) fn new(
        desk: &'w FrontDesk,
        writing: &'w Writing<'w>,
        configuration: &'w Configuration,
        who: PersonId,
        first: OpId,
    ) -> Acts<'w> {
        let now = desk.now();
        Acts {
            rows: DeskRows { writing },
            configuration,
            ahead: Ahead::new(configuration.scene(now)),
            ids: &desk.ids,
            who,
            now,
            written_at: None,
            device: writing.device(),
            device_seq: writing.next_device_seq(),
            next: Some(first),
        }
    }

    /// The rules and the people, with the changes that were decided so far.
    pub fn scene(&self) -> Scene<'_> {
        self.ahead.scene(self.now)
    }

    /// The rows, with those that were decided so far.
    pub fn rows(&self) -> impl Rows<Error = CacheError> {
        self.ahead.over(&self.rows)
    }

    /// What it cost to type a visit that is booked here, where that was measured and somebody was at it all the time.
    pub fn note_effort(&self, booked: &Appointment, effort: Option<Effort>) -> AppResult<()> {
        let Some(effort) = effort.filter(|it| it.seconds <= LONGEST_BOOKING_SECONDS) else { return Ok(()) };
        let provider = self.configuration.setup.own_provider(&booked.allocations);
        let Appointment { location, appointment_type, .. } = *booked;
        let noted = BookingEffort { at: self.now, location, provider, appointment_type, effort };
        Ok(self.rows.writing.note_effort(&noted)?)
    }

    /// The rows as they were when the transaction began.
    pub fn mirror(&self) -> Reader<'w> {
        self.rows.mirror()
    }

    /// What follows was written on paper at that time on the wall of the location.
    pub fn written_at(&mut self, location: LocationId, wall: NaiveDateTime) -> AppResult<()> {
        let location = found(self.scene().setup.location(location), Missing::Location)?;
        self.written_at = Some(start_instant(location.zone, wall));
        Ok(())
    }

    /// The same at the location of the visit that follows, where it comes from paper.
    pub fn written_about(&mut self, visit: AppointmentId, wall: Option<NaiveDateTime>) -> AppResult<()> {
        let Some(wall) = wall else { return Ok(()) };
        let visit = found(self.mirror().appointment(visit)?, Missing::Appointment)?;
        self.written_at(visit.location, wall)
    }

    /// Decides what the person wants of what they saw, and what nobody told a patient yet.
    pub fn decide(&mut self, body: OperationBody, base: Option<Base>) -> AppResult<&Act> {
        self.take(body, base, false)
    }

    /// The same, where the patient is told at once.
    pub fn promise(&mut self, body: OperationBody, base: Option<Base>) -> AppResult<&Act> {
        self.take(body, base, true)
    }

    fn take(
        &mut self,
        body: OperationBody,
        base: Option<Base>,
        promised_to_patient: bool,
    ) -> AppResult<&Act> {
        let base = self.built_on(&body, base)?;
        let body = self.merge_built_on(body)?;
        let mut operation = Operation {
            id: self.next.take().unwrap_or_else(|| OpId(self.ids.next())),
            device: self.device,
            device_seq: self.device_seq,
            author: self.who,
            at: self.now,
            written_at: self.written_at,
            part_of: None,
            base,
            promised_to_patient,
            body,
        };
        let decided = match self.ahead.decide(&operation, self.now, &self.rows)? {
            Ok(decided) => decided,
            Err(refused) => {
                self.next = Some(operation.id);
                return Err(refused.into());
            }
        };
        if decided.changes.first().is_some_and(|it| it.version() == Version::FIRST) {
            // There was nothing to be seen.
            operation.base = None;
        }
        self.device_seq += 1;
        Ok(self.ahead.take(operation, decided))
    }

    /// What a person saw may be there by a decision of this desk alone. Then that decision is named, so that with it goes what
    /// is built on it; the version alone would be somebody else's row.
    fn built_on(&self, body: &OperationBody, base: Option<Base>) -> AppResult<Option<Base>> {
        let (Some(Base::Version(version)), Some(row)) = (base, body.looked_at()) else { return Ok(base) };
        Ok(self.left_here(row, version)?.map_or(base, |op| Some(Base::After(op))))
    }

    /// A merge names two records.
    fn merge_built_on(&self, mut body: OperationBody) -> AppResult<OperationBody> {
        if let OperationBody::PatientMerge { merged, merged_seen, merged_after, .. } = &mut body {
            *merged_after = self.left_here(("patient", merged.0), *merged_seen)?;
        }
        Ok(body)
    }

    /// The decision of this desk alone that left the row in this version, as it stands.
    fn left_here(&self, row: Object, version: Version) -> AppResult<Option<OpId>> {
        let Some((op, left)) = self.rows.writing.left_unaccepted(row, version)? else { return Ok(None) };
        let stands = standing(&left, &self.rows(), self.scene().setup)?;
        Ok(stands.is_none_or(|it| it == left).then_some(op))
    }

    /// What all of it sets free.
    pub(crate) fn freed(&self) -> Vec<Gap> {
        let acts = self.ahead.acts();
        availability::freed(
            &Standing {
                setup: &self.configuration.setup,
                rows: acts.iter().flat_map(|it| &it.before).collect(),
            },
            &Standing { setup: self.scene().setup, rows: acts.iter().flat_map(|it| &it.after).collect() },
            self.now,
        )
    }

    /// As they will be recorded.
    pub(crate) fn into_acts(self) -> Vec<Act> {
        let mut acts = self.ahead.into_acts();
        let first = acts.first().filter(|_| acts.len() > 1).map(|it| it.operation.id);
        acts.iter_mut().for_each(|it| it.operation.part_of = first);
        acts
    }
}

/// Who did something at the counter, when it was written down on the wall of its location, where it comes from paper, and
/// the agent that put it into words for them.
#[derive(Clone, Copy, Debug)]
pub struct By {
    pub who: PersonId,
    pub written_at: Option<NaiveDateTime>,
    /// Its code, for the trail. The person's rights decide, as ever.
    pub via: Option<&'static str>,
}

impl From<PersonId> for By {
    fn from(who: PersonId) -> By {
        By { who, written_at: None, via: None }
    }
}

/// A write that can be undone, by the operation that it was.
#[derive(Clone, Debug)]
pub struct Done<T> {
    pub value: T,
    pub op: OpId,
}

/// What the person saw.
pub(crate) const fn seen(version: Version) -> Option<Base> {
    Some(Base::Version(version))
}

/// The visit that the act was about, as it left it.
pub(crate) fn visit_of(act: &Act) -> AppResult<Appointment> {
    found(act.after.iter().find_map(Change::visit).cloned(), Missing::Appointment)
}
