//! The small town of the operations' tests, served on a port of its own, and a browser without script: it follows no redirect by
//! itself, keeps its cookies, and sends forms as people's browsers do.

#[allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "shared with the operations' tests"
)]
#[path = "../../../app/tests/it/town.rs"]
mod places;

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

pub(crate) use places::{COMMUNITIES, GRIDS, PASSWORD, ROAD, STREETS, Town, border, pack};

/// The town, served.
pub(crate) struct Served {
    pub(crate) town: Town,
    pub(crate) at: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

impl Answer {
    /// Where a redirect leads.
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.body);
        &self.headers["location"]
    }

    /// The page, which must have this status.
    pub(crate) fn page(&self, status: u16) -> &str {
        assert_eq!(self.status, status, "{}", self.body);
        &self.body
    }

    /// The values of hidden inputs of a name.
    pub(crate) fn hidden(&self, name: &str) -> Vec<String> {
        let before = format!("name=\"{name}\" value=\"");
        self.body.split(&before).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    }
}

/// Part of a form: words, or a file with its name.
pub(crate) enum Part<'a> {
    Words(&'a str, &'a str),
    File(&'a str, &'a str, &'a [u8]),
}

impl Served {
    pub(crate) fn new() -> Self {
        Self::of(Town::new(), linli_web::Doors::default())
    }

    /// The town by a pack of its own.
    pub(crate) fn by(pack: linli_pack::model::Pack) -> Self {
        Self::of(Town::by("2026-03-04T10:00", pack), linli_web::Doors::default())
    }

    /// The town with ways out, as an operator writes them down.
    pub(crate) fn telling(ways: &str) -> Self {
        let courier = linli_courier::Courier::new(&[]).unwrap().by(linli_courier::Ways::parse(ways, None).unwrap());
        Self::of(Town::new(), linli_web::Doors { courier: Some(courier), ..linli_web::Doors::default() })
    }

    fn of(town: Town, doors: linli_web::Doors) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let app = town.app.clone();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let at = listener.local_addr().unwrap();
        runtime.spawn(async move {
            let service = linli_web::router_with(app, doors).into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await.unwrap();
        });
        Self { town, at, _runtime: runtime }
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn resident(&self) -> Browser<'_> {
        Browser { served: self, cookie: String::new(), https: false, from: String::new(), by_script: false, known: String::new() }
    }

    /// A browser that holds a cookie.
    pub(crate) fn holding(&self, cookie: &str) -> Browser<'_> {
        Browser { served: self, cookie: cookie.to_owned(), https: false, from: String::new(), by_script: false, known: String::new() }
    }

    /// A browser in which somebody has signed in with a password.
    pub(crate) fn signed_in(&self, login: &str, password: &str) -> Browser<'_> {
        Browser {
            served: self,
            cookie: format!("linli_session={}", self.town.app.sign_in(login, password, "Edge · Windows").unwrap()),
            https: false,
            from: String::new(),
            by_script: false,
            known: String::new(),
        }
    }

    /// A browser in which somebody is signed in.
    pub(crate) fn staff(&self, login: &str) -> Browser<'_> {
        Browser {
            served: self,
            cookie: format!("linli_session={}", self.town.app.enter(login, "").unwrap()),
            https: false,
            from: String::new(),
            by_script: false,
            known: String::new(),
        }
    }
}

/// Somebody's browser.
pub(crate) struct Browser<'a> {
    served: &'a Served,
    cookie: String,
    https: bool,
    from: String,
    by_script: bool,
    known: String,
}

impl Browser<'_> {
    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", &[])
    }

    /// Sends a form as a browser does when there are files.
    pub(crate) fn send(&self, path: &str, parts: &[Part<'_>]) -> Answer {
        let mut body = Vec::new();
        for part in parts {
            body.extend_from_slice(b"--limit\r\ncontent-disposition: form-data; ");
            match part {
                Part::Words(name, words) => body.extend_from_slice(format!("name=\"{name}\"\r\n\r\n{words}").as_bytes()),
                Part::File(name, file, bytes) => {
                    body.extend_from_slice(format!("name=\"{name}\"; filename=\"{file}\"\r\ncontent-type: image/jpeg\r\n\r\n").as_bytes());
                    body.extend_from_slice(bytes);
                }
            }
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--limit--\r\n");
        self.ask("POST", path, "multipart/form-data; boundary=limit", &body)
    }

    /// Sends a form without files.
    pub(crate) fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let encode = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
        let pairs: Vec<String> = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        self.ask("POST", path, "application/x-www-form-urlencoded", pairs.join("&").as_bytes())
    }

    /// A browser that came through a proxy by https.
    pub(crate) fn by_https(mut self) -> Self {
        self.https = true;
        self
    }

    /// The script of a page, which reads JSON.
    pub(crate) fn by_script(mut self) -> Self {
        self.by_script = true;
        self
    }

    /// A browser that came through a proxy on this machine, from an address.
    pub(crate) fn from(mut self, address: &str) -> Self {
        address.clone_into(&mut self.from);
        self
    }

    /// A program that has a version of what it asks for.
    pub(crate) fn knowing(mut self, tag: &str) -> Self {
        tag.clone_into(&mut self.known);
        self
    }

    fn ask(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Answer {
        let at = self.served.at;
        let mut line = TcpStream::connect(at).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {at}\r\norigin: http://{at}\r\naccept-language: zh-CN\r\nconnection: close\r\ncontent-length: {}\r\n",
            body.len()
        );
        let scheme = if self.https { "https" } else { "" };
        for (name, value) in [
            ("content-type", kind),
            ("cookie", self.cookie.as_str()),
            ("x-forwarded-proto", scheme),
            ("x-forwarded-for", self.from.as_str()),
            ("accept", if self.by_script { "application/json" } else { "" }),
            ("if-none-match", self.known.as_str()),
        ] {
            if !value.is_empty() {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        head.push_str("\r\n");
        line.write_all(head.as_bytes()).unwrap();
        line.write_all(body).unwrap();
        let mut bytes = Vec::new();
        line.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{method} {path}: {text}"));
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers: BTreeMap<String, String> =
            lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        let in_chunks = headers.get("transfer-encoding").is_some_and(|how| how == "chunked");
        let from = bytes.windows(4).position(|at| at == b"\r\n\r\n").unwrap() + 4;
        let body = if in_chunks { String::from_utf8_lossy(&joined(&bytes[from..])).into_owned() } else { body.to_owned() };
        Answer { status, headers, body }
    }
}

/// The bytes of a body that came in chunks.
fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    loop {
        let end = chunks.windows(2).position(|at| at == b"\r\n").unwrap();
        let length = usize::from_str_radix(std::str::from_utf8(&chunks[..end]).unwrap().trim(), 16).unwrap();
        if length == 0 {
            return whole;
        }
        whole.extend_from_slice(&chunks[end + 2..end + 2 + length]);
        chunks = &chunks[end + 4 + length..];
    }
}

/// A small picture that is really one: a PNG of one pixel.
pub(crate) const PICTURE: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f,
    0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x89, 0x99,
    0x3d, 0x1d, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];
