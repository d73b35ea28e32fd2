//! What routes change: setup, people, patients and the book, each by an operation that the arbiter decides.

use crate::{
    centre::Centre,
    practice::{MORNING, Practice},
};
use clinic_domain::{appointment::AppointmentStatus, id::ResourceId, people::Role};
use serde_json::{Value, json};

fn code(of: &Value) -> Option<&str> {
    of["code"].as_str()
}

#[tokio::test]
async fn setup_is_added_and_changed_on_the_version_that_was_read() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    let token = centre.token(&ours.clinic, Role::Administrator);
    let send = async |method: &str, path: &str, body: Value| centre.send(method, &token, path, &body).await;
    let room = json!({ "location": ours.clinic.location, "kind": "room", "name": "Room 9" });
    let (status, made) = send("POST", "/v1/resources", room.clone()).await;
    assert_eq!(
        (status, &made["name"], &made["version"], &made["places"]),
        (201, &json!("Room 9"), &json!(1), &json!(1))
    );
    let one = format!("/v1/resources/{}", made["id"].as_str().expect("an id"));
    let (status, changed) = send("PATCH", &one, json!({ "version": 1, "name": "Laboratory" })).await;
    assert_eq!(
        (status, &changed["name"], &changed["version"], &changed["kind"]),
        (200, &json!("Laboratory"), &json!(2), &json!("room"))
    );
    let (status, stale) = send("PATCH", &one, json!({ "version": 1, "name": "Bay" })).await;
    assert_eq!((status, code(&stale)), (409, Some("changed")));
    assert_eq!(centre.get(&token, &one).await.1, changed);
    for wrong in [
        json!({ "version": 2, "name": "" }),
        json!({ "version": 2, "places": 0 }),
        json!({ "version": 2, "organization_id": theirs.clinic.id }),
        json!({ "version": 2, "source": "x" }),
        json!({ "name": "without a version" }),
    ] {
        let (status, problem) = send("PATCH", &one, wrong.clone()).await;
        assert_eq!((status, code(&problem)), (422, Some("invalid")), "{wrong}");
    }
    // Another organization's place, and its administrator.
    let there = json!({ "location": theirs.clinic.location, "kind": "room", "name": "Room 10" });
    assert_eq!(send("POST", "/v1/resources", there).await.0, 422);
    let stranger = centre.token(&theirs.clinic, Role::Administrator);
    let taken = centre.send("PATCH", &stranger, &one, &json!({ "version": 2, "name": "Mine" })).await;
    assert_eq!(taken.0, 404);
    let nurse = centre.token(&ours.clinic, Role::Nurse);
    assert_eq!(centre.send("POST", &nurse, "/v1/resources", &room).await.0, 403);
}

#[tokio::test]
async fn a_patients_own_provider_is_one_of_the_organization() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    let token = centre.token(&ours.clinic, Role::FrontDesk);
    let send = async |method: &str, path: &str, body: Value| centre.send(method, &token, path, &body).await;
    let with = |own: ResourceId| json!({ "family_name": "Vogel", "given_names": "Ida", "birth_date": "1990-01-02", "own_provider": own });
    for nobody in [theirs.providers[0], ours.room] {
        let (status, problem) = send("POST", "/v1/patients", with(nobody)).await;
        assert_eq!((status, problem["field"].as_str()), (422, Some("body.own_provider")));
    }
    let (status, made) = send("POST", "/v1/patients", with(ours.providers[1])).await;
    assert_eq!(status, 201);
    let one = format!("/v1/patients/{}", made["id"].as_str().expect("an id"));
    let patch = json!({ "version": 1, "own_provider": theirs.providers[0] });
    assert_eq!(send("PATCH", &one, patch).await.0, 422);
    // Who has left since stays named, and is not named anew.
    let left = format!("/v1/providers/{}", ours.providers[1]);
    let admin = centre.token(&ours.clinic, Role::Administrator);
    let leave = json!({ "version": 1, "is_active": false });
    assert_eq!(centre.send("PATCH", &admin, &left, &leave).await.0, 200);
    assert_eq!(send("PATCH", &one, json!({ "version": 1, "preferred_name": "Idi" })).await.0, 200);
    assert_eq!(send("POST", "/v1/patients", with(ours.providers[1])).await.0, 422);
}

