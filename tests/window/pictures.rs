//! The screens sit for their pictures: the guide's and the README's, in both languages and both themes, walked by keys, on
//! a demo clinic at twenty past ten of a Tuesday. They go to the folder that the environment names.

use crate::{
    driver::{Place, Renderer, Window},
    keyboard::Keyboard,
    page::{ACTIVE, Page, Part},
    picture,
    story::{Teller, explained},
};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::{
    env,
    path::{Path, PathBuf, absolute},
};

pub const STEPS: usize = 3;

const MORNING: &str = "2026-11-24T15:20";
const ZONE: &str = "America/New_York";
const PERSON: &str = "Ana Silva";
const LOGIN: &str = "ana";
const PASSWORD: &str = "a quiet harbour";
/// A small PC's screen.
const SIZE: (u32, u32) = (1366, 768);

/// A language that the pictures are taken in, with the steps and themes of it.
struct Tongue {
    name: &'static str,
    code: &'static str,
    clinic: &'static str,
    sittings: &'static [(&'static str, &'static str)],
}

const ENGLISH: Tongue = Tongue {
    name: "English",
    code: "en",
    clinic: "Riverside Clinic",
    sittings: &[("pictures_are_taken_in_the_dark", "dark"), ("pictures_are_taken_in_english", "light")],
};
const SPANISH: Tongue = Tongue {
    name: "Español",
    code: "es",
    clinic: "Clínica Riverside",
    sittings: &[("pictures_are_taken_in_spanish", "light")],
};

pub async fn take(teller: &mut Teller<'_>, program: PathBuf) -> Result<()> {
    take_in(teller, &program, &ENGLISH).await?;
    take_in(teller, &program, &SPANISH).await
}

/// A clinic of its own for each language: what is written in it is in the language of whoever makes it.
async fn take_in(teller: &mut Teller<'_>, program: &Path, tongue: &Tongue) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let place = Place { folder: folder.path().to_owned(), program: program.to_owned() };
    let window = Window::open(&place, MORNING, Renderer::ForPictures).await?;
    window.client.set_window_size(SIZE.0, SIZE.1).await?;
    let page = Page(&window.client);
    let sittings = async {
        make_clinic(&page, tongue, &folder.path().join("backups")).await?;
        for (step, theme) in tongue.sittings {
            teller.step(step, sit(&page, tongue.code, theme)).await?;
        }
        Ok(())
    };
    explained(&page, sittings.await).await?;
    window.quit().await
}

/// A demo clinic that is cared for: with a backup, so that nothing is warned of.
async fn make_clinic(page: &Page<'_>, tongue: &Tongue, backups: &Path) -> Result<()> {
    let choice = format!("//select{ACTIVE}");
    page.act(&choice, async |element| element.select_by_label(tongue.name).await).await?;
    page.find(&format!("//html[@lang='{}']", tongue.code)).await?;
    let clinic = json!({
        "organization_name": tongue.clinic, "organization_kind": "clinic", "location_name": "", "zone": ZONE,
        "person_name": PERSON, "login": LOGIN, "password": PASSWORD, "key_store": "os_keyring", "demo": "small", "demo_seed": 7,
    });
    page.asks("set_up", clinic).await?;
    std::fs::create_dir_all(backups)?;
    page.asks("set_backup_folder", json!({ "folder": backups })).await?;
    page.asks("back_up_now", json!({})).await.map(|_| ())
}

/// One language in one theme, through the locked desk.
async fn sit(page: &Page<'_>, code: &str, theme: &str) -> Result<()> {
    let sitting = Sitting { page, keyboard: Keyboard::at(page), code, theme };
    sitting.wear().await?;
    sitting.keyboard.press("Ctrl+l").await?;
    let field = |name: &str| format!("//input[@autocomplete='{name}']{ACTIVE}");
    page.find(&field("username")).await?;
    sitting.shot("sign-in").await?;
    page.find(&field("username")).await?.send_keys(LOGIN).await?;
    page.find(&field("current-password")).await?.send_keys(&format!("{PASSWORD}\u{E007}")).await?;
    sitting.board().await?;
    let visit = sitting.expected_visit().await?;
    sitting.lists_and_visit(&visit).await?;
    sitting.week().await?;
    sitting.booking_and_patient(&visit).await?;
    sitting.import().await?;
    sitting.settings_and_keys().await
}

struct Sitting<'a> {
    page: &'a Page<'a>,
    keyboard: Keyboard<'a>,
    code: &'a str,
    theme: &'a str,
}

