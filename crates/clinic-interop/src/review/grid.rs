//! Numbers in rows and columns: a heat map, and lines with their values below them, each value under its point. What is too
//! wide for the paper stands in blocks of equal width below each other.

use super::{
    Cell, Heat, Lines, Tone,
    face::{Face, Style, Weight},
    flow::{Edge, Item, Row, Slot},
    laid::{Frame, Ink, Mark, Role},
    prose::{cell, key, lines as text, slot},
    table::{BODY, HAIR, NAME, STRONG, framed, names, on_the_line},
};
use std::ops::Range;

const PLOT: f32 = 130.0;
const PAD: f32 = 2.5;
/// A word between numbers, as "closed": smaller, because it must not decide how many columns fit.
const WORD: Style = Style { weight: Weight::Regular, size: 6.8 };
/// Drawn, left out, in turn.
const DASHES: [&[f32]; Lines::MOST] = [&[], &[5.0, 2.5], &[1.2, 1.8], &[7.0, 2.0, 1.2, 2.0]];

/// Where the columns of a block stand.
struct Block {
    columns: Range<usize>,
    names: f32,
    cell: f32,
}

pub(super) fn heat(heat: &Heat, face: &Face, room: f32) -> Vec<Item> {
    let cells = heat.rows.iter().flat_map(|it| it.cells.iter().map(|it| &it.1));
    let rows = heat.rows.iter().map(|it| it.name.as_str());
    // What the tones say comes before the first of them: the last may be pages away.
    let mut items = key(&heat.key, face, room);
    for it in &mut items {
        if let Item::Row(row) = it {
            row.keeps = true;
        }
    }
    for (nth, block) in blocks(face, (&heat.corner, rows), &heat.columns, cells, room).into_iter().enumerate()
    {
        let mut head = head(face, &heat.corner, &heat.columns, &block);
        head.gap = if nth == 0 { 5.0 } else { 12.0 };
        let rows = heat.rows.iter().map(|it| {
            let mut slots = vec![named(face, &it.name, 0.0, block.names)];
            slots.extend(block.columns.clone().enumerate().map(|(place, at)| {
                let left = block.left(place);
                it.cells.get(at).map_or_else(
                    || slot(left, block.cell, Edge::Centre, Vec::new(), Role::Cell),
                    |(tone, number)| toned(face, *tone, number, left, block.cell),
                )
            }));
            Row { slots, least_height: 17.0, pad: 2.0, role: Some(Role::Row), ..Row::default() }
        });
        items.extend(framed(head, rows.collect(), None));
    }
    items
}

fn named(face: &Face, name: &str, left: f32, width: f32) -> Slot {
    let width = width - 6.0 - left;
    Slot { is_centred: true, ..slot(left, width, Edge::Left, text(face, name, BODY, width), Role::RowName) }
}

fn toned(face: &Face, tone: Tone, number: &Cell, left: f32, width: f32) -> Slot {
    let lines = cell(face, number, style(number), width - 4.0);
    let under = vec![Mark { frame: Frame::of(0.0, 0.0, width, 0.0), ink: Ink::Tone(tone), leaf: None }];
    let is_plated = tone != Tone::Grey(0);
    Slot { is_centred: true, is_plated, under, ..slot(left, width, Edge::Centre, lines, Role::Cell) }
}

const fn style(cell: &Cell) -> Style {
    if matches!(cell, Cell::Number(_)) { BODY } else { WORD }
}

/// The chart, and below it a row of values for each line.
pub(super) fn lines(lines: &Lines, face: &Face, room: f32) -> Vec<Item> {
    let cells = lines.lines.iter().flat_map(|it| &it.values);
    let ticks = lines.ticks.iter().map(|it| it.text.as_str());
    let rows = lines.lines.iter().map(|it| it.name.as_str()).chain(ticks);
    let mut items = Vec::new();
    for block in blocks(face, (&lines.corner, rows), &lines.points, cells, room - SAMPLE) {
        let block = Block { names: block.names + SAMPLE, ..block };
        let mut plot = plot(lines, face, &block);
        plot.gap = if items.is_empty() { 6.0 } else { 12.0 };
        items.push(Item::Row(plot));
        let head = Row { gap: 0.0, ..head(face, &lines.corner, &lines.points, &block) };
        let rows = lines.lines.iter().enumerate().map(|(line, it)| {
            let sample = sample(line);
            let mut slots = vec![sample, named(face, &it.name, SAMPLE, block.names)];
            slots.extend(block.columns.clone().enumerate().map(|(place, at)| {
                let value =
                    it.values.get(at).map_or_else(Vec::new, |it| cell(face, it, style(it), block.cell - 2.0));
                let place = slot(block.left(place), block.cell, Edge::Centre, value, Role::Cell);
                Slot { is_centred: true, ..place }
            }));
            let keeps = line + 1 < lines.lines.len();
            Row {
                slots,
                least_height: 16.0,
                pad: 2.0,
                rule: Some(HAIR),
                keeps,
                role: Some(Role::Row),
                ..Row::default()
            }
        });
        items.extend(framed(head, rows.collect(), None));
    }
    items
}

const SAMPLE: f32 = 28.0;

/// A piece of the line, before its name.
fn sample(line: usize) -> Slot {
    let points = vec![(0.0, 8.0), (SAMPLE - 6.0, 8.0)];
    let stroke = Ink::Stroke { points, width: 1.3, grey: 0, dash: DASHES[line % Lines::MOST] };
    let mut under = vec![Mark { frame: Frame::of(0.0, 8.0, SAMPLE - 6.0, 0.0), ink: stroke, leaf: None }];
    under.push(point(line, (SAMPLE - 6.0) / 2.0, 8.0));
    Slot {
        left: 0.0,
        width: SAMPLE,
        edge: Edge::Left,
        is_centred: false,
        is_plated: false,
        lines: Vec::new(),
        under,
        role: None,
    }
}

