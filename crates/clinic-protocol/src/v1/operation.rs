//! Operations: `{"id":…,"device":…, … ,"kind":"book","body":{…}}`.

use crate::{
    error::DecodeError,
    wire::{Wire, frame, parse, raw, wire},
};
use clinic_domain::{
    alias::PatientField,
    appointment::{Allocation, AppointmentStatus, CancelReason, ConfirmationState, Requester},
    appointment_type::AppointmentType,
    attendance::TriageCategory,
    call::CallAttempt,
    conflict::ConflictOutcome,
    counter::Asked,
    day_close::DayClose,
    hold::Hold,
    id::{
        AppointmentId, AppointmentTypeId, ConflictId, DeviceId, HoldId, LocationId, OpId, PatientId,
        PersonId, Version, WaitlistId,
    },
    message::MessageTemplate,
    office::{Department, FaqEntry},
    operation::{
        Base, Booking, Buffer, Change, ImportCounts, Operation, OperationBody, RuleVersion, SlotContent,
    },
    organization::{Location, Organization},
    patient::{Caregiver, ContactChannel, IdentityField, Patient},
    people::Person,
    personal::Personal,
    policy::SecurityPolicy,
    recall::Recall,
    resource::Resource,
    schedule::{ScheduleException, ScheduleTemplate},
    series::Series,
    time::{Instant, Period},
    waitlist::{OfferAnswer, WaitlistEntry},
};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;

pub(crate) fn write(operation: &Operation) -> Vec<u8> {
    frame(&OperationV1 {
        id: operation.id,
        device: operation.device,
        device_seq: operation.device_seq,
        author: operation.author,
        at: operation.at,
        written_at: operation.written_at,
        part_of: operation.part_of,
        base: operation.base.form(),
        promised_to_patient: operation.promised_to_patient,
        kind: Cow::Borrowed(operation.body.kind()),
        body: &form_body(&operation.body),
    })
}

pub(crate) fn read(json: &str) -> Result<Operation, DecodeError> {
    let form: OperationV1<'_> = parse(json, "operation")?;
    Ok(Operation {
        id: form.id,
        device: form.device,
        device_seq: form.device_seq,
        author: form.author,
        at: form.at,
        written_at: form.written_at,
        part_of: form.part_of,
        base: Wire::read(form.base)?,
        promised_to_patient: form.promised_to_patient,
        body: read_body(&form.kind, form.body)?,
    })
}

#[derive(Serialize, Deserialize)]
struct OperationV1<'a> {
    id: OpId,
    device: DeviceId,
    device_seq: u64,
    author: PersonId,
    at: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    written_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    part_of: Option<OpId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    base: Option<BaseV1>,
    promised_to_patient: bool,
    #[serde(borrow)]
    kind: Cow<'a, str>,
    #[serde(borrow)]
    body: &'a RawValue,
}

#[derive(PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BaseV1 {
    Version(Version),
    After(OpId),
}

impl Wire for Base {
    type Form = BaseV1;

    fn form(&self) -> BaseV1 {
        match *self {
            Base::Version(version) => BaseV1::Version(version),
            Base::After(op) => BaseV1::After(op),
        }
    }

    fn read(form: BaseV1) -> Result<Self, DecodeError> {
        Ok(match form {
            BaseV1::Version(version) => Base::Version(version),
            BaseV1::After(op) => Base::After(op),
        })
    }
}

wire! {
    BookingV1 for Booking {
        required { appointment: AppointmentId, patient: PatientId, slot: SlotContent }
        optional {
            requested_by: Requester,
            note: Personal,
            overbook_reason: Option<String>,
            reminder: Option<ContactChannel>,
            contact_point: Personal,
            instead_of: Option<AppointmentId>,
            series: Option<Series>,
            walk_in: Option<TriageCategory>,
        }
    }

    SlotContentV1 for SlotContent {
        required {
            location: LocationId,
            appointment_type: AppointmentTypeId,
            visit: Period,
            allocations: Vec<Allocation>,
            rules: RuleVersion,
        }
        optional { waives: Option<Buffer>, hold: Option<HoldId> }
    }

    ImportCountsV1 for ImportCounts {
        required {}
        optional { patients: u32, caregivers: u32, appointments: u32, setup: u32 }
    }
}

