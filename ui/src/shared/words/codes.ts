// The desk's closed codes in a person's words. `Record` types make a new code a compile error here.
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
  PhoneKind,
  Role,
  Sex,
} from "@bridge";
import type { IconName } from "../kit/icons";

export interface StatusWords {
  /** What the visit is. */
  label: string;
  /** What pressing the button does. */
  action: string;
  icon: IconName;
  /** Which pair of status colours. */
  colour: "booked" | "confirmed" | "arrived" | "room" | "done" | "noshow" | "cancelled";
}

export const STATUS: Record<AppointmentStatus, StatusWords> = {
  proposed: { label: "Proposed", action: "Propose", icon: "circle", colour: "booked" },
  pending: { label: "Pending", action: "Set to pending", icon: "clock", colour: "booked" },
  booked: { label: "Booked", action: "Back to booked", icon: "circle", colour: "booked" },
  arrived: { label: "Arrived", action: "Arrived", icon: "patient", colour: "arrived" },
  "checked-in": { label: "Checked in", action: "Check in", icon: "patient", colour: "arrived" },
  roomed: { label: "In room", action: "To the room", icon: "door", colour: "room" },
  "with-provider": { label: "With provider", action: "With provider", icon: "provider", colour: "room" },
  fulfilled: { label: "Done", action: "Done", icon: "double", colour: "done" },
  cancelled: { label: "Cancelled", action: "Cancel", icon: "ban", colour: "cancelled" },
  "late-cancel": { label: "Cancelled late", action: "Cancel late", icon: "ban", colour: "cancelled" },
  noshow: { label: "No-show", action: "No-show", icon: "noshow", colour: "noshow" },
  "left-without-being-seen": { label: "Left unseen", action: "Left unseen", icon: "leave", colour: "noshow" },
  waitlist: { label: "On the waitlist", action: "To the waitlist", icon: "clock", colour: "booked" },
  "entered-in-error": { label: "Entered in error", action: "Entered in error", icon: "ban", colour: "cancelled" },
};

export const CONFIRMATION: Record<ConfirmationState, string> = {
  not_asked: "Not asked",
  asked: "Asked, no answer yet",
  confirmed: "Confirmed by the patient",
  declined: "Declined by the patient",
};

export const CHANNEL: Record<ContactChannel, string> = {
  phone: "Phone",
  sms: "Text message",
  email: "E-mail",
  post: "Post",
  none: "None",
};

export const CANCEL_REASON: Record<CancelReason, string> = {
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
};

export const ROLE: Record<Role, string> = {
  administrator: "Administrator",
  practice_manager: "Practice manager",
  front_desk: "Front desk",
  scheduler: "Scheduler",
  billing: "Billing",
  medical_assistant: "Medical assistant",
  nurse: "Nurse",
  attending_physician: "Attending physician",
  specialist: "Specialist",
};

export const SEX: Record<Sex, string> = { female: "Female", male: "Male", other: "Other", unknown: "Not known" };

export const PHONE_KIND: Record<PhoneKind, string> = { mobile: "Mobile", home: "Home", work: "Work", other: "Other" };

export const FLAG: Record<LogisticsFlag, string> = {
  wheelchair: "Wheelchair",
  arrive_early: "Arrives early",
  fasting: "Fasting",
  isolation_room: "Isolation room",
  hard_of_hearing: "Hard of hearing",
  low_vision: "Low vision",
  ground_floor: "Ground floor",
  transport: "Needs transport",
};

export const RELATION: Record<CaregiverRelation, string> = {
  parent: "Parent",
  guardian: "Guardian",
  spouse: "Spouse",
  child: "Child",
  sibling: "Sibling",
  friend: "Friend",
  professional_carer: "Professional carer",
  other: "Other",
};

export const AUTHORIZATION: Record<CaregiverAuthorization, string> = {
  full: "Full",
  limited: "Limited",
  emergency_only: "In emergencies only",
};

export const EXCEPTION: Record<ExceptionKind, string> = {
  holiday: "Holiday",
  time_off: "Time off",
  break: "Break",
  block: "Block",
  extra_session: "Extra session",
};

export const ORGANIZATION_KIND: Record<OrganizationKind, string> = {
  clinic: "Clinic",
  specialty_center: "Specialty centre",
  urgent_care: "Urgent care",
  hospital: "Hospital",
  telehealth: "Telehealth",
  diagnostic_center: "Diagnostic centre",
};

const LANGUAGES = new Intl.DisplayNames("en", { type: "language", fallback: "code" });

/** "Portuguese" for the code "pt"; words that are no code stay as they are. */
export const languageName = (language: string): string =>
  /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) ? (LANGUAGES.of(language) ?? language) : language;

/** The entries of such a table as choices of a select. */
export function choicesOf<V extends string>(words: Record<V, string>): { value: V; label: string }[] {
  return (Object.entries(words) as [V, string][]).map(([value, label]) => ({ value, label }));
}

/** "1 visit", "2 visits". */
export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;
