//! Lists on a server with nothing else to do: several kinds, two readers.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use hyper::Method;

use super::client::{LIST, Line, good};
use super::stats::{Report, Times};

/// How long each kind is asked for.
const EACH: Duration = Duration::from_millis(700);
/// Readers at once.
const READERS: usize = 2;

/// Asks for each kind of list and reports its median and 99th percentile.
pub(crate) fn measure(server: SocketAddr, clerk: &str, supervisor: &str, street: &str, report: &mut Report) -> Result<(), String> {
    let area = |tail: &str| format!("/api/v1/records?register=case&limit=50{tail}");
    let kinds = [
        ("list_desk", clerk, LIST.to_owned()),
        ("list_community", clerk, area("")),
        ("list_district", supervisor, area("")),
        ("list_district_due", supervisor, area("&open=true&order=due")),
        ("list_street", supervisor, area(&format!("&area={street}"))),
        ("list_category", supervisor, area("&category=people.utility.gas")),
        ("list_street_category", supervisor, area(&format!("&area={street}&category=people.utility.gas"))),
        ("list_state", supervisor, area("&state=accepted")),
        ("list_rare_state", supervisor, area("&state=suspended")),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    let mut lines = serde_json::Map::new();
    let mut worst: f64 = 0.0;
    for (name, token, path) in kinds {
        let times = runtime.block_on(async {
            let readers: Vec<_> = (0..READERS).map(|_| tokio::spawn(read(server, token.to_owned(), path.clone()))).collect();
            let mut times = Times::default();
            for reader in readers {
                times.join(reader.await.map_err(|error| error.to_string())??);
            }
            Ok::<_, String>(times)
        })?;
        worst = worst.max(times.at(0.99));
        lines.insert(name.to_owned(), serde_json::json!({ "p50_ms": times.at(0.5), "p99_ms": times.at(0.99) }));
    }
    report.num("quiet_list_p99_ms", worst);
    report.put("quiet_lists", lines);
    Ok(())
}

async fn read(server: SocketAddr, token: String, path: String) -> Result<Times, String> {
    let mut line = Line::connect(server).await?;
    let mut times = Times::default();
    let end = Instant::now() + EACH;
    while Instant::now() < end {
        let started = Instant::now();
        good(line.ask(Method::GET, &path, &token, Bytes::new()).await?)?;
        times.push(started.elapsed());
    }
    Ok(times)
}
