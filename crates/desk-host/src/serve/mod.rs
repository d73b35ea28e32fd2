//! The commands over loopback HTTP, for browser tests: the window's page in an ordinary browser against a real desk.
//!
//! Invariants: only this PC can connect; every call needs the run's token, which nobody can guess and which no other
//! site's page can send; what a page may do is the same as in the window.

mod calls;
mod events;
mod gate;
mod page;

use crate::{
    arguments::{self, Arguments},
    error::{Failure, Outcome},
};
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware,
    routing::{get, post},
};
use desk_api::{
    Desk, DeskConfig,
    adapter::{Clockwork, LARGEST_FILE_BYTES, LARGEST_REQUEST_BYTES},
};
use events::Listeners;
use gate::Gate;
use std::{io::Write, net::Ipv4Addr, path::PathBuf, sync::Arc};
use tokio::{net::TcpListener, signal};

/// What every request sees.
#[derive(Clone)]
struct Serving {
    desk: Arc<Desk>,
    listeners: Arc<Listeners>,
    gate: Arc<Gate>,
    page: Option<Arc<PathBuf>>,
}

/// Serves until it is told to stop, then locks the desk.
pub fn run(arguments: &Arguments, task: &arguments::Serve) -> Result<Outcome, Failure> {
    let desk = Desk::new(DeskConfig { home: arguments::home()?, clock: arguments.clock()? })?;
    let desk = Arc::new(match task.place() {
        Some(place) => desk.listening(place),
        None => desk,
    });
    let runtime =
        tokio::runtime::Runtime::new().map_err(|_| Failure::internal("The server could not start."))?;
    let clockwork = Clockwork::start(Arc::clone(&desk));
    let clockwork = clockwork.map_err(|_| Failure::internal("The desk's clockwork could not start."))?;
    let served = runtime.block_on(serve(Arc::clone(&desk), task));
    // Waits for calls that still run: what they write is written.
    drop(runtime);
    clockwork.stop();
    desk.close();
    served
        .map_err(|problem| Failure::usage(&format!("The port could not be served: {}.", problem.kind())))?;
    Ok(Outcome::Done)
}

async fn serve(desk: Arc<Desk>, task: &arguments::Serve) -> std::io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, task.port)).await?;
    let port = listener.local_addr()?.port();
    let gate = Gate::with_new_token(port)?;
    let listeners = Arc::new(Listeners::default());
    let telling = Arc::clone(&listeners);
    desk.subscribe(Box::new(move |changed| telling.tell(changed)));
    let address = gate.address();
    let page = task.ui.clone().map(Arc::new);
    let router = router(Serving { desk, listeners: Arc::clone(&listeners), gate: Arc::new(gate), page });
    // Before anybody learns the address: who stops the desk in its first instant stops it cleanly, too.
    let told = told_to_stop()?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "{}", serde_json::json!({ "url": address }))?;
    stdout.flush()?;
    let stop = async move {
        told.await;
        // Streams of changes never end by themselves.
        listeners.dismiss();
    };
    axum::serve(listener, router).with_graceful_shutdown(stop).await
}

fn router(serving: Serving) -> Router {
    let calls = Router::new()
        .route("/call/{name}", post(calls::call).layer(DefaultBodyLimit::max(LARGEST_REQUEST_BYTES)))
        .route("/call/stage_file", post(calls::stage_file).layer(DefaultBodyLimit::max(LARGEST_FILE_BYTES)))
        .route("/events", get(events::stream))
        .layer(middleware::from_fn_with_state(serving.clone(), gate::wants_token));
    calls
        .fallback(get(page::file))
        .layer(middleware::from_fn_with_state(serving.clone(), gate::is_from_here))
        .with_state(serving)
}

/// Listens for the word to stop from now on; the future resolves when it came.
#[cfg(unix)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    use signal::unix::{SignalKind, signal};

    let mut terminated = signal(SignalKind::terminate())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminated.recv() => {}
            _ = interrupted.recv() => {}
        }
    })
}

#[cfg(windows)]
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupted = signal::windows::ctrl_c()?;
    Ok(async move { drop(interrupted.recv().await) })
}
