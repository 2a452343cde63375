//! The state's hash: two nodes that folded the same entries have the same one.

use std::{
    collections::BTreeMap,
    io::{self, Write},
};

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::{broadcast::Broadcast, refusal::Refusal};

/// Lets serde write into a hash.
struct Hasher(Sha256);

impl Write for Hasher {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Hasher {
    fn add(&mut self, part: &impl Serialize) {
        // Cannot fail: a hash takes any bytes, and the state is plain data with strings for keys.
        serde_json::to_writer(&mut *self, part).expect("plain data into a hash");
        self.0.update(b"\n");
    }
}

impl Broadcast {
    /// SHA-256 of the whole state, in hexadecimal. Costs a walk through it.
    pub fn hash(&self) -> String {
        let mut hasher = Hasher(Sha256::new());
        hasher.add(&(self.offset, self.phase, &self.settings, &self.rundown, &self.on_air, &self.answered));
        hasher.add(&(&self.claims, &self.note, &self.support.voters));
        self.viewers.iter().for_each(|viewer| hasher.add(viewer));
        self.questions.iter().for_each(|question| hasher.add(question));
        let outcomes: BTreeMap<_, Option<&Refusal>> =
            self.outcomes.iter().map(|(id, outcome)| (*id, outcome.as_ref().err().map(|r| &**r))).collect();
        outcomes.iter().for_each(|outcome| hasher.add(&outcome));
        hex::encode(hasher.0.finalize())
    }
}
