//! From a viewer's phone to the host's screen: asked, moderated, ordered, taken on air, answered; and everybody
//! sees at each step what is theirs to see. On one server here; on two in `two_servers_on_one_log`.

use efir_tests::{Ask, SLUG, Server, Socket, Store, desk::numbers};
use serde_json::{Value, json};

use crate::agreement::{agree, shown, verified};

const ROAD: &str = "Когда отремонтируют дорогу на улице Ленина?";
const WATER: &str = "Почему третий день нет горячей воды в общежитии?";
const SCHOOL: &str = "Будет ли в новом микрорайоне построена школа?";
const BUS: &str = "Сколько стоит проезд в автобусе для пенсионеров?";

fn on_air(frame: &Value) -> u64 {
    frame["on_air"]["number"].as_u64().unwrap_or(0)
}

/// The people of one broadcast, each on the server that is theirs.
pub struct People {
    anna: Socket,
    boris: Socket,
    maria: Socket,
    pavel: Socket,
    host: Socket,
    overlay: Socket,
    /// The ids of the questions, in the order of their numbers.
    ids: Vec<String>,
}

impl People {
    /// Viewers at one server, moderators at another, host and overlay at a third; they may all be the same.
    pub async fn gather(doors: &Server, desk: &Server, stage: &Server) -> Self {
        let maria = desk.token(SLUG, "moderator", Some("Мария К."));
        let pavel = desk.token(SLUG, "moderator", Some("Павел Д."));
        People {
            anna: Socket::viewer(doors).await,
            boris: Socket::viewer(doors).await,
            maria: Socket::with_token(desk, "moderator", &maria).await,
            pavel: Socket::with_token(desk, "moderator", &pavel).await,
            host: Socket::with_token(stage, "host", stage.link_token("host")).await,
            overlay: Socket::with_token(stage, "host", stage.link_token("overlay")).await,
            ids: Vec::new(),
        }
    }

    /// Two people ask four questions, one of them without a socket.
    pub async fn ask(&mut self, doors: &Server) {
        for (number, text) in [(1, ROAD), (2, WATER)] {
            let receipt = self.anna.ask(text).await;
            assert_eq!(
                (&receipt["number"], &receipt["status"]),
                (&json!(number), &json!("pending")),
                "{receipt}"
            );
            self.ids.push(receipt["id"].as_str().expect("an id").to_owned());
        }
        let school = Ask::new(SCHOOL);
        let receipt = school.send(doors).await.ok();
        assert_eq!((&receipt["id"], &receipt["number"]), (&json!(school.id), &json!(3)), "{receipt}");
        self.ids.push(school.id);
        let receipt = self.boris.ask(BUS).await;
        assert_eq!(receipt["number"], 4, "{receipt}");
        self.ids.push(receipt["id"].as_str().expect("an id").to_owned());
    }

    fn id(&self, number: usize) -> Value {
        self.ids[number - 1].as_str().into()
    }

