//! `central demo`: an organization to try things out with. Everything of it but its beginning is decided on the one path,
//! in the name of its own people.
//!
//! Invariants: each thing has its id from what it is, so that a second run makes what is missing and nothing twice; an
//! organization that is not marked as a demo is never touched.

mod book;
mod names;
mod patients;
mod people;
mod practice;

use crate::{
    admin::access::Admin,
    app::App,
    arbitrate::{MOST_AT_ONCE, Submission, arbitrate, digest},
    http::Origin,
};
use anyhow::{Context, bail};
use central_store::Batch;
use chrono_tz::Tz;
use clinic_domain::{
    arbitration::check_slug,
    id::{DeviceId, OpId, OrganizationId, Version},
    operation::{Base, Operation, OperationBody},
    people::Role,
    time::Instant,
};
use clinic_protocol::encode_operation;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use uuid::Uuid;

#[derive(clap::Args)]
pub struct Demo {
    /// Its short name, which people type to sign in.
    #[arg(long, default_value = "demo")]
    slug: String,
    /// Where it is.
    #[arg(long, default_value = "America/New_York")]
    zone: Tz,
}

/// Nobody asked for it by the API.
static BY_COMMAND: Origin = Origin::own(Uuid::nil());
const NO_DESK: DeviceId = DeviceId(Uuid::nil());
pub(crate) const PATIENTS: u32 = 300;

/// The organization while it is made.
struct Making<'a> {
    app: &'a App,
    id: OrganizationId,
    zone: Tz,
    now: Instant,
}

impl Demo {
    /// What to print.
    ///
    /// # Errors
    /// The organization of that name is not a demo; or the database's.
    pub async fn make(&self, app: &App) -> anyhow::Result<String> {
        let id = match app.store.organization_by_slug(&self.slug).await? {
            Some(id) => id,
            None => self.begin(app).await?,
        };
        let configuration = app.configuration(id).await?;
        if !configuration.setup.organization.is_demo {
            bail!("'{}' is no demo: nothing was changed", self.slug);
        }
        let making = Making { app, id, zone: self.zone, now: app.clock.now() };
        making.put(Role::Administrator, practice::rows(&making)).await?;
        making.put(Role::Administrator, people::rows(&making)).await?;
        let patients = making.put(Role::FrontDesk, patients::rows(&making)).await?;
        making.put(Role::FrontDesk, patients::caregivers(&making)).await?;
        let (first, last, visits) = book::fill(&making).await?;
        let mut said = format!(
            "organization {id}\nslug {}\nnew patients {patients}\nnew visits {visits}, from {first} to {last}\n",
            self.slug
        );
        writeln!(said, "one-time codes, good for three days, by login (POST /v1/passwords):")?;
        for (login, code) in people::codes(&making).await? {
            writeln!(said, "  {login:<20} {}", code.as_deref().map_or("has a password", String::as_str))?;
        }
        Ok(said)
    }

    /// The organization with its administrator alone.
    async fn begin(&self, app: &App) -> anyhow::Result<OrganizationId> {
        if check_slug(&self.slug).is_err() {
            bail!("'{}' is no short name: lower case letters, digits and hyphens", self.slug);
        }
        let id = OrganizationId(app.ids.next());
        let organization = practice::organization(id, &self.slug, self.zone);
        let admin = Admin::new(&app.store, app.clock);
        let tenant = admin.begin(&organization, &people::person(id, Role::Administrator)).await?;
        admin.end(tenant, Batch::default(), "create", "organization", id.to_string()).await?;
        Ok(id)
    }
}

impl Making<'_> {
    /// Has it decided in the name of whoever has the role; how many of it were new. What was done before, and what is
    /// refused because somebody did something else meanwhile, stays as it is.
    async fn put(&self, role: Role, rows: Vec<(String, OperationBody)>) -> anyhow::Result<usize> {
        let author = people::person(self.id, role).id;
        let submissions: Vec<Submission> = rows
            .into_iter()
            .map(|(name, body)| {
                let operation = Operation {
                    id: OpId(named(self.id, &format!("operation {name}"))),
                    device: NO_DESK,
                    device_seq: 0,
                    author,
                    at: self.now,
                    written_at: None,
                    part_of: None,
                    // A visit as it was booked.
                    base: body.appointment().map(|_| Base::Version(Version::FIRST)),
                    promised_to_patient: true,
                    body,
                };
                let bytes = encode_operation(&operation);
                // By its name alone: on another day it says other times and is the same.
                Submission {
                    digest: digest(name.as_bytes()),
                    operation,
                    bytes,
                    device: None,
                    at: self.now,
                    author: None,
                }
            })
            .collect();
        let mut new = 0;
        for some in submissions.chunks(MOST_AT_ONCE) {
            let settled =
                arbitrate(self.app, self.id, some, &BY_COMMAND).await.context("the demo is not whole")?;
            for it in &settled {
                new += usize::from(it.is_applied() && !it.result.is_duplicate);
            }
        }
        Ok(new)
    }
}

/// The id that something of this organization always has.
fn named(organization: OrganizationId, name: &str) -> Uuid {
    let digest = Sha256::new().chain_update(organization.0).chain_update(name).finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

/// A number below `most`, always the same for the same place in the same list.
fn dice(list: &str, place: u32, most: usize) -> usize {
    let digest = Sha256::new().chain_update(list).chain_update(place.to_be_bytes()).finalize();
    let rolled = digest[..4].iter().fold(0, |sum, it| sum * 256 + usize::from(*it));
    rolled % most.max(1)
}

fn pick<'a, T>(of: &'a [T], list: &str, place: u32) -> &'a T {
    &of[dice(list, place, of.len())]
}
