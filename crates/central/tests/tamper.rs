//! What a superuser of the database can do to an audit trail, at random and a thousand times: every touch is found, and a
//! trail that nobody touched is always whole. `TAMPERS=100000` for the long run.

#[path = "api/centre.rs"]
#[allow(dead_code)]
mod centre;

use central::audit::{
    checkpoint,
    verify::{Witnesses, verify},
};
use central_store::{
    AuditEntry, Batch,
    chain::{Fields, Finding, genesis, next},
};
use centre::{Centre, Clinic};
use clinic_domain::id::{DeviceId, OrganizationId, PatientId, PersonId};
use uuid::Uuid;

const ENTRIES: u64 = 24;
/// Where the checkpoints stand; the last is held outside alone, like a desk does.
const SIGNED: [u64; 3] = [8, 16, 24];

/// SplitMix64: the same tampers for the same seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        it ^ (it >> 31)
    }

    fn below(&mut self, most: u64) -> u64 {
        self.next() % most
    }

    fn one_of<T: Copy>(&mut self, from: &[T]) -> T {
        from[usize::try_from(self.below(from.len() as u64)).expect("small")]
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u64_pair(self.next(), self.next())
    }
}

fn entry(dice: &mut Dice, centre: &Centre) -> AuditEntry {
    let texts = ["", "a", "Ñandú – 病院", "{\"a\":1}", "a\u{1}b", "desk/1.0 (x; y)"];
    let patients = (0..dice.below(4)).map(|_| PatientId(dice.id())).collect();
    AuditEntry {
        id: centre.app.ids.next(),
        user: Some(PersonId(dice.id())).filter(|_| dice.below(3) > 0),
        device: Some(DeviceId(dice.id())).filter(|_| dice.below(3) > 0),
        action: dice.one_of(&["read", "book", "cancel", "sign_in"]),
        resource_type: dice.one_of(&["patient", "appointment", "session"]),
        resource_id: Some(dice.next().to_string()).filter(|_| dice.below(3) > 0),
        patients,
        outcome: dice.one_of(&["done", "refused"]),
        details: dice.one_of(&["{}", "{\"fields\" :  [\"name\"]}", "{\"b\":2,\"a\":1}"]).to_owned(),
        ip_address: dice.one_of(&[None, "10.0.0.7".parse().ok(), "2001:db8::7".parse().ok()]),
        user_agent: Some(dice.one_of(&texts).to_owned()).filter(|_| dice.below(3) > 0),
        at: clinic_domain::time::Instant(centre::NOW.0 + i64::try_from(dice.below(86_400)).expect("small")),
    }
}

/// A clinic with a trail, and the checkpoint that a desk took home.
async fn trail(centre: &Centre, slug: &str, dice: &mut Dice) -> (Clinic, Vec<String>) {
    let clinic = centre.clinic(slug).await;
    for seq in 1..=ENTRIES {
        let mut batch = Batch::default();
        entry(dice, centre).append(&mut batch);
        let tenant = centre.app.store.tenant(clinic.id).await.expect("a connection");
        tenant.commit(batch).await.expect("an entry");
        if SIGNED.contains(&seq) {
            centre.pass(60);
            let signed = checkpoint::step(&centre.app.store, &centre.app.signer, centre.app.clock.now());
            assert_eq!(signed.await.expect("a checkpoint"), 1, "of the clinic whose trail went on");
        }
    }
    let mut tenant = centre.app.store.tenant(clinic.id).await.expect("a connection");
    let held = tenant.last_checkpoint().await.expect("a read").expect("a checkpoint").note;
    tenant.rollback().await.expect("an end");
    (clinic, vec![held])
}

async fn findings(centre: &Centre, of: OrganizationId, notes: &[String]) -> Vec<Finding> {
    let witnesses = Witnesses { notes: notes.to_vec(), leaves: None };
    verify(&centre.app.store, &centre.app.signer, of, &witnesses).await.expect("a report").findings
}

const TABLES: [&str; 5] =
    ["audit_heads", "audit_logs", "audit_patients", "audit_pruned", "audit_checkpoints"];

#[tokio::test]
async fn every_touch_of_a_trail_is_found_and_an_untouched_one_is_whole() {
    let tampers = std::env::var("TAMPERS").ok().and_then(|it| it.parse().ok()).unwrap_or(1_000);
    let centre = Centre::start().await;
    let mut dice = Dice(20_260_505);
    let (ours, held) = trail(&centre, "ours", &mut dice).await;
    let (theirs, _) = trail(&centre, "theirs", &mut dice).await;
    let sql = |it: &dyn Fn(&str) -> String| TABLES.iter().map(|table| it(table)).collect::<String>();
    let save = sql(&|it| format!("CREATE TABLE public.saved_{it} AS TABLE central.{it};"));
    centre.admin.batch_execute(&save).await.expect("a copy");
    let restore =
        sql(&|it| format!("DELETE FROM central.{it}; INSERT INTO central.{it} TABLE public.saved_{it};"));
    assert_eq!(findings(&centre, ours.id, &held).await, []);
    let mut seen = std::collections::BTreeMap::new();
    for round in 0..tampers {
        let what = tamper(&centre, &mut dice, ours.id, theirs.id).await;
        let found = findings(&centre, ours.id, &held).await;
        assert!(!found.is_empty(), "round {round}: {what} was not found");
        *seen.entry(what).or_insert(0) += 1;
        centre.admin.batch_execute(&restore).await.expect("as it was");
        if round % 20 == 0 {
            assert_eq!(findings(&centre, ours.id, &held).await, [], "after round {round}");
            assert_eq!(findings(&centre, theirs.id, &[]).await, []);
        }
    }
    assert_eq!(seen.len(), 13, "each kind of tamper was tried: {seen:?}");
}

