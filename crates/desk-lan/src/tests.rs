//! Desks on one machine that call each other for real, and those that have no business among them.

use crate::{Lan, OwnDesk, Place, Seen, identity::Identity};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use clinic_domain::id::{DeviceId, OpId};
use clinic_env::Clock;
use clinic_protocol::{
    hub::{Answered, Ask, HubSays, HubWord},
    lan::{LAN_BYTES, Neighbour, Shown},
    sync::Choice,
};
use rustls::pki_types::ServerName;
use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Condvar, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};
use uuid::Uuid;
use zeroize::Zeroizing;

/// Nothing here takes that long unless it never comes.
const LOOKS: usize = 600;

struct Pc {
    number: u8,
    lan: Lan,
    shows: Arc<Mutex<Shown>>,
    told: Arc<(Mutex<u64>, Condvar)>,
    /// What it answers whoever asks, and what others answered it.
    says: Arc<Mutex<Option<HubSays>>>,
    heard: Arc<Mutex<Vec<(DeviceId, Answered)>>>,
}

impl Pc {
    fn new(number: u8, known: Vec<Neighbour>) -> Pc {
        let shows = Arc::new(Mutex::new(Shown::default()));
        let told = Arc::new((Mutex::new(0), Condvar::new()));
        let (showing, telling) = (Arc::clone(&shows), Arc::clone(&told));
        let (says, heard) = (Arc::new(Mutex::new(None)), Arc::new(Mutex::new(Vec::new())));
        let (answering, hearing) = (Arc::clone(&says), Arc::clone(&heard));
        let telling_too = Arc::clone(&told);
        let own = OwnDesk {
            answers: Box::new(move |asks| {
                let word = |says| HubWord { hub: device(number), number: 1, says };
                let says: Option<HubSays> = answering.lock().unwrap().clone();
                let answer = |it: &Ask| Some(Answered { op: it.op, word: word(says.clone()?) });
                asks.iter().filter_map(answer).collect()
            }),
            hears: Box::new(move |by, answered| {
                hearing.lock().unwrap().extend(answered.into_iter().map(|it| (by.device, it)));
                *telling_too.0.lock().unwrap() += 1;
                telling_too.1.notify_all();
            }),
            device: device(number),
            seed: Zeroizing::new([number; 32]),
            shows: Box::new(move || showing.lock().unwrap().clone()),
            told: Box::new(move || {
                *telling.0.lock().unwrap() += 1;
                telling.1.notify_all();
            }),
        };
        let place = Place { listens: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), is_announced: false };
        Pc { number, lan: Lan::start(own, place, known, Clock::System).unwrap(), shows, told, says, heard }
    }

    /// As the centre would name it.
    fn known(&self) -> Neighbour {
        Neighbour { listens: Some(self.lan.listens()), ..named(self.number) }
    }

    fn shows(&self, choices: &[Choice], unsent: &[Choice]) {
        *self.shows.lock().unwrap() =
            Shown { choices: choices.to_vec(), unsent: unsent.to_vec(), ..Shown::default() };
        self.lan.news();
    }

    fn until(&self, is_so: impl Fn(&Lan) -> bool) {
        for _ in 0..LOOKS {
            let heard = *self.told.0.lock().unwrap();
            if is_so(&self.lan) {
                return;
            }
            let quiet = |told: &mut u64| *told == heard;
            let told = self.told.0.lock().unwrap();
            drop(self.told.1.wait_timeout_while(told, Duration::from_millis(50), quiet).unwrap());
        }
        panic!("it never came: {:?}", self.lan.seen());
    }

    fn until_seen(&self, wanted: &[(u8, Choice, bool)]) {
        let is_same = |it: &Seen, wanted: &(u8, Choice, bool)| {
            (it.device, it.choice, it.is_booked) == (device(wanted.0), wanted.1, wanted.2)
        };
        self.until(|lan| {
            let seen = lan.seen();
            seen.len() == wanted.len() && seen.iter().zip(wanted).all(|(it, wanted)| is_same(it, wanted))
        });
    }
}

fn device(number: u8) -> DeviceId {
    DeviceId(Uuid::from_u128(number.into()))
}

/// Without a word of where it is.
fn named(number: u8) -> Neighbour {
    let pair = Ed25519KeyPair::from_seed_unchecked(&[number; 32]).unwrap();
    let public_key = pair.public_key().as_ref().try_into().unwrap();
    Neighbour { device: device(number), name: format!("Desk {number}"), public_key, listens: None }
}

fn time(resource: u128) -> Choice {
    Choice { resource: Uuid::from_u128(resource), start: 2_000_000_000, end: 2_000_001_800 }
}

#[test]
fn what_one_desk_shows_the_others_see_and_it_goes_when_it_is_over() {
    let left = Pc::new(1, vec![named(2), named(3)]);
    // Who was called once knows from where.
    let right = Pc::new(2, vec![left.known(), named(3)]);
    let third = Pc::new(3, vec![left.known(), right.known()]);
    left.shows(&[time(7)], &[]);
    right.until_seen(&[(1, time(7), false)]);
    third.until_seen(&[(1, time(7), false)]);
    right.shows(&[], &[time(8), time(9)]);
    left.until_seen(&[(2, time(8), true), (2, time(9), true)]);
    third.until_seen(&[(1, time(7), false), (2, time(8), true), (2, time(9), true)]);
    left.shows(&[], &[]);
    right.until_seen(&[]);
    third.until_seen(&[(2, time(8), true), (2, time(9), true)]);
    drop(left);
    right.shows(&[time(5)], &[]);
    third.until_seen(&[(2, time(5), false)]);
    assert!([right.lan.refused(), third.lan.refused()] == [0, 0], "who is gone is no stranger");
}

