//! Generated values of every kind: a seed gives the value, so that a failing seed is all a report needs.

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;
use clinic_domain::{
    alias::{PatientAlias, PatientField},
    appointment::{
        Allocation, Appointment, AppointmentStatus, CallOutcome, CancelReason, Cancellation, Confirmation,
        ConfirmationStamp, ConfirmationState, HistoryEntry, HistoryEvent, Requester, Sequel,
    },
    appointment_type::{AppointmentType, Modality, Need, Preceding},
    attendance::{Attendance, TriageCategory, TriageTargets},
    business_hours::{BusinessHours, OpenHours},
    call::{Call, CallAttempt, CallSubject},
    conflict::{BookingConflict, ConflictClaim, ConflictOutcome, ConflictResolution, LostAct},
    counter::{Asked, CardAnswer, CardInterval},
    day_close::{DayClose, DayNumbers},
    emergency::{EmergencyGroup, EmergencyPlan, EmergencyReview, EmergencyWords},
    field_access::{FieldGroup, FieldRule, Narrowed},
    hold::Hold,
    id::{
        AppointmentId, AppointmentTypeId, CaregiverId, ConflictId, DayCloseId, DepartmentId, DeviceId,
        ExceptionId, FaqId, HoldId, LocationId, MessageTemplateId, OpId, OrganizationId, PatientId, PersonId,
        RecallId, ResourceId, SeriesId, TemplateId, Version, WaitlistId,
    },
    message::{MessageChannel, MessageKind, MessageTemplate},
    office::{Department, EarlierText, FaqEntry, Written},
    operation::{
        Base, Booking, Buffer, Change, ImportCounts, Operation, OperationBody, RuleVersion, SlotContent,
    },
    organization::{
        Address, Contact, Location, Organization, OrganizationKind, OrganizationSettings, OrganizationSize,
        Travel,
    },
    patient::{
        Caregiver, CaregiverAuthorization, CaregiverRelation, ContactChannel, Coverage, EmergencyContact,
        IdentityField, LogisticsFlag, Patient, PersonalAddress, Phone, PhoneKind, Sex,
    },
    people::{Person, Role},
    personal::Personal,
    policy::SecurityPolicy,
    recall::{Recall, RecallStatus},
    resource::{Resource, ResourceKind},
    schedule::{
        ExceptionKind, ExceptionScope, ScheduleException, ScheduleTemplate, SessionReserve, WeeklySession,
    },
    series::{Nth, Pattern, Series},
    tier::SubscriptionTier,
    time::{DayMinute, Instant, Period},
    waitlist::{OfferAnswer, Urgency, WaitlistEntry, WaitlistOffer, WaitlistStatus, Wish},
};
use clinic_protocol::AppointmentDetail;

/// SplitMix64.
pub struct Seed(pub u64);

impl Seed {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize].clone()
    }
}

pub trait Sample {
    fn sample(seed: &mut Seed) -> Self;
}

/// One operation body of every kind.
pub fn every_body(s: &mut Seed) -> Vec<OperationBody> {
    use OperationBody as B;
    let mut bodies = vec![
        B::Book(Sample::sample(s)),
        B::Reschedule {
            appointment: Sample::sample(s),
            slot: Sample::sample(s),
            overbook_reason: Sample::sample(s),
            requested_by: Sample::sample(s),
            series: Sample::sample(s),
        },
        B::Cancel {
            appointment: Sample::sample(s),
            reason: Sample::sample(s),
            note: Sample::sample(s),
            requested_by: Sample::sample(s),
        },
        B::SetStatus {
            appointment: Sample::sample(s),
            to: Sample::sample(s),
            requested_by: Sample::sample(s),
        },
        B::SetConfirmation {
            appointment: Sample::sample(s),
            state: Sample::sample(s),
            channel: Sample::sample(s),
        },
        B::SetNote { appointment: Sample::sample(s), note: Sample::sample(s) },
        B::PatientCreate(Sample::sample(s)),
        B::PatientPatch(Sample::sample(s)),
        B::CaregiverPut(Sample::sample(s)),
        B::OrganizationPut(Sample::sample(s)),
        B::LocationPut(Sample::sample(s)),
        B::ResourcePut(Sample::sample(s)),
        B::AppointmentTypePut(Sample::sample(s)),
        B::TemplatePut(Sample::sample(s)),
        B::ExceptionPut(Sample::sample(s)),
        B::PersonPut(Sample::sample(s)),
        B::ImportBatch { source: Sample::sample(s), digest: Sample::sample(s), counts: Sample::sample(s) },
        B::Undo { of: Sample::sample(s) },
        B::Adopt { rows: every_change(s) },
        B::CheckIn {
            appointment: Sample::sample(s),
            verified: Sample::sample(s),
            requested_by: Sample::sample(s),
            asked: Sample::sample(s),
        },
        B::LogCall(Sample::sample(s)),
        B::HoldPut(Sample::sample(s)),
        B::WaitlistPut(Sample::sample(s)),
        B::WaitlistOffer { entry: Sample::sample(s), hold: Sample::sample(s) },
        B::WaitlistAnswer { entry: Sample::sample(s), answer: Sample::sample(s) },
        B::RecallPut(Sample::sample(s)),
        merge(s),
        B::DaySign(Sample::sample(s)),
        B::PolicyPut(Sample::sample(s)),
        B::DepartmentPut(Sample::sample(s)),
        B::FaqPut(Sample::sample(s)),
        B::MessageTemplatePut(Sample::sample(s)),
        B::PatientSeparate { merged: Sample::sample(s) },
        B::SetTriage { appointment: Sample::sample(s), category: Sample::sample(s) },
    ];
    bodies.extend(of_conflicts(s));
    bodies
}

