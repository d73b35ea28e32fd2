//! Laws over damaged files: nothing panics, every record is accounted for, no two live visits share a lane, and a
//! second import of the same files changes nothing.

mod desk;

use clinic_interop::{
    Batch, Limits, look,
    plan::Plan,
    record::Stated,
    table::{Choices, DateOrder, Delimiter, TableSubject, TextEncoding},
};
use desk::{Desk, TODAY, assert_accounted, assert_changes_nothing};
use proptest::prelude::*;

const FILES: [(&str, &[u8]); 7] = [
    ("clinic.json", include_bytes!("fixtures/clinic.json")),
    ("more.ndjson", include_bytes!("fixtures/more.ndjson")),
    ("encounters.csv", include_bytes!("fixtures/encounters.csv")),
    ("patients.csv", include_bytes!("fixtures/patients.csv")),
    ("providers.csv", include_bytes!("fixtures/providers.csv")),
    ("organizations.csv", include_bytes!("fixtures/organizations.csv")),
    ("payers.csv", include_bytes!("fixtures/payers.csv")),
];

/// Tables of other systems that refer to each other, some of them in other encodings.
const PAIRS: [[(&str, &[u8]); 2]; 3] = [
    [
        ("us-patients.csv", include_bytes!("fixtures/tables/us-patients.csv")),
        ("us-appointments.csv", include_bytes!("fixtures/tables/us-appointments.csv")),
    ],
    [
        ("pacientes.csv", include_bytes!("fixtures/tables/pacientes.csv")),
        ("citas.csv", include_bytes!("fixtures/tables/citas.csv")),
    ],
    [
        ("patients.tsv", include_bytes!("fixtures/tables/patients.tsv")),
        ("again.tsv", include_bytes!("fixtures/tables/patients.tsv")),
    ],
];

/// Pieces that parsers trip over.
const PIECES: [&str; 34] = [
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
    ";",
    "\t",
    "|",
    "\"\"",
    "sep=;\r\n",
    "\u{0}",
    "\u{feff}",
    "00/00/0000",
    "29/02/1900 24:60 pm",
    "99999999999999999999",
    "-0:00",
    "Nombre;Apellidos;Fecha;Hora\n",
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

fn damaged(bytes: &[u8], damages: &[Damage]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for it in damages {
        let at = (it.at * bytes.len() as f64) as usize;
        let end = (at + it.cut).min(bytes.len());
        bytes.splice(at..end, PIECES[it.piece].bytes());
    }
    bytes
}

/// Anything that somebody may say of a table, sense or not.
fn choices() -> impl Strategy<Value = Choices> {
    let said = (
        0..=TextEncoding::ALL.len(),
        0..=Delimiter::ALL.len(),
        prop::option::of(0..70u32),
        any::<[bool; 4]>(),
    );
    said.prop_map(|(encoding, delimiter, header_row, [of_visits, has_subject, day_first, has_length])| {
        Choices {
            encoding: TextEncoding::ALL.get(encoding).copied(),
            delimiter: Delimiter::ALL.get(delimiter).copied(),
            header_row,
            subject: has_subject.then_some(TableSubject::ALL[usize::from(of_visits)]),
            date_order: Some(DateOrder::ALL[usize::from(day_first)]),
            stated: Stated { minutes: has_length.then_some(20), ..Stated::default() },
            ..Choices::default()
        }
    })
}

/// Swaps whole values: the JSON stays valid, its meaning does not.
fn reshaped(text: &str, from: usize, to: usize) -> String {
    let values: Vec<&str> = text.split('"').skip(1).step_by(2).collect();
    let (from, to) = (values[from % values.len()], values[to % values.len()]);
    text.replace(&format!("\"{from}\""), &format!("\"{to}\""))
}

fn import(files: &[(&str, Vec<u8>)]) {
    import_as(files, &Choices::default());
}

fn import_as(files: &[(&str, Vec<u8>)], choices: &Choices) {
    let mut batch = Batch::new(Limits::default(), TODAY);
    for (name, bytes) in files {
        // A refusal is an answer; it stands in the report.
        let read = batch.read_with(name, bytes, choices, &mut |_| {});
        let looked = look(name, bytes, choices, &Limits::default(), TODAY);
        assert!(read.is_err() || looked.is_ok(), "what is read can be looked at");
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
            (*name, if at == file { damaged(text, &damages) } else { text.to_vec() })
        }).collect();
        import(&files);
    }

    #[test]
    fn damaged_tables_never_panic(pair in 0..PAIRS.len(), at in 0..2usize, damages in damages(), choices in choices()) {
        let mut files = PAIRS[pair].map(|(name, bytes)| (name, bytes.to_vec()));
        files[at].1 = damaged(&files[at].1, &damages);
        import(&files);
        import_as(&files[at..=at], &choices);
    }

    #[test]
    fn reshaped_values_never_panic(from in 0..1000usize, to in 0..1000usize) {
        let text = std::str::from_utf8(FILES[0].1).unwrap();
        import(&[("clinic.json", reshaped(text, from, to).into_bytes())]);
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), gzip: bool) {
        let head: &[u8] = if gzip { &[0x1f, 0x8b, 8, 0] } else { b"" };
        import(&[("any", [head, &bytes].concat())]);
    }
}
