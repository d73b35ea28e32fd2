//! A real OpenID provider, of which tests/servers/openid.mjs says what it does, and the way of a browser through it.

use reqwest::{Client, Url, header, redirect::Policy};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
};

/// Where desks are sent back to.
const RETURN: &str = "/signed-in";

/// It ends with its standard input.
pub struct Provider {
    process: Child,
    pub issuer: String,
    /// Read no further, but kept: it ends when nobody can hear it.
    _said: BufReader<ChildStdout>,
}

impl Provider {
    /// `script` is where it stands from the package that is tested.
    pub fn start(script: &str, people: &Value) -> Provider {
        let given = json!({ "people": people }).to_string();
        let mut process = Command::new("node")
            .args([script, &given])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("node is here");
        let mut line = String::new();
        let mut said = BufReader::new(process.stdout.take().expect("what it says"));
        said.read_line(&mut line).expect("that it listens");
        let first: Value = serde_json::from_str(&line).expect("a line of JSON");
        Provider { process, issuer: first["issuer"].as_str().expect("an issuer").to_owned(), _said: said }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ = self.process.wait();
    }
}

/// The way of a browser, cookies kept: the address at the desk to which it is sent back.
pub async fn sent_back(url: &str, login: &str) -> Url {
    let http = Client::builder().redirect(Policy::none()).build().expect("a browser");
    let mut cookies = BTreeMap::new();
    let (mut url, mut form) = (Url::parse(url).expect("an address"), None);
    while url.path() != RETURN {
        let jar: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = match form.take() {
            Some(body) => http
                .post(url.clone())
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(body),
            None => http.get(url.clone()),
        };
        let answer = request.header(header::COOKIE, jar.join("; ")).send().await.expect("a page");
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie").split(';').next().expect("its value");
            let (name, value) = cookie.split_once('=').expect("a name");
            cookies.insert(name.to_owned(), value.to_owned());
        }
        match answer.headers().get(header::LOCATION) {
            Some(next) => url = url.join(next.to_str().expect("an address")).expect("an address"),
            None => {
                assert_eq!(answer.status(), 200, "{url}");
                form = Some(format!("login={login}"));
            }
        }
    }
    url
}
