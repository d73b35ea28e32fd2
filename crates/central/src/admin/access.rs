//! `central org create`, `central user invite`, `central device enroll`: what begins before anybody can sign in; and
//! `central org new-epoch`, after the database was had back.

use super::audit::named;
use crate::auth::invitation::{self, NewCode};
use anyhow::{Context, bail};
use central_store::{AuditEntry, Batch, Store, StoreError, Tenant, Writing, access::codes::Purpose};
use clap::Subcommand;
use clinic_domain::{
    arbitration::check_slug,
    id::{OpId, OrganizationId, PersonId, Version},
    operation::Change,
    organization::{Organization, OrganizationKind},
    people::{Person, Role},
    setup::Setup,
    tier::SubscriptionTier,
    time::Instant,
};
use clinic_env::{Clock, Ids};

#[derive(Subcommand)]
pub enum OrganizationCommand {
    /// Make an organization and its first administrator, who gets an invitation.
    Create {
        #[arg(long)]
        name: String,
        /// Its short name, which people type to sign in.
        #[arg(long)]
        slug: String,
        /// hospital, clinic, specialty_center, urgent_care, telehealth or diagnostic_center
        #[arg(long = "type", default_value = "clinic")]
        kind: OrganizationKind,
        /// basic, professional or enterprise
        #[arg(long)]
        tier: Option<SubscriptionTier>,
        /// The administrator's login.
        #[arg(long)]
        login: String,
        /// The administrator's name.
        #[arg(long)]
        person: String,
    },
    /// Begin a new history, after a restore: desks fetch everything anew, and send again what the centre may have lost.
    NewEpoch {
        /// The organization's short name.
        #[arg(required_unless_present = "all")]
        slug: Option<String>,
        /// Every organization.
        #[arg(long, conflicts_with = "slug")]
        all: bool,
    },
}

#[derive(Subcommand)]
pub enum UserCommand {
    /// A code with which somebody sets a password, their first one or another one.
    Invite {
        #[arg(long)]
        organization: String,
        #[arg(long)]
        login: String,
    },
}

#[derive(Subcommand)]
pub enum DeviceCommand {
    /// A code with which a desk is enrolled.
    Enroll {
        #[arg(long)]
        organization: String,
        /// How people will call the desk.
        #[arg(long)]
        name: String,
        /// The administrator in whose name it is enrolled.
        #[arg(long)]
        login: String,
    },
}

/// Where and when the commands work.
pub struct Admin<'a> {
    pub store: &'a Store,
    pub ids: Ids,
    pub now: Instant,
}

