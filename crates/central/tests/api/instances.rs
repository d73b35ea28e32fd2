//! Several instances on one database, with Redis and without it: what one did the others go on from.

use crate::{
    arbitration::{arbitrated, booking, slots},
    centre::{Centre, Clinic},
    choices::is_seen_at_the_other,
    faults::Way,
};
use central::{
    config::{Config, RedisConfig},
    heads,
};
use clinic_domain::{id::OrganizationId, people::Role};
use clinic_protocol::sync::OpStatus;
use serde_json::Value;
use std::{sync::Arc, time::Duration};

/// Long enough for whatever is told at all.
const PATIENCE: Duration = Duration::from_secs(20);

fn without_redis(config: &mut Config) {
    config.redis = None;
}

async fn get(centre: &Centre, url: &str, token: &str, path: &str) -> (u16, Value) {
    let answer = centre.http.get(format!("{url}{path}")).bearer_auth(token).send().await.expect("an answer");
    (answer.status().as_u16(), answer.json().await.expect("JSON"))
}

/// Books a free time at the first instance; the number of the change.
async fn book(centre: &Centre, clinic: &Clinic, slot: usize) -> u64 {
    let it = booking(centre, clinic, &slots(clinic)[slot], 0);
    let settled = arbitrated(centre, clinic, std::slice::from_ref(&it)).await;
    assert_eq!(settled[0].result.status, OpStatus::Applied, "{settled:?}");
    settled[0].result.seq.expect("a number")
}

async fn patients_in_statistics(centre: &Centre, url: &str, clinic: &Clinic) -> u64 {
    let token = centre.token(clinic, Role::PracticeManager);
    let (status, statistics) = get(centre, url, &token, "/v1/statistics").await;
    assert_eq!(status, 200, "{statistics}");
    statistics["patients"].as_u64().expect("a count")
}

/// Behind everybody's back: no event says so.
async fn switch_off_a_patient(centre: &Centre, clinic: &Clinic, at: usize) {
    let sql = "UPDATE central.users SET is_active = false WHERE organization_id = $1 AND id = $2";
    let patient = clinic.patients[at].0;
    assert_eq!(centre.admin.execute(sql, &[&clinic.id.0, &patient]).await.expect("the table"), 1);
}

mod alone {
    //! Without Redis.

    use super::*;

    #[tokio::test]
    async fn whoever_waits_at_one_instance_is_told_what_another_did() {
        let centre = Centre::start_with(without_redis).await;
        let clinic = centre.clinic("wait").await;
        let other = centre.another_instance().await;
        let token = centre.token_at(&clinic, Role::FrontDesk, Some(centre.desk(&clinic).await));
        let (_, page) = get(&centre, &other, &token, "/v1/sync/changes?after=0").await;
        let path = format!("/v1/sync/wait?after={}", page["head"]);
        let waiting = get(&centre, &other, &token, &path);
        let (waited, seq) = tokio::join!(waiting, book(&centre, &clinic, 0));
        assert_eq!((waited.0, waited.1["head"].as_u64()), (200, Some(seq)));
    }

    #[tokio::test]
    async fn what_somebody_chooses_at_one_instance_is_seen_at_the_other() {
        let centre = Centre::start_with(without_redis).await;
        let other = centre.another_instance().await;
        is_seen_at_the_other(&centre, [&centre.url, &other]).await;
    }

    #[tokio::test]
    async fn a_right_that_was_taken_away_at_one_instance_is_gone_at_the_others_a_second_later() {
        let centre = Centre::start_with(without_redis).await;
        let clinic = centre.clinic("rights").await;
        let (app, other) = centre.quiet(|_| {}).await;
        let token = centre.token(&clinic, Role::Nurse);
        assert_eq!(get(&centre, &other, &token, "/v1/session").await.0, 200);
        let nurse = clinic.person(Role::Nurse);
        let administrator = centre.token(&clinic, Role::Administrator);
        let off = serde_json::json!({ "is_active": false, "version": 1 });
        let (status, answer) =
            centre.send("PATCH", &administrator, &format!("/v1/people/{nurse}"), &off).await;
        assert_eq!(status, 200, "{answer}");
        heads::look(&app).await.expect("the database answers");
        assert_eq!(get(&centre, &other, &token, "/v1/session").await.0, 401);
    }

