//! Two desks of a location see what is being booked at the other, and it keeps neither from booking.

use crate::{
    desk::Ring,
    office::administrators_at,
    pc::{PASSWORD, Pc, ring},
    proxy::{Net, Proxy},
};
use serde_json::{Value, json};
use std::{fs, net::TcpStream};

/// What the desk marks as being booked elsewhere.
fn elsewhere(pc: &Pc, ring: &Ring) -> Vec<Value> {
    let request = json!({ "location": ring.clinic.location });
    pc.ask("being_booked", &request).unwrap()["times"].as_array().unwrap().clone()
}

fn choose(pc: &Pc, handles: &[&str]) {
    pc.ask("choose_times", &json!({ "handles": handles })).unwrap();
}

/// Of an offer, at which desk it is being booked.
fn at_another_desk(pc: &Pc, handle: &str) -> Value {
    let marked = pc.ask("offers_being_booked", &json!({ "handles": [handle] })).unwrap();
    marked["offers"][0]["desk"].clone()
}

fn is_booked(times: &[Value]) -> Vec<bool> {
    times.iter().map(|it| it["desk"]["is_booked"].as_bool().unwrap()).collect()
}

#[test]
fn what_is_chosen_at_one_desk_the_other_shows_and_may_book_all_the_same() {
    let ring = ring();
    let url = &ring.centre.url;
    let (left, right) = (Pc::joined(&ring, url), Pc::joined(&ring, url));
    let (chosen, same) = (left.offer(&ring, 0), right.offer(&ring, 1));
    assert_eq!(at_another_desk(&right, &same), Value::Null);
    choose(&left, &[&chosen]);
    let shown = right.wait(|| Some(elsewhere(&right, &ring)).filter(|it| !it.is_empty()));
    assert_eq!(shown[0]["desk"], json!({ "name": "Reception left", "is_booked": false }));
    assert_eq!(elsewhere(&left, &ring), [] as [Value; 0], "its own are nobody else's");
    assert_eq!(at_another_desk(&right, &same)["name"], "Reception left");
    choose(&left, &[]);
    right.wait(|| elsewhere(&right, &ring).is_empty().then_some(()));
    assert_eq!(at_another_desk(&right, &same), Value::Null);

    // Whoever has the same time chosen is kept from nothing.
    choose(&left, &[&chosen]);
    right.wait(|| (!elsewhere(&right, &ring).is_empty()).then_some(()));
    right.book(&ring, 1);
    // A desk that falls silent is not shown for longer than half a minute.
    left.ask("lock", &json!({})).unwrap();
    ring.centre.pass(31);
    right.wait(|| {
        right.tick();
        elsewhere(&right, &ring).is_empty().then_some(())
    });
}

#[test]
fn a_choice_that_nobody_takes_back_ends_by_itself() {
    let ring = ring();
    let url = &ring.centre.url;
    let (left, right) = (Pc::joined(&ring, url), Pc::joined(&ring, url));
    choose(&left, &[&left.offer(&ring, 0)]);
    right.wait(|| (!elsewhere(&right, &ring).is_empty()).then_some(()));
    ring.centre.pass(10 * 60);
    left.ask("keep_awake", &json!({})).unwrap();
    left.tick();
    let said = || {
        let sql = "SELECT count(*) FROM central.choices WHERE body::text <> '[]'";
        ring.wait_for(ring.centre.admin.query_one(sql, &[])).unwrap().get::<_, i64>(0)
    };
    left.wait(|| (said() == 0).then_some(()));
    assert_eq!(elsewhere(&right, &ring), [] as [Value; 0]);
    assert_eq!(left.ask("choose_times", &json!({ "handles": ["invented"] })).unwrap_err(), "not_found");
}

