//! What stands beside the book: departments, answers to common questions, what messages say, the security policy.

use super::setup::yes;
use clinic_domain::{
    field_access::{FieldGroup, FieldRule, Narrowed},
    id::{DepartmentId, FaqId, MessageTemplateId, Version},
    message::{MessageChannel, MessageKind, MessageTemplate},
    office::{Department, FaqEntry},
    people::Role,
    policy::SecurityPolicy,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Department")]
pub struct DepartmentForm {
    #[garde(length(chars, min = 1, max = 200))]
    pub name: String,
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl DepartmentForm {
    #[must_use]
    pub fn of(it: &Department) -> DepartmentForm {
        DepartmentForm { name: it.name.clone(), is_active: it.is_active }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, _: Option<&Department>) -> Department {
        Department { id: DepartmentId(id), version, name: self.name, is_active: self.is_active }
    }
}

/// One question of the knowledge base with its answer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "FaqEntry")]
pub struct FaqForm {
    #[garde(length(chars, min = 1, max = 500))]
    pub question: String,
    #[garde(length(chars, min = 1, max = 10_000))]
    pub answer: String,
    /// Other words under which it is looked for.
    #[serde(default)]
    #[garde(length(max = 50), inner(length(chars, max = 200)))]
    #[schemars(inner(length(max = 200)))]
    pub keywords: Vec<String>,
    /// BCP 47.
    #[garde(length(chars, min = 2, max = 35))]
    pub language: String,
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl FaqForm {
    #[must_use]
    pub fn of(it: &FaqEntry) -> FaqForm {
        let FaqEntry { question, answer, keywords, language, is_active, .. } = it.clone();
        FaqForm { question, answer, keywords, language, is_active }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, _: Option<&FaqEntry>) -> FaqEntry {
        let FaqForm { question, answer, keywords, language, is_active } = self;
        let (written, earlier) = (None, Vec::new());
        FaqEntry { id: FaqId(id), version, question, answer, keywords, language, is_active, written, earlier }
    }
}

/// What a kind of message says on a channel in a language.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "MessageTemplate")]
pub struct MessageTemplateForm {
    pub kind: MessageKind,
    pub channel: MessageChannel,
    /// BCP 47.
    #[garde(length(chars, min = 2, max = 35))]
    pub language: String,
    /// Of an e-mail; a text message has none.
    #[serde(default)]
    #[garde(length(chars, max = 200))]
    pub subject: String,
    /// With placeholders in braces: `{date}`.
    #[garde(length(chars, min = 1, max = 10_000))]
    pub body: String,
    #[serde(default = "yes")]
    pub is_active: bool,
}

impl MessageTemplateForm {
    #[must_use]
    pub fn of(it: &MessageTemplate) -> MessageTemplateForm {
        let MessageTemplate { kind, channel, language, subject, body, is_active, .. } = it.clone();
        MessageTemplateForm { kind, channel, language, subject, body, is_active }
    }

    #[must_use]
    pub fn record(self, id: Uuid, version: Version, _: Option<&MessageTemplate>) -> MessageTemplate {
        let MessageTemplateForm { kind, channel, language, subject, body, is_active } = self;
        MessageTemplate {
            id: MessageTemplateId(id),
            version,
            kind,
            channel,
            language,
            subject,
            body,
            is_active,
        }
    }
}

/// How the organization is secured; the least and the most of each number are the policy's own.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Policy")]
pub struct PolicyForm {
    /// Who signs in with a second factor; administrators always.
    #[garde(length(max = 11))]
    pub mfa_roles: Vec<Role>,
    #[garde(range(max = 1_000))]
    pub password_minimum: u16,
    #[garde(range(max = 1_000))]
    pub access_minutes: u16,
    #[garde(range(max = 1_000))]
    pub idle_minutes: u16,
    #[garde(range(max = 1_000))]
    pub session_hours: u16,
    #[garde(range(max = 1_000))]
    pub refresh_hours: u16,
    #[garde(range(max = 1_000))]
    pub step_up_minutes: u16,
    #[garde(range(max = 1_000))]
    pub offline_lease_days: u16,
    /// So many days ahead the times of a location are lent to it; 0: nothing is lent.
    #[garde(range(max = 1_000))]
    pub lend_days: u16,
    /// Of the roles that may export at all, those that do here.
    #[garde(length(max = 11))]
    pub export_roles: Vec<Role>,
    /// What roles see less of than the product's table lets them.
    #[garde(length(max = 200), dive)]
    pub narrowed: Vec<NarrowedForm>,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
#[schemars(rename = "Narrowed")]
pub struct NarrowedForm {
    pub role: Role,
    pub group: FieldGroup,
    pub to: FieldRule,
}

impl PolicyForm {
    #[must_use]
    pub fn of(it: &SecurityPolicy) -> PolicyForm {
        let narrowed = |it: &Narrowed| NarrowedForm { role: it.role, group: it.group, to: it.to };
        PolicyForm {
            mfa_roles: it.mfa_roles.clone(),
            password_minimum: it.password_minimum,
            access_minutes: it.access_minutes,
            idle_minutes: it.idle_minutes,
            session_hours: it.session_hours,
            refresh_hours: it.refresh_hours,
            step_up_minutes: it.step_up_minutes,
            offline_lease_days: it.offline_lease_days,
            lend_days: it.lend_days,
            export_roles: it.export_roles.clone(),
            narrowed: it.narrowed.iter().map(narrowed).collect(),
        }
    }

    #[must_use]
    pub fn record(self, stands: &SecurityPolicy, version: Version) -> SecurityPolicy {
        let narrowed = |NarrowedForm { role, group, to }| Narrowed { role, group, to };
        SecurityPolicy {
            id: stands.id,
            version,
            mfa_roles: self.mfa_roles,
            password_minimum: self.password_minimum,
            access_minutes: self.access_minutes,
            idle_minutes: self.idle_minutes,
            session_hours: self.session_hours,
            refresh_hours: self.refresh_hours,
            step_up_minutes: self.step_up_minutes,
            offline_lease_days: self.offline_lease_days,
            lend_days: self.lend_days,
            export_roles: self.export_roles,
            narrowed: self.narrowed.into_iter().map(narrowed).collect(),
        }
    }
}
