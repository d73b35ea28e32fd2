//! What a clinic that was set up from nothing still lacks before its first visit can be booked.

use crate::{error::AppResult, front_desk::FrontDesk};
use clinic_domain::{
    arbitration::permitted,
    id::PersonId,
    onboarding::{Onboarded, ReadyStep, onboarding},
    people::Permission,
};

/// Each step, and whether it is done.
pub fn getting_ready(desk: &FrontDesk, who: PersonId) -> AppResult<Vec<(ReadyStep, bool)>> {
    permitted(&desk.author(who)?, Permission::EditSetup)?;
    let configuration = desk.configuration()?;
    let has_patients = desk.read(|reader| Ok(reader.has_patients()?))?;
    let own = Onboarded::Desk {
        has_backup_folder: desk.store.backup_folder()?.is_some(),
        has_recovery_code: desk.store.has_kept_recovery_code()?,
    };
    Ok(onboarding(&configuration.setup, &configuration.people, has_patients, own))
}
