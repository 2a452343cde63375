//! Reads a text into its fingerprint: what it is about, where, what is wrong and what is wanted.
//!
//! The order of the steps matters and is here; each step is in its own file. Numbers and names
//! come before the meanings of words, for «улица Школьная» is no school.

use super::feature::{Family, Feature, Slot, hash, mix};
use super::fingerprint::{Fingerprint, Head, MOST_FEATURES, Wishes};
use super::markers::{Marker, Markers};
use super::stems::pack;
use super::tokens::{Kind, Token, tokens};
use super::vocabulary::{Deed, Meaning, Vocabulary, matter, stem_key};
use super::wishes::{Around, Form, form, imperfective, of_deed, of_state, told};
use super::{asides, asked, endings, frame, lookup, marks, names, numbers, translit};

/// A token with what is found out about it on the way.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) token: Token,
    pub(crate) stem: String,
    pub(crate) key: u64,
    /// Used up; no later step looks at it.
    pub(crate) taken: bool,
    /// Says nothing of the subject.
    pub(crate) filler: bool,
    /// An ordinary word, and then whether a noun.
    pub(crate) common: Option<bool>,
    /// The words and phrases of the vocabulary that start here, and how many words they are.
    pub(crate) meanings: Vec<Meaning>,
    pub(crate) length: usize,
    /// Part of a phrase of the vocabulary.
    pub(crate) known: bool,
    /// A verb or a state of the vocabulary starts here, and no thing.
    pub(crate) deed: bool,
}

/// The fingerprint of a text.
pub(crate) fn read(vocabulary: &Vocabulary, markers: &Markers, text: &str) -> Fingerprint {
    let mut items = items(vocabulary, text);
    if items.is_empty() {
        return Fingerprint::default();
    }
    let whole = whole(&items);
    let frame = frame::frame(vocabulary, &items);
    let aspects = asked::aspects(vocabulary, &mut items) | asked::culprit(&items);
    let mut features = Vec::new();
    numbers::read(markers, &mut items, &mut features);
    lookup::look_up(vocabulary, &mut items);
    names::read(markers, &mut items, &mut features);
    let mut head = Deeds::new(vocabulary, &items);
    head.read(&mut items, &mut features);
    asides::promote(&mut features);
    names::unknown(markers, &mut items, &mut features);
    rest(markers, &items, head.around, &mut features);
    marks::read(vocabulary, markers, &items, &mut features);
    marks::denied(&items, aspects, &mut features);
    marks::predicates(&items, &mut features);
    directions(markers, &items, &mut features);
    let words = items.iter().filter(|item| !item.filler).count();
    let verb = |item: &Item| !item.filler && item.common != Some(true) && endings::tells(&item.token.text);
    let asked = text.contains('?') || head.wanted || aspects != 0 || items.iter().any(verb);
    let aspects = if asked::who_is(&items, head.matters) { aspects | asked::WHO } else { aspects };
    let head = Head::new(head.matters, aspects, head.wishes, asked, words);
    let mut features = fit(features);
    features.extend(frame.into_iter().flatten());
    Fingerprint::new(whole, head, features)
}

fn items(vocabulary: &Vocabulary, text: &str) -> Vec<Item> {
    let mut tokens = tokens(text);
    from_latin(vocabulary, &mut tokens);
    tokens
        .into_iter()
        .map(|token| {
            let stem = vocabulary.stems.stem(&token.text);
            Item {
                key: stem_key(&stem),
                filler: vocabulary.is_filler(&token.text),
                common: vocabulary.common(&stem),
                taken: false,
                meanings: Vec::new(),
                length: 0,
                known: false,
                deed: false,
                stem,
                token,
            }
        })
        .collect()
}

