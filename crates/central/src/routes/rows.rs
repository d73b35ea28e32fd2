//! What an organization set up, as one way to list, read, create and change it: the same for every kind of record. A change
//! is a merge patch on the version that was read; whether it is taken, the arbiter says.

use crate::http::{
    Access, Act, CURSOR_LENGTH, Created, Cx, Input, Nothing, Page, Patch, Problem, Route, route::Part,
};
use axum::{Json, http::Method};
use central_store::{Batch, Configuration};
use clinic_domain::{
    fold::fold,
    id::Version,
    operation::{Base, Change, OperationBody},
    people::Permission,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A kind of record, written as the API shows and takes it.
pub trait Row: Part + Serialize {
    /// What the trail calls it.
    const NAME: &'static str;
    type Record: Clone + Send + Sync;

    /// Those of the kind, in any order.
    fn all(of: &Configuration) -> Vec<&Self::Record>;
    fn about(record: &Self::Record) -> About<'_>;
    fn of(record: &Self::Record) -> Self;
    /// The operation that writes it.
    fn put(self, id: Uuid, version: Version, stands: Option<&Self::Record>) -> OperationBody;
    /// The record that was written.
    fn written(changes: &[Change]) -> Option<&Self::Record>;
}

/// Says of a form that it is how the API writes records of a kind, and where those are.
macro_rules! row {
    ($form:ident of $record:ident, $kind:literal, $called:ident, $change:ident by $put:ident, |$of:ident| $all:expr) => {
        impl $crate::routes::rows::Row for $form {
            const NAME: &'static str = $kind;
            type Record = $record;

            fn all($of: &central_store::Configuration) -> Vec<&$record> {
                $all.collect()
            }

            fn about(it: &$record) -> $crate::routes::rows::About<'_> {
                let (id, version) = (it.id.0, it.version);
                $crate::routes::rows::About { id, version, name: &it.$called, is_active: it.is_active }
            }

            fn of(it: &$record) -> $form {
                $form::of(it)
            }

            fn put(
                self,
                id: uuid::Uuid,
                version: clinic_domain::id::Version,
                stands: Option<&$record>,
            ) -> clinic_domain::operation::OperationBody {
                clinic_domain::operation::OperationBody::$put(self.record(id, version, stands))
            }

            fn written(changes: &[clinic_domain::operation::Change]) -> Option<&$record> {
                changes.iter().find_map(|it| match it {
                    clinic_domain::operation::Change::$change(it) => Some(it),
                    _ => None,
                })
            }
        }
    };
}
pub(super) use row;

/// What every record has.
pub struct About<'a> {
    pub id: Uuid,
    pub version: Version,
    pub name: &'a str,
    pub is_active: bool,
}

/// The record with its id and version.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "{R}Record")]
pub struct RowView<R> {
    pub id: Uuid,
    pub version: u64,
    #[serde(flatten)]
    pub fields: R,
}

impl<R: Row> RowView<R> {
    #[must_use]
    pub fn of(record: &R::Record) -> RowView<R> {
        let About { id, version, .. } = R::about(record);
        RowView { id, version: version.0, fields: R::of(record) }
    }
}

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct ById {
    pub id: Uuid,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowOrder {
    /// As they were made.
    #[default]
    Created,
    Name,
}

#[derive(Serialize, Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct RowQuery {
    /// Only those in use, or only those that are not.
    pub is_active: Option<bool>,
    #[serde(default)]
    pub sort: RowOrder,
    #[serde(skip_serializing)]
    #[garde(range(min = 1, max = 200))]
    pub limit: Option<u32>,
    #[serde(skip_serializing)]
    #[garde(length(max = CURSOR_LENGTH))]
    pub cursor: Option<String>,
}

/// The routes of a kind: its path, that of one of them, and each operation's name with what it does.
pub struct Place {
    pub path: &'static str,
    pub one: &'static str,
    pub list: (&'static str, &'static str),
    pub read: (&'static str, &'static str),
    pub create: (&'static str, &'static str),
    pub change: (&'static str, &'static str),
    pub view: Permission,
    pub write: Permission,
}

