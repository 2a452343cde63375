//! The vocabulary: what words and phrases mean, read from the tables beside this crate.
//!
//! Only the tables and their look-up live here. They are data, so no word of any language may
//! be written into this file; how a text is read with them is in `reading`.

use std::collections::{HashMap, HashSet};

use super::feature::{Feature, Slot, hash};
use super::stems::{Stems, pack};

/// What a word or phrase means.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Meaning {
    /// A thing, a place, a group of people.
    Thing(Feature),
    /// A verb, or the noun made of it.
    Deed(Deed),
    /// How something is.
    State(Deed),
    /// What the text wants to know: a bit of the aspects.
    Aspect(u16),
    /// A value on an axis.
    Axis(Feature),
}

/// How a noun is declined, by the ending of its dictionary form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Masculine,
    Feminine,
    Other,
}

/// What is known of a verb or a state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deed {
    pub(crate) feature: Feature,
    /// What it makes of its object: +1 more, −1 less, 0 neither.
    pub(crate) sign: i8,
    /// The matters it belongs to, a bit each.
    pub(crate) matters: u32,
    /// Perfective: its present form means the future.
    pub(crate) done: bool,
}

/// The matters of deeds and states, in the order of their bits.
pub(crate) const MATTERS: [&str; 29] = [
    "BUILD", "PRESENCE", "WORK", "REPAIR", "TEMP", "CLEAN", "QUALITY", "LEVEL", "PRICE", "PAY", "CHARGE",
    "EASE", "RULE", "PUNISH", "RENAME", "MERGE", "ACCESS", "CROWD", "SCHEDULE", "STOPS", "RUDE", "ACCIDENT",
    "DANGER", "NOISE", "SMELL", "ECOLOGY", "HARM", "CRIME", "OTHER",
];

/// The bit of a matter by its name; names that are not listed share one.
pub(crate) fn matter(name: &str) -> u32 {
    1 << MATTERS.iter().position(|known| *known == name).unwrap_or(MATTERS.len() - 1)
}

/// Things, people and deeds.
const TABLES: [&str; 3] = [
    include_str!("../../likeness/objects.txt"),
    include_str!("../../likeness/people.txt"),
    include_str!("../../likeness/deeds.txt"),
];

/// A phrase: the stems after its first, and its meaning.
#[derive(Debug)]
struct Phrase {
    rest: Vec<u64>,
    meaning: Meaning,
}

/// The tables, ready to be looked up in.
#[derive(Debug)]
pub(crate) struct Vocabulary {
    pub(crate) stems: Stems,
    /// By the hash of the first stem, longest phrases first.
    phrases: HashMap<u64, Vec<Phrase>>,
    aspects: HashMap<u64, Vec<Phrase>>,
    fillers: HashSet<u64>,
    /// Fillers that are greetings, thanks and exclamations.
    polite: HashSet<u64>,
    /// Single words as the tables have them.
    listed: HashSet<u64>,
    /// Identities of things that are to go: waste, snow.
    nuisances: HashSet<u64>,
    /// Packed stems of ordinary words; `None` for other words than nouns.
    common: HashMap<u64, Option<Gender>>,
    /// Hashes of stems of verbs by which one does something to another.
    acts: HashSet<u64>,
    /// Stems of single words by what is left of them without one letter; `None` where that is no one word's.
    slips: HashMap<u64, Option<u64>>,
}

