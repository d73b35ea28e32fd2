//! Appointment types: how long, with which buffers, who is needed when, and who may book it.

use crate::{
    code_enum,
    id::{AppointmentTypeId, ResourceId, Version},
    resource::ResourceKind,
    time::{Instant, Period},
};

code_enum! {
    /// How patient and provider meet.
    #[derive(Default)]
    Modality {
        #[default]
        InPerson = "in-person",
        /// The clinic calls.
        Phone = "phone",
        /// Both open a link.
        Video = "video",
    }
}

impl Modality {
    /// Whether the patient comes to the clinic, and may need a room there.
    #[must_use]
    pub fn is_in_person(self) -> bool {
        self == Modality::InPerson
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentType {
    pub id: AppointmentTypeId,
    pub version: Version,
    pub name: String,
    /// What desks outside the department see, where the name would reveal a diagnosis. Empty: the name.
    pub neutral_label: String,
    /// Minutes the patient is told.
    pub duration_minutes: u16,
    /// Minutes blocked before and after for every resource of the visit.
    pub buffer_before_minutes: u16,
    pub buffer_after_minutes: u16,
    /// Who and what is needed when. The first provider need is the visit's own provider.
    pub needs: Vec<Need>,
    /// Booked no nearer to the start than this; 0 for no notice.
    pub notice_minutes: u32,
    /// For patients without a past visit only.
    pub is_new_patient: bool,
    /// In how many weeks the patient comes again, as a rule; 0 where nothing follows.
    pub follow_up_weeks: u8,
    /// So many of a session's overbook lanes are open to it; as many as there are when absent.
    pub overbook_lanes: Option<u8>,
    /// Its visits come first where not all can be kept on their day.
    pub is_urgent: bool,
    /// How many visits of the type come together, as a class does; 1 where each comes alone.
    pub places: u8,
    pub is_active: bool,
    /// Two letters for the board and the typed line: "FU", "NP".
    pub short_code: String,
    pub modality: Modality,
    /// What comes first: "the laboratory, then the doctor within two hours".
    pub preceded_by: Option<Preceding>,
}

/// Another visit of the patient that comes before one of this type, in time for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preceding {
    pub appointment_type: AppointmentTypeId,
    /// From the end of the first visit to the start of the second.
    pub min_gap_minutes: u16,
    pub max_gap_minutes: u16,
}

impl Preceding {
    /// Whether the patient waits as long as is asked for, and no longer.
    #[must_use]
    pub fn allows(&self, first: Period, second: Period) -> bool {
        let gap_minutes = (second.start().0 - first.end().0).div_euclid(60);
        (i64::from(self.min_gap_minutes)..=i64::from(self.max_gap_minutes)).contains(&gap_minutes)
    }

    /// The first visit does not end before this.
    #[must_use]
    pub fn earliest_end(&self, second: Instant) -> Instant {
        second.plus_minutes(-i64::from(self.max_gap_minutes))
    }
}

/// One resource for a part of the visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    pub kind: ResourceKind,
    /// Any of these; empty means any active resource of the kind at the location.
    pub any_of: Vec<ResourceId>,
    /// From this minute of the visit ...
    pub from_minute: u16,
    /// ... for this many minutes; 0 means to its end.
    pub minutes: u16,
}

impl AppointmentType {
    /// A visit with one provider for its whole length: the ordinary case.
    #[must_use]
    pub fn whole_visit_with_provider() -> Vec<Need> {
        vec![Need { kind: ResourceKind::Provider, any_of: Vec::new(), from_minute: 0, minutes: 0 }]
    }
}
