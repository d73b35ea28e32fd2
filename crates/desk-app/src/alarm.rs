//! Words of an emergency were heard at the desk: that they were, and of which group, stands in the trail. The words do not.

use crate::{error::AppResult, front_desk::FrontDesk};
use clinic_domain::id::PersonId;

pub fn note_alarm(desk: &FrontDesk, who: PersonId, group: &str) -> AppResult<()> {
    let mut entry = desk.entry(who, "emergency_words");
    entry.detail = group.into();
    desk.audit(&entry)
}
