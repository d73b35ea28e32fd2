//! Atoms to points, points to expressions: the longest that fits from left to right, and neighbours joined.

use super::{
    Moment,
    atom::{Atom, Placed, atoms},
    fields::{Expression, Fields},
    words::is_opening,
};
use crate::text::Text;
use std::ops::Range;

/// What was found, and the atom behind it.
pub type Found<T> = Option<(T, usize)>;

/// Words between the pieces of one point.
const BETWEEN: [&str; 20] = [
    ",",
    "on",
    "at",
    "@",
    "in",
    "the",
    "of",
    "for",
    "around",
    "about",
    "approximately",
    "by",
    "(",
    ")",
    "-",
    "this",
    "is",
    "starting",
    "sometime",
    "anytime",
];
/// How deep a point may hang on another: "a week after the day after tomorrow".
pub const DEEPEST: u8 = 2;
/// Weekday, day, month, year, time, part of the day: a point has no more components, said twice even.
const MOST_COMPONENTS: usize = 8;

#[cfg(test)]
thread_local! {
    /// How often a place was tried as the beginning of something: the work that a sentence makes.
    pub static TRIED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

pub struct Reader<'a> {
    pub text: &'a Text<'a>,
    pub moment: &'a Moment,
    atoms: Vec<Placed>,
}

