//! `central serve` as a process, with its log read line by line.

use crate::centre::{Centre, Clinic};
use central::auth::token::Bearer;
use clinic_domain::{id::DeviceId, people::Role};
use clinic_env::Clock;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    process::{Child, Command, Output, Stdio},
    time::Duration,
};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// Whatever takes longer hangs.
pub const PATIENCE: Duration = Duration::from_secs(40);

pub struct Running {
    child: Child,
    pub address: SocketAddr,
    lines: UnboundedReceiver<String>,
    /// Those that were read.
    pub log: Vec<String>,
}

/// The program with what it needs to work on the centre's database.
pub fn central(centre: &Centre, arguments: &[&str]) -> Command {
    let config = &centre.app.config;
    let mut command = bare(arguments);
    command
        .env("CENTRAL_DATABASE_URL", config.database_url.expose())
        .env("CENTRAL_TOKEN_KEY", &config.token_key)
        .env("CENTRAL_TOKEN_PUBLIC_KEY", &config.token_public_key)
        .env("CENTRAL_AUDIT_KEY", &config.audit_key)
        .env("CENTRAL_SECRET_KEY", &config.secret_key)
        .env("CENTRAL_RECORD_KEYS", r#"[{ id = "first", path = "tests/fixtures/first.key" }]"#);
    command
}

/// The program, and nothing of the environment but where programs are found.
pub fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_central"));
    command.env_clear().args(arguments);
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}

pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Runs it to its end.
pub fn run(mut command: Command) -> Said {
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    let text = |it: Vec<u8>| String::from_utf8(it).expect("text");
    Said { code: status.code(), out: text(stdout), err: text(stderr) }
}

impl Running {
    pub async fn start(centre: &Centre, with: &[(&str, &str)]) -> Running {
        let mut command = central(centre, &["serve"]);
        command.env("CENTRAL_LISTEN", "127.0.0.1:0").envs(with.iter().copied());
        let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
        let err = BufReader::new(child.stderr.take().expect("its log"));
        let (told, lines) = unbounded_channel();
        let read = move || err.lines().map_while(Result::ok).try_for_each(|line| told.send(line));
        std::thread::Builder::new().name("log".to_owned()).spawn(read).expect("a thread");
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let mut service = Running { child, address: nowhere, lines, log: Vec::new() };
        let listening = service.says("listening").await;
        service.address = listening["address"].as_str().expect("an address").parse().expect("an address");
        service
    }

    /// The next line with this message.
    pub async fn says(&mut self, message: &str) -> Value {
        self.says_of(message, |_| true).await
    }

    pub async fn says_of(&mut self, message: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        loop {
            let line = tokio::time::timeout(PATIENCE, self.lines.recv()).await.expect(message);
            let line = line.unwrap_or_else(|| panic!("it ended and never said '{message}': {:#?}", self.log));
            let said: Value = serde_json::from_str(&line).expect(&line);
            self.log.push(line);
            if said["message"] == message && is_it(&said) {
                return said;
            }
        }
    }

    pub fn signal(&self, signal: Signal) {
        let id = i32::try_from(self.child.id()).expect("an id");
        kill_process(Pid::from_raw(id).expect("an id"), signal).expect("the process is ours");
    }

    /// Its exit code, with all that it still said.
    pub async fn ended(&mut self) -> Option<i32> {
        let rest = async {
            while let Some(line) = self.lines.recv().await {
                self.log.push(line);
            }
        };
        tokio::time::timeout(PATIENCE, rest).await.expect("it ends");
        self.child.wait().expect("it ended").code()
    }

    /// A connection that nothing was said on yet.
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("it listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a limit");
        stream.set_write_timeout(Some(PATIENCE)).expect("a limit");
        stream
    }

    /// What the service answers, up to the end of the connection.
    pub fn answer(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        stream.write_all(request).expect("it reads");
        rest(&mut stream)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What comes until the other side closes; a connection that is thrown away has said what it had to say.
pub fn rest(stream: &mut impl Read) -> String {
    let (mut all, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        match stream.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => all.extend_from_slice(&piece[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                panic!("it is still open after {PATIENCE:?}")
            }
            Err(_) => break,
        }
    }
    String::from_utf8_lossy(&all).into_owned()
}

/// Of somebody of the clinic, good by the system's clock.
pub fn token(centre: &Centre, clinic: &Clinic, role: Role, device: Option<DeviceId>) -> String {
    let now = Clock::System.now();
    let bearer = Bearer {
        organization: clinic.id,
        person: clinic.person(role),
        device,
        session: centre.app.ids.next(),
        amr: vec!["pwd".to_owned(), "mfa".to_owned()],
        mfa_at: Some(now),
    };
    centre.app.tokens.issue(bearer, now, 300).expect("a token")
}
