//! Writes the UI's types: `cargo run -p desk-api --example bindings -- ui/src/bridge/types`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let dir = std::env::args_os().nth(1).ok_or("the folder to write to is missing")?;
    desk_api::table::export_bindings(std::path::Path::new(&dir))?;
    Ok(())
}
