//! Where each option comes from: the command line, then the environment, then `efir.toml`, then its default.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use clap::{Args, ValueEnum};
use efir_log::{Opening, Role};
use ipnet::IpNet;
use serde::Deserialize;

/// Connections of viewers, where nothing else is said.
const MAX_CONNECTIONS: usize = 20_000;
/// How long a server takes to end, where nothing else is said.
const DRAIN_SECONDS: u64 = 5;

/// The options of `serve`, as they are given; what is absent is looked for in `efir.toml`.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Options {
    /// Address to listen on; port 0 picks one [default: 127.0.0.1:8080]
    #[arg(long, global = true, env = "EFIR_LISTEN", value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Where the log is: disk:PATH, redis://…, rediss://…, redis+cluster://…, redis+sentinel://…/NAME
    /// [default: disk:./efir-data]
    #[arg(long, global = true, env = "EFIR_LOG", value_name = "URL")]
    pub log: Option<String>,
    /// Folder with rule files in place of the shipped ones
    #[arg(long, global = true, env = "EFIR_RULES", value_name = "DIR")]
    pub rules: Option<PathBuf>,
    /// Address at which people reach the server, for links and for the check of a browser's origin
    #[arg(long, global = true, env = "EFIR_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// Networks of proxies whose X-Forwarded-For is believed
    #[arg(long, global = true, env = "EFIR_TRUSTED_PROXIES", value_name = "CIDR", value_delimiter = ',')]
    pub trusted_proxies: Option<Vec<IpNet>>,
    /// Limits of questions and votes a minute; off is for load tests [default: on]
    #[arg(long, global = true, env = "EFIR_RATE_LIMIT", value_name = "on|off")]
    pub rate_limit: Option<Switch>,
    /// How many connections of viewers are open at once; more are told to come back [default: 20000, or as many as
    /// the limit of open files allows]
    #[arg(long, global = true, env = "EFIR_MAX_CONNECTIONS", value_name = "N")]
    pub max_connections: Option<usize>,
    /// How many seconds connections have to end once the server is told to [default: 5]
    #[arg(long, global = true, env = "EFIR_DRAIN", value_name = "SECONDS")]
    pub drain: Option<u64>,
    /// How many replicas of Redis must have a question before it is acknowledged [default: 0]
    #[arg(long, global = true, env = "EFIR_ACK_REPLICAS", value_name = "N")]
    pub ack_replicas: Option<usize>,
    /// Start although Redis's settings may lose what was acknowledged; moderators are warned
    #[arg(long, global = true, env = "EFIR_ALLOW_UNSAFE_REDIS", num_args = 0..=1, default_missing_value = "true", value_name = "true|false")]
    pub allow_unsafe_redis: Option<bool>,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    /// In force.
    On,
    /// Not in force.
    Off,
}

/// The options in force.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Where the log is.
    pub log: String,
    /// Folder with rule files, where not the shipped ones are to be used.
    pub rules: Option<PathBuf>,
    /// Address at which people reach the server, without a slash at the end.
    pub public_url: Option<String>,
    /// Networks of proxies that are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Whether the limits a minute are in force.
    pub rate_limit: bool,
    /// How many connections of viewers are open at once.
    pub max_connections: usize,
    /// How long connections have to end.
    pub drain: Duration,
    /// How many replicas of Redis must have an entry before it counts.
    pub ack_replicas: usize,
    /// Whether a Redis will do whose settings may lose what was acknowledged.
    pub allow_unsafe_redis: bool,
}

/// A configuration that cannot be.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// `efir.toml` cannot be read.
    #[error("efir.toml: {0}")]
    Read(#[from] std::io::Error),
    /// `efir.toml` has a line that is wrong.
    #[error("efir.toml: {0}")]
    Parse(#[from] toml::de::Error),
    /// The public address is none.
    #[error("--public-url must begin with http:// or https://, and it is {0:?}")]
    PublicUrl(String),
}

impl Options {
    /// The options in force, with what `efir.toml` in this folder says.
    pub fn resolve(self) -> Result<Config, ConfigError> {
        let file: Options = match std::fs::read_to_string("efir.toml") {
            Ok(text) => toml::from_str(&text)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Options::default(),
            Err(error) => return Err(error.into()),
        };
        let public_url = self.public_url.or(file.public_url).map(|url| url.trim_end_matches('/').to_owned());
        if let Some(url) =
            public_url.as_ref().filter(|u| !u.starts_with("http://") && !u.starts_with("https://"))
        {
            return Err(ConfigError::PublicUrl(url.clone()));
        }
        Ok(Config {
            listen: self.listen.or(file.listen).unwrap_or(SocketAddr::from(([127, 0, 0, 1], 8080))),
            log: self.log.or(file.log).unwrap_or_else(|| "disk:./efir-data".to_owned()),
            rules: self.rules.or(file.rules),
            public_url,
            trusted_proxies: self.trusted_proxies.or(file.trusted_proxies).unwrap_or_default(),
            rate_limit: self.rate_limit.or(file.rate_limit) != Some(Switch::Off),
            max_connections: self.max_connections.or(file.max_connections).unwrap_or(MAX_CONNECTIONS),
            drain: Duration::from_secs(self.drain.or(file.drain).unwrap_or(DRAIN_SECONDS)),
            ack_replicas: self.ack_replicas.or(file.ack_replicas).unwrap_or_default(),
            allow_unsafe_redis: self.allow_unsafe_redis.or(file.allow_unsafe_redis).unwrap_or_default(),
        })
    }
}

impl Config {
    /// How the log is to be opened for that purpose.
    pub fn opening(&self, role: Role) -> Opening {
        let Config { ack_replicas, allow_unsafe_redis, .. } = *self;
        Opening { role, ack_replicas, allow_unsafe_redis }
    }

    /// The address that links begin with, when the server listens on that address.
    pub fn base_url(&self, listening: SocketAddr) -> String {
        self.public_url.clone().unwrap_or_else(|| match listening.ip().is_unspecified() {
            true => format!("http://localhost:{}", listening.port()),
            false => format!("http://{listening}"),
        })
    }
}
