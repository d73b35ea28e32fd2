//! What a person finds on the page: buttons and fields by their names, words by reading. The driver waits until a
//! thing is there; what is inert, or away as a place that is not open, is not there.

use anyhow::{Context, Result, bail, ensure};
use fantoccini::{Client, Locator, elements::Element, error::CmdError};
use serde_json::Value;
use std::time::Duration;

const LOOKS: usize = 100;
const BETWEEN_LOOKS: Duration = Duration::from_millis(100);

pub struct Page<'a>(pub &'a Client);

/// The part of the page to look in: everywhere, or inside a named form, dialog or region.
#[derive(Clone, Copy)]
pub enum Part<'a> {
    Anywhere,
    Named(&'a str),
}

impl Part<'_> {
    fn xpath(self) -> String {
        match self {
            Part::Anywhere => String::new(),
            Part::Named(name) => {
                let name = literal(name);
                format!("//*[@aria-label={name} or (self::dialog and .//h2[normalize-space(.)={name}])]")
            }
        }
    }
}

impl Page<'_> {
    pub async fn sees(&self, words: &str) -> Result<Element> {
        let path = format!("//*[text()[contains(normalize-space(.), {0})]]{ACTIVE}", literal(words));
        self.find(&path).await.with_context(|| format!("looked for the words {words:?}"))
    }

    pub async fn press(&self, part: Part<'_>, name: &str) -> Result<()> {
        self.click(&button(part, name)).await
    }

    /// Replaces what stands in a field, and reads what was typed: a busy web view takes its time with keys.
    pub async fn fill(&self, part: Part<'_>, label: &str, text: &str) -> Result<()> {
        let path = field(part, label);
        self.find(&path).await?;
        self.drawn().await?;
        for _ in 0..3 {
            self.act(&path, async |element| {
                element.clear().await?;
                element.send_keys(text).await
            })
            .await?;
            for _ in 0..LOOKS {
                if self.find(&path).await?.prop("value").await?.as_deref() == Some(text) {
                    return Ok(());
                }
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
        }
        bail!("the field {label:?} does not take {text:?}")
    }

    /// Waits until the page is drawn: what takes the focus of its own accord has it by then.
    pub async fn drawn(&self) -> Result<()> {
        const TWO_FRAMES: &str = "requestAnimationFrame(() => requestAnimationFrame(() => arguments[0]()));";
        self.0.execute_async(TWO_FRAMES, vec![]).await.context("the page is not drawn")?;
        Ok(())
    }

    /// Types into a field as it is: keys such as Enter included.
    pub async fn types(&self, part: Part<'_>, label: &str, keys: &str) -> Result<()> {
        self.act(&field(part, label), async |element| element.send_keys(keys).await).await
    }

    pub async fn tick(&self, part: Part<'_>, label: &str) -> Result<()> {
        self.click(&field(part, label)).await
    }

    /// Waits until one of the elements of a path has the focus.
    pub async fn focused(&self, path: &str) -> Result<()> {
        self.find(path).await?;
        for _ in 0..LOOKS {
            if self.has_focus(path).await? {
                return Ok(());
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
        const HOLDER: &str = "return document.activeElement?.outerHTML.slice(0, 200) ?? 'nothing';";
        bail!("{path} does not get the focus; it is on {}", self.0.execute(HOLDER, vec![]).await?)
    }

    pub async fn has_focus(&self, path: &str) -> Result<bool> {
        const LOOK: &str = "
            const all = document.evaluate(arguments[0], document, null, XPathResult.ORDERED_NODE_ITERATOR_TYPE);
            for (let it = all.iterateNext(); it; it = all.iterateNext()) if (it === document.activeElement) return true;
            return false;";
        let answer = self.0.execute(LOOK, vec![path.into()]).await?;
        Ok(answer.as_bool().unwrap_or(false))
    }

    /// Asks the desk itself, by the door that the page uses.
    pub async fn asks(&self, command: &str, request: Value) -> Result<Value> {
        const ASK: &str = "
            const [command, request, answer] = arguments;
            const headers = { 'accept-language': document.documentElement.lang };
            window.__TAURI_INTERNALS__.invoke(command, { request }, { headers })
                .then((said) => answer({ said }), (problem) => answer({ problem }));";
        let mut answer = self.0.execute_async(ASK, vec![command.into(), request]).await?;
        ensure!(answer["problem"].is_null(), "{command} answers {}", answer["problem"]);
        Ok(answer["said"].take())
    }

    /// Finds one element by path, waiting for it; also over a reload of the page, which ends the driver's own wait.
    pub async fn find(&self, path: &str) -> Result<Element> {
        loop {
            match self.0.find(Locator::XPath(path)).await {
                Err(problem) if problem.to_string().contains("before the unload event") => {}
                found => return found.with_context(|| format!("looked for {path}")),
            }
        }
    }

    /// Whether something is there now.
    pub async fn has(&self, path: &str) -> Result<bool> {
        const LOOK: &str =
            "return document.evaluate(arguments[0], document, null, XPathResult.BOOLEAN_TYPE).booleanValue;";
        let answer = self.0.execute(LOOK, vec![format!("boolean({path})").into()]).await?;
        Ok(answer.as_bool().unwrap_or(false))
    }

    /// Clicks an element in the middle of what is in sight, clear of what sticks to the edges.
    pub async fn click(&self, path: &str) -> Result<()> {
        const TO_THE_MIDDLE: &str = "arguments[0].scrollIntoView({ block: 'center' });";
        self.act(path, async |element| {
            let element_itself = serde_json::to_value(element)?;
            self.0.execute(TO_THE_MIDDLE, vec![element_itself]).await?;
            element.click().await
        })
        .await
    }

    /// Finds an element and does something to it. It may be drawn anew in between, or lie under a notice that goes away
    /// by itself; a person would simply look again.
    pub async fn act(
        &self,
        path: &str,
        mut act: impl AsyncFnMut(&Element) -> Result<(), CmdError>,
    ) -> Result<()> {
        for _ in 0..LOOKS {
            let element = self.find(path).await?;
            match act(&element).await {
                Err(problem) if is_passing(&problem) => tokio::time::sleep(BETWEEN_LOOKS).await,
                done => return done.with_context(|| format!("acting on {path}")),
            }
        }
        bail!("{path} cannot be reached: something lies over it, or it never stays")
    }
}

fn is_passing(problem: &CmdError) -> bool {
    let status = match problem {
        CmdError::Standard(problem) => problem.error(),
        _ => return false,
    };
    ["stale element reference", "element click intercepted"].contains(&status.as_str())
}

/// Not inside of a place that is not open.
pub const ACTIVE: &str =
    "[not(ancestor-or-self::*[@inert or contains(concat(' ', normalize-space(@class), ' '), ' away ')])]";

pub fn button(part: Part<'_>, name: &str) -> String {
    let (inside, name) = (part.xpath(), literal(name));
    let is_named =
        format!("@aria-label={name} or normalize-space(.)={name} or span[normalize-space(.)={name}]");
    format!("{inside}//button[{is_named}][not(@disabled)]{ACTIVE}")
}

pub fn field(part: Part<'_>, label: &str) -> String {
    let (inside, label) = (part.xpath(), literal(label));
    let is_control = "self::input or self::textarea or self::select";
    format!(
        "{inside}//*[{is_control}][@aria-label={label} or @id=//label[normalize-space(.)={label}]/@for]{ACTIVE}"
    )
}

/// No name on the page has a double quote in it.
pub fn literal(text: &str) -> String {
    format!("\"{text}\"")
}
