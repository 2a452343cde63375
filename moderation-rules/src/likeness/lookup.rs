//! Finds the words and phrases of the vocabulary in a text: the longest that starts at a place, one misspelt, a compound.

use super::reading::Item;
use super::tokens::Kind;
use super::vocabulary::{Meaning, Vocabulary, stem_key};
use super::wishes::commanded;

/// Finds the words and phrases of the vocabulary, the longest first come.
pub(crate) fn look_up(vocabulary: &Vocabulary, items: &mut [Item]) {
    let mut at = 0;
    while at < items.len() {
        // «Не включайте» is no «не включается».
        let forbidden =
            items[at].token.text == "не" && items.get(at + 1).is_some_and(|next| commanded(&next.token.text));
        if items[at].taken || forbidden {
            at += 1;
            continue;
        }
        let (length, meanings) = vocabulary.find(&items[at].token.text, |ahead| {
            items.get(at + ahead).filter(|item| !item.taken).map(|item| item.key)
        });
        // «Скоро» is no «скорая», «лет» are no «летят»: a small word means what stands in the tables as written.
        let word = &items[at].token.text;
        let small = length == 1 && vocabulary.is_filler(word) && !vocabulary.is_listed(word);
        let length = if small { 0 } else { length };
        let meanings = if small { Vec::new() } else { meanings };
        for item in items.iter_mut().skip(at).take(length) {
            item.known = true;
        }
        let meanings = within(vocabulary, &items[at..at + length], meanings);
        let part = if length == 0 { unlisted(vocabulary, items, at) } else { Vec::new() };
        let (length, meanings) = if part.is_empty() { (length, meanings) } else { (1, part) };
        if length > 0 {
            items[at].known = true;
        }
        items[at].length = length;
        items[at].deed = !meanings.is_empty()
            && meanings.iter().all(|m| matches!(m, Meaning::Deed(_) | Meaning::State(_)));
        items[at].meanings = meanings;
        at += length.max(1);
    }
}

/// What the words of a phrase mean beside it: «детская библиотека» tells of children and is a library, «батареи не
/// греют» is heating and something wrong.
fn within(vocabulary: &Vocabulary, phrase: &[Item], mut meanings: Vec<Meaning>) -> Vec<Meaning> {
    if phrase.len() < 2 {
        return meanings;
    }
    let axes = meanings.iter().all(|meaning| matches!(meaning, Meaning::Axis(_)));
    let things = meanings.iter().all(|meaning| matches!(meaning, Meaning::Thing(_)));
    for item in phrase {
        let (_, found) = vocabulary.find(&item.token.text, |ahead| (ahead == 0).then_some(item.key));
        meanings.extend(found.into_iter().filter(|meaning| match meaning {
            Meaning::Thing(_) => axes,
            Meaning::State(_) | Meaning::Deed(_) => things,
            _ => false,
        }));
    }
    meanings
}

/// What a word means that no list has: one misspelt, or a compound.
fn unlisted(vocabulary: &Vocabulary, items: &[Item], at: usize) -> Vec<Meaning> {
    let item = &items[at];
    let odd = item.token.kind == Kind::Word && item.common.is_none() && !item.filler;
    if !odd || item.token.capital && !item.token.first {
        return Vec::new();
    }
    // «Усманова» is no «установа».
    let surname = ["ова", "ева", "овой", "евой"].iter().any(|ending| item.token.text.ends_with(ending));
    if let Some(key) = vocabulary.meant(&item.stem).filter(|_| !surname) {
        return vocabulary.find("", |ahead| (ahead == 0).then_some(key)).1;
    }
    compound(vocabulary, item)
}

/// What a compound means that no list has: «райбольница» is a hospital, «велопарковка» parking.
fn compound(vocabulary: &Vocabulary, item: &Item) -> Vec<Meaning> {
    let word = &item.token.text;
    if item.token.capital || word.chars().count() < 8 {
        return Vec::new();
    }
    for (at, _) in word.char_indices().skip(3).take(4) {
        let rest = &word[at..];
        if rest.chars().count() < 6 {
            break;
        }
        let key = stem_key(&vocabulary.stems.stem(rest));
        let (_, mut found) = vocabulary.find("", |ahead| (ahead == 0).then_some(key));
        found.retain(|meaning| matches!(meaning, Meaning::Thing(_)));
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}
