//! Reads the `--log` addresses of Redis: which servers, how they are found, and who we are to them.
//!
//! Only words are handled here; nothing connects, and nothing shows a password.

use std::{fmt, path::PathBuf};

use percent_encoding::percent_decode_str;

use crate::LogError;

const REDIS_PORT: u16 = 6379;
const SENTINEL_PORT: u16 = 26379;
/// What all keys begin with unless the address says otherwise.
const PREFIX: &str = "efir";

/// How the primary is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Single,
    Cluster,
    Sentinel { name: String },
}

/// Who we are to a server.
#[derive(Clone, Default, PartialEq, Eq)]
pub(super) struct Credentials {
    pub(super) user: Option<String>,
    pub(super) password: Option<String>,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.password.is_some() { "Credentials(…)" } else { "Credentials(none)" })
    }
}

/// What an address says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) kind: Kind,
    pub(super) nodes: Vec<(String, u16)>,
    pub(super) is_tls: bool,
    pub(super) credentials: Credentials,
    pub(super) sentinel_credentials: Credentials,
    pub(super) db: i64,
    pub(super) prefix: String,
    /// A certificate to trust instead of the system's.
    pub(super) ca_file: Option<PathBuf>,
}

impl Address {
    /// The servers by name, for messages in any language.
    pub(super) fn shown(&self) -> String {
        let nodes: Vec<String> = self.nodes.iter().map(|(host, port)| format!("{host}:{port}")).collect();
        match &self.kind {
            Kind::Single => format!("Redis {}", nodes.join(",")),
            Kind::Cluster => format!("Redis Cluster {}", nodes.join(",")),
            Kind::Sentinel { name } => {
                format!("Redis {name} (Sentinel {})", nodes.join(","))
            }
        }
    }

    pub(super) fn parse(url: &str) -> Result<Self, LogError> {
        let (scheme, rest) = url.split_once("://").ok_or_else(|| wrong("it has no ://"))?;
        let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (user_info, hosts) = authority.rsplit_once('@').unwrap_or(("", authority));
        let (base, kind) = scheme.split_once('+').unwrap_or((scheme, ""));
        let is_tls = match base {
            "redis" => false,
            "rediss" => true,
            _ => return Err(wrong("its scheme is neither redis nor rediss")),
        };
        let mut db = 0;
        let kind = match kind {
            "" => {
                if !path.is_empty() {
                    db = number("the database after the /", path)?;
                }
                Kind::Single
            }
            "cluster" if path.is_empty() => Kind::Cluster,
            "cluster" => return Err(wrong("a cluster has no numbered databases: nothing may follow the /")),
            "sentinel" if path.is_empty() => {
                return Err(wrong(
                    "it does not name the primary: …://h1:p1,h2:p2/NAME, as in `sentinel monitor NAME`",
                ));
            }
            "sentinel" => Kind::Sentinel { name: decode(path)? },
            _ => return Err(wrong("after the + only cluster and sentinel are known")),
        };
        let port = if matches!(kind, Kind::Sentinel { .. }) { SENTINEL_PORT } else { REDIS_PORT };
        let nodes = hosts.split(',').map(|host| node(host, port)).collect::<Result<Vec<_>, _>>()?;
        if kind == Kind::Single && nodes.len() > 1 {
            return Err(wrong("several servers need redis+cluster:// or redis+sentinel://"));
        }
        let mut address = Self {
            kind,
            nodes,
            is_tls,
            credentials: credentials(user_info)?,
            sentinel_credentials: Credentials::default(),
            db,
            prefix: PREFIX.to_owned(),
            ca_file: None,
        };
        for option in query.split('&').filter(|option| !option.is_empty()) {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            address.set(name, decode(value)?)?;
        }
        Ok(address)
    }

    fn set(&mut self, name: &str, value: String) -> Result<(), LogError> {
        let is_sentinel = matches!(self.kind, Kind::Sentinel { .. });
        match name {
            "prefix" if value.is_empty() || value.contains(['{', '}']) => {
                return Err(wrong("the prefix of keys may not be empty or hold braces"));
            }
            "prefix" => self.prefix = value,
            "db" if self.kind != Kind::Cluster => self.db = number("db", &value)?,
            "ca" if self.is_tls => self.ca_file = Some(value.into()),
            "ca" => return Err(wrong("ca= is for rediss addresses only")),
            "sentinel_user" if is_sentinel => self.sentinel_credentials.user = Some(value),
            "sentinel_password" if is_sentinel => self.sentinel_credentials.password = Some(value),
            _ => return Err(wrong(format!("the option {name:?} is not known for it"))),
        }
        Ok(())
    }
}

/// The address itself is not shown: it may hold a password.
fn wrong(what: impl fmt::Display) -> LogError {
    LogError::config(
        format!("the Redis address of --log is wrong: {what}"),
        "write redis://USER:PASSWORD@HOST:PORT/DB, redis+cluster://h1:p1,h2:p2 or redis+sentinel://h1:p1,h2:p2/NAME, \
         with percent-encoding where a name or password needs it",
    )
}

