//! The catalog lint: nothing in the schema as it is, and each way to break the wall is found, and it alone.

#[allow(dead_code)] // Other suites need organizations.
mod ground;

use central_store::{lint, migrate};
use ground::Ground;

/// Behind the wall as it should be.
const TABLE: &str = "CREATE TABLE central.planted (organization_id uuid NOT NULL, id uuid NOT NULL, \
     patient_id uuid, PRIMARY KEY (organization_id, id)); CALL central.isolate(ARRAY['planted']); ";

/// What is planted after such a table, the rule that it breaks, and what is said to break it.
const PLANTED: &[(&str, &str, &str)] = &[
    (
        "ALTER TABLE central.planted DISABLE ROW LEVEL SECURITY",
        "a table is not behind row-level security",
        "central.planted",
    ),
    (
        "CREATE TABLE central.parted (organization_id uuid NOT NULL, id uuid NOT NULL, \
             PRIMARY KEY (organization_id, id)) PARTITION BY HASH (organization_id); \
         CALL central.isolate(ARRAY['parted']); \
         CREATE TABLE central.part PARTITION OF central.parted FOR VALUES WITH (MODULUS 1, REMAINDER 0)",
        "a table is not behind row-level security",
        "central.part",
    ),
    (
        "ALTER TABLE central.planted NO FORCE ROW LEVEL SECURITY",
        "a table's owner passes its row-level security",
        "central.planted",
    ),
    (
        "CREATE POLICY all_of_it ON central.planted FOR SELECT TO application_user USING (true)",
        "a policy is not that of the transaction's organization",
        "all_of_it on central.planted",
    ),
    (
        "DROP POLICY tenant_isolation_planted ON central.planted; \
         CREATE POLICY half ON central.planted FOR ALL TO application_user \
             USING (organization_id = (SELECT central.get_current_tenant()))",
        "a policy is not that of the transaction's organization",
        "half on central.planted",
    ),
    (
        "CREATE POLICY anything_in ON central.planted FOR INSERT TO application_user WITH CHECK (true)",
        "a policy is not that of the transaction's organization",
        "anything_in on central.planted",
    ),
    (
        "CREATE TABLE central.nobodys (organization_id uuid); CALL central.isolate(ARRAY['nobodys'])",
        "a table's rows do not say whose they are",
        "central.nobodys",
    ),
    (
        "CREATE UNIQUE INDEX planted_patient ON central.planted (patient_id)",
        "an index does not begin with the organization",
        "central.planted_patient",
    ),
    (
        "ALTER TABLE central.planted ADD CONSTRAINT to_slug FOREIGN KEY (patient_id) REFERENCES central.organizations",
        "a foreign key can lead to another organization",
        "to_slug on central.planted",
    ),
    (
        "ALTER TABLE central.planted ADD CONSTRAINT crosswise FOREIGN KEY (patient_id, organization_id) \
             REFERENCES central.users (id, organization_id)",
        "a foreign key can lead to another organization",
        "crosswise on central.planted",
    ),
    (
        "CREATE VIEW central.seen AS SELECT id FROM central.planted",
        "a view looks with its owner's eyes",
        "central.seen",
    ),
    (
        "CREATE MATERIALIZED VIEW central.kept AS SELECT id FROM central.planted",
        "rows lie where no policy reaches: a materialized view or a foreign table",
        "central.kept",
    ),
    (
        "ALTER TABLE central.planted ADD number bigint GENERATED ALWAYS AS IDENTITY",
        "a counter tells one organization how much the others do",
        "central.planted_number_seq",
    ),
    (
        "CREATE SEQUENCE central.numbers",
        "a counter tells one organization how much the others do",
        "central.numbers",
    ),
    (
        "CREATE FUNCTION central.loose() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'; \
         ALTER FUNCTION central.loose() OWNER TO directory_reader; \
         REVOKE ALL ON FUNCTION central.loose() FROM PUBLIC",
        "a function acts as another role and finds names by a path that its caller sets",
        "central.loose()",
    ),
    (
        "CREATE FUNCTION central.mighty() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog \
             AS 'SELECT 1'; \
         ALTER FUNCTION central.mighty() OWNER TO central_owner; \
         REVOKE ALL ON FUNCTION central.mighty() FROM PUBLIC",
        "a function acts as a role that owns tables or passes every policy",
        "central.mighty()",
    ),
    (
        "CREATE FUNCTION central.called() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "the application may call a function that is not agreed",
        "central.called()",
    ),
    ("GRANT SELECT ON central.planted TO PUBLIC", "everybody may do something", "SELECT on central.planted"),
    (
        "GRANT SELECT (id) ON central.planted TO PUBLIC",
        "everybody may do something",
        "SELECT on id of central.planted",
    ),
    ("GRANT USAGE ON SCHEMA central TO PUBLIC", "everybody may do something", "USAGE in the schema central"),
    (
        "DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO PUBLIC', current_database()); END $$",
        "everybody may do something",
        "CONNECT in the database",
    ),
    (
        "GRANT TRUNCATE ON central.planted TO application_user",
        "a role may do to a table what is not agreed",
        "application_user: TRUNCATE on central.planted",
    ),
    (
        "GRANT DELETE ON central.planted TO application_user",
        "a role may do to a table what is not agreed",
        "application_user: DELETE on central.planted",
    ),
    (
        "GRANT SELECT ON central.planted TO application_user WITH GRANT OPTION",
        "a role may do to a table what is not agreed",
        "application_user: SELECT on central.planted",
    ),
    (
        "GRANT SELECT ON central.planted TO directory_reader",
        "a role may do to a table what is not agreed",
        "directory_reader: SELECT on central.planted",
    ),
    (
        "GRANT REFERENCES (id) ON central.planted TO application_user",
        "a role may do to a table what is not agreed",
        "application_user: REFERENCES on id of central.planted",
    ),
    (
        "GRANT CREATE ON SCHEMA central TO application_user",
        "a role that only uses tables may make things",
        "application_user in the schema central",
    ),
    (
        "ALTER ROLE application_user BYPASSRLS",
        "a role of the service passes walls or becomes another",
        "application_user",
    ),
    (
        "ALTER ROLE directory_reader LOGIN",
        "a role of the service passes walls or becomes another",
        "directory_reader",
    ),
    (
        "GRANT directory_reader TO application_user",
        "a role of the service passes walls or becomes another",
        "application_user as directory_reader",
    ),
    (
        "CREATE DOMAIN central.word AS text; ALTER DOMAIN central.word OWNER TO application_user",
        "the application owns something",
        "type central.word",
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE central_owner GRANT SELECT ON TABLES TO application_user",
        "rights come by themselves with what is made later",
        "central_owner",
    ),
    (
        "REVOKE DELETE ON central.changes FROM application_user",
        "an exception is agreed that nothing needs",
        "application_user: DELETE on central.changes",
    ),
];

#[tokio::test]
async fn each_way_to_break_the_wall_is_found_and_it_alone() {
    let Ground { admin, admin_url, .. } = Ground::new("linted").await;
    for (planted, rule, what) in PLANTED {
        admin.batch_execute(&format!("BEGIN; {TABLE} {planted}")).await.expect(planted);
        let found: Vec<String> = lint(&admin).await.expect(planted).iter().map(ToString::to_string).collect();
        assert_eq!(found, [format!("{rule}: {what}")], "{planted}");
        admin.batch_execute("ROLLBACK").await.expect("the schema as it was");
    }
    let planted = format!("{TABLE} GRANT TRUNCATE ON central.planted TO application_user");
    admin.batch_execute(&planted).await.expect("planted");
    let refused = migrate(&admin_url).await.expect_err("no schema that breaks a rule").to_string();
    assert!(refused.contains("application_user: TRUNCATE on central.planted"), "{refused}");
}
