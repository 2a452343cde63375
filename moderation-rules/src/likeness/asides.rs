//! Which of the things a text names is only where something happens, and not what is asked about: «на мосту сломаны
//! перила» is about railings.
//!
//! Such a thing keeps half its weight; below `CORE` it is no subject to the gates.

use super::endings;
use super::feature::{Feature, Slot};
use super::reading::Item;
use super::vocabulary::CORE;

/// The field of roads in the vocabulary.
const ROADS: u8 = 1;

/// Whether a thing is where something happens, by the preposition before it: «на мосту сломаны перила», «у школы
/// темно», but not «тариф на воду».
pub(crate) fn aside(items: &[Item], at: usize, thing: Feature) -> bool {
    if !matches!(thing.slot(), Slot::Object | Slot::Common) {
        return false;
    }
    let word = items[at + items[at].length.max(1) - 1].token.text.as_str();
    let close =
        |item: &Item| item.token.before == ' ' && (item.filler || endings::adjective(&item.token.text));
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    for back in 1..=3 {
        let Some(before) = at.checked_sub(back).map(|before| &items[before]) else { return false };
        match before.token.text.as_str() {
            "в" | "во" | "на" => return ends(&["е", "и", "ах", "ях", "мосту", "лесу", "льду", "углу"]),
            "у" | "возле" | "около" | "из" | "вдоль" | "через" | "до" | "после" | "напротив" =>
            {
                return true;
            }
            "с" | "со" => return ends(&["ы", "и", "а", "я"]),
            "перед" | "под" | "за" | "над" => {
                return ends(&["ом", "ем", "ой", "ей", "ами", "ями", "ью"]);
            }
            "по" => return thing.field() == ROADS,
            "in" | "at" | "on" | "near" | "by" | "outside" | "behind" | "under" => return true,
            _ if !close(before) => return false,
            _ => {}
        }
    }
    false
}

/// What stands aside is asked about where nothing else is.
pub(crate) fn promote(features: &mut [Feature]) {
    let least = u32::from(CORE);
    let thing = |f: &Feature| matches!(f.slot(), Slot::Object | Slot::Common);
    if features.iter().any(|f| thing(f) && f.weight() >= least) {
        return;
    }
    for feature in features.iter_mut().filter(|f| thing(f)) {
        *feature = feature.weighing((feature.weight() as u8 * 2).min(20));
    }
}
