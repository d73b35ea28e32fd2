//! What the service says of itself while it runs: one JSON object a line, with codes, ids and times and nobody's data.
//!
//! Libraries write what passes through them at their chattier levels, rows and headers included: of them only what is
//! wrong is kept, whatever the configuration says.

use crate::config::LogLevel;
use std::panic::{self, PanicHookInfo};
use tracing::{Subscriber, level_filters::LevelFilter, subscriber::set_global_default};
use tracing_subscriber::{filter::Targets, fmt::MakeWriter, layer::SubscriberExt, registry};

/// From here on everything is written to standard error, panics too. Once a process.
pub fn begin(level: LogLevel) {
    // A second one would only be another way to the same place.
    let _ = set_global_default(subscriber(level, std::io::stderr));
    panic::set_hook(Box::new(panicked));
}

pub fn subscriber<W>(level: LogLevel, writer: W) -> impl Subscriber + Send + Sync
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let own = match level {
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    let others = own.min(LevelFilter::WARN);
    let kept =
        Targets::new().with_default(others).with_target("central", own).with_target("central_store", own);
    // What a span says is written once for all lines in it; the layer of `tracing_subscriber` reads and writes it for each.
    let lines = json_subscriber::layer()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_writer(writer);
    registry().with(kept).with(lines)
}

/// Where it was. What it was about may be anybody's data.
pub fn panicked(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "a fault of this program ended what it was doing");
}
