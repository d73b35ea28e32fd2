//! From rows to sheets: what stands on which, what stays together, and what is said again on the next.
//!
//! Invariants: nothing is drawn outside the margins; no heading and no head of a table is the last on its sheet; every text is
//! drawn once, but for heads that are repeated, and those do not belong to the document's tree.

use super::{
    Review,
    face::{Face, Style, Weight},
    laid::{Child, Element, Frame, Ink, Laid, Mark, Role, Sheet},
    paper::Paper,
    prose,
};

/// The footer and the head of the second sheet on, with their distance from the text.
const FOOT: f32 = 20.0;
const HEAD: f32 = 24.0;
const SMALL: Style = Style { weight: Weight::Regular, size: 7.5 };

/// What is placed, in the document's order.
pub(super) enum Item {
    Open(Role),
    Close,
    Row(Row),
    /// What begins each new sheet from here on.
    Repeat(Vec<Row>),
}

/// Slots beside each other, as high as the highest.
#[derive(Clone, Default)]
pub(super) struct Row {
    /// Empty above it, where something is above it.
    pub gap: f32,
    pub least_height: f32,
    /// Above and below the lines.
    pub pad: f32,
    pub slots: Vec<Slot>,
    pub rule: Option<Rule>,
    /// It stands on the same sheet as what follows.
    pub keeps: bool,
    /// None where the slots speak for themselves.
    pub role: Option<Role>,
}

#[derive(Clone, Copy)]
pub(super) struct Rule {
    pub width: f32,
    pub grey: u8,
}

#[derive(Clone)]
pub(super) struct Slot {
    /// From the left margin.
    pub left: f32,
    pub width: f32,
    pub edge: Edge,
    pub is_centred: bool,
    /// Its lines stand on white: they are read neither through a hatching nor through the dots that a printer makes of a grey.
    pub is_plated: bool,
    pub lines: Vec<Text>,
    /// Drawn before the lines, from the slot's upper left corner; a frame without a height has the row's.
    pub under: Vec<Mark>,
    /// None for what only looks.
    pub role: Option<Role>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    Left,
    Centre,
    Right,
}

/// A line of text.
#[derive(Clone)]
pub(super) struct Text {
    pub text: String,
    pub style: Style,
    pub leading: f32,
}

/// The whole review on sheets.
#[must_use]
pub fn lay(review: &Review, paper: Paper) -> Laid {
    let face = Face::new();
    let mut flow = Flow {
        face: &face,
        paper,
        laid: Laid { paper: Some(paper), ..Laid::default() },
        y: Paper::MARGIN,
        is_first: true,
        open: vec![Element::new(Role::Section)],
        repeat: Vec::new(),
        leaves: 0,
    };
    flow.laid.sheets.push(Sheet::default());
    flow.place(prose::items(review, &face, paper.room()));
    let Flow { mut laid, mut open, .. } = flow;
    laid.tree = open.pop().map(|it| it.children).unwrap_or_default();
    margins(review, &face, &mut laid, paper);
    laid
}

struct Flow<'a> {
    face: &'a Face,
    paper: Paper,
    laid: Laid,
    y: f32,
    /// Nothing stands on this sheet yet but what is repeated.
    is_first: bool,
    open: Vec<Element>,
    repeat: Vec<Row>,
    leaves: usize,
}

