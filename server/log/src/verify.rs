//! The hash chain: what links an entry to all before it, and the check that a log is whole.
//!
//! Pure: no I/O, no clock. The logs use [`link`] to append, the room and `efir verify` use [`Chain`] to check.

use sha1::{Digest, Sha1};

use crate::{Hash, LogError, Record, Tail};

/// The hash of an entry that follows one with hash `previous` (`None` for the first of a stream).
pub fn link(previous: Option<&Hash>, bytes: &str) -> Hash {
    let mut hasher = Sha1::new();
    if let Some(previous) = previous {
        hasher.update(hex::encode(previous));
    }
    hasher.update(bytes);
    hasher.finalize().into()
}

/// The first record of a stream that cannot be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("offset {offset}: {what}")]
pub struct Damage {
    /// The offset where another record was expected.
    pub offset: u64,
    /// What is wrong.
    pub what: String,
}

impl Damage {
    /// The same, said of a stream.
    pub fn of(self, stream: &str) -> LogError {
        LogError::damaged(stream, self.offset, self.what)
    }
}

/// Follows a stream from its start, or from a known place, and notices the first record that does not belong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Chain {
    offset: u64,
    hash: Hash,
}

impl Chain {
    /// Goes on after an entry that is trusted already.
    pub fn after(tail: &Tail) -> Self {
        Self { offset: tail.position.offset, hash: tail.hash }
    }

    /// The offset of the last record that was checked; 0 before the first.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// The hash of the last record that was checked; zeroes before the first.
    pub fn hash(&self) -> &Hash {
        &self.hash
    }

    /// Checks the next record and steps past it. On damage the chain stays where it was.
    pub fn step(&mut self, record: &Record) -> Result<(), Damage> {
        let offset = self.offset + 1;
        if record.offset != offset {
            return Err(Damage {
                offset,
                what: format!("the entry found in its place has offset {}", record.offset),
            });
        }
        let expected = link((self.offset > 0).then_some(&self.hash), &record.bytes);
        if record.hash != expected {
            let what = format!(
                "its hash is {}, but its bytes and the entry before it make {}",
                hex::encode(record.hash),
                hex::encode(expected)
            );
            return Err(Damage { offset, what });
        }
        self.offset = offset;
        self.hash = expected;
        Ok(())
    }
}

/// What was read after `after`, up to the first record that is damaged or missing. That one is an error only when
/// nothing whole comes before it, so that all that is whole can be read.
///
/// Hashes are not worked out here: that is for those who follow the chain, with [`Chain`].
pub(crate) fn whole_part(
    stream: &str,
    after: u64,
    read: impl IntoIterator<Item = Result<Record, LogError>>,
) -> Result<Vec<Record>, LogError> {
    let mut records = Vec::new();
    let mut expected = after;
    for record in read {
        expected = expected.saturating_add(1);
        let damage = match record {
            Ok(record) if record.offset == expected => {
                records.push(record);
                continue;
            }
            Ok(record) => {
                let what = format!("entries are missing: the next one there is {}", record.offset);
                LogError::damaged(stream, expected, what)
            }
            Err(error) => error,
        };
        return if records.is_empty() { Err(damage) } else { Ok(records) };
    }
    Ok(records)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn records(texts: &[&str]) -> Vec<Record> {
        let mut previous = None;
        (1..)
            .zip(texts)
            .map(|(offset, text)| {
                let hash = link(previous.as_ref(), text);
                previous = Some(hash);
                Record { offset, id: Uuid::from_u128(u128::from(offset)), bytes: (*text).into(), hash }
            })
            .collect()
    }

    #[test]
    fn the_first_hash_is_plain_sha1_of_the_bytes() {
        // printf '{}' | sha1sum
        assert_eq!(hex::encode(link(None, "{}")), "bf21a9e8fbc5a3846fb05b4fa0859e0917b2202f");
    }

    #[test]
    fn a_whole_chain_passes_from_any_point() {
        let records = records(&["a", "b", "c"]);
        let mut chain = Chain::default();
        for record in &records {
            chain.step(record).unwrap();
        }
        assert_eq!((chain.offset(), *chain.hash()), (3, records[2].hash));
        let position = crate::Position { epoch: 7, offset: 1 };
        let mut chain = Chain::after(&Tail { position, hash: records[0].hash });
        chain.step(&records[1]).unwrap();
        chain.step(&records[2]).unwrap();
    }

    #[test]
    fn a_changed_byte_a_gap_and_a_repeat_are_named() {
        let whole = records(&["a", "b", "c"]);
        let mut changed = whole.clone();
        changed[1].bytes = "B".into();
        let mut swapped = whole.clone();
        swapped.swap(1, 2);
        let mut repeated = whole.clone();
        repeated[1] = whole[0].clone();
        for damaged in [changed, swapped, repeated] {
            let mut chain = Chain::default();
            let damage = damaged.iter().find_map(|record| chain.step(record).err()).unwrap();
            assert_eq!((damage.offset, chain.offset()), (2, 1), "{damage}");
        }
    }

    #[test]
    fn a_gap_in_a_read_is_damage_once_nothing_comes_before_it() {
        let records = records(&["a", "b", "c", "d"]);
        let read = |after: usize, gone: usize| {
            let left = records.iter().filter(|record| record.offset != gone as u64).skip(after).cloned();
            whole_part("s", after as u64, left.map(Ok)).map(|records| records.len())
        };
        assert_eq!(read(0, 99), Ok(4));
        assert_eq!(read(0, 3), Ok(2));
        assert!(matches!(read(2, 3), Err(LogError::Damaged { offset: 3, .. })));
        assert_eq!(whole_part("s", 7, []), Ok(vec![]));
    }
}