/// One list gives the kinds' names, the forms of bodies that are no record of their own, and both directions.
macro_rules! bodies {
    (
        records { $($record:ident($record_type:ty) = $record_kind:literal),+ $(,)? }
        fields {
            $($body:ident {
                $($field:ident: $field_type:ty),+ $(,)?
                $(; left_out_when_absent $($late:ident: $late_type:ty),+ $(,)?)?
            } = $body_kind:literal),+ $(,)?
        }
    ) => {
        mod form {
            use super::*;
            $(
                #[derive(Serialize, Deserialize)]
                pub(super) struct $body {
                    $(pub(super) $field: <$field_type as Wire>::Form,)+
                    $($(
                        #[serde(default, skip_serializing_if = "crate::wire::is_default")]
                        pub(super) $late: <$late_type as Wire>::Form,
                    )+)?
                }
            )+
        }

        fn form_body(body: &OperationBody) -> Box<RawValue> {
            match body {
                $(OperationBody::$record(record) => raw(&record.form()),)+
                $(OperationBody::$body { $($field,)+ $($($late,)+)? } => {
                    raw(&form::$body { $($field: $field.form(),)+ $($($late: $late.form(),)+)? })
                })+
            }
        }

        fn read_body(kind: &str, body: &RawValue) -> Result<OperationBody, DecodeError> {
            let json = body.get();
            Ok(match kind {
                $($record_kind => {
                    OperationBody::$record(<$record_type as Wire>::read(parse(json, $record_kind)?)?)
                })+
                $($body_kind => {
                    let form: form::$body = parse(json, $body_kind)?;
                    OperationBody::$body {
                        $($field: <$field_type as Wire>::read(form.$field)?,)+
                        $($($late: <$late_type as Wire>::read(form.$late)?,)+)?
                    }
                })+
                _ => return Err(DecodeError::UnknownKind { of: "operation", kind: kind.to_owned() }),
            })
        }
    };
}

bodies! {
    records {
        Book(Booking) = "book",
        PatientCreate(Box<Patient>) = "patient_create",
        PatientPatch(Box<Patient>) = "patient_patch",
        CaregiverPut(Caregiver) = "caregiver_put",
        OrganizationPut(Organization) = "organization_put",
        LocationPut(Location) = "location_put",
        ResourcePut(Resource) = "resource_put",
        AppointmentTypePut(AppointmentType) = "appointment_type_put",
        TemplatePut(ScheduleTemplate) = "template_put",
        ExceptionPut(ScheduleException) = "exception_put",
        HoldPut(Hold) = "hold_put",
        WaitlistPut(Box<WaitlistEntry>) = "waitlist_put",
        RecallPut(Recall) = "recall_put",
        PersonPut(Person) = "person_put",
        PolicyPut(SecurityPolicy) = "policy_put",
        DepartmentPut(Department) = "department_put",
        FaqPut(FaqEntry) = "faq_put",
        MessageTemplatePut(MessageTemplate) = "message_template_put",
        DaySign(DayClose) = "day_sign",
        LogCall(CallAttempt) = "log_call",
    }
    fields {
        Reschedule {
            appointment: AppointmentId,
            slot: SlotContent,
            overbook_reason: Option<String>,
            requested_by: Requester;
            left_out_when_absent series: Option<Series>,
        } = "reschedule",
        Cancel {
            appointment: AppointmentId,
            reason: CancelReason,
            note: Personal,
            requested_by: Requester,
        } = "cancel",
        SetStatus {
            appointment: AppointmentId,
            to: AppointmentStatus,
            requested_by: Requester,
        } = "set_status",
        CheckIn {
            appointment: AppointmentId,
            verified: Vec<IdentityField>,
            requested_by: Requester;
            left_out_when_absent asked: Asked,
        } = "check_in",
        SetConfirmation {
            appointment: AppointmentId,
            state: ConfirmationState,
            channel: ContactChannel,
        } = "set_confirmation",
        SetNote { appointment: AppointmentId, note: Personal } = "set_note",
        WaitlistOffer { entry: WaitlistId, hold: Hold } = "waitlist_offer",
        WaitlistAnswer { entry: WaitlistId, answer: OfferAnswer } = "waitlist_answer",
        SetTriage { appointment: AppointmentId, category: TriageCategory } = "set_triage",
        PatientMerge {
            kept: PatientId,
            merged: PatientId,
            merged_seen: Version,
            taken: Vec<PatientField>;
            left_out_when_absent merged_after: Option<OpId>,
        } = "patient_merge",
        PatientSeparate { merged: PatientId } = "patient_separate",
        ConflictClaim { conflict: ConflictId } = "conflict_claim",
        ConflictRelease { conflict: ConflictId } = "conflict_release",
        ConflictResolve {
            conflict: ConflictId,
            outcome: ConflictOutcome,
            note: Personal;
            left_out_when_absent act: Option<OpId>,
        } = "conflict_resolve",
        Undo { of: OpId } = "undo",
        ImportBatch { source: String, digest: [u8; 32], counts: ImportCounts } = "import_batch",
        Adopt { rows: Vec<Change> } = "adopt",
    }
}