fn plot(lines: &Lines, face: &Face, block: &Block) -> Row {
    let values = lines.lines.iter().flat_map(|it| &it.values).filter_map(Cell::value);
    let ticks = lines.ticks.iter().map(|it| it.value).filter(|it| it.is_finite());
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    values.chain(ticks).for_each(|it| (low, high) = (low.min(it), high.max(it)));
    let span = (high - low).max(f64::MIN_POSITIVE);
    let y = |value: f64| PLOT - 8.0 - ((value - low) / span).clamp(0.0, 1.0) as f32 * (PLOT - 16.0);
    let right = block.left(block.columns.len());
    let mut under = Vec::new();
    for tick in lines.ticks.iter().filter(|it| it.value.is_finite()) {
        let at = y(tick.value);
        under.push(stroke(vec![(block.names, at), (right, at)], 0.5, 165, &[]));
        let words = face.cut(&tick.text, BODY, block.names - 6.0);
        let wide = face.width(&words, BODY);
        let frame = Frame::of(block.names - 6.0 - wide, at - BODY.leading() / 2.0, wide, BODY.leading());
        under.push(Mark { frame, ink: Ink::Text { text: words, style: BODY }, leaf: None });
    }
    for (line, it) in lines.lines.iter().enumerate() {
        let at = |(place, at): (usize, usize)| {
            it.values.get(at).and_then(Cell::value).map(|it| (block.left(place) + block.cell / 2.0, y(it)))
        };
        let points: Vec<Option<(f32, f32)>> = block.columns.clone().enumerate().map(at).collect();
        let pieces = points.split(Option::is_none).filter(|it| it.len() > 1);
        under
            .extend(pieces.map(|it| {
                stroke(it.iter().flatten().copied().collect(), 1.3, 0, DASHES[line % Lines::MOST])
            }));
        under.extend(points.iter().flatten().map(|it| point(line, it.0, it.1)));
    }
    let role = Some(Role::Figure(lines.summary.clone()));
    let slot = Slot {
        left: 0.0,
        width: right,
        edge: Edge::Left,
        is_centred: false,
        is_plated: false,
        lines: Vec::new(),
        under,
        role,
    };
    Row { slots: vec![slot], least_height: PLOT, keeps: true, ..Row::default() }
}

fn stroke(points: Vec<(f32, f32)>, width: f32, grey: u8, dash: &'static [f32]) -> Mark {
    let start = Frame { left: f32::MAX, top: f32::MAX, right: f32::MIN, bottom: f32::MIN };
    let frame = points.iter().fold(start, |it, (x, y)| Frame {
        left: it.left.min(*x),
        top: it.top.min(*y),
        right: it.right.max(*x),
        bottom: it.bottom.max(*y),
    });
    Mark { frame, ink: Ink::Stroke { points, width, grey, dash }, leaf: None }
}

/// A square, an empty diamond, a triangle and an empty square: told apart at the size of a letter.
fn point(line: usize, x: f32, y: f32) -> Mark {
    let (r, far) = (2.2, 3.0);
    let points = match line % Lines::MOST {
        1 => vec![(x, y - far), (x + far, y), (x, y + far), (x - far, y)],
        2 => vec![(x, y - far), (x + far, y + r), (x - far, y + r)],
        _ => vec![(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)],
    };
    let ink = Ink::Shape { points, is_filled: line.is_multiple_of(2) };
    Mark { frame: Frame::of(x - far, y - far, 2.0 * far, 2.0 * far), ink, leaf: None }
}

impl Block {
    fn left(&self, place: usize) -> f32 {
        self.names + place as f32 * self.cell
    }
}

fn head(face: &Face, corner: &str, columns: &[String], block: &Block) -> Row {
    let width = block.names - 6.0;
    let mut slots = vec![slot(0.0, width, Edge::Left, names(face, corner, width), Role::ColumnName)];
    slots.extend(block.columns.clone().enumerate().map(|(place, at)| {
        let name = names(face, &columns[at], block.cell - 2.0);
        slot(block.left(place), block.cell, Edge::Centre, name, Role::ColumnName)
    }));
    on_the_line(&mut slots);
    Row { slots, pad: 2.0, keeps: true, rule: Some(STRONG), role: Some(Role::Row), ..Row::default() }
}

/// As many columns in each as the widest number allows, and as many in one as in the other.
fn blocks<'a>(
    face: &Face,
    (corner, rows): (&str, impl Iterator<Item = &'a str>),
    columns: &[String],
    cells: impl Iterator<Item = &'a Cell>,
    room: f32,
) -> Vec<Block> {
    let names = rows.map(|it| face.width(it, BODY)).fold(face.widest_word(corner, NAME), f32::max);
    let names = (names + 7.0).clamp(50.0, 128.0);
    let heads = columns.iter().map(|it| face.widest_word(it, NAME));
    let widest = cells.map(|it| face.width(it.text(), style(it))).chain(heads).fold(0.0, f32::max);
    let cell = (widest + 2.0 * PAD).clamp(16.0, 90.0);
    let most = ((room - names) / cell).floor().max(1.0) as usize;
    let each = columns.len().div_ceil(columns.len().div_ceil(most).max(1)).max(1);
    let cell = ((room - names) / each as f32).clamp(cell, 44.0_f32.max(cell));
    let starts = (0..columns.len().max(1)).step_by(each);
    starts.map(|from| Block { columns: from..(from + each).min(columns.len()), names, cell }).collect()
}