pub fn routes<R: Row>(place: &Place) -> Vec<Route> {
    let Place { path, one, view, write, .. } = *place;
    let ((lists, of_list), (reads, of_read)) = (place.list, place.read);
    let ((creates, of_create), (changes, of_change)) = (place.create, place.change);
    vec![
        Route::new(Method::GET, path, lists, of_list, Access::May(view), move |cx, input| {
            list::<R>(cx, input, lists)
        }),
        Route::new(Method::GET, one, reads, of_read, Access::May(view), read::<R>),
        Route::new(Method::POST, path, creates, of_create, Access::May(write), create::<R>),
        Route::new(Method::PATCH, one, changes, of_change, Access::May(write), change::<R>),
    ]
}

async fn list<R: Row>(
    cx: Cx,
    input: Input<Nothing, RowQuery>,
    name: &'static str,
) -> Result<Json<Page<RowView<R>>>, Problem> {
    let query = input.query;
    let list = cx.list(name, &query, query.limit)?;
    let after: Option<(String, Uuid)> = list.after(query.cursor.as_deref())?;
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let key = |record: &R::Record| match query.sort {
        RowOrder::Created => (String::new(), R::about(record).id),
        RowOrder::Name => (fold(R::about(record).name), R::about(record).id),
    };
    let mut found: Vec<_> = R::all(&configuration).into_iter().map(|it| (key(it), it)).collect();
    found.retain(|(place, it)| {
        let is_wanted = query.is_active.is_none_or(|wanted| wanted == R::about(it).is_active);
        is_wanted && after.as_ref().is_none_or(|after| after < place)
    });
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found.truncate(list.limit + 1);
    let page = list.page(found, |(place, _)| place.clone()).map(|(_, it)| RowView::of(it));
    cx.finish(tenant, Batch::default(), Act::done("list", R::NAME)).await?;
    Ok(Json(page))
}

async fn read<R: Row>(cx: Cx, input: Input<ById>) -> Result<Json<RowView<R>>, Problem> {
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let record = standing::<R>(&configuration, input.path.id).ok_or_else(Problem::not_found)?;
    cx.finish(tenant, Batch::default(), Act::done("read", R::NAME).on(input.path.id)).await?;
    Ok(Json(RowView::of(record)))
}

async fn create<R: Row>(cx: Cx, input: Input<Nothing, Nothing, R>) -> Result<Created<RowView<R>>, Problem> {
    let id = cx.new_id();
    let body = input.body.put(id, Version::FIRST, None);
    Ok(Created(write(&cx, id, body, None).await?))
}

async fn change<R: Row>(cx: Cx, input: Input<ById, Nothing, Patch<R>>) -> Result<Json<RowView<R>>, Problem> {
    let (body, base) = changed::<R>(&cx, input.path.id, &input.body).await?;
    Ok(Json(write(&cx, input.path.id, body, Some(base)).await?))
}

/// The operation that changes a record as a patch says.
pub(super) async fn changed<R: Row>(
    cx: &Cx,
    id: Uuid,
    patch: &Patch<R>,
) -> Result<(OperationBody, Base), Problem> {
    let configuration = cx.latest_configuration().await?;
    let stands = standing::<R>(&configuration, id).ok_or_else(Problem::not_found)?;
    let version = Version(patch.version);
    Ok((patch.on(&R::of(stands))?.put(id, version, Some(stands)), Base::Version(version)))
}

/// The record as it is afterwards.
pub(super) async fn write<R: Row>(
    cx: &Cx,
    id: Uuid,
    body: OperationBody,
    base: Option<Base>,
) -> Result<RowView<R>, Problem> {
    let performed = cx.operate(body, base).await?;
    if let Some(record) = R::written(&performed.changes) {
        return Ok(RowView::of(record));
    }
    // Sent before: what became of it then stands by now.
    let configuration = cx.latest_configuration().await?;
    standing::<R>(&configuration, id).map(RowView::of).ok_or_else(Problem::not_found)
}

/// The record as it stands there.
pub(super) fn standing<R: Row>(configuration: &Configuration, id: Uuid) -> Option<&R::Record> {
    R::all(configuration).into_iter().find(|it| R::about(it).id == id)
}
