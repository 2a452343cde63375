//! The embedded log under damage: a clear word, no false acknowledgement, and what can be read is saved.

use std::path::Path;

use efir_tests::{Ask, SLUG, Server, Socket, Start, Store, efir};

const TEXTS: [&str; 3] =
    ["Когда откроют мост у рынка?", "Где взять справку о семье?", "Кто чистит двор зимой?"];

/// A log with three questions, closed in order.
async fn closed_log(store: &Store) {
    let server = Server::on(store).await;
    for text in TEXTS {
        Ask::new(text).send(&server).await.ok();
    }
    assert_eq!(server.stop().await, 0);
    // A reader that was still at work when the process ended leaves SQLite's journal beside the file: whoever opens it
    // next puts that into the file.
    efir(&["verify", "--log", &store.url()]).ok();
}

fn file(store: &Store) -> std::path::PathBuf {
    Path::new(store.url().strip_prefix("disk:").expect("a log on disk")).join("log.sqlite")
}

/// Changes a letter of the second question, so that it is text still, and only the chain can tell.
fn flip(store: &Store) {
    use std::os::unix::fs::FileExt;
    let bytes = std::fs::read(file(store)).expect("the log's file");
    let needle = TEXTS[1].as_bytes();
    let places: Vec<usize> =
        (0..bytes.len() - needle.len()).filter(|at| bytes[*at..].starts_with(needle)).collect();
    assert!(!places.is_empty(), "the text is in the file");
    // In place: a running server holds the file open.
    let open = std::fs::OpenOptions::new().write(true).open(file(store)).expect("the log's file");
    for at in places {
        open.write_all_at(&[bytes[at + 1] ^ 1], at as u64 + 1).expect("a byte is written");
    }
}

#[tokio::test]
async fn a_flipped_byte_is_named_and_the_rest_is_saved() {
    let store = Store::disk();
    closed_log(&store).await;
    flip(&store);

    let verified = efir(&["verify", "--log", &store.url()]);
    assert_eq!(verified.code, 1, "{}", verified.out);
    assert!(verified.err.contains("damaged at offset"), "{}", verified.err);
    let served = efir(&["serve", "--listen", "127.0.0.1:0", "--log", &store.url()]);
    assert!(served.code == 1 && served.err.contains("damaged at offset"), "{}", served.err);
    let exported = efir(&["export", SLUG, "--log", &store.url()]);
    assert_eq!(exported.code, 1, "{}", exported.err);
    assert!(exported.err.contains("damaged at offset"), "{}", exported.err);
    assert_eq!(exported.out.lines().count(), 2, "the other two are saved: {}", exported.out);
    assert!(exported.out.contains(TEXTS[0]) && exported.out.contains(TEXTS[2]));
}

/// Nobody but the running server holds the original: it says so, and the broadcast goes on from its memory.
#[tokio::test]
async fn a_byte_flipped_under_a_running_server_is_told_to_moderators_and_the_broadcast_goes_on() {
    let store = Store::disk();
    closed_log(&store).await;
    let server = Server::on(&store).await;
    server.expect_error("is damaged behind us");
    let mut moderator = Socket::with_token(&server, "moderator", server.link_token("moderators")).await;
    flip(&store);
    // What comes next makes the readers let go of the pages that they hold.
    Ask::new("Когда починят лифт в доме 5?").send(&server).await.ok();
    let alarm = moderator.expect_where("alarm", |alarm| alarm["code"] == "log_damaged").await;
    assert_eq!(alarm["on"], true, "{alarm}");
    let figures = server.get("/metrics").send().await.text();
    assert!(figures.contains("efir_log_damaged{broadcast=\"direct-line\"} 1"), "{figures}");
    assert_eq!(server.get("/readyz").send().await.status, 200, "it goes on");
    Ask::new("А в доме 7?").send(&server).await.ok();
}

#[tokio::test]
async fn a_file_that_is_torn_or_zeroed_is_refused_by_name() {
    for tear in [|bytes: &mut Vec<u8>| bytes.truncate(3_000), |bytes: &mut Vec<u8>| bytes.fill(0)] {
        let store = Store::disk();
        closed_log(&store).await;
        let mut bytes = std::fs::read(file(&store)).expect("the log's file");
        tear(&mut bytes);
        std::fs::write(file(&store), bytes).expect("the log's file is written");
        for command in [&["verify"][..], &["serve", "--listen", "127.0.0.1:0"]] {
            let ran = efir(&[command, &["--log", &store.url()]].concat());
            assert_ne!(ran.code, 0, "{}", ran.out);
            assert!(ran.err.contains("log.sqlite"), "{}", ran.err);
        }
    }
}

#[tokio::test]
async fn a_second_server_on_one_directory_is_refused() {
    let store = Store::disk();
    let server = Start::on(&store.url()).go().await;
    let second = efir(&["serve", "--listen", "127.0.0.1:0", "--log", &store.url()]);
    assert_ne!(second.code, 0);
    assert!(second.err.contains("is the log of a server that is running"), "{}", second.err);
    Ask::new("Когда?").send(&server).await.ok();
}
