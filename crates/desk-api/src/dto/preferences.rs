//! How a person likes the desk. Kept with the desk, so that it is the same after a restart and on the screen of
//! whoever signs in next.

use clinic_domain::{
    id::{LocationId, ResourceId},
    resource::ResourceKind,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// All of a person's preferences: read and written as a whole. What is left out of a request is as nobody chose it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Preferences {
    /// Absent: the PC's.
    pub language: Option<Language>,
    pub theme: Theme,
    pub contrast: Contrast,
    pub density: Density,
    /// One for each location whose board the person has arranged.
    pub boards: Vec<BoardPreferences>,
    /// What the person changed of the key map: action to keys, "Ctrl+L"; no keys take the action off the keyboard.
    #[ts(type = "Record<string, string>")]
    pub keys: BTreeMap<String, String>,
    /// Whether single letters do anything on the board.
    pub single_letter_keys: bool,
    /// The list of what a new clinic still lacks was sent away.
    pub hides_getting_ready: bool,
}

impl Default for Preferences {
    fn default() -> Preferences {
        Preferences {
            language: None,
            theme: Theme::System,
            contrast: Contrast::System,
            density: Density::Comfortable,
            boards: Vec::new(),
            keys: BTreeMap::new(),
            single_letter_keys: true,
            hides_getting_ready: false,
        }
    }
}

/// The languages that the desk speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub enum Language {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "es")]
    Spanish,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    System,
    Light,
    Dark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Contrast {
    System,
    More,
}

/// How high a quarter of an hour is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    Comfortable,
    Compact,
    /// The whole day in the window's height.
    Fit,
}

/// Resources that are gone may still be named: they are passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct BoardPreferences {
    pub location: LocationId,
    /// Providers or rooms.
    pub columns: ResourceKind,
    pub hidden: Vec<ResourceId>,
    /// The first columns, in this order; the others follow in the clinic's.
    pub order: Vec<ResourceId>,
}
