//! Bringing a database's schema up to date.

use central_store::migrate;
use tokio_postgres::NoTls;

const DATABASE: &str = "migrated_twice";

#[tokio::test]
async fn a_schema_that_is_up_to_date_stays_as_it_is() {
    let admin_url = std::env::var("DATABASE_ADMIN_URL")
        .expect("run this under scripts/with-postgres.sh: DATABASE_ADMIN_URL is not set");
    let (cluster, connection) =
        tokio_postgres::connect(&admin_url, NoTls).await.expect("the cluster answers");
    #[allow(clippy::disallowed_methods)] // It ends with its client.
    tokio::spawn(connection);
    cluster.batch_execute(&format!("DROP DATABASE IF EXISTS {DATABASE}")).await.expect("no leftover");
    cluster.batch_execute(&format!("CREATE DATABASE {DATABASE}")).await.expect("a database");

    let url = format!("{admin_url} dbname={DATABASE}");
    assert!(migrate(&url).await.expect("the schema") > 0);
    assert_eq!(migrate(&url).await.expect("the same schema"), 0);
}
