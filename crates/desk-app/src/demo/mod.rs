//! The demo clinic: a whole practice out of a seed, relative to today, marked as demo data everywhere.
//!
//! The coordinator's use cases call exactly this door; fill it in and split it by meaning.

use crate::{error::AppResult, front_desk::FrontDesk};
use clinic_domain::{
    id::{OpId, PersonId},
    operation::ImportCounts,
    organization::Organization,
    time::Instant,
};
use desk_cache::mirror::Bulk;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClinicSize {
    Small,
    Medium,
    Large,
}

/// What a demo clinic is made from; the same values make the same clinic.
pub struct Clinic<'a> {
    pub size: ClinicSize,
    pub seed: u64,
    pub now: Instant,
    /// Exists already, with the first person.
    pub organization: &'a Organization,
    pub author: PersonId,
    pub origin_op: OpId,
}

/// Generates the clinic and puts it into the bulk load.
pub fn load(
    _clinic: &Clinic<'_>,
    _bulk: &mut Bulk<'_>,
    _progress: &dyn Fn(u64, u64),
) -> AppResult<ImportCounts> {
    Ok(ImportCounts::default())
}

/// Digest of what the clinic is made from.
#[must_use]
pub fn digest(clinic: &Clinic<'_>) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(format!("{:?} {} {}", clinic.size, clinic.seed, clinic.now.0)).into()
}

/// Whether the booked future is nearly used up (under 14 days).
pub fn is_stale(_desk: &FrontDesk) -> AppResult<bool> {
    Ok(false)
}
