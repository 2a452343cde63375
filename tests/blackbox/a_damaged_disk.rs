//! The embedded log under damage: a clear word, no false acknowledgement, and what can be read is saved.

use std::path::Path;

use efir_tests::{Ask, SLUG, Server, Start, Store, efir};

const TEXTS: [&str; 3] =
    ["Когда откроют мост у рынка?", "Где взять справку о семье?", "Кто чистит двор зимой?"];

/// A log with three questions, closed in order.
async fn closed_log(store: &Store) {
    let server = Server::on(store).await;
    for text in TEXTS {
        Ask::new(text).send(&server).await.ok();
    }
    assert_eq!(server.stop().await, 0);
}

fn file(store: &Store) -> std::path::PathBuf {
    Path::new(store.url().strip_prefix("disk:").expect("a log on disk")).join("log.sqlite")
}

#[tokio::test]
async fn a_flipped_byte_is_named_and_the_rest_is_saved() {
    let store = Store::disk();
    closed_log(&store).await;
    let mut bytes = std::fs::read(file(&store)).expect("the log's file");
    let needle = TEXTS[1].as_bytes();
    let places: Vec<usize> =
        (0..bytes.len() - needle.len()).filter(|at| bytes[*at..].starts_with(needle)).collect();
    assert!(!places.is_empty(), "the text is in the file");
    // Another letter, so that it is text still, and only the chain can tell.
    places.iter().for_each(|at| bytes[*at + 1] ^= 1);
    std::fs::write(file(&store), bytes).expect("the log's file is written");

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
