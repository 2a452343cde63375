//! What became of a question, in words for its asker. `web/static/viewer/told.js` says the same live; a browser's test
//! compares them.

use crate::{
    pages::MyQuestion,
    words::{Lang, t},
};

/// A step on a question's way to the air.
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Step {
    pub name: &'static str,
    /// It came so far.
    pub done: bool,
    /// It is there now.
    pub here: bool,
}

/// A sign by which sentences are joined.
const JOINT: &str = ". ";

/// A question's text as it is shown: a number sign does not part from its number at a line's end.
pub fn tied(text: &str) -> String {
    text.replace("№ ", "№\u{a0}")
}

impl MyQuestion {
    /// How it stands, or how the question stands that it was folded into.
    pub fn stands(&self) -> &'static str {
        self.root_status.unwrap_or(self.status)
    }

    /// Its way to the air. As `way` in `web/static/receipt.js`.
    pub fn way(&self) -> Vec<Step> {
        let stands = self.stands();
        let begun = ["received", "joined"].into_iter().take(1 + usize::from(self.duplicate_number.is_some()));
        let ahead: &[&'static str] = match stands {
            "rejected" => &["rejected"],
            "withdrawn" => &["withdrawn"],
            _ => &["approved", "on_air", "answered"],
        };
        let names: Vec<_> = begun.chain(ahead.iter().copied()).collect();
        let last_begun = names.len() - ahead.len() - 1;
        let here = names.iter().position(|name| *name == stands).unwrap_or(last_begun);
        let step = |(at, name)| Step { name, done: at <= here, here: at == here };
        names.into_iter().enumerate().map(step).collect()
    }

    /// Whether its asker may still take it back.
    pub fn can_withdraw(&self) -> bool {
        matches!(self.status, "pending" | "held" | "approved" | "merged")
    }

    /// What became of it, sentence by sentence. The times are those of the broadcast: of another clock the server
    /// does not know what it shows.
    pub fn told(&self, lang: Lang, air_from: Option<u64>) -> String {
        let stands = self.stands();
        let mut said = Vec::new();
        if let Some(number) = self.duplicate_number {
            said.push(lang.with("viewer-merged", "number", number.to_string()));
        } else if matches!(stands, "pending" | "held") {
            said.push(lang.t("viewer-received"));
        }
        let time = air_from.and_then(|from| on_the_air(self.at, from)).unwrap_or_else(|| "none".to_owned());
        let rank = self.rank.unwrap_or_default();
        said.push(match stands {
            "rejected" => lang.with("viewer-rejected", "reason", self.reason.as_deref().unwrap_or("other")),
            _ => t(
                lang,
                "viewer-status",
                &[("status", stands.into()), ("rank", rank.into()), ("time", time.into())],
            ),
        });
        if self.same > 1 && !matches!(stands, "rejected" | "withdrawn") {
            said.push(lang.with("viewer-others", "count", self.same - 1));
        }
        said.join(JOINT)
    }
}

/// Hours, minutes and seconds since the broadcast began.
fn on_the_air(at: u64, from: u64) -> Option<String> {
    let seconds = at.checked_sub(from)? / 1_000;
    Some(format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(status: &'static str) -> MyQuestion {
        MyQuestion {
            id: String::new(),
            number: 95,
            text: String::new(),
            status,
            root_status: None,
            duplicate_number: None,
            same: 1,
            rank: None,
            reason: None,
            message: None,
            at: 4_353_000,
            receipt: String::new(),
        }
    }

    #[test]
    fn a_questions_way_ends_where_it_stands() {
        let done = |question: &MyQuestion| -> String {
            let names = question.way().into_iter().filter(|step| step.done).map(|step| match step.here {
                true => format!("{}.", step.name),
                false => format!("{} ", step.name),
            });
            names.collect()
        };
        assert_eq!(done(&question("held")), "received.");
        assert_eq!(done(&question("answered")), "received approved on_air answered.");
        assert_eq!(done(&question("rejected")), "received rejected.");
        let joined =
            |root| MyQuestion { duplicate_number: Some(17), root_status: Some(root), ..question("merged") };
        assert_eq!(done(&joined("pending")), "received joined.");
        assert_eq!(done(&joined("approved")), "received joined approved.");
        assert_eq!(joined("approved").way().len(), 5, "with what is still ahead");
    }

    #[test]
    fn the_asker_is_told_what_became_of_it() {
        let merged = |root_status, rank| MyQuestion {
            root_status: Some(root_status),
            duplicate_number: Some(17),
            same: 312,
            rank,
            ..question("merged")
        };
        let table = [
            (question("pending"), "Получен. Ждёт редактора"),
            (question("held"), "Получен. Ждёт редактора"),
            (
                MyQuestion { rank: Some(3), same: 41, ..question("approved") },
                "В эфирном плане, третий. Спросили ещё 40 человек",
            ),
            (MyQuestion { rank: Some(14), ..question("approved") }, "В эфирном плане, 14-й"),
            (merged("pending", None), "Объединён с №\u{a0}17. Ждёт редактора. Спросили ещё 311 человек"),
            (
                merged("approved", Some(1)),
                "Объединён с №\u{a0}17. В эфирном плане, первый. Спросили ещё 311 человек",
            ),
            (question("on_air"), "Сейчас отвечают"),
            (question("answered"), "Прозвучал в эфире в 01:12:33"),
            (
                MyQuestion { reason: Some("off_topic".to_owned()), ..question("rejected") },
                "В эфир не пойдёт: не по теме",
            ),
            (MyQuestion { reason: Some("threat".to_owned()), ..question("rejected") }, "В эфир не пойдёт"),
            (question("withdrawn"), "Вы забрали этот вопрос"),
        ];
        for (question, expected) in table {
            assert_eq!(question.told(Lang::RU, Some(0)), expected);
        }
        assert_eq!(question("answered").told(Lang::RU, None), "Прозвучал в эфире");
        assert_eq!(question("answered").told(Lang::RU, Some(9_999_999)), "Прозвучал в эфире");
    }
}
