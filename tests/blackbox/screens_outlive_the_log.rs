//! The log is emptied, or set back, or cut off from its replicas under a running server: what was acknowledged comes
//! back, what was taken off air stays off, nothing new is shown meanwhile, and the moderators are told.

use efir_tests::{
    Ask, Desk, Server, Socket, Start, cli::efir_in, desk::numbers, efir, eventually, redis::Redis,
};
use serde_json::{Value, json};

use crate::agreement::{agree, verified_at};

async fn moderator(server: &Server) -> Socket {
    Socket::with_token(server, "moderator", server.link_token("moderators")).await
}

async fn host(server: &Server) -> Socket {
    Socket::with_token(server, "host", server.link_token("host")).await
}

fn is_alarm(code: &'static str, on: bool) -> impl Fn(&Value) -> bool {
    move |alarm| alarm["code"] == code && alarm["on"] == on
}

fn ids(rundown: &Value) -> Vec<&str> {
    let all = rundown["next"].as_array().into_iter().flatten().chain([&rundown["on_air"]]);
    all.filter_map(|item| item["id"].as_str()).collect()
}

async fn asked(server: &Server, count: usize) -> Vec<Ask> {
    let mut asks = Vec::new();
    for n in 0..count {
        let ask = Ask::new(&format!("Когда построят школу № {n} в посёлке Южный?"));
        ask.send(server).await.ok();
        asks.push(ask);
    }
    asks
}

#[tokio::test]
async fn an_emptied_redis_is_filled_again_and_the_broadcast_goes_on() {
    let redis = Redis::start().await;
    let (first, second) = (Start::on(&redis.url()).go().await, Start::on(&redis.url()).go().await);
    for server in [&first, &second] {
        server.expect_error("is not the one that was folded");
    }
    Desk::of(&first, "admin").order(json!({"type": "settings", "rules": false})).await;
    let asks = asked(&first, 12).await;
    let desk = Desk::of(&first, "moderators");
    for ask in &asks[..5] {
        desk.order(json!({"type": "approve", "question": ask.id})).await;
    }
    desk.order(json!({"type": "next"})).await;
    desk.order(json!({"type": "reject", "question": asks[1].id, "reason": "other"})).await;
    // The second server knows of the rejection before its host looks.
    let before = agree(&[&first, &second]).await;
    let (mut moderator, mut host) = (moderator(&first).await, host(&second).await);
    let shown = host.until("rundown", |rundown| ids(rundown).len() == 4).await;

    redis.say("FLUSHALL");
    moderator.expect_where("alarm", is_alarm("log_forked", false)).await;
    let healed = host.expect_where("rundown", |rundown| rundown["position"] != shown["position"]).await;
    assert_eq!((&healed["next"], &healed["on_air"]), (&shown["next"], &shown["on_air"]));
    assert_eq!(agree(&[&first, &second]).await, before, "all is as it was");

    // It goes on: with the tokens of before, with the next number, on both servers.
    let ask = Ask::new("А где ближайшая поликлиника?");
    let receipt = ask.send(&second).await.ok();
    assert_eq!(receipt["number"], 13, "{receipt}");
    eventually("both servers are ready", async || {
        let mut all = 0;
        for server in [&first, &second] {
            all += u32::from(server.get("/readyz").send().await.status == 200);
        }
        (all == 2).then_some(())
    })
    .await;
    for frame in host.frames.iter().filter(|frame| frame["type"] == "rundown") {
        assert!(!ids(frame).contains(&asks[1].id.as_str()), "what was rejected is never shown: {frame}");
        assert_eq!(ids(frame).len(), 4, "nothing went from the screen: {frame}");
    }
    agree(&[&first, &second]).await;
    verified_at(&redis.url());
}