#[test]
fn what_a_desk_asks_is_answered_in_the_same_call_and_again_while_it_asks() {
    let hub = Pc::new(1, vec![named(2)]);
    let asking = Pc::new(2, vec![hub.known()]);
    let op = OpId(Uuid::from_u128(9));
    let ask = Ask { op, number: 1, times: vec![time(7)] };
    let asks = |asks: Vec<Ask>, choices: Vec<Choice>| {
        *asking.shows.lock().unwrap() = Shown { asks, choices, ..Shown::default() };
        asking.lan.news();
    };
    // Who has nothing to say leaves the other without an answer, not without a neighbour.
    asks(vec![ask.clone()], vec![time(3)]);
    hub.until_seen(&[(2, time(3), false)]);
    assert_eq!(*asking.heard.lock().unwrap(), []);
    *hub.says.lock().unwrap() = Some(HubSays::Confirmed("0f".repeat(64)));
    asks(vec![ask], vec![time(4)]);
    asking.until(|_| !asking.heard.lock().unwrap().is_empty());
    let heard = asking.heard.lock().unwrap().clone();
    assert_eq!((heard[0].0, heard[0].1.op), (device(1), op));
    assert!(heard[0].1.word.is_confirmation());
    // It is the caller's alone: whoever is called does not take it for news of the neighbour.
    assert_eq!(*hub.heard.lock().unwrap(), []);
}

#[test]
fn whom_the_centre_did_not_name_sees_nothing_and_is_not_seen() {
    let left = Pc::new(1, vec![named(2)]);
    left.shows(&[time(7)], &[]);
    let stranger = Pc::new(9, vec![left.known()]);
    stranger.shows(&[time(6)], &[]);
    left.until(|lan| lan.refused() > 0);
    assert_eq!((left.lan.seen(), stranger.lan.seen()), (vec![], vec![]));
    // Whoever stands where a known desk should be is not told anything either.
    let misled = Pc::new(2, vec![Neighbour { listens: Some(stranger.lan.listens()), ..named(1) }]);
    misled.shows(&[time(5)], &[]);
    misled.until(|lan| lan.refused() > 0);
    assert_eq!(stranger.lan.seen(), []);
}

#[test]
fn a_desk_that_was_taken_off_the_list_is_forgotten_and_refused_at_its_next_call() {
    let left = Pc::new(1, vec![named(2)]);
    let revoked = Pc::new(2, vec![left.known()]);
    revoked.shows(&[time(7)], &[]);
    left.until_seen(&[(2, time(7), false)]);
    left.lan.know(vec![named(3)]);
    assert_eq!((left.lan.seen(), left.lan.heard()), (vec![], vec![]));
    revoked.shows(&[time(8)], &[]);
    left.until(|lan| lan.refused() > 0);
    assert_eq!(left.lan.seen(), []);
}

#[test]
fn messages_that_are_too_long_too_many_or_nonsense_are_not_taken_whoever_sends_them() {
    let left = Pc::new(1, vec![named(2)]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let sends = |bytes: Vec<u8>| {
        let refused = left.lan.refused();
        runtime.block_on(async {
            let mut tls = connected(&left).await;
            // The other side may have hung up before all of it was there.
            let _ = tls.write_all(&bytes).await;
            let mut answer = Vec::new();
            let _ = tls.read_to_end(&mut answer).await;
            assert_eq!(answer, [] as [u8; 0]);
        });
        left.until(|lan| lan.refused() > refused);
        assert_eq!(left.lan.seen(), []);
    };
    sends(u32::try_from(LAN_BYTES + 1).unwrap().to_be_bytes().to_vec());
    sends([&[0, 0, 0, 5][..], b"hello"].concat());
    sends(Shown { choices: vec![time(1); 17], ..Shown::default() }.written());
    sends(Shown { choices: vec![Choice { end: 0, ..time(1) }], ..Shown::default() }.written());
    // Half a message, and the end.
    runtime.block_on(async {
        let mut tls = connected(&left).await;
        tls.write_all(&[0, 0]).await.unwrap();
        tls.shutdown().await.unwrap();
    });
    left.until(|lan| lan.refused() == 5);
    // In clear.
    runtime.block_on(async {
        let mut tcp = TcpStream::connect(left.lan.listens()).await.unwrap();
        tcp.write_all(&Shown::default().written()).await.unwrap();
    });
    left.until(|lan| lan.refused() == 6);
    // And one that is in order, after all of it.
    let answer = runtime.block_on(async {
        let mut tls = connected(&left).await;
        tls.write_all(&Shown { choices: vec![time(4)], ..Shown::default() }.written()).await.unwrap();
        let mut answer = Vec::new();
        tls.read_to_end(&mut answer).await.unwrap();
        answer
    });
    let (_, json) = answer.split_first_chunk::<4>().unwrap();
    assert_eq!(Shown::read(json), Ok(Shown { port: left.lan.listens().port(), ..Shown::default() }));
    left.until_seen(&[(2, time(4), false)]);
}

/// As the second desk.
async fn connected(to: &Pc) -> TlsStream<TcpStream> {
    let tcp = TcpStream::connect(to.lan.listens()).await.unwrap();
    let config = Identity::of(&[2; 32]).unwrap().calls(&to.known().public_key).unwrap();
    let name = ServerName::IpAddress(Ipv4Addr::LOCALHOST.into());
    TlsConnector::from(Arc::new(config)).connect(name, tcp).await.unwrap()
}
