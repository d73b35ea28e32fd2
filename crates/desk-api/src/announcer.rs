//! Tells the listeners that something changed: tags only, never data.

use crate::dto::event::Changed;
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicU32, Ordering},
};

pub type Listener = Box<dyn Fn(&Changed) + Send + Sync>;

#[derive(Default)]
pub struct Announcer {
    listeners: Mutex<Vec<Listener>>,
    revision: AtomicU32,
}

impl Announcer {
    pub fn subscribe(&self, listener: Listener) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    pub fn announce(&self, tags: Vec<String>) {
        if tags.is_empty() {
            return;
        }
        let changed = Changed { revision: self.revision.fetch_add(1, Ordering::Relaxed) + 1, tags };
        for listener in self.listeners.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            listener(&changed);
        }
    }
}
