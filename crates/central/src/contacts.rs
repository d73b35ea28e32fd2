//! When each desk was last written down as being here: what waits for news says so all the time, and once a minute is enough.

use clinic_domain::{id::DeviceId, time::Instant};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

const AGAIN_SECONDS: i64 = 60;

#[derive(Default)]
pub struct Contacts(Mutex<HashMap<DeviceId, Instant>>);

impl Contacts {
    /// Whether it is to be written down now.
    pub fn is_due(&self, device: DeviceId, now: Instant) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = noted.get(&device).is_none_or(|it| now.0 - it.0 >= AGAIN_SECONDS);
        if is_due {
            noted.insert(device, now);
        }
        is_due
    }
}
