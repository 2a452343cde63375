//! A proxy for TCP in the test's own process, which can cut a link, or swallow what the server answers.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::watch,
};

/// What goes through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weather {
    /// Nothing between the servers of a set; connections hang, as they do when packets are dropped.
    pub cut_inside: bool,
    /// Nothing from that one of the other servers of a set.
    pub cut_from: Option<IpAddr>,
    /// Nothing between Efir and the server.
    pub cut_outside: bool,
    /// What Efir says arrives, and what is answered does not.
    pub lose_answers: bool,
}

/// A port that leads to another.
pub struct Proxy {
    /// Where to connect to.
    pub port: u16,
    weather: Arc<watch::Sender<Weather>>,
}

impl Proxy {
    /// To that port.
    pub async fn to(target: u16) -> Self {
        let port = efir_tests::redis::free_port();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.expect("a port for the proxy");
        let weather = Arc::new(watch::Sender::default());
        let changes = weather.clone();
        tokio::spawn(async move {
            while let Ok((client, from)) = listener.accept().await {
                tokio::spawn(pass(client, from, target, changes.subscribe()));
            }
        });
        Self { port, weather }
    }

    /// From now on.
    pub fn set(&self, weather: Weather) {
        self.weather.send_replace(weather);
    }
}

async fn pass(
    client: TcpStream,
    from: SocketAddr,
    target: u16,
    weather: watch::Receiver<Weather>,
) -> Option<()> {
    let from = from.ip();
    // Servers of a set connect from addresses of their own.
    let inside = from != Ipv4Addr::LOCALHOST;
    let is_cut = move |weather: &Weather| {
        weather.cut_from == Some(from) || if inside { weather.cut_inside } else { weather.cut_outside }
    };
    // As long as the link is cut nothing is even accepted by the other side.
    weather.clone().wait_for(|weather| !is_cut(weather)).await.ok()?;
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, target)).await.ok()?;
    for side in [&client, &server] {
        side.set_nodelay(true).ok()?;
    }
    let ((from_client, to_client), (from_server, to_server)) = (client.into_split(), server.into_split());
    let loses = move |weather: &Weather| !inside && weather.lose_answers;
    tokio::select! {
        () = copy(from_client, to_server, weather.clone(), is_cut, |_| false) => {}
        () = copy(from_server, to_client, weather, is_cut, loses) => {}
    }
    None
}

/// Copies until one side ends. What comes while the link is cut waits, as it would in the kernel's queues.
async fn copy(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut weather: watch::Receiver<Weather>,
    is_cut: impl Fn(&Weather) -> bool,
    is_lost: impl Fn(&Weather) -> bool,
) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        let Ok(read @ 1..) = from.read(&mut buffer).await else { return };
        if weather.wait_for(|weather| !is_cut(weather)).await.is_err() {
            return;
        }
        if is_lost(&weather.borrow()) {
            // What is lost of a TCP stream is lost with all that would follow.
            let _ = weather.wait_for(|weather| !is_lost(weather)).await;
            return;
        }
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}
