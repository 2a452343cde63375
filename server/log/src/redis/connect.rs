//! Finds the primary and connects to it; asks it things; drops a link that failed, so that the next call looks
//! for the primary again.
//!
//! A link that failed is never mended: after a failover it may well lead to a server that is no longer the
//! primary, and the client library does not find that out by itself.

use std::{
    fmt,
    sync::{Mutex as SyncMutex, Once, PoisonError},
    time::Duration,
};

use redis::{
    AsyncConnectionConfig, Client, Cmd, ConnectionAddr, ErrorKind, IntoConnectionInfo, ProtocolVersion,
    RedisConnectionInfo, RedisError, RedisResult, ServerErrorKind, TlsCertificates, Value,
    aio::{ConnectionLike, MultiplexedConnection},
    cluster::ClusterClient,
    cluster_async::ClusterConnection,
    io::tcp::TcpSettings,
    sentinel::{SentinelClient, SentinelClientBuilder, SentinelServerType},
};
use tokio::sync::Mutex;

use super::{
    address::{Address, Credentials, Kind},
    failure::explain,
};
use crate::LogError;

/// How long a server may take to accept us.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long it may take to answer. Generous: a disk under load may take a second for one sync.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest that one blocking read waits in the server; longer waits are made of several. It bounds how long a
/// follower can go on listening to a server that is gone without a word.
pub(super) const BLOCK_MAX: Duration = Duration::from_secs(2);
/// Longer than a follower's longest wait in the server, or waiting would be taken for a fault.
const FOLLOW_TIMEOUT: Duration = BLOCK_MAX.saturating_add(ANSWER_TIMEOUT);
/// The cluster client tries again by itself: a little, to follow a slot that moved. The rest is ours.
const CLUSTER_RETRIES: u32 = 3;
const CLUSTER_RETRY_WAIT_MAX_MS: u64 = 200;
/// Followers' links that wait for their next use.
const IDLE_MAX: usize = 64;

/// A Lua script that is sent by its hash, and whole when the server does not know it.
pub(super) struct Script {
    script: redis::Script,
    body: String,
}

impl Script {
    /// With what all of them share. A script's first line says what it may do, and Redis looks for that nowhere else.
    pub(super) fn new(text: &str) -> Self {
        let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
        let body = format!("{first}\n{}{rest}", include_str!("common.lua"));
        Self { script: redis::Script::new(&body), body }
    }
}

impl fmt::Debug for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Script({})", self.script.get_hash())
    }
}

/// A connection to the primary, or to all of a cluster's.
#[derive(Clone)]
pub(super) enum Link {
    Single(MultiplexedConnection),
    Cluster(ClusterConnection),
}

impl Link {
    pub(super) async fn ask(&mut self, command: &Cmd) -> RedisResult<Value> {
        let answer = match self {
            Self::Single(connection) => connection.req_packed_command(command).await,
            Self::Cluster(connection) => connection.req_packed_command(command).await,
        };
        answer?.extract_error()
    }

    /// Runs a script. Sent whole where the hash is unknown: that also reaches the right node of a cluster, which
    /// loading it beforehand would not after a failover.
    pub(super) async fn run(
        &mut self,
        script: &Script,
        keys: &[&str],
        arguments: &[&str],
    ) -> RedisResult<Value> {
        let command = |name: &str, what: &str| {
            let mut command = redis::cmd(name);
            command.arg(what).arg(keys.len()).arg(keys).arg(arguments);
            command
        };
        match self.ask(&command("EVALSHA", script.script.get_hash())).await {
            Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {
                self.ask(&command("EVAL", &script.body)).await
            }
            answer => answer,
        }
    }

    /// Runs a script that writes, and then waits in the server for that many replicas to have all that was written
    /// before. One pipeline, so that both go over one connection: WAIT speaks only of its own connection's writes.
    /// Gives the script's answer, and how many replicas have it.
    pub(super) async fn run_and_wait(
        &mut self,
        script: &Script,
        keys: &[&str],
        arguments: &[&str],
        replicas: usize,
        wait: Duration,
    ) -> RedisResult<(Value, usize)> {
        let mut pipeline = redis::pipe();
        for (name, what) in [("EVALSHA", script.script.get_hash()), ("EVAL", &script.body)] {
            pipeline.clear();
            pipeline.cmd(name).arg(what).arg(keys.len()).arg(keys).arg(arguments);
            pipeline
                .cmd("WAIT")
                .arg(replicas)
                .arg(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX).max(1));
            let answers = match self {
                Self::Single(connection) => connection.req_packed_commands(&pipeline, 0, 2).await?,
                Self::Cluster(connection) => connection.req_packed_commands(&pipeline, 0, 2).await?,
            };
            let [answer, replicas] = <[Value; 2]>::try_from(answers).map_err(|_| {
                (ErrorKind::UnexpectedReturnType, "two commands were not answered by two answers")
            })?;
            match answer.extract_error() {
                Err(error) if error.kind() == ErrorKind::Server(ServerErrorKind::NoScript) => {}
                Err(error) => return Err(error),
                Ok(answer) => return Ok((answer, redis::from_redis_value(replicas.extract_error()?)?)),
            }
        }
        Err((ErrorKind::UnexpectedReturnType, "a script is unknown that was sent whole").into())
    }
}

