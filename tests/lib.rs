//! What the test targets of this package share.

use std::path::{Path, PathBuf};

/// The folder of the root manifest.
pub fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .parent()
        .expect("the tests package lies in the repository")
        .to_path_buf()
}
