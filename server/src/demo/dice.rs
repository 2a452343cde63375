//! The crowd's only source of chance. Nothing that is secret may come from here: keys and ids are drawn elsewhere.

use uuid::Uuid;

/// SplitMix64: a crowd needs no better chance than this, and no dependency for it.
pub struct Dice(u64);

impl Default for Dice {
    /// Another throw every time.
    fn default() -> Self {
        Dice(Uuid::new_v4().as_u128() as u64)
    }
}

impl Dice {
    /// The same throws every time: a test does not hang on luck.
    #[cfg(test)]
    pub fn seeded(seed: u64) -> Self {
        Dice(seed)
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// At least 0 and below 1.
    pub fn share(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True so often: 0 is never, 1 is always.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.share() < probability
    }

    /// At least `from` and below `to`.
    pub fn between(&mut self, from: f64, to: f64) -> f64 {
        from + self.share() * (to - from)
    }

    /// An index below `n`; 0 where `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        ((self.share() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// One of these.
    pub fn one_of<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len()))
    }

    /// Into any order.
    pub fn shuffle<T>(&mut self, these: &mut [T]) {
        for last in (1..these.len()).rev() {
            these.swap(last, self.below(last + 1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_drawn_is_within_its_bounds() {
        let mut dice = Dice::seeded(7);
        for _ in 0..10_000 {
            assert!((0.0..1.0).contains(&dice.share()));
            assert!((2.0..3.0).contains(&dice.between(2.0, 3.0)));
            assert!(dice.below(7) < 7);
        }
        assert_eq!(dice.below(0), 0);
        assert_eq!(dice.one_of::<u8>(&[]), None);
        assert!(!dice.chance(0.0) && dice.chance(1.0));
    }

    #[test]
    fn a_shuffle_loses_nothing() {
        let mut these: Vec<u32> = (0..100).collect();
        Dice::seeded(7).shuffle(&mut these);
        assert_ne!(these, (0..100).collect::<Vec<_>>());
        these.sort_unstable();
        assert_eq!(these, (0..100).collect::<Vec<_>>());
    }
}
