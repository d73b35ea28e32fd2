//! Every rule has something that sets it off, and something close to it that must not.

use crate::centre::{Centre, Clinic, NOW};
use central::security;
use central_store::{AuditEntry, Batch};
use clinic_domain::{
    id::{DeviceId, PatientId, PersonId},
    people::Role,
    security::SecurityRule as R,
    time::Instant,
};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Two in the afternoon where the clinic is, on a Tuesday.
const AFTERNOON: Instant = Instant(NOW.0 + 10 * 3_600);

struct Setting<'a> {
    centre: &'a Centre,
    clinic: &'a Clinic,
}

impl Setting<'_> {
    fn entry(&self, action: &'static str, at: i64) -> AuditEntry {
        AuditEntry {
            id: self.centre.app.ids.next(),
            user: Some(self.clinic.person(Role::FrontDesk)),
            device: None,
            action,
            resource_type: "patient",
            resource_id: None,
            patients: Vec::new(),
            outcome: "done",
            details: "{}".to_owned(),
            ip_address: "10.0.0.7".parse().ok(),
            user_agent: None,
            at: AFTERNOON.plus_seconds(at),
        }
    }

    fn look(&self, patient: usize, at: i64) -> AuditEntry {
        let patients = vec![self.clinic.patients[patient]];
        AuditEntry { patients, ..self.entry("read", at) }
    }

    fn failed(&self, person: Option<PersonId>, address: &str, at: i64) -> AuditEntry {
        AuditEntry {
            user: None,
            resource_type: "person",
            resource_id: person.map(|it| it.to_string()),
            outcome: "refused",
            ip_address: address.parse().ok(),
            ..self.entry("sign_in", at)
        }
    }

    fn on(&self, device: u128, at: i64) -> AuditEntry {
        AuditEntry { device: Some(DeviceId(Uuid::from_u128(device))), ..self.entry("list", at) }
    }

    async fn sql(&self, sql: &str) {
        self.centre.admin.batch_execute(sql).await.expect("rows as they are wanted");
    }

    /// Every patient has a visit in ten days.
    async fn visits(&self, of: &[PatientId]) {
        self.visits_in(10 * 86_400, of).await;
    }

    /// So many seconds after the afternoon.
    async fn visits_in(&self, seconds: i64, of: &[PatientId]) {
        let (clinic, location, visit) = (self.clinic.id, self.clinic.location, self.clinic.visit);
        for patient in of {
            self.sql(&format!(
                "INSERT INTO central.appointments (organization_id, id, version, patient_id, location_id, \
                     appointment_type, scheduled_at, ends_at, status, is_live, metadata, origin_op) \
                 VALUES ('{clinic}', gen_random_uuid(), 1, '{patient}', '{location}', '{visit}', \
                     to_timestamp({0}), to_timestamp({0} + 1800), 'booked', true, '{{}}', gen_random_uuid())",
                AFTERNOON.0 + seconds
            ))
            .await;
        }
    }

    fn requested(&self, person: Option<PersonId>, address: &str, at: i64) -> AuditEntry {
        AuditEntry { action: "request_password", outcome: "done", ..self.failed(person, address, at) }
    }

    /// So many different records, a minute apart.
    fn looks(&self, count: usize) -> Vec<AuditEntry> {
        (0..count).map(|n| self.look(n, n as i64 * 60)).collect()
    }

    async fn glass(&self, times: usize) {
        let (clinic, person) = (self.clinic.id, self.clinic.person(Role::FrontDesk));
        for (at, patient) in self.clinic.patients.iter().enumerate().take(times) {
            self.sql(&format!(
                "INSERT INTO central.broken_glass (organization_id, id, person_id, patient_id, reason_code, reason, \
                     began_at, ends_at) \
                 VALUES ('{clinic}', gen_random_uuid(), '{person}', '{patient}', 'emergency', '', \
                     to_timestamp({0}), to_timestamp({0} + 3600))",
                AFTERNOON.0 - 86_400 * i64::try_from(at + 1).expect("few")
            ))
            .await;
        }
    }

    /// Writes the entries, lets the rules read on, and says which rules have raised something by then.
    async fn raised(&self, entries: Vec<AuditEntry>) -> BTreeSet<R> {
        for some in entries.chunks(50) {
            let mut batch = Batch::default();
            some.iter().for_each(|it| it.append(&mut batch));
            let tenant = self.centre.app.store.tenant(self.clinic.id).await.expect("a connection");
            tenant.commit(batch).await.expect("entries");
        }
        let read = security::step(&self.centre.app, self.clinic.id).await.expect("a reading");
        assert_eq!(read, entries.len(), "each entry is read once");
        let rows = self.centre.admin.query("SELECT rule FROM central.security_events", &[]).await;
        rows.expect("the events").iter().map(|it| it.get::<_, &str>(0).parse().expect("a rule")).collect()
    }
}

