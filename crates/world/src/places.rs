//! Made-up streets and addresses: plausible roads and estates, each address inside one grid.

use crate::areas::Area;
use crate::dice::Dice;
use crate::texts::section;
use crate::tiling::contains;

const NAMES: &str = include_str!("../data/names.txt");

/// An address that resolves to one grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// In words, e.g. `青禾路18号梅园小区3号楼`.
    pub text: String,
    /// The estate alone, e.g. `梅园小区`.
    pub estate: String,
    /// The road alone, e.g. `青禾路`.
    pub road: String,
    /// Code of the grid.
    pub area: String,
    /// Longitude in 10⁻⁶ degree.
    pub lon: i32,
    /// Latitude in 10⁻⁶ degree.
    pub lat: i32,
}

/// A random point of an area.
pub fn point_in(dice: &mut Dice, area: &Area) -> (i32, i32) {
    let xs = area.ring.iter().map(|p| i64::from(p.0));
    let ys = area.ring.iter().map(|p| i64::from(p.1));
    let (Some(west), Some(east)) = (xs.clone().min(), xs.max()) else { return area.centre };
    let (Some(south), Some(north)) = (ys.clone().min(), ys.max()) else { return area.centre };
    for _ in 0..64 {
        let (x, y) = (dice.between(west, east), dice.between(south, north));
        if let (Ok(x), Ok(y)) = (i32::try_from(x), i32::try_from(y))
            && contains(&area.ring, (x, y))
        {
            return (x, y);
        }
    }
    area.centre
}

/// Six addresses in each grid, in the order of the grids.
#[must_use]
pub fn addresses(seed: u64, areas: &[Area]) -> Vec<Address> {
    let words = |name| section(NAMES, name).flat_map(str::split_whitespace).collect::<Vec<_>>();
    let (roads, road_kinds) = (words("roads"), words("road_kinds"));
    let (estates, estate_kinds) = (words("estates"), words("estate_kinds"));
    let mut out = Vec::new();
    for grid in areas.iter().filter(|a| a.level == "grid") {
        let mut dice = Dice::new(seed, &format!("address {}", grid.code));
        let road = format!("{}{}", dice.word(&roads), dice.word(&road_kinds));
        for _ in 0..2 {
            let estate = format!("{}{}", dice.word(&estates), dice.word(&estate_kinds));
            let number = dice.between(1, 399);
            for _ in 0..3 {
                let (lon, lat) = point_in(&mut dice, grid);
                let text = format!("{road}{number}号{estate}{}号楼", dice.between(1, 28));
                out.push(Address { text, estate: estate.clone(), road: road.clone(), area: grid.code.clone(), lon, lat });
            }
        }
    }
    out
}

/// A made-up name of a person.
pub fn person(dice: &mut Dice) -> String {
    let surnames: Vec<&str> = section(NAMES, "surnames").flat_map(str::split_whitespace).collect();
    let given: Vec<&str> = section(NAMES, "given").flat_map(str::split_whitespace).collect();
    let second = if dice.chance(0.72) { dice.word(&given) } else { "" };
    format!("{}{}{second}", dice.word(&surnames), dice.word(&given))
}

/// A made-up mobile number: the four digits that name a city in real ones are zeros, which no operator gives out.
pub fn phone(dice: &mut Dice) -> String {
    let start = dice.word(&["130", "131", "135", "136", "138", "139", "150", "151", "158", "177", "186", "189"]);
    format!("{start}0000{:04}", dice.below(10_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_lies_in_its_own_grid() {
        let areas = crate::World::shushan().unwrap().areas(1);
        let addresses = addresses(1, &areas);
        assert_eq!(addresses.len(), 619 * 6);
        for address in addresses {
            let grid = areas.iter().find(|a| a.code == address.area).unwrap();
            assert!(contains(&grid.ring, (address.lon, address.lat)), "{}", address.text);
        }
    }

    #[test]
    fn phone_numbers_have_eleven_digits_in_a_range_that_is_not_given_out() {
        let mut dice = Dice::new(1, "p");
        for _ in 0..100 {
            let number = phone(&mut dice);
            assert_eq!(number.len(), 11);
            assert_eq!(number.get(3..7), Some("0000"));
        }
    }
}
