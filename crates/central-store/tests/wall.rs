//! What somebody can try who may send any statement as the application's role, and what the wall makes of it.

#[allow(dead_code)]
mod ground;

use ground::{Ground, Organization, connect};
use tokio_postgres::{Client, error::SqlState};
use uuid::Uuid;

struct Probe {
    ground: Ground,
    /// As the application.
    client: Client,
    ours: Organization,
    theirs: Organization,
}

impl Probe {
    async fn new(database: &str) -> Probe {
        let ground = Ground::new(database).await;
        let (ours, theirs) = (ground.organization("ours", 3).await, ground.organization("theirs", 5).await);
        let client = connect(&ground.url).await;
        Probe { client, ground, ours, theirs }
    }

    async fn begin(&self) {
        let begin = format!("BEGIN; SELECT central.set_tenant_context('{}')", self.ours.id);
        self.client.batch_execute(&begin).await.expect("a transaction of ours");
    }

    async fn end(&self) {
        self.client.batch_execute("ROLLBACK").await.expect("no transaction");
    }

    async fn count(&self, sql: &str) -> i64 {
        self.client.query_one(sql, &[]).await.expect(sql).get(0)
    }

    /// What PostgreSQL says to a statement of ours.
    async fn refusal(&self, sql: &str) -> SqlState {
        self.begin().await;
        let refused = self.client.batch_execute(sql).await.expect_err(sql);
        self.end().await;
        refused.code().cloned().expect("PostgreSQL's own answer")
    }

    /// Every table that the application may read.
    async fn tables(&self) -> Vec<String> {
        let sql = "SELECT c.oid::regclass::text FROM pg_class c WHERE c.relkind IN ('r', 'p') \
             AND c.relnamespace = 'central'::regnamespace AND has_table_privilege(c.oid, 'SELECT')";
        let rows = self.client.query(sql, &[]).await.expect("the catalog");
        rows.iter().map(|row| row.get(0)).collect()
    }
}

const PATIENTS: &str = "SELECT count(*) FROM central.users";

#[tokio::test]
async fn without_an_organization_there_are_no_rows_in_any_table() {
    let it = Probe::new("probe_nobody").await;
    let tables = it.tables().await;
    assert!(tables.len() > 40, "{tables:?}");
    for table in tables {
        assert_eq!(it.count(&format!("SELECT count(*) FROM {table}")).await, 0, "{table}");
    }
    // A tenant that was set ends with its transaction, whoever has the connection next.
    it.begin().await;
    assert_eq!(it.count(PATIENTS).await, 3);
    it.client.batch_execute("COMMIT").await.expect("the end");
    assert_eq!(it.count(PATIENTS).await, 0);
    let set = format!("SELECT central.set_tenant_context('{}')", it.theirs.id);
    it.client.batch_execute(&set).await.expect("a transaction of its own");
    assert_eq!(it.count(PATIENTS).await, 0);
}

