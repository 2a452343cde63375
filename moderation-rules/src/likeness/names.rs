//! Names of places and things: which words of a text they are, and whether of a street or of a
//! settlement.
//!
//! There is no list of names: a name is known by what stands around it («ул.», «в», a house
//! number, quotation marks), by its capital letter, or by being in no list of ordinary words.

use super::endings::{adjective, derived, ends, present, tells, verbal};
use super::feature::{Family, Feature, Slot, hash};
use super::markers::{Marker, Markers};
use super::reading::{Item, announces};
use super::stems::pack;
use super::tokens::Kind;
use super::vocabulary::Meaning;

/// Weight of a name in its place, and of a word no list knows.
const NAME: u8 = 26;
const UNKNOWN: u8 = 16;

/// Takes the names that stand beside a word announcing them.
pub(crate) fn read(markers: &Markers, items: &mut [Item], out: &mut Vec<Feature>) {
    patronymics(items);
    regions(items);
    composed(markers, items, out);
    bare(markers, items, out);
    for at in 0..items.len() {
        let slot = match announced(markers, items, at) {
            Some(slot) => slot,
            None => continue,
        };
        let after = following(markers, items, at, slot, out);
        if after == 0 && slot != Slot::Name {
            preceding(markers, items, at, slot, out);
        }
        // The word itself may be what is asked about; if no list knows it, it has done its work.
        if !items[at].known {
            items[at].taken = true;
        }
    }
    quoted(markers, items, out);
}

/// «Архангельская область»: everybody who asks is of the same region, so that it pins nothing down.
fn regions(items: &mut [Item]) {
    for at in 1..items.len() {
        let region = REGION.contains(&items[at].stem.as_str()) && items[at].token.before == ' ';
        if region && items[at - 1].stem.ends_with("ск") {
            items[at - 1].taken = true;
        }
    }
}

/// Takes the names nothing announces, and words that may be names.
pub(crate) fn unknown(markers: &Markers, items: &mut [Item], out: &mut Vec<Feature>) {
    let shouted = items.iter().filter(|item| item.token.shouted).count() * 2 > items.len();
    for at in 0..items.len() {
        let item = &items[at];
        let word = item.token.kind != Kind::Number && item.token.text.chars().count() >= 3;
        if item.taken || item.filler || !word {
            continue;
        }
        // A single word in capitals is stressed, not a name; unless nobody knows it.
        let stressed = item.token.shouted && item.common.is_some();
        let capital = item.token.capital && !item.token.first && !shouted && !stressed;
        let numbered = items.get(at + 1).is_some_and(|next| next.token.kind == Kind::Number);
        let placed = at > 0 && announces(markers, &items[at - 1], Marker::At);
        let slot = match item.common {
            _ if capital || titles(items, at) => Slot::Name,
            // Names in English have their capital, and there is no list of its ordinary words.
            _ if item.token.kind == Kind::Latin => continue,
            Some(false) if placed && adjective(&item.token.text) && !before_noun(items, at) => Slot::Name,
            // «Гагарина, 21: нет воды»
            Some(true) if at == 0 && numbered && ends(&item.token.text, &["а", "я"]) => Slot::Name,
            // «Туваны без интернета»: no participle opens a text.
            None if at == 0 && ends(&item.token.text, &["аны", "ены", "яны"]) => Slot::Name,
            // «Горный котельная дымит»: an adjective of another gender than what follows is no adjective.
            Some(false) if at == 0 && mismatched(items) => Slot::Name,
            None if derived(&item.token.text) => continue,
            None if placed && !verbal(&item.token.text) => Slot::Name,
            None if numbered && !verbal(&item.token.text) && !present(&item.token.text) => Slot::Name,
            None if !verbal(&item.token.text) && !present(&item.token.text) => Slot::Unknown,
            _ => continue,
        };
        let weight = if slot == Slot::Unknown { UNKNOWN } else { NAME };
        take(markers, items, at, slot, weight, out);
    }
}

