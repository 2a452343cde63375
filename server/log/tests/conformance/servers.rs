//! Real Redis servers for tests: on free ports, in directories of their own, gone with the value that holds them.
//!
//! Only starting, stopping and asking servers belongs here; what a log must do is in `cases.rs`.
#![allow(dead_code, reason = "the benchmark uses a part of it")]

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicU16, Ordering},
    },
    thread::sleep,
    time::{Duration, Instant},
};

use tempfile::TempDir;

/// A bound for failure only: nothing waits this long when all is well.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// One `redis-server`, or a Sentinel, killed by its id when dropped.
pub struct Server {
    pub port: u16,
    arguments: Vec<String>,
    child: Child,
    pub directory: TempDir,
}

impl Server {
    /// A server that is as durable as Efir asks for.
    pub fn start(extra: &[&str]) -> Self {
        Self::start_with(|port, _| {
            let mut arguments = vec!["--port".to_owned(), port.to_string()];
            arguments
                .extend(["--appendonly", "yes", "--appendfsync", "always", "--save", ""].map(str::to_owned));
            arguments.extend(extra.iter().map(|&argument| argument.to_owned()));
            arguments
        })
    }

    /// `arguments` are made anew for each port and directory that is tried.
    pub fn start_with(arguments: impl Fn(u16, &Path) -> Vec<String>) -> Self {
        for _ in 0..20 {
            let directory = tempfile::tempdir().unwrap();
            let port = free_port();
            let arguments = arguments(port, directory.path());
            let child = spawn(&directory, &arguments);
            let mut server = Self { port, arguments, child, directory };
            if server.is_ready() {
                return server;
            }
        }
        panic!("redis-server does not start on any of twenty ports");
    }

    /// Waits until it answers; `false` when it ended instead, as when another program took the port.
    fn is_ready(&mut self) -> bool {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if self.child.try_wait().unwrap().is_some() {
                return false;
            }
            // With a password or TLS it refuses, in its own words or by hanging up, and is ready all the same.
            match ask(self.port, "PING") {
                Ok(answer) if !answer.contains("LOADING") => return true,
                Err(error) if error.kind() != std::io::ErrorKind::ConnectionRefused => return true,
                _ => sleep(Duration::from_millis(10)),
            }
        }
        panic!("redis-server on port {} does not answer", self.port);
    }

    /// Kills it in the middle of whatever it does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Stops it without a word to its clients, as a partition would.
    pub fn pause(&self) {
        self.signal("-STOP");
    }

    /// Lets it go on.
    pub fn resume(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        assert!(
            Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap().success()
        );
    }

    /// Starts it again where it was, with what it has on its disk.
    pub fn restart(&mut self) {
        self.child = spawn(&self.directory, &self.arguments);
        assert!(self.is_ready(), "redis-server does not start again on port {}", self.port);
    }

    pub fn ask(&self, command: &str) -> String {
        ask(self.port, command).unwrap()
    }

    /// Asks until the answer holds `wanted`.
    pub fn wait_for(&self, command: &str, wanted: &str) {
        wait_until(&format!("{command} to answer {wanted}"), || {
            ask(self.port, command).is_ok_and(|answer| answer.contains(wanted))
        });
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn spawn(directory: &TempDir, arguments: &[String]) -> Child {
    let started = Command::new("redis-server")
        .args(arguments)
        .current_dir(directory.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    started.unwrap_or_else(|error| {
        panic!("cannot start redis-server ({error}): these tests need it; tests/run installs it, as does `apt-get install redis-server`")
    })
}

/// One command, as a person would type it, and the whole of the answer as Redis writes it.
fn ask(port: u16, command: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    stream.write_all(format!("{command}\r\n").as_bytes())?;
    let mut answer = String::new();
    read_reply(&mut BufReader::new(stream), &mut answer)?;
    Ok(answer)
}

fn read_reply(reader: &mut impl BufRead, answer: &mut String) -> std::io::Result<()> {
    let mut line = String::new();
    reader.read_line(&mut line)?;
    answer.push_str(&line);
    let count: Option<usize> = line.get(1..).and_then(|rest| rest.trim().parse().ok());
    match (line.chars().next(), count) {
        (Some('$'), Some(bytes)) => {
            let mut bulk = vec![0; bytes + 2];
            reader.read_exact(&mut bulk)?;
            answer.push_str(&String::from_utf8_lossy(&bulk));
            Ok(())
        }
        (Some('*'), Some(items)) => (0..items).try_for_each(|_| read_reply(reader, answer)),
        _ => Ok(()),
    }
}

pub fn wait_until(what: &str, mut is_true: impl FnMut() -> bool) {
    let started = Instant::now();
    while !is_true() {
        assert!(started.elapsed() < PATIENCE, "waited in vain for {what}");
        sleep(Duration::from_millis(20));
    }
}

/// A port that is free now, as is the one 10,000 above it, where a node of a cluster talks to the others.
///
/// Both lie below those that the kernel gives to outgoing connections: a client that keeps trying a dead server's
/// port would otherwise be given that very port and end up talking to itself.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    const PORTS: u16 = 12_000;
    let start = (std::process::id() as u16).wrapping_mul(37);
    for _ in 0..PORTS {
        let port = 10_000 + start.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % PORTS;
        if [port, port + 10_000].iter().all(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()) {
            return port;
        }
    }
    panic!("no port is free");
}

/// Three shards without replicas.
pub struct Cluster {
    pub nodes: Vec<Server>,
}

impl Cluster {
    pub fn start() -> Self {
        let options = [
            "--cluster-enabled",
            "yes",
            "--cluster-require-full-coverage",
            "no",
            "--cluster-node-timeout",
            "2000",
        ];
        let nodes: Vec<Server> = (0..3).map(|_| Server::start(&options)).collect();
        let addresses = nodes.iter().map(|node| format!("127.0.0.1:{}", node.port));
        let created = Command::new("redis-cli")
            .args(["--cluster", "create"])
            .args(addresses)
            .args(["--cluster-replicas", "0", "--cluster-yes"])
            .output()
            .expect("cannot start redis-cli: `apt-get install redis-tools`");
        assert!(created.status.success(), "{}", String::from_utf8_lossy(&created.stdout));
        let cluster = Self { nodes };
        cluster.wait_until_whole();
        cluster
    }

    pub fn wait_until_whole(&self) {
        for node in &self.nodes {
            node.wait_for("CLUSTER INFO", "cluster_state:ok");
            node.wait_for("CLUSTER INFO", "cluster_slots_ok:16384");
            node.wait_for("CLUSTER INFO", "cluster_known_nodes:3");
        }
    }

    pub fn url(&self) -> String {
        let nodes: Vec<String> = self.nodes.iter().map(|node| format!("127.0.0.1:{}", node.port)).collect();
        format!("redis+cluster://{}", nodes.join(","))
    }
}

/// One value for all tests that run at a time, dropped with the last of them: what is kept in a static would never
/// be dropped, and its servers would outlive the tests.
pub struct Shared<T>(Mutex<Weak<T>>);

impl<T> Shared<T> {
    pub const fn new() -> Self {
        Self(Mutex::new(Weak::new()))
    }

    pub fn get(&self, start: impl FnOnce() -> T) -> Arc<T> {
        let mut shared = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let value = Arc::new(start());
            *shared = Arc::downgrade(&value);
            value
        })
    }
}
