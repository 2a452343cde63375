//! A storm: the server is killed and started again, and all phones come back at once, each as it is told to. Meanwhile the
//! host and the moderator come back, too, and approve one question after the other.

use std::{
    net::SocketAddr,
    sync::Arc,
    time::{Duration, Instant},
};

use efir_tests::{SLUG, Server, Socket, Start, Store, socket::Knock};
use futures_util::future::join_all;
use tokio::{
    runtime::Handle,
    sync::mpsc::{self, UnboundedReceiver, UnboundedSender},
    task::JoinHandle,
};

use crate::{
    measure::{Latencies, Usage, dropped_packets},
    whole_way::{approve_one, texts, waiting},
};

/// Questions that are asked before the storm.
const ASKED: usize = 500;
/// How long the moderator thinks about each.
const THINKS: Duration = Duration::from_millis(20);
/// Phones that come in at once before the storm.
const AT_ONCE: usize = 100;
/// As the page opens its socket.
const PATH: &str = "viewer?changes=true";

/// A phone that lost its link.
struct Phone {
    cookies: String,
    position: String,
}

/// How a phone came back.
struct Return {
    /// From the storm's begin until it was welcomed.
    took: Duration,
    /// The longest that it waited for any answer.
    longest_answer: Duration,
    /// How often it was told to come later.
    refused: usize,
}

/// Runs it.
pub async fn measure(crowd: &Handle, phones: usize) {
    let store = Store::disk();
    let server = Arc::new(Start::on(&store.url()).go().await);
    let mut asker = Socket::viewer(&server).await;
    for text in texts(ASKED) {
        asker.ask(&text).await;
    }
    drop(asker);
    let questions = waiting(&server).await;
    let (last, questions) = questions.split_last().expect("there are questions");
    let (lost, address) = lose_all(crowd, server, phones).await;
    let server = Arc::new(Start::on(&store.url()).at(address).go().await);
    let (before, dropped) = (Usage::of(server.pid()), dropped_packets());
    let begun = Instant::now();
    let (storm, mut returns) = break_loose(crowd, &server, lost, last, begun);
    let mut moderator = Socket::with_token(&server, "moderator", server.link_token("moderators")).await;
    let mut host = Socket::with_token(&server, "host", server.link_token("host")).await;
    println!("{phones} phones come back at once; moderator and host are in after {:.0?}", begun.elapsed());
    let mut approvals = Latencies::default();
    let mut all: Vec<Return> = Vec::new();
    for question in questions {
        approvals.add(approve_one(&mut moderator, &mut host, question).await);
        tokio::time::sleep(THINKS).await;
        all.extend(std::iter::from_fn(|| returns.try_recv().ok()));
    }
    println!("  {} approvals to the host's screen meanwhile: {approvals}", questions.len());
    while all.len() < phones {
        all.extend(returns.recv().await);
    }
    tell(&all, &Usage::of(server.pid()).since(&before));
    let sent = Instant::now();
    approve_one(&mut moderator, &mut host, last).await;
    for one in storm {
        one.await.expect("every phone comes back and is told");
    }
    println!("  one more question is on all walls after {:.0?}", sent.elapsed());
    println!("packets that the system dropped: {}", dropped_packets() - dropped);
}

/// All come back at once, tell that they did, and look on until they have seen the last question.
fn break_loose(
    crowd: &Handle,
    server: &Arc<Server>,
    lost: Vec<Phone>,
    last: &str,
    begun: Instant,
) -> (Vec<JoinHandle<()>>, UnboundedReceiver<Return>) {
    let (came, returns) = mpsc::unbounded_channel();
    let come = |phone| {
        let (server, came, last) = (server.clone(), came.clone(), last.to_owned());
        crowd.spawn(async move {
            let mut socket = come_back(&server, &phone, begun, came).await;
            drop(server);
            socket.read_to(&last).await.expect("the server runs");
        })
    };
    (lost.into_iter().map(come).collect(), returns)
}

fn tell(all: &[Return], used: &Usage) {
    let count = all.len() as f64;
    println!("  {count} are back, welcomed after: {}", latencies(all, |one| one.took));
    println!("  one attempt's answer: {}", latencies(all, |one| one.longest_answer));
    let refused = all.iter().map(|one| one.refused);
    let most = refused.clone().max().unwrap_or_default();
    println!("  refusals with a time to come back: {}, one phone's at most {most}", refused.sum::<usize>());
    let (now, peak) = (used.memory_kib / count, used.peak_kib / count);
    println!("  {now:.1} KiB of memory each, {peak:.1} KiB at the worst");
    println!("  {:.0} µs of the server's CPU each", used.cpu.as_secs_f64() * 1e6 / count);
}

fn latencies(all: &[Return], of: impl Fn(&Return) -> Duration) -> Latencies {
    all.iter().map(of).collect()
}

/// So many phones come in, and the server is killed: what they know when they come back, and where it was.
async fn lose_all(crowd: &Handle, server: Arc<Server>, phones: usize) -> (Vec<Phone>, SocketAddr) {
    let mut here = Vec::new();
    while here.len() < phones {
        let come = (0..AT_ONCE.min(phones - here.len())).map(|_| {
            let server = server.clone();
            crowd.spawn(async move {
                let mut socket = Knock::at(&server, SLUG, PATH).open().await.expect("there is room");
                drop(server);
                let welcome = socket.expect("welcome").await;
                let position = welcome["position"].as_str().expect("a welcome has a position").to_owned();
                let phone = Phone { cookies: socket.cookies.clone(), position };
                // Reads until the server is gone.
                (phone, tokio::spawn(async move { socket.look_on().await }))
            })
        });
        here.extend(join_all(come).await.into_iter().map(|one| one.expect("every phone is let in")));
    }
    server.kill();
    let address = server.address;
    drop(server);
    let (phones, ends): (Vec<_>, Vec<_>) = here.into_iter().unzip();
    join_all(ends).await;
    (phones, address)
}

/// Comes back as it is told to, and says how that was.
async fn come_back(server: &Server, phone: &Phone, begun: Instant, came: UnboundedSender<Return>) -> Socket {
    let mut refused = 0;
    let mut longest_answer = Duration::ZERO;
    loop {
        let asked = Instant::now();
        let path = format!("{PATH}&position={}", phone.position);
        let answer = Knock::at(server, SLUG, &path).header("cookie", &phone.cookies).knock().await;
        longest_answer = longest_answer.max(asked.elapsed());
        match answer {
            Ok(mut socket) => {
                socket.read_to("\"welcome\"").await.expect("who is let in is welcomed");
                // Nobody listens any more where the measure has ended.
                let _ = came.send(Return { took: begun.elapsed(), longest_answer, refused });
                return socket;
            }
            Err(refusal) => {
                refused += 1;
                let wait = refusal.retry_after.unwrap_or_else(|| panic!("refused for good: {refusal:?}"));
                tokio::time::sleep(wait).await;
            }
        }
    }
}