async fn clinic(centre: &Centre) -> Clinic {
    let clinic = centre.clinic("ours").await;
    centre.pass(10 * 3_600);
    let day = |day: &str| format!("{{\"weekday\": \"{day}\", \"from\": 480, \"to\": 1020}}");
    let open: Vec<String> = ["mon", "tue", "wed", "thu", "fri"].iter().map(|it| day(it)).collect();
    let sql = format!(
        "UPDATE central.users SET created_at = to_timestamp(0); \
         UPDATE central.organizations SET body = jsonb_set(body::jsonb, '{{business_hours}}', '[{}]')::json",
        open.join(",")
    );
    centre.admin.batch_execute(&sql).await.expect("a clinic with hours, and patients of long ago");
    clinic
}

/// The rules that what happens in a clinic sets off.
macro_rules! raises {
    ($name:ident, $it:ident, $prepare:block, $entries:expr, $expected:expr) => {
        #[tokio::test]
        async fn $name() {
            let centre = Centre::start().await;
            let clinic = clinic(&centre).await;
            let $it = Setting { centre: &centre, clinic: &clinic };
            $prepare
            let raised = $it.raised($entries).await;
            let expected: &[R] = &$expected;
            assert_eq!(raised, expected.iter().copied().collect());
            assert_eq!($it.raised(Vec::new()).await, raised, "read again, nothing is new");
        }
    };
}

raises!(
    five_wrong_passwords_of_one_account,
    it,
    {},
    {
        let person = it.clinic.person(Role::Nurse);
        (0..5).map(|n| it.failed(Some(person), &format!("10.0.0.{n}"), n * 60)).collect()
    },
    [R::FailedSignInsAccount]
);

raises!(
    five_wrong_passwords_of_one_account_over_hours,
    it,
    {},
    {
        let person = it.clinic.person(Role::Nurse);
        (0..5).map(|n| it.failed(Some(person), "10.0.0.7", n * 1_800)).collect()
    },
    []
);

raises!(
    many_accounts_tried_from_one_address,
    it,
    {},
    (0..10).map(|n| it.failed(None, "10.0.0.9", n * 10)).collect(),
    [R::FailedSignInsAddress]
);

raises!(
    a_clinic_that_mistypes_in_the_morning,
    it,
    {},
    {
        let people = [Role::Nurse, Role::Billing, Role::FrontDesk];
        (0..9).map(|n| it.failed(Some(it.clinic.person(people[n % 3])), "10.0.0.9", n as i64 * 10)).collect()
    },
    []
);

raises!(a_look_at_somebody_who_never_comes, it, {}, vec![it.look(3, 0)], [R::NoRelation]);

raises!(
    a_look_at_somebody_who_comes_next_week,
    it,
    {
        it.visits(&it.clinic.patients[3..4]).await;
    },
    vec![it.look(3, 0)],
    []
);

