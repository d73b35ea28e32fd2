//! The story: a clinic is set up, files are imported, an imported patient is booked, moved, cancelled and checked in;
//! the power fails and the desk starts again, twice; and nothing personal is left in clear anywhere.

use crate::{
    cast::{Cast, LOGIN, MARKERS, PASSWORD, PERSON, marked},
    counter,
    driver::{Place, Renderer, Window},
    forms,
    keyboard::Keyboard,
    opened,
    page::{ACTIVE, Page, Part, button, literal},
    story::{Teller, explained},
    traces, window_titles, words,
};
use anyhow::{Context, Result, ensure};
use std::{ops::RangeInclusive, path::PathBuf};

pub const VISIT: Part<'_> = Part::Named("Visit");
/// The day that the board shows.
pub const HEADING: &str = "//h1[button[contains(@class, 'date')]]";
const ENTER: &str = "\u{E007}";

/// A Tuesday morning in New York, and the morning that the visit is moved to.
const FIRST_MORNING: &str = "2026-11-24T15:20";
const MOVED_TO: &str = "12012026";
const SECOND_MORNING: &str = "2026-12-01T13:45";
const SECOND_DAY_SHOWN: &str = "1 Dec";

/// What a person made of the window: wide, and less high than the screen.
const SIZE: (u32, u32) = (1300, 700);

pub const STEPS: usize = 21;

pub async fn tell(teller: &mut Teller<'_>, program: PathBuf) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let place = Place { folder: folder.path().to_owned(), program };
    let cast = Cast::gather(&place.folder)?;
    opened::take_the_place_of_its_programs(&place)?;

    let window =
        teller.step("the_window_opens", Window::open(&place, FIRST_MORNING, Renderer::AsShipped)).await?;
    let page = Page(&window.client);
    let first_day = async {
        teller
            .step("the_first_start_makes_a_demo_clinic", first_start(&page, PERSON, LOGIN, PASSWORD))
            .await?;
        teller.step("files_are_imported_after_a_preview", import(&page, &cast)).await?;
        teller.step("an_imported_patient_is_found", find_patient(&page, &cast)).await?;
        teller.step("a_visit_is_booked_from_a_free_slot", book_from_slot(&page, &cast)).await?;
        teller.step("the_visit_is_moved", move_visit(&page, &cast)).await?;
        teller.step("a_known_patient_is_booked_by_phone", counter::book_by_phone(&page, &cast)).await?;
        teller.step("a_visit_is_rescheduled_by_keys", counter::reschedule(&page, &cast)).await?;
        let note = marked("cancel note");
        teller
            .step("a_visit_is_cancelled_and_rebooked", counter::cancel_and_rebook(&page, &cast, &note))
            .await?;
        teller.step("a_new_patient_is_registered_and_booked", counter::register_and_book(&page)).await?;
        let by_words = words::moved_cancelled_and_booked(&page);
        teller.step("a_visit_is_moved_cancelled_and_booked_by_words_alone", by_words).await
    };
    explained(&page, first_day.await).await?;
    window.kill().await?;

    let window = Window::open(&place, SECOND_MORNING, Renderer::AsShipped).await?;
    let page = Page(&window.client);
    let second_day = async {
        teller.step("after_a_power_cut_the_desk_unlocks", sign_in(&page)).await?;
        teller.step("the_moved_visit_is_there_and_checked_in", counter::check_in(&page, &cast)).await?;
        teller.step("every_form_takes_its_text", forms::fill_all(&page, &place)).await?;
        teller.step("a_saved_file_is_opened_by_the_pc", opened::a_saved_review(&page, &place)).await?;
        teller.step("the_page_is_drawn_larger_by_keys", zooms(&page)).await?;
        teller.step("a_second_start_hands_over", window.start_again(&place)).await?;
        window.client.set_window_size(SIZE.0, SIZE.1).await?;
        // The driver only asks for it: what closes before it is so keeps the size it had.
        until_width(&page, u64::from(SIZE.0)..=u64::from(SIZE.0)).await?;
        teller.step("a_running_desk_leaves_no_trace", no_traces(&place)).await
    };
    explained(&page, second_day.await).await?;
    window.quit().await?;

    let window = Window::open(&place, SECOND_MORNING, Renderer::AsShipped).await?;
    let page = Page(&window.client);
    let last = async {
        teller.step("the_window_is_as_large_as_it_was_left", has_size(&page)).await?;
        teller.step("after_a_restart_everything_is_there", everything_is_there(&page, &cast)).await
    };
    explained(&page, last.await).await?;
    window.quit().await?;
    teller.step("a_closed_desk_leaves_no_trace", closed_without_trace(&place)).await
}

