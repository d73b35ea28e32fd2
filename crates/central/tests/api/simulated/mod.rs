//! The centre of the simulation beside the real one: the same operations, the same answers, the same feed. And what was
//! decided, put into an empty database, is the same book.

#[path = "../../../../../tests/simulation/src/dice.rs"]
mod dice;
#[path = "../../../../../tests/simulation/src/centre.rs"]
mod memory;
#[path = "../../../../../tests/simulation/src/people.rs"]
mod people;
#[path = "../../../../../tests/simulation/src/planted.rs"]
mod planted;
#[path = "../../../../../tests/simulation/src/rows.rs"]
mod rows;
#[path = "../../../../../tests/simulation/src/tenant.rs"]
mod tenant;
#[path = "../../../../../tests/simulation/src/to_come.rs"]
mod to_come;

use crate::centre::{Centre, Clinic, clinic};
use central_store::{Batch, Writing};
use clinic_domain::{
    id::{DeviceId, OpId},
    operation::{Base, Change, Operation},
    people::Role,
    time::Instant,
};
use clinic_protocol::{
    change_of, decode_changes, encode_operation,
    sync::{Page, Pushed},
};
use dice::Dice;
use rows::Table;
use std::{collections::BTreeMap, rc::Rc};
use tenant::Tenant;
use uuid::Uuid;

/// The kinds that a chunk can be asked for; nobody asks here.
const KINDS: &[&str] = &[];
const DESKS: usize = 3;
const ROUNDS: usize = 80;

struct Desk {
    id: DeviceId,
    seq: u64,
    ids: u128,
    /// What people saw here last.
    sees: Table,
    lately: Vec<OpId>,
    sent: Vec<Vec<u8>>,
}

struct Both<'a> {
    centre: &'a Centre,
    clinic: &'a Clinic,
    memory: memory::Centre,
    dice: Dice,
}

impl Both<'_> {
    fn now(&self) -> Instant {
        self.centre.app.clock.now()
    }

    /// What somebody decides by what they see, whatever their desk would have said to it.
    fn decides(&mut self, desk: &mut Desk) -> Vec<Vec<u8>> {
        let (now, who) = (self.now(), self.clinic.person(Role::FrontDesk));
        let lately = desk.lately.clone();
        let (sees, ids, dice) = (&desk.sees, &mut desk.ids, &mut self.dice);
        let mut person = people::Person { sees, dice, ids, now, who, lately: &lately };
        let decided = person.decides().unwrap_or_default();
        let off = [0, 0, 0, 7_200, -7_200][self.dice.below(5)];
        let mut lines = Vec::new();
        for it in decided {
            desk.seq += 1;
            desk.lately.push(it.op);
            let base = it.undoes.map(Base::After).or(it.saw.map(|it| Base::Version(it.1)));
            let operation = Operation {
                id: it.op,
                device: desk.id,
                device_seq: desk.seq,
                author: who,
                at: now.plus_seconds(off),
                written_at: None,
                part_of: None,
                base,
                promised_to_patient: it.is_promised,
                body: it.body,
            };
            let bytes = encode_operation(&operation);
            let text = String::from_utf8(bytes).expect("text");
            lines.push(
                text.replacen("\"kind\":\"set_triage\"", "\"kind\":\"from_the_future\"", 1).into_bytes(),
            );
        }
        lines
    }

    /// Some of it again, and now and then with something missing.
    fn sent(&mut self, desk: &mut Desk) -> Vec<Vec<u8>> {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        for _ in 0..=self.dice.below(3) {
            lines.extend(self.decides(desk));
        }
        desk.sent.extend(lines.iter().cloned());
        let again = self.dice.below(3);
        let from = desk.sent.len().saturating_sub(lines.len() + again);
        let mut lines = desk.sent[from..].to_vec();
        if self.dice.one_in(6) && lines.len() > 2 {
            lines.remove(lines.len() / 2);
        }
        lines
    }

    async fn push(&mut self, desk: &mut Desk) {
        let lines = self.sent(desk);
        let token = self.centre.token_at(self.clinic, Role::FrontDesk, Some(desk.id));
        let request = self.centre.http.post(format!("{}/v1/sync/push", self.centre.url)).bearer_auth(token);
        let request = request.header("content-type", "application/x-ndjson").body(lines.join(&b'\n'));
        let real: Pushed = request.send().await.expect("an answer").json().await.expect("results");
        let now = self.now();
        let simulated = self.memory.push(self.clinic.id, desk.id, &lines, now).expect("results");
        let said: Vec<_> = lines.iter().map(|it| String::from_utf8_lossy(it)).collect();
        assert_eq!(simulated, real, "{said:#?}");
        // What is missing is sent the next time.
        if let Some(expected) = real.expected {
            let at = usize::try_from(expected - 1).expect("a place");
            let rest = desk.sent[at..].to_vec();
            let request = self.centre.http.post(format!("{}/v1/sync/push", self.centre.url));
            let token = self.centre.token_at(self.clinic, Role::FrontDesk, Some(desk.id));
            let request = request.bearer_auth(token).header("content-type", "application/x-ndjson");
            let answer = request.body(rest.join(&b'\n')).send().await.expect("an answer");
            let real: Pushed = answer.json().await.expect("results");
            assert_eq!(self.memory.push(self.clinic.id, desk.id, &rest, now).expect("results"), real);
        }
    }
}

