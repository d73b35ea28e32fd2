//! Every form of the window that takes text, filled with marked text and sent. Numbers and times are left as they are;
//! a backup's folder has to exist, so it carries no mark.

use crate::{
    cast::marked,
    driver::Place,
    page::{ACTIVE, Page, Part},
};
use anyhow::Result;
use std::fs;

const ANYWHERE: Part<'_> = Part::Anywhere;
const PLACES: Part<'_> = Part::Named("Places");
const SECTIONS: Part<'_> = Part::Named("Settings");

pub async fn fill_all(page: &Page<'_>, place: &Place) -> Result<()> {
    register_patient(page).await?;
    add_caregiver(page).await?;
    write_note(page).await?;
    block_time(page).await?;
    add_person(page).await?;
    change_settings(page).await?;
    back_up(page, place).await
}

/// What those forms stored, as the page shows it after a restart.
pub async fn all_is_kept(page: &Page<'_>) -> Result<()> {
    page.press(PLACES, "Patients").await?;
    page.fill(ANYWHERE, "Find a patient", "zyxwumson").await?;
    page.find(&format!("//li[@role='option'][contains(., 'Zyxwumson')]{ACTIVE}")).await?;
    page.types(ANYWHERE, "Find a patient", "\u{E007}").await?;
    for kept in ["Zyxwum alert", "Zyxwum street", "Zyxwum caregiver", "zyxwum@example.org"] {
        page.sees(kept).await?;
    }
    page.press(PLACES, "People").await?;
    page.sees("Zyxwum person").await?;
    page.press(PLACES, "Settings").await?;
    page.sees("Zyxwum clinic").await.map(|_| ())
}

async fn register_patient(page: &Page<'_>) -> Result<()> {
    let form = Part::Named("New patient");
    page.press(PLACES, "Patients").await?;
    page.press(ANYWHERE, "New patient").await?;
    page.fill(form, "Family name", "Zyxwumson").await?;
    page.fill(form, "Given names", "Linnea").await?;
    page.types(form, "Birth date", "03151990").await?;
    page.fill(form, "Phone", "555-0142-7731").await?;
    page.press(form, "More fields").await?;
    page.fill(form, "E-mail", "zyxwum@example.org").await?;
    for (field, what) in [
        ("Preferred name", "preferred"),
        ("Street", "street"),
        ("Postal code", "02139"),
        ("City", "city"),
        ("Region", "region"),
        ("Language", "language"),
        ("Emergency contact", "contact"),
        ("Contact's relation", "relation"),
        ("Contact's phone", "555-0142-7732"),
        ("Payer", "payer"),
        ("Member number", "member"),
        ("Alert, shown whenever the patient is picked", "alert"),
    ] {
        let is_number = what.starts_with(|first: char| first.is_ascii_digit());
        page.fill(form, field, &if is_number { what.to_owned() } else { marked(what) }).await?;
    }
    page.press(form, "Register").await?;
    page.sees("is registered, No.").await.map(|_| ())
}

async fn add_caregiver(page: &Page<'_>) -> Result<()> {
    let form = Part::Named("Caregiver");
    page.press(ANYWHERE, "Add a caregiver").await?;
    page.fill(form, "Caregiver's name", &marked("caregiver")).await?;
    page.fill(form, "Caregiver's phone", "555-0142-7733").await?;
    page.press(form, "Save the caregiver").await?;
    page.sees("Zyxwum caregiver is saved.").await.map(|_| ())
}

async fn write_note(page: &Page<'_>) -> Result<()> {
    page.press(PLACES, "Day").await?;
    let visit = format!("//button[@data-visit][contains(@aria-label, 'has a note')]{ACTIVE}");
    page.click(&visit).await?;
    page.press(ANYWHERE, "Change the note").await?;
    page.fill(Part::Named("Note"), "Note", &marked("note")).await?;
    page.press(Part::Named("Note"), "Save the note").await?;
    page.sees("The note on the visit of").await?;
    page.press(ANYWHERE, "Close the panel").await
}

async fn block_time(page: &Page<'_>) -> Result<()> {
    let dialog = Part::Named("Block time");
    let head = format!("//*[@role='columnheader']//button[@aria-haspopup='menu']{ACTIVE}");
    page.click(&head).await?;
    let item = "//*[@role='menuitem'][contains(., 'Block time')]";
    page.click(item).await?;
    page.fill(dialog, "Reason, shown on the board", &marked("block")).await?;
    page.fill(dialog, "From", "06:00").await?;
    page.fill(dialog, "To", "06:30").await?;
    page.press(dialog, "Block").await?;
    page.sees("The time is blocked.").await.map(|_| ())
}

async fn add_person(page: &Page<'_>) -> Result<()> {
    let dialog = Part::Named("Add a person");
    page.press(PLACES, "People").await?;
    page.press(ANYWHERE, "Add a person").await?;
    page.fill(dialog, "Name", &marked("person")).await?;
    page.fill(dialog, "Login", "zyxwumlogin").await?;
    page.press(dialog, "Add").await?;
    page.press(ANYWHERE, "I have handed it over").await
}

async fn change_settings(page: &Page<'_>) -> Result<()> {
    page.press(PLACES, "Settings").await?;
    page.press(SECTIONS, "Clinic").await?;
    page.fill(Part::Named("Clinic"), "Clinic's name", &marked("clinic")).await?;
    page.press(Part::Named("Clinic"), "Save the clinic").await?;
    page.sees("The clinic's settings are saved.").await?;

    page.press(SECTIONS, "Providers and hours").await?;
    let dialog = Part::Named("Add a provider");
    page.press(ANYWHERE, "Add a provider").await?;
    page.fill(dialog, "Name, as the board shows it", &marked("provider")).await?;
    page.fill(dialog, "Initials", "ZYX").await?;
    page.fill(dialog, "Specialty", &marked("specialty")).await?;
    page.press(dialog, "Add").await?;
    page.sees("Zyxwum provider is on the board").await?;

    page.press(SECTIONS, "Visit types").await?;
    let dialog = Part::Named("Add a visit type");
    page.press(ANYWHERE, "Add a visit type").await?;
    page.fill(dialog, "Name", &marked("type")).await?;
    page.fill(dialog, "Neutral name", &marked("neutral")).await?;
    page.press(dialog, "Save the type").await?;
    page.sees("Zyxwum type is saved.").await.map(|_| ())
}

async fn back_up(page: &Page<'_>, place: &Place) -> Result<()> {
    let folder = place.folder.join("backups");
    fs::create_dir_all(&folder)?;
    page.press(SECTIONS, "Backup").await?;
    page.fill(Part::Named("Backup folder"), "Folder", &folder.to_string_lossy()).await?;
    page.press(Part::Named("Backup folder"), "Use this folder").await?;
    page.sees("The backup folder is set.").await?;
    page.press(ANYWHERE, "Back up now").await?;
    page.sees("The backup is made and verified.").await.map(|_| ())
}
