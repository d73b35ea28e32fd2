//! What the window opens outside of itself: a file that it saved, in the program that this PC has for it.

use crate::{
    driver::{Place, wait_until},
    page::{Page, Part},
};
use anyhow::{Context, Result, ensure};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

/// Puts a program before those of the PC that writes down what it was asked to open.
pub fn take_the_place_of_its_programs(place: &Place) -> Result<()> {
    let (programs, asked) = (place.programs(), place.folder.join("opened"));
    fs::create_dir_all(&programs)?;
    let opener = programs.join("xdg-open");
    fs::write(
        &opener,
        format!("#!/bin/sh\nprintf '%s' \"$1\" > '{0}.new' && mv '{0}.new' '{0}'\n", asked.display()),
    )?;
    fs::set_permissions(&opener, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// Afterwards the file is gone again: who saved it stands in it.
pub async fn a_saved_review(page: &Page<'_>, place: &Place) -> Result<()> {
    page.press(Part::Named("Places"), "Capacity").await?;
    page.press(Part::Named("Files"), "Save as PDF").await?;
    page.sees("Saved in exports").await?;
    page.click("//button[starts-with(@aria-label, 'Open Capacity')]").await?;
    let asked = place.folder.join("opened");
    wait_until("the file is opened", || asked.exists()).await?;
    let opened = fs::read_to_string(&asked)?;
    let file = Path::new(&opened);
    ensure!(file.parent() == Some(&place.home().join("exports")), "{opened} was opened");
    let bytes = fs::read(file).with_context(|| format!("{opened} is not there"))?;
    ensure!(bytes.starts_with(b"%PDF"), "{opened} is no document");
    fs::remove_file(file)?;
    Ok(())
}
