//! Every metric is explained, under its code and with its unit, and so is what needs a decision.

use clinic_domain::capacity::{Metric, NeedKind, Why};

#[test]
fn every_code_has_its_place_in_the_documentation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/metrics.md");
    let text = std::fs::read_to_string(path).unwrap();
    let missing: Vec<String> = Metric::ALL
        .iter()
        .map(|it| format!("| `{it}` | {} |", it.unit()))
        .chain(Why::ALL.iter().map(|it| format!("| `{it}` |")))
        .chain(NeedKind::ALL.iter().map(|it| format!("| `{it}` |")))
        .filter(|row| !text.lines().any(|line| line.starts_with(row.as_str())))
        .collect();
    assert_eq!(missing, Vec::<String>::new(), "docs/metrics.md has a row for each");
    let rows = text.lines().filter(|it| it.starts_with("| `")).count();
    let explained = Metric::ALL.len() + Why::ALL.len() + NeedKind::ALL.len();
    assert_eq!(rows, explained, "docs/metrics.md explains what is not there");
}
