//! A desk as a process. It books what it reads, a number a line, and writes each number that it sees at the other.

use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use clinic_domain::id::DeviceId;
use clinic_env::Clock;
use clinic_protocol::{
    lan::{Neighbour, Shown},
    sync::Choice,
};
use desk_lan::{Lan, OwnDesk, Place};
use std::{
    io::BufRead,
    sync::{Arc, Mutex, OnceLock},
};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The argument that makes a process a desk.
pub const WORD: &str = "desk";
/// Its first line, once it listens.
pub const LISTENS: &str = "listens";

static LAN: OnceLock<Lan> = OnceLock::new();

pub fn run(number: u8) {
    let shows = Arc::new(Mutex::new(Shown::default()));
    let showing = Arc::clone(&shows);
    let own = OwnDesk {
        device: device(number),
        seed: Zeroizing::new([number; 32]),
        shows: Box::new(move || showing.lock().unwrap().clone()),
        told: Box::new(tell),
        answers: Box::new(|_| Vec::new()),
        hears: Box::new(|_, _| {}),
    };
    let lan = Lan::start(own, Place::default(), vec![known(3 - number)], Clock::System).unwrap();
    let lan = LAN.get_or_init(|| lan);
    println!("{LISTENS}");
    for line in std::io::stdin().lock().lines() {
        let resource = Uuid::from_u128(line.unwrap().parse().unwrap());
        shows.lock().unwrap().unsent.push(Choice { resource, start: 1_000, end: 2_000 });
        lan.news();
    }
}

fn tell() {
    let seen = LAN.get().map(Lan::seen).unwrap_or_default();
    seen.iter().for_each(|it| println!("{}", it.choice.resource.as_u128()));
}

/// As the centre names it to a desk that was not told its address.
fn known(number: u8) -> Neighbour {
    let key = Ed25519KeyPair::from_seed_unchecked(&[number; 32]).unwrap();
    let public_key = key.public_key().as_ref().try_into().unwrap();
    Neighbour { device: device(number), name: format!("Desk {number}"), public_key, listens: None }
}

fn device(number: u8) -> DeviceId {
    DeviceId(Uuid::from_u128(number.into()))
}
