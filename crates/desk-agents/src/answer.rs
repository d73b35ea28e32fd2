//! What the agents answer: cards with what they found, and who decided what on the way. The window words them.

use crate::{
    conversation::{Proposal, Task},
    understood::Understood,
};
use chrono::{NaiveDate, NaiveTime};
use clinic_domain::{
    arbitration::Refused,
    availability::{FindOffers, Offer, Shortfall},
    id::{AppointmentTypeId, ResourceId},
};
use desk_app::find_patients::PatientHit;
use desk_cache::mirror::DayRow;

#[derive(Default)]
pub struct Answer {
    pub cards: Vec<Card>,
    /// A plain yes was said to the proposal of that number.
    pub agrees_to: Option<u32>,
    pub trace: Vec<Step>,
}

pub enum Card {
    /// Stops everything else: the words that were heard, and the group of emergencies they are of.
    Emergency {
        group: &'static str,
        words: String,
    },
    /// Times that can be booked, with what was looked for; why there are none, or none when it was wished for.
    Offers(Box<Offers>),
    /// Several records go by that name; nobody but a person picks one.
    WhichPatient(Vec<PatientHit>),
    /// Nobody goes by that name.
    NoPatient {
        name: String,
    },
    /// Several visits could be meant.
    WhichVisit(Vec<DayRow>),
    NoVisit {
        patient: PatientHit,
    },
    /// Several readings of a date or a time are live.
    WhichDay(Vec<NaiveDate>),
    WhichProvider {
        said: String,
        candidates: Vec<ResourceId>,
    },
    WhichType(Vec<AppointmentTypeId>),
    /// What the desk understood, and what the language model did.
    WhichTask([Task; 2]),
    /// Words that nothing could be made of. The rest was understood, and nothing is proposed on half of what was asked for.
    NotUnderstood {
        words: String,
        understood: Box<Understood>,
    },
    /// One of several was taken, and nothing stands there to be taken.
    NothingToPick,
    /// Something has to be said before anything can be done.
    Missing(What),
    /// What would be done, and waits for a yes.
    Proposal(Proposal),
    /// A proposal was dropped.
    Dropped,
    Refused(Refused),
    Patients(Vec<PatientHit>),
    /// The check-in asks who it is face to face: its form is where it is done.
    CheckIn {
        visit: DayRow,
    },
    Fullness {
        day: NaiveDate,
        columns: Vec<Column>,
    },
    /// What the schedule engine is asked to propose.
    Close {
        resource: ResourceId,
        day: NaiveDate,
        from: Option<NaiveTime>,
        to: Option<NaiveTime>,
    },
    Page(Page),
    /// Nothing in the knowledge base is near enough.
    DoNotKnow,
    General(General),
}

pub struct Offers {
    pub wanted: FindOffers,
    /// Each with the handle that books it; its place, from 1, is the number that picks it.
    pub offers: Vec<(String, Offer)>,
    pub missing: Option<Shortfall>,
    pub searched_until: NaiveDate,
    /// There is time, but none in the part of the day that was wished for.
    pub is_outside_wish: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Patient,
    Visit,
}

pub struct Column {
    pub resource: ResourceId,
    pub booked_minutes: i64,
    pub open_minutes: i64,
}

pub struct Page {
    pub title: String,
    pub body: String,
    pub source: Source,
}

/// Where an answer comes from, which is always shown.
pub enum Source {
    /// The organization's own knowledge base.
    Organization,
    /// A page that came with the desk: its source and the date of it.
    Shipped { source: String, date: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum General {
    Greeting,
    Thanks,
    Goodbye,
    /// What can be asked.
    Help,
    OutOfScope,
    /// Nothing that can be understood.
    Unclear,
}

/// Who decided what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub by: Agent,
    /// A code that the window words.
    pub what: &'static str,
    /// What it was decided on: codes, numbers and times, never a person.
    pub facts: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agent {
    Supervisor,
    Availability,
    Booking,
    Faq,
    General,
}

impl Agent {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Agent::Supervisor => "supervisor",
            Agent::Availability => "availability_agent",
            Agent::Booking => "booking_agent",
            Agent::Faq => "faq_agent",
            Agent::General => "general_agent",
        }
    }
}

impl Answer {
    pub(crate) fn step(&mut self, by: Agent, what: &'static str, facts: impl IntoIterator<Item = String>) {
        self.trace.push(Step { by, what, facts: facts.into_iter().collect() });
    }
}
