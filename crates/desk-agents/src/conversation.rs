//! What a conversation has come to: what is being done, for whom, and what was shown to choose from.
//!
//! Invariant: everything in it is an id, a version or a slot handle that the desk gave out; the words that were said are
//! forgotten with each turn.

use crate::wish::When;
use clinic_domain::{
    id::{AppointmentTypeId, LocationId, PatientId, ResourceId},
    operation::SlotContent,
    time::Instant,
    waitlist::WaitlistEntry,
};
use clinic_language::intent::Intent;
use desk_app::find_patients::PatientHit;
use desk_cache::mirror::{DayRow, PatientLine};

/// One person's, at one desk, until it locks.
pub struct Conversation {
    pub location: LocationId,
    pub(crate) task: Option<Task>,
    pub(crate) wanted: Wanted,
    pub(crate) shown: Shown,
    pub(crate) proposal: Option<Proposal>,
    proposals: u32,
    /// What was done last, for "same for ...".
    last: Option<(Task, Wanted)>,
}

/// What is being done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Look,
    Book,
    Move,
    Cancel,
    CheckIn,
    Confirm,
    Wait,
    Find,
}

impl Task {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Task::Look => "availability",
            Task::Book => "book",
            Task::Move => "reschedule",
            Task::Cancel => "cancel",
            Task::CheckIn => "check_in",
            Task::Confirm => "confirm",
            Task::Wait => "waitlist",
            Task::Find => "patient_lookup",
        }
    }

    /// What an intent asks for; none where there is nothing to be done.
    #[must_use]
    pub const fn of(intent: Intent) -> Option<Task> {
        match intent {
            Intent::AppointmentBooking => Some(Task::Book),
            Intent::AvailabilityCheck => Some(Task::Look),
            Intent::Reschedule => Some(Task::Move),
            Intent::Cancel => Some(Task::Cancel),
            Intent::CheckIn => Some(Task::CheckIn),
            Intent::Confirm => Some(Task::Confirm),
            Intent::Waitlist => Some(Task::Wait),
            Intent::PatientLookup => Some(Task::Find),
            Intent::HealthcareFaq | Intent::General | Intent::OutOfScope => None,
        }
    }

    pub(crate) const fn needs_patient(self) -> bool {
        !matches!(self, Task::Look)
    }
}

/// What was said of it so far, in turns.
#[derive(Clone, Default)]
pub(crate) struct Wanted {
    pub patient: Option<PatientLine>,
    pub visit: Option<DayRow>,
    pub appointment_type: Option<AppointmentTypeId>,
    pub providers: Vec<ResourceId>,
    pub when: When,
    /// "Third next": so many offers are looked for.
    pub nth: Option<usize>,
    /// Only later times than this one: the others were shown.
    pub behind: Option<Instant>,
    /// How full it is was asked, and not who is free.
    pub is_fullness: bool,
    /// The offer that was picked before it was known for whom.
    pub picked: Option<(String, SlotContent)>,
}

/// What stands on the screen to be chosen from.
#[derive(Default)]
pub(crate) enum Shown {
    #[default]
    Nothing,
    Offers(Vec<(String, SlotContent)>),
    Patients(Vec<PatientLine>),
    Visits(Vec<DayRow>),
    /// What may be meant.
    Tasks([Task; 2]),
}

impl Shown {
    pub(crate) const fn count(&self) -> usize {
        match self {
            Shown::Nothing => 0,
            Shown::Offers(offers) => offers.len(),
            Shown::Patients(patients) => patients.len(),
            Shown::Visits(visits) => visits.len(),
            Shown::Tasks(tasks) => tasks.len(),
        }
    }
}

/// What would be done. Only the desk makes one, and only its number is said yes to.
#[derive(Clone)]
pub struct Proposal {
    pub number: u32,
    pub act: Act,
}

#[derive(Clone)]
pub enum Act {
    Book {
        patient: PatientLine,
        handle: String,
        slot: SlotContent,
    },
    Move {
        visit: DayRow,
        handle: String,
        slot: SlotContent,
    },
    Cancel {
        visit: DayRow,
    },
    /// The patient said that they come.
    Confirm {
        visit: DayRow,
    },
    Wait {
        patient: PatientLine,
        entry: Box<WaitlistEntry>,
    },
}

impl Act {
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Act::Book { .. } => "book",
            Act::Move { .. } => "reschedule",
            Act::Cancel { .. } => "cancel",
            Act::Confirm { .. } => "confirm",
            Act::Wait { .. } => "waitlist",
        }
    }
}

impl Conversation {
    #[must_use]
    pub fn at(location: LocationId) -> Conversation {
        Conversation {
            location,
            task: None,
            wanted: Wanted::default(),
            shown: Shown::Nothing,
            proposal: None,
            proposals: 0,
            last: None,
        }
    }

    /// The next matter, at the same place. Numbers of proposals are not given out twice.
    pub(crate) fn after(before: &Conversation) -> Conversation {
        let last = before.task.map(|task| (task, before.wanted.clone()));
        Conversation { proposals: before.proposals, last, ..Conversation::at(before.location) }
    }

    /// "Same for ...": what was done just now is the matter again, for somebody else.
    pub(crate) fn take_up_the_last(&mut self) {
        if let Some((task, wanted)) = self.last.clone() {
            (self.task, self.wanted) = (Some(task), wanted);
        }
    }

    /// What the desk asked last, as a reply to it is read.
    pub(crate) const fn previous(&self) -> Option<&'static str> {
        match (&self.proposal, &self.shown, self.task) {
            (Some(_), ..) => Some("Shall I do that?"),
            (None, Shown::Offers(_), _) => Some("Which of these times?"),
            (None, Shown::Patients(_), _) => Some("Which patient do you mean?"),
            (None, Shown::Visits(_), _) => Some("Which visit do you mean?"),
            (None, Shown::Tasks(_), _) => Some("Which of the two do you mean?"),
            (None, Shown::Nothing, Some(_)) if self.wanted.patient.is_none() => {
                Some("What is the patient's name?")
            }
            _ => None,
        }
    }

    /// What is about to be done, which the person has to see before anything happens.
    pub(crate) fn propose(&mut self, act: Act) -> Proposal {
        self.proposals += 1;
        let proposal = Proposal { number: self.proposals, act };
        self.proposal = Some(proposal.clone());
        proposal
    }

    /// Another task, for the same patient unless another one is named.
    pub(crate) fn begin(&mut self, task: Task) {
        let patient = self.wanted.patient.take();
        (self.task, self.proposal, self.shown) = (Some(task), None, Shown::Nothing);
        self.wanted = Wanted { patient, ..Wanted::default() };
    }

    pub(crate) fn is_about(&self, patient: PatientId) -> bool {
        self.wanted.patient.as_ref().is_some_and(|it| it.id == patient)
    }

    /// Somebody else than before: nothing of what was said of the other's visits counts for them.
    pub(crate) fn take_patient(&mut self, hit: &PatientHit) {
        if !self.is_about(hit.line.id) {
            (self.wanted.visit, self.proposal) = (None, None);
        }
        self.wanted.patient = Some(hit.line.clone());
    }
}
