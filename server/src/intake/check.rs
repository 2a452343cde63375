//! What the rules say of all that would be shown: the text, and beside it on air what the asker goes by and where they
//! live.

use efir_core::Personal;
use moderation_rules::{
    Action, Verdict,
    rules::{Context, Rules},
};

/// Judges a question, and covers in it what is personal. A bad name does not reject a good question: a person looks at
/// it. Where the asker named a place, the question is about it. Findings are of the text alone.
pub fn check(rules: &Rules, context: &Context<'_>, personal: &mut Personal) -> Verdict {
    let said = rules.check(&personal.text, context);
    personal.masked = said.masked.map(Into::into);
    let mut verdict = said.verdict;
    for (line, is_place) in [(&mut personal.name, false), (&mut personal.place, true)] {
        let Some(line) = line else { continue };
        let said = rules.check(line, context);
        verdict.action = verdict.action.max(said.verdict.action.min(Action::Hold));
        verdict.labels.extend(said.verdict.labels);
        verdict.places.extend(said.verdict.places.into_iter().filter(|_| is_place));
        if let Some(masked) = said.masked {
            *line = masked.into();
        }
    }
    for list in [&mut verdict.labels, &mut verdict.places] {
        list.sort_unstable();
        list.dedup();
    }
    verdict
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(name: &str, place: &str, text: &str) -> (Personal, Verdict) {
        let field = |text: &str| (!text.is_empty()).then(|| text.into());
        let (name, place) = (field(name), field(place));
        let mut personal = Personal { text: text.into(), name, place, ..Personal::default() };
        let context = Context { channel: "web", first_time: true };
        let verdict = check(&Rules::shipped(), &context, &mut personal);
        (personal, verdict)
    }

    #[test]
    fn name_and_place_are_judged_with_the_text() {
        let (_, verdict) = judged("Анна", "г. Канаш", "Когда починят дорогу?");
        assert_eq!((verdict.action, verdict.places), (Action::Pass, vec!["kanash".to_owned()]));
        assert_eq!(verdict.topics, ["roads"]);
        let (_, verdict) = judged("Сука", "", "Когда починят дорогу в Алатыре?");
        assert_eq!((verdict.action, verdict.places), (Action::Hold, vec!["alatyr".to_owned()]));
        assert_eq!(verdict.labels, ["profanity"]);
    }

    #[test]
    fn a_foul_name_or_place_waits_for_a_person_and_rejects_nothing() {
        for (name, place) in [("мудак", ""), ("", "мудак"), ("Заработай миллион http://bit.ly/x", "")]
        {
            let (_, verdict) = judged(name, place, "Когда починят дорогу?");
            assert_eq!(verdict.action, Action::Hold, "{name:?} {place:?}");
            assert!(!verdict.labels.is_empty() && verdict.findings.is_empty());
        }
    }

    #[test]
    fn a_telephone_in_a_name_is_covered() {
        let (personal, verdict) = judged("Анна +7 912 345-67-89", "Чебоксары", "Когда починят дорогу?");
        let name = personal.name.unwrap();
        assert!(name.starts_with("Анна ") && !name.contains("345"), "{name}");
        assert_eq!(personal.place.as_deref(), Some("Чебоксары"));
        assert_eq!((verdict.action, verdict.labels), (Action::Mask, vec!["pii.phone".to_owned()]));
    }

    #[test]
    fn ordinary_names_and_places_pass() {
        let names =
            ["Анна", "Мария Константинопольская-Ивановская", "Хабибуллин Р.", "Джон", "пенсионерка Иванова"];
        let places = ["Чебоксары", "село Малые Яльчики", "Мудьюга", "г. Сукко", "Moscow"];
        for (name, place) in names.into_iter().zip(places) {
            let (personal, verdict) = judged(name, place, "Когда починят дорогу?");
            assert_eq!((verdict.action, verdict.labels), (Action::Pass, vec![]), "{name}, {place}");
            assert_eq!((personal.name.as_deref(), personal.place.as_deref()), (Some(name), Some(place)));
        }
    }
}
