//! The head of a connection's first request, looked at without taking it: enough to know who is served before whom.

use std::{io, time::Duration};

use axum::http::{Request, header, request::Parts};
use efir_web::Lang;
use rustix::net::{RecvFlags, recv};
use tokio::{io::Interest, net::TcpStream, time::timeout};

use crate::{
    http::{answer, auth},
    limits,
    tokens::Keys,
};

/// As much of a head as is looked at. Tokens are in it, unless there are more cookies than anybody needs.
const HEAD_BYTES: usize = 8 * 1024;
/// As many headers as hyper takes.
const HEADERS: usize = 100;
/// How long one may take until all of that is here.
const PATIENCE: Duration = limits::HEADER_TIMEOUT;

/// Who a request is from, as far as its head tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// One of those who make the broadcast, by a token that is good.
    Makers,
    /// A machine that watches over the server.
    Watch,
    /// One who fetches scripts and pictures, which all need.
    Files,
    /// Everybody else, whatever they ask for.
    Viewers,
}

/// How a connection begins.
#[derive(Debug)]
pub struct Head {
    parts: Parts,
    /// Whether all of it is here, and can be read.
    pub is_whole: bool,
}

impl Head {
    /// Waits until the other side has said all of it. What is no HTTP, or too long, is for hyper to refuse.
    pub async fn of(stream: &TcpStream) -> Option<Self> {
        // With Nagle's algorithm a receipt waits for the phone's acknowledgement. Refused only by a socket that is gone.
        let _ = stream.set_nodelay(true);
        // The readiness of a socket is an edge: "would block" waits for the next bytes, though some are here.
        timeout(PATIENCE, stream.async_io(Interest::READABLE, || peek(stream))).await.ok()?.ok()
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut headers = [httparse::EMPTY_HEADER; HEADERS];
        let mut head = httparse::Request::new(&mut headers);
        let whole = match head.parse(bytes) {
            Ok(httparse::Status::Partial) if bytes.len() < HEAD_BYTES => return None,
            Ok(status) => status.is_complete(),
            Err(_) => false,
        };
        let mut request = Request::builder();
        if whole {
            request = request.method(head.method.unwrap_or_default()).uri(head.path.unwrap_or_default());
            for header in head.headers {
                request = request.header(header.name, header.value);
            }
        }
        let request = request.body(());
        let is_whole = whole && request.is_ok();
        Some(Head { parts: request.unwrap_or_default().into_parts().0, is_whole })
    }

    /// At which door it knocks. Who says that they make the broadcast, but bears no good token, is a viewer.
    pub fn door(&self, keys: &Keys) -> Door {
        let parts: Vec<&str> = self.parts.uri.path().split('/').skip(1).collect();
        match *parts.as_slice() {
            ["healthz" | "readyz" | "metrics"] => Door::Watch,
            _ if !self.is_for_viewers(&parts) && auth::is_maker(&self.parts, keys) => Door::Makers,
            ["static", ..] | ["overlay", _, "ograf", ..] => Door::Files,
            _ => Door::Viewers,
        }
    }

    /// Whether it asks for what viewers ask for, who may bear a maker's token besides.
    fn is_for_viewers(&self, path: &[&str]) -> bool {
        match *path {
            ["ws", _, role] => role == "viewer",
            ["api", "v1", "broadcasts", _, "questions"] => self.parts.method != "GET",
            ["api", "v1", "broadcasts", _, what, ..] => VIEWERS_API.contains(&what),
            ["" | "b", ..] => true,
            _ => false,
        }
    }

    /// Whether a person reads the answer, in a browser.
    pub fn is_for_a_person(&self) -> bool {
        let accept = self.parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    }

    /// The language to answer in.
    pub fn lang(&self) -> Lang {
        answer::lang(&self.parts)
    }
}

const VIEWERS_API: [&str; 5] = ["questions", "similar", "votes", "withdrawals", "public"];

