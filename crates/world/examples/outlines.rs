//! Prints the made-up district as GeoJSON: `cargo run -p linli-world --example outlines > shushan.geojson`.
#![expect(clippy::print_stdout, reason = "printing is its purpose")]

fn main() -> Result<(), String> {
    let areas = linli_world::World::shushan()?.areas(1);
    let feature = |area: &linli_world::areas::Area| {
        let properties = serde_json::json!({ "code": area.code, "level": area.level, "name": area.name, "households": area.households });
        format!(r#"{{"type":"Feature","properties":{properties},"geometry":{}}}"#, area.geojson())
    };
    let features: Vec<String> = areas.iter().map(feature).collect();
    println!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(",\n"));
    Ok(())
}
