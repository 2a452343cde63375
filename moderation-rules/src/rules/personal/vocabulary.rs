//! The words that addresses and numbers are made of.

use crate::normalise::letters::Letter;
use crate::rules::hits::Text;
use crate::rules::lexicon::{Builder, Lexicon};
use crate::rules::pattern::{Sets, parse};
use std::sync::LazyLock;

/// What a word is to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What a flat or a room is called before its number.
    Flat,
    /// What a house is called before its number.
    House,
    /// What a street is called, and what streets are called after.
    Street,
    /// Looks like a street's name and is none.
    NoStreet,
    /// What numbers count; such a number is no flat's.
    Unit,
    /// Stands for «№».
    Sign,
    /// Joins two numbers.
    And,
    /// Who lives next door.
    Neighbour,
    /// Where a neighbour is from.
    From,
    /// The ending of an ordinal, after a dash: `15-я`.
    Ordinal,
    /// Before a number of flats.
    Counting,
    /// A flat after its number.
    FlatAfter,
    /// A flat after its number, in a case that counts nothing.
    InFlat,
    /// A flat after its ordinal.
    FlatAfterOrdinal,
    /// A room, which has a warmth, too.
    Room,
    /// Stands before a number that is no house.
    Preposition,
    /// A house between a street and its number.
    HouseAlone,
    /// The first half of «б-р», «пр-т», «пр-кт».
    FirstHalf,
    /// The other half.
    SecondHalf,
    /// Says that somebody lives there.
    Lives,
    /// The word «address».
    Address,
    /// Whose an address is.
    Own,
}

/// What is known of one word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known {
    /// One bit for each [`Kind`] that it is of.
    kinds: u32,
    /// The number that it names, up to 900.
    pub(super) value: Option<u16>,
}

impl Known {
    pub(super) fn is(self, kind: Kind) -> bool {
        self.kinds >> kind as u32 & 1 == 1
    }
}

/// What is known of each word of a text.
pub(super) fn known(text: &Text<'_>) -> Vec<Known> {
    (0..text.words.len()).map(|at| look_up(text.letters_of(at))).collect()
}

fn look_up(word: &[Letter]) -> Known {
    let mut known = Known::default();
    VOCABULARY.plain(word, &NO_ENDINGS, |id| match id.checked_sub(NUMBERS) {
        None => known.kinds |= 1 << id,
        Some(value) => known.value = u16::try_from(value).ok(),
    });
    known
}

/// The patterns from this number on are numbers in words.
const NUMBERS: u32 = u32::BITS;

/// These words are listed form by form.
static NO_ENDINGS: LazyLock<Lexicon> = LazyLock::new(|| Builder::new().build());

/// All words, each under the number of its kind, or under [`NUMBERS`] and its value.
static VOCABULARY: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut builder = Builder::new();
    let kinds = KINDS.iter().flat_map(|(kind, words)| words.split(' ').map(|word| (word, *kind as u32)));
    let values = VALUES.iter().map(|&(word, value)| (word, NUMBERS + u32::from(value)));
    for (word, id) in kinds.chain(values) {
        // The words are letters, so the parse cannot fail; a failure would only drop one.
        parse(word, &Sets::new()).unwrap_or_default().iter().for_each(|pattern| builder.add(pattern, id));
    }
    builder.build()
});

