//! Who may be the same person: asked before somebody is registered or imported anew.

use super::{Hits, ROW_BY_SOURCE, keys, name_parts};
use crate::{
    error::CacheError,
    mirror::{PatientLine, Reader, fold, statement::all},
};
use clinic_domain::patient::Patient;

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

/// Whether every part of the shorter name, two at least, stands in the longer one, in any order and give or take
/// one slip in one of them.
fn alike(a: &str, b: &str) -> bool {
    let parts =
        |name: &str| name.split(' ').filter(|it| !it.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    let (mut longer, mut shorter) = (parts(a), parts(b));
    if longer.len() < shorter.len() {
        std::mem::swap(&mut longer, &mut shorter);
    }
    if shorter.is_empty() || (shorter.len() == 1 && longer.len() > 1) {
        return false;
    }
    let mut slips = 0;
    shorter.iter().all(|part| {
        let same = longer.iter().position(|it| it == part);
        let partner = same.or_else(|| {
            slips += 1;
            longer.iter().position(|it| slips == 1 && one_slip(it, part))
        });
        partner.map(|at| longer.swap_remove(at)).is_some()
    })
}

/// One letter more, less, other, or two neighbours swapped; only in parts of four letters and more.
fn one_slip(a: &str, b: &str) -> bool {
    let (mut a, mut b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len() < b.len() {
        std::mem::swap(&mut a, &mut b);
    }
    if b.len() < 4 || a.len() - b.len() > 1 {
        return false;
    }
    let same = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    if a.len() > b.len() {
        return a[same + 1..] == b[same..];
    }
    let swapped = |at: usize| a.get(at) == b.get(at + 1) && a.get(at + 1) == b.get(at);
    same == a.len() || a[same + 1..] == b[same + 1..] || (swapped(same) && a[same + 2..] == b[same + 2..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_person_are_alike() {
        for (a, b) in [
            ("ruiz ana", "ana ruiz"),
            ("garcia lopez maria", "maria garcia"),
            ("costa carla", "costa karla"),
            ("costa carla", "csota carla"),
            ("schmidt jon", "schmid jon"),
            ("lee", "lee"),
        ] {
            assert!(alike(a, b) && alike(b, a), "{a} / {b}");
        }
    }

    #[test]
    fn names_of_others_are_not() {
        for (a, b) in [
            ("ruiz ana", "ruiz eva"),
            ("ruiz ana", "ruiz"),
            ("", ""),
            ("lee ann", "lea ann"),
            ("costa carla", "kosta karl"),
            ("miller john", "muller joan"),
        ] {
            assert!(!alike(a, b) && !alike(b, a), "{a} / {b}");
        }
    }
}
