//! `efir demo`: a live broadcast for somebody who has just unpacked Efir. A crowd of viewers asks, repeats itself,
//! swears, advertises and votes by the same sockets as everybody else; nothing here has a way of its own to a screen.

mod crowd;
mod dice;
mod file;
mod moderator;
mod pace;
mod people;
mod person;
mod texts;
mod throw_away;

use std::{
    io::Write,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
};

use efir_core::{Actor, Command, Deed, Entry, Role, SettingsPatch};
use tokio_util::sync::CancellationToken;

pub use throw_away::ThrowAway;

use crate::{
    clock,
    node::{FIRST_SLUG, Node},
    room::Room,
};

/// What the demonstration's broadcast is called.
const TITLE: &str = "Прямая линия с правительством Чувашии";
/// How long it is on air, in milliseconds.
const ON_AIR_MS: u64 = 60 * 60_000;
/// What to do, for the newcomer.
const HINT: &str = "Демо: вопросы уже идут. Откройте ссылку moderators и примите первый. · \
                    Demo: questions are coming in. Open the moderators' link and approve one.";
/// The same when a bot moderates.
const HINT_BOT: &str = "Демо: модерирует бот. Откройте ссылки host и viewers и смотрите эфир. · \
                        Demo: a bot moderates. Open the host's and the viewers' links and watch.";

/// Who takes part in the demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Crowd {
    /// How many people ask.
    pub people: usize,
    /// Whether a bot moderates.
    pub moderator: bool,
}

/// Plays the demonstration on this node's first broadcast, by sockets to that address, until `stop`.
pub async fn run(crowd: Crowd, node: Arc<Node>, address: SocketAddr, stop: CancellationToken) {
    let Ok(room) = node.room(FIRST_SLUG) else {
        tracing::error!("the demonstration needs the broadcast {FIRST_SLUG}, and there is none");
        return;
    };
    go_on_air(&room).await;
    let hint = if crowd.moderator { HINT_BOT } else { HINT };
    // If standard error is closed there is nobody to tell.
    let _ = writeln!(std::io::stderr(), "{hint}");
    let moderate = async {
        if crowd.moderator {
            moderator::work(room.clone(), stop.clone()).await;
        }
    };
    tokio::join!(crowd::gather(crowd.people, reachable(address), FIRST_SLUG, stop.clone()), moderate);
}

/// Gives the broadcast its title and its hour.
async fn go_on_air(room: &Room) {
    let now = clock::now_ms();
    let settings = SettingsPatch {
        title: Some(TITLE.to_owned()),
        air_from: Some(now),
        air_until: Some(now + ON_AIR_MS),
        ..SettingsPatch::default()
    };
    let by = Actor { role: Role::Admin, id: clock::new_id(), name: Some("efir demo".into()) };
    let entry = Entry::new(clock::new_id(), now, by, Deed::Command(Command::Settings(settings)));
    // The demonstration is as good under the first title.
    match room.submit(&entry, None).await {
        Ok(settled) if settled.outcome.is_ok() => {}
        problem => tracing::warn!(?problem, "the demonstration's title was not taken"),
    }
}

/// The address at which a server that listens everywhere is reached from the same machine.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        _ => {}
    }
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_listens_everywhere_is_reached_here() {
        let reached = |address: &str| reachable(address.parse().unwrap()).to_string();
        assert_eq!(reached("0.0.0.0:80"), "127.0.0.1:80");
        assert_eq!(reached("[::]:80"), "[::1]:80");
        assert_eq!(reached("10.1.2.3:80"), "10.1.2.3:80");
    }
}