raises!(
    more_records_in_an_hour_than_ever,
    it,
    {
        it.visits(&it.clinic.patients).await;
    },
    (0..32).map(|n| it.look(n, n as i64 * 60)).collect(),
    [R::MassReads]
);

raises!(
    as_many_records_as_on_a_busy_day,
    it,
    {
        it.visits(&it.clinic.patients).await;
        // Within hours, a day and two before; the second look at the same is none more.
        let before = (0..24).map(|n| it.look(n % 12, n as i64 * 60 - 86_400)).collect();
        assert_eq!(it.raised(before).await, BTreeSet::new());
    },
    (0..32).map(|n| it.look(n, n as i64 * 60)).collect(),
    []
);

raises!(
    a_record_opened_at_four_in_the_morning,
    it,
    {
        it.visits(&it.clinic.patients[3..4]).await;
    },
    vec![it.look(3, -10 * 3_600)],
    [R::OffHours]
);

raises!(
    a_record_opened_while_somebody_locks_up,
    it,
    {
        it.visits(&it.clinic.patients[3..4]).await;
    },
    vec![it.look(3, 3 * 3_600 + 1_800)],
    []
);

raises!(
    a_look_at_a_namesake,
    it,
    {
        it.visits(&it.clinic.patients[3..4]).await;
        it.sql(&format!(
        "UPDATE central.users SET body = jsonb_set(body::jsonb, '{{family_name}}', '\"de la Désk\"')::json \
         WHERE id = '{}'",
        it.clinic.patients[3]
    ))
    .await;
    },
    vec![it.look(3, 0)],
    [R::SameSurname]
);

raises!(one_person_at_two_desks, it, {}, vec![it.on(1, 0), it.on(2, 60), it.on(1, 120)], [R::TwoDevices]);

raises!(
    a_person_who_goes_to_another_desk,
    it,
    {},
    vec![it.on(1, 0), it.on(1, 30), it.on(2, 60), it.on(1, 1_200)],
    []
);

raises!(
    a_broken_glass,
    it,
    {},
    vec![AuditEntry { patients: vec![it.clinic.patient], ..it.entry("break_glass", 0) }],
    [R::BreakGlass]
);

raises!(
    a_glass_broken_again_and_again,
    it,
    {
        it.glass(4).await;
    },
    vec![AuditEntry { patients: vec![it.clinic.patient], ..it.entry("break_glass", 0) }],
    [R::BreakGlass, R::BreakGlassRate]
);

raises!(
    a_refresh_token_used_twice,
    it,
    {},
    vec![AuditEntry { outcome: "stolen", resource_type: "session", ..it.entry("end_session", 0) }],
    [R::ReusedSession]
);

raises!(
    somebody_who_signs_out,
    it,
    {},
    vec![AuditEntry { outcome: "signed_out", resource_type: "session", ..it.entry("end_session", 0) }],
    []
);

raises!(
    a_reach_for_another_organization,
    it,
    {},
    vec![AuditEntry { outcome: "refused", resource_type: "session", ..it.entry("cross_tenant", 0) }],
    [R::CrossTenant]
);

