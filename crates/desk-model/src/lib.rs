//! A language model behind an OpenAI-compatible address (Ollama, llama.cpp's server, vLLM): one call for one sentence.
//!
//! Invariants: a call ends within its time limit, whatever the service does; what it answers counts only as one of our intents
//! and as pieces of what it was given; after several failures it is left alone for a while; redirects and proxies are not
//! followed, and nothing goes over a network in clear.

mod address;
mod breaker;
mod endpoint;
mod prompt;
mod reading;

pub use address::{Address, address_of};
pub use endpoint::{Endpoint, Probed, Settings};
