//! The titles of all windows on the screen, as a task list shows them.

use anyhow::Result;
use x11rb::{
    connection::Connection,
    protocol::xproto::{AtomEnum, ConnectionExt, Window},
    rust_connection::RustConnection,
};

pub fn read() -> Result<Vec<String>> {
    let (screen, screens) = RustConnection::connect(None)?;
    let root = screen.setup().roots[screens].root;
    let names = [
        screen.intern_atom(false, b"_NET_WM_NAME")?.reply()?.atom,
        AtomEnum::WM_NAME.into(),
        AtomEnum::WM_ICON_NAME.into(),
    ];
    let mut titles = Vec::new();
    let mut windows: Vec<Window> = vec![root];
    while let Some(window) = windows.pop() {
        windows.extend(screen.query_tree(window)?.reply()?.children);
        for name in names {
            let value = screen.get_property(false, window, name, AtomEnum::ANY, 0, 1024)?.reply()?.value;
            if !value.is_empty() {
                titles.push(String::from_utf8_lossy(&value).into_owned());
            }
        }
    }
    Ok(titles)
}
