//! Entries of the audit trail, chained and flushed, beside the same rows in a table of the plainest kind.

use crate::{
    centre::{Centre, Clinic},
    duration,
    figure::Figure,
    pairs::{Pair, ROUNDS, middle},
};
use central_store::{AuditEntry, Batch};
use clinic_domain::people::Role;
use std::time::Instant;

/// Of one transaction.
const TOGETHER: usize = 50;
const TABLE: &str = "CREATE TABLE public.plain_trail (seq bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid, user_id uuid, \
     action text, resource text, patients text, details text, leaf bytea)";
const PLAIN: &str = "INSERT INTO public.plain_trail (id, user_id, action, resource, patients, details, leaf) \
     SELECT gen_random_uuid(), gen_random_uuid(), 'read', 'patient', gen_random_uuid(), '{}', decode(repeat('ab', 32), 'hex') \
     FROM generate_series(1, $1)";

pub async fn run() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("trail").await;
    centre.admin.batch_execute(TABLE).await.unwrap();
    let mut pairs = Vec::new();
    for _ in 0..ROUNDS {
        let baseline = rate(async || plain(&centre).await).await;
        pairs.push(Pair { value: rate(async || chained(&centre, &clinic).await).await, baseline });
    }
    let Pair { value, baseline } = middle(pairs);
    Figure {
        name: "centre: entries of one organization's audit trail, 50 a transaction",
        value,
        unit: "entries/s",
        baseline: Some(baseline),
        goal: ">= 5,000 entries/s",
        met: value >= 5_000.0,
    }
    .print();
}

/// Entries a second, one transaction after the other.
#[allow(clippy::cast_precision_loss)]
async fn rate(write: impl AsyncFn()) -> f64 {
    let (begun, mut written) = (Instant::now(), 0);
    while begun.elapsed() < duration() {
        write().await;
        written += TOGETHER;
    }
    written as f64 / begun.elapsed().as_secs_f64()
}

async fn chained(centre: &Centre, clinic: &Clinic) {
    let (app, mut batch) = (&centre.app, Batch::default());
    let (now, reader) = (app.clock.now(), clinic.person(Role::FrontDesk));
    for at in 0..TOGETHER {
        let entry = AuditEntry {
            user: Some(reader),
            resource_id: Some(clinic.patient.to_string()),
            patients: vec![clinic.patients[at % clinic.patients.len()]],
            ..AuditEntry::of_command(app.ids.next(), "read", "patient", now)
        };
        entry.append(&mut batch);
    }
    app.store.tenant(clinic.id).await.unwrap().commit(batch).await.unwrap();
}

async fn plain(centre: &Centre) {
    let together = i32::try_from(TOGETHER).unwrap();
    centre.admin.execute(PLAIN, &[&together]).await.unwrap();
}
