//! The page behind a link: what a patient needs to answer, without a script, and nothing else of theirs.

use super::{
    answers::{AnswerAct, Open},
    render,
    words::{Language, Page as PageWords, Words},
};
use crate::http::{Answer, Answered, Described};
use axum::{
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use clinic_domain::time::Instant;
use std::fmt::Write;

const STYLE: &str = "body{font:1.125rem/1.5 system-ui,sans-serif;margin:0 auto;max-width:32rem;padding:1.5rem;\
color:#1a1a1a;background:#fff}h1{font-size:1.5rem}form{margin:.75rem 0}button,a.button{font:inherit;display:block;\
width:100%;box-sizing:border-box;padding:.875rem;border:2px solid #14532d;border-radius:.5rem;background:#fff;color:#14532d;\
text-align:center}button.first{background:#14532d;color:#fff}button:focus-visible{outline:3px solid #1d4ed8;outline-offset:2px}";

/// HTML that loads nothing and is loaded into nothing.
pub struct Page {
    pub status: StatusCode,
    body: String,
    nonce: String,
}

impl Described for Page {
    const ANSWERED: Answered =
        Answered { status: 200, media_type: "text/html", schema: Some(|it| it.subschema_for::<String>()) };
}

impl Answer for Page {
    fn into_response(self) -> Response {
        let policy = format!(
            "default-src 'none'; style-src 'nonce-{}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            self.nonce
        );
        let mut response = (self.status, self.body).into_response();
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::REFERRER_POLICY, "no-referrer"),
            (HeaderName::from_static("x-robots-tag"), "noindex"),
            (header::CONTENT_SECURITY_POLICY, policy.as_str()),
        ] {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        }
        response
    }
}

/// The visit and what can be answered.
#[must_use]
pub fn question(open: &Open, token: &str, now: Instant) -> Page {
    let words = words(open);
    let page = &words.page;
    let mut body = visit(open, words);
    if !open.lets_cancel(now) {
        paragraph(&mut body, page.too_late_to_cancel);
    }
    let _ = write!(body, "<h2>{}</h2>", escaped(page.question));
    let acts = [
        (AnswerAct::Confirm, page.confirm, "first", true),
        (AnswerAct::Cancel, page.cancel, "", open.lets_cancel(now)),
        (AnswerAct::Call, page.call, "", true),
    ];
    for (act, label, class, is_open) in acts {
        if is_open && !open.done.contains(&act) {
            let _ = write!(
                body,
                "<form method=\"post\" action=\"/a/{token}/{act}\"><button class=\"{class}\">{}</button></form>",
                escaped(label)
            );
        }
    }
    document(page, StatusCode::OK, &body)
}

/// What became of it.
#[must_use]
pub fn answered(open: &Open, act: AnswerAct) -> Page {
    let words = words(open);
    let said = match act {
        AnswerAct::Confirm => words.page.confirmed,
        AnswerAct::Cancel => words.page.cancelled,
        AnswerAct::Call => words.page.will_call,
    };
    let mut body = String::new();
    let _ = write!(body, "<p role=\"status\"><strong>{}</strong></p>", escaped(said));
    body.push_str(&visit(open, words));
    document(&words.page, StatusCode::OK, &body)
}

/// It is not done here: the patient calls.
#[must_use]
pub fn by_telephone(open: &Open) -> Page {
    let words = words(open);
    let mut body = String::new();
    let _ = write!(body, "<p role=\"alert\">{}</p>", escaped(words.page.too_late_to_cancel));
    body.push_str(&visit(open, words));
    document(&words.page, StatusCode::CONFLICT, &body)
}

/// No such link, or not any more: in both languages, because whose it was is not known.
#[must_use]
pub fn gone() -> Page {
    let mut body = String::new();
    for language in Language::ALL {
        let page = &language.words().page;
        let _ = write!(body, "<p lang=\"{}\">{}</p>", page.language, escaped(page.gone));
    }
    document(&Language::English.words().page, StatusCode::NOT_FOUND, &body)
}

fn words(open: &Open) -> &'static Words {
    Language::of(&open.message.language).words()
}

/// First name, date and time, the clinic's number: no more.
fn visit(open: &Open, words: &Words) -> String {
    let page = &words.page;
    let wall = open.visit.visit.start().wall(open.location.zone);
    let mut body = String::new();
    paragraph(&mut body, &format!("{} {}", page.greeting, render::called(&open.patient)));
    let _ = write!(
        body,
        "<p>{} <strong>{}, {}</strong>.</p>",
        escaped(page.visit_on),
        escaped(&words.date_text(wall)),
        escaped(&words.time_text(wall))
    );
    let phone = render::phone(&open.configuration, &open.location);
    if !phone.is_empty() {
        paragraph(&mut body, &format!("{} {phone}", page.phone));
    }
    body
}

fn paragraph(body: &mut String, text: &str) {
    let _ = write!(body, "<p>{}</p>", escaped(text));
}

fn document(page: &PageWords, status: StatusCode, content: &str) -> Page {
    let nonce = uuid::Uuid::from_bytes(clinic_env::random_bytes()).simple().to_string();
    let body = format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><title>{title}</title><style nonce=\"{nonce}\">{STYLE}</style></head>\
         <body><main><h1>{title}</h1>{content}</main></body></html>",
        page.language,
        title = escaped(page.title),
    );
    Page { status, body, nonce }
}

/// Text as text, whatever stands in it.
fn escaped(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, it| {
        match it {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(it),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_somebody_is_called_becomes_markup() {
        assert_eq!(escaped("<b onclick=\"x('&')\">"), "&lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;");
    }
}
