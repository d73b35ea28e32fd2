//! Rough parts of a week, month or year: "early next week", "mid December", "the end of the month".

use super::{
    calendar::{Span, plus_days},
    fields::Fields,
    grammar::{Found, Reader},
    resolve::spans,
};

#[derive(Clone, Copy)]
enum Portion {
    Early,
    Middle,
    Late,
}

impl Reader<'_> {
    pub fn portion(&self, at: usize, depth: u8) -> Found<Fields> {
        let start = at + usize::from(self.is(at, "the"));
        let (portion, is_of) = match self.word(start) {
            "early" => (Portion::Early, false),
            "mid" => (Portion::Middle, false),
            "late" => (Portion::Late, false),
            "beginning" | "start" => (Portion::Early, true),
            "middle" => (Portion::Middle, true),
            "end" => (Portion::Late, true),
            _ => return None,
        };
        let mut end = start + 1;
        if is_of && !self.is(end, "of") {
            return None;
        }
        end += usize::from(self.any(end, &["of", "in", "-"]));
        let (whole, end) = self.point_within(end, depth.checked_sub(1)?)?;
        if whole.has_time() {
            return None;
        }
        let span = spans(&whole, self.moment, self.moment.now.date()).first()?.0;
        Some((Fields::span(part_of(span, portion)?), end))
    }
}

/// Of a week its first two working days, Wednesday, or the two before the weekend; of a longer span about a third.
fn part_of(span: Span, portion: Portion) -> Option<Span> {
    let days = (span.to - span.from).num_days();
    let (first, second, last) = match days {
        7 => (2, 3, 5),
        8.. => (days / 3, days * 2 / 3, days),
        _ => return None,
    };
    let (from, to) = match portion {
        Portion::Early => (0, first),
        Portion::Middle => (first, second),
        Portion::Late => (second, last),
    };
    Some(Span { from: plus_days(span.from, from), to: plus_days(span.from, to) })
}