impl<'a> Reader<'a> {
    pub fn new(text: &'a Text<'a>, moment: &'a Moment) -> Reader<'a> {
        Reader { text, moment, atoms: atoms(text) }
    }

    pub fn atom(&self, at: usize) -> Option<Atom> {
        self.atoms.get(at).map(|it| it.atom)
    }

    pub fn word(&self, at: usize) -> &str {
        self.atoms.get(at).and_then(|it| self.text.tokens.get(it.first)).map_or("", |it| it.word.as_str())
    }

    pub fn is(&self, at: usize, word: &str) -> bool {
        self.word(at) == word
    }

    pub fn any(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    pub fn number(&self, at: usize) -> Option<u32> {
        match self.atom(at) {
            Some(Atom::Number { value, .. }) => Some(value),
            _ => None,
        }
    }

    /// No space stands before it.
    pub fn is_glued(&self, at: usize) -> bool {
        self.atoms.get(at).and_then(|it| self.text.tokens.get(it.first)).is_some_and(|it| it.is_glued)
    }

    pub fn is_number(&self, at: usize) -> bool {
        matches!(self.atom(at), Some(Atom::Number { digits: 1.., .. }))
    }

    pub fn len(&self) -> usize {
        self.atoms.len()
    }

    pub fn tokens_of(&self, atoms: &Range<usize>) -> Range<usize> {
        let first = self.atoms.get(atoms.start).map_or(0, |it| it.first);
        let end = atoms.end.checked_sub(1).and_then(|it| self.atoms.get(it)).map_or(first, |it| it.end);
        first..end
    }

    /// All expressions, with the atoms that they cover.
    pub fn expressions(&self) -> Vec<(Expression, Range<usize>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.len() {
            let Some((mut expression, mut end)) = self.expression(at, false) else {
                at += 1;
                continue;
            };
            while let Some((joined, further)) = self.joined(&expression, end) {
                (expression, end) = (joined, further);
            }
            found.push((expression, at..end));
            at = end.max(at + 1);
        }
        found
    }

    /// The expression with the one behind it, where both say one thing.
    fn joined(&self, expression: &Expression, end: usize) -> Found<Expression> {
        let follows = matches!(expression, Expression::Point(it) if it.has_day() && it.clock.is_none());
        (end..=end + 3).take_while(|it| *it == end || self.is_between(it - 1)).find_map(|at| {
            let (other, further) = self.expression(at, follows)?;
            expression.with(&other).map(|it| (it, further))
        })
    }

    fn is_between(&self, at: usize) -> bool {
        self.any(at, &BETWEEN) || self.any(at, &["but", "and", "from"])
    }

    /// `follows`: a day stands before it, so that "3-8" are hours.
    fn expression(&self, at: usize, follows: bool) -> Found<Expression> {
        if !self.can_begin(at) {
            return None;
        }
        if let Some((every, end)) = self.every(at) {
            return Some((Expression::Every(every), end));
        }
        self.range(at, follows)
            .or_else(|| self.open(at))
            .or_else(|| self.point(at).map(|(it, end)| (Expression::Point(it), end)))
            .or_else(|| self.lone_length(at).map(|(it, end)| (Expression::Length(it), end)))
    }

    pub fn point(&self, at: usize) -> Found<Fields> {
        self.point_within(at, DEEPEST)
    }

    pub fn point_within(&self, at: usize, depth: u8) -> Found<Fields> {
        let (mut fields, mut end) = self.component(at, &Fields::default(), depth)?;
        for _ in 1..MOST_COMPONENTS {
            let Some((more, further)) = self.next_component(&fields, end, depth) else { break };
            (fields, end) = (more, further);
        }
        Some((fields, end))
    }

    fn next_component(&self, fields: &Fields, end: usize, depth: u8) -> Found<Fields> {
        let is_step = |it: &usize| *it == end || self.any(*it - 1, &BETWEEN);
        (end..=end + 3).take_while(is_step).find_map(|at| {
            let (more, further) = self.component(at, fields, depth)?;
            // What ends in the beginning of a span belongs to the span: "Thursday 9-11".
            if at > end && self.is(at - 1, "-") && more.has_time() && fields.has_time() {
                return None;
            }
            let is_start = fields.has_day() && more.clock.is_some() && self.is_connector(further);
            if is_start && depth > 0 && self.range_within(at, true, depth - 1).is_some() {
                return None;
            }
            fields.with(&more).map(|it| (it, further))
        })
    }

    pub fn is_connector(&self, at: usize) -> bool {
        self.any(at, &["-", "–", "—", "to", "till", "til", "until", "untill", "through", "thru", "and"])
    }

    fn component(&self, at: usize, so_far: &Fields, depth: u8) -> Found<Fields> {
        if !self.can_begin(at) {
            return None;
        }
        self.written(at)
            .or_else(|| self.past(at, self.is_invited(at)))
            .or_else(|| self.shift(at, depth))
            .or_else(|| self.portion(at, depth))
            .or_else(|| self.day(at, depth))
            .or_else(|| self.month(at, so_far.has_day()))
            .or_else(|| {
                let is_invited =
                    self.is_invited(at) || so_far.part.is_some() || self.is_hour_behind_day(at, so_far);
                self.clock(at, is_invited)
            })
            .or_else(|| self.part(at).filter(|_| !self.is_greeting(at)))
            .or_else(|| self.half_as_part(at, so_far))
            .or_else(|| self.number_of_month(at, so_far))
    }

    /// "Mon 1030", "tomorrow 3": terse, but a time; so is "1030" alone.
    fn is_hour_behind_day(&self, at: usize, so_far: &Fields) -> bool {
        let is_one_day = so_far.weekday.is_some() || so_far.span.is_some_and(|it| it.is_one_day());
        match self.atom(at) {
            Some(Atom::Number { value, digits: 3 | 4 }) => value % 5 == 0 && (is_one_day || self.len() == 1),
            Some(Atom::Number { value: 1..=12, digits: 1 | 2 }) => {
                is_one_day && matches!(self.atom(at + 1), None | Some(Atom::Sign('.' | ',' | '?' | '!')))
            }
            _ => false,
        }
    }

    /// Most words begin nothing: they cost one look.
    fn can_begin(&self, at: usize) -> bool {
        #[cfg(test)]
        TRIED.set(TRIED.get() + 1);
        match self.atom(at) {
            Some(Atom::Word) => is_opening(self.word(at)),
            Some(Atom::Sign(sign)) => matches!(sign, '<' | '>'),
            it => it.is_some(),
        }
    }

    fn is_greeting(&self, at: usize) -> bool {
        at > 0 && self.is(at - 1, "good")
    }

    /// "Thu am": the half of a day as a part of it.
    fn half_as_part(&self, at: usize, so_far: &Fields) -> Found<Fields> {
        let Some(Atom::Half(is_late)) = self.atom(at) else { return None };
        let part = if is_late { super::PartOfDay::Afternoon } else { super::PartOfDay::Morning };
        let is_verb = self.any(at + 1, &["i", "not"]) || at > 0 && self.is(at - 1, "i");
        (so_far.has_day() && !is_verb).then_some((Fields { part: Some(part), ..Fields::default() }, at + 1))
    }
}
