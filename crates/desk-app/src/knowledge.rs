//! The organization's own entries of the knowledge base: read, found by their words, drafted from a file. Writing one is
//! an operation of the setup ([`crate::setup::put_faq`]).

use crate::{error::AppResult, front_desk::FrontDesk};
use clinic_domain::{
    arbitration::permitted,
    id::{FaqId, PersonId},
    invalid::{Field, Problem},
    office::FaqEntry,
    people::Permission,
    refusal::Refusal,
};
use clinic_interop::knowledge::Draft;

pub use clinic_interop::knowledge as file;

const MOST_BYTES: usize = 2_000_000;

pub fn entries(desk: &FrontDesk, who: PersonId) -> AppResult<Vec<FaqEntry>> {
    permitted(&desk.author(who)?, Permission::ViewKnowledge)?;
    Ok(desk.configuration()?.office.faq.clone())
}

/// Those that have all of the words, each by how it begins; the nearest first.
pub fn find(desk: &FrontDesk, who: PersonId, words: &str) -> AppResult<Vec<FaqId>> {
    permitted(&desk.author(who)?, Permission::ViewKnowledge)?;
    desk.read(|reader| Ok(reader.faq_with(words)?))
}

/// What stands in a file; nothing is kept.
pub fn read_file(
    desk: &FrontDesk,
    who: PersonId,
    name: &str,
    text: &str,
) -> AppResult<(Vec<Draft>, Vec<file::Problem>)> {
    permitted(&desk.author(who)?, Permission::ManageKnowledge)?;
    if text.len() > MOST_BYTES {
        return Err(Refusal::Invalid { field: Field::File, problem: Problem::TooLong }.into());
    }
    Ok(file::read(name, text))
}
