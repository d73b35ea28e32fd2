//! The encrypted store of a desk: files, keys, tables, audit chain. The only SQL on the desk.
