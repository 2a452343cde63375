//! What is in the SQLite file, and every SQL statement that touches it.
//!
//! No threads, no async, no decisions about when to commit: those are the writer's.

use std::{path::Path, sync::Arc, time::Duration};

use rusqlite::{Connection, ErrorCode, OptionalExtension, Row, params};
use uuid::Uuid;

use crate::{
    Hash, LogError, NewEntry, Position, Record, Tail, epoch_now,
    verify::{link, whole_part},
};

/// "EFIR" in ASCII, so that `file` and a careful person can tell what this is.
const APPLICATION_ID: i64 = 0x4546_4952;
const SCHEMA_VERSION: i64 = 1;

/// How long one process waits for another's transaction before it says that the log is busy.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// The WAL grows with the largest burst and is cut back to this at a checkpoint.
const WAL_SIZE_LIMIT_BYTES: i64 = 64 << 20;

const SCHEMA: &str = "
    CREATE TABLE streams (
        key INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        epoch INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE entries (
        stream INTEGER NOT NULL REFERENCES streams (key),
        offset INTEGER NOT NULL,
        id BLOB NOT NULL,
        bytes TEXT NOT NULL,
        hash BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX entries_by_offset ON entries (stream, offset);
    -- Not unique: an id may come again once it has left the window of repeats.
    CREATE INDEX entries_by_id ON entries (stream, id, offset);
";

pub(super) fn connect(file: &Path) -> Result<Connection, LogError> {
    let fail = |error: rusqlite::Error| failed(file, "cannot open it", &error);
    let connection = Connection::open(file).map_err(fail)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(fail)?;
    connection.set_prepared_statement_cache_capacity(16);
    connection
        .query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0))
        .map_err(fail)
        .and_then(|mode| match mode.as_str() {
            "wal" => Ok(()),
            // On file systems without shared memory SQLite stays in another mode and says nothing.
            other => Err(LogError::config(
                format!("{} can only be kept in SQLite's {other} mode, not in WAL mode", file.display()),
                "put the log on a local file system",
            )),
        })?;
    // FULL: the WAL is synced before a commit returns. fullfsync: on macOS a plain sync stops at the drive's
    // cache; elsewhere these two do nothing.
    for (name, value) in [
        ("synchronous", 2_i64),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("journal_size_limit", WAL_SIZE_LIMIT_BYTES),
    ] {
        connection.pragma_update(None, name, value).map_err(fail)?;
    }
    Ok(connection)
}

pub(super) fn connect_to_read(file: &Path) -> Result<Connection, LogError> {
    let connection = connect(file)?;
    connection
        .pragma_update(None, "query_only", 1)
        .map_err(|error| failed(file, "cannot open it", &error))?;
    Ok(connection)
}

/// Creates the tables in an empty file, and refuses one that this program does not understand.
pub(super) fn prepare(connection: &Connection, file: &Path) -> Result<(), LogError> {
    let fail = |error: rusqlite::Error| failed(file, "cannot prepare it", &error);
    let pragma =
        |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).map_err(fail);
    match (pragma("application_id")?, pragma("user_version")?) {
        (APPLICATION_ID, SCHEMA_VERSION) => Ok(()),
        (0, 0) if pragma("schema_version")? == 0 => {
            let version =
                format!("PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};");
            connection.execute_batch(&format!("BEGIN IMMEDIATE; {SCHEMA} {version} COMMIT;")).map_err(fail)
        }
        (APPLICATION_ID, version) => Err(LogError::config(
            format!(
                "{} has schema version {version}, and this program knows only {SCHEMA_VERSION}",
                file.display()
            ),
            "use the version of efir that wrote it, or a newer one",
        )),
        _ => Err(LogError::config(
            format!("{} is an SQLite file of some other program", file.display()),
            "give the log a directory of its own",
        )),
    }
}

/// A stream as an append finds it, and leaves it.
pub(super) struct Open {
    key: i64,
    offset: u64,
    hash: Option<Hash>,
}

/// Finds the stream's real end, or creates the stream. Only within a transaction that writes.
pub(super) fn open_stream(connection: &Connection, stream: &str) -> rusqlite::Result<Result<Open, LogError>> {
    let key = connection
        .prepare_cached("SELECT key FROM streams WHERE name = ?1")?
        .query_row([stream], |row| row.get(0))
        .optional()?;
    let Some(key) = key else {
        connection
            .prepare_cached("INSERT INTO streams (name, epoch) VALUES (?1, ?2)")?
            .execute(params![stream, to_sql(epoch_now())])?;
        return Ok(Ok(Open { key: connection.last_insert_rowid(), offset: 0, hash: None }));
    };
    let last = connection
        .prepare_cached("SELECT offset, hash FROM entries WHERE stream = ?1 ORDER BY offset DESC LIMIT 1")?
        .query_row([key], |row| Ok((row.get::<_, i64>(0)?, hash_of(row, 1)?)))
        .optional()?;
    Ok(match last {
        None => Ok(Open { key, offset: 0, hash: None }),
        Some((offset, Some(hash))) => Ok(Open { key, offset: from_sql(offset), hash: Some(hash) }),
        Some((offset, None)) => {
            Err(LogError::damaged(stream, from_sql(offset), "its hash is not 20 bytes long"))
        }
    })
}