/// The demo clinic, made by the person who is then signed in.
async fn first_start(page: &Page<'_>, person: &str, login: &str, password: &str) -> Result<()> {
    page.sees("Welcome").await?;
    page.press(Part::Anywhere, "Try the demo clinic").await?;
    let form = Part::Named("Demo clinic");
    page.fill(form, "Your name", person).await?;
    page.fill(form, "Login", login).await?;
    page.fill(form, "Password", password).await?;
    page.fill(form, "Password again", password).await?;
    page.press(form, "Start the demo clinic").await?;
    page.sees("Keep this recovery code").await?;
    page.tick(Part::Anywhere, "I have kept the recovery code").await?;
    page.press(Part::Anywhere, "Continue").await?;
    page.find("//*[@role='grid' and @aria-label='Day board']").await?;
    page.sees("Demo data").await.map(|_| ())
}

async fn import(page: &Page<'_>, cast: &Cast) -> Result<()> {
    page.press(Part::Named("Places"), "Import").await?;
    let picker = "//*[@aria-label='Files to import']//input[@type='file']";
    page.find(picker).await?.send_keys(&cast.files_as_keys()).await?;
    for file in &cast.files {
        page.sees(&file.file_name().unwrap_or_default().to_string_lossy()).await?;
    }
    page.press(Part::Anywhere, "Preview").await?;
    page.sees("This is what would be added.").await?;
    page.press(Part::Anywhere, "Import now").await?;
    page.sees("The import is done.").await?;
    let added =
        page.find("//table[.//th='Added']//tr[starts-with(td[1], 'Patient')]/td[2]").await?.text().await?;
    ensure!(added == cast.patients.to_string(), "{added} patients were added, not {}", cast.patients);
    Ok(())
}

async fn find_patient(page: &Page<'_>, cast: &Cast) -> Result<()> {
    page.press(Part::Named("Places"), "Patients").await?;
    pick_patient(page, "Find a patient", cast).await?;
    let card = page.find("//article[@aria-label='Patient card'][.//h2]").await?.text().await?;
    ensure!(card.contains(&cast.family) && card.contains(&cast.born), "the card shows {card}");
    Ok(())
}

/// Types a few letters, waits for the one answer, takes it with Enter.
async fn pick_patient(page: &Page<'_>, field: &str, cast: &Cast) -> Result<()> {
    page.fill(Part::Anywhere, field, &cast.typed).await?;
    let option = format!("//li[@role='option'][contains(., {})]{ACTIVE}", literal(&cast.family));
    page.find(&option).await?;
    page.types(Part::Anywhere, field, ENTER).await
}

async fn book_from_slot(page: &Page<'_>, cast: &Cast) -> Result<()> {
    open_day(page).await?;
    let slot = free_slot(page).await?;
    page.click(&format!("//*[@role='gridcell'][@aria-label={}]", literal(&slot))).await?;
    pick_patient(page, "Patient", cast).await?;
    page.fill(VISIT, "Note", &marked("booking note")).await?;
    page.press(VISIT, "Book").await?;
    page.sees(&format!("Booked: {}", cast.family)).await?;
    let visit = page.find(&visit_of(cast, "")).await?;
    let name = visit.attr("aria-label").await?.unwrap_or_default();
    let start = slot.split(',').next().unwrap_or_default();
    ensure!(name.contains(&format!("{start} to ")), "a click at {start} booked {name}");
    Ok(())
}

/// The board of the demo clinic's own place: imported files bring others.
async fn open_day(page: &Page<'_>) -> Result<()> {
    page.press(Part::Named("Places"), "Day").await?;
    let here = format!("//select[@id=//label[normalize-space(.)='Location']/@for]{ACTIVE}");
    if page.has(&here).await? {
        page.act(&here, async |location| location.select_by_label("Riverside Clinic").await).await?;
    }
    page.find("//*[@role='gridcell']").await.map(|_| ())
}

/// The words of a cell in the middle of more than a free hour, on the first day that has one.
pub async fn free_slot(page: &Page<'_>) -> Result<String> {
    const FREE_HOUR: &str = "
        const label = (row, column) =>
            document.querySelector(`[data-row='${row}'][data-column='${column}']`)?.getAttribute('aria-label') ?? '';
        for (const cell of document.querySelectorAll('[role=gridcell]')) {
            const [row, column] = [Number(cell.dataset.row), Number(cell.dataset.column)];
            const hour = [0, 1, 2, 3, 4].map((step) => label(row + step, column));
            if (!hour.every((it) => it.endsWith(', free'))) continue;
            return hour[1];
        }
        return null;";
    for _ in 0..20 {
        let day = page.find(HEADING).await?.text().await?;
        page.press(Part::Anywhere, "Day after").await?;
        page.find(&format!("{HEADING}[not(contains(., {}))]", literal(&day))).await?;
        if let Some(slot) = page.0.execute(FREE_HOUR, vec![]).await?.as_str() {
            return Ok(slot.to_owned());
        }
    }
    anyhow::bail!("no day of the next twenty has a free hour")
}

