//! What people at a counter do all day, at random, by what they see: a small clinic after few hot times.

use super::{
    dice::Dice,
    rows::{Table, conflict, hold, patient},
};
use chrono::NaiveDate;
use clinic_domain::{
    appointment::{
        Allocation, Appointment, AppointmentStatus as S, CallOutcome, CancelReason, ConfirmationState,
        Requester,
    },
    arbiter::Object,
    attendance::TriageCategory,
    call::{CallAttempt, CallSubject},
    conflict::{ConflictOutcome, ConflictState},
    counter::Asked,
    id::{AppointmentId, CaregiverId, OpId, PatientId, PersonId, ResourceId, Version},
    operation::{Booking, Change, OperationBody as B, RuleVersion, SlotContent},
    patient::{
        Caregiver, CaregiverAuthorization, CaregiverRelation, ContactChannel, IdentityField, Patient, Phone,
        PhoneKind,
    },
    resource::ResourceKind,
    setup::Setup,
    time::{Instant, Period},
};
use uuid::Uuid;

const DAY_SECONDS: i64 = 86_400;
/// Nine in the morning in New York in winter.
const OPENS: i64 = 14 * 3_600;
const HALF_HOUR: i64 = 1_800;

/// What a person decided: one operation, or several that are decided together.
pub type Decided = Vec<Wanted>;

pub struct Wanted {
    pub op: OpId,
    pub body: B,
    /// The row that they looked at while they decided, as they saw it; none for what is new.
    pub saw: Option<(Object, Version)>,
    /// The act that is taken back.
    pub undoes: Option<OpId>,
    pub is_promised: bool,
}

/// Somebody who works, with what they see.
pub struct Person<'a> {
    pub sees: &'a Table,
    pub dice: &'a mut Dice,
    /// Begins every id that is made here: nobody else's does.
    pub ids: &'a mut u128,
    pub now: Instant,
    pub who: PersonId,
    /// What was done here lately.
    pub lately: &'a [OpId],
}

