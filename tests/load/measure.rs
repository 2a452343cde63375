//! Latencies as their percentiles, what a process used and what the system dropped, from Linux's `/proc`.

use std::{fmt, fs, iter::Sum, time::Duration};

/// Linux counts a process's time in these, whatever its kernel's tick.
const TICKS_A_SECOND: f64 = 100.0;

/// How long each of many things took.
#[derive(Default)]
pub struct Latencies(Vec<Duration>);

impl Latencies {
    /// One more.
    pub fn add(&mut self, latency: Duration) {
        self.0.push(latency);
    }
}

impl FromIterator<Duration> for Latencies {
    fn from_iter<I: IntoIterator<Item = Duration>>(all: I) -> Self {
        Latencies(all.into_iter().collect())
    }
}

impl Sum for Latencies {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        Latencies(all.flat_map(|one| one.0).collect())
    }
}

impl fmt::Display for Latencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = |share: f64| {
            let index = (sorted.len() as f64 * share) as usize;
            sorted.get(index.min(sorted.len().saturating_sub(1))).map_or(0.0, |d| d.as_secs_f64() * 1e3)
        };
        write!(f, "p50 {:.2} ms, p99 {:.2} ms, longest {:.2} ms", at(0.5), at(0.99), at(1.0))
    }
}

/// What a process has used so far.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// Of all its threads, in user mode and in the kernel.
    pub cpu: Duration,
    /// What of it is in memory now.
    pub memory_kib: f64,
    /// The most of it that ever was.
    pub peak_kib: f64,
}

impl Usage {
    /// Of that process; nothing where there is no `/proc`.
    pub fn of(pid: u32) -> Self {
        let read = |file: &str| fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default();
        let stat = read("stat");
        // The name before the last bracket may hold spaces; user and system time are the 12th and 13th behind it.
        let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
        let ticks = |n: usize| fields.get(n).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
        let status = read("status");
        let kib = |name: &str| {
            let value = status.lines().find_map(|line| line.strip_prefix(name));
            value.and_then(|rest| rest.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0.0)
        };
        Usage {
            cpu: Duration::from_secs_f64((ticks(11) + ticks(12)) / TICKS_A_SECOND),
            memory_kib: kib("VmRSS:"),
            peak_kib: kib("VmHWM:"),
        }
    }

    /// What was used since.
    pub fn since(&self, before: &Usage) -> Usage {
        Usage {
            cpu: self.cpu.saturating_sub(before.cpu),
            memory_kib: (self.memory_kib - before.memory_kib).max(0.0),
            peak_kib: (self.peak_kib - before.memory_kib).max(0.0),
        }
    }
}

/// Packets that the system has dropped since it began, for want of room in the queue between two of its own sockets.
/// Each is sent again after 200 ms at the earliest, which no latency on one machine should be told without.
pub fn dropped_packets() -> u64 {
    let stat = fs::read_to_string("/proc/net/softnet_stat").unwrap_or_default();
    // One line for each processor; the second column counts what its queue did not take.
    let dropped = stat.lines().filter_map(|line| line.split_whitespace().nth(1));
    dropped.filter_map(|count| u64::from_str_radix(count, 16).ok()).sum()
}
