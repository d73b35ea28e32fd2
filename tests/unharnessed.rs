//! Tests without the harness, for a program that knows only when it runs whether there is anything to try. It closes in the
//! harness's words.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    process::ExitCode,
};

pub fn run<T: FnOnce()>(tests: impl IntoIterator<Item = (&'static str, T)>) -> ExitCode {
    let (mut passed, mut failed) = (0, 0);
    for (name, test) in tests {
        let is_good = catch_unwind(AssertUnwindSafe(test)).is_ok();
        println!("test {name} ... {}", if is_good { "ok" } else { "FAILED" });
        *(if is_good { &mut passed } else { &mut failed }) += 1;
    }
    closes(passed, failed, 0)
}

/// The last line, and what the program ends with.
pub fn closes(passed: usize, failed: usize, ignored: usize) -> ExitCode {
    let verdict = if failed == 0 { "ok" } else { "FAILED" };
    println!(
        "test result: {verdict}. {passed} passed; {failed} failed; {ignored} ignored; 0 measured; 0 filtered out"
    );
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
