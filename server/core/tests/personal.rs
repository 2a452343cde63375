//! Personal data stands in the `personal` part of an entry and nowhere else: neither in what the rules and the
//! likeness record beside it, nor in what a refusal or a repeat leaves behind.

use efir_core::{Ask, Deed, Entry, Like, Link, Personal, Role};
use moderation_rules::{
    likeness::Likeness,
    rules::{Context, Rules},
};
use proptest::prelude::*;
use serde_json::Value;

use crate::stage::{actor, q};

/// What people write around the words that must not be found again.
const FRAMES: [&str; 6] = [
    "Когда {} починит дорогу?",
    "Позвоните мне: +7 912 345-67-89, {}",
    "{} — мудак, уберите его!",
    "Пишите на {}@example.com, ул. Ленина, дом 5",
    "Карта 4111 1111 1111 1111 на имя {}",
    "{}",
];

/// A word that nothing but chance would make.
fn marker() -> impl Strategy<Value = String> {
    "[а-я]{3}зюкв[а-я]{2}|[a-z]{3}xqzj[a-z]{2}|[А-Я]{2}ЩЪЫЭ[0-9]{3}"
}

/// An entry as the intake makes it of a question.
fn taken_in(rules: &Rules, frame: &str, [text, name, place, contact, address]: &[String; 5]) -> Entry {
    let text = frame.replace("{}", text);
    let checked = rules.check(&text, &Context { channel: "web", first_time: true });
    let ask = Ask {
        channel: "web".into(),
        topic: checked.verdict.topics.first().cloned(),
        fingerprint: Some(Likeness::shipped().fingerprint(&text)),
        verdict: checked.verdict,
        join: Some(Link { into: q(7), score: 930 }),
        like: vec![Like { question: q(8), score: 700, reason: "same_subject".into() }],
    };
    let mut entry = Entry::new(q(9), 1_790_000_000_000, actor(Role::Viewer, 3), Deed::Ask(Box::new(ask)));
    entry.personal = Some(Box::new(Personal {
        text: text.into(),
        masked: checked.masked.map(Into::into),
        name: Some(name.as_str().into()),
        place: Some(place.as_str().into()),
        contact: Some(contact.as_str().into()),
        address: Some(address.as_str().into()),
    }));
    entry
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_personal_stands_outside_the_personal_part(
        frame in 0..FRAMES.len(),
        markers in [marker(), marker(), marker(), marker(), marker()],
    ) {
        thread_local!(static RULES: Rules = Rules::shipped());
        let entry = RULES.with(|rules| taken_in(rules, FRAMES[frame], &markers));
        let mut json: Value = serde_json::from_str(&entry.to_json()).unwrap();
        let personal = json.as_object_mut().unwrap().remove("personal").unwrap().to_string();
        let rest = json.to_string().to_lowercase();
        for marker in &markers {
            prop_assert!(personal.contains(marker.as_str()));
            // Nor any part of it by which it would be known again.
            let inner: String = marker.to_lowercase().chars().skip(2).take(5).collect();
            prop_assert!(!rest.contains(&inner), "{marker} in {rest}");
        }
        for digits in ["345-67-89", "9123456789", "4111", "example.com", "ленина"] {
            prop_assert!(!rest.contains(digits), "{digits} in {rest}");
        }
    }
}

#[test]
fn the_log_names_its_personal_fields_in_one_place_only() {
    let markers = ["text", "name", "place", "contact", "address"].map(|field| format!("«{field}»"));
    let entry = taken_in(&Rules::shipped(), "{}", &markers);
    let json: Value = serde_json::from_str(&entry.to_json()).unwrap();
    let mut fields: Vec<_> = json["personal"].as_object().unwrap().keys().cloned().collect();
    fields.sort_unstable();
    assert_eq!(fields, ["address", "contact", "name", "place", "text"]);
    let by: Vec<_> = json["by"].as_object().unwrap().keys().collect();
    assert_eq!(by, ["id", "role"], "a viewer's name is personal");
}
