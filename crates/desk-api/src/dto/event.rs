//! What the desk tells the UI without being asked: that something changed, never what.

use serde::Serialize;
use ts_rs::TS;

/// Tags name what to fetch again: `day:<location>:<date>`, `patient:<id>`, `waitlist:<location>`, `setup`, `people`,
/// `session`, `freed`, `elsewhere` (what is being booked at other desks).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Changed {
    /// Counts up by one with every event of this run.
    pub revision: u32,
    pub tags: Vec<String>,
}
