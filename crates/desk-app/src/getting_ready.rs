//! What a clinic that was set up from nothing still lacks before its first visit can be booked.

use crate::{error::AppResult, front_desk::FrontDesk};
use clinic_domain::{
    arbitration::permitted,
    id::PersonId,
    people::Permission,
    resource::{Resource, ResourceKind},
    setup::{ReadyStep, Setup},
};

pub struct StepState {
    pub step: ReadyStep,
    pub is_done: bool,
}

pub fn getting_ready(desk: &FrontDesk, who: PersonId) -> AppResult<Vec<StepState>> {
    permitted(&desk.author(who)?, Permission::EditSetup)?;
    let configuration = desk.configuration()?;
    let setup = &configuration.setup;
    let has_patients = desk.read(|reader| Ok(reader.has_patients()?))?;
    let has_folder = desk.store.backup_folder()?.is_some();
    let has_code = desk.store.has_kept_recovery_code()?;
    let is_done = |step| match step {
        ReadyStep::Providers => resources(setup, true).next().is_some(),
        ReadyStep::Hours => {
            resources(setup, true).all(|it| works(setup, it)) && resources(setup, true).count() > 0
        }
        ReadyStep::Rooms => resources(setup, false).next().is_some(),
        ReadyStep::Types => setup.types.iter().any(|it| it.is_active),
        ReadyStep::People => configuration.people.iter().filter(|it| it.is_active).count() > 1,
        ReadyStep::Patients => has_patients,
        ReadyStep::BackupFolder => has_folder,
        ReadyStep::RecoveryCode => has_code,
    };
    Ok(ReadyStep::ALL.iter().map(|&step| StepState { step, is_done: is_done(step) }).collect())
}

/// The providers in use, or everything else that can be booked.
fn resources(setup: &Setup, providers: bool) -> impl Iterator<Item = &Resource> {
    let is_meant = move |it: &&Resource| it.is_active && (it.kind == ResourceKind::Provider) == providers;
    setup.resources.iter().filter(is_meant)
}

/// By a template, or by sessions that came with an import.
fn works(setup: &Setup, provider: &Resource) -> bool {
    use clinic_domain::schedule::ExceptionScope::Resource as Of;
    setup.templates.iter().any(|it| it.is_active && it.resource == provider.id)
        || setup.exceptions.iter().any(|it| it.is_active && !it.kind.closes() && it.scope == Of(provider.id))
}
