//! Marks: small words and endings that turn a text into another question and tell nothing else of it.
//!
//! Who did it to whom, before or after, the first or the third, was or will be. A mark weighs nothing: no text is
//! found by it or thought more alike for it. `gates` only sees to it that two texts do not bear different ones.

use super::feature::{Family, Feature, Slot, hash};
use super::markers::{Markers, Unit};
use super::reading::Item;
use super::tokens::Kind;
use super::vocabulary::{Deed, Gender, Meaning, Vocabulary, matter};
use super::wishes::{Around, Form, form};

/// Adds the marks of a text.
pub(crate) fn read(vocabulary: &Vocabulary, markers: &Markers, items: &[Item], out: &mut Vec<Feature>) {
    roles(vocabulary, markers, items, out);
    order(markers, items, out);
    which(markers, items, out);
    sides(items, out);
    tense(items, out);
}

/// A value that two texts must not name differently.
fn mark(axis: &str, value: u64) -> Feature {
    Feature::axis(axis, value, Slot::Hard).weighing(0)
}

/// «Почему закрыли» mourns what «когда закроют» only awaits: a loss that is told of, or that is to come.
pub(crate) fn loss(deed: &Deed, word: &str, around: Around, planned: bool, out: &mut Vec<Feature>) {
    if deed.sign >= 0 || !deed.done || around.negated || deed.matters & matter("CLEAN") != 0 {
        return;
    }
    let when = match form(word) {
        Form::Past => 1,
        Form::Present => 2,
        Form::Wanted if planned => 2,
        _ => return,
    };
    out.push(mark(&format!("loss {:x}", deed.feature.identity()), when));
}

/// «С какого дня ввели» is not «отменили», nor «повысят ли» «понизят ли»: what became more, or is to, and what less.
pub(crate) fn turn(deed: &Deed, word: &str, around: Around, out: &mut Vec<Feature>) {
    if deed.sign == 0 || around.negated || around.against || deed.matters & matter("CLEAN") != 0 {
        return;
    }
    let when = match form(word) {
        Form::Past if deed.done => "turned",
        Form::Present if deed.done => "turns",
        _ => return,
    };
    out.push(mark(when, u64::from(deed.sign > 0)));
}

/// Whether a word does something in its sentence, or has it done to itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Doer,
    Other,
}

/// «Собаку покусал мужчина» is not «собака покусала мужчину»: who does and who is done to, by the case; where the case
/// leaves it open, whoever is named first does.
fn roles(vocabulary: &Vocabulary, markers: &Markers, items: &[Item], out: &mut Vec<Feature>) {
    let group = |item: &Item| {
        item.meanings.iter().any(|m| matches!(m, Meaning::Thing(thing) if thing.slot() == Slot::Group))
    };
    let acts = items.iter().any(|item| vocabulary.acts(&item.stem));
    let bare = items.len() <= 4 && items.len() >= 3 && acts_alone(items);
    if !acts && !bare && items.iter().filter(|item| group(item)).count() != 2 {
        return;
    }
    let mut named: Vec<(String, Option<Role>)> = Vec::new();
    // In a long text those are meant that stand around the verb.
    let near = |at: usize| {
        let around = items.iter().skip(at.saturating_sub(3)).take(7);
        !acts || items.len() <= 7 || around.into_iter().any(|item| vocabulary.acts(&item.stem))
    };
    for (at, item) in items.iter().enumerate().filter(|(at, _)| near(*at)) {
        let counts =
            matches!(markers.unit(&item.token.text), Some(Unit::Money | Unit::Time(_) | Unit::Percent));
        if let Some((stem, role)) = actor(vocabulary, item).filter(|_| !counts) {
            let before = at.checked_sub(1).map_or("", |before| items[before].token.text.as_str());
            let led =
                matches!(before, "в" | "на" | "с" | "у" | "к" | "от" | "за" | "из" | "для" | "о" | "об");
            let role = if led { Some(Role::Other) } else { role };
            if !named.iter().any(|(known, _)| *known == stem) {
                named.push((stem, role));
            }
        }
    }
    let doer = named.iter().any(|(_, role)| *role == Some(Role::Doer));
    let other = named.iter().any(|(_, role)| *role == Some(Role::Other));
    if named.len() < 2 || named.len() > 7 {
        return;
    }
    for (at, (stem, role)) in named.into_iter().enumerate() {
        let role = match role {
            Some(role) if doer && other => role,
            None if doer && other => continue,
            // Only one of the cases is sure, or none: the first one does it.
            Some(role) if doer || other => role,
            _ if doer => Role::Other,
            _ if other => Role::Doer,
            _ if at == 0 => Role::Doer,
            _ => Role::Other,
        };
        let slot = if role == Role::Doer { Slot::Done } else { Slot::Undone };
        out.push(Feature::axis("role", hash(stem.as_bytes()), slot).weighing(0));
    }
}

