//! Which field belongs to which group, and records cut to what somebody sees of them.
//!
//! Invariants: every field stands in one group or is always there; a new one does not compile until somebody decides.
//! What is cut is not in the record any more, rather than hidden; a record of which nothing is left is not there.

use crate::{
    alias::PatientAlias,
    appointment::{Appointment, CancelReason, Cancellation, HistoryEntry, HistoryEvent},
    attendance::Attendance,
    field_access::{FieldGroup, Sight, Sights},
    hold::Hold,
    operation::Change,
    organization::Address,
    patient::{Caregiver, Patient, PersonalAddress},
    personal::Personal,
    recall::Recall,
    waitlist::{Urgency, WaitlistEntry},
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
    WaitlistEntry {
        always { id, version, location, patient }
        Schedule { providers, wish, moving, since, by, status, offers, calls }
        VisitType { appointment_type }
        Standing { urgency }
        ReasonText { note }
    }
    Recall {
        always { id, version, location, patient }
        Schedule { provider, due, window_days, status, booked, made_at, by, calls }
        VisitType { appointment_type }
        ReasonText { note }
    }
    Hold {
        always { id, version, patient, entry }
        Schedule { slot, until, by, is_active }
        ReasonText { note }
    }
    PatientAlias {
        always { id, version, kept, at, by, taken, was_active, visits, caregivers, entries, recalls, is_active }
        Identity { kept_before }
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
        self.sees_visits()?;
        if self.hides(FieldGroup::ReasonCategory) {
            hide_category(&mut visit);
        }
        if self.hides(FieldGroup::ReasonText) {
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

    #[must_use]
    pub fn cut_waitlist_entry(&self, mut entry: WaitlistEntry) -> Option<Cut<WaitlistEntry>> {
        self.sees_visits()?;
        if self.hides(FieldGroup::Standing) {
            entry.urgency = Urgency::Routine;
        }
        self.cut_note(&mut entry.note);
        Some(self.cut(entry, groups_of::<WaitlistEntry>()))
    }

    #[must_use]
    pub fn cut_recall(&self, mut recall: Recall) -> Option<Cut<Recall>> {
        self.sees_visits()?;
        self.cut_note(&mut recall.note);
        Some(self.cut(recall, groups_of::<Recall>()))
    }

    #[must_use]
    pub fn cut_hold(&self, mut hold: Hold) -> Option<Cut<Hold>> {
        self.sees_visits()?;
        self.cut_note(&mut hold.note);
        Some(self.cut(hold, groups_of::<Hold>()))
    }

    /// A row as it is sent to somebody. What is about no patient is sent as it is; none is not sent at all. A visit is
    /// cut by the sights of its day.
    #[must_use]
    pub fn cut_change(&self, change: Change) -> Option<Change> {
        Some(match change {
            Change::Patient(it) => Change::Patient(Box::new(self.cut_patient(*it)?.record)),
            Change::Caregiver(it) => Change::Caregiver(self.cut_caregiver(it)?.record),
            Change::Appointment(it) => Change::Appointment(Box::new(self.cut_appointment(*it)?.record)),
            Change::WaitlistEntry(it) => {
                Change::WaitlistEntry(Box::new(self.cut_waitlist_entry(*it)?.record))
            }
            Change::Recall(it) => Change::Recall(self.cut_recall(it)?.record),
            Change::Hold(it) => Change::Hold(self.cut_hold(it)?.record),
            Change::Alias(mut it) => {
                it.kept_before = Box::new(self.cut_patient(*it.kept_before)?.record);
                Change::Alias(it)
            }
            Change::Conflict(mut it) => {
                self.sees_visits()?;
                if self.hides(FieldGroup::ReasonText) {
                    it.note = Personal::default();
                }
                Change::Conflict(it)
            }
            Change::Organization(_)
            | Change::Location(_)
            | Change::Resource(_)
            | Change::AppointmentType(_)
            | Change::Template(_)
            | Change::Exception(_)
            | Change::Person(_)
            | Change::DayClose(_)
            | Change::Policy(_)
            | Change::Department(_)
            | Change::Faq(_)
            | Change::MessageTemplate(_) => change,
        })
    }

    /// A record that came back from somebody who was shown a cut one: what they did not see whole stays as it stands.
    #[must_use]
    pub fn uncut<T: Grouped + Clone>(&self, mut wanted: T, stands: &T) -> T {
        for group in groups_of::<T>().filter(|it| self.of(*it) != Sight::Whole) {
            wanted.take(group, stands);
        }
        wanted
    }

    fn hides(&self, group: FieldGroup) -> bool {
        self.of(group) == Sight::Nothing
    }

    /// When it is and of what type: whoever may not know that knows of no visit.
    fn sees_visits(&self) -> Option<()> {
        let is_hidden = self.hides(FieldGroup::Schedule) || self.hides(FieldGroup::VisitType);
        (!is_hidden).then_some(())
    }

    fn cut_note(&self, note: &mut Personal) {
        if self.hides(FieldGroup::ReasonText) {
            *note = Personal::default();
        }
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
