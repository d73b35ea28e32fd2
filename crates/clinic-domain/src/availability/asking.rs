//! Who asks, and when: what an answer depends on beside the setup, the book and the wanted time.

use crate::{
    id::AppointmentId,
    time::{Instant, Period},
};

#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    pub now: Instant,
    /// The patient's other live visits, without buffers.
    pub patient_busy: &'a [(AppointmentId, Period)],
    /// The visit that is being moved: what it takes up counts as free.
    pub ignoring: Option<AppointmentId>,
    /// Whether the patient has no past visit; `None` where that is not known yet.
    pub is_new_patient: Option<bool>,
}

impl<'a> Asking<'a> {
    /// The patient's other visits that overlap this one.
    pub(super) fn patient_busy_at(&self, visit: Period) -> impl Iterator<Item = &'a (AppointmentId, Period)> {
        let ignoring = self.ignoring;
        self.patient_busy.iter().filter(move |it| Some(it.0) != ignoring && it.1.overlaps(&visit))
    }
}
