//! `central`: the service and its administrator's commands.

use anyhow::Context;
use axum_server::Handle;
use central::{
    admin::{
        self,
        access::{Admin, DeviceCommand, OrganizationCommand, UserCommand},
        audit::AuditCommand,
        keys::KeysCommand,
    },
    app::App,
    audit::checkpoint::Signer,
    auth::secrets::Secrets,
    config::{Config, LogLevel},
    demo::Demo,
    http, log, metrics,
    records::keys::Keks,
    routes, serve,
    tls::Certificate,
};
use central_store::Store;
use clap::{Parser, Subcommand};
use clinic_env::Clock;
use std::{
    io::Write,
    net::TcpListener,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Duration,
};

#[derive(Parser)]
#[command(name = "central", version, about)]
struct Cli {
    /// The configuration file; the environment goes over it.
    #[arg(long, global = true, env = "CENTRAL_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API.
    Serve,
    /// Bring the database's schema up to date.
    Migrate {
        /// PostgreSQL, as an administrator of the database.
        #[arg(long, env = "DATABASE_ADMIN_URL", hide_env_values = true)]
        admin_url: String,
    },
    /// Look whether the service could start: its configuration, its keys, its certificate, its database.
    Check {
        /// All but the database.
        #[arg(long)]
        offline: bool,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Print the API reference, in Markdown.
    ApiDocs,
    /// Print the types of the calls that a desk passes on, for its window.
    WindowTypes,
    /// The audit trail.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// The keys of the service and of medical records.
    #[command(subcommand)]
    Keys(KeysCommand),
    /// Organizations.
    #[command(subcommand)]
    Org(OrganizationCommand),
    /// People.
    #[command(subcommand)]
    User(UserCommand),
    /// Desks.
    #[command(subcommand)]
    Device(DeviceCommand),
    /// Make an organization to try things out with, or book its next two weeks: people, setup, patients and visits.
    Demo(Demo),
}

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli.config.as_deref(), cli.command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

async fn run(config: Option<&Path>, command: Command) -> anyhow::Result<()> {
    // What serves writes as much as its configuration says.
    if !matches!(command, Command::Serve) {
        log::begin(LogLevel::Warn);
    }
    let said = match command {
        Command::Serve => return serve(Config::read(config, std::env::vars())?).await,
        Command::Migrate { admin_url } => {
            format!("migrate: {} steps taken", central_store::migrate(&admin_url).await?)
        }
        Command::Check { offline } => {
            check(Config::read(config, std::env::vars())?, offline).await?;
            "check: the service can start".to_owned()
        }
        Command::Openapi => serde_json::to_string_pretty(&http::openapi::document(&routes::table()))?,
        Command::ApiDocs => http::reference::page(&http::openapi::document(&routes::table())),
        Command::WindowTypes => http::window::types(&routes::table()),
        Command::Keys(KeysCommand::Create { folder }) => admin::keys::create(&folder)?,
        Command::Keys(KeysCommand::Rotate { organization, kek: _ }) => {
            let (store, config) = opened(config)?;
            let keks = Keks::read(&config.record_keys)?;
            admin::keys::rotate(&store, &keks, Clock::System, organization).await?
        }
        Command::Keys(KeysCommand::Reseal) => {
            let (store, config) = opened(config)?;
            let secrets = Secrets::read(&config)?;
            admin::keys::reseal(&store, &secrets, Clock::System).await?
        }
        Command::Org(command) => Admin::new(&opened(config)?.0, Clock::System).organization(command).await?,
        Command::User(command) => Admin::new(&opened(config)?.0, Clock::System).user(command).await?,
        Command::Device(command) => Admin::new(&opened(config)?.0, Clock::System).device(command).await?,
        Command::Demo(demo) => {
            let (store, config) = opened(config)?;
            demo.make(&App::new(store, Clock::System, config)?).await?
        }
        Command::Audit(command) => {
            let (store, config) = opened(config)?;
            let signer = Signer::read(&config.audit_key)?;
            admin::audit::run(&store, &signer, Clock::System, command).await?
        }
    };
    say(said.trim_end())
}

/// The database, as the configuration names it, for a command.
fn opened(config: Option<&Path>) -> anyhow::Result<(Store, Config)> {
    let config = Config::read(config, std::env::vars())?;
    Ok((Store::new(config.database_url.expose(), 1, Duration::from_secs(5))?, config))
}

/// Everything that a start looks at, and nothing is served.
async fn check(config: Config, offline: bool) -> anyhow::Result<()> {
    let store = Store::new(config.database_url.expose(), 1, Duration::from_secs(5))?;
    config.tls.as_ref().map(Certificate::read).transpose()?;
    let app = App::new(store, Clock::System, config)?;
    if !offline {
        app.store.check().await?;
        app.store.check_schema().await?;
    }
    Ok(())
}

fn say(text: &str) -> anyhow::Result<()> {
    writeln!(std::io::stdout(), "{text}").context("nobody listens")
}

fn complain(error: &anyhow::Error) {
    // Where nobody listens, the exit code says it.
    let _ = writeln!(std::io::stderr(), "central: {error:#}");
}

/// Serves until it is told to end, and until what runs has finished.
async fn serve(config: Config) -> anyhow::Result<()> {
    log::begin(config.log);
    let served = serve_until_told(config).await;
    if let Err(error) = &served {
        tracing::error!(error = format!("{error:#}"), "the service ends");
    }
    served
}

async fn serve_until_told(config: Config) -> anyhow::Result<()> {
    let mut told = Told::listen()?;
    let store = Store::new(config.database_url.expose(), config.connections, Duration::from_secs(2))?;
    store.check().await?;
    store.check_schema().await?;
    let listener = TcpListener::bind(config.listen).context("the address of 'listen' cannot be had")?;
    let address = listener.local_addr()?;
    metrics::install().context("counts and times cannot be kept")?;
    let measured = config.metrics_listen.map(TcpListener::bind).transpose();
    let measured = measured.context("the address of 'metrics_listen' cannot be had")?;
    let grace = Duration::from_secs(config.grace_seconds.into());
    let app = Arc::new(App::new(store, Clock::System, config)?);
    let handle = Handle::new();
    let measuring = {
        let (app, handle) = (Arc::clone(&app), handle.clone());
        async move {
            match measured {
                Some(listener) => serve::serve_metrics(app, listener, handle).await,
                None => Ok(()),
            }
        }
    };
    let serving = serve::serve(Arc::clone(&app), listener, handle.clone());
    let serving = async { tokio::try_join!(serving, measuring).map(|_| ()) };
    tokio::pin!(serving);
    tracing::info!(%address, "listening");
    tokio::select! {
        served = &mut serving => return served,
        () = told.ending() => {}
    }
    tracing::info!(seconds = grace.as_secs(), "told to end: what runs may finish");
    app.wake.end();
    handle.graceful_shutdown(None);
    tokio::select! {
        served = &mut serving => served?,
        () = told.ending() => cut_off("told to end once more"),
        () = tokio::time::sleep(grace) => cut_off("the time is over"),
    }
    tracing::info!("ended");
    Ok(())
}

/// What still runs leaves nothing half done: the database rolls back whatever was not finished.
fn cut_off(why: &str) {
    tracing::error!(why, "what still ran was cut off");
    std::process::exit(2)
}

/// SIGTERM and Ctrl-C, heard from the start on.
struct Told {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Told {
    fn listen() -> anyhow::Result<Told> {
        #[cfg(unix)]
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Told {
            #[cfg(unix)]
            terminate: signal(SignalKind::terminate())?,
            #[cfg(unix)]
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn ending(&mut self) {
        #[cfg(unix)]
        tokio::select! { _ = self.terminate.recv() => {}, _ = self.interrupt.recv() => {} }
        // Without a signal to wait for, the service runs until it is killed.
        #[cfg(not(unix))]
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
