// The desk's closed codes. `satisfies` makes a new code a compile error here.
import type {
  AppointmentStatus,
  CancelReason,
  CaregiverAuthorization,
  CaregiverRelation,
  ConfirmationState,
  ContactChannel,
  ExceptionKind,
  LogisticsFlag,
  OrganizationKind,
  Role,
  Sex,
} from "@bridge";

interface StatusWords {
  /** What the visit is. */
  label: string;
  /** What pressing the button does. */
  action: string;
}

export const en = {
  status: {
    proposed: { label: "Proposed", action: "Propose" },
    pending: { label: "Pending", action: "Set to pending" },
    booked: { label: "Booked", action: "Back to booked" },
    arrived: { label: "Arrived", action: "Arrived" },
    "checked-in": { label: "Checked in", action: "Check in" },
    roomed: { label: "In room", action: "To the room" },
    "with-provider": { label: "With provider", action: "With provider" },
    fulfilled: { label: "Done", action: "Done" },
    cancelled: { label: "Cancelled", action: "Cancel" },
    "late-cancel": { label: "Cancelled late", action: "Cancel late" },
    noshow: { label: "No-show", action: "No-show" },
    "left-without-being-seen": { label: "Left unseen", action: "Left unseen" },
    waitlist: { label: "On the waitlist", action: "To the waitlist" },
    "entered-in-error": { label: "Entered in error", action: "Entered in error" },
  } satisfies Record<AppointmentStatus, StatusWords>,
  confirmation: {
    not_asked: "Not asked",
    asked: "Asked, no answer yet",
    confirmed: "Confirmed by the patient",
    declined: "Declined by the patient",
  } satisfies Record<ConfirmationState, string>,
  channel: {
    phone: "Phone",
    sms: "Text message",
    email: "E-mail",
    post: "Post",
    none: "None",
  } satisfies Record<ContactChannel, string>,
  cancelReason: {
    patient_request: "Patient asked",
    patient_ill: "Patient is ill",
    patient_transport: "No transport",
    patient_forgot: "Patient forgot",
    patient_deceased: "Patient has died",
    no_longer_needed: "No longer needed",
    provider_unavailable: "Provider not available",
    clinic_closed: "Clinic closed",
    equipment_failure: "Equipment out of order",
    booked_in_error: "Booked in error",
    other: "Other",
  } satisfies Record<CancelReason, string>,
  role: {
    administrator: "Administrator",
    practice_manager: "Practice manager",
    front_desk: "Front desk",
    scheduler: "Scheduler",
    billing: "Billing",
    medical_assistant: "Medical assistant",
    nurse: "Nurse",
    attending_physician: "Attending physician",
    specialist: "Specialist",
  } satisfies Record<Role, string>,
  sex: { female: "Female", male: "Male", other: "Other", unknown: "Not known" } satisfies Record<Sex, string>,
  flag: {
    wheelchair: "Wheelchair",
    arrive_early: "Arrives early",
    fasting: "Fasting",
    isolation_room: "Isolation room",
    hard_of_hearing: "Hard of hearing",
    low_vision: "Low vision",
    ground_floor: "Ground floor",
    transport: "Needs transport",
  } satisfies Record<LogisticsFlag, string>,
  relation: {
    parent: "Parent",
    guardian: "Guardian",
    spouse: "Spouse",
    child: "Child",
    sibling: "Sibling",
    friend: "Friend",
    professional_carer: "Professional carer",
    other: "Other",
  } satisfies Record<CaregiverRelation, string>,
  authorization: {
    full: "Full",
    limited: "Limited",
    emergency_only: "In emergencies only",
  } satisfies Record<CaregiverAuthorization, string>,
  exception: {
    holiday: "Holiday",
    time_off: "Time off",
    break: "Break",
    block: "Block",
    extra_session: "Extra session",
  } satisfies Record<ExceptionKind, string>,
  organizationKind: {
    clinic: "Clinic",
    specialty_center: "Specialty centre",
    urgent_care: "Urgent care",
    hospital: "Hospital",
    telehealth: "Telehealth",
    diagnostic_center: "Diagnostic centre",
  } satisfies Record<OrganizationKind, string>,
};
