//! The clinic's language and rules: pure, without I/O, clock, randomness or async.
