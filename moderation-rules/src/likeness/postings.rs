//! An inverted index in one growing array: for each key, the documents that have it.
//!
//! A list is a chain of chunks, newest first, each twice as long as the one before it up to a
//! limit, so that a rare key costs a few bytes and a common one is read in long runs. Nothing
//! here knows what a key means.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Keys are hashes already.
#[derive(Clone, Default)]
pub(crate) struct Already(u64);

impl Hasher for Already {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {}
    fn write_u32(&mut self, key: u32) {
        self.0 = u64::from(key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

#[derive(Clone, Copy, Debug)]
struct List {
    /// Where the newest chunk starts.
    chunk: u32,
    /// How many documents there are, those visited no more included.
    count: u32,
}

/// For each key the documents that have it, newest first. See the head of this file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Postings {
    lists: HashMap<u32, List, BuildHasherDefault<Already>>,
    /// Chunks: `[older chunk or NONE, room, used, documents …]`.
    cells: Vec<u32>,
}

const NONE: u32 = u32::MAX;
const HEAD: usize = 3;
const LONGEST: u32 = 128;

impl Postings {
    /// How many documents have the key.
    pub(crate) fn count(&self, key: u32) -> u32 {
        self.lists.get(&key).map_or(0, |list| list.count)
    }

    /// Adds a document to the list of a key.
    pub(crate) fn push(&mut self, key: u32, document: u32) {
        let Some(list) = self.lists.get_mut(&key) else {
            let chunk = Self::chunk(&mut self.cells, NONE, 1, document);
            self.lists.insert(key, List { chunk, count: 1 });
            return;
        };
        list.count = list.count.saturating_add(1);
        let at = list.chunk as usize;
        let (room, used) = (self.cells[at + 1], self.cells[at + 2]);
        if used < room {
            self.cells[at + HEAD + used as usize] = document;
            self.cells[at + 2] = used + 1;
        } else {
            list.chunk = Self::chunk(&mut self.cells, list.chunk, (room * 2).min(LONGEST), document);
        }
    }

    fn chunk(cells: &mut Vec<u32>, older: u32, room: u32, document: u32) -> u32 {
        let at = cells.len() as u32;
        cells.extend([older, room, 1, document]);
        cells.resize(cells.len() + room as usize - 1, 0);
        at
    }

    /// The documents of a key, newest first.
    pub(crate) fn newest(&self, key: u32) -> impl Iterator<Item = u32> + '_ {
        let mut chunk = self.lists.get(&key).map_or(NONE, |list| list.chunk);
        std::iter::from_fn(move || {
            let at = chunk as usize;
            let head = self.cells.get(at..at + HEAD)?;
            chunk = head[0];
            self.cells.get(at + HEAD..at + HEAD + head[2] as usize)
        })
        .flat_map(|run| run.iter().rev().copied())
    }

    /// How many bytes it takes up in memory.
    pub(crate) fn size(&self) -> usize {
        self.cells.capacity() * 4 + self.lists.capacity() * 8 / 7 * 13
    }
}
