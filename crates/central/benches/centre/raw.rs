//! The baseline of a booking: the four statements that it cannot do without, sent by pgbench to tables without walls.

use crate::{centre::Centre, duration};
use std::process::Command;

const TABLES: &str = "
CREATE SCHEMA raw;
CREATE TABLE raw.counter (org int PRIMARY KEY, seq bigint NOT NULL) WITH (fillfactor = 50);
INSERT INTO raw.counter SELECT org, 0 FROM generate_series(1, 20) AS org;
CREATE TABLE raw.operation (org int, id uuid, result json NOT NULL, PRIMARY KEY (org, id));
CREATE TABLE raw.appointment (org int, id uuid, provider int NOT NULL, during tstzrange NOT NULL, body json NOT NULL,
    PRIMARY KEY (org, id), EXCLUDE USING gist (org WITH =, provider WITH =, during WITH &&));
CREATE TABLE raw.change (org int, seq bigint, id uuid NOT NULL, PRIMARY KEY (org, seq));
GRANT USAGE ON SCHEMA raw TO application_user;
GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA raw TO application_user;
";

const STATEMENTS: &str = r#"UPDATE raw.counter SET seq = seq + 1 WHERE org = :org RETURNING seq AS seq \gset
INSERT INTO raw.operation VALUES (:org, gen_random_uuid(), '{"status":"applied"}');
INSERT INTO raw.appointment VALUES (:org, gen_random_uuid(), 1, tstzrange(to_timestamp(:at), to_timestamp(:at + 1800)), '{"status":"booked"}');
INSERT INTO raw.change VALUES (:org, :seq, gen_random_uuid());
"#;

/// Raw booking transactions a second, over so many connections.
pub struct Raw {
    folder: std::path::PathBuf,
    database: String,
}

impl Raw {
    pub async fn prepare(centre: &Centre) -> Raw {
        centre.admin.batch_execute(TABLES).await.unwrap();
        let folder = std::env::temp_dir().join(format!("raw-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Raw { folder, database: centre.app.config.database_url.expose().to_owned() }
    }

    /// Of one organization or of 20, statement by statement.
    pub fn bookings(&self, connections: usize, organizations: u32) -> f64 {
        // Far apart enough that hardly two collide.
        let begin = format!(
            "\\set org random(1, {organizations})\n\\set at random(1, 1000000000) * 3600\nBEGIN;\n{STATEMENTS}COMMIT;\n"
        );
        let script = self.folder.join("booking.sql");
        std::fs::write(&script, begin).unwrap();
        let output = Command::new("pgbench")
            .args(["--no-vacuum", "--protocol=prepared", "--jobs=2"])
            .arg(format!("--client={connections}"))
            .arg(format!("--time={}", duration().as_secs()))
            .arg(format!("--file={}", script.display()))
            .arg(&self.database)
            .output()
            .expect("pgbench is installed with the database");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let rate = said.lines().find_map(|it| it.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        rate.unwrap_or_else(|| panic!("pgbench: {said}{}", String::from_utf8_lossy(&output.stderr)))
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}
