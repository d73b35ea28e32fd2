//! What a desk and the others of its location know of each other without the centre.

use super::{Store, writing::decode_changes};
use crate::{
    error::CacheError,
    vault::{neighbours, outbox},
};
use clinic_domain::{appointment::Appointment, id::AppointmentId, operation::Change};
use clinic_protocol::lan::Neighbour;
use std::collections::BTreeMap;

impl Store {
    /// The other desks of the location, as the centre named them last.
    pub fn neighbours(&self) -> Result<Vec<Neighbour>, CacheError> {
        neighbours::all(&self.session()?.get().writer().vault)
    }

    /// From here on these and no others are known.
    pub fn put_neighbours(&self, known: &[Neighbour]) -> Result<(), CacheError> {
        if self.neighbours()? == known {
            return Ok(());
        }
        self.session()?.get().keep(|vault| neighbours::put(vault, known))
    }

    /// Whether this desk and the others see each other without the centre.
    pub fn sees_neighbours(&self) -> Result<bool, CacheError> {
        neighbours::are_seen(&self.session()?.get().writer().vault)
    }

    pub fn see_neighbours(&self, are_seen: bool) -> Result<(), CacheError> {
        self.session()?.get().keep(|vault| neighbours::see(vault, are_seen))
    }

    /// The visits that the centre does not know of as they stand here, what it refused left out.
    pub fn unsent_visits(&self) -> Result<Vec<Appointment>, CacheError> {
        let open = outbox::open(&self.session()?.get().writer().vault)?;
        let mut visits: BTreeMap<AppointmentId, Appointment> = BTreeMap::new();
        for open in open.iter().filter(|it| !it.is_refused) {
            for it in decode_changes(&open.changes)?.iter().filter_map(Change::visit) {
                visits.insert(it.id, it.clone());
            }
        }
        Ok(visits.into_values().collect())
    }
}