/// Whether a text is little more than a verb between two words.
fn acts_alone(items: &[Item]) -> bool {
    let noun = |item: &Item| !item.filler && item.token.kind != Kind::Number && !item.deed;
    let verb = &items[1];
    let word = verb.deed || verb.common != Some(true) && !verb.known;
    noun(&items[0]) && noun(&items[2]) && word && super::endings::present(&verb.token.text)
}

/// The stem of a word that may do something or have it done to itself, and which of them by its case.
fn actor(vocabulary: &Vocabulary, item: &Item) -> Option<(String, Option<Role>)> {
    let word = item.token.text.as_str();
    match word {
        "мы" | "я" => return Some(("мы".to_owned(), Some(Role::Doer))),
        "нас" | "нам" | "меня" | "мне" | "нами" => {
            return Some(("мы".to_owned(), Some(Role::Other)));
        }
        _ => {}
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let axis = item.meanings.iter().any(|meaning| matches!(meaning, Meaning::Axis(_)));
    if axis && item.length == 1 {
        let doer = ends(&["ый", "ий", "ая", "яя", "ые", "ие", "ое"]);
        let other = ends(&["ого", "его", "ому", "ему", "ых", "их", "ым", "им", "ую", "юю"]);
        let role = if doer { Some(Role::Doer) } else { other.then_some(Role::Other) };
        if role.is_some() {
            return Some((item.stem.clone(), role));
        }
    }
    let thing = item.meanings.iter().any(|meaning| matches!(meaning, Meaning::Thing(_)));
    if item.deed || item.token.kind != Kind::Word || item.length > 1 || vocabulary.acts(&item.stem) {
        return None;
    }
    match vocabulary.gender(&item.stem) {
        Some(gender) => Some((item.stem.clone(), case(word, gender))),
        // «Водитель» and «кондуктор» are in no list of ordinary words, made as they are of others.
        None if thing => {
            let feminine = ends(&["ка", "ки", "ку", "кой", "ца", "цы", "цу", "цей"]);
            let gender = if feminine { Gender::Feminine } else { Gender::Masculine };
            // «Учителя» are many who do it, or one it is done to.
            Some((item.stem.clone(), case(word, gender).filter(|_| word != "учителя")))
        }
        None => None,
    }
}

/// What the ending of a noun says.
fn case(word: &str, gender: Gender) -> Option<Role> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if ends(&["ов", "ев", "ам", "ям", "ами", "ями", "ах", "ях", "ой", "ею", "ью"]) {
        return Some(Role::Other);
    }
    // «Мать» and «дочь» are the same whoever does it.
    if ends(&["ь"]) && !ends(&["тель", "арь", "ерь", "ырь"]) {
        return None;
    }
    match gender {
        Gender::Feminine if ends(&["а", "я"]) => Some(Role::Doer),
        Gender::Feminine if ends(&["у", "ю", "е"]) => Some(Role::Other),
        Gender::Feminine => None,
        // «Музей» and «лицей», «врачей» and «гостей».
        Gender::Masculine if ends(&["чей", "щей", "шей", "жей", "тей", "лей", "рей"]) => {
            Some(Role::Other)
        }
        Gender::Masculine if ends(&["а", "я", "у", "ю", "ом", "ем", "е"]) => Some(Role::Other),
        Gender::Masculine if ends(&["ы", "и"]) => Some(Role::Doer),
        Gender::Masculine if !ends(&["о", "э"]) => Some(Role::Doer),
        _ => None,
    }
}

