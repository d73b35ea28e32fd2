//! What bookings cost at this desk, and who worked at it.

use super::{Store, Writing};
use crate::{
    error::CacheError,
    vault::effort::{self, BookingEffort},
};
use clinic_domain::time::Period;

impl Writing<'_> {
    /// With the booking, or not at all.
    pub fn note_effort(&self, it: &BookingEffort) -> Result<(), CacheError> {
        effort::add(self.vault(), it)
    }
}

impl Store {
    pub fn efforts(&self, during: Period) -> Result<Vec<BookingEffort>, CacheError> {
        effort::within(&self.session()?.get().writer().vault, during)
    }

    /// How many people did anything at this desk, as far as it is in the trail.
    pub fn active_people(&self, during: Period) -> Result<u64, CacheError> {
        effort::active_people(&self.session()?.get().writer().vault, during)
    }
}
