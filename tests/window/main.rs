//! The real window, driven as a person would: by the names of buttons and fields, on a screen that is not there, with
//! a real keyring. It needs the built window and a display, so `scripts/window-test.sh` starts it; without those it
//! reports itself as ignored.
//!
//! The steps are one story on one home: each needs what the one before it left. The first that fails ends it.

mod cast;
mod counter;
mod driver;
mod forms;
mod journey;
mod keyboard;
mod page;
mod traces;
mod window_titles;

use std::{
    io::{self, Write},
    process::ExitCode,
    time::Instant,
};

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
    writeln!(out, "\nrunning {} tests", journey::STEPS)?;
    let story = runtime.block_on(journey::tell(window.into(), &mut out));
    let passed = story.passed;
    let failed = usize::from(story.failure.is_some());
    if let Some(failure) = &story.failure {
        writeln!(out, "\nfailures:")?;
        for cause in failure.chain() {
            writeln!(out, "    {cause}")?;
        }
    }
    let (word, left) = (if failed == 0 { "ok" } else { "FAILED" }, journey::STEPS - passed - failed);
    let seconds = started.elapsed().as_secs_f32();
    writeln!(
        out,
        "\ntest result: {word}. {passed} passed; {failed} failed; {left} ignored; 0 measured; 0 filtered out; \
         finished in {seconds:.2}s\n"
    )?;
    Ok(ExitCode::from(u8::try_from(failed).unwrap_or(1)))
}
