//! A moderator's window over time: remembers what was shown and says what changed. No I/O.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use axum::extract::ws::Utf8Bytes;
use efir_core::{
    Broadcast, Number,
    window::{Query, Row},
};
use efir_log::Position;

use super::frames;

/// What a moderator's browser shows.
#[derive(Debug, Default)]
pub struct Shown {
    query: Option<Query>,
    order: Vec<Number>,
    total: usize,
    /// The newest number when the window was chosen, and how many that belong into it came since.
    seen: Number,
    fresh: usize,
    /// A hash of each row as it was sent.
    rows: HashMap<Number, u64>,
}

impl Shown {
    /// Another window: it is sent whole.
    pub fn choose(&mut self, query: Query, broadcast: &Broadcast, position: Position) -> Utf8Bytes {
        let window = broadcast.window(&query);
        let rows: Vec<Row> = window.numbers.iter().filter_map(|n| broadcast.row(*n)).collect();
        self.rows = rows.iter().map(|row| (row.number, fingerprint(row))).collect();
        self.order = window.numbers;
        self.total = window.total;
        self.seen = broadcast.questions().len() as Number;
        self.fresh = 0;
        let frame = frames::view(position, &query, (window.total, self.seen), &rows);
        self.query = Some(query);
        frame
    }

    /// What changed in the window since it was last sent; nothing where nothing did.
    pub fn changed(&mut self, broadcast: &Broadcast, position: Position) -> Option<Utf8Bytes> {
        let query = self.query.as_ref()?;
        let window = broadcast.window(query);
        let mut seen = HashMap::with_capacity(window.numbers.len());
        let mut rows = Vec::new();
        for row in window.numbers.iter().filter_map(|n| broadcast.row(*n)) {
            let print = fingerprint(&row);
            seen.insert(row.number, print);
            if self.rows.get(&row.number) != Some(&print) {
                rows.push(row);
            }
        }
        let gone = self.order.iter().filter(|n| !seen.contains_key(n));
        let left: Vec<Row> = gone.filter_map(|n| broadcast.row(*n)).collect();
        let fresh = broadcast.fresh(query, self.seen);
        let same = (&window.numbers, window.total, fresh) == (&self.order, self.total, self.fresh);
        if rows.is_empty() && same {
            return None;
        }
        self.rows = seen;
        self.order = window.numbers;
        self.total = window.total;
        self.fresh = fresh;
        Some(frames::rows(position, (self.total, fresh), &self.order, &rows, &left))
    }
}

fn fingerprint(row: &Row) -> u64 {
    let mut hasher = DefaultHasher::new();
    // A row is plain data: it always becomes JSON.
    serde_json::to_string(row).unwrap_or_default().hash(&mut hasher);
    hasher.finish()
}
