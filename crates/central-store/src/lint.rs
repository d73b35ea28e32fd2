//! The rules that a schema keeps for the wall between organizations to stand, asked of PostgreSQL's own catalog: a step that
//! breaks one is refused by `central migrate`.
//!
//! Invariants: each rule is one statement that returns what breaks it; what is agreed to stand nevertheless is said
//! beside it with a reason; an exception that nothing needs any more is itself a finding.

use crate::error::StoreResult;
use std::fmt;
use tokio_postgres::Client;

mod rules;

/// Something that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub rule: &'static str,
    pub what: String,
}

/// A rule, and what stands although it breaks it.
struct Rule {
    name: &'static str,
    /// Returns one text for each thing that breaks it.
    sql: &'static str,
    /// Such a thing, and why it stands. The list may only shrink.
    agreed: &'static [(&'static str, &'static str)],
}

/// Names are written in full from here on: nothing but the catalog is found without them.
const FULL_NAMES: &str = "SET search_path = pg_catalog";

/// Everything in the connection's database that breaks a rule. As an administrator, who sees all of the catalog; the
/// connection is of no other use afterwards.
///
/// # Errors
/// The database's.
pub async fn lint(admin: &Client) -> StoreResult<Vec<Finding>> {
    admin.execute(FULL_NAMES, &[]).await?;
    let mut findings = Vec::new();
    for rule in rules::RULES {
        let rows = admin.query(rule.sql, &[]).await?;
        findings.extend(rule.findings(rows.iter().map(|row| row.get(0)).collect()));
    }
    Ok(findings)
}

/// The rule that the exceptions keep.
const IDLE: &str = "an exception is agreed that nothing needs";

impl Rule {
    /// What of the found is not agreed, and what is agreed for nothing.
    fn findings(&self, found: Vec<String>) -> Vec<Finding> {
        let is_agreed = |it: &String| self.agreed.iter().any(|(what, _)| it == what);
        let is_idle = |what: &str| !found.iter().any(|it| it == what);
        let idle = self.agreed.iter().filter(|(what, _)| is_idle(what));
        let idle: Vec<Finding> =
            idle.map(|(what, _)| Finding { rule: IDLE, what: (*what).to_owned() }).collect();
        let broken = found.into_iter().filter(|it| !is_agreed(it));
        broken.map(|what| Finding { rule: self.name, what }).chain(idle).collect()
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.rule, self.what)
    }
}
