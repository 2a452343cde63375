//! Each row of the contract's table of commands: results on standard output and nothing else, messages on
//! standard error, exit codes 0, 1 and 2, options from the command line, the environment and `efir.toml`.

use std::fs;

use efir_tests::{
    Ask, Desk, SLUG, Server, Socket, Start, Store,
    cli::{efir_in, efir_with},
    efir,
};

const HELPS: [&str; 12] = [
    "",
    "serve",
    "demo",
    "links",
    "token",
    "rules",
    "rules check",
    "rules test",
    "rules diff",
    "dedup",
    "import",
    "export",
];

#[test]
fn the_help_of_every_command_stays_as_it_is() {
    for command in HELPS.into_iter().chain(["verify"]) {
        let mut args: Vec<&str> = command.split_whitespace().collect();
        args.push("--help");
        let name = format!("help-{}", command.replace(' ', "-"));
        insta::assert_snapshot!(name.trim_end_matches('-'), efir(&args).ok());
    }
}

#[test]
fn the_version_is_one_line() {
    let out = efir(&["--version"]).ok();
    assert_eq!((out.lines().count(), out.split(' ').next()), (1, Some("efir")), "{out}");
}

#[tokio::test]
async fn links_are_printed_again_beside_a_running_server() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    let out = efir(&["links", "--log", &store.url(), "--listen", &server.address.to_string()]).ok();
    let names: Vec<&str> = out.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["viewers", "moderators", "host", "overlay", "admin"]);
    let viewers = format!("{}/b/{SLUG}", server.url());
    assert!(out.lines().any(|line| line.ends_with(&viewers)), "{out}");
    let one = efir(&["links", SLUG, "--log", &store.url()]).ok();
    assert_eq!(one.lines().count(), 5);
    let token = out
        .lines()
        .find_map(|line| line.strip_prefix("moderators")?.split_once("token="))
        .expect("a token")
        .1;
    Socket::with_token(&server, "moderator", token).await.until("welcome", |_| true).await;
    let none = efir(&["links", "no-such", "--log", &store.url()]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.contains("no-such") && none.err.contains(SLUG), "{}", none.err);
}

#[tokio::test]
async fn a_token_is_one_line_and_nothing_else() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    for role in ["viewer", "moderator", "host", "overlay", "admin"] {
        let out = efir(&["token", "--log", &store.url(), "--broadcast", SLUG, "--role", role]).ok();
        assert!(out.ends_with('\n') && out.trim().len() > 40, "{out:?}");
        assert!(!out.trim().contains(char::is_whitespace), "{out:?}");
    }
    let named = server.token(SLUG, "moderator", Some("Мария К."));
    let mut socket = Socket::with_token(&server, "moderator", &named).await;
    let welcome = socket.until("welcome", |_| true).await;
    assert_eq!((&welcome["me"]["name"], &welcome["me"]["role"]), (&"Мария К.".into(), &"moderator".into()));
    let bad = efir(&["token", "--log", &store.url(), "--broadcast", SLUG, "--role", "king"]);
    assert_eq!((bad.code, bad.out.as_str()), (2, ""));
    let none = efir(&["token", "--log", &store.url(), "--broadcast", "no-such", "--role", "host"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    assert!(none.err.contains(SLUG), "it says which there are: {}", none.err);
}

#[test]
fn bad_usage_is_2_and_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let missing = folder.path().join("no-rules").display().to_string();
    let table: Vec<Vec<&str>> = vec![
        vec!["fly"],
        vec!["--listen", "everywhere", "serve"],
        vec!["token", "--role", "host"],
        vec!["rules"],
        vec!["export", SLUG, "--format", "pdf"],
        vec!["--rate-limit", "maybe"],
        vec!["verify", "--log", "disk:"],
        vec!["verify", "--log", "paper:shelf"],
        vec!["rules", "check", "--rules", &missing],
        vec!["links", "--public-url", "ask.example"],
        vec!["--trusted-proxies", "home", "serve"],
    ];
    for args in table {
        let ran = efir(&args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}: {}", ran.err);
        assert!(!ran.err.trim().is_empty(), "{args:?}");
    }
}

#[tokio::test]
async fn any_other_failure_is_1_and_says_what_went_wrong_and_where() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let log = format!("disk:{}", folder.path().join("log").display());
    let missing = folder.path().join("missing.jsonl").display().to_string();
    efir(&["links", "--log", &log]).ok();
    let table: Vec<(Vec<&str>, &str)> = vec![
        (vec!["export", "no-such", "--log", &log], "no-such"),
        (vec!["verify", "no-such", "--log", &log], "no-such"),
        (vec!["import", SLUG, &missing, "--log", &log], "missing.jsonl"),
        (vec!["import", "no-such", "/dev/null", "--log", &log], ".jsonl"),
        (vec!["rules", "check", &missing], "missing.jsonl"),
        (vec!["dedup", &missing], "missing.jsonl"),
        (vec!["verify", "--log", "redis://127.0.0.1:1"], "127.0.0.1:1"),
    ];
    for (args, part) in table {
        let ran = efir(&args);
        assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(part), "{args:?}: {}", ran.err);
    }
}