impl Admin<'_> {
    #[must_use]
    pub fn new(store: &Store, clock: Clock) -> Admin<'_> {
        Admin { store, ids: Ids::new(clock), now: clock.now() }
    }

    /// # Errors
    /// The slug is none or taken, there is no such organization, or the database's.
    pub async fn organization(&self, command: OrganizationCommand) -> anyhow::Result<String> {
        match command {
            OrganizationCommand::NewEpoch { slug, .. } => self.new_epoch(slug.as_deref()).await,
            OrganizationCommand::Create { name, slug, kind, tier, login, person } => {
                self.create((name, slug), kind, tier, (login, person)).await
            }
        }
    }

    /// Of one organization, or of all of them.
    async fn new_epoch(&self, slug: Option<&str>) -> anyhow::Result<String> {
        let organizations = match slug {
            Some(slug) => vec![named(self.store, slug).await?],
            None => self.store.active_organizations().await?,
        };
        for organization in &organizations {
            let mut tenant = self.store.tenant(*organization).await?;
            let (mut batch, epoch) = (Batch::default(), self.ids.next());
            let counter = tenant.lock_counter(&mut batch);
            tenant.run(batch).await?.counter(counter)?;
            let mut batch = Batch::default();
            tenant.begin_epoch(&mut batch, epoch);
            self.end(tenant, batch, "begin_epoch", "organization", organization.to_string()).await?;
        }
        Ok(format!("new-epoch: {} organizations begin a new history", organizations.len()))
    }

    async fn create(
        &self,
        (name, slug): (String, String),
        kind: OrganizationKind,
        tier: Option<SubscriptionTier>,
        (login, person): (String, String),
    ) -> anyhow::Result<String> {
        if check_slug(&slug).is_err() {
            bail!("'{slug}' is no short name: lower case letters, digits and hyphens");
        }
        let id = OrganizationId(self.ids.next());
        let organization = Organization {
            slug: slug.clone(),
            subscription_tier: tier,
            ..Organization::named(id, &name, kind)
        };
        let person = first_administrator(PersonId(self.ids.next()), &login, &person);
        let tenant = self.begin(&organization, &person).await?;
        let mut batch = Batch::default();
        let new = invitation::put(&tenant, &mut batch, Purpose::Invitation(person.id), None, self.now);
        self.end(tenant, batch, "create", "organization", id.to_string()).await?;
        Ok(format!("organization {id}\nslug {slug}\nlogin {}\n{}", person.login, said(&new)))
    }

    /// An organization with somebody in it; it lasts when the transaction ends with an entry of the trail.
    ///
    /// # Errors
    /// The slug is taken, or the database's.
    pub(crate) async fn begin(&self, organization: &Organization, person: &Person) -> anyhow::Result<Tenant> {
        let mut tenant = self.store.tenant(organization.id).await?;
        self.write(&mut tenant, organization, person).await.map_err(|error| match error {
            StoreError::Constraint { constraint } if constraint.contains("slug") => {
                anyhow::anyhow!("another organization is called '{}'", organization.slug)
            }
            other => other.into(),
        })?;
        Ok(tenant)
    }

    async fn write(
        &self,
        tenant: &mut Tenant,
        organization: &Organization,
        person: &Person,
    ) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        tenant.create_organization(&mut batch, organization, &organization.slug, self.ids.next());
        let counter = tenant.lock_counter(&mut batch);
        let mut counter = tenant.run(batch).await?.counter(counter)?;
        let setup = Setup {
            organization: organization.clone(),
            locations: Vec::new(),
            resources: Vec::new(),
            types: Vec::new(),
            templates: Vec::new(),
            exceptions: Vec::new(),
        };
        let op = OpId(self.ids.next());
        let writing = Writing { organization: organization.id, setup: &setup, op };
        let changes = [Change::Organization(organization.clone()), Change::Person(person.clone())];
        let mut batch = Batch::default();
        tenant.record_changes(&mut batch, &writing, &changes, &mut counter);
        tenant.advance_counter(&mut batch, &counter);
        tenant.run(batch).await?;
        Ok(())
    }

    /// # Errors
    /// There is no such organization or person.
    pub async fn user(&self, command: UserCommand) -> anyhow::Result<String> {
        let UserCommand::Invite { organization, login } = command;
        let (mut tenant, person) = self.person(&organization, &login).await?;
        let credential = tenant.credential(person).await?;
        let has_password = credential.is_some_and(|it| it.password.is_some());
        let purpose = if has_password { Purpose::Password(person) } else { Purpose::Invitation(person) };
        let mut batch = Batch::default();
        let new = invitation::put(&tenant, &mut batch, purpose, None, self.now);
        self.end(tenant, batch, "invite", "person", person.to_string()).await?;
        Ok(said(&new))
    }

    /// # Errors
    /// There is no such organization or person.
    pub async fn device(&self, command: DeviceCommand) -> anyhow::Result<String> {
        let DeviceCommand::Enroll { organization, name, login } = command;
        let (tenant, person) = self.person(&organization, &login).await?;
        let mut batch = Batch::default();
        let purpose = Purpose::Device { name, location: None };
        let new = invitation::put(&tenant, &mut batch, purpose, Some(person), self.now);
        self.end(tenant, batch, "invite", "device", person.to_string()).await?;
        Ok(said(&new))
    }

    async fn person(&self, organization: &str, login: &str) -> anyhow::Result<(Tenant, PersonId)> {
        let mut tenant = self.store.tenant(named(self.store, organization).await?).await?;
        let mut batch = Batch::default();
        let at = tenant.find_credential(&mut batch, &login.trim().to_lowercase());
        let found = tenant.run(batch).await?.credential(at);
        let person = found.context("nobody who is active has that login in the organization")?.person;
        Ok((tenant, person))
    }

    pub(crate) async fn end(
        &self,
        tenant: Tenant,
        mut batch: Batch,
        action: &'static str,
        resource_type: &'static str,
        resource: String,
    ) -> anyhow::Result<()> {
        let entry = AuditEntry {
            resource_id: Some(resource),
            ..AuditEntry::of_command(self.ids.next(), action, resource_type, self.now)
        };
        entry.append(&mut batch);
        tenant.commit(batch).await?;
        Ok(())
    }
}

/// The first of an organization does everything until there are others.
fn first_administrator(id: PersonId, login: &str, name: &str) -> Person {
    Person {
        id,
        version: Version::FIRST,
        login: login.trim().to_lowercase(),
        name: name.trim().to_owned(),
        roles: vec![Role::Administrator, Role::PracticeManager, Role::FrontDesk],
        resource: None,
        department: None,
        email: String::new(),
        license_number: String::new(),
        specialties: Vec::new(),
        language: String::new(),
        is_active: true,
    }
}

fn said(new: &NewCode) -> String {
    format!("code {}\ngood until {} UTC", *new.code, new.expires_at.wall_text(chrono_tz::UTC))
}