impl Person<'_> {
    /// The next thing; nothing where what they would do it with is not there.
    pub fn decides(&mut self) -> Option<Decided> {
        match self.dice.below(100) {
            0..34 => self.book(),
            34..43 => self.reschedule(),
            43..51 => self.cancel(),
            51..60 => self.at_the_counter(),
            60..68 => self.about_a_visit(),
            68..72 => self.undo(),
            72..79 => self.records(),
            79..83 => self.hold(),
            83..89 => self.waitlist(),
            89..91 => self.recall(),
            91..93 => self.day(),
            93..95 => self.series(),
            _ => self.conflict(),
        }
    }

    /// By the API patients do nothing but book.
    pub fn books_only(&mut self) -> Option<Decided> {
        self.book()
    }

    pub(super) fn id(&mut self) -> Uuid {
        *self.ids += 1;
        Uuid::from_u128(*self.ids)
    }

    pub(super) fn one(&mut self, body: B, saw: Option<(Object, Version)>) -> Option<Decided> {
        let op = OpId(self.id());
        Some(vec![Wanted { op, body, saw, undoes: None, is_promised: true }])
    }

    fn of_visit(&mut self, visit: &Appointment, body: B) -> Option<Decided> {
        self.one(body, Some((("appointment", visit.id.0), visit.version)))
    }

    pub(super) fn setup(&self) -> Option<&Setup> {
        self.sees.scene(self.now).map(|it| it.setup)
    }

    pub(super) fn some_row(&mut self, kind: &'static str) -> Option<&Change> {
        // Those made last are what people are at.
        let all = self.sees.count(kind);
        let lately = all.min(64);
        let at = all - lately + self.dice.below(lately);
        self.sees.of_kind(kind).nth(at)
    }

    pub(super) fn some_patient(&mut self) -> Option<Patient> {
        self.some_row("patient").and_then(patient).cloned()
    }

    fn some_visit(&mut self) -> Option<Appointment> {
        (0..3).find_map(|_| {
            self.some_row("appointment").and_then(Change::visit).filter(|it| it.is_live()).cloned()
        })
    }

    pub(super) fn slot(&mut self) -> Option<SlotContent> {
        let (day, half_hour) = (self.dice.below(2) as i64, self.dice.below(16) as i64);
        let start = (self.now.0.div_euclid(DAY_SECONDS) + day) * DAY_SECONDS + OPENS + half_hour * HALF_HOUR;
        let which = self.dice.below(2);
        let setup = self.setup()?;
        let mut providers = setup.resources.iter().filter(|it| it.kind == ResourceKind::Provider);
        let resource = providers.nth(which)?.id;
        slot(setup, resource, Instant(start))
    }

    pub(super) fn booking(&mut self, patient: PatientId, mut slot: SlotContent) -> Booking {
        let is_overbook = slot.hold.is_none() && self.dice.one_in(8);
        if is_overbook {
            slot.allocations.iter_mut().for_each(|it| it.lane = 1);
        }
        Booking {
            appointment: AppointmentId(self.id()),
            patient,
            slot,
            requested_by: Requester::Patient,
            note: "".into(),
            overbook_reason: is_overbook.then(|| "They came from far away".to_owned()),
            reminder: None,
            contact_point: "".into(),
            instead_of: None,
            series: None,
            walk_in: None,
        }
    }

    fn book(&mut self) -> Option<Decided> {
        let patient = self.some_patient()?.id;
        let kept = self.some_row("hold").and_then(hold).cloned();
        if let Some(kept) = kept.filter(|it| it.stands(self.now)).filter(|_| self.dice.one_in(2)) {
            let booking = self.booking(kept.patient.unwrap_or(patient), kept.kept_slot());
            return self.one(B::Book(booking), None);
        }
        let slot = self.slot()?;
        let mut booking = self.booking(patient, slot);
        if self.dice.one_in(10) {
            booking.walk_in = Some(TriageCategory::Standard);
        }
        let lost =
            self.some_row("appointment").and_then(Change::visit).filter(|it| it.status.is_lost()).cloned();
        if let Some(lost) = lost.filter(|_| self.dice.one_in(2)) {
            (booking.patient, booking.instead_of) = (lost.patient, Some(lost.id));
        }
        self.one(B::Book(booking), None)
    }

    fn reschedule(&mut self) -> Option<Decided> {
        let visit = self.some_visit()?;
        let slot = self.slot()?;
        let body = B::Reschedule {
            appointment: visit.id,
            slot,
            overbook_reason: None,
            requested_by: Requester::Patient,
            series: None,
        };
        self.of_visit(&visit, body)
    }

    fn cancel(&mut self) -> Option<Decided> {
        let visit = self.some_visit()?;
        let body = B::Cancel {
            appointment: visit.id,
            reason: CancelReason::PatientRequest,
            note: "".into(),
            requested_by: Requester::Patient,
        };
        self.of_visit(&visit, body)
    }

    fn at_the_counter(&mut self) -> Option<Decided> {
        let visit = self.some_row("appointment").and_then(Change::visit).cloned()?;
        let appointment = visit.id;
        let requested_by = Requester::Patient;
        let next = visit.status.next();
        let to = *self.dice.pick(next)?;
        let body = if to == S::CheckedIn {
            let verified = vec![IdentityField::FullName, IdentityField::Phone];
            B::CheckIn { appointment, verified, requested_by, asked: Asked::default() }
        } else {
            B::SetStatus { appointment, to, requested_by }
        };
        self.of_visit(&visit, body)
    }

    fn about_a_visit(&mut self) -> Option<Decided> {
        let visit = self.some_visit()?;
        let appointment = visit.id;
        let body = match self.dice.below(4) {
            0 => B::SetNote { appointment, note: format!("Note {}", self.dice.below(1_000)).into() },
            1 => {
                let (state, channel) = (ConfirmationState::Confirmed, ContactChannel::Phone);
                B::SetConfirmation { appointment, state, channel }
            }
            2 => B::SetTriage { appointment, category: TriageCategory::Urgent },
            _ => {
                let (about, outcome) = (CallSubject::Visit(appointment), CallOutcome::NoAnswer);
                B::LogCall(CallAttempt { about, outcome, call_again: None })
            }
        };
        self.of_visit(&visit, body)
    }

    fn undo(&mut self) -> Option<Decided> {
        let of = *self.dice.pick(self.lately)?;
        let op = OpId(self.id());
        Some(vec![Wanted { op, body: B::Undo { of }, saw: None, undoes: Some(of), is_promised: false }])
    }

    fn records(&mut self) -> Option<Decided> {
        match self.dice.below(8) {
            0..3 => {
                let new = new_patient(PatientId(self.id()));
                self.one(B::PatientCreate(Box::new(new)), None)
            }
            3..6 => {
                let known = self.some_patient()?;
                let saw = Some((("patient", known.id.0), known.version));
                let alert = format!("Call their daughter {}", self.dice.below(1_000)).into();
                self.one(B::PatientPatch(Box::new(Patient { alert, ..known })), saw)
            }
            6 => {
                let patient = self.some_patient()?.id;
                let new = caregiver(CaregiverId(self.id()), patient);
                self.one(B::CaregiverPut(new), None)
            }
            _ => {
                let (kept, merged) = (self.some_patient()?, self.some_patient()?);
                let saw = Some((("patient", kept.id.0), kept.version));
                let (merged, merged_seen) = (merged.id, merged.version);
                self.one(
                    B::PatientMerge {
                        kept: kept.id,
                        merged,
                        merged_seen,
                        merged_after: None,
                        taken: Vec::new(),
                    },
                    saw,
                )
            }
        }
    }

    /// Somebody takes care of what lost.
    fn conflict(&mut self) -> Option<Decided> {
        let open: Vec<_> = self.sees.conflicts().filter(|it| it.state() != ConflictState::Resolved).collect();
        let lost = (*self.dice.pick(&open)?).clone();
        let id = lost.id;
        let saw = Some((("booking_conflict", id.0), lost.version));
        let resolved = |outcome, act| B::ConflictResolve { conflict: id, outcome, note: "".into(), act };
        match self.dice.below(6) {
            0 | 1 => self.one(B::ConflictClaim { conflict: id }, saw),
            2 => self.one(B::ConflictRelease { conflict: id }, saw),
            3 | 4 if !lost.alternatives.is_empty() => {
                let slot = lost.alternatives[0].clone();
                let mut booking = self.booking(lost.patient, slot);
                booking.slot.allocations.iter_mut().for_each(|it| it.lane = 0);
                booking.overbook_reason = None;
                let mut together = self.one(B::Book(booking), None)?;
                let act = together.first().map(|it| it.op);
                together.extend(self.one(resolved(ConflictOutcome::Moved, act), saw)?);
                Some(together)
            }
            _ => self.one(resolved(ConflictOutcome::GivenUp, None), saw),
        }
    }
}