/// Connects, and keeps what is connected.
pub(super) struct Links {
    pub(super) address: Address,
    certificates: Option<TlsCertificates>,
    /// The link that all calls share which are answered at once, with a number that tells it from later ones.
    shared: Mutex<(u64, Option<Link>)>,
    /// Blocking reads hold up whatever comes behind them on their link, so that each has a link to itself.
    idle: SyncMutex<Vec<Link>>,
}

impl fmt::Debug for Links {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Links").field("address", &self.address).finish_non_exhaustive()
    }
}

impl Links {
    pub(super) fn new(address: Address) -> Result<Self, LogError> {
        if address.is_tls {
            install_crypto();
        }
        let certificates = match &address.ca_file {
            None => None,
            Some(path) => {
                let root_cert = std::fs::read(path).map_err(|error| {
                    LogError::io(path, format!("cannot read the certificate of ca=: {error}"))
                })?;
                Some(TlsCertificates { client_tls: None, root_cert: Some(root_cert) })
            }
        };
        Ok(Self { address, certificates, shared: Mutex::default(), idle: SyncMutex::default() })
    }

    /// Asks on the shared link. `ask` may be dropped at any point.
    pub(super) async fn shared<T, F>(&self, stream: &str, ask: impl FnOnce(Link) -> F) -> Result<T, LogError>
    where
        F: Future<Output = RedisResult<T>>,
    {
        let (number, link) = {
            // Held while connecting, so that many callers make one connection.
            let mut shared = self.shared.lock().await;
            let link = match &shared.1 {
                Some(link) => link.clone(),
                None => {
                    let link =
                        self.connect(ANSWER_TIMEOUT).await.map_err(|error| self.explain(stream, &error))?;
                    *shared = (shared.0 + 1, Some(link.clone()));
                    link
                }
            };
            (shared.0, link)
        };
        match ask(link).await {
            Ok(value) => Ok(value),
            Err(error) => {
                let mut shared = self.shared.lock().await;
                if shared.0 == number {
                    shared.1 = None;
                }
                Err(self.explain(stream, &error))
            }
        }
    }

    /// Asks on a link of one's own, for commands that block. Dropping the future closes the link.
    pub(super) async fn own<T>(
        &self,
        stream: &str,
        ask: impl AsyncFnOnce(&mut Link) -> RedisResult<T>,
    ) -> Result<T, LogError> {
        let idle = self.lock_idle().pop();
        let mut link = match idle {
            Some(link) => link,
            None => self.connect(FOLLOW_TIMEOUT).await.map_err(|error| self.explain(stream, &error))?,
        };
        match ask(&mut link).await {
            Ok(value) => {
                let mut idle = self.lock_idle();
                if idle.len() < IDLE_MAX {
                    idle.push(link);
                }
                Ok(value)
            }
            Err(error) => {
                // Where one link broke the others lead to the same place.
                self.lock_idle().clear();
                Err(self.explain(stream, &error))
            }
        }
    }

    fn explain(&self, stream: &str, error: &RedisError) -> LogError {
        explain(&self.address, stream, error)
    }

