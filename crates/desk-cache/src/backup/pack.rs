//! The form of a backup file: a manifest under a MAC, then the slots, the mirror and the vault one after the other.
//!
//! `"FDBACKUP" format:u8 length:u32 manifest mac:32 slots mirror vault`, numbers little-endian. The manifest has the
//! length and the SHA-256 of each part. The MAC is under a key derived from the desk key.

use super::BackupFacts;
use crate::{
    bytes::{Put, Take},
    cipher::Key,
    error::{CacheError, Part},
    head::{Position, mac},
};
use clinic_domain::{id::DeviceId, operation::ImportCounts, time::Instant};
use hmac::Mac;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::Path,
};

const MAGIC: &[u8; 8] = b"FDBACKUP";
const FORMAT: u8 = 1;
const PREAMBLE: u64 = 8 + 1 + 4;
const PARTS: usize = 3;
const MOST_MANIFEST: u32 = 4096;

pub(crate) struct Manifest {
    pub(crate) facts: BackupFacts,
    parts: [Packed; PARTS],
}

#[derive(Clone, Copy)]
struct Packed {
    length: u64,
    digest: [u8; 32],
}

/// A backup file that is being read.
pub(crate) struct Pack {
    file: File,
    pub(crate) manifest: Manifest,
    encoded: Vec<u8>,
    mac: [u8; 32],
    body_at: u64,
}

/// Packs the three files and flushes the result.
pub(crate) fn write(
    to: &Path,
    parts: [&Path; PARTS],
    facts: BackupFacts,
    key: &Key,
) -> Result<(), CacheError> {
    let failed = || CacheError::io("writing a backup");
    let mut packed = [Packed { length: 0, digest: [0; 32] }; PARTS];
    for (part, path) in packed.iter_mut().zip(parts) {
        *part = digest_of(&mut File::open(path).map_err(failed())?, u64::MAX)?;
    }
    let manifest = Manifest { facts, parts: packed }.encode();
    let tag = mac(key, &manifest).finalize().into_bytes();
    let mut out = BufWriter::new(File::create(to).map_err(failed())?);
    let start =
        Put::default().raw(MAGIC).u8(FORMAT).u32(manifest.len() as u32).raw(&manifest).raw(&tag).done();
    out.write_all(&start).map_err(failed())?;
    for path in parts {
        let mut from = File::open(path).map_err(failed())?;
        std::io::copy(&mut from, &mut out).map_err(failed())?;
    }
    let file = out.into_inner().map_err(|error| failed()(error.into_error()))?;
    file.sync_all().map_err(failed())
}

impl Pack {
    pub(crate) fn open(path: &Path) -> Result<Pack, CacheError> {
        let mut file = File::open(path).map_err(CacheError::io("opening a backup"))?;
        let mut preamble = [0; PREAMBLE as usize];
        file.read_exact(&mut preamble).map_err(|_| damaged("it is no backup"))?;
        let mut take = Take(&preamble);
        if take.array() != Some(*MAGIC) {
            return Err(damaged("it is no backup"));
        }
        let (format, length) = (take.u8().unwrap_or(0), take.u32().unwrap_or(0));
        if format > FORMAT {
            let (found, known) = (u32::from(format), u32::from(FORMAT));
            return Err(CacheError::NewerSchema { part: Part::Backup, found, known });
        }
        if format != FORMAT || length > MOST_MANIFEST {
            return Err(damaged("its first page is not readable"));
        }
        let (mut encoded, mut mac) = (vec![0; length as usize], [0; 32]);
        file.read_exact(&mut encoded)
            .and_then(|()| file.read_exact(&mut mac))
            .map_err(|_| damaged("it ends in its first page"))?;
        let manifest = Manifest::decode(&encoded).ok_or_else(|| damaged("its first page is not readable"))?;
        let body_at = PREAMBLE + u64::from(length) + 32;
        Ok(Pack { file, manifest, encoded, mac, body_at })
    }

