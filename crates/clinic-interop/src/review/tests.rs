//! What stands where on which sheet, whatever stands in a review.

use super::*;
use chrono::NaiveDate;
use std::collections::BTreeSet;

fn number(value: f64) -> Cell {
    Cell::Number(Number { value, text: value.to_string() })
}

fn text(it: &str) -> Cell {
    Cell::Text(it.to_owned())
}

fn column(name: &str, align: Align) -> Column {
    Column { name: name.to_owned(), unit: String::new(), align }
}

fn review(bodies: Vec<Body>) -> Review {
    let section = |(body, at): (Body, usize)| Section {
        heading: format!("Heading{at}"),
        note: "Note".to_owned(),
        body,
    };
    Review {
        title: "Capacity".to_owned(),
        organization: "Riverside".to_owned(),
        place: "North".to_owned(),
        period: "November".to_owned(),
        language: "es-MX".to_owned(),
        made_at: NaiveDate::from_ymd_opt(2026, 11, 27).unwrap().and_hms_opt(7, 42, 0).unwrap(),
        made: "Made by Dana".to_owned(),
        page: "Page {page} of {pages}".to_owned(),
        sections: bodies.into_iter().zip(1..).map(section).collect(),
    }
}

fn table(rows: usize) -> Table {
    Table {
        columns: vec![column("Name", Align::Left), column("Number", Align::Right)],
        rows: (0..rows).map(|it| vec![text(&format!("row{it}")), number(it as f64)]).collect(),
        total: Some(vec![text("All"), number(-1.0)]),
    }
}

fn heat(rows: usize, columns: usize) -> Body {
    let cell = |at: usize| (if at.is_multiple_of(5) { Tone::Over } else { Tone::Grey(9) }, number(at as f64));
    Body::Heat(Heat {
        corner: "Corner".to_owned(),
        columns: (0..columns).map(|it| format!("Mon {it}")).collect(),
        rows: (0..rows)
            .map(|it| HeatRow { name: format!("row{it}"), cells: (0..columns).map(cell).collect() })
            .collect(),
        key: vec![(Tone::Closed, "closed".to_owned())],
    })
}

fn every_kind(words: &str) -> Vec<Body> {
    let line =
        |name: &str| Line { name: name.to_owned(), values: vec![number(3.0), text(words), number(f64::NAN)] };
    let bar = |value| Bar { name: words.to_owned(), value, tone: Tone::Closed };
    vec![
        Body::Words(vec![Words { lead: words.to_owned(), text: words.to_owned() }]),
        Body::Figures(Figures {
            columns: [words, words, words].map(str::to_owned),
            figures: vec![Figure { label: words.to_owned(), value: text(words), note: words.to_owned() }; 4],
        }),
        heat(3, 4),
        Body::Bars(Bars {
            columns: [words, words].map(str::to_owned),
            bars: vec![bar(number(-2.0)), bar(number(7.0)), bar(text(words))],
            aim: Some((5.0, words.to_owned())),
            key: vec![(Tone::Grey(1), words.to_owned())],
        }),
        Body::Lines(Lines {
            corner: words.to_owned(),
            points: vec![words.to_owned(); 3],
            lines: vec![line(words), line("second")],
            ticks: vec![Number { value: 0.0, text: words.to_owned() }],
            summary: words.to_owned(),
        }),
        Body::Table(Table {
            columns: vec![column(words, Align::Left); 9],
            rows: vec![vec![text(words); 9], vec![]],
            total: Some(vec![]),
        }),
    ]
}

/// Everything within the paper's margins, with half a point for the thickness of a line.
fn assert_inside(laid: &Laid) {
    let paper = laid.paper.unwrap();
    let (low, right, bottom) =
        (Paper::MARGIN - 0.5, paper.width() - Paper::MARGIN + 0.5, paper.height() - Paper::MARGIN + 0.5);
    for (number, sheet) in laid.sheets.iter().enumerate() {
        for Mark { frame, ink, .. } in &sheet.marks {
            let is_inside =
                frame.left >= low && frame.top >= low && frame.right <= right && frame.bottom <= bottom;
            assert!(is_inside, "on sheet {number}: {frame:?} {ink:?}");
        }
    }
}

fn texts(sheet: &Sheet) -> Vec<String> {
    let text =
        |it: &Mark| if let Ink::Text { text, .. } = &it.ink { Some(text.trim().to_owned()) } else { None };
    sheet.marks.iter().filter_map(text).collect()
}

#[test]
fn every_word_and_number_of_a_review_is_on_paper() {
    let review = review(every_kind("Word/with parts"));
    for paper in [Paper::A4, Paper::Letter] {
        let laid = lay(&review, paper);
        assert_inside(&laid);
        let all: BTreeSet<String> = laid.sheets.iter().flat_map(texts).collect();
        for words in [
            "Capacity",
            "Riverside",
            "North · November",
            "Heading1",
            "Heading6",
            "Note",
            "Mon 3",
            "row2",
            "closed",
            "-2",
            "7",
            "second",
        ] {
            let found = all.iter().any(|it| it == words) || words.split(' ').all(|word| all.contains(word));
            assert!(found, "{words} is missing in {all:?}");
        }
    }
}

