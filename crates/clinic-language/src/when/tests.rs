//! Sentences in, meanings out.
