//! The rule files that ship with the program.

/// The rule files that ship with the program, as names and contents.
pub fn shipped_files() -> &'static [(&'static str, &'static str)] {
    &[
        ("insults.toml", include_str!("../../rules/insults.toml")),
        ("personal.toml", include_str!("../../rules/personal.toml")),
        ("places.toml", include_str!("../../rules/places.toml")),
        ("profanity.toml", include_str!("../../rules/profanity.toml")),
        ("spam.toml", include_str!("../../rules/spam.toml")),
        ("threats.toml", include_str!("../../rules/threats.toml")),
        ("topics.toml", include_str!("../../rules/topics.toml")),
    ]
}
