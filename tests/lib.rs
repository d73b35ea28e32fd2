//! What the test targets of this package share.

use std::path::{Path, PathBuf};

/// The folder of the root manifest. Asked at run time: a build folder that two clones share may hold a binary that the
/// other one compiled, and it must not look there.
pub fn repository() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the tests");
    let package = Path::new(&package);
    package.parent().expect("the tests package lies in the repository").to_path_buf()
}
