//! The first bytes of a connection, looked at without taking them: enough to know who is served before whom.

use tokio::net::TcpStream;

use crate::limits;

/// As much of a request's head as is looked at.
const HEAD_BYTES: usize = 2_048;

/// Who a request is from, as far as its address tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Those who make the broadcast, and the machines that watch over the server.
    Makers,
    /// Scripts and pictures, which all need.
    Files,
    /// Everybody else.
    Viewers,
}

/// How a request begins.
#[derive(Debug)]
pub struct Head(Vec<u8>);

impl Head {
    /// Waits until the other side begins, for as long as it may take: hyper's own watch begins with the first byte.
    pub async fn of(stream: &TcpStream) -> Option<Self> {
        // With Nagle's algorithm a receipt waits for the phone's acknowledgement. Refused only by a socket that is gone.
        let _ = stream.set_nodelay(true);
        let mut bytes = [0; HEAD_BYTES];
        let peeked = tokio::time::timeout(limits::HEADER_TIMEOUT, stream.peek(&mut bytes)).await;
        let length = peeked.ok()?.ok().filter(|length| *length > 0)?;
        Some(Self(bytes[..length].to_vec()))
    }

    /// Whether nothing more must come before it can be served.
    pub fn is_whole(&self) -> bool {
        self.0.windows(4).any(|end| end == b"\r\n\r\n")
    }

    /// Whether that is said anywhere in it.
    pub fn says(&self, what: &str) -> bool {
        self.0.windows(what.len()).any(|part| part.eq_ignore_ascii_case(what.as_bytes()))
    }

    /// What a header says.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.0.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
        let mut headers = lines.filter_map(|line| line.split_once(':'));
        headers.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// At which door it knocks.
    pub fn door(&self) -> Door {
        let line = self.0.split(|byte| *byte == b'\r').next().and_then(|line| std::str::from_utf8(line).ok());
        let mut words = line.unwrap_or_default().split(' ');
        let method = words.next().unwrap_or_default();
        let path = words.next().unwrap_or_default().split('?').next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').skip(1).collect();
        match *parts.as_slice() {
            ["static", ..] => Door::Files,
            ["ws", _, "viewer"] => Door::Viewers,
            ["ws", ..] => Door::Makers,
            ["api", "v1", "broadcasts", _, "questions"] if method == "GET" => Door::Makers,
            ["api", "v1", "broadcasts", _, what, ..] if VIEWERS_API.contains(&what) => Door::Viewers,
            ["api", "v1", "broadcasts", ..] => Door::Makers,
            [first, ..] if MAKERS_PAGES.contains(&first) => Door::Makers,
            _ => Door::Viewers,
        }
    }
}

const VIEWERS_API: [&str; 5] = ["questions", "similar", "votes", "withdrawals", "public"];
const MAKERS_PAGES: [&str; 8] =
    ["moderate", "host", "host-sw.js", "overlay", "admin", "healthz", "readyz", "metrics"];

#[cfg(test)]
mod tests {
    use super::*;

    fn head(text: &str) -> Head {
        Head(text.as_bytes().to_vec())
    }

    #[test]
    fn each_knocks_at_their_door() {
        let table = [
            ("GET /ws/a/viewer?changes=true HTTP/1.1", Door::Viewers),
            ("GET /ws/a/moderator HTTP/1.1", Door::Makers),
            ("GET /ws/a/host?token=x HTTP/1.1", Door::Makers),
            ("GET /b/moderate HTTP/1.1", Door::Viewers),
            ("GET /moderate/a HTTP/1.1", Door::Makers),
            ("GET /api/v1/broadcasts/a/questions?limit=5 HTTP/1.1", Door::Makers),
            ("POST /api/v1/broadcasts/a/questions HTTP/1.1", Door::Viewers),
            ("GET /api/v1/broadcasts/a/questions/1-2 HTTP/1.1", Door::Viewers),
            ("POST /api/v1/broadcasts/a/commands HTTP/1.1", Door::Makers),
            ("POST /api/v1/broadcasts HTTP/1.1", Door::Makers),
            ("GET /static/console/main.js HTTP/1.1", Door::Files),
            ("GET /metrics HTTP/1.1", Door::Makers),
            ("GET / HTTP/1.1", Door::Viewers),
            ("GET /ws/a/mod", Door::Makers),
            ("\u{0}\u{1}", Door::Viewers),
            ("", Door::Viewers),
        ];
        for (line, door) in table {
            assert_eq!(head(&format!("{line}\r\nhost: x\r\n\r\n")).door(), door, "{line:?}");
        }
    }

    #[test]
    fn a_head_is_whole_with_its_empty_line() {
        let whole = head("GET / HTTP/1.1\r\nAccept-Language: en\r\nAccept: text/html\r\n\r\n");
        assert!(whole.is_whole() && whole.says("text/html"));
        assert_eq!(whole.header("accept-language"), Some("en"));
        assert!(!head("GET / HTTP/1.1\r\nhost: x\r\n").is_whole());
    }
}
