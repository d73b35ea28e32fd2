//! Which field belongs to which group, and records cut to what somebody sees of them.
//!
//! Invariants: every field stands in one group or is always there; a new one does not compile until somebody decides.
//! What is cut is not in the record any more, rather than hidden; a record of which nothing is left is not there.

use crate::{
    appointment::{Appointment, CancelReason, Cancellation, HistoryEntry, HistoryEvent},
    attendance::Attendance,
    field_access::{FieldGroup, Sight, Sights},
    organization::Address,
    patient::{Caregiver, Patient, PersonalAddress},
    personal::Personal,
};

/// A record whose fields stand in groups.
pub trait Grouped {
    /// By name; none for what is always there.
    const FIELDS: &'static [(&'static str, Option<FieldGroup>)];

    /// Puts what the other has of a group into this one.
    fn take(&mut self, group: FieldGroup, from: &Self);
}

macro_rules! grouped {
    ($($record:ident { always { $($key:ident),* } $($group:ident { $($field:ident),+ $(,)? })+ })+) => {$(
        impl Grouped for $record {
            const FIELDS: &'static [(&'static str, Option<FieldGroup>)] = &[
                $((stringify!($key), None),)*
                $($((stringify!($field), Some(FieldGroup::$group)),)+)+
            ];

            fn take(&mut self, group: FieldGroup, from: &Self) {
                let Self { $($key: _,)* $($($field,)+)+ } = self;
                match group {
                    $(FieldGroup::$group => { $($field.clone_from(&from.$field);)+ })+
                    _ => {}
                }
            }
        }
    )+};
}

grouped! {
    Patient {
        always { id, version, is_active }
        Identity {
            record_number, family_name, given_names, preferred_name, birth_date, sex, is_deceased, source,
        }
        Contact { phones, email, address, language, needs_interpreter, contact_preference, may_be_reminded }
        Related { emergency_contact }
        Coverage { coverage }
        Schedule { own_provider }
        Logistics { flags }
        Alert { alert }
    }
    Caregiver {
        always { id, version, patient, is_active }
        Related { name, phone, relation, authorization, may_schedule, source }
    }
    Appointment {
        always { id, version, location, patient, origin_op, source }
        Schedule {
            visit, wall_start, status, confirmation, allocations, requested_by, reminder, attendance, cancellation,
            series, history,
        }
        VisitType { appointment_type }
        ReasonText { note }
        Contact { contact_point }
    }
    Attendance {
        always {}
        Schedule { is_walk_in, queue_number }
        ReasonCategory { triage }
    }
    Cancellation {
        always {}
        Schedule { by_patient, is_late }
        ReasonCategory { reason }
        ReasonText { note }
    }
}

/// A record as somebody sees it, and what of it they do not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut<T> {
    pub record: T,
    pub hidden: Vec<FieldGroup>,
    pub masked: Vec<FieldGroup>,
}

impl Sights {
    /// None for somebody who may not tell patients apart: then nobody is there for them.
    #[must_use]
    pub fn cut_patient(&self, mut patient: Patient) -> Option<Cut<Patient>> {
        let empty = Patient::new(patient.id);
        for group in groups_of::<Patient>() {
            match self.of(group) {
                Sight::Whole => {}
                Sight::Masked => mask_patient(group, &mut patient),
                Sight::Nothing if group == FieldGroup::Identity => return None,
                Sight::Nothing => patient.take(group, &empty),
            }
        }
        Some(self.cut(patient, groups_of::<Patient>()))
    }

    #[must_use]
    pub fn cut_caregiver(&self, mut caregiver: Caregiver) -> Option<Cut<Caregiver>> {
        match self.of(FieldGroup::Related) {
            Sight::Whole => {}
            Sight::Masked => {
                initial(&mut caregiver.name);
                last_four(&mut caregiver.phone);
                caregiver.source = None;
            }
            Sight::Nothing => return None,
        }
        Some(self.cut(caregiver, groups_of::<Caregiver>()))
    }

    /// None for somebody who may not know when it is, or of what type: that is the visit.
    #[must_use]
    pub fn cut_appointment(&self, mut visit: Appointment) -> Option<Cut<Appointment>> {
        let is_hidden = |group: FieldGroup| self.of(group) == Sight::Nothing;
        if is_hidden(FieldGroup::Schedule) || is_hidden(FieldGroup::VisitType) {
            return None;
        }
        if is_hidden(FieldGroup::ReasonCategory) {
            hide_category(&mut visit);
        }
        if is_hidden(FieldGroup::ReasonText) {
            hide_text(&mut visit);
        }
        match self.of(FieldGroup::Contact) {
            Sight::Whole => {}
            Sight::Masked => last_four(&mut visit.contact_point),
            Sight::Nothing => visit.contact_point = Personal::default(),
        }
        let parts = groups_of::<Attendance>().chain(groups_of::<Cancellation>());
        Some(self.cut(visit, groups_of::<Appointment>().chain(parts)))
    }

