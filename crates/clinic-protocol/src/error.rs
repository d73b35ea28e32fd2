//! Why bytes are no message. No variant holds any of their content, except a kind's name.

/// What was being read stands in `of`: `"operation"`, `"patient"`, `"period"`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Written by a newer version: keep the bytes and read them after an upgrade.
    #[error("schema {schema} is newer than this version")]
    UnknownSchema { schema: u64 },
    /// An operation or change that this version does not know: keep it, or ask for an upgrade.
    #[error("there is no {of} of the kind `{kind}` in this version")]
    UnknownKind { of: &'static str, kind: String },
    /// Not a message at all, or cut off.
    #[error("malformed {of} at byte {at}")]
    Malformed { of: &'static str, at: usize },
    /// Well-formed, but a field is missing, of another type, or has a code that this version does not know.
    #[error("{of} has a field that cannot be read, before byte {at}")]
    Unreadable { of: &'static str, at: usize },
    /// Readable, but no such value can exist: a period that ends before it starts.
    #[error("impossible {of}")]
    Impossible { of: &'static str },
}

impl DecodeError {
    /// Stable, for the door's error table.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            DecodeError::UnknownSchema { .. } => "unknown_schema",
            DecodeError::UnknownKind { .. } => "unknown_kind",
            DecodeError::Malformed { .. } => "malformed",
            DecodeError::Unreadable { .. } => "unreadable",
            DecodeError::Impossible { .. } => "impossible",
        }
    }

    /// The parser's own message quotes the input, which may be a person's data; only the place is kept.
    pub(crate) fn of_json(of: &'static str, error: &serde_json::Error) -> Self {
        let at = error.column();
        if error.is_data() { DecodeError::Unreadable { of, at } } else { DecodeError::Malformed { of, at } }
    }
}
