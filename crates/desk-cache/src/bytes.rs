//! The little-endian bytes of the formats that lie beside the databases, and of what is hashed or authenticated.
//!
//! Invariant: everything of variable length is preceded by its length, so that no two records have the same bytes.

#[derive(Default)]
pub(crate) struct Put(Vec<u8>);

impl Put {
    pub(crate) fn raw(mut self, bytes: &[u8]) -> Put {
        self.0.extend_from_slice(bytes);
        self
    }

    pub(crate) fn u8(self, value: u8) -> Put {
        self.raw(&[value])
    }

    pub(crate) fn u32(self, value: u32) -> Put {
        self.raw(&value.to_le_bytes())
    }

    pub(crate) fn u64(self, value: u64) -> Put {
        self.raw(&value.to_le_bytes())
    }

    pub(crate) fn i64(self, value: i64) -> Put {
        self.raw(&value.to_le_bytes())
    }

    pub(crate) fn sized(self, bytes: &[u8]) -> Put {
        self.u64(bytes.len() as u64).raw(bytes)
    }

    pub(crate) fn optional(self, bytes: Option<&[u8]>) -> Put {
        match bytes {
            Some(bytes) => self.u8(1).sized(bytes),
            None => self.u8(0),
        }
    }

    pub(crate) fn done(self) -> Vec<u8> {
        self.0
    }
}

/// Reads what [`Put`] wrote. `None` means that the bytes end too early.
pub(crate) struct Take<'a>(pub(crate) &'a [u8]);

impl<'a> Take<'a> {
    pub(crate) fn raw(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        Some(head)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.raw(N)?.try_into().ok()
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.array().map(|[byte]| byte)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        self.array().map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        self.array().map(u64::from_le_bytes)
    }

    pub(crate) fn i64(&mut self) -> Option<i64> {
        self.array().map(i64::from_le_bytes)
    }

    pub(crate) fn sized(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.u64()?).ok()?;
        self.raw(length)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
