//! Ids of a demo clinic: UUIDv7 in the order in which rows are made, out of the seed.

use clinic_domain::time::Instant;
use uuid::{Builder, Uuid};

/// What an id is for; keeps the ids of different things apart.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Setup = 1,
    Patient = 2,
    Caregiver = 3,
    Appointment = 4,
    Batch = 5,
}

#[derive(Clone, Copy)]
pub(super) struct Ids {
    seed: u64,
    first_ms: u64,
}

impl Ids {
    pub(super) fn new(seed: u64, now: Instant) -> Self {
        // All of a clinic's rows lie within the day before it was made.
        Self { seed, first_ms: u64::try_from(now.0 - 86_400).unwrap_or(0) * 1000 }
    }

    /// The id of the `number`th row of a kind.
    pub(super) fn of(self, kind: Kind, number: u32) -> Uuid {
        let mut tail = [0; 10];
        tail[0] = kind as u8;
        tail[1..5].copy_from_slice(&(self.seed as u32).to_be_bytes());
        tail[5..9].copy_from_slice(&number.to_be_bytes());
        tail[9] = (self.seed >> 32) as u8;
        Builder::from_unix_timestamp_millis(self.first_ms + u64::from(number), &tail).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_ordered_and_apart() {
        let ids = Ids::new(0x1234_5678_9abc_def0, Instant(1_760_000_000));
        let some: Vec<Uuid> = (0..1000).map(|it| ids.of(Kind::Patient, it)).collect();
        assert!(some.windows(2).all(|it| it[0] < it[1]));
        assert!(some.iter().all(|it| it.get_version_num() == 7));
        assert_ne!(ids.of(Kind::Patient, 1), ids.of(Kind::Caregiver, 1));
        assert_ne!(ids.of(Kind::Patient, 1), Ids::new(1, Instant(1_760_000_000)).of(Kind::Patient, 1));
    }
}
