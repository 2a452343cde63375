//! The doors: takes connections in and lets them go in order. None gets more time to say what it wants than a slow
//! phone needs, so that sockets which say nothing cannot use up the server. Of what is asked for only so much is looked
//! at as tells the lane; who shows that they make the broadcast comes in whatever the others do, and viewers while there is
//! room.

pub mod admission;
mod head;
mod refusal;

use std::{
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

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
use tokio::{
    net::{TcpListener, TcpSocket, TcpStream},
    runtime::Handle,
};
use tokio_util::sync::CancellationToken;
use tower_service::Service;

use crate::{
    http::{self, App},
    lanes::Lanes,
    limits,
    node::Node,
};
use admission::{Admission, Doorstep, Guest, Standing};
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
    node: Arc<Node>,
    lanes: Lanes,
    admission: Admission,
    stop: CancellationToken,
}

/// Opens the doors at that address, for that lane.
pub fn open(address: SocketAddr, lane: &Handle) -> io::Result<TcpListener> {
    let _its = lane.enter();
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // A server that is started again finds its address still taken by connections of the one before.
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Serves until the server is to end, and then until what is under way has ended.
pub async fn serve(listener: TcpListener, app: App) {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits::HEADER_TIMEOUT);
    let App { node, lanes, admission, stop, .. } = app.clone();
    let house = House { builder, router: http::router(app), node, lanes, admission, stop };
    let open = GracefulShutdown::new();
    let mut doorstep = Doorstep::default();
    while let Some(accepted) = house.stop.run_until_cancelled(listener.accept()).await {
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                refused(&error).await;
                continue;
            }
        };
        let standing = doorstep.room(&house.admission).await;
        let knocks = tokio::spawn(house.clone().knock(stream, peer, standing, open.watcher()));
        doorstep.stand(knocks.abort_handle());
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
    /// Finds out who it is, and serves it in the lane that is theirs, or says that there is no room.
    async fn knock(self, stream: TcpStream, peer: SocketAddr, standing: Standing, watcher: Watcher) {
        let Some(Some(head)) = self.stop.run_until_cancelled(Head::of(&stream)).await else { return };
        let door = head.door(&self.node.keys());
        if door == Door::Makers {
            let lane = self.lanes.makers.clone();
            return self.hand_over(&lane, stream, peer, None, watcher);
        }
        // What waits to be sent is the system's memory, and would not be bounded by ours.
        let _ = socket2::SockRef::from(&stream).set_send_buffer_size(limits::SEND_BUFFER_BYTES);
        if door == Door::Watch {
            return Box::pin(self.connect(stream, peer, None, watcher)).await;
        }
        match self.admission.admit(standing, head.is_whole) {
            Ok(guest) => {
                let lane = self.lanes.viewers.clone();
                self.hand_over(&lane, stream, peer, Some(guest), watcher);
            }
            Err(_standing) if door == Door::Files => {
                Box::pin(self.connect(stream, peer, None, watcher)).await;
            }
            Err(_standing) => refusal::no_room(stream, &head).await,
        }
    }

    fn hand_over(
        self,
        lane: &Handle,
        stream: TcpStream,
        peer: SocketAddr,
        guest: Option<Guest>,
        watcher: Watcher,
    ) {
        let Ok(stream) = stream.into_std() else { return };
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
