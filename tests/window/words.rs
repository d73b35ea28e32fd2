//! The agents in the real window: a visit is moved, cancelled and booked by words alone, and nothing happens before a yes.

use crate::{
    counter::{next_visits, patient},
    keyboard::{Counted, Keyboard},
    page::{Page, Part, field},
};
use anyhow::{Context, Result, ensure};
use serde_json::json;

/// Whom [`crate::counter::register_and_book`] registered and booked.
const ILSE: &str = "zyxwumova";

pub async fn moved_cancelled_and_booked(page: &Page<'_>) -> Result<()> {
    let ilse = patient(page, ILSE).await?;
    let start = async || {
        let visits = next_visits(page, &ilse).await?;
        Ok::<_, anyhow::Error>(visits.iter().map(|it| it["visit"]["wall_start"].clone()).collect::<Vec<_>>())
    };
    let before = start().await?;
    ensure!(before.len() == 1, "{before:?} are booked");
    Keyboard::at(page).press("Ctrl+k").await?;
    say(page, "Move Ilse Zyxwumova to the week after next").await?;
    pick_first(page).await?;
    page.sees("Move Zyxwumova, Ilse, born").await?;
    ensure!(start().await? == before, "it was moved before anybody said yes");
    say(page, "yes").await?;
    page.sees("Moved: Zyxwumova, Ilse").await?;
    ensure!(start().await? != before, "it still stands where it stood");

    say(page, "cancel Ilse Zyxwumova").await?;
    page.sees("Cancel the visit of Zyxwumova, Ilse").await?;
    say(page, "yes please").await?;
    page.sees("Cancelled: Zyxwumova, Ilse").await?;
    ensure!(start().await?.is_empty(), "it was not cancelled");
    experts_line(page).await?;
    ensure!(start().await?.len() == 1, "nothing was booked");
    Keyboard::at(page).press("Escape").await
}

/// Patient by name and birth day, type and when: all keys of it are counted.
async fn experts_line(page: &Page<'_>) -> Result<()> {
    let setup = page.asks("setup", json!({})).await?;
    let types = setup["appointment_types"].as_array().context("no types")?;
    let follow_up = types.iter().find(|it| it["name"] == "Follow-up").context("no follow-up")?;
    let code = follow_up["short_code"].as_str().context("no code")?.to_lowercase();
    let keyboard = Keyboard::at(page);
    keyboard.types_into(&field(Part::Anywhere, "Ask or tell"), &format!("zyx 0229 {code} 2w")).await?;
    keyboard.press("Enter").await?;
    page.sees("Times for Follow-up").await?;
    keyboard.press("1").await?;
    page.sees("Book Zyxwumova, Ilse, born 29 Feb 1984: Follow-up").await?;
    keyboard.press("Enter").await?;
    page.sees("Booked: Zyxwumova, Ilse").await?;
    keyboard.at_most(25, Counted::WithData)
}

async fn say(page: &Page<'_>, words: &str) -> Result<()> {
    let keyboard = Keyboard::at(page);
    keyboard.types_into(&field(Part::Anywhere, "Ask or tell"), words).await?;
    keyboard.press("Enter").await
}

async fn pick_first(page: &Page<'_>) -> Result<()> {
    page.find("//*[@role='log']//ol/li/button[not(@disabled)]").await?;
    Keyboard::at(page).press("1").await
}
