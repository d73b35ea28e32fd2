//! An organization with something of every kind in it, each text of it a canary: made by the API itself, as its own people
//! make it.

use crate::{
    answers::Answer,
    calls::{Call, calls},
    centre::{Centre, NOW},
    practice::Practice,
};
use clinic_domain::{
    appointment::{AppointmentStatus, Requester},
    conflict::{BookingConflict, LostAct},
    id::{DeviceId, OpId, Version},
    operation::{Operation, OperationBody},
    people::Role,
};
use clinic_protocol::{encode_operation, entity_json};
use serde_json::{Value, json};
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

pub struct Ground {
    pub practice: Practice,
    pub slug: &'static str,
    /// What a text in braces stands for.
    pub own: BTreeMap<&'static str, String>,
    /// Every id in every row, and every text that opens something.
    pub ids: BTreeSet<String>,
    canaries: Cell<u32>,
    visits: i64,
}

/// What is made, in this order, and the names under which each is known.
const MADE: &[(&str, &str)] = &[
    ("create_location", "other_location"),
    ("create_department", "department"),
    ("create_faq", "faq"),
    ("create_message_template", "message_template"),
    ("create_provider", "free_provider"),
    ("create_resource", "room"),
    ("create_appointment_type", "other_appointment_type"),
    ("create_schedule_template", "template"),
    ("create_schedule_exception", "exception"),
    ("create_person", "person"),
    ("create_patient", "patient"),
    ("create_caregiver", "caregiver"),
    ("write_medical_record", "record"),
    ("give_record_consent", ""),
    ("break_glass", "glass"),
    ("invite_device", ""),
    ("invite_person", ""),
];

impl Ground {
    pub async fn of(centre: &Centre, slug: &'static str) -> Ground {
        let practice = Practice::open(centre, slug).await;
        let clinic = &practice.clinic;
        let mut own = BTreeMap::from([
            ("slug", slug.to_owned()),
            ("login_of_person", Role::Nurse.as_str().to_owned()),
            ("location", clinic.location.to_string()),
            ("provider", practice.providers[1].to_string()),
            ("other_provider", practice.providers[0].to_string()),
            ("appointment_type", clinic.visit.to_string()),
        ]);
        let device = centre.desk(clinic).await;
        own.insert("device", device.to_string());
        let mut ground =
            Ground { practice, slug, own, ids: BTreeSet::new(), canaries: Cell::new(0), visits: 0 };
        ground.make(centre).await;
        ground.make_visits(centre).await;
        ground.make_by_hand(centre).await;
        ground.note_sealed(centre).await;
        ground.ids = ids(centre, &ground).await;
        ground
    }

    async fn make(&mut self, centre: &Centre) {
        let (calls, _) = calls();
        for (name, known_as) in MADE {
            let call = calls.iter().find(|it| it.name == *name).expect(name);
            let (status, made) = self.send(centre, call, call.role()).await;
            assert!(status < 300, "{name}: {status} {made}");
            if !known_as.is_empty() {
                self.own.insert(known_as, made["id"].as_str().expect("an id").to_owned());
            }
            match *name {
                "invite_device" => self.own.insert("device_code", text(&made["code"])),
                "invite_person" => self.own.insert("invitation", text(&made["code"])),
                _ => None,
            };
        }
    }

    async fn make_visits(&mut self, centre: &Centre) {
        let patient = self.id("patient");
        let yesterday = NOW.plus_minutes(-18 * 60);
        let lost = self.practice.visit(centre, patient, 1, yesterday, AppointmentStatus::NoShow).await;
        self.own.insert("lost_appointment", lost.to_string());
        self.make_visit(centre).await;
    }

    /// Another visit of the patient today.
    pub async fn make_visit(&mut self, centre: &Centre) {
        self.visits += 1;
        let start = NOW.plus_minutes(5 * 60 + 30 + 20 * self.visits);
        let visit =
            self.practice.visit(centre, self.id("patient"), 1, start, AppointmentStatus::Booked).await;
        self.own.insert("appointment", visit.to_string());
    }

