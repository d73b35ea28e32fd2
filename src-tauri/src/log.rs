//! The log: ids, counts and places in the code, never people. A panic's message may quote data, so only its
//! place is written.

use std::{fs, io, panic, path::Path, sync::Mutex};
use tracing_subscriber::{EnvFilter, layer::SubscriberExt, util::SubscriberInitExt};

/// Other libraries' words are not ours to vouch for: only their warnings are kept.
const FILTER: &str = "warn,front_desk=info,desk_api=info,desk_app=info,desk_cache=info";

/// Writes to the terminal, and in a home that is ours to `log/front-desk.log`; the last run's log stays beside it.
pub fn start(home: Option<&Path>) -> io::Result<()> {
    let filter = EnvFilter::try_from_env("FRONT_DESK_LOG").unwrap_or_else(|_| EnvFilter::new(FILTER));
    let file = home.map(new_file).transpose()?;
    tracing_subscriber::registry()
        .with(filter)
        .with(tracing_subscriber::fmt::layer().with_writer(io::stderr))
        .with(
            file.map(|file| tracing_subscriber::fmt::layer().with_ansi(false).with_writer(Mutex::new(file))),
        )
        .init();
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, ToString::to_string);
        tracing::error!(place, "a part of the program failed");
    }));
    Ok(())
}

fn new_file(home: &Path) -> io::Result<fs::File> {
    let folder = home.join("log");
    fs::create_dir_all(&folder)?;
    let file = folder.join("front-desk.log");
    match fs::rename(&file, folder.join("front-desk.before.log")) {
        Err(failure) if failure.kind() != io::ErrorKind::NotFound => Err(failure),
        _ => fs::File::create(file),
    }
}