/// «Третий подъезд» is not the first, «9 классы» are not «11»: which one of its kind, where a house has several.
fn order(markers: &Markers, items: &[Item], out: &mut Vec<Feature>) {
    const COUNTED: [(&str, &str); 13] = [
        ("подъезд", "подъезд"),
        ("этаж", "этаж"),
        ("очеред", "очередь"),
        ("курс", "курс"),
        ("класс", "класс"),
        ("смен", "смена"),
        ("палат", "палата"),
        ("кабинет", "кабинет"),
        ("разряд", "разряд"),
        ("категор", "категория"),
        ("четверт", "четверть"),
        ("сорт", "сорт"),
        ("полос", "полоса"),
    ];
    for (at, item) in items.iter().enumerate() {
        let Some((_, kind)) = COUNTED.iter().find(|(stem, _)| item.token.text.starts_with(stem)) else {
            continue;
        };
        let value = |at: usize| {
            let item = items.get(at)?;
            match item.token.kind {
                Kind::Number => item.token.text.parse::<u64>().ok(),
                _ => markers.value(&item.token.text).map(u64::from),
            }
        };
        // «9-х классов» has an ending between.
        let before = at.checked_sub(1).and_then(value).or_else(|| {
            let tail = at.checked_sub(1).map(|tail| &items[tail].token)?;
            (tail.tight && tail.text.chars().count() <= 2)
                .then(|| at.checked_sub(2).and_then(value))
                .flatten()
        });
        let after = || value(at + 1).filter(|_| items[at + 1].token.kind == Kind::Number);
        if let Some(value) = before.or_else(after) {
            out.push(mark(kind, value));
        }
    }
}

/// «На вторую корову» is not «на первую»: an ordinal before whatever is numbered.
fn which(markers: &Markers, items: &[Item], out: &mut Vec<Feature>) {
    for (ordinal, item) in items.iter().zip(items.iter().skip(1)) {
        let word = ordinal.token.text.as_str();
        let form =
            ["ый", "ий", "ой", "ая", "ья", "ую", "ью", "ое", "ье", "ого", "его", "ом", "ем", "ому", "ему"];
        let ordinal = form.iter().any(|form| word.ends_with(form)).then(|| markers.value(word)).flatten();
        let noun = item.common == Some(true) || item.known && !item.deed;
        if let Some(value) = ordinal.filter(|_| noun && !item.filler && item.token.kind == Kind::Word) {
            out.push(mark(&format!("which {}", item.stem), u64::from(value)));
        }
    }
    // «Сколько можно держать, пять?» is not «пятьдесят».
    let spelt = items.last().filter(|item| !item.taken && item.token.kind == Kind::Word);
    if let Some(value) = spelt.and_then(|item| markers.value(&item.token.text)).filter(|value| *value > 1) {
        out.push(mark("spelt", u64::from(value)));
    }
}

