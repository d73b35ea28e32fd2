//! How the person at the desk likes it.

use crate::{
    call::Call,
    dto::{preferences::Preferences, session::Nothing},
    error::ApiError,
    shape::preferences as shape,
};
use desk_app::preferences;

pub fn preferences(call: &Call<'_>, _: Nothing) -> Result<Preferences, ApiError> {
    Ok(call.signed_in()?.preferences())
}

/// Answers what is kept from now on. The session view of later calls carries the same.
pub fn put_preferences(call: &Call<'_>, request: Preferences) -> Result<Preferences, ApiError> {
    let signed_in = call.signed_in()?;
    preferences::put_preferences(&signed_in.front, signed_in.person, &shape::rows(&request)?)?;
    signed_in.prefer(request.clone());
    call.announce(["session".to_owned()]);
    Ok(request)
}
