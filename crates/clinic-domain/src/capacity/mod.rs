//! A practice's capacity in figures: what of its time is used, how long patients wait for it, and what is lost.
//!
//! Everything here is computed from [`VisitFacts`], what is left of a visit when nobody's name is in it, and from
//! [`OpenDay`], the time that the schedule gives. Stores keep the facts, made by the one function that reads a visit's
//! history, so that a year of a large clinic is read in one sweep.

mod by_id;
mod columns;
mod drill;
mod evidence;
mod facts;
mod figure;
mod heat;
mod measure;
mod metric;
mod need;
pub mod no_show;
mod open_day;
mod refill;
mod says;
mod scope;
mod third_next;
mod trend;
pub mod twin;
mod values;
mod worked;

pub use drill::{Behind, drill};
pub use evidence::{Asked, Effort, Evidence, Headcount, Measures, OwnProviders};
pub use facts::{Attended, Called, GivenBack, Owners, Released, VisitFacts};
pub use figure::{Figure, Why};
pub use heat::{Ahead, Cell, heat};
pub use measure::{Swept, measure};
pub use metric::{Metric, Unit};
pub use need::{MOST_NEEDS, Need, NeedKind, Situation, needs};
pub use open_day::{OpenDay, open_days};
pub use scope::{Place, Scope};
pub use third_next::{ThirdNext, third_next_available};
pub use trend::{Point, TRENDED, Week, trend, usual};
