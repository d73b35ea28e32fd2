//! A table, and bars as a table with a picture of each number. What is too wide for the paper stands in blocks below each
//! other, each with the first column again.

use super::{
    Align, Bars, Cell, Column, Table,
    face::{Face, Style, Weight},
    flow::{Edge, Item, Row, Rule, Slot, Text},
    laid::{Frame, Ink, Mark, Role},
    prose::{cell, key, lines, slot},
};

pub(super) const NAME: Style = Style { weight: Weight::Semibold, size: 8.0 };
pub(super) const BODY: Style = Style { weight: Weight::Regular, size: 8.5 };
pub(super) const TOTAL: Style = Style { weight: Weight::Semibold, size: 8.5 };
pub(super) const HAIR: Rule = Rule { width: 0.4, grey: 170 };
pub(super) const STRONG: Rule = Rule { width: 0.9, grey: 0 };
const GUTTER: f32 = 12.0;
/// No column is made wider for one word than this, and none asks for more than that.
const WORD: f32 = 96.0;
const NATURAL: f32 = 250.0;
/// Lines of a column's name; a head is repeated on each sheet and must leave room there.
const NAME_LINES: usize = 6;

/// Of a column: as narrow as its words allow, and as wide as no cell is broken.
#[derive(Clone, Copy)]
struct Widths {
    least: f32,
    natural: f32,
}

pub(super) fn items(table: &Table, face: &Face, room: f32) -> Vec<Item> {
    let widths: Vec<Widths> = (0..table.columns.len()).map(|at| measure(table, face, at)).collect();
    let mut items = Vec::new();
    for columns in blocks(&widths, room) {
        let block: Vec<Widths> = columns.iter().map(|it| widths[*it]).collect();
        let block: Vec<(usize, f32)> = columns.into_iter().zip(spread(&block, room)).collect();
        items.extend(block_items(table, face, &block, items.is_empty()));
    }
    items
}

/// As an element with its head, which each sheet begins with again.
pub(super) fn framed(head: Row, rows: Vec<Row>, total: Option<Row>) -> Vec<Item> {
    let mut items =
        vec![Item::Open(Role::Table), Item::Open(Role::Head), Item::Row(head.clone()), Item::Close];
    items.extend([Item::Repeat(vec![Row { gap: 0.0, ..head }]), Item::Open(Role::Rows)]);
    items.extend(rows.into_iter().map(Item::Row));
    items.push(Item::Close);
    if let Some(total) = total {
        items.extend([Item::Open(Role::Total), Item::Row(total), Item::Close]);
    }
    items.extend([Item::Close, Item::Repeat(Vec::new())]);
    items
}

fn block_items(table: &Table, face: &Face, block: &[(usize, f32)], is_first: bool) -> Vec<Item> {
    let names = |column: &Column, width| names(face, &column.title(), width);
    let mut head = row(block, |at, width| {
        let column = &table.columns[at];
        (edge(column), names(column, width), Role::ColumnName)
    });
    head.gap = if is_first { 5.0 } else { 14.0 };
    head.keeps = true;
    head.rule = Some(STRONG);
    on_the_line(&mut head.slots);
    let of = |cells: &[Cell], style| {
        row(block, |at, width| {
            let text = cells.get(at).map_or_else(Vec::new, |it| cell(face, it, style, width));
            (edge(&table.columns[at]), text, if at == 0 { Role::RowName } else { Role::Cell })
        })
    };
    let mut rows: Vec<Row> = table.rows.iter().map(|it| of(it, BODY)).collect();
    if let Some(first) = rows.first_mut().filter(|_| table.rows.len() > 1) {
        first.keeps = true;
    }
    let total = table.total.as_ref().map(|it| of(it, TOTAL));
    if let Some(last) = rows.last_mut() {
        last.rule = Some(if total.is_some() { STRONG } else { HAIR });
        last.keeps = total.is_some();
    }
    framed(head, rows, total)
}

/// Names stand on the line below them, however many lines their neighbours have.
pub(super) fn on_the_line(slots: &mut [Slot]) {
    let most = slots.iter().map(|it| it.lines.len()).max().unwrap_or(0);
    for slot in slots {
        let missing = most - slot.lines.len();
        let empty = Text { text: String::new(), style: NAME, leading: NAME.leading() };
        slot.lines.splice(0..0, std::iter::repeat_n(empty, missing));
    }
}

fn row(block: &[(usize, f32)], of: impl Fn(usize, f32) -> (Edge, Vec<Text>, Role)) -> Row {
    let mut left = 0.0;
    let slots = block.iter().map(|(at, width)| {
        let (edge, lines, role) = of(*at, *width);
        left += width + GUTTER;
        slot(left - width - GUTTER, *width, edge, lines, role)
    });
    Row { slots: slots.collect(), pad: 2.8, rule: Some(HAIR), role: Some(Role::Row), ..Row::default() }
}

/// The name of a column, cut where it would fill the sheet.
pub(super) fn names(face: &Face, name: &str, width: f32) -> Vec<Text> {
    let mut text = lines(face, name, NAME, width);
    if text.len() > NAME_LINES {
        text.truncate(NAME_LINES);
        if let Some(last) = text.last_mut() {
            last.text = face.cut(&format!("{}…", last.text), NAME, width);
        }
    }
    text
}

const fn edge(column: &Column) -> Edge {
    match column.align {
        Align::Left => Edge::Left,
        Align::Right => Edge::Right,
    }
}