/// Whether a text opens with an adjective in the masculine, and what follows is none that it could belong to.
fn mismatched(items: &[Item]) -> bool {
    let word = items[0].token.text.as_str();
    let masculine = ends(word, &["ый", "ий", "ной", "вой", "ской"]);
    masculine && items.get(1).is_some_and(|next| ends(&next.token.text, &["ая", "ое", "ые", "а", "я", "ы"]))
}

/// «Цивильск: когда …», «Гладкова — сплошные ямы», «Садовая не освещается»: what a text opens with and then says
/// something of, when it is set apart or is an adjective without its noun.
fn titles(items: &[Item], at: usize) -> bool {
    let item = &items[at];
    let (word, Some(next)) = (&item.token.text, items.get(at + 1)) else { return false };
    if !item.token.first || item.token.kind == Kind::Latin || verbal(word) {
        return false;
    }
    let apart = next.token.before == ':' || next.token.before == '-' && !next.token.tight;
    apart && (item.common != Some(true) || item.token.capital)
}

/// «Садовая не освещается», «снег на Школьной»: an adjective without its noun is a street, where it opens a text or
/// stands where a place stands and has a capital.
fn bare(markers: &Markers, items: &mut [Item], out: &mut Vec<Feature>) {
    for at in 0..items.len() {
        let item = &items[at];
        let noun = item.common == Some(true) && !ends(&item.token.text, &["ая"])
            || announces(markers, item, Marker::NotPlace)
            || item.deed;
        if item.taken || item.filler || noun || item.token.kind != Kind::Word {
            continue;
        }
        let follows =
            items.get(at + 1).is_some_and(|next| next.filler || next.deed || verbal(&next.token.text));
        let people = item.meanings.iter().any(|meaning| match meaning {
            Meaning::Thing(thing) => thing.slot() == Slot::Group,
            _ => false,
        });
        let opens =
            item.token.first && follows && !people && ends(&item.token.text, &["ая", "ую", "ское", "цкое"]);
        let placed = at > 0 && announces(markers, &items[at - 1], Marker::At);
        let named = placed && item.token.capital && adjective(&item.token.text) && !before_noun(items, at);
        if opens || named && !item.token.shouted {
            take(markers, items, at, Slot::Name, NAME, out);
        }
    }
}

/// Whether a noun may follow for an adjective to belong to; «на заводской темно» has none.
fn before_noun(items: &[Item], at: usize) -> bool {
    items.get(at + 1).is_some_and(|next| {
        let sign = next.token.before != ' ';
        let noun = next.common == Some(true) || next.known || next.common.is_none();
        !sign && !next.filler && next.token.kind != Kind::Number && noun && !next.deed
    })
}

fn announced(markers: &Markers, items: &[Item], at: usize) -> Option<Slot> {
    let item = &items[at];
    if item.taken {
        return None;
    }
    let is = |marker| announces(markers, item, marker);
    let dotted = items.get(at + 1).is_some_and(|next| next.token.before == '.');
    let short = item.token.text.chars().count();
    if is(Marker::Street) {
        return Some(Slot::Street);
    }
    if is(Marker::Town) {
        // «с.» and «п.» are words of their own without the dot.
        return (short > 1 || dotted || item.token.text == "д").then_some(Slot::Town);
    }
    is(Marker::Place).then_some(Slot::Name)
}

/// Names after an announcing word: «ул. Карла Маркса», «деревня Елабыш». How many.
fn following(markers: &Markers, items: &mut [Item], at: usize, slot: Slot, out: &mut Vec<Feature>) -> usize {
    let mut found = 0;
    let mut next = at + 1;
    // «ул. 50 лет Октября», «2-я Садовая»: the number belongs to the name.
    while items.get(next).is_some_and(|item| item.token.kind == Kind::Number && item.taken)
        || items
            .get(next)
            .is_some_and(|item| matches!(item.token.text.as_str(), "лет" | "летия" | "им" | "имени"))
    {
        next += 1;
    }
    while let Some(item) = items.get(next) {
        let apart = matches!(item.token.before, ',' | ':' | '(' | ')' | ';')
            || item.token.before == '.' && item.token.first && found > 0;
        let initial = item.token.capital && item.token.text.chars().count() == 1;
        if initial && found == 0 {
            next += 1;
            continue;
        }
        if apart || !may_be_name(markers, item, found > 0, slot) {
            break;
        }
        take(markers, items, next, slot, NAME, out);
        found += 1;
        next += 1;
        if found == 3 {
            break;
        }
    }
    found
}

