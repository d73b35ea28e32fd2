//! A laid-out review as a PDF: PDF/UA-1, the standard for documents that can be listened to, with the typeface inside and
//! greys alone. Whoever draws, [`super::lay`] has decided where.

use super::{
    Frame, Ink, Laid, Mark, Paper, Review, Sheet, Style, Tone, Weight,
    face::Face,
    laid::{Child, Element, Role},
    lay,
};
use chrono::{Datelike, Timelike};
use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Accessibility, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{Path, PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke, StrokeDash},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag,
        TagGroup, TagTree,
    },
    text::{Font, GlyphId, KrillaGlyph},
};
use std::{collections::HashMap, num::NonZeroU16};

/// The writer refused its own document. The text has nothing of the review.
#[derive(Debug, thiserror::Error)]
#[error("the document cannot be written: {0}")]
pub struct Unwritten(String);

/// The greys of [`Tone::Grey`].
const GREYS: [u8; 5] = [255, 236, 215, 193, 170];

/// The whole document.
///
/// # Errors
///
/// When the PDF would break the standard.
pub fn write(review: &Review, paper: Paper) -> Result<Vec<u8>, Unwritten> {
    let laid = lay(review, paper);
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(|it| Unwritten(format!("{it:?}")))?;
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    document.set_metadata(metadata(review));
    let mut pen = Pen {
        face: Face::new(),
        regular: font(Weight::Regular)?,
        semibold: font(Weight::Semibold)?,
        leaves: HashMap::new(),
    };
    for sheet in &laid.sheets {
        let settings = PageSettings::from_wh(paper.width(), paper.height());
        let mut page = document.start_page_with(settings.ok_or_else(|| Unwritten("no page".to_owned()))?);
        let mut surface = page.surface();
        pen.sheet(sheet, &mut surface);
        surface.finish();
        page.finish();
    }
    document.set_outline(outline(review, &laid));
    document.set_tag_tree(tree(&laid, &pen.leaves).with_lang(Some(review.language.clone())));
    document.finish().map_err(|it| Unwritten(it.to_string()))
}

fn font(weight: Weight) -> Result<Font, Unwritten> {
    Font::new(weight.bytes().into(), 0).ok_or_else(|| Unwritten("no typeface".to_owned()))
}

fn metadata(review: &Review) -> Metadata {
    let made = review.made_at;
    let small = |it: u32| u8::try_from(it).unwrap_or_default();
    let date = DateTime::new(u16::try_from(made.year()).unwrap_or_default())
        .month(small(made.month()))
        .day(small(made.day()))
        .hour(small(made.hour()))
        .minute(small(made.minute()))
        .second(small(made.second()));
    Metadata::new()
        .title(review.title.clone())
        .authors(vec![review.organization.clone()])
        .language(review.language.clone())
        .creation_date(date)
}

fn outline(review: &Review, laid: &Laid) -> Outline {
    let node = |name: &str, sheet, top| {
        OutlineNode::new(name.to_owned(), XyzDestination::new(sheet, Point::from_xy(0.0, top)))
    };
    let mut outline = Outline::new();
    outline.push_child(node(&review.title, 0, 0.0));
    laid.headings.iter().for_each(|(name, sheet, top)| outline.push_child(node(name, *sheet, *top)));
    outline
}

fn tree(laid: &Laid, leaves: &HashMap<usize, Vec<Identifier>>) -> TagTree {
    let mut tree = TagTree::new();
    laid.tree.iter().flat_map(|it| nodes(it, leaves)).for_each(|it| tree.push(it));
    tree
}

fn nodes(child: &Child, leaves: &HashMap<usize, Vec<Identifier>>) -> Vec<Node> {
    match child {
        Child::Leaf(leaf) => leaves.get(leaf).into_iter().flatten().map(|it| Node::Leaf(*it)).collect(),
        Child::Element(it) => vec![Node::Group(group(it, leaves))],
    }
}

fn group(element: &Element, leaves: &HashMap<usize, Vec<Identifier>>) -> TagGroup {
    let children: Vec<Node> = element.children.iter().flat_map(|it| nodes(it, leaves)).collect();
    let level = |it| NonZeroU16::MIN.saturating_add(it);
    let of = |tag: krilla::tagging::TagKind| TagGroup::with_children(tag, children.clone());
    match &element.role {
        Role::Section => of(Tag::Section.into()),
        Role::Title(name) => of(Tag::Hn(level(0), Some(name.clone())).into()),
        Role::Heading(name) => of(Tag::Hn(level(1), Some(name.clone())).into()),
        Role::Paragraph => of(Tag::P.into()),
        Role::Figure(words) => of(Tag::Figure(Some(words.clone())).into()),
        Role::List => of(Tag::L(ListNumbering::None).into()),
        // What is read of an item stands in its body, also where it has no number.
        Role::Item if element.children.iter().all(|it| matches!(it, Child::Leaf(_))) => {
            TagGroup::with_children(Tag::LI, vec![of(Tag::LBody.into()).into()])
        }
        Role::Item => of(Tag::LI.into()),
        Role::Label => of(Tag::Lbl.into()),
        Role::Text => of(Tag::LBody.into()),
        Role::Table => of(Tag::Table.into()),
        Role::Head => of(Tag::THead.into()),
        Role::Rows => of(Tag::TBody.into()),
        Role::Total => of(Tag::TFoot.into()),
        Role::Row => of(Tag::TR.into()),
        Role::ColumnName => of(Tag::TH(TableHeaderScope::Column).into()),
        Role::RowName => of(Tag::TH(TableHeaderScope::Row).into()),
        Role::Cell => of(Tag::TD.into()),
    }
}

