//! A desk of a centre that is put back from a backup: another desk than the one that the centre knows.

use crate::{
    office::administrators,
    pc::{PASSWORD, Pc, ring},
    proxy::{Net, Proxy},
};
use clinic_domain::people::Role;
use serde_json::json;
use std::path::Path;

#[test]
fn a_desk_that_was_put_back_hands_over_what_it_has_and_sends_nothing_under_its_old_name() {
    let ring = ring();
    let net = Proxy::before(&ring.centre.url);
    let (first, _) = administrators(&ring, &net.url);
    let backups = tempfile::tempdir().unwrap();
    first.ask("set_backup_folder", &json!({ "folder": backups.path() })).unwrap();
    let recovery = first.ask("new_recovery_code", &json!({})).unwrap();
    first.ask("confirm_recovery_code", &json!({ "recovery_code": recovery["recovery_code"] })).unwrap();
    net.set(Net::Cut);
    let sent_later = first.book(&ring, 0);
    let backup = first.ask("back_up_now", &json!({})).unwrap();
    net.set(Net::Open);
    first.ask("sync_now", &json!({})).unwrap();
    first.until(|it| it["link"] == "online" && it["queued"] == 0);
    drop(first);

    let second = Pc::new(&ring);
    second.stages(Path::new(backup["last_file"].as_str().unwrap()));
    let restoring = json!({
        "recovery_code": recovery["recovery_code"], "login": "administrator", "new_password": PASSWORD,
        "key_store": "passphrase_only",
    });
    second.ask("restore_backup", &restoring).unwrap();
    second.until(|it| it["link"] == "put_back");
    let decided_here = second.book(&ring, 1);
    let token = ring.centre.token(&ring.clinic, Role::Administrator);
    let kept = second.wait(|| {
        second.tick();
        let (_, kept) = ring.wait_for(ring.centre.get(&token, "/v1/salvaged-operations"));
        kept["items"].as_array().filter(|it| !it.is_empty()).cloned()
    });
    let [waits] = &kept[..] else { panic!("what the centre had already is no question: {kept:?}") };
    let there = || ring.visits_at_the_centre().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(there(), std::slice::from_ref(&sent_later), "and nothing is decided without an administrator");
    assert!(second.has(&sent_later) && second.has(&decided_here), "nothing is gone here");

    let path = format!("/v1/salvaged-operations/{}/apply", waits["id"].as_str().unwrap());
    let (status, applied) = ring.wait_for(ring.centre.post(&token, &path, "{}"));
    assert_eq!(status, 200, "{applied}");
    let mut both = vec![sent_later, decided_here];
    both.sort();
    let mut visits = there();
    visits.sort();
    assert_eq!(visits, both);
}