impl Vocabulary {
    /// The vocabulary that ships with the program.
    pub(crate) fn shipped() -> Self {
        let mut vocabulary = Self {
            stems: Stems::new(),
            phrases: HashMap::new(),
            aspects: HashMap::new(),
            fillers: HashSet::new(),
            polite: HashSet::new(),
            listed: HashSet::new(),
            nuisances: HashSet::new(),
            common: HashMap::new(),
            acts: HashSet::new(),
            slips: HashMap::new(),
        };
        for table in TABLES {
            vocabulary.load(table, things_and_deeds);
        }
        vocabulary.load(include_str!("../../likeness/axes.txt"), axes);
        vocabulary.load_acts(include_str!("../../likeness/acts.txt"));
        vocabulary.load_aspects(include_str!("../../likeness/aspects.txt"));
        vocabulary.load_fillers(include_str!("../../likeness/fillers.txt"));
        vocabulary.load_common(include_str!("../../likeness/common-words.txt"));
        for phrases in vocabulary.phrases.values_mut().chain(vocabulary.aspects.values_mut()) {
            phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        vocabulary
    }

    /// Meanings of the longest phrase that starts here, and its length in words; `word` gives the
    /// stems that follow.
    /// A form listed by itself goes before a phrase of its own length.
    pub(crate) fn find(&self, first: &str, word: impl Fn(usize) -> Option<u64>) -> (usize, Vec<Meaning>) {
        let found = longest(&self.phrases, word);
        match self.phrases.get(&form_key(first)) {
            Some(forms) if found.0 <= 1 => (1, forms.iter().map(|form| form.meaning).collect()),
            _ => found,
        }
    }

    /// Aspects of the longest phrase that starts here, and its length in words.
    pub(crate) fn aspect(&self, word: impl Fn(usize) -> Option<u64>) -> (usize, u16) {
        let (length, found) = longest(&self.aspects, word);
        let bits = found.iter().map(|meaning| if let Meaning::Aspect(bit) = meaning { *bit } else { 0 });
        (length, bits.fold(0, |all, bit| all | bit))
    }

    /// The stem of the vocabulary that a stem differs from by a slip of the finger, if it is long and only one does.
    pub(crate) fn meant(&self, stem: &str) -> Option<u64> {
        if stem.chars().count() < LONG_STEM {
            return None;
        }
        let left_out = self.slips.get(&stem_key(stem)).copied().flatten();
        let wrong = || {
            without_one(stem).find_map(|rest| {
                let key = stem_key(&rest);
                let put_in =
                    self.phrases.get(&key).filter(|_| rest.chars().count() >= LONG_STEM).map(|_| key);
                put_in.or_else(|| self.slips.get(&key).copied().flatten())
            })
        };
        left_out.or_else(wrong)
    }

    /// Whether a word, as written, says nothing of the subject.
    pub(crate) fn is_filler(&self, word: &str) -> bool {
        self.fillers.contains(&hash(word.as_bytes()))
    }

    /// Whether a word, as written, only greets, thanks or cries out.
    pub(crate) fn is_polite(&self, word: &str) -> bool {
        self.polite.contains(&hash(word.as_bytes()))
    }

    /// Whether a word stands in the tables as written, and not only another with its stem.
    pub(crate) fn is_listed(&self, word: &str) -> bool {
        self.listed.contains(&hash(word.as_bytes()))
    }

    /// Whether a stem is an ordinary word, and then whether a noun.
    pub(crate) fn common(&self, stem: &str) -> Option<bool> {
        self.common.get(&pack(stem)).map(Option::is_some)
    }

    /// How an ordinary noun is declined.
    pub(crate) fn gender(&self, stem: &str) -> Option<Gender> {
        self.common.get(&pack(stem)).copied().flatten()
    }

    /// Whether a stem is that of a verb by which one does something to another.
    pub(crate) fn acts(&self, stem: &str) -> bool {
        self.acts.contains(&stem_key(stem))
    }

    /// Whether a thing is one that is to go, like waste or snow.
    pub(crate) fn is_nuisance(&self, thing: Feature) -> bool {
        self.nuisances.contains(&thing.identity())
    }

    /// The names of the concepts by their identities, which the tables are read for once more.
    pub(crate) fn names(&self) -> HashMap<u64, String> {
        let mut names = HashMap::new();
        for table in TABLES {
            let mut field = 0;
            for line in lines(table) {
                field += u8::from(line.starts_with('['));
                let head: Vec<_> = line.split(':').next().unwrap_or_default().split_whitespace().collect();
                let feature = match things_and_deeds(field, &head) {
                    Some(Meaning::Thing(feature)) => feature,
                    Some(Meaning::Deed(deed) | Meaning::State(deed)) => deed.feature,
                    _ => continue,
                };
                names.insert(feature.identity(), format!("={}", head[1]));
            }
        }
        names
    }

    fn load(&mut self, table: &str, meaning: fn(u8, &[&str]) -> Option<Meaning>) {
        let mut field = 0;
        for line in lines(table) {
            field += u8::from(line.starts_with('['));
            let Some((head, words)) = line.split_once(':') else { continue };
            let head: Vec<_> = head.split_whitespace().collect();
            let Some(meaning) = meaning(field, &head) else { continue };
            if let (Meaning::Thing(thing), true) = (meaning, head.contains(&"nuisance")) {
                self.nuisances.insert(thing.identity());
            }
            for word in words.split_whitespace() {
                self.listed.insert(hash(fold(word).as_bytes()));
                insert(&mut self.phrases, &self.stems, word, meaning);
                if !word.starts_with('=') && !word.contains(['_', '-']) {
                    self.may_slip(&self.stems.stem(&fold(word)));
                }
            }
        }
    }

    fn may_slip(&mut self, stem: &str) {
        if stem.chars().count() < LONG_STEM {
            return;
        }
        let key = stem_key(stem);
        for rest in without_one(stem) {
            let known = self.slips.entry(stem_key(&rest)).or_insert(Some(key));
            *known = known.filter(|known| *known == key);
        }
    }

    fn load_aspects(&mut self, table: &str) {
        for (bit, line) in lines(table).enumerate() {
            let Some((name, words)) = line.split_once(':') else { continue };
            // What only looks like an aspect has none.
            let bits = if name == "none" { 0 } else { 1 << (bit % 16) };
            for word in words.split_whitespace() {
                let meaning = Meaning::Aspect(bits);
                insert(&mut self.aspects, &self.stems, word, meaning);
            }
        }
    }

    fn load_acts(&mut self, table: &str) {
        let words = lines(table).flat_map(str::split_whitespace);
        self.acts = words.map(|word| stem_key(&self.stems.stem(&fold(word)))).collect();
    }

    fn load_fillers(&mut self, table: &str) {
        let mut polite = false;
        for line in lines(table) {
            if line.starts_with('[') {
                polite = line == "[polite]";
                continue;
            }
            for word in line.split_whitespace().map(|word| hash(fold(word).as_bytes())) {
                self.fillers.insert(word);
                if polite {
                    self.polite.insert(word);
                }
            }
        }
    }

    fn load_common(&mut self, table: &str) {
        let mut noun = true;
        for line in lines(table) {
            if line.starts_with('[') {
                noun = line == "[nouns]";
                continue;
            }
            let word = fold(line);
            let gender = noun.then(|| match word.chars().next_back() {
                Some('а' | 'я') => Gender::Feminine,
                Some('ь') if ["тель", "арь", "ерь", "ырь"].iter().any(|made| word.ends_with(made)) => {
                    Gender::Masculine
                }
                Some('о' | 'е' | 'ь' | 'и' | 'у' | 'ю' | 'ы') => Gender::Other,
                _ => Gender::Masculine,
            });
            self.common.entry(pack(&self.stems.stem(&word))).or_insert(gender);
            // «портал» loses its ending as if it were a verb, «портале» does not.
            if noun {
                let oblique = word.trim_end_matches(['а', 'я', 'о', 'е', 'ь', 'й']);
                self.common.entry(pack(&self.stems.stem(&format!("{oblique}у")))).or_insert(gender);
            }
        }
    }
}

/// A slip is looked for in stems from this length on; shorter ones are too near each other.
const LONG_STEM: usize = 7;

/// A stem without one of its letters, for each but the first two.
fn without_one(stem: &str) -> impl Iterator<Item = String> + '_ {
    stem.char_indices().skip(2).map(|(at, c)| [&stem[..at], &stem[at + c.len_utf8()..]].concat())
}