/// Each rule that counts or measures, at its threshold and one below it: a second, a record, an attempt.
#[tokio::test]
async fn each_threshold_is_where_it_is_said_to_be() {
    // By name: what is there before, what happens, and what is raised.
    let cases: &[(&str, &[R])] = &[
        ("the fifth wrong password within a quarter of an hour", &[R::FailedSignInsAccount]),
        ("the fifth a second later", &[]),
        ("four wrong passwords", &[]),
        ("ten from one address within a quarter of an hour", &[R::FailedSignInsAddress]),
        ("the tenth from it a second later", &[]),
        ("a third request for one account's password within an hour", &[R::PasswordRequests]),
        ("the third a second later", &[]),
        ("two of one account", &[]),
        ("ten requests from one address", &[R::PasswordRequests]),
        ("nine requests from one address", &[]),
        ("thirty-one records in an hour", &[R::MassReads]),
        ("thirty records in an hour", &[]),
        ("thirty-seven by who opened twelve in the busiest hour", &[R::MassReads]),
        ("thirty-six by who opened twelve in the busiest hour", &[]),
        ("a record an hour after closing", &[R::OffHours]),
        ("a record a second before that", &[]),
        ("a record more than an hour before opening", &[R::OffHours]),
        ("a record an hour before opening", &[]),
        ("back at the first desk within ten minutes", &[R::TwoDevices]),
        ("back at the first desk after ten minutes", &[]),
        ("a visit thirty days on", &[]),
        ("a visit a second later than that", &[R::NoRelation]),
        ("a visit thirty days ago", &[]),
        ("a visit a second longer ago", &[R::NoRelation]),
        ("a fourth broken glass within a month", &[R::BreakGlass, R::BreakGlassRate]),
        ("a third broken glass within a month", &[R::BreakGlass]),
        ("somebody whose name begins alike", &[]),
    ];
    for (name, expected) in cases {
        let centre = Centre::start().await;
        let clinic = clinic(&centre).await;
        let it = Setting { centre: &centre, clinic: &clinic };
        let entries = at_threshold(&it, name).await;
        assert_eq!(it.raised(entries).await, expected.iter().copied().collect(), "{name}");
    }
}

async fn at_threshold(it: &Setting<'_>, name: &str) -> Vec<AuditEntry> {
    const DAY: i64 = 86_400;
    let (nurse, third) = (it.clinic.person(Role::Nurse), &it.clinic.patients[3..4]);
    // Apart by a fraction of the time, the last of them when it ends.
    let spread = |count: i64, last: i64, one: &dyn Fn(i64, i64) -> AuditEntry| {
        (0..count).map(|n| one(n, n * last / (count - 1))).collect::<Vec<_>>()
    };
    let wrong = |n: i64, at: i64| it.failed(Some(nurse), &format!("10.0.0.{n}"), at);
    let tried = |_: i64, at: i64| it.failed(None, "10.0.0.9", at);
    let asked = |n: i64, at: i64| it.requested(Some(nurse), &format!("10.0.0.{n}"), at);
    let asked_for = |_: i64, at: i64| it.requested(None, "10.0.0.9", at);
    match name {
        "the fifth wrong password within a quarter of an hour" => spread(5, 899, &wrong),
        "the fifth a second later" => spread(5, 900, &wrong),
        "four wrong passwords" => spread(4, 60, &wrong),
        "ten from one address within a quarter of an hour" => spread(10, 899, &tried),
        "the tenth from it a second later" => spread(10, 900, &tried),
        "a third request for one account's password within an hour" => spread(3, 3_599, &asked),
        "the third a second later" => spread(3, 3_600, &asked),
        "two of one account" => spread(2, 60, &asked),
        "ten requests from one address" => spread(10, 60, &asked_for),
        "nine requests from one address" => spread(9, 60, &asked_for),
        "back at the first desk within ten minutes" => vec![it.on(1, 0), it.on(2, 60), it.on(1, 599)],
        "back at the first desk after ten minutes" => vec![it.on(1, 0), it.on(2, 60), it.on(1, 600)],
        "a visit thirty days on" => related(it, 30 * DAY).await,
        "a visit a second later than that" => related(it, 30 * DAY + 1).await,
        "a visit thirty days ago" => related(it, -30 * DAY).await,
        "a visit a second longer ago" => related(it, -30 * DAY - 1).await,
        "a fourth broken glass within a month" => broken(it, 4).await,
        "a third broken glass within a month" => broken(it, 3).await,
        "somebody whose name begins alike" => {
            it.visits(third).await;
            it.sql("UPDATE central.users SET body = jsonb_set(body::jsonb, '{family_name}', '\"Desking\"')::json \
                    WHERE user_type = 'patient'")
                .await;
            vec![it.look(3, 0)]
        }
        _ => {
            it.visits(&it.clinic.patients).await;
            looked(it, name).await
        }
    }
}

