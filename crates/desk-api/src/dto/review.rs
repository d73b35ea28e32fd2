//! A review of capacity as files. What stands on the paper is what the room shows, in its words.

use super::capacity::CapacityRequest;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaveReviewRequest {
    /// What was looked at.
    pub of: CapacityRequest,
    pub format: ReviewFormat,
    pub review: ReviewRequest,
}

#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReviewFormat {
    /// One document that prints well in black and white.
    Pdf,
    /// A folder with a table for each section that has numbers.
    Csv,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewRequest {
    pub title: String,
    /// What of the organization it covers.
    pub place: String,
    pub period: String,
    /// The footer's words: when, and by whom.
    pub made: String,
    /// With `{page}` and `{pages}` where the figures go.
    pub page: String,
    pub sections: Vec<ReviewSection>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewSection {
    pub heading: String,
    /// Empty where there is nothing to say.
    pub note: String,
    pub body: ReviewBody,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ReviewBody {
    /// Single figures, each with its definition, or why it is not known.
    Figures {
        /// What the three parts of a figure are called.
        columns: [String; 3],
        figures: Vec<ReviewFigure>,
    },
    /// A grid of numbers on tones.
    Heat {
        corner: String,
        columns: Vec<String>,
        rows: Vec<ReviewHeatRow>,
        /// What the tones say.
        key: Vec<ReviewKey>,
    },
    /// Up to four lines over the same points.
    Lines {
        /// What the points are.
        corner: String,
        points: Vec<String>,
        lines: Vec<ReviewLine>,
        ticks: Vec<ReviewNumber>,
        /// The chart in a sentence.
        summary: String,
    },
    /// Things to decide, by their rank.
    Words { words: Vec<ReviewWords> },
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewFigure {
    pub label: String,
    pub value: ReviewCell,
    pub note: String,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum ReviewCell {
    Text { text: String },
    Number(ReviewNumber),
}

/// Rounded as it should be read, with its words on paper.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ReviewNumber {
    pub value: f64,
    pub text: String,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewHeatRow {
    pub name: String,
    pub cells: Vec<ReviewHeatCell>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewHeatCell {
    pub tone: ReviewTone,
    pub cell: ReviewCell,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewKey {
    pub tone: ReviewTone,
    pub text: String,
}

/// What a printer without colour can tell apart.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReviewTone {
    White,
    Light,
    Middle,
    Dark,
    Darkest,
    /// Hatched: nothing is there to be filled.
    Closed,
    /// Hatched both ways in a thick frame: more than there is.
    Over,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewLine {
    pub name: String,
    /// One for each point; a text where it cannot be known.
    pub values: Vec<ReviewCell>,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReviewWords {
    pub lead: String,
    /// Empty where the lead says it.
    pub text: String,
}

#[derive(Clone, Debug, Serialize, TS)]
pub struct SavedReviewView {
    /// Where it lies on this PC: the file, or the folder with the tables.
    pub path: String,
    /// The names of what was written.
    pub files: Vec<String>,
    /// Whether this desk can show it: `open_review`.
    pub opens: bool,
}

#[derive(Clone, Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenReviewRequest {
    /// As `save_review` answered it, since somebody signed in.
    pub path: String,
}
