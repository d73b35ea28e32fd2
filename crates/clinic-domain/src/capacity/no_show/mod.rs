//! How likely a visit is missed: what an organization's own history says of it, and whether it says anything.
//!
//! Used for two things only: whom to remind first, and whether one more visit can be put over others without making
//! people wait. It is never a ground to refuse a booking, or to put one behind another. `docs/no-show.md` says how it is
//! judged.
//!
//! Read it in this order: [`Features`] is all that it may look at, [`Model`] what it learns, [`judge`] how good that was,
//! [`forecast`] whether to believe it; then [`whom_to_remind`], [`overbook`] and, over the days ahead, [`extra_visits`].

mod columns;
mod extra;
mod features;
mod forecast;
mod judge;
mod logistic;
mod model;
mod overbook;
mod remind;

pub use extra::{Extra, Known, extra_visits};
pub use features::{Before, Features, Lead, Past, missed};
pub use forecast::{Chance, Evaluation, FEWEST_OUTCOMES, Forecast, TooLittle, Verdict, evaluate, forecast};
pub use judge::{Bin, Judged, Said, judge, wilson};
pub use model::{ENOUGH, Enough, Kind, Model, Outcome, Reason, What, base_rate};
pub use overbook::{Expected, Limits, Overbook, Waits, overbook, waits};
pub use remind::{ToRemind, is_to_come, whom_to_remind};

fn log_odds(share: f64) -> f64 {
    (share / (1.0 - share)).ln()
}
