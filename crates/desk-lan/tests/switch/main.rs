//! PCs behind a switch: each desk is a process in a network of its own, a bridge is between them, and nobody tells either
//! where the other is.
//!
//! Needs a system that lets somebody have networks of their own (`unshare`, `ip`); elsewhere it says so and counts as ignored.

#![allow(clippy::print_stdout, reason = "the closing line is a test runner's")]
#![allow(clippy::unwrap_used, reason = "all of it is a test")]

mod desk;
mod network;
#[path = "../../../../tests/unharnessed.rs"]
mod unharnessed;

use network::{Network, Pc};
use std::process::ExitCode;

type Test = (&'static str, fn());

const TESTS: [Test; 2] = [
    ("desks_find_each_other_in_a_network_that_comes_after_them", found_in_a_network_that_comes_later),
    ("desks_whose_addresses_all_changed_find_each_other_again", found_after_all_addresses_changed),
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, what, number] = &arguments[..]
        && what == desk::WORD
    {
        desk::run(number.parse().expect("a desk's number"));
        return ExitCode::SUCCESS;
    }
    if !network::is_own() {
        if network::may_have_own() {
            return network::run_in_own();
        }
        println!("This system gives nobody a network of their own, so desks behind a switch are not tried.");
        return unharnessed::closes(0, 0, TESTS.len());
    }
    unharnessed::run(TESTS)
}

/// At the PCs' start the switch is still off.
fn found_in_a_network_that_comes_later() {
    let network = Network::new("later");
    let (mut one, mut two) = (Pc::start(1), Pc::start(2));
    one.books(11);
    network.plug(&one, "10.77.0.1/24");
    network.plug(&two, "10.77.0.2/24");
    two.until_sees(11);
    two.books(22);
    one.until_sees(22);
}

/// The router forgot whom it gave which address: what each knows of the other's is wrong.
fn found_after_all_addresses_changed() {
    let network = Network::new("moved");
    let (mut one, mut two) = (Pc::start(1), Pc::start(2));
    network.plug(&one, "10.77.1.1/24");
    network.plug(&two, "10.77.1.2/24");
    one.books(11);
    two.until_sees(11);
    network.moves(&one, "10.77.1.1/24", "10.77.1.101/24");
    network.moves(&two, "10.77.1.2/24", "10.77.1.102/24");
    one.books(12);
    two.until_sees(12);
    two.books(22);
    one.until_sees(22);
}
