//! Single records, by id.

use crate::{
    columns::entity,
    error::StoreResult,
    tenant::{Tenant, values},
};
use clinic_domain::{
    appointment::Appointment,
    id::{AppointmentId, PatientId},
    patient::Patient,
};

pub(crate) const PATIENT: &str = "SELECT body::text FROM central.users \
     WHERE organization_id = $1 AND id = $2 AND user_type = 'patient'";

pub(crate) const APPOINTMENT: &str =
    "SELECT metadata::text FROM central.appointments WHERE organization_id = $1 AND id = $2";

impl Tenant {
    pub async fn patient(&mut self, id: PatientId) -> StoreResult<Option<Patient>> {
        let rows = self.query(PATIENT, values![self.organization().0, id.0]).await?;
        rows.first().map(|row| entity("users", row.get(0))).transpose()
    }

    pub async fn appointment(&mut self, id: AppointmentId) -> StoreResult<Option<Appointment>> {
        let rows = self.query(APPOINTMENT, values![self.organization().0, id.0]).await?;
        rows.first().map(|row| entity("appointments", row.get(0))).transpose()
    }
}
