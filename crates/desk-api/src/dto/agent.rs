//! What is said to the agents, and what they answer: cards that the window words and draws, and who decided what.

use super::{
    offer::{AlternativeView, OfferView, WantedView},
    patient::PatientHit,
    refusal::RefusalView,
};
use clinic_domain::id::{AppointmentId, AppointmentTypeId, LocationId, OpId, PatientId, ResourceId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AskAgentRequest {
    pub location: LocationId,
    /// At most 1,000 characters.
    pub text: String,
    /// A new conversation: nothing that was said before counts.
    #[serde(default)]
    pub anew: bool,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PickAgentRequest {
    /// The number under which it was shown, from 1.
    pub place: u32,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AgreeAgentRequest {
    /// The number of the proposal that is on the screen.
    pub proposal: u32,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SuggestAgentRequest {
    pub location: LocationId,
    /// What was typed so far.
    pub text: String,
}

/// While somebody types: what was understood so far, and how it may go on.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SuggestionsView {
    pub heard: AgentHeardView,
    /// Whole lines, the likeliest first; at most 6.
    pub lines: Vec<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AgentHeardView {
    /// `availability`, `book`, `reschedule`, `cancel`, `check_in`, `confirm`, `waitlist`, `patient_lookup`, `faq`.
    pub task: Option<String>,
    /// Words that may be somebody's name, as they were typed.
    pub patient: Option<String>,
    pub providers: Vec<String>,
    pub type_names: Vec<String>,
    /// `YYYY-MM-DD`
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    /// `HH:MM`; both for a part of the day, the first alone for a time.
    pub from: Option<String>,
    pub to: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AgentAnswerView {
    pub cards: Vec<AgentCard>,
    pub trace: Vec<AgentStepView>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AgentStepView {
    /// `supervisor`, `availability_agent`, `booking_agent`, `faq_agent`, `general_agent`.
    pub by: String,
    pub what: String,
    pub facts: Vec<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[serde(tag = "card", rename_all = "snake_case")]
pub enum AgentCard {
    /// Everything else stops: the clinic's script and its number.
    Emergency {
        group: String,
        words: String,
        /// The organization's own; empty where it has none.
        script: String,
        number: String,
        /// A clinician went through the words.
        is_reviewed: bool,
    },
    Offers(Box<AgentOffersView>),
    WhichPatient {
        patients: Vec<PatientHit>,
    },
    NoPatient {
        name: String,
    },
    WhichVisit {
        visits: Vec<AgentVisitView>,
    },
    NoVisit {
        patient: PatientHit,
    },
    /// `YYYY-MM-DD` each.
    WhichDay {
        days: Vec<String>,
    },
    WhichProvider {
        said: String,
        names: Vec<String>,
    },
    WhichType {
        names: Vec<String>,
    },
    /// What the desk understood and what the language model did are not the same: `book`, `availability`, ...
    WhichTask {
        tasks: Vec<String>,
    },
    /// What has to be said first: `patient`, `visit`.
    Missing {
        what: String,
    },
    Proposal(Box<ProposedView>),
    Dropped,
    /// Another proposal stands by now, or none: nothing was done.
    Stale,
    Refused {
        reasons: Vec<RefusalView>,
    },
    Done(Box<AgreedView>),
    Patients {
        patients: Vec<PatientHit>,
    },
    CheckIn {
        visit: AgentVisitView,
    },
    Fullness {
        day: String,
        columns: Vec<FullnessView>,
    },
    Close {
        resource: ResourceId,
        resource_name: String,
        day: String,
        from: Option<String>,
        to: Option<String>,
    },
    Page {
        title: String,
        body: String,
        source: Option<String>,
        date: Option<String>,
    },
    DoNotKnow,
    /// `greeting`, `thanks`, `goodbye`, `help`, `out_of_scope`, `unclear`.
    General {
        what: String,
    },
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AgentOffersView {
    pub wanted: WantedView,
    pub type_name: String,
    /// The place of each is the number that picks it.
    pub offers: Vec<OfferView>,
    pub searched_until: String,
    pub reasons: Vec<RefusalView>,
    pub alternatives: Vec<AlternativeView>,
    /// There is time, but none in the part of the day that was wished for.
    pub is_outside_wish: bool,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AgentVisitView {
    pub id: AppointmentId,
    pub patient: PatientId,
    pub patient_name: String,
    pub birth_date: Option<String>,
    pub type_name: String,
    pub provider_name: String,
    /// `YYYY-MM-DDTHH:MM` at its location.
    pub wall_start: String,
}

/// Everything of what would be done, spelt out.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ProposedView {
    pub number: u32,
    /// `book`, `reschedule`, `cancel`, `confirm`, `waitlist`.
    pub act: String,
    pub patient: PatientId,
    pub patient_name: String,
    pub birth_date: Option<String>,
    pub appointment_type: AppointmentTypeId,
    pub type_name: String,
    /// The visit as it stands.
    pub visit: Option<AgentVisitView>,
    /// `YYYY-MM-DDTHH:MM` and the provider of the time that it would have.
    pub wall_start: Option<String>,
    pub provider: Option<ResourceId>,
    pub provider_name: String,
    /// Of the waitlist: the first day that is wished for, and the last.
    pub earliest: Option<String>,
    pub latest: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct AgreedView {
    pub proposed: ProposedView,
    pub visit: Option<AppointmentId>,
    /// What an undo names.
    pub undo: OpId,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct FullnessView {
    pub resource: ResourceId,
    pub resource_name: String,
    pub booked_minutes: i64,
    pub open_minutes: i64,
}