#[tokio::test]
async fn a_second_server_on_the_same_disk_log_is_refused() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    let second = efir(&["serve", "--listen", "127.0.0.1:0", "--log", &store.url()]);
    assert_eq!((second.code, second.out.as_str()), (1, ""), "{}", second.err);
    assert!(second.err.contains("running") && second.err.contains("--log"), "{}", second.err);
    Ask::new("А первый работает?").send(&server).await.ok();
}

#[tokio::test]
async fn an_address_that_is_taken_is_refused() {
    let (store, other) = (Store::disk(), Store::disk());
    let server = Server::on(&store).await;
    let address = server.address.to_string();
    let second = efir(&["serve", "--listen", &address, "--log", &other.url()]);
    assert_eq!(second.code, 1, "{}", second.err);
    assert!(second.err.contains(&address) && second.err.contains("--listen"), "{}", second.err);
}

#[tokio::test]
async fn every_command_works_beside_a_server_on_the_same_disk_log() {
    let store = Store::disk();
    let server = Server::on(&store).await;
    let mut moderator = Socket::with_token(&server, "moderator", server.link_token("moderators")).await;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("questions.jsonl");
    fs::write(&file, "{\"text\":\"Когда починят лифт?\"}\n{\"text\":\"Где взять справку?\"}\n")
        .expect("a file");
    let imported = efir(&["import", SLUG, &file.display().to_string(), "--log", &store.url()]).ok();
    assert!(imported.starts_with("2 added"), "{imported}");
    moderator.until("counts", |counts| counts["questions"] == 2).await;
    Ask::new("Кто чистит дворы?").send(&server).await.ok();
    assert_eq!(efir(&["export", SLUG, "--log", &store.url()]).lines().len(), 3);
    let verified = efir(&["verify", SLUG, "--log", &store.url()]).ok();
    assert!(verified.starts_with(&format!("{SLUG}: 3 entries, position ")), "{verified}");
    assert_eq!(Desk::of(&server, "moderators").export().await.len(), 3);
}

#[test]
fn with_no_options_the_log_is_in_the_folder_one_is_in() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let out = efir_in(folder.path(), &["links"]).ok();
    assert!(out.contains(&format!("http://127.0.0.1:8080/b/{SLUG}")), "{out}");
    assert!(folder.path().join("efir-data").is_dir());
}

#[test]
fn options_come_from_the_command_line_before_the_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("efir.toml");
    fs::write(
        &file,
        "log = \"disk:elsewhere\"\nlisten = \"127.0.0.1:9\"\npublic-url = \"https://a.example\"\n",
    )
    .expect("a file");
    let out = efir_in(folder.path(), &["links"]).ok();
    assert!(out.contains("https://a.example/b/"), "{out}");
    assert!(folder.path().join("elsewhere").is_dir() && !folder.path().join("efir-data").exists());
    let out = efir_in(folder.path(), &["links", "--public-url", "https://b.example"]).ok();
    assert!(out.contains("https://b.example/b/"), "{out}");
    fs::write(&file, "colour = \"red\"\n").expect("a file");
    let bad = efir_in(folder.path(), &["links"]);
    assert_eq!(bad.code, 2, "{}", bad.err);
    assert!(bad.err.contains("efir.toml") && bad.err.contains("colour"), "{}", bad.err);
}

#[tokio::test]
async fn a_demo_is_alive_within_moments_and_leaves_nothing() {
    let server = Start::demo(40).go().await;
    let mut moderator = Socket::with_token(&server, "moderator", server.link_token("moderators")).await;
    moderator.until("counts", |counts| counts["questions"].as_u64() >= Some(20)).await;
    let counts = moderator.until("counts", |counts| counts["viewers"].as_u64() > Some(0)).await;
    assert_eq!(counts["status"]["approved"], 0, "the newcomer is the moderator: {counts}");
    let home = server.home().to_owned();
    drop(moderator);
    let left = fs::read_dir(&home).expect("its folder").count();
    assert_eq!(left, 0, "it writes nothing where one is");
    assert_eq!(server.stop().await, 0);
}

#[test]
fn a_reader_that_has_enough_is_no_failure() {
    let lines = "{\"id\":1,\"text\":\"Когда?\"}\n".repeat(20_000);
    let quiet = efir_with(&lines, &["dedup"]);
    assert_eq!(quiet.code, 0, "{}", quiet.err);
    assert_eq!(quiet.err, "", "nothing is said where all went well");
}
