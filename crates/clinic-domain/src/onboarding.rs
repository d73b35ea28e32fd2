//! What an organization needs before its first visit is booked: computed and never stored, so that it cannot be wrong.
//! One list of steps; a desk and the centre each leave out what they do not have.

use crate::{
    code_enum,
    people::Person,
    resource::{Resource, ResourceKind},
    schedule::ExceptionScope,
    setup::Setup,
};

code_enum! {
    /// In the order in which a person does it.
    ReadyStep {
        Providers = "providers",
        /// Every provider works at some time.
        Hours = "hours",
        /// Rooms or equipment, for a clinic that has any to book.
        Rooms = "rooms",
        Types = "types",
        /// Somebody else who may sign in.
        People = "people",
        /// Patients, imported or registered.
        Patients = "patients",
        /// One that is enrolled at the centre.
        Desks = "desks",
        BackupFolder = "backup_folder",
        /// Somebody said that the printed code is kept.
        RecoveryCode = "recovery_code",
    }
}

/// Whose list it is, with what only they know.
#[derive(Clone, Copy, Debug)]
pub enum Onboarded {
    /// A desk that stands alone keeps its own file safe.
    Desk {
        has_backup_folder: bool,
        has_recovery_code: bool,
    },
    Centre {
        desks: usize,
    },
}

/// Every step of theirs, and whether it is done.
#[must_use]
pub fn onboarding(
    setup: &Setup,
    people: &[Person],
    has_patients: bool,
    of: Onboarded,
) -> Vec<(ReadyStep, bool)> {
    let is_done = |step| {
        Some(match (step, of) {
            (ReadyStep::Providers, _) => resources(setup, true).next().is_some(),
            (ReadyStep::Hours, _) => {
                resources(setup, true).all(|it| works(setup, it)) && resources(setup, true).count() > 0
            }
            (ReadyStep::Rooms, _) => resources(setup, false).next().is_some(),
            (ReadyStep::Types, _) => setup.types.iter().any(|it| it.is_active),
            (ReadyStep::People, _) => people.iter().filter(|it| it.may_sign_in()).count() > 1,
            (ReadyStep::Patients, _) => has_patients,
            (ReadyStep::Desks, Onboarded::Centre { desks }) => desks > 0,
            (ReadyStep::BackupFolder, Onboarded::Desk { has_backup_folder, .. }) => has_backup_folder,
            (ReadyStep::RecoveryCode, Onboarded::Desk { has_recovery_code, .. }) => has_recovery_code,
            (ReadyStep::Desks, Onboarded::Desk { .. })
            | (ReadyStep::BackupFolder | ReadyStep::RecoveryCode, Onboarded::Centre { .. }) => return None,
        })
    };
    ReadyStep::ALL.iter().filter_map(|step| Some((*step, is_done(*step)?))).collect()
}

/// The providers in use, or everything else that can be booked.
fn resources(setup: &Setup, providers: bool) -> impl Iterator<Item = &Resource> {
    let is_meant = move |it: &&Resource| it.is_active && (it.kind == ResourceKind::Provider) == providers;
    setup.resources.iter().filter(is_meant)
}

/// By a template, or by sessions that came with an import.
fn works(setup: &Setup, provider: &Resource) -> bool {
    let of = ExceptionScope::Resource(provider.id);
    setup.templates.iter().any(|it| it.is_active && it.resource == provider.id)
        || setup.exceptions.iter().any(|it| it.is_active && !it.kind.closes() && it.scope == of)
}
