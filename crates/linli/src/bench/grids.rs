//! From points to grids, by the very function that the program asks: a made-up country of grids with bent borders, and points all over it.

use std::sync::Arc;
use std::time::Instant;

use linli_app::territory::{Area, Territory};
use linli_engine::TableCalendar;
use linli_world::dice::Dice;
use serde_json::json;

use crate::world::SEED;

/// Side of a grid in units of 10⁻⁷ degree, some 300 m.
const SIDE: i64 = 30_000;

pub(super) fn run(grids: usize, points: usize, as_json: bool) -> Result<(), String> {
    let across = i64::try_from(grids).ok().and_then(|n| (1..).find(|side: &i64| side * side >= n)).ok_or("too many grids")?;
    let territory = Territory::new(
        "1".to_owned(),
        std::collections::BTreeMap::new(),
        areas(across, grids),
        Vec::new(),
        Vec::new(),
        Arc::new(TableCalendar::china()),
    );
    let mut dice = Dice::new(SEED, "bench grids");
    let reach = u64::try_from(across * SIDE).unwrap_or_default();
    let mut somewhere = || i64::try_from(dice.below(reach)).unwrap_or_default();
    let wanted: Vec<(i64, i64)> = (0..points).map(|_| (1_170_000_000 + somewhere(), 310_000_000 + somewhere())).collect();
    let begun = Instant::now();
    let found = wanted.iter().filter(|point| territory.grid_at(**point).is_some()).count();
    let seconds = begun.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a few million points")]
    let rate = points as f64 / seconds;
    if as_json {
        println!("{}", json!({ "grids": grids, "points": points, "found": found, "seconds": seconds, "per_second": rate.round() }));
    } else {
        println!("{grids} grids, {points} points of which {found} in one: {rate:.0} a second");
    }
    Ok(())
}

/// Grids side by side whose corners are pushed about and whose sides have a corner more in their middle; neighbours share both.
fn areas(across: i64, most: usize) -> Vec<Area> {
    let shift =
        |x: i64, y: i64, by: i64| (x.wrapping_mul(7_919).wrapping_add(y.wrapping_mul(104_729)).wrapping_mul(by)).rem_euclid(SIDE / 4);
    // In halves of a side, so that middles of sides are corners as well.
    let corner = |x: i64, y: i64| (1_170_000_000 + x * SIDE / 2 + shift(x, y, 31), 310_000_000 + y * SIDE / 2 + shift(x, y, 37));
    (0..across)
        .flat_map(|row| (0..across).map(move |column| (column, row)))
        .take(most)
        .map(|(column, row)| {
            let (x, y) = (column * 2, row * 2);
            let around = [(0, 0), (1, 0), (2, 0), (2, 1), (2, 2), (1, 2), (0, 2), (0, 1)];
            Area {
                code: format!("{row:04}{column:04}"),
                rings: vec![around.iter().map(|(dx, dy)| corner(x + dx, y + dy)).collect()],
                ..Area::default()
            }
        })
        .collect()
}
