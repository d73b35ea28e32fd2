//! Day repair: somebody is out, a room is closed, or a provider runs late, and the visits that this touches get other
//! places, promises first.
//!
//! What it guarantees, for the places that it gives out (which room it is, is the engine's first choice):
//! - Only visits that are affected are touched. Each place passes [`super::check`] against the book as it is, the other
//!   visits' old places included, and against every other place of the plan: any part of the plan can be taken, in any
//!   order, and the rest be left.
//! - Who was promised most comes first: who is in the clinic already, what is urgent (by triage,
//!   or by its type), who booked longest ago (in weeks), whose visit is one of
//!   several that belong together, who needs an interpreter, who needs transport. A visit leaves its own day only if it cannot be kept there together with those
//!   that come before it and were kept: never for one that comes after it. So all keep their day where all can.
//!   (Whether they can is searched for within a bound, which no small clinic and hardly a large one meets.)
//! - On its own day a visit stays with its provider, else goes to one of the same specialty or the patient's own, else to
//!   anybody whom its type allows; then as near to the told time as can be. On another day the nearest day counts first.
//! - A provider who runs late works on in the told order: whoever still fits waits, and the told time stands unless a
//!   person decides otherwise. Gaps take the delay up.
//! - The same question has the same answer.

mod line;
mod places;
mod plan;
mod seats;

use super::{Book, BookedVisit, Obstacle, propose, without_hours};
use crate::{
    attendance::TriageCategory,
    code_enum,
    id::{AppointmentId, PatientId, ResourceId},
    operation::SlotContent,
    refusal::Refusal,
    schedule::{ScheduleChange, ScheduleException},
    setup::Setup,
    time::{Instant, Period},
};
use line::Line;
use plan::Plan;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Disruption {
    /// A provider is out, a room is closed, a location shuts.
    Closed(ScheduleException),
    /// Hours were changed or closed over them before.
    HoursLost,
    /// Free so many minutes after `from` only, and behind since then.
    Late { resource: ResourceId, from: Instant, minutes: u16 },
}

/// An affected visit, with what its place among the others depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub visit: BookedVisit,
    pub patient: PatientId,
    /// Whether the patient is in the clinic.
    pub is_here: bool,
    /// Whether it ends today or not at all: the patient is being dealt with.
    pub keeps_day: bool,
    /// What somebody at the counter saw.
    pub triage: Option<TriageCategory>,
    pub booked_at: Instant,
    /// Whether it belongs together with other visits: their rhythm breaks with it.
    pub is_in_series: bool,
    pub needs_interpreter: bool,
    pub needs_transport: bool,
    pub own_provider: Option<ResourceId>,
    pub is_new_patient: Option<bool>,
    /// The patient's other live visits.
    pub patient_busy: Vec<(AppointmentId, Period)>,
    /// Why it cannot be moved, wherever there is time.
    pub fixed: Option<Refusal>,
}

#[derive(Clone, Copy, Debug)]
pub struct RepairRequest<'a> {
    pub disruption: &'a Disruption,
    pub promises: &'a [Promise],
    /// Places that a person chose; one that is not to be had any more is planned anew.
    pub picks: &'a [(AppointmentId, SlotContent)],
    pub now: Instant,
    /// How far other days are looked through; the book has to be known until then.
    pub until: Instant,
}

/// What becomes of one affected visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub appointment: AppointmentId,
    pub marks: Vec<Mark>,
    pub outcome: StepOutcome,
    /// A few other places that would do as well, each beside everything else in the plan.
    pub instead: Vec<Place>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepOutcome {
    /// It keeps its told time, and begins so many minutes later.
    Wait {
        minutes: u32,
    },
    Move(Place),
    /// With what stands in the way on all the days.
    Nothing(Unplaced),
}

/// A place for a visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub slot: SlotContent,
    pub nearness: Nearness,
    /// For one on another day: what takes away the visit's own.
    pub not_that_day: Option<Unplaced>,
}

/// What stands in the way, or why it is not to be moved at all.
pub type Unplaced = Result<Vec<Obstacle>, Refusal>;