fn merge(s: &mut Seed) -> OperationBody {
    OperationBody::PatientMerge {
        kept: Sample::sample(s),
        merged: Sample::sample(s),
        merged_seen: Sample::sample(s),
        merged_after: Sample::sample(s),
        taken: Sample::sample(s),
    }
}

fn of_conflicts(s: &mut Seed) -> [OperationBody; 3] {
    [
        OperationBody::ConflictClaim { conflict: Sample::sample(s) },
        OperationBody::ConflictRelease { conflict: Sample::sample(s) },
        OperationBody::ConflictResolve {
            conflict: Sample::sample(s),
            outcome: Sample::sample(s),
            note: Sample::sample(s),
            act: Sample::sample(s),
        },
    ]
}

/// One change of every kind.
pub fn every_change(seed: &mut Seed) -> Vec<Change> {
    vec![
        Change::Appointment(Sample::sample(seed)),
        Change::Patient(Sample::sample(seed)),
        Change::Caregiver(Sample::sample(seed)),
        Change::Organization(Sample::sample(seed)),
        Change::Location(Sample::sample(seed)),
        Change::Resource(Sample::sample(seed)),
        Change::AppointmentType(Sample::sample(seed)),
        Change::Template(Sample::sample(seed)),
        Change::Exception(Sample::sample(seed)),
        Change::Person(Sample::sample(seed)),
        Change::Hold(Sample::sample(seed)),
        Change::WaitlistEntry(Sample::sample(seed)),
        Change::Recall(Sample::sample(seed)),
        Change::Alias(Sample::sample(seed)),
        Change::DayClose(Sample::sample(seed)),
        Change::Policy(Sample::sample(seed)),
        Change::Department(Sample::sample(seed)),
        Change::Faq(Sample::sample(seed)),
        Change::MessageTemplate(Sample::sample(seed)),
        Change::Conflict(Sample::sample(seed)),
    ]
}

pub fn operation(seed: &mut Seed, body: OperationBody) -> Operation {
    Operation {
        id: Sample::sample(seed),
        device: Sample::sample(seed),
        device_seq: Sample::sample(seed),
        author: Sample::sample(seed),
        at: Sample::sample(seed),
        written_at: Sample::sample(seed),
        part_of: Sample::sample(seed),
        base: Sample::sample(seed),
        promised_to_patient: Sample::sample(seed),
        body,
    }
}

macro_rules! records {
    ($($record:ident { $($field:ident),+ $(,)? })+) => {$(
        impl Sample for $record {
            fn sample(seed: &mut Seed) -> Self {
                $record { $($field: Sample::sample(seed)),+ }
            }
        }
    )+};
}