/// Does one thing to the trail, and says which.
async fn tamper(
    centre: &Centre,
    dice: &mut Dice,
    ours: OrganizationId,
    theirs: OrganizationId,
) -> &'static str {
    let seq = 1 + dice.below(ENTRIES);
    let other = 1 + (seq + dice.below(ENTRIES - 1)) % ENTRIES;
    let mine = format!("organization_id = '{ours}'");
    let at = format!("WHERE {mine} AND seq = {seq}");
    let (what, sql) = match dice.below(13) {
        0 => ("edit", format!("UPDATE central.audit_logs SET {} {at}", edit(dice))),
        1 => ("delete", format!("DELETE FROM central.audit_logs {at}")),
        2 => {
            let place = dice.one_of(&[ENTRIES + 1, 0, ENTRIES + 1_000]);
            ("insert", format!("{} {at}", copy(&place.to_string(), "hash")))
        }
        3 => ("insert and head", {
            let place = (ENTRIES + 1).to_string();
            let insert = format!("{} {at}", copy(&place, "hash"));
            format!("{insert}; UPDATE central.audit_heads SET seq = {place} WHERE {mine}")
        }),
        4 => (
            "swap",
            format!(
                "UPDATE central.audit_logs SET seq = -1 {at}; \
                 UPDATE central.audit_logs SET seq = {seq} WHERE {mine} AND seq = {other}; \
                 UPDATE central.audit_logs SET seq = {other} WHERE {mine} AND seq = -1; \
                 UPDATE central.audit_patients SET seq = -seq WHERE {mine} AND seq IN ({seq}, {other}); \
                 UPDATE central.audit_patients SET seq = CASE seq WHEN -{seq} THEN {other} ELSE {seq} END \
                     WHERE {mine} AND seq < 0"
            ),
        ),
        5 => ("cut off", cut(seq, &mine)),
        6 => return rewrite(centre, dice, ours, seq).await,
        it => beside_the_entries(it, dice, (ours, theirs), seq),
    };
    centre.admin.batch_execute(&sql).await.unwrap_or_else(|error| panic!("{what}: {error:?}"));
    what
}

/// To what stands beside the entries: the patients named in them, what was pruned, hashes, checkpoints, whose it is.
fn beside_the_entries(
    which: u64,
    dice: &mut Dice,
    (ours, theirs): (OrganizationId, OrganizationId),
    seq: u64,
) -> (&'static str, String) {
    let mine = format!("organization_id = '{ours}'");
    let at = format!("WHERE {mine} AND seq = {seq}");
    match which {
        7 => ("forget a patient", {
            let any =
                format!("(SELECT ctid FROM central.audit_patients WHERE {mine} ORDER BY random() LIMIT 1)");
            format!("DELETE FROM central.audit_patients WHERE ctid = {any}")
        }),
        8 => {
            let (patient, at) = (dice.id(), dice.one_of(&[seq, ENTRIES + 5]));
            let insert = "INSERT INTO central.audit_patients VALUES";
            ("name a patient", format!("{insert} ('{ours}', '{patient}', {at})"))
        }
        9 => (
            "prune and be silent",
            format!(
                "INSERT INTO central.audit_pruned SELECT organization_id, seq, leaf, hash FROM central.audit_logs \
                     WHERE {mine} AND seq <= {seq}; \
                 DELETE FROM central.audit_logs WHERE {mine} AND seq <= {seq}; \
                 DELETE FROM central.audit_patients WHERE {mine} AND seq <= {seq}"
            ),
        ),
        10 => {
            let column = dice.one_of(&["leaf", "hash"]);
            let bit = dice.below(256);
            (
                "flip a bit",
                format!(
                    "UPDATE central.audit_logs SET {column} = set_bit({column}, {bit}, 1 - get_bit({column}, {bit})) {at}"
                ),
            )
        }
        11 => {
            let seq = dice.one_of(&SIGNED);
            // Each is another note whatever its random letters are: its number and the padding of its hash are always there.
            let note = dice.one_of(&[
                "replace(note, '=', '+')",
                "note || ' '",
                "translate(note, '0123456789', '1234567890')",
            ]);
            (
                "forge a checkpoint",
                format!("UPDATE central.audit_checkpoints SET note = {note} WHERE {mine} AND seq = {seq}"),
            )
        }
        _ => (
            "take another's trail",
            TABLES[..3]
                .iter()
                .map(|table| {
                    format!(
                        "DELETE FROM central.{table} WHERE {mine}; \
             UPDATE central.{table} SET organization_id = '{ours}' WHERE organization_id = '{theirs}';"
                    )
                })
                .collect(),
        ),
    }
}