/// A bad memory changes a letter in an entry far behind the newest one: the running servers read their log over, and
/// the one that notices first mends it from what it holds.
#[tokio::test]
async fn a_byte_flipped_far_back_in_redis_is_noticed_and_mended_while_it_runs() {
    let redis = Redis::start().await;
    let (first, second) = (Start::on(&redis.url()).go().await, Start::on(&redis.url()).go().await);
    for server in [&first, &second] {
        server.expect_error("is not the one that was folded");
    }
    asked(&first, 6).await;
    let before = agree(&[&first, &second]).await;
    let mut moderator = moderator(&first).await;
    let script = "local k = KEYS[1] for _, e in ipairs(redis.call('XRANGE', k, '-', '+')) do \
                  if e[1] == '3-0' then e[2][4] = e[2][4]:gsub('Южный', 'Южная') end \
                  redis.call('XADD', k .. '-flipped', e[1], unpack(e[2])) end \
                  redis.call('RENAME', k .. '-flipped', k) return 'done'";
    let said = redis.say(&format!("EVAL \"{script}\" 1 {}", KEYS[0]));
    assert!(said.contains("done"), "{said}");
    assert_eq!(efir(&["verify", "--log", &redis.url()]).code, 1, "it is damaged");
    moderator.expect_where("alarm", is_alarm("log_forked", false)).await;
    eventually("it is whole again", async || {
        (efir(&["verify", "--log", &redis.url()]).code == 0).then_some(())
    })
    .await;
    assert_eq!(agree(&[&first, &second]).await, before, "all is as it was");
    for server in [&first, &second] {
        eventually("the change of epoch is counted on every server", async || {
            let figures = server.get("/metrics").send().await.text();
            let epochs = figures.lines().find(|line| line.starts_with("efir_epoch_changes_total{"))?;
            (!epochs.ends_with(" 0")).then_some(())
        })
        .await;
    }
}

/// The keys of the first broadcast, as an old backup holds them.
const KEYS: [&str; 3] = ["efir:{direct-line}:log", "efir:{direct-line}:ids", "efir:{direct-line}:meta"];

/// A server that starts on a log that was emptied, before another fills it again: it makes a key of its own, and gives
/// out numbers that belong to others.
#[tokio::test]
async fn what_a_server_signed_on_an_emptied_redis_stays_good_when_another_fills_it() {
    let redis = Redis::start().await;
    let first = Start::on(&redis.url()).go().await;
    asked(&first, 5).await;
    first.pause();
    redis.say("FLUSHALL");
    let late = Start::on(&redis.url()).go().await;
    let receipt = Ask::new("Когда откроют мост через Цивиль?").send(&late).await.ok();
    assert_eq!(receipt["number"], 1, "{receipt}");
    for server in [&first, &late] {
        server.expect_error("is not the one that was folded");
        server.expect_error("cannot follow");
        server.expect_error("cannot heal");
    }
    first.resume();
    let address = format!("questions/{}", receipt["receipt"].as_str().expect("a receipt"));
    for server in [&first, &late] {
        eventually("the receipt leads to the question, by whatever number", async || {
            let answer = server.get(&server.api(&address)).send().await;
            (answer.status == 200 && answer.json()["number"] == 6).then_some(())
        })
        .await;
        // The links that either has printed open both.
        for token in [first.link_token("moderators"), late.link_token("moderators")] {
            eventually("a moderator is let in", async || {
                let answer = server.get(&server.api("questions")).bearer(token).send().await;
                (answer.status == 200).then_some(())
            })
            .await;
        }
    }
    agree(&[&first, &late]).await;
    verified_at(&redis.url());
}

#[tokio::test]
async fn what_was_hidden_stays_hidden_when_an_old_backup_is_restored() {
    let redis = Redis::start().await;
    let server = Start::on(&redis.url()).go().await;
    server.expect_error("is not the one that was folded");
    let asks = asked(&server, 3).await;
    let desk = Desk::of(&server, "moderators");
    for ask in &asks {
        desk.order(json!({"type": "approve", "question": ask.id})).await;
    }
    desk.order(json!({"type": "next"})).await;
    for key in KEYS {
        assert!(redis.say(&format!("COPY {key} {key}-backup")).starts_with(":1"));
    }
    desk.order(json!({"type": "clear"})).await;
    desk.order(json!({"type": "reject", "question": asks[0].id, "reason": "personal"})).await;
    let (mut moderator, mut host) = (moderator(&server).await, host(&server).await);
    host.until("rundown", |rundown| ids(rundown) == [asks[1].id.as_str(), &asks[2].id]).await;
    for key in KEYS {
        redis.say(&format!("RENAME {key}-backup {key}"));
    }
    moderator.expect_where("alarm", is_alarm("log_forked", false)).await;
    // Something that comes after all that was shown because of the fork.
    desk.order(json!({"type": "next"})).await;
    host.until("rundown", |rundown| rundown["on_air"]["id"] == asks[1].id.as_str()).await;
    let shown = host.frames.iter().filter(|frame| frame["type"] == "rundown");
    for frame in shown {
        assert!(!ids(frame).contains(&asks[0].id.as_str()), "{frame}");
    }
    assert_eq!(numbers(&desk.window("status=rejected").await["rows"]), [1]);
}