/// Names before it: «Пушкина ул.», «Южный посёлок».
fn preceding(markers: &Markers, items: &mut [Item], at: usize, slot: Slot, out: &mut Vec<Feature>) {
    for back in 1..=2 {
        let Some(before) = at.checked_sub(back) else { return };
        let item = &items[before];
        let joined = items[before + 1].token.before == ' ';
        let adjective = ends(&item.token.text, &["ый", "ий", "ой", "ая", "ую", "ом", "ого", "ое", "ем"]);
        let fits = back == 1 && adjective || item.common.is_none() || item.token.capital && !item.token.first;
        let opens = item.token.capital && item.token.first && !item.filler && !item.known;
        if !joined || !fits || !(opens || may_be_name(markers, item, true, slot)) {
            return;
        }
        if announces(markers, item, Marker::NotPlace) || verbal(&item.token.text) {
            return;
        }
        take(markers, items, before, slot, NAME, out);
    }
}

/// «остановка «Дом мод»»: what is in quotation marks and short.
fn quoted(markers: &Markers, items: &mut [Item], out: &mut Vec<Feature>) {
    let mut at = 0;
    while at < items.len() {
        let length = items[at..].iter().take_while(|item| item.token.quoted).count();
        // «Земский доктор» is a thing the vocabulary knows.
        let thing = (at..at + length).any(|at| items[at].length > 1);
        if (1..=3).contains(&length) && !thing {
            for inside in at..at + length {
                let item = &items[inside];
                let word = item.token.kind != Kind::Number && item.token.text.chars().count() > 1;
                if word && !item.taken && !item.filler {
                    take(markers, items, inside, Slot::Name, NAME, out);
                }
            }
        }
        at += length.max(1);
    }
}

/// «Большой Сундырь» is not «Малый Сундырь»: an adjective with a capital before a name.
fn composed(markers: &Markers, items: &mut [Item], out: &mut Vec<Feature>) {
    for at in 1..items.len() {
        let (first, second) = (&items[at - 1].token, &items[at].token);
        let fits = first.capital && second.capital && !first.shouted && !second.shouted;
        let apart = second.before != ' ' || second.first;
        if !fits || apart || !adjective(&first.text) {
            continue;
        }
        if items[at].known {
            // «Красная Горка» is no slide.
            let announces = [Marker::Street, Marker::Town, Marker::Place, Marker::Institution];
            if !second.first && !announces.iter().any(|marker| self::announces(markers, &items[at], *marker))
            {
                take(markers, items, at - 1, Slot::Name, NAME, out);
                take(markers, items, at, Slot::Name, NAME, out);
            }
        } else if items[at - 1].known {
            take(markers, items, at - 1, Slot::Name, NAME, out);
        }
    }
}

/// «Валерий Васильевич» is whom people write to, not what they write about.
fn patronymics(items: &mut [Item]) {
    for at in 1..items.len() {
        let word = &items[at].token.text;
        let patronymic = ends(word, &["ович", "евич", "ьич", "овна", "евна", "ична"])
            || ends(word, &["овича", "евича", "овичу", "евичу", "овне", "евне", "овны", "евны"]);
        if patronymic && items[at].token.capital && items[at - 1].token.capital {
            items[at].taken = true;
            items[at - 1].taken = true;
        }
    }
}

fn may_be_name(markers: &Markers, item: &Item, more: bool, slot: Slot) -> bool {
    let word = item.token.kind != Kind::Number && item.token.text.chars().count() > 1;
    if item.taken || item.filler || !word || announces(markers, item, Marker::NotPlace) {
        return false;
    }
    if item.token.capital && !item.token.shouted {
        return !(announces(markers, item, Marker::Street) || announces(markers, item, Marker::Town))
            || slot == Slot::Name;
    }
    // «площадь республики», «парк победы»: any noun in the genitive, where a street is named.
    if slot == Slot::Street && !more && item.common == Some(true) && !item.deed {
        return ends(&item.token.text, &["ы", "и", "ов", "ев", "ей"]);
    }
    let ordinary = item.known || verbal(&item.token.text);
    match item.common {
        None => !ordinary,
        Some(_) if more || slot == Slot::Name => false,
        Some(_) => !ordinary && (item.common == Some(true) || adjective(&item.token.text)),
    }
}

