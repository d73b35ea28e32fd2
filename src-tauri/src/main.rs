//! The shell: one window over the desk's commands. No rule, no SQL: it starts the process in a safe state, opens
//! the desk's home, shows the window, passes calls through the door, and closes the desk when the window goes.
//!
//! Invariants: one desk and one window a process; the first call answers at once, because nothing is opened
//! before somebody signs in; what the page and the log see never names a person unless the page asked for it.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod door;
mod life;
mod log;
mod process;
mod window;

use desk_api::adapter::Clockwork;
use std::{io::Write, process::ExitCode, sync::Arc};

fn main() -> ExitCode {
    match process::harden().map_err(anyhow::Error::from).and_then(|()| run()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            // Without a log and a window the terminal is all there is; when that is gone too, the status has to do.
            let _ = writeln!(std::io::stderr(), "front-desk: {failure:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<()> {
    let home = desk_api::home::default_home().ok_or_else(|| {
        anyhow::anyhow!("there is no folder for data: set FRONT_DESK_HOME to the folder to use")
    })?;
    let opened = Arc::new(life::Opened::at(home.clone())?);
    log::start(opened.desk().is_ok().then_some(home.as_path()))?;
    let web_data = window::WebData::in_home(&home, opened.desk().is_ok())?;
    let app = tauri::Builder::default()
        // The first of all: a process that only brings another's window to the front does nothing else.
        .plugin(window::one_for_each_home(&home))
        .plugin(window::kept_in_place())
        .invoke_handler(door::handler(Arc::clone(&opened)))
        .setup({
            let (opened, folder) = (Arc::clone(&opened), web_data.folder().to_owned());
            move |app| {
                opened.announce_to(app.handle());
                life::close_on_signal(app.handle());
                window::show(app, &folder)?;
                Ok(())
            }
        })
        .build(tauri::generate_context!())?;
    let clockwork = opened.desk().ok().map(|desk| Clockwork::start(Arc::clone(desk))).transpose()?;
    let status = app.run_return(|_, _| {});
    if let Some(clockwork) = clockwork {
        clockwork.stop();
    }
    if let Ok(desk) = opened.desk() {
        desk.close();
    }
    process::end_children();
    web_data.remove();
    anyhow::ensure!(status == 0, "the window ended with status {status}");
    Ok(())
}
