//! An appointment's allocations as a day list reads them: 25 bytes each, in their order, so that a row stays
//! narrow and needs no second table.
//!
//! Each: resource (16), start and end as seconds after the visit's start (two big-endian `i32`), lane (1).

use clinic_domain::{
    appointment::Allocation,
    id::ResourceId,
    time::{Instant, Period},
};

pub(super) const ONE: usize = 16 + 4 + 4 + 1;

/// `None` when an allocation is further from the visit than 68 years.
pub(super) fn pack(visit_start: Instant, allocations: &[Allocation]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(allocations.len() * ONE);
    for allocation in allocations {
        bytes.extend_from_slice(allocation.resource.as_bytes());
        for at in [allocation.during.start(), allocation.during.end()] {
            let offset = i32::try_from(at.0.checked_sub(visit_start.0)?).ok()?;
            bytes.extend_from_slice(&offset.to_be_bytes());
        }
        bytes.push(allocation.lane);
    }
    Some(bytes)
}

/// `None` for bytes that [`pack`] never made.
pub(super) fn unpack(visit_start: Instant, bytes: &[u8]) -> Option<Vec<Allocation>> {
    let chunks = bytes.chunks_exact(ONE);
    if !chunks.remainder().is_empty() {
        return None;
    }
    let one = |chunk: &[u8]| {
        let (resource, rest) = chunk.split_first_chunk::<16>()?;
        let (start, rest) = rest.split_first_chunk::<4>()?;
        let (end, lane) = rest.split_first_chunk::<4>()?;
        let at = |offset: &[u8; 4]| visit_start.plus_seconds(i64::from(i32::from_be_bytes(*offset)));
        Some(Allocation {
            resource: ResourceId::from_bytes(*resource),
            during: Period::new(at(start), at(end))?,
            lane: *lane.first()?,
        })
    };
    chunks.map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_packed_unpacks_in_order(
            visit in -4_000_000_000_i64..4_000_000_000,
            parts in prop::collection::vec((any::<[u8; 16]>(), -86_400..86_400_i64, 1..86_400_u32, any::<u8>()), 0..5),
        ) {
            let allocations: Vec<_> = parts.into_iter().map(|(resource, start, seconds, lane)| {
                let start = Instant(visit + start);
                let during = Period::new(start, start.plus_seconds(i64::from(seconds))).unwrap();
                Allocation { resource: ResourceId::from_bytes(resource), during, lane }
            }).collect();
            let bytes = pack(Instant(visit), &allocations).unwrap();
            prop_assert_eq!(unpack(Instant(visit), &bytes), Some(allocations));
        }

        #[test]
        fn other_bytes_are_refused_or_read_but_never_panic(bytes: Vec<u8>) {
            let read = unpack(Instant(0), &bytes);
            prop_assert!(read.is_none() || bytes.len() % ONE == 0);
        }
    }
}
