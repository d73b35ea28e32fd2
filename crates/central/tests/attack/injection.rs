//! Texts and numbers that mean something to some machine, in every place of every route: the service makes no mistake of
//! them, nothing of them is carried out, and a text that is taken comes back as it was.

use crate::{
    answers::Answer,
    calls::{APART, Call, calls},
    centre::Centre,
    ground::{Ground, escaped, query},
};
use central::http::Access;
use clinic_domain::people::Role;
use serde_json::{Value, json};

const TEXTS: &[&str] = &[
    "'; DROP TABLE public.injected; --",
    "x' OR '1'='1",
    "1) UNION SELECT body::text FROM central.users --",
    "$1; COMMIT; DELETE FROM public.injected",
    "{\"$ne\":null}",
    "\",\"roles\":[\"administrator\"],\"x\":\"",
    "=HYPERLINK(\"https://example.org\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    "../../../../etc/passwd",
    "%2e%2e%2f%00",
    "x\r\nset-cookie: injected=1",
    "<script>alert(1)</script>",
    "${jndi:ldap://example.org/x}",
    "%s%n%x",
    "\u{202e}gpj.exe",
    "\u{feff}\u{200b}\u{200d}",
    "\u{7f}\u{1b}[2J",
    "\u{1d54f}\u{1f600}\u{1f469}\u{200d}\u{1f467}",
    "e\u{301}\u{327}\u{fdfa}",
    "\u{0}",
];

/// What is another field in the answer: the note of a visit is not that of its cancellation.
const OTHERS: &[(&str, &str)] = &[("cancel_appointment", "/note")];

/// As they are written in JSON: what no text of Rust can be among them.
const WRITTEN: &[&str] = &[
    "\"\\ud800\"",
    "\"\\udc00\\ud800\"",
    "-1",
    "0",
    "9223372036854775808",
    "18446744073709551616",
    "1e400",
    "0.5",
    "null",
    "true",
    "[]",
    "{}",
    "[[[[[[[[[[]]]]]]]]]]",
    "\"\"",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_sent_is_carried_out() {
    let centre = Centre::start().await;
    let ground = Ground::of(&centre, "injected").await;
    let injected = "CREATE TABLE public.injected (it int); INSERT INTO public.injected VALUES (1); \
         GRANT ALL ON public.injected TO application_user";
    centre.admin.batch_execute(injected).await.expect("a table that anything may drop or empty");
    let mut attack = Attack { centre: &centre, ground: &ground, sent: 0, wrong: Vec::new() };
    for call in calls()
        .0
        .iter()
        .filter(|it| !APART.iter().any(|apart| apart.0 == it.name) && it.name != "push_operations")
    {
        attack.in_texts(call).await;
        attack.in_values(call).await;
        attack.in_places_of_the_url(call).await;
    }
    let Attack { sent, wrong, .. } = attack;
    println!("injection: sent={sent} wrong={}", wrong.len());
    assert!(sent > 4_000);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let left: i64 =
        centre.admin.query_one("SELECT count(*) FROM public.injected", &[]).await.expect("the table").get(0);
    assert_eq!(left, 1);
    no_cell_is_a_formula(&centre, &ground).await;
}

struct Attack<'a> {
    centre: &'a Centre,
    ground: &'a Ground,
    sent: u32,
    wrong: Vec<String>,
}

