//! What a service in this process writes to its log, at its most verbose, kept for the thread that it runs on.

use central::{config::LogLevel, log};
use std::{
    cell::RefCell,
    io::{self, Write},
    sync::Once,
};

thread_local! {
    static PAGE: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// One for the whole process: what is written may be asked for the first time by any thread.
static SUBSCRIBED: Once = Once::new();

pub fn keep() {
    SUBSCRIBED.call_once(|| {
        let subscriber = log::subscriber(LogLevel::Debug, || Page);
        tracing::subscriber::set_global_default(subscriber).expect("nobody else writes here");
    });
    PAGE.set(Some(Vec::new()));
}

/// What was written since then.
pub fn take() -> String {
    String::from_utf8(PAGE.take().expect("it is kept")).expect("text")
}

struct Page;

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        PAGE.with_borrow_mut(|it| it.as_mut().map(|it| it.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