#[tokio::test]
async fn what_replicas_do_not_have_is_neither_acknowledged_nor_shown_and_hiding_does_not_wait() {
    let primary = Redis::start().await;
    let replica = Redis::replica_of(&primary).await;
    let start = || Start::on(&primary.url()).arg("--ack-replicas").arg("1");
    let (first, second) = (start().go().await, start().go().await);
    let asks = asked(&first, 3).await;
    let desk = Desk::of(&first, "moderators");
    desk.order(json!({"type": "approve", "question": asks[0].id})).await;
    let (mut moderator, mut near, mut far) =
        (moderator(&first).await, host(&first).await, host(&second).await);
    for host in [&mut near, &mut far] {
        host.until("rundown", |rundown| ids(rundown) == [asks[0].id.as_str()]).await;
    }

    replica.pause();
    let late = Ask::new("Когда пустят автобус до вокзала?");
    let unsure = async { assert_eq!(late.send(&first).await.code(), "unavailable") };
    let approve = json!({"type": "approve", "question": asks[1].id});
    let approving = async { assert_eq!(desk.command(approve).await.code(), "unavailable") };
    let reject = json!({"type": "reject", "question": asks[0].id, "reason": "other"});
    let rejecting = async {
        assert_eq!(desk.command(reject).await.code(), "unavailable");
    };
    let hidden = async {
        // On the server that was told, and on the other that read it in the log.
        near.until("rundown", |rundown| ids(rundown).is_empty()).await;
        far.until("rundown", |rundown| ids(rundown).is_empty()).await;
    };
    let told = async { moderator.expect_where("alarm", is_alarm("too_few_replicas", true)).await };
    tokio::join!(unsure, approving, rejecting, hidden, told);
    assert_eq!(first.get("/readyz").send().await.status, 503);
    assert_eq!(desk.rundown().await["next"], json!([]));
    for host in [&near, &far] {
        let shown = host.frames.iter().filter(|frame| frame["type"] == "rundown");
        assert!(shown.clone().all(|frame| !ids(frame).contains(&asks[1].id.as_str())));
    }

    replica.resume();
    moderator.expect_where("alarm", is_alarm("too_few_replicas", false)).await;
    for host in [&mut near, &mut far] {
        host.until("rundown", |rundown| ids(rundown) == [asks[1].id.as_str()]).await;
    }
    assert_eq!(late.send(&first).await.ok()["number"], 4, "asked again, it is there once");
    agree(&[&first, &second]).await;
}

#[tokio::test]
async fn a_redis_that_loses_what_it_acknowledges_is_refused_or_every_moderator_is_warned() {
    let redis = Redis::start().await;
    redis.say("CONFIG SET appendfsync everysec");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let refused = efir_in(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--log", &redis.url()]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    for part in ["appendfsync everysec", "CONFIG SET appendfsync always", "--allow-unsafe-redis"] {
        assert!(refused.err.contains(part), "{}", refused.err);
    }
    assert!(refused.err.contains(&redis.port.to_string()), "{}", refused.err);
    let server = Start::on(&redis.url()).arg("--allow-unsafe-redis").go().await;
    assert!(
        server.events().iter().any(|line| line.contains("WARN") && line.contains("appendfsync everysec"))
    );
    let alarm = moderator(&server).await.expect_where("alarm", is_alarm("redis_unsafe", true)).await;
    assert!(
        alarm["detail"].as_str().is_some_and(|detail| detail.contains("appendfsync everysec")),
        "{alarm}"
    );
    // Mended while it runs, and spoiled again: it is looked at every few seconds.
    let (mut moderator, off, on) =
        (moderator(&server).await, is_alarm("redis_unsafe", false), is_alarm("redis_unsafe", true));
    let unsafe_ones = async || {
        let figures = server.get("/metrics").send().await.text();
        figures.lines().find_map(|line| line.strip_prefix("efir_redis_unsafe ")).map(str::to_owned)
    };
    redis.say("CONFIG SET appendfsync always");
    moderator.expect_where("alarm", off).await;
    eventually("it is counted", async || (unsafe_ones().await? == "0").then_some(())).await;
    server.expect_error("may lose what was acknowledged");
    redis.say("CONFIG SET appendonly no");
    let alarm = moderator.expect_where("alarm", on).await;
    assert!(alarm["detail"].as_str().is_some_and(|detail| detail.contains("appendonly no")), "{alarm}");
    eventually("it is counted", async || (unsafe_ones().await? == "1").then_some(())).await;
    // The other commands do not serve anybody.
    efir(&["verify", "--log", &redis.url()]).ok();
    let disk = efir(&["serve", "--log", "disk:x", "--ack-replicas", "1"]);
    assert_eq!((disk.code, disk.err.contains("--ack-replicas 1")), (2, true), "{}", disk.err);
}