    #[tokio::test]
    async fn figures_are_kept_until_something_happens_or_a_minute_is_over() {
        let centre = Centre::start_with(without_redis).await;
        let clinic = centre.clinic("figures").await;
        let (_, url) = centre.quiet(|_| {}).await;
        let patients = async || patients_in_statistics(&centre, &url, &clinic).await;
        assert_eq!(patients().await, 40);
        switch_off_a_patient(&centre, &clinic, 1).await;
        assert_eq!(patients().await, 40, "they were not counted again");
        book(&centre, &clinic, 0).await;
        assert_eq!(patients().await, 39, "something happened, at another instance");
        switch_off_a_patient(&centre, &clinic, 2).await;
        centre.pass(59);
        assert_eq!(patients().await, 39);
        centre.pass(1);
        assert_eq!(patients().await, 38);
    }

    #[tokio::test]
    async fn each_instance_counts_calls_for_itself() {
        let centre = Centre::start_with(|config| {
            without_redis(config);
            config.limits.person = 3;
        })
        .await;
        let clinic = centre.clinic("calls").await;
        let (urls, token) = (
            [centre.quiet(|_| {}).await.1, centre.quiet(|_| {}).await.1],
            centre.token(&clinic, Role::Nurse),
        );
        for url in &urls {
            for expected in [200, 200, 200, 429] {
                assert_eq!(get(&centre, url, &token, "/v1/session").await.0, expected);
            }
        }
    }
}

mod together {
    //! With Redis.

    use super::*;

    fn redis_url() -> String {
        std::env::var("REDIS_URL").expect("run this under scripts/with-redis.sh: REDIS_URL is not set")
    }

    /// Redis as it is beside the service, and what this centre's names begin with.
    async fn beside(centre: &Centre) -> (redis::aio::MultiplexedConnection, String) {
        let client = redis::Client::open(redis_url()).expect("a URL");
        let connection = client.get_multiplexed_async_connection().await.expect("Redis answers");
        (connection, centre.app.config.redis.as_ref().expect("a centre with Redis").prefix.clone())
    }

    #[tokio::test]
    async fn what_somebody_chooses_at_one_instance_is_seen_at_the_other() {
        let centre = Centre::start().await;
        let other = centre.another_instance().await;
        is_seen_at_the_other(&centre, [&centre.url, &other]).await;
    }

    #[tokio::test]
    async fn instances_count_calls_together() {
        let centre = Centre::start_with(|config| config.limits.person = 5).await;
        let clinic = centre.clinic("calls").await;
        let urls = [centre.quiet(|_| {}).await.1, centre.quiet(|_| {}).await.1];
        let token = centre.token(&clinic, Role::Nurse);
        let mut calls = Vec::new();
        for call in 0..7 {
            calls.push(get(&centre, &urls[call % 2], &token, "/v1/session").await.0);
        }
        assert_eq!(calls, [200, 200, 200, 200, 200, 429, 429]);
        let other = centre.token(&clinic, Role::Billing);
        assert_eq!(get(&centre, &urls[0], &other, "/v1/session").await.0, 200, "another person");
        centre.pass(60);
        assert_eq!(get(&centre, &urls[1], &token, "/v1/session").await.0, 200, "another minute");
    }

    #[tokio::test]
    async fn without_redis_everything_goes_on_and_with_it_again_together() {
        let centre = Centre::start_with(|config| config.limits.person = 5).await;
        let clinic = centre.clinic("away").await;
        let socket = redis_url().strip_prefix("redis+unix://").expect("a socket").to_owned();
        let way = Way::to(socket).await;
        let through = format!("redis://127.0.0.1:{}", way.port);
        let shaky = |config: &mut Config| {
            let redis = config.redis.as_mut().expect("a centre with Redis");
            *redis = RedisConfig { url: (&*through).into(), ..redis.clone() };
        };
        let ((app, one), (_, other)) = (centre.quiet(shaky).await, centre.quiet(shaky).await);
        let token = centre.token(&clinic, Role::Nurse);
        let calls = async |url: &str| get(&centre, url, &token, "/v1/session").await.0;
        assert_eq!([calls(&one).await, calls(&other).await, calls(&one).await], [200, 200, 200]);
        let is_open = || app.redis.as_ref().expect("an instance with Redis").circuit().is_open();
        assert!(!is_open());

        way.cut();
        for _ in 0..5 {
            assert_eq!(calls(&one).await, 200, "it counts for itself, from the beginning");
        }
        assert_eq!(calls(&one).await, 429);
        assert!(is_open());
        let ready = get(&centre, &one, &token, "/readyz").await;
        assert_eq!((ready.0, &ready.1["left_alone"]), (200, &serde_json::json!(["redis"])));

        way.mend();
        assert_eq!(calls(&one).await, 429, "it is left alone for five seconds");
        centre.pass(5);
        assert_eq!([calls(&one).await, calls(&one).await, calls(&one).await], [200, 200, 429]);
        assert!(!is_open());
    }

