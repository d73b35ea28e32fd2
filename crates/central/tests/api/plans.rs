//! What is asked all day has an index to go by, through the wall between organizations.

use crate::centre::Centre;
use tokio_postgres::SimpleQueryMessage;

/// With scans of whole tables forbidden, PostgreSQL still plans one where it has nothing else.
#[tokio::test]
async fn every_hot_query_goes_by_an_index() {
    let centre = Centre::start().await;
    let clinic = centre.clinic("plans").await;
    let admin = &centre.admin;
    let begin = format!(
        "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET ROLE application_user; \
         SELECT central.set_tenant_context('{}')",
        clinic.id
    );
    admin.batch_execute(&begin).await.expect("the application's role");
    let mut scanned = Vec::new();
    for (at, (name, sql)) in central_store::hot_queries().into_iter().enumerate() {
        let parameters = admin.prepare(sql).await.expect(name).params().len();
        let nothing = vec!["NULL"; parameters].join(", ");
        let explain = format!("PREPARE hot_{at} AS {sql}; EXPLAIN EXECUTE hot_{at}({nothing})");
        let plan = admin.simple_query(&explain).await.expect(name);
        let lines: Vec<String> = plan
            .iter()
            .filter_map(|it| match it {
                SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
                _ => None,
            })
            .collect();
        assert!(!lines.is_empty(), "{name} has no plan");
        if lines.iter().any(|it| it.contains("Seq Scan")) {
            scanned.push(format!("{name}:\n{}", lines.join("\n")));
        }
    }
    assert!(scanned.is_empty(), "{}", scanned.join("\n\n"));
}