code_enum! {
    /// How much of what was promised stays, most first.
    Nearness {
        /// The same time with the same provider.
        OtherRoom = "other_room",
        SameProvider = "same_provider",
        /// Somebody else, who is the patient's own.
        OwnProvider = "own_provider",
        SameSpecialty = "same_specialty",
        AnotherProvider = "another_provider",
        /// Not even its day.
        AnotherDay = "another_day",
    }
}

code_enum! {
    /// What to know of a visit when its patient is called.
    Mark { Here = "here", Urgent = "urgent", Series = "series", Interpreter = "interpreter", Transport = "transport" }
}

/// Those of the visits that the disruption touches: of a closure those that lose their time, of hours that are gone those
/// that no session supports, of lateness those that begin later or no more. `visits` have all that takes up what is disrupted, by start.
#[must_use]
pub fn affected(
    setup: &Setup,
    disruption: &Disruption,
    visits: &[BookedVisit],
    now: Instant,
) -> Vec<AppointmentId> {
    match disruption {
        Disruption::Closed(it) => propose(setup, &ScheduleChange::Exception(it.clone()), visits, now).lost,
        Disruption::HoursLost => without_hours(setup, visits),
        Disruption::Late { resource, from, minutes } => {
            let mut line = Line::behind(*resource, *from, *minutes);
            let in_line = line::in_order(*resource, visits.iter());
            in_line.into_iter().filter(|it| line.wait(it, true) > 0).map(|it| it.id).collect()
        }
    }
}

/// The plan, in the order in which people have to hear of it: who would come or be seen first.
#[must_use]
pub fn repair(setup: &Setup, book: &Book, request: &RepairRequest<'_>) -> Vec<Step> {
    let after = request.disruption.applied_to(setup);
    let mut plan = Plan::new(&after, book, request);
    plan.keep_picks();
    if let Disruption::Late { resource, from, minutes } = request.disruption {
        plan.let_wait(Line::behind(*resource, *from, *minutes), *from);
    }
    plan.keep_days();
    plan.find_other_days();
    let mut steps: Vec<(_, Step)> = (0..request.promises.len())
        .map(|at| {
            let step = plan.step(at);
            let told = request.promises[at].visit.visit.start();
            let becomes = match &step.outcome {
                StepOutcome::Move(it) => it.slot.visit.start(),
                StepOutcome::Wait { .. } | StepOutcome::Nothing(_) => told,
            };
            ((told.min(becomes), becomes, step.appointment), step)
        })
        .collect();
    steps.sort_by_key(|it| it.0);
    steps.into_iter().map(|it| it.1).collect()
}

impl Disruption {
    /// The setup as it would be.
    #[must_use]
    pub fn applied_to(&self, setup: &Setup) -> Setup {
        match self {
            Disruption::Closed(it) => setup.with(&ScheduleChange::Exception(it.clone())),
            Disruption::HoursLost | Disruption::Late { .. } => setup.clone(),
        }
    }
}

impl Step {
    /// The place that is proposed, where there is one, and then those instead.
    pub fn places(&self) -> impl Iterator<Item = &Place> {
        let proposed = match &self.outcome {
            StepOutcome::Move(it) => Some(it),
            StepOutcome::Wait { .. } | StepOutcome::Nothing(_) => None,
        };
        proposed.into_iter().chain(&self.instead)
    }
}

impl Promise {
    fn marks(&self, setup: &Setup) -> Vec<Mark> {
        let all = [
            (Mark::Here, self.is_here),
            (Mark::Urgent, self.urgency(setup) <= TriageCategory::Urgent),
            (Mark::Series, self.is_in_series),
            (Mark::Interpreter, self.needs_interpreter),
            (Mark::Transport, self.needs_transport),
        ];
        all.into_iter().filter(|it| it.1).map(|it| it.0).collect()
    }

    /// By triage, or else by the visit's type.
    fn urgency(&self, setup: &Setup) -> TriageCategory {
        let is_urgent = setup.appointment_type(self.visit.appointment_type).is_some_and(|it| it.is_urgent);
        let by_type = if is_urgent { TriageCategory::Urgent } else { TriageCategory::Standard };
        self.triage.unwrap_or(by_type)
    }
}
