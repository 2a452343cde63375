//! What nodes and clients want done, and in which units.

use uuid::Uuid;

use crate::log::Op;

/// Simulated milliseconds since the beginning.
pub type Ms = u64;
/// A connection of a client with a node.
pub type Conn = u64;
/// A question to the log, by which its answer is known.
pub type Ticket = u64;

/// What is to be done.
#[derive(Clone, Debug)]
pub enum Effect {
    /// A frame goes to the other end.
    Send(Conn, String),
    /// The log is asked.
    Log(Ticket, Op),
    /// A node wants to be woken.
    Wake(Ms, NodeTimer),
    /// A client wants to be woken.
    Call(Ms),
    /// A client wants a connection.
    Connect,
    /// A client has enough of its connection.
    HangUp(Conn),
}

/// For what a node is woken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeTimer {
    /// Follow the log again.
    Follow,
    /// Append again.
    Append,
    /// Compare with the log, every so often.
    Compare,
    /// Compare with the log, once more.
    Look,
    /// Try to heal again.
    Heal,
    /// The viewers' tick.
    Tick,
    /// The answer to that entry is overdue.
    Deadline(Uuid),
}
