//! Postal addresses that lead to one door: a house together with a flat.
//!
//! A street alone, or a street with a house, is what questions are about, and is left alone.

use super::vocabulary::{ENDINGS, Kind, Known};
use super::{Detector, Span};
use crate::normalise::words::Script;
use crate::normalise::{Folded, Word};
use crate::rules::hits::Text;

/// A flat and its house stand within so many words of each other.
const REACH: usize = 24;

/// Adds every address found.
pub(super) fn find(text: &Text<'_>, known: &[Known], found: &mut Vec<Span>) {
    let (folded, words) = (text.folded, &text.words);
    let text = Reader { folded, words, known };
    for at in 0..words.len() {
        if text.glued(at) {
            found.push((Detector::AddressFlat, words[at].start, words[at + 1].end));
        } else if let Some((first, last)) = text.flat(at).or_else(|| text.neighbour(at)) {
            if text.has_house(first, last) {
                let last = text.further(last);
                found.push((Detector::AddressFlat, words[first].start, words[last].end));
            }
        } else if let Some((house, flat)) = text.pair(at) {
            found.push((Detector::AddressPair, words[house].start, words[flat].end));
        }
    }
}

struct Reader<'a> {
    folded: &'a Folded,
    words: &'a [Word],
    known: &'a [Known],
}