impl Flow<'_> {
    fn place(&mut self, items: Vec<Item>) {
        let mut items = items.into_iter().peekable();
        let mut chain = Vec::new();
        while let Some(item) = items.next() {
            match item {
                Item::Row(row) => {
                    chain.push(Item::Row(row.clone()));
                    if row.keeps && items.peek().is_some() {
                        continue;
                    }
                    self.keep(std::mem::take(&mut chain));
                }
                other if chain.is_empty() => self.turn(other),
                other => chain.push(other),
            }
        }
        self.keep(chain);
    }

    /// On one sheet, as far as it can be.
    fn keep(&mut self, chain: Vec<Item>) {
        let body = self.bottom() - Paper::MARGIN - HEAD;
        let needs: f32 = chain
            .iter()
            .map(|it| if let Item::Row(row) = it { (row.gap + row.height()).min(body / 4.0) } else { 0.0 })
            .sum();
        if needs > self.bottom() - self.y && needs < body {
            self.next_sheet();
        }
        chain.into_iter().for_each(|it| self.turn(it));
    }

    fn turn(&mut self, item: Item) {
        match item {
            Item::Open(role) => self.open.push(Element::new(role)),
            Item::Close => {
                if let Some(element) = self.open.pop() {
                    self.append(element);
                }
            }
            Item::Repeat(rows) => self.repeat = rows,
            Item::Row(row) => self.row(row),
        }
    }

    fn append(&mut self, element: Element) {
        if let Some(parent) = self.open.last_mut().filter(|_| !element.children.is_empty()) {
            parent.children.push(Child::Element(element));
        }
    }

    fn bottom(&self) -> f32 {
        self.paper.height() - Paper::MARGIN - FOOT
    }

    fn next_sheet(&mut self) {
        self.laid.sheets.push(Sheet::default());
        self.y = Paper::MARGIN + HEAD;
        self.is_first = true;
        for row in self.repeat.clone() {
            let height = row.height();
            self.draw(&row, height, None);
            self.y += height;
        }
    }

    fn row(&mut self, mut row: Row) {
        let mut elements: Vec<Element> =
            row.slots.iter().filter_map(|it| it.role.clone()).map(Element::new).collect();
        loop {
            let gap = if self.is_first { 0.0 } else { row.gap };
            let room = self.bottom() - self.y - gap;
            let height = row.height();
            if height <= room {
                self.y += gap;
                self.draw(&row, height, Some(&mut elements));
                self.y += height;
                break;
            }
            // A row of some lines goes to the next sheet whole; a long one fills this one first.
            let is_long = height > (self.bottom() - Paper::MARGIN) / 4.0;
            match row.split(room).filter(|_| is_long || self.is_first) {
                Some((first, rest)) => {
                    self.y += gap;
                    let height = first.height();
                    self.draw(&first, height, Some(&mut elements));
                    row = rest;
                }
                // Nothing is higher than a sheet and without lines.
                None if self.is_first => break,
                None => {}
            }
            self.next_sheet();
        }
        self.is_first = false;
        match row.role {
            Some(role) => {
                let children = elements.into_iter().map(Child::Element).collect();
                self.append(Element { role, children });
            }
            None => elements.into_iter().for_each(|it| self.append(it)),
        }
    }

    /// With its elements where it is no repetition.
    fn draw(&mut self, row: &Row, height: f32, mut elements: Option<&mut Vec<Element>>) {
        let mut at = 0;
        for slot in &row.slots {
            let leaf = match (&mut elements, &slot.role) {
                (Some(elements), Some(role)) => {
                    if let (Role::Heading(name), true) = (role, elements[at].children.is_empty()) {
                        self.laid.headings.push((name.clone(), self.laid.sheets.len() - 1, self.y));
                    }
                    elements[at].children.push(Child::Leaf(self.leaves));
                    at += 1;
                    self.leaves += 1;
                    Some(self.leaves - 1)
                }
                _ => None,
            };
            self.slot(slot, row.pad, height, leaf);
        }
        if let Some(rule) = row.rule {
            let (left, y) = (Paper::MARGIN, self.y + height);
            let right = row.slots.iter().map(|it| left + it.left + it.width).fold(left, f32::max);
            let ink = Ink::Stroke {
                points: vec![(left, y), (right, y)],
                width: rule.width,
                grey: rule.grey,
                dash: &[],
            };
            self.mark(Mark { frame: Frame { left, top: y, right, bottom: y }, ink, leaf: None });
        }
    }

    fn slot(&mut self, slot: &Slot, pad: f32, height: f32, leaf: Option<usize>) {
        let (left, top) = (Paper::MARGIN + slot.left, self.y);
        let is_figure = matches!(slot.role, Some(Role::Figure(_)));
        for mark in &slot.under {
            let mut mark = mark.clone().moved(left, top);
            if mark.frame.bottom <= mark.frame.top && !matches!(mark.ink, Ink::Stroke { .. }) {
                mark.frame.bottom = top + height;
            }
            self.mark(Mark { leaf: leaf.filter(|_| is_figure), ..mark });
        }
        let lines: f32 = slot.lines.iter().map(|it| it.leading).sum();
        let mut y = top + if slot.is_centred { (height - lines) / 2.0 } else { pad };
        for line in &slot.lines {
            let width = self.face.width(&line.text, line.style);
            let free = slot.width - width;
            let x = left
                + match slot.edge {
                    Edge::Left => 0.0,
                    Edge::Centre => free / 2.0,
                    Edge::Right => free,
                };
            if slot.is_plated {
                let plate = Frame::of(x - 2.5, y + 0.4, width + 5.0, line.leading - 0.8);
                self.mark(Mark { frame: plate, ink: Ink::Fill { grey: 255 }, leaf: None });
            }
            let text = Ink::Text { text: line.text.clone(), style: line.style };
            self.mark(Mark { frame: Frame::of(x, y, width, line.leading), ink: text, leaf });
            y += line.leading;
        }
        if slot.lines.is_empty() && !is_figure && leaf.is_some() {
            let text = Ink::Text { text: String::new(), style: SMALL };
            self.mark(Mark { frame: Frame::of(left, top, 0.0, 0.0), ink: text, leaf });
        }
    }

    fn mark(&mut self, mark: Mark) {
        if let Some(sheet) = self.laid.sheets.last_mut() {
            sheet.marks.push(mark);
        }
    }
}

