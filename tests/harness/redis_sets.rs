//! Several Redis servers that stand in for one another: a primary with replicas and Sentinels, a cluster with replicas.

use std::{
    net::{IpAddr, Ipv4Addr},
    process::Command,
};

use crate::{
    eventually,
    process::Process,
    redis::{Redis, free_port},
};

/// What one server of a set is to others: where it listens, and where it is reached.
pub struct Member {
    /// The server.
    pub redis: Redis,
    /// The port at which everybody reaches it: its own, or a proxy's.
    pub reached_at: u16,
}

/// A primary with two replicas, and three Sentinels of which two must agree.
pub struct Watched {
    /// The first is the primary at the start.
    pub members: Vec<Member>,
    sentinels: Vec<Process>,
    ports: Vec<u16>,
    _folder: tempfile::TempDir,
}

/// The address from which the servers and Sentinels of a set connect, so that a proxy can tell them from clients.
const INSIDE: &str = "127.0.0.2";

/// The address from which that node of a cluster connects to others.
pub fn inside(node: usize) -> IpAddr {
    Ipv4Addr::new(127, 0, 1, u8::try_from(node + 1).expect("a cluster is small")).into()
}

impl Watched {
    /// Starts them. `reach` gives the port at which a server's own port is reached by all others.
    pub async fn start(reach: impl AsyncFn(u16) -> u16) -> Self {
        let mut members: Vec<Member> = Vec::new();
        for _ in 0..3 {
            let port = free_port();
            let reached_at = reach(port).await;
            let announced = reached_at.to_string();
            let mut options = vec!["--bind-source-addr", INSIDE, "--replica-announce-ip", "127.0.0.1"];
            options.extend(["--replica-announce-port", &announced, "--repl-diskless-sync-delay", "0"]);
            options.extend(["--repl-timeout", "5", "--repl-ping-replica-period", "1"]);
            let of = members.first().map(|primary| format!("127.0.0.1 {}", primary.reached_at));
            if let Some(of) = &of {
                options.extend(["--replicaof", of]);
            }
            members.push(Member { redis: Redis::start_at(port, &options).await, reached_at });
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (mut sentinels, mut ports) = (Vec::new(), Vec::new());
        for _ in 0..3 {
            let port = free_port();
            let file = folder.path().join(format!("{port}.conf"));
            let lines = [
                format!("port {port}"),
                format!("bind-source-addr {INSIDE}"),
                format!("dir {}", folder.path().display()),
                format!("sentinel monitor main 127.0.0.1 {} 2", members[0].reached_at),
                "sentinel down-after-milliseconds main 1000".to_owned(),
                "sentinel failover-timeout main 5000".to_owned(),
            ];
            std::fs::write(&file, lines.join("\n")).expect("a Sentinel's file is written");
            let mut command = Command::new("redis-server");
            command.arg(&file).arg("--sentinel");
            sentinels.push(Process::start(command));
            ports.push(port);
        }
        let set = Self { members, sentinels, ports, _folder: folder };
        for port in &set.ports {
            eventually("the Sentinels know each other and the replicas", async || {
                set.ask(*port, "SENTINEL DEBUG INFO-PERIOD 500");
                let said = set.ask(*port, "SENTINEL MASTER main");
                (said.contains("num-other-sentinels\r\n$1\r\n2") && said.contains("num-slaves\r\n$1\r\n2"))
                    .then_some(())
            })
            .await;
        }
        set
    }

    fn ask(&self, port: u16, words: &str) -> String {
        crate::redis::say(port, words)
    }

    /// The words for `--log`.
    pub fn url(&self) -> String {
        let hosts: Vec<String> = self.ports.iter().map(|port| format!("127.0.0.1:{port}")).collect();
        format!("redis+sentinel://{}/main", hosts.join(","))
    }

    /// The place among the members of the one that most Sentinels call the primary.
    pub fn primary(&self) -> Option<usize> {
        let named = |port: &u16| {
            let said = self.ask(*port, "SENTINEL GET-MASTER-ADDR-BY-NAME main");
            let port: u16 = said.lines().nth(4)?.trim().parse().ok()?;
            self.members.iter().position(|member| member.reached_at == port)
        };
        let votes: Vec<usize> = self.ports.iter().filter_map(named).collect();
        (0..self.members.len()).find(|member| votes.iter().filter(|vote| *vote == member).count() >= 2)
    }

    /// Waits until another one than `old` is the primary.
    pub async fn failed_over(&self, old: usize) -> usize {
        eventually("another primary", async || self.primary().filter(|new| *new != old)).await
    }

    /// Waits until the primary has both replicas again.
    pub async fn is_whole(&self) {
        eventually("the primary has two replicas", async || {
            let primary = self.primary()?;
            let said = self.members[primary].redis.say("INFO replication");
            (said.contains("role:master") && said.matches("state=online").count() == 2).then_some(())
        })
        .await;
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.sentinels.iter_mut().for_each(Process::kill);
    }
}

/// Three shards, each with a replica.
pub struct ClusterWithReplicas {
    /// All six.
    pub nodes: Vec<Redis>,
    /// The ports at which everybody reaches them.
    reached_at: Vec<u16>,
}

impl ClusterWithReplicas {
    /// Starts one, and returns when it is whole.
    pub async fn start() -> Self {
        Self::start_behind(async |port| port).await
    }

