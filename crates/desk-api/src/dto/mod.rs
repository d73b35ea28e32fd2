//! What crosses the door to the UI and to scripts. Parsed here into types that cannot be wrong; the generated
//! TypeScript of these types is the UI's only description of them.
//!
//! Times travel twice: as UTC text (`2026-11-23T14:00:00Z`) and as the wall clock of the location
//! (`2026-11-23T09:00`). Positions on the board are minutes elapsed since the local day began, so that a day
//! with a change of clocks draws true.

pub mod agent;
pub mod appointment;
pub mod attach;
pub mod audit;
pub mod backup;
pub mod call;
pub mod capacity;
pub mod centre;
pub mod conflict;
pub mod day;
pub mod emergency;
pub mod event;
pub mod hold;
pub mod import;
pub mod knowledge;
pub mod model;
pub mod neighbours;
pub mod no_show;
pub mod offer;
pub mod organization;
pub mod paper;
pub mod patient;
pub mod people;
pub mod preferences;
pub mod proposal;
pub mod recall;
pub mod refusal;
pub mod repair;
pub mod replay;
pub mod review;
pub mod series;
pub mod session;
pub mod setup;
pub mod undo;
pub mod visitor;
pub mod waitlist;
pub mod worklist;