/// The words of each kind; `*` stands for any ending.
#[rustfmt::skip]
const KINDS: &[(Kind, &str)] = &[
    (Kind::Flat, "\
        кв квар кварт квартира квартире квартиру квартиры квартирой ком комн комната комнате комнаты kv \
        kvartira apt apartment flat"),
    (Kind::House, "д дом дома доме дому домом house dom"),
    (Kind::Street, "\
        ул улица улице улицы улицу пр просп проспект проспекту проспекта проспекте пер переулок переулке \
        переулка бульвар бульваре бульвару бульвара бул проезд проезде проезда проезду шоссе наб набережная \
        набережной мкр микрорайон микрорайоне площадь площади тупик аллея аллее т ш urama урам урамӗ бр пл \
        ст street avenue st prospekt ulitsa ul комсомола октября победы мира труда космонавтов дружбы \
        революции свободы юности пятилетки строителей коммуны республики энтузиастов дивизии молодежи"),
    (Kind::NoStreet, "\
        дома номера машина машины половина причина школа маршрут* автобус* троллейбус* корзина магазина \
        резина квартал* страница температура статья каждой второй первой третьей который которой такой какой \
        этой последний последней детский детской зимой весной осенью рабочий средний минимальный маршрутный \
        утренний вечерний детского сада часов рублей другой никакой примерно утра понедельника четверга \
        вторника приказа закона горячий единый телефонный скважина плотина витрина долина древесина медицина \
        дисциплина картина скотина величина ширина длина глубина толщина годовщина бензина"),
    (Kind::Unit, "\
        м м2 мм см км кв квм метр* лет год* месяц* мес руб* тыс* млн человек* чел этаж* дн* недел* час* \
        минут* мин раз раза сот* га процент* комнат* шт* дом* подъезд* квартир* мая июн* июл* август* \
        сентябр* октябр* ноябр* декабр* январ* феврал* март* апрел* рейс* маршрут* автобус* числ* г гг \
        квартал* т кг литр* градус* жител* детей семей семьи школ* й я е ой го ая ый ого ом"),
    (Kind::Sign, "номер n no ном ра"),
    (Kind::And, "и"),
    (Kind::Neighbour, "сосед*"),
    (Kind::From, "из с в"),
    (Kind::Ordinal, "й я ой ая ю ей"),
    (Kind::Counting, "на из всего все"),
    (Kind::FlatAfter, "кв квартира"),
    (Kind::InFlat, "квартире квартиру"),
    (Kind::FlatAfterOrdinal, "квартира квартиры"),
    (Kind::Room, "комнат*"),
    (Kind::Preposition, "в на с за до по от и из у"),
    (Kind::HouseAlone, "д дом"),
    (Kind::FirstHalf, "б пр"),
    (Kind::SecondHalf, "р т кт д"),
    (Kind::Lives, "живу живем живет живут проживаю* проживае* прописан* зарегистрирован*"),
    (Kind::Address, "адрес адресу адр"),
    (Kind::Own, "мой наш моему нашему домашний"),
];

/// Numbers in words.
#[rustfmt::skip]
const VALUES: &[(&str, u16)] = &[
    ("ноль", 0), ("нуль", 0), ("один", 1), ("два", 2), ("три", 3), ("четыре", 4), ("пять", 5), ("шесть", 6),
    ("семь", 7), ("восемь", 8), ("девять", 9), ("десять", 10), ("одиннадцать", 11), ("двенадцать", 12),
    ("тринадцать", 13), ("четырнадцать", 14), ("пятнадцать", 15), ("шестнадцать", 16), ("семнадцать", 17),
    ("восемнадцать", 18), ("девятнадцать", 19), ("двадцать", 20), ("тридцать", 30), ("сорок", 40),
    ("пятьдесят", 50), ("шестьдесят", 60), ("семьдесят", 70), ("восемьдесят", 80), ("девяносто", 90),
    ("сто", 100), ("двести", 200), ("триста", 300), ("четыреста", 400), ("пятьсот", 500), ("шестьсот", 600),
    ("семьсот", 700), ("восемьсот", 800), ("девятьсот", 900),
];

/// How the names of streets end: half of them are called after a person, half by an adjective.
#[rustfmt::skip]
pub(super) const ENDINGS: &[&str] = &[
    "ова", "ева", "ина", "ына", "ого", "его", "ой", "ая", "яя", "ый", "ий", "ских", "ской", "ского", "цкого",
    "ей", "аева", "иева", "енко", "ян", "ича", "ера", "ов", "ев",
];
