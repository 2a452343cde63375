//! What the numbers of a text are: houses, schools and routes by which it is known, and amounts,
//! years and lengths of time that may have to agree. Days, hours and counts of things tell
//! nothing of what is asked and are dropped.

use super::feature::{Family, Feature, Slot, hash};
use super::markers::{Marker, Markers, Unit};
use super::reading::{Item, TRANSPORT};
use super::tokens::Kind;

/// Weight of a number that names something.
const NAMING: u8 = 16;

/// Reads the numbers of a text into features, and marks what was used as taken.
pub(crate) fn read(markers: &Markers, items: &mut [Item], out: &mut Vec<Feature>) {
    ordinals(markers, items);
    routes(markers, items, out);
    let mut at = 0;
    while at < items.len() {
        if items[at].token.kind == Kind::Number && !items[at].taken {
            at = number(markers, items, at, out).max(at + 1);
        } else {
            at += 1;
        }
    }
}

/// «пятая школа», «в школе номер двадцать четыре»: words for numbers beside what is numbered.
fn ordinals(markers: &Markers, items: &mut [Item]) {
    for at in 0..items.len() {
        if items[at].taken || items[at].token.kind != Kind::Word {
            continue;
        }
        let Some(mut value) = markers.value(&items[at].token.text) else { continue };
        let mut last = at;
        if value >= 20
            && let Some(next) = items.get(at + 1)
            && let Some(small) = markers.value(&next.token.text).filter(|small| *small < 10)
        {
            value += small;
            last = at + 1;
        }
        let numbered =
            |item: Option<&Item>| item.is_some_and(|item| markers.is(&item.token.text, Marker::Institution));
        let before = at.checked_sub(1).and_then(|before| items.get(before));
        if numbered(items.get(last + 1)) || numbered(before) {
            items[at].token.kind = Kind::Number;
            items[at].token.text = value.to_string();
            if last > at {
                items[last].taken = true;
            }
        }
    }
}

/// «Семёрку ждём час», «7-ка битком», «284к не ходит»: a bus that nothing but its number tells of, where something
/// rides.
fn routes(markers: &Markers, items: &mut [Item], out: &mut Vec<Feature>) {
    let any = |marker| items.iter().any(|item| markers.is(&item.token.text, marker));
    let (rides, pays) = (any(Marker::Rides), any(Marker::Pays));
    let bus = Feature::concept(TRANSPORT, "bus", Slot::Common, 12);
    for at in 0..items.len() {
        if items[at].token.kind == Kind::Number {
            if rides && numbered(markers, items, at) {
                out.push(bus);
            }
        } else if let Some(route) = markers.route(&items[at].token.text)
            // «Тройка» is a card, too, and «пятёрка» a shop.
            && (rides || pays && route > 5)
        {
            items[at].taken = true;
            out.push(bus);
            out.push(Feature::new(Family::Ident, u64::from(route) << 20, Slot::Hard, NAMING));
        }
    }
}

/// Whether a number stands for a route: «7-ка», or one that opens the text or is led by «на», of which it is said that
/// it rides.
fn numbered(markers: &Markers, items: &[Item], at: usize) -> bool {
    let tail = |item: &&Item| item.token.tight && item.token.text.chars().count() <= 2;
    let tail = items.get(at + 1).filter(tail).filter(|item| item.token.kind == Kind::Word);
    if tail.is_some_and(|item| matches!(item.token.text.as_str(), "ка" | "ку" | "ке" | "ки" | "кой"))
    {
        return true;
    }
    let led = at == 0 || at == 1 && items[0].filler || items[at - 1].token.text == "на";
    let after = &items[at + 1 + usize::from(tail.is_some())..];
    let said = after.iter().take(3).find(|item| !item.filler);
    led && said.is_some_and(|item| item.token.before == ' ' && markers.is(&item.token.text, Marker::Rides))
}

