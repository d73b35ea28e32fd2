//! A centre for one test: a database of its own on the private cluster, the service on a port that the system gives out,
//! organizations with one person for each role.

#[path = "../../../clinic-domain/tests/clinic/mod.rs"]
#[allow(dead_code, clippy::unwrap_used)] // It is a suite of the domain, which uses the rest.
pub mod clinic;
#[path = "round_robin.rs"]
mod round_robin;

use central::{
    app::App,
    auth::token::Bearer,
    config::{ClientsConfig, Config, LimitsConfig, LogLevel, PasswordConfig, RecordKeyConfig, RedisConfig},
    heads, serve,
};
use central_store::{Batch, Store, Writing};
use clinic_domain::{
    id::{
        AppointmentTypeId, DeviceId, LocationId, OpId, OrganizationId, PatientId, PersonId, ResourceId,
        Version,
    },
    operation::Change,
    patient::Patient,
    people::{Person, Role},
    setup::Setup,
    time::Instant,
};
use clinic_env::Clock;
use std::{
    net::TcpListener,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};
use tokio_postgres::{Client, NoTls};

/// Tuesday, 5 May 2026, 08:00 UTC.
pub const NOW: Instant = Instant(1_777_968_000);

pub struct Centre {
    pub app: Arc<App>,
    /// All instances behind `url`, `app` first.
    pub instances: Vec<Arc<App>>,
    pub url: String,
    pub http: reqwest::Client,
    /// The database as its administrator sees it: past every wall.
    pub admin: Client,
    at: &'static AtomicI64,
}

/// An organization with a location, one person for each role, and a patient.
pub struct Clinic {
    pub id: OrganizationId,
    pub location: LocationId,
    /// Ana Ruiz, the first of the patients.
    pub patient: PatientId,
    pub patients: Vec<PatientId>,
    pub provider: ResourceId,
    /// Half an hour with the provider.
    pub visit: AppointmentTypeId,
    pub setup: Setup,
    people: Vec<(Role, PersonId)>,
}

impl Clinic {
    pub fn person(&self, role: Role) -> PersonId {
        self.people.iter().find(|it| it.0 == role).expect("a clinic has one person for each role").1
    }
}

impl Centre {
    pub async fn start() -> Centre {
        Centre::start_with(|_| {}).await
    }

