//! Other systems' files: bytes to import records, and back. No I/O.
