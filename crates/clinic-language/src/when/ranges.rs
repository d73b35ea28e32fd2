//! Spans with two ends: "from 2 to 4", "between Oct. 2 and the 22nd", "9-11am", "tomorrow till Friday".

use super::{
    atom::Atom,
    fields::{Edge, Expression, Fields},
    grammar::{DEEPEST, Found, Reader},
};

impl Reader<'_> {
    /// `follows`: a day stands before it, so that two bare numbers are hours.
    pub fn range(&self, at: usize, follows: bool) -> Found<Expression> {
        self.range_within(at, follows, DEEPEST)
    }

    /// A point looks for a span that begins in it, and a span consists of points: `depth` ends that.
    pub fn range_within(&self, at: usize, follows: bool, depth: u8) -> Found<Expression> {
        let is_between = self.is(at, "between");
        let is_from = self.is(at, "from");
        let start = at + usize::from(is_between || is_from);
        let (from, end) = self.side(start, depth)?;
        let is_dash = self.any(end, &["-", "–", "—"]);
        let is_joint = self.is_connector(end) && (!self.is(end, "and") || is_between);
        if !is_joint {
            return None;
        }
        let begin = end + 1 + usize::from(self.any(end + 1, &["around", "about", "from"]));
        let (to, end) = self.side(begin, depth)?;
        let goes_on = is_dash && self.any(end, &["-", "/"]) && self.is_glued(end) && self.is_number(end + 1);
        if goes_on {
            return None;
        }
        // "from 7 to 9 people" counts.
        if !is_dash
            && to.bare.is_some()
            && self.atom(end) == Some(Atom::Word)
            && !self.is_alone(end)
            && self.which(end).is_none()
        {
            return None;
        }
        let is_invited = is_between || is_from || follows || self.is_invited(at) || self.is_day_behind(end);
        let (from, to) = alike(from, to, is_invited)?;
        let is_plain = is_dash && !(is_between || is_from);
        if is_plain
            && from.has_day()
            && !from.has_time()
            && (!to.has_day() && to.has_time() || from.weekday.or(to.weekday).is_some())
        {
            // A dash that only joins: "6 Jan 2027 - 6:37am", "Friday - June 15".
            if let Some(point) = from.with(&to) {
                return Some((Expression::Point(point), end));
            }
        }
        let from = Edge { fields: from, is_end: false };
        let to = Edge { fields: to, is_end: true };
        Some((Expression::Range { from: Some(from), to: Some(to) }, end))
    }

    fn is_day_behind(&self, at: usize) -> bool {
        let at = at + usize::from(self.any(at, &["on", "this", "next", "of"]));
        matches!(self.atom(at), Some(Atom::Weekday { .. } | Atom::Near(_) | Atom::Tonight))
    }

    /// One end: a point, or a number that the other end explains.
    fn side(&self, at: usize, depth: u8) -> Found<Fields> {
        let skipped = at + usize::from(self.any(at, &["the", "at", "on"]));
        if let Some(found) = self.point_within(at, depth).or_else(|| self.point_within(skipped, depth)) {
            return Some(found);
        }
        match self.atom(skipped)? {
            Atom::Number { value, digits: 0..=2 } if value <= 31 => {
                let is_part = self.is_glued(skipped) && self.is(skipped.wrapping_sub(1), ".");
                let bare = Fields { bare: Some(value), ..Fields::default() };
                (!is_part).then_some((bare, skipped + 1))
            }
            Atom::Number { value, digits: 4 } if value / 100 < 24 && value % 100 < 60 => {
                let clock = self.clock(skipped, true);
                clock.or_else(|| {
                    let minutes = value / 100 * 60 + value % 100;
                    Some((Fields::clock(minutes, false), skipped + 1))
                })
            }
            Atom::Ordinal { value, .. } => {
                Some((Fields { number: Some(value), ..Fields::default() }, skipped + 1))
            }
            _ => None,
        }
    }
}

/// Both ends as the same kind of thing: bare numbers become what the other end is.
fn alike(mut from: Fields, mut to: Fields, is_invited: bool) -> Option<(Fields, Fields)> {
    match (from.bare, to.bare) {
        (None, None) => {}
        (Some(a), Some(b)) if is_invited => {
            (from, to) = (Fields::hour(a)?, Fields::hour(b)?);
        }
        (Some(_), Some(_)) => return None,
        (Some(bare), None) => from = like(bare, &to)?,
        (None, Some(bare)) => to = like(bare, &from)?,
    }
    let is_time = |it: &Fields| it.has_time();
    let is_mixed =
        is_time(&from) != is_time(&to) && (is_time(&from) && !from.has_day() && from.instant.is_none());
    (!is_mixed).then_some((from, to))
}

fn like(bare: u32, other: &Fields) -> Option<Fields> {
    if other.clock.is_some() || other.part.is_some() || other.instant.is_some() {
        return Fields::hour(bare);
    }
    other.number?;
    Some(Fields { number: Some(bare).filter(|it| (1..=31).contains(it)), ..Fields::default() })
}
