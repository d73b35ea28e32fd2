//! Whole bookings on the one path: decided, stored with result, change, event and audit entry, flushed.

use crate::{
    centre::{Centre, Clinic, NOW, clinic::ASKED_LONG_BEFORE},
    duration,
    figure::{Figure, percentile},
    raw::Raw,
};
use central::{
    arbitrate::{Submission, arbitrate, digest},
    http::Origin,
};
use clinic_domain::{
    appointment::Requester,
    availability::{Book, Request, offers},
    id::{AppointmentId, DeviceId, OpId},
    operation::{Booking, Operation, OperationBody, SlotContent},
    people::Role,
    personal::Personal,
    time::Period,
};
use clinic_protocol::encode_operation;
use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};
use tokio::task::JoinSet;
use uuid::Uuid;

const NOBODY: Origin =
    Origin { request: Uuid::nil(), idempotency_key: None, address: None, user_agent: None };
const TENANTS: usize = 20;

/// An organization with times that are free, handed out one after the other.
struct Tenant {
    clinic: Clinic,
    slots: Vec<SlotContent>,
    next: AtomicUsize,
}

/// Times beside each other over three years.
fn slots(clinic: &Clinic) -> Vec<SlotContent> {
    let within = Period::new(NOW, NOW.plus_seconds(3 * 365 * 86_400)).unwrap();
    let request = Request {
        location: clinic.location,
        appointment_type: clinic.visit,
        providers: &[],
        own_provider: None,
        within,
        asking: ASKED_LONG_BEFORE,
        like: None,
        limit: usize::MAX,
    };
    let mut end = NOW;
    let all = offers(&clinic.setup, &Book::default(), &request).unwrap().into_iter().map(|it| it.slot);
    all.filter(|it| {
        let is_free = it.visit.start() >= end;
        if is_free {
            end = it.visit.end();
        }
        is_free
    })
    .collect()
}

impl Tenant {
    async fn new(centre: &Centre, name: &str) -> Tenant {
        let clinic = centre.clinic(name).await;
        Tenant { slots: slots(&clinic), clinic, next: AtomicUsize::new(0) }
    }

    fn booking(&self, centre: &Centre, slot: usize) -> Submission {
        let operation = Operation {
            id: OpId(centre.app.ids.next()),
            device: DeviceId(Uuid::nil()),
            device_seq: 0,
            author: self.clinic.person(Role::FrontDesk),
            at: NOW,
            part_of: None,
            base: None,
            promised_to_patient: true,
            body: OperationBody::Book(Booking {
                appointment: AppointmentId(centre.app.ids.next()),
                patient: self.clinic.patients[slot % self.clinic.patients.len()],
                slot: self.slots[slot % self.slots.len()].clone(),
                requested_by: Requester::Patient,
                note: Personal::default(),
                overbook_reason: None,
                reminder: None,
                contact_point: Personal::default(),
                instead_of: None,
                series: None,
                walk_in: None,
            }),
        };
        let bytes = encode_operation(&operation);
        Submission { digest: digest(&bytes), bytes, operation, device: None, author: None, at: NOW }
    }
}

/// What a run of writers did.
struct Run {
    applied: usize,
    settled: usize,
    seconds: f64,
    times: Vec<f64>,
}

impl Run {
    fn rate(&self) -> f64 {
        self.settled as f64 / self.seconds
    }
}

/// So many writers at once, each booking `at_once` times together; `conflicts` of ten want a time that is taken.
async fn write(
    centre: &Arc<Centre>,
    tenants: &Arc<Vec<Tenant>>,
    writers: usize,
    at_once: usize,
    conflicts: usize,
) -> Run {
    let begun = Instant::now();
    let mut set = JoinSet::new();
    for writer in 0..writers {
        let (centre, tenants) = (Arc::clone(centre), Arc::clone(tenants));
        set.spawn(async move {
            let (mut applied, mut settled, mut times) = (0, 0, Vec::new());
            let mut round = writer;
            while begun.elapsed() < duration() {
                let tenant = &tenants[round % tenants.len()];
                round += 1;
                let submissions: Vec<Submission> = (0..at_once)
                    .map(|at| match (round + at) % 10 < conflicts {
                        true => tenant.booking(&centre, 0),
                        false => tenant.booking(&centre, tenant.next.fetch_add(1, Ordering::Relaxed)),
                    })
                    .collect();
                let sent = Instant::now();
                let done = arbitrate(&centre.app, tenant.clinic.id, &submissions, &NOBODY).await.unwrap();
                times.push(sent.elapsed().as_secs_f64() * 1000.0);
                settled += done.len();
                applied += done.iter().filter(|it| it.is_applied()).count();
            }
            (applied, settled, times)
        });
    }
    let mut run = Run { applied: 0, settled: 0, seconds: 0.0, times: Vec::new() };
    for (applied, settled, times) in set.join_all().await {
        run.applied += applied;
        run.settled += settled;
        run.times.extend(times);
    }
    run.seconds = begun.elapsed().as_secs_f64();
    run
}

pub async fn run() {
    let centre = Arc::new(Centre::start_with(|it| it.connections = 16).await);
    let raw = Raw::prepare(&centre).await;
    let mut tenants = Vec::new();
    for number in 0..TENANTS {
        tenants.push(Tenant::new(&centre, &format!("tenant-{number}")).await);
    }
    let tenants = Arc::new(tenants);
    let mut single = 0.0;
    for connections in [4, 16] {
        let baseline = raw.bookings(connections, 20);
        let run = write(&centre, &tenants, connections, 1, 0).await;
        assert_eq!(run.applied, run.settled, "every time was free");
        single = run.rate();
        figure(
            &format!("whole bookings, {connections} connections, 20 tenants"),
            single,
            baseline,
            ">= 100 % of raw",
            single >= baseline,
        );
    }
    let batched = write(&centre, &tenants, 8, 50, 0).await;
    assert_eq!(batched.applied, batched.settled, "every time was free");
    figure(
        "batched pushes of 50, 8 connections",
        batched.rate(),
        single,
        ">= 2.5x single",
        batched.rate() >= 2.5 * single,
    );
    let one = Arc::new(vec![Tenant::new(&centre, "alone").await]);
    let baseline = raw.bookings(16, 1);
    let mut alone = write(&centre, &one, 16, 1, 0).await;
    figure("one tenant, 16 writers", alone.rate(), baseline, ">= 500/s", alone.rate() >= 500.0);
    let p99 = percentile(&mut alone.times, 0.99);
    print("one tenant, 16 writers, p99", p99, "ms", None, "<= 100 ms", p99 <= 100.0);
    let crowded = write(&centre, &one, 16, 1, 2).await;
    figure(
        "one tenant, 20 % conflicts",
        crowded.rate(),
        alone.rate(),
        "costs <= 10 %",
        crowded.rate() >= 0.9 * alone.rate(),
    );
}

fn figure(name: &str, value: f64, baseline: f64, goal: &str, met: bool) {
    print(name, value, "bookings/s", Some(baseline), goal, met);
}

fn print(name: &str, value: f64, unit: &str, baseline: Option<f64>, goal: &str, met: bool) {
    Figure { name: &format!("centre: {name}"), value, unit, baseline, goal, met }.print();
}
