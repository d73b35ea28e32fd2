//! Who may be the same person: asked before somebody is registered or imported anew.

use super::{Hits, ROW_BY_SOURCE, keys, name_parts};
use crate::{
    error::CacheError,
    mirror::{PatientLine, Reader, fold, statement::all},
};
use clinic_domain::{fold::alike, patient::Patient};

/// Namesakes born on one day, or sharers of one number, that are looked at.
const CANDIDATES_AT_MOST: usize = 200;

impl Reader<'_> {
    /// Patients who came under the same import identifier; who were born on the same day and have the same name
    /// (parts swapped, left out or one slip of the pen included) or the same phone; or who have the same name and
    /// phone, where a birth date is missing. Never the patient's own row.
    pub fn duplicates_of(&self, patient: &Patient) -> Result<Vec<PatientLine>, CacheError> {
        let mut found = Vec::new();
        if let Some(source) = &patient.source {
            found.extend(all(self.conn, ROW_BY_SOURCE, [source], |row| Ok(row.get::<_, i64>(0)?))?);
        }
        let name = fold(&format!("{} {}", patient.family_name.expose(), patient.given_names.expose()));
        let same_phone = self.with_a_phone_of(patient)?;
        if let Some(date) = patient.birth_date {
            for row in self.rows_under(&keys::birth_date(date))? {
                if same_phone.contains(&row)
                    || self.line(row)?.is_some_and(|it| alike(&name_parts(&it), &name))
                {
                    found.push(row);
                }
            }
        }
        for row in same_phone {
            let Some(line) = self.line(row)? else { continue };
            let may_be_born_then = patient.birth_date.is_none() || line.birth_date.is_none();
            if may_be_born_then && alike(&name_parts(&line), &name) {
                found.push(row);
            }
        }
        found.sort_unstable();
        found.dedup();
        let lines = found.into_iter().filter_map(|row| self.line(row).transpose());
        lines.filter(|line| line.as_ref().map_or(true, |it| it.id != patient.id)).collect()
    }

    fn with_a_phone_of(&self, patient: &Patient) -> Result<Vec<i64>, CacheError> {
        let numbers = patient.phones.iter().map(|it| keys::digits_of_phone(it.number.expose()));
        let mut rows = Vec::new();
        for digits in numbers.filter(|it| it.len() >= keys::WHOLE_NUMBER_AT_LEAST) {
            for end in keys::phone_ends(&digits) {
                rows.extend(self.rows_under(&end)?);
            }
        }
        Ok(rows)
    }

    fn rows_under(&self, prefix: &str) -> Result<Vec<i64>, CacheError> {
        let mut hits = Hits { rows: Vec::new(), limit: CANDIDATES_AT_MOST };
        self.range(prefix, &mut hits, |_, _| Ok(true))?;
        Ok(hits.rows)
    }
}