/// Turns Russian typed in Latin letters back, if that is what the text is: more of its words are
/// known when they are read as Russian than as English.
fn from_latin(vocabulary: &Vocabulary, tokens: &mut [Token]) {
    let latin = tokens.iter().filter(|token| token.kind == Kind::Latin).count();
    let cyrillic = tokens.iter().filter(|token| token.kind == Kind::Word).count();
    if latin <= cyrillic {
        return;
    }
    let known = |word: &str| {
        let key = stem_key(&vocabulary.stems.stem(word));
        let meant = vocabulary.find(word, |at| (at == 0).then_some(key)).0 > 0;
        usize::from(word.len() > 1 && (vocabulary.is_filler(word) || meant))
    };
    let words = || tokens.iter().filter(|token| token.kind == Kind::Latin);
    let english: usize = words().map(|token| known(&token.text)).sum();
    let russian: usize = words().map(|token| known(&translit::cyrillic(&token.text))).sum();
    if russian > english {
        for token in tokens.iter_mut().filter(|token| token.kind == Kind::Latin) {
            token.text = translit::cyrillic(&token.text);
            token.kind = Kind::Word;
        }
    }
}

/// A hash of the words in their order, fillers and all: two texts that share it are the same
/// but for signs, case and inflection.
fn whole(items: &[Item]) -> u64 {
    items.iter().fold(hash(&[]), |state, item| {
        let word = if item.token.kind == Kind::Number { hash(item.token.text.as_bytes()) } else { item.key };
        mix(state.rotate_left(5) ^ word)
    })
}

/// The field of transport in the vocabulary.
pub(crate) const TRANSPORT: u8 = 5;

/// «Автобус из Канаша в Шихазаны» is not the one from Шихазаны to Канаш, nor «из лицея в школу» the way back: where
/// from and where to, when a text names both. Where nothing rides it only shuts a gate.
fn directions(markers: &Markers, items: &[Item], out: &mut Vec<Feature>) {
    let number = |at: usize| items[at].token.kind == Kind::Number;
    // «В обычную школу» leads to the school.
    let led = |marker, not: Option<Marker>| {
        let leads = |at: usize, marker| announces(markers, &items[at], marker);
        (1..items.len())
            .filter(|&at| leads(at - 1, marker) && !not.is_some_and(|not| leads(at - 1, not)))
            .find_map(|at| {
                let passes = items[at].common == Some(false) && endings::adjective(&items[at].token.text);
                let at = if passes { at + 1 } else { at };
                items.get(at).is_some_and(|item| !item.filler).then_some(at)
            })
    };
    let rides = items.iter().flat_map(|item| &item.meanings).any(|meaning| match meaning {
        Meaning::Thing(thing) => thing.field() == TRANSPORT,
        _ => false,
    });
    // «Поезд Канаш — Казань»
    let dash = (1..items.len()).find(|&at| {
        let (one, other) = (&items[at - 1].token, &items[at].token);
        other.before == '-' && !other.tight && one.capital && other.capital
    });
    let ends = led(Marker::From, None).zip(led(Marker::To, Some(Marker::From)));
    if let Some((from, to)) = ends.or(dash.map(|at| (at - 1, at))) {
        let tells = rides || number(from) && number(to);
        for (at, way) in [(from, 1), (to, 2)] {
            let end = if number(at) { &items[at].token.text } else { &items[at].stem };
            let way = Feature::axis(&format!("way {end}"), way, Slot::Hard);
            out.push(if tells { way } else { way.weighing(0) });
        }
    }
}

/// Who waits asks: «загранпаспорт жду третий месяц».
const WAITING: [&str; 7] = ["жду", "ждем", "ждать", "ждут", "ждали", "ждал", "ждала"];

/// Gathers what the verbs of a text say.
struct Deeds {
    matters: u32,
    wishes: Wishes,
    wanted: bool,
    around: Around,
}