records! {
    Appointment {
        id, version, location, patient, appointment_type, visit, wall_start, status, confirmation, allocations, note,
        requested_by, reminder, contact_point, attendance, cancellation, series, history, origin_op, source,
    }
    AppointmentDetail {
        note, requested_by, reminder, contact_point, attendance, confirmation_stamp, cancellation, series, history,
    }
    Attendance { is_walk_in, triage, queue_number }
    Allocation { resource, during, lane }
    Confirmation { state, stamp }
    ConfirmationStamp { at, by, channel }
    Cancellation { reason, by_patient, is_late, note }
    HistoryEntry { at, by, requested_by, what, sequel, typed_at }
    Patient {
        id, version, record_number, family_name, given_names, preferred_name, birth_date, sex, phones, email, address,
        language, needs_interpreter, flags, alert, emergency_contact, own_provider, contact_preference,
        may_be_reminded, coverage, is_deceased, is_active, source,
    }
    Phone { number, kind }
    BookingConflict {
        id, version, location, patient, appointment, lost, starts_at, slot, requested_by, note, is_promised, reasons, by,
        device, decided_at, lost_at, winners, alternatives, claim, resolution,
    }
    ConflictClaim { by, at }
    ConflictResolution { outcome, act, note, by, at }
    DayClose { id, version, location, day, at, by, numbers, is_active }
    DayNumbers { booked, seen, no_shows, left, cancelled, cancelled_late, open, walk_ins, on_paper }
    PatientAlias {
        id, version, kept, at, by, kept_before, taken, was_active, visits, caregivers, entries, recalls, is_active,
    }
    EmergencyContact { name, relation, phone }
    Coverage { payer, member_id, valid_from, valid_to }
    Caregiver { id, version, patient, name, phone, relation, authorization, may_schedule, is_active, source }
    Organization {
        id, version, name, slug, kind, size, address, contact, business_hours, zone, subscription_tier, is_demo, settings,
        emergency,
    }
    EmergencyPlan { script, number, added, left_out, review }
    EmergencyWords { group, words }
    EmergencyReview { by, on }
    Contact { phone, email, website }
    OpenHours { weekday, from, to }
    OrganizationSettings {
        auto_lock_minutes, grid_minutes, late_cancel_hours, late_arrival_minutes, triage_targets, travel,
        confirm_details_days, card_interval,
    }
    Travel { one, other, minutes }
    Location { id, version, name, zone, address, phone, numbers_arrivals, is_active, source }
    Address { lines, city, region, postal_code, country }
    Resource {
        id, version, location, kind, name, initials, specialty, identifier, join_link, changeover_minutes, same_person_as,
        places, position, is_active, source,
    }
    AppointmentType {
        id, version, name, neutral_label, duration_minutes, buffer_before_minutes, buffer_after_minutes, needs,
        notice_minutes, is_new_patient, follow_up_weeks, overbook_lanes, is_urgent, places, is_active, short_code,
        modality, preceded_by,
    }
    Preceding { appointment_type, min_gap_minutes, max_gap_minutes }
    Need { kind, any_of, from_minute, minutes }
    ScheduleTemplate { id, version, resource, name, valid_from, valid_to, every_n_weeks, sessions, is_active }
    WeeklySession { weekday, from, to, types, release_days, reserve, overbook_lanes }
    SessionReserve { percent, until_days }
    ScheduleException {
        id, version, scope, kind, first_day, last_day, from, to, reason, types, overbook_lanes, is_active, source,
    }
    Person {
        id, version, login, name, roles, resource, department, email, license_number, specialties, language,
        is_active,
    }
    SecurityPolicy {
        id, version, mfa_roles, password_minimum, access_minutes, idle_minutes, session_hours, refresh_hours,
        step_up_minutes, offline_lease_days, lend_days, export_roles, narrowed,
    }
    Narrowed { role, group, to }
    Department { id, version, name, is_active }
    FaqEntry { id, version, question, answer, keywords, language, is_active, written, earlier }
    Written { at, by }
    EarlierText { version, question, answer, keywords, language, written }
    MessageTemplate { id, version, kind, channel, language, subject, body, is_active }
    Booking {
        appointment, patient, slot, requested_by, note, overbook_reason, reminder, contact_point, instead_of, walk_in,
        series,
    }
    Series { id, pattern, link }
    Hold { id, version, slot, patient, entry, note, until, by, is_active }
    WaitlistEntry {
        id, version, location, patient, appointment_type, providers, wish, urgency, note, moving, since, by, status, offers,
        calls,
    }
    Wish { earliest, latest, weekdays, from, to, notice_minutes }
    WaitlistOffer { hold, visit, at, by, until, answer }
    Asked { details_confirmed, card }
    Call { at, by, outcome, call_again }
    CallAttempt { about, outcome, call_again }
    Recall {
        id, version, location, patient, appointment_type, provider, due, window_days, note, status, booked, made_at, by,
        calls,
    }
    SlotContent { location, appointment_type, visit, allocations, rules, waives, hold }
    ImportCounts { patients, caregivers, appointments, setup }
}

