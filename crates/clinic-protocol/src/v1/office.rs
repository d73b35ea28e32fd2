//! What stands beside the book: the security policy, departments, the knowledge base, message templates.

use crate::wire::wire;
use clinic_domain::{
    field_access::{FieldGroup, FieldRule, Narrowed},
    id::{DepartmentId, FaqId, MessageTemplateId, OrganizationId, PersonId, Version},
    message::{MessageChannel, MessageKind, MessageTemplate},
    office::{Department, EarlierText, FaqEntry, Written},
    people::Role,
    policy::SecurityPolicy,
    time::Instant,
};

wire! {
    SecurityPolicyV1 for SecurityPolicy {
        required {
            id: OrganizationId,
            version: Version,
            mfa_roles: Vec<Role>,
            password_minimum: u16,
            access_minutes: u16,
            idle_minutes: u16,
            session_hours: u16,
            refresh_hours: u16,
            step_up_minutes: u16,
            offline_lease_days: u16,
            export_roles: Vec<Role>,
        }
        optional { narrowed: Vec<Narrowed>, lend_days: u16 }
    }

    NarrowedV1 for Narrowed {
        required { role: Role, group: FieldGroup, to: FieldRule }
        optional {}
    }

    DepartmentV1 for Department {
        required { id: DepartmentId, version: Version, name: String, is_active: bool }
        optional {}
    }

    FaqEntryV1 for FaqEntry {
        required {
            id: FaqId,
            version: Version,
            question: String,
            answer: String,
            language: String,
            is_active: bool,
        }
        optional { keywords: Vec<String>, written: Option<Written>, earlier: Vec<EarlierText> }
    }

    WrittenV1 for Written {
        required { at: Instant, by: PersonId }
        optional {}
    }

    EarlierTextV1 for EarlierText {
        required { version: Version, question: String, answer: String, language: String }
        optional { keywords: Vec<String>, written: Option<Written> }
    }

    MessageTemplateV1 for MessageTemplate {
        required {
            id: MessageTemplateId,
            version: Version,
            kind: MessageKind,
            channel: MessageChannel,
            language: String,
            body: String,
            is_active: bool,
        }
        optional { subject: String }
    }
}
