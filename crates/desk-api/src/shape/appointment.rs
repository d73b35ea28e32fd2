//! An appointment in full: names for everybody and everything, its history in words.

use super::{
    offer::{provider_and_rest, resource_name},
    series::series,
    time::date_text,
    visit::{Board, resources_of},
};
use crate::{
    dto::{
        appointment::{
            AppointmentView, AttendanceView, CancellationView, HistoryView, LinkedVisitView, ReminderView,
            StampView,
        },
        day::VisitView,
        preferences::Language,
    },
    words::{Asker, Wording},
};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Appointment, HistoryEntry, HistoryEvent, Requester, Sequel},
    appointment_type::Modality,
    attendance::Attendance,
    id::{PersonId, ResourceId},
    setup::Setup,
    time::Instant,
};
use desk_app::{appointment::FullAppointment, front_desk::Configuration};

#[must_use]
pub fn view(
    language: Language,
    configuration: &Configuration,
    full: &FullAppointment,
    now: Instant,
) -> AppointmentView {
    let setup = &configuration.setup;
    let it = &full.appointment;
    let location = setup.location(it.location);
    let zone = location.map_or(chrono_tz::UTC, |it| it.zone);
    let resources = resources_of(&it.allocations);
    let (provider, with) = provider_and_rest(setup, &resources);
    let told = Told {
        wording: Wording { language, setup, people: &configuration.people, zone },
        configuration,
        full,
    };
    AppointmentView {
        visit: visit_view(setup, full, zone, now),
        date: date_text(it.visit.start().local_date(zone)),
        location_name: location.map_or_else(String::new, |it| it.name.clone()),
        provider_name: provider.map_or_else(String::new, |id| resource_name(setup, id)),
        with,
        note: it.note.expose().to_owned(),
        requested_by: told.wording.language.asked_by(&told.asker(it.requested_by)),
        alert: full.patient.alert.expose().to_owned(),
        contact_point: contact_point(setup, full, provider),
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
        series: series(&told.wording, it, &full.series),
        can_rebook: it.status.is_lost(),
        attendance: attendance_view(setup, &it.attendance),
        arrived_at: it.arrived_at().map(|at| at.wall(zone).format("%H:%M").to_string()),
        late_minutes: it.minutes_late(setup.organization.settings.late_arrival_minutes),
        history: it.history.iter().map(|entry| told.entry(entry)).collect(),
    }
}

#[must_use]
pub fn attendance_view(setup: &Setup, it: &Attendance) -> AttendanceView {
    let targets = setup.organization.settings.triage_targets;
    AttendanceView {
        is_walk_in: it.is_walk_in,
        triage: it.triage,
        queue_number: it.queue_number,
        target_minutes: it.triage.map(|it| targets.minutes(it)),
    }
}

/// The visit's own, or the patient's number or the provider's link.
fn contact_point(setup: &Setup, full: &FullAppointment, provider: Option<ResourceId>) -> String {
    let it = &full.appointment;
    let own = it.contact_point.expose();
    match setup.modality(it.appointment_type) {
        _ if !own.is_empty() => own.to_owned(),
        Modality::InPerson => String::new(),
        Modality::Phone => full.row.patient.phone.expose().to_owned(),
        Modality::Video => {
            provider.and_then(|id| setup.resource(id)).map_or_else(String::new, |it| it.join_link.clone())
        }
    }
}

fn linked(visit: &Appointment) -> LinkedVisitView {
    LinkedVisitView { appointment: visit.id, wall_start: visit.wall_start.clone(), status: visit.status }
}

fn visit_view(setup: &Setup, full: &FullAppointment, zone: Tz, now: Instant) -> VisitView {
    let it = &full.appointment;
    Board::of_visit(setup, zone, it.visit.start(), now).marked(&full.marks).visit(&full.row)
}

struct Told<'a> {
    wording: Wording<'a>,
    configuration: &'a Configuration,
    full: &'a FullAppointment,
}

impl Told<'_> {
    fn entry(&self, entry: &HistoryEntry) -> HistoryView {
        HistoryView {
            wall_at: entry.at.wall_text(self.wording.zone),
            by: entry.by.map_or_else(String::new, |id| self.person(id)),
            requested_by: self.wording.language.at_request_of(&self.asker(entry.requested_by)),
            what: self.what(entry),
            undone: match entry.sequel {
                Some(Sequel::Undone { at, by }) => {
                    Some(StampView { wall_at: at.wall_text(self.wording.zone), by: self.person(by) })
                }
                _ => None,
            },
            typed_at: entry.typed_at.map(|it| it.wall_text(self.wording.zone)),
        }
    }

    fn person(&self, id: PersonId) -> String {
        self.configuration.person(id).map_or_else(String::new, |it| it.name.clone())
    }

    /// What happened, and which other visit belongs to it.
    fn what(&self, entry: &HistoryEntry) -> String {
        let language = self.wording.language;
        let start = |it: &Appointment| it.visit.start().wall(self.wording.zone);
        let what = language.happened(&entry.what, &self.wording);
        match (&entry.what, &entry.sequel) {
            (_, Some(Sequel::Rebooked { .. })) => {
                what + &language.booked_again(self.full.rebooked_as.as_ref().map(start))
            }
            (HistoryEvent::Booked { .. }, _) => match &self.full.instead_of {
                Some(lost) => what + &language.instead_of(start(lost)),
                None => what,
            },
            _ => what,
        }
    }

    fn asker(&self, requester: Requester) -> Asker<'_> {
        match requester {
            Requester::Patient => Asker::Patient,
            Requester::Clinic => Asker::Clinic,
            Requester::Caregiver(id) => Asker::Caregiver(self.full.caregivers.iter().find(|it| it.id == id)),
        }
    }
}