fn decode(text: &str) -> Result<String, LogError> {
    let decoded =
        percent_decode_str(text).decode_utf8().map_err(|_| wrong("it is not UTF-8 once decoded"))?;
    Ok(decoded.into_owned())
}

fn number(what: &str, text: &str) -> Result<i64, LogError> {
    text.parse()
        .ok()
        .filter(|db| (0..1024).contains(db))
        .ok_or_else(|| wrong(format!("{what} is not a number")))
}

fn credentials(user_info: &str) -> Result<Credentials, LogError> {
    if user_info.is_empty() {
        return Ok(Credentials::default());
    }
    let (user, password) =
        user_info.split_once(':').ok_or_else(|| wrong("before the @ comes USER:PASSWORD or :PASSWORD"))?;
    let user = decode(user)?;
    Ok(Credentials { user: (!user.is_empty()).then_some(user), password: Some(decode(password)?) })
}

fn node(text: &str, default_port: u16) -> Result<(String, u16), LogError> {
    let port = |text: &str| {
        text.parse().ok().filter(|port| *port > 0).ok_or_else(|| wrong("a port is not a number"))
    };
    // [::1]:6379, the brackets being the address's and not the name's.
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        match rest.split_once(']') {
            Some((host, "")) => (host, default_port),
            Some((host, after)) => match after.strip_prefix(':') {
                Some(digits) => (host, port(digits)?),
                None => return Err(wrong("after the ] comes a colon and a port")),
            },
            None => return Err(wrong("a [ has no ]")),
        }
    } else {
        match text.split_once(':') {
            Some((host, digits)) => (host, port(digits)?),
            None => (text, default_port),
        }
    };
    let host = decode(host)?;
    if host.is_empty() { Err(wrong("a server has no name")) } else { Ok((host, port)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nodes(url: &str) -> Vec<(String, u16)> {
        Address::parse(url).unwrap().nodes
    }

    fn pair(host: &str, port: u16) -> (String, u16) {
        (host.to_owned(), port)
    }

    #[test]
    fn a_plain_address_has_defaults() {
        let address = Address::parse("redis://localhost").unwrap();
        assert_eq!(address.kind, Kind::Single);
        assert_eq!(address.nodes, [pair("localhost", 6379)]);
        assert_eq!((address.db, address.prefix.as_str(), address.is_tls), (0, "efir", false));
        assert_eq!(Address::parse("redis://h:1/").unwrap().db, 0);
    }

    #[test]
    fn user_password_database_and_options_are_read() {
        let address = Address::parse("rediss://me:p%40ss%3A%2F@h:7000/3?prefix=air&ca=/etc/ca.pem").unwrap();
        assert_eq!(address.credentials.user.as_deref(), Some("me"));
        assert_eq!(address.credentials.password.as_deref(), Some("p@ss:/"));
        assert_eq!((address.db, address.prefix.as_str(), address.is_tls), (3, "air", true));
        assert_eq!(address.ca_file, Some("/etc/ca.pem".into()));
        let address = Address::parse("redis://:secret@h?db=2").unwrap();
        assert_eq!((address.credentials.user, address.db), (None, 2));
    }

    #[test]
    fn several_servers_are_read() {
        assert_eq!(
            nodes("redis+cluster://a:1,b,[::1]:3,[fe80::2]"),
            [pair("a", 1), pair("b", 6379), pair("::1", 3), pair("fe80::2", 6379)]
        );
        let address =
            Address::parse("redis+sentinel://u:p@a,b:2/main%20one?sentinel_password=x&db=1").unwrap();
        assert_eq!(address.kind, Kind::Sentinel { name: "main one".to_owned() });
        assert_eq!(address.nodes, [pair("a", 26379), pair("b", 2)]);
        assert_eq!(address.sentinel_credentials.password.as_deref(), Some("x"));
        assert_eq!(address.db, 1);
    }

    #[test]
    fn wrong_addresses_are_refused_without_showing_the_password() {
        for url in [
            "redis:h",
            "http://h",
            "redis+x://h",
            "redis://a,b",
            "redis://",
            "redis://h:0",
            "redis://h:70000",
            "redis://h/x",
            "redis://h/-1",
            "redis://h?ca=x",
            "redis://h?what=1",
            "redis://h?prefix={",
            "redis://[::1",
            "redis://[::1]x",
            "redis://secret@h",
            "redis://u:secret@h:x",
            "redis+cluster://h/1",
            "redis+cluster://h?db=1",
            "redis+cluster://a,,b",
            "redis+sentinel://h",
            "redis+sentinel://h/",
            "redis://u:%ff@h",
        ] {
            let error = Address::parse(url).unwrap_err();
            assert!(matches!(error, LogError::Config { .. }), "{url}: {error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
        let address = Address::parse("redis+sentinel://u:secret@h/n?sentinel_password=secret").unwrap();
        assert!(!format!("{address:?} {}", address.shown()).contains("secret"));
    }
}
