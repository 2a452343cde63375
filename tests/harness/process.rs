//! A child process whose output is kept line by line, and which never outlives its owner.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader, Read},
    process::{Child, Command, ExitStatus, Stdio},
    thread::JoinHandle,
};

use tokio::sync::watch;

use crate::PATIENCE;

/// The lines that a process wrote so far.
pub(crate) struct Lines {
    seen: watch::Receiver<Vec<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Lines {
    fn read(from: impl Read + Send + 'static) -> Self {
        let (sender, seen) = watch::channel(Vec::new());
        let reader = std::thread::spawn(move || {
            for line in BufReader::new(from).split(b'\n').map_while(Result::ok) {
                sender.send_modify(|lines| lines.push(String::from_utf8_lossy(&line).trim_end().to_owned()));
            }
        });
        Lines { seen, reader: Some(reader) }
    }

    /// Waits for a line in which `find` finds something; `None` when the process ended without one.
    pub(crate) async fn wait<T>(&self, mut find: impl FnMut(&str) -> Option<T>) -> Option<T> {
        let mut seen = self.seen.clone();
        let waited = tokio::time::timeout(PATIENCE, async {
            let lines = seen.wait_for(|lines| lines.iter().any(|line| find(line).is_some())).await.ok()?;
            lines.iter().find_map(|line| find(line))
        });
        waited.await.ok().flatten()
    }

    /// All lines so far.
    pub(crate) fn all(&self) -> Vec<String> {
        self.seen.borrow().clone()
    }

    fn finish(&mut self) {
        if let Some(reader) = self.reader.take() {
            // A reader that panicked has nothing more to say.
            let _ = reader.join();
        }
    }
}

/// A child process.
pub(crate) struct Process {
    child: Child,
    pub(crate) out: Lines,
    pub(crate) err: Lines,
}

/// A program, where there is a script begun by a shell that first does what that says.
pub(crate) fn begun_by(script: Option<&str>, program: impl AsRef<OsStr>) -> Command {
    let Some(script) = script else { return Command::new(program) };
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{script}; exec \"$0\" \"$@\"")]).arg(program);
    command
}

impl Process {
    /// Starts it, with nothing on its standard input.
    pub(crate) fn start(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        let out = Lines::read(child.stdout.take().expect("its output is piped"));
        let err = Lines::read(child.stderr.take().expect("its errors are piped"));
        Process { child, out, err }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// `kill -9`; returns when it is gone and its last line was read.
    pub(crate) fn kill(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
        self.out.finish();
        self.err.finish();
    }

    /// Sends a signal by name.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", self.pid())]).status();
        assert!(sent.is_ok_and(|status| status.success()), "cannot send {name}");
    }

    /// Waits until it is gone.
    pub(crate) async fn wait(&mut self) -> ExitStatus {
        let status =
            crate::eventually("the process ends", async || self.child.try_wait().ok().flatten()).await;
        self.out.finish();
        self.err.finish();
        status
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}
