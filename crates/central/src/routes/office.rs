//! What stands beside the book: departments, the knowledge base, what messages say, and how the organization is secured.

use super::{
    rows::{self, Place, RowView, row},
    views::office::{DepartmentForm, FaqForm, MessageTemplateForm, PolicyForm},
};
use crate::http::{Access, Act, Cx, Input, Nothing, Patch, Problem, Route};
use axum::{Json, http::Method};
use central_store::Batch;
use clinic_domain::{
    fold::fold,
    id::Version,
    message::MessageTemplate,
    office::{Department, FaqEntry},
    operation::{Base, Change, OperationBody},
    people::Permission,
    policy::SecurityPolicy,
};
use garde::Validate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// No search of the knowledge base shows more.
const MOST_FOUND: usize = 20;

pub fn routes() -> Vec<Route> {
    let mut routes = [departments(), knowledge(), messages()].concat();
    routes.extend([
        Route::new(
            Method::POST,
            "/v1/faq/search",
            "search_faq",
            "Questions of the knowledge base by words, the best first",
            Access::May(Permission::ViewKnowledge),
            search,
        ),
        Route::new(
            Method::GET,
            "/v1/policy",
            "read_policy",
            "How the organization is secured",
            Access::May(Permission::ManagePolicy),
            read_policy,
        ),
        Route::new(
            Method::PATCH,
            "/v1/policy",
            "change_policy",
            "Change how the organization is secured",
            Access::May(Permission::ManagePolicy),
            change_policy,
        )
        .fresh_mfa(),
    ]);
    routes
}

fn departments() -> Vec<Route> {
    rows::routes::<DepartmentForm>(&Place {
        path: "/v1/departments",
        one: "/v1/departments/{id}",
        list: ("list_departments", "Departments"),
        read: ("read_department", "A department"),
        create: ("create_department", "Add a department"),
        change: ("change_department", "Change a department"),
        view: Permission::ViewSetup,
        write: Permission::ManageDepartments,
    })
}

fn knowledge() -> Vec<Route> {
    rows::routes::<FaqForm>(&Place {
        path: "/v1/faq",
        one: "/v1/faq/{id}",
        list: ("list_faq", "Questions of the knowledge base"),
        read: ("read_faq", "A question with its answer"),
        create: ("create_faq", "Add a question"),
        change: ("change_faq", "Change a question"),
        view: Permission::ViewKnowledge,
        write: Permission::ManageKnowledge,
    })
}

fn messages() -> Vec<Route> {
    rows::routes::<MessageTemplateForm>(&Place {
        path: "/v1/message-templates",
        one: "/v1/message-templates/{id}",
        list: ("list_message_templates", "What messages to patients say"),
        read: ("read_message_template", "What a message says"),
        create: ("create_message_template", "Add what a message says"),
        change: ("change_message_template", "Change what a message says"),
        view: Permission::ManageMessages,
        write: Permission::ManageMessages,
    })
}

row!(DepartmentForm of Department, "department", name, Department by DepartmentPut, |it| it
    .office
    .departments
    .iter());
row!(FaqForm of FaqEntry, "faq", question, Faq by FaqPut, |it| it.office.faq.iter());
row!(MessageTemplateForm of MessageTemplate, "message_template", subject, MessageTemplate by MessageTemplatePut, |it| it
    .office
    .templates
    .iter());

#[derive(Deserialize, JsonSchema, Validate)]
#[serde(deny_unknown_fields)]
#[garde(allow_unvalidated)]
pub struct FaqSearch {
    #[garde(length(chars, min = 2, max = 200))]
    pub words: String,
    /// BCP 47: only in this language.
    #[serde(default)]
    #[garde(length(chars, min = 2, max = 35))]
    pub language: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub struct FaqFound {
    pub entries: Vec<RowView<FaqForm>>,
}

async fn search(cx: Cx, input: Input<Nothing, Nothing, FaqSearch>) -> Result<Json<FaqFound>, Problem> {
    let FaqSearch { words, language } = input.body;
    let words = fold(&words);
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    let is_meant =
        |it: &&FaqEntry| it.is_active && language.as_ref().is_none_or(|wanted| *wanted == it.language);
    let mut found: Vec<(usize, &FaqEntry)> =
        configuration.office.faq.iter().filter(is_meant).map(|it| (hits(&words, it), it)).collect();
    found.retain(|(hits, _)| *hits > 0);
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.id.cmp(&b.1.id)));
    let entries = found.into_iter().take(MOST_FOUND).map(|(_, it)| RowView::of(it)).collect();
    cx.finish(tenant, Batch::default(), Act::done("search", "faq")).await?;
    Ok(Json(FaqFound { entries }))
}

/// How many of the words begin one of the entry's; in question and keywords they count twice.
fn hits(words: &str, it: &FaqEntry) -> usize {
    let named = fold(&format!("{} {}", it.question, it.keywords.join(" ")));
    let answer = fold(&it.answer);
    let is_in = |text: &str, word: &str| text.split(' ').any(|it| it.starts_with(word));
    let weight = |word: &str| match (is_in(&named, word), is_in(&answer, word)) {
        (true, _) => 2,
        (false, true) => 1,
        (false, false) => 0,
    };
    words.split(' ').filter(|it| it.len() > 1).map(weight).sum()
}

#[derive(Serialize, JsonSchema)]
pub struct PolicyView {
    /// 0 while nobody wrote one.
    pub version: u64,
    #[serde(flatten)]
    pub fields: PolicyForm,
}

impl PolicyView {
    fn of(it: &SecurityPolicy) -> PolicyView {
        PolicyView { version: it.version.0, fields: PolicyForm::of(it) }
    }
}

async fn read_policy(cx: Cx, _: Input) -> Result<Json<PolicyView>, Problem> {
    let mut tenant = cx.tenant().await?;
    let configuration = cx.configuration(&mut tenant).await?;
    cx.finish(tenant, Batch::default(), Act::done("read", "policy")).await?;
    Ok(Json(PolicyView::of(&configuration.office.policy)))
}

async fn change_policy(
    cx: Cx,
    input: Input<Nothing, Nothing, Patch<PolicyForm>>,
) -> Result<Json<PolicyView>, Problem> {
    let configuration = cx.latest_configuration().await?;
    let stands = &configuration.office.policy;
    let version = Version(input.body.version);
    let wanted = input.body.on(&PolicyForm::of(stands))?.record(stands, version);
    let performed = cx.operate(OperationBody::PolicyPut(wanted), Some(Base::Version(version))).await?;
    let written = performed.changes.iter().find_map(|it| match it {
        Change::Policy(it) => Some(PolicyView::of(it)),
        _ => None,
    });
    match written {
        Some(it) => Ok(Json(it)),
        None => Ok(Json(PolicyView::of(&cx.latest_configuration().await?.office.policy))),
    }
}
