//! How a use case ends when it does not end well: refused with reasons, or failed.

use clinic_domain::{
    arbitration::Refused,
    refusal::{Missing, Refusal},
};
use desk_cache::CacheError;

#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Not a fault: a person gets the reasons.
    #[error("refused: {}", .0.0.iter().map(Refusal::code).collect::<Vec<_>>().join(", "))]
    Refused(Refused),
    #[error(transparent)]
    Cache(#[from] CacheError),
    #[error("the password is too weak: {0:?}")]
    WeakPassword(clinic_domain::password::Weakness),
    #[error("cancelled by the person")]
    Cancelled,
    #[error(transparent)]
    Unwritten(#[from] clinic_interop::review::pdf::Unwritten),
    #[error("no thread for the work: {0}")]
    NoThread(std::io::Error),
}

pub type AppResult<T> = Result<T, AppError>;

impl From<Refused> for AppError {
    fn from(refused: Refused) -> Self {
        AppError::Refused(refused)
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        AppError::Refused(refusal.into())
    }
}

/// A row that should be there is not: somebody removed it, or the id was made up.
pub(crate) fn found<T>(row: Option<T>, what: Missing) -> AppResult<T> {
    row.ok_or_else(|| Refusal::NotFound { what }.into())
}
