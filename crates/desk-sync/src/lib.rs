//! How a desk and its centre come to know the same.
//!
//! Two lanes that do not wait for each other: [`Push`] sends what was decided here, in its order; [`Pull`] fetches what the
//! centre says. Each turn of a lane asks the centre one thing and keeps the answer before it asks the next, so that whatever
//! ends it in between is made good by the next turn. The lanes know of no threads, sockets or clock: they are given a [`Link`] to
//! the centre and the [`Desk`]. [`HttpLink`] is the real one, in a person's [`Session`]; [`Lanes`] drives both, and beside them what is being
//! booked right now, which is nobody's record and is kept nowhere.

mod attach;
mod desk;
mod factor;
mod http;
mod identity;
mod join;
mod key;
mod lanes;
mod link;
mod office;
mod pace;
mod pull;
mod push;
mod salvage;
mod session;
mod wire;

pub use attach::{Arriving, NotAttached, Stage, There, attach, look_there};
pub use desk::{Desk, Stored, neighbours};
pub use factor::{NewFactor, Profile, set_password};
pub use http::HttpLink;
pub use identity::{Away, Back, LONGEST_AWAY, NotBack, Ways, ways};
pub use join::{Enrolment, Joining, NotJoined, join};
pub use key::{DeskKey, is_signed};
pub use lanes::{ChosenElsewhere, Contact, Lanes, News, Reach};
pub use link::{Link, Trouble};
pub use office::Asking;
pub use pace::Pace;
pub use pull::{FirstSync, KINDS, Pull};
pub use push::Push;
pub use session::{Credentials, Enrolled, Keep, Kept, NotAnswered, Session, SignedIn, enrol, sign_in};
pub use wire::{Unanswered, Wire, address_of, host_of};

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