#[tokio::test]
async fn the_same_request_with_its_key_is_carried_out_once() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let token = centre.token(&ours.clinic, Role::FrontDesk);
    let body = json!({ "family_name": "Vogel", "given_names": "Ida", "birth_date": "1990-01-02" });
    let key = centre.app.ids.next().to_string();
    let mut answers = Vec::new();
    for _ in 0..2 {
        let request = centre.http.post(format!("{}/v1/patients", centre.url)).bearer_auth(&token);
        let answer = request.header("idempotency-key", &key).json(&body).send().await.expect("an answer");
        answers.push((answer.status().as_u16(), answer.json::<Value>().await.expect("a patient")));
    }
    assert_eq!(answers[0].0, 201);
    assert_eq!(answers[0], answers[1]);
    let found = async || {
        let wanted = json!({ "name": "vogel" });
        centre.send("POST", &token, "/v1/patients/search", &wanted).await.1["patients"].clone()
    };
    assert_eq!(found().await.as_array().map(Vec::len), Some(1));
    // The key is the operation's id: another organization cannot take back what it did.
    let theirs = Practice::open(&centre, "theirs").await;
    let undo = format!("/v1/operations/{key}/undo");
    let stranger = centre.token(&theirs.clinic, Role::FrontDesk);
    assert_eq!(centre.send("POST", &stranger, &undo, &json!({})).await.0, 404);
}

#[tokio::test]
async fn a_booking_is_taken_back_for_some_minutes() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let token = centre.token(&ours.clinic, Role::FrontDesk);
    let wanted =
        json!({ "location": ours.clinic.location, "appointment_type": ours.clinic.visit, "limit": 1 });
    let (_, found) = centre.send("POST", &token, "/v1/availability", &wanted).await;
    let booking = json!({ "offer": found["offers"][0]["offer"], "patient": ours.clinic.patient });
    let key = centre.app.ids.next().to_string();
    let request = centre.http.post(format!("{}/v1/appointments", centre.url)).bearer_auth(&token);
    let visit = request.header("idempotency-key", &key).json(&booking).send().await.expect("an answer");
    let visit: Value = visit.json().await.expect("a visit");
    let undo = format!("/v1/operations/{key}/undo");
    let biller = centre.token(&ours.clinic, Role::Billing);
    assert_eq!(centre.send("POST", &biller, &undo, &json!({})).await.0, 403);
    let (status, undone) = centre.send("POST", &token, &undo, &json!({})).await;
    assert_eq!((status, &undone["rows"][0]["id"]), (200, &visit["id"]), "{undone}");
    let one = format!("/v1/appointments/{}", visit["id"].as_str().expect("an id"));
    assert_eq!(centre.get(&token, &one).await.1["status"], "entered-in-error");
    assert_eq!(centre.send("POST", &token, &undo, &json!({})).await.0, 409);
}

#[tokio::test]
async fn many_providers_are_written_in_one_call_and_each_is_told() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    let token = centre.token(&ours.clinic, Role::Administrator);
    let rows = json!({ "rows": [
        { "create": { "location": ours.clinic.location, "name": "Dr Ada Novak" } },
        { "create": { "location": theirs.clinic.location, "name": "Dr Nobody" } },
        { "change": { "id": ours.providers[1], "patch": { "version": 1, "specialty": "Dermatology" } } },
        { "change": { "id": theirs.providers[0], "patch": { "version": 1, "name": "Stolen" } } },
        { "change": { "id": ours.providers[1], "patch": { "version": 1, "name": "Stale" } } },
    ] });
    let (status, done) = centre.send("POST", &token, "/v1/providers/bulk", &rows).await;
    assert_eq!(status, 200, "{done}");
    let outcome = |at: usize| (done["rows"][at]["outcome"].as_str(), done["rows"][at]["code"].as_str());
    assert_eq!(outcome(0), (Some("written"), None));
    assert_eq!(outcome(1), (Some("refused"), Some("invalid")));
    assert_eq!(done["rows"][2]["record"]["specialty"], "Dermatology");
    assert_eq!(outcome(3), (Some("refused"), Some("not_found")));
    assert_eq!(outcome(4), (Some("refused"), Some("changed")));
    assert_eq!((&done["written"], &done["refused"]), (&json!(2), &json!(3)));
    let nothing = json!({ "rows": [rows["rows"][1], rows["rows"][3]] });
    let (status, done) = centre.send("POST", &token, "/v1/providers/bulk", &nothing).await;
    assert_eq!((status, &done["written"], &done["refused"]), (200, &json!(0), &json!(2)), "{done}");
    let many: Vec<Value> = (0..201).map(|_| rows["rows"][0].clone()).collect();
    assert_eq!(centre.send("POST", &token, "/v1/providers/bulk", &json!({ "rows": many })).await.0, 422);
}

