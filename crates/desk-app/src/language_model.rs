//! The optional language model of this PC: who may choose it, and what has to be true before anything is sent to one.

use crate::{error::AppResult, front_desk::FrontDesk};
use clinic_domain::{
    arbitration::permitted,
    id::PersonId,
    invalid::{Field, Problem},
    people::Permission,
    refusal::Refusal,
};
use desk_cache::LanguageModel;

const MOST_SECONDS: u8 = 10;

/// As somebody wishes it.
pub struct Wanted {
    /// Empty for none.
    pub address: String,
    pub model: String,
    /// None for the one that is kept.
    pub key: Option<String>,
    pub seconds: u8,
    pub is_redacting: bool,
    /// What is sent to it leaves this PC.
    pub is_remote: bool,
    pub accepts_remote: bool,
}

/// The one that is asked, for those who choose it.
pub fn language_model(desk: &FrontDesk, who: PersonId) -> AppResult<Option<LanguageModel>> {
    permitted(&desk.author(who)?, Permission::ManagePolicy)?;
    chosen(desk)
}

/// The one that is asked.
pub fn chosen(desk: &FrontDesk) -> AppResult<Option<LanguageModel>> {
    Ok(desk.store.language_model()?)
}

/// What is wished for, as it would be kept. None for none.
pub fn checked(desk: &FrontDesk, who: PersonId, wanted: Wanted) -> AppResult<Option<LanguageModel>> {
    permitted(&desk.author(who)?, Permission::ManagePolicy)?;
    if wanted.address.is_empty() {
        return Ok(None);
    }
    let invalid = |field, problem| Err(Refusal::Invalid { field, problem }.into());
    if wanted.model.trim().is_empty() {
        return invalid(Field::Model, Problem::Needed);
    }
    if !(1..=MOST_SECONDS).contains(&wanted.seconds) {
        return invalid(Field::Seconds, Problem::OutOfRange { least: 1, most: u16::from(MOST_SECONDS) });
    }
    let before = chosen(desk)?;
    let is_same = |it: &&LanguageModel| it.address == wanted.address;
    // What one service was told to keep secret is not told to another.
    let kept = before.as_ref().filter(is_same);
    let accepted_before = kept.and_then(|it| it.accepted).filter(|_| wanted.accepts_remote);
    if wanted.is_remote && !wanted.accepts_remote {
        return invalid(Field::AcceptsRemote, Problem::Needed);
    }
    let accepted = wanted.is_remote.then(|| accepted_before.unwrap_or((who, desk.now())));
    let key = wanted.key.or_else(|| kept.map(|it| it.key.clone())).unwrap_or_default();
    Ok(Some(LanguageModel {
        address: wanted.address,
        model: wanted.model.trim().to_owned(),
        key: key.trim().to_owned(),
        seconds: wanted.seconds,
        is_redacting: wanted.is_redacting,
        accepted,
    }))
}

pub fn choose(desk: &FrontDesk, who: PersonId, wanted: Wanted) -> AppResult<Option<LanguageModel>> {
    let chosen = checked(desk, who, wanted)?;
    let mut entry = desk.entry(who, "choose_language_model");
    entry.detail = chosen.as_ref().map_or("none", |it| it.address.as_str()).into();
    desk.store.choose_language_model(chosen.as_ref())?;
    desk.audit(&entry)?;
    Ok(chosen)
}