    /// Every byte against the manifest, and the manifest against its MAC.
    pub(crate) fn check(&mut self, key: &Key) -> Result<(), CacheError> {
        mac(key, &self.encoded)
            .verify_slice(&self.mac)
            .map_err(|_| damaged("its manifest is not authentic"))?;
        self.file.seek(SeekFrom::Start(self.body_at)).map_err(CacheError::io("reading a backup"))?;
        for part in self.manifest.parts {
            let found = digest_of(&mut self.file, part.length)?;
            if found.length != part.length || found.digest != part.digest {
                return Err(damaged("a part of it has another check sum"));
            }
        }
        let end = self.file.seek(SeekFrom::End(0)).map_err(CacheError::io("reading a backup"))?;
        let expected = self.body_at + self.manifest.parts.iter().map(|it| it.length).sum::<u64>();
        if end == expected { Ok(()) } else { Err(damaged("it is longer than it says")) }
    }

    pub(crate) fn slots(&mut self) -> Result<Vec<u8>, CacheError> {
        let mut bytes = Vec::new();
        self.part(0, &mut bytes)?;
        Ok(bytes)
    }

    pub(crate) fn unpack_mirror(&mut self, to: &Path) -> Result<(), CacheError> {
        self.unpack(1, to)
    }

    pub(crate) fn unpack_vault(&mut self, to: &Path) -> Result<(), CacheError> {
        self.unpack(2, to)
    }

    fn unpack(&mut self, part: usize, to: &Path) -> Result<(), CacheError> {
        let mut file = File::create(to).map_err(CacheError::io("unpacking a backup"))?;
        self.part(part, &mut file)?;
        file.sync_all().map_err(CacheError::io("unpacking a backup"))
    }

    fn part(&mut self, part: usize, to: &mut impl Write) -> Result<(), CacheError> {
        let before: u64 = self.manifest.parts[..part].iter().map(|it| it.length).sum();
        self.file.seek(SeekFrom::Start(self.body_at + before)).map_err(CacheError::io("reading a backup"))?;
        let mut from = (&mut self.file).take(self.manifest.parts[part].length);
        std::io::copy(&mut from, to).map_err(CacheError::io("unpacking a backup"))?;
        Ok(())
    }
}

impl Manifest {
    fn encode(&self) -> Vec<u8> {
        let BackupFacts { device, made_at, position, counts } = &self.facts;
        let put = Put::default().raw(device.as_bytes()).i64(made_at.0);
        let put = put.u64(position.entries).u64(position.seq).raw(&position.hash);
        let put = put.u32(counts.patients).u32(counts.caregivers).u32(counts.appointments).u32(counts.setup);
        self.parts.iter().fold(put, |put, it| put.u64(it.length).raw(&it.digest)).done()
    }

    fn decode(bytes: &[u8]) -> Option<Manifest> {
        let mut take = Take(bytes);
        let (device, made_at) = (DeviceId::from_bytes(take.array()?), Instant(take.i64()?));
        let position = Position { entries: take.u64()?, seq: take.u64()?, hash: take.array()? };
        let (patients, caregivers) = (take.u32()?, take.u32()?);
        let counts = ImportCounts { patients, caregivers, appointments: take.u32()?, setup: take.u32()? };
        let mut part = || Some(Packed { length: take.u64()?, digest: take.array()? });
        let parts = [part()?, part()?, part()?];
        let facts = BackupFacts { device, made_at, position, counts };
        take.is_empty().then_some(Manifest { facts, parts })
    }
}

/// Of the next `length` bytes, or of what is there.
fn digest_of(file: &mut File, length: u64) -> Result<Packed, CacheError> {
    let mut from = BufReader::with_capacity(1024 * 1024, file.take(length));
    let mut hasher = Sha256::new();
    let mut length = 0;
    let mut chunk = vec![0; 1024 * 1024];
    loop {
        let read = from.read(&mut chunk).map_err(CacheError::io("reading a backup"))?;
        if read == 0 {
            return Ok(Packed { length, digest: hasher.finalize().into() });
        }
        hasher.update(&chunk[..read]);
        length += read as u64;
    }
}

fn damaged(detail: &str) -> CacheError {
    CacheError::damaged(Part::Backup, detail)
}
