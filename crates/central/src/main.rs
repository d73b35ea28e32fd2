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
    config::Config,
    http, metrics,
    records::keys::Keks,
    routes, serve,
};
use central_store::Store;
use clap::{Parser, Subcommand};
use clinic_env::Clock;
use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tracing_subscriber::EnvFilter;

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
    /// Look whether the service may run on its database.
    Check,
    /// Print the OpenAPI document.
    Openapi,
    /// Print the API reference, in Markdown.
    ApiDocs,
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
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
    let cli = Cli::parse();
    let config = cli.config.as_deref();
    match cli.command {
        Command::Serve => run(Config::read(config, std::env::vars())?).await,
        Command::Migrate { admin_url } => {
            let steps = central_store::migrate(&admin_url).await?;
            say(&format!("migrate: {steps} steps taken"))
        }
        Command::ApiDocs => {
            let page = http::reference::page(&http::openapi::document(&routes::table()));
            say(page.trim_end())
        }
        Command::Check => {
            opened(config)?.0.check().await?;
            say("check: the service may run on this database")
        }
        Command::Keys(KeysCommand::Create { folder }) => say(&admin::keys::create(&folder)?),
        Command::Keys(KeysCommand::Rotate { organization, kek: _ }) => {
            let (store, config) = opened(config)?;
            let keks = Keks::read(&config.record_keys)?;
            say(admin::keys::rotate(&store, &keks, Clock::System, organization).await?.trim_end())
        }
        Command::Keys(KeysCommand::Reseal) => {
            let (store, config) = opened(config)?;
            let secrets = Secrets::read(&config)?;
            say(admin::keys::reseal(&store, &secrets, Clock::System).await?.trim_end())
        }
        Command::Org(command) => {
            let (store, _) = opened(config)?;
            say(&Admin::new(&store, Clock::System).organization(command).await?)
        }
        Command::User(command) => {
            let (store, _) = opened(config)?;
            say(&Admin::new(&store, Clock::System).user(command).await?)
        }
        Command::Device(command) => {
            let (store, _) = opened(config)?;
            say(&Admin::new(&store, Clock::System).device(command).await?)
        }
        Command::Audit(command) => {
            let (store, config) = opened(config)?;
            let signer = Signer::read(&config.audit_key)?;
            say(admin::audit::run(&store, &signer, Clock::System, command).await?.trim_end())
        }
        Command::Openapi => say(&serde_json::to_string_pretty(&http::openapi::document(&routes::table()))?),
    }
}

/// The database, as the configuration names it, for a command.
fn opened(config: Option<&Path>) -> anyhow::Result<(Store, Config)> {
    let config = Config::read(config, std::env::vars())?;
    Ok((Store::new(&config.database_url, 1, Duration::from_secs(5))?, config))
}

fn say(text: &str) -> anyhow::Result<()> {
    use std::io::Write;
    writeln!(std::io::stdout(), "{text}").context("nobody listens")
}

async fn run(config: Config) -> anyhow::Result<()> {
    let store = Store::new(&config.database_url, config.connections, Duration::from_secs(2))?;
    store.check().await?;
    let listener = TcpListener::bind(config.listen).context("the address of 'listen' cannot be had")?;
    tracing::info!(address = %config.listen, "listening");
    metrics::install().context("counts and times cannot be kept")?;
    let handle = Handle::new();
    let measured = config.metrics_listen.map(TcpListener::bind).transpose();
    let measured = measured.context("the address of 'metrics_listen' cannot be had")?;
    let app = Arc::new(App::new(store, Clock::System, config)?);
    let measuring = {
        let (app, handle) = (Arc::clone(&app), handle.clone());
        async move {
            match measured {
                Some(listener) => serve::serve_metrics(app, listener, handle).await,
                None => Ok(()),
            }
        }
    };
    let serving = serve::serve(app, listener, handle.clone());
    let serving = async { tokio::try_join!(serving, measuring).map(|_| ()) };
    tokio::pin!(serving);
    tokio::select! {
        served = &mut serving => return served,
        () = told_to_end() => serve::end(&handle),
    }
    serving.await
}

async fn told_to_end() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! { _ = terminate.recv() => {}, _ = tokio::signal::ctrl_c() => {} }
            return;
        }
    }
    // Without a signal to wait for, the service runs until it is killed.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