impl Deeds {
    fn new(vocabulary: &Vocabulary, items: &[Item]) -> Self {
        let has = |words: &[&str]| items.iter().any(|item| words.contains(&item.token.text.as_str()));
        let things = items.iter().flat_map(|item| &item.meanings);
        let texts = || items.iter().map(|item| item.token.text.as_str());
        let what_for = texts().zip(texts().skip(1)).any(|pair| pair == ("за", "что"));
        let around = Around {
            negated: false,
            against: false,
            let_be: has(&["пусть", "пускай"]),
            hardly: false,
            why: what_for || has(&["почему", "зачем", "отчего", "кто", "why", "who"]),
            who: has(&["кто"]) && !has(&["почему", "зачем"]),
            whether: has(&["ли", "правда", "будет", "будут", "will", "is", "are"]),
            ahead: has(&[
                "когда",
                "будет",
                "будут",
                "нужен",
                "нужна",
                "нужно",
                "планируется",
                "планируют",
                "требуется",
                "просим",
                "прошу",
                "сроки",
                "срок",
                "when",
                "will",
                "need",
                "needs",
            ]),
            nuisance: things.clone().any(|meaning| match meaning {
                Meaning::Thing(feature) => vocabulary.is_nuisance(*feature),
                _ => false,
            }),
        };
        Self {
            matters: 0,
            wishes: Wishes::default(),
            wanted: around.why || around.ahead || has(&WAITING),
            around,
        }
    }

    /// Turns what was looked up into features, and reads the verbs.
    fn read(&mut self, items: &mut [Item], out: &mut Vec<Feature>) {
        for at in 0..items.len() {
            if items[at].length == 0 || items[at].taken {
                continue;
            }
            let meanings = std::mem::take(&mut items[at].meanings);
            let around = around(items, at, self.around);
            for meaning in &meanings {
                match meaning {
                    Meaning::Thing(feature) if asides::aside(items, at, *feature) => {
                        out.push(feature.weighing(feature.weight() as u8 / 2));
                    }
                    Meaning::Thing(feature) | Meaning::Axis(feature) => out.push(*feature),
                    Meaning::Deed(deed) if other_aspect(deed, &meanings, items, at) => {}
                    Meaning::Deed(deed) => {
                        self.wanted = true;
                        // That weeds grow is no matter of how much there is of them.
                        let grows = around.nuisance && deed.sign > 0 && deed.matters == matter("LEVEL");
                        self.matters |= if grows { 0 } else { deed.matters };
                        let word = verb(&items[at..at + items[at].length]);
                        of_deed(deed, word, around, &mut self.wishes);
                        let planned = at > 0 && PLANNED.contains(&items[at - 1].token.text.as_str());
                        marks::loss(deed, word, around, planned, out);
                        marks::turn(deed, word, around, out);
                        tell(deed.feature.used_as(told(deed.done, word, around)), out);
                    }
                    Meaning::State(state) => {
                        self.wanted = true;
                        self.matters |= state.matters;
                        of_state(state, around, &mut self.wishes);
                        out.push(state.feature);
                    }
                    Meaning::Aspect(_) => {}
                }
            }
            let length = items[at].length;
            for item in items.iter_mut().skip(at).take(length) {
                item.taken = true;
            }
            items[at].meanings = meanings;
        }
    }
}

/// Words after which an infinitive tells what is to come.
const PLANNED: [&str; 10] = [
    "собираются",
    "хотят",
    "планируют",
    "намерены",
    "решили",
    "будут",
    "могут",
    "собрались",
    "хочет",
    "планируется",
];

/// The verb of a phrase, or its last word.
fn verb(phrase: &[Item]) -> &str {
    let said = phrase.iter().find(|item| form(&item.token.text) != Form::Noun).or(phrase.last());
    said.map_or("", |item| item.token.text.as_str())
}

/// Adds a deed; told both as done and as not done, it is neither.
fn tell(deed: Feature, out: &mut Vec<Feature>) {
    match out.iter_mut().find(|other| other.identity() == deed.identity()) {
        Some(other) if other.slot() == deed.slot() || deed.slot() == Slot::Action => {}
        Some(other) if other.slot() == Slot::Action => *other = deed,
        Some(other) => *other = deed.used_as(Slot::Action),
        None => out.push(deed),
    }
}

/// Whether a word is weakened by the one before it: «плохо убирают», «редко ходит».
fn hardly(items: &[Item], at: usize) -> bool {
    const HARDLY: [&str; 15] = [
        "плохо",
        "редко",
        "медленно",
        "долго",
        "так",
        "поздно",
        "мало",
        "еле",
        "кое-как",
        "слабо",
        "только",
        "лишь",
        "всего",
        "badly",
        "rarely",
    ];
    let is = |at: usize| items.get(at).is_some_and(|item| HARDLY.contains(&item.token.text.as_str()));
    // «Работает два дня в неделю»
    let counted = items.get(at + 1).is_some_and(|next| {
        next.token.kind == Kind::Number
            || matches!(next.token.text.as_str(), "раз" | "один" | "два" | "две" | "три")
    });
    at.checked_sub(1).is_some_and(is) || is(at + 1) || counted
}

