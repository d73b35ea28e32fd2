//! Every statement prepares against the tables, and none that runs while somebody waits scans a big one.

use super::Mirror;
use desk_cache::mirror;

/// Read whole tables on purpose: the counts of a report, which row of a failed load came twice, what all rows come to, all
/// that a clinic takes along.
const REPORTS: &[&str] = &[
    "COUNTS",
    "PATIENT_TWICE",
    "RECORD_NUMBER_TWICE",
    "CAREGIVER_TWICE",
    "APPOINTMENT_TWICE",
    "SETUP_VERSIONS",
    "PATIENT_VERSIONS",
    "CAREGIVER_VERSIONS",
    "ALIAS_VERSIONS",
    "VISIT_VERSIONS",
    "HOLD_VERSIONS",
    "WAITLIST_VERSIONS",
    "RECALL_VERSIONS",
    "CLOSE_VERSIONS",
    "CONFLICT_VERSIONS",
    "COUNT_PATIENTS",
    "ALL_OWN_PROVIDERS",
    "ALL_CAREGIVERS",
    "ALL_ALIASES",
    "ALL_ENTRIES",
    "ALL_RECALLS",
    "ALL_DAY_CLOSES",
    // Before all rows go.
    "COUNT_ALL_UP",
];

/// Asked once a bulk load, and answered by the first row.
const FIRST_ROW: &[&str] = &["ANY_PATIENT", "HAS_PATIENTS", "HAS_CAREGIVERS", "HAS_APPOINTMENTS"];

#[test]
fn every_statement_prepares() {
    let mirror = Mirror::empty();
    for (name, sql) in mirror::statements() {
        mirror.conn.prepare(sql).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    assert!(mirror::statements().count() >= 40);
}

#[test]
fn names_of_statements_are_unique_within_their_sql() {
    let mut seen = std::collections::BTreeMap::new();
    for (name, sql) in mirror::statements() {
        let before = seen.insert(sql, name);
        assert_eq!(before, None, "{name} stands twice");
    }
}

#[test]
fn no_statement_scans_or_sorts_a_big_table() {
    let mirror = Mirror::empty();
    let small = [
        "sync_state",
        "setup",
        "provisional",
        "fetching",
        // Of what is open only.
        "conflict_open",
        "pragma_table_info",
        "import_batch",
        "sqlite_schema",
        "sqlite_master",
        "CONSTANT ROW",
        // An index of words, not its rows.
        "VIRTUAL TABLE INDEX",
    ];
    for (name, sql) in mirror::statements().filter(|(name, _)| !REPORTS.contains(name)) {
        let plan = plan_of(&mirror, sql);
        for step in &plan {
            let scans = step.starts_with("SCAN") && !small.iter().any(|it| step.contains(it));
            assert!(!scans || FIRST_ROW.contains(&name), "{name}: {plan:#?}");
            assert!(!step.contains("TEMP B-TREE"), "{name} sorts: {plan:#?}");
        }
    }
}

#[test]
fn the_hot_queries_use_their_indexes() {
    let mirror = Mirror::empty();
    let plan = |wanted: &str| {
        let (_, sql) = mirror::statements().find(|(name, _)| *name == wanted).unwrap();
        plan_of(&mirror, sql).join("\n")
    };
    for (name, step) in [
        ("DAY", "SEARCH a USING INDEX appointment_by_day (location=? AND starts_at>? AND starts_at<?)"),
        (
            "WITH_RESOURCE",
            "SEARCH a USING INDEX appointment_by_day (location=? AND starts_at>? AND starts_at<?)",
        ),
        (
            "DAY_IN_FULL",
            "SEARCH a USING INDEX appointment_by_day (location=? AND starts_at>? AND starts_at<?)",
        ),
        ("DAY_IN_FULL", "SEARCH d USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN"),
        ("LEFT_OPEN", "SEARCH a USING INDEX appointment_by_day (location=? AND starts_at>? AND starts_at<?)"),
        ("NO_SHOWS", "SEARCH a USING INDEX appointment_no_show (location=? AND starts_at>? AND starts_at<?)"),
        ("NO_SHOWS", "SEARCH later USING INDEX appointment_by_patient (patient=? AND starts_at>?)"),
        ("TO_TELL", "SEARCH to_tell USING COVERING INDEX to_tell_by_location (location=?)"),
        ("TO_TELL", "SEARCH a USING INDEX appointment_by_id (id=?)"),
        ("NEXT_EXPECTED", "SEARCH appointment USING INDEX appointment_by_day (location=? AND starts_at>?)"),
        ("DAY", "SEARCH p USING INDEX patient_by_id (id=?) LEFT-JOIN"),
        ("BUSY", "SEARCH allocation USING PRIMARY KEY (resource=? AND starts_at>? AND starts_at<?)"),
        (
            "PATIENT_BUSY",
            "SEARCH appointment USING INDEX appointment_by_patient (patient=? AND starts_at>? AND starts_at<?)",
        ),
        ("NEXT_VISITS", "SEARCH a USING INDEX appointment_by_patient (patient=? AND starts_at>?)"),
        ("LAST_VISITS", "SEARCH a USING INDEX appointment_by_patient (patient=? AND starts_at<?)"),
        ("RANGE", "SEARCH search_key USING PRIMARY KEY (key>? AND key<?)"),
        ("PATIENT", "SEARCH p USING INDEX patient_by_id (id=?)"),
        ("PATIENT", "SEARCH d USING INTEGER PRIMARY KEY (rowid=?)"),
        ("PATIENT_BY_SOURCE", "SEARCH d USING COVERING INDEX patient_by_source (source=?)"),
        ("APPOINTMENT_BY_SOURCE", "SEARCH d USING COVERING INDEX appointment_by_source (source=?)"),
        ("CAREGIVER_BY_SOURCE", "SEARCH caregiver USING INDEX caregiver_by_source (source=?)"),
        ("SETUP_BY_SOURCE", "SEARCH setup USING INDEX setup_by_source (source=? AND kind=?)"),
        ("STANDING", "SEARCH hold USING INDEX hold_standing (until>?)"),
        ("WAITING", "SEARCH waitlist_entry USING INDEX waitlist_entry_waiting (location=?)"),
        ("DUE", "SEARCH recall USING INDEX recall_open (location=? AND from_day<?)"),
        ("CAREGIVERS_OF", "SEARCH caregiver USING INDEX caregiver_by_patient (patient=?)"),
    ] {
        assert!(plan(name).contains(step), "{name}:\n{}", plan(name));
    }
}

fn plan_of(mirror: &Mirror, sql: &str) -> Vec<String> {
    let mut statement = mirror.conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("it prepares");
    let nulls = vec![rusqlite::types::Null; statement.parameter_count()];
    let rows = statement.query_map(rusqlite::params_from_iter(nulls), |row| row.get(3)).expect("a plan");
    rows.map(|it| it.expect("a step")).collect()
}
