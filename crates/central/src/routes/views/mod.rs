//! What the API shows and takes, as types: records of the clinic as JSON, and back. What a role sees of a record is cut here
//! and nowhere else, by the table of `clinic_domain::field_access`.

pub mod appointment_type;
pub mod conflict;
pub mod hours;
pub mod offer;
pub mod office;
pub mod organization;
pub mod patient;
pub mod people;
pub mod setup;
pub mod time;
pub mod visit;
