//! The real window, driven as a person would: by the names of buttons and fields, on a screen that is not there, with
//! a real keyring. It needs the built window and a display, so `scripts/window-test.sh` starts it; without those it
//! reports itself as ignored.
//!
//! There are three stories, each on homes of its own: a clinic's work, two desks and their centre, and the screens sitting
//! for their pictures. Each step needs what the one before it left; the first that fails ends the run.

mod cast;
mod centre;
mod counter;
mod driver;
mod forms;
mod journey;
mod keyboard;
mod opened;
mod page;
mod picture;
mod pictures;
#[path = "../together/proxy.rs"]
#[allow(dead_code, clippy::unwrap_used)]
// The tests of desks without windows use the rest, and stop where they cannot go on.
mod proxy;
mod story;
mod together;
mod traces;
mod window_titles;
mod words;

use std::{
    io::{self, Write},
    path::PathBuf,
    process::ExitCode,
    time::Instant,
};
use story::Teller;

fn main() -> io::Result<ExitCode> {
    let mut out = io::stdout();
    let Some(window) = std::env::var_os("FRONT_DESK_WINDOW") else {
        writeln!(out, "\nrunning 1 test\ntest window ... ignored, scripts/window-test.sh runs it")?;
        writeln!(out, "\ntest result: ok. 0 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n")?;
        return Ok(ExitCode::SUCCESS);
    };
    // The console shows how long the steps took; nothing is judged by it.
    #[allow(clippy::disallowed_methods)]
    let started = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    const STEPS: usize = journey::STEPS + together::STEPS + pictures::STEPS;
    writeln!(out, "\nrunning {STEPS} tests")?;
    let mut teller = Teller { out: &mut out, passed: 0 };
    let ended = runtime.block_on(stories(&mut teller, window.into()));
    let passed = teller.passed;
    let failed = usize::from(ended.is_err());
    if let Err(failure) = &ended {
        writeln!(out, "\nfailures:")?;
        for cause in failure.chain() {
            writeln!(out, "    {cause}")?;
        }
    }
    let (word, left) = (if failed == 0 { "ok" } else { "FAILED" }, STEPS - passed - failed);
    let seconds = started.elapsed().as_secs_f32();
    writeln!(
        out,
        "\ntest result: {word}. {passed} passed; {failed} failed; {left} ignored; 0 measured; 0 filtered out; \
         finished in {seconds:.2}s\n"
    )?;
    Ok(ExitCode::from(u8::try_from(failed).unwrap_or(1)))
}

async fn stories(teller: &mut Teller<'_>, program: PathBuf) -> anyhow::Result<()> {
    if std::env::var_os("FRONT_DESK_ONLY_PICTURES").is_none() {
        journey::tell(teller, program.clone()).await?;
        together::tell(teller, program.clone()).await?;
    }
    pictures::take(teller, program).await
}
