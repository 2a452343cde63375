//! The shipped rule files are whole, every example in them holds, and a mask hides no more than the word.

use moderation_rules::rules::{Context, Rules, shipped_files};

#[test]
fn the_examples_in_the_rule_files_hold() {
    let files: Vec<(String, String)> =
        shipped_files().iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let rules = Rules::load_unchecked(&files).unwrap();
    let failures: Vec<String> = rules.test().iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn a_mask_hides_the_insult_and_not_the_place() {
    let rules = Rules::shipped();
    for (text, masked) in [
        ("Эти твари в мэрии, дебилы", "Эти т•••• в мэрии, д•••••"),
        ("Козлы в погонах не отвечают", "К•••• в погонах не отвечают"),
        ("В окошке сидит корова, жуёт и хамит", "В окошке сидит к•••••, жуёт и хамит"),
        ("достали эти обезьяны из департамента", "достали эти о••••••• из департамента"),
    ] {
        let checked = rules.check(text, &Context::default());
        assert_eq!(checked.masked.as_deref(), Some(masked));
    }
}
