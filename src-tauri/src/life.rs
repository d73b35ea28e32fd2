//! The desk's life in this process: opened once, told to the page, closed when the window goes.

use crate::window;
use desk_api::{
    Clock, Desk, DeskConfig, Place, adapter,
    error::{ApiError, Fault},
};
use std::{
    fs::{DirBuilder, File, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};
use tauri::{AppHandle, Emitter};

/// The desk of this home, or why there is none: then every call answers that, and the page shows it in words.
pub struct Opened {
    desk: Result<Arc<Desk>, ApiError>,
    /// Held as long as the process: the sign that this window is the home's.
    _lock: File,
}

impl Opened {
    pub fn at(home: PathBuf) -> io::Result<Opened> {
        private_folder(&home)?;
        let lock = File::create(home.join("window.lock"))?;
        let desk = match lock.try_lock() {
            Ok(()) => {
                let place = place()?;
                let desk = Desk::new(DeskConfig { home, clock: clock() });
                desk.map(|desk| desk.with_browser(Box::new(open_in_browser)))
                    .map(|desk| match dirs::download_dir() {
                        Some(folder) => desk.exporting_to(folder),
                        None => desk,
                    })
                    .map(|desk| match place {
                        Some(place) => desk.listening(place),
                        None => desk,
                    })
            }
            Err(TryLockError::WouldBlock) => Err(Fault::OpenInAnotherWindow.into()),
            Err(TryLockError::Error(problem)) => return Err(problem),
        };
        Ok(Opened { desk: desk.map(Arc::new), _lock: lock })
    }

    pub fn desk(&self) -> Result<&Arc<Desk>, ApiError> {
        self.desk.as_ref().map_err(Clone::clone)
    }

    /// Passes on that something changed, never what: the page asks again for what it shows.
    pub fn announce_to(&self, app: &AppHandle) {
        let Ok(desk) = &self.desk else { return };
        let app = app.clone();
        desk.subscribe(Box::new(move |changed| {
            if let Err(failure) = app.emit_to(window::LABEL, "changed", changed) {
                tracing::warn!(%failure, revision = changed.revision, "the page was not told of a change");
            }
        }));
    }
}

/// Nobody else on this PC may even list what is in it.
fn private_folder(home: &Path) -> io::Result<()> {
    let mut folder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
    folder.recursive(true).create(home)
}

/// `--now` moves the clock of a developer's build; what is shipped has only the PC's clock.
fn clock() -> Clock {
    let moved = std::env::args().find_map(|it| adapter::parse_now(it.strip_prefix("--now=")?));
    moved.filter(|_| cfg!(debug_assertions)).map_or(Clock::System, Clock::starting_at)
}

/// In a browser, or the program that this PC has for a file, that outlives this window.
fn open_in_browser(address: &str) -> bool {
    let opened = open::that_detached(address);
    if let Err(failure) = &opened {
        tracing::warn!(kind = %failure.kind(), "no browser was opened");
    }
    opened.is_ok()
}

/// Where the other desks of the location reach this one.
fn place() -> io::Result<Option<Place>> {
    let told = std::env::var("FRONT_DESK_LAN").ok();
    adapter::parse_place(told.as_deref()).map_err(|_| {
        let usage = "FRONT_DESK_LAN is an address with its port, such as 192.168.1.20:48321, or off";
        io::Error::new(io::ErrorKind::InvalidInput, usage)
    })
}

/// A logout or a shutdown of the PC ends the window like a person does.
pub fn close_on_signal(app: &AppHandle) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let app = app.clone();
        tauri::async_runtime::spawn(async move {
            let (Ok(mut ended), Ok(mut interrupted)) =
                (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
            else {
                return;
            };
            tokio::select! {
                _ = ended.recv() => {}
                _ = interrupted.recv() => {}
            }
            app.exit(0);
        });
    }
    #[cfg(not(unix))]
    let _ = app;
}