impl Sitting<'_> {
    /// What the person likes comes with the session, as the page finds it when it is loaded.
    async fn wear(&self) -> Result<()> {
        let mut likes = self.page.asks("status", json!({})).await?["session"]["preferences"].take();
        likes["language"] = self.code.into();
        likes["theme"] = self.theme.into();
        self.page.asks("put_preferences", likes).await?;
        self.page.0.refresh().await?;
        self.page.find(&format!("//button[@data-visit]{ACTIVE}")).await.map(|_| ())
    }

    async fn shot(&self, name: &str) -> Result<()> {
        self.page.drawn().await?;
        let folder = env::var_os("FRONT_DESK_PICTURES").context("FRONT_DESK_PICTURES names no folder")?;
        let file = Path::new(&folder).join(self.code).join(format!("{name}-{}.png", self.theme));
        picture::save(&self.page.0.screenshot().await?, &file)
    }

    async fn board(&self) -> Result<()> {
        self.page.find(&format!("//button[@data-visit]{ACTIVE}")).await?;
        self.shot("board").await
    }

    /// The week of the provider whose visit was opened last: today is a working day of it.
    async fn week(&self) -> Result<()> {
        const SIXTH_DAY: &str = "//*[@role='columnheader'][6]";
        self.page.focused(&format!("//*[@role='gridcell']{ACTIVE}")).await?;
        self.keyboard.press("F4").await?;
        self.page.find(&format!("{SIXTH_DAY}{ACTIVE}")).await?;
        self.shot("week").await?;
        self.keyboard.press("Esc").await?;
        self.page.find(&format!("//body[not({SIXTH_DAY})]")).await.map(|_| ())
    }

    /// A visit that is still to come today, and has everything that one has.
    async fn expected_visit(&self) -> Result<Value> {
        let setup = self.page.asks("setup", json!({})).await?;
        let location = setup["locations"][0]["id"].clone();
        let day = json!({ "location": location, "date": null, "columns": "provider" });
        let mut day = self.page.asks("day", day).await?;
        let visits = day["visits"].as_array_mut().context("no visits")?;
        visits.sort_by_key(|it| it["from_minute"].as_i64());
        let half_past_ten = Some(10 * 60 + 30);
        let is_expected =
            |it: &&Value| it["status"] == "booked" && it["from_minute"].as_i64() > half_past_ten;
        let expected = visits.iter().find(is_expected);
        expected.cloned().context("nobody is expected")
    }

    async fn lists_and_visit(&self, visit: &Value) -> Result<()> {
        self.keyboard.press("Ctrl+2").await?;
        self.page.focused(&format!("//button[@data-row]{ACTIVE}")).await?;
        self.shot("lists").await?;
        let row = format!("//button[@data-row='{}']{ACTIVE}", visit["id"].as_str().unwrap_or_default());
        while !self.page.has_focus(&row).await? {
            self.keyboard.press("Down").await?;
        }
        self.keyboard.press("Enter").await?;
        self.page.find(&format!("//aside//h3{ACTIVE}")).await?;
        self.shot("visit").await?;
        self.keyboard.press("i").await?;
        self.page.focused(&format!("(//dialog//input[@type='checkbox'])[1]{ACTIVE}")).await?;
        self.keyboard.press("1").await?;
        self.shot("check-in").await?;
        self.keyboard.press("Esc").await?;
        self.keyboard.press("Esc").await
    }

    async fn booking_and_patient(&self, visit: &Value) -> Result<()> {
        let number = visit["record_number"].as_str().unwrap_or_default();
        self.keyboard.press("Ctrl+1").await?;
        self.keyboard.press("Ctrl+b").await?;
        self.look_up(number).await?;
        self.page.focused(&format!("//form//button[@type='submit']{ACTIVE}")).await?;
        self.shot("booking").await?;
        self.keyboard.press("Esc").await?;
        self.keyboard.press("F2").await?;
        self.look_up(number).await?;
        self.page.focused(&format!("//article//button{ACTIVE}")).await?;
        self.shot("patient").await
    }

    async fn look_up(&self, number: &str) -> Result<()> {
        self.keyboard.types_into(&format!("//input[@role='combobox']{ACTIVE}"), number).await?;
        self.page.find(&format!("//li[@role='option'][contains(., '{number}')]{ACTIVE}")).await?;
        // Digits may end a phone number as well; the record number stands first.
        self.keyboard.press("Down").await?;
        self.keyboard.press("Enter").await
    }

    async fn import(&self) -> Result<()> {
        let file = absolute("window/fixtures/clinic.json")?;
        self.keyboard.press("Ctrl+5").await?;
        let picker = format!("//input[@type='file']{ACTIVE}");
        self.page.find(&picker).await?.send_keys(&file.to_string_lossy()).await?;
        self.page.sees("clinic.json").await?;
        let preview = if self.code == "es" { "Vista previa" } else { "Preview" };
        self.page.press(Part::Anywhere, preview).await?;
        self.page.find("//table//td[text()='1']").await?;
        self.shot("import").await
    }

    async fn settings_and_keys(&self) -> Result<()> {
        self.keyboard.press("Ctrl+6").await?;
        self.page.find(&format!("//main//h2{ACTIVE}")).await?;
        self.shot("settings").await?;
        self.keyboard.press("Ctrl+1").await?;
        self.page.focused(&format!("//*[@role='gridcell']{ACTIVE}")).await?;
        self.keyboard.press("F1").await?;
        self.page.find("//dialog[@open]//section//li").await?;
        self.shot("keys").await?;
        self.keyboard.press("Esc").await?;
        self.page.find("//body[not(.//dialog[@open])]").await.map(|_| ())
    }
}
