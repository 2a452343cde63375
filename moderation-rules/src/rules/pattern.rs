//! The little language of words in rule files, and what a line of it stands for.
//!
//! `дом` is that word alone; `дом~` with any grammatical ending; `дом*` with any continuation;
//! `*дом*` inside a word too. `[аоу]` is one of these letters, `(на|по|)` one of these pieces,
//! `<name>` one of the pieces of a set. Letters are folded as texts are.

use crate::normalise::Folded;
use crate::normalise::letters::{Letter, letter};
use std::collections::BTreeMap;

/// More readings than this of one line are a mistake.
const MOST: usize = 60_000;

/// Named lists of pieces, shared by the lines of a file.
pub(super) type Sets = BTreeMap<String, Vec<String>>;

/// What may follow the letters of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tail {
    /// Nothing.
    Exact,
    /// A grammatical ending.
    Ending,
    /// Anything.
    Any,
}

/// One line, spelled out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern {
    /// All the letters it may begin with.
    pub(super) heads: Vec<Vec<Letter>>,
    /// What may follow.
    pub(super) tail: Tail,
    /// Whether it may begin inside a word.
    pub(super) inside: bool,
}

/// The phrases that a line stands for: those of a set of phrases that it names, or its own.
pub(super) fn phrases_of(line: &str, sets: &Sets) -> Result<Vec<String>, String> {
    let name = line.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    match name.and_then(|name| sets.get(name)) {
        Some(lines) if lines.iter().any(|line| line.contains(char::is_whitespace)) => {
            Ok(lines.iter().map(|line| phrases(line)).collect::<Result<Vec<_>, _>>()?.concat())
        }
        _ => phrases(line),
    }
}

/// The phrases that a line stands for: `(в|на) доме`, `(ваш дом|вы)` or `тупой (баран~|осел)`.
fn phrases(line: &str) -> Result<Vec<String>, String> {
    let group = line.char_indices().filter(|(_, c)| *c == '(').find_map(|(at, _)| {
        let (inner, after) = enclosed(&line[at..], '(', ')').ok()?;
        inner.contains(char::is_whitespace).then_some((&line[..at], inner, after))
    });
    let Some((before, inner, after)) = group else { return Ok(vec![line.to_owned()]) };
    let mut all = Vec::new();
    for choice in split(inner) {
        all.extend(phrases(&format!("{before}{choice}{after}"))?);
    }
    if all.len() > MOST { Err(format!("«{line}» stands for too many phrases")) } else { Ok(all) }
}

/// Spells a word out: one pattern for each way that its choices end.
pub(super) fn parse(word: &str, sets: &Sets) -> Result<Vec<Pattern>, String> {
    let (rest, inside) = word.strip_prefix('*').map_or((word, false), |rest| (rest, true));
    let mut heads: BTreeMap<Tail, Vec<Vec<Letter>>> = BTreeMap::new();
    for text in expand(rest, sets)? {
        let (text, tail) = match (text.strip_suffix('*'), text.strip_suffix('~')) {
            (Some(rest), _) => (rest, Tail::Any),
            (_, Some(rest)) => (rest, Tail::Ending),
            _ => (text.as_str(), Tail::Exact),
        };
        let letters = letters(text)?;
        if letters.is_empty() {
            return Err("a word needs at least one letter".into());
        }
        if inside && letters.len() < 3 {
            return Err("a piece looked for inside words needs at least three letters".into());
        }
        heads.entry(tail).or_default().push(letters);
    }
    Ok(heads.into_iter().map(|(tail, heads)| Pattern { heads, tail, inside }).collect())
}

fn letters(text: &str) -> Result<Vec<Letter>, String> {
    let folded = Folded::new(text);
    let has = |range: std::ops::RangeInclusive<char>| folded.chars.iter().any(|c| range.contains(c));
    if has('a'..='z') && has('а'..='я') {
        return Err(format!(
            "«{text}» mixes Latin and Russian letters; write it in one alphabet, disguise is seen through"
        ));
    }
    folded
        .chars
        .iter()
        .map(|&c| match letter(c) {
            0 if matches!(c, '~' | '*') => Err(format!("«{c}» may only stand at the ends of a word")),
            0 => Err(format!("«{c}» is not a letter or a digit")),
            known => Ok(known),
        })
        .collect()
}

