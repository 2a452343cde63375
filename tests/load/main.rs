//! What things cost: a server of its own under a crowd of real sockets, everything on but the limits a minute. Prints
//! figures for `docs/performance.md`; judges nothing.
//!
//! `EFIR_BIN=$PWD/target/release/efir cargo run --release -p efir-tests --bin load -- [VIEWERS] [QUESTIONS] [LOG]`, or
//! `… -- --storm [PHONES]`

#![allow(clippy::print_stdout)] // its figures are its result

mod crowd;
mod measure;
mod storm;
mod whole_way;

use tokio::runtime::Builder;

fn main() -> std::io::Result<()> {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let is_storm = args.first().is_some_and(|arg| arg == "--storm");
    args.drain(..usize::from(is_storm));
    let number = |n: usize, default: usize| args.get(n).map_or(Ok(default), |arg| arg.parse());
    let (Ok(viewers), Ok(questions)) = (number(0, if is_storm { 10_000 } else { 2_000 }), number(1, 20_000))
    else {
        eprintln!("load [VIEWERS] [QUESTIONS] [LOG], or load --storm [PHONES]");
        std::process::exit(2);
    };
    // The crowd has a thread of its own.
    let crowd = Builder::new_multi_thread().worker_threads(1).thread_name("crowd").enable_all().build()?;
    let measured = Builder::new_current_thread().enable_all().build()?;
    measured.block_on(async {
        match is_storm {
            true => storm::measure(crowd.handle(), viewers).await,
            false => whole_way::measure(crowd.handle(), viewers, questions, args.get(2)).await,
        }
    });
    crowd.shutdown_background();
    Ok(())
}
