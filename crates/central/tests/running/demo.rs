//! An organization to try things out with: whole at once, the same when it is made again, and never somebody's own.

use crate::{
    centre::Centre,
    program::Program,
    service::{Running, Said, central, run},
};
use clinic_env::Clock;
use serde_json::{Value, json};

const PASSWORD: &str = "seven wooden ducks";

fn demo(centre: &Centre, arguments: &[&str]) -> Said {
    run(central(centre, &[&["demo"], arguments].concat()))
}

/// The line of a login: a code, or that there is a password.
fn of<'a>(said: &'a Said, login: &str) -> &'a str {
    let line = said.out.lines().find_map(|it| it.strip_prefix("  ")?.strip_prefix(login)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("{login} in {}", said.out)).trim()
}

async fn count(centre: &Centre, sql: &str) -> i64 {
    centre.admin.query_one(sql, &[]).await.expect(sql).get(0)
}

#[tokio::test]
async fn a_demo_has_something_to_show_and_is_made_once() {
    let centre = Centre::start().await;
    let made = demo(&centre, &[]);
    assert_eq!(made.code, Some(0), "{}", made.err);
    let refused = "SELECT count(*), coalesce(string_agg(DISTINCT kind || ' ' || result::text, ', '), '') \
         FROM central.operations WHERE status <> 'applied'";
    let refused = centre.admin.query_one(refused, &[]).await.expect("the operations");
    assert_eq!((refused.get::<_, i64>(0), refused.get::<_, &str>(1)), (0, ""), "none of it was refused");
    let all = async || {
        let mut counts = Vec::new();
        for table in [
            "users WHERE user_type = 'patient'",
            "patient_caregivers",
            "appointments",
            "resources",
            "faq_entries",
            "message_templates",
            "operations",
        ] {
            counts.push(count(&centre, &format!("SELECT count(*) FROM central.{table}")).await);
        }
        counts
    };
    let first = all().await;
    assert_eq!((first[0], first[1], first[3]), (300, 25, 10));
    assert!(first[2] > 150 && first[4] > 3 && first[5] > 2, "{first:?}");
    let states = "SELECT count(DISTINCT status) FROM central.appointments";
    assert!(count(&centre, states).await >= 2, "some of it is cancelled");

    let again = demo(&centre, &[]);
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert!(again.out.contains("new patients 0\nnew visits 0,"), "{}", again.out);
    assert_eq!(all().await, first);
    assert_ne!(of(&made, "front-desk"), of(&again, "front-desk"), "a code that nobody used is replaced");
}

#[tokio::test]
async fn its_people_get_in_and_find_it_marked() {
    let centre = Centre::start().await;
    let made = demo(&centre, &[]);
    let service = Running::start(&centre, &[]).await;
    let post = async |path: &str, body: Value| {
        let answer = centre.http.post(service.url(path)).json(&body).send().await.expect("an answer");
        (answer.status().as_u16(), answer.json::<Value>().await.unwrap_or_default())
    };
    let program = Program::new(7);
    for login in ["front-desk", "attending-physician", "billing"] {
        let code = json!({ "organization": "demo", "code": of(&made, login), "password": PASSWORD });
        assert_eq!(post("/v1/passwords", code).await.0, 204, "{login}");
        let proof = program.proof("/v1/sessions", None, Clock::System.now());
        let sign_in = json!({ "organization": "demo", "login": login, "password": PASSWORD, "key": program.public,
            "proof": proof });
        let (status, signed_in) = post("/v1/sessions", sign_in).await;
        assert_eq!((status, &signed_in["needs_mfa"]), (201, &json!(false)), "{login}: {signed_in}");
        let token = signed_in["access_token"].as_str().expect("a token");
        let get = centre.http.get(service.url("/v1/organization")).bearer_auth(token);
        let organization: Value = get.send().await.expect("an answer").json().await.expect("JSON");
        assert_eq!(organization["is_demo"], true, "{organization}");
    }
    assert_eq!(of(&demo(&centre, &[]), "billing"), "has a password");
}

#[tokio::test]
async fn nothing_of_it_goes_into_an_organization_of_somebodys_own() {
    let centre = Centre::start().await;
    let create =
        ["org", "create", "--name", "Riverside", "--slug", "riverside", "--login", "ada", "--person", "Ada"];
    assert_eq!(run(central(&centre, &create)).code, Some(0));
    let refused = demo(&centre, &["--slug", "riverside"]);
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""));
    assert!(refused.err.contains("'riverside' is no demo: nothing was changed"), "{}", refused.err);
    assert_eq!(count(&centre, "SELECT count(*) FROM central.users WHERE user_type = 'patient'").await, 0);
    let sloppy = demo(&centre, &["--slug", "My Demo"]);
    assert!(sloppy.code == Some(1) && sloppy.err.contains("no short name"), "{}", sloppy.err);
    let nowhere = demo(&centre, &["--zone", "Mars/Olympus"]);
    assert!(nowhere.code == Some(2) && nowhere.err.contains("Mars/Olympus"), "{}", nowhere.err);
}
