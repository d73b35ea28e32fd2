//! The wanted fields of FHIR's data types, borrowed from the text. Unknown fields are skipped, `null` counts as
//! absent, and a field of another shape makes the resource malformed.

use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};
use std::{borrow::Cow, fmt, marker::PhantomData, ops::Deref};

/// No text that a front desk shows is longer.
const MAX_TEXT_BYTES: usize = 10_000;

/// A string, borrowed where it has no escapes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Text<'a>(pub Cow<'a, str>);

/// A list; absent and null are empty, null elements are dropped.
#[derive(Debug)]
pub(super) struct Many<T>(Vec<T>);

macro_rules! wire {
    ($($(#[$doc:meta])* $name:ident { $($(#[$attr:meta])* $field:ident: $kind:ty),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Default, serde::Deserialize)]
        #[serde(rename_all = "camelCase", default)]
        pub(in crate::fhir) struct $name<'a> {
            $($(#[$attr])* #[serde(borrow)] pub $field: $kind,)+
        }
    )+};
}
pub(super) use wire;

wire! {
    Identifier {
        r#use: Option<Text<'a>>, r#type: Option<Concept<'a>>, system: Option<Text<'a>>, value: Option<Text<'a>>,
    }
    Coding { system: Option<Text<'a>>, code: Option<Text<'a>>, display: Option<Text<'a>> }
    Concept { coding: Many<Coding<'a>>, text: Option<Text<'a>> }
    /// A reference, literal or logical.
    Pointer {
        reference: Option<Text<'a>>, r#type: Option<Text<'a>>, identifier: Option<Box<Identifier<'a>>>,
        display: Option<Text<'a>>,
    }
    HumanName {
        r#use: Option<Text<'a>>, text: Option<Text<'a>>, family: Option<Text<'a>>, given: Many<Text<'a>>,
        prefix: Many<Text<'a>>,
    }
    ContactPoint { system: Option<Text<'a>>, value: Option<Text<'a>>, r#use: Option<Text<'a>> }
    Address {
        r#use: Option<Text<'a>>, text: Option<Text<'a>>, line: Many<Text<'a>>, city: Option<Text<'a>>,
        state: Option<Text<'a>>, postal_code: Option<Text<'a>>, country: Option<Text<'a>>,
    }
    Period { start: Option<Text<'a>>, end: Option<Text<'a>> }
    /// An extension that is a yes or a code; all others come out empty.
    Extension { url: Option<Text<'a>>, value_code: Option<Text<'a>>, value_boolean: Option<Flag<'a>> }
}

/// A boolean, in a type with the lifetime that the macro asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Flag<'a>(pub bool, #[serde(skip)] PhantomData<&'a ()>);

/// A whole number, in a type with the lifetime that the macro asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Count<'a>(pub u32, #[serde(skip)] PhantomData<&'a ()>);

/// A decimal, in a type with the lifetime that the macro asks for.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(transparent)]
pub(super) struct Decimal<'a>(pub f64, #[serde(skip)] PhantomData<&'a ()>);

impl Text<'_> {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The text, or "" for none.
pub(super) fn text<'t>(it: &'t Option<Text<'_>>) -> &'t str {
    it.as_ref().map_or("", |it| it.as_str().trim())
}

/// A yes or no; absent and null are `otherwise`.
pub(super) fn flag(it: Option<Flag<'_>>, otherwise: bool) -> bool {
    it.map_or(otherwise, |it| it.0)
}

impl Concept<'_> {
    /// The words for it: its own text, else a code's display, else the code.
    pub(super) fn words(&self) -> &str {
        let displays = self.coding.iter().map(|it| text(&it.display));
        let codes = self.coding.iter().map(|it| text(&it.code));
        std::iter::once(text(&self.text)).chain(displays).chain(codes).find(|it| !it.is_empty()).unwrap_or("")
    }

    pub(super) fn has_code(&self, codes: &[&str]) -> bool {
        self.coding.iter().any(|it| codes.contains(&text(&it.code)))
    }

    /// `system|code` of the first code.
    pub(super) fn key(&self) -> String {
        let coded = self.coding.iter().find(|it| !text(&it.code).is_empty());
        coded.map(|it| format!("{}|{}", text(&it.system), text(&it.code))).unwrap_or_default()
    }
}

impl<T> Default for Many<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Deref for Many<T> {
    type Target = [T];
    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Elements<T> {
            type Value = Many<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_unit<E>(self) -> Result<Many<T>, E> {
                Ok(Many::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Many<T>, A::Error> {
                let mut list = Vec::new();
                while let Some(element) = seq.next_element::<Option<T>>()? {
                    list.extend(element);
                }
                Ok(Many(list))
            }
        }
        deserializer.deserialize_any(Elements(PhantomData))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Letters;
        impl<'de> Visitor<'de> for Letters {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                bounded(text).map(|it| Text(Cow::Borrowed(it)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                bounded(text).map(|it| Text(Cow::Owned(it.to_owned())))
            }
        }
        deserializer.deserialize_str(Letters)
    }
}

fn bounded<E: Error>(text: &str) -> Result<&str, E> {
    if text.len() <= MAX_TEXT_BYTES { Ok(text) } else { Err(E::custom("text too long")) }
}
