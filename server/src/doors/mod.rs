//! The doors: takes connections in and lets them go in order. None gets more time to say what it wants than a slow
//! phone needs, so that sockets which say nothing cannot use up the server. Of what is asked for only so much is looked
//! at as tells the lane; makers come in whatever the viewers do, and viewers only while there is room.

pub mod admission;
mod head;
mod refusal;

use std::{io, net::SocketAddr, sync::Mutex, sync::PoisonError, time::Duration};

use axum::{Router, extract::ConnectInfo, http::Request};
use futures_util::FutureExt;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{
        conn::auto::Builder,
        graceful::{GracefulShutdown, Watcher},
    },
};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio_util::sync::CancellationToken;
use tower_service::Service;

use crate::{lanes::Lanes, limits};
use admission::{Admission, Guest};
use head::{Door, Head};

/// Connections that the system holds for us until we take them; where that is more than it allows, as many as it does. A
/// phone that finds no place among them tries again after a second, and then after two more.
const BACKLOG: u32 = 16_384;
/// How long to wait when the system has no more sockets to give.
const OUT_OF_SOCKETS: Duration = Duration::from_millis(100);

/// What every connection needs to be served.
#[derive(Clone)]
struct House {
    builder: Builder<TokioExecutor>,
    router: Router,
    lanes: Lanes,
    admission: Admission,
}

/// Opens the doors at that address.
pub fn open(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A server that is started again finds its address still taken by connections of the one before.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until `stop`, and then until what is under way has ended.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    lanes: Lanes,
    admission: Admission,
    stop: CancellationToken,
) {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits::HEADER_TIMEOUT);
    let house = House { builder, router, lanes, admission };
    let open = GracefulShutdown::new();
    loop {
        let (stream, peer) = tokio::select! {
            () = stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    refused(&error).await;
                    continue;
                }
            },
        };
        let (house, watcher, stop) = (house.clone(), open.watcher(), stop.clone());
        tokio::spawn(async move {
            if let Some(Some(head)) = stop.run_until_cancelled(Head::of(&stream)).await {
                house.let_in(stream, peer, head, watcher).await;
            }
        });
    }
    drop(listener);
    open.shutdown().await;
}

/// One that was gone before it was taken is no matter; when the system is out of sockets, others must end first.
async fn refused(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::warn!(%error, "cannot take a connection: raise the limit of open files");
        tokio::time::sleep(OUT_OF_SOCKETS).await;
    }
}

impl House {
    /// Serves it in the lane that it asks for, or says that there is no room.
    async fn let_in(self, stream: TcpStream, peer: SocketAddr, head: Head, watcher: Watcher) {
        let guest = match head.door() {
            Door::Makers => return self.connect(stream, peer, None, watcher).await,
            Door::Files => None,
            Door::Viewers => match self.admission.admit(head.is_whole()) {
                Some(guest) => Some(guest),
                None => return refusal::no_room(stream, &head).await,
            },
        };
        // What waits to be sent is the system's memory, and would not be bounded by ours.
        let _ = socket2::SockRef::from(&stream).set_send_buffer_size(limits::SEND_BUFFER_BYTES);
        let Ok(stream) = stream.into_std() else { return };
        let lane = self.lanes.viewers.clone();
        lane.spawn(async move {
            if let Ok(stream) = TcpStream::from_std(stream) {
                self.connect(stream, peer, guest, watcher).await;
            }
        });
    }

    async fn connect(self, stream: TcpStream, peer: SocketAddr, guest: Option<Guest>, watcher: Watcher) {
        let service = to_router(self.router, peer, guest);
        let connection = self.builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
        // A connection that breaks has nobody left to tell.
        let _ = watcher.watch(connection.into_owned()).await;
    }
}

/// The router, told who is on the other side. A guest has arrived when the first request was looked at.
fn to_router(
    router: Router,
    peer: SocketAddr,
    guest: Option<Guest>,
) -> impl hyper::service::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send + 'static,
> + Send
+ use<> {
    let (place, arrival) = guest.map_or((None, None), |guest| (Some(guest.place), guest.arrival));
    let arrival = Mutex::new(arrival);
    service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        if let Some(place) = &place {
            request.extensions_mut().insert(place.clone());
        }
        let mut answer = router.clone().call(request);
        let mut arrival = arrival.lock().unwrap_or_else(PoisonError::into_inner).take();
        std::future::poll_fn(move |context| {
            let polled = answer.poll_unpin(context);
            // Done, or it waits for the other side, which must not keep others out.
            drop(arrival.take());
            polled
        })
    })
}
