//! What a practice sets up: organization, locations, resources, types, templates, exceptions, people.

use crate::{
    error::DecodeError,
    wire::{Wire, wire},
};
use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    appointment_type::{AppointmentType, Modality, Need, Preceding},
    attendance::TriageTargets,
    business_hours::{BusinessHours, OpenHours},
    counter::CardInterval,
    day_close::{DayClose, DayNumbers},
    emergency::{EmergencyGroup, EmergencyPlan, EmergencyReview, EmergencyWords},
    id::{
        AppointmentTypeId, DayCloseId, DepartmentId, ExceptionId, LocationId, OrganizationId, PersonId,
        ResourceId, TemplateId, Version,
    },
    organization::{
        Address, Contact, Location, Organization, OrganizationKind, OrganizationSettings, OrganizationSize,
        Travel,
    },
    people::{Person, Role},
    resource::{Resource, ResourceKind},
    schedule::{
        ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, SessionReserve, WeeklySession,
    },
    tier::SubscriptionTier,
    time::{DayMinute, Instant},
};
use serde::{Deserialize, Serialize};

wire! {
    OrganizationV1 for Organization {
        required {
            id: OrganizationId,
            version: Version,
            name: String,
            kind: OrganizationKind,
            settings: OrganizationSettings,
        }
        optional {
            slug: String,
            size: Option<OrganizationSize>,
            address: Address,
            contact: Contact,
            business_hours: Option<BusinessHours>,
            zone: Option<Tz>,
            subscription_tier: Option<SubscriptionTier>,
            is_demo: bool,
            emergency: Box<EmergencyPlan>,
        }
    }

    #[derive(Default)]
    EmergencyPlanV1 for EmergencyPlan {
        required {}
        optional {
            script: String,
            number: String,
            added: Vec<EmergencyWords>,
            left_out: Vec<String>,
            review: Option<EmergencyReview>,
        }
    }

    EmergencyWordsV1 for EmergencyWords {
        required { group: EmergencyGroup, words: String }
        optional {}
    }

    EmergencyReviewV1 for EmergencyReview {
        required { by: String, on: NaiveDate }
        optional {}
    }

    #[derive(Default)]
    ContactV1 for Contact {
        required {}
        optional { phone: String, email: String, website: String }
    }

    OpenHoursV1 for OpenHours {
        required { weekday: Weekday, from: DayMinute, to: DayMinute }
        optional {}
    }

    LocationV1 for Location {
        required { id: LocationId, version: Version, name: String, zone: Tz, is_active: bool }
        optional { address: Address, phone: String, numbers_arrivals: bool, source: Option<String> }
    }

    TravelV1 for Travel {
        required { one: LocationId, other: LocationId, minutes: u16 }
        optional {}
    }

    #[derive(Default)]
    AddressV1 for Address {
        required {}
        optional { lines: Vec<String>, city: String, region: String, postal_code: String, country: String }
    }

    ResourceV1 for Resource {
        required {
            id: ResourceId,
            version: Version,
            location: LocationId,
            kind: ResourceKind,
            name: String,
            is_active: bool,
        }
        optional {
            initials: String,
            specialty: String,
            identifier: String,
            join_link: String,
            changeover_minutes: u16,
            same_person_as: Option<ResourceId>,
            position: u32,
            source: Option<String>,
        }
        single { places: u8 }
    }

    AppointmentTypeV1 for AppointmentType {
        required {
            id: AppointmentTypeId,
            version: Version,
            name: String,
            duration_minutes: u16,
            needs: Vec<Need>,
            is_active: bool,
        }
        optional {
            neutral_label: String,
            buffer_before_minutes: u16,
            buffer_after_minutes: u16,
            notice_minutes: u32,
            is_new_patient: bool,
            follow_up_weeks: u8,
            overbook_lanes: Option<u8>,
            is_urgent: bool,
            short_code: String,
            modality: Modality,
            preceded_by: Option<Preceding>,
        }
        single { places: u8 }
    }

    PrecedingV1 for Preceding {
        required { appointment_type: AppointmentTypeId, max_gap_minutes: u16 }
        optional { min_gap_minutes: u16 }
    }

    NeedV1 for Need {
        required { kind: ResourceKind }
        optional { any_of: Vec<ResourceId>, from_minute: u16, minutes: u16 }
    }

    ScheduleTemplateV1 for ScheduleTemplate {
        required {
            id: TemplateId,
            version: Version,
            resource: ResourceId,
            valid_from: NaiveDate,
            every_n_weeks: u8,
            sessions: Vec<WeeklySession>,
            is_active: bool,
        }
        optional { name: String, valid_to: Option<NaiveDate> }
    }

    WeeklySessionV1 for WeeklySession {
        required { weekday: Weekday, from: DayMinute, to: DayMinute }
        optional {
            types: Vec<AppointmentTypeId>,
            release_days: Option<u16>,
            reserve: Option<SessionReserve>,
            overbook_lanes: u8,
        }
    }

    SessionReserveV1 for SessionReserve {
        required { percent: u8, until_days: u16 }
        optional {}
    }

    ScheduleExceptionV1 for ScheduleException {
        required {
            id: ExceptionId,
            version: Version,
            scope: ExceptionScope,
            kind: ExceptionKind,
            first_day: NaiveDate,
            last_day: NaiveDate,
            from: DayMinute,
            to: DayMinute,
            is_active: bool,
        }
        optional { reason: String, types: Vec<AppointmentTypeId>, overbook_lanes: u8, source: Option<String> }
    }

    DayCloseV1 for DayClose {
        required {
            id: DayCloseId,
            version: Version,
            location: LocationId,
            day: NaiveDate,
            at: Instant,
            by: PersonId,
            is_active: bool,
        }
        optional { numbers: DayNumbers }
    }

    #[derive(Default)]
    DayNumbersV1 for DayNumbers {
        required {}
        optional {
            booked: u32,
            seen: u32,
            no_shows: u32,
            left: u32,
            cancelled: u32,
            cancelled_late: u32,
            open: u32,
            walk_ins: u32,
            on_paper: u32,
        }
    }

    PersonV1 for Person {
        required { id: PersonId, version: Version, login: String, roles: Vec<Role>, is_active: bool }
        optional {
            name: String,
            resource: Option<ResourceId>,
            department: Option<DepartmentId>,
            email: String,
            license_number: String,
            specialties: Vec<String>,
            language: String,
        }
    }
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionScopeV1 {
    Resource(ResourceId),
    Location(LocationId),
}

impl Wire for ExceptionScope {
    type Form = ExceptionScopeV1;

    fn form(&self) -> ExceptionScopeV1 {
        match *self {
            ExceptionScope::Resource(id) => ExceptionScopeV1::Resource(id),
            ExceptionScope::Location(id) => ExceptionScopeV1::Location(id),
        }
    }

    fn read(form: ExceptionScopeV1) -> Result<Self, DecodeError> {
        Ok(match form {
            ExceptionScopeV1::Resource(id) => ExceptionScope::Resource(id),
            ExceptionScopeV1::Location(id) => ExceptionScope::Location(id),
        })
    }
}

#[derive(PartialEq, Serialize, Deserialize)]
pub struct OrganizationSettingsV1 {
    auto_lock_minutes: u8,
    grid_minutes: u8,
    late_cancel_hours: u16,
    #[serde(default = "first_late_arrival", skip_serializing_if = "is_first_late_arrival")]
    late_arrival_minutes: u16,
    /// By category, most urgent first.
    #[serde(default = "first_triage_targets", skip_serializing_if = "are_first_triage_targets")]
    triage_targets: [u16; 5],
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    travel: Vec<TravelV1>,
    #[serde(default = "first_confirm_details", skip_serializing_if = "is_first_confirm_details")]
    confirm_details_days: u16,
    #[serde(default = "first_card_interval", skip_serializing_if = "is_first_card_interval")]
    card_interval: CardInterval,
}

/// What settings from before anything was asked at the counter stand for.
const fn first_confirm_details() -> u16 {
    90
}

fn is_first_confirm_details(days: &u16) -> bool {
    *days == first_confirm_details()
}

const fn first_card_interval() -> CardInterval {
    CardInterval::Year
}

fn is_first_card_interval(interval: &CardInterval) -> bool {
    *interval == first_card_interval()
}

/// What settings from before there was a late policy stand for.
const fn first_late_arrival() -> u16 {
    15
}

fn is_first_late_arrival(minutes: &u16) -> bool {
    *minutes == first_late_arrival()
}

/// What settings from before there was a triage stand for.
const fn first_triage_targets() -> [u16; 5] {
    [0, 10, 60, 120, 240]
}

fn are_first_triage_targets(minutes: &[u16; 5]) -> bool {
    *minutes == first_triage_targets()
}

impl Wire for BusinessHours {
    type Form = Vec<OpenHoursV1>;

    fn form(&self) -> Vec<OpenHoursV1> {
        self.0.form()
    }

    fn read(form: Vec<OpenHoursV1>) -> Result<Self, DecodeError> {
        Vec::read(form).map(BusinessHours)
    }
}

impl Wire for OrganizationSettings {
    type Form = OrganizationSettingsV1;

    fn form(&self) -> OrganizationSettingsV1 {
        let OrganizationSettings {
            auto_lock_minutes,
            grid_minutes,
            late_cancel_hours,
            late_arrival_minutes,
            triage_targets: TriageTargets(triage_targets),
            confirm_details_days,
            card_interval,
            ref travel,
        } = *self;
        OrganizationSettingsV1 {
            auto_lock_minutes,
            grid_minutes,
            late_cancel_hours,
            late_arrival_minutes,
            triage_targets,
            travel: travel.iter().map(Wire::form).collect(),
            confirm_details_days,
            card_interval,
        }
    }

    fn read(form: OrganizationSettingsV1) -> Result<Self, DecodeError> {
        let OrganizationSettingsV1 {
            auto_lock_minutes,
            grid_minutes,
            late_cancel_hours,
            late_arrival_minutes,
            triage_targets,
            travel,
            confirm_details_days,
            card_interval,
        } = form;
        Ok(OrganizationSettings {
            auto_lock_minutes,
            grid_minutes,
            late_cancel_hours,
            late_arrival_minutes,
            triage_targets: TriageTargets(triage_targets),
            travel: travel.into_iter().map(Travel::read).collect::<Result<_, _>>()?,
            confirm_details_days,
            card_interval,
        })
    }
}