impl Attack<'_> {
    /// Each text in each text of the body.
    async fn in_texts(&mut self, call: &Call) {
        for at in
            leaves(&call.body).into_iter().filter(|at| call.body.pointer(at).is_some_and(Value::is_string))
        {
            for text in TEXTS {
                let mut body = self.ground.filled(&call.body);
                *body.pointer_mut(&at).expect("it is there") = json!(text);
                let answer = self.send(call, &call.path, &call.query, Some(body.to_string()), text).await;
                self.look_for_echo(call, &at, text, &answer);
            }
        }
    }

    /// What is no text, or no text that there can be, in each place of the body.
    async fn in_values(&mut self, call: &Call) {
        for at in leaves(&call.body) {
            for written in WRITTEN {
                let mut body = self.ground.filled(&call.body);
                *body.pointer_mut(&at).expect("it is there") = json!("<here>");
                let body = body.to_string().replace("\"<here>\"", written);
                self.send(call, &call.path, &call.query, Some(body), written).await;
            }
        }
    }

    /// Each text as a part of the path, as a parameter, and where a header is read.
    async fn in_places_of_the_url(&mut self, call: &Call) {
        let body = (!call.body.is_null()).then(|| self.ground.filled(&call.body).to_string());
        let parts: Vec<&str> = call.path.split('/').filter(|it| it.starts_with('{')).collect();
        for text in TEXTS {
            for part in &parts {
                let path = call.path.replace(part, &escaped(text));
                self.send(call, &path, &call.query, body.clone(), text).await;
            }
            for name in call.query.as_object().into_iter().flat_map(|it| it.keys()) {
                let mut parameters = call.query.clone();
                parameters[name] = json!(text.replace('{', "("));
                self.send(call, &call.path, &parameters, body.clone(), text).await;
            }
        }
    }

    async fn send(
        &mut self,
        call: &Call,
        path: &str,
        parameters: &Value,
        body: Option<String>,
        with: &str,
    ) -> Answer {
        let (centre, ground) = (self.centre, self.ground);
        let path = format!("{}{}", ground.filled_text(path), query(&ground.filled(parameters)));
        let mut request = centre.http.request(call.method.clone(), format!("{}{path}", centre.url));
        let header: String = with.chars().filter(|it| it.is_ascii_graphic() || *it == ' ').collect();
        request = request.header("idempotency-key", &header).header("user-agent", &header);
        if call.access != Access::Anyone {
            request = request.bearer_auth(ground.token(centre, call.role()));
        }
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body);
        }
        let answer = Answer::of(request).await;
        self.sent += 1;
        if answer.status >= 500 || answer.raw.contains("set-cookie") && answer.status >= 300 {
            self.wrong
                .push(format!("{} {path} with {with:?}: {} {}", call.method, answer.status, answer.raw));
        }
        answer
    }

    /// A field that the answer has as well says what was sent, at most without the blanks around it.
    fn look_for_echo(&mut self, call: &Call, at: &str, text: &str, answer: &Answer) {
        let said = answer.body.pointer(at).and_then(Value::as_str);
        let is_other = said.is_some_and(|it| it != text && it != text.trim());
        if answer.status < 300 && is_other && !OTHERS.contains(&(call.name, at)) {
            self.wrong.push(format!("{} {at}: {text:?} came back as {said:?}", call.name));
        }
    }
}

/// Pointers to everything in a body that is neither an object nor a list.
fn leaves(body: &Value) -> Vec<String> {
    let below = |name: String, it: &Value| leaves(it).into_iter().map(move |at| format!("/{name}{at}"));
    match body {
        Value::Object(fields) => fields.iter().flat_map(|(name, it)| below(name.clone(), it)).collect(),
        Value::Array(items) => {
            items.iter().enumerate().flat_map(|(at, it)| below(at.to_string(), it)).collect()
        }
        Value::Null => Vec::new(),
        _ => vec![String::new()],
    }
}

/// What a spreadsheet makes of an export that has all of it in its names.
async fn no_cell_is_a_formula(centre: &Centre, ground: &Ground) {
    let token = ground.token(centre, Role::PracticeManager);
    let request = centre.http.get(format!("{}/v1/reports/patients", centre.url)).bearer_auth(token);
    let text = request.send().await.expect("an answer").text().await.expect("a table");
    assert!(text.contains("HYPERLINK"), "the names are in the table");
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    for row in rows.records() {
        for cell in &row.expect("a row") {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?} is a formula");
        }
    }
}
