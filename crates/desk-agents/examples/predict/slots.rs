//! The names, dates and times in a text, with where they stand in it.

use crate::row::{Names, Row, characters};
use chrono::NaiveTime;
use clinic_language::{
    names::{Entry, Gazetteer, NameKind, unknown_names},
    slots::{Slot, slots},
    text::Text,
    when::Moment,
};
use serde_json::{Value, json};
use std::{cell::RefCell, ops::Range};

thread_local! {
    /// The lists are the same for all rows: they are made once.
    static LISTS: RefCell<Option<Gazetteer>> = const { RefCell::new(None) };
}

pub fn of(row: &Row, names: &Names) -> Vec<Value> {
    let text = Text::new(&row.text);
    let hour = |it| NaiveTime::from_hms_opt(it, 0, 0).unwrap_or_default();
    let moment = Moment { now: row.now(), opens: hour(8), closes: hour(18) };
    let heard = LISTS.with_borrow_mut(|it| it.get_or_insert_with(|| lists(names)).find(&text));
    let at = |range: &Range<usize>| (characters(&row.text, range.start), characters(&row.text, range.end));
    let named = |name: &str, range: &Range<usize>| {
        let (start, end) = at(range);
        json!({"name": name, "start": start, "end": end})
    };
    let mut found: Vec<Value> =
        heard.iter().map(|it| named(slot_name(it.kind, &text, &it.at), &it.at)).collect();
    let new = unknown_names(&text, &heard, row.previous.as_deref());
    found.extend(new.iter().map(|it| named("patient_name", &it.at)));
    let taken: Vec<Range<usize>> =
        heard.into_iter().map(|it| it.at).chain(new.into_iter().map(|it| it.at)).collect();
    for (range, slot) in slots(&text, &moment) {
        if taken.iter().any(|it| it.start < range.end && range.start < it.end) {
            continue;
        }
        let (name, value) = match slot {
            Slot::Date(day) => ("date", day.map(|it| it.to_string())),
            Slot::Time(clock) => ("time", clock.map(|it| it.format("%H:%M").to_string())),
        };
        let (start, end) = at(&range);
        found.push(json!({"name": name, "start": start, "end": end, "value": value}));
    }
    found
}

/// A place with a number in it is an address.
fn slot_name(kind: NameKind, text: &Text<'_>, at: &Range<usize>) -> &'static str {
    match kind {
        NameKind::Patient => "patient_name",
        NameKind::Provider => "provider_name",
        NameKind::ProviderKind => "provider_type",
        NameKind::VisitType => "reason",
        NameKind::Place if text.piece(at).contains(|it: char| it.is_ascii_digit()) => "location",
        NameKind::Place => "city",
    }
}

fn lists(names: &Names) -> Gazetteer {
    let kinds = [
        ("patient_name", NameKind::Patient),
        ("provider_name", NameKind::Provider),
        ("provider_type", NameKind::ProviderKind),
        ("city", NameKind::Place),
        ("location", NameKind::Place),
    ];
    let listed =
        kinds.iter().flat_map(|(slot, kind)| names.0.get(*slot).into_iter().flatten().map(|it| (it, *kind)));
    Gazetteer::of((0..).zip(listed).map(|(id, (name, kind))| Entry {
        id,
        name: name.clone(),
        aliases: Vec::new(),
        kind,
    }))
}
