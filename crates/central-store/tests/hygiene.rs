//! Few connections for many organizations, and everything that can go wrong with a request while it has one: nobody ever
//! sees rows that are not theirs, and the pool works on. `HYGIENE=1000000` for the long run.

#![allow(clippy::print_stdout, reason = "what became of the requests is told on the console")]

#[allow(dead_code)]
mod ground;

use central_store::{Batch, Event, Store};
use clinic_domain::{id::OrganizationId, time::Instant};
use futures_util::{FutureExt, StreamExt, stream};
use ground::{Ground, Organization};
use std::{
    future::{Future, poll_fn},
    panic::AssertUnwindSafe,
    pin::pin,
    sync::atomic::{AtomicU64, Ordering},
    task::Poll,
};
use uuid::Uuid;

const ORGANIZATIONS: u64 = 50;
const CONNECTIONS: usize = 4;
const AT_ONCE: usize = 24;
const REQUESTS: u64 = 20_000;
const SEED: u64 = 0x0A6E_27CA;

/// SplitMix64 of the seed and a request's number: the same fate for the same request.
fn dice(request: u64, throw: u64) -> u64 {
    let mut it =
        SEED ^ request.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ throw.wrapping_mul(0xD134_2543_DE82_EF95);
    it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    it ^ (it >> 31)
}

/// What became of a request.
#[derive(Default)]
struct Tally {
    answered: AtomicU64,
    cancelled: AtomicU64,
    panicked: AtomicU64,
    failed: AtomicU64,
}

#[tokio::test]
async fn nobody_sees_anothers_rows_whatever_happens_to_a_request() {
    let requests = std::env::var("HYGIENE").ok().and_then(|it| it.parse().ok()).unwrap_or(REQUESTS);
    let ground = Ground::new("hygiene").await;
    let mut organizations = Vec::new();
    for number in 0..ORGANIZATIONS {
        organizations
            .push(ground.organization(&format!("clinic-{number:02}"), u128::from(number % 5 + 1)).await);
    }
    let store = ground.store(CONNECTIONS);
    let (tally, organizations) = (&Tally::default(), &organizations);
    stream::iter(0..requests)
        .for_each_concurrent(AT_ONCE, |request| {
            let (store, ground) = (&store, &ground);
            async move {
                let at = usize::try_from(dice(request, 0) % ORGANIZATIONS).expect("small");
                disturb(ground, request).await;
                suffer(store, &organizations[at], request, tally).await;
            }
        })
        .await;
    let [answered, cancelled, panicked, failed] =
        [&tally.answered, &tally.cancelled, &tally.panicked, &tally.failed]
            .map(|it| it.load(Ordering::Relaxed));
    println!(
        "hygiene: requests={requests} answered={answered} cancelled={cancelled} panicked={panicked} failed={failed}"
    );
    // How many are still under way when they are dropped depends on the machine.
    assert!(
        answered > requests / 2 && cancelled > requests / 50 && panicked > requests / 100,
        "all of it happened"
    );
    assert!(failed > 0, "backends were killed");
    // A connection that was killed at the very end is found out by whoever takes it next, and then it is gone.
    let failed = fails(&store, organizations, requests).await;
    assert!(failed <= CONNECTIONS, "{failed} failed");
    assert_eq!(fails(&store, organizations, requests + ORGANIZATIONS).await, 0, "the pool works on");
    assert!(store.pool_state().open <= CONNECTIONS);
    let sql = "SELECT count(*), count(*) FILTER (WHERE entity_id <> organization_id) FROM central.events";
    let row = ground.admin.query_one(sql, &[]).await.expect("the events");
    assert!(row.get::<_, i64>(0) > 0);
    assert_eq!(row.get::<_, i64>(1), 0, "everybody wrote among their own");
}

/// How many of the organizations get no answer to a request each, one after the other.
async fn fails(store: &Store, organizations: &[Organization], first: u64) -> usize {
    let mut failed = 0;
    for (request, organization) in (first..).zip(organizations) {
        failed += usize::from(work(store, organization, request, false).await.is_err());
    }
    failed
}

/// Now and then a backend is killed, or a statement cancelled as by its time limit.
async fn disturb(ground: &Ground, request: u64) {
    let what = match dice(request, 1) % 400 {
        0 => "pg_terminate_backend",
        1..4 => "pg_cancel_backend",
        _ => return,
    };
    let sql = format!(
        "SELECT {what}(pid) FROM (SELECT pid FROM pg_stat_activity WHERE usename = 'application_user' \
             AND datname = current_database() ORDER BY pid OFFSET {} LIMIT 1) AS one",
        dice(request, 2) % 4
    );
    ground.admin.execute(&sql, &[]).await.expect("the administrator may");
}

/// A request with its fate: most are answered, some are dropped at any of their awaits, some panic on the way.
async fn suffer(store: &Store, organization: &Organization, request: u64, tally: &Tally) {
    let panics = dice(request, 3).is_multiple_of(50);
    let polls = if dice(request, 4).is_multiple_of(8) { dice(request, 5) % 12 } else { u64::MAX };
    let work = AssertUnwindSafe(work(store, organization, request, panics)).catch_unwind();
    let count = match cut(work, polls).await {
        None => &tally.cancelled,
        Some(Err(_)) if panics => &tally.panicked,
        Some(Err(wrong)) => std::panic::resume_unwind(wrong),
        Some(Ok(Err(()))) => &tally.failed,
        Some(Ok(Ok(()))) => &tally.answered,
    };
    count.fetch_add(1, Ordering::Relaxed);
}

/// The future's outcome, or none when it was dropped after so many polls.
async fn cut<F: Future>(future: F, mut polls: u64) -> Option<F::Output> {
    let mut future = pin!(future);
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(it) => Poll::Ready(Some(it)),
        Poll::Pending if polls == 0 => Poll::Ready(None),
        Poll::Pending => {
            polls -= 1;
            Poll::Pending
        }
    })
    .await
}

/// Reads, and sometimes writes, as one organization. Panics where anything is another's.
async fn work(store: &Store, organization: &Organization, request: u64, panics: bool) -> Result<(), ()> {
    let mut tenant = store.tenant(OrganizationId(organization.id)).await.map_err(drop)?;
    let patients = tenant.patients_page(None, 10).await.map_err(drop)?;
    let names: Vec<&str> = patients.iter().map(|it| it.patient.family_name.expose()).collect();
    assert!(names.iter().all(|it| *it == organization.name), "{names:?} for {}", organization.name);
    assert!(!names.is_empty(), "their own are there");
    let mut batch = Batch::default();
    let at = tenant.read_counter(&mut batch);
    let counter = tenant.run(batch).await.map_err(drop)?.counter(at).map_err(drop)?;
    assert_eq!(counter.epoch, organization.id);
    assert!(!panics, "fate");
    if !dice(request, 6).is_multiple_of(4) {
        return tenant.rollback().await.map_err(drop);
    }
    let mut batch = Batch::default();
    let (id, data) = (Uuid::from_u64_pair(request, dice(request, 7)), "{}".to_owned());
    let event = Event { id, kind: "test", user: None, entity: organization.id, data };
    tenant.publish(&mut batch, Instant(1_777_968_000), &[event]);
    tenant.commit(batch).await.map_err(drop).map(drop)
}