#[test]
fn desks_that_are_cut_off_see_over_the_local_network_what_the_other_books() {
    let ring = ring();
    let nets = [Proxy::before(&ring.centre.url), Proxy::before(&ring.centre.url)];
    let (left, right) = (Pc::nearby(&ring, &nets[0].url), Pc::nearby(&ring, &nets[1].url));
    meet(&ring, &left, &right, &nets);
    for (pc, net) in [&left, &right].into_iter().zip(&nets) {
        net.set(Net::Cut);
        pc.ask("sync_now", &json!({})).unwrap();
        pc.until(|it| it["link"] == "offline");
    }
    let same = right.offer(&ring, 1);
    choose(&left, &[&left.offer(&ring, 0)]);
    right.wait(|| (at_another_desk(&right, &same)["is_booked"] == false).then_some(()));
    let visit = left.book(&ring, 0);
    choose(&left, &[]);
    let shown = right.wait(|| Some(elsewhere(&right, &ring)).filter(|it| is_booked(it).contains(&true)));
    assert!(is_booked(&shown).iter().all(|it| *it), "{shown:?}");
    assert_eq!(at_another_desk(&right, &same), json!({ "name": "Reception left", "is_booked": true }));
    let said = serde_json::to_string(&shown).unwrap();
    assert!(!said.contains("Ruiz") && !said.contains(&visit), "no patient and no visit: {said}");

    // After a start without the centre they know each other still.
    let right = right.restarted(&ring);
    right.ask("sign_in", &json!({ "login": "front_desk", "password": PASSWORD })).unwrap();
    right.wait(|| is_booked(&elsewhere(&right, &ring)).contains(&true).then_some(()));
    let off = right.ask("see_neighbours", &json!({ "is_on": false }));
    assert_eq!(off.unwrap()["reasons"][0]["code"], "not_permitted");

    // What the centre has in its book is no news of a neighbour.
    nets.iter().for_each(|it| it.set(Net::Open));
    for desk in [&left, &right] {
        desk.ask("sync_now", &json!({})).unwrap();
    }
    left.until(|it| it["link"] == "online" && it["queued"] == 0);
    right.wait(|| (right.has(&visit) && elsewhere(&right, &ring).is_empty()).then_some(()));
}

/// The centre passes on no address that is good on one machine alone: it is put there.
pub fn meet(ring: &Ring, left: &Pc, right: &Pc, nets: &[Proxy; 2]) {
    let listens = left.ask("neighbours", &json!({})).unwrap()["listens"].as_str().unwrap().to_owned();
    let port: i32 = listens.rsplit(':').next().unwrap().parse().unwrap();
    let greets_again = |pc: &Pc, net: &Proxy| {
        net.set(Net::Cut);
        pc.until(|it| it["link"] == "offline");
        net.set(Net::Open);
        pc.ask("sync_now", &json!({})).unwrap();
    };
    // The other one was not there yet.
    greets_again(left, &nets[0]);
    left.wait(|| (left.ask("neighbours", &json!({})).unwrap()["desks"] != json!([])).then_some(()));
    let at = "UPDATE central.devices SET lan_address = '127.0.0.1', lan_port = $1";
    ring.wait_for(ring.centre.admin.execute(at, &[&port])).unwrap();
    greets_again(right, &nets[1]);
    right.wait(|| {
        let neighbours = right.ask("neighbours", &json!({})).unwrap();
        (!neighbours["desks"][0]["heard_at"].is_null()).then_some(())
    });
}

/// Where it listens, as it says itself.
fn listens(pc: &Pc) -> Option<String> {
    pc.ask("neighbours", &json!({})).unwrap()["listens"].as_str().map(str::to_owned)
}

#[test]
fn a_desk_is_not_heard_over_the_local_network_when_its_lease_is_over_and_is_again_after_a_sign_in() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let pc = Pc::nearby(&ring, &net.url);
    let port = listens(&pc).unwrap();
    TcpStream::connect(&port).unwrap();
    net.set(Net::Cut);
    pc.until(|it| it["link"] == "offline");
    let days_later = |days: i64| {
        ring.centre.pass(days * 24 * 3600);
        pc.ask("keep_awake", &json!({})).unwrap();
        pc.tick();
    };
    days_later(2);
    TcpStream::connect(&port).unwrap();
    days_later(1);
    assert_eq!(pc.ask("neighbours", &json!({})).unwrap_err(), "lease_over");
    assert!(TcpStream::connect(&port).is_err(), "nobody speaks for it");
    net.set(Net::Open);
    pc.ask("sign_in_to_centre", &json!({ "password": PASSWORD })).unwrap();
    days_later(0);
    TcpStream::connect(listens(&pc).unwrap()).unwrap();
}

#[test]
fn a_desk_whose_files_were_put_back_does_not_show_itself_under_its_old_key() {
    let ring = ring();
    let own = json!({ "login": "administrator", "password": PASSWORD });
    let (pc, _) = administrators_at(Pc::listening(&ring), &ring, &ring.centre.url);
    assert!(listens(&pc).is_some());
    let pc = pc.restarted(&ring);
    let vault = pc.folder().join("home/vault.db");
    let older = fs::read(&vault).unwrap();
    pc.ask("sign_in", &own).unwrap();
    pc.book(&ring, 0);
    let pc = pc.restarted(&ring);
    fs::write(&vault, older).unwrap();
    assert_eq!(pc.ask("sign_in", &own).unwrap_err(), "older_than_head");
    pc.ask("accept_older_state", &own).unwrap();
    assert_eq!((pc.sync()["link"].clone(), listens(&pc)), (json!("put_back"), None));
    pc.tick();
    assert_eq!(listens(&pc), None);
}