impl Row {
    pub fn height(&self) -> f32 {
        self.slots.iter().map(|it| it.height() + 2.0 * self.pad).fold(self.least_height, f32::max)
    }

    /// What fits in the room, and the rest. None where no line of it fits, or where the lines are not what makes it high.
    fn split(&self, room: f32) -> Option<(Row, Row)> {
        let room = room - 2.0 * self.pad;
        let (mut first, mut rest) = (self.clone(), Row { gap: 0.0, least_height: 0.0, ..self.clone() });
        first.rule = None;
        first.least_height = 0.0;
        for (first, rest) in first.slots.iter_mut().zip(&mut rest.slots) {
            let mut left = room;
            let fit = first.lines.iter().take_while(|it| {
                left -= it.leading;
                left >= 0.0
            });
            let fit = fit.count();
            rest.lines = first.lines.split_off(fit);
            rest.under.retain(|it| matches!(it.ink, Ink::Tone(_)));
        }
        let is_progress = first.slots.iter().any(|it| !it.lines.is_empty());
        (is_progress && first.height() <= room + 2.0 * self.pad).then_some((first, rest))
    }
}

impl Slot {
    fn height(&self) -> f32 {
        self.lines.iter().map(|it| it.leading).sum()
    }
}

/// What stands outside of the text: the head of the second sheet on, and the foot with the number of the sheet.
fn margins(review: &Review, face: &Face, laid: &mut Laid, paper: Paper) {
    let pages = laid.sheets.len().to_string();
    for (sheet, number) in laid.sheets.iter_mut().zip(1_usize..) {
        let mut line = |left: &str, right: &str, top: f32| {
            let right = face.cut(right, SMALL, paper.room() / 2.0);
            let wide = face.width(&right, SMALL);
            let left = face.cut(left, SMALL, paper.room() - wide - 12.0);
            for (text, x) in [(left, Paper::MARGIN), (right, paper.width() - Paper::MARGIN - wide)] {
                let frame = Frame::of(x, top, face.width(&text, SMALL), SMALL.leading());
                sheet.marks.push(Mark { frame, ink: Ink::Text { text, style: SMALL }, leaf: None });
            }
        };
        if number > 1 {
            line(&format!("{} · {}", review.organization, review.title), &review.period, Paper::MARGIN);
        }
        let page = review.page.replace("{pages}", &pages).replace("{page}", &number.to_string());
        line(&review.made, &page, paper.height() - Paper::MARGIN - SMALL.leading());
    }
}
