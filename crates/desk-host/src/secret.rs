//! Where passwords and recovery codes come from: a file, an open descriptor, or the terminal; never the arguments or
//! the environment.

use crate::{arguments::Arguments, error::Failure};
use std::{fs, path::Path};
use zeroize::Zeroizing;

pub fn password(arguments: &Arguments) -> Result<Zeroizing<String>, Failure> {
    match (&arguments.password_file, arguments.password_fd) {
        (Some(file), _) => read(file),
        (None, Some(descriptor)) => read_descriptor(descriptor),
        (None, None) => ask("Password: ", "--password-file or --password-fd"),
    }
}

pub fn recovery_code(file: Option<&Path>) -> Result<Zeroizing<String>, Failure> {
    file.map_or_else(|| ask("Recovery code: ", "--recovery-file"), read)
}

/// The first line: files end with a line break that nobody typed.
pub fn read(file: &Path) -> Result<Zeroizing<String>, Failure> {
    let content = fs::read_to_string(file).map(Zeroizing::new);
    let content =
        content.map_err(|problem| Failure::file("The secret could not be read.", file, &problem))?;
    Ok(Zeroizing::new(content.lines().next().unwrap_or_default().to_owned()))
}

#[cfg(unix)]
fn read_descriptor(descriptor: u32) -> Result<Zeroizing<String>, Failure> {
    read(Path::new(&format!("/dev/fd/{descriptor}")))
}

#[cfg(not(unix))]
fn read_descriptor(_: u32) -> Result<Zeroizing<String>, Failure> {
    Err(Failure::usage("This system has no file descriptors: use --password-file."))
}

fn ask(prompt: &str, instead: &str) -> Result<Zeroizing<String>, Failure> {
    let answer = rpassword::prompt_password(prompt).map(Zeroizing::new);
    answer.map_err(|_| Failure::usage(&format!("There is no terminal to ask at: use {instead}.")))
}
