//! What each column most likely is: by its name, and by whether its values can be that.

use super::{
    clock,
    date::{self, Read},
    field::{TableField, TableSubject},
    header::{self, LIKELY, Score},
    row,
    values::{self, Shape},
};
use chrono::{Datelike, NaiveDate};
use clinic_domain::fold::fold;
use csv::StringRecord;
use std::collections::BTreeSet;

/// The first rows of data: what columns are judged by.
pub(crate) struct Sample {
    pub rows: Vec<StringRecord>,
    pub today: NaiveDate,
}

/// Rows that are enough to judge by.
pub(crate) const SAMPLE_ROWS: usize = 500;
/// Values in a column's own manner add this to a name that says half of it.
const VALUES_AGREE: Score = 15;

impl Sample {
    /// For each column what it may be, the best first: guesses from [`LIKELY`] on, alternatives below.
    pub(crate) fn candidates(
        &self,
        names: &[String],
        subject: TableSubject,
    ) -> Vec<Vec<(TableField, Score)>> {
        let of = |(at, name): (usize, &String)| {
            let values = Values::of(self, at);
            let mut found: Vec<(TableField, Score)> = header::of_header(name, subject)
                .into_iter()
                .filter_map(|(field, score)| match values.fit(field) {
                    Fit::No => None,
                    Fit::Maybe => Some((field, score)),
                    Fit::Yes if score < LIKELY => Some((field, score + VALUES_AGREE)),
                    Fit::Yes => Some((field, score)),
                })
                .collect();
            if found.first().is_none_or(|it| it.1 < LIKELY) {
                let by_values = values.by_themselves(subject, self.today);
                found.retain(|(field, _)| by_values.iter().all(|(it, _)| it != field));
                found.extend(by_values);
            }
            found.sort_by_key(|(field, score)| (std::cmp::Reverse(*score), *field));
            found
        };
        names.iter().enumerate().map(of).collect()
    }

    /// Whether visits or people stand in the rows.
    pub(crate) fn subject(&self, names: &[String]) -> TableSubject {
        let subject = TableSubject::Appointments;
        let columns = assign(&self.candidates(names, subject), &vec![None; names.len()]);
        let place = |field| columns.iter().position(|it| *it == Some(field));
        let has_time_in_start =
            || place(TableField::Start).is_some_and(|it| Values::of(self, it).share(Values::is_moment) > 0.5);
        let has_time = [TableField::StartTime, TableField::End, TableField::Duration]
            .iter()
            .any(|it| place(*it).is_some());
        let is_visit = place(TableField::Start).is_some() && (has_time || has_time_in_start());
        if is_visit { subject } else { TableSubject::Patients }
    }
}

/// One field for each column, the likeliest first; `said` is what somebody has decided.
pub(crate) fn assign(
    candidates: &[Vec<(TableField, Score)>],
    said: &[Option<Option<TableField>>],
) -> Vec<Option<TableField>> {
    let mut columns: Vec<Option<TableField>> = said.iter().map(|it| it.flatten()).collect();
    let mut all: Vec<(Score, usize, TableField)> = Vec::new();
    for (at, of_column) in candidates.iter().enumerate().filter(|(at, _)| said[*at].is_none()) {
        all.extend(of_column.iter().filter(|it| it.1 >= LIKELY).map(|(field, score)| (*score, at, *field)));
    }
    all.sort_by_key(|(score, at, _)| (std::cmp::Reverse(*score), *at));
    for (_, at, field) in all {
        if columns[at].is_none() && (field.may_repeat() || !columns.contains(&Some(field))) {
            columns[at] = Some(field);
        }
    }
    settle_names(&mut columns, said);
    columns
}

