//! Questions from elsewhere: JSON lines or CSV in, the same intake as for everybody else. A second time adds nothing.

use std::{collections::HashMap, fmt, fs, path::Path};

use anyhow::{Context, bail};
use efir_core::{Actor, Role};
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    intake::{self, Asker},
    node::Node,
    problem::Problem,
    room::Room,
    session::incoming::AskInput,
};

/// The name behind the ids of rows that bring none, and of the people who asked them.
const IMPORT_IDS: Uuid = Uuid::from_u128(0x27d4_1c8e_6ab3_4fd0_8f60_0b8b_6a11_52ce);
/// Rows taken in at once: enough to share one sync of the log.
const TOGETHER: usize = 64;

/// A row of a file.
#[derive(Debug, Deserialize)]
pub struct Row {
    id: Option<String>,
    text: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    place: Option<String>,
    #[serde(default)]
    topic: Option<String>,
}

/// What came of an import.
#[derive(Debug, Default)]
pub struct Summary {
    added: usize,
    known: usize,
    refused: Vec<(usize, String)>,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} added, {} known before, {} refused", self.added, self.known, self.refused.len())?;
        self.refused.iter().try_for_each(|(row, why)| write!(f, "\nrow {row}: {why}"))
    }
}

/// Reads a file by its ending.
pub fn read(file: &Path) -> anyhow::Result<Vec<Row>> {
    let shown = file.display();
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {shown}"))?;
    // Spreadsheets put a mark before UTF-8.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    match file.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => {
            let mut reader =
                csv::ReaderBuilder::new().delimiter(delimiter(text)).from_reader(text.as_bytes());
            reader.deserialize().collect::<Result<_, _>>().with_context(|| shown.to_string())
        }
        Some("jsonl" | "ndjson" | "json") => {
            let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
            let parse = |(n, line): (usize, &str)| {
                serde_json::from_str(line).with_context(|| format!("{shown}, line {}", n + 1))
            };
            lines.map(parse).collect()
        }
        _ => bail!("{shown}: the file's name must end in .jsonl or .csv"),
    }
}

/// Spreadsheets of some countries write semicolons.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    if head.matches(';').count() > head.matches(',').count() { b';' } else { b',' }
}

/// Takes the rows in, in order.
pub async fn run(node: &Node, room: &Room, rows: Vec<Row>) -> anyhow::Result<Summary> {
    let mut summary = Summary::default();
    let mut repeats: HashMap<Uuid, u32> = HashMap::new();
    let rows: Vec<_> = rows.into_iter().map(|row| identify(row, &mut repeats)).collect();
    for (chunk_number, chunk) in rows.chunks(TOGETHER).enumerate() {
        let taken = chunk.iter().map(|(input, asker)| take(node, room, input, asker));
        let taken = futures_util::future::join_all(taken).await;
        for (n, outcome) in taken.into_iter().enumerate() {
            match outcome {
                Ok(true) => summary.added += 1,
                Ok(false) => summary.known += 1,
                Err(problem @ (Problem::Unavailable | Problem::Internal)) => {
                    bail!(
                        "{}: run the import again, nothing is added twice",
                        problem.detail(efir_web::Lang::EN)
                    )
                }
                Err(problem) => {
                    summary
                        .refused
                        .push((chunk_number * TOGETHER + n + 1, problem.detail(efir_web::Lang::EN)));
                }
            }
        }
    }
    Ok(summary)
}

async fn take(node: &Node, room: &Room, input: &AskInput, asker: &Asker) -> Result<bool, Problem> {
    let known = room.read().broadcast.find(input.id).is_some();
    intake::ask(node, room, asker, input.clone()).await.map(|_| !known)
}

/// Gives a row the same ids whenever the file is read: its own, or one made of what it says and of how many
/// rows before it said the same.
fn identify(row: Row, repeats: &mut HashMap<Uuid, u32>) -> (AskInput, Asker) {
    let said = [Some(row.text.as_str()), row.name.as_deref(), row.place.as_deref()];
    let said = said.map(Option::unwrap_or_default).join("\u{1f}");
    let given = row.id.as_deref().map(str::trim).filter(|id| !id.is_empty());
    let id = match given {
        Some(id) => {
            id.parse().unwrap_or_else(|_| Uuid::new_v5(&IMPORT_IDS, format!("id\u{1f}{id}").as_bytes()))
        }
        None => {
            let base = Uuid::new_v5(&IMPORT_IDS, said.as_bytes());
            let before = repeats.entry(base).or_default();
            *before += 1;
            Uuid::new_v5(&base, &before.to_be_bytes())
        }
    };
    // A named person of a place is one person, however often they asked; without a name each row is its own.
    let person = match row.name.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => Uuid::new_v5(&IMPORT_IDS, format!("{name}\u{1f}{:?}", row.place).as_bytes()),
        None => Uuid::new_v5(&id, b"asker"),
    };
    let input = AskInput { id, text: row.text, name: row.name, place: row.place, topic: row.topic };
    // Brought in by Efir itself, so that a closed line does not stop it.
    let actor = Actor { role: Role::System, id: person, name: None };
    (input, Asker { actor, address: None, channel: "import" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: Option<&str>, text: &str, name: Option<&str>) -> Row {
        Row {
            id: id.map(Into::into),
            text: text.into(),
            name: name.map(Into::into),
            place: None,
            topic: None,
        }
    }

    #[test]
    fn the_same_file_gives_the_same_ids_and_equal_rows_stay_two() {
        let ids = || {
            let mut repeats = HashMap::new();
            let rows = [row(None, "Когда?", None), row(None, "Когда?", None), row(Some("7"), "Когда?", None)];
            rows.map(|row| identify(row, &mut repeats).0.id)
        };
        assert_eq!(ids(), ids());
        let [a, b, c] = ids();
        assert!(a != b && b != c && a != c);
    }

    #[test]
    fn one_named_person_is_one_asker() {
        let mut repeats = HashMap::new();
        let mut who = |text: &str, name| identify(row(None, text, name), &mut repeats).1.actor.id;
        assert_eq!(who("Когда?", Some("Анна")), who("Где?", Some("Анна")));
        assert_ne!(who("Когда?", None), who("Когда?", None));
    }
}
