//! What became of a question, in words for its asker. `web/static/viewer/told.js` says the same live; a browser's test
//! compares them.

use crate::{
    pages::MyQuestion,
    words::{Lang, t},
};

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