    /// What nobody makes by a call of their own.
    async fn make_by_hand(&mut self, centre: &Centre) {
        let (event, session, key) = (centre.app.ids.next(), centre.app.ids.next(), vec![7_u8; 32]);
        let (organization, person) =
            (self.practice.clinic.id.0, self.practice.clinic.person(Role::FrontDesk).0);
        let device: DeviceId = self.id("device");
        let sql = "INSERT INTO central.security_events \
             (organization_id, id, rule, severity, cause, window_at, person_id, count, raised_at) \
             VALUES ($1, $2, 'mass_reads', 'warning', $3, now(), $4, 1, now())";
        let cause = self.canary();
        centre.admin.execute(sql, &[&organization, &event, &cause, &person]).await.expect("an event");
        let sql = "INSERT INTO central.sessions (organization_id, id, person_id, device_id, public_key, methods, \
                 began_at, refreshed_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, ARRAY['pwd'], now(), now(), now() + interval '10 years')";
        centre
            .admin
            .execute(sql, &[&organization, &session, &person, &device.0, &key])
            .await
            .expect("a session");
        let sql = "INSERT INTO central.identity_providers \
                 (organization_id, issuer, client_id, required_claims, is_enforced, is_mfa_trusted) \
             VALUES ($1, 'https://127.0.0.1:1', $2, '{}', false, false)";
        centre.admin.execute(sql, &[&organization, &cause]).await.expect("an identity provider");
        let (message, visit) = (centre.app.ids.next(), self.own["appointment"].clone());
        let sql = "INSERT INTO central.messages (organization_id, id, key, kind, language, appointment_id, state, \
                 address, subject, due_at, expires_at, created_at) \
             VALUES ($1, $2, $3, 'reminder', 'en', $4::text::uuid, 'failed', $3, $3, now(), now() + interval '10 years', now())";
        centre.admin.execute(sql, &[&organization, &message, &cause, &visit]).await.expect("a message");
        let dead = centre.app.ids.next();
        let sql = "INSERT INTO central.events (organization_id, id, type, entity_id, data, at) \
             VALUES ($1, $2, 'visit_booked', $2, '{}', now())";
        centre.admin.execute(sql, &[&organization, &dead]).await.expect("an event");
        let sql = "INSERT INTO central.event_deliveries (organization_id, event_id, handler, state, attempts, due_at) \
             VALUES ($1, $2, 'notifications', 'dead', 1, now())";
        centre.admin.execute(sql, &[&organization, &dead]).await.expect("a dead letter");
        self.own.insert("dead_event", dead.to_string());
        self.own.insert("message", message.to_string());
        self.own.insert("event", event.to_string());
        self.own.insert("session", session.to_string());
        let sql =
            "SELECT op_id::text FROM central.operations WHERE organization_id = $1 ORDER BY seq DESC LIMIT 1";
        let operation = centre.admin.query_one(sql, &[&organization]).await.expect("an operation").get(0);
        self.own.insert("operation", operation);
        self.make_conflict(centre).await;
        self.make_salvaged(centre).await;
        let sql = "SELECT epoch::text FROM central.organization_counters WHERE organization_id = $1";
        let epoch = centre.admin.query_one(sql, &[&organization]).await.expect("a counter").get(0);
        self.own.insert("epoch", epoch);
    }

    /// A decision of a desk that came too late: that of the last operation.
    async fn make_conflict(&mut self, centre: &Centre) {
        let at = NOW.plus_minutes(24 * 60);
        let conflict = BookingConflict {
            id: self.id("operation"),
            version: Version::FIRST,
            location: self.id("location"),
            patient: self.id("patient"),
            appointment: self.id("appointment"),
            lost: LostAct::Step,
            starts_at: at,
            slot: None,
            requested_by: Requester::Patient,
            note: self.canary().into(),
            is_promised: true,
            reasons: vec!["changed".to_owned()],
            by: self.practice.clinic.person(Role::FrontDesk),
            device: self.id("device"),
            decided_at: NOW,
            lost_at: NOW,
            winners: vec![self.id("appointment")],
            alternatives: Vec::new(),
            claim: None,
            resolution: None,
        };
        let sql = "INSERT INTO central.booking_conflicts \
                 (organization_id, id, version, body, location_id, starts_at, state) \
             VALUES ($1, $2, 1, $3::text::json, $4, to_timestamp($5::bigint), 'open')";
        let (organization, body) = (self.practice.clinic.id.0, entity_json(&conflict));
        centre
            .admin
            .execute(sql, &[&organization, &conflict.id.0, &body, &conflict.location.0, &at.0])
            .await
            .expect("a conflict");
        self.own.insert("conflict", conflict.id.to_string());
    }

    /// What a desk still had to send.
    async fn make_salvaged(&mut self, centre: &Centre) {
        let (id, device) = (centre.app.ids.next(), self.id::<DeviceId>("device"));
        let line = encode_operation(&Operation {
            id: OpId(centre.app.ids.next()),
            device,
            device_seq: 1,
            author: self.practice.clinic.person(Role::FrontDesk),
            at: NOW,
            written_at: None,
            part_of: None,
            base: None,
            promised_to_patient: true,
            body: OperationBody::SetNote {
                appointment: self.id("lost_appointment"),
                note: self.canary().into(),
            },
        });
        let organization = self.practice.clinic.id;
        let sealed = centre.app.secrets.seal(&line, &central::salvage::context(&organization, &device));
        let sql = "INSERT INTO central.salvaged_operations \
                 (organization_id, id, device_id, line_hash, sealed, received_at) \
             VALUES ($1, $2, $3, sha256($4), $4, now())";
        centre.admin.execute(sql, &[&organization.0, &id, &device.0, &sealed]).await.expect("a line");
        self.own.insert("salvaged", id.to_string());
    }

