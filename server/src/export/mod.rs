//! Every question with its whole history, as JSON lines, CSV or a spreadsheet.

mod table;

use std::io::Write;

use clap::ValueEnum;
use efir_core::{Broadcast, Number, Question, Status, Step};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

/// A format of the export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// One JSON object a line, with the history.
    Jsonl,
    /// Comma-separated, with a mark by which spreadsheets know UTF-8.
    Csv,
    /// A spreadsheet.
    Xlsx,
}

impl Format {
    /// By its name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::from_str(name, true).ok()
    }

    /// The media type.
    pub fn mime(self) -> &'static str {
        match self {
            Format::Jsonl => "application/jsonl; charset=utf-8",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    /// The ending of a file's name.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
            Format::Xlsx => "xlsx",
        }
    }
}

/// An export that could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// As JSON.
    #[error("cannot write the export: {0}")]
    Json(#[from] serde_json::Error),
    /// As CSV.
    #[error("cannot write the export: {0}")]
    Csv(#[from] csv::Error),
    /// As a spreadsheet.
    #[error("cannot write the export: {0}")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// Not at all.
    #[error("cannot write the export: {0}")]
    Io(#[from] std::io::Error),
}

/// A question for the export.
#[derive(Serialize)]
struct Exported<'a> {
    number: Number,
    id: Uuid,
    status: Status,
    text: &'a str,
    /// What was typed, where a moderator put another text in its place or personal data is covered.
    original: &'a str,
    name: Option<&'a str>,
    place: Option<&'a str>,
    contact: Option<&'a str>,
    channel: &'a str,
    topics: &'a [String],
    places: &'a [String],
    labels: &'a [String],
    same: u32,
    votes: u32,
    merged_into: Option<Number>,
    reason: Option<&'a str>,
    viewer: Option<Uuid>,
    at: u64,
    history: &'a [Step],
}

impl<'a> Exported<'a> {
    fn new(broadcast: &'a Broadcast, question: &'a Question) -> Self {
        let standing = &question.standing;
        Exported {
            number: question.number,
            id: question.id,
            status: standing.status,
            text: question.text(),
            original: &question.personal.text,
            name: question.personal.name.as_deref(),
            place: question.personal.place.as_deref(),
            contact: question.personal.contact.as_deref(),
            channel: &question.channel,
            topics: &standing.topics,
            places: &question.verdict.places,
            labels: &question.verdict.labels,
            same: question.same,
            votes: question.votes,
            merged_into: standing.root,
            reason: standing.reason.as_deref(),
            viewer: broadcast.viewer(question.viewer).map(|viewer| viewer.id),
            at: question.at,
            history: &question.steps,
        }
    }
}

/// The whole export.
pub fn write(broadcast: &Broadcast, format: Format) -> Result<Vec<u8>, ExportError> {
    let questions = broadcast.questions().iter().map(|question| Exported::new(broadcast, question));
    match format {
        Format::Jsonl => {
            let mut bytes = Vec::new();
            for question in questions {
                serde_json::to_writer(&mut bytes, &json!(question))?;
                bytes.write_all(b"\n")?;
            }
            Ok(bytes)
        }
        Format::Csv => table::csv(questions),
        Format::Xlsx => table::xlsx(questions),
    }
}
