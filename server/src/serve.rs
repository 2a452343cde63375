//! `efir serve` and `efir demo`: starts a node, opens the doors, says where, and ends in order.

use std::{io::Write, path::PathBuf, sync::Arc, time::Duration};

use anyhow::Context;
use efir_log::Role;
use efir_web::Lang;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    cli::links,
    config::Config,
    demo::{self, Crowd},
    doors::{self, admission::Admission},
    http::App,
    lanes::{self, Lanes},
    limits,
    node::Node,
    rulebook, watch,
};

/// Open files that others leave for the log and for those who make the broadcast; and viewers for those at the door.
const OWN_FILES: usize = 1_024;
/// Where durations are told apart, in seconds: from one sync of a good disk to what an asker gives up at.
const SECONDS: [f64; 13] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0];
/// How often those who have been quiet are forgotten.
const SWEEP: Duration = Duration::from_secs(60);

/// What the first broadcast of an empty log is called, until its title is changed.
pub fn first_title() -> String {
    efir_web::t(Lang::RU, "first-broadcast", &[])
}

/// Runs until it is told to end.
pub fn run(mut config: Config, crowd: Option<Crowd>) -> anyhow::Result<()> {
    let throw_away = match &crowd {
        Some(_) => Some(demo::ThrowAway::new()?),
        None => None,
    };
    if let Some(throw_away) = &throw_away {
        config.log = throw_away.log();
        // The crowd has one address.
        config.rate_limit = false;
    } else if !config.rate_limit {
        tracing::warn!("limits of questions and votes are off: for load tests only");
    }
    let (doors, makers, viewers) = (lanes::doors()?, lanes::makers()?, lanes::viewers()?);
    let [doors_lane, makers_lane, viewers_lane] =
        [&doors, &makers, &viewers].map(|lane| lane.handle().clone());
    let lanes = Lanes { doors: doors_lane, makers: makers_lane, viewers: viewers_lane };
    let served = makers.block_on(serve(config, crowd, lanes));
    doors.shutdown_background();
    viewers.shutdown_background();
    makers.shutdown_timeout(Duration::from_secs(1));
    served
}

async fn serve(config: Config, crowd: Option<Crowd>, lanes: Lanes) -> anyhow::Result<()> {
    let rules = rulebook::load(config.rules.as_deref())?;
    let metrics = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &SECONDS)?
        .install_recorder()?;
    let stop = CancellationToken::new();
    let opened = efir_log::open(&config.log, config.opening(Role::Server)).await?;
    opened.concerns.iter().for_each(|concern| tracing::warn!("{concern}"));
    let node =
        Node::open(opened, rules, config.rate_limit, &first_title(), lanes.clone(), stop.clone()).await?;
    node.note_rules().await?;
    let listener = doors::open(config.listen, &lanes.doors)
        .with_context(|| format!("cannot listen on {}: choose another address by --listen", config.listen))?;
    let address = listener.local_addr()?;
    let base_url = config.base_url(address);
    announce(&node, &base_url)?;
    if let Some(folder) = config.rules.clone() {
        tokio::spawn(watch_rules(node.clone(), folder, stop.clone()));
    }
    let drain = config.drain;
    let files = others(raise_open_files());
    let places = config.max_connections.min(others(files));
    let app = App {
        node: node.clone(),
        config: Arc::new(config),
        base_url: base_url.into(),
        metrics,
        stop: stop.clone(),
        sockets: TaskTracker::new(),
        lanes,
        admission: Admission::new(places, limits::AT_THE_DOOR.min(files - places)),
    };
    let sockets = app.sockets.clone();
    if let Some(crowd) = crowd {
        app.lanes.viewers.spawn(demo::run(crowd, node.clone(), address, stop.clone()));
    }
    tokio::spawn(sweep(node.clone(), stop.clone()));
    tokio::spawn(wait_for_signal(stop.clone()));
    writeln!(std::io::stderr(), "listening on http://{address}")?;
    let doors = app.lanes.doors.clone().spawn(doors::serve(listener, app));
    let ended = async {
        let ended = doors.await;
        sockets.close();
        sockets.wait().await;
        ended
    };
    tokio::select! {
        ended = ended => ended.context("the doors fell shut")?,
        () = async { stop.cancelled().await; tokio::time::sleep(drain).await } => {
            tracing::warn!("some connections did not end in time");
        }
    }
    match node.rooms().iter().find_map(|room| room.failure.get()) {
        Some(failure) => Err(failure.clone().into()),
        None => Ok(()),
    }
}

/// Allows as many open files as the system lets us; says how many those are.
fn raise_open_files() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    let allowed = match setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }) {
        Ok(()) => maximum,
        Err(_) => current,
    };
    allowed.and_then(|files| files.try_into().ok()).unwrap_or(usize::MAX)
}

/// How many of so many open files are left beside our own: with few, half.
fn others(files: usize) -> usize {
    files.saturating_sub(OWN_FILES).max(files / 2)
}

/// Prints the links on standard output.
fn announce(node: &Node, base_url: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for room in node.rooms() {
        write!(out, "{}", links::list(&node.keys(), base_url, &room.slug))?;
    }
    out.flush()
}

async fn sweep(node: Arc<Node>, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(SWEEP) => node.flood.sweep(),
        }
    }
}

async fn watch_rules(node: Arc<Node>, folder: PathBuf, stop: CancellationToken) {
    if let Err(error) = watch::rules(node, folder, stop).await {
        tracing::error!(%error, "cannot watch the rules: changes are in force after the next start");
    }
}

async fn wait_for_signal(stop: CancellationToken) {
    let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("cannot listen for signals: end the server by killing it");
        return;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = int.recv() => {}
    }
    stop.cancel();
}
