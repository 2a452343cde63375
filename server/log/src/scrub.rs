//! Reads over what was folded, a piece at a time, so that a byte that a disk or a memory changed far back is noticed
//! while a server runs, and on Redis mended from what the server holds, instead of at the next start when nobody holds
//! the original. Storage calls this scrubbing.
//!
//! Pure: whoever scrubs reads the piece, then asks the log for its end, and counts the piece only where that is still
//! the end of what was folded: a log that another node wrote anew in between is no damage.

use crate::{Chain, Damage, Kept, LogError, Record};

/// Records in a piece: with one every two seconds a lap of a hundred thousand entries takes seven minutes.
const PIECE: u64 = 512;

/// How far a stream was read over.
#[derive(Clone, Copy, Debug, Default)]
pub struct Scrub {
    epoch: u64,
    chain: Chain,
}

impl Scrub {
    /// The next piece, to be read after that offset, and its length. After the last entry, and in another epoch, it
    /// begins again. None while nothing was folded.
    pub fn next(&mut self, kept: &Kept) -> Option<(u64, usize)> {
        let end = kept.position();
        if self.epoch != end.epoch || self.chain.offset() >= end.offset {
            *self = Self { epoch: end.epoch, ..Self::default() };
        }
        let after = self.chain.offset();
        // At most PIECE, which is small.
        (end.offset > after).then(|| (after, (end.offset - after).min(PIECE) as usize))
    }

    /// Steps over the piece as it was read. An error names the first record that is not what was folded; it is looked
    /// at again next time.
    fn check(&mut self, kept: &Kept, piece: &[Record]) -> Result<(), Damage> {
        if kept.position().epoch != self.epoch {
            return Ok(());
        }
        if piece.is_empty() {
            return Err(Damage { offset: self.chain.offset() + 1, what: "there is no entry".to_owned() });
        }
        piece.iter().try_for_each(|record| {
            let mut chain = self.chain;
            chain.step(record)?;
            kept.knows(record)?;
            self.chain = chain;
            Ok(())
        })
    }

    /// The offset of the first damaged entry in a piece as reading gave it; none where all is as it was folded.
    pub fn judge(
        &mut self,
        kept: &Kept,
        read: Result<Vec<Record>, LogError>,
    ) -> Result<Option<u64>, LogError> {
        match read {
            Ok(piece) => Ok(self.check(kept, &piece).err().map(|damage| damage.offset)),
            Err(LogError::Damaged { offset, .. }) => Ok(Some(offset)),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{Hash, link};

    fn records(count: u64) -> Vec<Record> {
        let mut before: Option<Hash> = None;
        (1..=count)
            .map(|offset| {
                let bytes = format!("entry {offset}");
                let hash = link(before.as_ref(), &bytes);
                before = Some(hash);
                Record { offset, id: Uuid::from_u128(offset.into()), bytes: bytes.into(), hash }
            })
            .collect()
    }

    fn folded(records: &[Record], may_fork: bool) -> Kept {
        let mut kept = Kept::new(7, may_fork);
        records.iter().for_each(|record| kept.push(record).expect("it follows"));
        kept
    }

    /// Scrubs that log until it is at its end, or finds damage.
    fn lap(scrub: &mut Scrub, kept: &Kept, log: &[Record]) -> Result<usize, Damage> {
        let mut pieces = 0;
        while let Some((after, limit)) = scrub.next(kept) {
            let after = after as usize;
            scrub.check(kept, &log[after..(after + limit).min(log.len())])?;
            pieces += 1;
            if scrub.chain.offset() == kept.position().offset {
                break;
            }
        }
        Ok(pieces)
    }

    #[test]
    fn a_whole_log_is_read_over_again_and_again_in_pieces() {
        let log = records(2 * PIECE + 3);
        let (kept, mut scrub) = (folded(&log, true), Scrub::default());
        assert_eq!(Scrub::default().next(&folded(&[], true)), None);
        assert_eq!(lap(&mut scrub, &kept, &log), Ok(3));
        assert_eq!(lap(&mut scrub, &kept, &log), Ok(3), "and from the beginning");
    }

    #[test]
    fn every_changed_place_is_found_whatever_changed_in_it() {
        let whole = records(700);
        for may_fork in [true, false] {
            let kept = folded(&whole, may_fork);
            for at in [0, 1, 300, 511, 512, 698] {
                let mut changes: Vec<fn(&mut Record)> =
                    vec![|r| r.bytes = "another".into(), |r| r.hash[3] ^= 1];
                if may_fork {
                    changes.push(|r| r.id = Uuid::from_u128(1 << 90));
                }
                for change in changes {
                    let mut log = whole.clone();
                    change(&mut log[at]);
                    let damage = lap(&mut Scrub::default(), &kept, &log).expect_err("it was changed");
                    assert_eq!(damage.offset, at as u64 + 1);
                }
            }
            let missing = [&whole[..100], &whole[101..]].concat();
            assert_eq!(lap(&mut Scrub::default(), &kept, &missing).expect_err("one is gone").offset, 101);
        }
    }

    #[test]
    fn damage_is_found_again_until_it_is_mended() {
        let whole = records(10);
        let (kept, mut scrub, mut log) = (folded(&whole, true), Scrub::default(), whole.clone());
        log[4].bytes = "another".into();
        assert_eq!(lap(&mut scrub, &kept, &log).expect_err("damaged").offset, 5);
        assert_eq!(lap(&mut scrub, &kept, &log).expect_err("still").offset, 5);
        assert_eq!(lap(&mut scrub, &kept, &whole), Ok(1));
    }

    #[test]
    fn another_epoch_begins_anew_and_what_was_read_before_it_does_not_count() {
        let log = records(600);
        let (mut kept, mut scrub) = (folded(&log, true), Scrub::default());
        assert_eq!(scrub.next(&kept), Some((0, 512)));
        kept.renew(8);
        assert_eq!(scrub.check(&kept, &[]), Ok(()), "read in the epoch before");
        assert_eq!(scrub.next(&kept), Some((0, 512)));
    }
}
