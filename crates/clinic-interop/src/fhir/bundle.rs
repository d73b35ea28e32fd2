//! Bundles, entry by entry: nothing is kept of an entry once it has been read.

use super::{Entry, MAX_BUNDLE_DEPTH, read_resource, unnamed, wire::Text};
use crate::{ImportError, batch::Sink, report::Reason};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

pub(super) fn read(bundle: &Entry<'_>, sink: &mut Sink<'_>) -> Result<(), ImportError> {
    if bundle.depth >= MAX_BUNDLE_DEPTH {
        return sink.refuse(unnamed(sink, "Bundle"), Reason::NestedTooDeep);
    }
    let mut failed = None;
    let mut parser = serde_json::Deserializer::from_str(bundle.json);
    let walk = Walk { depth: bundle.depth + 1, sink, failed: &mut failed };
    let walked = walk.deserialize(&mut parser).and_then(|()| parser.end());
    match (failed, walked) {
        (Some(error), _) => Err(error),
        (None, Err(error)) => Err(ImportError::broken_json(&error)),
        (None, Ok(())) => Ok(()),
    }
}

/// Walks the bundle object and, through `entry`, its entries.
struct Walk<'s, 'b> {
    depth: u32,
    sink: &'s mut Sink<'b>,
    /// Why the file is refused, when it was not the JSON's fault.
    failed: &'s mut Option<ImportError>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a bundle")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<Text<'de>>()? {
            if key.as_str() == "entry" {
                let entries = Entries(Walk { depth: self.depth, sink: self.sink, failed: self.failed });
                map.next_value_seed(entries)?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Entries<'s, 'b>(Walk<'s, 'b>);

impl<'de> DeserializeSeed<'de> for Entries<'_, '_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// The two wanted fields of an entry.
#[derive(serde::Deserialize)]
struct WireEntry<'a> {
    #[serde(borrow, rename = "fullUrl")]
    full_url: Option<Text<'a>>,
    #[serde(borrow)]
    resource: Option<&'a RawValue>,
}

impl<'de> Visitor<'de> for Entries<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the entries of a bundle")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Walk { depth, sink, failed } = self.0;
        while let Some(entry) = entries.next_element::<Option<WireEntry<'de>>>()? {
            let read = match entry.as_ref().and_then(|it| it.resource) {
                None => sink.refuse(unnamed(sink, "entry"), Reason::NoResource),
                Some(resource) => {
                    let full_url = entry.as_ref().and_then(|it| it.full_url.as_ref()).map(Text::as_str);
                    read_resource(&Entry { json: resource.get(), full_url, depth }, sink)
                }
            };
            if let Err(error) = read {
                *failed = Some(error);
                return Err(A::Error::custom("refused"));
            }
        }
        Ok(())
    }
}