/// "Name" means the whole name, unless the family name has a column of its own.
fn settle_names(columns: &mut [Option<TableField>], said: &[Option<Option<TableField>>]) {
    use TableField as F;
    let has = |columns: &[Option<F>], field| columns.contains(&Some(field));
    let (family, given, full) =
        (has(columns, F::FamilyName), has(columns, F::GivenNames), has(columns, F::FullName));
    let (from, to) = match (family, given, full) {
        (false, true, false) => (F::GivenNames, Some(F::FullName)),
        (true, false, true) => (F::FullName, Some(F::GivenNames)),
        (true, true, true) => (F::FullName, None),
        _ => return,
    };
    for (column, said) in columns.iter_mut().zip(said) {
        if *column == Some(from) && said.is_none() {
            *column = to;
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Yes,
    Maybe,
    No,
}

/// A column's values in the sample.
struct Values<'s> {
    cells: Vec<&'s str>,
    shapes: Vec<Shape>,
}

impl<'s> Values<'s> {
    fn of(sample: &'s Sample, column: usize) -> Self {
        let cells = sample.rows.iter().filter_map(|row| row.get(column)).map(row::value);
        let cells: Vec<&str> = cells.filter(|it| !it.is_empty()).collect();
        let shapes = cells.iter().map(|it| Shape::of(it)).collect();
        Self { cells, shapes }
    }

    /// The share of cells for which `is` holds.
    fn share(&self, is: impl Fn(&str, Shape) -> bool) -> f64 {
        let count = self.cells.iter().zip(&self.shapes).filter(|(cell, shape)| is(cell, **shape)).count();
        count as f64 / self.cells.len().max(1) as f64
    }

    fn distinct(&self) -> usize {
        self.cells.iter().map(|it| fold(it)).collect::<BTreeSet<_>>().len()
    }

    fn fit(&self, field: TableField) -> Fit {
        use TableField as F;
        if self.cells.is_empty() {
            return Fit::Maybe;
        }
        let needs = |share: f64, least: f64| if share >= least { Fit::Yes } else { Fit::No };
        match field {
            F::BirthDate | F::Start => needs(self.share(Self::is_dated), 0.5),
            F::StartTime => needs(
                self.share(|cell, shape| !Self::is_dated(cell, shape) && clock::read(cell).is_some()),
                0.5,
            ),
            F::End => needs(
                self.share(|cell, shape| Self::is_dated(cell, shape) || clock::read(cell).is_some()),
                0.5,
            ),
            F::Duration => needs(self.share(|cell, _| clock::minutes(cell).is_some()), 0.5),
            F::Email => needs(self.share(Self::is_email), 0.3),
            F::MobilePhone | F::HomePhone | F::WorkPhone | F::OtherPhone | F::EmergencyPhone => {
                needs(self.share(Self::has_number), 0.3)
            }
            F::Sex if self.distinct() <= 12 => needs(self.share(Self::is_sex), 0.5),
            F::Sex => Fit::No,
            F::Status if self.share(|cell, _| values::status(cell).is_some()) >= 0.2 => Fit::Yes,
            F::Status => {
                if self.distinct() <= 20 {
                    Fit::Maybe
                } else {
                    Fit::No
                }
            }
            F::Active => needs(self.share(|cell, _| values::yes_or_no(cell).is_some()), 0.5),
            F::Language => needs(self.share(|cell, _| values::language(cell).is_some()), 0.3),
            F::Deceased | F::Alert | F::Note | F::Reason | F::MemberId | F::PostalCode | F::Street => {
                Fit::Maybe
            }
            F::RecordNumber | F::VisitNumber => {
                if self.share(Self::is_moment) > 0.5 || self.share(Self::is_email) > 0.5 {
                    Fit::No
                } else {
                    Fit::Maybe
                }
            }
            _ => {
                if self.share(Self::is_no_word) > 0.5 {
                    Fit::No
                } else {
                    Fit::Maybe
                }
            }
        }
    }

    /// What values tell whose column has no name that does.
    fn by_themselves(&self, subject: TableSubject, today: NaiveDate) -> Vec<(TableField, Score)> {
        use TableField as F;
        if self.cells.is_empty() {
            return Vec::new();
        }
        let full = |share: f64| share >= 0.9;
        let mut found = Vec::new();
        if full(self.share(Self::is_email)) {
            found.push((F::Email, 85));
        }
        if full(self.share(|_, shape| shape == Shape::NameWithComma))
            && self.distinct() > self.cells.len() / 2
        {
            found.push((F::FullName, 70));
        }
        if full(self.share(Self::is_sex)) && (2..=6).contains(&self.distinct()) {
            found.push((F::Sex, 65));
        }
        if full(self.share(|_, shape| shape == Shape::Phone)) {
            found.push((F::OtherPhone, 60));
        }
        if full(self.share(Self::is_dated)) && self.are_birth_dates(today) {
            found.push((F::BirthDate, 60));
        }
        let is_visits = subject == TableSubject::Appointments;
        if is_visits && full(self.share(Self::is_moment)) {
            found.push((F::Start, 65));
        }
        if is_visits && full(self.share(|cell, _| values::status(cell).is_some())) {
            found.push((F::Status, 60));
        }
        found
    }

    /// They lie decades apart and behind.
    fn are_birth_dates(&self, today: NaiveDate) -> bool {
        let years = self.cells.iter().filter_map(|it| match date::read(it, None, today) {
            Read::Date(day, _) | Read::Either(day, _, _) => Some(day.year()),
            Read::Nothing => None,
        });
        let years: Vec<i32> = years.collect();
        let (Some(first), Some(last)) = (years.iter().min(), years.iter().max()) else { return false };
        last - first >= 25 && *last <= today.year()
    }

    fn is_dated(_: &str, shape: Shape) -> bool {
        matches!(shape, Shape::Date | Shape::DateTime)
    }

    fn is_moment(_: &str, shape: Shape) -> bool {
        shape == Shape::DateTime
    }

    fn is_email(_: &str, shape: Shape) -> bool {
        shape == Shape::Email
    }

    fn is_sex(cell: &str, _: Shape) -> bool {
        values::sex(cell).is_some() || cell.eq_ignore_ascii_case("m")
    }

    fn has_number(cell: &str, shape: Shape) -> bool {
        !matches!(shape, Shape::Date | Shape::DateTime | Shape::Email)
            && cell.bytes().filter(u8::is_ascii_digit).count() >= 6
    }

    /// A name of somebody or something has other letters.
    fn is_no_word(_: &str, shape: Shape) -> bool {
        matches!(shape, Shape::Date | Shape::DateTime | Shape::Time | Shape::Email | Shape::Phone)
    }
}