/// Whether a deed is that of the other aspect, where both have the stem that stands here: «отменят», «отменяют».
fn other_aspect(deed: &Deed, meanings: &[Meaning], items: &[Item], at: usize) -> bool {
    let word = verb(&items[at..at + items[at].length]);
    let both = meanings.iter().any(|other| match other {
        Meaning::Deed(other) => other.feature == deed.feature && other.done != deed.done,
        _ => false,
    });
    both && deed.done == imperfective(word)
}

/// What stands around one word, in addition to what the text says as a whole.
fn around(items: &[Item], at: usize, text: Around) -> Around {
    let against = |at: usize| AGAINST.contains(&items[at].token.text.as_str());
    let before = at.saturating_sub(2)..at;
    Around {
        negated: negated(items, at),
        hardly: hardly(items, at),
        against: before.into_iter().any(against),
        ..text
    }
}

/// Words for not wanting what follows.
const AGAINST: [&str; 14] = [
    "против",
    "хватит",
    "прекратите",
    "прекратить",
    "прекратят",
    "прекратится",
    "прекратятся",
    "остановите",
    "перестаньте",
    "перестанут",
    "перестать",
    "перестанете",
    "stop",
    "against",
];

/// Whether «не» or the like stands before a word, or before the modal verb before it; in English
/// some words may stand between.
fn negated(items: &[Item], at: usize) -> bool {
    const NOT: [&str; 7] = ["не", "ни", "нельзя", "not", "nobody", "never", "cannot"];
    const SHORT: [&str; 13] = [
        "dont", "doesnt", "didnt", "isnt", "arent", "wasnt", "werent", "wont", "cant", "hasnt", "havent",
        "couldnt", "wouldnt",
    ];
    let short = |item: &Item| SHORT.contains(&item.token.text.as_str());
    if items[..at].iter().rev().take(4).any(short) {
        return true;
    }
    let is =
        |back: usize| at.checked_sub(back).is_some_and(|at| NOT.contains(&items[at].token.text.as_str()));
    let filler = at.checked_sub(1).is_some_and(|at| items[at].filler);
    is(1) || filler && is(2)
}

/// What is left: ordinary words, which tell a little.
fn rest(markers: &Markers, items: &[Item], around: Around, out: &mut Vec<Feature>) {
    for (at, item) in items.iter().enumerate() {
        let long = item.token.text.chars().count() >= 3;
        let number = item.token.kind == Kind::Number || markers.value(&item.token.text).is_some();
        if item.taken || item.filler || !long || number {
            continue;
        }
        let (slot, weight) = match item.common {
            Some(true) if !endings::verbal(&item.token.text) => (Slot::Noun, 8),
            _ => match told(false, &item.token.text, self::around(items, at, around)) {
                Slot::Action => (Slot::Other, 3),
                told => (told, 3),
            },
        };
        out.push(Feature::new(Family::Word, pack(&item.stem), slot, weight));
    }
}

/// Keeps the features that say most when there are too many; of words alike in weight always the
/// same ones, so that two versions of a long text keep the same.
fn fit(mut features: Vec<Feature>) -> Vec<Feature> {
    features.sort_by_key(|feature| (feature.identity(), feature.slot().is_name(), feature.weight()));
    features.reverse();
    features.dedup_by_key(|feature| feature.identity());
    features.sort_by_key(|feature| (std::cmp::Reverse(feature.weight()), mix(feature.identity())));
    // Two are left for the frame.
    features.truncate(MOST_FEATURES - 2);
    features
}

/// Whether an item announces something.
pub(crate) fn announces(markers: &Markers, item: &Item, marker: Marker) -> bool {
    markers.is(&item.token.text, marker)
}
