//! A bridge, and processes that are plugged into it. All of it is gone with the process that made it.

use crate::desk;
use std::{
    env::current_exe,
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, ExitCode, Stdio},
};

/// Set where the network is the test's own.
const OWN: &str = "OWN_NETWORK";
/// Nothing here takes that long unless it never comes.
const PATIENCE_SECONDS: &str = "240";
/// What `timeout` says of that.
const STOPPED: i32 = 124;
const UNSHARE: [&str; 3] = ["--user", "--map-root-user", "--net"];

pub fn is_own() -> bool {
    std::env::var_os(OWN).is_some()
}

pub fn may_have_own() -> bool {
    let mut tried = Command::new("unshare");
    tried.args(UNSHARE).args([
        "sh",
        "-c",
        "ip link add switch type bridge && ip link add end type veth peer name other",
    ]);
    tried.stderr(Stdio::null()).status().is_ok_and(|it| it.success())
}

/// The same tests, where what they do to the network stays among them.
pub fn run_in_own() -> ExitCode {
    let mut again = Command::new("timeout");
    again.args([PATIENCE_SECONDS, "unshare"]).args(UNSHARE).arg(current_exe().unwrap()).env(OWN, "");
    let ended = again.status().unwrap();
    if ended.code() == Some(STOPPED) {
        println!("test result: FAILED. What a desk waits for did not come in {PATIENCE_SECONDS} s.");
    }
    if ended.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

pub struct Network(&'static str);

impl Network {
    pub fn new(name: &'static str) -> Network {
        ip(&format!("link add {name} type bridge"));
        ip(&format!("link set {name} up"));
        Network(name)
    }

    pub fn plug(&self, pc: &Pc, address: &str) {
        let (Network(name), number) = (self, pc.number);
        let (cable, card) = (format!("{name}{number}"), format!("card{number}"));
        ip(&format!("link add {cable} type veth peer name {card}"));
        ip(&format!("link set {cable} master {name} up"));
        ip(&format!("link set {card} netns {}", pc.child.id()));
        pc.ip("link set lo up");
        pc.ip(&format!("addr add {address} dev {card}"));
        pc.ip(&format!("link set {card} up"));
    }

    pub fn moves(&self, pc: &Pc, from: &str, to: &str) {
        let card = format!("card{}", pc.number);
        pc.ip(&format!("addr del {from} dev {card}"));
        pc.ip(&format!("addr add {to} dev {card}"));
    }
}

/// A desk in a network that has nothing but itself, until it is plugged.
pub struct Pc {
    number: u8,
    child: Child,
    to: ChildStdin,
    said: BufReader<ChildStdout>,
}

impl Pc {
    pub fn start(number: u8) -> Pc {
        let mut command = Command::new("unshare");
        command.args(["--net"]).arg(current_exe().unwrap()).args([desk::WORD, &number.to_string()]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (to, said) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut pc = Pc { number, child, to, said };
        // It is in its own network from then on.
        pc.until_says(desk::LISTENS);
        pc
    }

    pub fn books(&mut self, resource: u32) {
        writeln!(self.to, "{resource}").unwrap();
    }

    pub fn until_sees(&mut self, resource: u32) {
        self.until_says(&resource.to_string());
    }

    fn until_says(&mut self, wanted: &str) {
        let mut line = String::new();
        while line.trim() != wanted {
            line.clear();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "desk {} ended", self.number);
        }
    }

    fn ip(&self, what: &str) {
        let own = ["--target".to_owned(), self.child.id().to_string(), "--net".to_owned(), "ip".to_owned()];
        done(Command::new("nsenter").args(own).args(what.split(' ')));
    }
}

impl Drop for Pc {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn ip(what: &str) {
    done(Command::new("ip").args(what.split(' ')));
}

fn done(command: &mut Command) {
    assert!(command.status().unwrap().success(), "{command:?}");
}
