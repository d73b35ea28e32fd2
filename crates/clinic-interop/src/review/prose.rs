//! What of a review is read rather than looked up: title, headings, notes, single figures, what needs a decision.

use super::{
    Body, Cell, Figure, Review, Section, Tone, Words,
    face::{Face, Style, Weight},
    flow::{Edge, Item, Row, Rule, Slot, Text},
    grid,
    laid::{Frame, Ink, Mark, Role},
    table,
};

const TITLE: Style = Style { weight: Weight::Semibold, size: 18.0 };
const HEADING: Style = Style { weight: Weight::Semibold, size: 12.0 };
const VALUE: Style = Style { weight: Weight::Semibold, size: 16.0 };
const UNKNOWN: Style = Style { weight: Weight::Regular, size: 11.0 };
const LEAD: Style = Style { weight: Weight::Semibold, size: 9.5 };
const TEXT: Style = Style { weight: Weight::Regular, size: 9.5 };
const LABEL: Style = Style { weight: Weight::Semibold, size: 8.5 };
const NOTE: Style = Style { weight: Weight::Regular, size: 8.0 };
/// Beside each other.
const CARDS: usize = 3;
/// More figures are looked up and not read: they are a table.
const MOST_CARDS: usize = 12;
/// So many rows of figures stay on the page of their heading.
const ROWS_TOGETHER: usize = 3;
const GUTTER: f32 = 16.0;

/// Lines of one style on a width.
pub(super) fn lines(face: &Face, text: &str, style: Style, width: f32) -> Vec<Text> {
    let line = |text| Text { text, style, leading: style.leading() };
    face.wrap(text, style, width).into_iter().map(line).collect()
}

/// A slot for text.
pub(super) fn slot(left: f32, width: f32, edge: Edge, lines: Vec<Text>, role: Role) -> Slot {
    Slot {
        left,
        width,
        edge,
        is_centred: false,
        is_plated: false,
        lines,
        under: Vec::new(),
        role: Some(role),
    }
}

pub(super) fn items(review: &Review, face: &Face, room: f32) -> Vec<Item> {
    let mut items = title(review, face, room);
    for section in &review.sections {
        items.push(Item::Open(Role::Section));
        items.extend(head(section, face, room));
        match &section.body {
            Body::Table(it) => items.extend(table::items(it, face, room)),
            Body::Figures(it) if it.figures.len() > MOST_CARDS => {
                items.extend(section.body.table().iter().flat_map(|it| table::items(it, face, room)));
            }
            Body::Figures(it) => items.extend(figures(&it.figures, face, room)),
            Body::Heat(it) => items.extend(grid::heat(it, face, room)),
            Body::Bars(it) => items.extend(table::bars(it, face, room)),
            Body::Lines(it) => items.extend(grid::lines(it, face, room)),
            Body::Words(it) => items.extend(words(it, face, room)),
        }
        items.push(Item::Close);
    }
    items
}

fn title(review: &Review, face: &Face, room: f32) -> Vec<Item> {
    let row = |gap, text: &str, style, role| {
        let slots = vec![slot(0.0, room, Edge::Left, lines(face, text, style, room), role)];
        Row { gap, slots, ..Row::default() }
    };
    let below = [&review.place, &review.period].map(String::as_str);
    let below = below.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut rows = vec![
        row(0.0, &review.organization, LABEL, Role::Paragraph),
        row(2.0, &review.title, TITLE, Role::Title(review.title.clone())),
        row(1.0, &below, TEXT, Role::Paragraph),
    ];
    rows.retain(|it| it.slots.iter().any(|it| it.lines.iter().any(|it| !it.text.is_empty())));
    if let Some(last) = rows.last_mut() {
        last.pad = 3.0;
        last.rule = Some(Rule { width: 1.2, grey: 0 });
    }
    rows.into_iter().map(Item::Row).collect()
}

