//! An appointment in full: names for everybody and everything, its history in words.

use super::{
    offer::{provider_and_rest, resource_name},
    sentence::status_word,
    time::{date_text, spoken},
    visit::{Board, resources_of},
};
use crate::dto::{
    appointment::{AppointmentView, CancellationView, HistoryView, LinkedVisitView, ReminderView, StampView},
    day::VisitView,
};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Appointment, ConfirmationState, HistoryEntry, HistoryEvent, Requester, Sequel},
    id::PersonId,
    patient::IdentityField,
    setup::Setup,
    time::Instant,
};
use desk_app::{appointment::FullAppointment, front_desk::Configuration};

#[must_use]
pub fn view(configuration: &Configuration, full: &FullAppointment, now: Instant) -> AppointmentView {
    let setup = &configuration.setup;
    let it = &full.appointment;
    let location = setup.location(it.location);
    let zone = location.map_or(chrono_tz::UTC, |it| it.zone);
    let resources = resources_of(&it.allocations);
    let (provider, with) = provider_and_rest(setup, &resources);
    let words = Words { configuration, full, zone };
    AppointmentView {
        visit: visit_view(setup, full, zone, now),
        date: date_text(it.visit.start().local_date(zone)),
        location_name: location.map_or_else(String::new, |it| it.name.clone()),
        provider_name: provider.map_or_else(String::new, |id| resource_name(setup, id)),
        with,
        note: it.note.expose().to_owned(),
        requested_by: words.requester(it.requested_by),
        alert: full.patient.alert.expose().to_owned(),
        cancellation: it.cancellation.as_ref().map(|it| CancellationView {
            reason: it.reason,
            by_patient: it.by_patient,
            is_late: it.is_late,
            note: it.note.expose().to_owned(),
        }),
        reminder: ReminderView {
            channel: it.reminder.unwrap_or(full.patient.contact_preference),
            is_of_visit: it.reminder.is_some(),
            may_be_reminded: full.patient.may_be_reminded,
        },
        instead_of: full.instead_of.as_ref().map(linked),
        rebooked_as: full.rebooked_as.as_ref().map(linked),
        can_rebook: it.status.is_lost(),
        arrived_at: it.arrived_at().map(|at| at.wall(zone).format("%H:%M").to_string()),
        late_minutes: it.minutes_late(setup.organization.settings.late_arrival_minutes),
        history: it.history.iter().map(|entry| words.entry(entry)).collect(),
    }
}

fn linked(visit: &Appointment) -> LinkedVisitView {
    LinkedVisitView { appointment: visit.id, wall_start: visit.wall_start.clone(), status: visit.status }
}

fn visit_view(setup: &Setup, full: &FullAppointment, zone: Tz, now: Instant) -> VisitView {
    let it = &full.appointment;
    Board::of_visit(setup, zone, it.visit.start(), now).visit(&full.row)
}

struct Words<'a> {
    configuration: &'a Configuration,
    full: &'a FullAppointment,
    zone: Tz,
}

impl Words<'_> {
    fn entry(&self, entry: &HistoryEntry) -> HistoryView {
        HistoryView {
            wall_at: entry.at.wall_text(self.zone),
            by: entry.by.map_or_else(String::new, |id| self.person(id)),
            requested_by: self.requester(entry.requested_by),
            what: match entry.sequel {
                Some(Sequel::Rebooked { .. }) => self.event(&entry.what) + &self.again(),
                _ => self.event(&entry.what),
            },
            undone: match entry.sequel {
                Some(Sequel::Undone { at, by }) => {
                    Some(StampView { wall_at: at.wall_text(self.zone), by: self.person(by) })
                }
                _ => None,
            },
        }
    }

    /// "; booked again for Thu 5 Mar 10:00".
    fn again(&self) -> String {
        let visit = self.full.rebooked_as.as_ref();
        let time = visit.map(|it| format!(" for {}", spoken(it.visit.start(), self.zone)));
        format!("; booked again{}", time.unwrap_or_default())
    }

    /// " instead of Tue 3 Mar 15:00".
    fn in_place(&self) -> String {
        let visit = self.full.instead_of.as_ref();
        visit.map_or_else(String::new, |it| format!(" instead of {}", spoken(it.visit.start(), self.zone)))
    }

    fn person(&self, id: PersonId) -> String {
        self.configuration.person(id).map_or_else(String::new, |it| it.name.clone())
    }

    fn requester(&self, requester: Requester) -> String {
        match requester {
            Requester::Patient => "Patient".to_owned(),
            Requester::Clinic => "Clinic".to_owned(),
            Requester::Caregiver(id) => self.full.caregivers.iter().find(|it| it.id == id).map_or_else(
                || "Caregiver".to_owned(),
                |it| format!("{} ({})", it.name.expose(), it.relation),
            ),
        }
    }

    fn event(&self, event: &HistoryEvent) -> String {
        match event {
            HistoryEvent::Booked { overbook_reason: None, .. } => format!("Booked{}", self.in_place()),
            HistoryEvent::Booked { overbook_reason: Some(reason), .. } => {
                format!("Overbooked{}: {reason}", self.in_place())
            }
            HistoryEvent::Moved { from, from_allocations, overbook_reason } => {
                let place = provider_and_rest(&self.configuration.setup, &resources_of(from_allocations)).0;
                let who = place.map_or_else(String::new, |id| {
                    format!(", {}", resource_name(&self.configuration.setup, id))
                });
                let why =
                    overbook_reason.as_ref().map_or_else(String::new, |it| format!("; overbooked: {it}"));
                format!("Moved from {}{who}{why}", spoken(from.start(), self.zone))
            }
            HistoryEvent::Status { to, verified, .. } => {
                let word = status_word(*to);
                let step = word[..1].to_uppercase() + &word[1..];
                if verified.is_empty() { step } else { format!("{step}; compared: {}", fields(verified)) }
            }
            HistoryEvent::Confirmation { state } => match state {
                ConfirmationState::NotAsked => "Confirmation taken back",
                ConfirmationState::Asked => "Asked to confirm",
                ConfirmationState::Confirmed => "Confirmed by the patient",
                ConfirmationState::Declined => "Declined by the patient",
            }
            .to_owned(),
            HistoryEvent::Cancelled { reason } => format!("Cancelled: {}", reason.as_str().replace('_', " ")),
            HistoryEvent::Noted => "Note changed".to_owned(),
            HistoryEvent::Imported => "Imported".to_owned(),
        }
    }
}

/// "birth date, phone".
fn fields(verified: &[IdentityField]) -> String {
    verified.iter().map(|it| it.as_str().replace('_', " ")).collect::<Vec<_>>().join(", ")
}
