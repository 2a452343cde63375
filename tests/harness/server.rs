//! A running Efir: its address, its links, its log of events. An ERROR that nobody expected fails the test.

use std::{collections::HashMap, net::SocketAddr, sync::Mutex};

use hyper::Method;
use tempfile::TempDir;

use crate::{
    SLUG,
    cli::{self, efir},
    http::Request,
    process::Process,
    store::Store,
};

/// How a server is to be started.
pub struct Start {
    command: &'static str,
    log: String,
    args: Vec<String>,
    by: Option<String>,
}

impl Start {
    /// On that log, on a free port, with the limits a minute off: tests come from one address.
    pub fn on(log: &str) -> Self {
        let args = ["--listen", "127.0.0.1:0", "--log", log].map(str::to_owned).to_vec();
        Start { command: "serve", log: log.to_owned(), args, by: None }.arg("--rate-limit").arg("off")
    }

    /// A demo with so many people.
    pub fn demo(people: usize) -> Self {
        let args = ["--listen", "127.0.0.1:0", "--people", &people.to_string()].map(str::to_owned).to_vec();
        Start { command: "demo", log: String::new(), args, by: None }
    }

    /// On that address, where another was before.
    pub fn at(mut self, address: SocketAddr) -> Self {
        self.args[1] = address.to_string();
        self
    }

    /// With one more argument.
    pub fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    /// By a shell that first does what `script` says, for the limits and the libraries of a process.
    pub fn by(mut self, script: &str) -> Self {
        self.by = Some(script.to_owned());
        self
    }

    /// With the limits a minute in force.
    pub fn with_rate_limit(mut self) -> Self {
        self.args.truncate(4);
        self
    }

    /// Starts it, and returns when it says that it listens.
    pub async fn go(self) -> Server {
        let home = tempfile::tempdir().expect("a temporary folder");
        let mut command = cli::command_by(self.by.as_deref(), home.path());
        command.arg(self.command).args(&self.args);
        let process = Process::start(command);
        let address = process.err.wait(|line| line.strip_prefix("listening on http://")?.parse().ok()).await;
        let Some(address) = address else {
            panic!("the server did not start:\n{}", process.err.all().join("\n"));
        };
        let mut server = Server {
            process,
            address,
            log: self.log,
            links: HashMap::new(),
            expected: Mutex::default(),
            home,
            own_log: None,
        };
        server.read_links().await;
        server
    }
}

/// A running server.
pub struct Server {
    process: Process,
    /// Where it listens.
    pub address: SocketAddr,
    /// Its log, in the words of `--log`.
    pub log: String,
    links: HashMap<String, String>,
    expected: Mutex<Vec<String>>,
    home: TempDir,
    own_log: Option<TempDir>,
}

impl Server {
    /// Starts one on a store.
    pub async fn on(store: &Store) -> Self {
        Start::on(&store.url()).go().await
    }

    /// Starts one on a log on disk that goes with it.
    pub async fn alone() -> Self {
        let log = tempfile::tempdir().expect("a temporary folder");
        let mut server = Start::on(&format!("disk:{}", log.path().display())).go().await;
        server.own_log = Some(log);
        server
    }

    async fn read_links(&mut self) {
        // The administrator's is the last of a broadcast's.
        let admin = self.process.out.wait(|line| line.starts_with("admin").then_some(())).await;
        assert!(admin.is_some(), "the server printed no links");
        for line in self.process.out.all() {
            if let Some((who, url)) = line.split_once(' ') {
                // Broadcasts come by name; the tests' own come by `Server::token`.
                self.links.entry(who.to_owned()).or_insert_with(|| url.trim().to_owned());
            }
        }
    }

    /// The address with `http://` before it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A link as it was printed: of `viewers`, `moderators`, `host`, `overlay` or `admin`.
    pub fn link(&self, who: &str) -> &str {
        self.links.get(who).unwrap_or_else(|| panic!("no link for {who}"))
    }

    /// The token in a link.
    pub fn link_token(&self, who: &str) -> &str {
        self.link(who).split_once("token=").expect("the link has a token").1
    }

    /// A new token, made at the command line beside the running server.
    pub fn token(&self, slug: &str, role: &str, name: Option<&str>) -> String {
        let mut args = vec!["token", "--log", &self.log, "--broadcast", slug, "--role", role];
        args.extend(name.iter().flat_map(|name| ["--name", name]));
        efir(&args).ok().trim().to_owned()
    }

    /// A `GET`.
    pub fn get(&self, path: &str) -> Request {
        self.request("GET", path)
    }

    /// A `POST`.
    pub fn post(&self, path: &str) -> Request {
        self.request("POST", path)
    }

    /// Any request.
    pub fn request(&self, method: &str, path: &str) -> Request {
        let method = Method::from_bytes(method.as_bytes()).expect("a method's name");
        Request::new(self.address, method, path)
    }

    /// The path of the first broadcast's API.
    pub fn api(&self, rest: &str) -> String {
        format!("/api/v1/broadcasts/{SLUG}/{rest}")
    }

    /// Allows ERROR lines that contain this.
    pub fn expect_error(&self, part: &str) {
        self.expected.lock().expect("no test panics while it holds this").push(part.to_owned());
    }

    /// What it wrote to standard error so far.
    pub fn events(&self) -> Vec<String> {
        self.process.err.all()
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// The folder that it runs in.
    pub fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    /// `kill -9`, while others still speak to it.
    pub fn kill(&self) {
        self.process.signal("KILL");
    }

    /// Stops it without a word to anybody, as a hypervisor might.
    pub fn pause(&self) {
        self.process.signal("STOP");
    }

    /// Lets it go on.
    pub fn resume(&self) {
        self.process.signal("CONT");
    }

    /// Asks it to end, while others still speak to it.
    pub fn terminate(&self) {
        self.process.signal("TERM");
    }

    /// Asks it to end and waits; gives its exit code.
    pub async fn stop(mut self) -> i32 {
        self.terminate();
        self.process.wait().await.code().unwrap_or(-1)
    }

    /// Waits until it has ended by itself; gives its exit code.
    pub async fn ended(&mut self) -> i32 {
        self.process.wait().await.code().unwrap_or(-1)
    }

    fn unexpected(&self) -> Vec<String> {
        let expected = self.expected.lock().map(|list| list.clone()).unwrap_or_default();
        let bad = |line: &&String| {
            (line.contains(" ERROR ") || line.contains("panicked at"))
                && !expected.iter().any(|part| line.contains(part.as_str()))
        };
        self.events().iter().filter(bad).cloned().collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill();
        if std::thread::panicking() {
            let events = self.events();
            let newest = events.iter().skip(events.len().saturating_sub(20));
            newest.for_each(|line| eprintln!("[{}] {line}", self.address));
            return;
        }
        let unexpected = self.unexpected();
        assert!(unexpected.is_empty(), "the server's log has errors:\n{}", unexpected.join("\n"));
    }
}