    /// The same; `reach` gives the port at which a port of a node is reached by all others: first the node's own, then
    /// the one that is for other nodes.
    pub async fn start_behind(reach: impl AsyncFn(u16) -> u16) -> Self {
        let (mut nodes, mut reached_at) = (Vec::new(), Vec::new());
        for place in 0..6 {
            let (port, bus) = (free_port(), free_port());
            let (reached, bus_reached) = (reach(port).await, reach(bus).await);
            let [bus, announced, bus_announced] = [bus, reached, bus_reached].map(|port| port.to_string());
            let source = inside(place).to_string();
            let mut options = vec!["--cluster-enabled", "yes", "--cluster-node-timeout", "1500"];
            options.extend(["--cluster-port", &bus, "--cluster-announce-ip", "127.0.0.1"]);
            options.extend([
                "--cluster-announce-port",
                &announced,
                "--cluster-announce-bus-port",
                &bus_announced,
            ]);
            options.extend(["--bind-source-addr", &source, "--repl-diskless-sync-delay", "0"]);
            // Or all but 127.0.0.1 itself would be turned away.
            options.extend(["--protected-mode", "no"]);
            nodes.push(Redis::start_at(port, &options).await);
            reached_at.push(reached);
        }
        let cluster = Self { nodes, reached_at };
        let hosts: Vec<String> = cluster.hosts().collect();
        let mut create = Command::new("redis-cli");
        create.args(["--cluster", "create"]).args(&hosts).args(["--cluster-replicas", "1", "--cluster-yes"]);
        let created = create.output().expect("redis-cli runs");
        assert!(created.status.success(), "no cluster: {}", String::from_utf8_lossy(&created.stdout));
        cluster.is_whole().await;
        cluster
    }

    /// Waits until every node sees three shards, and every primary has its replica.
    pub async fn is_whole(&self) {
        for node in &self.nodes {
            eventually("the cluster is whole", async || {
                let (info, role) = (node.say("CLUSTER INFO"), node.say("INFO replication"));
                let joined = role.contains("state=online") || role.contains("master_link_status:up");
                (info.contains("cluster_state:ok") && info.contains("cluster_known_nodes:6") && joined)
                    .then_some(())
            })
            .await;
        }
    }

    /// The node that holds a stream's shard.
    pub async fn primary_of(&self, stream: &str) -> usize {
        eventually("some node holds the stream", async || {
            let holds = |node: &Redis| node.say(&format!("EXISTS efir:{{{stream}}}:log")).starts_with(":1");
            self.nodes.iter().position(|node| node.say("ROLE").contains("master") && holds(node))
        })
        .await
    }

    /// A replica of that node.
    pub fn replica_of(&self, primary: usize) -> Option<usize> {
        let port = format!("master_port:{}\r", self.reached_at[primary]);
        self.nodes.iter().position(|node| node.say("INFO replication").contains(&port))
    }

    fn hosts(&self) -> impl Iterator<Item = String> {
        self.reached_at.iter().map(|port| format!("127.0.0.1:{port}"))
    }

    /// The words for `--log`.
    pub fn url(&self) -> String {
        format!("redis+cluster://{}", self.hosts().collect::<Vec<_>>().join(","))
    }
}