    /// A record that came back from somebody who was shown a cut one: what they did not see whole stays as it stands.
    #[must_use]
    pub fn uncut<T: Grouped + Clone>(&self, mut wanted: T, stands: &T) -> T {
        for group in groups_of::<T>().filter(|it| self.of(*it) != Sight::Whole) {
            wanted.take(group, stands);
        }
        wanted
    }

    fn cut<T>(&self, record: T, groups: impl Iterator<Item = FieldGroup>) -> Cut<T> {
        let (mut hidden, mut masked) = (Vec::new(), Vec::new());
        for group in groups {
            match self.of(group) {
                Sight::Nothing if !hidden.contains(&group) => hidden.push(group),
                Sight::Masked if !masked.contains(&group) => masked.push(group),
                _ => {}
            }
        }
        Cut { record, hidden, masked }
    }
}

/// The groups that have a field in the record, each once.
fn groups_of<T: Grouped>() -> impl Iterator<Item = FieldGroup> {
    FieldGroup::ALL.iter().copied().filter(|group| T::FIELDS.iter().any(|(_, it)| *it == Some(*group)))
}

fn mask_patient(group: FieldGroup, patient: &mut Patient) {
    match group {
        FieldGroup::Identity => {
            let empty = Patient::new(patient.id);
            let (mut family, mut given) = (patient.family_name.clone(), patient.given_names.clone());
            initial(&mut family);
            initial(&mut given);
            patient.take(group, &empty);
            (patient.family_name, patient.given_names) = (family, given);
        }
        FieldGroup::Contact => {
            patient.phones.iter_mut().for_each(|it| last_four(&mut it.number));
            patient.email = Personal::default();
            let PersonalAddress(Address { city, region, country, .. }) = std::mem::take(&mut patient.address);
            patient.address = PersonalAddress(Address { city, region, country, ..Address::default() });
        }
        FieldGroup::Related => {
            if let Some(contact) = &mut patient.emergency_contact {
                initial(&mut contact.name);
                last_four(&mut contact.phone);
            }
        }
        FieldGroup::Coverage => {
            if let Some(coverage) = &mut patient.coverage {
                last_four(&mut coverage.member_id);
            }
        }
        _ => {}
    }
}

/// "R."
fn initial(name: &mut Personal) {
    *name = name.expose().chars().next().map_or_else(Personal::default, |it| format!("{it}.").into());
}

/// "…0100" of a number; nothing of what is too short to keep anything back, or is no number.
fn last_four(number: &mut Personal) {
    let text = number.expose();
    let signs: Vec<char> = text.chars().filter(char::is_ascii_alphanumeric).collect();
    let is_number = !text.contains(':') && signs.len() > 6;
    *number = match signs.get(signs.len().saturating_sub(4)..) {
        Some(last) if is_number => format!("…{}", last.iter().collect::<String>()).into(),
        _ => Personal::default(),
    };
}

fn hide_category(visit: &mut Appointment) {
    visit.attendance.triage = None;
    if let Some(cancellation) = &mut visit.cancellation {
        cancellation.reason = CancelReason::Other;
    }
    visit.history.retain_mut(|entry| match &mut entry.what {
        HistoryEvent::Triaged { .. } => false,
        HistoryEvent::Cancelled { reason } => {
            *reason = CancelReason::Other;
            true
        }
        HistoryEvent::Booked { .. }
        | HistoryEvent::Moved { .. }
        | HistoryEvent::Status { .. }
        | HistoryEvent::Confirmation { .. }
        | HistoryEvent::Noted
        | HistoryEvent::Called { .. }
        | HistoryEvent::Asked(_)
        | HistoryEvent::Transferred { .. }
        | HistoryEvent::Imported => true,
    });
}

fn hide_text(visit: &mut Appointment) {
    visit.note = Personal::default();
    if let Some(cancellation) = &mut visit.cancellation {
        cancellation.note = Personal::default();
    }
    for HistoryEntry { what, .. } in &mut visit.history {
        if let HistoryEvent::Booked { overbook_reason, .. } | HistoryEvent::Moved { overbook_reason, .. } =
            what
        {
            *overbook_reason = None;
        }
    }
}
