//! Whether a Redis keeps what it acknowledges: its settings, read once at the start, and what is wrong with them.

use std::fmt;

use redis::{
    Cmd, RedisError, Value,
    cluster_routing::{MultipleNodeRoutingInfo, RoutingInfo},
};

use super::{address::Address, connect::Link};
use crate::LogError;

/// A setting, the value that Efir needs, and what happens with any other.
const NEEDED: [(&str, &str, &str); 4] = [
    ("appendonly", "yes", "what was acknowledged is gone when Redis ends"),
    ("appendfsync", "always", "a power cut takes what was acknowledged in the last second or two"),
    ("maxmemory-policy", "noeviction", "once its memory is full Redis throws whole broadcasts away"),
    (
        "no-appendfsync-on-rewrite",
        "no",
        "a power cut while Redis rewrites its file takes what was acknowledged",
    ),
];

/// What those who run a broadcast must know of their Redis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Concern {
    /// Its settings lose what was acknowledged.
    Unsafe {
        /// Which Redis.
        server: String,
        /// The settings as they are: `appendonly no, appendfsync everysec`.
        settings: String,
    },
    /// It does not let us see its settings.
    Unknown {
        /// Which Redis.
        server: String,
    },
}

impl fmt::Display for Concern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsafe { server, settings } => {
                write!(f, "{server} may lose what was acknowledged, as it runs with {settings}")?;
                let mut wrong = NEEDED.iter().filter(|(name, ..)| is_named(settings, name));
                wrong.try_for_each(|(name, _, loss)| write!(f, "; {name}: {loss}"))
            }
            Self::Unknown { server } => write!(
                f,
                "{server} does not let Efir read its settings (CONFIG GET), so that nobody knows whether it keeps what was \
                 acknowledged"
            ),
        }
    }
}

fn is_named(settings: &str, name: &str) -> bool {
    settings.split(", ").any(|setting| setting.split_once(' ').is_some_and(|(other, _)| other == name))
}

impl Concern {
    /// Writes it to the server's own log of events: ERROR where a person must act.
    pub fn report(&self) {
        match self {
            Self::Unsafe { .. } => tracing::error!("{self}"),
            Self::Unknown { .. } => tracing::warn!("{self}"),
        }
    }

    /// Refuses what is known to lose questions, unless that is allowed.
    pub(crate) fn weigh(&self, allowed: bool) -> Result<(), LogError> {
        match self {
            Self::Unsafe { settings, .. } if !allowed => {
                let wrong = NEEDED.iter().filter(|(name, ..)| is_named(settings, name));
                let set: Vec<String> =
                    wrong.map(|(name, value, _)| format!("CONFIG SET {name} {value}")).collect();
                let help = format!(
                    "in redis-cli say {}, then CONFIG REWRITE; or start with --allow-unsafe-redis and live with it",
                    set.join(", ")
                );
                Err(LogError::config(self.to_string(), help))
            }
            _ => Ok(()),
        }
    }
}

/// Asks every server behind the link.
pub(super) async fn concerns(address: &Address, link: &mut Link) -> Result<Vec<Concern>, RedisError> {
    let mut command = redis::cmd("CONFIG");
    command.arg("GET");
    for (name, ..) in NEEDED {
        command.arg(name);
    }
    let answers = match link {
        Link::Single(_) => link.ask(&command).await.map(|answer| vec![(address.shown(), answer)]),
        Link::Cluster(_) => ask_all(link, command).await,
    };
    let answers = match answers {
        Ok(answers) => answers,
        Err(error) if is_forbidden(&error) => return Ok(vec![Concern::Unknown { server: address.shown() }]),
        Err(error) => return Err(error),
    };
    Ok(answers.into_iter().filter_map(|(server, answer)| judge(server, &pairs(&answer))).collect())
}

async fn ask_all(link: &mut Link, command: Cmd) -> Result<Vec<(String, Value)>, RedisError> {
    let Link::Cluster(cluster) = link else { return Ok(Vec::new()) };
    let everywhere = RoutingInfo::MultiNode((MultipleNodeRoutingInfo::AllNodes, None));
    let answer = cluster.route_command(command, everywhere).await?.extract_error()?;
    let Value::Map(answers) = answer else { return Ok(vec![("Redis Cluster".to_owned(), answer)]) };
    let named = |(node, answer)| Ok((format!("Redis {}", text(&node)), Value::extract_error(answer)?));
    answers.into_iter().map(named).collect()
}

/// Forbidden to this user, or taken away from all.
fn is_forbidden(error: &RedisError) -> bool {
    error.code() == Some("NOPERM") || error.detail().is_some_and(|detail| detail.contains("unknown command"))
}

fn pairs(answer: &Value) -> Vec<(String, String)> {
    match answer {
        Value::Array(flat) => flat.chunks_exact(2).map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
        Value::Map(pairs) => pairs.iter().map(|(name, value)| (text(name), text(value))).collect(),
        _ => Vec::new(),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::BulkString(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Value::SimpleString(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

/// A service that hides some of its settings is as unknown as one that hides all.
fn judge(server: String, settings: &[(String, String)]) -> Option<Concern> {
    let is = |wanted: &str| settings.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let wrong: Vec<String> = NEEDED
        .iter()
        .filter_map(|(name, value, _)| Some((name, is(name).filter(|is| is != value)?)))
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    match wrong.is_empty() {
        false => Some(Concern::Unsafe { server, settings: wrong.join(", ") }),
        true if NEEDED.iter().any(|(name, ..)| is(name).is_none()) => Some(Concern::Unknown { server }),
        true => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(changed: Option<(&str, &str)>) -> Option<Concern> {
        let value = |(name, value, _): &(&str, &str, &str)| match changed {
            Some((other, value)) if other == *name => ((*name).to_owned(), value.to_owned()),
            _ => ((*name).to_owned(), (*value).to_owned()),
        };
        judge("Redis h:1".to_owned(), &NEEDED.iter().map(value).collect::<Vec<_>>())
    }

    #[test]
    fn each_setting_that_loses_questions_is_refused_with_what_to_do() {
        assert_eq!(judged(None), None);
        for setting in [
            ("appendonly", "no"),
            ("appendfsync", "everysec"),
            ("maxmemory-policy", "allkeys-lru"),
            ("no-appendfsync-on-rewrite", "yes"),
        ] {
            let concern = judged(Some(setting)).unwrap();
            let refusal = concern.weigh(false).unwrap_err().to_string();
            let needed = NEEDED.iter().find(|(name, ..)| *name == setting.0).unwrap();
            assert!(refusal.contains(&format!("CONFIG SET {} {}", needed.0, needed.1)), "{refusal}");
            assert!(refusal.contains("Redis h:1") && refusal.contains(needed.2), "{refusal}");
            assert_eq!(concern.weigh(true), Ok(()));
        }
    }

    #[test]
    fn what_cannot_be_seen_is_unknown_and_not_refused() {
        let unknown = Concern::Unknown { server: "Redis h:1".to_owned() };
        assert_eq!(judge("Redis h:1".to_owned(), &[]), Some(unknown.clone()));
        assert_eq!(unknown.weigh(false), Ok(()));
    }
}
