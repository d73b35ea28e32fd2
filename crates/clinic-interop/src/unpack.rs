//! Gzip, bounded: a small file that unpacks to a large one is refused, not swallowed.

use crate::{ImportError, ImportErrorCode, Limits};
use flate2::read::MultiGzDecoder;
use std::{borrow::Cow, io::Read};

/// The file's plain bytes: itself, or unpacked when it is a gzip file.
pub(crate) fn plain<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Cow<'a, [u8]>, ImportError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ImportError::new(ImportErrorCode::TooLarge)
            .with("limit", limits.file_bytes)
            .with("bytes", bytes.len()));
    }
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut unpacked = Vec::new();
    let read = MultiGzDecoder::new(bytes).take(limits.unpacked_bytes + 1).read_to_end(&mut unpacked);
    // Bytes that came before the damage may already be too many.
    if unpacked.len() as u64 > limits.unpacked_bytes {
        return Err(ImportError::new(ImportErrorCode::UnpacksTooLarge).with("limit", limits.unpacked_bytes));
    }
    match read {
        Ok(_) => Ok(Cow::Owned(unpacked)),
        Err(_) => Err(ImportError::new(ImportErrorCode::DamagedGzip)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    #[test]
    fn unpacks_members_and_leaves_plain_bytes_alone() {
        let limits = Limits::default();
        let two = [gzip(b"one "), gzip(b"two")].concat();
        assert_eq!(plain(&two, &limits).unwrap().as_ref(), b"one two");
        assert_eq!(plain(b"{}", &limits).unwrap().as_ref(), b"{}");
    }

    #[test]
    fn a_bomb_is_refused_at_the_limit() {
        let limits = Limits { unpacked_bytes: 1000, ..Limits::default() };
        let refused = plain(&gzip(&vec![b' '; 1_000_000]), &limits).unwrap_err();
        assert_eq!(refused.code, ImportErrorCode::UnpacksTooLarge);
        assert_eq!(plain(&gzip(&vec![b' '; 1000]), &limits).unwrap().len(), 1000);
    }

    #[test]
    fn a_cut_gzip_is_damaged() {
        let whole = gzip(b"some text that is long enough to be cut");
        for cut in 3..whole.len() {
            let refused = plain(&whole[..cut], &Limits::default()).unwrap_err();
            assert_eq!(refused.code, ImportErrorCode::DamagedGzip);
        }
    }
}