/// Passes what the tier lets in by one: nothing of it is written.
#[tokio::test]
async fn more_providers_than_the_tier_lets_in_are_refused_as_a_whole_with_the_numbers() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let token = centre.token(&ours.clinic, Role::Administrator);
    let sql =
        "UPDATE central.organizations SET body = (body::jsonb || '{\"subscription_tier\": \"basic\"}')::json";
    centre.admin.execute(sql, &[]).await.expect("a tier");
    centre.app.forget_configuration(ours.clinic.id);
    // Two are there, and the tier lets three in.
    let new = |name: &str| json!({ "create": { "location": ours.clinic.location, "name": name } });
    let both = json!({ "rows": [new("Dr Ada Novak"), new("Dr Bo Novak")] });
    let (status, problem) = centre.send("POST", &token, "/v1/providers/bulk", &both).await;
    let numbers = json!({ "of": "providers", "tier": "basic", "most": 3, "there": 2, "wanted": 4 });
    assert_eq!((status, problem["code"].as_str(), &problem["limit"]), (409, Some("tier_limit"), &numbers));
    let names = async || {
        let (_, page) = centre.get(&token, "/v1/providers").await;
        page["items"].as_array().expect("providers").len()
    };
    assert_eq!(names().await, 2, "nothing of it is written");
    // Whoever leaves in the same call makes room.
    let left =
        json!({ "change": { "id": ours.providers[1], "patch": { "version": 1, "is_active": false } } });
    let rows = json!({ "rows": [left, new("Dr Ada Novak"), new("Dr Bo Novak")] });
    let (status, done) = centre.send("POST", &token, "/v1/providers/bulk", &rows).await;
    assert_eq!((status, &done["written"], names().await), (200, &json!(3), 4), "{done}");
}

#[tokio::test]
async fn many_people_are_added_and_invited_in_one_call() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let token = centre.token(&ours.clinic, Role::PracticeManager);
    let person =
        |login: &str, role: &str| json!({ "create": { "login": login, "name": login, "roles": [role] } });
    let rows = json!({ "invite": true, "rows": [
        person("ada", "nurse"), person("bo", "administrator"), person("ada", "front_desk"), person("cy", "scheduler"),
    ] });
    let (status, done) = centre.send("POST", &token, "/v1/people/bulk", &rows).await;
    assert_eq!(status, 200, "{done}");
    let code = |at: usize| done["rows"][at]["code"].as_str().unwrap_or_default();
    assert_eq!([0, 1, 2, 3].map(code), ["", "role_above_own", "login_taken", ""]);
    assert_eq!((&done["written"], &done["refused"]), (&json!(2), &json!(2)));
    let invited = done["invitations"].as_array().expect("invitations");
    let ids: Vec<&Value> = invited.iter().map(|it| &it["person"]).collect();
    assert_eq!(ids, [&done["rows"][0]["record"]["id"], &done["rows"][3]["record"]["id"]]);
    let set = json!({ "organization": "ours", "code": invited[1]["code"], "password": "seven wooden ducks" });
    assert_eq!(centre.send("POST", &token, "/v1/passwords", &set).await.0, 204);
    let (_, without) =
        centre.send("POST", &token, "/v1/people/bulk", &json!({ "rows": [person("di", "nurse")] })).await;
    assert_eq!((&without["written"], &without["invitations"]), (&json!(1), &json!([])));
    assert_eq!(
        centre.send("POST", &centre.token(&ours.clinic, Role::Nurse), "/v1/people/bulk", &rows).await.0,
        403
    );
}