    /// Moderators see the questions, approve, order, edit, merge and split; askers and host see what came of it.
    pub async fn moderate(&mut self) {
        self.maria.until("counts", |counts| counts["questions"] == 4).await;
        self.maria.send(&json!({"type": "view", "status": "pending", "sort": "arrival", "limit": 50})).await;
        let view = self.maria.expect("view").await;
        assert_eq!((view["total"].as_u64(), numbers(&view["rows"])), (Some(4), vec![1, 2, 3, 4]), "{view}");

        for number in [1, 2, 3] {
            let approve = json!({"type": "approve", "question": self.id(number)});
            self.maria.command(approve).await.expect("a pending question is approved");
        }
        self.host.until("rundown", |rundown| numbers(&rundown["next"]) == [1, 2, 3]).await;
        let status = self.anna.until("status", |status| status["number"] == 2 && status["rank"] == 2).await;
        assert_eq!((&status["status"], &status["text"]), (&json!("approved"), &json!(WATER)), "{status}");
        let gone = self.maria.until("rows", |rows| rows["order"] == json!([4])).await;
        assert_eq!(gone["total"], 1, "{gone}");

        let to_top = json!({"type": "move", "question": self.id(3), "after": null});
        self.pavel.command(to_top).await.expect("a question of the rundown is moved");
        let behind = json!({"type": "move", "question": self.id(1), "after": self.id(2)});
        self.pavel.command(behind).await.expect("a question of the rundown is moved");
        self.host.until("rundown", |rundown| numbers(&rundown["next"]) == [3, 2, 1]).await;

        let edit = json!({"type": "edit", "question": self.id(2), "text": "Почему нет горячей воды?"});
        self.pavel.command(edit).await.expect("a question of the rundown is edited");
        let rundown =
            self.host.until("rundown", |r| r["next"][1]["text"] == "Почему нет горячей воды?").await;
        assert_eq!(rundown["next"][0]["text"], SCHOOL, "{rundown}");

        let merge = json!({"type": "merge", "question": self.id(4), "into": self.id(1)});
        self.maria.command(merge).await.expect("a pending question is merged");
        let status = self.boris.until("status", |status| status["status"] == "merged").await;
        assert_eq!((&status["duplicate_of"], &status["same"]), (&self.id(1), &json!(2)), "{status}");
        self.host.until("rundown", |rundown| rundown["next"][2]["same"] == 2).await;
        let split = json!({"type": "split", "question": self.id(4)});
        self.maria.command(split).await.expect("a merged question is split");
        self.host.until("rundown", |rundown| rundown["next"][2]["same"] == 1).await;
        let reject = json!({"type": "reject", "question": self.id(4), "reason": "off_topic"});
        self.maria.command(reject).await.expect("a pending question is rejected");
        let status = self.boris.until("status", |status| status["status"] == "rejected").await;
        assert_eq!(status["reason"], "off_topic", "{status}");
    }

    /// The host takes questions on air; viewers, askers and the overlay see it.
    pub async fn go_on_air(&mut self) {
        self.host.command(json!({"type": "next"})).await.expect("the first goes on air");
        self.host
            .until("rundown", |rundown| on_air(rundown) == 3 && numbers(&rundown["next"]) == [2, 1])
            .await;
        let shown = self.overlay.until("rundown", |rundown| on_air(rundown) == 3).await;
        assert_eq!(shown["next"], json!([]), "the overlay shows what is on air and nothing else: {shown}");
        self.boris.until("public", |public| on_air(public) == 3).await;

        self.host.command(json!({"type": "clear"})).await.expect("what is on air is cleared");
        self.host
            .until("rundown", |rundown| on_air(rundown) == 0 && numbers(&rundown["next"]) == [3, 2, 1])
            .await;
        self.overlay.until("rundown", |rundown| rundown["on_air"].is_null()).await;

        let take = json!({"type": "take", "question": self.id(2)});
        self.host.command(take).await.expect("any of the rundown is taken");
        let status = self.anna.until("status", |status| status["status"] == "on_air").await;
        assert_eq!((&status["number"], &status["text"]), (&json!(2), &json!(WATER)), "{status}");
        let answer = json!({"type": "answer", "question": self.id(2)});
        self.host.command(answer).await.expect("what is on air is answered");
        let status = self.anna.until("status", |status| status["status"] == "answered").await;
        assert_eq!(status["number"], 2, "{status}");
        self.boris.until("public", |public| public["counts"]["answered"] == 1 && on_air(public) == 0).await;

        self.pavel.command(json!({"type": "next"})).await.expect("a moderator moves it on, too");
        self.host.command(json!({"type": "next"})).await.expect("the next goes on air");
        self.host.until("rundown", |rundown| on_air(rundown) == 1 && rundown["next"] == json!([])).await;
        self.anna.until("public", |public| on_air(public) == 1 && public["counts"]["answered"] == 2).await;

        let note = json!({"type": "note", "text": "Заканчиваем через пять минут"});
        self.maria.command(note).await.expect("a word to the host is said");
        let note = self.host.until("note", |note| !note["text"].is_null()).await;
        assert_eq!(
            (&note["text"], &note["by"]),
            (&json!("Заканчиваем через пять минут"), &json!("Мария К."))
        );
    }
}

async fn on_one_server(store: &Store) {
    let server = Server::on(store).await;
    let mut people = People::gather(&server, &server, &server).await;
    people.ask(&server).await;
    people.moderate().await;
    people.go_on_air().await;
    let before = shown(&server).await;
    // What is in the log is what was shown, to whoever opens it next.
    let beside = verified(store);
    drop(people);
    assert_eq!(server.stop().await, 0);
    let again = Server::on(store).await;
    assert_eq!(agree(&[&again]).await, before);
    assert!(beside.starts_with(&format!("{SLUG}: ")), "{beside}");
}

