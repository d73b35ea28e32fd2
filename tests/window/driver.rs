//! WebKitWebDriver and the window that it starts, with everything that they write below one folder.

use anyhow::{Context, Result, bail, ensure};
use fantoccini::{Client, ClientBuilder, wd::TimeoutConfiguration};
use serde_json::json;
use std::{
    fs,
    net::{Ipv4Addr, TcpListener, TcpStream},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};

/// How long anything on the page may take to appear: a demo clinic and an Argon2id key, unoptimised, on a slow PC.
const PATIENCE: Duration = Duration::from_secs(60);

/// The person's folder, the program, and the time that its clock starts at.
pub struct Place {
    pub folder: PathBuf,
    pub program: PathBuf,
}

impl Place {
    pub fn home(&self) -> PathBuf {
        self.folder.join("desk")
    }

    /// What is here is started in place of the PC's program of that name.
    pub fn programs(&self) -> PathBuf {
        self.folder.join("bin")
    }

    fn temporary(&self) -> PathBuf {
        self.folder.join("tmp")
    }
}

/// A running window.
pub struct Window {
    pub client: Client,
    _driver: Driver,
    program: PathBuf,
    home: PathBuf,
}

/// With the renderer that is shipped the driver cannot take pictures; the page is the same with the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Renderer {
    AsShipped,
    ForPictures,
}

impl Window {
    /// Starts the program at the wall-clock time `now` and waits until its page is there.
    pub async fn open(place: &Place, now: &str, renderer: Renderer) -> Result<Window> {
        let port = free_port()?;
        let driver = start_driver(place, port, renderer)?;
        let mut capabilities = serde_json::Map::new();
        let options = json!({ "binary": place.program, "args": [format!("--now={now}")] });
        capabilities.insert("webkitgtk:browserOptions".to_owned(), options);
        let client = ClientBuilder::new(hyper_util::client::legacy::connect::HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .context("the window did not come up")?;
        let patience = TimeoutConfiguration::new(Some(PATIENCE), Some(PATIENCE), Some(PATIENCE));
        client.update_timeouts(patience).await?;
        Ok(Window { client, _driver: driver, program: place.program.clone(), home: place.home() })
    }

    /// Starts the program on the same home once more, as an impatient person does; it has to hand over and end.
    pub async fn start_again(&self, place: &Place) -> Result<()> {
        let mut second = in_place(&mut Command::new(&self.program), place).stdin(Stdio::null()).spawn()?;
        let mut ended = None;
        wait_until("the second start ends", || {
            ended = second.try_wait().ok().flatten();
            ended.is_some()
        })
        .await?;
        let ended = ended.context("the second start is gone")?;
        ensure!(ended.success(), "the second start ended with {ended}");
        self.process().map(|_| ())
    }

    /// Ends the program at once, as a power cut does.
    pub async fn kill(self) -> Result<()> {
        self.end("-KILL").await
    }

    /// Ends the program as a logout does.
    pub async fn quit(self) -> Result<()> {
        self.end("-TERM").await
    }

    async fn end(self, signal: &str) -> Result<()> {
        let process = self.process()?;
        Command::new("kill").args([signal, &process.to_string()]).status()?;
        // Only a process that is gone, or that nobody has asked about yet, has let go of its files.
        let state = format!("/proc/{process}/stat");
        let is_over = || fs::read_to_string(&state).ok().is_none_or(|it| it.contains(") Z "));
        wait_until("the program ends", is_over).await
    }

    /// The program's process: it runs our binary on our home.
    fn process(&self) -> Result<u32> {
        let home = format!("FRONT_DESK_HOME={}", self.home.display());
        for entry in fs::read_dir("/proc")? {
            let entry = entry?;
            let Some(id) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            // A program that was built anew since runs on under its old name with a remark behind it.
            let exe = fs::read_link(entry.path().join("exe")).unwrap_or_default();
            let is_program = exe.to_string_lossy().starts_with(&*self.program.to_string_lossy());
            let environment = fs::read(entry.path().join("environ")).unwrap_or_default();
            if is_program && environment.split(|&byte| byte == 0).any(|it| it == home.as_bytes()) {
                return Ok(id);
            }
        }
        bail!("the window's process is gone")
    }
}

/// The driver's process, which goes with its window however a step ends.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        // One that ended by itself is what is wanted.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start_driver(place: &Place, port: u16, renderer: Renderer) -> Result<Driver> {
    fs::create_dir_all(place.temporary())?;
    let mut driver = Command::new("WebKitWebDriver");
    in_place(&mut driver, place)
        .arg(format!("--port={port}"))
        .env("TAURI_AUTOMATION", "true")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(fs::File::create(place.folder.join("driver.log"))?);
    if renderer == Renderer::ForPictures {
        driver.env("WEBKIT_DISABLE_DMABUF_RENDERER", "0");
    }
    let child =
        driver.spawn().context("WebKitWebDriver is missing: Debian's package is webkit2gtk-driver")?;
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        std::thread::yield_now();
    }
    Ok(Driver(child))
}

/// With everything that it writes below the one folder.
fn in_place<'c>(command: &'c mut Command, place: &Place) -> &'c mut Command {
    for folder in ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"] {
        command.env_remove(folder);
    }
    let others = std::env::var("PATH").unwrap_or_default();
    command
        .env("PATH", format!("{}:{others}", place.programs().display()))
        .env("FRONT_DESK_HOME", place.home())
        .env("HOME", &place.folder)
        .env("TMPDIR", place.temporary())
        .env("TZ", "America/New_York")
        .env("LANG", "C.UTF-8")
        .env_remove("WEBKIT_DISABLE_DMABUF_RENDERER")
}

pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Waits for something outside of the page.
pub async fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) -> Result<()> {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.with_context(|| format!("waited in vain until {what}"))
}