macro_rules! ids {
    ($($id:ident),+ $(,)?) => {$(
        impl Sample for $id {
            fn sample(seed: &mut Seed) -> Self {
                $id(uuid::Builder::from_unix_timestamp_millis(
                    1_700_000_000_000 + seed.below(1 << 36),
                    &seed.next().to_le_bytes().repeat(2)[..10].try_into().unwrap(),
                ).into_uuid())
            }
        }
    )+};
}

ids! {
    AppointmentId, AppointmentTypeId, CaregiverId, DayCloseId, DeviceId, ExceptionId, LocationId, OpId, OrganizationId,
    PatientId, PersonId, ResourceId, SeriesId, TemplateId, HoldId, WaitlistId, RecallId,
    DepartmentId, FaqId, MessageTemplateId, ConflictId,
}

macro_rules! codes {
    ($($code:ident),+ $(,)?) => {$(
        impl Sample for $code {
            fn sample(seed: &mut Seed) -> Self { seed.pick($code::ALL) }
        }
    )+};
}

codes! {
    CardAnswer, CardInterval, AppointmentStatus, CancelReason, ConfirmationState, OrganizationKind, CaregiverAuthorization, CaregiverRelation,
    ContactChannel, IdentityField, LogisticsFlag, PhoneKind, Sex, Role, ResourceKind, ExceptionKind, Modality,
    CallOutcome, Buffer, TriageCategory, PatientField, Nth, OfferAnswer, RecallStatus, Urgency, WaitlistStatus,
    OrganizationSize, SubscriptionTier,
    EmergencyGroup, FieldGroup, FieldRule, MessageChannel, MessageKind, ConflictOutcome, LostAct,
}

macro_rules! numbers {
    ($($number:ident),+ $(,)?) => {$(
        impl Sample for $number {
            /// Zero and the largest value come up often.
            fn sample(seed: &mut Seed) -> Self {
                match seed.below(6) { 0 => 0, 1 => $number::MAX, _ => seed.next() as $number }
            }
        }
    )+};
}

numbers! { u8, u16, u32, u64 }

impl Sample for bool {
    fn sample(seed: &mut Seed) -> Self {
        seed.below(2) == 1
    }
}

impl Sample for String {
    /// Empty, ordinary, and what breaks careless encoders.
    fn sample(seed: &mut Seed) -> Self {
        let texts = [
            "",
            "",
            "Ruiz",
            "José María",
            "O'Brien",
            "a \"quoted\" \\ text",
            "two\nlines\tand \u{0} nul",
            "李 小龍",
            "\u{202e}reversed",
            "👩🏽‍⚕️",
            "{\"kind\":\"patient\"}",
            "12",
            "https://example.org/mrn|4711",
        ];
        let text = seed.pick(&texts).to_owned();
        if seed.below(8) == 0 { text.repeat(20) } else { text }
    }
}

impl Sample for Personal {
    fn sample(seed: &mut Seed) -> Self {
        String::sample(seed).into()
    }
}

impl Sample for PersonalAddress {
    fn sample(seed: &mut Seed) -> Self {
        PersonalAddress(Sample::sample(seed))
    }
}

impl Sample for Version {
    fn sample(seed: &mut Seed) -> Self {
        Version(1 + seed.below(1000))
    }
}

impl Sample for RuleVersion {
    fn sample(seed: &mut Seed) -> Self {
        RuleVersion(seed.next())
    }
}

impl Sample for Instant {
    fn sample(seed: &mut Seed) -> Self {
        Instant(seed.below(4_000_000_000) as i64 - 100_000_000)
    }
}

impl Sample for Period {
    fn sample(seed: &mut Seed) -> Self {
        Period::of_minutes(Sample::sample(seed), 1 + seed.below(720) as u32).expect("at least a minute")
    }
}

impl Sample for DayMinute {
    fn sample(seed: &mut Seed) -> Self {
        DayMinute(seed.below(1441) as u16)
    }
}

impl Sample for NaiveDate {
    fn sample(seed: &mut Seed) -> Self {
        NaiveDate::from_num_days_from_ce_opt(690_000 + seed.below(60_000) as i32)
            .expect("a day of 1890 to 2054")
    }
}

impl Sample for Weekday {
    fn sample(seed: &mut Seed) -> Self {
        Weekday::try_from(seed.below(7) as u8).expect("below seven")
    }
}

