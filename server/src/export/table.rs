//! The export as a table: the same columns in CSV and in a spreadsheet, the history in one cell.

use rust_xlsxwriter::{Format as CellFormat, Workbook};

use super::{ExportError, Exported};

const COLUMNS: [&str; 18] = [
    "number",
    "status",
    "text",
    "original",
    "name",
    "place",
    "contact",
    "channel",
    "topics",
    "places",
    "labels",
    "same",
    "votes",
    "merged_into",
    "reason",
    "at",
    "history",
    "id",
];
/// Widths of the columns in a spreadsheet, in characters; the rest keep the default.
const WIDTHS: [(u16, f64); 4] = [(2, 60.0), (3, 60.0), (15, 20.0), (16, 40.0)];

fn cells(question: &Exported<'_>) -> [String; COLUMNS.len()] {
    let owned = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let step = |step: &efir_core::Step| {
        format!("{} {:?} {}", utc(step.at), step.what, step.by.as_deref().unwrap_or_default())
            .trim_end()
            .to_owned()
    };
    [
        question.number.to_string(),
        question.status.name().to_owned(),
        question.text.to_owned(),
        question.original.to_owned(),
        owned(question.name),
        owned(question.place),
        owned(question.contact),
        question.channel.to_owned(),
        question.topics.join(", "),
        question.places.join(", "),
        question.labels.join(", "),
        question.same.to_string(),
        question.votes.to_string(),
        question.merged_into.map(|number| number.to_string()).unwrap_or_default(),
        owned(question.reason),
        utc(question.at),
        question.history.iter().map(step).collect::<Vec<_>>().join("\n"),
        question.id.to_string(),
    ]
}

/// A time for people, in UTC: `2026-03-01 09:30:00`.
fn utc(ms: u64) -> String {
    let time = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    time.map(|time| time.strftime("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default()
}

/// A cell that a spreadsheet would take for a formula is made a text: viewers write what they like.
fn harmless(cell: String) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell,
    }
}

pub(super) fn csv<'a>(questions: impl Iterator<Item = Exported<'a>>) -> Result<Vec<u8>, ExportError> {
    // The mark by which a spreadsheet knows UTF-8.
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(COLUMNS)?;
    for question in questions {
        writer.write_record(cells(&question).map(harmless))?;
    }
    writer.into_inner().map_err(|error| ExportError::Io(error.into_error()))
}

pub(super) fn xlsx<'a>(questions: impl Iterator<Item = Exported<'a>>) -> Result<Vec<u8>, ExportError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let (head, body) = (CellFormat::new().set_bold(), CellFormat::new().set_text_wrap());
    for (column, name) in (0u16..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &head)?;
    }
    for (column, width) in WIDTHS {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, question) in (1u32..).zip(questions) {
        // Written as strings, so nothing is taken for a formula; figures stay figures.
        for (column, cell) in (0u16..).zip(cells(&question)) {
            match cell.parse::<u32>() {
                Ok(figure) if [0, 11, 12, 13].contains(&column) => sheet.write_number(row, column, figure)?,
                _ => sheet.write_string_with_format(row, column, cell, &body)?,
            };
        }
    }
    Ok(workbook.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_utc() {
        assert_eq!(utc(0), "1970-01-01 00:00:00");
        assert_eq!(utc(951_827_696_000), "2000-02-29 12:34:56");
        assert_eq!(utc(1_790_000_000_000), "2026-09-21 14:13:20");
    }

    #[test]
    fn a_formula_from_a_viewer_stays_a_text() {
        assert_eq!(harmless("=HYPERLINK(1)".to_owned()), "'=HYPERLINK(1)");
        assert_eq!(harmless("Когда?".to_owned()), "Когда?");
    }
}
