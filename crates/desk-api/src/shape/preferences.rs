//! Preferences to rows and back: a field is a row. A row that cannot be read leaves its field as nobody chose it, and
//! stays as it is until the person chooses anew.

use super::invalid;
use crate::dto::preferences::Preferences;
use clinic_domain::{
    arbitration::Refused,
    invalid::{Field, Problem},
};
use desk_cache::Preference;
use serde_json::{Map, Value};

/// Far above what a person can arrange.
const MOST_BYTES: usize = 64 * 1024;

#[must_use]
pub fn read(rows: &[Preference]) -> Preferences {
    let mut fields = Map::new();
    for Preference { name, value } in rows {
        let Ok(value) = serde_json::from_str::<Value>(value) else { continue };
        fields.insert(name.clone(), value);
        if parse(&fields).is_none() {
            fields.remove(name);
        }
    }
    parse(&fields).unwrap_or_default()
}

fn parse(fields: &Map<String, Value>) -> Option<Preferences> {
    serde_json::from_value(Value::Object(fields.clone())).ok()
}

pub fn rows(preferences: &Preferences) -> Result<Vec<Preference>, Refused> {
    // Strings and lists of ids: they always have a JSON form.
    let fields = serde_json::to_value(preferences).unwrap_or_default();
    let fields = fields.as_object().into_iter().flatten();
    let rows: Vec<Preference> =
        fields.map(|(name, value)| Preference { name: name.clone(), value: value.to_string() }).collect();
    if rows.iter().map(|it| it.value.len()).sum::<usize>() > MOST_BYTES {
        return Err(invalid(Field::Preferences, Problem::MoreThanKibibytes { most: 64 }));
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dto::preferences::{BoardPreferences, Contrast, Density, Language, Theme};
    use clinic_domain::{
        id::{LocationId, ResourceId},
        resource::ResourceKind,
    };

    fn arranged() -> Preferences {
        let resource = |byte| ResourceId::from_bytes([byte; 16]);
        Preferences {
            language: Some(Language::Spanish),
            theme: Theme::Dark,
            contrast: Contrast::More,
            density: Density::Fit,
            boards: vec![BoardPreferences {
                location: LocationId::from_bytes([1; 16]),
                columns: ResourceKind::Room,
                hidden: vec![resource(2)],
                order: vec![resource(4), resource(3)],
            }],
            keys: [("lock".to_owned(), "Ctrl+Shift+L".to_owned())].into(),
            single_letter_keys: false,
            hides_getting_ready: true,
        }
    }

    #[test]
    fn rows_are_read_as_they_were_written() {
        for preferences in [Preferences::default(), arranged()] {
            assert_eq!(read(&rows(&preferences).unwrap()), preferences);
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_costs_its_own_field_and_no_other() {
        let stored = rows(&arranged()).unwrap();
        for broken in 0..stored.len() {
            for value in ["", "{", "17", "\"plaid\"", "[{}]"] {
                let mut rows = stored.clone();
                rows[broken].value = value.to_owned();
                rows.push(Preference { name: "from a newer desk".to_owned(), value: "true".to_owned() });
                let shown = serde_json::to_value(read(&rows)).unwrap();
                let chosen = serde_json::to_value(arranged()).unwrap();
                let default = serde_json::to_value(Preferences::default()).unwrap();
                for row in &stored {
                    let expected = if row.name == stored[broken].name { &default } else { &chosen };
                    assert_eq!(
                        shown[&row.name], expected[&row.name],
                        "{} was {value:?}",
                        stored[broken].name
                    );
                }
            }
        }
    }

    #[test]
    fn nobody_fills_the_vault_with_preferences() {
        let keys = (0..9_000).map(|n| (format!("action {n}"), "Ctrl+L".to_owned()));
        let large = Preferences { keys: keys.collect(), ..Preferences::default() };
        assert!(rows(&large).is_err());
    }
}
