//! The lanes through the server, each a runtime with threads of its own. The log, the rooms, the host and the moderators
//! have one, all viewers the other: however much there is to tell ten thousand viewers, the system gives the makers'
//! threads their turn within a moment, and nothing of theirs stands in the viewers' queue.

use tokio::runtime::{Builder, Handle, Runtime};

/// Where to run what.
#[derive(Clone, Debug)]
pub struct Lanes {
    /// The doors: whoever comes is looked at here, so that no storm of them stands in anybody's way who is in.
    pub doors: Handle,
    /// The log, the rooms, and those who make the broadcast.
    pub makers: Handle,
    /// Viewers.
    pub viewers: Handle,
}

impl Lanes {
    /// Both on the runtime that this is called on, for commands that serve nobody.
    pub fn one() -> Self {
        Lanes { doors: Handle::current(), makers: Handle::current(), viewers: Handle::current() }
    }
}

/// By how much viewers' threads give way, in steps of `nice`: where the processors do not suffice, those who make the
/// broadcast are served first and viewers get the rest, which is nearly all.
const GIVE_WAY: i32 = 10;

/// The lane of those who make the broadcast. Its threads bear its name, so that `top -H` tells which is busy.
pub fn makers() -> std::io::Result<Runtime> {
    Builder::new_multi_thread().enable_all().thread_name("makers").build()
}

/// The doors' own: one thread looks at more of them than all others can serve.
pub fn doors() -> std::io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(1).enable_all().thread_name("doors").build()
}

/// The lane of viewers.
pub fn viewers() -> std::io::Result<Runtime> {
    // On Linux a thread's own; where it is refused, all are equal.
    let give_way = || {
        let _ = rustix::process::nice(GIVE_WAY);
    };
    Builder::new_multi_thread().enable_all().thread_name("viewers").on_thread_start(give_way).build()
}
