//! The loop: who calls is answered, and the others are called.

use crate::{
    Shared,
    calls::Calls,
    hints::{Hint, Hints},
    lock, talk,
};
use clinic_protocol::sync::CHOICE_SECONDS;
use std::{io, sync::Arc, time::Duration};
use tokio::{
    net::TcpListener,
    sync::watch,
    task::JoinSet,
    time::{MissedTickBehavior, interval},
};
use tokio_rustls::TlsAcceptor;

/// What is shown is said again before it is forgotten; whoever was not there is called again.
const AGAIN: Duration = Duration::from_secs(CHOICE_SECONDS as u64 / 2);
/// Others wait until one of them is answered.
const ANSWERED_AT_ONCE: usize = 32;

/// Until it is ended: calls that are under way are given up then.
pub(crate) async fn run(
    shared: Arc<Shared>,
    listener: std::net::TcpListener,
    is_announced: bool,
    mut ended: watch::Receiver<bool>,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let known = Arc::clone(&shared);
    let takes = shared.identity.takes(Box::new(move |key| known.holder_of(key).is_some()));
    let acceptor = TlsAcceptor::from(Arc::new(takes.map_err(io::Error::other)?));
    let mut hints = Hints::of(&shared, is_announced);
    let (mut calls, mut answers) = (Calls::default(), JoinSet::new());
    let mut again = interval(AGAIN);
    again.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut is_deaf = false;
    loop {
        tokio::select! {
            called = listener.accept(), if !is_deaf && answers.len() < ANSWERED_AT_ONCE => match called {
                Ok((tcp, from)) => {
                    answers.spawn(talk::answer(Arc::clone(&shared), acceptor.clone(), tcp, from));
                }
                Err(error) => {
                    tracing::warn!(%error, "no more calls are taken from the local network for now");
                    is_deaf = true;
                }
            },
            Some(_) = answers.join_next() => {}
            () = calls.ended(&shared) => {}
            () = shared.news.notified() => if shared.look() {
                calls.all(&shared, true);
            },
            _ = again.tick() => {
                is_deaf = false;
                shared.look();
                calls.all(&shared, false);
            }
            Hint { device, at } = hints.next() => {
                let is_known = lock(&shared.known).iter().any(|it| it.device == device);
                if is_known {
                    lock(&shared.met).hint(device, at);
                    calls.all(&shared, false);
                }
            }
            _ = ended.wait_for(|it| *it) => return Ok(()),
        }
    }
}
