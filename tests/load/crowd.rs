//! Honest peers: each reads what it is sent, as a page does. One that does not read acknowledges late, and ten thousand
//! late acknowledgements at once are more than the system's own queue of packets holds.

use std::sync::Arc;

use efir_tests::{SLUG, Server, socket::Knock};
use futures_util::future::join_all;
use tokio::runtime::Handle;

/// How many come in at once where nothing is to be shown by how they come in.
const AT_ONCE: usize = 100;

/// So many viewers come in by that door and look on until the server ends. They run on `crowd`, so that nobody who is
/// measured waits behind them.
pub async fn gather(crowd: &Handle, server: &Arc<Server>, viewers: usize, door: &str) {
    let mut left = viewers;
    while left > 0 {
        let some = left.min(AT_ONCE);
        let come = (0..some).map(|_| {
            let (server, door) = (server.clone(), door.to_owned());
            crowd.spawn(async move {
                let mut socket = Knock::at(&server, SLUG, &door).open().await.expect("a viewer is let in");
                drop(server);
                tokio::spawn(async move { socket.look_on().await });
            })
        });
        for one in join_all(come).await {
            one.expect("every viewer is let in");
        }
        left -= some;
    }
}
