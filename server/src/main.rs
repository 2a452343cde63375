//! The program `efir`: reads the command line, does what it says, and ends with 0, 1 or 2.

use std::process::ExitCode;

fn main() -> ExitCode {
    efir::cli::main()
}
