//! One call between two desks: each proves its key, the caller shows what it has and asks, the other one shows what it has and
//! answers, and that is all. Whatever takes longer than a few seconds, or is longer than a message may be, is given up.

use crate::{Shared, lock};
use clinic_domain::id::DeviceId;
use clinic_protocol::lan::{Neighbour, NotTaken, Shown};
use rustls::pki_types::ServerName;
use std::{io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, TlsConnector};

/// A call is over by then.
const PATIENCE: Duration = Duration::from_secs(4);
/// Whoever is there answers sooner.
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(1);

#[derive(Debug, thiserror::Error)]
pub(crate) enum Failed {
    /// Nobody there, or somebody who stopped.
    #[error("{0}")]
    Network(io::Error),
    #[error("not a desk that the centre named: {0}")]
    Stranger(io::Error),
    #[error("a message of a known desk: {0}")]
    NotTaken(#[from] NotTaken),
    #[error("it took too long")]
    TooLong,
}

impl Failed {
    /// Whether there was somebody who had no business, rather than nobody.
    pub(crate) const fn is_refusal(&self) -> bool {
        matches!(self, Failed::Stranger(_) | Failed::NotTaken(_))
    }
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Failed {
        match error.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>()) {
            // The other side hung up: that this desk is no stranger is for it to say.
            None | Some(rustls::Error::AlertReceived(_)) => Failed::Network(error),
            Some(_) => Failed::Stranger(error),
        }
    }
}

/// Somebody calls.
pub(crate) async fn answer(shared: Arc<Shared>, acceptor: TlsAcceptor, tcp: TcpStream, from: SocketAddr) {
    let answered = within(PATIENCE, async {
        let mut tls = acceptor.accept(tcp).await?;
        let keys = tls.get_ref().1.peer_certificates();
        let device = keys.and_then(|it| shared.holder_of(it.first()?)).ok_or_else(gone)?;
        let shown = hear(&mut tls).await?;
        let answered = (shared.own.answers)(&shown.asks);
        let shows = Shown { asks: Vec::new(), answered, ..lock(&shared.shown).clone() };
        say(&mut tls, shows).await?;
        tls.shutdown().await?;
        Ok((device, shown))
    });
    match answered.await {
        Ok((device, shown)) => {
            let listens = SocketAddr::new(from.ip(), shown.port);
            shared.see(device, shown, listens);
        }
        // Whoever calls and says nothing has no business here either.
        Err(why) => shared.refuse(from, &why),
    }
}

/// Calls a desk where it was met last, where the centre says and where the network says.
pub(crate) async fn call(shared: Arc<Shared>, neighbour: Neighbour, at: Vec<SocketAddr>) -> DeviceId {
    let device = neighbour.device;
    for address in at {
        match within(PATIENCE, tell(&shared, &neighbour, address)).await {
            Ok(mut shown) => {
                let answered = std::mem::take(&mut shown.answered);
                if !answered.is_empty() {
                    (shared.own.hears)(&neighbour, answered);
                }
                shared.see(device, shown, address);
                break;
            }
            Err(why) if why.is_refusal() => shared.refuse(address, &why),
            Err(why) => tracing::debug!(%address, "a desk was not reached: {why}"),
        }
    }
    device
}

async fn tell(shared: &Shared, neighbour: &Neighbour, address: SocketAddr) -> Result<Shown, Failed> {
    let tcp = within(PATIENCE_TO_CONNECT, async { Ok(TcpStream::connect(address).await?) }).await?;
    let config = shared.identity.calls(&neighbour.public_key).map_err(io::Error::other)?;
    let name = ServerName::IpAddress(address.ip().into());
    let mut tls = TlsConnector::from(Arc::new(config)).connect(name, tcp).await?;
    let shows = lock(&shared.shown).clone();
    say(&mut tls, shows).await?;
    let shown = hear(&mut tls).await?;
    tls.shutdown().await?;
    Ok(shown)
}

async fn say(to: &mut (impl AsyncWrite + Unpin), shown: Shown) -> Result<(), Failed> {
    to.write_all(&shown.written()).await?;
    Ok(to.flush().await?)
}

async fn hear(from: &mut (impl AsyncRead + Unpin)) -> Result<Shown, Failed> {
    let mut head = [0; 4];
    from.read_exact(&mut head).await?;
    let mut json = vec![0; Shown::length(head)?];
    from.read_exact(&mut json).await?;
    Ok(Shown::read(&json)?)
}

async fn within<T>(patience: Duration, work: impl Future<Output = Result<T, Failed>>) -> Result<T, Failed> {
    timeout(patience, work).await.unwrap_or(Err(Failed::TooLong))
}

/// It was known a moment ago.
fn gone() -> Failed {
    Failed::Stranger(io::Error::other("it is not known any more"))
}