#[tokio::test]
async fn no_statement_reads_past_the_wall() {
    let it = Probe::new("probe_reads").await;
    // Somebody who can make a function tells with it what it is shown; here an administrator made it.
    let leaky = "CREATE FUNCTION public.leak(text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN \
             IF $1 LIKE '%theirs%' THEN RAISE EXCEPTION 'leaked %', $1; END IF; RETURN true; END $$; \
         GRANT EXECUTE ON FUNCTION public.leak(text) TO application_user";
    it.ground.admin.batch_execute(leaky).await.expect("a function");
    it.begin().await;
    let theirs = it.theirs.id;
    for (sql, seen) in [
        ("SELECT count(*) FROM central.users WHERE public.leak(name)".to_owned(), 3),
        ("SELECT count(*) FROM central.users WHERE public.leak(body::text)".to_owned(), 3),
        ("SELECT count(*) FROM central.organizations WHERE public.leak(slug)".to_owned(), 1),
        ("SELECT count(*) FROM central.users WHERE 1 / (CASE name WHEN 'theirs' THEN 0 ELSE 1 END) = 1".to_owned(), 3),
        (format!("SELECT count(*) FROM central.users WHERE organization_id = '{theirs}'"), 0),
        (format!("SELECT count(*) FROM central.users WHERE id = '{}'", it.theirs.patient), 0),
        ("SELECT count(*) FROM central.users a JOIN central.users b ON b.organization_id <> a.organization_id".to_owned(), 0),
    ] {
        assert_eq!(it.count(&sql).await, seen, "{sql}");
    }
    let copied = it.client.copy_out("COPY central.users TO STDOUT").await.expect("a copy");
    let copied: Vec<_> = futures_util::StreamExt::collect(copied).await;
    let copied: Vec<String> =
        copied.into_iter().map(|it| String::from_utf8_lossy(&it.expect("a row")).into_owned()).collect();
    assert_eq!(copied.len(), 3);
    assert!(copied.iter().all(|it| !it.contains("theirs")), "{copied:?}");
    it.end().await;
    assert_eq!(
        it.refusal("SET LOCAL row_security = off; SELECT count(*) FROM central.users").await,
        SqlState::INSUFFICIENT_PRIVILEGE
    );
    assert_eq!(
        it.refusal("CREATE FUNCTION public.own() RETURNS int LANGUAGE sql AS 'SELECT 1'").await,
        SqlState::INSUFFICIENT_PRIVILEGE
    );
    assert_eq!(it.refusal("CREATE TABLE central.own (it int)").await, SqlState::INSUFFICIENT_PRIVILEGE);
    assert_eq!(it.refusal("SET ROLE central_owner").await, SqlState::INSUFFICIENT_PRIVILEGE);
    assert_eq!(it.refusal("SET SESSION AUTHORIZATION postgres").await, SqlState::INSUFFICIENT_PRIVILEGE);
}

#[tokio::test]
async fn no_statement_writes_past_the_wall_or_learns_what_is_behind_it() {
    let it = Probe::new("probe_writes").await;
    let (ours, theirs) = (it.ours.id, it.theirs.id);
    let person = |organization: Uuid, id: Uuid, number: &str| {
        format!(
            "INSERT INTO central.users (organization_id, id, version, body, user_type, name, name_key, \
                 medical_record_number, is_active) \
             VALUES ('{organization}', '{id}', 1, '{{}}', 'patient', 'x', 'x', '{number}', true)"
        )
    };
    let nobody = Uuid::from_u128(7);
    assert_eq!(it.refusal(&person(theirs, nobody, "1")).await, SqlState::INSUFFICIENT_PRIVILEGE);
    let moved = format!("UPDATE central.users SET organization_id = '{theirs}'");
    assert_eq!(it.refusal(&moved).await, SqlState::INSUFFICIENT_PRIVILEGE);
    for table in ["central.users", "central.allocations", "central.audit_logs"] {
        assert_eq!(it.refusal(&format!("TRUNCATE {table}")).await, SqlState::INSUFFICIENT_PRIVILEGE);
    }
    assert_eq!(it.refusal("DELETE FROM central.users").await, SqlState::INSUFFICIENT_PRIVILEGE);
    let entry = format!(
        "INSERT INTO central.audit_patients (organization_id, patient_id, seq) VALUES ('{ours}', '{nobody}', 1)"
    );
    assert_eq!(it.refusal(&entry).await, SqlState::INSUFFICIENT_PRIVILEGE, "the trail has one way in");

    // Their ids and numbers are free here, so that nobody learns that they are taken there.
    it.begin().await;
    it.client.batch_execute(&person(ours, it.theirs.patient, "theirs-0")).await.expect("an id of theirs");
    let touched = it.client.execute("UPDATE central.users SET is_active = false", &[]).await;
    assert_eq!(touched.expect("an update"), 4, "three of ours and the one just written");
    it.end().await;
    // A row of theirs is as little there as one that is nobody's.
    let caregiver = |patient: Uuid| {
        format!(
            "INSERT INTO central.patient_caregivers (organization_id, id, version, body, patient_id, caregiver_id, is_active) \
             VALUES ('{ours}', '{nobody}', 1, '{{}}', '{patient}', '{patient}', true)"
        )
    };
    assert_eq!(it.refusal(&caregiver(nobody)).await, SqlState::FOREIGN_KEY_VIOLATION);
    assert_eq!(it.refusal(&caregiver(it.theirs.patient)).await, SqlState::FOREIGN_KEY_VIOLATION);
    let theirs = "SELECT count(*) FROM central.users WHERE name = 'theirs' AND is_active";
    let left: i64 = it.ground.admin.query_one(theirs, &[]).await.expect("their rows").get(0);
    assert_eq!(left, 5);
}
