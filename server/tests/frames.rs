//! A snapshot of every frame that the server sends, as files that the browser's tests read, too: what the server
//! says and what the pages understand is one set of files. `EFIR_UPDATE_FRAMES=1` writes them anew.

#![allow(clippy::unwrap_used)] // a broken scene fails its test

use std::{collections::BTreeMap, fs, path::PathBuf};

use axum::extract::ws::Utf8Bytes;
use efir::{
    problem::Problem,
    room::Alarm,
    session::{
        frames::{self, About, Me, Presence, Receipt, Receipted, Titled},
        window::Shown,
    },
};
use efir_core::{
    Actor, Ask, Broadcast, Command, Deed, Entry, Like, Link, Personal, Refusal, Role, Settings, Spot, Status,
    What, card::CardList, window::Query,
};
use efir_log::Position;
use efir_web::Lang;
use moderation_rules::{Action, Finding, Verdict};
use uuid::Uuid;

const AT: u64 = 1_790_000_000_000;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn actor(role: Role, n: u128, name: Option<&str>) -> Actor {
    Actor { role, id: id(n), name: name.map(Into::into) }
}

/// A broadcast in the middle of its hour, with one question of every status.
struct Scene {
    broadcast: Broadcast,
    next: u128,
}

impl Scene {
    fn apply(&mut self, by: Actor, deed: Deed) {
        self.next += 1;
        let entry = Entry::new(id(0xe000 + self.next), AT + self.next as u64 * 1_000, by, deed);
        assert_eq!(self.broadcast.apply(&entry).outcome, Ok(()), "{:?}", entry.deed);
    }

    fn ask(&mut self, n: u128, text: &str, ask: Ask, masked: Option<&str>) {
        let deed = Deed::Ask(Box::new(Ask { channel: "web".into(), ..ask }));
        let mut entry = Entry::new(id(n), AT + n as u64 * 1_000, actor(Role::Viewer, 0xa0 + n, None), deed);
        entry.personal = Some(Box::new(Personal {
            text: text.into(),
            masked: masked.map(Into::into),
            name: Some("Анна".into()),
            place: Some("Чебоксары".into()),
            ..Personal::default()
        }));
        assert_eq!(self.broadcast.apply(&entry).outcome, Ok(()));
    }

    fn command(&mut self, command: Command) {
        self.apply(actor(Role::Moderator, 0xb1, Some("Мария К.")), Deed::Command(command));
    }
}

fn like(question: u128) -> Vec<Like> {
    vec![Like { question: id(question), score: 910, reason: "same_place_and_subject".into() }]
}

fn scene() -> Scene {
    let settings = Settings {
        title: "Прямая линия министра транспорта".to_owned(), ..Settings::default()
    };
    let mut scene = Scene { broadcast: Broadcast::new(settings), next: 0 };
    scene.ask(1, "Будет ли прямой автобус из Лапсар до больницы?", Ask::default(), None);
    scene.ask(2, "Почему подорожал проезд для студентов?", Ask::default(), None);
    let phone = Finding { rule: "phone".into(), label: "pii.phone".into(), start: 45, end: 61 };
    let verdict = Verdict {
        action: Action::Mask,
        labels: vec!["pii.phone".to_owned()],
        topics: vec!["roads".to_owned()],
        places: vec!["cheboksary".to_owned()],
        findings: vec![phone],
    };
    let masked = "Когда починят дорогу на Ленина? Мой телефон: +7 ••• •••-••-14";
    let typed = "Когда починят дорогу на Ленина? Мой телефон: +7 900 000-00-14";
    scene.ask(3, typed, Ask { verdict, like: like(1), ..Ask::default() }, Some(masked));
    let join = Some(Link { into: id(2), score: 990 });
    scene.ask(4, "Зачем подняли проезд студентам?", Ask { join, like: like(2), ..Ask::default() }, None);
    let hold = Verdict { action: Action::Hold, labels: vec!["insult".to_owned()], ..Verdict::default() };
    scene.ask(5, "Когда уже уволят этого бездельника?", Ask { verdict: hold, ..Ask::default() }, None);
    scene.ask(6, "Кто отвечает за освещение трассы у Кугеси?", Ask::default(), None);
    scene.ask(7, "Займы без отказа", Ask::default(), None);
    scene.ask(8, "Когда придут новые автобусы?", Ask::default(), None);
    scene.command(Command::Reject { question: id(7), reason: "spam".to_owned() });
    for n in [1, 2, 6] {
        scene.command(Command::Approve { question: id(n), after: Spot::End, revision: Some(0) });
    }
    scene.command(Command::Edit {
        question: id(6),
        text: "Кто отвечает за освещение трассы?".to_owned(),
        revision: None,
    });
    scene.command(Command::Next);
    scene.command(Command::Next);
    scene.command(Command::Claim { question: id(3) });
    scene.command(Command::Note {
        text: "Заканчиваем через пять минут".to_owned(),
        until: Some(AT + 300_000),
    });
    scene.command(Command::Remark {
        question: id(6),
        text: "Трасса в плане на 2027 год, справка у редактора".to_owned(),
    });
    scene.apply(actor(Role::Viewer, 0xa8, None), Deed::Withdraw { question: id(8) });
    scene
}

