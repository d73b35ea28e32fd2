//! Organizations with times that are free, each handed out once.

use crate::centre::{
    Centre, Clinic, NOW,
    clinic::{self, ASKED_LONG_BEFORE},
};
use central::{
    arbitrate::{MOST_AT_ONCE, Settled, Submission, arbitrate, digest},
    http::Origin,
};
use chrono_tz::America::New_York;
use clinic_domain::{
    appointment::Requester,
    availability::{Book, Request, offers},
    id::{AppointmentId, DeviceId, OpId},
    operation::{Booking, Operation, OperationBody, SlotContent},
    people::Role,
    personal::Personal,
    time::{Instant, Period},
};
use clinic_protocol::encode_operation;
use std::{
    collections::HashMap,
    sync::atomic::{AtomicUsize, Ordering},
};
use uuid::Uuid;

pub static NOBODY: Origin = Origin::own(Uuid::nil());

pub struct Tenant {
    pub clinic: Clinic,
    slots: Vec<SlotContent>,
    next: AtomicUsize,
}

impl Tenant {
    /// With so many providers.
    pub async fn new(centre: &Centre, slug: &str, providers: usize) -> Tenant {
        let mut built = clinic::Clinic::with_ids_from(centre.app.ids.next().as_u128() << 32, New_York);
        for _ in 0..providers {
            built.provider("08:00", "18:00");
        }
        let clinic = centre.put(built, slug).await;
        Tenant { slots: slots(&clinic), clinic, next: AtomicUsize::new(0) }
    }

    /// So many bookings that were there before, and what the database knows of them.
    pub async fn fill(tenants: &[Tenant], centre: &Centre, each: usize) {
        for tenant in tenants {
            let wanted: Vec<_> = (0..each).map(|_| tenant.booking(centre, tenant.free())).collect();
            for some in wanted.chunks(MOST_AT_ONCE) {
                let done = arbitrate(&centre.app, tenant.clinic.id, some, &NOBODY).await.unwrap();
                assert!(done.iter().all(Settled::is_applied));
            }
        }
        centre.admin.batch_execute("VACUUM ANALYZE").await.unwrap();
    }

    /// A time that nobody has.
    pub fn free(&self) -> &SlotContent {
        let at = self.next.fetch_add(1, Ordering::Relaxed);
        self.slots.get(at).expect("more free times than are booked in the measured time")
    }

    /// A time that somebody has, once one was given out.
    pub fn taken(&self) -> &SlotContent {
        &self.slots[0]
    }

    /// From now on only times from then on.
    pub fn skip_until(&self, then: Instant) {
        self.next.store(self.slots.partition_point(|it| it.visit.start() < then), Ordering::Relaxed);
    }

    /// A booking of the time, by the API.
    pub fn booking(&self, centre: &Centre, slot: &SlotContent) -> Submission {
        let operation = self.operation(centre, slot, (DeviceId(Uuid::nil()), 0));
        let bytes = encode_operation(&operation);
        Submission { digest: digest(&bytes), bytes, operation, device: None, author: None, at: NOW }
    }

    /// The front desk's operation, at a desk, with its number there.
    pub fn operation(&self, centre: &Centre, slot: &SlotContent, at_desk: (DeviceId, u64)) -> Operation {
        let patients = &self.clinic.patients;
        Operation {
            id: OpId(centre.app.ids.next()),
            device: at_desk.0,
            device_seq: at_desk.1,
            author: self.clinic.person(Role::FrontDesk),
            at: NOW,
            written_at: None,
            part_of: None,
            base: None,
            promised_to_patient: true,
            body: OperationBody::Book(Booking {
                appointment: AppointmentId(centre.app.ids.next()),
                // Providers have as many patients at a time: nobody is with two of them.
                patient: patients[self.place(slot) % patients.len()],
                slot: slot.clone(),
                requested_by: Requester::Patient,
                note: Personal::default(),
                overbook_reason: None,
                reminder: None,
                contact_point: Personal::default(),
                instead_of: None,
                series: None,
                walk_in: None,
            }),
        }
    }

    fn place(&self, slot: &SlotContent) -> usize {
        let provider = slot.allocations[0].resource;
        self.clinic.setup.resources.iter().position(|it| it.id == provider).unwrap_or_default()
    }
}

/// Times beside each other over two years, in their order.
fn slots(clinic: &Clinic) -> Vec<SlotContent> {
    let request = Request {
        location: clinic.location,
        appointment_type: clinic.visit,
        providers: &[],
        own_provider: None,
        within: Period::new(NOW, NOW.plus_seconds(2 * 365 * 86_400)).unwrap(),
        asking: ASKED_LONG_BEFORE,
        like: None,
        limit: usize::MAX,
    };
    let mut ends = HashMap::new();
    let all = offers(&clinic.setup, &Book::default(), &request).unwrap().into_iter().map(|it| it.slot);
    all.filter(|it| {
        let end = ends.entry(it.allocations[0].resource).or_insert(NOW);
        let is_beside = it.visit.start() >= *end;
        if is_beside {
            *end = it.visit.end();
        }
        is_beside
    })
    .collect()
}
