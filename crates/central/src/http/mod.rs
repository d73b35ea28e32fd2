//! The API's door: what every request passes, in this order, and the router that the route table becomes.

pub mod context;
mod csv;
pub mod openapi;
pub mod operate;
mod packed;
pub mod page;
pub mod patch;
pub mod problem;
pub mod reference;
pub mod route;
pub mod schema;
mod stack;
pub mod window;

pub use self::csv::Csv;
pub use context::{Act, Caller, Cx, Member, Origin};
pub use operate::Performed;
pub use page::{CURSOR_LENGTH, List, Page};
pub use patch::Patch;
pub use problem::Problem;
pub use route::{Access, Answer, Audited, Created, Done, Input, Lines, Nothing, Route, Written};
pub use schema::{Answered, Described};
pub use stack::{STAGES, Stage, router};