fn lines(table: &str) -> impl Iterator<Item = &str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn fold(word: &str) -> String {
    word.to_lowercase().replace('ё', "е")
}

/// The hash a stem is looked up by.
pub(crate) fn stem_key(stem: &str) -> u64 {
    hash(stem.as_bytes())
}

/// The hash a word is looked up by where only this form of it is meant.
pub(crate) fn form_key(word: &str) -> u64 {
    hash(word.as_bytes()).rotate_left(1)
}

fn insert(phrases: &mut HashMap<u64, Vec<Phrase>>, stems: &Stems, words: &str, meaning: Meaning) {
    // An abbreviation has no forms, and what is left of it without an ending is any word.
    let short = words.chars().count() <= 5 && words.chars().all(char::is_uppercase);
    if let Some(form) = words.strip_prefix('=').or(short.then_some(words)) {
        let known = phrases.entry(form_key(&fold(form))).or_default();
        known.push(Phrase { rest: Vec::new(), meaning });
        return;
    }
    let mut keys = words
        .split(['_', '-'])
        .filter(|word| !word.is_empty())
        .map(|word| stem_key(&stems.stem(&fold(word))));
    let Some(first) = keys.next() else { return };
    let rest: Vec<_> = keys.collect();
    let known = phrases.entry(first).or_default();
    let twice = known.iter().any(|p| p.rest == rest && same(&p.meaning, &meaning));
    if !twice {
        known.push(Phrase { rest, meaning });
    }
}

