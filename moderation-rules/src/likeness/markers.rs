//! Small words by which names and numbers are known: «ул.», «мкр», «кв.», «пятая», «рублей».
//!
//! The words are in tables beside this crate; here is only their look-up, by the word as written.

use std::collections::HashMap;

use super::feature::hash;
use super::names::name_stem;

/// What a small word announces. A word may announce several things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Marker {
    Street,
    Town,
    Place,
    House,
    Corpus,
    Inner,
    Institution,
    NotPlace,
    From,
    To,
    At,
    Month,
    /// Something rides: «ходит», «остановка».
    Rides,
    /// One pays for a ride: «терминал», «наличные».
    Pays,
}

const MARKERS: [(&str, Marker); 14] = [
    ("street", Marker::Street),
    ("town", Marker::Town),
    ("place", Marker::Place),
    ("house", Marker::House),
    ("corpus", Marker::Corpus),
    ("inner", Marker::Inner),
    ("institution", Marker::Institution),
    ("notplace", Marker::NotPlace),
    ("from", Marker::From),
    ("to", Marker::To),
    ("at", Marker::At),
    ("month", Marker::Month),
    ("rides", Marker::Rides),
    ("pays", Marker::Pays),
];

/// What a number counts when the word follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Percent,
    Degrees,
    Money,
    /// A length of time; the value is how many hours one is.
    Time(u64),
    /// Counted, but telling nothing of what is asked.
    Count,
    /// The number of a letter or of another paper.
    Letter,
}

const UNITS: [(&str, Unit); 14] = [
    ("percent", Unit::Percent),
    ("degrees", Unit::Degrees),
    ("money", Unit::Money),
    ("minutes", Unit::Time(0)),
    ("hours", Unit::Time(1)),
    ("days", Unit::Time(24)),
    ("weeks", Unit::Time(168)),
    ("months", Unit::Time(730)),
    ("years", Unit::Time(8760)),
    ("people", Unit::Count),
    ("length", Unit::Count),
    ("times", Unit::Count),
    ("things", Unit::Count),
    ("letter", Unit::Letter),
];

/// The tables of small words.
#[derive(Debug)]
pub(crate) struct Markers {
    markers: HashMap<u64, u16>,
    units: HashMap<u64, Unit>,
    values: HashMap<u64, u32>,
    /// The numbers of routes by what people call them.
    routes: HashMap<u64, u32>,
    /// Stems of names by those of what people call them.
    aliases: HashMap<String, String>,
}

impl Markers {
    /// The tables that ship with the program.
    pub(crate) fn shipped() -> Self {
        let mut tables = Self {
            markers: HashMap::new(),
            units: HashMap::new(),
            values: HashMap::new(),
            routes: HashMap::new(),
            aliases: HashMap::new(),
        };
        for (name, word) in words(include_str!("../../likeness/places.txt")) {
            if let Some((_, marker)) = MARKERS.iter().find(|(known, _)| *known == name) {
                *tables.markers.entry(word).or_default() |= 1 << *marker as u16;
            }
        }
        for (name, word) in words(include_str!("../../likeness/numbers.txt")) {
            if let Ok(value) = name.parse() {
                tables.values.insert(word, value);
            } else if let Some(Ok(route)) = name.strip_prefix("route ").map(str::parse) {
                tables.routes.insert(word, route);
            } else if let Some((_, unit)) = UNITS.iter().find(|(known, _)| *known == name) {
                tables.units.entry(word).or_insert(*unit);
            }
        }
        let places = include_str!("../../likeness/places.txt");
        for line in places.lines().filter_map(|line| line.strip_prefix("same:")) {
            let mut stems = line.split_whitespace().map(|name| name_stem(&name.to_lowercase()));
            let Some(name) = stems.next() else { continue };
            tables.aliases.extend(stems.map(|alias| (alias, name.clone())));
        }
        tables
    }

    /// The stem of a name, where this one is what people call it.
    pub(crate) fn alias<'a>(&'a self, stem: &'a str) -> &'a str {
        self.aliases.get(stem).map_or(stem, String::as_str)
    }

    /// Whether a word announces something.
    pub(crate) fn is(&self, word: &str, marker: Marker) -> bool {
        let found = self.markers.get(&hash(word.as_bytes()));
        found.is_some_and(|bits| bits >> marker as u16 & 1 == 1)
    }

    /// What a number before the word counts.
    pub(crate) fn unit(&self, word: &str) -> Option<Unit> {
        self.units.get(&hash(word.as_bytes())).copied()
    }

    /// The number of the route that people call by the word.
    pub(crate) fn route(&self, word: &str) -> Option<u32> {
        self.routes.get(&hash(word.as_bytes())).copied()
    }

    /// The number a word says.
    pub(crate) fn value(&self, word: &str) -> Option<u32> {
        self.values.get(&hash(word.as_bytes())).copied()
    }
}

/// The lines `name: word word …` of a table, as pairs of a name and a word's hash.
fn words(table: &str) -> impl Iterator<Item = (&str, u64)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':')).flat_map(
        |(name, words)| {
            words.split_whitespace().map(move |word| {
                let folded = word.to_lowercase().replace('ё', "е");
                (name.trim(), hash(folded.as_bytes()))
            })
        },
    )
}
