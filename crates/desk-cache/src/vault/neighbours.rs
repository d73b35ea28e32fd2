//! The other desks of the location, as the centre named them last.

use crate::error::{CacheError, Part};
use clinic_domain::id::DeviceId;
use clinic_protocol::lan::Neighbour;
use rusqlite::{Connection, types::Type};
use std::net::{IpAddr, SocketAddr};

pub(crate) fn all(vault: &Connection) -> Result<Vec<Neighbour>, CacheError> {
    let sql = "SELECT device, name, public_key, address, port FROM neighbour ORDER BY name, device";
    let mut statement = vault.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        let address: Option<String> = row.get(3)?;
        let address = address.map(|it| it.parse::<IpAddr>()).transpose();
        let address = address
            .map_err(|error| rusqlite::Error::FromSqlConversionFailure(3, Type::Text, error.into()))?;
        let port: Option<u16> = row.get(4)?;
        Ok(Neighbour {
            device: DeviceId::from_bytes(row.get(0)?),
            name: row.get(1)?,
            public_key: row.get(2)?,
            listens: address.zip(port).map(SocketAddr::from),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// These and no others.
pub(crate) fn put(vault: &Connection, neighbours: &[Neighbour]) -> Result<(), CacheError> {
    vault.execute("DELETE FROM neighbour", [])?;
    let sql = "INSERT OR REPLACE INTO neighbour (device, name, public_key, address, port) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut statement = vault.prepare_cached(sql)?;
    for it in neighbours {
        let (address, port) = (it.listens.map(|it| it.ip().to_string()), it.listens.map(|it| it.port()));
        statement.execute((it.device.as_bytes(), &it.name, it.public_key, address, port))?;
    }
    Ok(())
}

/// Whether this desk and its neighbours see each other without the centre; not where there is none.
pub(crate) fn are_seen(vault: &Connection) -> Result<bool, CacheError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM centre WHERE sees_neighbours)";
    Ok(vault.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

pub(crate) fn see(vault: &Connection, are_seen: bool) -> Result<(), CacheError> {
    match vault.execute("UPDATE centre SET sees_neighbours = ?1", [are_seen])? {
        1 => Ok(()),
        _ => Err(CacheError::damaged(Part::Vault, "it names no centre")),
    }
}