fn expand(line: &str, sets: &Sets) -> Result<Vec<String>, String> {
    let mut done = vec![String::new()];
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        let choices: Vec<String>;
        (choices, rest) = match c {
            '[' => {
                let (inner, after) = enclosed(rest, '[', ']')?;
                (inner.chars().map(String::from).collect(), after)
            }
            '(' => {
                let (inner, after) = enclosed(rest, '(', ')')?;
                (alternatives(inner, sets)?, after)
            }
            '<' => {
                let (name, after) = enclosed(rest, '<', '>')?;
                let pieces = sets.get(name).ok_or_else(|| format!("there is no set «{name}»"))?;
                let mut all = Vec::new();
                for piece in pieces {
                    all.extend(expand(piece, sets)?);
                }
                (all, after)
            }
            c => {
                done.iter_mut().for_each(|head| head.push(c));
                rest = &rest[c.len_utf8()..];
                continue;
            }
        };
        if done.len() * choices.len() > MOST {
            return Err(format!("«{line}» stands for more than {MOST} words"));
        }
        let longer = |head: &String| choices.iter().map(|tail| [head.as_str(), tail].concat()).collect();
        done = done.iter().flat_map::<Vec<String>, _>(longer).collect();
    }
    Ok(done)
}

fn alternatives(inner: &str, sets: &Sets) -> Result<Vec<String>, String> {
    let mut all = Vec::new();
    for choice in split(inner) {
        all.extend(expand(choice, sets)?);
    }
    Ok(all)
}

/// The choices of a group, at its own level.
fn split(inner: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let (mut depth, mut from) = (0, 0);
    for (at, c) in inner.char_indices().chain([(inner.len(), '|')]) {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => {
                all.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    all
}

/// What stands between a bracket at the start and its partner, and what follows.
fn enclosed(text: &str, open: char, close: char) -> Result<(&str, &str), String> {
    let mut depth = 0;
    for (at, c) in text.char_indices().take_while(|_| text.starts_with(open)) {
        if c == open {
            depth += 1;
        } else if c == close {
            depth -= 1;
            if depth == 0 {
                return Ok((&text[1..at], &text[at + 1..]));
            }
        }
    }
    Err(format!("«{open}» without «{close}» in «{text}»"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(line: &str) -> Result<usize, String> {
        let sets = Sets::from([("pre".into(), vec!["на".into(), "(вы|за)".into()])]);
        parse(line, &sets).map(|all| all.iter().map(|pattern| pattern.heads.len()).sum())
    }

    #[test]
    fn lines_are_spelled_out() {
        assert_eq!(count("дом"), Ok(1));
        assert_eq!(count("<pre>д[оа]м~"), Ok(6));
        assert_eq!(count("дом(а|ик~|ищ*)"), Ok(3));
        assert_eq!(count("(на(д|)|по|)дом*"), Ok(4));
        assert_eq!(count("ДОМ, Ё"), Err("«,» is not a letter or a digit".into()));
    }

    #[test]
    fn a_set_of_phrases_is_its_lines() {
        let sets = Sets::from([("said".into(), vec!["(он|она) ... сказал~".into(), "говорят".into()])]);
        assert_eq!(phrases_of("<said>", &sets).map(|all| all.len()), Ok(2));
        assert_eq!(phrases_of("<other>", &sets), Ok(vec!["<other>".to_owned()]));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(phrases("(вы все|ты) (дом~|сад)").map(|all| all.len()), Ok(2));
        for wrong in [
            "",
            "~",
            "*ху*",
            "д(ом",
            "<nobody>дом",
            "до~м",
            "[абвгдежзик][абвгдежзик][абвгдежзик][абвгдежзик][абвгдежзик]",
        ] {
            assert!(count(wrong).is_err(), "{wrong}");
        }
    }
}