/// «До праздников» and «после», «перед домом» and «за ним».
fn sides(items: &[Item], out: &mut Vec<Feature>) {
    for (at, item) in items.iter().enumerate() {
        let place = match item.token.text.as_str() {
            "до" | "перед" | "после" | "за" | "под" | "накануне" | "before" | "after" | "в" | "у"
            | "возле" | "около" => item.token.text.as_str(),
            _ => continue,
        };
        let mut following = items[at + 1..].iter().take(3);
        let noun = |item: &&Item| item.common == Some(true) || item.known && !item.deed;
        let Some(noun) = following.find(noun).filter(|noun| noun.token.kind != Kind::Number) else {
            continue;
        };
        let instrumental = ["ом", "ем", "ой", "ей", "ами", "ями", "ью"]
            .iter()
            .any(|ending| noun.token.text.ends_with(ending));
        let stem = &noun.stem;
        let institution =
            |m: &Meaning| matches!(m, Meaning::Thing(thing) if thing.slot() == Slot::Institution);
        let building = noun.meanings.iter().any(institution);
        match place {
            "в" if building && noun.token.text.ends_with(['е', 'и', 'х']) => {
                out.push(mark(&format!("near {stem}"), 2))
            }
            "у" | "возле" | "около" if building => out.push(mark(&format!("near {stem}"), 1)),
            "до" | "before" | "накануне" => out.push(mark(&format!("when {stem}"), 1)),
            "после" | "after" => out.push(mark(&format!("when {stem}"), 2)),
            "перед" => {
                out.push(mark(&format!("when {stem}"), 1));
                out.push(mark(&format!("side {stem}"), 1));
            }
            _ if !instrumental => {}
            "у" | "возле" | "около" | "в" => {}
            "за" => out.push(mark(&format!("side {stem}"), 2)),
            _ => out.push(mark(&format!("side {stem}"), 3)),
        }
    }
}

/// «Кто построил» and «кто построит», «когда была» and «когда будет»: after a question word, what was is not what
/// will be.
fn tense(items: &[Item], out: &mut Vec<Feature>) {
    const ASKING: [&str; 8] = ["когда", "кто", "сколько", "куда", "где", "что", "какой", "какие"];
    let Some(at) = items.iter().position(|item| ASKING.contains(&item.token.text.as_str())) else { return };
    for item in items[at + 1..].iter().take(6) {
        let word = item.token.text.as_str();
        let done = |meaning: &Meaning| matches!(meaning, Meaning::Deed(deed) if deed.done);
        let value = match word {
            "был" | "была" | "было" | "были" => 1,
            "будет" | "будут" => 2,
            "не" => return,
            _ if item.filler || !(item.deed || item.common == Some(false)) => continue,
            _ if form(word) == Form::Past => 1,
            _ if form(word) == Form::Present && item.meanings.iter().any(done) => 2,
            _ if item.deed => return,
            _ => continue,
        };
        out.push(mark("tense", value));
        return;
    }
}

/// «Почему прививки обязательны» and «не обязательны»: a short adjective says what is, or with «не» what is not.
pub(crate) fn predicates(items: &[Item], out: &mut Vec<Feature>) {
    for (at, item) in items.iter().enumerate() {
        let short = ["ны", "ен", "но", "на"].iter().any(|ending| item.token.text.ends_with(ending));
        let long = item.token.text.chars().count() >= 6;
        if short && long && !item.deed && !item.filler && !item.token.capital && item.common != Some(true) {
            let denied = at > 0 && items[at - 1].token.text == "не";
            out.push(mark(&format!("is {}", item.stem), u64::from(denied)));
        }
    }
}

/// «Кому не положена выплата»: what is asked is asked the other way round.
pub(crate) fn denied(items: &[Item], aspects: u16, out: &mut Vec<Feature>) {
    let denied = items.iter().zip(items.iter().skip(1)).any(|(not, said)| {
        not.token.text == "не"
            && said.filler
            && (said.token.text.starts_with("полож") || said.token.text.starts_with("полаг"))
    });
    if aspects != 0 {
        out.push(mark("denied", u64::from(denied)));
    }
}

/// Whether a feature says who does it, or to whom.
pub(crate) fn is_role(feature: Feature) -> bool {
    feature.is(Family::Axis) && matches!(feature.slot(), Slot::Done | Slot::Undone)
}
