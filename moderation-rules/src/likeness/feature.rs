//! One feature of a text in 64 bits: what is stored, compared and sent.
//!
//! Only the packing lives here. What a feature means is decided in `reading`, what must agree in
//! `gates`; nothing here knows a word of any language.
//!
//! ```text
//! 63    60 59                         10 9      6 5      0
//! family   body: which one it is         slot     weight
//! ```
//! Two features are the same thing when family and body agree. The slot says how the text used
//! it (a street, a verb), the weight how rare it is.

/// What kind of thing the body of a feature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Family {
    /// A concept of the vocabulary, the same for all its synonyms.
    Concept = 1,
    /// The stem of a word the vocabulary does not know.
    Word = 2,
    /// A number that names something: a house, a school, a route.
    Ident = 3,
    /// A value on an axis (hot or cold, the year 2024, 25 per cent): one axis, one value.
    Axis = 4,
    /// Which words stand side by side, all of them in one: see `frame`.
    Frame = 5,
    /// Which words there are, in whatever order, all of them in one: see `frame`. It is the last of a text's features.
    Words = 6,
}

/// How the text used the feature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Slot {
    /// What is asked about: a road, a bus, a kindergarten place.
    Object = 0,
    /// What is asked about, but so common that it says little by itself: a road, waste.
    Common = 1,
    /// Who runs it or where it happens, when that is an institution: a school, a hospital.
    Institution = 2,
    /// A kind of place: a yard, a village, a roof.
    Site = 3,
    /// Who is concerned: doctors, pensioners.
    Group = 4,
    /// What is done or wrong.
    Action = 5,
    /// An ordinary noun.
    Noun = 6,
    /// An ordinary word of another kind.
    Other = 7,
    /// A word no list knows: a name, or a typing error.
    Unknown = 8,
    /// A name that stood where a name of something stands.
    Name = 9,
    /// A name that stood where a street stands.
    Street = 10,
    /// A name that stood where a settlement or a district stands.
    Town = 11,
    /// A value that must agree.
    Hard = 12,
    /// A value that must agree where nothing else pins the text down.
    Soft = 13,
    /// What was done, or is: told as a fact.
    Done = 14,
    /// What was not done: told as a fact.
    Undone = 15,
}

impl Slot {
    const ALL: [Slot; 16] = [
        Slot::Object,
        Slot::Common,
        Slot::Institution,
        Slot::Site,
        Slot::Group,
        Slot::Action,
        Slot::Noun,
        Slot::Other,
        Slot::Unknown,
        Slot::Name,
        Slot::Street,
        Slot::Town,
        Slot::Hard,
        Slot::Soft,
        Slot::Done,
        Slot::Undone,
    ];

    /// Whether it is something done or wrong.
    pub(crate) fn is_deed(self) -> bool {
        matches!(self, Slot::Action | Slot::Done | Slot::Undone)
    }

    /// Whether the text said by its form that this is the name of a place or a thing.
    pub(crate) fn is_name(self) -> bool {
        matches!(self, Slot::Name | Slot::Street | Slot::Town)
    }
}

/// One feature, see the head of this file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Feature(pub(crate) u64);

const BODY: u64 = (1 << 50) - 1;

impl Feature {
    /// Packs a feature; a weight above 63 counts as 63.
    pub(crate) fn new(family: Family, body: u64, slot: Slot, weight: u8) -> Self {
        Self((family as u64) << 60 | (body & BODY) << 10 | (slot as u64) << 6 | u64::from(weight.min(63)))
    }

    /// A concept by its name and the field of life it belongs to. Names, not places in a table,
    /// so that the table can grow.
    pub(crate) fn concept(field: u8, name: &str, slot: Slot, weight: u8) -> Self {
        let body = u64::from(field & 15) << 46 | hash(name.as_bytes()) & 0x3FFF_FFFF_FFFF;
        Self::new(Family::Concept, body, slot, weight)
    }

    /// A deed or a state by its name.
    pub(crate) fn deed(name: &str) -> Self {
        Self::concept(0, name, Slot::Action, 7)
    }

    /// The field of life a concept belongs to; 0 is none in particular.
    pub(crate) fn field(self) -> u8 {
        if self.is(Family::Concept) { (self.0 >> 56 & 15) as u8 } else { 0 }
    }

    /// A value on an axis.
    pub(crate) fn axis(axis: &str, value: u64, slot: Slot) -> Self {
        Self::new(Family::Axis, hash(axis.as_bytes()) << 30 | value & 0x3FFF_FFFF, slot, 8)
    }

    /// The same feature, used in another way.
    pub(crate) fn used_as(self, slot: Slot) -> Self {
        Self(self.0 & !(15 << 6) | (slot as u64) << 6)
    }

    /// The same feature with another weight.
    pub(crate) fn weighing(self, weight: u8) -> Self {
        Self(self.0 & !63 | u64::from(weight.min(63)))
    }

    /// Family and body: equal when two features are the same thing.
    pub(crate) fn identity(self) -> u64 {
        self.0 >> 10
    }

    /// The axis of an axis value.
    pub(crate) fn axis_id(self) -> u64 {
        self.0 >> 40
    }

    /// Which family it is of, as a number.
    pub(crate) fn is(self, family: Family) -> bool {
        self.0 >> 60 == family as u64
    }

    /// How the text used it.
    pub(crate) fn slot(self) -> Slot {
        let at = (self.0 >> 6 & 15) as usize;
        Slot::ALL.get(at).copied().unwrap_or(Slot::Other)
    }

    /// How rare it is, 0 to 63.
    pub(crate) fn weight(self) -> u32 {
        (self.0 & 63) as u32
    }

    /// The letters of a word, five bits each.
    pub(crate) fn body(self) -> u64 {
        self.0 >> 10 & BODY
    }
}

/// FNV-1a with a final mix: the same on every machine, and no table to ship.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut state = 0xcbf2_9ce4_8422_2325_u64;
    for byte in bytes {
        state = (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    mix(state)
}

/// Spreads every bit of a number over all of it.
pub(crate) fn mix(mut state: u64) -> u64 {
    state ^= state >> 32;
    state = state.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    state ^ state >> 29
}
