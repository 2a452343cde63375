//! Bugs that are planted one at a time, to see that the checkers find them. They live in the simulation alone: each is a
//! mistake that somebody could make in the part of the server or of a page which is played here.

/// A planted bug.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bug {
    /// A node answers when an entry is in its queue, not when it is in the log.
    ReceiptBeforeTheLog,
    /// A node does not wait for the replicas.
    ReceiptBeforeTheReplicas,
    /// A phone gives a question a new id when it sends it again.
    NewIdOnRetry,
    /// A node takes an entry whose id it folded before for a new one.
    RepeatsCount,
    /// A node folds its own entries at once, and not in the log's order.
    OwnEntriesFirst,
    /// A node puts its own clock's time into what it folds.
    OwnClock,
    /// After an error a node goes on from the end of the log.
    SkipsAfterAnError,
    /// A node never compares the log with what it folded.
    NeverCompares,
    /// A node that finds another log forgets what it folded.
    HealsByForgetting,
    /// A node that heals does not write back what hid a question.
    HealsWithoutHides,
    /// The host's screen shows what was typed, not what the moderator saw.
    ShowsWhatWasTyped,
    /// The host's screen gets a question as soon as the approval is on its way.
    ShowsBeforeTheLog,
    /// A node sends the last list that it kept for a screen that comes back, however old.
    OldListOnReturn,
    /// Every frame waits for a slow screen, instead of the newest alone.
    QueuesFrames,
    /// A moderator's page leaves the rows where they are that left its window.
    KeepsRowsThatLeft,
    /// An asker hears of their own question alone, not of the one that it is folded into.
    ForgetsTheFolded,
    /// A late join takes an approved question out of the rundown.
    JoinsTheApproved,
    /// An approval is taken whatever the text is by now.
    ApprovesAnyRevision,
    /// A refusal is told as if it were done.
    RefusalSaidDone,
    /// An edit is taken whatever the text is by now.
    EditsAnyRevision,
    /// The host's clicker moves the air on wherever it stands.
    ForwardIsNext,
    /// What is muted is known where somebody muted it, not where the viewer asks.
    ForgetsTheMuted,
    /// A node that heals does not write back whether the line is open.
    HealsWithoutTheLine,
    /// The overlay gets what stands beside a question for the host.
    WordOnTheOverlay,
    /// A host who comes back is not told the word that was said meanwhile.
    NoWordOnReturn,
    /// A viewer's page leaves on the wall what left it.
    KeepsWhatLeftTheWall,
}

impl Bug {
    /// All of them.
    pub const ALL: [Bug; 26] = [
        Bug::ReceiptBeforeTheLog,
        Bug::ReceiptBeforeTheReplicas,
        Bug::NewIdOnRetry,
        Bug::RepeatsCount,
        Bug::OwnEntriesFirst,
        Bug::OwnClock,
        Bug::SkipsAfterAnError,
        Bug::NeverCompares,
        Bug::HealsByForgetting,
        Bug::HealsWithoutHides,
        Bug::ShowsWhatWasTyped,
        Bug::ShowsBeforeTheLog,
        Bug::OldListOnReturn,
        Bug::QueuesFrames,
        Bug::KeepsRowsThatLeft,
        Bug::ForgetsTheFolded,
        Bug::JoinsTheApproved,
        Bug::ApprovesAnyRevision,
        Bug::RefusalSaidDone,
        Bug::EditsAnyRevision,
        Bug::ForwardIsNext,
        Bug::ForgetsTheMuted,
        Bug::HealsWithoutTheLine,
        Bug::WordOnTheOverlay,
        Bug::NoWordOnReturn,
        Bug::KeepsWhatLeftTheWall,
    ];
}

impl std::str::FromStr for Bug {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let is_named = |bug: &Bug| format!("{bug:?}") == name;
        Bug::ALL.into_iter().find(is_named).ok_or_else(|| format!("there is no bug {name}"))
    }
}
