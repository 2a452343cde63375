//! What a text wants to know, where that is not simply that the matter be put right: the cost, whose doing it is, who
//! somebody is. Most of it is in the table of aspects; here is what a table cannot say.

use super::endings;
use super::reading::Item;
use super::vocabulary::Vocabulary;
use super::wishes::{Form, form};

/// What the text wants to know; the words that say so tell nothing else.
pub(crate) fn aspects(vocabulary: &Vocabulary, items: &mut [Item]) -> u16 {
    let mut all = 0;
    for at in 0..items.len() {
        let (length, aspects) = vocabulary.aspect(|ahead| items.get(at + ahead).map(|item| item.key));
        all |= aspects;
        items[at..at + length].iter_mut().for_each(|item| item.filler = true);
    }
    all
}

/// The aspect of texts that ask whose doing it is, by its place in the table.
pub(crate) const CULPRIT: u16 = 1 << 1;

/// «Кто это разрешил», «кто вам позволил»: any verb in the past will do.
pub(crate) fn culprit(items: &[Item]) -> u16 {
    let said = |at: usize| {
        let mut after =
            items[at + 1..].iter().take(3).skip_while(|item| item.filler && item.token.text != "не");
        after.next().is_some_and(|item| !item.filler && form(&item.token.text) == Form::Past)
    };
    let asked = (0..items.len()).any(|at| items[at].token.text == "кто" && said(at));
    if asked { CULPRIT } else { 0 }
}

/// The aspect of texts that ask who somebody is, by its place in the table.
pub(crate) const WHO: u16 = 1 << 13;

/// «Кто директор школы?»: who, and nothing done.
pub(crate) fn who_is(items: &[Item], matters: u32) -> bool {
    let first = items.first().is_some_and(|item| matches!(item.token.text.as_str(), "кто" | "who"));
    let tells = |item: &Item| item.token.text != "будет" && endings::tells(&item.token.text);
    first && matters == 0 && items.len() <= 6 && !items.iter().any(tells)
}
