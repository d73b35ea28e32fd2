//! The small values: ids, codes, times, texts.

use crate::{
    error::DecodeError,
    hex::{bytes_of, hex_of},
    wire::{Wire, as_is},
};
use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    alias::PatientField,
    appointment::{AppointmentStatus, CallOutcome, CancelReason, ConfirmationState},
    appointment_type::Modality,
    attendance::TriageCategory,
    conflict::{ConflictOutcome, LostAct},
    counter::{CardAnswer, CardInterval},
    emergency::EmergencyGroup,
    field_access::{FieldGroup, FieldRule},
    id::{
        AppointmentId, AppointmentTypeId, CaregiverId, ConflictId, DayCloseId, DepartmentId, DeviceId,
        ExceptionId, FaqId, HoldId, LocationId, MessageTemplateId, OpId, OrganizationId, PatientId, PersonId,
        RecallId, ResourceId, SeriesId, TemplateId, Version, WaitlistId,
    },
    message::{MessageChannel, MessageKind},
    operation::{Buffer, RuleVersion},
    organization::{OrganizationKind, OrganizationSize},
    patient::{
        CaregiverAuthorization, CaregiverRelation, ContactChannel, IdentityField, LogisticsFlag, PhoneKind,
        Sex,
    },
    people::Role,
    personal::Personal,
    recall::RecallStatus,
    resource::ResourceKind,
    schedule::ExceptionKind,
    series::Nth,
    tier::SubscriptionTier,
    time::{DayMinute, Instant, Period},
    waitlist::{OfferAnswer, Urgency, WaitlistStatus},
};
use serde::{Deserialize, Serialize};

as_is! {
    AppointmentId, AppointmentTypeId, CaregiverId, DayCloseId, DeviceId, ExceptionId, HoldId, LocationId, OpId,
    OrganizationId, PatientId, PersonId, RecallId, ResourceId, SeriesId, TemplateId, Version, WaitlistId, Instant,
    DepartmentId, FaqId, MessageTemplateId, EmergencyGroup, FieldGroup, FieldRule, MessageChannel, MessageKind,
    AppointmentStatus, CancelReason, ConfirmationState, OrganizationKind, CaregiverAuthorization, CaregiverRelation,
    ContactChannel, IdentityField, LogisticsFlag, PhoneKind, Sex, Role, ResourceKind, ExceptionKind, Modality,
    CallOutcome, CardAnswer, CardInterval, Buffer, TriageCategory, PatientField, Nth, OfferAnswer, RecallStatus, Urgency, WaitlistStatus,
    OrganizationSize, SubscriptionTier, ConflictId, ConflictOutcome, LostAct,
}

impl Wire for Personal {
    type Form = String;

    fn form(&self) -> String {
        self.expose().to_owned()
    }

    fn read(form: String) -> Result<Self, DecodeError> {
        Ok(Personal::new(form))
    }
}

impl Wire for RuleVersion {
    type Form = u64;

    fn form(&self) -> u64 {
        self.0
    }

    fn read(form: u64) -> Result<Self, DecodeError> {
        Ok(RuleVersion(form))
    }
}

/// UTC seconds.
#[derive(PartialEq, Serialize, Deserialize)]
pub struct PeriodV1 {
    start: Instant,
    end: Instant,
}

impl Wire for Period {
    type Form = PeriodV1;

    fn form(&self) -> PeriodV1 {
        PeriodV1 { start: self.start(), end: self.end() }
    }

    fn read(form: PeriodV1) -> Result<Self, DecodeError> {
        Period::new(form.start, form.end).ok_or(DecodeError::Impossible { of: "period" })
    }
}

impl Wire for DayMinute {
    type Form = u16;

    fn form(&self) -> u16 {
        self.0
    }

    fn read(form: u16) -> Result<Self, DecodeError> {
        DayMinute::new(form).ok_or(DecodeError::Impossible { of: "minute of the day" })
    }
}

/// `YYYY-MM-DD`.
impl Wire for NaiveDate {
    type Form = String;

    fn form(&self) -> String {
        self.to_string()
    }

    fn read(form: String) -> Result<Self, DecodeError> {
        form.parse().map_err(|_| DecodeError::Impossible { of: "date" })
    }
}

/// `mon` to `sun`.
impl Wire for Weekday {
    type Form = String;

    fn form(&self) -> String {
        self.to_string().to_ascii_lowercase()
    }

    fn read(form: String) -> Result<Self, DecodeError> {
        form.parse().map_err(|_| DecodeError::Impossible { of: "weekday" })
    }
}

/// The IANA name.
impl Wire for Tz {
    type Form = String;

    fn form(&self) -> String {
        self.name().to_owned()
    }

    fn read(form: String) -> Result<Self, DecodeError> {
        form.parse().map_err(|_| DecodeError::Impossible { of: "time zone" })
    }
}

/// A SHA-256 digest: 64 lowercase hexadecimal digits.
impl Wire for [u8; 32] {
    type Form = String;

    fn form(&self) -> String {
        hex_of(self)
    }

    fn read(form: String) -> Result<Self, DecodeError> {
        let digest = bytes_of(&form).and_then(|it| it.try_into().ok());
        digest.ok_or(DecodeError::Impossible { of: "digest" })
    }
}
