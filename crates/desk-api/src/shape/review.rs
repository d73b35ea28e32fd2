//! What stands on the paper, as it came from the window: bounded, and with what the desk itself knows.

use super::invalid;
use crate::dto::{
    preferences::Language,
    review::{
        ReviewBody, ReviewCell, ReviewFigure, ReviewHeatRow, ReviewKey, ReviewLine, ReviewNumber,
        ReviewRequest, ReviewSection, ReviewTone, ReviewWords,
    },
};
use clinic_domain::{
    arbitration::Refused,
    invalid::{Field, Problem},
    setup::Setup,
    time::Instant,
};
use desk_app::capacity::review::document::{
    Body, Cell, Figure, Figures, Heat, HeatRow, Line, Lines, Number, Review, Section, Tone, Words,
};

/// A large clinic's review has some hundred rows.
const MOST_SECTIONS: usize = 30;
const MOST_ROWS: usize = 1_000;
const MOST_COLUMNS: usize = 100;
const MOST_BYTES: usize = 1 << 20;

pub fn review(setup: &Setup, language: Language, now: Instant, it: ReviewRequest) -> Result<Review, Refused> {
    if !is_bounded(&it) {
        return Err(invalid(Field::File, Problem::TooLong));
    }
    Ok(Review {
        title: it.title,
        organization: setup.organization.name.clone(),
        place: it.place,
        period: it.period,
        language: tag(language).to_owned(),
        made_at: now.wall(setup.first_zone()),
        made: it.made,
        page: it.page,
        sections: it.sections.into_iter().map(section).collect(),
    })
}

const fn tag(language: Language) -> &'static str {
    match language {
        Language::English => "en",
        Language::Spanish => "es",
    }
}

fn is_bounded(it: &ReviewRequest) -> bool {
    let own = [&it.title, &it.place, &it.period, &it.made, &it.page];
    let of_sections =
        it.sections.iter().flat_map(|it| [it.heading.as_str(), &it.note].into_iter().chain(texts(&it.body)));
    let bytes: usize = own.into_iter().map(String::as_str).chain(of_sections).map(str::len).sum();
    let is_small = |it: &ReviewSection| {
        let (rows, columns) = size(&it.body);
        rows <= MOST_ROWS && columns <= MOST_COLUMNS
    };
    it.sections.len() <= MOST_SECTIONS && it.sections.iter().all(is_small) && bytes <= MOST_BYTES
}

/// Rows and columns.
fn size(body: &ReviewBody) -> (usize, usize) {
    match body {
        ReviewBody::Figures { figures, columns } => (figures.len(), columns.len()),
        ReviewBody::Heat { columns, rows, key, .. } => {
            let widest = rows.iter().map(|it| it.cells.len()).max().unwrap_or(0);
            (rows.len(), widest.max(columns.len()).max(key.len()))
        }
        ReviewBody::Lines { points, lines, ticks, .. } => {
            let widest = lines.iter().map(|it| it.values.len()).max().unwrap_or(0);
            let rows = if lines.len() <= Lines::MOST { lines.len() } else { usize::MAX };
            (rows, widest.max(points.len()).max(ticks.len()))
        }
        ReviewBody::Words { words } => (words.len(), 0),
    }
}

fn of_cell(it: &ReviewCell) -> &str {
    match it {
        ReviewCell::Text { text } | ReviewCell::Number(ReviewNumber { text, .. }) => text,
    }
}

fn texts(body: &ReviewBody) -> Vec<&str> {
    match body {
        ReviewBody::Figures { columns, figures } => {
            let of_figures = figures.iter().flat_map(|it| [&*it.label, of_cell(&it.value), &it.note]);
            columns.iter().map(String::as_str).chain(of_figures).collect()
        }
        ReviewBody::Heat { corner, columns, rows, key } => {
            let names = columns.iter().chain(key.iter().map(|it| &it.text)).chain([corner]);
            let of_rows = rows
                .iter()
                .flat_map(|it| std::iter::once(&*it.name).chain(it.cells.iter().map(|it| of_cell(&it.cell))));
            names.map(String::as_str).chain(of_rows).collect()
        }
        ReviewBody::Lines { corner, points, lines, ticks, summary } => {
            let names = points.iter().chain(ticks.iter().map(|it| &it.text)).chain([corner, summary]);
            let of_lines =
                lines.iter().flat_map(|it| std::iter::once(&*it.name).chain(it.values.iter().map(of_cell)));
            names.map(String::as_str).chain(of_lines).collect()
        }
        ReviewBody::Words { words } => words.iter().flat_map(|it| [&*it.lead, &it.text]).collect(),
    }
}

fn section(it: ReviewSection) -> Section {
    let body = match it.body {
        ReviewBody::Figures { columns, figures } => {
            Body::Figures(Figures { columns, figures: figures.into_iter().map(figure).collect() })
        }
        ReviewBody::Heat { corner, columns, rows, key } => Body::Heat(Heat {
            corner,
            columns,
            rows: rows.into_iter().map(heat_row).collect(),
            key: key.into_iter().map(|ReviewKey { tone: of, text }| (tone(of), text)).collect(),
        }),
        ReviewBody::Lines { corner, points, lines, ticks, summary } => Body::Lines(Lines {
            corner,
            points,
            lines: lines.into_iter().map(line).collect(),
            ticks: ticks.into_iter().map(number).collect(),
            summary,
        }),
        ReviewBody::Words { words } => {
            let words = words.into_iter().map(|ReviewWords { lead, text }| Words { lead, text });
            Body::Words(words.collect())
        }
    };
    Section { heading: it.heading, note: it.note, body }
}

fn figure(it: ReviewFigure) -> Figure {
    Figure { label: it.label, value: cell(it.value), note: it.note }
}

fn heat_row(it: ReviewHeatRow) -> HeatRow {
    let cells = it.cells.into_iter().map(|it| (tone(it.tone), cell(it.cell)));
    HeatRow { name: it.name, cells: cells.collect() }
}

fn line(it: ReviewLine) -> Line {
    Line { name: it.name, values: it.values.into_iter().map(cell).collect() }
}

fn cell(it: ReviewCell) -> Cell {
    match it {
        ReviewCell::Text { text } => Cell::Text(text),
        ReviewCell::Number(it) => Cell::Number(number(it)),
    }
}

fn number(it: ReviewNumber) -> Number {
    Number { value: it.value, text: it.text }
}

fn tone(it: ReviewTone) -> Tone {
    match it {
        ReviewTone::White => Tone::Grey(0),
        ReviewTone::Light => Tone::Grey(1),
        ReviewTone::Middle => Tone::Grey(2),
        ReviewTone::Dark => Tone::Grey(3),
        ReviewTone::Darkest => Tone::Grey(4),
        ReviewTone::Closed => Tone::Closed,
        ReviewTone::Over => Tone::Over,
    }
}
