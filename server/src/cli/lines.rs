//! JSON lines in, JSON lines out, one at a time: the input is never held.

use std::{
    fs::File,
    io::{self, BufRead, BufReader, BufWriter, Write},
};

use anyhow::{Context, bail};
use serde_json::{Map, Value};

/// The longest line, in bytes.
const LINE_BYTES: u64 = 1024 * 1024;

/// Reads objects from a file, or from standard input where it is `-`, and writes what `each` makes of them. The
/// output is flushed whenever the input has to be waited for, so that a pipe gets each answer at once.
pub(super) fn transform(
    file: &str,
    mut each: impl FnMut(Map<String, Value>) -> anyhow::Result<Value>,
) -> anyhow::Result<()> {
    let mut input: BufReader<Box<dyn io::Read>> = BufReader::new(match file {
        "-" => Box::new(io::stdin()),
        path => Box::new(File::open(path).with_context(|| format!("cannot open {path}"))?),
    });
    let mut output = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    for number in 1u64.. {
        if input.buffer().is_empty() {
            output.flush()?;
        }
        line.clear();
        let read = io::Read::take(&mut input, LINE_BYTES).read_until(b'\n', &mut line)?;
        if read == 0 {
            break;
        }
        if read as u64 == LINE_BYTES {
            bail!("line {number}: longer than {LINE_BYTES} bytes");
        }
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let object =
            serde_json::from_slice(&line).with_context(|| format!("line {number}: not a JSON object"))?;
        let answer = each(object).with_context(|| format!("line {number}"))?;
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
    }
    output.flush()?;
    Ok(())
}

/// A field that must be a string.
pub(super) fn string<'a>(object: &'a Map<String, Value>, field: &str) -> anyhow::Result<&'a str> {
    object.get(field).and_then(Value::as_str).with_context(|| format!("a string field {field:?} is needed"))
}
