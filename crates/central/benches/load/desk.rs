//! One desk: what it does each second, and how long that took.

use crate::{centre::Centre, tenants::Tenant};
use central::auth::token::Bearer;
use clinic_domain::{id::DeviceId, operation::Operation, people::Role};
use clinic_env::Clock;
use clinic_protocol::encode_operation;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, sleep_until};

/// Who book, so that nobody sits at more desks than a person may call from.
const ROLES: [Role; 3] = [Role::FrontDesk, Role::Scheduler, Role::PracticeManager];

pub struct Desk {
    centre: Arc<Centre>,
    clinics: Arc<Vec<Tenant>>,
    clinic: usize,
    id: DeviceId,
    url: String,
    token: String,
    /// Its last operation that has a result, and the last change that it has.
    seq: u64,
    cursor: u64,
    /// What it does next.
    turn: usize,
}

/// Milliseconds of what was answered, and how often there was no answer.
#[derive(Default)]
pub struct Tally {
    pub writes: Vec<f64>,
    pub reads: Vec<f64>,
    /// Too much asked, and told so.
    pub refused: usize,
    pub wrong: usize,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        self.writes.extend(other.writes);
        self.reads.extend(other.reads);
        self.refused += other.refused;
        self.wrong += other.wrong;
    }

    pub fn answered(&self) -> usize {
        self.writes.len() + self.reads.len()
    }
}

impl Desk {
    pub async fn enrol(centre: &Arc<Centre>, clinics: &Arc<Vec<Tenant>>, number: usize, url: &str) -> Desk {
        let at = number % clinics.len();
        let clinic = &clinics[at].clinic;
        let id = centre.desk(clinic).await;
        let bearer = Bearer {
            organization: clinic.id,
            person: clinic.person(ROLES[number / clinics.len() % ROLES.len()]),
            device: Some(id),
            session: centre.app.ids.next(),
            amr: vec!["pwd".to_owned(), "mfa".to_owned()],
            mfa_at: Some(Clock::System.now()),
        };
        let token = centre.app.tokens.issue(bearer, Clock::System.now(), 15 * 60).unwrap();
        let head = "SELECT seq FROM central.organization_counters WHERE organization_id = $1";
        let head: i64 = centre.admin.query_one(head, &[&clinic.id.0]).await.unwrap().get(0);
        Desk {
            centre: Arc::clone(centre),
            clinics: Arc::clone(clinics),
            clinic: at,
            id,
            url: url.to_owned(),
            token,
            seq: 0,
            cursor: head.unsigned_abs(),
            turn: number,
        }
    }

    /// A booking of a time that nobody has, as the desk's operation of that number.
    pub fn booking(&self, seq: u64) -> Operation {
        let tenant = &self.clinics[self.clinic];
        tenant.operation(&self.centre, tenant.free(), (self.id, seq))
    }

    pub const fn cursor(&self) -> u64 {
        self.cursor
    }

    pub fn get(&self, path: &str) -> reqwest::RequestBuilder {
        self.centre.http.get(format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    pub fn post(&self, path: &str) -> reqwest::RequestBuilder {
        self.centre.http.post(format!("{}{path}", self.url)).bearer_auth(&self.token)
    }

    pub async fn work(&mut self, first: Instant, every: Duration, long: Duration) -> Tally {
        let mut tally = Tally::default();
        let mut due = first;
        while due < first + long {
            sleep_until(due).await;
            self.turn += 1;
            let is_write = self.turn % 10 < 4;
            match self.request().send().await {
                Ok(answer) if answer.status() == 200 => {
                    let answer = answer.json::<Value>().await;
                    let took = due.elapsed().as_secs_f64() * 1000.0;
                    let is_done = answer.is_ok_and(|it| self.take(&it));
                    match (is_done, is_write) {
                        (false, _) => tally.wrong += 1,
                        (true, true) => tally.writes.push(took),
                        (true, false) => tally.reads.push(took),
                    }
                }
                Ok(answer) if [429, 503].contains(&answer.status().as_u16()) => tally.refused += 1,
                _ => tally.wrong += 1,
            }
            due += every;
        }
        tally
    }

    /// Of ten: four bookings, three looks for what changed, two searches for times, one for a patient.
    fn request(&self) -> reqwest::RequestBuilder {
        let tenant = &self.clinics[self.clinic];
        match self.turn % 10 {
            0..4 => {
                let operation = self.booking(self.seq + 1);
                let request = self.post("/v1/sync/push").header("content-type", "application/x-ndjson");
                request.body(encode_operation(&operation))
            }
            4..7 => self.get(&format!("/v1/sync/changes?after={}", self.cursor)),
            7..9 => {
                let body = json!({
                    "location": tenant.clinic.location, "appointment_type": tenant.clinic.visit,
                    "patient": tenant.clinic.patient, "limit": 3,
                });
                self.post("/v1/availability").json(&body)
            }
            _ => self.post("/v1/patients/search").json(&json!({ "name": "ruiz ana" })),
        }
    }

    /// Whether the answer is what was asked for; what follows from it.
    fn take(&mut self, answer: &Value) -> bool {
        match self.turn % 10 {
            0..4 => {
                self.seq += 1;
                answer["results"][0]["status"] == "applied"
            }
            4..7 => {
                self.cursor = answer["to"].as_u64().unwrap_or(self.cursor);
                answer["to"].is_u64()
            }
            7..9 => answer["offers"].as_array().is_some_and(|it| !it.is_empty()),
            _ => answer.is_object() || answer.is_array(),
        }
    }
}
