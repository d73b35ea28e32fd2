//! A network that takes its time, and counts what passes.

use std::{
    io::{Read, Write},
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

/// It ends with the process.
pub struct Slow {
    pub url: String,
    counted: Arc<[AtomicU64; 2]>,
}

/// To the centre, and from it.
#[derive(Clone, Copy)]
pub struct Bytes {
    pub to: u64,
    pub from: u64,
}

impl Slow {
    pub fn before(url: &str, one_way: Duration) -> Slow {
        let to: SocketAddr = url.strip_prefix("http://").unwrap().parse().unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let counted = Arc::<[AtomicU64; 2]>::default();
        let counting = Arc::clone(&counted);
        thread::spawn(move || {
            for desk in listener.incoming() {
                let (desk, centre) = (desk.unwrap(), TcpStream::connect(to).unwrap());
                [&desk, &centre].iter().for_each(|it| it.set_nodelay(true).unwrap());
                let back = (centre.try_clone().unwrap(), desk.try_clone().unwrap());
                for (way, (from, to)) in [(desk, centre), back].into_iter().enumerate() {
                    carry(from, to, one_way, (Arc::clone(&counting), way));
                }
            }
        });
        Slow { url, counted }
    }

    pub fn bytes(&self) -> Bytes {
        let [to, from] = [0, 1].map(|way: usize| self.counted[way].load(Ordering::Relaxed));
        Bytes { to, from }
    }
}

/// What comes goes on when it is due, however much is on its way.
fn carry(
    mut from: TcpStream,
    mut to: TcpStream,
    one_way: Duration,
    (counted, way): (Arc<[AtomicU64; 2]>, usize),
) {
    let (coming, going) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        let mut piece = [0; 64 * 1024];
        while let Ok(length @ 1..) = from.read(&mut piece) {
            counted[way].fetch_add(length as u64, Ordering::Relaxed);
            if coming.send((Instant::now() + one_way, piece[..length].to_vec())).is_err() {
                break;
            }
        }
    });
    thread::spawn(move || {
        for (due, piece) in going {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if to.write_all(&piece).is_err() {
                break;
            }
        }
        // Whoever is gone already has heard the end.
        let _ = to.shutdown(Shutdown::Write);
    });
}