/// The head, where enough is here; [`io::ErrorKind::WouldBlock`] where more must come.
fn peek(stream: &TcpStream) -> io::Result<Head> {
    let mut bytes = [0; HEAD_BYTES];
    let (length, _) = recv(stream, &mut bytes, RecvFlags::PEEK)?;
    match length {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        length => Head::parse(&bytes[..length]).ok_or_else(|| io::ErrorKind::WouldBlock.into()),
    }
}

#[cfg(test)]
mod tests {
    use efir_core::Role;

    use super::*;
    use crate::node;

    #[test]
    fn each_knocks_at_their_door() {
        let keys = Keys::new([&*Keys::fresh_secret()]).unwrap();
        let none = String::new();
        let bearer = |role| format!("Authorization: Bearer {}\r\n", node::token(&keys, role, "a", None));
        let cookie = |role, name| {
            let cookie =
                format!("efir-lang=ru; efir-{name}={}; other=1", node::token(&keys, role, "a", None));
            format!("Cookie: {cookie}\r\n")
        };
        let moderator = bearer(Role::Moderator);
        let link = format!("GET /host/a?token={} HTTP/1.1", node::token(&keys, Role::Host, "a", None));
        let table = [
            ("GET /ws/a/viewer?changes=true HTTP/1.1", &moderator, Door::Viewers),
            ("GET /ws/a/moderator HTTP/1.1", &moderator, Door::Makers),
            ("GET /ws/a/moderator HTTP/1.1", &none, Door::Viewers),
            (
                "GET /ws/a/moderator HTTP/1.1",
                &"Authorization: Bearer v4.local.AAAA\r\n".to_owned(),
                Door::Viewers,
            ),
            ("GET /ws/a/moderator HTTP/1.1", &bearer(Role::Viewer), Door::Viewers),
            ("GET /moderate/a HTTP/1.1", &cookie(Role::Moderator, "moderator-a"), Door::Makers),
            ("GET /moderate/a HTTP/1.1", &cookie(Role::Viewer, "viewer"), Door::Viewers),
            (&link, &none, Door::Makers),
            ("GET /host/a?token=x HTTP/1.1", &none, Door::Viewers),
            ("GET /b/a HTTP/1.1", &moderator, Door::Viewers),
            ("GET /api/v1/broadcasts/a/questions?limit=5 HTTP/1.1", &moderator, Door::Makers),
            ("POST /api/v1/broadcasts/a/questions HTTP/1.1", &moderator, Door::Viewers),
            ("POST /api/v1/broadcasts/a/commands HTTP/1.1", &moderator, Door::Makers),
            ("POST /api/v1/broadcasts/a/commands HTTP/1.1", &none, Door::Viewers),
            ("POST /api/v1/broadcasts HTTP/1.1", &bearer(Role::Admin), Door::Makers),
            ("GET /static/console/main.js HTTP/1.1", &moderator, Door::Makers),
            ("GET /static/console/main.js HTTP/1.1", &none, Door::Files),
            ("GET /metrics HTTP/1.1", &none, Door::Watch),
            ("GET / HTTP/1.1", &none, Door::Viewers),
        ];
        for (line, header, door) in table {
            let head = Head::parse(format!("{line}\r\nhost: x\r\n{header}\r\n").as_bytes()).unwrap();
            assert!(head.is_whole, "{line}");
            assert_eq!(head.door(&keys), door, "{line:?} {header:?}");
        }
    }

    #[test]
    fn a_head_is_waited_for_until_it_is_whole_or_too_long_or_none() {
        let whole = "GET / HTTP/1.1\r\nAccept-Language: en\r\nAccept: text/html\r\n\r\n";
        let head = Head::parse(whole.as_bytes()).unwrap();
        assert!(head.is_whole && head.is_for_a_person() && head.lang() == Lang::EN);
        for length in 1..whole.len() {
            assert!(Head::parse(&whole.as_bytes()[..length]).is_none(), "{length}");
        }
        let long = format!("GET / HTTP/1.1\r\nx: {}", "x".repeat(HEAD_BYTES));
        for refused in [&long.as_bytes()[..HEAD_BYTES], b"\0\x01", b"GET http://[ HTTP/1.1\r\n\r\n"] {
            assert!(Head::parse(refused).is_some_and(|head| !head.is_whole));
        }
    }
}
