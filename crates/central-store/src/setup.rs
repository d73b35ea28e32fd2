//! What an organization set up, and its people: few rows, read as a whole.

use crate::{
    columns::entity,
    error::{StoreError, StoreResult},
    tenant::{Answers, Batch, Tenant, values},
};
use clinic_domain::{office::Office, people::Person, policy::SecurityPolicy, setup::Setup};
use clinic_protocol::Entity;
use tokio_postgres::Row;

const ORGANIZATION: &str = "SELECT body::text FROM central.organizations WHERE id = $1";
const LOCATIONS: &str = "SELECT body::text FROM central.locations WHERE organization_id = $1 ORDER BY id";
const RESOURCES: &str = "SELECT body::text FROM central.resources WHERE organization_id = $1 ORDER BY id";
const TYPES: &str = "SELECT body::text FROM central.appointment_types WHERE organization_id = $1 ORDER BY id";
const TEMPLATES: &str =
    "SELECT body::text FROM central.schedule_templates WHERE organization_id = $1 ORDER BY id";
const EXCEPTIONS: &str =
    "SELECT body::text FROM central.schedule_exceptions WHERE organization_id = $1 ORDER BY id";
const PEOPLE: &str =
    "SELECT body::text FROM central.organization_users WHERE organization_id = $1 ORDER BY id";

const POLICY: &str = "SELECT body::text FROM central.security_policies WHERE organization_id = $1";
const DEPARTMENTS: &str = "SELECT body::text FROM central.departments WHERE organization_id = $1 ORDER BY id";
const FAQ: &str = "SELECT body::text FROM central.faq_entries WHERE organization_id = $1 ORDER BY id";
const MESSAGE_TEMPLATES: &str =
    "SELECT body::text FROM central.message_templates WHERE organization_id = $1 ORDER BY id";

const ALL: [(&str, &str); 11] = [
    ("organizations", ORGANIZATION),
    ("locations", LOCATIONS),
    ("resources", RESOURCES),
    ("appointment_types", TYPES),
    ("schedule_templates", TEMPLATES),
    ("schedule_exceptions", EXCEPTIONS),
    ("organization_users", PEOPLE),
    ("security_policies", POLICY),
    ("departments", DEPARTMENTS),
    ("faq_entries", FAQ),
    ("message_templates", MESSAGE_TEMPLATES),
];

/// Setup, people and office as of one change of them.
#[derive(Debug)]
pub struct Configuration {
    pub setup_seq: u64,
    pub setup: Setup,
    pub people: Vec<Person>,
    pub office: Office,
}

impl Tenant {
    /// All of it, as this transaction sees it. `setup_seq` is the counter's.
    ///
    /// # Errors
    /// [`StoreError::Unfit`] for an organization that is not there.
    pub async fn configuration(&mut self, setup_seq: u64) -> StoreResult<Configuration> {
        let mut batch = Batch::default();
        for (_, sql) in ALL {
            batch.add(sql, values![self.organization().0]);
        }
        let mut answers = self.run(batch).await?;
        let organization = all(&mut answers, 0)?.pop();
        Ok(Configuration {
            setup_seq,
            setup: Setup {
                organization: organization.ok_or(StoreError::Unfit("the organization is not there"))?,
                locations: all(&mut answers, 1)?,
                resources: all(&mut answers, 2)?,
                types: all(&mut answers, 3)?,
                templates: all(&mut answers, 4)?,
                exceptions: all(&mut answers, 5)?,
            },
            people: all(&mut answers, 6)?,
            office: Office {
                policy: all(&mut answers, 7)?
                    .pop()
                    .unwrap_or_else(|| SecurityPolicy::first(self.organization())),
                departments: all(&mut answers, 8)?,
                faq: all(&mut answers, 9)?,
                templates: all(&mut answers, 10)?,
            },
        })
    }
}

fn all<E: Entity>(answers: &mut Answers, at: usize) -> StoreResult<Vec<E>> {
    let read = |row: &Row| entity(ALL[at].0, row.get(0));
    answers.take(at).iter().map(read).collect()
}