/// Reads the number at a place; the place after what was used.
fn number(markers: &Markers, items: &mut [Item], at: usize, out: &mut Vec<Feature>) -> usize {
    items[at].taken = true;
    let text = |at: usize| items.get(at).map_or(String::new(), |item| item.token.text.clone());
    let (before, written, next) = (at.checked_sub(1).map_or(String::new(), text), text(at), text(at + 1));
    let (before, next) = (before.as_str(), next.as_str());
    let Some(value) = written.parse::<u32>().ok().filter(|_| written.len() < 7) else {
        return at + 1;
    };
    let inner = markers.is(before, Marker::Inner) || markers.unit(before) == Some(Unit::Letter);
    // «covid-19», «Ту-154»: part of a word.
    let part = items[at].token.tight && items[at].token.before == '-' && before.chars().count() > 1;
    if part && !markers.is(before, Marker::Institution) {
        // «Отрадное-2» is another place than «Отрадное».
        if items[at - 1].token.capital && !items[at - 1].token.shouted && value < 10 {
            return house(markers, items, at, value, out);
        }
        return at + 1;
    }
    // «лет 40», «от 3 до 7 лет», «1,5 миллиона»: lengths and amounts all the same.
    let counted = at >= 2
        && items[at - 1].token.kind == Kind::Word
        && markers.unit(before).is_some_and(|unit| !matches!(unit, Unit::Count))
        && !markers.is(before, Marker::House);
    let ranged = markers.is(next, Marker::To)
        && items.get(at + 2).is_some_and(|third| third.token.kind == Kind::Number)
        && items.get(at + 3).is_some_and(|unit| markers.unit(&unit.token.text).is_some());
    let decimal = items.get(at + 1).is_some_and(|next| {
        next.token.kind == Kind::Number
            && next.token.tight
            && matches!(next.token.before, ',' | '.')
            && items.get(at + 2).is_some_and(|unit| markers.unit(&unit.token.text).is_some())
    });
    // «+20», «4G»
    let sign = items[at].token.before == '+'
        || items
            .get(at + 1)
            .is_some_and(|next| next.token.joined && matches!(next.token.text.as_str(), "g" | "джи"));
    if counted || ranged || decimal || sign {
        return at + 1;
    }
    if items[at].token.percent || markers.unit(next) == Some(Unit::Percent) {
        out.push(Feature::axis("percent", u64::from(value), Slot::Soft));
        return at + 1;
    }
    if inner || is_time_or_date(items, at) {
        return skip_date(items, at);
    }
    if (1990..=2050).contains(&value) {
        out.push(Feature::axis("year", u64::from(value), Slot::Soft));
        return at + 1 + usize::from(markers.unit(next) == Some(Unit::Time(8760)));
    }
    if markers.is(next, Marker::Inner) {
        return at + 2;
    }
    // «1 января» is when something begins, «14 декабря» when somebody saw it.
    if markers.is(next, Marker::Month) {
        items[at + 1].taken = value != 1;
        let month = hash(items[at + 1].stem.as_bytes()) & 0xffff;
        let date = |slot| Feature::axis("date", month << 8 | u64::from(value), slot);
        if holiday(value, &items[at + 1].token.text) {
            out.push(date(Slot::Hard));
        } else if items.len() <= 14 {
            out.push(date(Slot::Soft).weighing(0));
        }
        return at + 1;
    }
    // «24 школа», «5 дом»: the number names what follows.
    let names_next = markers.is(next, Marker::Institution) && !plural_count(next);
    let numbered = items[at].token.before == '№' || matches!(before, "номер" | "no");
    // «109-м» has an ending and is no length.
    let ending = next.chars().count() <= 2
        && items.get(at + 1).is_some_and(|next| next.token.before == '-' && next.token.tight);
    if !names_next
        && !numbered
        && !ending
        && let Some(unit) = markers.unit(next)
    {
        if let Some(feature) = amount(unit, value) {
            out.push(feature);
            items[at + 1].taken |= unit == Unit::Money;
        }
        return at + 1;
    }
    let named_by_joint = items[at].token.joined && at > 0 && before.chars().count() == 1;
    if named_by_joint || items[at].token.before == '-' && before.chars().count() == 1 && at > 0 {
        // «М7», «М-7», «А-105»: a road.
        items[at - 1].taken = true;
        let letter = before.chars().next().map_or(0, |c| u64::from(u32::from(c)) & 0xff);
        out.push(Feature::new(Family::Ident, 1 << 40 | letter << 20 | u64::from(value), Slot::Hard, NAMING));
        return at + 1;
    }
    house(markers, items, at, value, out)
}

/// «8 марта» and «9 мая» are what is asked about, and no day on which somebody saw it.
fn holiday(day: u32, month: &str) -> bool {
    matches!(
        (day, month),
        (23, "февраля") | (8, "марта") | (1 | 9, "мая") | (12, "июня") | (1, "сентября") | (4, "ноября")
    )
}

