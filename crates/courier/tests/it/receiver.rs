//! A receiver of webhooks that behaves as it is told.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver as Inbox, Sender, channel};
use std::sync::{Arc, Mutex};

/// How it answers.
#[derive(Clone, Debug)]
pub(crate) enum Manner {
    /// With this, word for word.
    Say(&'static str),
    /// Never: it keeps the line open.
    Hang,
    /// With nothing: it closes the line.
    Close,
    /// With a gigabyte.
    Gush,
}

pub(crate) const GOOD: Manner = Manner::Say("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
pub(crate) const BROKEN: Manner = Manner::Say("HTTP/1.1 500 Oops\r\ncontent-length: 4\r\n\r\nsorry");
pub(crate) const BAD: Manner = Manner::Say("HTTP/1.1 422 No\r\ncontent-length: 0\r\n\r\n");
pub(crate) const GONE: Manner = Manner::Say("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n");

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Came {
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: String,
}

pub(crate) struct Receiver {
    pub(crate) at: SocketAddr,
    manner: Arc<Mutex<Manner>>,
    inbox: Inbox<Came>,
}

impl Receiver {
    pub(crate) fn new(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = listener.local_addr().unwrap();
        let manner = Arc::new(Mutex::new(manner));
        let (outbox, inbox) = channel();
        let told = Arc::clone(&manner);
        // It lives as long as the test's process: nobody waits for it.
        std::thread::spawn(move || {
            for line in listener.incoming() {
                let (line, manner, outbox) = (line.unwrap(), told.lock().unwrap().clone(), outbox.clone());
                std::thread::spawn(move || drop(answer(line, &manner, &outbox)));
            }
        });
        Self { at, manner, inbox }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://{}/hook", self.at)
    }

    pub(crate) fn will(&self, manner: Manner) {
        *self.manner.lock().unwrap() = manner;
    }

    /// What came since it was last asked.
    pub(crate) fn came(&self) -> Vec<Came> {
        self.inbox.try_iter().collect()
    }
}

fn answer(mut line: TcpStream, manner: &Manner, outbox: &Sender<Came>) -> std::io::Result<()> {
    let mut reader = BufReader::new(line.try_clone()?);
    let mut headers = BTreeMap::new();
    loop {
        let mut text = String::new();
        reader.read_line(&mut text)?;
        match text.trim_end().split_once(": ") {
            Some((name, value)) => drop(headers.insert(name.to_lowercase(), value.to_owned())),
            None if text.trim_end().is_empty() => break,
            None => drop(headers.insert(":request".to_owned(), text.trim_end().to_owned())),
        }
    }
    let mut body = vec![0; headers["content-length"].parse().unwrap()];
    reader.read_exact(&mut body)?;
    outbox.send(Came { headers, body: String::from_utf8(body).unwrap() }).unwrap();
    match manner {
        Manner::Say(words) => line.write_all(words.as_bytes())?,
        Manner::Close => {}
        // Until the other side has had enough.
        Manner::Hang => {
            line.read_to_end(&mut Vec::new())?;
        }
        Manner::Gush => {
            line.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n")?;
            let much = vec![b'x'; 64 * 1024];
            for _ in 0..1_073_741_824 / much.len() {
                line.write_all(&much)?;
            }
        }
    }
    line.flush()
}