async fn page(centre: &Centre, clinic: &Clinic, desk: DeviceId, after: u64) -> Page {
    let token = centre.token_at(clinic, Role::FrontDesk, Some(desk));
    let url = format!("{}/v1/sync/changes?after={after}", centre.url);
    centre.http.get(url).bearer_auth(token).send().await.expect("an answer").json().await.expect("a page")
}

fn changes(page: &Page) -> Vec<Change> {
    let read = |it: &clinic_protocol::sync::ChangedRow| {
        change_of(page.schema, &it.kind, it.row.get()).expect("a row")
    };
    page.changes.iter().map(read).collect()
}

fn built(centre: &Centre) -> clinic::Clinic {
    let first = centre.app.ids.next().as_u128() << 32;
    let mut built = clinic::Clinic::with_ids_from(first, chrono_tz::America::New_York);
    built.provider("09:00", "17:00");
    built.provider("09:00", "17:00");
    built.setup.locations.iter_mut().for_each(|it| it.numbers_arrivals = true);
    built
}

#[tokio::test]
async fn the_simulated_centre_says_what_the_real_one_says_and_outcomes_alone_are_the_same_book() {
    let centre = Centre::start().await;
    let clinic = centre.put(built(&centre), "simulated").await;
    let mut ids = Vec::new();
    for _ in 0..DESKS {
        ids.push(centre.desk(&clinic).await);
    }
    let first = page(&centre, &clinic, ids[0], 0).await;
    let begun = changes(&first);
    // The organization itself is there before its first change.
    let mut tenant = Tenant::new(first.epoch, []);
    tenant.rows.put(&Rc::new(Change::Organization(clinic.setup.organization.clone())));
    tenant.write(&begun.iter().cloned().map(Rc::new).collect::<Vec<_>>());
    assert_eq!(tenant.seq, first.head);
    let mut desks = Vec::new();
    for (at, id) in ids.into_iter().enumerate() {
        tenant.enrol(id);
        let ids = (0xD0_u128 + at as u128) << 96;
        desks.push(Desk {
            id,
            seq: 0,
            ids,
            sees: tenant.rows.backup(),
            lately: Vec::new(),
            sent: Vec::new(),
        });
    }
    let tenants = BTreeMap::from([(clinic.id, tenant)]);
    let memory = memory::Centre { tenants, page_rows: 2_000, planted: None };
    let mut both = Both { centre: &centre, clinic: &clinic, memory, dice: Dice(4_711) };
    // The day's first hours are over soon.
    centre.pass(5 * 3_600);
    for _ in 0..ROUNDS {
        centre.pass(240);
        let at = both.dice.below(DESKS);
        both.push(&mut desks[at]).await;
        if both.dice.one_in(3) {
            desks[at].sees = both.memory.tenants[&clinic.id].rows.backup();
        }
    }
    let real = page(&centre, &clinic, desks[0].id, first.head).await;
    let simulated = both.memory.changes(clinic.id, desks[0].id, first.epoch, first.head).expect("a page");
    assert!(real.changes.len() > 100, "enough was decided: {}", real.changes.len());
    let plain = |it: &Page| it.changes.iter().map(|it| (it.seq, it.kind.clone(), it.id)).collect::<Vec<_>>();
    assert_eq!((plain(&simulated), simulated.to), (plain(&real), real.to));
    assert_eq!(changes(&simulated), changes(&real));
    put_together_again(&centre, &clinic, desks[0].id, begun).await;
}

