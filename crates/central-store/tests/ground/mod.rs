//! A migrated database of a test's own, and organizations in it that are told apart by every text that they have.

use central_store::{Store, migrate};
use clinic_domain::{id::PatientId, patient::Patient};
use clinic_protocol::entity_json;
use std::time::Duration;
use tokio_postgres::{Client, NoTls};
use uuid::Uuid;

pub struct Ground {
    /// For the application's role.
    pub url: String,
    /// For the administrator, who stands above every wall.
    pub admin_url: String,
    pub admin: Client,
}

impl Ground {
    pub async fn new(database: &str) -> Ground {
        let cluster_url = std::env::var("DATABASE_ADMIN_URL")
            .expect("run this under scripts/with-postgres.sh: DATABASE_ADMIN_URL is not set");
        let cluster = connect(&cluster_url).await;
        cluster.batch_execute(&format!("DROP DATABASE IF EXISTS {database}")).await.expect("no leftover");
        cluster.batch_execute(&format!("CREATE DATABASE {database}")).await.expect("a database");
        let admin_url = format!("{cluster_url} dbname={database}");
        migrate(&admin_url).await.expect("the schema breaks no rule");
        let admin = connect(&admin_url).await;
        Ground { url: format!("{admin_url} user=application_user"), admin_url, admin }
    }

    pub fn store(&self, connections: usize) -> Store {
        Store::new(&self.url, connections, Duration::from_secs(20)).expect("a store")
    }

    /// An organization with so many patients, whose family name is the organization's.
    pub async fn organization(&self, name: &str, patients: u128) -> Organization {
        let id = Uuid::from_u128(number_of(name));
        let sql = "INSERT INTO central.organizations (id, version, body, slug) VALUES ($1, 1, '{}', $2)";
        self.admin.execute(sql, &[&id, &name]).await.expect("an organization");
        let sql = "INSERT INTO central.organization_counters (organization_id, epoch) VALUES ($1, $1)";
        self.admin.execute(sql, &[&id]).await.expect("a counter");
        let sql = "INSERT INTO central.users \
                 (organization_id, id, version, body, user_type, name, name_key, medical_record_number, is_active) \
             VALUES ($1, $2, 1, $3::text::json, 'patient', $4, $4, $5, true)";
        for number in 0..patients {
            let patient = PatientId(Uuid::from_u128(id.as_u128() + 1 + number));
            let body = entity_json(&Patient { family_name: name.into(), ..Patient::new(patient) });
            let record = format!("{name}-{number}");
            self.admin.execute(sql, &[&id, &patient.0, &body, &name, &record]).await.expect("a patient");
        }
        Organization { id, name: name.to_owned(), patient: Uuid::from_u128(id.as_u128() + 1) }
    }
}

pub struct Organization {
    pub id: Uuid,
    pub name: String,
    /// The first of the patients.
    pub patient: Uuid,
}

/// The same id for the same name, far from that of every other.
fn number_of(name: &str) -> u128 {
    name.bytes().fold(0, |sum: u128, byte| sum.wrapping_mul(257).wrapping_add(u128::from(byte))) << 32
}

pub async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the cluster answers");
    #[allow(clippy::disallowed_methods)] // It ends with its client.
    tokio::spawn(connection);
    client
}
