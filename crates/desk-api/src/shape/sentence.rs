//! One sentence for each refusal: what stands in the way, with the facts, in words for the phone.

use super::time::{spoken, spoken_date, spoken_period};
use crate::dto::refusal::RefusalView;
use chrono_tz::Tz;
use clinic_domain::{
    appointment::AppointmentStatus,
    arbitration::Refused,
    id::ResourceId,
    people::Permission,
    refusal::{NearestHours, Refusal},
    resource::ResourceKind,
    setup::Setup,
    time::Period,
};

/// What sentences need beside the refusal: names and the zone of the location.
#[derive(Clone, Copy)]
pub struct Wording<'a> {
    pub setup: &'a Setup,
    pub zone: Tz,
}

impl Wording<'_> {
    #[must_use]
    pub fn views(&self, refused: &Refused) -> Vec<RefusalView> {
        refused.0.iter().map(|it| self.view(it)).collect()
    }

    #[must_use]
    pub fn view(&self, refusal: &Refusal) -> RefusalView {
        let field = match refusal {
            Refusal::Invalid { field, .. } => Some((*field).to_owned()),
            _ => None,
        };
        RefusalView { code: refusal.code().to_owned(), sentence: self.sentence(refusal), field }
    }

    fn sentence(&self, refusal: &Refusal) -> String {
        self.about_time(refusal)
            .or_else(|| self.about_patient(refusal))
            .unwrap_or_else(|| about_person_and_record(refusal))
    }

    fn about_time(&self, refusal: &Refusal) -> Option<String> {
        Some(match refusal {
            Refusal::OutsideSessions { resource, nearest, .. } => {
                format!("{} does not work then{}.", self.name(*resource), self.nearest(*nearest))
            }
            Refusal::Closed { resource, during, reason } => {
                format!("{} is not available {}: {reason}.", self.name(*resource), self.hours(during))
            }
            Refusal::Taken { resource, during, .. } => {
                format!("{} is booked {}.", self.name(*resource), self.hours(during))
            }
            Refusal::TypeNotInSession { resource, during } => {
                format!("{} takes other appointment types only {}.", self.name(*resource), self.hours(during))
            }
            Refusal::NeedUnmet { kind, during } => {
                format!("No {} that this visit needs is free {}.", kind_word(*kind), self.hours(during))
            }
            Refusal::InThePast { start } => format!("{} has passed.", spoken(*start, self.zone)),
            Refusal::NoticeTooShort { needed_minutes } => notice_sentence(*needed_minutes),
            Refusal::OffGrid { grid_minutes } => format!("Visits start every {grid_minutes} minutes."),
            Refusal::OverbookNotAllowed { resource } => {
                format!("{} takes no overbooked visits in this session.", self.name(*resource))
            }
            Refusal::OverbookLanesFull { resource, limit } => {
                format!(
                    "{} has {limit} overbooked at that time already, the most allowed.",
                    self.name(*resource)
                )
            }
            Refusal::OverbookReasonMissing => "Say why this is overbooked.".to_owned(),
            _ => return None,
        })
    }

    fn about_patient(&self, refusal: &Refusal) -> Option<String> {
        Some(match refusal {
            Refusal::PatientBusy { during, .. } => {
                format!("The patient has another visit {}.", self.hours(during))
            }
            Refusal::PatientInactive => "This record is not active any more; open it to see why.".to_owned(),
            Refusal::PatientDeceased => "The record says that the patient has died.".to_owned(),
            Refusal::NotANewPatient => {
                "This type is for new patients, and this patient has been here.".to_owned()
            }
            Refusal::CaregiverMayNotSchedule { .. } => {
                "This caregiver may not make appointments for the patient.".to_owned()
            }
            Refusal::CaregiverInactive { .. } => {
                "This caregiver does not act for the patient any more.".to_owned()
            }
            Refusal::CaregiverOfAnotherPatient { .. } => {
                "This caregiver acts for another patient.".to_owned()
            }
            Refusal::DuplicateSuspected { patients } => {
                format!("{} records may be the same person; look at them first.", patients.len())
            }
            _ => return None,
        })
    }

    /// "; the nearest session is Tue 3 Mar 09:00–12:00", to be said of who has none.
    pub(super) fn nearest(&self, nearest: Option<NearestHours>) -> String {
        match nearest {
            Some(NearestHours::Session(it)) => format!("; the nearest session is {}", self.when(&it)),
            Some(NearestHours::StartOn(day)) => format!("; the hours start on {}", spoken_date(day)),
            Some(NearestHours::EndedOn(day)) => format!("; the hours ended on {}", spoken_date(day)),
            None => String::new(),
        }
    }

    pub(super) fn name(&self, id: ResourceId) -> &str {
        self.setup.resource(id).map_or("This resource", |it| it.name.as_str())
    }

    fn hours(&self, period: &Period) -> String {
        spoken_period(period, self.zone)
    }

    pub(super) fn when(&self, period: &Period) -> String {
        let day = period.start().wall(self.zone).format("%a %-d %b");
        format!("{day} {}", self.hours(period))
    }
}

