//! Addresses, each in one area.

use crate::StoreError;
use crate::tx::{Tx, all};

/// An address that resolves to one area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Address {
    /// In words; unique in the realm.
    pub text: String,
    /// Code of its area.
    pub area: String,
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
}

/// Adds or replaces addresses.
///
/// # Errors
/// What the database says.
pub fn put_addresses(tx: &mut dyn Tx, realm: i64, addresses: &[Address]) -> Result<(), StoreError> {
    for address in addresses {
        tx.execute(
            "INSERT INTO address (realm, text, area, lon, lat) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT (realm, text) DO UPDATE SET area = excluded.area, lon = excluded.lon, lat = excluded.lat",
            &[realm.into(), (&address.text).into(), (&address.area).into(), address.lon.into(), address.lat.into()],
        )?;
    }
    Ok(())
}

/// All addresses of the realm, in the order of their words.
///
/// # Errors
/// What the database says.
pub fn addresses(tx: &mut dyn Tx, realm: i64) -> Result<Vec<Address>, StoreError> {
    all(tx, "SELECT text, area, lon, lat FROM address WHERE realm = ?1 ORDER BY text", &[realm.into()], |row| {
        let degrees = |at| Ok::<_, StoreError>(row.opt_num(at)?.unwrap_or_default());
        Ok(Address { text: row.text(0)?, area: row.text(1)?, lon: degrees(2)?, lat: degrees(3)? })
    })
}