async fn move_visit(page: &Page<'_>, cast: &Cast) -> Result<()> {
    page.click(&visit_of(cast, "")).await?;
    page.press(Part::Anywhere, "Move").await?;
    let form = Part::Named("New time");
    page.types(form, "From day", MOVED_TO).await?;
    let offer =
        "//form[@aria-label='New time']//ul[@aria-label='Offers']//button[contains(@aria-label, '1 Dec')]";
    page.click(offer).await?;
    page.press(form, "Move").await?;
    page.sees(&format!("Moved: {}", cast.family)).await?;
    page.find(&format!("{HEADING}[contains(., {})]", literal(SECOND_DAY_SHOWN))).await?;
    page.find(&visit_of(cast, "booked")).await.map(|_| ())
}

async fn sign_in(page: &Page<'_>) -> Result<()> {
    let form = Part::Named("Sign in");
    page.fill(form, "Login", LOGIN).await?;
    page.fill(form, "Password", "Not the password").await?;
    page.press(form, "Sign in").await?;
    page.find("//input[@type='password'][@aria-invalid='true']").await?;
    page.fill(form, "Password", PASSWORD).await?;
    page.press(form, "Sign in").await?;
    page.find("//*[@role='grid' and @aria-label='Day board']").await.map(|_| ())
}

/// What the page has room for, in its own points, says how large it is drawn.
async fn zooms(page: &Page<'_>) -> Result<()> {
    let width = page.0.execute("return innerWidth;", vec![]).await?.as_u64().context("a width")?;
    let keyboard = Keyboard::at(page);
    for (keys, drawn) in [
        ("Ctrl+=", width * 80 / 100..=width * 85 / 100),
        ("Ctrl+0", width..=width),
        ("Ctrl+-", width * 120 / 100..=width * 130 / 100),
        ("Ctrl+0", width..=width),
    ] {
        keyboard.press(keys).await?;
        until_width(page, drawn).await.with_context(|| format!("{keys} does not draw the page anew"))?;
    }
    Ok(())
}

/// Waits until the page has so many points of its own from side to side.
async fn until_width(page: &Page<'_>, width: RangeInclusive<u64>) -> Result<()> {
    const LOOK: &str = "
        const [least, most, done] = arguments;
        const look = () => (least <= innerWidth && innerWidth <= most ? done() : requestAnimationFrame(look));
        look();";
    let drawn = page.0.execute_async(LOOK, vec![(*width.start()).into(), (*width.end()).into()]).await;
    drawn.with_context(|| format!("the page is not {width:?} wide"))?;
    Ok(())
}

async fn has_size(page: &Page<'_>) -> Result<()> {
    until_width(page, u64::from(SIZE.0)..=u64::from(SIZE.0)).await?;
    let (width, height) = page.0.get_window_size().await?;
    ensure!((width, height) == (SIZE.0.into(), SIZE.1.into()), "the window has {width} by {height}");
    Ok(())
}

async fn everything_is_there(page: &Page<'_>, cast: &Cast) -> Result<()> {
    sign_in(page).await?;
    open_day(page).await?;
    page.find(&visit_of(cast, "checked in")).await?;
    find_patient(page, cast).await?;
    for visit in ["Checked in", "Booked"] {
        page.sees(visit).await?;
    }
    forms::all_is_kept(page).await?;
    no_marker_in_titles()?;
    page.press(Part::Named("Places"), &format!("Lock. {PERSON} is signed in")).await?;
    page.find(&button(Part::Named("Sign in"), "Sign in")).await?;
    let locked = page.0.source().await?.to_lowercase();
    for marker in MARKERS {
        ensure!(!locked.contains(marker), "the locked page still holds {marker}");
    }
    Ok(())
}

async fn no_traces(place: &Place) -> Result<()> {
    no_marker_in_titles()?;
    let web_data = place.home().join("webview");
    ensure!(traces::count(&web_data)? > 0, "the web view's folder is not where it is looked for");
    without_traces(place)
}

async fn closed_without_trace(place: &Place) -> Result<()> {
    let web_data = place.home().join("webview");
    ensure!(traces::count(&web_data)? == 0, "the web view's folder was not removed");
    without_traces(place)
}

fn without_traces(place: &Place) -> Result<()> {
    ensure!(traces::count(&place.home())? >= 5, "the desk's files are not where they are looked for");
    let found = traces::left_in(&place.folder)?;
    ensure!(found.is_empty(), "names stand in clear in {found:?}");
    Ok(())
}

fn no_marker_in_titles() -> Result<()> {
    let titles = window_titles::read()?;
    ensure!(titles.iter().any(|it| it == "AgentCare Front Desk"), "the window is not among {titles:?}");
    let named = titles.iter().find(|it| MARKERS.iter().any(|marker| it.to_lowercase().contains(marker)));
    ensure!(named.is_none(), "a window's title is {named:?}");
    Ok(())
}

/// The patient's visit on the board, in a status; any when empty.
fn visit_of(cast: &Cast, status: &str) -> String {
    let (family, status) = (literal(&cast.family), literal(status));
    let words = format!("[contains(@aria-label, {family})][contains(@aria-label, {status})]");
    format!("//button[@data-visit]{words}{ACTIVE}")
}
