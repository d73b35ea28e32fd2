//! What does not answer is left alone: nobody waits for it in vain, and everything that can be done without it goes on.

use crate::{
    centre::{Centre, Clinic},
    faults::Way,
};
use central::{
    app::App,
    auth::openid,
    config::{MailConfig, MailTls},
    messages::{Fate, Letter},
    metrics,
};
use clinic_domain::{message::MessageChannel, people::Role};
use clinic_env::Clock;
use serde_json::Value;
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicUsize, Ordering},
};
use tokio::net::TcpListener;

const SILENCES: usize = 5;

/// An instance whose way to the database a test can cut, and somebody who asks it.
struct Shaky {
    centre: Centre,
    clinic: Clinic,
    app: Arc<App>,
    url: String,
    way: Way,
}

impl Shaky {
    async fn start() -> Shaky {
        let centre = Centre::start().await;
        let clinic = centre.clinic("shaky").await;
        let database = centre.app.config.database_url.expose().to_owned();
        let part = |name: &str| {
            let mut words = database.split(' ').filter_map(|it| it.strip_prefix(name));
            words.next_back().expect("the cluster's URL names it").to_owned()
        };
        let way = Way::to(format!("{}/.s.PGSQL.5432", part("host="))).await;
        let through =
            format!("host=127.0.0.1 port={} user=application_user dbname={}", way.port, part("dbname="));
        let (app, url) = centre.quiet(|config| config.database_url = through.into()).await;
        Shaky { centre, clinic, app, url, way }
    }

    async fn gets(&self, path: &str) -> (u16, Value) {
        let token = self.centre.token(&self.clinic, Role::PracticeManager);
        let request = self.centre.http.get(format!("{}{path}", self.url)).bearer_auth(token);
        let answer = request.send().await.expect("an answer");
        (answer.status().as_u16(), answer.json().await.expect("JSON"))
    }

    async fn is_open_on_the_page(&self) -> bool {
        let page = metrics::page(&self.app).await;
        let line = |value| format!("agentcare_circuit_open{{dependency=\"database\"}} {value}\n");
        assert!(page.contains(&line(0)) != page.contains(&line(1)), "{page}");
        page.contains(&line(1))
    }
}

#[tokio::test]
async fn a_database_that_is_cut_off_is_left_alone_and_found_again() {
    let shaky = Shaky::start().await;
    assert_eq!(shaky.gets("/v1/statistics").await.0, 200);
    assert!(!shaky.is_open_on_the_page().await);
    shaky.way.cut();
    for _ in 0..SILENCES {
        let (status, problem) = shaky.gets("/v1/statistics").await;
        assert_eq!((status, &problem["code"]), (503, &"busy".into()), "{problem}");
    }
    let asked = shaky.app.store.pool_state();
    for path in ["/v1/statistics", "/v1/organization"] {
        let (status, problem) = shaky.gets(path).await;
        assert_eq!((status, &problem["retry_after"]), (503, &3.into()), "{problem}");
    }
    assert_eq!(shaky.app.store.pool_state().open, asked.open, "nobody tried");
    assert!(shaky.is_open_on_the_page().await);
    assert_eq!(shaky.gets("/readyz").await.0, 503);
    assert_eq!(shaky.gets("/healthz").await.0, 200);

    shaky.centre.pass(3);
    assert_eq!(shaky.gets("/v1/statistics").await.0, 503, "one looks, and it is still away");
    shaky.way.mend();
    assert_eq!(shaky.gets("/v1/statistics").await.0, 503, "left alone once more");
    shaky.centre.pass(3);
    assert_eq!(shaky.gets("/v1/statistics").await.0, 200);
    assert!(!shaky.is_open_on_the_page().await);
    let (status, ready) = shaky.gets("/readyz").await;
    assert_eq!((status, &ready["left_alone"]), (200, &Value::Array(Vec::new())));
}

#[tokio::test]
async fn whoever_watches_the_service_has_the_database_asked_once_a_second() {
    let shaky = Shaky::start().await;
    assert_eq!(shaky.gets("/readyz").await.0, 200);
    shaky.way.cut();
    assert_eq!(shaky.gets("/readyz").await.0, 200, "as it was found within this second");
    shaky.centre.pass(1);
    assert_eq!(shaky.gets("/readyz").await.0, 503);
    shaky.way.mend();
    assert_eq!(shaky.gets("/readyz").await.0, 503, "and so is what is wrong");
    shaky.centre.pass(1);
    assert_eq!(shaky.gets("/readyz").await.0, 200);
}