fn take(markers: &Markers, items: &mut [Item], at: usize, slot: Slot, weight: u8, out: &mut Vec<Feature>) {
    let relates = slot != Slot::Street
        && items.get(at + 1).is_some_and(|next| {
            next.known && next.token.before == ' ' && !next.deed && !tells(&next.token.text)
        });
    let stem = match items.get(at + 1) {
        // «Аликовский район» is not Аликово.
        Some(next) if DISTRICT.contains(&next.stem.as_str()) && items[at].stem.ends_with("ск") => {
            format!("ъ{}", items[at].stem)
        }
        _ if items[at].token.kind == Kind::Latin => items[at].stem.clone(),
        _ => place_stem(
            markers.alias(&name_stem(&items[at].token.text)),
            relates && adjective(&items[at].token.text),
        ),
    };
    out.push(Feature::new(Family::Word, pack(&stem), slot, weight));
    items[at].taken = true;
    let word = items[at].token.text.as_str();
    // «Павловская Слобода» is not Павловск.
    let second =
        items.get(at + 1).filter(|next| next.token.capital && next.token.before == ' ' && !next.known);
    if stem.ends_with("ск") && slot != Slot::Unknown {
        let second = second.filter(|_| adjective(word)).map_or(0, |next| hash(next.stem.as_bytes()));
        out.push(Feature::axis(&format!("composed {stem}"), second, Slot::Hard).weighing(0));
    }
    // «Садовая» is a street, «Садовый» a lane or a village.
    let gender = if ends(word, &["ая", "ую", "ской"]) {
        1
    } else {
        u64::from(ends(word, &["ый", "ий"]) || slot == Slot::Street && ends(word, &["ом"])) * 2
    };
    if gender > 0 && slot != Slot::Unknown {
        out.push(Feature::axis(&format!("gender {stem}"), gender, Slot::Hard).weighing(0));
    }
}

/// The stems of the words for a municipal district.
const DISTRICT: [&str; 3] = ["район", "округ", "р-н"];

/// The stems of the words for a region.
const REGION: [&str; 4] = ["област", "кра", "республик", "губерн"];

/// «калининская школа» is the school of Калинино: the adjective's own suffix goes.
fn place_stem(stem: &str, relates: bool) -> String {
    let root = stem.strip_suffix("ск").filter(|root| relates && root.chars().count() >= 5);
    root.map_or(stem, |root| root.trim_end_matches(['й', 'ь'])).to_owned()
}

/// Case endings of names, longer ones first. The stemmer for ordinary words takes «Туваны» for a participle.
const CASES: [&str; 38] = [
    "ыми", "ими", "ами", "ями", "ого", "его", "ому", "ему", "ый", "ий", "ой", "ей", "ая", "яя", "ое", "ее",
    "ые", "ие", "ую", "юю", "ых", "их", "ым", "им", "ом", "ем", "ах", "ях", "ам", "ям", "а", "я", "о", "е",
    "и", "ы", "у", "ю",
];

/// The stem of a name: its case ending goes, and what makes it belong to somebody: «Чебаково», «Чебакова».
pub(crate) fn name_stem(word: &str) -> String {
    let kept = |rest: &&str, least: usize| rest.chars().count() >= least;
    let ending = CASES.iter().find_map(|ending| word.strip_suffix(ending).filter(|rest| kept(rest, 3)));
    let stem = ending.unwrap_or(word).trim_end_matches(['ь', 'й']);
    let owned = ["ов", "ев"].iter().find_map(|ending| stem.strip_suffix(ending));
    owned.filter(|rest| kept(rest, 5)).unwrap_or(stem).to_owned()
}