#[tokio::test]
async fn a_patient_is_registered_and_changed_as_far_as_the_role_writes() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let token = centre.token(&ours.clinic, Role::FrontDesk);
    let newcomer = json!({
        "family_name": "Vogel", "given_names": "Ida", "birth_date": "1990-01-02", "sex": "female",
        "phones": [{ "number": "+1 212 555 0199", "kind": "mobile" }],
    });
    let (status, made) = centre.send("POST", &token, "/v1/patients", &newcomer).await;
    assert_eq!((status, &made["family_name"], &made["version"]), (201, &json!("Vogel"), &json!(1)));
    assert!(made["record_number"].as_str().is_some_and(|it| !it.is_empty()));
    let one = format!("/v1/patients/{}", made["id"].as_str().expect("an id"));
    let patch = json!({ "version": 1, "email": "ida@example.org" });
    let (status, changed) = centre.send("PATCH", &token, &one, &patch).await;
    assert_eq!(
        (status, &changed["email"], &changed["phones"]),
        (200, &json!("ida@example.org"), &made["phones"])
    );
    // The practice manager writes the alert and nothing of who somebody is.
    let manager = centre.token(&ours.clinic, Role::PracticeManager);
    let alert = json!({ "version": 2, "alert": "Call the son" });
    assert_eq!(centre.send("PATCH", &manager, &one, &alert).await.0, 200);
    let name = json!({ "version": 3, "family_name": "Adler" });
    assert_eq!(centre.send("PATCH", &manager, &one, &name).await.0, 403);
    assert_eq!(centre.send("PATCH", &centre.token(&ours.clinic, Role::Nurse), &one, &alert).await.0, 403);
    let without = json!({ "family_name": "Nobody" });
    let (status, problem) = centre.send("POST", &token, "/v1/patients", &without).await;
    assert_eq!((status, problem["field"].as_str()), (422, Some("body.birth_date")));
    let twin = json!({ "family_name": "Vogl", "given_names": "Ida", "birth_date": "1990-01-02" });
    let (_, suspects) = centre.send("POST", &token, "/v1/patients/duplicates", &twin).await;
    assert_eq!(suspects["patients"][0]["id"], made["id"]);
    // Who acts for her.
    let caregivers = format!("{one}/caregivers");
    let son = json!({ "name": "Max Vogel", "relation": "child", "authorization": "limited" });
    let (status, son) = centre.send("POST", &token, &caregivers, &son).await;
    assert_eq!((status, &son["may_schedule"]), (201, &json!(false)));
    let path = format!("{caregivers}/{}", son["id"].as_str().expect("an id"));
    let (status, son) =
        centre.send("PATCH", &token, &path, &json!({ "version": 1, "may_schedule": true })).await;
    assert_eq!((status, &son["may_schedule"], &son["version"]), (200, &json!(true), &json!(2)));
}

#[tokio::test]
async fn a_time_is_found_booked_moved_and_cancelled() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    let token = centre.token(&ours.clinic, Role::Scheduler);
    let send = async |method: &str, path: &str, body: Value| centre.send(method, &token, path, &body).await;
    let wanted = json!({
        "location": ours.clinic.location, "appointment_type": ours.clinic.visit, "patient": ours.clinic.patient,
        "from": "2026-05-06", "until": "2026-05-06", "limit": 3,
    });
    let (status, found) = send("POST", "/v1/availability", wanted.clone()).await;
    assert_eq!(status, 200, "{found}");
    assert_eq!((&found["offers"].as_array().map(Vec::len), &found["missing"]), (&Some(3), &Value::Null));
    let offer = &found["offers"][0]["offer"];
    let booking = json!({ "offer": offer, "patient": ours.clinic.patient });
    let (status, visit) = send("POST", "/v1/appointments", booking.clone()).await;
    assert_eq!((status, &visit["starts_at"]), (201, &found["offers"][0]["starts_at"]), "{visit}");
    assert_eq!((&visit["status"], &visit["history"][0]["what"]), (&json!("booked"), &json!("booked")));
    // The same time once more, for another patient: somebody was first.
    let again = json!({ "offer": offer, "patient": ours.clinic.patients[1] });
    let (status, refused) = send("POST", "/v1/appointments", again).await;
    assert_eq!((status, code(&refused)), (409, Some("taken")));
    // In another organization it is no offer at all, and neither is a text that somebody made up.
    let stranger = centre.token(&theirs.clinic, Role::Scheduler);
    let stolen = json!({ "offer": offer, "patient": theirs.clinic.patient });
    assert_eq!(centre.send("POST", &stranger, "/v1/appointments", &stolen).await.0, 422);
    let bent = json!({ "offer": "00ff", "patient": ours.clinic.patient });
    assert_eq!(send("POST", "/v1/appointments", bent).await.1["field"], "body.offer");

    let one = format!("/v1/appointments/{}", visit["id"].as_str().expect("an id"));
    let moving = json!({
        "location": ours.clinic.location, "appointment_type": ours.clinic.visit, "moving": visit["id"],
        "from": "2026-05-07", "until": "2026-05-07", "part_of_day": "afternoon", "limit": 2,
    });
    let (_, later) = send("POST", "/v1/availability", moving).await;
    assert!(
        later["offers"][0]["wall_start"].as_str().is_some_and(|it| it.starts_with("2026-05-07T12:")),
        "{later}"
    );
    let reschedule = json!({ "version": 1, "offer": later["offers"][0]["offer"] });
    let (status, moved) = send("POST", &format!("{one}/reschedule"), reschedule.clone()).await;
    assert_eq!(
        (status, &moved["version"], &moved["history"][1]["what"]),
        (200, &json!(2), &json!("moved")),
        "{moved}"
    );
    assert_eq!(send("POST", &format!("{one}/reschedule"), reschedule).await.1["code"], "changed");
    let confirmed = json!({ "version": 2, "state": "confirmed", "channel": "phone" });
    assert_eq!(send("PUT", &format!("{one}/confirmation"), confirmed).await.1["confirmation"], "confirmed");
    let note = json!({ "version": 3, "note": "Asks for Dr Okafor" });
    assert_eq!(send("PUT", &format!("{one}/note"), note).await.0, 200);
    let cancel = json!({ "version": 4, "reason": "patient_ill" });
    assert_eq!(centre.send("POST", &stranger, &format!("{one}/cancel"), &cancel).await.0, 404);
    let (status, gone) = send("POST", &format!("{one}/cancel"), cancel).await;
    assert_eq!(
        (status, &gone["status"], &gone["cancellation"]["reason"]),
        (200, &json!("cancelled"), &json!("patient_ill"))
    );
    let biller = centre.token(&ours.clinic, Role::Billing);
    assert_eq!(centre.send("POST", &biller, "/v1/appointments", &booking).await.0, 403);
}

