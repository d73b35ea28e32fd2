//! Who looked at a patient's record, and who changed it.

use crate::{error::AppResult, front_desk::FrontDesk};
use clinic_domain::{
    arbitration::permitted,
    id::{PatientId, PersonId},
    people::Permission,
};
use desk_cache::{AuditPage, AuditRow};

pub struct AuditTrail {
    /// Latest first.
    pub rows: Vec<AuditRow>,
    pub has_more: bool,
    pub chain_is_intact: bool,
}

const PAGE: u32 = 50;

/// Reading a trail is itself an entry in it.
pub fn audit_of_patient(
    desk: &FrontDesk,
    who: PersonId,
    patient: PatientId,
    before: Option<u64>,
) -> AppResult<AuditTrail> {
    permitted(&desk.author(who)?, Permission::ViewAudit)?;
    desk.audit_read(who, "view_audit", None, patient)?;
    let mut rows = desk.store.audit_of_patient(patient, AuditPage { before, limit: PAGE + 1 })?;
    let has_more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let chain_is_intact = match desk.store.verify_chain() {
        Ok(_) => true,
        Err(desk_cache::CacheError::BrokenChain { .. }) => false,
        Err(other) => return Err(other.into()),
    };
    Ok(AuditTrail { rows, has_more, chain_is_intact })
}