    /// With another configuration.
    pub async fn start_with(change: impl FnOnce(&mut Config)) -> Centre {
        let (database_url, admin, name) = database().await;
        let redis = std::env::var("REDIS_URL").ok();
        let mut config = Config {
            listen: ([127, 0, 0, 1], 0).into(),
            database_url: database_url.into(),
            connections: 8,
            token_key: "tests/fixtures/token.pem".into(),
            token_public_key: "tests/fixtures/token.pub.pem".into(),
            audit_key: "tests/fixtures/audit.pem".into(),
            audit_file: None,
            secret_key: "tests/fixtures/secret.key".into(),
            old_secret_keys: Vec::new(),
            record_keys: vec![RecordKeyConfig {
                id: "first".into(),
                path: "tests/fixtures/first.key".into(),
            }],
            tls: None,
            proxies: Vec::new(),
            limits: LimitsConfig { organization: 1_000_000, person: 1_000_000, address: 1_000_000 },
            passwords: PasswordConfig::LEAST,
            private_identity_providers: false,
            metrics_listen: None,
            redis: redis.map(|url| RedisConfig {
                url: (&*url).into(),
                prefix: name,
                certificate_authority: None,
            }),
            background: false,
            clients: ClientsConfig::default(),
            min_client: None,
            keep_changes_days: 90,
            log: LogLevel::default(),
            grace_seconds: 25,
            public_url: None,
            mail: None,
            sms: None,
        };
        change(&mut config);
        let at: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(NOW.0)));
        let (mut instances, mut urls) = (Vec::new(), Vec::new());
        for _ in 0..wanted_instances() {
            let (app, url) = instance(config.clone(), at).await;
            instances.push(app);
            urls.push(url);
        }
        let url = if urls.len() == 1 { urls.remove(0) } else { round_robin::before(urls).await };
        let app = Arc::clone(&instances[0]);
        Centre { app, instances, url, http: reqwest::Client::new(), admin, at }
    }

    /// What one instance did with people and sessions, the others know a second later: that second. One alone knows at once.
    pub async fn known_everywhere(&self) {
        for app in self.instances.iter().filter(|_| self.instances.len() > 1) {
            heads::look(app).await.expect("the database answers");
        }
    }

    /// Another instance of the service on the same database, with another configuration.
    pub async fn with_config(&self, config: Config) -> Centre {
        let admin_url = std::env::var("DATABASE_ADMIN_URL").expect("DATABASE_ADMIN_URL");
        let name = config.database_url.expose().rsplit('=').next().expect("the database").to_owned();
        let admin = connect(&format!("{admin_url} dbname={name}")).await;
        let (app, url) = instance(config, self.at).await;
        let instances = vec![Arc::clone(&app)];
        Centre { app, instances, url, http: reqwest::Client::new(), admin, at: self.at }
    }

    /// Another instance of the service on the same database; its URL.
    pub async fn another_instance(&self) -> String {
        self.another(|_| {}).await.1
    }

    /// The same with another configuration.
    pub async fn another(&self, change: impl FnOnce(&mut Config)) -> (Arc<App>, String) {
        let mut config = self.app.config.clone();
        change(&mut config);
        instance(config, self.at).await
    }

    /// One that answers, and does nothing by itself.
    pub async fn quiet(&self, change: impl FnOnce(&mut Config)) -> (Arc<App>, String) {
        let mut config = self.app.config.clone();
        change(&mut config);
        let (app, listener, url) = opened(config, self.at);
        let server = axum_server::from_tcp(listener).expect("a listener of tokio's");
        let service = serve::service(&app);
        #[allow(clippy::disallowed_methods)] // It ends with the test's runtime.
        tokio::spawn(server.serve(service));
        (app, url)
    }

    /// Moves the clock.
    pub fn pass(&self, seconds: i64) {
        self.at.fetch_add(seconds, Ordering::Relaxed);
    }

    pub async fn clinic(&self, slug: &str) -> Clinic {
        let first = self.app.ids.next().as_u128() << 32;
        let mut built = clinic::Clinic::with_ids_from(first, chrono_tz::America::New_York);
        built.provider("08:00", "17:00");
        self.put(built, slug).await
    }

    /// A clinic as it was built, with one person for each role and its patients.
    pub async fn put(&self, built: clinic::Clinic, slug: &str) -> Clinic {
        let ids = || self.app.ids.next();
        let provider = built.setup.resources[0].id;
        let mut setup = built.setup;
        setup.organization.slug = slug.to_owned();
        setup.organization.name = format!("Clinic {slug}");
        let people: Vec<Person> = Role::STAFF.iter().map(|role| person(PersonId(ids()), *role)).collect();
        let patients: Vec<Patient> = (1..=PATIENTS).map(|number| patient(PatientId(ids()), number)).collect();
        let clinic = Clinic {
            id: setup.organization.id,
            location: built.location,
            patient: patients[0].id,
            patients: patients.iter().map(|it| it.id).collect(),
            provider,
            visit: built.visit,
            people: people.iter().map(|it| (it.roles[0], it.id)).collect(),
            setup,
        };
        let setup = &clinic.setup;
        let mut changes: Vec<Change> = setup.locations.iter().cloned().map(Change::Location).collect();
        changes.extend(setup.resources.iter().cloned().map(Change::Resource));
        changes.extend(setup.types.iter().cloned().map(Change::AppointmentType));
        changes.extend(setup.templates.iter().cloned().map(Change::Template));
        changes.extend(people.into_iter().map(Change::Person));
        changes.extend(patients.into_iter().map(|it| Change::Patient(Box::new(it))));
        let mut tenant = self.app.store.tenant(clinic.id).await.expect("a connection");
        let mut batch = Batch::default();
        tenant.create_organization(&mut batch, &setup.organization, slug, ids());
        let counter = tenant.lock_counter(&mut batch);
        let mut counter =
            tenant.run(batch).await.expect("an organization").counter(counter).expect("a counter");
        counter.last_record_number = u64::from(100_000 + PATIENTS);
        let mut batch = Batch::default();
        let writing = Writing { organization: clinic.id, setup, op: OpId(ids()) };
        tenant.record_changes(&mut batch, &writing, &changes, &mut counter);
        tenant.advance_counter(&mut batch, &counter);
        tenant.commit(batch).await.expect("the rows of a clinic");
        clinic
    }

    /// An enrolled desk of the clinic.
    pub async fn desk(&self, clinic: &Clinic) -> DeviceId {
        let id = self.app.ids.next();
        let sql = "INSERT INTO central.devices (organization_id, id, name, location_id, public_key, enrolled_at, enrolled_by) \
             VALUES ($1, $2, 'Desk 1', $3, $4, to_timestamp($5), $2)";
        let (key, enrolled) = (vec![7_u8; 32], (NOW.0 - 7 * 86_400) as f64);
        self.admin
            .execute(sql, &[&clinic.id.0, &id, &clinic.location.0, &key, &enrolled])
            .await
            .expect("a desk");
        DeviceId(id)
    }

    pub fn token(&self, clinic: &Clinic, role: Role) -> String {
        self.token_at(clinic, role, None)
    }

    /// Of somebody who has signed in at a desk.
    pub fn token_at(&self, clinic: &Clinic, role: Role, device: Option<DeviceId>) -> String {
        let bearer = Bearer {
            organization: clinic.id,
            person: clinic.person(role),
            device,
            session: self.app.ids.next(),
            amr: vec!["pwd".to_owned(), "mfa".to_owned()],
            mfa_at: Some(self.app.clock.now()),
        };
        self.app.tokens.issue(bearer, self.app.clock.now(), 300).expect("a token")
    }

    pub async fn get(&self, token: &str, path: &str) -> (u16, serde_json::Value) {
        let answer =
            self.http.get(format!("{}{path}", self.url)).bearer_auth(token).send().await.expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }

    /// A JSON body.
    pub async fn post(&self, token: &str, path: &str, body: &str) -> (u16, serde_json::Value) {
        let request = self.http.post(format!("{}{path}", self.url)).bearer_auth(token);
        let request = request.header("content-type", "application/json").body(body.to_owned());
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }

    pub async fn send(
        &self,
        method: &str,
        token: &str,
        path: &str,
        body: &serde_json::Value,
    ) -> (u16, serde_json::Value) {
        let method = method.parse().expect("a method");
        let request = self.http.request(method, format!("{}{path}", self.url)).bearer_auth(token).json(body);
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        (status, answer.json().await.unwrap_or_default())
    }
}