#[tokio::test]
async fn a_search_that_finds_nothing_says_why() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let theirs = Practice::open(&centre, "theirs").await;
    let token = centre.token(&ours.clinic, Role::FrontDesk);
    let wanted = |from: &str, until: &str, providers: Value| {
        json!({ "location": ours.clinic.location, "appointment_type": ours.clinic.visit, "providers": providers,
                "from": from, "until": until })
    };
    // A Sunday.
    let (status, found) = centre
        .send(
            "POST",
            &token,
            "/v1/availability",
            &wanted("2026-05-10", "2026-05-10", json!([ours.providers[1]])),
        )
        .await;
    assert_eq!(
        (status, &found["offers"], &found["missing"]["what"]),
        (200, &json!([]), &json!("any")),
        "{found}"
    );
    assert_eq!(found["missing"]["obstacles"][0]["cause"], "outside_sessions");
    assert_eq!(found["missing"]["obstacles"][0]["resources"], json!([ours.providers[1]]));
    assert!(found["missing"]["alternatives"].as_array().is_some_and(|it| !it.is_empty()));
    // Somebody else's provider is nobody here.
    let (_, found) = centre
        .send(
            "POST",
            &token,
            "/v1/availability",
            &wanted("2026-05-06", "2026-05-06", json!([theirs.providers[0]])),
        )
        .await;
    assert_eq!(found["offers"], json!([]));
    let (status, _) = centre
        .send(
            "POST",
            &token,
            "/v1/availability",
            &json!({ "location": theirs.clinic.location, "appointment_type": ours.clinic.visit }),
        )
        .await;
    assert_eq!(status, 404);
}

