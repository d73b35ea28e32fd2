//! The typeface on paper: Inter, as the window has it, in two weights that are committed beside this file. All its figures are
//! as wide as each other, so that numbers stand below numbers. Latin, Greek and Cyrillic; what it lacks is a box on paper, and
//! the file still carries the text.

use skrifa::{FontRef, GlyphId, MetadataProvider, instance::LocationRef, instance::Size};
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

const REGULAR: &[u8] = include_bytes!("font/inter-regular.ttf");
const SEMIBOLD: &[u8] = include_bytes!("font/inter-semibold.ttf");
const LACKING: char = '\u{25a1}';

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Semibold,
}

/// Weight and size in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub weight: Weight,
    pub size: f32,
}

impl Style {
    /// From line to line.
    pub fn leading(self) -> f32 {
        self.size * 1.36
    }

    /// From the top of a line to where its letters stand.
    pub fn baseline(self) -> f32 {
        self.size * 1.04
    }
}

pub struct Face {
    regular: Glyphs,
    semibold: Glyphs,
}

/// Glyph and width in ems of each character.
struct Glyphs(HashMap<char, (GlyphId, f32)>);

impl Weight {
    pub const fn bytes(self) -> &'static [u8] {
        match self {
            Weight::Regular => REGULAR,
            Weight::Semibold => SEMIBOLD,
        }
    }
}

impl Face {
    pub fn new() -> Face {
        Face { regular: Glyphs::read(REGULAR), semibold: Glyphs::read(SEMIBOLD) }
    }

    pub fn glyph(&self, it: char, weight: Weight) -> (u32, f32) {
        let Glyphs(glyphs) = match weight {
            Weight::Regular => &self.regular,
            Weight::Semibold => &self.semibold,
        };
        let found = glyphs.get(&it).or_else(|| glyphs.get(&LACKING));
        found.map_or((0, 0.0), |it| (it.0.to_u32(), it.1))
    }

    /// Without the spaces at its end.
    pub fn width(&self, text: &str, style: Style) -> f32 {
        text.trim_end().chars().map(|it| self.glyph(it, style.weight).1).sum::<f32>() * style.size
    }

    /// The widest part that a line cannot be broken in, unless it has to be.
    pub fn widest_word(&self, text: &str, style: Style) -> f32 {
        text.split_inclusive(|it| it == '\n' || is_break(it))
            .map(|it| self.width(it, style))
            .fold(0.0, f32::max)
    }

    /// In lines no wider than that: broken at spaces and after hyphens and strokes, and within a word where it alone is too
    /// wide. Never without a line. A line that ends at a space keeps it, so that words stay apart for who hears the document.
    pub fn wrap(&self, text: &str, style: Style, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for paragraph in text.split('\n').map(clean) {
            if let Some(last) = lines.last_mut() {
                last.push(' ');
            }
            let mut line = Line { text: String::new(), width: 0.0 };
            for word in paragraph.split_inclusive(is_break) {
                let bare = self.width(word.trim_end(), style);
                if line.width + bare > width && !line.text.is_empty() {
                    lines.push(line.take());
                }
                if bare <= width {
                    line.text.push_str(word);
                    line.width += bare
                        + self.glyph(' ', style.weight).1
                            * style.size
                            * (word.len() - word.trim_end().len()) as f32;
                } else {
                    self.chop(word, style, width, &mut line, &mut lines);
                }
            }
            lines.push(line.take().trim_end().to_owned());
        }
        lines
    }

    fn chop(&self, word: &str, style: Style, width: f32, line: &mut Line, lines: &mut Vec<String>) {
        for it in word.chars() {
            let wide = self.glyph(it, style.weight).1 * style.size;
            if line.width + wide > width && !line.text.is_empty() {
                lines.push(line.take());
            }
            line.text.push(it);
            line.width += wide;
        }
    }

    /// Cut to the width, with an ellipsis where something is gone.
    pub fn cut(&self, text: &str, style: Style, width: f32) -> String {
        let text = clean(text);
        if self.width(&text, style) <= width {
            return text;
        }
        let mut left = width - self.width("…", style);
        let fits = |it: &char| {
            left -= self.glyph(*it, style.weight).1 * style.size;
            left >= 0.0
        };
        let kept: String = text.chars().take_while(fits).collect();
        format!("{}…", kept.trim_end())
    }
}

struct Line {
    text: String,
    width: f32,
}

impl Line {
    fn take(&mut self) -> String {
        self.width = 0.0;
        let text = std::mem::take(&mut self.text);
        let bare = text.trim_end();
        if bare.len() < text.len() { format!("{bare} ") } else { text }
    }
}

impl Glyphs {
    fn read(bytes: &[u8]) -> Glyphs {
        // The two files are part of the program, and a test reads them.
        let Ok(font) = FontRef::new(bytes) else { return Glyphs(HashMap::new()) };
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        let of = |(code, glyph): (u32, GlyphId)| {
            Some((char::from_u32(code)?, (glyph, metrics.advance_width(glyph).unwrap_or(0.0))))
        };
        Glyphs(font.charmap().mappings().filter_map(of).collect())
    }
}

const fn is_break(it: char) -> bool {
    matches!(it, ' ' | '-' | '/' | '–' | '—')
}

/// Composed, as the face has the letters; what draws nothing and what a document may not contain is gone, and each other white
/// space is a space.
fn clean(text: &str) -> String {
    let space = |it: char| if it.is_whitespace() && it != '\u{a0}' && it != '\u{202f}' { ' ' } else { it };
    let is_drawn = |it: &char| {
        let is_unseen = matches!(it, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{ad}');
        !it.is_control() && !is_unseen && (u32::from(*it) & 0xfffe) != 0xfffe
    };
    text.chars().map(space).filter(is_drawn).nfc().collect()
}