fn here(scene: &Scene) -> Position {
    Position { epoch: 1, offset: scene.broadcast.offset() }
}

fn about(scene: &Scene) -> About {
    let topics = vec![Titled { id: "roads".to_owned(), title: "Дороги".to_owned() }];
    About::new("direct-line", &scene.broadcast, topics)
}

fn receipted(scene: &Scene, number: u32) -> Receipted {
    Receipted {
        mine: scene.broadcast.mine(number).unwrap(),
        receipt: format!("{number}-k7q2m4x0k7q2m4x0k7q2"),
        message: (number == 3)
            .then(|| "Номер телефона в вашем вопросе закрыт: его видят только редакторы.".to_owned()),
    }
}

/// Compares a frame with its file.
fn check(name: &str, frame: &Utf8Bytes) {
    let value: serde_json::Value = serde_json::from_str(frame).unwrap();
    let shown = format!("{}\n", serde_json::to_string_pretty(&value).unwrap());
    let file =
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../web/tests/frames").join(format!("{name}.json"));
    if std::env::var_os("EFIR_UPDATE_FRAMES").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &shown).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert_eq!(
        shown, kept,
        "{name}: the frame changed; if it is meant, set EFIR_UPDATE_FRAMES=1 and run again"
    );
}

#[test]
fn what_viewers_receive() {
    let scene = scene();
    let mine = [receipted(&scene, 4), receipted(&scene, 3)];
    check("welcome-viewer", &frames::welcome_viewer(here(&scene), id(0xa4), &about(&scene), &mine, &[id(6)]));
    let receipt = Receipt {
        id: id(4),
        number: 4,
        status: Status::Merged,
        duplicate_of: Some(id(2)),
        same: 2,
        receipt: mine[0].receipt.clone(),
    };
    check("receipt", &frames::receipt(&receipt));
    for (name, number) in [("pending", 3), ("merged", 4), ("approved", 6), ("answered", 1), ("rejected", 7)] {
        check(&format!("status-{name}"), &frames::status(&receipted(&scene, number)));
    }
    check("public", &frames::public(here(&scene), "0a1b2c3d4e5f", &scene.broadcast.public()));
    let similar = scene.broadcast.similar(6, 910, "same_subject", id(0xa4)).unwrap();
    check("similar", &frames::similar("кто отвечает за свет", &[similar]));
}

#[test]
fn what_moderators_receive() {
    let scene = scene();
    let me = Me { id: id(0xb1), name: Some("Мария К.".into()), role: Role::Moderator };
    let places = vec![Titled { id: "cheboksary".to_owned(), title: "Чебоксары".to_owned() }];
    let rules = BTreeMap::from([("pii.phone.mobile".to_owned(), "Мобильный телефон".to_owned())]);
    let about = About { places, rules, reasons: frames::REASONS, ..about(&scene) };
    check("welcome-moderator", &frames::welcome_moderator(here(&scene), &me, &about, AT + 60_000));
    check("counts", &frames::counts(here(&scene), &scene.broadcast.counts()));
    let people = [Presence { id: me.id, name: me.name.clone(), role: me.role, question: Some(3) }];
    check("presence", &frames::presence(&people));
    check("note", &frames::note(scene.broadcast.note().unwrap()));
    check("card", &frames::card(&scene.broadcast.card(2).unwrap()));
    let mut scene = scene;
    let note = scene.broadcast.note().unwrap().id;
    scene.apply(actor(Role::Host, 0xc1, Some("Ведущая")), Deed::Command(Command::Heard { note }));
    check("note-heard", &frames::note(scene.broadcast.note().unwrap()));
    scene.command(Command::Mute { viewer: id(0xa5) });
    check("muted", &frames::muted(&scene.broadcast.muted()));
    let page = scene.broadcast.card_page(2, CardList::Folded, Some(5)).unwrap();
    check("card-page", &frames::card_page(&page));
    check("done", &frames::done(id(0xe001), here(&scene)));
}

