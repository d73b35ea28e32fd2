//! Single records, by id.

use crate::{
    columns::entity,
    error::StoreResult,
    tenant::{Tenant, values},
};
use clinic_domain::{id::PatientId, patient::Patient};

const PATIENT: &str = "SELECT body::text FROM central.users \
     WHERE organization_id = $1 AND id = $2 AND user_type = 'patient'";

impl Tenant {
    pub async fn patient(&mut self, id: PatientId) -> StoreResult<Option<Patient>> {
        let rows = self.query(PATIENT, values![self.organization().0, id.0]).await?;
        rows.first().map(|row| entity("users", row.get(0))).transpose()
    }
}
