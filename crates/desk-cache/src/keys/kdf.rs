//! How a password becomes key material: Argon2id, with its cost in the slot so that it can grow with the machines.
//!
//! Invariant: shipped code neither makes nor opens a slot below OWASP's minimum (19 MiB, 2 passes). Debug builds
//! know a far lower floor for tests, which release builds do not contain.

use crate::{
    cipher::Key,
    error::{CacheError, Part},
};
use argon2::{Algorithm, Argon2, Params, Version};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// What one guess costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KdfCost {
    pub(crate) memory_kib: u32,
    pub(crate) passes: u32,
}

const MEMORY_KIB: u32 = 64 * 1024;
const LEAST: KdfCost = KdfCost { memory_kib: 19 * 1024, passes: 2 };
/// No honest slot costs more; a forged one could otherwise stop the machine.
const MOST: KdfCost = KdfCost { memory_kib: 1024 * 1024, passes: 64 };
const AIM: Duration = Duration::from_millis(450);

impl KdfCost {
    /// Aims at 300 to 700 ms on this machine: measures one pass over 64 MiB and takes as many as fit.
    ///
    /// # Errors
    /// When the machine cannot give the memory.
    pub fn calibrate() -> Result<KdfCost, CacheError> {
        let one = KdfCost { memory_kib: MEMORY_KIB, passes: 1 };
        // The quickest of three: what else the machine does just now must not make the slot weaker.
        let taken =
            (0..3).map(|_| time_of(one)).try_fold(Duration::MAX, |least, it| it.map(|it| least.min(it)))?;
        let taken = taken.max(Duration::from_micros(1));
        let passes = u32::try_from(AIM.as_micros() / taken.as_micros()).unwrap_or(u32::MAX);
        if passes < LEAST.passes {
            return Ok(LEAST);
        }
        Ok(KdfCost { passes: passes.min(10), ..one })
    }

    /// Cheap enough for a test that opens a desk a thousand times.
    #[cfg(debug_assertions)]
    #[must_use]
    pub const fn for_tests() -> KdfCost {
        KdfCost { memory_kib: 64, passes: 1 }
    }

    /// Whether this program works with it at all.
    pub(crate) fn check(self) -> Result<(), CacheError> {
        #[cfg(debug_assertions)]
        if self == KdfCost::for_tests() {
            return Ok(());
        }
        if self.memory_kib < LEAST.memory_kib || self.passes < LEAST.passes {
            return Err(CacheError::WeakKeyDerivation);
        }
        if self.memory_kib > MOST.memory_kib || self.passes > MOST.passes {
            return Err(CacheError::damaged(Part::Slots, "a slot asks for an absurd amount of work"));
        }
        Ok(())
    }

    /// Argon2id of a password; checked first with [`KdfCost::check`].
    pub(crate) fn stretch(self, password: &[u8], salt: &[u8; 16]) -> Result<Key, CacheError> {
        let failed = |error: argon2::Error| CacheError::Cipher { detail: format!("Argon2id: {error}") };
        let params = Params::new(self.memory_kib, self.passes, 1, Some(32)).map_err(failed)?;
        let mut bytes = Zeroizing::new([0; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(password, salt, bytes.as_mut())
            .map_err(failed)?;
        Ok(Key::from_bytes(*bytes))
    }
}

fn time_of(cost: KdfCost) -> Result<Duration, CacheError> {
    #[allow(clippy::disallowed_methods, reason = "a measurement of this machine, not a time of day")]
    let started = Instant::now();
    cost.stretch(b"calibration", &[0; 16])?;
    Ok(started.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cost_below_the_floor_or_above_the_ceiling_is_refused() {
        let cost = |memory_kib, passes| KdfCost { memory_kib, passes }.check().map_err(|it| it.code());
        assert_eq!(cost(19 * 1024 - 1, 2), Err("weak_key_derivation"));
        assert_eq!(cost(19 * 1024, 1), Err("weak_key_derivation"));
        assert_eq!(cost(19 * 1024, 2), Ok(()));
        assert_eq!(cost(64, 2), Err("weak_key_derivation"));
        assert_eq!(cost(u32::MAX, 2), Err("damaged"));
    }

    #[test]
    fn calibration_stays_within_what_is_accepted() {
        KdfCost::calibrate().unwrap().check().unwrap();
    }

    #[test]
    fn every_input_changes_the_key() {
        let cost = KdfCost::for_tests();
        let key = |password: &[u8], salt| *cost.stretch(password, &[salt; 16]).unwrap().expose();
        assert_eq!(key(b"a", 1), key(b"a", 1));
        assert_ne!(key(b"a", 1), key(b"b", 1));
        assert_ne!(key(b"a", 1), key(b"a", 2));
    }
}