/// Adds one entry at the end, or finds the one with its id. Only within a transaction that writes.
pub(super) fn append(
    connection: &Connection,
    stream: &mut Open,
    entry: &NewEntry,
    dedup_window: u64,
) -> rusqlite::Result<u64> {
    let oldest = (stream.offset + 1).saturating_sub(dedup_window);
    let earlier: Option<i64> = connection
        .prepare_cached("SELECT MAX(offset) FROM entries WHERE stream = ?1 AND id = ?2 AND offset >= ?3")?
        .query_row(params![stream.key, entry.id.as_bytes(), to_sql(oldest)], |row| row.get(0))?;
    if let Some(offset) = earlier {
        return Ok(from_sql(offset));
    }
    let (offset, hash) = (stream.offset + 1, link(stream.hash.as_ref(), &entry.bytes));
    connection
        .prepare_cached("INSERT INTO entries (stream, offset, id, bytes, hash) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute(params![stream.key, to_sql(offset), entry.id.as_bytes(), &*entry.bytes, hash])?;
    (stream.offset, stream.hash) = (offset, Some(hash));
    Ok(offset)
}

/// Changes whenever another connection, of this process or any other, has committed.
pub(super) fn data_version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
}

pub(super) fn read(
    connection: &Connection,
    stream: &str,
    after: u64,
    limit: usize,
) -> Result<Vec<Record>, LogError> {
    let fail = |error: rusqlite::Error| read_failed(connection, stream, &error);
    let mut statement = connection
        .prepare_cached(
            "SELECT offset, id, bytes, hash FROM entries WHERE stream = (SELECT key FROM streams WHERE name = ?1) \
             AND offset > ?2 ORDER BY offset LIMIT ?3",
        )
        .map_err(fail)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = statement.query_map(params![stream, to_sql(after), limit], |row| Ok(record_of(row, stream)));
    whole_part(stream, after, rows.map_err(fail)?.map(|row| row.map_err(fail).flatten()))
}

fn record_of(row: &Row<'_>, stream: &str) -> Result<Record, LogError> {
    let offset = row.get(0).map(from_sql).map_err(|error| LogError::damaged(stream, 0, error.to_string()))?;
    let damaged = |what: &str| LogError::damaged(stream, offset, what);
    let id = row.get::<_, [u8; 16]>(1).map_err(|_| damaged("its id is not 16 bytes long"))?;
    let bytes = row
        .get_ref(2)
        .ok()
        .and_then(|value| value.as_str().ok())
        .ok_or_else(|| damaged("it is not UTF-8 text"))?;
    let hash = hash_of(row, 3).ok().flatten().ok_or_else(|| damaged("its hash is not 20 bytes long"))?;
    Ok(Record { offset, id: Uuid::from_bytes(id), bytes: Arc::from(bytes), hash })
}

/// `None` for a stream that was never created.
pub(super) fn tail(connection: &Connection, stream: &str) -> Result<Option<Tail>, LogError> {
    let found = connection
        .prepare_cached(
            "SELECT epoch, offset, hash FROM streams LEFT JOIN entries ON stream = key \
             AND offset = (SELECT MAX(offset) FROM entries WHERE stream = key) WHERE name = ?1",
        )
        .and_then(|mut statement| {
            let row_of =
                |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?, hash_of(row, 2)?));
            statement.query_row([stream], row_of).optional()
        })
        .map_err(|error| read_failed(connection, stream, &error))?;
    let Some((epoch, offset, hash)) = found else { return Ok(None) };
    let position = Position { epoch: from_sql(epoch), offset: offset.map_or(0, from_sql) };
    if position.offset > 0 && hash.is_none() {
        return Err(LogError::damaged(stream, position.offset, "its hash is not 20 bytes long"));
    }
    Ok(Some(Tail { position, hash: hash.unwrap_or_default() }))
}

fn hash_of(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Hash>> {
    Ok(row.get_ref(column)?.as_blob().ok().and_then(|blob| Hash::try_from(blob).ok()))
}

// SQLite has no unsigned integers. No log comes near 2^63 entries; a client may well ask for what lies after it.
fn to_sql(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn from_sql(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Whether another process was in the way, and nothing is wrong.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

fn failed(file: &Path, what: &str, error: &rusqlite::Error) -> LogError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            LogError::damaged("", 0, format!("{}: {error}", file.display()))
        }
        _ if is_busy(error) => {
            LogError::unavailable(format!("{}: another process holds it: {error}", file.display()))
        }
        _ => LogError::io(file, format!("{what}: {error}")),
    }
}

fn read_failed(connection: &Connection, stream: &str, error: &rusqlite::Error) -> LogError {
    match failed(Path::new(connection.path().unwrap_or_default()), "cannot read it", error) {
        LogError::Damaged { offset, what, .. } => LogError::damaged(stream, offset, what),
        other => other,
    }
}
