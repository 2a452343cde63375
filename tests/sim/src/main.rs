//! Runs the simulation for many seeds, and tells the first run of each kind that breaks a promise.
#![allow(clippy::print_stdout, reason = "a program says what it found")]

use std::{process::ExitCode, str::FromStr, thread, time::Instant};

use clap::Parser;
use efir_sim::{Report, bugs::Bug, plan::Plan, run};

/// A deterministic simulation of several servers, a log with faults, and people with bad links.
#[derive(Debug, Parser)]
struct Args {
    /// How many seeds to run.
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// How many run at once.
    #[arg(long, default_value_t = 1)]
    threads: u64,
    /// Plants each bug in turn and says which checker finds it, and at which seed.
    #[arg(long)]
    bugs: bool,
    /// Plants one bug in all seeds, by its name.
    #[arg(long, value_parser = Bug::from_str)]
    plant: Option<Bug>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    if args.bugs {
        return plant(&args);
    }
    let started = Instant::now();
    let workers: Vec<_> = (0..args.threads)
        .map(|worker| {
            thread::spawn({
                let (plant, first, last, step) =
                    (args.plant, args.from + worker, args.from + args.seeds, args.threads as usize);
                move || {
                    (first..last)
                        .step_by(step)
                        .map(|seed| tell(run(Plan::of(seed), plant)))
                        .collect::<Vec<_>>()
                }
            })
        })
        .collect();
    let reports: Vec<Report> =
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect();
    let sum = |of: fn(&Report) -> u64| reports.iter().map(of).sum::<u64>();
    let broken = reports.iter().filter(|report| report.violation.is_some()).count();
    println!(
        "{} seeds, {:.1} simulated hours in {:.0} s: {} entries, {} questions of which {} acknowledged, {} heals; {broken} broken",
        reports.len(),
        sum(|report| report.lasted_ms) as f64 / 3_600_000.0,
        started.elapsed().as_secs_f64(),
        sum(|report| report.entries),
        sum(|report| report.questions.0 as u64),
        sum(|report| report.questions.1 as u64),
        sum(|report| u64::from(report.heals)),
    );
    if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn tell(report: Report) -> Report {
    if let Some(violation) = &report.violation {
        println!("seed {} at {} ms: {}: {}", report.seed, violation.at, violation.checker, violation.what);
    }
    report
}

fn plant(args: &Args) -> ExitCode {
    let mut missed = false;
    for bug in Bug::ALL {
        let found = (args.from..args.from + args.seeds)
            .find_map(|seed| run(Plan::of(seed), Some(bug)).violation.map(|violation| (seed, violation)));
        match found {
            Some((seed, violation)) => println!("{bug:?}: {} (seed {seed})", violation.checker),
            None => {
                println!("{bug:?}: not found in {} seeds", args.seeds);
                missed = true;
            }
        }
    }
    if missed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