#[test]
fn a_long_table_says_its_head_on_every_sheet_and_every_row_once() {
    let laid = lay(&review(vec![Body::Table(table(500))]), Paper::Letter);
    assert_inside(&laid);
    assert!(laid.sheets.len() > 10, "{} sheets", laid.sheets.len());
    for sheet in &laid.sheets {
        let texts = texts(sheet);
        assert!(
            texts.contains(&"Name".to_owned()) && texts.contains(&"Number".to_owned()),
            "no head: {texts:?}"
        );
    }
    let mut rows: Vec<String> =
        laid.sheets.iter().flat_map(texts).filter(|it| it.starts_with("row")).collect();
    assert_eq!(rows.len(), 500);
    rows.dedup();
    assert_eq!(rows.len(), 500);
    let last = laid.sheets.last().map(texts).unwrap();
    assert!(
        last.contains(&"All".to_owned()) && last.contains(&"row499".to_owned()),
        "a total stands by a row"
    );
    assert!(last.contains(&format!("Page {0} of {0}", laid.sheets.len())));
}

#[test]
fn no_heading_is_the_last_thing_on_a_sheet() {
    for rows in 20..60 {
        let laid = lay(&review(vec![Body::Table(table(rows)), heat(2, 3), Body::Table(table(2))]), Paper::A4);
        for sheet in &laid.sheets {
            let texts = texts(sheet);
            // The two last are the foot.
            let last = &texts[texts.len() - 3];
            assert!(
                !last.starts_with("Heading") && last != "Note" && last != "Number",
                "{rows} rows: {last}"
            );
        }
    }
}

#[test]
fn numbers_stand_below_each_other_at_the_right_whatever_their_figures() {
    let laid = lay(&review(vec![Body::Table(table(90))]), Paper::A4);
    let is_figure = |it: &&Mark| matches!(&it.ink, Ink::Text { text, .. } if text.parse::<f64>().is_ok());
    let numbers: Vec<&Mark> = laid.sheets.iter().flat_map(|it| &it.marks).filter(is_figure).collect();
    assert_eq!(numbers.len(), 91);
    assert!(numbers.iter().all(|it| (it.frame.right - numbers[0].frame.right).abs() < 0.01));
    let wide = |it: &Mark| it.frame.right - it.frame.left;
    let of = |figure: &str| {
        wide(numbers.iter().find(|it| matches!(&it.ink, Ink::Text { text, .. } if text == figure)).unwrap())
    };
    assert!((of("11") - of("88")).abs() < 0.01, "figures are as wide as each other");
}

#[test]
fn nothing_leaves_the_paper_however_much_there_is() {
    let long = "W".repeat(4_000);
    let mut bodies = every_kind(&long);
    bodies.extend([
        heat(60, 60),
        heat(0, 0),
        heat(70, 28),
        Body::Table(Table::default()),
        Body::Words(Vec::new()),
    ]);
    let mut review = review(bodies);
    review.title = long.clone();
    review.made = long.clone();
    review.sections[0].heading = long;
    let laid = lay(&review, Paper::A4);
    assert_inside(&laid);
    let letters: usize = laid
        .sheets
        .iter()
        .flat_map(texts)
        .filter(|it| it.len() > 2 && it.bytes().all(|it| it == b'W'))
        .map(|it| it.len())
        .sum();
    // Title, heading, lead and text, four figures with three parts each: what is read is never cut.
    assert!(letters > 16 * 4_000, "{letters}");
    pdf::write(&review, Paper::A4).unwrap();
}

#[test]
fn the_document_says_its_title_its_language_and_its_structure_and_is_the_same_each_time() {
    let review = review(every_kind("Ámbar, 漢字, e\u{301}, \u{feff}\u{7}\u{fffe}☃"));
    let bytes = pdf::write(&review, Paper::A4).unwrap();
    assert_eq!(bytes, pdf::write(&review, Paper::A4).unwrap());
    let has = |what: &str| bytes.windows(what.len()).any(|it| it == what.as_bytes());
    for what in [
        "/Lang (es-MX)",
        "/Title (Capacity)",
        "pdfuaid:part",
        "/StructTreeRoot",
        "/S /H1",
        "/S /H2",
        "/S /TH",
        "/S /Figure",
        "/S /LBody",
        "/Outlines",
    ] {
        assert!(has(what) || has(&what.replacen(' ', "", 1)), "{what} is missing");
    }
    let pages = lay(&review, Paper::A4).sheets.len();
    assert!(has(&format!("/Count {pages}")), "{pages} pages are counted");
    assert_ne!(bytes, pdf::write(&review, Paper::Letter).unwrap());
}

#[test]
fn paper_and_numbers_are_those_of_the_country() {
    assert_eq!(
        ["US", "us", "MX", "ES", "DE", ""].map(Paper::of),
        [Paper::Letter, Paper::Letter, Paper::Letter, Paper::A4, Paper::A4, Paper::A4]
    );
    use super::csv::Dialect::{self, Comma, Point};
    assert_eq!(["US", "mx", "ES", "AR"].map(Dialect::of), [Point, Point, Comma, Comma]);
}
