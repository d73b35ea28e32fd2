//! Lists, a page at a time. The place where the next page begins travels as a sealed text: it opens in the same list of the
//! same organization, asked for in the same way, and nowhere else.

use super::{Cx, Problem};
use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};

/// Some of a list, in its order.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "{T}Page")]
pub struct Page<T> {
    pub items: Vec<T>,
    /// The cursor that asks for what follows; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// How many records a page has where nobody says.
pub const PAGE: u32 = 50;
/// The longest text that a cursor is.
pub const CURSOR_LENGTH: usize = 2_048;

/// Which list of an organization: the operation's name and what it was asked for, without limit and cursor.
pub struct List<'a> {
    cx: &'a Cx,
    context: Vec<u8>,
    pub limit: usize,
}

impl Cx {
    /// # Errors
    /// Nobody has signed in.
    pub fn list(
        &self,
        name: &'static str,
        filter: &impl Serialize,
        limit: Option<u32>,
    ) -> Result<List<'_>, Problem> {
        let of = ("list", self.caller()?.organization, name, filter);
        let context = serde_json::to_vec(&of).map_err(|_| Problem::internal())?;
        let limit = usize::try_from(limit.unwrap_or(PAGE)).map_err(|_| Problem::internal())?;
        Ok(List { cx: self, context, limit })
    }
}

impl List<'_> {
    /// Where the page begins: after this place.
    ///
    /// # Errors
    /// `invalid` with the field `query.cursor` for a cursor of another list.
    pub fn after<P: DeserializeOwned>(&self, cursor: Option<&str>) -> Result<Option<P>, Problem> {
        let Some(cursor) = cursor else { return Ok(None) };
        let content = self.cx.app.tokens.seal.open_text(&self.context, cursor);
        let place = content.and_then(|it| serde_json::from_slice(&it).ok());
        place.map(Some).ok_or_else(|| Problem::invalid("query.cursor", "This is no cursor of this list."))
    }

    /// The page of what was found in the list's order, one more than the limit where there is more; `place` says where a
    /// record stands in it.
    pub fn page<T, P: Serialize>(&self, mut found: Vec<T>, place: impl Fn(&T) -> P) -> Page<T> {
        let has_more = found.len() > self.limit;
        found.truncate(self.limit);
        let last = found.last().filter(|_| has_more);
        let next = last.and_then(|it| serde_json::to_vec(&place(it)).ok());
        Page { next: next.map(|it| self.cx.app.tokens.seal.seal_text(&self.context, &it)), items: found }
    }
}

impl<T> Page<T> {
    pub fn map<U>(self, view: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(view).collect(), next: self.next }
    }
}
