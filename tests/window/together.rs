//! Two desks of one organization, each with its window, and their centre: both promise the same time while one of them is
//! cut off, and the conflict is settled in the window.

use crate::{
    centre::{self, Centre},
    driver::{Place, Renderer, Window},
    journey::{HEADING, VISIT, free_slot},
    keyboard::Keyboard,
    page::{ACTIVE, Page, Part, field, literal},
    proxy::{Net, Proxy},
    story::{Teller, explained},
};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use std::path::PathBuf;

pub const STEPS: usize = 4;

const BOARD: &str = "//*[@role='grid' and @aria-label='Day board']";
const LOOKS: usize = 600;

pub async fn tell(teller: &mut Teller<'_>, program: PathBuf) -> Result<()> {
    let service = program.with_file_name("central");
    let centre = teller.step("a_centre_starts", Centre::start(&service)).await?;
    let network = Proxy::before(&centre.url);
    let folders = [tempfile::tempdir()?, tempfile::tempdir()?];
    let place = |at: usize| Place { folder: folders[at].path().to_owned(), program: program.clone() };
    let (left, right) = (open(&place(0)).await?, open(&place(1)).await?);
    let pages = (Page(&left.client), Page(&right.client));
    let told = async {
        let connecting = async {
            connect(&pages.0, &centre.url, &centre.enroll("Reception left")?).await?;
            connect(&pages.1, &network.url, &centre.enroll("Reception right")?).await
        };
        teller.step("two_desks_are_connected", connecting).await?;
        let promised = promise_twice(&pages.0, &pages.1, &network);
        let (won, lost) = teller.step("both_promise_the_same_time_while_one_is_cut_off", promised).await?;
        teller.step("the_conflict_is_settled_in_the_window", settle(&pages.0, &pages.1, &won, &lost)).await
    };
    let told = told.await;
    let told = explained(&pages.0, told).await;
    explained(&pages.1, told).await?;
    left.quit().await?;
    right.quit().await
}

async fn open(place: &Place) -> Result<Window> {
    // The centre has the system's clock, and a session ends after hours.
    #[allow(clippy::disallowed_methods)]
    let now = chrono::Utc::now().format("%Y-%m-%dT%H:%M").to_string();
    Window::open(place, &now, Renderer::AsShipped).await
}

/// A PC on which nothing was set up becomes a desk, and has the whole book.
async fn connect(page: &Page<'_>, url: &str, code: &str) -> Result<()> {
    page.press(Part::Anywhere, "Connect to an organization").await?;
    page.fill(Part::Anywhere, "Address of the centre", url).await?;
    page.fill(Part::Anywhere, "Organization", centre::ORGANIZATION).await?;
    page.fill(Part::Anywhere, "Code for this PC", code).await?;
    page.press(Part::Anywhere, "Go on").await?;
    page.fill(Part::Anywhere, "Login", centre::LOGIN).await?;
    page.fill(Part::Anywhere, "Password", centre::PASSWORD).await?;
    page.press(Part::Anywhere, "Sign in and fetch the book").await?;
    page.sees("Keep this recovery code").await?;
    page.tick(Part::Anywhere, "I have kept the recovery code").await?;
    page.press(Part::Anywhere, "Continue").await?;
    page.find(BOARD).await?;
    until(page, "sync_status", &json!({}), |it| it["centre"]["first_sync"].is_null()).await.map(|_| ())
}

/// A patient: the id, and the name as it is typed and shown.
struct Patient {
    id: Value,
    name: String,
}

