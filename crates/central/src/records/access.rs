//! Who may see what of a patient's medical records now: by their role, as the author, with the patient's consent, or because
//! they broke the glass.

use crate::http::{Cx, Problem};
use central_store::{Batch, RecordLine, Tenant};
use clinic_domain::{
    field_access::{Circumstances, FieldGroup, Sight, Viewer},
    id::{PatientId, PersonId},
};

/// Somebody before a patient's records.
pub struct Reader<'a> {
    person: PersonId,
    /// By the table and what the organization took away from it.
    viewer: Viewer<'a>,
    broke_glass: bool,
    has_consent: bool,
}

impl<'a> Reader<'a> {
    /// # Errors
    /// The database's.
    pub async fn of(cx: &'a Cx, tenant: &mut Tenant, patient: PatientId) -> Result<Reader<'a>, Problem> {
        let caller = cx.caller()?;
        let person = &caller.person;
        let mut batch = Batch::default();
        let glass = tenant.ask_glass(&mut batch, person.id, patient, cx.now);
        let consent = tenant.ask_consent(&mut batch, patient, person.id);
        let mut answers = tenant.run(batch).await?;
        Ok(Reader {
            person: person.id,
            viewer: caller.viewer(),
            broke_glass: answers.is_so(glass),
            has_consent: answers.is_so(consent),
        })
    }

    #[must_use]
    pub fn broke_glass(&self) -> bool {
        self.broke_glass
    }

    /// Whether the content is theirs to read.
    #[must_use]
    pub fn reads(&self, it: &RecordLine) -> bool {
        self.sees(it.is_sensitive, it.author == self.person, self.has_consent, self.broke_glass)
    }

    /// Whether they may know that it is there: whoever could be let in to it.
    #[must_use]
    pub fn knows_of(&self, it: &RecordLine) -> bool {
        self.reads(it) || self.sees(it.is_sensitive, true, true, self.broke_glass)
    }

    /// Whether anything at all would be shown to them.
    #[must_use]
    pub fn reads_any(&self) -> bool {
        self.sees(false, false, false, self.broke_glass)
    }

    #[must_use]
    pub fn writes(&self, is_sensitive: bool) -> bool {
        let now = Circumstances { is_author: true, ..Circumstances::default() };
        self.viewer.may_write(group(is_sensitive), now)
    }

    fn sees(&self, is_sensitive: bool, is_author: bool, has_consent: bool, broke_glass: bool) -> bool {
        let now = Circumstances { is_author, has_consent, broke_glass, ..Circumstances::default() };
        self.viewer.may_see(group(is_sensitive), now) == Sight::Whole
    }
}

fn group(is_sensitive: bool) -> FieldGroup {
    if is_sensitive { FieldGroup::ProtectedRecord } else { FieldGroup::MedicalRecord }
}
