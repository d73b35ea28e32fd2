//! The supervisor and its agents: what was said becomes an answer, and where it is an act a proposal that waits for a
//! person's yes.
//!
//! Start at [`supervisor`]. What was said is understood in `heard`, against the clinic's own lists; the agents answer from
//! the store by the use cases that the rest of the desk has, with the rights of the person who asks.
//!
//! Invariants: nothing is written but a [`conversation::Proposal`] that was shown and that the person said yes to by its
//! number; an agent holds ids and slot handles that the desk gave out in this conversation, and nothing that stands in a
//! record is ever read as something that was said.

pub mod answer;
mod availability;
mod booking;
mod choice;
pub mod conversation;
pub mod faq;
mod general;
pub mod heard;
mod knowledge;
mod line;
mod matter;
mod people;
mod second;
mod suggest;
pub mod supervisor;
mod understood;
mod wish;

pub use second::Second;
pub use suggest::{Suggested, suggest};
pub use understood::Understood;