fn about_person_and_record(refusal: &Refusal) -> String {
    match refusal {
        Refusal::StatusDoesNotAllow { from, to: Some(to) } => {
            format!("A visit that is {} cannot become {}.", status_word(*from), status_word(*to))
        }
        Refusal::StatusDoesNotAllow { from, to: None } => {
            format!("A visit that is {} cannot be changed this way.", status_word(*from))
        }
        Refusal::VisitNotToday => "This visit is on a later day.".to_owned(),
        Refusal::NotPermitted { permission } => {
            format!("Your roles do not allow you to {}.", permission_words(*permission))
        }
        Refusal::Changed => "Somebody changed this in the meantime; look again.".to_owned(),
        Refusal::NotFound { what } => format!("This {what} does not exist any more."),
        Refusal::Invalid { field, problem } => {
            format!("{} {problem}.", capital(&field.replace(['_', '.'], " ")))
        }
        Refusal::LoginTaken => "Somebody signs in with this name already.".to_owned(),
        Refusal::LastAdministrator => "One administrator has to remain.".to_owned(),
        other => format!("Not possible ({}).", other.code()),
    }
}

#[must_use]
pub const fn status_word(status: AppointmentStatus) -> &'static str {
    use AppointmentStatus as S;
    match status {
        S::Proposed => "proposed",
        S::Pending => "pending",
        S::Booked => "booked",
        S::Arrived => "arrived",
        S::CheckedIn => "checked in",
        S::Roomed => "in a room",
        S::WithProvider => "with the provider",
        S::Fulfilled => "done",
        S::Cancelled => "cancelled",
        S::LateCancel => "cancelled late",
        S::NoShow => "a no-show",
        S::LeftWithoutBeingSeen => "left without being seen",
        S::Waitlist => "on the waitlist",
        S::EnteredInError => "entered in error",
    }
}

pub(super) const fn kind_word(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Provider => "provider",
        ResourceKind::Room => "room",
        ResourceKind::Equipment => "equipment",
    }
}

pub(super) fn notice_sentence(needed_minutes: u32) -> String {
    format!("This type has to be booked {} ahead.", duration(needed_minutes))
}

const fn permission_words(permission: Permission) -> &'static str {
    use Permission as P;
    match permission {
        P::ViewDay => "see the day",
        P::SearchPatients => "look up patients",
        P::ViewPatient => "open a patient's record",
        P::EditPatient => "change a patient's record",
        P::Book => "book, move or cancel visits",
        P::Overbook => "overbook",
        P::ChangeStatus => "change a visit's status",
        P::BlockTime => "block time",
        P::EditSetup => "change the clinic's setup",
        P::ManagePeople => "manage people",
        P::Import => "import files",
        P::ViewAudit => "see who looked at a record",
        P::ManageBackups => "manage backups",
    }
}

fn duration(minutes: u32) -> String {
    match (minutes / 1440, minutes / 60, minutes) {
        (days @ 2.., _, _) => format!("{days} days"),
        (_, hours @ 2.., _) => format!("{hours} hours"),
        _ => format!("{minutes} minutes"),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
