//! Redis for the tests: one server, or a cluster of three shards, durable on every write, on free ports.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    process::Command,
    sync::atomic::{AtomicU16, Ordering},
};

use tempfile::TempDir;

use crate::{
    PATIENCE, eventually,
    process::{Process, begun_by},
};

/// One `redis-server`.
pub struct Redis {
    process: Process,
    /// The port that it listens on.
    pub port: u16,
    folder: TempDir,
    extra: Vec<String>,
    by: Option<String>,
}

/// A port that is free now, and its neighbour 10,000 above need not be: the cluster's own port is chosen alike.
///
/// Below those that the kernel gives to outgoing connections: a client that keeps trying a dead server's port would
/// otherwise be given that very port, and end up talking to itself.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    const PORTS: u16 = 12_000;
    let start = (std::process::id() as u16).wrapping_mul(37);
    let mut ports =
        (0..PORTS).map(|_| 12_000 + start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % PORTS);
    ports.find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok()).expect("a port is free")
}

impl Redis {
    /// Starts one.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts one with more options.
    pub async fn start_with(extra: &[&str]) -> Self {
        for _ in 0..5 {
            let folder = tempfile::tempdir().expect("a temporary folder");
            if let Some(redis) = Self::try_in(folder, free_port(), extra, None).await {
                return redis;
            }
            // Somebody took the port in between.
        }
        panic!("redis-server does not start");
    }

    /// Starts one at that port.
    pub async fn start_at(port: u16, extra: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self::try_in(folder, port, extra, None).await.expect("redis-server starts")
    }

    /// Starts one in that folder, by a shell that first does what the script says.
    pub async fn start_in(folder: TempDir, script: &str) -> Self {
        Self::try_in(folder, free_port(), &[], Some(script)).await.expect("redis-server starts")
    }

    async fn try_in(folder: TempDir, port: u16, extra: &[&str], by: Option<&str>) -> Option<Self> {
        let extra: Vec<String> = extra.iter().map(|arg| (*arg).to_owned()).collect();
        let by = by.map(str::to_owned);
        let process = launch(port, &folder, &extra, by.as_deref());
        is_ready(&process).await.then_some(Redis { process, port, folder, extra, by })
    }

    /// Waits until it has ended by itself.
    pub async fn ended(&mut self) {
        self.process.wait().await;
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts one that follows another, and returns when it has all.
    pub async fn replica_of(primary: &Redis) -> Self {
        let replica = Self::start_with(&["--replicaof", &format!("127.0.0.1 {}", primary.port)]).await;
        eventually("the replica has all", async || {
            replica.say("INFO replication").contains("master_link_status:up").then_some(())
        })
        .await;
        replica
    }

    /// Stops it without a word to anybody, as a partition would.
    pub fn pause(&self) {
        self.process.signal("STOP");
    }

    /// Lets it go on.
    pub fn resume(&self) {
        self.process.signal("CONT");
    }

    /// Starts it again on the same port and the same data.
    pub async fn start_again(&mut self) {
        self.process.kill();
        self.process = launch(self.port, &self.folder, &self.extra, self.by.as_deref());
        assert!(is_ready(&self.process).await, "redis-server does not start again");
    }

    /// The words for `--log`.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Says something in Redis' inline words, and gives the raw answer's first kilobytes.
    pub fn say(&self, words: &str) -> String {
        say(self.port, words)
    }
}

/// Says something to the server at that port; nothing where it does not answer.
pub(crate) fn say(port: u16, words: &str) -> String {
    let answer = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(stream, "{words}\r\n")?;
        let mut bytes = [0; 16_384];
        let read = stream.read(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes[..read]).into_owned())
    };
    answer().unwrap_or_default()
}

fn launch(port: u16, folder: &TempDir, extra: &[String], by: Option<&str>) -> Process {
    let mut command = begun_by(by, "redis-server");
    command
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--daemonize", "no"])
        .args(["--appendonly", "yes", "--appendfsync", "always", "--save", ""])
        .arg("--dir")
        .arg(folder.path())
        .args(extra)
        .current_dir(folder.path());
    Process::start(command)
}

async fn is_ready(process: &Process) -> bool {
    process.out.wait(|line| line.contains("Ready to accept connections").then_some(())).await.is_some()
}

/// Three shards without replicas.
pub struct Cluster {
    shards: Vec<Redis>,
}

impl Cluster {
    /// Starts one, and returns when every shard knows the whole.
    pub async fn start() -> Self {
        let mut shards = Vec::new();
        for _ in 0..3 {
            let bus = free_port().to_string();
            shards.push(Redis::start_with(&["--cluster-enabled", "yes", "--cluster-port", &bus]).await);
        }
        let hosts: Vec<String> = shards.iter().map(|shard| format!("127.0.0.1:{}", shard.port)).collect();
        let mut create = Command::new("redis-cli");
        create.args(["--cluster", "create"]).args(&hosts).arg("--cluster-yes");
        let created = create.output().expect("redis-cli runs");
        assert!(created.status.success(), "no cluster: {}", String::from_utf8_lossy(&created.stdout));
        for shard in &shards {
            eventually("the cluster is whole", async || {
                shard.say("CLUSTER INFO").contains("cluster_state:ok").then_some(())
            })
            .await;
        }
        Cluster { shards }
    }

    /// The words for `--log`.
    pub fn url(&self) -> String {
        let hosts: Vec<String> =
            self.shards.iter().map(|shard| format!("127.0.0.1:{}", shard.port)).collect();
        format!("redis+cluster://{}", hosts.join(","))
    }
}