    /// Offers, cursors and checkpoints: texts that only the service can read.
    async fn note_sealed(&mut self, centre: &Centre) {
        let desk = centre.token(&self.practice.clinic, Role::FrontDesk);
        let mut wanted = json!({ "location": self.own["location"], "appointment_type": self.own["appointment_type"],
            "providers": [self.own["provider"]], "from": "2026-05-07", "until": "2026-05-08", "limit": 2 });
        let (_, found) = centre.send("POST", &desk, "/v1/availability", &wanted).await;
        self.own.insert("offer", text(&found["offers"][0]["offer"]));
        wanted["from"] = json!("2026-05-08");
        wanted["until"] = json!("2026-05-09");
        wanted["moving"] = json!(self.own["appointment"]);
        let (_, found) = centre.send("POST", &desk, "/v1/availability", &wanted).await;
        self.own.insert("moving_offer", text(&found["offers"][0]["offer"]));
        let (_, page) = centre.get(&desk, "/v1/patients?limit=1").await;
        self.own.insert("cursor", text(&page["next"]));
        let signed =
            central::audit::checkpoint::step(&centre.app.store, &centre.app.signer, centre.app.clock.now());
        signed.await.expect("a checkpoint");
        let (_, latest) = centre.get(&desk, "/v1/audit/checkpoints/latest").await;
        self.own.insert("checkpoint", text(&latest["checkpoint"]));
    }

    /// A text that is in no other organization.
    pub fn canary(&self) -> String {
        self.canaries.set(self.canaries.get() + 1);
        format!("canary-{}-{}", self.slug, self.canaries.get())
    }

    /// The value with what belongs to this organization put in.
    pub fn filled(&self, value: &Value) -> Value {
        match value {
            Value::String(it) => Value::String(self.filled_text(it)),
            Value::Array(items) => items.iter().map(|it| self.filled(it)).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(name, it)| (name.clone(), self.filled(it))).collect()
            }
            other => other.clone(),
        }
    }

    pub fn filled_text(&self, text: &str) -> String {
        let Some((before, rest)) = text.split_once('{') else { return text.to_owned() };
        let (name, after) = rest.split_once('}').expect("a brace is closed");
        let value = match name {
            "canary" => self.canary(),
            "login" => self.canary(),
            // What messages say of a visit.
            "date" | "time" => format!("{{{name}}}"),
            name => self.own.get(name).unwrap_or_else(|| panic!("{} has no {name}", self.slug)).clone(),
        };
        format!("{before}{value}{}", self.filled_text(after))
    }

    pub fn id<I: std::str::FromStr<Err: std::fmt::Debug>>(&self, name: &str) -> I {
        self.own[name].parse().expect(name)
    }

    pub fn token(&self, centre: &Centre, role: Role) -> String {
        let device = self.id("device");
        centre.token_at(&self.practice.clinic, role, Some(device))
    }

    pub async fn send(&self, centre: &Centre, call: &Call, role: Role) -> (u16, Value) {
        let path = format!("{}{}", self.filled_text(&call.path), query(&self.filled(&call.query)));
        let request = centre.http.request(call.method.clone(), format!("{}{path}", centre.url));
        let request = request.bearer_auth(self.token(centre, role));
        let body = self.filled(&call.body);
        let answer = Answer::of(if body.is_null() { request } else { request.json(&body) }).await;
        (answer.status, answer.body)
    }
}

/// As it stands in a URL.
pub fn query(parameters: &Value) -> String {
    let pairs = parameters.as_object().into_iter().flatten();
    let pairs = pairs.filter_map(|(name, value)| value.as_str().map(|it| format!("{name}={}", escaped(it))));
    let pairs: Vec<String> = pairs.collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

pub fn escaped(text: &str) -> String {
    let plain = |it: u8| it.is_ascii_alphanumeric() || b"-._~".contains(&it);
    text.bytes().map(|it| if plain(it) { char::from(it).to_string() } else { format!("%{it:02X}") }).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text, not {value}")).to_owned()
}

/// From the catalog: what stands in any column of ids, of any table. A few of each.
async fn ids(centre: &Centre, ground: &Ground) -> BTreeSet<String> {
    let columns = "SELECT c.table_name::text, c.column_name::text FROM information_schema.columns c \
         WHERE c.table_schema = 'central' AND c.data_type = 'uuid' \
             AND c.column_name NOT IN ('organization_id', 'epoch') ORDER BY 1, 2";
    let mut ids = BTreeSet::from([ground.practice.clinic.id.to_string()]);
    for row in centre.admin.query(columns, &[]).await.expect("the catalog") {
        let (table, column): (String, String) = (row.get(0), row.get(1));
        let sql = format!(
            "SELECT DISTINCT {column}::text FROM central.{table} \
             WHERE organization_id = $1 AND {column} IS NOT NULL ORDER BY 1 DESC LIMIT 4"
        );
        let rows = centre.admin.query(&sql, &[&ground.practice.clinic.id.0]).await.expect("rows");
        ids.extend(rows.iter().map(|row| row.get::<_, String>(0)));
    }
    ids.extend(ground.own.values().filter(|it| it.parse::<uuid::Uuid>().is_ok()).cloned());
    // The centre itself, and an empty id.
    ids.remove(&uuid::Uuid::nil().to_string());
    ids
}