fn head(section: &Section, face: &Face, room: f32) -> Vec<Item> {
    let heading = lines(face, &section.heading, HEADING, room);
    let slots = vec![slot(0.0, room, Edge::Left, heading, Role::Heading(section.heading.clone()))];
    let mut items = vec![Item::Row(Row { gap: 18.0, slots, keeps: true, ..Row::default() })];
    if !section.note.is_empty() {
        let slots =
            vec![slot(0.0, room, Edge::Left, lines(face, &section.note, NOTE, room), Role::Paragraph)];
        items.push(Item::Row(Row { gap: 1.0, pad: 1.0, slots, keeps: true, ..Row::default() }));
    }
    items
}

/// Three beside each other, the value first.
fn figures(figures: &[Figure], face: &Face, room: f32) -> Vec<Item> {
    let width = (room - GUTTER * (CARDS as f32 - 1.0)) / CARDS as f32;
    let card = |(at, it): (usize, &Figure)| {
        let style = if it.value.value().is_some() { VALUE } else { UNKNOWN };
        let mut card = lines(face, it.value.text(), style, width);
        card.iter_mut().for_each(|it| it.leading = VALUE.leading());
        card.extend(lines(face, &it.label, LABEL, width));
        if !it.note.is_empty() {
            card.extend(lines(face, &it.note, NOTE, width));
        }
        slot(at as f32 * (width + GUTTER), width, Edge::Left, card, Role::Item)
    };
    let rows = figures.len().div_ceil(CARDS);
    let row = |(at, cards): (usize, &[Figure])| {
        let slots = cards.iter().enumerate().map(card).collect();
        let keeps = rows <= ROWS_TOGETHER && at + 1 < rows;
        Item::Row(Row { gap: 7.0, slots, keeps, ..Row::default() })
    };
    let mut items = vec![Item::Open(Role::List)];
    items.extend(figures.chunks(CARDS).enumerate().map(row));
    items.push(Item::Close);
    items
}

/// By rank, from 1.
fn words(words: &[Words], face: &Face, room: f32) -> Vec<Item> {
    const RANK: f32 = 18.0;
    let row = |(it, rank): (&Words, usize)| {
        let mut text = lines(face, &it.lead, LEAD, room - RANK);
        if !it.text.is_empty() {
            text.extend(lines(face, &it.text, TEXT, room - RANK));
        }
        let rank = lines(face, &format!("{rank}."), LEAD, RANK);
        let slots = vec![
            slot(0.0, RANK, Edge::Left, rank, Role::Label),
            slot(RANK, room - RANK, Edge::Left, text, Role::Text),
        ];
        Item::Row(Row { gap: 6.0, slots, role: Some(Role::Item), ..Row::default() })
    };
    let mut items = vec![Item::Open(Role::List)];
    items.extend(words.iter().zip(1..).map(row));
    items.push(Item::Close);
    items
}

/// What the tones say, as samples with their words.
pub(super) fn key(key: &[(Tone, String)], face: &Face, room: f32) -> Vec<Item> {
    const SAMPLE: f32 = 14.0;
    let (mut rows, mut row, mut left) = (Vec::new(), Vec::new(), 0.0);
    for (tone, words) in key {
        let width = (face.width(words, NOTE) + 1.0).min(room - SAMPLE - 5.0);
        if left + SAMPLE + width > room && !row.is_empty() {
            rows.push(std::mem::take(&mut row));
            left = 0.0;
        }
        let frame = Frame::of(0.0, 1.5, SAMPLE, 8.0);
        let sample = Mark { frame, ink: Ink::Tone(*tone), leaf: None };
        row.push(Slot {
            left,
            width: SAMPLE,
            edge: Edge::Left,
            is_centred: false,
            is_plated: false,
            lines: Vec::new(),
            under: vec![sample],
            role: None,
        });
        let text = lines(face, words, NOTE, width);
        row.push(slot(left + SAMPLE + 5.0, width, Edge::Left, text, Role::Paragraph));
        left += SAMPLE + width + 19.0;
    }
    rows.extend(Some(row).filter(|it| !it.is_empty()));
    let row = |slots| Item::Row(Row { gap: 5.0, slots, ..Row::default() });
    rows.into_iter().map(row).collect()
}

/// The words of a cell, where a number may not be broken unless it is wider than all the room.
pub(super) fn cell(face: &Face, cell: &Cell, style: Style, width: f32) -> Vec<Text> {
    if cell.text().is_empty() { Vec::new() } else { lines(face, cell.text(), style, width) }
}