struct Pen {
    face: Face,
    regular: Font,
    semibold: Font,
    /// Where on the pages each leaf of the tree is.
    leaves: HashMap<usize, Vec<Identifier>>,
}

impl Pen {
    fn sheet(&mut self, sheet: &Sheet, surface: &mut Surface<'_>) {
        for marks in sheet.marks.chunk_by(|a, b| a.leaf.is_some() && a.leaf == b.leaf) {
            let Some(first) = marks.first() else { continue };
            let identifier = surface.start_tagged(tag(first));
            if let Some(leaf) = first.leaf {
                self.leaves.entry(leaf).or_default().push(identifier);
            }
            marks.iter().for_each(|it| self.mark(it, surface));
            surface.end_tagged();
        }
    }

    fn mark(&self, mark: &Mark, surface: &mut Surface<'_>) {
        match &mark.ink {
            Ink::Text { text, style } => self.text(mark.frame, text, *style, surface),
            Ink::Tone(tone) => self::tone(mark.frame, *tone, surface),
            Ink::Fill { grey } => fill(rectangle(mark.frame), *grey, surface),
            Ink::Stroke { points, width, grey, dash } => {
                stroke(line(points, false), *width, *grey, dash, surface)
            }
            Ink::Shape { points, is_filled } => {
                fill(line(points, true), if *is_filled { 0 } else { 255 }, surface);
                stroke(line(points, true), 0.9, 0, &[], surface);
            }
        }
    }

    fn text(&self, frame: Frame, text: &str, style: Style, surface: &mut Surface<'_>) {
        if text.is_empty() {
            return;
        }
        let glyph = |(at, it): (usize, char)| {
            let (glyph, width) = self.face.glyph(it, style.weight);
            KrillaGlyph::new(GlyphId::new(glyph), width, 0.0, 0.0, 0.0, at..at + it.len_utf8(), None)
        };
        let glyphs: Vec<KrillaGlyph> = text.char_indices().map(glyph).collect();
        let font = match style.weight {
            Weight::Regular => &self.regular,
            Weight::Semibold => &self.semibold,
        };
        let above = (frame.bottom - frame.top - style.leading()).max(0.0);
        let start = Point::from_xy(frame.left, frame.top + above + style.baseline());
        surface.set_stroke(None);
        surface.set_fill(Some(paint(0)));
        surface.draw_glyphs(start, &glyphs, font.clone(), text, style.size, false);
    }
}

fn tag(mark: &Mark) -> ContentTag<'static> {
    match (mark.leaf, &mark.ink) {
        (Some(_), Ink::Text { .. }) => ContentTag::Span(SpanTag::empty()),
        (Some(_), _) => ContentTag::Other,
        (None, Ink::Text { .. }) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
        (None, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
    }
}

fn paint(grey: u8) -> Fill {
    Fill { paint: luma::Color::new(grey).into(), ..Fill::default() }
}

fn fill(path: Option<Path>, grey: u8, surface: &mut Surface<'_>) {
    let Some(path) = path else { return };
    surface.set_stroke(None);
    surface.set_fill(Some(paint(grey)));
    surface.draw_path(&path);
}

fn stroke(path: Option<Path>, width: f32, grey: u8, dash: &[f32], surface: &mut Surface<'_>) {
    let Some(path) = path else { return };
    let dash = (!dash.is_empty()).then(|| StrokeDash { array: dash.to_vec(), offset: 0.0 });
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: luma::Color::new(grey).into(),
        width,
        dash,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
}

fn rectangle(of: Frame) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_ltrb(of.left, of.top, of.right, of.bottom)?);
    path.finish()
}

fn line(points: &[(f32, f32)], is_closed: bool) -> Option<Path> {
    let mut path = PathBuilder::new();
    let (first, rest) = points.split_first()?;
    path.move_to(first.0, first.1);
    rest.iter().for_each(|it| path.line_to(it.0, it.1));
    if is_closed {
        path.close();
    }
    path.finish()
}

fn tone(frame: Frame, tone: Tone, surface: &mut Surface<'_>) {
    let grey = match tone {
        Tone::Grey(it) => GREYS[usize::from(it).min(GREYS.len() - 1)],
        Tone::Closed | Tone::Over => 255,
    };
    fill(rectangle(frame), grey, surface);
    match tone {
        Tone::Grey(_) => {}
        // Many days are closed, and none of them is to be looked at.
        Tone::Closed => stroke(hatching(frame, false), 0.35, 190, &[], surface),
        Tone::Over => stroke(hatching(frame, true), 0.5, 110, &[], surface),
    }
    let (width, grey) = if tone == Tone::Over { (1.4, 0) } else { (0.4, 120) };
    let inner = Frame {
        left: frame.left + width / 2.0,
        top: frame.top + width / 2.0,
        right: frame.right - width / 2.0,
        bottom: frame.bottom - width / 2.0,
    };
    stroke(rectangle(inner), width, grey, &[], surface);
}

/// Lines from the lower left to the upper right, and the other way too, each cut at the frame.
fn hatching(of: Frame, is_crossed: bool) -> Option<Path> {
    const STEP: f32 = 3.6;
    let (wide, high) = (of.right - of.left, of.bottom - of.top);
    let mut path = PathBuilder::new();
    let mut far = STEP;
    while far < wide + high {
        let (low, up) = ((far - high).max(0.0), far.min(wide));
        path.move_to(of.left + low, of.top + far - low);
        path.line_to(of.left + up, of.top + far - up);
        if is_crossed {
            path.move_to(of.right - low, of.top + far - low);
            path.line_to(of.right - up, of.top + far - up);
        }
        far += STEP;
    }
    path.finish()
}
