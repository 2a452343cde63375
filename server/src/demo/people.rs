//! Who the crowd is: names and places as people give them, or leave them out.

use super::{
    dice::Dice,
    file::{self, PEOPLE},
};

/// How often somebody gives a name, an age beside it, a nickname instead, and a place.
const NAMED: f64 = 0.7;
const AGED: f64 = 1.0 / 6.0;
const NICKNAMED: f64 = 0.1;
const PLACED: f64 = 0.85;

/// What somebody says of themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Persona {
    /// What they go by.
    pub name: Option<String>,
    /// Where they live.
    pub place: Option<&'static str>,
}

/// So many different people.
pub fn personas(count: usize, dice: &mut Dice) -> Vec<Persona> {
    let part = |name| file::section(PEOPLE, name);
    let (names, nicknames, ages, places) = (part("names"), part("nicknames"), part("ages"), part("places"));
    let mut persona = || {
        let named = dice.share();
        let name = match named {
            _ if named < NAMED && dice.chance(AGED) => {
                dice.one_of(&names).and_then(|name| Some(format!("{name}, {}", dice.one_of(&ages)?)))
            }
            _ if named < NAMED => dice.one_of(&names).map(|name| (*name).to_owned()),
            _ if named < NAMED + NICKNAMED => dice.one_of(&nicknames).map(|name| (*name).to_owned()),
            _ => None,
        };
        Persona { name, place: dice.chance(PLACED).then(|| dice.one_of(&places).copied()).flatten() }
    };
    (0..count).map(|_| persona()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::LINE_GRAPHEMES;

    #[test]
    fn names_and_places_are_short_enough_and_there_are_many() {
        for (section, least) in [
            ("names", 60),
            ("nicknames", 5),
            ("ages", 10),
            ("places", 40),
            ("openings", 10),
            ("closings", 10),
        ] {
            assert!(file::section(PEOPLE, section).len() >= least, "{section}");
        }
        for section in ["names", "places"] {
            let lines = file::section(PEOPLE, section);
            assert!(lines.iter().all(|line| line.chars().count() + 10 <= LINE_GRAPHEMES));
        }
    }

    #[test]
    fn most_people_say_who_they_are_and_some_do_not() {
        let people = personas(500, &mut Dice::seeded(7));
        let named = people.iter().filter(|person| person.name.is_some()).count();
        assert!((350..=450).contains(&named), "{named}");
        assert!(people.iter().any(|person| person.name.as_ref().is_some_and(|name| name.contains(", "))));
        assert!(people.iter().any(|person| person.place.is_none()));
    }
}