    #[tokio::test]
    async fn figures_are_shared_sealed_and_each_organization_has_its_own() {
        let centre = Centre::start().await;
        let (one, two) = (centre.clinic("one").await, centre.clinic("two").await);
        let (first, second) = (centre.quiet(|_| {}).await.1, centre.quiet(|_| {}).await.1);
        assert_eq!(patients_in_statistics(&centre, &first, &one).await, 40);
        switch_off_a_patient(&centre, &one, 1).await;
        assert_eq!(patients_in_statistics(&centre, &second, &one).await, 40, "counted by the other instance");

        let (mut redis, prefix) = beside(&centre).await;
        let mut keys = async |of: OrganizationId| -> Vec<String> {
            let pattern = format!("{prefix}:{of}:*");
            redis::cmd("KEYS").arg(pattern).query_async(&mut redis).await.expect("keys")
        };
        let [key]: [String; 1] = keys(one.id).await.try_into().expect("one value is kept");
        patients_in_statistics(&centre, &first, &two).await;
        let [others]: [String; 1] = keys(two.id).await.try_into().expect("one value is kept");
        let (mut redis, _) = beside(&centre).await;
        let get = |key: &str| redis::cmd("GET").arg(key).clone();
        let sealed: Vec<u8> = get(&key).query_async(&mut redis).await.expect("a value");
        assert!(!sealed.windows(8).any(|it| it == b"patients"), "it can be read");
        // One organization's value under another's key is none.
        let () = redis::cmd("SET").arg(&others).arg(&sealed).query_async(&mut redis).await.expect("a value");
        switch_off_a_patient(&centre, &two, 1).await;
        assert_eq!(patients_in_statistics(&centre, &first, &two).await, 39, "counted again");
        book(&centre, &one, 0).await;
        assert_eq!(patients_in_statistics(&centre, &second, &one).await, 39, "something happened");
    }

    #[tokio::test]
    async fn a_word_from_another_instance_makes_this_one_look_and_is_not_taken_for_true() {
        let centre = Centre::start().await;
        let clinic = centre.clinic("words").await;
        let (app, _) = centre.quiet(|_| {}).await;
        let waiting = app.heads.watch(clinic.id);
        let redis = Arc::clone(app.redis.as_ref().expect("an instance with Redis"));
        #[allow(clippy::disallowed_methods)] // It ends with the test's runtime.
        tokio::spawn(heads::listen(Arc::clone(&app), redis));
        let (mut redis, prefix) = beside(&centre).await;
        let channel = format!("{prefix}:{}", heads::CHANNEL);
        // The instance of the centre, and this one.
        let listeners = async {
            loop {
                let mut asking = redis::cmd("PUBSUB");
                asking.arg("NUMSUB").arg(&channel);
                let (_, count): (String, u64) = asking.query_async(&mut redis).await.expect("a count");
                if count == centre.instances.len() as u64 + 1 {
                    return;
                }
            }
        };
        tokio::time::timeout(PATIENCE, listeners).await.expect("both listen");

        let seq = book(&centre, &clinic, 0).await;
        tokio::time::timeout(PATIENCE, app.heads.time_to_look()).await.expect("it was told");
        heads::look(&app).await.expect("the database answers");
        assert_eq!(waiting.borrow().seq, seq);

        let (session, now) = (app.ids.next(), app.clock.now());
        assert!(!app.revocations.is_ended(&app.store, clinic.id, session, now).await.expect("an answer"));
        let administrator = centre.token(&clinic, Role::Administrator);
        let path = format!("/v1/people/{}/sessions", clinic.person(Role::Nurse));
        let ending = centre.http.delete(format!("{}{path}", centre.url)).bearer_auth(administrator);
        assert_eq!(ending.send().await.expect("an answer").status().as_u16(), 204);
        tokio::time::timeout(PATIENCE, app.heads.time_to_look()).await.expect("it was told");

        for word in ["nonsense", "", "1 2 3", &format!("{} {} 0", clinic.id, u64::MAX)] {
            let mut lie = redis::cmd("PUBLISH");
            let heard: u64 = lie.arg(&channel).arg(word).query_async(&mut redis).await.expect("a lie");
            assert!(heard > 0);
        }
        tokio::time::timeout(PATIENCE, app.heads.time_to_look()).await.expect("it was told");
        heads::look(&app).await.expect("the database answers");
        assert_eq!(waiting.borrow().seq, seq, "the database knows");
    }
}
