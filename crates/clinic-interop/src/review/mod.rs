//! A capacity review as files: a document that prints well in black and white ([`pdf`]), and its tables for a spreadsheet
//! ([`csv`]).
//!
//! A [`Review`] says what stands on the paper and nothing about how it was counted. Invariants: every word comes in from
//! outside, already in the reader's language; what is drawn as a chart can be read as a table as well ([`Body::table`]);
//! nothing is told by colour; the same review gives the same bytes.

pub mod csv;
mod face;
mod flow;
mod grid;
mod laid;
mod paper;
pub mod pdf;
mod prose;
mod table;
#[cfg(test)]
mod tests;

pub use face::{Style, Weight};
pub use flow::lay;
pub use laid::{Frame, Ink, Laid, Mark, Sheet};
pub use paper::Paper;

use chrono::NaiveDateTime;

#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    pub title: String,
    pub organization: String,
    /// What of the organization it covers.
    pub place: String,
    pub period: String,
    /// BCP 47, as "es" or "en-US".
    pub language: String,
    /// On the clinic's wall; the file itself carries it as its date.
    pub made_at: NaiveDateTime,
    /// The footer's words: when, and by whom.
    pub made: String,
    /// With `{page}` and `{pages}` where the figures go.
    pub page: String,
    pub sections: Vec<Section>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    pub heading: String,
    /// Below the heading; empty where there is nothing to say.
    pub note: String,
    pub body: Body,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    Table(Table),
    Figures(Figures),
    Heat(Heat),
    Bars(Bars),
    Lines(Lines),
    Words(Vec<Words>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub columns: Vec<Column>,
    /// Each with a cell for every column; what is missing is empty, what is too much is left away.
    pub rows: Vec<Vec<Cell>>,
    pub total: Option<Vec<Cell>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: String,
    /// Empty where the cells are words.
    pub unit: String,
    pub align: Align,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Right,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Text(String),
    Number(Number),
}

/// A number of the column's unit, rounded as it should be read, with its words on paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    pub value: f64,
    pub text: String,
}

/// Single numbers, each with what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Figures {
    /// What the three parts of a figure are called where they stand in a table.
    pub columns: [String; 3],
    pub figures: Vec<Figure>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    pub label: String,
    pub value: Cell,
    /// The definition, or why it is not known.
    pub note: String,
}

/// A grid of numbers, each on the tone of its cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    /// What stands above the rows' names.
    pub corner: String,
    pub columns: Vec<String>,
    pub rows: Vec<HeatRow>,
    /// What the tones say.
    pub key: Vec<(Tone, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct HeatRow {
    pub name: String,
    pub cells: Vec<(Tone, Cell)>,
}

/// What a printer without colour can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// From 0, white, to 4, the darkest; a number in it stands on white.
    Grey(u8),
    /// Hatched: nothing is there to be filled.
    Closed,
    /// Hatched both ways in a thick frame: more than there is.
    Over,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// What the bars are of, and what their length says.
    pub columns: [String; 2],
    pub bars: Vec<Bar>,
    /// A line across all bars, with its name.
    pub aim: Option<(f64, String)>,
    pub key: Vec<(Tone, String)>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub name: String,
    /// A text where it cannot be known: no bar is drawn then.
    pub value: Cell,
    pub tone: Tone,
}

/// Up to [`Lines::MOST`] lines over the same points, each with a dash and a mark of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// What the points are.
    pub corner: String,
    pub points: Vec<String>,
    pub lines: Vec<Line>,
    /// Where the lines across stand; the lowest and the highest bound the chart where the values do not.
    pub ticks: Vec<Number>,
    /// The chart in a sentence, for who cannot see it.
    pub summary: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub name: String,
    /// One for each point; a text where it cannot be known, and the line has a gap there.
    pub values: Vec<Cell>,
}

/// A thing to decide, by its rank.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub lead: String,
    /// The evidence; empty where the lead says it.
    pub text: String,
}

impl Lines {
    pub const MOST: usize = 4;
}

impl Cell {
    /// As it stands on paper.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Cell::Text(text) => text,
            Cell::Number(number) => &number.text,
        }
    }

    /// None where it is no number that can be drawn.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        match self {
            Cell::Number(number) if number.value.is_finite() => Some(number.value),
            _ => None,
        }
    }
}

impl Column {
    fn words(name: &str) -> Column {
        Column { name: name.to_owned(), unit: String::new(), align: Align::Left }
    }

    fn numbers(name: &str) -> Column {
        Column { align: Align::Right, ..Column::words(name) }
    }

    /// The name with its unit.
    #[must_use]
    pub fn title(&self) -> String {
        if self.unit.is_empty() { self.name.clone() } else { format!("{} ({})", self.name, self.unit) }
    }
}

impl Body {
    /// What it shows, as a table. None for words.
    #[must_use]
    pub fn table(&self) -> Option<Table> {
        let text = |it: &str| Cell::Text(it.to_owned());
        match self {
            Body::Table(table) => Some(table.clone()),
            Body::Figures(it) => {
                let [label, value, note] = &it.columns;
                let columns = vec![Column::words(label), Column::numbers(value), Column::words(note)];
                let row = |it: &Figure| vec![text(&it.label), it.value.clone(), text(&it.note)];
                Some(Table { columns, rows: it.figures.iter().map(row).collect(), total: None })
            }
            Body::Heat(it) => {
                let row = |it: &HeatRow| {
                    std::iter::once(text(&it.name)).chain(it.cells.iter().map(|it| it.1.clone())).collect()
                };
                Some(grid(&it.corner, &it.columns, it.rows.iter().map(row).collect()))
            }
            Body::Bars(it) => {
                let [name, value] = &it.columns;
                let columns = vec![Column::words(name), Column::numbers(value)];
                let aim = it.aim.iter().map(|(value, name)| {
                    vec![text(name), Cell::Number(Number { value: *value, text: String::new() })]
                });
                let bars = it.bars.iter().map(|it| vec![text(&it.name), it.value.clone()]);
                Some(Table { columns, rows: bars.chain(aim).collect(), total: None })
            }
            Body::Lines(it) => {
                let row =
                    |it: &Line| std::iter::once(text(&it.name)).chain(it.values.iter().cloned()).collect();
                Some(grid(&it.corner, &it.points, it.lines.iter().map(row).collect()))
            }
            Body::Words(_) => None,
        }
    }
}

fn grid(corner: &str, names: &[String], rows: Vec<Vec<Cell>>) -> Table {
    let names = names.iter().map(|it| Column::numbers(it));
    Table { columns: std::iter::once(Column::words(corner)).chain(names).collect(), rows, total: None }
}
