//! The baseline of a booking: the four statements that it cannot do without, behind a wall of the plainest kind, sent by
//! pgbench as the service's own role. No foreign key, no other index, no trail, nothing decided.

use crate::{centre::Centre, duration};
use std::process::Command;

/// With 1,000 visits booked before in each of 20 organizations, beside each other on 50 resources.
const TABLES: &str = "
CREATE SCHEMA raw;
CREATE TABLE raw.counter (org int PRIMARY KEY, seq bigint NOT NULL) WITH (fillfactor = 50);
CREATE TABLE raw.operation (org int, id uuid, result json NOT NULL, PRIMARY KEY (org, id));
CREATE TABLE raw.appointment (org int, id uuid, resource int NOT NULL, during tstzrange NOT NULL, body json NOT NULL,
    PRIMARY KEY (org, id), EXCLUDE USING gist (org WITH =, resource WITH =, during WITH &&));
CREATE TABLE raw.change (org int, seq bigint, id uuid NOT NULL, PRIMARY KEY (org, seq));
INSERT INTO raw.counter SELECT org, 0 FROM generate_series(1, 20) AS org;
INSERT INTO raw.appointment SELECT org, gen_random_uuid(), number % 50,
    tstzrange(to_timestamp(number / 50 * 1800), to_timestamp(number / 50 * 1800 + 1800)), '{}'
    FROM raw.counter, generate_series(0, 999) AS number;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['counter', 'operation', 'appointment', 'change'] LOOP
        EXECUTE format('ALTER TABLE raw.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('ALTER TABLE raw.%I FORCE ROW LEVEL SECURITY', name);
        EXECUTE format('CREATE POLICY wall ON raw.%I USING (org = (SELECT current_setting(''app.org'', true)::int))', name);
    END LOOP;
END $$;
GRANT USAGE ON SCHEMA raw TO application_user;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA raw TO application_user;
";

const ONE_BY_ONE: &str = r#"BEGIN;
SELECT set_config('app.org', :org::text, true);
UPDATE raw.counter SET seq = seq + 1 WHERE org = :org RETURNING seq AS seq \gset
INSERT INTO raw.operation VALUES (:org, gen_random_uuid(), '{"status":"applied"}');
INSERT INTO raw.appointment VALUES (:org, gen_random_uuid(), :resource, tstzrange(to_timestamp(:at::float8), to_timestamp(:at::float8 + 1800)), '{"status":"booked"}');
INSERT INTO raw.change VALUES (:org, :seq, gen_random_uuid());
COMMIT;
"#;
/// In a pipeline nothing comes back before its end: the number is read where it stands.
const TOGETHER: &str = r#"\startpipeline
BEGIN;
SELECT set_config('app.org', :org::text, true);
UPDATE raw.counter SET seq = seq + 1 WHERE org = :org;
INSERT INTO raw.operation VALUES (:org, gen_random_uuid(), '{"status":"applied"}');
INSERT INTO raw.appointment VALUES (:org, gen_random_uuid(), :resource, tstzrange(to_timestamp(:at::float8), to_timestamp(:at::float8 + 1800)), '{"status":"booked"}');
INSERT INTO raw.change SELECT org, seq, gen_random_uuid() FROM raw.counter WHERE org = :org;
COMMIT;
\endpipeline
"#;

/// How the statements of a transaction travel.
#[derive(Clone, Copy)]
pub enum Sent {
    OneByOne,
    Together,
}

/// Raw booking transactions a second, over so many connections.
pub struct Raw {
    folder: std::path::PathBuf,
    database: String,
}

impl Raw {
    pub async fn prepare(centre: &Centre) -> Raw {
        centre.admin.batch_execute(TABLES).await.unwrap();
        centre.admin.batch_execute("VACUUM ANALYZE").await.unwrap();
        let database = centre.app.config.database_url.expose().to_owned();
        let name = format!("raw-{}", centre.app.ids.next().simple());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Raw { folder, database }
    }

    /// Of so many organizations.
    pub fn bookings(&self, connections: usize, organizations: usize, sent: Sent) -> f64 {
        let statements = match sent {
            Sent::OneByOne => ONE_BY_ONE,
            Sent::Together => TOGETHER,
        };
        // Far apart enough that hardly two collide.
        let text = format!(
            "\\set org random(1, {organizations})\n\\set resource random(0, 49)\n\\set at random(1000, 1000000000) * 1800\n{statements}"
        );
        let script = self.folder.join("booking.sql");
        std::fs::write(&script, text).unwrap();
        let output = Command::new("pgbench")
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
            .arg(format!("--client={connections}"))
            .arg(format!("--time={}", duration().as_secs()))
            .arg(format!("--file={}", script.display()))
            .arg(&self.database)
            .output()
            .expect("pgbench is installed with the database");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "pgbench: {said}{}", String::from_utf8_lossy(&output.stderr));
        let rate = said.lines().find_map(|it| it.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.unwrap_or_else(|| panic!("pgbench: {said}"))
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}
