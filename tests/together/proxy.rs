//! A network between desks and their centre that can be cut and held up.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Condvar, Mutex},
    thread,
};

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Net {
    Open,
    /// Nobody is refused, and nobody is answered.
    Hanging,
    /// Whoever is connected is thrown out, and nobody gets in.
    Cut,
}

/// It ends with the test's process.
pub struct Proxy {
    pub url: String,
    shared: Arc<Shared>,
}

struct Shared {
    net: Mutex<Net>,
    moved: Condvar,
    open: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    pub fn before(url: &str) -> Proxy {
        let to: SocketAddr = url.strip_prefix("http://").unwrap().parse().unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (net, open) = (Mutex::new(Net::Open), Mutex::new(Vec::new()));
        let shared = Arc::new(Shared { net, moved: Condvar::new(), open });
        let serving = Arc::clone(&shared);
        start(move || {
            for desk in listener.incoming() {
                let (Ok(desk), false) = (desk, serving.is(Net::Cut)) else { continue };
                let Ok(centre) = TcpStream::connect(to) else { continue };
                let ends = [&desk, &centre].map(|it| it.try_clone().unwrap());
                serving.open.lock().unwrap().extend(ends);
                let back = (centre.try_clone().unwrap(), desk.try_clone().unwrap());
                for (from, to) in [(desk, centre), back] {
                    let shared = Arc::clone(&serving);
                    start(move || shared.carry(from, to));
                }
            }
        });
        Proxy { url, shared }
    }

    pub fn set(&self, net: Net) {
        *self.shared.net.lock().unwrap() = net;
        self.shared.moved.notify_all();
        let mut open = self.shared.open.lock().unwrap();
        if net == Net::Cut {
            open.drain(..).for_each(|it| drop(it.shutdown(Shutdown::Both)));
        }
    }
}

impl Shared {
    fn is(&self, net: Net) -> bool {
        *self.net.lock().unwrap() == net
    }

    fn carry(&self, mut from: TcpStream, mut to: TcpStream) {
        let mut piece = [0; 16 * 1024];
        while let Ok(length @ 1..) = from.read(&mut piece) {
            let net = self.net.lock().unwrap();
            let net = *self.moved.wait_while(net, |it| *it == Net::Hanging).unwrap();
            if net == Net::Cut || to.write_all(&piece[..length]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
        let _ = from.shutdown(Shutdown::Both);
    }
}

fn start(work: impl FnOnce() + Send + 'static) {
    thread::Builder::new().name("network".to_owned()).spawn(work).unwrap();
}
