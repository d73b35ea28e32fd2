//! How a person likes the desk. Nobody else's business and nobody's record: no permission, no operation, no audit.

use crate::{error::AppResult, front_desk::FrontDesk};
use clinic_domain::id::PersonId;
use desk_cache::Preference;

pub fn preferences(desk: &FrontDesk, who: PersonId) -> AppResult<Vec<Preference>> {
    Ok(desk.store.preferences(who)?)
}

pub fn put_preferences(desk: &FrontDesk, who: PersonId, changed: &[Preference]) -> AppResult<()> {
    desk.author(who)?;
    Ok(desk.store.put_preferences(who, changed)?)
}
