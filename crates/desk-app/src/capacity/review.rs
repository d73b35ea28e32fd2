//! A review of capacity as files: who may take one out of the desk, and what the trail says of it.

use super::{CapacityRequest, is_a_period};
use crate::{error::AppResult, front_desk::FrontDesk};
use clinic_domain::{arbitration::permitted, id::PersonId, people::Permission, refusal::Refusal};
/// What stands on the paper.
pub use clinic_interop::review as document;

use document::{
    Paper, Review,
    csv::{self, Dialect},
    pdf,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Csv,
}

impl Format {
    const fn ending(self) -> &'static str {
        match self {
            Format::Pdf => "pdf",
            Format::Csv => "csv",
        }
    }
}

/// A file to be written, by what it is called without its ending.
pub struct ReviewFile {
    pub name: String,
    pub ending: &'static str,
    pub bytes: Vec<u8>,
}

/// The files of a review, for the paper and the spreadsheets of the country that the clinic is in. The trail has its entry
/// before anything leaves.
///
/// # Errors
/// A refusal where the person may not export, or the practice lets nobody of their roles; [`AppError::Unwritten`].
///
/// [`AppError::Unwritten`]: crate::error::AppError::Unwritten
pub fn files(
    desk: &FrontDesk,
    who: PersonId,
    request: &CapacityRequest,
    format: Format,
    review: &Review,
) -> AppResult<Vec<ReviewFile>> {
    let author = desk.author(who)?;
    permitted(&author, Permission::ViewReports)?;
    permitted(&author, Permission::Export)?;
    is_a_period(request)?;
    let configuration = desk.configuration()?;
    if !configuration.office.policy.may_export(&author) {
        return Err(Refusal::NotPermitted { permission: Permission::Export }.into());
    }
    let setup = &configuration.setup;
    let country = setup.locations.iter().find(|it| it.is_active).map_or("", |it| &it.address.country);
    let file = |name: &str, bytes| ReviewFile { name: name.to_owned(), ending: format.ending(), bytes };
    let files = match format {
        Format::Pdf => vec![file(&review.title, pdf::write(review, Paper::of(country))?)],
        Format::Csv => csv::files(review, Dialect::of(country))
            .into_iter()
            .map(|it| file(&it.heading, it.bytes))
            .collect(),
    };
    let mut entry = desk.entry(who, "export_capacity");
    (entry.object_kind, entry.object) = ("organization", Some(setup.organization.id.0));
    entry.detail = format!("{}, {}", format.ending(), review.period).into();
    desk.audit(&entry)?;
    Ok(files)
}
