//! The command line: what there is to say, and what each word does. Standard output carries results, standard
//! error carries messages; 0 is success, 2 is bad usage or configuration, 1 any other failure.

mod copy;
mod lines;
pub mod links;
mod log;
mod texts;

use std::{io::Write, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand, ValueEnum};
use efir_core::Role;

use crate::{
    config::{ConfigError, Options},
    export::Format,
    serve,
};

/// Efir takes questions to a live broadcast: from the viewers' phones, past the moderators, to the host's screen.
#[derive(Parser)]
#[command(name = "efir", version, about, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// Run the server (also with no command at all)
    Serve,
    /// Run the server on a throw-away log with a simulated crowd
    Demo {
        /// How many people ask
        #[arg(long, default_value_t = 300, value_name = "N")]
        people: usize,
        /// Let a bot moderate, too
        #[arg(long)]
        moderator: bool,
    },
    /// Print the links for viewers, moderators, the host, the overlay and the administrator
    Links {
        /// Only of this broadcast
        broadcast: Option<String>,
    },
    /// Print one bearer token
    Token {
        /// The broadcast's name in addresses
        #[arg(long, value_name = "SLUG")]
        broadcast: String,
        /// What the bearer may be
        #[arg(long)]
        role: TokenRole,
        /// How colleagues know the bearer
        #[arg(long)]
        name: Option<String>,
    },
    /// Try the rules
    Rules {
        #[command(subcommand)]
        command: RulesCommand,
    },
    /// Say which of a stream of questions repeat which: {"id","text"} a line in, a line out
    Dedup {
        /// JSON lines; - is standard input
        #[arg(default_value = "-")]
        file: String,
    },
    /// Load questions from JSONL or CSV; a second time adds nothing
    Import {
        /// The broadcast's name in addresses
        broadcast: String,
        /// A .jsonl or .csv file with a column or field `text`, and perhaps id, name, place, topic, contact
        file: PathBuf,
    },
    /// Print every question with its whole history
    Export {
        /// The broadcast's name in addresses
        broadcast: String,
        /// In which format
        #[arg(long, default_value = "jsonl")]
        format: Format,
    },
    /// Copy all that the log holds into another: a backup, its restoration, or a move
    Copy {
        /// The other log, as --log takes it; empty, or begun by the same copy
        to: String,
    },
    /// Replay the log and check it
    Verify {
        /// Only of this broadcast
        broadcast: Option<String>,
    },
}

#[derive(Subcommand)]
enum RulesCommand {
    /// Say what the rules find: {"text",…} a line in, the same with action, labels, findings a line out
    Check {
        /// JSON lines; - is standard input
        #[arg(default_value = "-")]
        file: String,
    },
    /// Run the examples written in the rule files
    Test,
    /// Say what other rules would have done with the questions of a broadcast
    Diff {
        /// A folder of rule files; - is the shipped ones
        old: PathBuf,
        /// A folder of rule files; - is the shipped ones
        new: PathBuf,
        /// The broadcast's name in addresses
        broadcast: String,
        /// One JSON object, for a program
        #[arg(long)]
        json: bool,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum TokenRole {
    Viewer,
    Moderator,
    Host,
    Overlay,
    Admin,
}

impl From<TokenRole> for Role {
    fn from(role: TokenRole) -> Self {
        match role {
            TokenRole::Viewer => Role::Viewer,
            TokenRole::Moderator => Role::Moderator,
            TokenRole::Host => Role::Host,
            TokenRole::Overlay => Role::Overlay,
            TokenRole::Admin => Role::Admin,
        }
    }
}

/// Runs the program.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let log = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(log).with_writer(std::io::stderr).with_target(false).init();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error is closed there is nobody to tell.
            let _ = writeln!(std::io::stderr(), "efir: {error:#}");
            ExitCode::from(if is_configuration(&error) { 2 } else { 1 })
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    let config = cli.options.resolve()?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(config, None),
        Command::Demo { people, moderator } => {
            serve::run(config, Some(crate::demo::Crowd { people, moderator }))
        }
        Command::Links { broadcast } => links::print(&config, broadcast.as_deref()),
        Command::Token { broadcast, role, name } => {
            links::token(&config, &broadcast, role.into(), name.as_deref())
        }
        Command::Rules { command: RulesCommand::Check { file } } => {
            texts::check(config.rules.as_deref(), &file)
        }
        Command::Rules { command: RulesCommand::Test } => texts::test(config.rules.as_deref()),
        Command::Rules { command: RulesCommand::Diff { old, new, broadcast, json } } => {
            log::diff(&config, &old, &new, &broadcast, json)
        }
        Command::Dedup { file } => texts::dedup(&file),
        Command::Import { broadcast, file } => log::import(&config, &broadcast, &file),
        Command::Export { broadcast, format } => log::export(&config, &broadcast, format),
        Command::Copy { to } => copy::copy(&config, &to),
        Command::Verify { broadcast } => log::verify(&config, broadcast.as_deref()),
    }
}

/// Runs what must wait for the log.
fn block_on<T>(future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future)
}

/// Whoever read our output had enough of it.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

fn is_configuration(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.is::<ConfigError>()
            || cause.is::<crate::rulebook::RulebookError>()
            || matches!(cause.downcast_ref(), Some(efir_log::LogError::Config { .. }))
    })
}
