//! How a run ends: with a status that a script can act on, and a coded error when it was not done.

use desk_api::error::{ApiError, ErrorCode};
use std::{io::Write, process::ExitCode};

/// A run that answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// The desk works as it should and said no; the reasons stand in the answer.
    Refused,
}

impl Outcome {
    pub fn status(self) -> ExitCode {
        ExitCode::from(match self {
            Outcome::Done => 0,
            Outcome::Refused => 1,
        })
    }
}

/// A run that ended in an error.
pub struct Failure(Box<ApiError>);

impl Failure {
    pub fn internal(sentence: &str) -> Failure {
        Failure::new(ErrorCode::Internal, sentence)
    }

    pub fn usage(sentence: &str) -> Failure {
        Failure::new(ErrorCode::BadRequest, sentence)
    }

    pub fn file(sentence: &str, path: &std::path::Path, problem: &std::io::Error) -> Failure {
        let mut failure = Failure::new(ErrorCode::FileUnreadable, sentence);
        failure.0.facts.insert("file".to_owned(), path.display().to_string());
        failure.0.facts.insert("problem".to_owned(), problem.kind().to_string());
        failure
    }

    fn new(code: ErrorCode, sentence: &str) -> Failure {
        Failure(Box::new(ApiError::in_english(code, sentence)))
    }

    pub fn print(&self) {
        // The status still tells when nobody can read this.
        if let Ok(text) = serde_json::to_string(&self.0) {
            let _ = writeln!(std::io::stderr(), "{text}");
        }
    }

    pub fn status(&self) -> ExitCode {
        ExitCode::from(if self.0.code == ErrorCode::Internal { 2 } else { 1 })
    }
}

impl From<ApiError> for Failure {
    fn from(error: ApiError) -> Failure {
        Failure(Box::new(error))
    }
}