/// The operations of an organization with their stored outcomes, in an empty database, without anything being decided again.
async fn put_together_again(centre: &Centre, clinic: &Clinic, desk: DeviceId, begun: Vec<Change>) {
    let empty = Centre::start().await;
    let (organization, mut setup) = (clinic.id, clinic.setup.clone());
    let mut tenant = empty.app.store.tenant(organization).await.expect("a connection");
    let mut batch = Batch::default();
    tenant.create_organization(&mut batch, &setup.organization, "simulated", Uuid::from_u128(1));
    let counter = tenant.lock_counter(&mut batch);
    let mut counter = tenant.run(batch).await.expect("an organization").counter(counter).expect("a counter");
    begun.iter().for_each(|it| setup.take(it));
    let mut batch = Batch::default();
    let writing = Writing { organization, setup: &setup, op: OpId(Uuid::nil()) };
    tenant.record_changes(&mut batch, &writing, &begun, &mut counter);
    tenant.commit(batch).await.expect("the rows that it began with");
    for table in ["devices", "operations"] {
        let read = format!("SELECT json_agg(it)::text FROM central.{table} AS it");
        let rows: String = centre.admin.query_one(&read, &[]).await.expect("rows").get(0);
        let write = format!(
            "INSERT INTO central.{table} SELECT * FROM json_populate_recordset(NULL::central.{table}, $1::text::json)"
        );
        empty.admin.execute(&write, &[&rows]).await.expect("the same rows");
    }
    let sql = "SELECT op_id, outcome FROM central.operations WHERE outcome IS NOT NULL ORDER BY seq";
    let stored = empty.admin.query(sql, &[]).await.expect("the operations");
    let tenant = empty.app.store.tenant(organization).await.expect("a connection");
    let mut batch = Batch::default();
    for row in &stored {
        let (op, changes) = (OpId(row.get(0)), decode_changes(row.get(1)).expect("changes"));
        changes.iter().for_each(|it| setup.take(it));
        let writing = Writing { organization, setup: &setup, op };
        tenant.record_changes(&mut batch, &writing, &changes, &mut counter);
    }
    tenant.advance_counter(&mut batch, &counter);
    tenant.commit(batch).await.expect("the rows");
    let sums = async |centre: &Centre| {
        let token = centre.token_at(clinic, Role::FrontDesk, Some(desk));
        let (status, sums) = centre.get(&token, "/v1/sync/verify").await;
        assert_eq!(status, 200, "{sums}");
        sums["kinds"].clone()
    };
    assert_eq!(sums(&empty).await, sums(centre).await);
    let book = "SELECT json_agg(body::text ORDER BY id)::text FROM \
         (SELECT id, metadata AS body FROM central.appointments UNION ALL SELECT id, body FROM central.users) AS it";
    let text = async |centre: &Centre| {
        centre.admin.query_one(book, &[]).await.expect("the book").get::<_, String>(0)
    };
    assert_eq!(text(&empty).await, text(centre).await);
}