/// Another value in one of the columns that an entry has.
fn edit(dice: &mut Dice) -> String {
    let id = dice.id();
    dice.one_of(&[
        "id = gen_random_uuid()",
        "user_id = gen_random_uuid()",
        "device_id = gen_random_uuid()",
        "action = action || 'x'",
        "resource_type = resource_type || ' '",
        "resource_id = coalesce(resource_id, '') || '1'",
        "patients = patients || ARRAY[gen_random_uuid()]",
        "outcome = 'allowed'",
        "details = (details::text || ' ')::json",
        "ip_address = '10.0.0.8'",
        "ip_address = '10.0.0.7/8'",
        "ip_address = '2001:db8::7/32'",
        "user_agent = coalesce(user_agent, '') || 'x'",
        "created_at = created_at + interval '1 second'",
        "created_at = created_at + interval '1 microsecond'",
        "created_at = 'infinity'",
        "patients = ARRAY[NULL]::uuid[]",
        "user_id = '@'",
    ])
    .replace('@', &id.to_string())
}

fn copy(seq: &str, hash: &str) -> String {
    format!(
        "INSERT INTO central.audit_logs SELECT organization_id, {seq}, id, user_id, device_id, action, \
             resource_type, resource_id, '{{}}', outcome, details, ip_address, user_agent, created_at, leaf, {hash} \
         FROM central.audit_logs"
    )
}

/// Everything from an entry on is gone, and nothing in the database says that it was ever there.
fn cut(seq: u64, mine: &str) -> String {
    format!(
        "UPDATE central.audit_heads AS head SET seq = log.seq - 1, \
             hash = coalesce((SELECT hash FROM central.audit_logs WHERE {mine} AND seq = {seq} - 1), head.hash) \
             FROM central.audit_logs AS log WHERE head.{mine} AND log.{mine} AND log.seq = {seq}; \
         DELETE FROM central.audit_logs WHERE {mine} AND seq >= {seq}; \
         DELETE FROM central.audit_patients WHERE {mine} AND seq >= {seq}; \
         DELETE FROM central.audit_checkpoints WHERE {mine} AND seq >= {seq}"
    )
}

/// An entry is edited and everything after it computed anew, the head with it; the checkpoints in the database go.
async fn rewrite(centre: &Centre, dice: &mut Dice, ours: OrganizationId, from: u64) -> &'static str {
    let mine = format!("organization_id = '{ours}'");
    let change = dice.one_of(&["action = 'edited'", "user_id = gen_random_uuid()", "outcome = 'other'"]);
    let sql = format!("UPDATE central.audit_logs SET {change} WHERE {mine} AND seq = {from}");
    centre.admin.batch_execute(&sql).await.expect("an edit");
    let rows = format!(
        "SELECT seq, id, user_id, device_id, action, resource_type, resource_id, patients, outcome, details::text, \
             ip_address, user_agent, extract(epoch FROM created_at)::bigint \
         FROM central.audit_logs WHERE {mine} ORDER BY seq"
    );
    let (mut hash, mut sql) = (genesis(ours), String::new());
    let hex = |it: &[u8]| clinic_protocol::hex::hex_of(it);
    for row in centre.admin.query(&rows, &[]).await.expect("the trail") {
        let (resource_id, user_agent): (Option<String>, Option<String>) = (row.get(6), row.get(11));
        let (patients, details): (Vec<Uuid>, String) = (row.get(7), row.get(9));
        let fields = Fields {
            id: row.get(1),
            user: row.get(2),
            device: row.get(3),
            action: row.get(4),
            resource_type: row.get(5),
            resource_id: resource_id.as_deref(),
            patients: &patients,
            outcome: row.get(8),
            details: &details,
            ip_address: row.get(10),
            user_agent: user_agent.as_deref(),
            at_seconds: row.get(12),
        };
        let (seq, leaf): (i64, _) = (row.get(0), fields.leaf());
        hash = next(&hash, u64::try_from(seq).expect("a number"), &leaf);
        sql += &format!(
            "UPDATE central.audit_logs SET leaf = '\\x{}', hash = '\\x{}' WHERE {mine} AND seq = {seq};",
            hex(&leaf),
            hex(&hash)
        );
    }
    sql += &format!("UPDATE central.audit_heads SET hash = '\\x{}' WHERE {mine};", hex(&hash));
    sql += &format!("DELETE FROM central.audit_checkpoints WHERE {mine} AND seq >= {from}");
    centre.admin.batch_execute(&sql).await.expect("a rewrite");
    "rewrite"
}