impl Reader<'_> {
    fn is(&self, at: usize, kind: Kind) -> bool {
        self.known.get(at).is_some_and(|known| known.is(kind))
    }

    fn gap(&self, left: usize) -> &[char] {
        match self.words.get(left + 1) {
            Some(next) => &self.folded.chars[self.words[left].end..next.start],
            None => &[],
        }
    }

    /// A number of a house or a flat: up to four digits, perhaps with a letter or a building (`91к2`); not a year.
    fn number(&self, at: usize) -> Option<u32> {
        let chars = self.words.get(at)?.chars(self.folded);
        let digits = chars.iter().take_while(|c| c.is_ascii_digit()).count();
        let building = matches!(&chars[digits..], ['к' | 'с', number] if number.is_ascii_digit());
        if !(1..=4).contains(&digits) || chars[0] == '0' || (chars.len() > digits + 1 && !building) {
            return None;
        }
        let value = chars[..digits].iter().fold(0, |sum, c| sum * 10 + c.to_digit(10).unwrap_or(0));
        (value > 0 && !is_year(value)).then_some(value)
    }

    /// `30кв.124`: the house runs into the flat.
    fn glued(&self, at: usize) -> bool {
        let chars = self.words[at].chars(self.folded);
        let house = chars.strip_suffix(&['к', 'в']).unwrap_or_default();
        (1..=3).contains(&house.len())
            && house.iter().all(char::is_ascii_digit)
            && self.number(at + 1).is_some()
            && self.gap(at).len() < 3
            && !self.measured(at + 1)
    }

    /// A word for a flat with its number: the words that both take.
    fn flat(&self, at: usize) -> Option<(usize, usize)> {
        if self.is(at, Kind::Flat) {
            let mut number = at + 1;
            while self.is(number, Kind::Sign) {
                number += 1;
            }
            if number <= at + 2
                && self.number(number).is_some()
                && self.closely(at, number)
                && !self.measured(number)
                && !self.warmth(at, number)
            {
                return Some((at, number));
            }
        }
        self.flat_after(at)
    }

    /// The last of several flats: `квартиры 16 и 18`.
    fn further(&self, last: usize) -> usize {
        let more =
            self.is(last + 1, Kind::And) && self.number(last + 2).is_some() && !self.measured(last + 2);
        if more { last + 2 } else { last }
    }

    /// `соседи из 16`, `сосед с 18-й`: who lives next door lives in a flat.
    fn neighbour(&self, at: usize) -> Option<(usize, usize)> {
        let named = self.is(at, Kind::Neighbour) && self.is(at + 1, Kind::From);
        let flat = named && self.number(at + 2).is_some() && self.gap(at + 1) == [' '];
        (flat && (!self.measured(at + 2) || self.ordinal(at + 2))).then_some((at + 2, at + 2))
    }

    /// `15-я`.
    fn ordinal(&self, number: usize) -> bool {
        self.is(number + 1, Kind::Ordinal) && self.gap(number) == ['-']
    }

    /// `в 15 квартире`, `15-я квартира`, `кв15`, `15кв`.
    fn flat_after(&self, at: usize) -> Option<(usize, usize)> {
        let word = self.words.get(at)?;
        let chars = word.chars(self.folded);
        let glued = chars.starts_with(&['к', 'в'])
            && (3..=6).contains(&chars.len())
            && chars[2..].iter().all(char::is_ascii_digit);
        if glued {
            return Some((at, at));
        }
        self.number(at)?;
        let counted = at > 0 && self.is(at - 1, Kind::Counting);
        if self.is(at + 1, Kind::FlatAfter) && self.gap(at).len() < 2 && !counted && !self.counts(at + 2) {
            return Some((at, at + 1));
        }
        let ordinal = self.ordinal(at);
        let next = if ordinal { at + 2 } else { at + 1 };
        let named = self.is(next, Kind::InFlat) || (ordinal && self.is(next, Kind::FlatAfterOrdinal));
        named.then_some((at, next))
    }

    /// Whether a word after «кв» makes it a measure, or takes it for itself.
    fn counts(&self, at: usize) -> bool {
        let digits = self.words.get(at).is_some_and(|word| word.script == Script::Digits && word.len() <= 4);
        digits || (self.is(at, Kind::Unit) && self.gap(at - 1).len() < 3)
    }

    /// Only stops, commas, spaces and number signs stand between.
    fn closely(&self, from: usize, to: usize) -> bool {
        (from..to).all(|at| {
            let gap = self.gap(at);
            gap.len() <= 4
                && gap.iter().all(|c| matches!(c, ' ' | '.' | ',' | '№' | ':' | '#' | '-' | '"' | 'n' | 'o'))
        })
    }

    /// Whether the number counts something: `кв 15 м`, `квартира 40 лет`; not `квартира 82 дома 7`.
    fn measured(&self, number: usize) -> bool {
        !matches!(self.gap(number), [',' | '.', ..])
            && self.is(number + 1, Kind::Unit)
            && !self.house(number + 1)
    }

    /// `в комнате 16°`, `в комнате 16-17`.
    fn warmth(&self, room: usize, number: usize) -> bool {
        let gap = self.gap(number);
        gap.first() == Some(&'°')
            || (self.is(room, Kind::Room) && gap == ['-'] && self.number(number + 1).is_some())
    }

    /// Whether a house is named near the flat.
    fn has_house(&self, first: usize, last: usize) -> bool {
        if first > 0 && self.number(first - 1).is_some() && self.stands_before(first) {
            return true;
        }
        let near = first.saturating_sub(REACH)..(last + REACH).min(self.words.len());
        near.clone().any(|at| (at < first || at > last) && (self.house(at) || self.street_house(at)))
    }

    /// The number right before a flat is a house where something stands before it that may be a street.
    fn stands_before(&self, flat: usize) -> bool {
        let mut at = flat - 1;
        // The letter or the second number of a house: `8 б`, `37/2`.
        while at > 0 && flat - at < 4 && (self.number(at).is_some() || self.words[at].len() == 1) {
            at -= 1;
        }
        self.number(at).is_none() && !self.is(at, Kind::Preposition)
    }

    /// `д. 5`, `дом № 5`.
    fn house(&self, at: usize) -> bool {
        let mut number = at + 1;
        if !self.is(at, Kind::House) {
            return false;
        }
        while self.is(number, Kind::Sign) {
            number += 1;
        }
        number <= at + 2
            && (self.number(number).is_some() || self.spelled(number))
            && self.closely(at, number)
    }

    /// A number in words: «дом девять».
    fn spelled(&self, at: usize) -> bool {
        self.known.get(at).is_some_and(|known| known.value.is_some())
    }

    /// `Светлый проезд, 9`, `ул. Ленина 5`, `Орловской, 1`.
    fn street_house(&self, at: usize) -> bool {
        at > 0 && self.number(at).is_some() && self.closely(at - 1, at) && self.street(at - 1)
    }

    /// Whether a word may end the name of a street.
    fn street(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else { return false };
        if word.script == Script::Digits || self.is(at, Kind::NoStreet) {
            return false;
        }
        // «б-р», «пр-т», «пр-кт»: the second half stands before the name.
        let halved = |i: usize| {
            i > 0
                && self.is(i, Kind::SecondHalf)
                && self.is(i - 1, Kind::FirstHalf)
                && self.gap(i - 1) == ['-']
        };
        let marked = |i: usize| self.is(i, Kind::Street) || halved(i);
        let capital = self.folded.capital.get(word.start) == Some(&true);
        marked(at)
            || (at > 0 && marked(at - 1))
            || (at > 1 && marked(at - 2) && self.words[at - 1].len() < 14)
            || (capital && word.len() > 4 && self.ends_like_street(word))
    }

    fn ends_like_street(&self, word: &Word) -> bool {
        let chars = word.chars(self.folded);
        ENDINGS.iter().any(|ending| {
            let n = ending.chars().count();
            ending.chars().eq(chars[chars.len().saturating_sub(n)..].iter().copied())
        })
    }

    /// A street, a house and one more number: `Афанасьева 9-15`, `Парковый,39 58`.
    fn pair(&self, house: usize) -> Option<(usize, usize)> {
        let first = self.number(house)?;
        // `17/1-86`: the house has two numbers.
        let corner = self.gap(house) == ['/'] && self.number(house + 1).is_some() && self.dashed(house + 1);
        let flat = if corner { house + 2 } else { house + 1 };
        let second = self.number(flat)?;
        let street = house.checked_sub(1)?;
        let street = if self.is(street, Kind::HouseAlone) { street.checked_sub(1)? } else { street };
        if !self.street(street) || !self.closely(street, house) || self.measured(flat) || self.runs_on(flat) {
            return None;
        }
        let gap = self.gap(flat - 1);
        let dashed = self.dashed(flat - 1);
        let apart = matches!(gap, [' '] | [','] | [',', ' '] | ['/']);
        // From one house to another one goes up and along one side.
        let range = second > first && (second - first) % 2 == 0 && second - first < 30;
        let sure = !range && (dashed || gap == [' ']);
        ((dashed || apart) && (sure || self.resides(street))).then_some((house, flat))
    }

    fn dashed(&self, at: usize) -> bool {
        matches!(self.gap(at), ['-'] | [' ', '-'] | ['-', ' '] | [' ', '-', ' '])
    }

    /// More numbers follow: it is a list of houses, a date or a time.
    fn runs_on(&self, at: usize) -> bool {
        let next_number = self.words.get(at + 1).is_some_and(|word| word.script == Script::Digits);
        let gap = self.gap(at);
        (next_number
            && gap.len() <= 2
            && gap != ['.', ' ']
            && !gap.contains(&'\n')
            && !self.telephone(at + 1))
            || matches!(gap, [':' | '.', ..] if next_number)
    }

    fn telephone(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| {
            let chars = word.chars(self.folded);
            chars.len() > 9 || matches!(chars, ['8' | '7'] | ['8', '9', _, _])
        })
    }

    /// Whether words before say that somebody lives there.
    fn resides(&self, street: usize) -> bool {
        (street.saturating_sub(8)..street).any(|at| {
            let own = || at > 0 && self.is(at - 1, Kind::Own);
            self.is(at, Kind::Lives) || (self.is(at, Kind::Address) && (self.gap(at).contains(&':') || own()))
        })
    }
}

fn is_year(number: u32) -> bool {
    (1900..2100).contains(&number)
}
