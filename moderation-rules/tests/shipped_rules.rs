//! The shipped rule files are whole, and every example in them holds.

use moderation_rules::rules::{Rules, shipped_files};

#[test]
fn the_examples_in_the_rule_files_hold() {
    let files: Vec<(String, String)> =
        shipped_files().iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    let rules = Rules::load_unchecked(&files).unwrap();
    let failures: Vec<String> = rules.test().iter().map(ToString::to_string).collect();
    assert!(failures.is_empty(), "{failures:#?}");
}