#[tokio::test]
async fn a_database_that_hangs_is_left_alone_by_who_waited_long_enough() {
    let shaky = Shaky::start().await;
    // One connection in the pool, with what is asked prepared.
    shaky.app.store.active_organizations().await.expect("the database answers");
    shaky.way.hang();
    for _ in 0..SILENCES {
        assert!(!shaky.is_open());
        tokio::select! {
            biased;
            _ = shaky.app.store.active_organizations() => unreachable!("nothing moves"),
            // Before what was begun is given up.
            () = async { shaky.centre.pass(6) } => {}
        }
    }
    assert!(shaky.is_open());
    let (status, problem) = shaky.gets("/v1/statistics").await;
    assert_eq!((status, &problem["retry_after"]), (503, &3.into()), "at once: {problem}");
    shaky.way.mend();
    shaky.centre.pass(3);
    assert_eq!(shaky.gets("/v1/statistics").await.0, 200);
}

impl Shaky {
    fn is_open(&self) -> bool {
        self.app.store.circuit().is_open()
    }
}

fn standing() -> (Clock, &'static AtomicI64) {
    let at: &'static AtomicI64 = Box::leak(Box::new(AtomicI64::new(1_000)));
    (Clock::Standing { at }, at)
}

/// A port that hangs up on whoever calls, and how many called.
async fn hangs_up() -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let (port, calls) = (listener.local_addr().expect("an address").port(), Arc::<AtomicUsize>::default());
    let counted = Arc::clone(&calls);
    #[allow(clippy::disallowed_methods)] // It ends with the test's runtime.
    tokio::spawn(async move {
        while listener.accept().await.is_ok() {
            counted.fetch_add(1, Ordering::Relaxed);
        }
    });
    (port, calls)
}

#[tokio::test]
async fn an_identity_provider_that_does_not_answer_is_left_alone_and_no_other_with_it() {
    let ((clock, at), (port, calls)) = (standing(), hangs_up().await);
    let client = openid::Client::new(true, clock).expect("a client");
    let asks = async |port: u16| client.discover(&format!("http://127.0.0.1:{port}")).await.map(|_| ());
    for _ in 0..3 {
        assert_eq!(client.left_alone(), 0);
        assert_eq!(asks(port).await, Err(openid::Failed::Unreachable));
    }
    assert_eq!(client.left_alone(), 1);
    let before = calls.load(Ordering::Relaxed);
    assert_eq!(asks(port).await, Err(openid::Failed::Unreachable));
    assert_eq!(calls.load(Ordering::Relaxed), before, "it was not called");
    let (other, others) = hangs_up().await;
    assert_eq!(asks(other).await, Err(openid::Failed::Unreachable));
    assert!(others.load(Ordering::Relaxed) > 0, "the other one was");
    at.fetch_add(30, Ordering::Relaxed);
    assert_eq!(asks(port).await, Err(openid::Failed::Unreachable));
    assert!(calls.load(Ordering::Relaxed) > before, "after a while it is tried again");
}

#[tokio::test]
async fn a_mail_server_that_does_not_answer_is_left_alone_for_a_minute() {
    let ((clock, at), (port, calls)) = (standing(), hangs_up().await);
    let centre = Centre::start().await;
    let mut config = centre.app.config.clone();
    config.mail = Some(MailConfig {
        host: "127.0.0.1".to_owned(),
        port,
        tls: MailTls::None,
        certificate_authority: None,
        user: None,
        password: None,
        from: "noreply@clinic.example".to_owned(),
        timeout_seconds: 5,
        connections: 1,
    });
    let transports = central::messages::Transports::new(&config, clock).expect("a way");
    let letter = |to: &str| Letter {
        message: uuid::Uuid::nil(),
        to: to.to_owned().into(),
        clinic: "Clinic".to_owned(),
        reply_to: String::new(),
        subject: "Your visit".to_owned().into(),
        body: "Tomorrow".to_owned().into(),
    };
    let sends = async |to: &str| transports.send(MessageChannel::Email, &letter(to), clock.now()).await;
    for _ in 0..SILENCES {
        assert_eq!(sends("no address").await, Fate::Never("no_such_address".to_owned()), "it proves nothing");
        assert_eq!(sends("ana@home.example").await, Fate::Unanswered("unreachable"));
    }
    let before = calls.load(Ordering::Relaxed);
    assert_eq!(sends("ana@home.example").await, Fate::Unanswered("circuit_open"));
    assert_eq!(calls.load(Ordering::Relaxed), before);
    at.fetch_add(60, Ordering::Relaxed);
    assert_eq!(sends("no address").await, Fate::Never("no_such_address".to_owned()));
    assert_eq!(sends("ana@home.example").await, Fate::Unanswered("unreachable"), "it is tried again");
    assert_eq!(sends("ana@home.example").await, Fate::Unanswered("circuit_open"), "one silence is enough");
}