#[tokio::test]
async fn the_organization_its_office_and_its_policy_are_changed_by_who_may() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let token = centre.token(&ours.clinic, Role::Administrator);
    let send = async |method: &str, path: &str, body: Value| centre.send(method, &token, path, &body).await;
    let (_, organization) = centre.get(&token, "/v1/organization").await;
    let hours = json!([{ "weekday": 1, "from": "08:00", "to": "18:00" }]);
    let patch = json!({ "version": organization["version"], "business_hours": hours, "contact": { "phone": "+1 212 555 0100" } });
    let (status, changed) = send("PATCH", "/v1/organization", patch).await;
    assert_eq!(
        (status, &changed["business_hours"], &changed["name"]),
        (200, &hours, &organization["name"]),
        "{changed}"
    );
    let settings = json!({ "version": changed["version"], "grid_minutes": 10 });
    assert_eq!(send("PATCH", "/v1/settings", settings).await.1["grid_minutes"], 10);
    let slug = json!({ "version": changed["version"], "slug": "mine" });
    assert_eq!(send("PATCH", "/v1/organization", slug).await.0, 422);

    let (status, department) = send("POST", "/v1/departments", json!({ "name": "Cardiology" })).await;
    assert_eq!(status, 201, "{department}");
    for (question, answer) in [
        ("Where can I park?", "Behind the house."),
        ("When do you open?", "At eight. Parking opens at seven."),
    ] {
        let entry = json!({ "question": question, "answer": answer, "language": "en" });
        assert_eq!(send("POST", "/v1/faq", entry).await.0, 201);
        // The next one is younger, whichever instance takes it.
        centre.pass(1);
    }
    let nurse = centre.token(&ours.clinic, Role::Nurse);
    let (_, found) = centre.send("POST", &nurse, "/v1/faq/search", &json!({ "words": "parking park" })).await;
    let questions: Vec<&str> = found["entries"]
        .as_array()
        .expect("entries")
        .iter()
        .filter_map(|it| it["question"].as_str())
        .collect();
    assert_eq!(questions, ["Where can I park?", "When do you open?"]);

    let (_, policy) = centre.get(&token, "/v1/policy").await;
    let narrowed = json!([
        { "role": "nurse", "group": "contact", "to": "never" },
        { "role": "medical_assistant", "group": "schedule", "to": "never" },
        { "role": "scheduler", "group": "schedule", "to": "view" },
    ]);
    let patch =
        json!({ "version": policy["version"], "narrowed": narrowed, "export_roles": ["practice_manager"] });
    let (status, policy) = send("PATCH", "/v1/policy", patch).await;
    assert_eq!((status, &policy["narrowed"]), (200, &narrowed), "{policy}");
    let patient = ours.patient(&centre, "Costa", "Carla", "1980-02-03", "900001").await;
    let (_, seen) = centre.get(&nurse, &format!("/v1/patients/{patient}")).await;
    assert_eq!((&seen["phones"], &seen["hidden"]), (&json!([]), &json!(["contact"])));
    assert_eq!(centre.get(&nurse, "/v1/policy").await.0, 403);
    // Whom the schedule was taken from sees no visits; who may only look at it books none.
    let visit = ours.visit(&centre, patient, 0, MORNING, AppointmentStatus::Booked).await;
    let assistant = centre.token(&ours.clinic, Role::MedicalAssistant);
    for path in ["/v1/appointments".to_owned(), format!("/v1/appointments/{visit}")] {
        assert_eq!(centre.get(&assistant, &path).await.0, 403, "{path}");
    }
    let scheduler = centre.token(&ours.clinic, Role::Scheduler);
    let cancel = json!({ "version": 1, "reason": "patient_ill" });
    let path = format!("/v1/appointments/{visit}/cancel");
    assert_eq!(centre.send("POST", &scheduler, &path, &cancel).await.0, 403);
    // What the policy took from billing: reports.
    let report =
        format!("/v1/reports/no-shows?location={}&from=2026-05-01&to=2026-05-05", ours.clinic.location);
    assert_eq!(centre.get(&centre.token(&ours.clinic, Role::Billing), &report).await.0, 403);
    assert_eq!(centre.get(&centre.token(&ours.clinic, Role::PracticeManager), &report).await.0, 200);
}

#[tokio::test]
async fn people_are_added_and_changed_by_who_is_above_them() {
    let centre = Centre::start().await;
    let ours = Practice::open(&centre, "ours").await;
    let administrator = centre.token(&ours.clinic, Role::Administrator);
    let manager = centre.token(&ours.clinic, Role::PracticeManager);
    let person = |role: Role| json!({ "login": format!("new.{role}"), "name": "Kim Vo", "roles": [role] });
    let (status, made) = centre.send("POST", &manager, "/v1/people", &person(Role::Nurse)).await;
    assert_eq!((status, &made["roles"]), (201, &json!(["nurse"])), "{made}");
    let (status, refused) = centre.send("POST", &manager, "/v1/people", &person(Role::Administrator)).await;
    assert_eq!((status, code(&refused)), (409, Some("role_above_own")), "{refused}");
    let one = format!("/v1/people/{}", made["id"].as_str().expect("an id"));
    let patch = json!({ "version": 1, "roles": ["front_desk"], "login": "other", "department": null });
    assert_eq!(centre.send("PATCH", &manager, &one, &patch).await.0, 403);
    let (status, changed) = centre.send("PATCH", &administrator, &one, &patch).await;
    assert_eq!((status, &changed["roles"], &changed["login"]), (200, &json!(["front_desk"]), &made["login"]));
}
