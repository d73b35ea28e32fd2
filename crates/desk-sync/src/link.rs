//! What is asked of a centre.

use clinic_protocol::sync::{Chunk, Hello, Page, Pushed, Welcome};
use uuid::Uuid;

/// The way to the centre, over the network or within one process. A call ends: with an answer, or with what went wrong.
pub trait Link {
    fn hello(&mut self, hello: &Hello) -> Result<Welcome, Trouble>;

    /// Operations as they were encoded, in the order of their numbers.
    fn push(&mut self, lines: &[Vec<u8>]) -> Result<Pushed, Trouble>;

    /// The changes after a number.
    fn changes(&mut self, epoch: Uuid, after: u64) -> Result<Page, Trouble>;

    /// Rows of a kind, after an id. Of visits, and of the patients of visits, those between two times alone (UTC seconds),
    /// where these are given.
    fn chunk(
        &mut self,
        kind: &str,
        after: Option<Uuid>,
        between: Option<(i64, i64)>,
    ) -> Result<Chunk, Trouble>;

    /// The number of the last change, as soon as it is another than this one or after a while.
    fn wait(&mut self, epoch: Uuid, after: u64) -> Result<u64, Trouble>;
}

/// Why there is no answer that helps.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    #[error("it does not answer")]
    Unreachable,
    #[error("it asks to come again in {seconds} s")]
    Busy { seconds: u32 },
    /// These changes are not kept, or are another history's.
    #[error("what was asked for is not kept any more")]
    Gone,
    #[error("nobody is signed in to it here")]
    SignedOut,
    #[error("this desk was revoked")]
    Revoked,
    /// Of who is signed in here the centre hears nothing and tells nothing: their roles do not see the day.
    #[error("whoever is signed in to it here does not see the day")]
    SeesNoDay,
    /// The centre works with newer desks alone. What this one sends is taken all the same.
    #[error("this desk's version is too old for it")]
    TooOld,
    /// An answer of a newer centre, or none of a centre.
    #[error("its answer cannot be read: {0}")]
    Unreadable(String),
}
