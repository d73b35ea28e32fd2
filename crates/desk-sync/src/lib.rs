//! How a desk and its centre come to know the same.
//!
//! Two lanes that do not wait for each other: [`Push`] sends what was decided here, in its order; [`Pull`] fetches what the
//! centre says. Each turn of a lane asks the centre one thing and keeps the answer before it asks the next, so that whatever
//! ends it in between is made good by the next turn. Nothing here knows of threads, sockets or a clock: who drives the lanes
//! gives them a [`Link`] to the centre and the [`Desk`].

mod desk;
mod http;
mod link;
mod pace;
mod pull;
mod push;

pub use desk::{Desk, Stored};
pub use http::{Access, HttpLink};
pub use link::{Link, Trouble};
pub use pace::Pace;
pub use pull::{KINDS, Pull};
pub use push::Push;

/// What a turn of a lane left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// There is more to do at once.
    More,
    /// There is nothing to do now.
    Rest,
}

/// Why a turn stopped.
#[derive(Debug, thiserror::Error)]
pub enum Stopped<E> {
    #[error("the centre: {0}")]
    Centre(#[from] Trouble),
    #[error("the desk's files")]
    Desk(#[source] E),
}
