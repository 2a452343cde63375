//! When the crowd does what: a rush at first, so that a newcomer sees life at once, then a steady stream, and now and
//! then a wave of people who all ask the same. Knows no clock: the time since the beginning is handed in.

use super::dice::Dice;

/// The rush: so many questions within so many seconds.
const RUSH: (f64, f64) = (20.0, 3.0);
/// Questions a second after the rush, and until when.
const LIVELY: (f64, f64) = (3.0, 75.0);
/// Questions a second in the end, and from when.
const CALM: (f64, f64) = (1.0, 240.0);
/// The first wave, and how long after it the next ones begin, in seconds.
const WAVES: (f64, f64) = (15.0, 270.0);
/// How long a wave lasts, in seconds, and how many questions a second it brings along.
const WAVE: (f64, f64) = (22.0, 1.3);
/// Votes a second for each question that can be voted for, and at most.
const VOTES: (f64, f64) = (0.35, 4.0);
/// Questions taken back a second.
const WITHDRAWALS: f64 = 0.03;

/// What the crowd is to do now, and how often.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Questions of any kind.
    pub questions: usize,
    /// Questions of the wave.
    pub wave: usize,
    /// Which wave that is, counted from 0.
    pub wave_number: usize,
    /// Votes.
    pub votes: usize,
    /// Questions taken back.
    pub withdrawals: usize,
}

/// Tells how much is due since it was last asked.
#[derive(Default)]
pub struct Pace {
    asked_at: f64,
    questions: Flow,
    wave: Flow,
    votes: Flow,
    withdrawals: Flow,
}

impl Pace {
    /// What is due at that time (in seconds), when `wall` questions can be voted for.
    pub fn due(&mut self, now: f64, wall: usize, dice: &mut Dice) -> Due {
        let past = (now - self.asked_at).max(0.0);
        self.asked_at = now;
        let wave = wave(now);
        let in_wave = wave.map_or(0.0, |_| WAVE.1);
        Due {
            questions: self.questions.due(questions(now) * past, dice),
            wave: self.wave.due(in_wave * past, dice),
            wave_number: wave.unwrap_or(0),
            votes: self.votes.due((wall as f64 * VOTES.0).min(VOTES.1) * past, dice),
            withdrawals: self.withdrawals.due(WITHDRAWALS * past, dice),
        }
    }
}

/// Questions a second at that time.
fn questions(now: f64) -> f64 {
    let ((count, rush), (lively, slowing), (calm, calmed)) = (RUSH, LIVELY, CALM);
    match now {
        _ if now <= rush => count / rush,
        _ if now <= slowing => lively,
        _ if now >= calmed => calm,
        _ => lively + (calm - lively) * (now - slowing) / (calmed - slowing),
    }
}

/// The wave that is on at that time, counted from 0.
fn wave(now: f64) -> Option<usize> {
    let since = now - WAVES.0;
    let on = since >= 0.0 && since % WAVES.1 < WAVE.0;
    on.then_some((since / WAVES.1) as usize)
}

/// Things that happen now and then: as many as expected in the long run, and never like clockwork.
#[derive(Default)]
struct Flow {
    expected: f64,
    next: f64,
}

impl Flow {
    fn due(&mut self, expected: f64, dice: &mut Dice) -> usize {
        self.expected += expected;
        let mut due = 0;
        while self.expected > self.next {
            self.next += dice.between(0.3, 1.7);
            due += 1;
        }
        if due == 0 {
            return 0;
        }
        // Only the difference counts; kept small, it stays exact for days.
        self.next -= self.expected;
        self.expected = 0.0;
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is due from second to second of the first ten minutes, asked ten times a second.
    fn ten_minutes() -> Vec<Due> {
        let (mut pace, mut dice) = (Pace::default(), Dice::seeded(7));
        let mut seconds = vec![Due::default(); 600];
        for tick in 1..=6_000 {
            let now = f64::from(tick) / 10.0;
            let due = pace.due(now, 10, &mut dice);
            let second = &mut seconds[(tick as usize - 1) / 10];
            second.questions += due.questions;
            second.wave += due.wave;
            second.votes += due.votes;
            second.withdrawals += due.withdrawals;
        }
        seconds
    }

    fn sum(seconds: &[Due], what: impl Fn(&Due) -> usize) -> usize {
        seconds.iter().map(what).sum()
    }

    #[test]
    fn it_begins_with_a_rush_and_calms_down() {
        let seconds = ten_minutes();
        let questions = |from: usize, to: usize| sum(&seconds[from..to], |due| due.questions);
        assert!((17..=23).contains(&questions(0, 3)), "{}", questions(0, 3));
        assert!((160..=190).contains(&questions(3, 63)), "{}", questions(3, 63));
        assert!((110..=130).contains(&questions(480, 600)), "{}", questions(480, 600));
        assert!((2_000..=2_600).contains(&sum(&seconds, |due| due.votes)));
        assert!((12..=24).contains(&sum(&seconds, |due| due.withdrawals)));
    }

    #[test]
    fn waves_come_and_go() {
        let seconds = ten_minutes();
        let wave = |from: usize, to: usize| sum(&seconds[from..to], |due| due.wave);
        assert_eq!(wave(0, 14), 0);
        assert!((20..=40).contains(&wave(14, 40)), "{}", wave(14, 40));
        assert_eq!(wave(40, 284), 0);
        assert!((20..=40).contains(&wave(284, 310)), "{}", wave(284, 310));
        assert_eq!([wave_at(20.0), wave_at(300.0), wave_at(570.0)], [Some(0), Some(1), Some(2)]);
    }

    fn wave_at(now: f64) -> Option<usize> {
        super::wave(now)
    }

    #[test]
    fn nobody_votes_for_nothing() {
        let (mut pace, mut dice) = (Pace::default(), Dice::seeded(7));
        let votes = (1..100).map(|tick| pace.due(f64::from(tick), 0, &mut dice).votes);
        // The first of each flow comes at once, when there is anything to come.
        assert_eq!(votes.sum::<usize>(), 0);
    }
}
