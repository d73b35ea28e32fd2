//! Kinds of visits: how long, who and what is needed when, and what comes first.

use super::setup::{one, yes};
use clinic_domain::{
    appointment_type::{AppointmentType, Modality, Need, Preceding},
    id::{AppointmentTypeId, ResourceId, Version},
    resource::ResourceKind,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Who or what is needed for a part of the visit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Need")]
pub struct NeedForm {
    pub kind: ResourceKind,
    /// Any of these; empty: any of the kind at the location.
    #[serde(default)]
    #[garde(length(max = 200))]
    pub any_of: Vec<ResourceId>,
    #[serde(default)]
    #[garde(range(max = 480))]
    pub from_minute: u16,
    /// 0: to the end of the visit.
    #[serde(default)]
    #[garde(range(max = 480))]
    pub minutes: u16,
}

/// Another visit that comes first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Preceding")]
pub struct PrecedingForm {
    pub appointment_type: AppointmentTypeId,
    /// From the end of the first visit to the start of the second.
    #[garde(range(max = 720))]
    pub min_gap_minutes: u16,
    #[garde(range(max = 720))]
    pub max_gap_minutes: u16,
}

impl PrecedingForm {
    #[must_use]
    pub const fn of(it: Preceding) -> PrecedingForm {
        let Preceding { appointment_type, min_gap_minutes, max_gap_minutes } = it;
        PrecedingForm { appointment_type, min_gap_minutes, max_gap_minutes }
    }

    #[must_use]
    pub const fn preceding(self) -> Preceding {
        let PrecedingForm { appointment_type, min_gap_minutes, max_gap_minutes } = self;
        Preceding { appointment_type, min_gap_minutes, max_gap_minutes }
    }
}

/// A kind of visit.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "AppointmentType")]
pub struct AppointmentTypeForm {
    #[garde(length(chars, min = 1, max = 200))]
    pub name: String,
    /// What is shown where the name would reveal a diagnosis.
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub neutral_label: String,
    #[serde(default)]
    #[garde(length(chars, max = 8))]
    pub short_code: String,
    #[garde(range(min = 1, max = 480))]
    pub duration_minutes: u16,
    #[serde(default)]
    #[garde(range(max = 120))]
    pub buffer_before_minutes: u16,
    #[serde(default)]
    #[garde(range(max = 120))]
    pub buffer_after_minutes: u16,
    /// Who and what is needed when.
    #[garde(length(min = 1, max = 20), dive)]
    pub needs: Vec<NeedForm>,
    /// Booked no nearer to its start than this.
    #[serde(default)]
    #[garde(range(max = 525_600))]
    pub notice_minutes: u32,
    /// For patients without a past visit only.
    #[serde(default)]
    pub is_new_patient: bool,
    /// In how many weeks the patient comes again, as a rule; 0 where nothing follows.
    #[serde(default)]
    #[garde(range(max = 104))]
    pub follow_up_weeks: u8,
    /// So many of a session's overbook lanes are open to it; as many as there are when absent.
    #[serde(default)]
    #[garde(range(max = 9))]
    pub overbook_lanes: Option<u8>,
    #[serde(default)]
    pub is_urgent: bool,
    /// How many of its visits come together.
    #[serde(default = "one")]
    #[garde(range(min = 1, max = 100))]
    pub places: u8,
    #[serde(default)]
    pub modality: Modality,
    #[serde(default)]
    #[garde(dive)]
    pub preceded_by: Option<PrecedingForm>,
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl AppointmentTypeForm {
    #[must_use]
    pub fn of(it: &AppointmentType) -> AppointmentTypeForm {
        let need = |it: &Need| NeedForm {
            kind: it.kind,
            any_of: it.any_of.clone(),
            from_minute: it.from_minute,
            minutes: it.minutes,
        };
        AppointmentTypeForm {
            name: it.name.clone(),
            neutral_label: it.neutral_label.clone(),
            short_code: it.short_code.clone(),
            duration_minutes: it.duration_minutes,
            buffer_before_minutes: it.buffer_before_minutes,
            buffer_after_minutes: it.buffer_after_minutes,
            needs: it.needs.iter().map(need).collect(),
            notice_minutes: it.notice_minutes,
            is_new_patient: it.is_new_patient,
            follow_up_weeks: it.follow_up_weeks,
            overbook_lanes: it.overbook_lanes,
            is_urgent: it.is_urgent,
            places: it.places,
            modality: it.modality,
            preceded_by: it.preceded_by.map(PrecedingForm::of),
            is_active: it.is_active,
        }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, _: Option<&AppointmentType>) -> AppointmentType {
        let need =
            |NeedForm { kind, any_of, from_minute, minutes }| Need { kind, any_of, from_minute, minutes };
        AppointmentType {
            id: AppointmentTypeId(id),
            version,
            name: self.name,
            neutral_label: self.neutral_label,
            duration_minutes: self.duration_minutes,
            buffer_before_minutes: self.buffer_before_minutes,
            buffer_after_minutes: self.buffer_after_minutes,
            needs: self.needs.into_iter().map(need).collect(),
            notice_minutes: self.notice_minutes,
            is_new_patient: self.is_new_patient,
            follow_up_weeks: self.follow_up_weeks,
            overbook_lanes: self.overbook_lanes,
            is_urgent: self.is_urgent,
            places: self.places,
            is_active: self.is_active,
            short_code: self.short_code,
            modality: self.modality,
            preceded_by: self.preceded_by.map(PrecedingForm::preceding),
        }
    }
}
