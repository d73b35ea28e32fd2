//! A way to PostgreSQL or Redis that a test cuts off and lets hang.

use std::path::PathBuf;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
    sync::watch,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    /// What is connected is cut off, and nothing new is let in.
    Cut,
    /// Connections stand, and nothing moves.
    Hanging,
}

/// A port of loopback that leads to a server's socket.
pub struct Way {
    pub port: u16,
    state: watch::Sender<State>,
}

impl Way {
    pub async fn to(socket: impl Into<PathBuf>) -> Way {
        let socket = socket.into();
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let (state, watched) = watch::channel(State::Open);
        #[allow(clippy::disallowed_methods)] // It ends with the test's runtime.
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, socket.clone(), watched.clone()));
            }
        });
        Way { port, state }
    }

    pub fn cut(&self) {
        self.state.send_replace(State::Cut);
    }

    pub fn hang(&self) {
        self.state.send_replace(State::Hanging);
    }

    pub fn mend(&self) {
        self.state.send_replace(State::Open);
    }
}

async fn carry(client: TcpStream, socket: PathBuf, mut state: watch::Receiver<State>) {
    let server = UnixStream::connect(socket).await.expect("the server is there");
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let (mut there, mut back) = ([0; 4096], [0; 4096]);
    loop {
        let now = *state.borrow_and_update();
        match now {
            State::Cut => return,
            State::Hanging => {
                if state.changed().await.is_err() {
                    return;
                }
            }
            State::Open => tokio::select! {
                changed = state.changed() => if changed.is_err() { return },
                read = from_client.read(&mut there) => match read {
                    Ok(length @ 1..) => to_server.write_all(&there[..length]).await.expect("the server takes it"),
                    _ => return,
                },
                read = from_server.read(&mut back) => match read {
                    Ok(length @ 1..) => if to_client.write_all(&back[..length]).await.is_err() { return },
                    _ => return,
                },
            },
        }
    }
}
