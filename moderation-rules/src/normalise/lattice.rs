//! A disguised word as all the words it may be: at each place, the letters that may be read there.
//!
//! A word list is a tree of letters, so walking both together finds every reading that the list
//! knows without ever writing the readings out.

use super::letters::{Guess, Letter, LetterSet, groups, is_letter, is_mask, letter, stand_ins};

/// Stands for any letter.
pub const ANY: Letter = 255;
/// Stands for one letter, or for several more that the writer left out: `п*ц`.
pub const MANY: Letter = 254;
/// Stands for no letter: noise between letters.
pub const SKIP: Letter = 0;

/// One way to read on from a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The letter read, or [`ANY`], [`MANY`] or [`SKIP`].
    pub letter: Letter,
    /// How many characters it takes.
    pub take: u8,
}

/// All readings of a run of characters.
#[derive(Clone, Debug, Default)]
pub struct Lattice {
    steps: Vec<Step>,
    first: Vec<u32>,
    letters: Vec<LetterSet>,
    hides_several: bool,
}

impl Lattice {
    /// Holds the readings of other folded characters now; its memory is used again.
    pub fn refill(&mut self, chars: &[char], guess: Guess) {
        self.steps.clear();
        self.steps.reserve(chars.len() * 4);
        self.first.clear();
        self.first.reserve(chars.len() + 1);
        self.letters.clear();
        self.letters.reserve(chars.len());
        for at in 0..chars.len() {
            let from = self.steps.len();
            self.first.push(from as u32);
            self.read(&chars[at..], guess, at > 0 && chars[at - 1] == chars[at]);
            let mut letters = LetterSet::default();
            for step in &self.steps[from..] {
                match step.letter {
                    SKIP | ANY | MANY => letters = LetterSet::ALL,
                    letter => letters.insert(letter),
                }
            }
            self.letters.push(letters);
        }
        self.first.push(self.steps.len() as u32);
        self.hides_several = self.steps.iter().any(|step| step.letter == MANY);
    }

    /// The letters that may be read on from a place: [`LetterSet::ALL`] where a sign stands there.
    pub fn next_letters(&self, place: usize) -> LetterSet {
        self.letters.get(place).copied().unwrap_or_default()
    }

    /// The number of places.
    pub fn len(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// Whether a sign may hide more than one letter.
    pub fn hides_several(&self) -> bool {
        self.hides_several
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The ways to read on from a place.
    pub fn steps(&self, place: usize) -> &[Step] {
        match (self.first.get(place), self.first.get(place + 1)) {
            (Some(&from), Some(&to)) => &self.steps[from as usize..to as usize],
            _ => &[],
        }
    }

    fn read(&mut self, rest: &[char], guess: Guess, repeats: bool) {
        let c = rest[0];
        let run = rest.iter().take_while(|&&next| next == c).take(250).count() as u8;
        let before = self.steps.len();
        self.groups(rest, guess);
        // A hiss written with two letters is never two sounds: «sheer» is not «с» and «хер».
        if guess == Guess::Sound && self.steps.len() > before && rest.get(1) == Some(&'h') {
            return;
        }
        let own = self.steps.len();
        for stand_in in stand_ins(c, guess).chars() {
            self.stretched(letter(stand_in), run, guess);
        }
        if self.steps.len() == own && letter(c) != 0 && guess != Guess::Shape {
            self.stretched(letter(c), run, guess);
        }
        self.sign(c, run, guess, repeats);
    }

    fn groups(&mut self, rest: &[char], guess: Guess) {
        for (written, meant) in groups(rest[0], guess) {
            if rest.len() >= written.len() && written.chars().zip(rest).all(|(a, &b)| a == b) {
                self.steps
                    .extend(meant.chars().map(|c| Step { letter: letter(c), take: written.len() as u8 }));
            }
        }
    }

    /// A stretched letter is read once or twice, so that both «суууука» and «ссссора» are found. In Latin a double
    /// letter is nothing unusual.
    fn stretched(&mut self, letter: Letter, run: u8, guess: Guess) {
        self.steps.push(Step { letter, take: 1 });
        if run > if guess == Guess::Sound { 2 } else { 1 } {
            self.steps.push(Step { letter, take: run });
        }
    }

    fn sign(&mut self, c: char, run: u8, guess: Guess, repeats: bool) {
        if letter(c) != 0 || is_letter(c) {
            return;
        }
        match c {
            '\'' | '"' => self.letters("ьъ"),
            '!' | '|' => self.letters("ilил"),
            '@' => self.letters("aао"),
            '(' => self.letters("сc"),
            _ => {}
        }
        if guess != Guess::Key && (is_mask(c) || c == '-' || c == '?' || (c == '.' && run > 1)) {
            let letter = if matches!(c, '*' | '#' | '•' | '●') { MANY } else { ANY };
            self.steps.push(Step { letter, take: 1 });
        }
        // A run of signs is noise as a whole, or each of it hides a letter: `пи**ец` is not «пипец».
        if !repeats || c == '.' {
            self.steps.push(Step { letter: SKIP, take: run });
        }
    }

    fn letters(&mut self, of: &str) {
        self.steps.extend(of.chars().map(|c| Step { letter: letter(c), take: 1 }));
    }
}
