//! A review laid out: what is drawn where on which sheet, and what each drawing is for who listens to the document.

use super::{Paper, Tone, face::Style};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Laid {
    pub paper: Option<Paper>,
    pub sheets: Vec<Sheet>,
    /// Each heading with its sheet and its top, for the document's outline.
    pub(super) headings: Vec<(String, usize, f32)>,
    pub(super) tree: Vec<Child>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    pub marks: Vec<Mark>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub frame: Frame,
    pub ink: Ink,
    /// What it belongs to in the tree; None for what is repeated or only looks.
    pub(super) leaf: Option<usize>,
}

/// In points from the sheet's upper left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Ink {
    /// In the frame's height, from its left. Always black: greys come out of a printer as dots, which small letters do not survive.
    Text {
        text: String,
        style: Style,
    },
    Tone(Tone),
    Fill {
        /// 0 is black, 255 white.
        grey: u8,
    },
    /// Through the points, which lie within the frame.
    Stroke {
        points: Vec<(f32, f32)>,
        width: f32,
        grey: u8,
        /// Lengths drawn and left out in turn; whole where it is empty.
        dash: &'static [f32],
    },
    /// The area that the points enclose, within the frame.
    Shape {
        points: Vec<(f32, f32)>,
        is_filled: bool,
    },
}

/// An element of the document as a screen reader knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    pub role: Role,
    pub children: Vec<Child>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Child {
    Element(Element),
    Leaf(usize),
}

#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    Section,
    Title(String),
    Heading(String),
    Paragraph,
    /// With what it shows, in words.
    Figure(String),
    List,
    Item,
    Label,
    Text,
    Table,
    Head,
    Rows,
    Total,
    Row,
    /// Of the column below it.
    ColumnName,
    /// Of the row right of it.
    RowName,
    Cell,
}

impl Frame {
    pub(super) fn of(left: f32, top: f32, width: f32, height: f32) -> Frame {
        Frame { left, top, right: left + width, bottom: top + height }
    }

    pub(super) fn moved(self, right: f32, down: f32) -> Frame {
        Frame {
            left: self.left + right,
            top: self.top + down,
            right: self.right + right,
            bottom: self.bottom + down,
        }
    }
}

impl Mark {
    pub(super) fn moved(mut self, right: f32, down: f32) -> Mark {
        self.frame = self.frame.moved(right, down);
        if let Ink::Stroke { points, .. } | Ink::Shape { points, .. } = &mut self.ink {
            points.iter_mut().for_each(|it| *it = (it.0 + right, it.1 + down));
        }
        self
    }
}

impl Element {
    pub fn new(role: Role) -> Element {
        Element { role, children: Vec::new() }
    }
}
