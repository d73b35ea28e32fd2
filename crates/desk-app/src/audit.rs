//! Who looked at a patient's record, and who changed it.

use crate::{error::AppResult, front_desk::FrontDesk};
use clinic_domain::{
    arbitration::permitted,
    id::{PatientId, PersonId},
    patient::Patient,
    people::Permission,
};
use desk_cache::{AuditPage, AuditRow};
use std::cmp::Reverse;

pub struct AuditTrail {
    /// The record that the trail is about.
    pub patient: PatientId,
    /// Latest first, with what was recorded under the ids of the records that were merged into it.
    pub rows: Vec<AuditRow>,
    pub aliases: Vec<Patient>,
    pub has_more: bool,
    pub chain_is_intact: bool,
}

impl AuditTrail {
    /// The merged record that an entry was made under, where it does not concern the kept one as well.
    #[must_use]
    pub fn recorded_under(&self, row: &AuditRow) -> Option<&Patient> {
        let is_of = |id: &PatientId| row.patients.contains(id);
        self.aliases.iter().find(|it| is_of(&it.id)).filter(|_| !is_of(&self.patient))
    }
}

const PAGE: u32 = 50;

/// Reading a trail is itself an entry in it. An old id leads to the record that it was merged into.
pub fn audit_of_patient(
    desk: &FrontDesk,
    who: PersonId,
    patient: PatientId,
    before: Option<u64>,
) -> AppResult<AuditTrail> {
    permitted(&desk.author(who)?, Permission::ViewAudit)?;
    let (patient, aliases) = desk.read(|reader| {
        let kept = reader.kept_of(patient)?;
        let aliases = reader.aliases_of(kept)?.into_iter();
        let records = aliases.map(|it| reader.patient(it.id)).filter_map(Result::transpose);
        Ok((kept, records.collect::<Result<Vec<_>, _>>()?))
    })?;
    desk.audit_read(who, "view_audit", None, patient)?;
    let page = AuditPage { before, limit: PAGE + 1 };
    let mut rows = desk.store.audit_of_patient(patient, page)?;
    for alias in &aliases {
        rows.extend(desk.store.audit_of_patient(alias.id, page)?);
    }
    // One act may concern both.
    rows.sort_by_key(|it| Reverse(it.n));
    rows.dedup_by_key(|it| it.n);
    let has_more = rows.len() > PAGE as usize;
    rows.truncate(PAGE as usize);
    let chain_is_intact = match desk.store.verify_chain() {
        Ok(_) => true,
        Err(desk_cache::CacheError::BrokenChain { .. }) => false,
        Err(other) => return Err(other.into()),
    };
    Ok(AuditTrail { patient, rows, aliases, has_more, chain_is_intact })
}
