//! Somebody of one organization who knows everything of another: each of its ids and sealed texts, in each place of each
//! route. What they get is what an id gets that is nobody's; nothing of the other organization is in it, and nothing of the
//! other organization is another afterwards.

use crate::{
    answers::Answer,
    attempts::{Place, Sort, places, request},
    calls::{APART, Call, calls},
    centre::{Centre, NOW},
    ground::Ground,
};
use central::http::Access;
use clinic_domain::{
    appointment::{Allocation, CancelReason, Requester},
    id::{AppointmentId, HoldId, OpId},
    operation::{Booking, Operation, OperationBody, RuleVersion, SlotContent},
    people::Role,
    personal::Personal,
    time::Period,
};
use clinic_protocol::encode_operation;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Routes that their own people do not get through here, and why.
const UNLIKE: &[(&str, &str)] = &[
    ("enrol_device", "the request is not signed"),
    ("sign_in", "the request is not signed"),
    ("renew_session", "the request is not signed"),
    ("begin_identity_sign_in", "the request is not signed"),
    ("bind_identity", "the request is not signed"),
    ("salvage_operations", "the request is not signed"),
    ("sign_in_with_identity", "nobody was sent"),
    ("put_identity_provider", "none answers here"),
    ("change_password", "nobody has one here"),
    ("step_up", "nobody has a second factor here"),
    ("confirm_totp", "nobody has a second factor here"),
    ("renew_recovery_codes", "nobody has a second factor here"),
    ("set_password", "a later code took the place of the first"),
    ("withdraw_invitation", "a code for another password took its place"),
    ("sign_out", "the token's session is nowhere"),
    ("undo_operation", "another came after it"),
    ("discard_dead_letter", "it is tried once more before"),
];

/// How many attempts are made where nobody says.
const ATTEMPTS: usize = 10_000;

#[test]
fn every_route_is_attacked_in_every_place() {
    assert_eq!(calls().1, Vec::<String>::new());
}

/// That the attacks below are about something: with the organization's own, each route does what it is for.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_its_own_an_organization_gets_what_it_asks_for() {
    let centre = Centre::start().await;
    let mut ground = Ground::of(&centre, "own").await;
    let mut calls = calls().0;
    calls.retain(|it| !is_apart(it) && it.name != "push_operations");
    // The ground's cursor is that of one list.
    calls.iter_mut().filter_map(|it| it.query.as_object_mut()).for_each(|it| drop(it.remove("cursor")));
    // What ends something comes last, and what needs the visit that was made for it first.
    calls.sort_by_key(|it| {
        (it.method == "DELETE" && it.name != "end_session", it.name != "reschedule_appointment")
    });
    let mut answers: BTreeMap<&str, Vec<(u16, Value)>> = BTreeMap::new();
    for call in &calls {
        if call.path.contains("{appointment}")
            && call.method != "GET"
            && call.name != "reschedule_appointment"
        {
            ground.make_visit(&centre).await;
        }
        answers.entry(call.name).or_default().push(ground.send(&centre, call, call.role()).await);
    }
    answers.retain(|name, of| !UNLIKE.iter().any(|it| it.0 == *name) && !of.iter().any(|it| it.0 < 300));
    assert!(answers.is_empty(), "{answers:#?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_of_another_organization_is_had_by_its_ids() {
    let wanted = std::env::var("ATTEMPTS").ok().and_then(|it| it.parse().ok()).unwrap_or(ATTEMPTS);
    let centre = Centre::start().await;
    let ours = Ground::of(&centre, "ours").await;
    let figures = figures(&centre, &ours).await;
    let theirs = Ground::of(&centre, "theirs").await;
    assert_eq!(
        self::figures(&centre, &ours).await,
        figures,
        "what is counted changed when another organization came"
    );
    let before = checksums(&centre, &theirs).await;

    let mut attack = Attack {
        centre: &centre,
        ours: &ours,
        theirs: &theirs,
        taken: BTreeSet::new(),
        attempts: 0,
        leaks: Vec::new(),
    };
    let calls = attacked(&centre, &ours);
    let everywhere = || calls.iter().flat_map(|call| places(call).into_iter().map(move |it| (call, it)));
    let makes = |place: &Place| *place == Place::IdempotencyKey || *place == Place::Body("/id".to_owned());
    while attack.attempts < wanted {
        for call in &calls {
            attack.with_nothing_of_theirs(call).await;
        }
        for (call, (place, sort)) in everywhere().filter(|it| !makes(&it.1.0)) {
            attack.at(call, &place, sort, theirs.ids.iter()).await;
        }
    }
    // What makes something of ours by an id of theirs comes last, and once for each id: from then on the id is ours too.
    let making: Vec<_> = everywhere().filter(|it| makes(&it.1.0)).collect();
    for (turn, (call, (place, sort))) in making.iter().enumerate() {
        let ids: Vec<_> = theirs.ids.iter().skip(turn).step_by(making.len()).collect();
        attack.taken.extend(ids.iter().map(|it| it.as_str()));
        attack.at(call, place, *sort, ids.into_iter()).await;
    }
    attack.own_rows_answer().await;
    let after = checksums(&centre, &theirs).await;
    attack.leaks.extend(
        after.iter().filter(|it| before.get(it.0) != Some(it.1)).map(|it| format!("{} changed", it.0)),
    );
    let Attack { attempts, leaks, .. } = attack;
    println!("attack: attempts={attempts} leaks={}", leaks.len());
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
}

