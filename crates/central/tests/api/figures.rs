//! What Prometheus reads: the platform's figures, what waits, and no word of whose.

use crate::centre::Centre;
use central::{metrics, serve, work};
use clinic_domain::people::Role;
use std::{net::TcpListener, sync::Arc};

/// The value of a gauge on the page.
fn value(page: &str, name: &str) -> f64 {
    let line = page.lines().find_map(|it| it.strip_prefix(&format!("agentcare_{name} ")));
    line.unwrap_or_else(|| panic!("{name} is not on the page")).parse().expect("a number")
}

#[tokio::test]
async fn the_platforms_figures_are_sums_over_organizations_and_name_none() {
    let centre = Centre::start().await;
    let (one, other) = (centre.clinic("one").await, centre.clinic("other").await);
    // Somebody looks at a record, so that they count among those who work.
    let path = format!("/v1/patients/{}", one.patient);
    assert_eq!(centre.get(&centre.token(&one, Role::Nurse), &path).await.0, 200);
    let visit = "INSERT INTO central.appointments VALUES ($1, gen_random_uuid(), 1, $2, NULL, $3, $4, \
                 to_timestamp($5::bigint), to_timestamp($5::bigint + 1800), $6, true, NULL, '{}', gen_random_uuid())";
    let now = centre.app.clock.now().0;
    // 08:00 UTC is 04:00 in New York: twenty hours later is the next day there, nineteen are not.
    for (clinic, at, status) in [
        (&one, now + 19 * 3600, "booked"),
        (&one, now + 20 * 3600, "booked"),
        (&one, now + 3600, "cancelled"),
        (&other, now - 86_400, "fulfilled"),
        (&other, now - 86_400, "noshow"),
        (&other, now - 40 * 86_400, "noshow"),
    ] {
        let values: &[&(dyn tokio_postgres::types::ToSql + Sync)] =
            &[&clinic.id.0, &clinic.patient.0, &clinic.location.0, &clinic.visit.0, &at, &status];
        centre.admin.execute(visit, values).await.expect("a visit");
    }
    work::each_minute(&centre.app).await.expect("the database answers");

    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let serving = serve::serve_metrics(Arc::clone(&centre.app), listener, axum_server::Handle::new());
    #[allow(clippy::disallowed_methods)] // It ends with the test's runtime.
    tokio::spawn(serving);
    let page = centre.http.get(format!("http://{address}/metrics")).send().await.expect("an answer");
    let page = page.text().await.expect("a page");
    for (name, expected) in [
        ("organizations", 2.0),
        ("active_organizations", 2.0),
        ("patients", 80.0),
        ("providers", 2.0),
        ("active_users", 1.0),
        ("appointments_today", 1.0),
        ("appointment_completion_rate", 0.5),
        ("events_pending", 0.0),
        ("dead_letters", 0.0),
        ("devices", 0.0),
    ] {
        assert_eq!(value(&page, name), expected, "{name}");
    }
    assert!(value(&page, "response_seconds") > 0.0 && value(&page, "pool_open") >= 1.0);
    for secret in ["one", "other", "Ruiz", &one.id.to_string(), &one.patient.to_string()] {
        let is_there =
            page.lines().filter(|it| !it.starts_with('#')).any(|it| it.contains(&format!("\"{secret}")));
        assert!(!is_there, "{secret} is on the page");
    }
    assert_eq!(
        centre.get(&centre.token(&one, Role::Administrator), "/metrics").await.0,
        404,
        "not in public"
    );
}

#[tokio::test]
async fn a_hole_in_the_wall_is_found_and_counted() {
    let centre = Centre::start().await;
    let clinics = (centre.clinic("one").await, centre.clinic("other").await);
    let page = async || metrics::page(&centre.app).await;
    work::each_minute(&centre.app).await.expect("the database answers");
    let mut tenant = centre.app.store.tenant(clinics.0.id).await.expect("a connection");
    let breaches = tenant.breaches_of_the_wall(clinics.1.id).await.expect("an answer");
    assert!(breaches.is_empty(), "{breaches:?}");
    tenant.rollback().await.expect("an end");
    // Tests of this process share the count: it only grows.
    let before = value(&page().await, "tenant_isolation_violations");
    centre.admin.execute("ALTER TABLE central.users DISABLE ROW LEVEL SECURITY", &[]).await.expect("a hole");
    centre.pass(3600);
    work::each_minute(&centre.app).await.expect("the database answers");
    assert!(value(&page().await, "tenant_isolation_violations") >= before + 2.0, "one for each of the two");
}
