//! Moderators at every server, who are to be warned of a Redis that may lose what was acknowledged, and the figure of it.

use efir_tests::{Socket, eventually};

use crate::fleet::Fleet;

/// A moderator at each of a fleet's servers.
pub struct Warned {
    moderators: Vec<Socket>,
}

impl Warned {
    /// They come; from now on the servers may write that error.
    pub async fn at(fleet: &Fleet) -> Self {
        let mut moderators = Vec::new();
        for server in fleet.all() {
            server.expect_error("may lose what was acknowledged");
            moderators.push(Socket::with_token(&server, "moderator", server.link_token("moderators")).await);
        }
        Self { moderators }
    }

    /// Waits until each of them is warned, with all these words in it.
    pub async fn are_warned(&mut self, words: &[&str]) {
        for moderator in &mut self.moderators {
            let alarm = |frame: &serde_json::Value| {
                let detail = frame["detail"].as_str().unwrap_or_default();
                let says_all = words.iter().all(|word| detail.contains(word));
                frame["code"] == "redis_unsafe" && frame["on"] == true && says_all
            };
            moderator.expect_where("alarm", alarm).await;
        }
    }

    /// Waits until each of them is told that it is over.
    pub async fn are_calmed(&mut self) {
        for moderator in &mut self.moderators {
            moderator
                .expect_where("alarm", |frame| frame["code"] == "redis_unsafe" && frame["on"] == false)
                .await;
        }
    }
}

/// Waits until every server counts so many of these.
pub async fn are_counted(fleet: &Fleet, unsafe_ones: usize) {
    let line = format!("efir_redis_unsafe {unsafe_ones}");
    for server in fleet.all() {
        eventually("it is counted", async || {
            let figures = server.get("/metrics").send().await.text();
            figures.lines().any(|figure| figure == line).then_some(())
        })
        .await;
    }
}