struct Attack<'a> {
    centre: &'a Centre,
    ours: &'a Ground,
    theirs: &'a Ground,
    /// Ids of theirs by which we made something of our own.
    taken: BTreeSet<&'a str>,
    attempts: usize,
    leaks: Vec<String>,
}

impl Attack<'_> {
    /// Everything of theirs that could stand in this place.
    async fn at(&mut self, call: &Call, place: &Place, sort: Sort, ids: impl Iterator<Item = &String>) {
        let theirs = self.theirs;
        match sort {
            Sort::Id => {
                // Twice, for what can be done once.
                self.try_with(call, place, &self.centre.app.ids.next().to_string()).await;
                let nobodys = self.try_with(call, place, &self.centre.app.ids.next().to_string()).await;
                for id in ids {
                    // A page begins beside whatever id: as it does beside the next to that one.
                    let nobodys = match place {
                        Place::Query(name) if ["before", "after"].contains(&name.as_str()) => {
                            &self.try_with(call, place, &beside(id)).await
                        }
                        _ => &nobodys,
                    };
                    self.compare(call, place, id, nobodys).await;
                }
            }
            Sort::Sealed(name) => {
                let sealed = &theirs.own[name];
                let made_up: String = sealed.chars().rev().collect();
                let nobodys = self.try_with(call, place, &made_up).await;
                self.compare(call, place, sealed, &nobodys).await;
            }
        }
    }

    /// What an organization gets by itself is its own.
    async fn with_nothing_of_theirs(&mut self, call: &Call) {
        let answer = self.try_with(call, &Place::Nowhere, "nothing").await;
        self.look_at(call, &Place::Nowhere, "nothing", &answer);
    }

    async fn compare(&mut self, call: &Call, place: &Place, with: &str, nobodys: &Answer) {
        let answer = self.try_with(call, place, with).await;
        self.look_at(call, place, with, &answer);
        if answer.shape() != nobodys.shape() {
            self.leak(call, place, with, &format!("{:?} instead of {:?}", answer.shape(), nobodys.shape()));
        }
    }

    fn look_at(&mut self, call: &Call, place: &Place, with: &str, answer: &Answer) {
        self.attempts += 1;
        if answer.raw.contains("canary-theirs") {
            self.leak(call, place, with, &format!("their text in {}", answer.raw));
        }
        let theirs = self.theirs;
        let is_ours = |it: &&String| *it == with || self.taken.contains(it.as_str());
        let shown: Vec<_> = answer.ids_among(&theirs.ids).into_iter().filter(|it| !is_ours(it)).collect();
        if !shown.is_empty() {
            self.leak(call, place, with, &format!("their ids {shown:?}"));
        }
        if answer.status >= 500 {
            self.leak(call, place, with, &format!("a fault: {}", answer.raw));
        }
    }

    fn leak(&mut self, call: &Call, place: &Place, with: &str, what: &str) {
        self.leaks.push(format!("{} {} at {place:?} with {with}: {what}", call.method, call.path));
    }

    /// After all of it the organization has what it had.
    async fn own_rows_answer(&mut self) {
        for call in calls().0.iter().filter(|it| it.method == "GET" && it.path.contains('{') && !is_apart(it))
        {
            let (status, body) = self.ours.send(self.centre, call, call.role()).await;
            if status != 200 {
                self.leak(call, &Place::Nowhere, "their own", &format!("{status} {body}"));
            }
        }
    }

    async fn try_with(&self, call: &Call, place: &Place, with: &str) -> Answer {
        if call.access == Access::Anyone || call.path.starts_with("/v1/session") {
            // Whoever tries too often is made to wait, whatever they try.
            let sql = "DELETE FROM central.sign_in_attempts";
            self.centre.admin.execute(sql, &[]).await.expect("the attempts");
        }
        let mut call = call.clone();
        if call.name == "push_operations" {
            call.body["id"] = json!(self.centre.app.ids.next());
            call.body["device_seq"] = json!(next_seq(self.centre, self.ours).await);
        }
        Answer::of(request(self.centre, self.ours, &call, call.role(), place, with)).await
    }
}

