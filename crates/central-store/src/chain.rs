//! The chain of an organization's audit trail, and what is wrong with one that somebody touched.
//!
//! `hash(0) = SHA-256(2 || organization)`, `hash(n) = SHA-256(1 || hash(n-1) || n as 8 bytes, big end first || leaf(n))`,
//! `leaf` = SHA-256 over 0 and the entry's fields, see [`Fields`]. A hash therefore says the organization, the order, the
//! number and every word of all that came before it; what it cannot say is that nothing came after: signed checkpoints do.

use clinic_domain::id::OrganizationId;
use sha2::{Digest, Sha256};
use std::net::IpAddr;
use uuid::Uuid;

pub type Hash = [u8; 32];

/// What of an entry its leaf covers: all of it but its place.
pub struct Fields<'a> {
    pub id: Uuid,
    pub user: Option<Uuid>,
    pub device: Option<Uuid>,
    pub action: &'a str,
    pub resource_type: &'a str,
    pub resource_id: Option<&'a str>,
    pub patients: &'a [Uuid],
    pub outcome: &'a str,
    pub details: &'a str,
    pub ip_address: Option<IpAddr>,
    pub user_agent: Option<&'a str>,
    pub at_seconds: i64,
}

impl Fields<'_> {
    /// Each field with its length before it, so that no two entries have the same bytes; absent and empty differ. The id's
    /// random bits keep anybody from guessing what a leaf without its entry stood for.
    #[must_use]
    pub fn leaf(&self) -> Hash {
        let mut digest = Sha256::new();
        digest.update([0]);
        let mut field = |bytes: Option<&[u8]>| {
            digest.update([u8::from(bytes.is_some())]);
            let bytes = bytes.unwrap_or_default();
            digest.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
            digest.update(bytes);
        };
        let patients: Vec<u8> = self.patients.iter().flat_map(|it| *it.as_bytes()).collect();
        let address = self.ip_address.map(|it| it.to_string());
        field(Some(self.id.as_bytes()));
        field(self.user.as_ref().map(|it| &it.as_bytes()[..]));
        field(self.device.as_ref().map(|it| &it.as_bytes()[..]));
        field(Some(self.action.as_bytes()));
        field(Some(self.resource_type.as_bytes()));
        field(self.resource_id.map(str::as_bytes));
        field(Some(&patients));
        field(Some(self.outcome.as_bytes()));
        field(Some(self.details.as_bytes()));
        field(address.as_deref().map(str::as_bytes));
        field(self.user_agent.map(str::as_bytes));
        field(Some(&self.at_seconds.to_be_bytes()));
        digest.finalize().into()
    }
}

/// Where an organization's chain begins: no other's chain can stand in its place.
#[must_use]
pub fn genesis(organization: OrganizationId) -> Hash {
    Sha256::new().chain_update([2]).chain_update(organization.0.as_bytes()).finalize().into()
}

#[must_use]
pub fn next(before: &Hash, seq: u64, leaf: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(before)
        .chain_update(seq.to_be_bytes())
        .chain_update(leaf)
        .finalize()
        .into()
}

/// An entry as the database has it, for whoever checks it.
#[derive(Clone, Debug)]
pub struct Link {
    pub seq: u64,
    /// Computed from the entry as it stands; absent where nothing of it can be read as an entry, or it was pruned.
    pub computed: Option<Hash>,
    pub leaf: Vec<u8>,
    pub hash: Vec<u8>,
    pub is_pruned: bool,
    /// Each patient that it names finds it.
    pub is_found_by_patients: bool,
    /// Up to where this entry says that the trail was pruned.
    pub prunes_through: Option<u64>,
}

/// What is wrong with a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    Missing,
    /// Two entries with one number, or one where none can be.
    Surplus,
    /// The entry is not what its leaf says.
    Edited,
    /// The hash is not what comes of the entries up to here.
    Broken,
    /// The end of the chain is not what the organization's head says.
    Head,
    /// A patient whom the entry names does not find it, or one whom it does not name does.
    Patients,
    /// Pruned, and no entry says so.
    Pruned,
    /// Not what was signed when it had this number of entries.
    Checkpoint,
    /// A checkpoint that the centre's key did not sign for this organization.
    Signature,
    /// Shorter than it was when it was signed.
    Truncated,
    /// Not in the file that is written beside the database, or otherwise there.
    File,
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Flaw::Missing => "is missing",
            Flaw::Surplus => "is one too many",
            Flaw::Edited => "was edited",
            Flaw::Broken => "does not follow from those before it",
            Flaw::Head => "is not where the chain says that it ends",
            Flaw::Patients => "does not stand with the patients whom it is about",
            Flaw::Pruned => "was pruned, and no entry says so",
            Flaw::Checkpoint => "is not what was signed",
            Flaw::Signature => "has a checkpoint that this key did not sign",
            Flaw::Truncated => "was signed and is gone, with all after it",
            Flaw::File => "does not stand in the file",
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    pub seq: u64,
    pub flaw: Flaw,
}

/// Goes along a chain, link by link.
pub struct Walk {
    seq: u64,
    hash: Hash,
    pruned: u64,
    may_be_pruned: u64,
    pub findings: Vec<Finding>,
}

/// Of a chain that is all wrong, the first of its flaws say enough.
const MOST_FINDINGS: usize = 100;

impl Walk {
    #[must_use]
    pub fn new(organization: OrganizationId) -> Walk {
        Walk { seq: 0, hash: genesis(organization), pruned: 0, may_be_pruned: 0, findings: Vec::new() }
    }

    #[must_use]
    pub fn seq(&self) -> u64 {
        self.seq
    }

    #[must_use]
    pub fn hash(&self) -> &Hash {
        &self.hash
    }

    pub fn find(&mut self, seq: u64, flaw: Flaw) {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(Finding { seq, flaw });
        }
    }

    /// Links come in the order of their numbers.
    pub fn step(&mut self, link: &Link) {
        if link.seq <= self.seq {
            return self.find(link.seq, Flaw::Surplus);
        }
        if link.seq > self.seq + 1 {
            self.find(self.seq + 1, Flaw::Missing);
        }
        let follows = link.seq == self.seq + 1;
        let leaf = link.leaf.as_slice().try_into().unwrap_or_default();
        let hash = next(&self.hash, link.seq, &leaf);
        if follows && hash != link.hash.as_slice() {
            self.find(link.seq, Flaw::Broken);
        }
        if link.is_pruned {
            self.pruned = self.pruned.max(link.seq);
        } else if link.computed != Some(leaf) {
            self.find(link.seq, Flaw::Edited);
        } else if !link.is_found_by_patients {
            self.find(link.seq, Flaw::Patients);
        } else {
            self.may_be_pruned = self.may_be_pruned.max(link.prunes_through.unwrap_or(0));
        }
        // One flaw is told once: from here on the chain is followed as it stands.
        self.hash = link.hash.as_slice().try_into().unwrap_or(hash);
        self.seq = link.seq;
    }

    /// The end, as the organization's head says it.
    pub fn end(&mut self, seq: u64, hash: &[u8]) {
        if self.seq < seq {
            self.find(self.seq + 1, Flaw::Missing);
        }
        if self.seq != seq || self.hash != hash {
            self.find(seq, Flaw::Head);
        }
        if self.pruned > self.may_be_pruned {
            self.find(self.pruned, Flaw::Pruned);
        }
    }
}