fn measure(table: &Table, face: &Face, at: usize) -> Widths {
    let name = table.columns[at].title();
    let mut of = Widths { least: face.widest_word(&name, NAME), natural: face.width(&name, NAME) };
    for cells in table.rows.iter().chain(&table.total) {
        let Some(cell) = cells.get(at) else { continue };
        let natural = face.width(cell.text(), TOTAL);
        let least = if cell.value().is_some() { natural } else { face.widest_word(cell.text(), TOTAL) };
        of = Widths { least: of.least.max(least), natural: of.natural.max(natural) };
    }
    // A little more, because sums of widths differ in their last bits.
    let least = of.least.clamp(14.0, WORD) + 0.5;
    Widths { least, natural: (of.natural + 0.5).clamp(least, NATURAL.max(least)) }
}

/// Which columns stand beside each other.
fn blocks(widths: &[Widths], room: f32) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let mut left = -1.0;
    for (at, it) in widths.iter().enumerate() {
        if left < it.least {
            blocks.push(if at == 0 { Vec::new() } else { vec![0] });
            left = if at == 0 { room } else { room - widths[0].least - GUTTER };
        }
        left -= it.least + GUTTER;
        if let Some(block) = blocks.last_mut() {
            block.push(at);
        }
    }
    blocks
}

/// Each gets what it needs, then its part of what is left; the first column takes what nobody asks for.
fn spread(widths: &[Widths], room: f32) -> Vec<f32> {
    let gutters = GUTTER * (widths.len().max(1) - 1) as f32;
    let least: f32 = widths.iter().map(|it| it.least).sum();
    let wanted: f32 = widths.iter().map(|it| it.natural - it.least).sum();
    let free = (room - gutters - least).max(0.0);
    let part = if wanted > free { free / wanted } else { 1.0 };
    let mut spread: Vec<f32> = widths.iter().map(|it| it.least + (it.natural - it.least) * part).collect();
    if let Some(first) = spread.first_mut() {
        *first += (free - wanted).max(0.0);
    }
    spread
}

/// A row a bar: its name, its length from 0 to the highest, its number.
pub(super) fn bars(bars: &Bars, face: &Face, room: f32) -> Vec<Item> {
    let width = |of: &mut dyn Iterator<Item = f32>, most: f32| of.fold(0.0, f32::max).min(most) + 0.5;
    let names_wide = width(&mut bars.bars.iter().map(|it| face.width(&it.name, BODY)), 150.0)
        .max(face.width(&bars.columns[0], NAME).min(150.0));
    let numbers_wide = width(&mut bars.bars.iter().map(|it| face.width(it.value.text(), BODY)), 90.0)
        .max(face.width(&bars.columns[1], NAME).min(120.0));
    let (from, to) = (names_wide + GUTTER, room - numbers_wide - GUTTER);
    let values = bars.bars.iter().filter_map(|it| it.value.value());
    let most = values.chain(bars.aim.iter().map(|it| it.0)).fold(0.0, f64::max);
    let long =
        |value: f64| if most > 0.0 { (value / most).clamp(0.0, 1.0) as f32 * (to - from) } else { 0.0 };
    let aim = bars.aim.iter().filter(|it| it.0.is_finite()).map(|(value, name)| (long(*value), name)).next();
    let mut head = Row {
        gap: 5.0,
        pad: 2.8,
        keeps: true,
        rule: Some(STRONG),
        role: Some(Role::Row),
        slots: vec![
            slot(0.0, names_wide, Edge::Left, names(face, &bars.columns[0], names_wide), Role::ColumnName),
            slot(
                to + GUTTER,
                numbers_wide,
                Edge::Right,
                names(face, &bars.columns[1], numbers_wide),
                Role::ColumnName,
            ),
        ],
        ..Row::default()
    };
    if let Some((x, name)) = aim {
        // It hangs from the line that it names, on the side with more room.
        let (left, wide, edge) =
            if x * 2.0 > to - from { (from, x, Edge::Right) } else { (from + x, to - from - x, Edge::Left) };
        head.slots.push(slot(left, wide, edge, names(face, name, wide), Role::ColumnName));
    }
    let rows = bars.bars.iter().map(|it| {
        let mut drawn = picture(it.value.value().map(long), it.tone, from, aim.map(|it| it.0));
        drawn.width = to - from;
        let slots = vec![
            slot(0.0, names_wide, Edge::Left, lines(face, &it.name, BODY, names_wide), Role::RowName),
            drawn,
            slot(
                to + GUTTER,
                numbers_wide,
                Edge::Right,
                cell(face, &it.value, BODY, numbers_wide),
                Role::Cell,
            ),
        ];
        Row { slots, pad: 2.2, role: Some(Role::Row), ..Row::default() }
    });
    let mut items = framed(head, rows.collect(), None);
    items.extend(key(&bars.key, face, room));
    items
}

fn picture(long: Option<f32>, tone: super::Tone, left: f32, aim: Option<f32>) -> Slot {
    let mut under = Vec::new();
    if let Some(long) = long.filter(|it| *it > 0.0) {
        under.push(Mark { frame: Frame::of(0.0, 3.0, long, 9.0), ink: Ink::Tone(tone), leaf: None });
    }
    if let Some(x) = aim {
        let points = vec![(x, 0.0), (x, 15.0)];
        let ink = Ink::Stroke { points, width: 0.9, grey: 0, dash: &[2.5, 1.8] };
        under.push(Mark { frame: Frame::of(x, 0.0, 0.0, 15.0), ink, leaf: None });
    }
    Slot {
        left,
        width: 0.0,
        edge: Edge::Left,
        is_centred: false,
        is_plated: false,
        lines: Vec::new(),
        under,
        role: None,
    }
}