/// Looks at patients who all come.
async fn looked(it: &Setting<'_>, name: &str) -> Vec<AuditEntry> {
    let usual = async || {
        let before = (0..12).map(|n| it.look(n, n as i64 * 60 - 86_400)).collect();
        assert_eq!(it.raised(before).await, BTreeSet::new());
    };
    // Open from 8:00 to 17:00; the afternoon is 14:00.
    match name {
        "thirty-one records in an hour" => it.looks(31),
        "thirty records in an hour" => it.looks(30),
        "thirty-seven by who opened twelve in the busiest hour" => {
            usual().await;
            it.looks(37)
        }
        "thirty-six by who opened twelve in the busiest hour" => {
            usual().await;
            it.looks(36)
        }
        "a record an hour after closing" => vec![it.look(3, 4 * 3_600)],
        "a record a second before that" => vec![it.look(3, 4 * 3_600 - 1)],
        "a record more than an hour before opening" => vec![it.look(3, -7 * 3_600 - 1)],
        "a record an hour before opening" => vec![it.look(3, -7 * 3_600)],
        _ => panic!("{name}"),
    }
}

async fn related(it: &Setting<'_>, seconds: i64) -> Vec<AuditEntry> {
    it.visits_in(seconds, &it.clinic.patients[3..4]).await;
    vec![it.look(3, 0)]
}

async fn broken(it: &Setting<'_>, times: usize) -> Vec<AuditEntry> {
    it.glass(times).await;
    vec![AuditEntry { patients: vec![it.clinic.patient], ..it.entry("break_glass", 0) }]
}

#[tokio::test]
async fn an_event_is_taken_on_and_closed_with_a_word_why() {
    let centre = Centre::start().await;
    let clinic = clinic(&centre).await;
    let it = Setting { centre: &centre, clinic: &clinic };
    it.raised(vec![it.look(3, 0)]).await;
    let manager = centre.token(&clinic, Role::PracticeManager);
    let administrator = centre.token(&clinic, Role::Administrator);
    let (status, page) = centre.get(&manager, "/v1/security/events").await;
    assert_eq!(status, 200);
    let event = &page["events"][0];
    assert_eq!(event["rule"], "no_relation");
    assert_eq!(event["patient"], clinic.patients[3].to_string());
    assert_eq!(event["person_name"], "Sam front_desk");
    let (_, seen) = centre.get(&administrator, "/v1/security/events").await;
    assert!(seen["events"][0]["patient"].is_null(), "an administrator sees no patients");
    assert_eq!(centre.get(&centre.token(&clinic, Role::Nurse), "/v1/security/events").await.0, 403);

    let waiting = async || centre.get(&manager, "/v1/security/waiting").await;
    assert_eq!(waiting().await, (200, serde_json::json!({ "open": 1, "alarms": 0 })));
    let path = format!("/v1/security/events/{}", event["id"].as_str().expect("an id"));
    let post = async |end: &str, body: &serde_json::Value| {
        let request = centre.http.post(format!("{}{path}/{end}", centre.url)).bearer_auth(&manager);
        request.json(body).send().await.expect("an answer").status().as_u16()
    };
    assert_eq!(post("acknowledge", &serde_json::json!({})).await, 204);
    assert_eq!(waiting().await.1["open"], 0);
    assert_eq!(post("close", &serde_json::json!({})).await, 422, "not without a word");
    assert_eq!(post("close", &serde_json::json!({ "note": "Asked her: a wrong number." })).await, 204);
    assert_eq!(post("acknowledge", &serde_json::json!({})).await, 404, "what is closed stays closed");
    let (_, page) = centre.get(&manager, "/v1/security/events").await;
    assert_eq!(page["events"], serde_json::json!([]));
    let (_, page) = centre.get(&manager, "/v1/security/events?all=true").await;
    assert_eq!(page["events"][0]["note"], "Asked her: a wrong number.");
}
