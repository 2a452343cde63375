//! The doors: takes connections in and lets them go in order. None gets more time to say what it wants than a slow
//! phone needs, so that sockets which say nothing cannot use up the server. What is asked for is not known here.

use std::{io, net::SocketAddr, time::Duration};

use axum::{Router, extract::ConnectInfo, http::Request};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto::Builder, graceful::GracefulShutdown},
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tower_service::Service;

use crate::limits;

/// How long to wait when the system has no more sockets to give.
const OUT_OF_SOCKETS: Duration = Duration::from_millis(100);

/// Serves until `stop`, and then until what is under way has ended.
pub async fn serve(listener: TcpListener, router: Router, stop: CancellationToken) {
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(limits::HEADER_TIMEOUT);
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
        let (builder, router, watcher) = (builder.clone(), router.clone(), open.watcher());
        tokio::spawn(async move {
            if says_something(&stream).await {
                let service = to_router(router, peer);
                let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
                // A connection that breaks has nobody left to tell.
                let _ = watcher.watch(connection.into_owned()).await;
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

/// Whether the other side begins in time: hyper's own watch begins with the first byte.
async fn says_something(stream: &TcpStream) -> bool {
    // With Nagle's algorithm a receipt waits for the phone's acknowledgement. Refused only by a socket that is gone.
    let _ = stream.set_nodelay(true);
    let mut first = [0];
    matches!(tokio::time::timeout(limits::HEADER_TIMEOUT, stream.peek(&mut first)).await, Ok(Ok(1)))
}

/// The router, told who is on the other side.
fn to_router(
    router: Router,
    peer: SocketAddr,
) -> impl hyper::service::Service<
    Request<Incoming>,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send + 'static,
> + Send
+ use<> {
    service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().call(request)
    })
}
