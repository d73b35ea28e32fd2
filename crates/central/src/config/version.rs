//! The version of a desk: numbers with dots between them, and whatever else it says after a hyphen.

use serde::Deserialize;
use std::{fmt, str::FromStr};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct ClientVersion(Vec<u32>);

/// No version.
#[derive(Debug)]
pub struct NoVersion;

impl ClientVersion {
    /// Whether a desk that calls itself so is new enough. One that says no version is not.
    #[must_use]
    pub fn is_met_by(&self, said: &str) -> bool {
        said.parse().is_ok_and(|it: ClientVersion| it.numbers() >= self.numbers())
    }

    /// `1.4` and `1.4.0` are the same.
    fn numbers(&self) -> &[u32] {
        let last = self.0.iter().rposition(|it| *it != 0).map_or(0, |at| at + 1);
        &self.0[..last]
    }
}

impl FromStr for ClientVersion {
    type Err = NoVersion;

    fn from_str(text: &str) -> Result<ClientVersion, NoVersion> {
        let numbers = text.split(['-', '+']).next().unwrap_or_default();
        let numbers: Result<Vec<u32>, _> = numbers.split('.').map(str::parse).collect();
        numbers.map(ClientVersion).map_err(|_| NoVersion)
    }
}

impl TryFrom<String> for ClientVersion {
    type Error = NoVersion;

    fn try_from(text: String) -> Result<ClientVersion, NoVersion> {
        text.parse()
    }
}

impl fmt::Display for NoVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a version is numbers with dots between them")
    }
}

impl fmt::Display for ClientVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers: Vec<String> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&numbers.join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_number_by_number() {
        let least: ClientVersion = "1.4".parse().unwrap();
        for new_enough in ["1.4", "1.4.0", "1.4.0-beta", "1.10", "2", "1.4.0.1+deb"] {
            assert!(least.is_met_by(new_enough), "{new_enough}");
        }
        for too_old in ["1.3.9", "1", "0.9", "", "new", "1.x"] {
            assert!(!least.is_met_by(too_old), "{too_old}");
        }
    }
}
