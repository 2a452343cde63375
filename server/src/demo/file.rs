//! Reads the two text files of the crowd, so that whoever writes them needs no quotes and no commas.
//!
//! A line is one text. `# ` begins a comment, `## ` a section with its name; an empty line, a comment or a section
//! ends the group of lines above it.

/// What the crowd asks.
pub const QUESTIONS: &str = include_str!("../../demo/questions.txt");
/// What the bot moderator says to the host.
pub const EDITOR: &str = include_str!("../../demo/editor.txt");
/// Who the crowd is.
pub const PEOPLE: &str = include_str!("../../demo/people.txt");

/// Lines that belong together, and the section they stand in.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    /// The section's name.
    pub section: &'static str,
    /// The lines.
    pub lines: Vec<&'static str>,
}

/// All groups of a file, in order.
pub fn groups(file: &'static str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut section = "";
    let mut open = false;
    for line in file.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix("## ") {
            (section, open) = (name.trim(), false);
        } else if line.is_empty() || line.starts_with('#') {
            open = false;
        } else if let Some(group) = groups.last_mut().filter(|_| open) {
            group.lines.push(line);
        } else {
            groups.push(Group { section, lines: vec![line] });
            open = true;
        }
    }
    groups
}

/// All lines of one section of a file.
pub fn section(file: &'static str, name: &str) -> Vec<&'static str> {
    groups(file).into_iter().filter(|group| group.section == name).flat_map(|group| group.lines).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_end_at_empty_lines_comments_and_sections() {
        let found = groups("# about\n## a\n\none\n two \n\nthree\n# word\nfour\n## b\nfive");
        let group = |section, lines: &[&'static str]| Group { section, lines: lines.to_vec() };
        let expected = vec![
            group("a", &["one", "two"]),
            group("a", &["three"]),
            group("a", &["four"]),
            group("b", &["five"]),
        ];
        assert_eq!(found, expected);
        assert_eq!(groups(""), []);
        assert_eq!(section("## a\none\n\ntwo\n## b\nthree", "a"), ["one", "two"]);
    }
}
