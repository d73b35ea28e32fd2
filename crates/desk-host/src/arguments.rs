//! What can be asked of the headless desk.

use crate::error::Failure;
use clap::{Args, Parser, Subcommand, ValueEnum};
use desk_api::{Clock, adapter::parse_now};
use std::path::PathBuf;

#[derive(Parser)]
#[command(name = "desk-host", version, about = "AgentCare Front Desk without its window")]
pub struct Arguments {
    /// Who signs in: a login. Default: the only person
    #[arg(long, global = true, value_name = "LOGIN")]
    pub user: Option<String>,
    /// The file that holds the password
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "password_fd")]
    pub password_file: Option<PathBuf>,
    /// The open file descriptor that gives the password
    #[arg(long, global = true, value_name = "N")]
    pub password_fd: Option<u32>,
    /// Let the desk's clock start here: YYYY-MM-DDTHH:MM, UTC or with an offset. For tests and demonstrations
    #[arg(long, global = true, value_name = "TIME")]
    pub now: Option<String>,
    #[command(subcommand)]
    pub task: Task,
}

#[derive(Subcommand)]
pub enum Task {
    /// Set up a new desk; its JSON has the recovery code, shown this once
    Init(Init),
    /// Import FHIR R4 or Synthea files, or any CSV of patients or appointments; prints a report that accounts for
    /// every record
    Import(Import),
    /// Restore a backup into an empty home
    Restore(Restore),
    /// Set up this PC as a desk of an organization at its centre; `--user` signs in there. Its JSON has the recovery
    /// code, shown this once
    Join(Join),
    /// Run one command; its request is JSON on standard input
    Call(Call),
    /// Serve the commands and the page to a browser on this PC
    #[cfg(feature = "serve")]
    Serve(Serve),
}

/// Here `--user` is the first person's name.
#[derive(Args)]
pub struct Init {
    #[arg(long, value_name = "NAME")]
    pub organization: String,
    #[arg(long, value_name = "KIND", default_value = "clinic")]
    pub kind: String,
    /// The first location. Default: the organization's name
    #[arg(long, value_name = "NAME")]
    pub location: Option<String>,
    /// The time zone of the location, or of all locations of a demo: an IANA name. Default: this PC's
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// What the first person types at sign-in. Default: the name in small letters, with dots for spaces
    #[arg(long, value_name = "LOGIN")]
    pub login: Option<String>,
    /// Keep the whole key under the password, on a PC without a keyring
    #[arg(long)]
    pub no_keyring: bool,
    /// Fill the desk with a made-up clinic
    #[arg(long, value_name = "SIZE")]
    pub demo: Option<Demo>,
    /// The same number makes the same clinic again
    #[arg(long, value_name = "N", requires = "demo")]
    pub demo_seed: Option<u32>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Demo {
    Small,
    Medium,
    Large,
}

#[derive(Args)]
pub struct Import {
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Zone of imported locations that name none
    #[arg(long, value_name = "ZONE")]
    pub zone: Option<String>,
    /// What the columns of CSV files are: a JSON object with a mapping for each file's name, all or only what the
    /// desk does not tell by itself. The report shows the mapping of a file that is not taken without one
    #[arg(long, value_name = "FILE.json")]
    pub mapping: Option<PathBuf>,
    /// Store nothing; print what an import would do
    #[arg(long)]
    pub preview: bool,
}

#[derive(Args)]
pub struct Restore {
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// The file that holds the recovery code of the backed-up desk; `--password-file` gives the new password
    #[arg(long, value_name = "FILE")]
    pub recovery_file: Option<PathBuf>,
    /// Keep the whole key under the password, on a PC without a keyring
    #[arg(long)]
    pub no_keyring: bool,
}

#[derive(Args)]
pub struct Join {
    /// The centre's address
    #[arg(long, value_name = "URL")]
    pub address: String,
    /// The organization's short name
    #[arg(long, value_name = "NAME")]
    pub organization: String,
    /// The file that holds the code with which an administrator lets this desk in
    #[arg(long, value_name = "FILE")]
    pub code_file: PathBuf,
    /// The file that holds the code of the second factor
    #[arg(long, value_name = "FILE")]
    pub second_factor_file: Option<PathBuf>,
    /// Keep the whole key under the password, on a PC without a keyring
    #[arg(long)]
    pub no_keyring: bool,
}

#[derive(Args)]
pub struct Call {
    #[arg(value_name = "COMMAND")]
    pub command: String,
}

#[cfg(feature = "serve")]
#[derive(Args)]
pub struct Serve {
    /// The folder of the built page. Default: commands only
    #[arg(long, value_name = "FOLDER")]
    pub ui: Option<PathBuf>,
    /// Default: any free port
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
    /// Where a desk of a centre listens for the other desks of its location. Default: it does not see them without the
    /// centre
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub lan: Option<std::net::SocketAddr>,
    /// Say in the local network where that is (mDNS), and look for the others there
    #[arg(long, requires = "lan")]
    pub lan_announced: bool,
}

#[cfg(feature = "serve")]
impl Serve {
    pub fn place(&self) -> Option<desk_api::Place> {
        self.lan.map(|listens| desk_api::Place { listens, is_announced: self.lan_announced })
    }
}

impl Arguments {
    /// A moved clock writes times that never were: only where nothing real is kept.
    pub fn check(&self) -> Result<(), Failure> {
        if self.now.is_some() && !cfg!(debug_assertions) && !self.is_serving() {
            return Err(Failure::usage("--now is only for serve."));
        }
        self.clock().map(|_| ())
    }

    pub fn clock(&self) -> Result<Clock, Failure> {
        let Some(now) = &self.now else {
            return Ok(Clock::System);
        };
        let start = parse_now(now);
        start
            .map(Clock::starting_at)
            .ok_or_else(|| Failure::usage("--now is YYYY-MM-DDTHH:MM, with or without an offset."))
    }

    fn is_serving(&self) -> bool {
        #[cfg(feature = "serve")]
        return matches!(self.task, Task::Serve(_));
        #[cfg(not(feature = "serve"))]
        false
    }
}

pub fn home() -> Result<PathBuf, Failure> {
    desk_api::home::default_home().ok_or_else(|| {
        Failure::usage("There is no folder for data: set FRONT_DESK_HOME to the folder to use.")
    })
}
