//! One handler a command: parse, call one use case, shape the answer, say what changed.

pub mod agent;
pub mod appointment;
pub mod attach;
pub mod audit;
pub mod backup;
pub mod call;
pub mod capacity;
pub mod centre;
pub mod conflict;
pub mod day;
pub mod emergency;
pub mod hold;
pub mod import;
pub mod knowledge;
pub mod merge;
pub mod model;
pub mod neighbours;
pub mod no_show;
pub mod offer;
pub mod paper;
pub mod patient;
pub mod people;
pub mod preferences;
pub mod proposal;
pub mod recall;
pub mod repair;
pub mod replay;
pub mod review;
pub mod series;
pub mod session;
pub mod setup;
pub mod undo;
pub mod visitor;
pub mod waitlist;
pub mod worklist;

use crate::{
    call::Call,
    desk::Session,
    dto::{
        preferences::Language,
        refusal::{Outcome, RefusalView},
    },
    error::{ApiError, CentreFault, Fault},
    words::Wording,
};
use chrono_tz::Tz;
use clinic_domain::{
    appointment::{Allocation, Appointment},
    arbitration::Refused,
    id::LocationId,
    setup::Setup,
    time::Instant,
};
use desk_app::{
    acts::Done,
    error::{AppError, AppResult},
    front_desk::Configuration,
};
use std::{
    ops::Deref,
    sync::{Arc, atomic::Ordering},
};

/// The person at the desk as one call sees them: the session, and the language of the answer.
pub(crate) struct SignedIn {
    session: Arc<Session>,
    pub language: Language,
}

impl Deref for SignedIn {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl Call<'_> {
    /// The person at the desk. Who has a one-time password does nothing before it is changed.
    pub(crate) fn signed_in(&self) -> Result<SignedIn, ApiError> {
        let session = self.desk.current().ok_or_else(ApiError::locked)?;
        if session.must_change_password.load(Ordering::Relaxed) {
            return Err(Fault::MustChangePassword.into());
        }
        if session.tie.as_ref().is_some_and(|it| it.is_lease_over(self.desk.now())) {
            return Err(CentreFault::LeaseOver.into());
        }
        Ok(SignedIn { session, language: self.language() })
    }

    pub(crate) fn announce(&self, tags: impl IntoIterator<Item = String>) {
        self.desk.announce(tags.into_iter().collect());
    }
}

impl SignedIn {
    /// A write's result: done, or refused in sentences.
    pub(crate) fn outcome<T>(&self, result: AppResult<T>) -> Result<Outcome<T>, ApiError> {
        match result {
            Ok(result) => Ok(Outcome::Done { result, undo: None }),
            Err(AppError::Refused(refused)) => {
                Ok(Outcome::Refused { reasons: self.sentences(&refused, None)? })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The same of a write that can be undone: with the operation that an undo names.
    pub(crate) fn undoable<T>(&self, result: AppResult<Done<T>>) -> Result<Outcome<T>, ApiError> {
        let op = result.as_ref().ok().map(|it| it.op);
        Ok(match self.outcome(result.map(|it| it.value))? {
            Outcome::Done { result, .. } => Outcome::Done { result, undo: op },
            refused => refused,
        })
    }

    /// The words for what this setup names, with the clock of `location` or of the first one.
    pub(crate) fn wording<'a>(
        &self,
        configuration: &'a Configuration,
        location: Option<LocationId>,
    ) -> Wording<'a> {
        let Configuration { setup, people, .. } = configuration;
        Wording { language: self.language, setup, people, zone: zone_or_first(setup, location) }
    }

    /// Refusals in words, with the clock of `location` or of the first one.
    pub(crate) fn sentences(
        &self,
        refused: &Refused,
        location: Option<LocationId>,
    ) -> Result<Vec<RefusalView>, ApiError> {
        let configuration = self.front.configuration()?;
        Ok(self.wording(&configuration, location).views(refused))
    }
}

/// The location's zone; refusals that name no place use the first location's clock.
pub(crate) fn zone_or_first(setup: &Setup, location: Option<LocationId>) -> Tz {
    location.and_then(|id| setup.location(id)).map_or_else(|| setup.first_zone(), |it| it.zone)
}

/// The tag of the board that shows this instant at this location.
pub(crate) fn day_tag(setup: &Setup, location: LocationId, at: Instant) -> String {
    let zone = zone_or_first(setup, Some(location));
    format!("day:{location}:{}", at.local_date(zone))
}

/// The tags of all boards that show what is taken up then: there, and where its persons work as well.
pub(crate) fn day_tags(
    setup: &Setup,
    location: LocationId,
    taken: &[Allocation],
    at: Instant,
) -> Vec<String> {
    let resources = taken.iter().filter_map(|it| setup.resource(it.resource));
    let elsewhere = resources.flat_map(|it| setup.same_person(it)).map(|it| it.location);
    [location].into_iter().chain(elsewhere).map(|it| day_tag(setup, it, at)).collect()
}

/// The boards that show a visit, and the card of its patient.
pub(crate) fn visit_tags(setup: &Setup, it: &Appointment) -> Vec<String> {
    let days = day_tags(setup, it.location, &it.allocations, it.visit.start());
    days.into_iter().chain([patient_tag(it.patient)]).collect()
}

pub(crate) fn patient_tag(id: clinic_domain::id::PatientId) -> String {
    format!("patient:{id}")
}

/// The tag of whoever waits at a location, and of who is due there.
pub(crate) fn waitlist_tag(location: LocationId) -> String {
    format!("waitlist:{location}")
}

/// The tag of what the centre refused: the list of conflicts, and how many there are.
pub(crate) const CONFLICTS: &str = "conflicts";
