//! What people did and saw while things broke, and the one checker of it all. It is written apart from the program:
//! it knows ids, texts and what was told, and nothing of logs.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use efir_tests::Ask;
use serde_json::Value;

/// All that happened. Clones share it.
#[derive(Clone, Default)]
pub struct History(Arc<Mutex<Book>>);

#[derive(Default)]
struct Book {
    asked: HashMap<String, String>,
    acknowledged: HashSet<String>,
    /// Approvals and rejections that were sent, whatever became of them.
    approved: HashSet<String>,
    rejected: HashSet<String>,
    /// Rejections that were acknowledged.
    surely_rejected: HashSet<String>,
    wrong: Vec<String>,
}

/// One host's screen on one server, for as long as that runs.
#[derive(Default)]
pub struct Screen {
    position: Option<(u64, u64)>,
    shown: HashSet<String>,
    gone: HashSet<String>,
}

/// What a run came to.
#[derive(Debug, Default)]
pub struct Totals {
    /// Questions that somebody got a receipt for.
    pub acknowledged: usize,
    /// Those of them that are not there.
    pub lost: usize,
}

impl History {
    fn book(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn ask(&self, ask: &Ask) {
        self.book().asked.insert(ask.id.clone(), ask.text.clone());
    }

    pub fn acknowledge(&self, ask: &Ask) {
        self.book().acknowledged.insert(ask.id.clone());
    }

    pub fn acknowledged(&self) -> usize {
        self.book().acknowledged.len()
    }

    pub fn approve(&self, question: &str) {
        self.book().approved.insert(question.to_owned());
    }

    pub fn reject(&self, question: &str) {
        self.book().rejected.insert(question.to_owned());
    }

    pub fn surely_rejected(&self, question: &str) {
        self.book().surely_rejected.insert(question.to_owned());
    }

    /// A host's screen shows that.
    pub fn show(&self, screen: &mut Screen, rundown: &Value) {
        let mut book = self.book();
        let items: Vec<&Value> =
            rundown["next"].as_array().into_iter().flatten().chain([&rundown["on_air"]]).collect();
        let shown: HashMap<&str, &Value> =
            items.iter().filter_map(|item| Some((item["id"].as_str()?, *item))).collect();
        for (id, item) in &shown {
            if !book.approved.contains(*id) {
                book.wrong.push(format!("shown and never approved: {item}"));
            }
            if item["text"].as_str() != book.asked.get(*id).map(String::as_str) {
                book.wrong.push(format!("shown with another text: {item}"));
            }
            if screen.gone.contains(*id) {
                book.wrong.push(format!("shown again after it was rejected: {item}"));
            }
        }
        // Once it went from this screen, a rejected question is gone for good. One that this screen has never had may
        // still come and go: this server may not have heard of either.
        let gone =
            screen.shown.iter().filter(|id| book.rejected.contains(*id) && !shown.contains_key(id.as_str()));
        screen.gone.extend(gone.cloned());
        screen.shown.extend(shown.keys().map(|id| (*id).to_owned()));
        let position = rundown["position"].as_str().and_then(|p| p.split_once('-'));
        let position = position.and_then(|(epoch, offset)| Some((epoch.parse().ok()?, offset.parse().ok()?)));
        if position < screen.position {
            book.wrong.push(format!("the position went back from {:?} to {position:?}", screen.position));
        }
        screen.position = position;
    }

    /// Compares with all the questions that there are in the end.
    pub fn check(&self, kept: &[Value]) -> Totals {
        let book = self.book();
        assert!(book.wrong.is_empty(), "{:#?}", &book.wrong[..book.wrong.len().min(10)]);
        let mut there: HashMap<&str, &Value> = HashMap::new();
        for question in kept {
            let id = question["id"].as_str().expect("an id");
            assert!(there.insert(id, question).is_none(), "there twice: {question}");
            let text = book.asked.get(id).unwrap_or_else(|| panic!("nobody asked {question}"));
            assert_eq!(question["original"].as_str(), Some(text.as_str()), "{question}");
        }
        let lost: Vec<&String> =
            book.acknowledged.iter().filter(|id| !there.contains_key(id.as_str())).collect();
        for id in &book.surely_rejected {
            let status = there.get(id.as_str()).map(|question| &question["status"]);
            assert!(
                status.is_some_and(|status| status == "rejected"),
                "rejected, and is now {status:?}: {id}"
            );
        }
        Totals { acknowledged: book.acknowledged.len(), lost: lost.len() }
    }
}