/// How many instances stand behind the URL of a centre: one, or as many as the environment says.
pub fn wanted_instances() -> usize {
    let wanted = std::env::var("CENTRE_INSTANCES").ok();
    wanted.map_or(1, |it| it.parse().expect("CENTRE_INSTANCES is a number"))
}

const PATIENTS: u32 = 40;

fn patient(id: PatientId, number: u32) -> Patient {
    let given = if number == 1 { "Ana".to_owned() } else { format!("Ana {number}") };
    Patient {
        family_name: "Ruiz".into(),
        given_names: given.into(),
        record_number: (100_000 + number).to_string(),
        ..Patient::new(id)
    }
}

async fn instance(config: Config, at: &'static AtomicI64) -> (Arc<App>, String) {
    let (app, listener, url) = opened(config, at);
    app.store.check().await.expect("the application's role is bound by the walls");
    let serving = serve::serve(Arc::clone(&app), listener, axum_server::Handle::new());
    #[allow(clippy::disallowed_methods)] // It ends with the test's runtime.
    tokio::spawn(serving);
    (app, url)
}

fn opened(config: Config, at: &'static AtomicI64) -> (Arc<App>, TcpListener, String) {
    let store = Store::new(config.database_url.expose(), config.connections, Duration::from_secs(5))
        .expect("a store");
    let listener = TcpListener::bind(config.listen).expect("a port");
    let address = listener.local_addr().expect("an address");
    let app = Arc::new(App::new(store, Clock::Standing { at }, config).expect("the keys are there"));
    (app, listener, format!("http://{address}"))
}

fn person(id: PersonId, role: Role) -> Person {
    Person {
        id,
        version: Version::FIRST,
        login: role.as_str().to_owned(),
        name: format!("Sam {}", role.as_str()),
        roles: vec![role],
        resource: None,
        department: None,
        email: String::new(),
        license_number: String::new(),
        specialties: Vec::new(),
        language: String::new(),
        is_active: true,
    }
}

const TEMPLATE: &str = "central_template";

/// A migrated database of the test's own: its URL for the application, its administrator, and its name.
async fn database() -> (String, Client, String) {
    let admin_url = std::env::var("DATABASE_ADMIN_URL")
        .expect("run this under scripts/with-postgres.sh: DATABASE_ADMIN_URL is not set");
    let name = format!("t_{}", clinic_env::Ids::new(Clock::System).next().simple());
    let cluster = connect(&admin_url).await;
    // One test makes the template, the others wait for it; copying it is one at a time as well.
    cluster.batch_execute("SELECT pg_advisory_lock(7)").await.expect("a lock");
    let known = cluster.query_opt("SELECT FROM pg_database WHERE datname = $1", &[&TEMPLATE]).await;
    if known.expect("the catalog").is_none() {
        let making = format!("{TEMPLATE}_making");
        cluster.batch_execute(&format!("DROP DATABASE IF EXISTS {making}")).await.expect("no leftover");
        cluster.batch_execute(&format!("CREATE DATABASE {making}")).await.expect("a database");
        central_store::migrate(&format!("{admin_url} dbname={making}")).await.expect("the schema");
        let rename = format!("ALTER DATABASE {making} RENAME TO {TEMPLATE}");
        cluster.batch_execute(&rename).await.expect("a template");
    }
    cluster.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {TEMPLATE}")).await.expect("a copy");
    cluster.batch_execute("SELECT pg_advisory_unlock(7)").await.expect("no lock");
    let admin = connect(&format!("{admin_url} dbname={name}")).await;
    (format!("{admin_url} user=application_user dbname={name}"), admin, name)
}

async fn connect(url: &str) -> Client {
    let (client, connection) =
        tokio_postgres::connect(url, NoTls).await.expect("the private cluster answers");
    #[allow(clippy::disallowed_methods)] // It ends with its client.
    tokio::spawn(connection);
    client
}