fn same(a: &Meaning, b: &Meaning) -> bool {
    match (a, b) {
        (Meaning::Thing(a), Meaning::Thing(b)) | (Meaning::Axis(a), Meaning::Axis(b)) => a == b,
        (Meaning::Aspect(a), Meaning::Aspect(b)) => a == b,
        (Meaning::Deed(a), Meaning::Deed(b)) | (Meaning::State(a), Meaning::State(b)) => {
            a.feature == b.feature && a.sign == b.sign && a.done == b.done
        }
        _ => false,
    }
}

fn longest(
    phrases: &HashMap<u64, Vec<Phrase>>,
    word: impl Fn(usize) -> Option<u64>,
) -> (usize, Vec<Meaning>) {
    let Some(starting) = word(0).and_then(|first| phrases.get(&first)) else {
        return (0, Vec::new());
    };
    let fits = |phrase: &Phrase| phrase.rest.iter().enumerate().all(|(at, stem)| word(at + 1) == Some(*stem));
    let mut found = starting.iter().filter(|phrase| fits(phrase)).peekable();
    let length = found.peek().map_or(0, |phrase| phrase.rest.len() + 1);
    let longest = found.take_while(|phrase| phrase.rest.len() + 1 == length);
    (length, longest.map(|phrase| phrase.meaning).collect())
}

/// Weight of a thing that narrows whatever it stands beside.
pub(crate) const SPECIAL: u8 = 21;
/// A thing that weighs less is where it happens, not what is asked about: «на мосту сломаны перила».
pub(crate) const CORE: u8 = 12;
/// Weight of a group of people that may be anybody: passengers, parents.
pub(crate) const ANYBODY: u8 = 12;

fn things_and_deeds(field: u8, head: &[&str]) -> Option<Meaning> {
    let (class, name) = (*head.first()?, *head.get(1)?);
    let thing = |slot, weight| Some(Meaning::Thing(Feature::concept(field, name, slot, weight)));
    match class {
        "object" => thing(Slot::Object, 20),
        "special" => thing(Slot::Object, SPECIAL),
        "common" => thing(Slot::Common, 12),
        "institution" => thing(Slot::Institution, 16),
        "site" => thing(Slot::Site, 5),
        "group" => thing(Slot::Group, 14),
        "people" => thing(Slot::Group, ANYBODY),
        "deed" => deed(name, &head[2..]).map(Meaning::Deed),
        "state" => deed(name, &head[2..]).map(Meaning::State),
        _ => None,
    }
}

fn deed(name: &str, known: &[&str]) -> Option<Deed> {
    let sign = match *known.first()? {
        "more" => 1,
        "less" => -1,
        _ => 0,
    };
    let matters = known[1..].iter().filter(|word| **word != "done");
    Some(Deed {
        feature: Feature::deed(name),
        sign,
        matters: matters.fold(0, |all, name| all | matter(name)),
        done: known.contains(&"done"),
    })
}

fn axes(_: u8, head: &[&str]) -> Option<Meaning> {
    let (axis, value) = (*head.first()?, *head.get(1)?);
    let weight = if head.contains(&"kind") { KIND } else { AXIS };
    Some(Meaning::Axis(Feature::axis(axis, hash(value.as_bytes()), Slot::Hard).weighing(weight)))
}

/// Weight of a value on an axis, and of one without which a text is about any of its kind.
const AXIS: u8 = 8;
pub(crate) const KIND: u8 = 9;