/// Half an hour with a provider.
pub fn slot(setup: &Setup, provider: ResourceId, start: Instant) -> Option<SlotContent> {
    let visit = Period::of_minutes(start, 30)?;
    Some(SlotContent {
        location: setup.locations.first()?.id,
        appointment_type: setup.types.first()?.id,
        visit,
        allocations: vec![Allocation { resource: provider, during: visit, lane: 0 }],
        rules: RuleVersion(0),
        waives: None,
        hold: None,
    })
}

pub fn new_patient(id: PatientId) -> Patient {
    Patient {
        family_name: "Ruiz".into(),
        given_names: format!("Ana {}", id.0.as_u128() & 0xFFFF).into(),
        birth_date: NaiveDate::from_ymd_opt(1990, 4, 12),
        phones: vec![Phone { number: "+1 212 555 0142".into(), kind: PhoneKind::Mobile }],
        ..Patient::new(id)
    }
}

fn caregiver(id: CaregiverId, patient: PatientId) -> Caregiver {
    Caregiver {
        id,
        version: Version::FIRST,
        patient,
        name: "Eva Ruiz".into(),
        phone: "+1 212 555 0143".into(),
        relation: CaregiverRelation::Child,
        authorization: CaregiverAuthorization::Full,
        may_schedule: true,
        is_active: true,
        source: None,
    }
}

/// Whether a row of this kind is a conflict that nobody has resolved.
pub fn is_open_conflict(change: &Change) -> bool {
    conflict(change).is_some_and(|it| it.state() != ConflictState::Resolved)
}