#[test]
fn a_moderators_window_whole_and_as_it_changes() {
    let mut scene = scene();
    let mut shown = Shown::default();
    check("view", &shown.choose(Query::default(), &scene.broadcast, here(&scene)));
    assert_eq!(shown.changed(&scene.broadcast, here(&scene)), None, "nothing happened");
    scene.ask(9, "Починят ли мост в Алатыре?", Ask { like: like(6), ..Ask::default() }, None);
    scene.command(Command::Approve { question: id(3), after: Spot::Top, revision: None });
    check("rows", &shown.changed(&scene.broadcast, here(&scene)).unwrap());
    let approved = Query { status: Some(Status::Approved), ..Query::default() };
    scene.command(Command::Pin { question: id(6) });
    check("rundown-pinned", &frames::rundown(here(&scene), &scene.broadcast.host_rundown()));
    check("view-approved", &shown.choose(approved, &scene.broadcast, here(&scene)));
}

#[test]
fn what_the_host_and_the_overlay_receive() {
    let scene = scene();
    let rundown = scene.broadcast.host_rundown();
    check("rundown", &frames::rundown(here(&scene), &rundown));
    let overlay = rundown.for_overlay();
    check("rundown-overlay", &frames::rundown(here(&scene), &overlay));
    let empty =
        Broadcast::new(Settings { title: "Прямая линия".to_owned(), ..Settings::default() });
    check("rundown-empty", &frames::rundown(Position { epoch: 1, offset: 0 }, &empty.host_rundown()));
}

#[test]
fn alarms_say_what_happened_and_when_it_is_over() {
    let forked = |on, back: u32| Alarm::new("log_forked", on, vec![("back", back.to_string())]);
    let settings =
        vec![("server", "Redis redis:6379".to_owned()), ("settings", "appendfsync everysec".to_owned())];
    let table = [
        ("alarm-forked", forked(true, 0)),
        ("alarm-healed", forked(false, 3)),
        ("alarm-unsafe", Alarm::new("redis_unsafe", true, settings)),
        ("alarm-damaged", Alarm::new("log_damaged", true, vec![("offset", "1476".to_owned())])),
        ("alarm-silent", Alarm::new("log_silent", true, Vec::new())),
        ("alarm-replicas", Alarm::new("too_few_replicas", true, Vec::new())),
    ];
    for (name, alarm) in table {
        for lang in Lang::all() {
            assert!(!alarm.detail(lang).starts_with("alarm-"), "{name} has no words in {}", lang.code());
        }
        let mut value: serde_json::Value = serde_json::from_str(&frames::alarm(&alarm, Lang::RU)).unwrap();
        value["detail"] = "…".into();
        check(name, &value.to_string().into());
    }
}

#[test]
fn refusals_say_why_and_when_to_try_again() {
    let race =
        Refusal::WrongStatus { number: 17, status: Status::Approved, who: Some("Мария К.".into()) };
    let table = [
        ("refused-race", Some(id(1)), Problem::Refused(race)),
        ("refused-too-long", Some(id(1)), Problem::TooLong { max: 1000 }),
        ("refused-rate", Some(id(1)), Problem::RateLimited { retry_after_ms: 1_500 }),
        ("refused-unknown", None, Problem::UnknownType),
    ];
    for (name, id, problem) in table {
        let frame = frames::refused(id, &problem, Lang::RU);
        let mut value: serde_json::Value = serde_json::from_str(&frame).unwrap();
        assert!(value["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{name}");
        // The words are the locale's, and may be bettered there.
        value["detail"] = "…".into();
        check(name, &value.to_string().into());
    }
}

#[test]
fn every_reason_of_likeness_has_words_in_every_language() {
    for lang in efir_web::Lang::all() {
        for reason in moderation_rules::likeness::Reason::ALL {
            let key = format!("like-reason-{}", reason.name().replace('_', "-"));
            assert_ne!(lang.t(&key), key, "{}", lang.code());
        }
    }
}

#[test]
fn all_that_is_done_with_a_question_has_words_in_every_language() {
    for lang in efir_web::Lang::all() {
        for what in What::ALL {
            // By the name that it has on the wire.
            let name = serde_json::to_value(what).unwrap();
            let key = format!("console-what-{}", name.as_str().unwrap());
            assert_ne!(lang.t(&key), key, "{}", lang.code());
        }
    }
}
