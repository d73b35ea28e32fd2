//! The headless desk: the same commands as the window, for scripts (a command line) and, behind the feature `serve`,
//! for browser tests (loopback HTTP).
//!
//! Invariants: what was asked for is JSON on stdout, what went wrong is a coded error as JSON on stderr; the exit
//! status is 0 when it was done, 1 when it was refused, 2 when the desk itself failed. Neither secrets nor personal
//! data stand in the arguments, where every process list shows them.

mod arguments;
mod error;
mod run;
mod secret;
#[cfg(feature = "serve")]
mod serve;

use arguments::{Arguments, Task};
use clap::{Parser, error::ErrorKind};
use error::{Failure, Outcome};
use std::{io::Write, panic, process::ExitCode};

fn main() -> ExitCode {
    panic::set_hook(Box::new(|panic| {
        // A panic's message may quote data; its place cannot.
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        Failure::internal(&format!("A part of the program failed at {place}.")).print();
    }));
    log_if_asked();
    let outcome = panic::catch_unwind(|| match Arguments::try_parse() {
        Ok(arguments) => perform(arguments),
        Err(usage) => explain(&usage),
    });
    match outcome {
        Ok(Ok(outcome)) => outcome.status(),
        Ok(Err(failure)) => {
            failure.print();
            failure.status()
        }
        Err(_) => ExitCode::from(2),
    }
}

fn perform(arguments: Arguments) -> Result<Outcome, Failure> {
    arguments.check()?;
    match arguments.task {
        Task::Init(ref init) => run::init(&arguments, init),
        Task::Import(ref import) => run::import(&arguments, import),
        Task::Restore(ref restore) => run::restore(&arguments, restore),
        Task::Join(ref join) => run::join(&arguments, join),
        Task::Call(ref call) => run::call(&arguments, call),
        #[cfg(feature = "serve")]
        Task::Serve(ref task) => serve::run(&arguments, task),
    }
}

/// Help was asked for and is given; anything else is a refusal in the form of every other.
fn explain(usage: &clap::Error) -> Result<Outcome, Failure> {
    if matches!(usage.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = write!(std::io::stdout(), "{usage}");
        return Ok(Outcome::Done);
    }
    Err(Failure::usage(usage.to_string().trim_end()))
}

/// Standard error belongs to coded errors; the log joins them there only for who asks for it.
fn log_if_asked() {
    if let Ok(filter) = tracing_subscriber::EnvFilter::try_from_env("FRONT_DESK_LOG") {
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    }
}
