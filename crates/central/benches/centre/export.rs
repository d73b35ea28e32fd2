//! A first sync: 50,000 patients and 250,000 visits over HTTP in chunks, with zstd, beside COPY of the same rows as JSON.

use crate::{
    centre::{Centre, Clinic},
    figure::Figure,
};
use central_store::Kind;
use clinic_domain::people::Role;
use std::time::Instant;

const PATIENTS: i32 = 50_000;
const VISITS: i32 = 250_000;

/// Copies of the clinic's first patient and of one visit, with ids of their own.
const FILL: &str = "
INSERT INTO central.users (organization_id, id, version, body, user_type, name, name_key, is_active)
SELECT organization_id, made.id, 1, replace(body::text, users.id::text, made.id::text)::json, 'patient', name, name_key, true
FROM central.users, (SELECT gen_random_uuid() AS id FROM generate_series(1, $2::int)) AS made
WHERE organization_id = $1 AND users.id = $3;
";
const FILL_VISITS: &str = "
INSERT INTO central.appointments (organization_id, id, version, patient_id, location_id, appointment_type, scheduled_at,
    ends_at, status, is_live, metadata, origin_op)
SELECT $1, made.id, 1, $3, $4, $5, made.at, made.at + interval '30 min', 'fulfilled', false,
    replace($6::text, '00000000-0000-0000-0000-000000000000', made.id::text)::json, made.id
FROM (SELECT gen_random_uuid() AS id, to_timestamp(1600000000 + number * 600) AS at FROM generate_series(1, $2::int) AS number)
    AS made;
";

pub async fn run() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("export").await;
    fill(&centre, &clinic).await;
    let desk = centre.desk(&clinic).await;
    let token = centre.token_at(&clinic, Role::FrontDesk, Some(desk));
    let begun = Instant::now();
    let (mut rows, mut bytes) = (0, 0);
    for kind in [Kind::Patient, Kind::Appointment] {
        let (some, more) = whole(&centre, &token, kind).await;
        rows += some;
        bytes += more;
    }
    let rate = rows as f64 / begun.elapsed().as_secs_f64();
    let copied = copied(&centre).await;
    let goal = ">= 75,000/s and >= 50 % of COPY";
    let met = rate >= 75_000.0 && rate >= 0.5 * copied;
    Figure {
        name: "centre: first sync, 50,000 patients and 250,000 visits",
        value: rate,
        unit: "rows/s",
        baseline: Some(copied),
        goal,
        met,
    }
    .print();
    let each = bytes as f64 / rows as f64;
    Figure {
        name: "centre: first sync, on the wire",
        value: each,
        unit: "bytes/row",
        baseline: None,
        goal: "<= 60 bytes",
        met: each <= 60.0,
    }
    .print();
}

async fn fill(centre: &Centre, clinic: &Clinic) {
    let visit = format!(
        r#"{{"id":"00000000-0000-0000-0000-000000000000","version":1,"location":"{}","patient":"{}","appointment_type":"{}","visit":{{"start":1600000000,"end":1600001800}},"wall_start":"2020-09-13T08:26","status":"fulfilled","confirmation":{{"state":"not_asked"}},"allocations":[{{"resource":"{}","during":{{"start":1600000000,"end":1600001800}}}}],"origin_op":"00000000-0000-0000-0000-000000000000"}}"#,
        clinic.location, clinic.patient, clinic.visit, clinic.provider,
    );
    let (id, patient, location, kind) = (clinic.id.0, clinic.patient.0, clinic.location.0, clinic.visit.0);
    centre.admin.execute(FILL, &[&id, &PATIENTS, &patient]).await.unwrap();
    centre.admin.execute(FILL_VISITS, &[&id, &VISITS, &patient, &location, &kind, &visit]).await.unwrap();
    centre.admin.batch_execute("VACUUM ANALYZE").await.unwrap();
}

/// All rows of a kind, and their bytes on the wire.
async fn whole(centre: &Centre, token: &str, kind: Kind) -> (usize, usize) {
    let (mut rows, mut bytes) = (0, 0);
    let mut after = String::new();
    loop {
        let url = format!("{}/v1/sync/snapshot?kind={}{after}", centre.url, kind.as_str());
        let request = centre.http.get(url).bearer_auth(token).header("accept-encoding", "zstd");
        let body = request.send().await.unwrap().bytes().await.unwrap();
        bytes += body.len();
        let text = zstd::decode_all(&body[..]).unwrap();
        let chunk: clinic_protocol::sync::Chunk = serde_json::from_slice(&text).unwrap();
        rows += chunk.rows.len();
        match chunk.next {
            Some(next) => after = format!("&after={next}"),
            None => return (rows, bytes),
        }
    }
}

/// Rows a second of PostgreSQL's own way out.
async fn copied(centre: &Centre) -> f64 {
    let begun = Instant::now();
    let mut rows = 0;
    for sql in [
        "COPY (SELECT row_to_json(it) FROM (SELECT id, version, body FROM central.users WHERE user_type = 'patient') AS it) TO STDOUT",
        "COPY (SELECT row_to_json(it) FROM (SELECT id, version, metadata FROM central.appointments) AS it) TO STDOUT",
    ] {
        use futures_util::TryStreamExt;
        let stream = centre.admin.copy_out(sql).await.unwrap();
        let lines =
            stream.try_fold(0, async |sum, chunk| Ok(sum + chunk.iter().filter(|it| **it == b'\n').count()));
        rows += lines.await.unwrap();
    }
    rows as f64 / begun.elapsed().as_secs_f64()
}
