//! The messages between desk and centre, versioned: the encoding of operations and of the changes they make.
