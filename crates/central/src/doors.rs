//! The door of each connection: only so many are open at a time, and one whose client does not read what it asked for is
//! closed.

use crate::{config::ClientsConfig, metrics};
use axum_server::accept::Accept;
use std::{
    future::{Future, Ready, ready},
    io,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Sleep, sleep},
};

/// Lets connections in.
#[derive(Clone)]
pub struct Doors {
    free: Arc<Semaphore>,
    patience: Duration,
}

impl Doors {
    #[must_use]
    pub fn new(clients: &ClientsConfig) -> Doors {
        Doors {
            free: Arc::new(Semaphore::new(clients.connections)),
            patience: Duration::from_secs(clients.stalled_seconds.into()),
        }
    }
}

impl<S> Accept<TcpStream, S> for Doors {
    type Stream = Connection;
    type Service = S;
    type Future = Ready<io::Result<(Connection, S)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let Ok(place) = Arc::clone(&self.free).try_acquire_owned() else {
            metrics::turned_away();
            return ready(Err(io::Error::other("no place is free")));
        };
        // Small answers do not wait for more of them.
        let ready_to_go = stream.set_nodelay(true);
        let connection = Connection { stream, patience: self.patience, waits: None, place: Some(place) };
        ready(ready_to_go.map(|()| (connection, service)))
    }
}

/// A connection that has its place, and gives up on who does not read.
pub struct Connection {
    /// Given back before the other side hears of the end.
    place: Option<OwnedSemaphorePermit>,
    stream: TcpStream,
    patience: Duration,
    /// Since nothing could be written.
    waits: Option<Pin<Box<Sleep>>>,
}

impl Connection {
    /// What was tried just now went on, or waits, or has waited for too long.
    fn watch<T>(&mut self, cx: &mut Context<'_>, tried: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if tried.is_ready() {
            self.waits = None;
            return tried;
        }
        let patience = self.patience;
        let waits = self.waits.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(waits.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Connection {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let tried = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watch(cx, tried)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let tried = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.watch(cx, tried)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let tried = Pin::new(&mut self.stream).poll_flush(cx);
        self.watch(cx, tried)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.place = None;
        let tried = Pin::new(&mut self.stream).poll_shutdown(cx);
        self.watch(cx, tried)
    }
}
