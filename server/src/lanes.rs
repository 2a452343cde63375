//! Two lanes through the server, each a runtime with threads of its own. The log, the rooms, the host and the moderators
//! have one, all viewers the other: however much there is to tell ten thousand viewers, the system gives the makers'
//! threads their turn within a moment, and nothing of theirs stands in the viewers' queue.

use tokio::runtime::{Builder, Handle, Runtime};

/// Where to run what.
#[derive(Clone, Debug)]
pub struct Lanes {
    /// The log, the rooms, and those who make the broadcast.
    pub makers: Handle,
    /// Viewers.
    pub viewers: Handle,
}

impl Lanes {
    /// Both on the runtime that this is called on, for commands that serve nobody.
    pub fn one() -> Self {
        Lanes { makers: Handle::current(), viewers: Handle::current() }
    }
}

/// A lane's runtime; its threads bear its name, so that `top -H` tells which is busy.
pub fn runtime(name: &str) -> std::io::Result<Runtime> {
    Builder::new_multi_thread().enable_all().thread_name(name).build()
}