#[tokio::test]
async fn a_question_goes_from_the_phone_to_the_air_on_disk() {
    on_one_server(&Store::disk()).await;
}

#[tokio::test]
async fn a_question_goes_from_the_phone_to_the_air_on_redis() {
    on_one_server(&Store::redis().await).await;
}

#[tokio::test]
async fn a_question_goes_from_the_phone_to_the_air_on_a_cluster_of_redis() {
    on_one_server(&Store::cluster().await).await;
}

#[tokio::test]
async fn of_two_moderators_who_approve_at_once_one_is_refused_by_name() {
    let server = Server::alone().await;
    let mut people = People::gather(&server, &server, &server).await;
    people.ask(&server).await;
    let approve = json!({"type": "approve", "question": people.id(1)});
    let (one, other) = tokio::join!(people.maria.command(approve.clone()), people.pavel.command(approve));
    let refusals: Vec<String> = [one, other].into_iter().filter_map(Result::err).collect();
    assert_eq!(refusals, ["wrong_status"]);
    let loser = if people.maria.frames.iter().any(|frame| frame["type"] == "refused") {
        ("Павел Д.", &mut people.maria)
    } else {
        ("Мария К.", &mut people.pavel)
    };
    let refused = loser.1.until("refused", |_| true).await;
    assert!(refused["detail"].as_str().is_some_and(|detail| detail.contains(loser.0)), "{refused}");
    assert_eq!(refused["number"], 1, "{refused}");
}

#[tokio::test]
async fn what_a_moderator_has_not_seen_does_not_go_on_air() {
    let server = Server::alone().await;
    let mut people = People::gather(&server, &server, &server).await;
    people.ask(&server).await;
    let (one, two) = (people.id(1), people.id(2));
    let take = json!({"type": "take", "question": one});
    assert_eq!(people.host.command(take).await, Err("wrong_status".to_owned()), "nobody approved it");
    let edit = json!({"type": "edit", "question": two, "text": "Совсем другой вопрос?"});
    people.pavel.command(edit).await.expect("a pending question is edited");
    let approve = json!({"type": "approve", "question": two, "revision": 0});
    assert_eq!(
        people.maria.command(approve).await,
        Err("changed".to_owned()),
        "she saw the text before the edit"
    );
    assert_eq!(people.host.command(json!({"type": "next"})).await, Err("rundown_empty".to_owned()));
    assert!(
        people
            .host
            .frames
            .iter()
            .all(|f| f["on_air"].is_null() && f["next"].as_array().is_none_or(Vec::is_empty))
    );
}

#[tokio::test]
async fn a_command_is_taken_back_whole() {
    let server = Server::alone().await;
    let mut people = People::gather(&server, &server, &server).await;
    people.ask(&server).await;
    let reject = efir_tests::id();
    let command = json!({"type": "reject", "question": people.id(1), "reason": "spam"});
    people.maria.command_as(&reject, command).await.expect("a pending question is rejected");
    people.anna.until("status", |status| status["status"] == "rejected").await;
    people.maria.command(json!({"type": "undo", "command": reject})).await.expect("it is taken back");
    let status = people.anna.until("status", |status| status["status"] == "pending").await;
    assert_eq!(status["reason"], Value::Null, "{status}");
    let again = people.maria.command(json!({"type": "undo", "command": reject})).await;
    assert_eq!(again, Err("cannot_undo".to_owned()));
}

#[tokio::test]
async fn an_asker_withdraws_and_nobody_else_can() {
    let server = Server::alone().await;
    let mut people = People::gather(&server, &server, &server).await;
    people.ask(&server).await;
    let withdraw = |id: &str, question: &Value| json!({"type": "withdraw", "id": id, "question": question});
    let id = efir_tests::id();
    people.boris.send(&withdraw(&id, &people.id(1))).await;
    let refused = people.boris.expect("refused").await;
    assert_eq!((&refused["id"], &refused["code"]), (&json!(id), &json!("no_question")));
    people.anna.send(&withdraw(&efir_tests::id(), &people.id(1))).await;
    let status = people.anna.until("status", |status| status["status"] == "withdrawn").await;
    assert_eq!(status["number"], 1);
}