    fn lock_idle(&self) -> std::sync::MutexGuard<'_, Vec<Link>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn connect(&self, answer_timeout: Duration) -> RedisResult<Link> {
        // Several servers may be asked in turn on the way: the whole of it is bounded too.
        let connecting = async {
            match &self.address.kind {
                Kind::Single => self.connect_single(answer_timeout).await,
                Kind::Cluster => self.connect_cluster(answer_timeout).await,
                Kind::Sentinel { name } => self.connect_primary(name, answer_timeout).await,
            }
        };
        tokio::time::timeout(CONNECT_TIMEOUT * 3, connecting)
            .await
            .unwrap_or_else(|_| Err(std::io::Error::from(std::io::ErrorKind::TimedOut).into()))
    }

    async fn connect_single(&self, answer_timeout: Duration) -> RedisResult<Link> {
        let Some(address) = self.node_addresses().into_iter().next() else {
            return Err((ErrorKind::InvalidClientConfig, "no server is named").into());
        };
        let mut settings =
            RedisConnectionInfo::default().set_db(self.address.db).set_protocol(ProtocolVersion::RESP2);
        settings = with_credentials(settings, &self.address.credentials);
        let info =
            address.into_connection_info()?.set_redis_settings(settings).set_tcp_settings(tcp_settings());
        let client = match &self.certificates {
            Some(certificates) => Client::build_with_tls(info, certificates.clone())?,
            None => Client::open(info)?,
        };
        let connection = client.get_multiplexed_async_connection_with_config(&config(answer_timeout)).await?;
        Ok(Link::Single(connection))
    }

    async fn connect_cluster(&self, answer_timeout: Duration) -> RedisResult<Link> {
        let mut builder = ClusterClient::builder(self.node_addresses())
            .use_protocol(ProtocolVersion::RESP2)
            .connection_timeout(CONNECT_TIMEOUT)
            .response_timeout(answer_timeout)
            .retries(CLUSTER_RETRIES)
            .max_retry_wait(CLUSTER_RETRY_WAIT_MAX_MS)
            .min_retry_wait(20)
            .tcp_settings(tcp_settings());
        let Credentials { user, password } = &self.address.credentials;
        if let Some(user) = user {
            builder = builder.username(user);
        }
        if let Some(password) = password {
            builder = builder.password(password);
        }
        if let Some(certificates) = &self.certificates {
            builder = builder.certs(certificates.clone());
        }
        Ok(Link::Cluster(builder.build()?.get_async_connection().await?))
    }

    /// Asks the Sentinels anew every time, and the server they name whether it agrees that it is the primary.
    async fn connect_primary(&self, name: &str, answer_timeout: Duration) -> RedisResult<Link> {
        let mut client = self.sentinel_client(name)?;
        let connection = client.get_async_connection_with_config(&config(answer_timeout)).await?;
        Ok(Link::Single(connection))
    }

    fn sentinel_client(&self, name: &str) -> RedisResult<SentinelClient> {
        let mut builder =
            SentinelClientBuilder::new(self.node_addresses(), name, SentinelServerType::Master)?
                .set_client_to_redis_db(self.address.db)
                .set_client_to_redis_protocol(ProtocolVersion::RESP2)
                .set_client_to_redis_tcp_settings(tcp_settings())
                .set_client_to_sentinel_tcp_settings(tcp_settings());
        if self.address.is_tls {
            builder = builder.set_client_to_redis_tls_mode(redis::TlsMode::Secure);
        }
        if let Some(certificates) = &self.certificates {
            builder = builder
                .set_client_to_redis_certificates(certificates.clone())
                .set_client_to_sentinel_certificates(certificates.clone());
        }
        if let Some(user) = &self.address.credentials.user {
            builder = builder.set_client_to_redis_username(user);
        }
        if let Some(password) = &self.address.credentials.password {
            builder = builder.set_client_to_redis_password(password);
        }
        if let Some(user) = &self.address.sentinel_credentials.user {
            builder = builder.set_client_to_sentinel_username(user);
        }
        if let Some(password) = &self.address.sentinel_credentials.password {
            builder = builder.set_client_to_sentinel_password(password);
        }
        builder.build()
    }

    fn node_addresses(&self) -> Vec<ConnectionAddr> {
        let address = |(host, port): &(String, u16)| match self.address.is_tls {
            false => ConnectionAddr::Tcp(host.clone(), *port),
            true => {
                ConnectionAddr::TcpTls { host: host.clone(), port: *port, insecure: false, tls_params: None }
            }
        };
        self.address.nodes.iter().map(address).collect()
    }
}

fn with_credentials(settings: RedisConnectionInfo, credentials: &Credentials) -> RedisConnectionInfo {
    let settings = match &credentials.user {
        Some(user) => settings.set_username(user),
        None => settings,
    };
    match &credentials.password {
        Some(password) => settings.set_password(password),
        None => settings,
    }
}

fn config(answer_timeout: Duration) -> AsyncConnectionConfig {
    AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT_TIMEOUT))
        .set_response_timeout(Some(answer_timeout))
}

/// The library leaves Nagle's algorithm on, which holds small commands back for up to 40 ms.
fn tcp_settings() -> TcpSettings {
    TcpSettings::default().set_nodelay(true)
}

/// rustls wants to be told which cryptography to use, and panics if two crates leave it in doubt.
fn install_crypto() {
    static ONCE: Once = Once::new();
    // An error means that somebody chose before us, which is as good.
    ONCE.call_once(|| drop(rustls::crypto::ring::default_provider().install_default()));
}
