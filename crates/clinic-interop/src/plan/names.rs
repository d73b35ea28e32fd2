//! Providers, rooms and locations that tables call by name, looked for among the desk's own.

use super::{Context, Planned, resources::Bookable};
use crate::{
    record::{Body, Reference, Target},
    table,
};
use clinic_domain::{
    id::LocationId,
    resource::{Resource, ResourceKind},
};
use std::collections::HashMap;

/// What a name means here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Called {
    One(Bookable),
    Several,
}

/// Whether a key is a name, as tables have them.
pub(super) fn is_name(key: &str) -> bool {
    ["table/provider|", "table/room|"].iter().any(|it| key.starts_with(it))
}

/// The meaning of every provider's and room's name among the desk's own and what is planned so far; nothing for a
/// name that nobody has.
pub(super) fn called(context: &Context<'_>, planned: &[Planned<Resource>]) -> HashMap<String, Called> {
    let new = planned.iter().filter(|it| it.is_new).map(|it| &it.entity);
    let known = context.known.setup.resources.iter().chain(new);
    let known: Vec<(Vec<String>, &Resource)> = known.map(|it| (table::thing_words(&it.name), it)).collect();
    let mut meanings: HashMap<&str, Option<Called>> = HashMap::new();
    for (key, to) in references(context) {
        meanings.entry(key).or_insert_with(|| meaning(&known, to));
    }
    meanings.into_iter().filter_map(|(key, it)| Some((key.to_owned(), it?))).collect()
}

pub(super) fn is_location(key: &str) -> bool {
    key.starts_with("table/location|")
}

/// The desk's locations under the keys that tables have for their names.
pub(super) fn locations(context: &Context<'_>) -> HashMap<String, LocationId> {
    let known = context.known.setup.locations.iter().filter(|it| it.is_active);
    known.map(|it| (table::thing_key("location", &it.name), it.id)).collect()
}

fn references<'a>(context: &Context<'a>) -> impl Iterator<Item = (&'a str, &'a Reference)> {
    let all = context.records.iter().flat_map(|record| match &record.body {
        Body::Visit(it) => it.participants.iter().collect::<Vec<_>>(),
        Body::Patient(it) => it.own_provider.iter().collect(),
        _ => Vec::new(),
    });
    all.filter_map(|to| Some((to.key.as_deref().filter(|it| is_name(it))?, to)))
}

/// The resource with the very name; else the only one whose name has all these words, or whose words all stand here:
/// "Dr. Chen" is Mei Chen where there is no other Chen.
fn meaning(known: &[(Vec<String>, &Resource)], to: &Reference) -> Option<Called> {
    let kind = if to.target == Target::Room { ResourceKind::Room } else { ResourceKind::Provider };
    let words = table::thing_words(to.display.expose());
    let has_all = |longer: &[String], shorter: &[String]| shorter.iter().all(|it| longer.contains(it));
    let of_kind = || known.iter().filter(|(_, it)| it.kind == kind);
    let one_of = |found: Vec<&Resource>| match found[..] {
        [] => None,
        [it] => Some(Called::One(Bookable::of(it))),
        _ => Some(Called::Several),
    };
    let active_first = |mut found: Vec<&'_ Resource>| {
        if found.iter().any(|it| it.is_active) {
            found.retain(|it| it.is_active);
        }
        one_of(found)
    };
    let same: Vec<&Resource> = of_kind().filter(|(name, _)| *name == words).map(|(_, it)| *it).collect();
    if !same.is_empty() || kind == ResourceKind::Room || words.is_empty() {
        return active_first(same);
    }
    let alike =
        of_kind().filter(|(name, _)| !name.is_empty() && (has_all(name, &words) || has_all(&words, name)));
    active_first(alike.map(|(_, it)| *it).collect())
}
