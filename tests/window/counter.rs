//! The counter's five commonest tasks, each by the keyboard alone: what is pressed, what the screen says then, and what
//! the desk itself answers when it is asked beside the page.

use crate::{
    cast::Cast,
    keyboard::{Counted, Keyboard},
    page::{ACTIVE, Page, Part, button, field, literal},
};
use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

const BOOKING: Part<'_> = Part::Named("Book a visit");
/// A new patient, with the syllable that is looked for afterwards.
const NEW_PATIENT: &str = "zyxwumova, ilse";

/// On the phone, a patient whom the clinic knows: found, three times offered, the second taken.
pub async fn book_by_phone(page: &Page<'_>, cast: &Cast) -> Result<()> {
    let patient = patient(page, &cast.typed).await?;
    let before = next_visits(page, &patient).await?;
    let keyboard = Keyboard::at(page);
    keyboard.press("F2").await?;
    keyboard.types_into(&field(Part::Anywhere, "Find a patient"), &cast.typed).await?;
    page.find(&option(&cast.family)).await?;
    keyboard.press("Enter").await?;
    page.focused(&button(Part::Anywhere, "Book a visit")).await?;
    keyboard.press("b").await?;
    page.focused(&button(BOOKING, "Book")).await?;
    keyboard.press("2").await?;
    let second = page.find(&offer(2, true)).await?.attr("aria-label").await?.unwrap_or_default();
    page.focused(&button(BOOKING, "Book")).await?;
    keyboard.press("Enter").await?;
    page.sees(&format!("Booked: {}", cast.family)).await?;
    keyboard.at_most(12, Counted::WithData)?;

    let after = next_visits(page, &patient).await?;
    ensure!(after.len() == before.len() + 1, "{} visits, then {}", before.len(), after.len());
    let start = |visit: &Value| text(&visit["visit"]["wall_start"]);
    ensure!(
        after.iter().any(|it| second.contains(&start(it))),
        "{second} was taken, and {after:?} are booked"
    );
    Ok(())
}

/// The visit under the cursor, which is the one just booked: another time like it.
pub async fn reschedule(page: &Page<'_>, cast: &Cast) -> Result<()> {
    let visit = under_the_cursor(page, cast).await?;
    let before = appointment(page, &visit).await?;
    let keyboard = Keyboard::at(page);
    keyboard.press("m").await?;
    page.find(&offer(2, false)).await?;
    keyboard.press("2").await?;
    let chosen = page.find(&offer(2, true)).await?.attr("aria-label").await?.unwrap_or_default();
    page.focused(&button(Part::Named("New time"), "Move")).await?;
    keyboard.press("Enter").await?;
    page.sees(&format!("Moved: {}", cast.family)).await?;
    keyboard.at_most(3, Counted::WithData)?;

    let after = appointment(page, &visit).await?;
    ensure!(when(&after) != when(&before), "it still stands at {}", when(&before));
    ensure!(
        chosen.contains(&text(&after["visit"]["wall_start"])),
        "{chosen} was chosen, not {}",
        when(&after)
    );
    let history = after["history"].to_string();
    ensure!(history.contains("Moved from"), "where it stood is not in {history}");
    ensure!(under_the_cursor(page, cast).await? == visit, "the cursor went elsewhere");
    Ok(())
}

/// The same visit is not to be: cancelled with a reason, and another time booked by one Enter after the other.
pub async fn cancel_and_rebook(page: &Page<'_>, cast: &Cast, note: &str) -> Result<()> {
    let visit = under_the_cursor(page, cast).await?;
    let keyboard = Keyboard::at(page);
    let form = Part::Named("Cancel the visit");
    keyboard.press("x").await?;
    page.focused(&field(form, "Reason")).await?;
    keyboard.types("no t").await?;
    keyboard.press("Tab").await?;
    keyboard.press("Tab").await?;
    keyboard.types_into(&field(form, "Note"), note).await?;
    keyboard.press("Enter").await?;
    // In time or late, as the day may have it.
    said(page, "Cancelled", cast).await?;
    page.focused(&button(Part::Anywhere, "Rebook now")).await?;
    keyboard.at_most(4, Counted::BesideData)?;
    let lost = appointment(page, &visit).await?;
    ensure!(lost["cancellation"]["reason"] == "patient_transport", "cancelled by {}", lost["cancellation"]);

    keyboard.press("Enter").await?;
    page.focused(&button(Part::Named("Another time"), "Book")).await?;
    keyboard.press("Enter").await?;
    page.sees(&format!("Booked: {}", cast.family)).await?;
    let lost = appointment(page, &visit).await?;
    ensure!(!lost["rebooked_as"].is_null(), "nothing stands in for it");
    let next = under_the_cursor(page, cast).await?;
    let instead_of = appointment(page, &next).await?["instead_of"]["appointment"].clone();
    ensure!(instead_of == visit.as_str(), "the new visit stands in for {instead_of}, not for {visit}");
    Ok(())
}