/// An id that is nobody's, with none between it and this one.
fn beside(id: &str) -> String {
    let id: uuid::Uuid = id.parse().expect("an id");
    uuid::Uuid::from_u128(id.as_u128() ^ 1).to_string()
}

/// The calls of the table; that of the desks' operations with some in it.
fn is_apart(call: &Call) -> bool {
    APART.iter().any(|it| it.0 == call.name)
}

fn attacked(centre: &Centre, ground: &Ground) -> Vec<Call> {
    let calls = calls().0.into_iter().filter(|it| !is_apart(it));
    calls
        .flat_map(|it| if it.name == "push_operations" { pushes(centre, ground, &it) } else { vec![it] })
        .collect()
}

/// Operations as a desk sends them: a booking, one that is a part of something, and a cancellation.
fn pushes(centre: &Centre, ground: &Ground, call: &Call) -> Vec<Call> {
    let mut simple = Booking { instead_of: None, ..booking(centre, ground) };
    simple.slot.hold = None;
    let cancel = OperationBody::Cancel {
        appointment: ground.id("appointment"),
        reason: CancelReason::PatientIll,
        note: Personal::default(),
        requested_by: Requester::Caregiver(ground.id("caregiver")),
    };
    let bodies = [
        (OperationBody::Book(simple), None),
        (OperationBody::Book(booking(centre, ground)), Some(ground.id("operation"))),
        (cancel, None),
    ];
    let operation = |(body, part_of)| Operation {
        id: OpId(centre.app.ids.next()),
        device: ground.id("device"),
        device_seq: 0,
        author: ground.practice.clinic.person(Role::FrontDesk),
        at: NOW,
        written_at: None,
        part_of,
        base: None,
        promised_to_patient: true,
        body,
    };
    let line = |it| {
        let line = String::from_utf8(encode_operation(&operation(it))).expect("text");
        serde_json::from_str(line.trim_start_matches(|it| it != '{')).expect("JSON after the schema's number")
    };
    bodies.into_iter().map(|it| Call { body: line(it), ..call.clone() }).collect()
}

fn booking(centre: &Centre, ground: &Ground) -> Booking {
    let visit = Period::of_minutes(NOW.plus_minutes(3 * 24 * 60 + 7 * 60), 30).expect("a visit lasts");
    Booking {
        appointment: AppointmentId(centre.app.ids.next()),
        patient: ground.id("patient"),
        slot: SlotContent {
            location: ground.id("location"),
            appointment_type: ground.id("appointment_type"),
            visit,
            allocations: vec![Allocation { resource: ground.id("provider"), during: visit, lane: 0 }],
            rules: RuleVersion(0),
            waives: None,
            hold: Some(HoldId(centre.app.ids.next())),
        },
        requested_by: Requester::Caregiver(ground.id("caregiver")),
        note: Personal::default(),
        overbook_reason: None,
        reminder: None,
        contact_point: Personal::default(),
        instead_of: Some(ground.id("lost_appointment")),
        series: None,
        walk_in: None,
    }
}

async fn next_seq(centre: &Centre, ground: &Ground) -> i64 {
    let sql = "SELECT last_seq + 1 FROM central.devices WHERE organization_id = $1 AND id::text = $2";
    let of =
        [&ground.practice.clinic.id.0 as &(dyn tokio_postgres::types::ToSql + Sync), &ground.own["device"]];
    centre.admin.query_one(sql, &of).await.expect("the desk").get(0)
}

/// What of all rows of an organization comes to, by table.
async fn checksums(centre: &Centre, ground: &Ground) -> BTreeMap<String, Option<String>> {
    let tables = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'central'";
    let mut sums = BTreeMap::new();
    for row in centre.admin.query(tables, &[]).await.expect("the catalog") {
        let table: String = row.get(0);
        let sql = format!(
            "SELECT md5(string_agg(it::text, chr(10) ORDER BY it::text)) FROM central.{table} it WHERE organization_id = $1"
        );
        let sum =
            centre.admin.query_one(&sql, &[&ground.practice.clinic.id.0]).await.expect("the rows").get(0);
        sums.insert(table, sum);
    }
    sums
}

/// Whatever counts something.
async fn figures(centre: &Centre, ground: &Ground) -> Vec<(u16, Value)> {
    let mut figures = Vec::new();
    for name in ["read_statistics", "read_capacity", "list_checksums", "read_onboarding", "export_no_shows"] {
        let call = calls().0.into_iter().find(|it| it.name == name).expect(name);
        figures.push(ground.send(centre, &call, call.role()).await);
    }
    figures
}