/// One time, free at both: booked at the left for one patient, and at the right, which hears nothing of it, for another.
async fn promise_twice(left: &Page<'_>, right: &Page<'_>, network: &Proxy) -> Result<(Patient, Patient)> {
    let found = left.asks("find_patients", json!({ "query": "ma" })).await?;
    let patient = |at: usize| -> Result<Patient> {
        let hit = &found["hits"][at];
        let name = hit["name"].as_str().with_context(|| format!("the demo has no patient {at}"))?;
        Ok(Patient { id: hit["id"].clone(), name: name.to_owned() })
    };
    let (won, lost) = (patient(0)?, patient(1)?);
    let slot = free_slot(left).await?;
    let day = left.find(HEADING).await?.text().await?;
    while right.find(HEADING).await?.text().await? != day {
        let shown = right.find(HEADING).await?.text().await?;
        right.press(Part::Anywhere, "Day after").await?;
        right.find(&format!("{HEADING}[not(contains(., {}))]", literal(&shown))).await?;
    }
    network.set(Net::Cut);
    book(left, &slot, &won).await?;
    until(left, "sync_status", &json!({}), |it| it["centre"]["queued"] == 0).await?;
    right.sees("Offline since").await?;
    book(right, &slot, &lost).await?;
    right.sees("1 change to send").await?;
    network.set(Net::Open);
    // What "Try now" asks for. A desk tries again by itself too, and the button may be gone before it is pressed.
    right.asks("sync_now", json!({})).await?;
    for page in [left, right] {
        page.find(&format!(
            "//nav[@aria-label='Places']//button[contains(., 'To decide') and contains(., '1')]{ACTIVE}"
        ))
        .await?;
    }
    Ok((won, lost))
}

async fn book(page: &Page<'_>, slot: &str, patient: &Patient) -> Result<()> {
    page.click(&format!("//*[@role='gridcell'][@aria-label={}]", literal(slot))).await?;
    page.fill(Part::Anywhere, "Patient", &patient.name).await?;
    page.click(&format!("//li[@role='option'][contains(., {})]{ACTIVE}", literal(&patient.name))).await?;
    // On the phone: what somebody was here for last may need a room or a device that is taken at that time.
    let setup = page.asks("setup", json!({})).await?;
    let types = setup["appointment_types"].as_array().context("no types")?;
    let phone = types.iter().find(|it| it["name"] == "Telephone").context("no visit by phone")?;
    let phone = phone["id"].as_str().context("a type without an id")?;
    page.act(&field(VISIT, "Visit type"), async |it| it.select_by_value(phone).await).await?;
    page.press(VISIT, "Book").await?;
    page.sees(&format!("Booked: {}", patient.name)).await.map(|_| ())
}

/// At the left it is somebody's task, which the right sees; the first alternative is taken, and both have the same book.
async fn settle(left: &Page<'_>, right: &Page<'_>, won: &Patient, lost: &Patient) -> Result<()> {
    let (here, there) = (Keyboard::at(left), Keyboard::at(right));
    here.press("F8").await?;
    there.press("F8").await?;
    let card = format!(
        "//*[@role='region' or self::section or self::article][@aria-label={}]{ACTIVE}",
        literal(&lost.name)
    );
    let said = left.find(&card).await?.text().await?;
    ensure!(said.contains(&won.name), "who had the time first is not in {said:?}");
    here.press("c").await?;
    right.find(&format!("{card}[contains(., 'takes care of it') or contains(., 'Hand it back')]")).await?;
    here.press("1").await?;
    for page in [left, right] {
        page.sees("Nothing waits for a decision.").await?;
    }
    let visits = |of: &Patient| json!({ "patient": of.id });
    let accepted = |card: &Value| {
        let all = card["next_visits"].as_array().cloned().unwrap_or_default();
        all.into_iter()
            .filter(|it| it["visit"]["mark"] == "accepted")
            .map(|it| it["visit"].clone())
            .collect::<Vec<_>>()
    };
    for patient in [won, lost] {
        let at_left = left.asks("patient_card", visits(patient)).await?;
        let same = |it: &Value| {
            it["next_visits"].as_array().map(Vec::len) == at_left["next_visits"].as_array().map(Vec::len)
        };
        let at_right =
            until(right, "patient_card", &visits(patient), |it| !accepted(it).is_empty() && same(it)).await?;
        let starts = |it: &Value| accepted(it).iter().map(|it| it["wall_start"].clone()).collect::<Vec<_>>();
        ensure!(starts(&at_left) == starts(&at_right), "{at_left} at one desk, and {at_right} at the other");
    }
    Ok(())
}

/// Asks until the answer is as it should be.
async fn until(
    page: &Page<'_>,
    command: &str,
    request: &Value,
    is_so: impl Fn(&Value) -> bool,
) -> Result<Value> {
    for _ in 0..LOOKS {
        let answer = page.asks(command, request.clone()).await?;
        if is_so(&answer) {
            return Ok(answer);
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    anyhow::bail!("{command} goes on answering {}", page.asks(command, request.clone()).await?)
}
