//! What can go wrong with the database, cut to what somebody can act on. No text of PostgreSQL leaves the store: its
//! details quote rows.

use crate::circuit::LeftAlone;
use deadpool_postgres::PoolError;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio_postgres::error::SqlState;

/// How often the database refused a row or a table to a transaction since the start.
static REFUSED_BY_WALL: AtomicU64 = AtomicU64::new(0);

#[derive(Clone, Debug, thiserror::Error)]
pub enum StoreError {
    /// No connection, or none in time: try again later.
    #[error("the database cannot be reached")]
    Unavailable,
    /// It did not answer for a while, and is not asked before so many seconds have passed.
    #[error("the database is left alone")]
    LeftAlone { seconds: u32 },
    /// The statement took longer than it may, or waited too long for somebody else.
    #[error("the database took too long")]
    TimedOut,
    /// A constraint of the schema stood in the way.
    #[error("the constraint {constraint} does not allow it")]
    Constraint { constraint: String },
    /// A row cannot be read.
    #[error("a row of {table} cannot be read")]
    Unreadable { table: &'static str },
    /// A statement or a right is wrong: a fault of this program or of how the database was set up.
    #[error("the database refused a statement ({state})")]
    Refused { state: String },
    #[error("the database's schema cannot be brought up to date: {reason}")]
    Migration { reason: String },
    /// Nothing is done and nothing shown that the second copy of the trail does not have.
    #[error("the file of the audit trail cannot be written")]
    AuditFile,
    #[error("{0}")]
    Unfit(&'static str),
}

/// How often the wall between organizations, or a grant that is not there, stood in the way of a statement since the start.
/// Nothing that the service does right makes it count.
#[must_use]
pub fn refused_by_wall() -> u64 {
    REFUSED_BY_WALL.load(Ordering::Relaxed)
}

pub type StoreResult<T> = Result<T, StoreError>;

impl StoreError {
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        matches!(self, StoreError::Unavailable | StoreError::LeftAlone { .. } | StoreError::TimedOut)
    }
}

const NOT_LET_IN: &str =
    "the database lets nobody in with the role and password of its URL: see its pg_hba.conf";
const NO_DATABASE: &str = "the database's URL names a database that there is not";

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(said) = error.as_db_error() else {
            return StoreError::Unavailable;
        };
        let state = said.code();
        match said.constraint() {
            Some(constraint) => StoreError::Constraint { constraint: constraint.to_owned() },
            None if [&SqlState::QUERY_CANCELED, &SqlState::LOCK_NOT_AVAILABLE].contains(&state) => {
                StoreError::TimedOut
            }
            None if state.code().starts_with("28") => StoreError::Unfit(NOT_LET_IN),
            None if *state == SqlState::UNDEFINED_DATABASE => StoreError::Unfit(NO_DATABASE),
            // The server is going down or has too much to do.
            None if state.code().starts_with("57P") || state.code().starts_with("53") => {
                StoreError::Unavailable
            }
            None if *state == SqlState::INSUFFICIENT_PRIVILEGE => {
                REFUSED_BY_WALL.fetch_add(1, Ordering::Relaxed);
                StoreError::Refused { state: state.code().to_owned() }
            }
            None => StoreError::Refused { state: state.code().to_owned() },
        }
    }
}

impl From<LeftAlone> for StoreError {
    fn from(LeftAlone { seconds }: LeftAlone) -> Self {
        StoreError::LeftAlone { seconds }
    }
}

impl From<PoolError> for StoreError {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => error.into(),
            _ => StoreError::Unavailable,
        }
    }
}