/// «5 школ», «3 автобуса» count, «24 школа», «101 маршрутка» name.
fn plural_count(word: &str) -> bool {
    matches!(word, "школ" | "автобуса" | "маршрута" | "троллейбуса")
}

fn amount(unit: Unit, value: u32) -> Option<Feature> {
    let value = u64::from(value);
    match unit {
        Unit::Percent => Some(Feature::axis("percent", value, Slot::Soft)),
        Unit::Degrees => Some(Feature::axis("degrees", value, Slot::Soft)),
        Unit::Money => Some(Feature::axis("money", value, Slot::Soft)),
        Unit::Time(0) => Some(Feature::axis("time", value, Slot::Soft)),
        Unit::Time(hours) => Some(Feature::axis("time", value * hours + 1_000, Slot::Soft)),
        Unit::Count | Unit::Letter => None,
    }
}

/// «05.03.21», «18:00», «20-30»: when it was seen, not what it is about.
fn is_time_or_date(items: &[Item], at: usize) -> bool {
    let next = items.get(at + 1).filter(|next| next.token.kind == Kind::Number);
    let tight =
        next.is_some_and(|next| next.token.tight && (next.token.before == ':' || next.token.before == '.'));
    let number = |item: &Item| item.token.text.parse::<u32>().unwrap_or(u32::MAX);
    tight && number(&items[at]) < 32 && next.is_some_and(|next| number(next) < 60)
}

fn skip_date(items: &mut [Item], at: usize) -> usize {
    let mut end = at + 1;
    while end < items.len() && items[end].token.kind == Kind::Number && items[end].token.tight {
        items[end].taken = true;
        end += 1;
    }
    end
}

/// «7», «7а», «3-А», «7/1», «9 корпус 1»: a house, or whatever else a bare number names.
fn house(markers: &Markers, items: &mut [Item], at: usize, value: u32, out: &mut Vec<Feature>) -> usize {
    let (mut part, mut letter, mut end) = (0, 0, at + 1);
    if let Some(next) = items.get(end) {
        let mut letters = next.token.text.chars();
        let single = letters.next().filter(|_| letters.next().is_none());
        // «14-й», «2-я», «9-х»
        let ending = |c: char| "йьы".contains(c) || "яехмю".contains(c) && next.token.before == '-';
        if let Some(c) = single.filter(|c| is_house_letter(*c, next) && (next.token.capital || !ending(*c))) {
            letter = u64::from(u32::from(c)) & 31;
            items[end].taken = true;
            end += 1;
        } else if next.token.kind == Kind::Word && next.token.before == '-' && next.token.tight
            || next.token.joined && next.token.text.chars().count() <= 2
        {
            // «5-го», «7-я», «2е»
            items[end].taken = true;
            end += 1;
        }
    }
    let corpus = |item: &Item| markers.is(&item.token.text, Marker::Corpus);
    if let Some(next) = items.get(end) {
        let slash = next.token.kind == Kind::Number && next.token.before == '/' && next.token.tight;
        let named = corpus(next) && items.get(end + 1).is_some_and(|n| n.token.kind == Kind::Number);
        let from = if slash {
            Some(end)
        } else if named {
            Some(end + 1)
        } else {
            None
        };
        if let Some(from) = from {
            part = items[from].token.text.parse::<u64>().unwrap_or(0) & 0x3ff;
            items[end].taken = true;
            items[from].taken = true;
            end = from + 1;
        }
    }
    let body = u64::from(value) << 20 | part << 8 | letter;
    out.push(Feature::new(Family::Ident, body, Slot::Hard, NAMING));
    end
}

/// Whether a single letter after a number belongs to it: «7а», «3-А», «40 б», «1 «А»», but not
/// «7 в школе».
fn is_house_letter(c: char, item: &Item) -> bool {
    let written_together = item.token.joined || item.token.tight && item.token.before == '-';
    let preposition = matches!(c, 'в' | 'а' | 'и' | 'к' | 'с' | 'у' | 'о' | 'я');
    ('а'..='я').contains(&c)
        && (written_together || item.token.capital || !preposition)
        && !(c == 'г' || c == 'м' || c == 'р' || c == 'ч' || c == 'к' && !written_together)
}