impl Sample for Pattern {
    fn sample(seed: &mut Seed) -> Self {
        match seed.below(3) {
            0 => Pattern::Weekly { every_n_weeks: Sample::sample(seed), weekdays: Sample::sample(seed) },
            1 => Pattern::MonthlyByDate { every_n_months: Sample::sample(seed), day: Sample::sample(seed) },
            _ => Pattern::MonthlyByWeekday {
                every_n_months: Sample::sample(seed),
                nth: Sample::sample(seed),
                weekday: Sample::sample(seed),
            },
        }
    }
}

impl Sample for Tz {
    fn sample(seed: &mut Seed) -> Self {
        seed.pick(&chrono_tz::TZ_VARIANTS)
    }
}

impl Sample for BusinessHours {
    fn sample(seed: &mut Seed) -> Self {
        BusinessHours(Sample::sample(seed))
    }
}

impl Sample for TriageTargets {
    fn sample(seed: &mut Seed) -> Self {
        TriageTargets(std::array::from_fn(|_| Sample::sample(seed)))
    }
}

impl Sample for [u8; 32] {
    fn sample(seed: &mut Seed) -> Self {
        std::array::from_fn(|_| seed.next() as u8)
    }
}

impl Sample for CallSubject {
    fn sample(seed: &mut Seed) -> Self {
        match seed.below(3) {
            0 => CallSubject::Visit(Sample::sample(seed)),
            1 => CallSubject::Recall(Sample::sample(seed)),
            _ => CallSubject::WaitlistEntry(Sample::sample(seed)),
        }
    }
}

impl Sample for Requester {
    fn sample(seed: &mut Seed) -> Self {
        match seed.below(3) {
            0 => Requester::Patient,
            1 => Requester::Clinic,
            _ => Requester::Caregiver(Sample::sample(seed)),
        }
    }
}

impl Sample for ExceptionScope {
    fn sample(seed: &mut Seed) -> Self {
        match seed.below(2) {
            0 => ExceptionScope::Resource(Sample::sample(seed)),
            _ => ExceptionScope::Location(Sample::sample(seed)),
        }
    }
}

impl Sample for Base {
    fn sample(seed: &mut Seed) -> Self {
        match seed.below(2) {
            0 => Base::Version(Sample::sample(seed)),
            _ => Base::After(Sample::sample(seed)),
        }
    }
}

impl Sample for Sequel {
    fn sample(seed: &mut Seed) -> Self {
        let (at, by) = (Sample::sample(seed), Sample::sample(seed));
        match seed.below(2) {
            0 => Sequel::Undone { at, by },
            _ => Sequel::Rebooked { at, by, appointment: Sample::sample(seed) },
        }
    }
}

impl Sample for HistoryEvent {
    fn sample(seed: &mut Seed) -> Self {
        match seed.below(11) {
            0 => HistoryEvent::Booked {
                overbook_reason: Sample::sample(seed),
                waives: Sample::sample(seed),
                instead_of: Sample::sample(seed),
            },
            1 => HistoryEvent::Moved {
                from: Sample::sample(seed),
                from_allocations: Sample::sample(seed),
                overbook_reason: Sample::sample(seed),
                waives: Sample::sample(seed),
            },
            2 => HistoryEvent::Status {
                from: Sample::sample(seed),
                to: Sample::sample(seed),
                verified: Sample::sample(seed),
            },
            3 => HistoryEvent::Confirmation { state: Sample::sample(seed) },
            4 => HistoryEvent::Cancelled { reason: Sample::sample(seed) },
            5 => HistoryEvent::Noted,
            6 => HistoryEvent::Called { outcome: Sample::sample(seed), call_again: Sample::sample(seed) },
            8 => HistoryEvent::Transferred { from: Sample::sample(seed) },
            7 => HistoryEvent::Triaged { category: Sample::sample(seed) },
            9 => HistoryEvent::Asked(Sample::sample(seed)),
            _ => HistoryEvent::Imported,
        }
    }
}

impl<T: Sample> Sample for Option<T> {
    fn sample(seed: &mut Seed) -> Self {
        (seed.below(2) == 1).then(|| T::sample(seed))
    }
}

impl<T: Sample> Sample for Vec<T> {
    fn sample(seed: &mut Seed) -> Self {
        (0..seed.below(4)).map(|_| T::sample(seed)).collect()
    }
}

impl<T: Sample> Sample for Box<T> {
    fn sample(seed: &mut Seed) -> Self {
        Box::new(T::sample(seed))
    }
}
