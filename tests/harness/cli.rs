//! The program at the command line: which binary it is, and how it is run to its end or talked to.

use std::{
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

use crate::process::begun_by;

/// The program under test: `EFIR_BIN` where it is set, else it is built first.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| match std::env::var_os("EFIR_BIN") {
        Some(path) => path.into(),
        None => build(),
    })
}

fn build() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--package", "efir", "--bin", "efir"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status();
    assert!(built.is_ok_and(|status| status.success()), "the program does not build");
    // The test runs from TARGET/debug/deps.
    let test = std::env::current_exe().expect("a test knows its own path");
    let folder = test.ancestors().nth(2).expect("a test lies in TARGET/debug/deps");
    folder.join(format!("efir{}", std::env::consts::EXE_SUFFIX))
}

/// A command that runs the program in a folder of its own, with nothing of the caller's settings.
pub(crate) fn command(folder: &Path) -> Command {
    command_by(None, folder)
}

/// The same, begun by a shell that first does what the script says.
pub(crate) fn command_by(script: Option<&str>, folder: &Path) -> Command {
    let mut command = begun_by(script, binary());
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("EFIR_")) {
        command.env_remove(name);
    }
    command.env_remove("RUST_LOG").env("NO_COLOR", "1").current_dir(folder);
    command
}

/// What a run of the program left.
#[derive(Debug)]
pub struct Ran {
    /// The exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard output as it came.
    pub bytes: Vec<u8>,
    /// Standard error.
    pub err: String,
}

impl Ran {
    /// The standard output of a run that must have succeeded.
    pub fn ok(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }

    /// The standard output of a run that must have succeeded, each line as JSON.
    pub fn lines(self) -> Vec<serde_json::Value> {
        self.ok().lines().map(|line| serde_json::from_str(line).expect("every line is JSON")).collect()
    }
}

/// Runs the program to its end, with `input` on its standard input.
pub fn efir_with(input: &str, args: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(command(folder.path()).args(args), input)
}

/// Runs the program to its end with nothing on its standard input.
pub fn efir(args: &[&str]) -> Ran {
    efir_with("", args)
}

/// Runs the program to its end, begun by a shell that first does what the script says.
pub fn efir_by(script: Option<&str>, args: &[&str]) -> Ran {
    let folder = tempfile::tempdir().expect("a temporary folder");
    run(command_by(script, folder.path()).args(args), "")
}

/// Runs the program in that folder.
pub fn efir_in(folder: &Path, args: &[&str]) -> Ran {
    run(command(folder).args(args), "")
}

fn run(command: &mut Command, input: &str) -> Ran {
    let mut child = spawn(command);
    let mut stdin = child.stdin.take().expect("its input is piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // A program that stops reading ends by itself, and says why.
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().expect("the program runs to its end");
    writer.join().expect("the input was written");
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        bytes: output.stdout,
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn spawn(command: &mut Command) -> Child {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"))
}

/// The program as a filter that is written to and read from in turn.
pub struct Filter {
    child: Child,
    answers: BufReader<std::process::ChildStdout>,
    _folder: tempfile::TempDir,
}

impl Filter {
    /// Starts it.
    pub fn start(args: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut child = spawn(command(folder.path()).args(args));
        let answers = BufReader::new(child.stdout.take().expect("its output is piped"));
        Filter { child, answers, _folder: folder }
    }

    /// Writes one line and reads the line that answers it, before any other is written.
    pub fn turn(&mut self, line: &str) -> serde_json::Value {
        let input = self.child.stdin.as_mut().expect("its input is open");
        writeln!(input, "{line}").and_then(|()| input.flush()).expect("it reads");
        let mut answer = String::new();
        self.answers.read_line(&mut answer).expect("it answers");
        serde_json::from_str(&answer).expect("the answer is JSON")
    }

    /// Ends its input and waits for its end.
    pub fn end(mut self) -> i32 {
        drop(self.child.stdin.take());
        self.child.wait().expect("it ends").code().unwrap_or(-1)
    }
}

impl Drop for Filter {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