/// On the phone, somebody who was never here: a look for namesakes, the least that a record needs, a longer visit.
pub async fn register_and_book(page: &Page<'_>) -> Result<()> {
    let form = Part::Named("New patient");
    let keyboard = Keyboard::at(page);
    keyboard.press("Ctrl+b").await?;
    keyboard.types_into(&field(Part::Anywhere, "Patient"), NEW_PATIENT).await?;
    page.find(&option("New patient")).await?;
    keyboard.press("Enter").await?;
    keyboard.types_into(&field(form, "Birth date"), "02291984").await?;
    keyboard.press("Tab").await?;
    keyboard.press("Tab").await?;
    keyboard.types_into(&field(form, "Phone"), "2125550148").await?;
    keyboard.press("Enter").await?;
    page.focused(&button(BOOKING, "Book")).await?;
    keyboard.press("Enter").await?;
    page.sees("Booked: Zyxwumova, Ilse").await?;
    keyboard.at_most(40, Counted::BesideData)?;

    let card = card(page, &patient(page, "zyxwumova").await?).await?;
    ensure!(card["patient"]["birth_date"] == "1984-02-29", "born on {}", card["patient"]["birth_date"]);
    let types: Vec<String> = visits(&card).iter().map(|it| text(&it["visit"]["type_name"])).collect();
    ensure!(types.len() == 1 && types[0].starts_with("New patient"), "{types:?} are booked");
    Ok(())
}

/// At the counter: the next arrivals, who it is, and the visit is checked in.
pub async fn check_in(page: &Page<'_>, cast: &Cast) -> Result<()> {
    let keyboard = Keyboard::at(page);
    keyboard.press("Ctrl+2").await?;
    let row = format!("//button[@data-row]{ACTIVE}");
    page.focused(&row).await?;
    let wanted = format!("{row}[contains(., {})]", literal(&cast.family));
    let visit = page.find(&wanted).await?.attr("data-row").await?.context("a row without a visit")?;
    while !page.has_focus(&wanted).await? {
        keyboard.press("Down").await?;
    }
    keyboard.press("i").await?;
    let detail = |nth: usize| format!("(//form[@aria-label='Who is it?']//input[@type='checkbox'])[{nth}]");
    page.focused(&detail(1)).await?;
    // Two details agree, all of the record is still correct, and the card is seen: both are asked of somebody new here.
    for key in ["1", "2", "c", "s", "Enter"] {
        keyboard.press(key).await?;
    }
    said(page, ": checked in.", cast).await?;

    let now = appointment(page, &visit).await?;
    ensure!(now["visit"]["status"] == "checked-in", "the visit is {}", now["visit"]["status"]);
    ensure!(!now["arrived_at"].is_null(), "nobody wrote down when the patient came");
    let history = now["history"].to_string();
    ensure!(history.contains("compared: full name, birth date"), "what was compared is not in {history}");
    Ok(())
}

/// The visit under the board's cursor, once it has the focus and is the patient's.
async fn under_the_cursor(page: &Page<'_>, cast: &Cast) -> Result<String> {
    let family = literal(&cast.family);
    page.focused(&format!("//*[@role='gridcell'][contains(@aria-label, {family})]{ACTIVE}")).await?;
    page.find(&format!("//button[@data-visit][@data-current][contains(@aria-label, {family})]"))
        .await?
        .attr("data-visit")
        .await?
        .context("a visit without an id")
}

/// A sentence on the screen that has the words and the patient's name in it.
async fn said(page: &Page<'_>, words: &str, cast: &Cast) -> Result<()> {
    let both = format!("[contains(., {}) and contains(., {})]", literal(words), literal(&cast.family));
    page.find(&format!("//*[text(){both}]{ACTIVE}")).await.map(|_| ())
}

fn option(words: &str) -> String {
    format!("//li[@role='option'][contains(., {})]{ACTIVE}", literal(words))
}

fn offer(nth: usize, chosen: bool) -> String {
    format!("//ul[@aria-label='Offers']/li[{nth}]/button[@aria-pressed='{chosen}']{ACTIVE}")
}

pub async fn patient(page: &Page<'_>, query: &str) -> Result<String> {
    let found = page.asks("find_patients", json!({ "query": query })).await?;
    let hits = found["hits"].as_array().context("no hits")?;
    ensure!(hits.len() == 1, "{query} finds {} patients", hits.len());
    Ok(text(&hits[0]["id"]))
}

async fn card(page: &Page<'_>, patient: &str) -> Result<Value> {
    page.asks("patient_card", json!({ "patient": patient })).await
}

pub async fn next_visits(page: &Page<'_>, patient: &str) -> Result<Vec<Value>> {
    Ok(visits(&card(page, patient).await?).to_vec())
}

fn visits(card: &Value) -> &[Value] {
    card["next_visits"].as_array().map_or(&[], Vec::as_slice)
}

async fn appointment(page: &Page<'_>, id: &str) -> Result<Value> {
    page.asks("appointment", json!({ "appointment": id })).await
}

/// The day and the time of an appointment.
fn when(appointment: &Value) -> String {
    format!("{} {}", text(&appointment["date"]), text(&appointment["visit"]["wall_start"]))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
