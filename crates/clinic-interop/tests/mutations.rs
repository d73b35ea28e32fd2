//! Laws over damaged files: nothing panics, every record is accounted for, no two live visits share a lane, and a
//! second import of the same files changes nothing.

mod desk;

use clinic_interop::{Batch, Limits, plan::Plan};
use desk::{Desk, assert_accounted, assert_changes_nothing};
use proptest::prelude::*;

const FILES: [(&str, &str); 7] = [
    ("clinic.json", include_str!("fixtures/clinic.json")),
    ("more.ndjson", include_str!("fixtures/more.ndjson")),
    ("encounters.csv", include_str!("fixtures/encounters.csv")),
    ("patients.csv", include_str!("fixtures/patients.csv")),
    ("providers.csv", include_str!("fixtures/providers.csv")),
    ("organizations.csv", include_str!("fixtures/organizations.csv")),
    ("payers.csv", include_str!("fixtures/payers.csv")),
];

/// Pieces that parsers trip over.
const PIECES: [&str; 22] = [
    "",
    "\"",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "0",
    "-1e999",
    "true",
    "\\u0000",
    "\\ud800",
    "é",
    "\u{202e}",
    "\n",
    "2035-99-99T99:99:99Z",
    "9999-12-31T23:59:59+14:00",
    "1900-01-01T00:00:00Z",
    "urn:uuid:",
    "Patient/a",
];

#[derive(Clone, Debug)]
struct Damage {
    /// Where, as a share of the file's length.
    at: f64,
    /// How many bytes it replaces.
    cut: usize,
    piece: usize,
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let damage = (0.0..1.0f64, 0..40usize, 0..PIECES.len());
    prop::collection::vec(damage.prop_map(|(at, cut, piece)| Damage { at, cut, piece }), 1..6)
}

fn damaged(text: &str, damages: &[Damage]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for it in damages {
        let at = (it.at * bytes.len() as f64) as usize;
        let end = (at + it.cut).min(bytes.len());
        bytes.splice(at..end, PIECES[it.piece].bytes());
    }
    bytes
}

/// Swaps whole values: the JSON stays valid, its meaning does not.
fn reshaped(text: &str, from: usize, to: usize) -> String {
    let values: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
    let (from, to) = (values[from % values.len()], values[to % values.len()]);
    text.replace(&format!("\"{from}\""), &format!("\"{to}\""))
}

fn import(files: &[(&str, Vec<u8>)]) {
    let mut batch = Batch::new(Limits::default());
    for (name, bytes) in files {
        // A refusal is an answer; it stands in the report.
        let _ = batch.read(name, bytes);
    }
    let plan = Desk::default().plan(&batch);
    assert_accounted(&plan.report);
    assert_lanes_hold(&plan);
    assert_changes_nothing(&Desk::default().after(&plan).plan(&batch));
}

fn assert_lanes_hold(plan: &Plan) {
    let live = plan.appointments.iter().map(|it| &it.entity).filter(|it| it.is_live());
    let mut taken: Vec<_> = live.flat_map(|it| &it.allocations).collect();
    taken.sort_by_key(|it| (it.resource, it.lane, it.during));
    for pair in taken.windows(2) {
        let is_same = (pair[0].resource, pair[0].lane) == (pair[1].resource, pair[1].lane);
        assert!(!is_same || !pair[0].during.overlaps(&pair[1].during), "two visits in one lane");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_never_panic(file in 0..FILES.len(), damages in damages()) {
        let files: Vec<_> = FILES.iter().enumerate().map(|(at, (name, text))| {
            (*name, if at == file { damaged(text, &damages) } else { text.as_bytes().to_vec() })
        }).collect();
        import(&files);
    }

    #[test]
    fn reshaped_values_never_panic(from in 0..1000usize, to in 0..1000usize) {
        import(&[("clinic.json", reshaped(FILES[0].1, from, to).into_bytes())]);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), gzip: bool) {
        let head: &[u8] = if gzip { &[0x1f, 0x8b, 8, 0] } else { b"" };
        import(&[("any", [head, &bytes].concat())]);
    }
}
