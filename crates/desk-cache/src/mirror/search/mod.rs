//! Finding a patient while somebody types, and finding who may be the same person.
//!
//! Every look-up is a range of one table, `search_key`, that ends as soon as there are enough hits; a range that
//! has to be filtered is given up after [`SCANNED_AT_MOST`] keys. Letters inside a name are looked for only when
//! the starts of names gave too few.

mod duplicates;
pub(in crate::mirror) mod keys;
mod query;

use clinic_domain::short_code::ShortCode;

pub use clinic_domain::fold::fold;

use super::{
    reader::{
        PatientLine, Reader,
        rows::{patient_columns, patient_line},
    },
    statement::{first, of_mirror, statements},
};
use crate::error::CacheError;
use query::Query;

statements! {
    RANGE = "SELECT key, patient FROM search_key WHERE key >= ?1 AND key < ?2 ORDER BY key, patient LIMIT ?3";
    LINE = concat!("SELECT ", patient_columns!(), " FROM patient p WHERE p.row_id = ?1");
    ROW_BY_SOURCE = "SELECT k.row_id FROM patient_detail d JOIN patient p ON p.row_id = d.row_id
                     LEFT JOIN patient_alias a ON a.merged = p.id AND a.is_active
                     JOIN patient k ON k.id = coalesce(a.kept, p.id)
                     WHERE d.source = ?1";
}

/// Shorter queries find nothing.
const LETTERS_AT_LEAST: usize = 2;

/// Keys that one range is read for. Two words whose ranges are both longer leave hits enough.
const SCANNED_AT_MOST: usize = 2_000;

impl Reader<'_> {
    /// Patients by parts of their names in any order, birth date, phone number or record number; what was typed
    /// in full comes first, and a short code before everything. Nothing under two letters or digits.
    pub fn search_patients(&self, query: &str, limit: usize) -> Result<Vec<PatientLine>, CacheError> {
        let (code, query) = (ShortCode::parse(query), Query::parse(query));
        if query.length() < LETTERS_AT_LEAST {
            return Ok(Vec::new());
        }
        let mut hits = Hits { rows: Vec::with_capacity(limit), limit };
        if let Some(code) = code {
            self.range(&keys::short_code(code), &mut hits, |_, _| Ok(true))?;
        }
        if query.digits().len() >= LETTERS_AT_LEAST {
            self.by_numbers(&query, &mut hits)?;
        } else {
            self.by_words(&query.words, &mut hits)?;
            self.inside_names(&query.words, &mut hits)?;
        }
        hits.rows.iter().filter_map(|row| self.line(*row).transpose()).collect()
    }

    /// Whether a patient has this short code already.
    pub fn has_short_code(&self, code: ShortCode) -> Result<bool, CacheError> {
        let mut hits = Hits { rows: Vec::new(), limit: 1 };
        self.range(&keys::short_code(code), &mut hits, |_, _| Ok(true))?;
        Ok(!hits.rows.is_empty())
    }

    fn by_words(&self, words: &[String], hits: &mut Hits) -> Result<(), CacheError> {
        match words {
            [] => Ok(()),
            [word] => self.range(&keys::word(word), hits, |_, _| Ok(true)).map(|_| ()),
            [a, b, rest @ ..] => {
                if !self.by_pair(a, b, rest, hits)? {
                    self.by_pair(b, a, rest, hits)?;
                }
                Ok(())
            }
        }
    }

    /// Whether all that there is was found.
    fn by_pair(&self, a: &str, b: &str, rest: &[String], hits: &mut Hits) -> Result<bool, CacheError> {
        self.range(&keys::pair(a, b), hits, |key, _| {
            let mut parts = keys::other_parts(key);
            Ok(parts.next().is_some_and(|it| it.starts_with(b)) && has_parts(parts, rest))
        })
    }

    /// Record number, birth date, phone; words beside them narrow the hits.
    fn by_numbers(&self, query: &Query, hits: &mut Hits) -> Result<(), CacheError> {
        let digits = query.digits();
        let mut prefixes = vec![keys::record_number(&digits)];
        prefixes.extend(query.dates().into_iter().map(keys::birth_date));
        if digits.len() >= keys::PHONE_DIGITS_AT_LEAST {
            prefixes.extend(keys::phone_ends(&digits));
        }
        prefixes.push(keys::phone_start(&digits));
        for prefix in prefixes {
            self.range(&prefix, hits, |_, row| {
                if query.words.is_empty() {
                    return Ok(true);
                }
                let line = self.line(row)?;
                Ok(line.is_some_and(|it| has_parts(name_parts(&it).split(' '), &query.words)))
            })?;
        }
        Ok(())
    }

    /// One of the words stands inside a name, the others start names.
    fn inside_names(&self, words: &[String], hits: &mut Hits) -> Result<(), CacheError> {
        let Some((longest, others)) = words.split_first() else {
            return Ok(());
        };
        if longest.chars().count() >= keys::INSIDE_AT_LEAST {
            self.range(&keys::inside(longest), hits, |key, _| Ok(has_parts(keys::other_parts(key), others)))?;
        }
        Ok(())
    }

    /// Adds what `keep` keeps of the keys that start with `prefix`, in their order. `false` when the range was
    /// given up before its end.
    fn range(
        &self,
        prefix: &str,
        hits: &mut Hits,
        keep: impl Fn(&str, i64) -> Result<bool, CacheError>,
    ) -> Result<bool, CacheError> {
        let mut statement = self.conn.prepare_cached(RANGE).map_err(of_mirror)?;
        let keys = (prefix, format!("{prefix}\u{10FFFF}"), SCANNED_AT_MOST);
        let mut rows = statement.query(keys).map_err(of_mirror)?;
        let mut scanned = 0;
        while !hits.is_full() {
            let Some(row) = rows.next().map_err(of_mirror)? else {
                return Ok(scanned < SCANNED_AT_MOST);
            };
            scanned += 1;
            let row_id = row.get(1)?;
            let key = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
            if !hits.has(row_id) && keep(key, row_id)? {
                hits.add(row_id);
            }
        }
        Ok(true)
    }

    fn line(&self, row_id: i64) -> Result<Option<PatientLine>, CacheError> {
        first(self.conn, LINE, [row_id], |row| patient_line(row, 0))
    }
}

/// Rows in the order in which they were found, each once.
struct Hits {
    rows: Vec<i64>,
    limit: usize,
}

impl Hits {
    fn is_full(&self) -> bool {
        self.rows.len() >= self.limit
    }

    fn has(&self, row: i64) -> bool {
        self.rows.contains(&row)
    }

    fn add(&mut self, row: i64) {
        if !self.is_full() && !self.has(row) {
            self.rows.push(row);
        }
    }
}

/// Whether every word starts a part of its own. Words come longest first, so the choosiest chooses first.
fn has_parts<'p>(parts: impl Iterator<Item = &'p str>, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let mut parts: Vec<&str> = parts.collect();
    words.iter().all(|word| {
        let at = parts.iter().position(|part| part.starts_with(word.as_str()));
        at.map(|at| parts.swap_remove(at)).is_some()
    })
}

fn name_parts(line: &PatientLine) -> String {
    fold(&format!("{} {}", line.family_name.expose(), line.given_names.expose()))
}
