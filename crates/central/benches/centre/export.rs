//! A first sync: 50,000 patients and 250,000 visits over HTTP in chunks, with zstd, beside COPY of the same rows as JSON.

use crate::{
    centre::Centre,
    figure::Figure,
    pairs::{Pair, ROUNDS, middle},
    tenants::Tenant,
    years::fill,
};
use central_store::Kind;
use clinic_domain::people::Role;
use std::time::Instant;

const PATIENTS: usize = 50_000;
const VISITS: usize = 250_000;

pub async fn run() {
    let centre = Centre::start().await;
    let tenant = Tenant::new(&centre, "export", 4).await;
    fill(&centre, &tenant, PATIENTS, VISITS).await;
    let desk = centre.desk(&tenant.clinic).await;
    let token = centre.token_at(&tenant.clinic, Role::FrontDesk, Some(desk));
    let (mut pairs, mut each) = (Vec::new(), 0.0);
    for _ in 0..ROUNDS {
        let baseline = copied(&centre).await;
        let (rows, bytes, seconds) = synced(&centre, &token).await;
        pairs.push(Pair { value: rows as f64 / seconds, baseline });
        each = bytes as f64 / rows as f64;
    }
    let Pair { value, baseline } = middle(pairs);
    Figure {
        name: "centre: first sync, 50,000 patients and 250,000 visits",
        value,
        unit: "rows/s",
        baseline: Some(baseline),
        goal: ">= 75,000 rows/s, >= 0.5x of COPY as JSON",
        met: value >= 75_000.0 && value >= 0.5 * baseline,
    }
    .print();
    Figure {
        name: "centre: first sync, on the wire with zstd",
        value: each,
        unit: "bytes/row",
        baseline: None,
        goal: "<= 60 bytes/row",
        met: each <= 60.0,
    }
    .print();
}

/// Rows, bytes on the wire and seconds of everything, a chunk after the other.
async fn synced(centre: &Centre, token: &str) -> (usize, usize, f64) {
    // One that hands on what came as it came.
    let http = reqwest::Client::builder().no_zstd().build().unwrap();
    let begun = Instant::now();
    let (mut rows, mut bytes) = (0, 0);
    for kind in [Kind::Patient, Kind::Appointment] {
        let mut after = String::new();
        loop {
            let url = format!("{}/v1/sync/snapshot?kind={}{after}", centre.url, kind.as_str());
            let request = http.get(url).bearer_auth(token).header("accept-encoding", "zstd");
            let body = request.send().await.unwrap().bytes().await.unwrap();
            bytes += body.len();
            let text = zstd::decode_all(&body[..]).unwrap();
            let chunk: clinic_protocol::sync::Chunk = serde_json::from_slice(&text).unwrap();
            rows += chunk.rows.len();
            match chunk.next {
                Some(next) => after = format!("&after={next}"),
                None => break,
            }
        }
    }
    assert!(rows > PATIENTS + VISITS, "all of them came");
    (rows, bytes, begun.elapsed().as_secs_f64())
}

/// Rows a second of PostgreSQL's own way out.
async fn copied(centre: &Centre) -> f64 {
    use futures_util::TryStreamExt;
    let begun = Instant::now();
    let mut rows = 0;
    for sql in [
        "COPY (SELECT row_to_json(it) FROM (SELECT id, version, body FROM central.users WHERE user_type = 'patient') AS it) TO STDOUT",
        "COPY (SELECT row_to_json(it) FROM (SELECT id, version, metadata FROM central.appointments) AS it) TO STDOUT",
    ] {
        let stream = centre.admin.copy_out(sql).await.unwrap();
        let lines =
            stream.try_fold(0, async |sum, chunk| Ok(sum + chunk.iter().filter(|it| **it == b'\n').count()));
        rows += lines.await.unwrap();
    }
    rows as f64 / begun.elapsed().as_secs_f64()
}
